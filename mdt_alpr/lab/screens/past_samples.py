"""Past reads of an own entry in each of their states, with sample data.

Plates, units and cases are made up; the acts take the real way from the question to its view.
"""

from collections.abc import Callable
from datetime import UTC, timedelta

from mdt_alpr.domain.entry.form import PastReadsQuery
from mdt_alpr.domain.officer import Driving
from mdt_alpr.lab.screens.entry_samples import NOW, sample_entries
from mdt_alpr.lab.screens.hit_sample_hits import red_car
from mdt_alpr.patrol.events import (
    DrivingChanged,
    EntriesChanged,
    Event,
    HitRaised,
    PastReadsAnswered,
)
from mdt_alpr.patrol.past_reads import NOT_QUEUED
from mdt_alpr.ui.entries.models.past_reads import PastReadsView
from mdt_alpr.ui.entries.presenters.past_reads import PastReadsPresenter
from mdt_alpr.wire.manual import PastReadsMessage
from mdt_alpr.wire.messages import CharacterMessage, PlaceMessage, ReadMessage

_MOST = 200
_LOST = f"Headquarters cannot be reached. {NOT_QUEUED}"
_SEEN = (
    # was the state read, days ago, unit, camera, disputed
    (True, 0.4, "Unit 209", "Camera 1, front", ()),
    (False, 2.1, "Unit 221", "Camera 2, rear", ()),
    (True, 2.9, "Unit 214", "Camera 1, front", (3,)),
    (True, 11.3, "Unit 209", "Camera 1, front", ()),
    (True, 11.4, "Unit 203", "Camera 1, front", ()),
    (False, 30.2, "Unit 209", "Camera 1, front", ()),
    (True, 71.7, "Unit 221", "Camera 2, rear", ()),
)


def past_views() -> dict[str, PastReadsView]:
    """Return the sample views by name, in the order in which an officer meets them."""
    return {name: make() for name, make in _SAMPLES.items()}


def past_reads(
    count: int = len(_SEEN), plate: str = "KLM4471", state: str = "NC"
) -> PastReadsMessage:
    """Return reads as headquarters shows them, as many as asked for, again and again."""
    found = (_read(number, plate, state) for number in range(count))
    return PastReadsMessage(tuple(found), _MOST)


class _Desk:
    """Keeps the last look."""

    look: PastReadsQuery

    def ask_past_reads(self, look: PastReadsQuery) -> None:
        """Take what is asked."""
        self.look = look


def _view(
    answer: Callable[[PastReadsQuery], PastReadsAnswered] | None = None,
    *events: Event,
    entry: int = 0,
    asks: bool = True,
) -> PastReadsView:
    views: list[PastReadsView] = []
    desk = _Desk()
    presenter = PastReadsPresenter(desk, UTC)
    presenter.view_changed.connect(views.append)
    entries = sample_entries()
    presenter.take(EntriesChanged(entries))
    presenter.look_back(entries[entry].entry_id)
    if asks:
        presenter.show_reads()
    else:
        presenter.clear_text()
    if answer is not None:
        presenter.take(answer(desk.look))
    for event in events:
        presenter.take(event)
    return views[-1]


def _found(count: int) -> Callable[[PastReadsQuery], PastReadsAnswered]:
    return lambda look: PastReadsAnswered(look, past_reads(count))


def _look_alikes(look: PastReadsQuery) -> PastReadsAnswered:
    return PastReadsAnswered(look, past_reads(3, "SJB9O2", "SC"))


def _read(number: int, plate: str, state: str) -> ReadMessage:
    is_state_read, days, unit, camera, disputed = _SEEN[number % len(_SEEN)]
    at = NOW - timedelta(days=days + number // len(_SEEN) / 24)
    place = PlaceMessage(
        35.40872 + days / 1000, -80.57951, at, at, 24.0, 271.0, 3.0, simulated=False
    )
    return ReadMessage(
        read_id=str(number), revision=0, unit=unit, camera=camera, person_id="ralvarez",
        captured_at=at, text=plate, state=state if is_state_read else "",
        state_confidence=0.97, characters=tuple(CharacterMessage(c, 0.97, ()) for c in plate),
        disputed=disputed, frames=9, box=(0, 0, 1, 1), crop_digest="", context_digest="",
        engine="sample", software="sample",
        place=None if number % 3 == 2 else place,  # noqa: PLR2004 - every third without a receiver
    )  # fmt: skip


_SAMPLES: dict[str, Callable[[], PastReadsView]] = {
    "past_ask": lambda: _view(asks=False),
    "past_waits": _view,
    "past_refused": lambda: _view(lambda look: PastReadsAnswered(look, why=_LOST)),
    "past_reads": lambda: _view(_found(len(_SEEN))),
    "past_reads_most": lambda: _view(_found(_MOST)),
    "past_look_alike": lambda: _view(_look_alikes, entry=1),
    "past_none": lambda: _view(_found(0)),
    "past_hit_waits": lambda: _view(_found(3), HitRaised(red_car().hit)),
    "past_moving": lambda: _view(_found(3), DrivingChanged(Driving(31.0))),
}
