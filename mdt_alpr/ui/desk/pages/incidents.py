"""Incidents at the desk: anybody reports a wrongful stop or another one (OPS-01, OPS-04)."""

import os

from mdt_alpr.domain.hotlist.hotlist import CATEGORIES
from mdt_alpr.domain.identity import new_id
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.printable import waiting_words
from mdt_alpr.domain.retention.alpr_1 import GROUND_WORDS, HoldGround
from mdt_alpr.domain.retention.incidents import IncidentForm, IncidentKind, Preservation
from mdt_alpr.ui.desk.models.desk import Cell, Column, TableRow
from mdt_alpr.ui.desk.models.form import FormAct, FormField, FormHead, FormValues
from mdt_alpr.ui.desk.page import SENDING
from mdt_alpr.ui.desk.paged_table import PagedTable
from mdt_alpr.ui.desk.presenters.cells import time_cell
from mdt_alpr.ui.desk.presenters.incident_words import KIND_WORDS, incident_state_cell
from mdt_alpr.ui.desk.presenters.session import DeskSession
from mdt_alpr.ui.desk.presenters.words import day_time
from mdt_alpr.ui.desk.views.form_page import FormPage
from mdt_alpr.ui.kit.words import NoSuchTimeError, full_time, typed_time
from mdt_alpr.wire import addresses
from mdt_alpr.wire.incidents import (
    IncidentMessage,
    IncidentReport,
    IncidentsMessage,
    OwnHitMessage,
)

_OPEN, _REPORT = "open", "report"
_NO_HIT = ("", "(choose a hit)")
_FORM = FormHead(
    (
        FormField("kind", "What", options=tuple((k.value, w) for k, w in KIND_WORDS.items())),
        FormField("discovered", "Discovered", "Nov 24, 2026 08:30"),
        FormField("hit", "Hit", options=(_NO_HIT,), wide=True),
        FormField("about", "About whom: user name", "Empty: the hit's officer"),
        FormField("words", "What happened. No plate: the hit shows it.", wide=True),
        FormField(
            "ground",
            "Keep its data longer",
            options=(
                ("", "No: it goes at its time"),
                *((ground.value, GROUND_WORDS[ground]) for ground in HoldGround),
            ),
        ),
        FormField("case", "If kept: case number"),
        FormField("parties", "If kept: parties of the case", wide=True),
    ),
    ((_REPORT, "Report now"), (_OPEN, "Open chosen: Enter")),
)
_EMPTY = {"kind": IncidentKind.WRONGFUL_STOP.value} | dict.fromkeys(
    ("hit", "about", "words", "ground", "case", "parties"), ""
)


