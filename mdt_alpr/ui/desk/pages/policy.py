"""The agency's policy at the desk: before it is recorded no car is served (PUR-05)."""

from datetime import date

from mdt_alpr.acts import policy as acts
from mdt_alpr.domain.citations import cited, under
from mdt_alpr.domain.people.adoption import LONGEST_POLICY, LONGEST_VERSION, PolicySubject
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.ui.desk.models.desk import PageState, PolicyForm, TableRow
from mdt_alpr.ui.desk.page import TablePage
from mdt_alpr.ui.desk.presenters.listing_rows import columns_of, foot_of, rows_of
from mdt_alpr.ui.desk.views.policy_page import PolicyPage
from mdt_alpr.wire.adoption import AdoptionRequest, AdoptionsMessage

_NUMBER = f"Policy number{cited('policy_number', ', such as ', '')}"


class Policy(TablePage):
    """The policy that counts is on top."""

    title, order = "Policy", 110
    does = (acts.SHOW_POLICY, acts.ADOPT_POLICY)
    permissions = (Permission.MANAGE_ACCOUNTS,)
    note = under("statute", "no car is served before an adopted policy is recorded.")
    finds = False
    address, answer = acts.SHOW_POLICY.address, AdoptionsMessage
    nothing, columns = acts.ADOPTIONS.nothing, columns_of(acts.ADOPTIONS)

    def widget(self) -> PolicyPage:
        subjects = [(subject.value, subject.words) for subject in PolicySubject]
        view = PolicyPage(self.head, subjects, LONGEST_POLICY, LONGEST_VERSION, _NUMBER)
        view.adopted.connect(self.adopt)
        self.form_changed.connect(view.show_form)
        self.connect_table(view)
        return view

    def begin(self) -> None:
        self.form_changed.emit(PolicyForm("", "", self.desk.today().isoformat(), ()))

    def forget(self) -> None:
        super().forget()
        self.begin()

    def adopt(self, form: PolicyForm) -> None:
        """Ask headquarters to record the adoption, which checks it."""
        covered = tuple(map(PolicySubject, form.covered))
        on = date.fromisoformat(form.effective_on)
        asked = AdoptionRequest(form.policy, form.version, on, covered)
        self.send(self.address, asked)

    def rows(self, answer: AdoptionsMessage) -> list[TableRow]:
        return rows_of(acts.ADOPTIONS, answer, self.desk.now())

    def state(self, answer: AdoptionsMessage) -> PageState:
        return PageState(foot=foot_of(acts.ADOPTIONS, answer))

    def recorded(self, answer: AdoptionsMessage) -> None:
        self.begin()
        self.show_answer(answer)


PAGE = Policy
