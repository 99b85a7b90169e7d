"""Review cases: frozen accounts, whether the audit is intact, and results (SUP-06)."""

from mdt_alpr.acts import hits
from mdt_alpr.domain.review.review import CaseResult, CaseStep
from mdt_alpr.ui.desk.act_table import ListTable
from mdt_alpr.ui.desk.form_table import ActsTable
from mdt_alpr.ui.desk.models.desk import ActRow
from mdt_alpr.wire.review import CasesMessage, CaseStepRequest

_RESULTS = {**hits.RESULT_WORDS, CaseResult.NONE: "Result"}


class ReviewCases(ActsTable, ListTable):
    """The menu shows how many are open from sign-in on."""

    title, order = "Review cases", 44
    counts = True
    note = "You can't work a case about yourself"
    shows = hits.SHOW_CASES
    acts = ActRow(
        "Reason, at least 10 characters. No plates here.",
        (
            (CaseStep.FROZEN.value, "Freeze account now"),
            (CaseStep.LIFTED.value, "Restore account"),
            (CaseStep.CLOSED.value, "Close case"),
        ),
        "Result",
        tuple((result.value, words) for result, words in _RESULTS.items()),
    )

    def waiting(self, answer: CasesMessage) -> int:
        return hits.open_cases(answer)

    def act(self, act: str, key: str, why: str, choice: str) -> None:
        """Freeze, restore or close; headquarters decides whether it is allowed."""
        if not key:
            self.show_state(problem="Choose a case first.")
            return
        given = CaseResult(choice) if act == CaseStep.CLOSED else CaseResult.NONE
        step = hits.TAKE_CASE_STEP
        path = step.path(seen=step.seen_in(self.found, number=key), number=key)
        self.send(path, CaseStepRequest(CaseStep(act), why, given))


PAGE = ReviewCases
