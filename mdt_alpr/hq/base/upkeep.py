"""What is late on a machine, by the register and its work orders (MNT-02)."""

from datetime import datetime

from sqlalchemy import Connection, or_, select

from mdt_alpr.domain.equipment.schedule import Plan, WorkDates
from mdt_alpr.domain.equipment.upkeep import NOTHING_LATE, Upkeep, late_works, worst_first
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.hq.base.agency_settings import overdue_equipment_stops
from mdt_alpr.hq.base.equipment_tables import EQUIPMENT, EQUIPMENT_PLANS, EQUIPMENT_WORK

_E, _P, _W = EQUIPMENT.c, EQUIPMENT_PLANS.c, EQUIPMENT_WORK.c


def upkeep_of(connection: Connection, device: str, at: datetime) -> Upkeep:
    """Return what was late at an instant on a machine and on what is mounted in it."""
    if not device:
        return NOTHING_LATE
    own = select(_E.number).where(_E.device == device)
    in_use = or_(_E.retired_at.is_(None), _E.retired_at > at)
    items = select(_E.number, _E.name).where(or_(_E.device == device, _E.part_of.in_(own)), in_use)
    late = []
    for number, name in connection.execute(items):
        planned = select(_P.kind, _P.every_days, _P.since).where(_P.equipment == number)
        ordered = select(_W.kind, _W.due_on, _W.done_on, _W.result).where(_W.equipment == number)
        plans = [Plan(*row) for row in connection.execute(planned)]
        works = [WorkDates(*row) for row in connection.execute(ordered.order_by(_W.number))]
        late += late_works(name, plans, works, capture_date(at))
    return Upkeep(worst_first(late), overdue_equipment_stops(connection) if late else False)
