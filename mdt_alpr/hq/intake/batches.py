"""Accept batches, in whichever process: from a body as it came to the receipts as they go."""

import gc
from datetime import datetime
from typing import NamedTuple, Protocol

from mdt_alpr.hq.base.headquarters import Caller, Headquarters
from mdt_alpr.hq.base.http import unpacked
from mdt_alpr.hq.intake import service as items
from mdt_alpr.hq.items import days
from mdt_alpr.wire.codec import decode, encode
from mdt_alpr.wire.messages import BatchMessage
from mdt_alpr.wire.problems import Problem


class Packed(NamedTuple):
    """A batch as it came: whose, when, its ``Content-Encoding``, its body."""

    caller: Caller
    now: datetime
    encoding: str
    body: bytes


class BatchResult(NamedTuple):
    """The receipts as JSON text and the devices to notify; or why the batch was refused."""

    receipts: str
    notified: tuple[str, ...] = ()
    problem: Problem | None = None
    detail: str = ""


class Batches(Protocol):
    """Accepts batches; ``start`` before the first, ``close`` after the last."""

    def start(self) -> None:
        """Get ready; raises OutsideError where that fails."""

    def accept(self, packed: Packed) -> BatchResult:
        """Accept a batch, on any thread; raises RefusedError or DecodeError for a whole one."""
        ...

    def close(self) -> None:
        """Finish what is under way and end."""


def accept(hq: Headquarters, packed: Packed) -> BatchResult:
    """Accept a batch in this process.

    Raises:
        RefusedError: the batch as a whole.
        DecodeError: it is none.
    """
    limits = hq.settings.limits
    batch = decode(BatchMessage, unpacked(packed.body, packed.encoding, limits.unpacked_bytes))
    days.make_days_for(hq, batch.items, packed.now)
    with hq.writing() as work:
        receipts = items.accept(work, packed.caller, batch, limits.batch_items)
    return BatchResult(encode(receipts), tuple(work.notified))


class InThisProcess:
    """Accepts batches in this process."""

    def __init__(self, hq: Headquarters) -> None:
        self._hq = hq

    def start(self) -> None:
        """Be ready as it is."""

    def accept(self, packed: Packed) -> BatchResult:
        """Accept a batch."""
        return accept(self._hq, packed)

    def close(self) -> None:
        """End with the process."""


def collect_seldom() -> None:
    """Let a batch come and go without a look for cycles: messages have none, and it took a third.

    What is loaded now stays to the end and is looked at no more.
    """
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
