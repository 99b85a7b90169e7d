"""Strip, sign-in and status page: how the car stands and who sits in it."""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median, quantiles

from PySide6.QtCore import QObject, Signal, Slot

from mdt_alpr.domain.policy import list_is_stale, list_is_very_stale
from mdt_alpr.domain.roles import Session
from mdt_alpr.patrol.desk import Desk
from mdt_alpr.patrol.events import (
    CameraChanged,
    EngineMissing,
    Event,
    Failed,
    Health,
    LinkChanged,
    ListChanged,
    QueueChanged,
    ReadMade,
    SignedIn,
    SignedOut,
    SignInFailed,
    SourceEnded,
)
from mdt_alpr.patrol.ports import Clock
from mdt_alpr.ui.viewmodels.mark import Mark
from mdt_alpr.ui.viewmodels.pages import SignInView, StatusLine, StatusView
from mdt_alpr.ui.viewmodels.strip import StripCell, StripView
from mdt_alpr.ui.words import age, clock_time

_HEALTH = {
    Health.STARTING: (Mark.RING, "Starting", False),
    Health.OK: (Mark.TICK, "OK", False),
    Health.WEAK: (Mark.WEAK, "Weak", False),
    Health.LOST: (Mark.CROSS, "Lost", True),
}
_OLD_QUEUE_S = 3600.0
_LATENCIES = 500


@dataclass(frozen=True, slots=True)
class CarFacts:
    """What does not change while the program runs; ``accounts`` are shown in training only."""

    unit: str
    version: str
    engines: str
    training: bool = False
    accounts: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class _Known:
    """What the presenter remembers of the car."""

    camera: Health = Health.STARTING
    link: LinkChanged | None = None
    hotlist: ListChanged | None = None
    queue: QueueChanged = field(default_factory=lambda: QueueChanged(0, None))
    session: Session | None = None
    problem: str = ""
    busy: bool = False
    locked: bool = False
    troubles: list[str] = field(default_factory=list)
    latencies: deque[float] = field(default_factory=lambda: deque(maxlen=_LATENCIES))


