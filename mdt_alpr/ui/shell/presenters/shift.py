"""The officer's own shift: what became of the own hits, entries and reports (F7 on patrol)."""

from datetime import datetime

from PySide6.QtCore import QObject, Signal, Slot

from mdt_alpr.domain.hit.alerting import was_stopped
from mdt_alpr.domain.hit.hit import Hit
from mdt_alpr.domain.hotlist.manual_entry import Extension, ManualEntry
from mdt_alpr.domain.people.roles import Session
from mdt_alpr.domain.policy import SESSION_LASTS
from mdt_alpr.domain.retention.incidents import IncidentKind
from mdt_alpr.domain.retention.outbox import Arrival, OwnReport
from mdt_alpr.machine.clock import Clock
from mdt_alpr.patrol.desk import IncidentsDesk
from mdt_alpr.patrol.entry_events import EntriesChanged
from mdt_alpr.patrol.events import Event, HitChanged, HitRaised, QueueChanged, SignedIn, SignedOut
from mdt_alpr.patrol.incident_events import OwnHitsFound
from mdt_alpr.ui.entries.presenters.own_entries_view import MORE_TIME_WORDS, time_left
from mdt_alpr.ui.hit.presenters.hit_words import DISPOSITION_WORDS, OUTCOME_WORDS
from mdt_alpr.ui.hit.presenters.open_hits import HitsInOrder
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.kit.words import local_time
from mdt_alpr.ui.shell.models.pages import StatusLine, StatusLines, StatusView
from mdt_alpr.ui.shell.presenters.car_pages import returned_cards

NOTHING_SHOWN = StatusView((), ())
_HIDDEN = "Plates are hidden until you check the hit."
_NO_ENTRIES = StatusLine("None", "No active entries", Mark.RING)
_NO_HITS = StatusLine("None", "No hits of yours in this car", Mark.RING)
_NO_REPORTS = StatusLine("None", "No incidents reported in this car", Mark.RING)
_KINDS = {
    IncidentKind.WRONGFUL_STOP: "Wrongful stop",
    IncidentKind.BREACH: "Breach or loss of data",
    IncidentKind.MISUSE: "Misuse",
    IncidentKind.OTHER: "Other incident",
}
_ARRIVALS = {
    Arrival.WAITS: ("Waits for the link", Mark.WEAK, "It goes by itself with the next contact."),
    Arrival.ARRIVED: ("Headquarters has it", Mark.TICK, ""),
    Arrival.REFUSED: ("Refused", Mark.CROSS, "Report it at a desk, page Incidents."),
}
_DECISIONS = {
    Extension.NONE: Mark.TICK,
    Extension.ASKED: Mark.RING,
    Extension.APPROVED: Mark.TICK,
    Extension.REFUSED: Mark.WEAK,
}


class ShiftPresenter(QObject):
    """Shows the own shift from the car's own store, so with or without a link.

    Nothing of others, and no plate that the officer did not enter; none at all while a hit waits
    for its blind entry (D1). What it shows is dropped once the page is left or shut.

    Signals:
        view_changed: the page (``StatusView``).
    """

    view_changed = Signal(object)

    def __init__(self, desk: IncidentsDesk, clock: Clock) -> None:
        super().__init__()
        self._desk, self._clock = desk, clock
        self._is_open = False
        self._session: Session | None = None
        self._open_hits = HitsInOrder()
        self._entries: tuple[ManualEntry, ...] = ()
        self._own = OwnHitsFound(())

    @Slot(object)
    def take(self, event: Event) -> None:
        """Handle an event of the car."""
        if isinstance(event, SignedIn | SignedOut):
            self._session = event.session if isinstance(event, SignedIn) else None
        elif isinstance(event, HitRaised | HitChanged):
            self._open_hits.take(event)
        elif isinstance(event, EntriesChanged):
            self._entries = event.entries
        elif isinstance(event, OwnHitsFound):
            self._own = event if self._is_open else self._own
        elif not isinstance(event, QueueChanged):
            return
        if self._is_open and not isinstance(event, OwnHitsFound):
            self._desk.find_own_hits()
        self._show()

    @Slot()
    def begin(self) -> None:
        """Show the page, and find what it shows."""
        self._is_open = True
        self._desk.find_own_hits()
        self._show()

    @Slot()
    def leave(self) -> None:
        """Forget what was found: the page is not in front any more."""
        self._is_open, self._own = False, OwnHitsFound(())
        self.view_changed.emit(NOTHING_SHOWN)

    def _show(self) -> None:
        if self._is_open and self._session is not None:
            self.view_changed.emit(self._view(self._session))

    def _view(self, session: Session) -> StatusView:
        now, hidden = self._clock.now(), self._open_hits.any_waits
        begins = now - SESSION_LASTS
        hits = [hit for hit in self._own.hits if hit.raised_at >= begins]
        stops = sum(_is_stopped(hit) for hit in hits)
        title = f"Hits of the last 12 hours: {len(hits)}, stopped: {stops}"
        lines = tuple(_hit_line(hit, hidden=hidden) for hit in hits)
        entries = tuple(_entry_line(entry, now, hidden=hidden) for entry in self._entries)
        reports = tuple(_report_line(report) for report in self._own.reports)
        return StatusView(
            (StatusLines(title, lines or (_NO_HITS,)),),
            (
                *returned_cards(session),
                StatusLines("Your entries", entries or (_NO_ENTRIES,)),
                StatusLines("Incidents you reported", reports or (_NO_REPORTS,)),
            ),
        )


def _is_stopped(hit: Hit) -> bool:
    return was_stopped(hit) or hit.recorded_stop is not None


def _hit_line(hit: Hit, *, hidden: bool) -> StatusLine:
    """Return how a hit ended; its plate is what the officer entered, never what was read."""
    closing, ended, mark = hit.closing, "Open", Mark.RING
    if closing is not None:
        outcome = "" if closing.outcome is None else OUTCOME_WORDS[closing.outcome]
        ended = ". ".join(filter(None, (DISPOSITION_WORDS[closing.disposition], outcome)))
        mark = Mark.TICK
    stop_at = hit.stop_at or (hit.recorded_stop.at if hit.recorded_stop else None)
    stopped = f"Stopped {_minute(stop_at)}" if stop_at else ""
    plate = f"{hit.entry.state} {hit.entry.text}" if hit.entry else "Not entered"
    known = (_HIDDEN if hidden and hit.entry else plate, stopped)
    words = f"{hit.category.name}: {ended}".replace("\n", " ")
    return StatusLine(_minute(hit.raised_at), words, mark, ". ".join(filter(None, known)))


def _entry_line(entry: ManualEntry, now: datetime, *, hidden: bool) -> StatusLine:
    """Return how long an entry lasts, and what a supervisor decided about more time (MAN-03)."""
    decision = MORE_TIME_WORDS[entry.extension]
    if hidden:
        return StatusLine("Entry", time_left(entry, now), _DECISIONS[entry.extension], decision)
    plate = f"{entry.draft.state} {entry.draft.text}"
    words = " ".join(filter(None, (decision, entry.decided_why)))
    return StatusLine(plate, time_left(entry, now), _DECISIONS[entry.extension], words)


def _report_line(report: OwnReport) -> StatusLine:
    words, mark, then = _ARRIVALS[report.arrival]
    return StatusLine(
        _minute(report.at), f"{_KINDS[IncidentKind(report.kind)]}: {words}", mark, then
    )


def _minute(at: datetime) -> str:
    return f"{local_time(at):%H:%M}"
