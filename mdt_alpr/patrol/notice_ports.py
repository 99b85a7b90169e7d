"""What the car needs to hear from headquarters, as protocols."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from mdt_alpr.domain.hit.known_before import EarlierRejection
from mdt_alpr.domain.people.roles import Session
from mdt_alpr.domain.retention.outbox import OutboxItem
from mdt_alpr.wire.messages import Receipt
from mdt_alpr.wire.notices import NoticesAndListMessage, UnitMessage


@dataclass(frozen=True, slots=True)
class NoticesAfter:
    """What was told before: up to which notice, which version of the list (0: none)."""

    number: int
    list_version: int


class NoticesLink(Protocol):
    """Headquarters on a line of its own, so that no upload delays a notice (VER-05).

    Owned by the notices thread. Every call raises LinkLostError when headquarters cannot be
    reached, SignInRefusedError when the session no longer counts.
    """

    def notices(
        self, session: Session, unit: str, after: NoticesAfter, wait_s: float
    ) -> NoticesAndListMessage:
        """Return what follows, or that there is another list; waits up to ``wait_s`` seconds."""
        ...

    def send(self, session: Session, items: Sequence[OutboxItem]) -> tuple[Receipt, ...]:
        """Send items ahead of their turn; from another thread than the notices'."""
        ...

    def units(self, session: Session) -> tuple[UnitMessage, ...]:
        """Return the other units on shift."""
        ...

    def relayed_picture(self, session: Session, relay_id: str, digest: str) -> bytes | None:
        """Return a picture of a hit that was relayed to this car, None until it has arrived."""
        ...

    def interrupt(self) -> None:
        """End what is waiting; called from any thread, for good."""
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
        """Tell whether a hit is kept, open or closed."""
        ...
