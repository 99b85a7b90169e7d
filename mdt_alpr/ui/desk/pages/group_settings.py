"""Settings of groups of machines at the desk (CM-3, CM-6)."""

from dataclasses import replace
from typing import Any

from mdt_alpr.acts import fleet
from mdt_alpr.acts.act import Act, Declaration
from mdt_alpr.domain.car_settings import agreed_by_two, changes_in_words, settings_of_group
from mdt_alpr.ui.desk.confirmed_acts import ConfirmedActs
from mdt_alpr.ui.desk.models.form import FormValues
from mdt_alpr.wire.car_settings import GroupSettingsRequest

TAKES_TWO = "This takes safety checks away ({taken}). A custodian or another administrator agrees:"


class GroupSettingsPage(ConfirmedActs):
    """What a group has is all that it is given; a machine is put into one on the page Fleet."""

    title, order = "Group settings", 116
    note = "A machine takes them with no hit open and uses them from its next start on"
    shows, acts = fleet.SHOW_GROUPS, (fleet.SET_GROUP,)
    fills, omits, in_row = ("group", "text"), ("confirmed",), 3

    def body(self, pressed: Declaration[Any], form: FormValues) -> Any:
        """Return what is sent: the page asks first whether what changes is meant."""
        body = replace(super().body(pressed, form), confirmed=True)
        settings_of_group(body.text)  # refuses what headquarters would refuse
        return body

    def question(self, _pressed: Act[Any], _row: Any, body: GroupSettingsRequest) -> str:
        changes = changes_in_words(self._before(body), settings_of_group(body.text))
        words = " ".join(changes) or "Nothing changes: the same settings are signed again."
        return f"{words} Give them to group {body.group}?"

    def takes_two(self, _act: Act[Any], _path: str, body: GroupSettingsRequest) -> str:
        taken = agreed_by_two(settings_of_group(body.text), self._before(body))
        words = ", ".join(f"{w.title.lower()}: {w.state.lower()}" for w in taken)
        return TAKES_TWO.format(taken=words) if taken else ""

    def _before(self, body: GroupSettingsRequest) -> dict[str, object]:
        """Return what the group has by now."""
        row = self.known.get(body.group.strip())
        return settings_of_group(row.text) if row is not None else {}


PAGE = GroupSettingsPage
