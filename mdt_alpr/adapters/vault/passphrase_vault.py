"""The key in a file, wrapped by a passphrase: scrypt (RFC 7914), then AES-256-GCM."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from mdt_alpr.database import KEY_BYTES
from mdt_alpr.domain.errors import StoreLockedError
from mdt_alpr.domain.people.passwords import PASSPHRASE_RULES, passphrase_fault
from mdt_alpr.files import private_files
from mdt_alpr.wire.codec import DecodeError, decode, encode

VARIABLE = "MDT_ALPR_PASSPHRASE"
COST = 2**16
"""Of scrypt with blocks of 8: 64 MiB and about 0.2 s a try."""
_LARGEST_COST = 2**20
_BLOCK, _LANES = 8, 1
_SALT_BYTES, _NONCE_BYTES = 16, 12
_FORMAT = "mdt-alpr key file 1"

Prompt = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class KeyFile:
    """The file as it is on the disk; bytes as hexadecimal text."""

    format: str
    cost: int
    salt: str
    nonce: str
    wrapped: str


class PassphraseVault:
    """See ``patrol.ports.Vault``.

    The passphrase comes from the environment (``MDT_ALPR_PASSPHRASE``), or from ``prompt``,
    which is asked twice when the key is made.
    """

    def __init__(
        self,
        path: Path,
        random_bytes: Callable[[int], bytes],
        *,
        environment: Mapping[str, str] = os.environ,
        prompt: Prompt | None = None,
        cost: int = COST,
    ) -> None:
        self._path = path
        self._random_bytes = random_bytes
        self._environment = environment
        self._prompt = prompt
        self._cost = cost

    def key(self) -> bytes:
        """Return the 32-byte key, made on first use.

        Raises:
            StoreLockedError: no passphrase, a wrong one, or a damaged file; says what to do.
        """
        try:
            if self._path.exists():
                return self._unwrapped(self._path.read_bytes())
            return self._made()
        except OSError as error:
            raise StoreLockedError(
                f"The key file {self._path.name} cannot be read or written: "
                f"{error.strerror or error}. Check its folder and its rights."
            ) from error

    def forget(self) -> None:
        """Destroy the key for good.

        Raises:
            StoreLockedError: its file cannot be removed.
        """
        try:
            private_files.remove(self._path)
        except OSError as error:
            message = f"The key file {self._path.name} cannot be removed: {error.strerror}."
            raise StoreLockedError(message) from error

    def _made(self) -> bytes:
        question = f"Choose a passphrase for this machine's keys ({PASSPHRASE_RULES}): "
        passphrase = self._passphrase(question)
        if fault := passphrase_fault(passphrase):
            raise StoreLockedError(fault)
        if not self._environment.get(VARIABLE) and self._passphrase("Again: ") != passphrase:
            raise StoreLockedError("The two passphrases differ. Nothing was written; try again.")
        key, salt, nonce = (self._random_bytes(n) for n in (KEY_BYTES, _SALT_BYTES, _NONCE_BYTES))
        wrapping = _derived(passphrase, salt, self._cost)
        wrapped = AESGCM(wrapping).encrypt(nonce, key, _bound(self._cost))
        _write(self._path, KeyFile(_FORMAT, self._cost, salt.hex(), nonce.hex(), wrapped.hex()))
        return key

    def _unwrapped(self, content: bytes) -> bytes:
        file = _parsed(content, self._path.name)
        passphrase = self._passphrase("Passphrase of this machine's keys: ")
        wrapping = _derived(passphrase, bytes.fromhex(file.salt), file.cost)
        try:
            return AESGCM(wrapping).decrypt(
                bytes.fromhex(file.nonce), bytes.fromhex(file.wrapped), _bound(file.cost)
            )
        except InvalidTag:
            raise StoreLockedError(
                "The passphrase does not fit this key file. Try again; nothing was changed. "
                "Without passphrase or keyring the store cannot be read by anybody."
            ) from None

    def _passphrase(self, question: str) -> str:
        given = self._environment.get(VARIABLE, "")
        if not given and self._prompt is not None:
            given = self._prompt(question)
        if not given:
            message = f"The key file needs its passphrase: set {VARIABLE} or type it when asked."
            raise StoreLockedError(message)
        return given


def _derived(passphrase: str, salt: bytes, cost: int) -> bytes:
    return Scrypt(salt=salt, length=KEY_BYTES, n=cost, r=_BLOCK, p=_LANES).derive(
        passphrase.encode()
    )


def _bound(cost: int) -> bytes:
    """Return what is authenticated beside the key: an edited file does not open."""
    return f"{_FORMAT}/{cost}".encode()


def _parsed(content: bytes, name: str) -> KeyFile:
    try:
        file = decode(KeyFile, content)
        lengths = [len(bytes.fromhex(text)) for text in (file.salt, file.nonce)]
        bytes.fromhex(file.wrapped)
    except (DecodeError, ValueError):
        raise _damaged(name) from None
    cost_is_sane = 1 < file.cost <= _LARGEST_COST and file.cost & (file.cost - 1) == 0
    if file.format != _FORMAT or not cost_is_sane or lengths != [_SALT_BYTES, _NONCE_BYTES]:
        raise _damaged(name)
    return file


def _damaged(name: str) -> StoreLockedError:
    return StoreLockedError(
        f"{name} is no key file of this program, or is damaged. Nothing was changed; "
        "bring back a copy of it."
    )


def _write(path: Path, file: KeyFile) -> None:
    """Write the file whole or not at all, readable by this user only."""
    private_files.make_folder(path.parent)
    draft = path.with_name(path.name + ".new")
    private_files.remove(draft)
    with private_files.create(draft) as out:
        out.write(encode(file).encode("ascii"))
        out.flush()
        os.fsync(out.fileno())
    private_files.replace(draft, path)
