"""Check an evidence package without anything but the package: the first broken link, in words."""

import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any, NoReturn

from mdt_alpr.domain.canonical import sha256
from mdt_alpr.domain.hit.contradiction import Compared
from mdt_alpr.domain.identity import made_at
from mdt_alpr.domain.policy import ONE_PASS_LASTS, captured_data_has_expired
from mdt_alpr.domain.retention.evidence import CHAIN_START, SEAL_FORMAT, Seal, part_words
from mdt_alpr.wire import evidence_file as file
from mdt_alpr.wire.compared import vehicle_in_package
from mdt_alpr.wire.evidence_file import SignedSeal

IsSigned = Callable[[str, bytes, bytes], bool]
"""(public key in hexadecimal, message, signature) → whether the signature is of that key."""

_VEHICLE = "records.json", "answers.json"
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, RuntimeError, EOFError,
    OSError, ValueError, KeyError, OverflowError,
)  # fmt: skip


class BrokenError(Exception):
    """The first broken link; its text says which and how."""


def _break(words: str) -> NoReturn:
    raise BrokenError(words)


@dataclass(frozen=True, slots=True)
class Tools:
    """What a check needs: how signatures are checked, the time, the key that is demanded.

    ``now`` is ahead where the agency keeps captured data for less than 90 days (``due_clock``).
    ``pem_of`` gives the PEM text of a key; ``key``, the car's, and ``headquarters``, that of
    the export note, are None where any key will do.
    """

    is_signed: IsSigned
    pem_of: Callable[[str], str]
    now: datetime
    key: str | None = None
    headquarters: str | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check found; ``first_break`` is empty where every link holds."""

    first_break: str
    seal: Seal | None = None
    parts: int = 0
    is_purged: bool = False
    note: Any = None
    """The export note's fields, and ``signed_by``, the key that signed it; None for nobody."""
    vehicle: Compared | None = None
    """The record's vehicle beside the one that was seen; None where the parts do not say."""

    @property
    def is_whole(self) -> bool:
        """Tell whether every link holds."""
        return not self.first_break

    @property
    def is_note_signed(self) -> bool:
        """Tell whether somebody signed who let it out; an older headquarters did not."""
        return self.note is not None and self.note["signed_by"] is not None


def check(data: bytes, tools: Tools) -> Verdict:
    """Check a package: seal, signature, parts, chain, frame, in this order."""
    seal: Seal | None = None
    try:
        files = _files(data)
        version = _version(files)
        seal = _seal(files)
        _check_key(files, seal, tools)
        parts = _check_content(files, seal, tools.now)
        _check_chain(files, seal, tools)
        note = _check_frame(files, data, parts, version)
        is_signed = version != file.UNSIGNED_NOTE_VERSION
        note = _check_note(note, seal, tools) if is_signed else _unsigned_note(note)
    except BrokenError as broken:
        return Verdict(str(broken), seal)
    is_purged = file.CONTENT not in files
    return Verdict("", seal, len(parts), is_purged, note, _vehicle(files))


def _files(data: bytes) -> dict[str, bytes]:
    try:
        archive = zipfile.ZipFile(BytesIO(data))
        entries = archive.infolist()
    except _DAMAGE:
        _break("the file is no zip, or it is damaged or cut off")
    files: dict[str, bytes] = {}
    for entry in entries:
        name = entry.filename
        if name in files:
            _break(f"{part_words(name)}: is twice in the zip")
        if entry.compress_type != zipfile.ZIP_STORED or entry.file_size > len(data):
            _break(f"{part_words(name)}: packed in another way than a package is")
        try:
            files[name] = archive.read(entry)
        except _DAMAGE:
            _break(f"{part_words(name)}: damaged in the zip")
    missing = [name for name in file.FRAME if name not in files]
    if missing:
        _break(f"{part_words(missing[0])}: missing from the package")
    return files


def _version(files: dict[str, bytes]) -> int:
    manifest = _value(files, file.MANIFEST)
    if not isinstance(manifest, dict) or manifest.get("format") != file.FORMAT:
        _break("manifest: this is no evidence package")
    version = manifest.get("version")
    if version not in (file.UNSIGNED_NOTE_VERSION, file.VERSION):
        _break(
            f"manifest: the package is of version {version}, this program checks versions "
            f"{file.UNSIGNED_NOTE_VERSION} and {file.VERSION}; use the program of that version"
        )
    return int(version)


def _seal(files: dict[str, bytes]) -> Seal:
    value = _value(files, file.SEAL)
    if not isinstance(value, dict) or value.pop("format", None) != SEAL_FORMAT:
        _break("seal: it is of another format")
    try:
        seal = file.seal_from(value)
    except ValueError as error:
        _break(f"seal: {error}")
    if seal.to_sign() != files[file.SEAL]:
        _break("seal: it is not in its canonical form")
    return seal


def _check_key(files: dict[str, bytes], seal: Seal, tools: Tools) -> None:
    if tools.key is not None and tools.key != seal.public_key:
        _break("signature is not of the key that was given")
    if not tools.is_signed(seal.public_key, files[file.SEAL], files[file.SIGNATURE]):
        _break("signature is not of this key")
    if files[file.KEY] != tools.pem_of(seal.public_key).encode("ascii"):
        _break("public key: it is not the one that the seal names")


