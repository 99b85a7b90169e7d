"""Items for headquarters: the next batch, its delivery, and its receipts.

``next_batch`` and ``settle`` run on the records thread, ``deliver`` on the link thread. An
item leaves the outbox only by a receipt, so that a cut between any two of them loses nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from mdt_alpr.domain.errors import LinkLostError, SignInRefusedError
from mdt_alpr.domain.people.roles import Session
from mdt_alpr.domain.retention.outbox import ItemKind, OutboxItem, ReceiptOutcome, SetAside
from mdt_alpr.patrol.ports import HqLink
from mdt_alpr.patrol.store_port import UnitOfWork
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.messages import PictureMessage, Receipt

_NOTHING = SetAside()
LARGEST_BATCH = 500
LARGEST_BODIES = 1_000_000
"""Characters of JSON in one batch."""
PICTURES_AT_ONCE = 64
LARGEST_PICTURES = 1_000_000
"""Bytes of pictures in one batch: new items wait at most some 8 s on a poor link."""


class LinkBusyError(LinkLostError):
    """Headquarters asks for a pause."""

    def __init__(self, message: str, retry_after: timedelta) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class RequestRefusedError(LinkLostError):
    """Headquarters refused a request; ``problem`` is a number of ``wire.problems``."""

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
class DeliveryResult:
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
    """Return what to send next: bounded in number and size, never empty while anything waits.

    Pictures come when nothing else waits, so that no read is delayed by them; other items go in
    the order in which they happened.
    """
    texts = _bounded(work.waiting_texts(LARGEST_BATCH))
    if len(texts) >= LARGEST_BATCH:
        return Batch(texts, ())
    items, pictures, jpegs = list(texts), [], 0
    for item in work.waiting_pictures(min(LARGEST_BATCH - len(texts), PICTURES_AT_ONCE)):
        picture = _picture(work, item)
        jpegs += len(picture.jpeg) if picture else 0
        if items and jpegs > LARGEST_PICTURES:
            break
        items.append(item)
        if picture:
            pictures.append(picture)
    return Batch(tuple(items), tuple(pictures))


def batch_after(work: UnitOfWork, sequence: int) -> Batch:
    """Return the oldest items after a sequence number, with every picture that they announce."""
    items = _bounded(work.waiting(LARGEST_BATCH, sequence))
    pictures = (_picture(work, item) for item in items)
    return Batch(items, tuple(picture for picture in pictures if picture))


def deliver(link: HqLink, session: Session, batch: Batch) -> DeliveryResult:
    """Send the items, then the pictures whose announcement was accepted, in one request.

    The receipt of an announcement counts only once its picture has arrived; until then the
    announcement waits and is sent again. One that was known already may have its picture from an
    interrupted delivery: that is asked first.
    """
    try:
        receipts = link.send(session, batch.items)
        _demand_one_each(batch, receipts)
    except (LinkLostError, SignInRefusedError) as error:
        return DeliveryResult(failure=error)
    announced = {picture.item_id: picture for picture in batch.pictures}
    settled = {r.item_id: r for r in receipts if _is_settled(r, announced)}
    pending = [r for r in receipts if r.item_id not in settled]
    failure: LinkLostError | SignInRefusedError | None = None
    if pending:
        try:
            problems = _send_pictures(link, session, pending, announced)
        except (LinkLostError, SignInRefusedError) as error:
            failure = error
        else:
            settled |= {r.item_id: _with(r, problems, announced) for r in pending}
    in_order = tuple(settled[r.item_id] for r in receipts if r.item_id in settled)
    return DeliveryResult(in_order, failure)


def settle(work: UnitOfWork, delivered: DeliveryResult) -> Queue:
    """Store the receipts; return what still waits."""
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
        raise LinkLostError("Headquarters did not answer for each item. They stay queued.")


def _bounded(items: tuple[OutboxItem, ...]) -> tuple[OutboxItem, ...]:
    size = 0
    for number, item in enumerate(items):
        size += len(item.body)
        if number and size > LARGEST_BODIES:
            return items[:number]
    return items


def _is_settled(receipt: Receipt, announced: Mapping[str, WaitingPicture]) -> bool:
    return receipt.item_id not in announced or receipt.outcome is ReceiptOutcome.REFUSED


def _send_pictures(
    link: HqLink,
    session: Session,
    pending: Sequence[Receipt],
    announced: Mapping[str, WaitingPicture],
) -> dict[str, int | None]:
    """Send what headquarters lacks; return the problem of each picture, None where it is there."""
    jpegs = {announced[r.item_id].digest: announced[r.item_id].jpeg for r in pending}
    known = {announced[r.item_id].digest for r in pending if r.outcome is ReceiptOutcome.KNOWN}
    held = link.held_pictures(session, sorted(known)) if known else frozenset()
    lacking = [(digest, jpeg) for digest, jpeg in jpegs.items() if digest not in held]
    receipts = link.send_pictures(session, lacking) if lacking else ()
    if [receipt.digest for receipt in receipts] != [digest for digest, _ in lacking]:
        raise LinkLostError("Headquarters did not answer for each picture. They stay queued.")
    return {**dict.fromkeys(held), **{r.digest: r.problem for r in receipts}}


def _with(
    receipt: Receipt, problems: Mapping[str, int | None], announced: Mapping[str, WaitingPicture]
) -> Receipt:
    problem = problems[announced[receipt.item_id].digest]
    if problem is None:
        return receipt
    return Receipt(receipt.item_id, ReceiptOutcome.REFUSED, problem)
