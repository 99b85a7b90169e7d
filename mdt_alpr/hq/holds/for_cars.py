"""What a car is told of holds: those over its cameras, and which of its own ended (PRS-02)."""

from mdt_alpr.domain.retention.holds import ended_by_time
from mdt_alpr.hq.base.headquarters import Caller, Work
from mdt_alpr.hq.holds import store
from mdt_alpr.wire.holds import HoldOrder, HoldOrders, KnownHolds


def orders(work: Work, caller: Caller, known: KnownHolds) -> HoldOrders:
    """Return the live holds over the caller's cameras, and those that it knows and that ended.

    One that is in neither headquarters does not know, as after a restore: the car keeps it.
    """
    live, ended = list[HoldOrder](), list[str]()
    for kept in store.live(work):
        hold = kept.hold
        if hold is None or ended_by_time(hold, work.now) is not None:
            continue
        if hold.scope.names(caller.unit, caller.device):
            due_at = hold.due_at if hold.form is not None else None
            live.append(
                HoldOrder(hold.hold_id, hold.scope, hold.is_final, hold.requested_at, due_at)
            )
    given = {one.hold_id for one in live}
    for hold_id in dict.fromkeys(known.holds):
        kept_one = store.of_id(work, hold_id)
        is_over = kept_one is not None and hold_id not in given
        if is_over or work.keys.holds.is_ended(hold_id):
            ended.append(hold_id)
    store.give_to_car(work, caller.device, given)
    store.end_in_car(work, caller.device, ended)
    return HoldOrders(tuple(live), tuple(ended))
