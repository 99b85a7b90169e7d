"""Deliveries as the custodian sees them: on request or from a folder, late, dismissed, retired."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.conversion import converted
from mdt_alpr.domain.errors import DomainError, OutsideError
from mdt_alpr.domain.hotlist.delivery import (
    DONE,
    ListProblem,
    ListTrouble,
    is_complete,
    list_troubles,
)
from mdt_alpr.domain.hotlist.hotlist import check_reason
from mdt_alpr.domain.review.waiting import Waits
from mdt_alpr.files import private_files
from mdt_alpr.hq.audit.service import NOBODY, record
from mdt_alpr.hq.base.declared import demand_seen
from mdt_alpr.hq.base.headquarters import Caller, Headquarters, Work
from mdt_alpr.hq.hotlists import import_store as hotlist_imports
from mdt_alpr.hq.hotlists import store as hotlists
from mdt_alpr.hq.hotlists.import_store import FOLDER_PERSON, KeptImport, deliveries, with_age
from mdt_alpr.hq.hotlists.importing import Delivery, import_list, last_written, sha256_of
from mdt_alpr.hq.hotlists.service import hold_list, next_version, present_version
from mdt_alpr.wire.feeds import ListNumber
from mdt_alpr.wire.hotlists import (
    DeliveryMessage,
    KnownListMessage,
    KnownListsMessage,
    ListTroubleMessage,
)

DROP_FOLDER = "hotlist-in"
STOPPED_FOLDER = "stopped"
DROP_FOLDER_EVERY = timedelta(seconds=30)
_LOG = logging.getLogger(__name__)


def deliver(hq: Headquarters, delivery: Delivery) -> DeliveryMessage:
    """Import a delivery and return what became of it.

    Raises:
        OutsideError: the file cannot be read, or there is no such format.
    """
    report = import_list(hq, delivery)
    return converted(
        DeliveryMessage,
        report,
        reasons=tuple(sorted(report.reasons.items())),
        changes=tuple(sorted(report.changes.items())),
        report=report.path.name,
        dropped=tuple((line.number, line.reason.value) for line in report.dropped),
    )


def known_until(work: Work, by: str, until: datetime) -> KnownListsMessage:
    """Return the deliveries up to an instant; that this person asked is recorded."""
    stored_imports = hotlist_imports.known_until(work.connection, until)
    number = ("deliveries", str(len(stored_imports)))
    record(work, AuditEvent.HQ_LISTS_VIEWED, "hotlists", by, number)
    return KnownListsMessage(tuple(known(stored) for stored in stored_imports))


def known(stored: KeptImport) -> KnownListMessage:
    """Return a delivery as it travels."""
    return converted(
        KnownListMessage,
        stored,
        lists=tuple(sorted(stored.lists.items())),
        counts=tuple(sorted(stored.counts.items())),
        data_at=stored.written_at,
    )


def dismiss(work: Work, number: int, reason: str, by: str, confirmed_by: str) -> str:
    """Settle a delivery that was stopped and that nothing is to replace; return its file's name.

    Two people settle it (HOT-04). It stays on record; what is overdue stays so.

    Raises:
        DomainError: there is no such stopped delivery, it was settled already, or no reason.
    """
    check_reason(reason)
    hold_list(work)
    stopped = hotlist_imports.of_number(work.connection, number)
    if stopped is None or not stopped.stopped:
        raise DomainError(f"No delivery {number} was stopped. `hq lists` shows their numbers.")
    if hotlist_imports.is_dismissed(work.connection, stopped):
        raise DomainError(_SETTLED.format(number))
    settled = KeptImport(
        number=hotlist_imports.last_number(work.connection) + 1,
        at=work.now,
        source=stopped.source,
        format=stopped.format,
        by=by,
        confirmed_by=confirmed_by,
        stopped="",
        version=present_version(work),
        lists={},
        counts={hotlist_imports.DISMISSED: number},
    )
    hotlist_imports.add(work.connection, settled)
    facts = ("number", str(number)), ("reason", reason.strip()), ("confirmed_by", confirmed_by)
    record(work, AuditEvent.HQ_LIST_DISMISSED, stopped.source, by, *facts)
    return stopped.source


_SETTLED = "Delivery {} was settled already."
_NOT_KEPT = (
    "The file of this delivery is not kept at headquarters. Deliver it again from where it is, "
    "with the second person."
)


def accept(
    hq: Headquarters, number: int, reason: str, by: str, confirmed_by: str
) -> DeliveryMessage:
    """Import what was stopped in the drop folder after all, as two people say (D16, HOT-04).

    Raises:
        DomainError: no reason, there is no such stopped delivery, its file is not kept, or it is
            stopped again.
        OutsideError: the file cannot be read.
    """
    check_reason(reason)
    with hq.reading() as work:
        stopped = hotlist_imports.of_number(work.connection, number)
    if stopped is None or not stopped.stopped:
        raise DomainError(f"No delivery {number} was stopped.")
    with hq.reading() as work:
        demand_seen(ListNumber(present_version(work)))
        if hotlist_imports.is_dismissed(work.connection, stopped):
            raise DomainError(_SETTLED.format(number))
    path = hq.settings.data / DROP_FOLDER / STOPPED_FOLDER / Path(stopped.source).name
    if not private_files.is_plain(path) or not stopped.sha256 or sha256_of(path) != stopped.sha256:
        raise DomainError(_NOT_KEPT)
    with hq.writing() as work:
        facts = ("number", str(number)), ("reason", reason.strip()), ("confirmed_by", confirmed_by)
        record(work, AuditEvent.HQ_LIST_ACCEPTED, stopped.source, by, *facts)
    written_at = last_written(path)
    given = Delivery(path, by, stopped.format, confirmed_by, stopped.source, written_at)
    delivery = deliver(hq, given)
    if delivery.stopped:
        raise DomainError(delivery.stopped)
    private_files.remove(path)
    private_files.remove(path.with_name(f"{path.name}.txt"))
    return delivery


# ---------------------------------------------------------------- the folder


def import_dropped(hq: Headquarters) -> int:
    """Import what lies in the drop folder, the oldest first; return how many files.

    A file waits until it has come whole: still for two minutes, or with a ``.done`` beside it. One
    in a subfolder is read in the format of that name, one beside them in the format that its
    first lines show. What was imported is erased, as no list lies open on the disk (SEC-02); its
    digest is on record. What was not goes to ``stopped``, where the text beside it says why; the
    next delivery of the same name replaces it. A link is never followed: it goes there itself.

    Raises:
        OutsideError: ``stopped`` is a link.
    """
    folder = hq.settings.data / DROP_FOLDER
    private_files.make_folder(folder)
    folder = folder.resolve()  # the agency's own may be a link to a share
    if private_files.is_link(folder / STOPPED_FOLDER):
        raise OutsideError(f"{folder / STOPPED_FOLDER} is a link. Remove it.")
    number = 0
    for path in sorted(_waiting(hq, folder), key=_written_at):
        _take(hq, folder, path)
        number += 1
    return number


def _waiting(hq: Headquarters, folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        is_real_folder = path.is_dir() and not private_files.is_link(path)
        if is_real_folder and path.name != STOPPED_FOLDER:
            yield from (inside for inside in path.iterdir() if _is_whole(hq, inside))
        elif _is_whole(hq, path):
            yield path


def _is_whole(hq: Headquarters, path: Path) -> bool:
    if not path.is_file() and not private_files.is_link(path):
        return False
    done = _companion(path)
    done_at = _written_at(done) if private_files.is_plain(done) else None
    return is_complete(path.name, _written_at(path), hq.clock.now(), done_at)


def _companion(path: Path) -> Path:
    return path.with_name(path.name + DONE)


def _written_at(path: Path) -> datetime:
    return datetime.fromtimestamp(path.lstat().st_mtime, UTC)


def _take(hq: Headquarters, folder: Path, path: Path) -> None:
    name = path.parent.name if path.parent != folder else ""
    try:
        delivery = Delivery(path, FOLDER_PERSON, name, written_at=last_written(path))
        stopped = deliver(hq, delivery).stopped
    except OutsideError as error:
        stopped = str(error)
    private_files.remove_from(_companion(path))
    if not stopped:
        private_files.remove_from(path)
        return
    there = folder / STOPPED_FOLDER
    private_files.make_folder(there)
    moved = there / path.name
    private_files.move_out(path, moved)
    if private_files.is_plain(moved):
        private_files.close_file(moved)
    private_files.write_whole(moved.with_name(f"{moved.name}.txt"), f"{stopped}\n".encode())
    _LOG.error("a delivered hotlist was stopped; see the folder %s", STOPPED_FOLDER)


RETIRED = "taken out of use"


def retire(work: Work, name: str, reason: str, by: str, confirmed_by: str) -> int:
    """Take every entry of a list off; return how many. Cars forget them with the next version.

    A list that nobody delivers any more would grow old in every car for good: the age that
    officers see is that of the oldest list in use. Two people say so, for no car alerts on it
    afterwards (HOT-04).

    Raises:
        DomainError: there is no such list, or no reason.
    """
    check_reason(reason)
    demand_seen(ListNumber(present_version(work)))
    version = next_version(work, by, source=RETIRED, dropped=0)
    number = hotlists.retire(work.connection, name, version.version)
    if number == 0:
        raise DomainError(f"No entry of a list {name!r} is in use. `hq lists` shows their names.")
    ending = KeptImport(
        number=hotlist_imports.last_number(work.connection) + 1,
        at=work.now,
        source=RETIRED,
        format="",
        by=by,
        confirmed_by=confirmed_by,
        stopped="",
        version=version.version,
        lists={name: 0},
        counts={"canceled": number},
    )
    hotlist_imports.add(work.connection, ending)
    hotlists.add_version(work.connection, with_age(work, version))
    facts = ("reason", reason.strip()), ("canceled", str(number)), ("confirmed_by", confirmed_by)
    record(work, AuditEvent.HQ_LIST_RETIRED, name, by, *facts)
    return number


OVERDUE_EVERY = timedelta(minutes=10)


def troubles(work: Work) -> tuple[ListTrouble, ...]:
    """Return what is wrong with the lists now."""
    return list_troubles(deliveries(work.connection), work.now)


def waiting(work: Work, _caller: Caller) -> list[Waits]:
    """Return what of the lists waits: none came, or one was stopped."""
    return [
        Waits("", f"List {trouble.name}", trouble.why, trouble.since) for trouble in troubles(work)
    ]


def trouble_messages(work: Work) -> tuple[ListTroubleMessage, ...]:
    """Return what is wrong with the lists as it travels."""
    return tuple(
        ListTroubleMessage(trouble.kind.value, trouble.name, trouble.since, trouble.why)
        for trouble in troubles(work)
    )


class OverdueWatch:
    """Records each list that became overdue once, with the reason (HOT-02); for one thread.

    After a restart it records what is overdue once more.
    """

    def __init__(self, hq: Headquarters) -> None:
        self._hq = hq
        self._known: set[tuple[str, datetime]] = set()

    def check(self) -> int:
        """Record what has become overdue; return how many lists."""
        with self._hq.reading() as work:
            overdue = [
                trouble for trouble in troubles(work) if trouble.kind is ListProblem.OVERDUE
            ]
        new = [trouble for trouble in overdue if (trouble.name, trouble.since) not in self._known]
        if new:
            with self._hq.writing() as work:
                for trouble in new:
                    since = ("since", trouble.since.isoformat())
                    event = AuditEvent.HQ_LIST_OVERDUE
                    record(work, event, trouble.name, NOBODY, since, ("why", trouble.why))
        self._known = {(trouble.name, trouble.since) for trouble in overdue}
        return len(new)
