"""What an administrator decides for the whole agency, with every decision (DIS-02)."""

from mdt_alpr.domain.agency_settings import SETTINGS, AgencySetting, SettingDecision
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.ui.desk.form_table import FormTable
from mdt_alpr.ui.desk.models.desk import Cell, Column, PageState, TableRow
from mdt_alpr.ui.desk.models.form import FormAct, FormField, FormHead
from mdt_alpr.ui.desk.presenters.cells import year_cell
from mdt_alpr.ui.desk.views.form_page import FormPage
from mdt_alpr.wire import addresses
from mdt_alpr.wire.agency_settings import AgencySettingsMessage, SettingRequest

_DECIDE = "decide"
_FORM = FormHead(
    (FormField("value", "New value"), FormField("reason", "Reason. No plates.", wide=True)),
    ((_DECIDE, "Change chosen setting"),),
    in_row=3,
)


class AgencySettings(FormTable):
    """The settings as they count, then what was decided before, the newest first."""

    title, order = "Agency settings", 118
    permissions = (Permission.MANAGE_ACCOUNTS,)
    form, emptied = _FORM, ("value", "reason")
    note = "Each decision takes effect at once and stays on record with its reason"
    address, answer = addresses.AGENCY_SETTINGS, AgencySettingsMessage
    columns = (
        Column("Setting", 330),
        Column("Value", 130),
        Column("Reason", 400),
        Column("Decided", 200),
    )

    def widget(self) -> FormPage:
        """Return the table with the form."""
        view = super().widget()
        view.chosen.connect(self.choose)
        return view

    def rows(self, found: AgencySettingsMessage) -> list[TableRow]:
        """Return a row for each setting, then for each earlier decision."""
        newest = {one.setting: one for one in reversed(found.decisions)}
        values = dict(found.values)
        counting = [_counts(one, values[one.value], newest.get(one)) for one in AgencySetting]
        earlier = [one for one in found.decisions if one is not newest[one.setting]]
        return counting + [_earlier(place, one) for place, one in enumerate(earlier)]

    def state(self, found: AgencySettingsMessage) -> PageState:
        """Return how many decisions there are."""
        return PageState(foot=f"{len(found.decisions)} decisions.")

    def choose(self, key: str) -> None:
        """Say which values the chosen setting has, and why one counts without a decision."""
        chosen = _setting(key)
        words = f"{_range(chosen)} {SETTINGS[chosen].why}" if chosen else ""
        self.about_changed.emit(words)

    def act(self, act: FormAct) -> None:
        """Decide on the chosen setting."""
        chosen = _setting(act.key)
        if chosen is None:
            self.show_state(problem="Choose a setting first.")
            return
        value = act.form.text("value").casefold()
        self.send(self.address, SettingRequest(chosen, value, act.form.text("reason")))


PAGE = AgencySettings


def _setting(key: str) -> AgencySetting | None:
    return AgencySetting(key) if key in set(AgencySetting) else None


def _range(setting: AgencySetting) -> str:
    facts = SETTINGS[setting]
    return f"Values: {', '.join(facts.values)}. Default: {facts.default}."


def _words(setting: AgencySetting, value: str) -> str:
    return SETTINGS[setting].values.get(value, value)


def _counts(setting: AgencySetting, value: str, newest: SettingDecision | None) -> TableRow:
    reason = newest.reason if newest else "Default"
    decided = year_cell(newest.set_at, below=f"by {newest.set_by}") if newest else Cell("")
    return TableRow(
        setting.value,
        (
            Cell(SETTINGS[setting].words, strong=True),
            Cell(_words(setting, value), strong=True),
            Cell(reason),
            decided,
        ),
    )


def _earlier(place: int, one: SettingDecision) -> TableRow:
    return TableRow(
        f"earlier {place}",
        (
            Cell(SETTINGS[one.setting].words, below="Replaced by a later decision"),
            Cell(_words(one.setting, one.value)),
            Cell(one.reason),
            year_cell(one.set_at, below=f"by {one.set_by}"),
        ),
    )
