"""One case as one thread: each step carries numbers and texts on to the next (8.C to 8.E)."""

from mdt_alpr.acts.case_threads import PRINT_CASE, SHOW_CASE
from mdt_alpr.ui.desk.act_form import body_of
from mdt_alpr.ui.desk.act_table import AskedTable
from mdt_alpr.ui.desk.case_steps import CaseSteps
from mdt_alpr.ui.desk.models.form import FormAct, FormValues
from mdt_alpr.ui.desk.page import ASKING
from mdt_alpr.ui.desk.presenters.saving import saved_to
from mdt_alpr.wire.papers import PaperFile

_GO, _WHO = "go", "who"


class CaseThread(AskedTable, CaseSteps):
    """The steps, oldest first; "Go on" opens the page of the next one, filled in."""

    title, order = "Case thread", 60
    note = "From the search to the last copy: what was done, what comes next, and who does it"
    permissions = SHOW_CASE.may
    shows, leads = SHOW_CASE, True
    also = (_GO, "Go on: Enter"), (_WHO, "Who saw it"), (PRINT_CASE.button, PRINT_CASE.button)
    saves = ((PRINT_CASE.button, "case-thread.pdf"),)
    prompt = "Enter the number of a case. Headquarters records that you looked."

    def act(self, act: FormAct) -> None:
        """Show a case, go on with its next step, show who saw it, or write it to a file."""
        if act.act == SHOW_CASE.button:
            self.ask_for(act.form)
        elif self.found is None:
            self.show_state(problem="Show a case first.")
        elif act.act == _WHO:
            self.open_wanted.emit("who_saw", self.found.case)
        elif act.act == _GO:
            self.open_row(act.key)
        else:
            self.show_state(waits=ASKING)
            body = body_of(PRINT_CASE, FormValues({"case": self.found.case}))
            call = saved_to(act.place, self.ask(PaperFile, PRINT_CASE.path(), body))
            self.wait(call, self.say_saved, self.saving_call)

    def open_row(self, key: str) -> None:
        """Open the page of the next step, with what the case carries on."""
        del key
        if self.found is not None:
            self.open_next(self.found)


PAGE = CaseThread
