"""Requests to other agencies at the desk, and the form of a new one (09.21.7.E, OUT-01 to 03)."""

from mdt_alpr.acts.outside_requests import MAKE_REQUEST, SHOW_REQUESTS
from mdt_alpr.ui.desk.act_table import PagedActs
from mdt_alpr.ui.desk.models.form import FormValues


class OutsideRequests(PagedActs):
    """The menu shows how many wait for the person, from sign-in on."""

    title, order = "Own requests", 70
    heading = "Requests to other agencies"
    counts = True
    note = "A supervisor approves first; then swear, send, and cancel once not needed"
    shows, acts = SHOW_REQUESTS, (MAKE_REQUEST,)
    opens = "outside_request", "Open chosen: Enter"
    in_row = 6
    nothing = "No request yet. Fill in the form, then press Ask for approval."

    def empty_form(self) -> None:
        super().empty_form()
        self.form_changed.emit(FormValues({"state": "NC"}))

    def forget(self) -> None:
        super().forget()
        self.empty_form()


PAGE = OutsideRequests
