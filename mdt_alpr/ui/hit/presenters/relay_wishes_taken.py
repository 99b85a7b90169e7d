"""What the wishes about other units do to a case, and what they ask of the desk (D9)."""

from collections.abc import Callable
from typing import Any

from mdt_alpr.domain.hit.relay import may_pass_on
from mdt_alpr.patrol.relay_desk import RelayDesk
from mdt_alpr.ui.hit.models import relay_wishes as r
from mdt_alpr.ui.hit.presenters.hit_case import HitCase


class RelayWishes:
    """Takes the wishes of one open hit; what cannot be wished now changes nothing."""

    def __init__(self, desk: RelayDesk) -> None:
        self._desk = desk

    @property
    def takers(self) -> dict[type, Callable[[HitCase, Any], None]]:
        """Return what takes each wish."""
        return {r.AskRelay: _ask, r.PassOn: self._pass_on}

    def _pass_on(self, case: HitCase, wish: r.PassOn) -> None:
        unit = next((u for u in case.units if u.device == wish.device), None)
        if case.relaying and unit is not None and may_pass_on(case.hit):
            self._desk.relay(case.hit.hit_id, unit.unit, unit.device)


def _ask(case: HitCase, _wish: r.AskRelay) -> None:
    if case.closing is None and may_pass_on(case.hit):
        case.relaying = True
