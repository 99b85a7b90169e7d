"""The register of portable media and of the packages on them (8.E, PRS-06, PRS-11)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from mdt_alpr.acts.disclosures import as_decided
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.domain.reason_words import says_nothing, single_line
from mdt_alpr.domain.retention import media
from mdt_alpr.domain.retention.media import Copy, Medium, MediumRefusedError
from mdt_alpr.domain.review.waiting import Waits
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.database import hold_name
from mdt_alpr.hq.base.declared import demand_seen
from mdt_alpr.hq.base.headquarters import Caller, RefusedError, Work
from mdt_alpr.hq.disclosures import package_store
from mdt_alpr.hq.disclosures.package_store import KeptPackage
from mdt_alpr.hq.holds import store as hold_store
from mdt_alpr.wire.problems import Problem
from mdt_alpr.wire.release import (
    Acknowledgment,
    CopyEnd,
    MediumLine,
    MediumRequest,
    MediumRetirement,
    PackageLine,
    PackagesMessage,
    PortableMediaMessage,
)

_MEDIA, _PACKAGES = "media", "packages"


def packages_of(work: Work, by: str) -> PackagesMessage:
    """Return every package with where its copy is and until when; that is recorded."""
    record(work, AuditEvent.HQ_PACKAGES_VIEWED, _PACKAGES, by)
    lines = tuple(_line(work, kept) for kept in package_store.every(work))
    return PackagesMessage(lines, sum(line.is_reminded for line in lines))


def waiting(work: Work, _caller: Caller) -> Iterator[Waits]:
    """Yield the packages whose copy is due back or to destroy."""
    for line in (_line(work, kept) for kept in package_store.every(work)):
        if line.is_reminded:
            on = None if line.due_at is None else capture_date(line.due_at)
            words = "Its copy is due back, or to destroy"
            yield Waits(str(line.number), f"Package {line.number}", words, line.made_at, on)


def _line(work: Work, package: KeptPackage) -> PackageLine:
    row, words = package.row, package.words
    copy = replace(package.copy, due_at=_due_at(work, package))
    return PackageLine(
        number=package.number,
        hold=row["hold_number"],
        request=row["request_number"],
        made_at=row["made_at"],
        made_by=row["made_by"],
        sha256=row["sha256"],
        size=row["size"],
        reads=row["reads"],
        hits=row["hits"],
        pictures=row["pictures"],
        is_restricted=row["is_restricted"],
        serial=row["serial"],
        holder=words.holder,
        place=words.place,
        transport=words.transport,
        state=row["state"],
        due_at=copy.due_at,
        days_left=media.days_until_due(copy, work.now),
        is_reminded=media.is_reminded(copy, work.now),
        ended_at=row["ended_at"],
        ended_how=words.ended_how,
        acknowledged_at=row["acknowledged_at"],
        acknowledged_by=words.acknowledged_by,
        is_written=package.is_written,
    )


def _due_at(work: Work, package: KeptPackage) -> datetime | None:
    """Return when a copy is due: a hold that ended or was renewed changes it (PRS-06)."""
    number = package.row["hold_number"]
    if not number or package.row["request_number"]:
        due: datetime | None = package.row["due_at"]
        return due
    line = hold_store.find(work, number)
    if line is None:
        return work.now
    if line.row["ended_at"] is not None:
        ended: datetime = line.row["ended_at"]
        return ended
    lasts: datetime | None = line.row["due_at"]
    return lasts


def acknowledge(work: Work, number: int, ask: Acknowledgment, by: str) -> None:
    """Record who received a package and signed its notice (DIS-07).

    Raises:
        MediumRefusedError: nobody is named, it is of another time, or no file was written.
    """
    package = _seen_package(work, number)
    if not package.is_written:
        raise MediumRefusedError("The file of this package was never written. Release it again.")
    who = single_line(ask.by)
    if says_nothing(who) or len(who) > media.LONGEST_WORDS:
        raise MediumRefusedError("Enter who signed the receipt.")
    if not package.row["made_at"] <= ask.at <= work.now:
        raise MediumRefusedError("A package is received after it was made, and not in the future.")
    words = replace(package.words, acknowledged_by=who)
    package_store.change(work, package, words, acknowledged_at=ask.at)
    facts = ("number", str(number)), ("at", ask.at.isoformat())
    event = AuditEvent.HQ_PACKAGE_ACKNOWLEDGED
    record(work, event, package.row["hold_id"], by, *facts, typed=(("by", who),))


def passphrase_of(work: Work, number: int, by: str) -> str:
    """Return the passphrase of a package whose receipt is signed; that it was shown is recorded.

    Raises:
        MediumRefusedError: nobody signed yet (DIS-07), or the passphrase is gone.
    """
    package = _package(work, number)
    if package.row["acknowledged_at"] is None:
        message = "Record first who signed the receipt: the passphrase is shown after it (DIS-07)."
        raise MediumRefusedError(message)
    shown = package_store.passphrase(work, package)
    if not shown:
        message = "Headquarters has no passphrase of this package any more. Release it again."
        raise MediumRefusedError(message)
    facts = ("number", str(number)), ("what", "passphrase shown")
    record(work, AuditEvent.HQ_PACKAGE_ACKNOWLEDGED, package.row["hold_id"], by, *facts)
    return shown


def end_copy(work: Work, number: int, ask: CopyEnd, by: str) -> None:
    """Record that a copy came back or was destroyed (8.E, PRS-06).

    Raises:
        MediumRefusedError: it did already, or nobody says how.
    """
    package = _seen_package(work, number)
    over: Copy = media.end_copy(package.copy, ask.state, ask.how, work.now)
    words = replace(package.words, ended_how=over.ended_how)
    columns = {"state": over.state, "ended_at": over.ended_at, "ended_by": by}
    package_store.change(work, package, words, **columns, passphrase=None)
    facts = ("number", str(number)), ("state", over.state.value)
    typed = (("how", over.ended_how),)
    record(work, AuditEvent.HQ_PACKAGE_ENDED, package.row["hold_id"], by, *facts, typed=typed)


def _seen_package(work: Work, number: int) -> KeptPackage:
    package = _package(work, number)
    demand_seen(as_decided(_line(work, package)))
    return package


def _package(work: Work, number: int) -> KeptPackage:
    hold_name(work.connection, _PACKAGES)
    kept = package_store.find(work, number)
    if kept is None:
        raise RefusedError(Problem.NO_SUCH_DISCLOSURE)
    return kept


# ---------------------------------------------------------------- media


def media_of(work: Work, by: str) -> PortableMediaMessage:
    """Return every registered medium; that it was viewed is recorded."""
    record(work, AuditEvent.HQ_PORTABLE_MEDIA_VIEWED, _MEDIA, by)
    return PortableMediaMessage(_media_lines(work))


def _media_lines(work: Work) -> tuple[MediumLine, ...]:
    on = package_store.packages_on(work)
    return tuple(
        MediumLine(
            row["serial"],
            row["kind"],
            row["label"],
            row["registered_at"],
            row["registered_by"],
            row["retired_at"],
            row["retired_how"],
            on.get(row["serial"], 0),
        )
        for row in package_store.media(work)
    )


def register_medium(work: Work, ask: MediumRequest, by: str) -> None:
    """Put a medium of the agency on the register.

    Raises:
        MediumRefusedError: it is not the agency's, or on the register already.
    """
    hold_name(work.connection, _MEDIA)
    medium = media.register(Medium(ask.serial, ask.kind, ask.label, ask.is_agency_owned))
    if package_store.medium(work, medium.serial) is not None:
        raise MediumRefusedError("A medium of this serial number is registered already.")
    package_store.add_medium(work, medium, by)
    facts = ("kind", medium.kind.value)
    record(work, AuditEvent.HQ_MEDIUM_REGISTERED, medium.serial, by, facts)


def retire_medium(work: Work, ask: MediumRetirement, by: str) -> None:
    """Record that a medium was taken out of use, and how it was destroyed (RET-10).

    Raises:
        MediumRefusedError: it is not in use, nobody says how, or a package is on it still.
    """
    hold_name(work.connection, _MEDIA)
    demand_seen(_media_lines(work))
    medium = media.demand_usable(package_store.medium(work, single_line(ask.serial)))
    how = single_line(ask.how)
    if says_nothing(how) or len(how) > media.LONGEST_WORDS:
        raise MediumRefusedError("Say how it was destroyed or erased.")
    if package_store.packages_on(work).get(medium.serial):
        message = "A package is on it still: record first that its copy was destroyed."
        raise MediumRefusedError(message)
    package_store.retire_medium(work, medium.serial, by, how)
    record(work, AuditEvent.HQ_MEDIUM_RETIRED, medium.serial, by, typed=(("how", how),))
