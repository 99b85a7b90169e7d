"""Requests to other agencies at the desk, and the form of a new one (09.21.7.E, OUT-01 to 03)."""

from collections.abc import Sequence

from mdt_alpr.acts.outside_requests import MAKE_REQUEST, SHOW_REQUESTS
from mdt_alpr.domain.plate.plate import STATES
from mdt_alpr.domain.retention.alpr_1 import (
    GROUND_WORDS,
    Alpr1,
    HeldCamera,
    HoldGround,
    HoldScope,
)
from mdt_alpr.domain.retention.outside_requests import WANTED_WORDS, AskedFor, OutsideForm
from mdt_alpr.ui.desk.act_table import ListTable
from mdt_alpr.ui.desk.models.desk import TableRow
from mdt_alpr.ui.desk.models.form import FormAct, FormField, FormHead, FormValues
from mdt_alpr.ui.desk.page import SENDING
from mdt_alpr.ui.desk.paged_table import PagedTable
from mdt_alpr.ui.desk.presenters.listing_rows import foot_of
from mdt_alpr.ui.desk.views.form_page import FormPage
from mdt_alpr.ui.kit.words import typed_time
from mdt_alpr.wire.outside import OutsideRequestMessage, OutsideRequestsMessage

_OPEN, _ASK = "open", "ask"
_TIME = "Nov 24, 2026 08:30"
_STATES = tuple((code, code) for code in sorted(STATES))
_FORM = FormHead(
    (
        FormField("agency", "Agency"),
        FormField("system", "System, or vendor", "Where the data lies"),
        FormField("contact", "Sent to", "Name, address or phone"),
        FormField(
            "wanted", "Asked for", options=tuple((k.value, w) for k, w in WANTED_WORDS.items())
        ),
        FormField("case", "Case number"),
        FormField("plate", "a. Plate"),
        FormField("state", "State of issuance", options=_STATES),
        FormField("cameras", "Cameras: place, or unit", "Separate several with ;"),
        FormField("begins", "b. From", _TIME),
        FormField("ends", "To", _TIME),
        FormField(
            "ground", "c. Needed for", options=tuple((k.value, w) for k, w in GROUND_WORDS.items())
        ),
        FormField("facts", "Specific and articulable facts", wide=True),
        FormField("parties", "d. Parties of the case", wide=True),
    ),
    ((_ASK, "Ask for approval"), (_OPEN, "Open chosen: Enter")),
)
_EMPTY = dict.fromkeys((field.name for field in _FORM.fields if not field.options), "")


class OutsideRequests(PagedTable, ListTable):
    """The menu shows how many wait for the person, from sign-in on."""

    title, order = "Own requests", 70
    heading = "Requests to other agencies"
    counts = True
    note = "A supervisor approves first; then swear, send, and cancel once not needed"
    shows = SHOW_REQUESTS
    nothing = "No request yet. Fill in the form, then press Ask for approval."

    def widget(self) -> FormPage:
        view = FormPage(self.head, _FORM)
        view.table.opened.connect(self.open_request)
        self.connect_form(view, self.act)
        return view

    def begin(self) -> None:
        self.form_changed.emit(FormValues({**_EMPTY, "state": "NC"}))

    def rows(self, answer: OutsideRequestsMessage) -> Sequence[TableRow]:
        """Return the rows of a page, beside those before it."""
        before = self.known
        rows = super().rows(answer)
        self.known = before | self.known
        return rows

    def foot(self, answer: OutsideRequestsMessage) -> str:
        return foot_of(self.listing, answer)

    def keep(self, answer: OutsideRequestsMessage) -> None:
        self.waiting_changed.emit(self.page_name(), answer.waiting)

    def open_request(self, key: str) -> None:
        """Open a request with its steps."""
        if (request := self.known.get(key)) is not None:
            self.open_wanted.emit("outside_request", request)

    def act(self, act: FormAct) -> None:
        """Open the chosen request, or make one; headquarters says what it lacks."""
        if act.act == _OPEN:
            self.open_request(act.key)
            return
        try:
            form = _form(act.form)
        except ValueError:
            self.show_state(problem=f"Enter both times as {_TIME}.")
            return
        self.show_state(waits=SENDING)
        self.wait(self.ask(OutsideRequestMessage, MAKE_REQUEST.path(), form), self._made)

    def forget(self) -> None:
        super().forget()
        self.begin()

    def _made(self, _found: OutsideRequestMessage) -> None:
        self.begin()
        self.load()


PAGE = OutsideRequests


def _form(form: FormValues) -> OutsideForm:
    """Return what was entered.

    Raises:
        ValueError: a time is none.
    """
    begins, ends = (
        typed_time(form.text(name)) if form.text(name) else None for name in ("begins", "ends")
    )
    places = filter(None, (camera.strip() for camera in form.text("cameras").split(";")))
    cameras = tuple(HeldCamera(place) for place in places)
    scope = HoldScope(form.text("plate").upper(), form.text("state"), cameras, begins, ends)
    ground = HoldGround(form.text("ground"))
    stated = Alpr1(scope, ground, form.text("facts"), form.text("case"), form.text("parties"))
    return OutsideForm(
        wanted=AskedFor(form.text("wanted")),
        agency=form.text("agency"),
        system=form.text("system"),
        contact=form.text("contact"),
        statement=stated,
    )
