"""An evidence package as one file: an ordinary zip, the same bytes for the same package.

=============== ===========================================================================
manifest.json   format, version, name and SHA-256 of every other file
seal.json       the exact bytes that the device signed
signature.bin   64 bytes, Ed25519 (``openssl pkeyutl -verify -rawin`` reads it)
public-key.pem  the device's key
content.json    name and SHA-256 of each part; its own SHA-256 is in the seal
(the parts)     reads, records, answers, outcome, machine; contexts and crops as JPEG
chain.json      every seal of this device key from the first to this one, with its signature
export.json     who let it out of headquarters, when, for what; signed by headquarters' key
=============== ===========================================================================

JSON is in the canonical form of ``domain.canonical``. After 90 days there is no content.json
and no part. The export note is headquarters' word, for this seal only; its audit chain holds the
SHA-256 of the whole file.
"""

import io
import json
import zipfile
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from mdt_alpr.domain.canonical import canonical, plain, sha256
from mdt_alpr.domain.retention.evidence import Part, Seal, content_list

FORMAT = "mdt-alpr evidence package"
VERSION = 2
UNSIGNED_NOTE_VERSION = 1
"""Packages of this version are read too: nobody signed their export note."""
UNSIGNED_NOTE = frozenset({"by", "at", "purpose", "case", "software"})
"""The fields of a note of that version."""
MANIFEST, SEAL, SIGNATURE, KEY = "manifest.json", "seal.json", "signature.bin", "public-key.pem"
CONTENT, CHAIN, EXPORT = "content.json", "chain.json", "export.json"
FRAME = (MANIFEST, SEAL, SIGNATURE, KEY, CHAIN, EXPORT)
_NOTE_SIGNED = b"mdt-alpr export note\0"
_BEGINNING_OF_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_READABLE = 0o644 << 16


@dataclass(frozen=True, slots=True)
class SignedSeal:
    """A seal and its signature in hexadecimal digits."""

    seal: Seal
    signature: str


@dataclass(frozen=True, slots=True)
class ExportNote:
    """Who let a package out, when, for what purpose and case, and by which software.

    ``hold`` or ``request`` is the number on record by which it may leave (8.D, PRS-10).
    """

    by: str
    at: datetime
    purpose: str
    case: str
    software: str
    hold: int = 0
    request: int = 0


@dataclass(frozen=True, slots=True)
class SignedNote:
    """An export note with headquarters' key and its signature, both in hexadecimal digits."""

    note: ExportNote
    public_key: str
    signature: str


@dataclass(frozen=True, slots=True)
class EvidencePackage:
    """What goes into the file; ``chain`` ends with the package's own seal.

    ``parts`` is None where the content was purged.
    """

    chain: tuple[SignedSeal, ...]
    parts: tuple[Part, ...] | None
    public_key_pem: str
    note: SignedNote


def note_to_sign(note: Any, seal: Seal) -> bytes:
    """Return the bytes that headquarters signs of a note, or of its plain form."""
    return _NOTE_SIGNED + canonical({"note": plain(note), "seal": seal.digest})


def packed(package: EvidencePackage) -> bytes:
    """Return the file."""
    own = package.chain[-1]
    files = {
        SEAL: own.seal.to_sign(),
        SIGNATURE: bytes.fromhex(own.signature),
        KEY: package.public_key_pem.encode("ascii"),
        CHAIN: chain_bytes(package.chain),
        EXPORT: canonical(package.note),
    }
    if package.parts is not None:
        listed = tuple((part.name, sha256(part.body)) for part in package.parts)
        files[CONTENT] = content_list(listed)
        files |= {part.name: part.body for part in package.parts}
    return zipped({MANIFEST: manifest_bytes(files), **files})


def manifest_bytes(files: dict[str, bytes], version: int = VERSION) -> bytes:
    """Return the manifest of all other files."""
    listed = [{"name": name, "sha256": sha256(files[name])} for name in sorted(files)]
    return canonical({"format": FORMAT, "version": version, "files": listed})


def chain_bytes(chain: tuple[SignedSeal, ...]) -> bytes:
    """Return the device's chain."""
    return canonical([{"seal": plain(link.seal), "signature": link.signature} for link in chain])


def zipped(files: dict[str, bytes]) -> bytes:
    """Return the zip of files: not compressed, in the order of their names, without a time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _BEGINNING_OF_ZIP_TIME)
            entry.create_system = _UNIX
            entry.external_attr = _READABLE
            archive.writestr(entry, files[name])
    return out.getvalue()


def canonical_value(text: bytes) -> Any:
    """Return the value of a canonical text.

    Raises:
        ValueError: it is none: not JSON, or another spelling of its value.
    """
    value = json.loads(text.decode("ascii"))
    if canonical(value) != text:
        raise ValueError("another spelling than the canonical one")
    return value


def seal_from(value: Any) -> Seal:
    """Return the seal of a plain object.

    Raises:
        ValueError: it has other fields, or one of another kind.
    """
    wanted = {f.name for f in fields(Seal)}
    if not isinstance(value, dict) or set(value) != wanted:
        raise ValueError("not the fields of a seal")
    texts = [value[name] for name in wanted - {"sequence"}]
    if not all(isinstance(text, str) for text in texts) or type(value["sequence"]) is not int:
        raise ValueError("a field of a seal is of another kind")
    sealed_at = datetime.fromisoformat(value["sealed_at"])
    if sealed_at.tzinfo is None:
        raise ValueError("a time of a seal has no zone")
    return Seal(**{**value, "sealed_at": sealed_at})
