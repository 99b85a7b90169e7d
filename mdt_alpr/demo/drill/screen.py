"""The car's screen without a window: the real presenters, the words that they show and say."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from mdt_alpr import __version__
from mdt_alpr.machine.clock import Clock
from mdt_alpr.patrol.desk import EntriesDesk, OfficerCommands, TypedPlatesDesk
from mdt_alpr.patrol.events import Event, FrameSeen
from mdt_alpr.ui.entries.presenters.entries import EntriesPresenter
from mdt_alpr.ui.hit.models.hit_view import HitView, Spoken
from mdt_alpr.ui.hit.presenters.hit_presenter import HitPresenter
from mdt_alpr.ui.shell.presenters.car import CarFacts, CarPresenter
from mdt_alpr.ui.shell.presenters.losses import LossPresenter
from mdt_alpr.ui.shell.presenters.patrol import PatrolPresenter

_NOT_SHOWN = frozenset(
    {"action", "form", "guard_ms", "hit_id", "key", "keys", "kind", "mark", "marks", "place",
     "read_id", "shape", "urgency"}
)  # fmt: skip
"""Fields of view models that say how something is drawn, not what is written there."""


class Screen:
    """What an officer reads and hears in one car; used on the thread that plays the drill."""

    def __init__(
        self,
        desk: OfficerCommands,
        entries: EntriesDesk,
        plates: TypedPlatesDesk,
        clock: Clock,
        unit: str,
    ) -> None:
        self.patrol = PatrolPresenter(desk, clock)
        self.car = CarPresenter(desk, clock, CarFacts(unit, __version__, "scripted"))
        self.hit = HitPresenter(desk, clock)
        self.entries = EntriesPresenter(entries, plates, clock)
        self._losses = LossPresenter(clock)
        self._presenters = (self.patrol, self.car, self.hit, self.entries, self._losses)
        self.views: dict[str, Any] = {}
        self.said: list[Spoken] = []
        self.stored_is_open = True
        self._connect()

    @property
    def hit_view(self) -> HitView | None:
        """Return the hit's page, None while none is before the officer."""
        view: HitView | None = self.views.get("hit")
        return view

    def take(self, event: Event) -> None:
        """Show an event of the car."""
        if isinstance(event, FrameSeen):
            for watching in (self.patrol, self.car, self._losses):
                watching.take_frame(event)
            return
        for presenter in self._presenters:
            presenter.take(event)

    def tick(self) -> None:
        """Let the clocks on the screen go on."""
        for presenter in self._presenters:
            presenter.tick()

    def in_front(self) -> str:
        """Return what is written on the page before the officer, one line a text."""
        names: tuple[str, ...]
        if not self.car.may_use:
            names = ("strip", "sign_in", "band")
        elif self.hit_view is not None:
            names = ("strip", "hit")
        else:
            names = ("strip", "live", "band", "reel")
        return self._words(*names)

    def everywhere(self) -> str:
        """Return what is written on every page, the hidden ones included."""
        return self._words(*self.views)

    def page(self, name: str) -> str:
        """Return what is written on one page: hits, status, sign_in, strip."""
        return self._words(name)

    def _words(self, *names: str) -> str:
        return "\n".join(text for name in names for text in _texts(self.views.get(name)))

    def _connect(self) -> None:
        signals = {
            "band": self.patrol.band_changed,
            "frame": self.patrol.frame_changed,
            "hits": self.patrol.hits_changed,
            "live": self.patrol.live_changed,
            "reel": self.patrol.reel_changed,
            "sign_in": self.car.sign_in_changed,
            "status": self.car.status_changed,
            "strip": self.car.strip_changed,
            "hit": self.hit.view_changed,
            "entries": self.entries.view_changed,
        }
        for name, signal in signals.items():
            signal.connect(lambda view, name=name: self.views.__setitem__(name, view))
        for speaker in (self.hit, self.entries, self._losses):
            speaker.spoken.connect(self.said.append)
        self.car.data_changed.connect(self._data_changed)

    def _data_changed(self, is_open: object) -> None:
        self.stored_is_open = bool(is_open)


def _texts(value: object) -> Iterator[str]:
    """Give every text that a view model holds for a reader."""
    if isinstance(value, Enum):
        return
    if isinstance(value, str):
        yield " ".join(value.split())
    elif isinstance(value, tuple | list | frozenset):
        for part in value:
            yield from _texts(part)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            part = getattr(value, field.name)
            if field.name not in _NOT_SHOWN or is_dataclass(part):
                yield from _texts(part)
