"""What the car's use cases need from the outside world, as protocols."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, Self, runtime_checkable

from mdt_alpr.domain.audit.audit import AuditEntry, AuditEvent
from mdt_alpr.domain.hit.hit import Hit
from mdt_alpr.domain.hotlist.hotlist import Hotlist
from mdt_alpr.domain.people.roles import Session
from mdt_alpr.domain.reading.reading import Box, Detection, PlateText, Read
from mdt_alpr.domain.retention.outbox import ItemKind, OutboxItem
from mdt_alpr.patrol.entry_ports import EntryRows
from mdt_alpr.patrol.evidence_ports import EvidenceWork
from mdt_alpr.patrol.notice_ports import NoticeRows
from mdt_alpr.patrol.past_reads_port import PastReadsLink
from mdt_alpr.patrol.picture_link import PictureLink
from mdt_alpr.wire.messages import Receipt

Pixels = Any
"""A picture, opaque to the use cases: H x W x 3 unsigned bytes, blue-green-red."""


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One picture of one camera, and the instant at which it was captured."""

    pixels: Pixels
    captured_at: datetime
    number: int
    width: int
    height: int
    camera: str


class Camera(Protocol):
    """A source of frames; owned by the camera thread."""

    name: str

    def open(self) -> None:
        """Open the device, file or address.

        Raises:
            CameraLostError: it gives no picture; says what to check.
        """
        ...

    def read(self) -> Frame | None:
        """Return the next frame as soon as it is there, or None at the end of the source.

        Raises:
            CameraLostError: the source broke off.
        """
        ...

    def close(self) -> None:
        """Release the device; safe to call twice."""
        ...


class PlateDetector(Protocol):
    """Finds plates in a frame; loaded and used on the recognition thread only."""

    name: str

    def load(self) -> None:
        """Load the weights.

        Raises:
            EngineMissingError: not installed, or the hash differs.
        """
        ...

    def detect(self, frame: Frame) -> list[Detection]:
        """Return every plate in the frame, surest first."""
        ...


@runtime_checkable
class NearDetector(PlateDetector, Protocol):
    """A detector that can spare itself the parts of a frame where nothing is expected."""

    def detect_near(self, frame: Frame, places: Sequence[Box]) -> list[Detection]:
        """Return every plate at or near ``places``, surest first; found as in the whole frame."""
        ...


class PlateReader(Protocol):
    """Reads one plate; loaded and used on the recognition thread only."""

    name: str

    def load(self) -> None:
        """Load the weights.

        Raises:
            EngineMissingError: not installed, or the hash differs.
        """
        ...

    def read(self, frame: Frame, box: Box) -> PlateText:
        """Return what stands on the plate in ``box``; no characters where nothing is read."""
        ...


class Pictures(Protocol):
    """Cuts and encodes pictures out of a frame."""

    def crop(self, frame: Frame, box: Box) -> bytes:
        """Return the plate with a margin around it, as JPEG."""
        ...

    def context(self, frame: Frame, box: Box) -> bytes:
        """Return the vehicle around the plate, as JPEG (no occupants: PUR-07)."""
        ...

    def sharpness(self, frame: Frame, box: Box) -> float:
        """Return a measure of sharpness that only compares looks at the same plate."""
        ...


class Voice(Protocol):
    """Says sentences and plays tones; every call returns at once."""

    def say(self, text: str) -> None:
        """Say ``text`` after what is being said."""
        ...

    def tone(self, name: str) -> None:
        """Play a named tone of ``resources/sounds``."""
        ...

    def silence(self) -> None:
        """Stop speaking and sounding now."""
        ...

    def close(self) -> None:
        """Stop for good and give the thread back."""
        ...


class Vault(Protocol):
    """Keeps the key of the car's store."""

    def key(self) -> bytes:
        """Return the 32-byte key, made on first use.

        Raises:
            StoreLockedError: no keyring and no passphrase; says what to do.
        """
        ...


class UnitOfWork(EvidenceWork, Protocol):
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

    def save_hit(self, hit: Hit) -> None:
        """Keep a hit in its present state."""
        ...

    def open_hits(self) -> tuple[Hit, ...]:
        """Return every hit that has no disposition yet, oldest first."""
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
        """Return the oldest queued items, of those behind a sequence number."""
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
        """Take accepted and known items out of the outbox; set refused ones aside, kept."""
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
        """Tell whether the screen was locked when the program ended."""
        ...

    def session(self) -> Session | None:
        """Return who was signed in when the program ended."""
        ...

    def last_recorded(self, event: AuditEvent) -> AuditEntry | None:
        """Return the newest audit entry of an event, None where there is none."""
        ...

    def unlock_failures(self) -> tuple[datetime, ...]:
        """Return when this car found a password wrong since the last sign-in (ACC-05)."""
        ...

    @property
    def entries(self) -> EntryRows:
        """Return the manual entries made in this car."""
        ...

    @property
    def notices(self) -> NoticeRows:
        """Return what headquarters told."""
        ...

    def picture(self, digest: str) -> bytes | None:
        """Return a kept picture by its SHA-256."""
        ...

    def purged_at(self) -> datetime | None:
        """Return when the last purge ran, None before the first."""
        ...

    def purge_would_destroy(self, now: datetime) -> bool:
        """Tell whether a purge at ``now`` would destroy what can still be read."""
        ...

    def purge(self, now: datetime) -> int:
        """Erase captured data past its 90 days (RET-01, RET-04); return how many reads."""
        ...


class Store(Protocol):
    """The car's encrypted store; owned by the records thread."""

    def begin(self) -> UnitOfWork:
        """Return a fresh transaction."""
        ...

    def close(self) -> None:
        """Close the file."""
        ...


class HqLink(PictureLink, PastReadsLink, Protocol):
    """Headquarters over the network; owned by the link thread.

    Every call raises LinkLostError when headquarters cannot be reached, SignInRefusedError
    when the session no longer counts.
    """

    def sign_in(self, person_id: str, password: str) -> Session:
        """Begin a session of a person in this car."""
        ...

    def change_password(self, person_id: str, password: str, new_password: str) -> None:
        """Change a person's password; every session of that person ends."""
        ...

    def sign_out(self, session: Session) -> None:
        """End the session on both ends."""
        ...

    def send(self, session: Session, items: Sequence[OutboxItem]) -> tuple[Receipt, ...]:
        """Send a batch; one receipt an item."""
        ...

    def hotlist(self, session: Session, known_version: int) -> Hotlist | None:
        """Return the present list, or None where ``known_version`` is it."""
        ...
