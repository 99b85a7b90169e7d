"""`hq agency-settings`: what an administrator decides for the whole agency."""

import sys
from argparse import Namespace

from mdt_alpr.cli.arguments import Command, arg
from mdt_alpr.cli.hq_link import REASON, Hq, hq_asks
from mdt_alpr.domain.agency_settings import SETTINGS, AgencySetting
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.domain.printable import escaped
from mdt_alpr.wire import addresses
from mdt_alpr.wire.agency_settings import AgencySettingsMessage, SettingRequest

GROUP = Command("agency-settings", "what is decided for the whole agency", None)


@hq_asks("agency-settings show", "show what counts, and every decision")
def _show(hq: Hq, _args: Namespace) -> None:
    _said(hq.ask(AgencySettingsMessage, addresses.AGENCY_SETTINGS))


@hq_asks(
    "agency-settings set",
    "decide on a setting; it counts at once",
    arg("setting", choices=[one.value for one in AgencySetting], help="which one"),
    arg("value", help="as hq agency-settings show lists them"),
    REASON,
)
def _set(hq: Hq, args: Namespace) -> None:
    asked = SettingRequest(AgencySetting(args.setting), args.value.casefold(), args.reason)
    _said(hq.ask(AgencySettingsMessage, addresses.AGENCY_SETTINGS, asked))


def _said(found: AgencySettingsMessage) -> None:
    values = dict(found.values)
    for setting, facts in SETTINGS.items():
        value = values[setting.value]
        sys.stdout.write(
            f"{setting.value} = {value}: {facts.words}. Values: {', '.join(facts.values)}; "
            f"without a decision {facts.default}. {facts.why}\n"
        )
    for one in found.decisions:
        words = f"{capture_date(one.set_at)} {one.set_by}: {one.setting.value} = {one.value}"
        sys.stdout.write(escaped(f"{words}, {one.reason}") + "\n")
