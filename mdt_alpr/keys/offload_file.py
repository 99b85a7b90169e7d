"""What waits in a car, on a stick for headquarters: encrypted to it by day, signed by the car.

The file is a zip. Each part holds one batch and its pictures, encrypted (X25519, AES-256-GCM) to
headquarters' key of one date of capture, which follows from that day's key: when that is
destroyed, no stick tells of that date (RET-03). ``list.json`` names every part with its SHA-256,
the car's Ed25519 key signs it. Headquarters gives its public keys for some weeks ahead.

Back goes a receipt file: a line with a ``ReceiptList``, which holds ids and no captured data, and
a line with headquarters' Ed25519 signature (hexadecimal) of ``RECEIPT_FORMAT``, a line feed and
that line. Its key is the one by which cars know hotlists.
"""

import hashlib
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.keys.signing import is_signed
from mdt_alpr.wire.codec import DecodeError, decode, encode
from mdt_alpr.wire.messages import Receipt

FORMAT = "mdt-alpr offload 1"
RECEIPT_FORMAT = "mdt-alpr offload receipt 1"
_LIST, _SIGNATURE = "list.json", "signature.bin"
_PURPOSE = b"mdt-alpr offload"
_KEY_BYTES, _LENGTH_BYTES = 32, 4
_PART = re.compile(r"parts/\d{5,9}-\d{4}-\d{2}-\d{2}", flags=re.ASCII)
_ENCRYPTED = 1
LARGEST_TEXT = 64 * 1024 * 1024
"""Bytes of a batch or of the list: no stick fills the memory before anybody knows whose it is."""
_LARGEST_PART = 1024 * 1024 * 1024
_NO_BATCH = "A part of the offload file is no batch of a car. Nothing more in it was imported."


@dataclass(frozen=True, slots=True)
class OffloadKeys:
    """Headquarters' public keys (hexadecimal), one a date of capture (ISO)."""

    format: str
    keys: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class OffloadList:
    """Whose file it is, and the SHA-256 of every part."""

    format: str
    device: str
    public_key: str
    made_at: datetime
    parts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ReceiptList:
    """What became of each item that a device offloaded; ``key`` is headquarters'."""

    format: str
    device: str
    key: str
    made_at: datetime
    receipts: tuple[Receipt, ...]


@dataclass(frozen=True, slots=True)
class Signing:
    """Who signs: the device, its public key (hexadecimal), its signature of a message."""

    device: str
    public_key: str
    sign: Callable[[bytes], bytes]


class OffloadWriter:
    """Writes one file, part by part."""

    def __init__(self, out: zipfile.ZipFile, keys: OffloadKeys) -> None:
        self._out = out
        self._keys = {date.fromisoformat(on): bytes.fromhex(key) for on, key in keys.keys}
        self._parts: list[tuple[str, str]] = []

    def add(self, on: date, batch: str, pictures: bytes) -> None:
        """Add a batch captured on a date, with its pictures as ``wire.pictures`` frames them.

        Raises:
            OutsideError: headquarters gave no key for that date.
        """
        if on not in self._keys:
            raise OutsideError(
                f"Headquarters' key file has no key for {on}. Fetch a new one: "
                "mdt-alpr hq offload-keys FILE."
            )
        name = f"parts/{len(self._parts) + 1:05d}-{on.isoformat()}"
        packed = zlib.compress(batch.encode())
        content = len(packed).to_bytes(_LENGTH_BYTES, "big") + packed + pictures
        sealed = _sealed(self._keys[on], content, name)
        self._out.writestr(name, sealed)
        self._parts.append((name, hashlib.sha256(sealed).hexdigest()))

    def end(self, signing: Signing, made_at: datetime) -> None:
        """Sign what was added."""
        listed = OffloadList(
            FORMAT, signing.device, signing.public_key, made_at, tuple(self._parts)
        )
        text = encode(listed).encode()
        self._out.writestr(_LIST, text)
        self._out.writestr(_SIGNATURE, signing.sign(text))


def public_key_of(secret: bytes) -> str:
    """Return the public key that goes with a day's secret."""
    return X25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw().hex()


def checked(given: zipfile.ZipFile) -> OffloadList:
    """Return the list of a file whose signature and parts hold.

    Raises:
        OutsideError: it is no such file, or anything in it was changed.
    """
    try:
        text = _stored(given, _LIST, LARGEST_TEXT)
        listed = decode(OffloadList, text)
        signature = _stored(given, _SIGNATURE, LARGEST_TEXT)
        digests = [(n, hashlib.sha256(_part(given, n)).hexdigest()) for n, _ in listed.parts]
    except (KeyError, DecodeError, zipfile.BadZipFile) as error:
        raise OutsideError("This is no whole offload file of a car. Offload again.") from error
    is_whole = listed.format == FORMAT and tuple(digests) == listed.parts
    if not is_whole or not is_signed(listed.public_key, text, signature):
        message = "The offload file is not what its car signed. Nothing in it was imported."
        raise OutsideError(message)
    return listed


