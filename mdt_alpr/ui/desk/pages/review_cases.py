"""Review cases: frozen accounts, whether the audit is intact, and results (SUP-06)."""

from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.review.review import CaseResult, CaseStep
from mdt_alpr.ui.desk.models.desk import ActRow, Cell, Column, PageState, TableRow
from mdt_alpr.ui.desk.page import ActsTable
from mdt_alpr.ui.desk.presenters.cells import time_cell
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.kit.words import full_time
from mdt_alpr.wire import addresses
from mdt_alpr.wire.review import CaseMessage, CasesMessage, CaseStepRequest

NOTHING = "No review cases. Open one from a hit or a misuse flag, with the reason."
RESULT_WORDS = {
    CaseResult.NONE.value: "Result",
    CaseResult.NO_VIOLATION.value: "No violation",
    CaseResult.TRAINING.value: "Training",
    CaseResult.VIOLATION.value: "Violation",
    CaseResult.PASSED_ON.value: "Referred",
}


class ReviewCases(ActsTable):
    """The menu shows how many are open from sign-in on."""

    title, order = "Review cases", 44
    permissions = (Permission.REVIEW_HITS, Permission.MANAGE_LISTS)
    counts = True
    note = "You can't work a case about yourself"
    acts = ActRow(
        "Reason, at least 10 characters. No plates here.",
        (
            (CaseStep.FROZEN.value, "Freeze account now"),
            (CaseStep.LIFTED.value, "Restore account"),
            (CaseStep.CLOSED.value, "Close case"),
        ),
        "Result",
        tuple(RESULT_WORDS.items()),
    )
    address, answer = addresses.CASES, CasesMessage
    nothing = NOTHING
    columns = (
        Column("Case", 96),
        Column("Opened", 170),
        Column("Officer", 150),
        Column("Account", 190),
        Column("Audit kept", 170),
        Column("Result", 160),
        Column("Last note", 190),
    )

    def rows(self, found: CasesMessage) -> list[TableRow]:
        """Return a row for each case."""
        return [_row(one) for one in found.cases]

    def state(self, found: CasesMessage) -> PageState:
        """Return how many are open."""
        counts = f"{_open(found)} open of {len(found.cases)}. Headquarters' audit is never erased."
        return PageState(foot=counts)

    def waiting(self, found: CasesMessage) -> int:
        """Return how many are open."""
        return _open(found)

    def act(self, act: str, key: str, why: str, choice: str) -> None:
        """Freeze, restore or close; headquarters decides whether it is allowed."""
        if not key:
            self.show_state(problem="Choose a case first.")
            return
        given = CaseResult(choice) if act == CaseStep.CLOSED else CaseResult.NONE
        path = addresses.filled(addresses.CASE_STEPS, number=key)
        self.send(path, CaseStepRequest(CaseStep(act), why, given))


PAGE = ReviewCases


def _open(found: CasesMessage) -> int:
    return sum(one.closed_at is None for one in found.cases)


def _row(one: CaseMessage) -> TableRow:
    last = one.steps[-1]
    account = Cell("Not frozen")
    if one.frozen_at is not None:
        account = Cell("Frozen", Mark.CROSS, warns=True, below=full_time(one.frozen_at))
    broken = Cell("Entries are missing", Mark.CROSS, warns=True, below="or were changed")
    entries = f"{one.audit_entries} {'entry' if one.audit_entries == 1 else 'entries'}"
    audit = Cell(entries, Mark.TICK, below="whole") if one.audit_is_whole else broken
    result = Cell("Open", Mark.RING)
    if one.closed_at is not None:
        words = RESULT_WORDS[one.result.value]
        result = Cell(words, Mark.TICK, strong=True, below=full_time(one.closed_at))
    return TableRow(
        one.number,
        (
            Cell(one.number, strong=True),
            time_cell(one.opened_at, below=f"by {one.opened_by}"),
            Cell(one.officer),
            account,
            audit,
            result,
            Cell(last.words, below=last.by),
        ),
    )