class Incidents(PagedTable):
    """The menu shows how many wait for the person, from sign-in on."""

    title, order = "Incidents", 78
    heading = "Wrongful stops and other incidents"
    permissions = (Permission.REQUEST_HOLDS, Permission.READ_AUDIT, Permission.RUN_SERVER)
    counts = True
    note = "Within an hour: a report freezes the alert and notifies the team"
    address, answer = addresses.INCIDENTS, IncidentsMessage
    nothing = "None reported. Fill in the form, then press Report now."
    columns = (
        Column("No.", 60, "number"),
        Column("What", 200),
        Column("Discovered", 160),
        Column("Reported", 200, "reported"),
        Column("Officer", 170),
        Column("State", 330, "open"),
    )

    def __init__(self, desk: DeskSession) -> None:
        super().__init__(desk)
        self._known: dict[str, IncidentMessage] = {}
        self._hits: tuple[tuple[str, str], ...] = ()
        self._open_hit = ""
        self._incident_id = ""

    def widget(self) -> FormPage:
        """Return the table with the form."""
        view = FormPage(self.head, _FORM)
        view.table.opened.connect(self.open_incident)
        self.connect_form(view, self.act)
        return view

    def begin(self) -> None:
        """Empty the form for the person who signs in."""
        self._begin("")

    def open(self, chosen: str) -> None:
        """Begin a report about a hit that was open, or show an incident by its number."""
        self._open_hit = "" if chosen.isdigit() else chosen
        super().open(chosen)
        self._begin(self._open_hit)

    def rows(self, answer: IncidentsMessage) -> list[TableRow]:
        """Return a row for each incident."""
        return [self._row(incident) for incident in answer.incidents]

    def foot(self, answer: IncidentsMessage) -> str:
        """Return how many wait for the person."""
        return waiting_words(answer.waiting)

    def keep(self, answer: IncidentsMessage) -> None:
        """Keep the incidents to open one, how many wait, and the person's hits to choose from."""
        self._known |= {str(incident.number): incident for incident in answer.incidents}
        hits = tuple((hit.hit_id, _hit_words(hit)) for hit in answer.hits)
        if hits != self._hits:
            self._hits = hits
            self._offer()
        self.waiting_changed.emit(self.page_name(), answer.waiting)

    def open_incident(self, key: str) -> None:
        """Open an incident with its steps."""
        if (one := self._known.get(key)) is not None:
            self.open_wanted.emit("incident", one)

    def act(self, act: FormAct) -> None:
        """Open the chosen incident, or report one; headquarters says what it lacks."""
        if act.act == _OPEN:
            self.open_incident(act.key)
            return
        try:
            form = _form(act.form)
        except NoSuchTimeError as error:
            self.show_state(problem=str(error))
            return
        except ValueError:
            self.show_state(problem="Enter the time as Nov 24, 2026 08:30.")
            return
        self.show_state(waits=SENDING)
        body = IncidentReport(self._incident_id, form)
        self.wait(self.ask(IncidentMessage, self.address, body), self._reported)

    def forget(self) -> None:
        """Clear what a session left here."""
        self._known, self._hits, self._open_hit = {}, (), ""
        self.begin()

    def _begin(self, hit: str) -> None:
        self._incident_id = new_id(self.desk.now(), os.urandom(10))
        self._offer()
        values = {**_EMPTY, "hit": hit, "discovered": full_time(self.desk.now())}
        self.form_changed.emit(FormValues(values))

    def _offer(self) -> None:
        """Offer the hits to choose from; what was typed and chosen stays."""
        others = tuple(hit for hit in self._hits if hit[0] != self._open_hit)
        shown = ((self._open_hit, "The hit that you viewed"),) if self._open_hit else ()
        self.form_changed.emit(FormValues({}, {"hit": (_NO_HIT, *shown, *others)}))

    def _row(self, incident: IncidentMessage) -> TableRow:
        form = incident.form
        kind = KIND_WORDS[form.kind] if form.kind else ""
        late = "more than an hour later" if incident.is_late else ""
        found = full_time(form.discovered_at) if form.discovered_at else ""
        case = f"case {incident.case}" if incident.case else ""
        return TableRow(
            str(incident.number),
            (
                Cell(str(incident.number), strong=True),
                Cell(kind, below=case),
                Cell(found, below=late),
                time_cell(incident.reported_at, below=f"by {incident.reported_by}"),
                Cell(incident.officer),
                incident_state_cell(incident, self.desk.now()),
            ),
        )

    def _reported(self, answer: IncidentMessage) -> None:
        self._open_hit = ""
        self.begin()
        self.load()
        self.open_wanted.emit("incident", answer)


PAGE = Incidents


def _form(form: FormValues) -> IncidentForm:
    """Return what was entered.

    Raises:
        ValueError: the time is none.
    """
    ground = form.text("ground")
    keep = None
    if ground:
        keep = Preservation(HoldGround(ground), form.text("case"), form.text("parties"))
    return IncidentForm(
        IncidentKind(form.text("kind")),
        typed_time(form.text("discovered")),
        form.text("words"),
        form.text("hit"),
        form.text("about"),
        keep,
    )


def _hit_words(hit: OwnHitMessage) -> str:
    category = CATEGORIES.get(hit.category)
    name = category.name if category else hit.category
    return f"{day_time(hit.raised_at)}, {name}, unit {hit.unit}"
