"""One request to another agency: its steps, and what may be done now (09.21.7.E)."""

from mdt_alpr.acts import outside_requests
from mdt_alpr.domain.retention.outside_requests import OutsideState
from mdt_alpr.ui.desk.models.form import FormAct, FormValues
from mdt_alpr.ui.desk.page import ASKING
from mdt_alpr.ui.desk.presenters.saving import saved_to
from mdt_alpr.ui.desk.steps_page import StepsPage
from mdt_alpr.ui.hit.presenters.hit_words import date_words
from mdt_alpr.wire.outside import OutsideRequestMessage

_SAVE = outside_requests.PRINT_STATEMENT.button
_ENDS = "request {row.number}? Plate, facts and parties are erased with it."
_PRINTED = {OutsideState.APPROVED, OutsideState.SWORN, OutsideState.SENT}


class OutsideRequestPage(StepsPage):
    """The request and its steps, oldest first."""

    title, order = "Request to an agency", 71
    opened_from = "outside_requests"
    also_waits = (_SAVE,)
    note = "Headquarters checks each step"
    shows = outside_requests.TAKE_STEP
    permissions = outside_requests.SHOW_REQUESTS.may
    acts = (*outside_requests.STEP_ACTS, outside_requests.PRINT_STATEMENT)
    asks_first = (
        ("Decline", f"Decline {_ENDS}"),
        ("Canceled with agency", f"Record as canceled {_ENDS}"),
        ("Withdraw", f"Withdraw {_ENDS}"),
    )
    saves = ((_SAVE, "statement.pdf"),)

    def empty_form(self) -> None:
        super().empty_form()
        self.form_changed.emit(FormValues({"on": date_words(self.desk.today())}))

    def act(self, act: FormAct) -> None:
        """Take a step, or fetch the statement and write it."""
        if act.act != _SAVE:
            super().act(act)
        elif self.found is not None:
            self.show_state(waits=ASKING)
            path = outside_requests.PRINT_STATEMENT.path(number=self.found.number)
            call = saved_to(act.place, self.desk.content(path))
            self.wait(call, self._saved, _SAVE)

    def open_acts(self, answer: OutsideRequestMessage) -> list[str]:
        """Return the steps that are open to the person, and the statement once it is approved."""
        return [*super().open_acts(answer), *([_SAVE] if answer.state in _PRINTED else [])]

    def _saved(self, _content: bytes) -> None:
        self.show_state(foot="Saved. Swear it before a notary, then press Sworn.")


PAGE = OutsideRequestPage
