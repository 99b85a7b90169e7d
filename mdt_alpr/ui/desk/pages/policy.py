"""The agency's policy at the desk: before it is recorded no car is served (PUR-05)."""

from datetime import date

from mdt_alpr.domain.people.adoption import LONGEST_POLICY, LONGEST_VERSION, PolicySubject
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.ui.desk.models.desk import Cell, Column, PageState, PolicyForm, TableRow
from mdt_alpr.ui.desk.page import TablePage
from mdt_alpr.ui.desk.presenters.cells import year_cell
from mdt_alpr.ui.desk.views.policy_page import PolicyPage
from mdt_alpr.wire import addresses
from mdt_alpr.wire.adoption import AdoptionMessage, AdoptionRequest, AdoptionsMessage


class Policy(TablePage):
    """The policy that counts is on top."""

    title, order = "Policy", 110
    permissions = (Permission.MANAGE_ACCOUNTS,)
    note = "G.S. 20-183.31: no car is served before an adopted policy is recorded."
    finds = False
    address, answer = addresses.POLICY, AdoptionsMessage
    nothing = "No policy is recorded. No car is served."
    columns = (
        Column("Policy", 260),
        Column("Version", 120),
        Column("In effect since", 180),
        Column("Recorded", 260),
        Column("By", 300),
    )

    def widget(self) -> PolicyPage:
        """Return the table under the form."""
        subjects = [(subject.value, subject.words) for subject in PolicySubject]
        view = PolicyPage(self.head, subjects, LONGEST_POLICY, LONGEST_VERSION)
        view.adopted.connect(self.adopt)
        self.form_changed.connect(view.show_form)
        self.connect_table(view)
        return view

    def begin(self) -> None:
        """Empty the form for the person who signs in."""
        self.form_changed.emit(PolicyForm("", "", self.desk.today().isoformat(), ()))

    def forget(self) -> None:
        """Clear what a session left here."""
        super().forget()
        self.begin()

    def adopt(self, form: PolicyForm) -> None:
        """Ask headquarters to record the adoption, which checks it."""
        covered = tuple(map(PolicySubject, form.covered))
        on = date.fromisoformat(form.effective_on)
        asked = AdoptionRequest(form.policy, form.version, on, covered)
        self.send(self.address, asked)

    def rows(self, found: AdoptionsMessage) -> list[TableRow]:
        """Return a row for each adoption."""
        return [_row(number, one) for number, one in enumerate(found.adoptions)]

    def state(self, found: AdoptionsMessage) -> PageState:
        """Say which policy counts."""
        first = found.adoptions[0]
        return PageState(foot=f"{first.policy}, version {first.version}, is in effect.")

    def recorded(self, found: AdoptionsMessage) -> None:
        """Empty the form, and show every adoption."""
        self.begin()
        self.show_answer(found)


PAGE = Policy


def _row(number: int, one: AdoptionMessage) -> TableRow:
    effective = f"{one.effective_on:%b} {one.effective_on.day}, {one.effective_on.year}"
    return TableRow(
        str(number),
        (
            Cell(one.policy, strong=number == 0),
            Cell(one.version),
            Cell(effective),
            year_cell(one.at),
            Cell(one.name),
        ),
    )
