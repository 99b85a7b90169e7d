"""A wrongful stop or another incident, reported in the car with or without a link (OPS-01)."""

from datetime import tzinfo

from PySide6.QtCore import Signal, Slot

from mdt_alpr.domain.hit.hit import Hit
from mdt_alpr.domain.retention.alpr_1 import HoldGround
from mdt_alpr.domain.retention.incidents import IncidentKind
from mdt_alpr.machine.clock import Clock
from mdt_alpr.patrol.desk import IncidentsDesk
from mdt_alpr.patrol.events import Event
from mdt_alpr.patrol.incident_events import IncidentNotReported, IncidentReported, OwnHitsFound
from mdt_alpr.patrol.incidents import CAR_MOVES
from mdt_alpr.ui.entries.models.entry_signals import IncidentSignals
from mdt_alpr.ui.entries.models.incidents import IncidentView
from mdt_alpr.ui.entries.presenters.draft import DraftPresenter, on_form
from mdt_alpr.ui.entries.presenters.incident_form import ReportField, ReportForm, empty_report
from mdt_alpr.ui.entries.presenters.incident_view import (
    REPORTED,
    ReportFacts,
    incident_view,
    phrase,
    report_lacks,
    report_question,
)


class IncidentPresenter(DraftPresenter):
    """Shows the report of an incident (``IncidentView``) over what is there.

    Signals:
        asked: the question before it is reported (``QuestionView``); ``confirm`` is its yes.
        left: the officer is done with it.
    """

    asked = Signal(object)
    left = Signal()

    fields, car_moves = ReportField, CAR_MOVES

    def __init__(self, desk: IncidentsDesk, clock: Clock, *, zone: tzinfo | None = None) -> None:
        super().__init__(clock, zone)
        self._desk = desk
        self._hits: tuple[Hit, ...] = ()

    def empty(self) -> ReportForm:
        return empty_report()

    def note(self, event: Event) -> bool:
        """Handle the hits that were found, and what became of the report."""
        if isinstance(event, OwnHitsFound):
            self._hits = event.hits
        elif isinstance(event, IncidentReported):
            self._form, self._page = empty_report(), 0
            self._form.notice = REPORTED
        elif isinstance(event, IncidentNotReported):
            self._form.waits, self._form.notice = False, f"Not reported. {' '.join(event.why)}"
        else:
            return False
        return True

    def forget(self) -> None:
        super().forget()
        self._hits = ()

    def connect_to(self, signals: IncidentSignals) -> None:
        """Do what an officer does on the page."""
        self.connect_pads(signals)
        signals.close_field.connect(self.go_back)
        signals.choose_kind.connect(self.choose_kind)
        signals.use_phrase.connect(self.use_phrase)
        signals.choose_hit.connect(self.choose_hit)
        signals.turn_hits.connect(self.turn_hits)
        signals.choose_ground.connect(self.choose_ground)
        signals.ask_report.connect(self.ask_report)
        signals.go_back.connect(self.go_back)

    # -------------------------------------------------------------------- what the officer does

    @Slot()
    def begin(self) -> None:
        """Open the page with the draft as it was left, and find the hits to choose from."""
        self._is_open = True
        if not self._form.waits:
            self._form.edit(None)
        self._desk.find_own_hits()
        self._show()

    @on_form
    def choose_kind(self, form: ReportForm, kind: str) -> None:
        """Say what is reported; a sentence of the kind before goes with it."""
        if form.text(ReportField.WORDS) in {phrase(form.kind, key) for key in "012"}:
            form.set(ReportField.WORDS, "")
        form.kind, form.notice = IncidentKind(kind), ""

    @on_form
    def use_phrase(self, form: ReportForm, key: str) -> None:
        """Say what happened in the words of a tile."""
        form.set(ReportField.WORDS, phrase(form.kind, key))

    @on_form
    def choose_hit(self, form: ReportForm, hit_id: str) -> None:
        """Name the hit, or none; without one nothing is kept past its time."""
        form.hit_id, form.notice = "" if form.hit_id == hit_id else hit_id, ""
        if not form.hit_id:
            form.ground = None

    @on_form
    def turn_hits(self, _form: ReportForm) -> None:
        """Show the next hits."""
        self._page += 1

    @on_form
    def choose_ground(self, form: ReportForm, ground: str) -> None:
        """Say for what the hit's reads are kept, or that they are not."""
        wanted = HoldGround(ground)
        form.ground, form.notice = None if form.ground is wanted else wanted, ""

    @on_form
    def ask_report(self, form: ReportForm) -> None:
        """Ask before it is reported, once nothing lacks."""
        if form.open is None and not report_lacks(form, self._clock.now()):
            self.asked.emit(report_question(form))

    @on_form
    def confirm(self, form: ReportForm) -> None:
        """Report it; a second tap finds it on its way."""
        if not report_lacks(form, self._clock.now()):
            form.waits = True
            self._desk.report_incident(form.as_reported())

    @Slot()
    def go_back(self) -> None:
        """Go from the pad to the form, from the form to patrol."""
        if not self._shut() and self._form.open is not None:
            self._form.edit(None)
        else:
            self._is_open = False
        self._show()
        if not self._is_open:
            self.left.emit()

    def view(self, shut: str) -> IncidentView:
        """Return the page; nothing of draft and hits where it is shut."""
        return incident_view(
            ReportFacts(
                form=empty_report() if shut else self._form,
                now=self._clock.now(),
                zone=self._zone,
                hits=() if shut else self._hits,
                page=self._page,
                shut=shut,
                calls=self._calls,
            )
        )
