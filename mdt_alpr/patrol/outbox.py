"""What headquarters must hear: the next batch, its delivery, and what became of it.

``next_batch`` and ``settle`` run on the records thread, ``deliver`` on the link thread. An
item leaves the outbox only by a receipt, so that a cut between any two of them loses nothing.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from mdt_alpr.domain.errors import LinkLostError, SignInRefusedError
from mdt_alpr.domain.outbox import ItemKind, OutboxItem, ReceiptOutcome, SetAside
from mdt_alpr.domain.roles import Session
from mdt_alpr.patrol.ports import HqLink, UnitOfWork
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.messages import PictureMessage, Receipt

_NOTHING = SetAside()
LARGEST_BATCH = 200
LARGEST_BODIES = 1_000_000
"""Characters of JSON in one batch."""
LARGEST_PICTURES = 4_000_000
"""Bytes of pictures in one batch: at most some 30 s on a poor link."""


class LinkBusyError(LinkLostError):
    """Headquarters asks for a pause."""

    def __init__(self, message: str, retry_after: timedelta) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class RequestRefusedError(LinkLostError):
    """Headquarters understood and said no; ``problem`` is a number of ``wire.problems``."""

    def __init__(self, message: str, problem: int) -> None:
        super().__init__(message)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class WaitingPicture:
    """A picture whose announcement is in the batch."""

    item_id: str
    digest: str
    jpeg: bytes


@dataclass(frozen=True, slots=True)
class Batch:
    """The oldest waiting items, in order, and the pictures that they announce."""

    items: tuple[OutboxItem, ...]
    pictures: tuple[WaitingPicture, ...]


@dataclass(frozen=True, slots=True)
class Delivered:
    """Receipts for what headquarters has answered, and the failure that ended the delivery."""

    receipts: tuple[Receipt, ...] = ()
    failure: LinkLostError | SignInRefusedError | None = None

    def count(self, *outcomes: ReceiptOutcome) -> int:
        """Return how many items had one of the outcomes."""
        return sum(receipt.outcome in outcomes for receipt in self.receipts)


@dataclass(frozen=True, slots=True)
class Queue:
    """How much still waits, since when, and what was refused."""

    waiting: int
    oldest: datetime | None
    set_aside: SetAside = _NOTHING


def next_batch(work: UnitOfWork) -> Batch:
    """Return what to send next: bounded in number and size, never empty while anything waits."""
    items: list[OutboxItem] = []
    pictures: list[WaitingPicture] = []
    bodies = jpegs = 0
    for item in work.waiting(LARGEST_BATCH):
        picture = _picture(work, item)
        bodies += len(item.body)
        jpegs += len(picture.jpeg) if picture else 0
        if items and (bodies > LARGEST_BODIES or jpegs > LARGEST_PICTURES):
            break
        items.append(item)
        if picture:
            pictures.append(picture)
    return Batch(tuple(items), tuple(pictures))


def deliver(link: HqLink, session: Session, batch: Batch) -> Delivered:
    """Send the items, then the pictures whose announcement headquarters took.

    The receipt of an announcement counts only once its picture has arrived; until then the
    announcement waits and is sent again, which does no harm.
    """
    try:
        receipts = link.send(session, batch.items)
        _demand_one_each(batch, receipts)
    except (LinkLostError, SignInRefusedError) as error:
        return Delivered(failure=error)
    pending = {picture.item_id: picture for picture in batch.pictures}
    settled: list[Receipt] = []
    failure: LinkLostError | SignInRefusedError | None = None
    for receipt in receipts:
        picture = pending.get(receipt.item_id)
        if picture is None or receipt.outcome is ReceiptOutcome.REFUSED:
            settled.append(receipt)
        elif failure is None:
            try:
                settled.append(_with_picture(link, session, receipt, picture))
            except (LinkLostError, SignInRefusedError) as error:
                failure = error
    return Delivered(tuple(settled), failure)


def settle(work: UnitOfWork, delivered: Delivered) -> Queue:
    """Take the receipts into the store; return what still waits."""
    work.settle(delivered.receipts)
    return Queue(work.waiting_count(), work.oldest_waiting(), work.set_aside())


def _picture(work: UnitOfWork, item: OutboxItem) -> WaitingPicture | None:
    if item.kind is not ItemKind.PICTURE:
        return None
    digest = decode(PictureMessage, item.body).digest
    jpeg = work.picture(digest)
    return WaitingPicture(item.item_id, digest, jpeg) if jpeg else None


def _demand_one_each(batch: Batch, receipts: tuple[Receipt, ...]) -> None:
    if [r.item_id for r in receipts] != [item.item_id for item in batch.items]:
        message = "Headquarters did not answer for each item. They stay queued."
        raise LinkLostError(message)


def _with_picture(
    link: HqLink, session: Session, receipt: Receipt, picture: WaitingPicture
) -> Receipt:
    try:
        link.send_picture(session, picture.digest, picture.jpeg)
    except RequestRefusedError as error:
        return Receipt(receipt.item_id, ReceiptOutcome.REFUSED, error.problem)
    return receipt
