"""What an administrator decides for the whole agency, with every decision (DIS-02)."""

from functools import partial

from mdt_alpr.acts import agency_settings as acts
from mdt_alpr.domain.agency_settings import SETTINGS, AgencySetting
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.ui.desk.act_table import ListTable
from mdt_alpr.ui.desk.form_table import FormTable
from mdt_alpr.ui.desk.models.form import FormAct, FormField, FormHead
from mdt_alpr.ui.desk.models.lists import SecondPerson
from mdt_alpr.ui.desk.page import SENDING
from mdt_alpr.ui.desk.two_people import TwoPeople
from mdt_alpr.ui.desk.views.form_page import FormPage
from mdt_alpr.ui.desk.views.second_person import SecondPersonBar
from mdt_alpr.wire.agency_settings import SettingRequest

_DECIDE = "decide"
_TAKES_TWO = (
    "Cars and cameras whose upkeep is overdue or failed raise no hits from now on. A custodian or "
    "another administrator confirms:"
)
_FORM = FormHead(
    (FormField("value", "New value"), FormField("reason", "Reason. No plates.", wide=True)),
    ((_DECIDE, "Change chosen setting"),),
    in_row=3,
)


class AgencySettings(TwoPeople, ListTable, FormTable):
    """The settings as they count, then what was decided before, the newest first."""

    title, order = "Agency settings", 118
    permissions = (Permission.MANAGE_ACCOUNTS,)
    form, emptied = _FORM, ("value", "reason")
    note = "Each decision takes effect at once and stays on record with its reason"
    shows = acts.SHOW_SETTINGS

    def widget(self) -> FormPage:
        view = super().widget()
        view.chosen.connect(self.choose)
        bar = SecondPersonBar()
        view.add_above(bar)
        self.connect_second(bar)
        self.second_changed.connect(bar.ask)
        return view

    def choose(self, key: str) -> None:
        """Say which values the chosen setting has, and why one counts without a decision."""
        self.leave_undone()
        chosen = _setting(key)
        self.about_changed.emit(acts.range_words(chosen) if chosen else "")

    def act(self, act: FormAct) -> None:
        """Decide on the chosen setting; another person confirms what takes two."""
        chosen = _setting(act.key)
        if chosen is None:
            self.show_state(problem="Choose a setting first.")
            return
        value = act.form.text("value").casefold()
        body = SettingRequest(chosen, value, act.form.text("reason"))
        path = acts.DECIDE.path(seen=acts.DECIDE.seen_in(self.found, setting=chosen))
        if value in SETTINGS[chosen].takes_two:
            self.want_second(_TAKES_TWO, partial(self._send_confirmed, path, body))
        else:
            self.send(path, body)

    def _send_confirmed(self, path: str, body: SettingRequest, entered: SecondPerson) -> None:
        self.desk.used()
        self.show_state(waits=SENDING)
        call = self.desk.confirmed(self.answer, path, body, entered)
        self.wait(call, self.recorded)


PAGE = AgencySettings


def _setting(key: str) -> AgencySetting | None:
    return AgencySetting(key) if key in set(AgencySetting) else None
