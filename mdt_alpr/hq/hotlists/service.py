"""The hotlist for the cars: its versions, and what changed since the one they have (HOT-03)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, select

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.audit.lanes import act_at
from mdt_alpr.domain.errors import DomainError, NotPermittedError
from mdt_alpr.domain.hotlist.list_numbers import next_number
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.policy import CAPTURED_DATA_KEPT_FOR
from mdt_alpr.domain.retention.kept_for import due_clock
from mdt_alpr.hq.audit import audit_buffer
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.agency_keys import ListSigner
from mdt_alpr.hq.base.database import hold_name, hold_snapshot, put_row, timeline_of
from mdt_alpr.hq.base.headquarters import Caller, Headquarters, RefusedError, Work
from mdt_alpr.hq.base.notifier import ANOTHER_LIST
from mdt_alpr.hq.base.retention_setting import kept_days
from mdt_alpr.hq.base.tables import CAR_LISTS
from mdt_alpr.hq.hotlists import category_store as categories
from mdt_alpr.hq.hotlists import import_store as hotlist_imports
from mdt_alpr.hq.hotlists import store as hotlists
from mdt_alpr.hq.hotlists.manual_store import manual_messages
from mdt_alpr.hq.hotlists.store import Version
from mdt_alpr.wire.codec import decode, encode
from mdt_alpr.wire.hotlist_package import FORMAT, WHOLE, PackageHead, packed
from mdt_alpr.wire.messages import EntryMessage, HotlistMessage
from mdt_alpr.wire.problems import Problem


def noted_version(connection: Connection, device: str) -> int | None:
    """Return which version a car has, None where it never said."""
    query = select(CAR_LISTS.c.version).where(CAR_LISTS.c.device == device)
    return connection.scalar(query)


def note_version(connection: Connection, device: str, number: int, now: datetime) -> None:
    """Note which version a car has."""
    row = {"device": device, "version": number, "since": now}
    put_row(connection, CAR_LISTS, row)


ONE_MESSAGE_AT_MOST = 100_000
"""Entries; a larger list would fill the memory. Cars of this version get packages."""


def present_version(work: Work) -> int:
    """Return the newest version's number, 0 before the first."""
    newest = hotlists.newest(work.connection)
    return newest.version if newest else 0


def serve(work: Work, caller: Caller) -> HotlistMessage | None:
    """Return the whole list as it is now, None before the first; that it was given is recorded.

    Raises:
        RefusedError: the list is too large for one message: the car asks for packages.
    """
    newest = hotlists.newest(work.connection)
    if newest is None:
        return None
    if newest.entries > ONE_MESSAGE_AT_MOST:
        raise RefusedError(Problem.VERSION)
    wanted = categories.switched_on(work.connection)
    delivered = (decode(EntryMessage, body) for body in hotlists.live_bodies(work))
    every = (*delivered, *manual_messages(work))
    entries = tuple(entry for entry in every if entry.category in wanted)
    _note_served(work, caller, newest.version)
    return HotlistMessage(
        version=newest.version,
        compiled_at=newest.compiled_at,
        look_alikes_allowed=newest.look_alikes_allowed,
        entries=entries,
        kept_days=kept_days(work.connection),
    )


def _note_served(work: Work, caller: Caller, version: int, *facts: tuple[str, str]) -> None:
    act = act_at(work.now, AuditEvent.HQ_LIST_SERVED, str(version), caller.person_id)
    audit_buffer.append(work, caller, replace(act, facts=(("device", caller.device), *facts)))


def allow_look_alikes(work: Work, by: str, role: Role, *, allowed: bool, reason: str = "") -> int:
    """Set whether one look-alike character may match (ALR-04); return the list's version.

    Cars get the setting with the list, so it makes a new version; its age stays.

    Raises:
        NotPermittedError: this is for the administrator.
        DomainError: there is no list yet.
    """
    if role is not Role.ADMINISTRATOR:
        raise NotPermittedError("Only an administrator decides about look-alikes.")
    version = next_version(work, by, source="setting", dropped=0)
    present = hotlists.newest(work.connection)
    if present is None:
        raise DomainError("Import a list first: the setting goes to the cars with it.")
    changed = replace(version, compiled_at=present.compiled_at, look_alikes_allowed=allowed)
    hotlists.add_version(work.connection, changed)
    facts = [("allowed", str(allowed).lower()), *([("reason", reason)] if reason else [])]
    record(work, AuditEvent.HQ_LOOK_ALIKES_SET, str(changed.version), by, *facts)
    return changed.version


