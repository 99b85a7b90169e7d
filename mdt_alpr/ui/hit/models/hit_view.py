"""One hit page as a whole, and what is said aloud."""

from dataclasses import dataclass

from mdt_alpr.ui.hit.models.hit_blind import BlindView, PausedView
from mdt_alpr.ui.hit.models.hit_result import DispositionView, ResultView
from mdt_alpr.ui.kit.models.choice import ChoiceView


@dataclass(frozen=True, slots=True)
class HitBarView:
    """The bar on every hit page; ``gone`` turns it to ink."""

    gone: bool
    priority: str
    category: str
    title: str
    cause: str
    seen: str


@dataclass(frozen=True, slots=True)
class RelayView:
    """The units on shift, to pass a hit on (D9); the key of a tile is the unit's device.

    An empty key is no unit: that tile shows the next page of them.
    """

    title: str
    text: str
    units: tuple[ChoiceView, ...]
    notice: str


@dataclass(frozen=True, slots=True)
class HitView:
    """A page of the hit before the officer, ``hit_id``.

    ``turn`` changes where another hit, or the same again, comes before the officer: what a
    finger began for the one never ends on the other. ``place`` names page and question: where
    it changes, no input counts for ``guard_ms`` (U18). ``keys`` are the function keys that do
    something here, "F6" where it can be held.
    """

    hit_id: str
    bar: HitBarView
    page: BlindView | PausedView | ResultView | DispositionView | RelayView
    turn: int
    place: str
    keys: frozenset[str]
    guard_ms: int


@dataclass(frozen=True, slots=True)
class Spoken:
    """What the car says: a tone's name (empty for none), then a sentence."""

    text: str
    tone: str = ""
