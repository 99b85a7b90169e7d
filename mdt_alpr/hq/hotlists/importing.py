"""Import a delivered hotlist: all of it or nothing, with a report of every line (HOT-04)."""

import hashlib
import secrets
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.hotlist.delivery import (
    DataTime,
    data_time,
    newest_data,
    sizes_compared,
    why_changed,
    why_older,
)
from mdt_alpr.domain.hotlist.matching import TwinKind, listed_twins, mistaken_for
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.plate.plate import Plate, folded
from mdt_alpr.files import private_files
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.headquarters import Headquarters, Work
from mdt_alpr.hq.formats import Layout, chosen, formats
from mdt_alpr.hq.hotlists import category_store as categories
from mdt_alpr.hq.hotlists import import_store as hotlist_imports
from mdt_alpr.hq.hotlists import store as hotlists
from mdt_alpr.hq.hotlists.import_store import KeptImport, with_age
from mdt_alpr.hq.hotlists.rows import CheckedDelivery, DroppedLine, DroppedLines, Rows, read
from mdt_alpr.hq.hotlists.service import hold_list, next_version, present_version
from mdt_alpr.hq.hotlists.spool import Row, Spool
from mdt_alpr.hq.people.command_sign_in import problem_of
from mdt_alpr.hq.people.two_people import one_person_behind
from mdt_alpr.hq.reads.captured import seen_plates

MOST_FRESH = 200_000
"""New records; the first delivery of a whole country's list is not gone through."""


def local_twins(work: Work, fresh: Iterable[Row]) -> dict[tuple[int, TwinKind], int]:
    """Return how often a twin of a new record was read, by the record's line and the kind."""
    listed: dict[str, list[Plate]] = {}
    lines: dict[Plate, list[int]] = {}
    for row in fresh:
        plate = Plate(row[3], row[4])
        lines.setdefault(plate, []).append(row[7])
        if len(lines[plate]) == 1:
            listed.setdefault(folded(plate.text), []).append(plate)
    counter: Counter[tuple[int, TwinKind]] = Counter()
    for plate_read, number in seen_plates(work, mistaken_for(listed)):
        for plate, kind in listed_twins(plate_read, listed):
            for line in lines[plate]:
                counter[line, kind] += number
    return dict(sorted(counter.items()))


WORK_FOLDER, REPORT_FOLDER = "hotlist-import", "hotlist-reports"
_NO_FORMAT = "Unknown format: no known header fits. Name it with --format, one of: {}."
_OVERTAKEN = "Another delivery was imported meanwhile. Import this one again."
_CONFIRM = "An administrator, not the one who imports it, has to confirm it."
_FIRST_STOPPED = (
    "That counts for the same file only, once it was stopped for the one who imports it; both "
    "need an account that is in use."
)
_NO_AGE = (
    "The age of its data is not known: the list does not say it, nor was written_at given, the "
    "time at which its file was last written to. Old data would look new; send it with its time."
)


