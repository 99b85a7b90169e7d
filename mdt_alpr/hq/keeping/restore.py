"""Bring a backup back into an empty headquarters, without what is past its deadline (OPS-03)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from mdt_alpr.database.migrate import current, head
from mdt_alpr.domain.audit.audit import AuditEvent, Place
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.policy import ENDED_KNOWN_WITHIN, capture_date
from mdt_alpr.domain.retention.purge import clock_doubt
from mdt_alpr.files import private_files
from mdt_alpr.hq.audit import chain_mark as own_chain_mark
from mdt_alpr.hq.audit import store as own_audit
from mdt_alpr.hq.audit.service import record, signer_of
from mdt_alpr.hq.base import agency_keys
from mdt_alpr.hq.base.database import MIGRATIONS
from mdt_alpr.hq.base.headquarters import Headquarters, Work
from mdt_alpr.hq.base.hit_tables import READ_COUNTS
from mdt_alpr.hq.base.settings_file import setting_words
from mdt_alpr.hq.base.tables import ACCOUNTS, MARKS, OWN_AUDIT
from mdt_alpr.hq.keeping import backup_parts
from mdt_alpr.hq.keeping.backup import JOB, KEY_FILES, TLS_FILES, Manifest, demand_folders
from mdt_alpr.hq.keeping.backup_parts import Instants, UnreadableError
from mdt_alpr.hq.keeping.backup_reading import OpenedBackup, opened_backup
from mdt_alpr.hq.people import account_seals
from mdt_alpr.hq.people.ended_memory import (
    NONE_AGAIN,
    NONE_ENDED,
    EndedAgain,
    EndedWithBackup,
    end_again,
    end_what_returned,
    remember,
    remembered,
)


def demand_empty(hq: Headquarters) -> None:
    """Demand that nothing is there yet that a restore would mix with.

    Empty tables are left where a restore failed; it put all its rows back out.

    Raises:
        OutsideError: the database has tables that were used, or of another version.
    """
    schema = current(hq.database.engine)
    if schema is not None and (schema != head(MIGRATIONS) or _is_used(hq)):
        raise OutsideError(
            "There is a headquarters already. A backup goes into an empty folder and database: "
            f"name others: --data and {setting_words('database')}."
        )


def _is_used(hq: Headquarters) -> bool:
    with hq.reading() as work:
        used = (select(table).limit(1) for table in (ACCOUNTS, OWN_AUDIT))
        return any(work.connection.execute(query).first() for query in used)


@dataclass(frozen=True, slots=True)
class Restorer:
    """Who brings a backup back; ``demand`` refuses unless an account in the backup may.

    It is told whether what ended until lately is known outside the backup: else the account of
    one person who was dismissed since would be enough. ``today`` is the date as that person knows
    it, None where it was not said.
    """

    person_id: str
    demand: Callable[[Work, bool], None]
    today: date | None = None


@dataclass(frozen=True, slots=True)
class Restored:
    """How many rows are back, and how many are not because their time is over or a key is gone.

    ``without_key`` are the dates, not over yet, whose key is not in the folder of day keys.
    ``audit_end`` is the last entry of the audit in the backup: it must be in the audit of the
    headquarters that made it, too. ``again`` are accounts and machines that count in the backup
    and had ended, ``ended`` what no longer counts of it in any case.
    """

    rows: int
    left_out: int
    without_key: tuple[date, ...]
    audit_end: Place
    again: EndedAgain = NONE_AGAIN
    ended: EndedWithBackup = NONE_ENDED


def restore(
    hq: Headquarters,
    place: Path,
    by: Restorer,
    purge: Callable[[Headquarters], object],
    trusted: str = "",
) -> Restored:
    """Bring a backup back into an empty headquarters, all of it or no row.

    What is past its deadline is never put in (OPS-03). Its keys go with the purge that follows,
    which waits where the clock is not believed: a wrong one must not destroy the only keys.

    ``trusted`` is headquarters' public key in hexadecimal digits; without it, that in the folder
    of day keys counts.

    Raises:
        OutsideError: it is no backup of this version, its keys are not in the folder, it is
            not the one that this headquarters signed, part for part, or the clock is not one
            that may decide what is past its deadline.
        RefusedError: ``by`` has no account in it that may do this; nothing is put in.
    """
    demand_folders(hq)
    demand_empty(hq)
    try:
        with opened_backup(place, hq.settings.day_keys, trusted) as backup:
            manifest = backup.manifest
            _demand_clock(hq, manifest, by.today)
            _put_keys(hq, backup)
            hq.database.prepare()
            hq.lineage = agency_keys.begun_anew(hq.kept, hq.random_bytes)
            number, again, ended = _put_all(hq, backup, by)
            without_key = backup.without_key(hq.day_keys, hq.due_now())
    except UnreadableError as error:
        raise OutsideError(f"{error} Nothing is back.") from error
    with hq.writing() as work:
        audit_end = own_audit.hold_end(work.connection)
    own_chain_mark.begin(hq.kept, signer_of(hq))  # a longer chain's is lost with it
    purge(hq)
    left_out = sum(count for _, count in manifest.rows) - number
    facts = (
        ("rows", str(number)),
        ("left_out", str(left_out)),
        ("today", by.today.isoformat() if by.today else ""),
        ("ended_known_at", again.known_at.isoformat() if again.known_at else "never"),
        ("disabled_again", " ".join(again.accounts)),
        ("revoked_again", " ".join(again.machines)),
        ("closed_again", " ".join(name.rpartition("/")[0] for name in again.openings)),
        ("sessions_ended", str(ended.sessions)),
        ("codes_ended", str(ended.codes)),
        ("recovery_codes_ended", str(ended.recovery)),
    )
    with hq.writing() as work:
        record(work, AuditEvent.HQ_RESTORED, "headquarters", by.person_id, *facts)
    remember(hq)
    return Restored(number, left_out, without_key, audit_end, again, ended)


def _demand_clock(hq: Headquarters, manifest: Manifest, today: date | None) -> None:
    """Demand a clock that goes on from the backup's, or a person who says the date (V10)."""
    now = hq.clock.now()
    shown, made = capture_date(now), capture_date(manifest.made_at)
    if today is not None and today != shown:
        raise OutsideError(
            f"The clock of this machine says {shown}, not {today}. Set the clock right. "
            "Nothing is back."
        )
    if today is None and clock_doubt(now, manifest.made_at):
        raise OutsideError(
            f"The clock of this machine says {shown}, and the backup is of {made}. By a wrong "
            "clock what is not past its deadline would stay away. Where the clock is right, say "
            "the date: --today YYYY-MM-DD. Nothing is back."
        )


