"""How long captured data is kept, at the desk: one proposes, another confirms (RET-06)."""

from functools import partial

from mdt_alpr.acts import keeping as acts
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.policy import MOST_DAYS, READS_LIFE
from mdt_alpr.ui.desk.form_table import FormTable
from mdt_alpr.ui.desk.models.desk import PageState, TableRow
from mdt_alpr.ui.desk.models.form import FormAct, FormField, FormHead, FormValues
from mdt_alpr.ui.desk.presenters.listing_rows import columns_of, rows_of
from mdt_alpr.ui.desk.presenters.session import DeskSession
from mdt_alpr.wire.retention import RetentionConfirmation, RetentionMessage, RetentionProposal

_PROPOSE, _CONFIRM = "propose", "confirm"
_FORM = FormHead(
    (
        FormField("days", "Days", f"1 to {MOST_DAYS}"),
        FormField("reason", "Reason. No plates.", wide=True),
    ),
    ((_PROPOSE, "Propose"), (_CONFIRM, "Confirm chosen proposal")),
    in_row=3,
)


class RetentionTime(FormTable):
    """Every proposal, the newest first."""

    title, order = "Retention time", 94
    does = (acts.SHOW_RETENTION, acts.PROPOSE_RETENTION, acts.CONFIRM_RETENTION)
    permissions = (Permission.READ_AUDIT,)
    counts = True
    form, emptied = _FORM, ("days", "reason")
    note = f"{READS_LIFE.number}: {MOST_DAYS} days at most. A shorter time needs two people."
    address, answer = acts.SHOW_RETENTION.address, RetentionMessage
    nothing, columns = acts.RETENTION.nothing, columns_of(acts.RETENTION)

    def __init__(self, desk: DeskSession) -> None:
        super().__init__(desk)
        self._found = RetentionMessage(MOST_DAYS, ())

    def rows(self, answer: RetentionMessage) -> list[TableRow]:
        return rows_of(acts.RETENTION, answer, self.desk.now())

    def state(self, answer: RetentionMessage) -> PageState:
        return PageState(foot="One proposal waits." if answer.goes else "Nothing is waiting.")

    def show_answer(self, answer: RetentionMessage) -> None:
        self._found = answer
        self.about_changed.emit(f"Captured data is kept for {answer.kept_days} days.")
        super().show_answer(answer)

    def waiting(self, answer: RetentionMessage) -> int:
        return int(bool(answer.goes))

    def act(self, act: FormAct) -> None:
        if act.act == _PROPOSE:
            self._propose(act.form)
            return
        chosen = next(
            (setting for setting in self._found.settings if str(setting.number) == act.key), None
        )
        if chosen is None or not self._found.goes or chosen != self._found.settings[0]:
            self.show_state(problem="Choose the proposal that waits.")
            return
        goes = ", ".join(f"{number:,} {what}" for what, number in self._found.goes)
        path = acts.CONFIRM_RETENTION.path(number=chosen.number)
        self.ask_first(
            f"Keep captured data for {chosen.kept_days} days from now on? It erases at once, for "
            f"good, also in backups: {goes}. Holds stay.",
            partial(self.send, path, RetentionConfirmation(chosen.kept_days)),
        )

    def forget(self) -> None:
        super().forget()
        self._found = RetentionMessage(MOST_DAYS, ())

    def _propose(self, form: FormValues) -> None:
        if not form.text("days").isdecimal():
            self.show_state(problem=f"Enter the days as a number, 1 to {MOST_DAYS}.")
            return
        body = RetentionProposal(int(form.text("days")), form.text("reason"))
        self.send(self.address, body)


PAGE = RetentionTime