@dataclass(frozen=True, slots=True)
class Delivery:
    """A file to import, by whom; ``format_name`` empty where its first lines show it.

    ``confirmed_by`` is the administrator who accepts a list that changed much nevertheless:
    another person than ``by``, for whom the same file was stopped before (D16). ``name`` is the
    file's name as its sender has it, ``written_at`` when the file was last written to, None where
    that is not known. ``is_named``: ``by`` was only named by who confirms, and has no session
    here; what was stopped in the drop folder was then seen by one person. ``needs_age``: a
    delivery of which nobody says from when its data is, is
    stopped, for old data would look new (HOT-02).
    """

    path: Path
    by: str
    format_name: str = ""
    confirmed_by: str = ""
    name: str = ""
    written_at: datetime | None = None
    needs_age: bool = False
    is_named: bool = False

    @property
    def source(self) -> str:
        """Return the name of the delivery in reports."""
        return self.name or self.path.name


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of a delivery; ``stopped`` says why nothing changed, empty where it did.

    ``version`` is the hotlist's version now, 0 where there is none. ``dropped`` are the first
    lines that were not imported; the file ``path`` names every one (D16). ``changes`` says how
    many entries are "fresh" (new or changed) and "canceled", ``twins`` for how many of the fresh
    ones the report's file warns of a twin that was read here (D19). ``note`` says which time of
    the data was not believed.
    """

    stopped: str
    version: int
    lists: tuple[str, ...]
    accepted: int
    dropped: tuple[DroppedLine, ...]
    reasons: dict[str, int] = field(default_factory=dict)
    changes: dict[str, int] = field(default_factory=dict)
    needs_confirmation: bool = False
    twins: int = 0
    note: str = ""
    path: Path = field(default=Path(), compare=False)


@dataclass(frozen=True, slots=True)
class _Under:
    """An import under way."""

    delivery: Delivery
    format_name: str
    dropped: DroppedLines
    data: DataTime
    sha256: str = ""


def last_written(path: Path) -> datetime | None:
    """Return when a file was last written to, None where it cannot be asked."""
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except (OSError, OverflowError, ValueError):
        return None


def import_csv(hq: Headquarters, path: Path, by: str) -> ImportReport:
    """Import a file whose first lines show its format."""
    return import_list(hq, Delivery(path, by))


def import_list(hq: Headquarters, delivery: Delivery) -> ImportReport:
    """Replace the lists that the file names by what it holds; other lists stay.

    A wrong header or trailer, more than 3 broken lines that are also more than 0.1% of all, or
    a list that changed by a fifth stop the import: the old list stays, with its age. Memory does
    not grow with the file, and cars are served meanwhile.

    Raises:
        OutsideError: the file cannot be read, or there is no such format. It is on record then,
            as a delivery that was stopped.
    """
    stem = f"{hq.clock.now():%Y%m%dT%H%M%S}-{secrets.token_hex(4)}"
    with DroppedLines(hq.settings.data / REPORT_FOLDER / f"{stem}.csv") as dropped:
        data = data_time(None, delivery.written_at, hq.clock.now())
        under = _Under(delivery, delivery.format_name, dropped, data)
        try:
            _demand_no_link(delivery.path)
            layout = chosen(hq.settings.data, delivery.path, delivery.format_name)
            sha256 = sha256_of(delivery.path)
            under = replace(under, format_name=layout.name if layout else "", sha256=sha256)
            if layout is None:
                names = ", ".join(formats(hq.settings.data))
                return _kept_old(hq, under, CheckedDelivery(_NO_FORMAT.format(names)))
            with Spool(hq.settings.data / WORK_FOLDER, stem) as spool:
                return _through(hq, under, layout, spool)
        except OutsideError as error:
            why = str(error).replace(str(delivery.path), delivery.source)
            _kept_old(hq, under, CheckedDelivery(why))
            raise


def _demand_no_link(path: Path) -> None:
    if private_files.is_link(path):
        raise OutsideError("This is a link to another place. Deliver the file itself.")


def erase_half_imported(hq: Headquarters) -> None:
    """Erase what an import left that was broken off: lists lie open in it (SEC-02)."""
    for path in (hq.settings.data / WORK_FOLDER).glob("*"):
        private_files.remove(path)


def _through(hq: Headquarters, under: _Under, layout: Layout, spool: Spool) -> ImportReport:
    with hq.reading() as work:
        wanted = categories.switched_on(work.connection)
        number = hotlist_imports.last_number(work.connection)
    rows = Rows(layout, wanted)
    judged = read(under.delivery.path, rows, layout, spool, under.dropped)
    if judged.extracted_at is not None:
        written_at = under.delivery.written_at
        data = data_time(judged.extracted_at, written_at, hq.clock.now())
        under = replace(under, data=data)
    elif under.delivery.needs_age and under.delivery.written_at is None:
        judged = replace(judged, stopped=judged.stopped or _NO_AGE)
    if under.data.note:
        under.dropped.warn(0, under.data.note)
    if not judged.stopped:
        with hq.reading() as work:
            judged = _confirmed(work, under, judged)
            if not judged.stopped:
                spool.compare(hotlists.present(work.connection, tuple(judged.lists)))
    if not judged.stopped:
        with hq.writing() as work:
            hold_list(work)  # another import that holds it now was not compared with
            is_next = hotlist_imports.last_number(work.connection) == number
            report = _replaced(work, under, judged, spool) if is_next else None
        if report is not None:
            return _warned(hq, under, report, spool)
        judged = replace(judged, stopped=_OVERTAKEN)
    return _kept_old(hq, under, judged)


def _confirmed(work: Work, under: _Under, judged: CheckedDelivery) -> CheckedDelivery:
    """Stop what is older than the list, or changed it by a fifth, unless it is confirmed."""
    delivery = under.delivery
    before, deliveries = (
        hotlists.counts(work.connection, tuple(judged.lists)),
        hotlist_imports.deliveries(work.connection),
    )
    whys = []
    for name, after in judged.lists.items():
        sizes = [before.get(name, 0), *sizes_compared(deliveries, name, work.now)]
        said = (why_changed(name, size, after) for size in sizes)
        whys.append(next(filter(None, said), ""))
    in_use = newest_data(deliveries, tuple(judged.lists))
    whys.append(why_older(under.data.at, in_use))
    why = " ".join(filter(None, whys))
    if not why:
        return judged
    if _is_confirmed(work, under):
        return judged
    request = f"{_CONFIRM} {_FIRST_STOPPED}" if delivery.confirmed_by else _CONFIRM
    return replace(judged, stopped=f"{why} {request}", needs_confirmation=True)


def _is_confirmed(work: Work, under: _Under) -> bool:
    """Tell whether two people saw this very file, of whom the second is an administrator."""
    by, confirmed_by = under.delivery.by, under.delivery.confirmed_by
    if confirmed_by in ("", by):
        return False
    seen_by = (by,) if under.delivery.is_named else (by, hotlist_imports.FOLDER_PERSON)
    return (
        not one_person_behind(work, by, confirmed_by)
        and problem_of(work, confirmed_by, Permission.MANAGE_ACCOUNTS) is None
        and problem_of(work, by, Permission.MANAGE_LISTS) is None
        and hotlist_imports.was_stopped(work.connection, seen_by, under.sha256)
    )


def sha256_of(path: Path) -> str:
    """Return the digest of a file's content."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _replaced(work: Work, under: _Under, judged: CheckedDelivery, spool: Spool) -> ImportReport:
    source, by, dropped = under.delivery.source, under.delivery.by, under.dropped
    version = next_version(work, by, source=source, dropped=dropped.number)
    number = version.version
    canceled = hotlists.cancel(work.connection, spool.canceled(), number)
    fresh = hotlists.put(work, spool.changed(), spool.fresh(), number)
    accepted = sum(judged.lists.values())
    changes = {"fresh": fresh, "canceled": canceled}
    _keep(work, under, judged, number, {"accepted": accepted, **changes})
    hotlists.add_version(work.connection, with_age(work, version))
    facts = [("accepted", str(accepted)), *dropped.for_audit()]
    facts.append(("data_at", under.data.at.isoformat()))
    if under.delivery.confirmed_by:
        facts.append(("confirmed_by", under.delivery.confirmed_by))
    record(work, AuditEvent.HQ_LIST_IMPORTED, str(number), by, *facts)
    return replace(
        _report(under, judged, number),
        lists=tuple(sorted(judged.lists)),
        accepted=accepted,
        changes=changes,
    )


