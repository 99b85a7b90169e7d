"""What the car's use cases need from its encrypted store, as protocols."""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Protocol, Self, TypeVar

from mdt_alpr.domain.audit.audit import AuditEntry, AuditEvent
from mdt_alpr.domain.hit.hit import Hit
from mdt_alpr.domain.hit.known_before import EarlierRejection
from mdt_alpr.domain.hotlist.hotlist import Hotlist
from mdt_alpr.domain.hotlist.manual_entry import ManualEntry
from mdt_alpr.domain.people.offline_sign_in import Verifier
from mdt_alpr.domain.people.roles import Session
from mdt_alpr.domain.plate.plate import Plate
from mdt_alpr.domain.reading.reading import Read
from mdt_alpr.domain.retention.elapsed_time import ElapsedTime
from mdt_alpr.domain.retention.evidence import Seal
from mdt_alpr.domain.retention.outbox import ItemKind, OutboxItem, OwnReport, SetAside
from mdt_alpr.wire.evidence import EvidenceMessage
from mdt_alpr.wire.holds import HoldOrder
from mdt_alpr.wire.messages import PictureMessage, Receipt

T = TypeVar("T")


class EntryRows(Protocol):
    """The manual entries made in this car."""

    def save(self, entry: ManualEntry) -> None:
        """Keep a live entry in its present state."""
        ...

    def live(self) -> tuple[ManualEntry, ...]:
        """Return every entry that has not been ended, oldest first."""
        ...

    def end(self, entry: ManualEntry, at: datetime) -> ManualEntry:
        """Keep the remains of an ended entry; return it without its plate (MAN-05).

        Its plate leaves the table, the list and the outbox; a keyed hash stays.
        """
        ...

    def removed(self) -> frozenset[str]:
        """Return the entries that were removed here, before their day; no list lists them."""
        ...

    def is_unsynced(self, entry_id: str) -> bool:
        """Return whether a step of the entry has not reached headquarters, or was refused."""
        ...

    def erase_listed(self, entry_ids: Collection[str]) -> None:
        """Erase these entries from the list that headquarters gave."""
        ...

    def tested(self, plate: Plate) -> tuple[ManualEntry, ...]:
        """Return the ended entries that were on this plate, for an auditor (MAN-05)."""
        ...

    def hash_of(self, entry_id: str) -> str:
        """Return the keyed hash of an ended entry's plate; empty where none is kept."""
        ...


class Lists(Protocol):
    """Loads signed packages of headquarters (``wire.hotlist_package``); on the link thread."""

    @property
    def version(self) -> int:
        """Return the version that is there, complete; 0 for none."""
        ...

    @property
    def is_damaged(self) -> bool:
        """Return whether a part of the list is damaged; the other parts still match."""
        ...

    @property
    def fault(self) -> str:
        """Return why none of the list can be read, and what to do; empty where it can be."""
        ...

    def check(self, for_s: float) -> bool:
        """Check for damage for so many seconds; return whether more is left to check."""
        ...

    @property
    def lineage(self) -> str:
        """Return the lineage of headquarters that the version belongs to; empty for none."""
        ...

    def accept(self, lines: Iterable[bytes]) -> Hotlist:
        """Use a package from now on; return the list.

        Raises:
            ListRefusedError: incomplete, not signed by this car's headquarters, or too old.
            StoreLockedError: the disk refuses.
        """
        ...


class NoticeRows(Protocol):
    """Notices of headquarters that this car received, in the transaction at hand."""

    def number(self) -> int:
        """Return the number of the last notice that was applied, 0 before the first."""
        ...

    def save_number(self, number: int) -> None:
        """Remember that notices up to ``number`` were applied."""
        ...

    def save_rejection(self, rejection: EarlierRejection) -> None:
        """Keep a rejection, or its later state."""
        ...

    def rejections(self, entry_ids: Sequence[str]) -> tuple[EarlierRejection, ...]:
        """Return what is kept on any of the records, oldest first."""
        ...

    def knows_hit(self, hit_id: str) -> bool:
        """Return whether a hit is kept, open or closed."""
        ...


class VerifierRows(Protocol):
    """Whom headquarters accepted in this car, for a sign-in without a link (CAR-01)."""

    def find(self, person_id: str) -> Verifier | None:
        """Return the verifier of a person, None where there is none."""
        ...

    def save(self, verifier: Verifier) -> None:
        """Keep a verifier; those that ended go."""
        ...

    def accept(self, person_id: str, at: datetime) -> None:
        """Note that headquarters accepted the person again."""
        ...

    def forget(self, person_id: str) -> None:
        """Erase the verifier of a person."""
        ...

    def failures(self, person_id: str) -> tuple[datetime, ...]:
        """Return when this car found a person's password wrong since the last sign-in (ACC-05)."""
        ...


class HoldRows(Protocol):
    """Holds over this machine's cameras (09.21.8.C)."""

    def live(self) -> tuple[HoldOrder, ...]:
        """Return the holds that last."""
        ...

    def save(self, order: HoldOrder) -> bool:
        """Keep a hold, or its later state; return whether it was new."""
        ...

    def end(self, hold_id: str) -> bool:
        """End a hold, and destroy what it kept past its deadline; return whether it lasted."""
        ...


