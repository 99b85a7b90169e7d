"""Preservation requests of a drill: with every part, or with one left out (RS-21)."""

import os
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from mdt_alpr.demo.drill.headquarters import OFFICER
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.plate.plate import Plate
from mdt_alpr.domain.retention.alpr_1 import Alpr1, HeldCamera, HoldGround, HoldScope
from mdt_alpr.domain.retention.holds import HoldRefusedError

if TYPE_CHECKING:
    from mdt_alpr.hq.base.headquarters import Headquarters

_AROUND = timedelta(hours=2)
_WITHOUT: dict[str, dict[str, Any]] = {
    "plate": {"text": ""},
    "camera": {"cameras": ()},
    "dates": {"begins_at": None, "ends_at": None},
    "facts": {"facts": ""},
    "ground": {"ground": None},
    "case": {"case": ""},
    "parties": {"parties": ""},
}
"""What is empty where a part is left out."""


def request(hq: "Headquarters", plate: Plate, unit: str, without: str) -> str:
    """File form ALPR-1 on a plate; return why it is refused, empty where it is filed."""
    from mdt_alpr.domain.identity import new_id
    from mdt_alpr.hq.base.headquarters import Caller
    from mdt_alpr.hq.holds import service
    from mdt_alpr.wire.holds import HoldRequest

    now = hq.clock.now()
    scope = HoldScope(plate.text, plate.state, (HeldCamera(unit),), now - _AROUND, now)
    facts = "Witness saw this car leave the scene of an armed robbery"
    form = Alpr1(scope, HoldGround.CRIMINAL, facts, "26-038204", "State v. D. Marsh")
    left_out = _WITHOUT.get(without, {})
    of_scope = {name for name in left_out if hasattr(scope, name)}
    if of_scope:
        form = replace(form, scope=replace(scope, **left_out))
    elif left_out:
        form = replace(form, **left_out)
    caller = Caller(OFFICER, OFFICER, Role.OFFICER, "drill-desk", "")
    try:
        service.file_request(hq, caller, HoldRequest(new_id(now, os.urandom(10)), form))
    except HoldRefusedError as error:
        return str(error)
    return ""


def newest(hq: "Headquarters") -> tuple[str, int]:
    """Return the state of the newest request, and how many reads it holds; "none" without one."""
    from mdt_alpr.domain.retention.holds import HoldState
    from mdt_alpr.hq.base.paging import NEWEST
    from mdt_alpr.hq.holds import store, views

    with hq.reading() as work:
        lines, _ = store.page(work, list(HoldState), NEWEST, 1)
        if not lines:
            return "none", 0
        return lines[0].state.value, len(views.held_reads(work, lines[0].hold_id))
