"""A desk for preservation requests with the real rule behind it; answers at once."""

from collections.abc import Callable

from mdt_alpr.domain.retention.alpr_1 import Alpr1
from mdt_alpr.domain.retention.hold_acts import request
from mdt_alpr.domain.retention.hold_notices import last_instant
from mdt_alpr.domain.retention.holds import HoldRefusedError
from mdt_alpr.machine.clock import Clock
from mdt_alpr.patrol.events import Event, HoldNotRequested, HoldRequested, OwnHoldsChanged
from mdt_alpr.wire.holds import OwnHold
from tests.ui.fake_entries_desk import OFFICER


class FakeHoldsDesk:
    """Keeps what was filed; ``slow`` answers nothing."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.filed: list[Alpr1] = []
        self.own: list[OwnHold] = []
        self.publish: Callable[[Event], None] = lambda _: None
        self.slow = False

    def request_hold(self, form: Alpr1) -> None:
        self.filed.append(form)
        if self.slow:
            return
        try:
            hold = request(form, OFFICER, self._clock.now(), f"hold-{len(self.filed)}")
        except HoldRefusedError as error:
            self.publish(HoldNotRequested(error.why))
            return
        scope = hold.scope
        one = OwnHold(hold.hold_id, scope.text, scope.state, hold.case, hold.state,
                      hold.requested_at, last_instant(hold))  # fmt: skip
        self.own.insert(0, one)
        self.publish(OwnHoldsChanged(tuple(self.own)))
        self.publish(HoldRequested(hold.hold_id))
