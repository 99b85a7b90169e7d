"""One transaction of the car's store: state, audit entry and outbox item together, or nothing."""

import logging
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from sqlalchemy import Connection, Engine, delete, insert, select, update

from mdt_alpr.adapters.store import (
    evidence_table,
    hotlist_table,
    kept_data,
    outbox_table,
    report_table,
)
from mdt_alpr.adapters.store.content import Content
from mdt_alpr.adapters.store.earlier_store import EarlierStore
from mdt_alpr.adapters.store.failures import disk_failures
from mdt_alpr.adapters.store.hold_table import HoldTable
from mdt_alpr.adapters.store.hotlist_table import EntryTable
from mdt_alpr.adapters.store.kept_data import NoticeTable
from mdt_alpr.adapters.store.list_folder import ListFolder
from mdt_alpr.adapters.store.purge import erase_due
from mdt_alpr.adapters.store.tables import AUDIT, ELAPSED_TIME, PURGES, SESSIONS
from mdt_alpr.adapters.store.verifier_table import VerifierTable
from mdt_alpr.database.engine import checkpoint
from mdt_alpr.domain.audit.audit import AuditEntry, AuditEvent, audit_entry
from mdt_alpr.domain.hit.hit import Hit
from mdt_alpr.domain.hotlist.hotlist import Hotlist
from mdt_alpr.domain.identity import new_id
from mdt_alpr.domain.people.roles import Session
from mdt_alpr.domain.policy import capture_date_ends, captured_data_expired_until, date_begins
from mdt_alpr.domain.reading.reading import Read
from mdt_alpr.domain.retention.elapsed_time import ElapsedTime
from mdt_alpr.domain.retention.evidence import Seal
from mdt_alpr.domain.retention.kept_for import due_clock
from mdt_alpr.domain.retention.outbox import ItemKind, OutboxItem, OwnReport, SetAside
from mdt_alpr.machine.clock import Clock
from mdt_alpr.patrol.outgoing import audit_message, frame_messages
from mdt_alpr.wire.codec import decode, encode
from mdt_alpr.wire.evidence import EvidenceMessage
from mdt_alpr.wire.messages import PictureMessage, Receipt

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class StoreParts:
    """What every transaction needs."""

    engine: Engine
    clock: Clock
    random_bytes: Callable[[int], bytes]
    device: str
    entry_key: bytes
    content: Content
    lists: ListFolder
    earlier: EarlierStore


_COUNTED = ("reads", "hits", "pictures", "queued", "entries")
_OF_SESSION = ("person_id", "name", "role", "signed_in_at", "token", "offline_until")


