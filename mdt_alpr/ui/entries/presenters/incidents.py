"""A wrongful stop or another incident, reported in the car with or without a link (OPS-01)."""

from collections.abc import Callable
from datetime import tzinfo
from functools import wraps
from typing import Concatenate, ParamSpec

from PySide6.QtCore import QObject, Signal, Slot

from mdt_alpr.clock import Clock
from mdt_alpr.domain.hit.hit import Hit
from mdt_alpr.domain.officer import Driving
from mdt_alpr.domain.retention.alpr_1 import HoldGround
from mdt_alpr.domain.retention.incidents import IncidentKind
from mdt_alpr.patrol.desk import IncidentsDesk
from mdt_alpr.patrol.events import (
    DrivingChanged,
    Event,
    HitChanged,
    HitRaised,
    SignedIn,
    SignedOut,
)
from mdt_alpr.patrol.incident_events import IncidentNotReported, IncidentReported, OwnHitsFound
from mdt_alpr.patrol.incidents import CAR_MOVES
from mdt_alpr.ui.entries.models.entry_signals import IncidentSignals
from mdt_alpr.ui.entries.models.incidents import IncidentView
from mdt_alpr.ui.entries.presenters.incident_form import ReportField, ReportForm, empty_report
from mdt_alpr.ui.entries.presenters.incident_view import (
    REPORTED,
    ReportFacts,
    incident_view,
    phrase,
    report_lacks,
    report_question,
)
from mdt_alpr.ui.entries.presenters.past_reads import HIT_WAITS
from mdt_alpr.ui.hit.presenters.open_hits import HitsInOrder

P = ParamSpec("P")


def _on_form(
    act: Callable[Concatenate["IncidentPresenter", ReportForm, P], None],
) -> Callable[Concatenate["IncidentPresenter", P], None]:
    """Let an act change the form: never in a moving car, before a hit's entry, or once sent."""

    @wraps(act)
    def on_form(self: "IncidentPresenter", /, *args: P.args, **kwargs: P.kwargs) -> None:
        if self._is_open and not self._shut() and not self._form.waits:
            act(self, self._form, *args, **kwargs)
        self._show()

    return on_form


class IncidentPresenter(QObject):
    """Keeps the draft of one officer's shift; shows nothing while a hit waits for its entry (D1).

    Signals:
        view_changed: what to show (``IncidentView``), None for what was there before.
        asked: the question before it is reported (``QuestionView``); ``confirm`` is its yes.
        left: the officer is done with it.
    """

    view_changed = Signal(object)
    asked = Signal(object)
    left = Signal()

    def __init__(self, desk: IncidentsDesk, clock: Clock, *, zone: tzinfo | None = None) -> None:
        super().__init__()
        self._desk, self._clock, self._zone = desk, clock, zone
        self._open_hits, self._driving, self._person = HitsInOrder(), Driving(), ""
        self._hits: tuple[Hit, ...] = ()
        self._form, self._page, self._is_open = empty_report(), 0, False
        self._shown: IncidentView | None = None

    @Slot(object)
    def take(self, event: Event) -> None:
        """Handle an event of the car."""
        if isinstance(event, HitRaised | HitChanged):
            self._open_hits.take(event)
        elif isinstance(event, DrivingChanged):
            self._driving = event.driving
        elif isinstance(event, OwnHitsFound):
            self._hits = event.hits
        elif isinstance(event, IncidentReported):
            self._form, self._page = empty_report(), 0
            self._form.notice = REPORTED
        elif isinstance(event, IncidentNotReported):
            self._form.waits, self._form.notice = False, f"Not reported. {' '.join(event.why)}"
        elif isinstance(event, SignedIn | SignedOut):
            self._shift(event)
        else:
            return
        self._show()

    @Slot(object)
    def take_access(self, allowed: object) -> None:
        """Show nothing behind the lock; the draft stays with the shift."""
        if not allowed:
            self._is_open = False
        self._show()

    def connect_to(self, signals: IncidentSignals) -> None:
        """Do what an officer does on the page."""
        signals.edit_field.connect(self.edit_field)
        signals.close_field.connect(self.go_back)
        signals.next_field.connect(self.next_field)
        signals.type_text.connect(self.type_text)
        signals.delete_text.connect(self.delete_text)
        signals.clear_text.connect(self.clear_text)
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

    @_on_form
    def edit_field(self, form: ReportForm, field: str) -> None:
        """Open the pad of a field."""
        form.edit(ReportField(field))

    @_on_form
    def next_field(self, form: ReportForm) -> None:
        """Go on to the next field, or back to the form."""
        form.edit_next()

    @_on_form
    def type_text(self, form: ReportForm, character: str) -> None:
        """Enter a character."""
        form.type(character)

    @_on_form
    def delete_text(self, form: ReportForm) -> None:
        """Remove the last character."""
        form.delete()

    @_on_form
    def clear_text(self, form: ReportForm) -> None:
        """Remove every character of the open field."""
        form.clear()

    @_on_form
    def choose_kind(self, form: ReportForm, kind: str) -> None:
        """Say what is reported; a sentence of the kind before goes with it."""
        if form.text(ReportField.WORDS) in {phrase(form.kind, key) for key in "012"}:
            form.set(ReportField.WORDS, "")
        form.kind, form.notice = IncidentKind(kind), ""

    @_on_form
    def use_phrase(self, form: ReportForm, key: str) -> None:
        """Say what happened in the words of a tile."""
        form.set(ReportField.WORDS, phrase(form.kind, key))

    @_on_form
    def choose_hit(self, form: ReportForm, hit_id: str) -> None:
        """Name the hit, or none; without one nothing is kept past its time."""
        form.hit_id, form.notice = "" if form.hit_id == hit_id else hit_id, ""
        if not form.hit_id:
            form.ground = None

    @_on_form
    def turn_hits(self, form: ReportForm) -> None:
        """Show the next hits."""
        del form
        self._page += 1

    @_on_form
    def choose_ground(self, form: ReportForm, ground: str) -> None:
        """Say for what the hit's reads are kept, or that they are not."""
        wanted = HoldGround(ground)
        form.ground, form.notice = None if form.ground is wanted else wanted, ""

    @_on_form
    def ask_report(self, form: ReportForm) -> None:
        """Ask before it is reported, once nothing lacks."""
        if form.open is None and not report_lacks(form, self._clock.now()):
            self.asked.emit(report_question(form))

    @_on_form
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

    # ------------------------------------------------------------------------------ inside

    def _shift(self, event: SignedIn | SignedOut) -> None:
        """Let the draft end with the shift of the person whose it is."""
        if isinstance(event, SignedOut):
            ends = event.by_officer
        else:
            ends = event.session.person_id != self._person
            self._person = event.session.person_id
        if ends:
            self._form, self._page, self._is_open = empty_report(), 0, False
            self._hits = ()

    def _shut(self) -> str:
        """Return why nothing may be shown now, empty where it may."""
        if self._open_hits.any_waits:
            return HIT_WAITS
        return "" if self._driving.typing_allowed else CAR_MOVES

    def _show(self) -> None:
        view = self._view()
        if view != self._shown:
            self._shown = view
            self.view_changed.emit(view)

    def _view(self) -> IncidentView | None:
        if not self._is_open:
            return None
        shut = self._shut()
        return incident_view(
            ReportFacts(
                form=empty_report() if shut else self._form,
                now=self._clock.now(),
                zone=self._zone,
                hits=() if shut else self._hits,
                page=self._page,
                shut=shut,
            )
        )
