"""The searches of one misuse flag with their context: case, reason and purpose (SUP-03)."""

from mdt_alpr.acts import misuse
from mdt_alpr.domain.review.misuse import FlagVerdict
from mdt_alpr.ui.desk.act_table import ListTable
from mdt_alpr.ui.desk.form_table import ActsTable
from mdt_alpr.ui.desk.models.desk import ActRow
from mdt_alpr.ui.desk.page import ASKING, SENDING
from mdt_alpr.wire.misuse import FlagDetail, FlagMessage, VerdictRequest

_OPEN_CASE = FlagVerdict.CASE.value


class MisuseFlag(ActsTable, ListTable):
    """Oldest first; the plate is not shown. A case is opened here, where the searches are read."""

    title, order = "Flagged searches", 49
    opened_from = "misuse_flags"
    note = "Every view of this is recorded. The plate is not shown"
    shows = misuse.SHOW_FLAG
    acts = ActRow("What you found out. No plates here.", ((_OPEN_CASE, "Open review case"),))

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

    def act(self, act: str, key: str, why: str, choice: str) -> None:
        """Open a case about the flag; headquarters asks for the reason."""
        del key, choice
        flag = self.found.flag
        self.show_state(waits=SENDING)
        body = VerdictRequest(FlagVerdict(act), why, flag.accesses)
        path = misuse.JUDGE.path(number=flag.number)
        self.wait(self.ask(FlagMessage, path, body), self._judged)

    def _judged(self, flag: FlagMessage) -> None:
        self.act_recorded.emit()
        self.begin()
        self.show_state(foot=f"Case {flag.case_number} is open.")
        self.outdated.emit("review_cases")
        self.outdated.emit(self.opened_from)

    def forget(self) -> None:
        super().forget()
        self.begin()


PAGE = MisuseFlag
