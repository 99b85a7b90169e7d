"""Where hits were, on a map in place of what a page shows of them (SUP-02)."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from mdt_alpr.acts.hits import SHOW_PLACES
from mdt_alpr.domain.hotlist.hotlist import CATEGORIES
from mdt_alpr.ui.desk.models.desk import HitOfLog
from mdt_alpr.ui.desk.models.map_view import NO_MAP, MapView
from mdt_alpr.ui.desk.page import ASKING, Page
from mdt_alpr.ui.desk.presenters.map_marks import map_view
from mdt_alpr.ui.desk.presenters.words import day_time, disposition_words
from mdt_alpr.ui.desk.views.map_turn import MapTurn
from mdt_alpr.wire.desk import HitLogFilter, HitPlace, HitPlacesMessage

HIT_MAP = "hit map"
"""The name of the call that a page with such a map may wait for."""
_NOTHING = NO_MAP, ""


class HitMap(QObject):
    """Asks for the places of hits once the map is wanted, and with its page from then on.

    Where a hit was is captured: who reads no hits is not offered it, and headquarters records
    each answer.

    Signals:
        changed: the marks (``MapView``), and what is said of them.
        turned: whether the map is shown.
        offered: whether the person may see it.
    """

    changed = Signal(object, str)
    turned = Signal(bool)
    offered = Signal(bool)

    def __init__(self, page: Page, hits: Callable[[], HitLogFilter]) -> None:
        """``hits`` says which hits are shown, as the page has it now."""
        super().__init__(page)
        self._page, self._hits, self._is_on = page, hits, False
        self._shown = _NOTHING
        self._keys: tuple[str, ...] = ()

    def connect_view(self, view: MapTurn) -> None:
        """Connect the page's map."""
        tiles = self._page.desk.map
        view.button.clicked.connect(self.turn)
        view.map.tiles_wanted.connect(tiles.want)
        tiles.came.connect(view.map.show_tile)
        self.changed.connect(view.show_map)
        self.turned.connect(view.turn)
        self.offered.connect(view.button.setVisible)

    def begin(self) -> None:
        """Show the person who signs in no map yet."""
        self._is_on, self._shown, self._keys = False, _NOTHING, ()
        self.changed.emit(*_NOTHING)
        self.turned.emit(False)  # noqa: FBT003 - a signal
        self.offered.emit(any(map(self._page.has, SHOW_PLACES.may)))

    def turn(self) -> None:
        """Turn to the map, or back."""
        self._is_on, self._shown = not self._is_on, _NOTHING
        self.changed.emit(NO_MAP, ASKING if self._is_on else "")
        self.turned.emit(self._is_on)
        self.load()

    def open(self, hit_id: str) -> None:
        """Open a hit that was chosen on the map, with the others on it around it."""
        self._page.open_wanted.emit("hit", HitOfLog(hit_id, self._keys))

    def bring_next(self, show: Callable[[Any], None]) -> None:
        """Hand the next hit on the map that this person has not opened yet to ``show``."""
        left = (key for key in self._keys if key not in self._page.desk.seen)
        if following := next(left, ""):
            show(HitOfLog(following, self._keys, came=True))

    def load(self) -> None:
        """Ask where the hits were, while the map is shown."""
        if not self._is_on:
            return
        file = self._page.desk.map.file
        ask = self._page.ask(HitPlacesMessage, SHOW_PLACES.path(), self._hits())

        def call() -> object:
            answer = ask()
            if not isinstance(answer, HitPlacesMessage):
                return answer
            marks = ((hit.hit_id, _words(hit), hit.place) for hit in answer.places)
            keys = tuple(hit.hit_id for hit in answer.places)
            return (map_view(marks, file), _said(answer)), keys

        self._page.wait(call, self._show, HIT_MAP)

    def _show(self, came: tuple[tuple[MapView, str], tuple[str, ...]]) -> None:
        """Show what came; the same marks again leave the map as it was moved."""
        shown, self._keys = came
        if shown != self._shown:
            self._shown = shown
            self.changed.emit(*shown)


def _words(hit: HitPlace) -> str:
    ended = disposition_words(hit.disposition)
    return f"{day_time(hit.raised_at)}, {hit.unit}: {CATEGORIES[hit.category].name}. {ended}."


def _said(answer: HitPlacesMessage) -> str:
    counts = f"{len(answer.places):,} of {answer.hits:,} hits have a place."
    older = f"Only the newest {answer.hits:,} hits are shown." if answer.more else ""
    return " ".join(filter(None, (counts, older, answer.notice)))
