"""Alternatives of the message switch, and the choice among them by the settings."""

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.message_switch import MessageSwitch, NoSwitch
from mdt_alpr.hq.base.settings_file import setting_words
from mdt_alpr.hq.switches.http import HttpSwitch
from mdt_alpr.hq.switches.simulated import SimulatedSwitch

SIMULATED = "simulated"


def make_switch(hq: Headquarters) -> MessageSwitch:
    """Return the switch of the settings.

    Raises:
        OutsideError: a simulator outside training, or an address that cannot be used.
    """
    settings = hq.settings
    if not settings.status_gateway:
        return NoSwitch()
    if settings.status_gateway != SIMULATED:
        return HttpSwitch(settings.status_gateway, settings.gateway_token)
    if not settings.training:
        raise OutsideError(
            "The simulated gateway is for training only. Give a URL, or set "
            f"{setting_words('training')}."
        )
    return SimulatedSwitch(hq)
