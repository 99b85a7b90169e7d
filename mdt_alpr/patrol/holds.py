"""Holds in the car: asked of headquarters every minute, and requested on form ALPR-1 (PRS-02).

A request made here holds at once, with or without a link; it goes to headquarters as any other
item. What headquarters says of a hold counts from then on; one that it does not know stays.
"""

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.identity import made_at
from mdt_alpr.domain.retention.alpr_1 import Alpr1
from mdt_alpr.domain.retention.holds import request
from mdt_alpr.domain.retention.outbox import ItemKind
from mdt_alpr.patrol.store_port import UnitOfWork
from mdt_alpr.wire.holds import HoldOrder, HoldOrders, HoldRequestMessage


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