def hold_list(work: Work) -> None:
    """Let nobody else make a version of the list until the end.

    It is held before the audit and before what a version is made of: an import holds it for as
    long as it lasts, and everybody waits for who has the audit.
    """
    hold_name(work.connection, "hotlist")


def next_version(work: Work, by: str, *, source: str, dropped: int) -> Version:
    """Return the version that follows, compiled now; nobody else makes one until the end.

    Connected cars are notified of it at the end.
    """
    work.notified.append(ANOTHER_LIST)
    hold_list(work)
    present = hotlists.newest(work.connection)
    return Version(
        version=next_number(present.version if present else 0, timeline_of(work.connection)),
        compiled_at=work.now,
        look_alikes_allowed=present.look_alikes_allowed if present else False,
        made_at=work.now,
        made_by=by,
        source=source,
        entries=hotlists.count(work.connection),
        dropped=dropped,
    )


_MOST_VERSIONS = 2**62


@dataclass(frozen=True, slots=True)
class CarList:
    """Which list a car has; ``lineage`` is None where only the number is compared."""

    version: int
    lineage: str | None = None


def is_new(hq: Headquarters, caller: Caller, known: CarList) -> bool:
    """Tell whether a car that knows this version has something to get.

    A number of another lineage is another version. Which version the car works with is noted
    where that changed: the live wall shows its age.
    """
    with hq.reading() as work:
        noted = noted_version(work.connection, caller.device)
        present = present_version(work)
    if noted != known.version and 0 <= known.version < _MOST_VERSIONS:
        with hq.writing() as work:
            note_version(work.connection, caller.device, known.version, work.now)
    if known.lineage is not None and known.lineage != hq.lineage:
        return present != 0
    return present not in (0, known.version)


def package(hq: Headquarters, caller: Caller, known: CarList) -> Iterator[bytes]:
    """Give the signed package for a car in pieces; that it was given is recorded.

    Every piece is of one state of the list, whatever is imported meanwhile.
    """
    signer = hq.signer
    with hq.writing() as work:
        _note_served(work, caller, present_version(work), ("since", str(known.version)))
    with hq.reading() as work:
        hold_snapshot(work.connection)
        yield from _pieces(hq, work, signer, known)


def _pieces(hq: Headquarters, work: Work, signer: ListSigner, known: CarList) -> Iterator[bytes]:
    newest = hotlists.newest(work.connection)
    if newest is None:
        return
    wanted = categories.switched_on(work.connection)
    days = kept_days(work.connection)
    oldest = due_clock(work.now, days) - CAPTURED_DATA_KEPT_FOR
    past = categories.past_hits(work.connection, oldest, work.now)
    since = _since(work, known.version, newest) if known.lineage == hq.lineage else WHOLE
    head = PackageHead(
        format=FORMAT,
        since=since,
        version=newest.version,
        compiled_at=newest.compiled_at,
        look_alikes_allowed=newest.look_alikes_allowed,
        entries=_number_given(hq, work, newest, wanted),
        key=signer.public_key,
        settings=categories.settings(work.connection).decided,
        lineage=hq.lineage,
        made_at=newest.made_at,
        kept_days=days,
        past_hits=tuple(hits for hits in past if hits.code in wanted),
    )
    canceled = hotlists.canceled_since(work.connection, since) if since else ()
    entries = hotlists.bodies_since(work, since, wanted)
    manual = (encode(m) for m in manual_messages(work) if m.category in wanted)
    yield from packed(head, canceled, entries, manual, signer.sign)


def _number_given(
    hq: Headquarters, work: Work, newest: hotlists.Version, wanted: frozenset[str]
) -> int:
    """Return how many entries of this version cars get: what they hold after a change, too.

    What is switched off or corrected makes another version.
    """
    version, number = hq.given
    if version != newest.version:
        number = hotlists.count_given(work, wanted, newest.made_at)
        hq.given = newest.version, number
    return number


def _since(work: Work, known: int, newest: hotlists.Version) -> int:
    """Return from which version on it is enough to send what changed; else ``WHOLE``.

    Nobody noted what left the list before the first delivery that is on record, nor what was in a
    version that a failover took back.
    """
    first = hotlist_imports.first_version(work.connection)
    if known <= WHOLE or known >= newest.version or first is None or known < first:
        return WHOLE
    if not hotlists.has_version(work.connection, known):
        return WHOLE
    changes = hotlists.number_since(work.connection, known)
    return known if changes <= newest.entries else WHOLE
