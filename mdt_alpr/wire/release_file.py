"""What leaves headquarters: the files inside the encrypted container, signed, and their check.

====================== ================================================================
READ-FIRST.txt         what the law says, in plain words
manifest.json          by which hold or request, who, when, what; each file's SHA-256
manifest.sig           headquarters' Ed25519 signature of the manifest, 128 hex digits
headquarters-key.pem   its key
reads/ID.json          a read as it was captured
pictures/SHA256.jpg    a picture as the camera took it
hits/ID.zip            the sealed evidence package of a hit (``evidence_file``)
hits/ID.json           the records of a hit that was not sealed yet
hits/ID.pdf            a hit on one page
niem.json              reads, hits and manual entries under NIEM's names
====================== ================================================================

The container is an ordinary zip under AES-256, which common programs open by its passphrase.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from mdt_alpr.domain.canonical import canonical, sha256
from mdt_alpr.wire.evidence_check import Tools, Verdict, check
from mdt_alpr.wire.evidence_file import canonical_value

FORMAT = "mdt-alpr package let out"
VERSION = 1
MANIFEST, SIGNATURE, KEY = "manifest.json", "manifest.sig", "headquarters-key.pem"
READ_FIRST = "READ-FIRST.txt"
_SIGNED = b"mdt-alpr package let out\0"
_FRAME = (MANIFEST, SIGNATURE, KEY)
_SEALED = "hits/", ".zip"


def framed(
    files: Mapping[str, bytes], facts: Mapping[str, Any], pem: str, sign: Callable[[bytes], bytes]
) -> dict[str, bytes]:
    """Return the files with a manifest that names each of them, signed."""
    listed = [
        {"name": name, "sha256": sha256(body), "size": len(body)}
        for name, body in sorted(files.items())
    ]
    manifest = canonical({"format": FORMAT, "version": VERSION, "files": listed, **facts})
    signature = sign(_SIGNED + manifest).hex().encode("ascii")
    return {**files, MANIFEST: manifest, SIGNATURE: signature, KEY: pem.encode("ascii")}


@dataclass(frozen=True, slots=True)
class ReleaseVerdict:
    """What a check found; ``first_break`` is empty where all holds."""

    first_break: str
    manifest: Any = None
    key: str = ""
    hits: tuple[tuple[str, Verdict], ...] = ()


def check_files(
    files: Mapping[str, bytes], tools: Tools, key_of: Callable[[str], str | None]
) -> ReleaseVerdict:
    """Check signature, list and each file, and every sealed package among them."""
    missing = [name for name in _FRAME if name not in files]
    if missing:
        return ReleaseVerdict(f"{missing[0]}: missing from the package")
    key = key_of(files[KEY].decode("ascii", "replace")) or ""
    try:
        manifest = canonical_value(files[MANIFEST])
        listed = {str(file["name"]): str(file["sha256"]) for file in manifest["files"]}
    except (ValueError, RecursionError, TypeError, KeyError):
        return ReleaseVerdict("manifest: it is not in its canonical form")
    if (manifest.get("format"), manifest.get("version")) != (FORMAT, VERSION):
        return ReleaseVerdict("manifest: it is of another format or version")
    if words := _wrong(files, listed, key, tools):
        return ReleaseVerdict(words, manifest, key)
    hits = tuple(
        (name, check(body, tools))
        for name, body in sorted(files.items())
        if name.startswith(_SEALED[0]) and name.endswith(_SEALED[1])
    )
    broken = [f"{name}: {verdict.first_break}" for name, verdict in hits if not verdict.is_whole]
    return ReleaseVerdict(broken[0] if broken else "", manifest, key, hits)


def _wrong(files: Mapping[str, bytes], listed: Mapping[str, str], key: str, tools: Tools) -> str:
    """Return what is wrong with signature or files, else nothing."""
    try:
        signature = bytes.fromhex(files[SIGNATURE].decode("ascii"))
    except ValueError:
        return "signature: it is none"
    if not tools.is_signed(key, _SIGNED + files[MANIFEST], signature):
        return "signature is not of this key: the manifest was changed"
    if tools.headquarters is not None and tools.headquarters != key:
        return "signature is not of the headquarters that was given"
    for name, digest in listed.items():
        if name not in files:
            return f"{name}: missing from the package"
        if sha256(files[name]) != digest:
            return f"{name}: its SHA-256 is not the one signed"
    strange = sorted(files.keys() - listed.keys() - set(_FRAME))
    return f"{strange[0]}: a file that the manifest does not name" if strange else ""
