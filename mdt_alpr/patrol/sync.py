"""One round with headquarters: items out, receipts and hotlists in. No thread of its own.

A round runs on the link thread; what touches the store goes through ``InStore``, which does
it on the records thread and brings the answer back.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import (
    LinkLostError,
    ListRefusedError,
    SignInRefusedError,
    StoreLockedError,
)
from mdt_alpr.domain.hotlist.hotlist import Hotlist
from mdt_alpr.domain.people.roles import Session
from mdt_alpr.domain.retention.outbox import ReceiptOutcome, pause_before_try
from mdt_alpr.machine.clock import Clock
from mdt_alpr.patrol import holds
from mdt_alpr.patrol.events import Health
from mdt_alpr.patrol.outbox import (
    DeliveryResult,
    LinkBusyError,
    Queue,
    RequestRefusedError,
    deliver,
    next_batch,
    settle,
)
from mdt_alpr.patrol.ports import HqLink
from mdt_alpr.patrol.store_port import InStore, UnitOfWork
from mdt_alpr.wire.holds import OwnHold

BETWEEN_ROUNDS = timedelta(seconds=5)
LIST_ASKED_EVERY = timedelta(seconds=10)
"""While items flow: what is canceled must not alert for longer (HOT-03). An idle round always
asks, which also shows whether the link works."""
HOLDS_ASKED_EVERY = timedelta(seconds=30)
"""A hold acts in every connected car within a minute (PRS-02)."""
LONGEST_RETRY_AFTER = timedelta(minutes=10)
"""The longest pause that headquarters may ask for."""


@dataclass(frozen=True, slots=True)
class RoundResult:
    """What a round did, the state of the link, and how long to wait before the next.

    ``signed_out``: headquarters no longer accepts the session; no item is lost.
    """

    sent: int
    refused: int
    health: Health
    why: str
    hotlist: Hotlist | None
    pause: timedelta
    queue: Queue
    signed_out: bool
    own_holds: tuple[OwnHold, ...] | None
    """The person's own preservation requests; None where nobody asked for them."""


class Sync:
    """Rounds with headquarters, and the memory of how many failed in a row."""

    def __init__(
        self,
        link: HqLink,
        in_store: InStore,
        clock: Clock,
        jitter: Callable[[], float],
        known_version: int = 0,
    ) -> None:
        """Begin; ``jitter`` gives random numbers from 0 to 1, ``known_version`` is the list's."""
        self._link = link
        self._in_store = in_store
        self._clock = clock
        self._jitter = jitter
        self._known_version = known_version
        self._list_asked_at: datetime | None = None
        self._came: Hotlist | None = None
        """A list that came, and could not be kept yet."""
        self._kept: Hotlist | None = None
        """One that was kept, of which no result has said it yet: it must come into use."""
        self._holds_asked_at: datetime | None = None
        self._own_holds: tuple[OwnHold, ...] | None = None
        self._failures = 0
        self._queue = Queue(0, None)

    def round(self, session: Session) -> RoundResult:
        """Send one batch, settle it, ask for a newer hotlist. Never raises for link or disk."""
        delivered = DeliveryResult()
        self._own_holds = None
        try:
            batch = self._in_store(next_batch)
            if batch.items:
                delivered = deliver(self._link, session, batch)
                self._came = None  # it knows nothing of an entry that was just delivered
            self._queue = self._in_store(lambda work: settle(work, delivered))
            if delivered.failure is None and self._asks_for_list(idle=not batch.items):
                self._get_newer_list(session)
            if delivered.failure is None and self._asks_for_holds():
                self._ask_for_holds(session)
        except (LinkLostError, SignInRefusedError, StoreLockedError) as error:
            return self._result(delivered, error)
        return self._result(delivered, delivered.failure)

    def ask_for_list_next(self) -> None:
        """Let the next round ask for the list also where items wait: there is another one."""
        self._list_asked_at = None

    def _asks_for_list(self, *, idle: bool) -> bool:
        asked, now = self._list_asked_at, self._clock.now()
        return idle or asked is None or not timedelta(0) <= now - asked < LIST_ASKED_EVERY

    def _asks_for_holds(self) -> bool:
        asked, now = self._holds_asked_at, self._clock.now()
        return asked is None or not timedelta(0) <= now - asked < HOLDS_ASKED_EVERY

    def _ask_for_holds(self, session: Session) -> None:
        orders = self._link.holds(session, self._in_store(holds.known))
        if orders.live or orders.ended:
            self._in_store(lambda work: holds.apply_orders(work, orders))
        self._own_holds = orders.own
        self._holds_asked_at = self._clock.now()

    def _get_newer_list(self, session: Session) -> None:
        """Get and keep a newer list; what fails behind it takes it away from no result."""
        if self._came is None:
            self._came = self._link.hotlist(session, self._known_version)
        if (hotlist := self._came) is not None:

            def keep(work: UnitOfWork) -> None:
                work.save_hotlist(hotlist)
                detail = ("entries", str(hotlist.count))
                subject = str(hotlist.version)
                work.record(AuditEvent.LIST_LOADED, subject, session.person_id, detail)

            self._in_store(keep)
            self._known_version = hotlist.version
            self._kept, self._came = hotlist, None
        self._list_asked_at = self._clock.now()

    def _result(
        self,
        delivered: DeliveryResult,
        failure: LinkLostError | SignInRefusedError | StoreLockedError | None,
    ) -> RoundResult:
        signed_out = isinstance(failure, SignInRefusedError)
        if failure is None:
            self._failures = 0
        elif not signed_out:
            self._failures += 1
        hotlist, self._kept = self._kept, None
        return RoundResult(
            sent=delivered.count(ReceiptOutcome.ACCEPTED, ReceiptOutcome.KNOWN),
            refused=delivered.count(ReceiptOutcome.REFUSED),
            health=_health(failure),
            why=str(failure) if failure else "",
            hotlist=hotlist,
            pause=self._pause(failure),
            queue=self._queue,
            signed_out=signed_out,
            own_holds=self._own_holds,
        )

    def _pause(self, failure: Exception | None) -> timedelta:
        if failure is None:
            return timedelta(0) if self._queue.waiting else BETWEEN_ROUNDS
        if isinstance(failure, SignInRefusedError):
            return BETWEEN_ROUNDS
        own = pause_before_try(self._failures, self._jitter())
        if isinstance(failure, LinkBusyError):
            return max(own, min(failure.retry_after, LONGEST_RETRY_AFTER))
        return own


def _health(failure: Exception | None) -> Health:
    if failure is None:
        return Health.OK
    answered = (
        SignInRefusedError,
        LinkBusyError,
        RequestRefusedError,
        ListRefusedError,
        StoreLockedError,
    )
    return Health.WEAK if isinstance(failure, answered) else Health.LOST