def _warned(hq: Headquarters, under: _Under, report: ImportReport, spool: Spool) -> ImportReport:
    """Look for plates of our own roads that a new record is easily mistaken for (D19)."""
    if not 0 < report.changes["fresh"] <= MOST_FRESH:
        return report
    with hq.reading() as work:
        twins = local_twins(work, spool.fresh())
    for (line, kind), number in twins.items():
        under.dropped.warn(line, f"imported; local twin, {kind.value}, read {number} times")
    return replace(report, twins=len({line for line, _ in twins}))


def _kept_old(hq: Headquarters, under: _Under, judged: CheckedDelivery) -> ImportReport:
    with hq.writing() as work:
        hold_list(work)
        number = present_version(work)
        dropped = ("dropped", str(under.dropped.number))
        source = under.delivery.source
        person = under.delivery.confirmed_by or under.delivery.by
        record(work, AuditEvent.HQ_LIST_REFUSED, source, person, dropped)
        _keep(work, under, judged, number, {})
    return _report(under, judged, number)


def _keep(
    work: Work, under: _Under, judged: CheckedDelivery, version: int, counts: dict[str, int]
) -> None:
    delivery = under.delivery
    stored = KeptImport(
        number=hotlist_imports.last_number(work.connection) + 1,
        at=work.now,
        source=delivery.source,
        format=under.format_name,
        by=delivery.by,
        confirmed_by=delivery.confirmed_by,
        stopped=judged.stopped,
        version=version,
        lists=judged.lists,
        counts={**counts, **under.dropped.reasons},
        written_at=None if judged.stopped == _NO_AGE else under.data.at,
        sha256=under.sha256,
        report=under.dropped.path.name,
    )
    hotlist_imports.add(work.connection, stored)


def _report(under: _Under, judged: CheckedDelivery, version: int) -> ImportReport:
    return ImportReport(
        stopped=judged.stopped,
        version=version,
        lists=(),
        accepted=0,
        dropped=tuple(under.dropped.first),
        reasons=under.dropped.reasons,
        needs_confirmation=judged.needs_confirmation,
        note=under.data.note,
        path=under.dropped.path,
    )