def parts_of(
    given: zipfile.ZipFile, listed: OffloadList, secret_of: Callable[[date], bytes | None]
) -> Iterator[tuple[bytes, bytes] | None]:
    """Yield batch and pictures of each part; None for one whose day's key is destroyed.

    Raises:
        OutsideError: a part was encrypted to another headquarters, or is none.
    """
    for name, _ in listed.parts:
        secret = secret_of(_day_in(name))
        if secret is None:
            yield None
            continue
        content = _opened(secret, _part(given, name), name)
        ends = _LENGTH_BYTES + int.from_bytes(content[:_LENGTH_BYTES], "big")
        yield _unpacked(content[_LENGTH_BYTES:ends]), content[ends:]


def receipt_file(listed: ReceiptList, sign: Callable[[bytes], bytes]) -> bytes:
    """Return the content of a receipt file."""
    text = encode(listed).encode()
    return text + b"\n" + sign(_receipt_signed(text)).hex().encode() + b"\n"


def read_receipts(content: bytes, device: str, key: str) -> tuple[Receipt, ...]:
    """Return the receipts for a device that headquarters' key (hexadecimal) signed.

    Raises:
        OutsideError: no receipt file, another device's, another key's, or changed.
    """
    text, _, rest = content.partition(b"\n")
    try:
        listed = decode(ReceiptList, text)
        spelled = rest.decode("ascii").removesuffix("\n")
        signature = bytes.fromhex(spelled)
    except (DecodeError, ValueError) as error:
        message = "This is no whole receipt file of headquarters. Nothing left the car."
        raise OutsideError(message) from error
    is_known = (listed.format, listed.key, signature.hex()) == (RECEIPT_FORMAT, key, spelled)
    if not is_known or not is_signed(key, _receipt_signed(text), signature):
        message = "The receipts do not bear headquarters' signature. Nothing left the car."
        raise OutsideError(message)
    if listed.device != device:
        message = f"The receipts are for {listed.device}, not for {device}. Nothing left the car."
        raise OutsideError(message)
    return listed.receipts


def _receipt_signed(text: bytes) -> bytes:
    return RECEIPT_FORMAT.encode() + b"\n" + text


def read_keys(path: Path) -> OffloadKeys:
    """Return headquarters' public keys from their file.

    Raises:
        OutsideError: it cannot be read.
    """
    try:
        return decode(OffloadKeys, path.read_bytes())
    except (OSError, DecodeError) as error:
        message = f"{path} is no key file of headquarters: mdt-alpr hq offload-keys makes one."
        raise OutsideError(message) from error


def _stored(given: zipfile.ZipFile, name: str, most: int) -> bytes:
    """Return an entry as it lies in the file: packed ones may be of any size."""
    entry = given.getinfo(name)
    is_plain = entry.compress_type == zipfile.ZIP_STORED and not entry.flag_bits & _ENCRYPTED
    if not is_plain or entry.file_size > most:
        raise zipfile.BadZipFile
    return given.read(entry)


def _part(given: zipfile.ZipFile, name: str) -> bytes:
    if not _PART.fullmatch(name):
        raise zipfile.BadZipFile
    return _stored(given, name, _LARGEST_PART)


def _day_in(name: str) -> date:
    try:
        return date.fromisoformat(name[-len("2026-01-01") :])
    except ValueError:
        raise OutsideError(_NO_BATCH) from None


def _unpacked(packed: bytes) -> bytes:
    unpacking = zlib.decompressobj()
    try:
        text = unpacking.decompress(packed, LARGEST_TEXT)
    except zlib.error:
        raise OutsideError(_NO_BATCH) from None
    if not unpacking.eof:
        raise OutsideError(_NO_BATCH)
    return text


def _sealed(public_key: bytes, content: bytes, name: str) -> bytes:
    once = X25519PrivateKey.generate()
    key = _agreed(once, public_key, name)
    sealed = AESGCM(key).encrypt(bytes(12), content, name.encode())  # a key is used once
    return once.public_key().public_bytes_raw() + sealed


def _opened(secret: bytes, sealed: bytes, name: str) -> bytes:
    try:
        key = _agreed(X25519PrivateKey.from_private_bytes(secret), sealed[:_KEY_BYTES], name)
        return AESGCM(key).decrypt(bytes(12), sealed[_KEY_BYTES:], name.encode())
    except (InvalidTag, ValueError):
        message = "The offload file is for another headquarters. Nothing more in it was imported."
        raise OutsideError(message) from None


def _agreed(own: X25519PrivateKey, other: bytes, name: str) -> bytes:
    shared = own.exchange(X25519PublicKey.from_public_bytes(other))
    return HKDF(SHA256(), _KEY_BYTES, salt=None, info=_PURPOSE + name.encode()).derive(shared)