class UnitOfWork(Protocol):
    """One transaction of the car's store: state, audit and outbox together, or nothing.

    Used as a context manager on the records thread; leaving without an error commits.
    """

    def __enter__(self) -> Self:
        """Begin."""
        ...

    def __exit__(self, *exc: object) -> None:
        """Commit, or roll back on an error."""
        ...

    def save_read(self, read: Read) -> None:
        """Keep a read, or replace it by its later revision."""
        ...

    def save_unread(self, message: PictureMessage, picture: bytes) -> None:
        """Keep a picture without a read until it was sent, and queue it."""
        ...

    def save_hit(self, hit: Hit) -> None:
        """Keep a hit in its present state."""
        ...

    def open_hits(self) -> tuple[Hit, ...]:
        """Return every hit that has no disposition yet, oldest first."""
        ...

    def newest_hits(self, limit: int) -> tuple[Hit, ...]:
        """Return the hits that were raised last, open or closed, the newest first."""
        ...

    def record(
        self, event: AuditEvent, subject: str, person: str, *detail: tuple[str, str]
    ) -> AuditEntry:
        """Append to the audit chain and queue the entry for headquarters."""
        ...

    def queue(self, kind: ItemKind, body: object) -> OutboxItem:
        """Queue a wire message (a frozen dataclass of ``wire.messages``) for headquarters."""
        ...

    def waiting(self, limit: int, after: int = 0) -> tuple[OutboxItem, ...]:
        """Return the oldest queued items after a sequence number."""
        ...

    def waiting_of(self, kinds: Sequence[ItemKind], limit: int) -> tuple[OutboxItem, ...]:
        """Return the oldest queued items of these kinds."""
        ...

    def waiting_texts(self, limit: int) -> tuple[OutboxItem, ...]:
        """Return the oldest queued items that announce no picture."""
        ...

    def waiting_pictures(self, limit: int) -> tuple[OutboxItem, ...]:
        """Return the oldest queued announcements of pictures."""
        ...

    def waiting_count(self) -> int:
        """Return how many items are queued."""
        ...

    def oldest_waiting(self) -> datetime | None:
        """Return when the oldest queued item was made."""
        ...

    def settle(self, receipts: Sequence[Receipt]) -> None:
        """Remove accepted and known items from the outbox; keep refused ones aside."""
        ...

    def save_hotlist(self, hotlist: Hotlist) -> None:
        """Replace the list by a newer version."""
        ...

    def hotlist(self) -> Hotlist | None:
        """Return the list that was loaded last."""
        ...

    def save_session(self, session: Session | None, *, locked: bool = False) -> None:
        """Keep who is signed in, for a restart in mid-shift; None erases it (ACC-09)."""
        ...

    def lock_screen(self) -> None:
        """Keep that the screen is locked, for a restart (ACC-06)."""
        ...

    def screen_is_locked(self) -> bool:
        """Return whether the screen was locked when the program ended."""
        ...

    def session(self) -> Session | None:
        """Return who was signed in when the program ended."""
        ...

    def last_recorded(self, event: AuditEvent) -> AuditEntry | None:
        """Return the newest audit entry of an event, None where there is none."""
        ...

    def own_reports(self, person: str, since: datetime) -> tuple[OwnReport, ...]:
        """Return the incidents that a person reported in this car, the newest first."""
        ...

    @property
    def entries(self) -> EntryRows:
        """Return the manual entries made in this car."""
        ...

    @property
    def verifiers(self) -> VerifierRows:
        """Return whom headquarters accepted in this car."""
        ...

    @property
    def holds(self) -> HoldRows:
        """Return the holds over this machine's cameras."""
        ...

    @property
    def notices(self) -> NoticeRows:
        """Return the notices of headquarters."""
        ...

    def picture(self, digest: str) -> bytes | None:
        """Return a kept picture by its SHA-256."""
        ...

    def purged_at(self) -> datetime | None:
        """Return when the last purge ran, None before the first."""
        ...

    def elapsed_time(self) -> ElapsedTime | None:
        """Return what the last check found, None before the first."""
        ...

    def keep_elapsed_time(self, elapsed: ElapsedTime) -> None:
        """Keep what a check found."""

    def capture_dates(self) -> list[date]:
        """Return the dates of capture of which something can still be read."""
        ...

    def would_purge(self, now: datetime, on: date) -> bool:
        """Return whether a purge at ``now`` would erase some of a date."""
        ...

    def is_over(self, now: datetime, on: date) -> bool:
        """Return whether at ``now`` nothing of a date may be left (RET-05)."""
        ...

    def destroy_dates(self, dates: Collection[date]) -> None:
        """Destroy what was captured on these dates, whatever the clock says."""

    def purge(self, now: datetime) -> int:
        """Erase captured data past its 90 days (RET-01, RET-04); return how many reads."""
        ...

    def set_aside(self) -> SetAside:
        """Return the items that headquarters refused, which are kept here."""
        ...

    def last_seal(self, public_key: str) -> Seal | None:
        """Return the newest evidence seal of a key."""
        ...

    def save_evidence(self, message: EvidenceMessage) -> None:
        """Keep an evidence package and queue it for headquarters, behind its pictures."""
        ...

    def evidence(self, hit_id: str) -> tuple[EvidenceMessage, ...]:
        """Return the packages of a hit, oldest first; contents are empty once purged."""
        ...


class InStore(Protocol):
    """Does work in one transaction of the store and returns its answer."""

    def __call__(self, work: Callable[[UnitOfWork], T]) -> T:
        """Do ``work`` on the store's thread."""
        ...


class Store(Protocol):
    """The car's encrypted store; owned by the records thread."""

    def begin(self) -> UnitOfWork:
        """Return a fresh transaction."""
        ...

    def close(self) -> None:
        """Close the file."""
        ...