def _check_content(files: dict[str, bytes], seal: Seal, now: datetime) -> tuple[str, ...]:
    """Return the names of the parts."""
    if file.CONTENT not in files:
        _check_purge(seal, now)
        return ()
    if sha256(files[file.CONTENT]) != seal.content:
        _break("content: the list of parts is not the one signed")
    listed = _listed(files, file.CONTENT)
    for name, digest in listed:
        if name not in files:
            _break(f"{part_words(name)}: missing from the package")
        if sha256(files[name]) != digest:
            _break(f"{part_words(name)}: its SHA-256 is not the one signed")
    return tuple(name for name, _ in listed)


def _vehicle(files: dict[str, bytes]) -> Compared | None:
    try:
        records, answers = (file.canonical_value(files[name]) for name in _VEHICLE)
    except (KeyError, ValueError, RecursionError):
        return None
    return vehicle_in_package(records, answers)


def _check_purge(seal: Seal, now: datetime) -> None:
    try:
        raised_at = made_at(seal.hit_id)
    except ValueError:
        _break("seal: its hit has no id of this program")
    if not captured_data_has_expired(raised_at - ONE_PASS_LASTS, now):
        _break("content: missing, and its time is not over")


def _check_chain(files: dict[str, bytes], seal: Seal, tools: Tools) -> None:
    chain = _chain(files)
    before, expected = CHAIN_START, 1
    for link in chain:
        if words := _wrong_link(link, seal, before, expected):
            _break(words)
        if not tools.is_signed(seal.public_key, link.seal.to_sign(), _bytes(link.signature)):
            _break(f"package {expected}: signature is not of this key")
        before, expected = link.seal.digest, expected + 1
    if expected <= seal.sequence:
        _break(f"package {expected} is missing from the chain")
    if not chain or chain[-1] != SignedSeal(seal, files[file.SIGNATURE].hex()):
        _break(f"package {seal.sequence}: the chain holds another one in its place")


def _wrong_link(seal: SignedSeal, own: Seal, before: str, expected: int) -> str:
    """Return what is wrong with the link at place ``expected``, else nothing."""
    name, link_seal = f"package {expected}", seal.seal
    if link_seal.sequence > expected:
        return f"{name} is missing from the chain"
    if link_seal.sequence < expected:
        return f"{name}: package {link_seal.sequence} is in its place"
    if (link_seal.device, link_seal.public_key) != (own.device, own.public_key):
        return f"{name}: it is of another device or key"
    return (
        "" if link_seal.previous == before else f"{name}: it does not follow the package before it"
    )


def _chain(files: dict[str, bytes]) -> tuple[SignedSeal, ...]:
    value = _value(files, file.CHAIN)
    try:
        chain = tuple(
            SignedSeal(file.seal_from(link["seal"]), str(link["signature"])) for link in value
        )
    except (TypeError, KeyError, ValueError):
        _break("chain: it is not a list of seals")
    if file.chain_bytes(chain) != files[file.CHAIN]:
        _break("chain: it is not in its canonical form")
    return chain


def _check_frame(
    files: dict[str, bytes], data: bytes, parts: tuple[str, ...], version: int
) -> Any:
    """Return the export note."""
    known = {*file.FRAME, *parts, *([file.CONTENT] if file.CONTENT in files else [])}
    if strange := sorted(files.keys() - known):
        _break(f"{strange[0]!r}: a file that no part of the seal names")
    for name, digest in _listed_in_manifest(files):
        if name not in files:
            _break(f"{part_words(name)}: missing from the package")
        if sha256(files[name]) != digest:
            _break(f"{part_words(name)}: its SHA-256 is not that of the manifest")
    note = _value(files, file.EXPORT)
    others = {name: body for name, body in files.items() if name != file.MANIFEST}
    if file.manifest_bytes(others, version) != files[file.MANIFEST]:
        _break("manifest: it does not list every file of the package")
    if file.zipped(files) != data:
        _break("zip: repacked, or changed around the files, which are intact")
    return note


def _check_note(signed: Any, seal: Seal, tools: Tools) -> Any:
    """Return the export note, which headquarters signed for this seal, with the key's name."""
    try:
        note, key = dict(signed["note"]), str(signed["public_key"])
        is_signed = tools.is_signed(
            key, file.note_to_sign(note, seal), _bytes(str(signed["signature"]))
        )
    except (TypeError, KeyError, ValueError):
        _break("export: it is not a signed note")
    if not is_signed:
        _break("export: who let it out, when or for what was changed")
    if tools.headquarters is not None and tools.headquarters != key:
        _break("export: it was not signed by the headquarters that was given")
    return {**note, "signed_by": key}


def _unsigned_note(note: Any) -> Any:
    """Return a note that says who let the package out, but proves nothing."""
    if not isinstance(note, dict) or set(note) != file.UNSIGNED_NOTE:
        _break("export: it is not an export note")
    return {**note, "signed_by": None}


def _listed_in_manifest(files: dict[str, bytes]) -> list[tuple[str, str]]:
    manifest = _value(files, file.MANIFEST)
    try:
        return [
            (str(file_line["name"]), str(file_line["sha256"])) for file_line in manifest["files"]
        ]
    except (TypeError, KeyError):
        _break("manifest: it does not list files")


def _listed(files: dict[str, bytes], name: str) -> list[tuple[str, str]]:
    try:
        return [
            (str(file_line["name"]), str(file_line["sha256"])) for file_line in _value(files, name)
        ]
    except (TypeError, KeyError):
        _break(f"{part_words(name)}: it does not list parts")


def _value(files: dict[str, bytes], name: str) -> Any:
    try:
        return file.canonical_value(files[name])
    except (ValueError, RecursionError):
        _break(f"{part_words(name)}: it is not in its canonical form")


def _bytes(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""