class CarPresenter(QObject):
    """Decides what strip, sign-in page and status page show.

    Signals:
        strip_changed: the strip (``StripView``).
        sign_in_changed: the sign-in page (``SignInView``).
        status_changed: the status page (``StatusView``).
        access_changed: whether somebody is signed in and the screen is not locked (bool).
    """

    strip_changed = Signal(object)
    sign_in_changed = Signal(object)
    status_changed = Signal(object)
    access_changed = Signal(object)

    def __init__(self, desk: Desk, clock: Clock, facts: CarFacts) -> None:
        super().__init__()
        self._desk = desk
        self._clock = clock
        self._facts = facts
        self._known = _Known()

    @property
    def may_use(self) -> bool:
        """Tell whether pages other than sign-in are open."""
        return self._known.session is not None and not self._known.locked

    @Slot(object)
    def take(self, event: Event) -> None:
        """Take an event of the car."""
        before = self.may_use
        self._note(event)
        if self.may_use != before:
            self.access_changed.emit(self.may_use)
        self.tick()

    @Slot()
    def tick(self) -> None:
        """Show the ages anew."""
        now = self._clock.now()
        self.strip_changed.emit(self._strip(now))
        self.sign_in_changed.emit(self._sign_in(now))
        self.status_changed.emit(self._status(now))

    @Slot(str, str)
    def sign_in(self, person_id: str, password: str) -> None:
        """Ask headquarters to sign a person in, or unlock for the same person."""
        self._known.busy, self._known.problem = True, ""
        self._desk.sign_in(person_id.strip(), password)
        self.tick()

    @Slot()
    def lock(self) -> None:
        """Hide pictures until the person signs in again; alerts go on (ACC-07)."""
        if self._known.session is not None:
            self._known.locked = True
            self.access_changed.emit(False)  # noqa: FBT003 - a Qt signal
            self.tick()

    # ------------------------------------------------------------------------------ events

    def _note(self, event: Event) -> None:
        known = self._known
        if isinstance(event, CameraChanged):
            known.camera = event.health
        elif isinstance(event, SourceEnded):
            known.camera = Health.WEAK
        elif isinstance(event, LinkChanged):
            known.link = event
        elif isinstance(event, ListChanged):
            known.hotlist = event
        elif isinstance(event, QueueChanged):
            known.queue = event
        elif isinstance(event, ReadMade):
            known.latencies.append(event.latency_ms)
        elif isinstance(event, EngineMissing | Failed):
            known.troubles.append(event.why)
        else:
            self._note_session(event)

    def _note_session(self, event: Event) -> None:
        known = self._known
        if isinstance(event, SignedIn):
            known.session, known.busy, known.locked, known.problem = (
                event.session,
                False,
                False,
                "",
            )
        elif isinstance(event, SignInFailed):
            known.busy, known.problem = False, event.why
        elif isinstance(event, SignedOut):
            known.session, known.problem = None, event.why

    # ------------------------------------------------------------------------------- views

    def _strip(self, now: datetime) -> StripView:
        known = self._known
        link = known.link.health if known.link else Health.STARTING
        cells = (
            _cell("Camera", known.camera),
            StripCell("GPS", "None", Mark.RING),
            _cell("HQ link", link),
            self._list_cell(now),
            self._queue_cell(now),
        )
        officer = known.session.name if known.session else "Nobody signed in"
        clock = clock_time(now)
        return StripView(self._facts.unit, officer, cells, clock, self._facts.training)

    def _list_cell(self, now: datetime) -> StripCell:
        if self._known.hotlist is None:
            return StripCell("List", "None", Mark.CROSS, lost=True)
        compiled = self._known.hotlist.compiled_at
        words = age(compiled, now)
        if list_is_very_stale(compiled, now):
            return StripCell("List", f"STALE {words}", Mark.CROSS, lost=True)
        stale = list_is_stale(compiled, now)
        return StripCell("List", words, Mark.WEAK if stale else Mark.TICK)

    def _queue_cell(self, now: datetime) -> StripCell:
        queue = self._known.queue
        if queue.waiting == 0 or queue.oldest is None:
            return StripCell("Queue", "0", Mark.TICK)
        if (now - queue.oldest).total_seconds() > _OLD_QUEUE_S:
            words = f"{queue.waiting}, oldest {age(queue.oldest, now)}"
            return StripCell("Queue", words, Mark.WEAK)
        return StripCell("Queue", str(queue.waiting), Mark.TICK)

    def _sign_in(self, now: datetime) -> SignInView:
        strip = self._strip(now)
        checks = tuple((cell.mark, f"{cell.name}: {cell.word}") for cell in strip.cells)
        known = self._known
        return SignInView(
            problem=known.problem,
            busy=known.busy,
            locked=known.locked,
            training=self._facts.training,
            accounts=self._facts.accounts if self._facts.training else (),
            checks=checks,
        )

    def _status(self, now: datetime) -> StatusView:
        known = self._known
        lines = [
            StatusLine("Program", self._facts.version, Mark.TICK),
            StatusLine("Engines", self._facts.engines, Mark.TICK),
            StatusLine("Hotlist", self._list_words(now), self._list_cell(now).mark),
            StatusLine("Waiting for headquarters", *self._queue_words(now)),
            StatusLine("Headquarters", *self._link_words()),
            StatusLine("Capture to read", self._latency_words(), Mark.TICK),
            *(StatusLine("Trouble", why, Mark.WEAK) for why in known.troubles[-3:]),
        ]
        return StatusView(tuple(lines))

    def _list_words(self, now: datetime) -> str:
        listed = self._known.hotlist
        if listed is None:
            return "No list loaded yet. It comes after sign-in."
        compiled = age(listed.compiled_at, now)
        return f"version {listed.version}, {listed.entries} entries, {compiled} old"

    def _queue_words(self, now: datetime) -> tuple[str, Mark]:
        cell, queue = self._queue_cell(now), self._known.queue
        if queue.oldest is None:
            return "nothing", cell.mark
        return f"{queue.waiting} items, oldest {age(queue.oldest, now)}", cell.mark

    def _link_words(self) -> tuple[str, Mark]:
        link = self._known.link
        if link is None:
            return "not tried yet", Mark.RING
        mark, word, _ = _HEALTH[link.health]
        return f"{word}. {link.why}" if link.why else word, mark

    def _latency_words(self) -> str:
        times = sorted(self._known.latencies)
        if len(times) < 2:  # noqa: PLR2004 - quantiles need two
            return "no reads yet"
        high = quantiles(times, n=20)[-1]
        return f"median {median(times):.0f} ms, 95 % under {high:.0f} ms"


def _cell(name: str, health: Health) -> StripCell:
    mark, word, lost = _HEALTH[health]
    return StripCell(name, word, mark, lost)