class CarUnitOfWork:
    """A transaction; see ``patrol.store_port.UnitOfWork``.

    Pictures that ``save_read`` has not seen before are queued at the end, behind the read
    that names them, so that headquarters knows a read before its pictures come.
    """

    def __init__(self, parts: StoreParts) -> None:
        self._parts = parts
        self._open: Connection | None = None
        self._new_pictures: list[PictureMessage] = []
        self._packages: list[EvidenceMessage] = []
        self._erased = self._erased_plate = False

    def __enter__(self) -> Self:
        """Begin.

        Raises:
            StoreLockedError: disk, key or lock refused.
        """
        with disk_failures():
            connection = self._parts.engine.connect()
            try:
                connection.begin()
            except BaseException:
                connection.close()
                raise
        self._open = connection
        return self

    def __exit__(self, *exc: object) -> None:
        """Commit, or roll back on an error."""
        succeeded = exc[0] is None
        try:
            if succeeded:
                self._commit()
        finally:
            with disk_failures():
                self._connection.close()  # rolls back what was not committed
            self._open = None
        if self._erased_plate and succeeded:
            self._parts.earlier.erase()
        if self._erased and succeeded:
            self._fold()

    def _fold(self) -> None:
        """Leave no erased page; what was committed counts where the disk refuses that."""
        try:
            checkpoint(self._parts.engine)
        except self._parts.engine.dialect.loaded_dbapi.Error:
            _LOG.warning("erased pages stay until the next purge", exc_info=True)

    def save_read(self, read: Read) -> None:
        """Keep a read, or replace it by its later revision; queue its new pictures."""
        with self._work() as connection:
            self._new_pictures += kept_data.save_read(connection, self._parts.content, read)

    def save_unread(self, message: PictureMessage, picture: bytes) -> None:
        with self._work() as connection:
            kept_data.keep_picture(connection, self._parts.content, message.captured_at, picture)
        self._new_pictures.append(message)

    def save_hit(self, hit: Hit) -> None:
        with self._work() as connection:
            kept_data.save_hit(connection, self._parts.content, hit)
            new = kept_data.keep_further(connection, self._parts.content, hit)
        self._new_pictures += [m for m in frame_messages(hit) if m.digest in new]

    def open_hits(self) -> tuple[Hit, ...]:
        with self._work() as connection:
            return kept_data.open_hits(connection, self._parts.content)

    def newest_hits(self, limit: int) -> tuple[Hit, ...]:
        with self._work() as connection:
            return kept_data.newest_hits(connection, self._parts.content, limit)

    def record(
        self, event: AuditEvent, subject: str, person: str, *detail: tuple[str, str]
    ) -> AuditEntry:
        with self._work() as connection:
            entry = audit_entry(
                _last_entry(connection),
                at=self._parts.clock.now(),
                device=self._parts.device,
                person=person,
                event=event,
                subject=subject,
                detail=detail,
            )
            row = {name: getattr(entry, name) for name in AuditEntry.__slots__}
            connection.execute(insert(AUDIT).values(row))  # triggers refuse any later change
        self.queue(ItemKind.AUDIT, audit_message(entry))
        return entry

    def queue(self, kind: ItemKind, body: object) -> OutboxItem:
        made_at = self._parts.clock.now()
        item_id = new_id(made_at, self._parts.random_bytes(10))
        with self._work() as connection:
            new = outbox_table.NewItem(item_id, kind, made_at, body)
            return outbox_table.queue(connection, self._parts.content, new)

    def waiting(self, limit: int, after: int = 0) -> tuple[OutboxItem, ...]:
        with self._work() as connection:
            return outbox_table.waiting(connection, self._parts.content, limit, after)

    def waiting_of(self, kinds: Sequence[ItemKind], limit: int) -> tuple[OutboxItem, ...]:
        with self._work() as connection:
            return outbox_table.waiting_of(connection, self._parts.content, kinds, limit)

    def waiting_texts(self, limit: int) -> tuple[OutboxItem, ...]:
        with self._work() as connection:
            return outbox_table.waiting_texts(connection, self._parts.content, limit)

    def waiting_pictures(self, limit: int) -> tuple[OutboxItem, ...]:
        with self._work() as connection:
            return outbox_table.waiting_pictures(connection, self._parts.content, limit)

    def waiting_count(self) -> int:
        with self._work() as connection:
            return outbox_table.waiting_count(connection)

    def oldest_waiting(self) -> datetime | None:
        with self._work() as connection:
            return outbox_table.oldest_waiting(connection)

    def settle(self, receipts: Sequence[Receipt]) -> None:
        """Take accepted and known items out of the outbox; set refused ones aside, kept."""
        with self._work() as connection:
            left = outbox_table.settle(connection, receipts, self._parts.clock.now())
            kept_data.forget_pictures(connection, left)

    def set_aside(self) -> SetAside:
        with self._work() as connection:
            return outbox_table.set_aside(connection)

    def last_seal(self, public_key: str) -> Seal | None:
        with self._work() as connection:
            return evidence_table.last_seal(connection, public_key)

    def save_evidence(self, message: EvidenceMessage) -> None:
        with self._work() as connection:
            evidence_table.save(connection, self._parts.content, message)
        self._packages.append(message)

    def evidence(self, hit_id: str) -> tuple[EvidenceMessage, ...]:
        """Return the packages of a hit, oldest first."""
        with self._work() as connection:
            return evidence_table.packages(connection, self._parts.content, hit_id)

    def save_hotlist(self, hotlist: Hotlist) -> None:
        with self._work() as connection:
            if hotlist_table.save(connection, hotlist):
                self._erasing()

    def hotlist(self) -> Hotlist | None:
        with self._work() as connection:
            return self._parts.lists.beside(hotlist_table.load(connection))

    def save_session(self, session: Session | None, *, locked: bool = False) -> None:
        with self._work() as connection:
            connection.execute(delete(SESSIONS))
            if session is not None:
                row = {name: getattr(session, name) for name in _OF_SESSION}
                connection.execute(insert(SESSIONS).values(row | {"locked": locked}))

    def lock_screen(self) -> None:
        with self._work() as connection:
            connection.execute(update(SESSIONS).values(locked=True))

    def screen_is_locked(self) -> bool:
        with self._work() as connection:
            return bool(connection.scalar(select(SESSIONS.c.locked)))

    def session(self) -> Session | None:
        with self._work() as connection:
            columns = [SESSIONS.c[name] for name in _OF_SESSION]
            row = connection.execute(select(*columns)).one_or_none()
            return None if row is None else Session(**row._mapping)  # noqa: SLF001 - named so

    def last_recorded(self, event: AuditEvent) -> AuditEntry | None:
        with self._work() as connection:
            return _last_entry(connection, event)

    def own_reports(self, person: str, since: datetime) -> tuple[OwnReport, ...]:
        with self._work() as connection:
            return report_table.own_reports(connection, self._parts.content, person, since)

    @property
    def entries(self) -> EntryTable:
        return EntryTable(self._connection, self._parts.entry_key, self._erasing)

    @property
    def verifiers(self) -> VerifierTable:
        return VerifierTable(self._connection)

    @property
    def holds(self) -> HoldTable:
        return HoldTable(self._connection, self._parts.content, self._parts.clock.now())

    @property
    def notices(self) -> NoticeTable:
        """Return the notices that this car received from headquarters."""
        return NoticeTable(self._connection, self._parts.content)

    def picture(self, digest: str) -> bytes | None:
        with self._work() as connection:
            return kept_data.picture(connection, self._parts.content, digest)

    def purge(self, now: datetime) -> int:
        """Erase captured data past its 90 days (RET-01, RET-02), sent or not, and expired entries.

        The counts go to the table of purges, and to the audit chain where anything was erased.
        Where nothing was captured yet, nothing is noted: that time would be believed later, when
        there is something to lose.
        """
        due = self._due(now)
        until = captured_data_expired_until(due)
        has_captured = bool(self._parts.content.keys.dates())
        with self._work() as connection:
            over = HoldTable(connection, self._parts.content, now).end_expired()
            counts, seals = erase_due(connection, self._parts.content, now, until)
            counts["holds_over"] = over
            shown = {name: counts[name] for name in _COUNTED}
            if has_captured or any(counts.values()):
                connection.execute(insert(PURGES).values(at=now, **shown))
            self._parts.earlier.purge(connection, now, until)
        counts["day_keys"] = len(self._parts.content.keys.destroy_expired(due))
        self._packages += seals
        self._erased = True  # also what the disk refused to fold before
        if any(counts.values()):
            detail = [(name, str(count)) for name, count in counts.items()]
            self.record(AuditEvent.PURGED, "captured data", "", *detail)
        return counts["reads"]

    def elapsed_time(self) -> ElapsedTime | None:
        with self._work() as connection:
            body = connection.scalar(select(ELAPSED_TIME.c.body))
        return None if body is None else decode(ElapsedTime, body)

    def keep_elapsed_time(self, elapsed: ElapsedTime) -> None:
        with self._work() as connection:
            connection.execute(delete(ELAPSED_TIME))
            connection.execute(insert(ELAPSED_TIME).values(body=encode(elapsed)))

    def capture_dates(self) -> list[date]:
        return self._parts.content.keys.dates()

    def would_purge(self, now: datetime, on: date) -> bool:
        return date_begins(on) <= captured_data_expired_until(self._due(now))

    def is_over(self, now: datetime, on: date) -> bool:
        """Tell whether at ``now`` nothing of a date may be left (RET-05)."""
        return capture_date_ends(on) <= self._due(now)

    def destroy_dates(self, dates: Collection[date]) -> None:
        self._parts.content.keys.destroy(dates)
        self.record(AuditEvent.PURGED, "captured data", "", ("day_keys", str(len(dates))))

    def _due(self, now: datetime) -> datetime:
        """Return the instant by which deadlines count: the last list said so (RET-06)."""
        with self._work() as connection:
            return due_clock(now, hotlist_table.kept_days(connection))

    def purged_at(self) -> datetime | None:
        with self._work() as connection:
            newest = select(PURGES.c.at).order_by(PURGES.c.number.desc()).limit(1)
            return connection.scalar(newest)

    def _erasing(self) -> None:
        self._erased = self._erased_plate = True

    @property
    def _connection(self) -> Connection:
        if self._open is None:
            raise RuntimeError("a transaction is used inside its with block only")
        return self._open

    @contextmanager
    def _work(self) -> Iterator[Connection]:
        with disk_failures():
            yield self._connection

    def _commit(self) -> None:
        for message in self._new_pictures:
            self.queue(ItemKind.PICTURE, message)
        for package in self._packages:
            self.queue(ItemKind.EVIDENCE, package)
        with self._work() as connection:
            connection.commit()


def _last_entry(connection: Connection, event: AuditEvent | None = None) -> AuditEntry | None:
    """Return the newest entry, or the newest of an event."""
    entries = select(AUDIT) if event is None else select(AUDIT).where(AUDIT.c.event == event)
    row = connection.execute(entries.order_by(AUDIT.c.sequence.desc()).limit(1)).one_or_none()
    if row is None:
        return None
    fields = {name: getattr(row, name) for name in AuditEntry.__slots__}
    return AuditEntry(**fields | {"detail": tuple((name, value) for name, value in row.detail)})
