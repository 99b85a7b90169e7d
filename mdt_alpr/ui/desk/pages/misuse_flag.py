"""The searches of one misuse flag with their context: case, reason and purpose (SUP-03)."""

from typing import Any

from mdt_alpr.acts import misuse
from mdt_alpr.acts.act import Act
from mdt_alpr.ui.desk.case_table import RowActs
from mdt_alpr.ui.desk.page import ASKING
from mdt_alpr.wire.misuse import FlagDetail, FlagMessage


class MisuseFlag(RowActs):
    """Oldest first; the plate is not shown. A case is opened here, where the searches are read."""

    title, order = "Flagged searches", 49
    opened_from = "misuse_flags"
    note = "Every view of this is recorded. The plate is not shown"
    shows = misuse.SHOW_FLAG
    row_acts = (misuse.OPEN_CASE_BY_FLAG,)
    says = "What you found out. No plates here."

    def begin(self) -> None:
        self.acts_changed.emit(())

    def open(self, chosen: int) -> None:
        self.begin()
        self.show()
        self.show_state(waits=ASKING)
        path = misuse.SHOW_FLAG.path(number=chosen)
        self.wait(self.ask(FlagDetail, path), self.show_answer)

    def load(self) -> None:
        """Nothing is requested without a flag."""

    def show_answer(self, answer: FlagDetail) -> None:
        """Show the searches, and let who may judge the flag write about them."""
        super().show_answer(answer)
        self.acts_changed.emit(self.acts.acts if answer.flag.may_judge else ())

    def row(self, _key: str) -> FlagMessage | None:
        """Return the flag, whichever of its searches is chosen."""
        return self.found.flag if self.found else None

    def known_of(self, _act: Act[Any], row: FlagMessage) -> dict[str, object]:
        return {"accesses": row.accesses}

    def places(self, _act: Act[Any], _key: str, row: FlagMessage) -> dict[str, object]:
        return {"number": row.number}

    def was_done(self, answer: FlagMessage) -> None:
        self.act_recorded.emit()
        self.begin()
        self.show_state(foot=f"Case {answer.case_number} is open.")
        self.outdated.emit("review_cases")
        self.outdated.emit(self.opened_from)

    def forget(self) -> None:
        super().forget()
        self.begin()


PAGE = MisuseFlag
