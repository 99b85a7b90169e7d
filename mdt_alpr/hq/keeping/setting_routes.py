"""What administrators decide for the whole agency (DIS-02)."""

from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.hq.base.headquarters import ApiCall
from mdt_alpr.hq.keeping import agency_settings
from mdt_alpr.hq.people.endpoints import RouteTable
from mdt_alpr.wire import addresses
from mdt_alpr.wire.agency_settings import AgencySettingsMessage, SettingRequest
from mdt_alpr.wire.problems import Problem

ROUTES = RouteTable()


@ROUTES.serve("GET", addresses.AGENCY_SETTINGS, "See the agency's settings", Permission.READ_AUDIT)
def show_settings(call: ApiCall) -> AgencySettingsMessage:
    """Show what counts, and every decision."""
    with call.hq.writing() as work:
        return agency_settings.settings_of(work, call.by)


@ROUTES.serve(
    "POST",
    addresses.AGENCY_SETTINGS,
    "Decide on a setting of the agency",
    Permission.MANAGE_ACCOUNTS,
    refusal=Problem.AGENCY_SETTING_REFUSED,
)
def decide(call: ApiCall, body: SettingRequest) -> AgencySettingsMessage:
    """Decide on a setting, which counts at once."""
    with call.hq.writing() as work:
        agency_settings.decide(work, body, call.by)
        return agency_settings.settings_of(work, call.by)
