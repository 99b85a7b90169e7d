"""Holds in the car: asked of headquarters every minute, and requested on form ALPR-1 (PRS-02).

A request made here holds at once, with or without a link; it goes to headquarters as any other
item. What headquarters says of a hold counts from then on; one that it does not know stays.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import StoreLockedError
from mdt_alpr.domain.identity import made_at, new_id
from mdt_alpr.domain.officer import Driving
from mdt_alpr.domain.retention.alpr_1 import Alpr1
from mdt_alpr.domain.retention.hold_acts import request
from mdt_alpr.domain.retention.hold_notices import last_instant
from mdt_alpr.domain.retention.holds import HoldRefusedError
from mdt_alpr.domain.retention.outbox import ItemKind
from mdt_alpr.machine.clock import Clock
from mdt_alpr.patrol.events import HoldNotRequested, HoldRequested, OwnHoldsChanged
from mdt_alpr.patrol.sign_in import Sessions
from mdt_alpr.patrol.store_port import Store, UnitOfWork
from mdt_alpr.patrol.worker import Worker
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.holds import HoldOrder, HoldOrders, HoldRequestMessage, OwnHold

CAR_MOVES = "The car is moving. Stop, or have a second officer use it, to request preservation."
_WAITING_SHOWN = 50


def known(work: UnitOfWork) -> tuple[str, ...]:
    """Return the holds that this machine works with."""
    return tuple(order.hold_id for order in work.holds.live())


def apply_orders(work: UnitOfWork, orders: HoldOrders) -> None:
    """Keep the live holds, and end those that ended."""
    for order in orders.live:
        if work.holds.save(order):
            work.record(AuditEvent.HOLD_RECEIVED, order.hold_id, "")
    for hold_id in orders.ended:
        if work.holds.end(hold_id):
            work.record(AuditEvent.HOLD_ENDED, hold_id, "")


def request_hold(
    work: UnitOfWork, form: Alpr1, person: str, hold_id: str, machine: tuple[str, str]
) -> None:
    """Hold at once what a form covers here, and send it; ``machine`` is unit and device.

    Raises:
        HoldRefusedError: a part of the form is missing; says what.
    """
    now = made_at(hold_id)
    hold = request(form, person, now, hold_id)
    work.queue(ItemKind.HOLD_REQUEST, HoldRequestMessage(hold_id, form, person, now))
    scope = hold.scope.of(*machine)
    if scope.cameras:
        work.holds.save(HoldOrder(hold_id, scope, is_final=False, requested_at=now, ends_at=None))
    work.record(AuditEvent.HOLD_REQUESTED, hold_id, person)


def waiting_requests(work: UnitOfWork, person: str) -> tuple[OwnHold, ...]:
    """Return a person's requests that headquarters has not got yet; they outlast a restart."""
    items = work.waiting_of((ItemKind.HOLD_REQUEST,), _WAITING_SHOWN)
    messages = (decode(HoldRequestMessage, item.body) for item in items)
    return tuple(_own(message) for message in messages if person and message.person_id == person)


def _own(message: HoldRequestMessage) -> OwnHold:
    hold = request(message.form, message.person_id, message.at, message.hold_id)
    scope = hold.scope
    ends_at = last_instant(hold)
    return OwnHold(
        hold.hold_id, scope.text, scope.state, hold.case, hold.state, hold.requested_at, ends_at
    )


@dataclass(frozen=True, slots=True)
class HoldParts:
    """What preservation requests need; ``machine`` is unit and device."""

    records: Worker
    store: Store
    clock: Clock
    sessions: Sessions
    machine: tuple[str, str]
    random_bytes: Callable[[int], bytes]
    publish: Callable[[HoldRequested | HoldNotRequested | OwnHoldsChanged], None]


class HoldRequests:
    """Implements ``patrol.desk.HoldsDesk``.

    A person's own requests are those that wait here and those that headquarters named last; the
    latter are only in memory, and gone with the session.
    """

    def __init__(self, parts: HoldParts) -> None:
        self._parts = parts
        self._driving = Driving()
        self._person = ""
        self._known: dict[str, OwnHold] = {}

    def drive(self, driving: Driving) -> None:
        """Note how the car moves and who works the screen (VER-10); from any thread."""
        self._driving = driving

    def request_hold(self, form: Alpr1) -> None:
        """File form ALPR-1 of who works the screen now; returns at once."""
        hold_id = new_id(self._parts.clock.now(), self._parts.random_bytes(10))
        person = self._parts.sessions.person_id
        self._parts.records.do(lambda: self._request(form, person, hold_id))

    # ------------------------------------------------------------------ on the records thread

    def know(self, person: str, holds: Iterable[OwnHold]) -> None:
        """Use what headquarters says of a person's requests; what it has not got yet stays."""
        if person == self._parts.sessions.person_id:
            reported = {hold.hold_id: hold for hold in holds}
            self._mind_person()
            unnumbered = {i: hold for i, hold in self._known.items() if not hold.number}
            self._known = unnumbered | reported
            self.show()

    def show(self) -> None:
        """Show the officer's own requests, nobody's where nobody is signed in."""
        self._mind_person()
        with self._parts.store.begin() as work:
            for hold in waiting_requests(work, self._person):
                self._known.setdefault(hold.hold_id, hold)
        newest = sorted(self._known.values(), key=lambda hold: hold.requested_at, reverse=True)
        self._parts.publish(OwnHoldsChanged(tuple(newest)))

    def _mind_person(self) -> None:
        if (person := self._parts.sessions.person_id) != self._person:
            self._person, self._known = person, {}

    def _request(self, form: Alpr1, person: str, hold_id: str) -> None:
        try:
            if not self._driving.typing_allowed:
                raise HoldRefusedError(CAR_MOVES)  # noqa: TRY301 - one way out for every refusal
            with self._parts.store.begin() as work:
                request_hold(work, form, person, hold_id, self._parts.machine)
        except HoldRefusedError as error:
            self._parts.publish(HoldNotRequested(error.why))
        except StoreLockedError as error:
            self._parts.publish(HoldNotRequested((str(error),)))
        else:
            self.show()
            self._parts.publish(HoldRequested(hold_id))
