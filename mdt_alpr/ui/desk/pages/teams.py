"""Who is in which team, and who reviews every team (SUP-02)."""

from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.ui.desk.form_table import FormTable
from mdt_alpr.ui.desk.models.desk import Cell, Column, PageState, TableRow
from mdt_alpr.ui.desk.models.form import FormAct, FormField, FormHead, FormValues
from mdt_alpr.ui.desk.presenters.session import DeskSession
from mdt_alpr.ui.desk.views.form_page import FormPage
from mdt_alpr.wire import addresses
from mdt_alpr.wire.accounts import MemberMessage, MembersMessage, TeamRequest

_OWN, _ALL = "own", "all"
_SEES = ((_OWN, "The own team"), (_ALL, "Every team"))
_FORM = FormHead(
    (
        FormField("team", "Team; empty for none", "Night B"),
        FormField("sees", "As supervisor, reviews", options=_SEES),
    ),
    (("set", "Set team of chosen person"),),
    in_row=4,
)


class Teams(FormTable):
    """Each account with its team; the form has those of the chosen one."""

    title, order = "Teams", 102
    permissions = (Permission.MANAGE_ACCOUNTS,)
    form = _FORM
    note = "A supervisor reviews the own team, or every team where that is set here"
    address, answer = addresses.TEAMS, MembersMessage
    nothing = "There are no accounts."
    tall = False
    columns = (
        Column("User name", 200),
        Column("Name", 300),
        Column("Team", 220),
        Column("Reviews", 220),
    )

    def __init__(self, desk: DeskSession) -> None:
        super().__init__(desk)
        self._members: dict[str, MemberMessage] = {}

    def widget(self) -> FormPage:
        """Return the table with the form."""
        view = super().widget()
        view.chosen.connect(self.choose)
        return view

    def rows(self, found: MembersMessage) -> list[TableRow]:
        """Return a row for each account."""
        self._members = {one.person_id: one for one in found.members}
        return [_row(one) for one in found.members]

    def state(self, found: MembersMessage) -> PageState:
        """Return how many are in how many teams."""
        teams = {one.team for one in found.members if one.team}
        return PageState(foot=f"{len(found.members)} accounts, {len(teams)} teams.")

    def choose(self, key: str) -> None:
        """Show the team of the chosen person in the form."""
        if (one := self._members.get(key)) is not None:
            sees = _ALL if one.sees_all else _OWN
            self.form_changed.emit(FormValues({"team": one.team, "sees": sees}))

    def act(self, act: FormAct) -> None:
        """Set the team of the chosen person, after a question where it opens every team."""
        one = self._members.get(act.key)
        if one is None:
            self.show_state(problem="Choose a person first.")
            return
        asked = TeamRequest(act.form.text("team"), act.form.text("sees") == _ALL)
        path = addresses.filled(addresses.ACCOUNT_TEAM, person_id=act.key)
        if asked.sees_all and not one.sees_all:
            question = f"Let {one.name} review every team?"
            self.ask_first(question, lambda: self.post(path, asked, put=True))
        else:
            self.post(path, asked, put=True)

    def forget(self) -> None:
        """Clear what a session left here."""
        super().forget()
        self._members = {}


PAGE = Teams


def _row(one: MemberMessage) -> TableRow:
    sees = dict(_SEES)[_ALL] if one.sees_all else ""
    cells = (Cell(one.person_id), Cell(one.name), Cell(one.team or "None"), Cell(sees))
    return TableRow(one.person_id, cells)
