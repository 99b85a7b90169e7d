"""What ended is remembered outside the database, so that no older state of it brings it back.

An account that was disabled, a machine that was revoked, a certificate, a link to the directory,
its token and a receiver of hits that count no more would count again in a database of before
(CJIS PS-4, IA-3). So they are written beside the keys of the days, whose folder is mirrored,
sealed under the agency's key.
"""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.files import private_files
from mdt_alpr.hq.audit.service import NOBODY, record
from mdt_alpr.hq.base.database import hold_name
from mdt_alpr.hq.base.headquarters import Headquarters, Work
from mdt_alpr.hq.people import account_seals, factor_store, openings
from mdt_alpr.hq.people import enrollment_store as enrollments
from mdt_alpr.hq.people import store as people
from mdt_alpr.wire.codec import DecodeError, decode, encode

_LOG = logging.getLogger(__name__)
FILE = "ended"
WRITTEN_EVERY = timedelta(hours=1)
_BEGUN_BEFORE = timedelta(minutes=1)
"""An act may have begun before the memory was written, and committed after it."""
_NAME = "what ended"
_WHY = "it had ended, and an older state of the database brought it back"


@dataclass(frozen=True, slots=True)
class EndedThing:
    """An account, a machine or a certificate, by name, and when it ended."""

    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class EndedMemory:
    """When accounts were disabled, machines revoked, and certificates counted last, by name.

    ``open`` are the openings of then; None in a memory of before there were any.
    """

    written_at: datetime
    accounts: tuple[EndedThing, ...]
    machines: tuple[EndedThing, ...]
    certificates: tuple[EndedThing, ...]
    open: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class EndedAgain:
    """What counted again and does not any more, by name; ``known_at`` None: nothing is known."""

    accounts: tuple[str, ...] = ()
    machines: tuple[str, ...] = ()
    openings: tuple[str, ...] = ()
    known_at: datetime | None = None


NONE_AGAIN = EndedAgain()


def remember(hq: Headquarters) -> None:
    """Write what ended until now. A database that keeps the keys, too, has nothing beside it."""
    if hq.settings.cluster_key is not None:
        return
    try:
        with hq.writing() as work:
            hold_name(work.connection, _NAME)
            content = encode(_now_ended(work, remembered(hq))).encode()
            private_files.make_folder(hq.settings.day_keys)
            sealed = hq.keys.agency.seal(content, _NAME)
            private_files.write_whole(hq.settings.day_keys / FILE, sealed)
    except OSError as error:
        _LOG.error("what ended is not remembered outside the database: %s", error)


def remembered(hq: Headquarters) -> EndedMemory | None:
    """Return what is remembered; None where nothing is, or not by this headquarters."""
    try:
        sealed = (hq.settings.day_keys / FILE).read_bytes()
        return decode(EndedMemory, hq.keys.agency.opened(sealed, _NAME))
    except FileNotFoundError:
        return None
    except (OSError, OutsideError, DecodeError):
        _LOG.error("%s in the folder of day keys cannot be read", FILE)
        return None


def watch(hq: Headquarters) -> None:
    """End again what came back without being enabled or enrolled, then remember what ended."""
    with hq.writing() as work:
        again = end_again(work, remembered(hq))
        for name in again.accounts:
            record(work, AuditEvent.HQ_ACCOUNT_DISABLED, name, NOBODY, ("why", _WHY))
        for name in again.machines:
            record(work, AuditEvent.HQ_DEVICE_REVOKED, name, NOBODY, typed=(("reason", _WHY),))
        for name in again.openings:
            kind, subject, _ = name.split("/", 2)
            record(work, openings.ENDS[kind], subject, NOBODY, ("why", _WHY))
    remember(hq)


def end_again(work: Work, memory: EndedMemory | None) -> EndedAgain:
    """Disable and revoke what is remembered and counts all the same; the caller records it."""
    if memory is None:
        return NONE_AGAIN
    accounts, machines = [], []
    disabled, revoked = _by_name(memory.accounts), _by_name(memory.machines)
    for account in people.accounts(work.connection):
        at = disabled.get(account.person_id)
        if at and account.disabled_at is None and not _is_later(account.live_since, at):
            account_seals.close(work, account)
            accounts.append(account.person_id)
    for device in enrollments.devices(work.connection):
        at, name = revoked.get(device["device"]), device["device"]
        if at and device["revoked_at"] is None and not _is_later(device["enrolled_at"], at):
            values = {"revoked_at": work.now, "revoked_by": NOBODY, "reason": _WHY}
            enrollments.change_device(work.connection, name, **values)
            enrollments.end_sessions_on(work.connection, name, work.now)
            machines.append(name)
    enrollments.end_certificates(work.connection, _by_name(memory.certificates), work.now)
    closed = _opened_again(work, memory)
    for opening in closed:
        openings.close(work, opening)
    return EndedAgain(tuple(accounts), tuple(machines), closed, memory.written_at)


def _opened_again(work: Work, memory: EndedMemory) -> tuple[str, ...]:
    """Return what is open, was made by then, and was not open any more then."""
    if memory.open is None:
        return ()
    known = openings.openings(work).items()
    until = memory.written_at - _BEGUN_BEFORE
    return tuple(n for n, at in known if at <= until and n not in memory.open)


@dataclass(frozen=True, slots=True)
class EndedWithBackup:
    """How many sessions, enrollment codes and people's recovery codes a restore ended."""

    sessions: int
    codes: int
    recovery: int


NONE_ENDED = EndedWithBackup(0, 0, 0)


def end_what_returned(work: Work) -> EndedWithBackup:
    """End every session and unused code of a database that was brought back.

    What was signed out, enrolled or used since the backup counts in it (IA-2(8)).
    """
    connection = work.connection
    return EndedWithBackup(
        people.end_every_session(connection, work.now),
        enrollments.end_codes(connection, work.now),
        factor_store.end_recovery_codes(connection),
    )


def _now_ended(work: Work, before: EndedMemory | None) -> EndedMemory:
    accounts = {account.person_id: account for account in people.accounts(work.connection)}
    devices = {row["device"]: row for row in enrollments.devices(work.connection)}
    disabled = ((name, item.disabled_at) for name, item in accounts.items())
    revoked = ((name, row["revoked_at"]) for name, row in devices.items())
    known = before or EndedMemory(work.now, (), (), ())
    live = {name: item.live_since for name, item in accounts.items()}
    enrolled = {name: row["enrolled_at"] for name, row in devices.items()}
    over = {name: at for name, at in _by_name(known.certificates).items() if at > work.now}
    over |= enrollments.certificates_over(work.connection, work.now)
    return EndedMemory(
        work.now,
        _things(_kept(known.accounts, live) | _known(disabled)),
        _things(_kept(known.machines, enrolled) | _known(revoked)),
        _things(over),
        tuple(sorted(openings.openings(work))),
    )


def _by_name(things: Iterable[EndedThing]) -> dict[str, datetime]:
    return {thing.name: thing.at for thing in things}


def _things(by_name: Mapping[str, datetime]) -> tuple[EndedThing, ...]:
    return tuple(EndedThing(*pair) for pair in sorted(by_name.items()))


def _kept(
    before: Iterable[EndedThing], again: Mapping[str, datetime | None]
) -> dict[str, datetime]:
    return {
        thing.name: thing.at for thing in before if not _is_later(again.get(thing.name), thing.at)
    }


def _known(pairs: Iterable[tuple[str, datetime | None]]) -> dict[str, datetime]:
    return {name: at for name, at in pairs if at is not None}


def _is_later(at: datetime | None, than: datetime) -> bool:
    return at is not None and at > than
