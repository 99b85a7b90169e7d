"""Why candidates became no reads: kept for ten minutes, for who is signed in, in memory only."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from PySide6.QtCore import QObject, Signal, Slot

from mdt_alpr.domain.officer import Driving
from mdt_alpr.domain.plate.plate import folded
from mdt_alpr.domain.policy import SAME_PLATE_REARMS_AFTER
from mdt_alpr.machine.clock import Clock
from mdt_alpr.patrol.candidates import Candidate
from mdt_alpr.patrol.events import CandidateUnread, DrivingChanged, Event, HitChanged, HitRaised
from mdt_alpr.ui.hit.presenters.open_hits import HitsInOrder
from mdt_alpr.ui.kit.words import age
from mdt_alpr.ui.shell.models.pages import WhyRow, WhyView

KEPT = 40
"""Of each camera."""
KEPT_FOR = timedelta(minutes=10)
_TITLE = "Missed plates"
_WORDS = "Last 10 minutes. Erased when the screen locks."
_NOTHING = "No missed plates in the last 10 minutes."
_CAR_MOVES = "Not while you drive. For a second officer: press P twice."
_TEXT_WAITS = "characters follow, the plate may come again"


@dataclass(frozen=True, slots=True)
class _Entry:
    """A candidate and how often the same was seen."""

    camera: str
    candidate: Candidate
    times: int = 1

    def is_same(self, other: "_Entry") -> bool:
        """Tell whether it is the same track, or the same reason at the same place."""
        a, b = self.candidate.rejected, other.candidate.rejected
        if a.track is not None and a.track == b.track:
            return True
        return a.why is b.why and folded(a.text) == folded(b.text) and a.box.overlap(b.box) > 0

    def after(self, before: "_Entry") -> "_Entry":
        """Return the two as one."""
        a, b = self.candidate.rejected, before.candidate.rejected
        again = a.track is None or a.track != b.track
        return replace(self, times=before.times + again)


class WhyPresenter(QObject):
    """Decides what the page shows; nothing while a hit waits for its blind entry (D1).

    Signals:
        view_changed: the page (``WhyView``).
    """

    view_changed = Signal(object)

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock
        self._is_open = False
        self._driving = Driving()
        self._hits = HitsInOrder()
        self._kept: dict[str, deque[_Entry]] = {}

    @Slot(object)
    def take(self, event: Event) -> None:
        """Handle an event of the car; what comes while nobody may look is not kept."""
        if isinstance(event, CandidateUnread):
            if self._is_open:
                self._keep(_Entry(event.camera, event.candidate))
        elif isinstance(event, HitRaised | HitChanged):
            self._hits.take(event)
        elif isinstance(event, DrivingChanged):
            self._driving = event.driving
        else:
            return
        self.tick()

    @Slot(object)
    def take_access(self, allowed: object) -> None:
        """Forget everything when the screen locks or the shift ends."""
        self._is_open = bool(allowed)
        if not allowed:
            self._kept.clear()
        self.tick()

    @Slot()
    def tick(self) -> None:
        """Bring the ages up to date, forget what is old."""
        now = self._clock.now()
        for camera, entries in self._kept.items():
            young = [entry for entry in entries if now - entry.candidate.at < KEPT_FOR]
            self._kept[camera] = deque(young, maxlen=KEPT)
        self.view_changed.emit(self._view(now))

    def _keep(self, entry: _Entry) -> None:
        entries = self._kept.setdefault(entry.camera, deque(maxlen=KEPT))
        same = next((known for known in entries if entry.is_same(known)), None)
        if same is not None:
            entries.remove(same)
            entry = entry.after(same)
        entries.append(entry)

    def _view(self, now: datetime) -> WhyView:
        shut = self._shut()
        rows = () if shut else tuple(_row(entry, now) for entry in self._newest_first())
        return WhyView(_TITLE, _WORDS, shut or ("" if rows else _NOTHING), rows)

    def _shut(self) -> str:
        """Return why nothing may be shown now, empty where it may."""
        if self._hits.any_waits:
            return self._hits.waiting_words
        return "" if self._driving.typing_allowed else _CAR_MOVES

    def _newest_first(self) -> Iterator[_Entry]:
        every = (entry for entries in self._kept.values() for entry in entries)
        yield from sorted(every, key=lambda entry: entry.candidate.at, reverse=True)


def _row(entry: _Entry, now: datetime) -> WhyRow:
    """Return a row; its text waits until the same plate would be another pass (D1)."""
    candidate, rejected = entry.candidate, entry.candidate.rejected
    waits = bool(rejected.text) and now - candidate.at < SAME_PLATE_REARMS_AFTER
    notes = [
        entry.camera,
        f"{rejected.box.width:.0f} px wide",
        "" if candidate.over else "still there",
        f"{entry.times} times" if entry.times > 1 else "",
        _TEXT_WAITS if waits else "",
    ]
    reason = rejected.why.value
    return WhyRow(
        crop=candidate.picture,
        reason=reason[:1].upper() + reason[1:],
        note=", ".join(note for note in notes if note),
        text="" if waits else rejected.text,
        age=age(candidate.at, now),
    )
