"""What administrators decide for the whole agency (DIS-02)."""

from mdt_alpr.acts import agency_settings as acts
from mdt_alpr.hq.base.headquarters import ApiCall
from mdt_alpr.hq.keeping import agency_settings
from mdt_alpr.hq.people.endpoints import RouteTable
from mdt_alpr.wire.agency_settings import AgencySettingsMessage, SettingRequest

ROUTES = RouteTable()


@ROUTES.does(acts.SHOW_SETTINGS)
def show_settings(call: ApiCall) -> AgencySettingsMessage:
    """Show what counts, and every decision."""
    with call.hq.writing() as work:
        return agency_settings.settings_of(work, call.by)


@ROUTES.does(acts.DECIDE)
def decide(call: ApiCall, body: SettingRequest) -> AgencySettingsMessage:
    """Decide on a setting, which counts at once."""
    with call.hq.writing() as work:
        agency_settings.decide(work, body, call.by, call.second_id)
        return agency_settings.settings_of(work, call.by)
