"""Packages of the program: published by two people, signed, kept as files, given to cars."""

import hashlib
import re
from pathlib import Path

from sqlalchemy import func, select

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.equipment.program_update import (
    PackageKind,
    UpdateRefusedError,
    UpdateStage,
    demand_version,
)
from mdt_alpr.files import private_files
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.database import hold_name
from mdt_alpr.hq.base.headquarters import Headquarters, RefusedError
from mdt_alpr.hq.fleet.tables import PROGRAM_PACKAGES
from mdt_alpr.wire.codec import encode
from mdt_alpr.wire.problems import Problem
from mdt_alpr.wire.program_updates import PART_BYTES, PackageFacts, SignedPackage

FOLDER = "program-packages"
_P = PROGRAM_PACKAGES.c
_NAME = re.compile(r"mdt-alpr[_-](?P<version>[0-9.]+?)(_amd64)?\.(?P<kind>deb|msi)")
_BEGINS = {
    PackageKind.DEBIAN: b"!<arch>\n",
    PackageKind.WINDOWS: bytes.fromhex("d0cf11e0a1b11ae1"),
}


def kind_and_version(name: str) -> tuple[PackageKind, str]:
    """Return what the name of a package's file says.

    Raises:
        UpdateRefusedError: the build gives no package of the client such a name.
    """
    named = _NAME.fullmatch(name)
    if named is None:
        raise UpdateRefusedError(
            "Publish mdt-alpr_VERSION_amd64.deb or mdt-alpr-VERSION.msi under the name that the "
            "build gave it."
        )
    demand_version(named["version"])
    return PackageKind(named["kind"]), named["version"]


def publish(hq: Headquarters, delivered: Path, name: str, by: str, second: str) -> None:
    """Sign a package and keep it; it goes to no car yet.

    Raises:
        UpdateRefusedError: it is no package of the client, by its name or its first bytes.
        OutsideError: the signing key cannot be read, or the bucket takes nothing.
    """
    kind, version = kind_and_version(name)
    with delivered.open("rb") as content:
        if content.read(len(_BEGINS[kind])) != _BEGINS[kind]:
            raise UpdateRefusedError("The file is no such package: its first bytes are others.")
        content.seek(0)
        sha256 = hashlib.file_digest(content, "sha256").hexdigest()
    size, signer = delivered.stat().st_size, hq.signer
    _share(hq, delivered, sha256)
    with hq.writing() as work:
        hold_name(work.connection, FOLDER)
        number = (work.connection.scalar(select(func.max(_P.number))) or 0) + 1
        facts = PackageFacts(number, kind, version, size, sha256)
        signature = signer.sign(facts.signed_bytes).hex()
        place = place_of(hq, facts)
        private_files.make_folder(place.parent)
        private_files.replace(delivered, place)
        row = {
            "number": number,
            "signed": encode(SignedPackage(facts, signer.public_key, signature)),
            "published_at": work.now,
            "published_by": by,
            "confirmed_by": second,
            "stage": UpdateStage.NONE,
            "first": "",
            "by_itself": False,
        }
        work.connection.execute(PROGRAM_PACKAGES.insert(), row)
        said = ("version", version), ("kind", kind.value), ("sha256", sha256), ("second", second)
        record(work, AuditEvent.HQ_UPDATE_PUBLISHED, str(number), by, *said)


def place_of(hq: Headquarters, facts: PackageFacts) -> Path:
    """Return where a package lies."""
    return hq.settings.data / FOLDER / f"{facts.number}.{facts.kind.value}"


def part_of(hq: Headquarters, package: SignedPackage, at: int) -> bytes:
    """Return a part of a package: of the file here, else of the bucket that servers share.

    Raises:
        RefusedError: it lies in neither, or has no such part.
        OutsideError: the bucket does not answer.
    """
    try:
        with place_of(hq, package.facts).open("rb") as content:
            content.seek(at)
            part = content.read(PART_BYTES)
    except OSError:
        part = _shared_part(hq, package.facts.sha256, at)
    if not part:
        raise RefusedError(Problem.NO_SUCH_PACKAGE)
    return part


def _share(hq: Headquarters, delivered: Path, sha256: str) -> None:
    """Put a package's parts where every server of the database finds them."""
    if not hq.settings.picture_store:
        return
    with delivered.open("rb") as content:
        for number, part in enumerate(iter(lambda: content.read(PART_BYTES), b"")):
            hq.pictures.store.put([(_shared_name(sha256, number), part)])


def _shared_part(hq: Headquarters, sha256: str, at: int) -> bytes:
    if not hq.settings.picture_store:
        return b""
    number, skipped = divmod(at, PART_BYTES)
    return (hq.pictures.store.get(_shared_name(sha256, number)) or b"")[skipped:]


def _shared_name(sha256: str, number: int) -> str:
    return f"{FOLDER}/{sha256}/{number}"
