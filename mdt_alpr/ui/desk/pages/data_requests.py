"""The disclosure log at the desk: every request for data, granted or not (8.A, DIS-06)."""

from dataclasses import replace
from pathlib import Path

from mdt_alpr.acts import disclosures as acts
from mdt_alpr.domain.citations import under
from mdt_alpr.domain.errors import DomainError
from mdt_alpr.domain.retention.data_request import Asked
from mdt_alpr.domain.retention.disclosure import OPEN, RequestState
from mdt_alpr.ui.desk.act_form import body_of, form_of
from mdt_alpr.ui.desk.act_table import ListTable
from mdt_alpr.ui.desk.case_steps import shown
from mdt_alpr.ui.desk.models.form import FormAct, FormField, FormValues
from mdt_alpr.ui.desk.models.lists import NewRequest
from mdt_alpr.ui.desk.page import ASKING, SENDING
from mdt_alpr.ui.desk.paged_table import From, PagedTable
from mdt_alpr.ui.desk.presenters.session import DeskSession
from mdt_alpr.ui.desk.views.form_page import FormPage
from mdt_alpr.ui.kit.words import full_time
from mdt_alpr.wire.disclosures import DisclosureFilter, DisclosureMessage, DisclosuresMessage
from mdt_alpr.wire.saved_rows import RowsForm

_OPEN, _SHOW, _SAVE = "open", "show", "save"
_ENDED = (RequestState.REFUSED, RequestState.DENIED, RequestState.WITHDRAWN)
_SHOWN = {
    "": ("All", ()),
    "open": ("To decide", tuple(sorted(OPEN))),
    "granted": ("Granted", (RequestState.GRANTED, RequestState.DELIVERED)),
    "refused": ("Refused or denied", _ENDED),
}
_SHOW_FIELD = FormField("show", "Show", options=tuple((k, w) for k, (w, _) in _SHOWN.items()))
_ASKED = form_of(acts.RECORD_REQUEST, in_row=6, saves=((_SAVE, "disclosure-log.csv"),))
_FORM = replace(
    _ASKED,
    fields=(*_ASKED.fields, _SHOW_FIELD),
    acts=(
        (_OPEN, "Open chosen: Enter"),
        *_ASKED.acts,
        (_SHOW, "Show"),
        (_SAVE, "Save log as CSV"),
    ),
)


class DataRequests(PagedTable, ListTable):
    """The menu shows how many wait for a decision, from sign-in on."""

    title, order = "Data requests", 61
    heading = "Requests for data: disclosure log"
    shows = acts.SHOW_LOG
    counts = True
    saved_as = (RowsForm.PDF,)
    size = 200
    also_waits = (_SAVE,)
    note = under("all_requests", "every request is recorded, whoever asks")

    def __init__(self, desk: DeskSession) -> None:
        super().__init__(desk)
        self._filter = DisclosureFilter(size=self.size)

    def widget(self) -> FormPage:
        view = FormPage(self.head, _FORM)
        view.table.opened.connect(self.open_request)
        self.connect_form(view, self.act)
        return view

    def begin(self) -> None:
        self._filter = DisclosureFilter(size=self.size)
        received = full_time(self.desk.now())
        self.form_changed.emit(FormValues({**shown(Asked()).values, "received_at": received}))

    def open(self, chosen: FormValues) -> None:
        self.form_changed.emit(chosen)
        self.load()

    def after(self) -> From:
        chosen = replace(self._filter, order=self.order_by, descending=self.descending)
        return lambda first: (self.address, replace(chosen, first=first))

    def has_more(self, answer: DisclosuresMessage, loaded: int) -> bool:
        return loaded < answer.total

    def foot(self, answer: DisclosuresMessage) -> str:
        return self.state(answer).foot

    def keep(self, answer: DisclosuresMessage) -> None:
        self.waiting_changed.emit(self.page_name(), answer.waiting)

    def open_request(self, key: str) -> None:
        """Open a request with its timeline and acts."""
        if key:
            self.open_wanted.emit("data_request", int(key))

    def act(self, act: FormAct) -> None:
        """Open, record, filter, or save the log."""
        if act.act == _OPEN:
            self.open_request(act.key)
        elif act.act == acts.RECORD_REQUEST.button:
            self._record(act.form)
        elif act.act == _SHOW:
            self._filter = DisclosureFilter(_SHOWN[act.form.text("show")][1], size=self.size)
            self.load()
        else:
            self.show_state(waits=ASKING)
            every = DisclosureFilter(self._filter.states, size=1000)
            call = self.desk.saved(acts.EXPORT_LOG.path(), Path(act.place), every)
            self.wait(call, self._saved, _SAVE)

    def _record(self, form: FormValues) -> None:
        does = acts.RECORD_REQUEST
        try:
            body = body_of(does, form, self.made(does))
        except DomainError as error:
            self.show_state(problem=str(error))
            return
        self.show_state(waits=SENDING)
        self.wait(self.ask(DisclosureMessage, does.path(), body), self._recorded)

    def _recorded(self, answer: DisclosureMessage) -> None:
        self.begin()
        self.load()
        self.open_wanted.emit("data_request", NewRequest(answer.line.number))

    def _saved(self, place: Path) -> None:
        self.show_state(foot=f"Saved {place.name}. The export is logged.")


PAGE = DataRequests
