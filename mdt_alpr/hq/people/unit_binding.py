"""An administrator says which unit a device is."""

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.printable import LONGEST_ID
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.headquarters import Headquarters, RefusedError
from mdt_alpr.hq.people import device_store as device_facts
from mdt_alpr.hq.people.permitted import demand_account
from mdt_alpr.wire.problems import Problem


def bind_unit(hq: Headquarters, device: str, unit: str, by: str) -> None:
    """Say which unit a device is; another device is it no more.

    Raises:
        RefusedError: the person may not, or no device or unit is named.
    """
    demand_account(hq, by, Permission.MANAGE_ACCOUNTS, AuditEvent.HQ_UNIT_REFUSED)
    if not device.strip() or not 0 < len(unit.strip()) <= LONGEST_ID:
        words = f"Name a device, and a unit of 1 to {LONGEST_ID} characters."
        raise RefusedError(Problem.MALFORMED, words)
    with hq.writing() as work:
        device_facts.bind(work.connection, device.strip(), unit, work.now, by)
        record(work, AuditEvent.HQ_UNIT_BOUND, device.strip(), by, ("unit", unit.strip()))
