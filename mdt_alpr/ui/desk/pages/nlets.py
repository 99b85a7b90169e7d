"""Another agency's Nlets plate reader query, answered offline to a form (INT-03, 09.21.7.B)."""

from dataclasses import replace
from functools import partial

from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.plate.plate import STATES
from mdt_alpr.domain.printable import log_number
from mdt_alpr.domain.search.nlets import MOST_EVENTS, NletsQuery
from mdt_alpr.ui.desk.models.desk import Cell, Column, TableRow
from mdt_alpr.ui.desk.models.form import FormAct, FormField, FormHead, FormValues
from mdt_alpr.ui.desk.page import ASKING
from mdt_alpr.ui.desk.presenters.cells import year_cell
from mdt_alpr.ui.desk.presenters.saving import saved_to
from mdt_alpr.ui.desk.presenters.session import DeskSession
from mdt_alpr.ui.desk.search_table import SearchTable
from mdt_alpr.ui.desk.views.form_page import FormPage
from mdt_alpr.ui.kit.words import full_time, typed_time
from mdt_alpr.wire import addresses
from mdt_alpr.wire.nlets import NletsAnswer, NletsDetail, NletsEvent
from mdt_alpr.wire.papers import PaperFile

_ANSWER, _SAVE, _DETAIL = "answer", "save", "detail"
_FORM = FormHead(
    (
        FormField("lic", "LIC, the plate"),
        FormField("loc", "LOC, unit or camera", "any"),
        FormField("begin", "BEG", "Nov 20, 2026 00:00"),
        FormField("end", "END", "Nov 21, 2026 00:00"),
        FormField("loose", "LMI", options=(("", "N: exact"), ("y", "Y: one look-alike"))),
        FormField("max", "MAX", f"1 to {MOST_EVENTS}"),
        FormField("ori", "Requesting ORI"),
        FormField("request", "Request", "its number in Data requests"),
        FormField("reason", "Reason: what happened", wide=True),
    ),
    (
        (_ANSWER, "Show the answer"),
        (_SAVE, "Save answer as PDF"),
        (_DETAIL, "Save chosen event as PDF"),
    ),
    saves=((_SAVE, "nlets-answer.pdf"), (_DETAIL, "nlets-event.pdf")),
)
_TEXTS = ("lic", "loc", "begin", "end", "ori", "request", "reason")
_FOOT = "Fill in the form as the query has it. Nothing is sent; headquarters logs each answer."


class NletsQueries(SearchTable):
    """The program sends nothing: the paper goes as the agency sends what is written."""

    title, order = "Nlets query", 73
    heading = "Nlets query, answered offline"
    permissions = (Permission.DOWNLOAD,)
    note = "Only on a granted request, with its case and purpose (09.21.7.B)"
    columns = (
        Column("EID", 300),
        Column("DAT", 160),
        Column("LIC", 120),
        Column("LIS", 150),
        Column("Unit, camera", 180),
        Column("LOC", 200),
    )

    def __init__(self, desk: DeskSession) -> None:
        super().__init__(desk)
        self._events: dict[str, NletsEvent] = {}
        self._looked: NletsQuery | None = None

    def widget(self) -> FormPage:
        """Return the table with the form."""
        view = FormPage(self.head, _FORM)
        self.connect_form(view, self.act)
        return view

    def begin(self) -> None:
        """Begin with the last day."""
        values = {"max": "10", "end": full_time(self.desk.now())}
        self.form_changed.emit(FormValues({**dict.fromkeys(_TEXTS, ""), **values}))
        self.show()

    def load(self) -> None:
        """Show what to do: each answer is logged."""
        self.show_state(foot=_FOOT)

    def act(self, act: FormAct) -> None:
        """Show the answer, or save it or one event of it as a form."""
        if (query := self._query(act.form)) is None:
            return
        if act.act == _ANSWER:
            self._look(query)
            return
        if self._looked is not None and replace(self._looked, confirmed=False, search="") == query:
            query = self._looked
        path, detail = addresses.NLETS_PAPER, None
        if act.act == _DETAIL:
            if (event := self._events.get(act.key)) is None:
                self.show_state(problem="Choose an event of the answer first.")
                return
            path, detail = addresses.NLETS_DETAIL, NletsDetail(query, event.eid, event.dat)
        self.show_state(waits=ASKING)
        self.wait(saved_to(act.place, self.ask(PaperFile, path, detail or query)), self._saved)

    def _look(self, query: NletsQuery) -> None:
        self.show_state(waits=ASKING)
        self.wait(self.ask(NletsAnswer, addresses.NLETS, query), partial(self._found, query))

    def refused(self, why: str) -> None:
        """Show why there is no answer."""
        self._events = {}
        self._looked = None
        super().refused(why)

    def forget(self) -> None:
        """Clear what a session left here."""
        self.desk.asking.cancel(self.page_name())
        self._events = {}
        self._looked = None
        self.begin()

    def _query(self, form: FormValues) -> NletsQuery | None:
        try:
            begin, end = (typed_time(form.text(name)) for name in ("begin", "end"))
            most, request = int(form.text("max")), log_number(form.text("request"))
        except ValueError:
            words = "Enter BEG and END as Nov 20, 2026 14:30, MAX and request as numbers."
            self.show_state(problem=words)
            return None
        return NletsQuery(
            lic=form.text("lic").upper(),
            begin=begin,
            end=end,
            ori=form.text("ori").upper(),
            request=request,
            loc=form.text("loc"),
            loose=bool(form.text("loose")),
            most=most,
            reason=form.text("reason"),
        )

    def _found(self, query: NletsQuery, nlets: NletsAnswer) -> None:
        if nlets.ask:
            words = f"{' '.join(nlets.ask)} The look-up will be reviewed. Look all the same?"
            self.ask_first(words, partial(self._look, replace(query, confirmed=True)))
            self.show_state()
            return
        self._looked = replace(query, search=nlets.search)
        self._events = {event.eid: event for event in nlets.events}
        self.show(*map(_row, nlets.events))
        words = f"{len(nlets.events)} of {nlets.found} events. {nlets.notice}"
        self.show_state(foot=words)

    def _saved(self, paper: PaperFile) -> None:
        self.show_state(foot=f"Saved {paper.name}. Give it on the written request only.")


PAGE = NletsQueries


def _row(event: NletsEvent) -> TableRow:
    return TableRow(
        event.eid,
        (
            Cell(event.eid, plate=True),
            year_cell(event.dat),
            Cell(event.lic, plate=True),
            Cell(STATES.get(event.state, "Not read")),
            Cell(event.unit, below=event.camera),
            Cell(event.place),
        ),
    )
