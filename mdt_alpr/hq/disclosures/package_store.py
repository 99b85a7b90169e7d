"""Packages that were let out, and the register of portable media (8.E, PRS-11)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select, update

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.retention.media import Copy, CopyState, Medium
from mdt_alpr.hq.base import sealed_rows
from mdt_alpr.hq.base.database import put_numbered
from mdt_alpr.hq.base.headquarters import Work
from mdt_alpr.hq.disclosures.tables import PACKAGES, PORTABLE_MEDIA
from mdt_alpr.wire.codec import decode, encode

_P, _M = PACKAGES.c, PORTABLE_MEDIA.c
_LIES_AS = "opens package "


@dataclass(frozen=True, slots=True)
class PackageWords:
    """What the register says of a package in words."""

    holder: str = ""
    place: str = ""
    transport: str = ""
    recipient: str = ""
    case: str = ""
    ended_how: str = ""
    acknowledged_by: str = ""


@dataclass(frozen=True, slots=True)
class KeptPackage:
    """A line of the register; without ``has_words`` the key of its papers is gone, or damaged."""

    number: int
    words: PackageWords
    row: Mapping[Any, Any]
    has_words: bool

    @property
    def is_written(self) -> bool:
        """Tell whether its file is written, as the desk said; an earlier program never asked."""
        return self.row["written_at"] is not None or self.row["passphrase"] is None

    @property
    def copy(self) -> Copy:
        """Return the copy on its medium."""
        row, words = self.row, self.words
        return Copy(
            self.number, row["serial"], words.holder, words.place, words.transport,
            row["made_at"], row["due_at"], row["state"], row["ended_at"], words.ended_how,
        )  # fmt: skip


def add(work: Work, row: Mapping[str, Any], words: PackageWords, passphrase: str) -> int:
    """Keep a package, with its passphrase sealed under the papers' key; return its number."""
    name = _LIES_AS + row["sha256"]
    lies = work.keys.holds.seal_paper(row["hold_id"], passphrase.encode(), name)
    whole = {**row, "words": encode(words), "passphrase": lies}
    return put_numbered(work.connection, PACKAGES, sealed_rows.sealed(work.keys, PACKAGES, whole))


def change(work: Work, package: KeptPackage, words: PackageWords, **columns: Any) -> None:
    """Change a line of the register; words that cannot be read any more stay as they lie."""
    row = columns
    if package.has_words:
        named = {"hold_id": package.row["hold_id"], "sha256": package.row["sha256"]}
        whole = {**named, **columns, "words": encode(words)}
        row = sealed_rows.sealed(work.keys, PACKAGES, whole)
    work.connection.execute(update(PACKAGES).where(_P.number == package.number).values(row))


def find(work: Work, number: int) -> KeptPackage | None:
    """Return the package of a number."""
    return next(iter(_found(work, select(PACKAGES).where(_P.number == number))), None)


def passphrase(work: Work, package: KeptPackage) -> str:
    """Return what opens a package; empty once its copy ended, or where it cannot be read."""
    row = package.row
    if row["passphrase"] is None:
        return ""
    name = _LIES_AS + row["sha256"]
    try:
        found = work.keys.holds.opened_paper(row["hold_id"], row["passphrase"], name)
    except OutsideError:
        found = None
    return (found or b"").decode()


def unwritten(work: Work, papers_id: str, serial: str) -> list[KeptPackage]:
    """Return packages for a medium whose file nobody said to be written."""
    lies = _P.passphrase.is_not(None), _P.written_at.is_(None), _P.state == CopyState.OUT
    of_them = _P.hold_id == papers_id, _P.serial == serial
    return _found(work, select(PACKAGES).where(*lies, *of_them))


def every(work: Work) -> list[KeptPackage]:
    """Return every package, the newest first."""
    return _found(work, select(PACKAGES).order_by(_P.number.desc()))


def of_requests(work: Work, numbers: Collection[int]) -> dict[int, list[KeptPackage]]:
    """Return the packages of requests, by the request's number."""
    wanted = _P.request_number.in_(list(numbers)), _P.request_number != 0
    found: dict[int, list[KeptPackage]] = {}
    for kept in _found(work, select(PACKAGES).where(*wanted).order_by(_P.number)):
        found.setdefault(kept.row["request_number"], []).append(kept)
    return found


def numbers_of_requests(work: Work, numbers: Collection[int]) -> dict[int, list[int]]:
    """Return the numbers of the packages of requests, by the request's number."""
    wanted = _P.request_number.in_(list(numbers)), _P.request_number != 0
    found: dict[int, list[int]] = {}
    listed = select(_P.number, _P.request_number).where(*wanted).order_by(_P.number)
    for number, request in work.connection.execute(listed):
        found.setdefault(request, []).append(number)
    return found


def _found(work: Work, statement: Select[Any]) -> list[KeptPackage]:
    rows = work.connection.execute(statement).mappings().all()
    texts = [sealed_rows.text(work.keys, PACKAGES, row) for row in rows]
    return [
        KeptPackage(
            row["number"],
            PackageWords() if text is None else decode(PackageWords, text),
            row,
            text is not None,
        )
        for row, text in zip(rows, texts, strict=True)
    ]


# ---------------------------------------------------------------- media


def add_medium(work: Work, medium: Medium, by: str) -> None:
    """Put a medium on the register."""
    row = {
        "serial": medium.serial,
        "kind": medium.kind,
        "label": medium.label,
        "registered_at": work.now,
        "registered_by": by,
        "retired_by": "",
        "retired_how": "",
    }
    work.connection.execute(PORTABLE_MEDIA.insert(), row)


def medium(work: Work, serial: str) -> Medium | None:
    """Return a registered medium."""
    row = work.connection.execute(select(PORTABLE_MEDIA).where(_M.serial == serial)).one_or_none()
    if row is None:
        return None
    return Medium(row.serial, row.kind, row.label, retired_at=row.retired_at)


def media(work: Work) -> list[Mapping[Any, Any]]:
    """Return every registered medium, by serial number."""
    query = select(PORTABLE_MEDIA).order_by(_M.serial)
    return list(work.connection.execute(query).mappings())


def retire_medium(work: Work, serial: str, by: str, how: str) -> None:
    """Keep that a medium was retired, and how."""
    of_it = update(PORTABLE_MEDIA).where(_M.serial == serial)
    done = {"retired_at": work.now, "retired_by": by, "retired_how": how}
    work.connection.execute(of_it.values(done))


def packages_on(work: Work) -> dict[str, int]:
    """Return how many packages are on each medium and not destroyed."""
    query = select(_P.serial, func.count()).where(_P.state != CopyState.DESTROYED)
    rows = work.connection.execute(query.group_by(_P.serial))
    return {row[0]: row[1] for row in rows}