def _put_keys(hq: Headquarters, backup: OpenedBackup) -> None:
    for name in KEY_FILES:
        held = backup.general(name)
        if held:
            place = hq.settings.data / name
            with private_files.rewrite(place) as file:
                file.write(held)
    for name in TLS_FILES:
        if backup.holds(name):
            place = hq.settings.data / name
            private_files.make_folder(place.parent)
            private_files.write_whole(place, backup.general(name))
    account_seals.demand(hq)  # what carried no mark does not count by its way through a backup


def _put_all(
    hq: Headquarters, backup: OpenedBackup, by: Restorer
) -> tuple[int, EndedAgain, EndedWithBackup]:
    now = hq.clock.now()
    with hq.database.writing() as connection:
        back = backup.put_rows(connection, (hq.keys, hq.entry_key), Instants(now, now))
        work = Work(connection, now, hq.keys)
        again = end_again(work, remembered(hq))
        by.demand(work, _is_lately(again.known_at, now))
        ended = end_what_returned(work)
        connection.execute(READ_COUNTS.delete())  # some of what they count did not come back
        connection.execute(MARKS.delete().where(MARKS.c.name == JOB))  # it is over
        backup_parts.count_on(connection, backup_parts.every_table())
        store = hq.pictures.store  # the rows stay out where one cannot be read
        for _, name, content in backup.pictures(hq.day_keys, now):
            store.put([(name, content)])
    return back.number, again, ended


def _is_lately(known_at: datetime | None, now: datetime) -> bool:
    return known_at is not None and timedelta(0) <= now - known_at <= ENDED_KNOWN_WITHIN
