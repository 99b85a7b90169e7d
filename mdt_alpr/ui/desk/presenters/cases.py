"""Review cases: who is frozen, whether the audit is whole, what came of it (SUP-06)."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from mdt_alpr.domain.review.review_case import CaseResult, CaseStep
from mdt_alpr.ui.desk.models.desk import Cell, Column, PageState, TableRow
from mdt_alpr.ui.desk.presenters.link import Asking
from mdt_alpr.ui.desk.presenters.words import day_time
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.wire import addresses
from mdt_alpr.wire.cases import CaseAsk, CaseMessage, CasesMessage

COLUMNS = (
    Column("Case", 96),
    Column("Opened", 170),
    Column("Officer", 150),
    Column("Account", 190),
    Column("Audit kept", 170),
    Column("Result", 160),
    Column("Last note", 190),
)
NOTHING = "No review cases. Open one from a hit, with the reason."
RESULT_WORDS = {
    CaseResult.NONE.value: "Result",
    CaseResult.NO_VIOLATION.value: "No violation",
    CaseResult.TRAINING.value: "Training",
    CaseResult.VIOLATION.value: "Violation",
    CaseResult.PASSED_ON.value: "Passed on",
}
Ask = Callable[[type, str, object], Callable[[], object]]


class CasesPresenter(QObject):
    """Signals: the rows, the state of the page, and how many cases are open."""

    rows_changed = Signal(object, bool)
    state_changed = Signal(object)
    open_changed = Signal(int)

    def __init__(self, asking: Asking, ask: Ask) -> None:
        super().__init__()
        self._asking, self._ask = asking, ask

    def load(self) -> None:
        """Ask which cases there are."""
        self._say(waits="Asking headquarters")
        self._send(addresses.CASES, None)

    def act(self, step: str, number: str, why: str, result: str) -> None:
        """Freeze, give back or close; headquarters decides whether that may be."""
        if not number:
            self._say(problem="Choose a case first.")
            return
        self._say(waits="Sending to headquarters")
        given = CaseResult(result) if step == CaseStep.CLOSED else CaseResult.NONE
        path = addresses.filled(addresses.CASE_STEPS, number=number)
        self._send(path, CaseAsk(CaseStep(step), why, given))

    def cancel(self) -> None:
        """Wait no longer."""
        self._asking.cancel("cases")
        self._say(problem="Stopped. Press F5 to reload.")

    def _send(self, path: str, body: object) -> None:
        call = self._ask(CasesMessage, path, body)
        self._asking.ask("cases", call, self._came, self._failed)

    def _came(self, found: CasesMessage) -> None:
        rows = [_row(one) for one in found.cases]
        self.rows_changed.emit(rows, False)  # noqa: FBT003 - a signal
        waiting = sum(one.closed_at is None for one in found.cases)
        self.open_changed.emit(waiting)
        told = f"{waiting} open of {len(rows)}. Headquarters' audit is never erased."
        self._say(foot=told if rows else NOTHING)

    def _failed(self, why: str) -> None:
        self._say(problem=f"{why} The screen still shows earlier data.")

    def _say(self, **words: str) -> None:
        self.state_changed.emit(PageState(**words))


def _row(one: CaseMessage) -> TableRow:
    last = one.steps[-1]
    account = Cell("Not frozen")
    if one.frozen_at is not None:
        account = Cell("Frozen", Mark.CROSS, warns=True, below=day_time(one.frozen_at))
    broken = Cell("Entries are missing", Mark.CROSS, warns=True, below="or were changed")
    entries = f"{one.audit_entries} {'entry' if one.audit_entries == 1 else 'entries'}"
    audit = Cell(entries, Mark.TICK, below="whole") if one.audit_is_whole else broken
    result = Cell("Open", Mark.RING)
    if one.closed_at is not None:
        words = RESULT_WORDS[one.result.value]
        result = Cell(words, Mark.TICK, strong=True, below=day_time(one.closed_at))
    return TableRow(
        one.number,
        (
            Cell(one.number, strong=True),
            Cell(day_time(one.opened_at), below=f"by {one.opened_by}"),
            Cell(one.officer),
            account,
            audit,
            result,
            Cell(last.words, below=last.by),
        ),
    )
