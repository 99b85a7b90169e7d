"""What administrators decided for the whole agency, as it counts now."""

from sqlalchemy import Connection, select

from mdt_alpr.domain.agency_settings import NO_LINE, SETTINGS, STOP, YES, AgencySetting
from mdt_alpr.hq.base.agency_tables import AGENCY_SETTINGS

_T = AGENCY_SETTINGS.c


def value_of(connection: Connection, setting: AgencySetting) -> str:
    """Return the value that counts now."""
    newest = select(_T.value).where(_T.setting == setting).order_by(_T.number.desc()).limit(1)
    value = connection.scalar(newest)
    return SETTINGS[setting].default if value is None else value


def prosecutors_are_given(connection: Connection) -> bool:
    """Return whether prosecutors may be given captured data (DIS-02)."""
    return value_of(connection, AgencySetting.PROSECUTORS) == YES


def list_line(connection: Connection) -> float | None:
    """Return below which share of right hits a list is proposed for a lower priority (D18)."""
    value = value_of(connection, AgencySetting.LIST_LINE)
    return None if value == NO_LINE else int(value) / 100


def overdue_equipment_stops(connection: Connection) -> bool:
    """Return whether a machine whose upkeep is overdue or failed raises no hits (MNT-02)."""
    return value_of(connection, AgencySetting.OVERDUE_EQUIPMENT) == STOP
