"""Review cases: frozen accounts, whether the audit is intact, and results (SUP-06)."""

from mdt_alpr.acts import hits
from mdt_alpr.ui.desk.case_table import RowActs
from mdt_alpr.wire.review import CasesMessage


class ReviewCases(RowActs):
    """The menu shows how many are open from sign-in on."""

    title, order = "Review cases", 44
    counts = True
    note = "You can't work a case about yourself"
    shows = hits.SHOW_CASES
    row_acts = hits.FREEZE_ACCOUNT, hits.RESTORE_ACCOUNT, hits.CLOSE_CASE
    says = "Reason, at least 10 characters. No plates here."

    def waiting(self, answer: CasesMessage) -> int:
        return hits.open_cases(answer)


PAGE = ReviewCases
