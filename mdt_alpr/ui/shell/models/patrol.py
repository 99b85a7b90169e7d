"""The patrol page: live picture, band, reel.

A tag, row or band of a read that is held for a check carries no text of it (D1).
"""

from dataclasses import dataclass
from enum import StrEnum

from mdt_alpr.ui.kit.models.mark import Mark


@dataclass(frozen=True, slots=True)
class HitRow:
    """One open hit; its picture is shown, its text and its record are not."""

    hit_id: str
    mark: Mark
    urgency: str
    """"high", "medium" or "low"."""
    urgency_word: str
    crop: bytes
    category: str
    note: str
    match_class: str
    """What the match may be called, or that nothing was entered yet."""
    match_words: str
    status: str
    age: str


@dataclass(frozen=True, slots=True)
class UrgencyCount:
    """How many open hits are that urgent."""

    mark: Mark
    urgency: str
    count: int
    word: str


@dataclass(frozen=True, slots=True)
class HitListView:
    """Every open hit, most urgent first; the title counts a flood."""

    title: str
    words: str
    counts: tuple[UrgencyCount, ...]
    rows: tuple[HitRow, ...]
    silenced: bool = True
    """Whether no hit sounds any more."""


@dataclass(frozen=True, slots=True)
class WeatherTile:
    """One weather; its tile has a border where it was chosen."""

    key: str
    word: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class WeatherView:
    """What a trial asks of the sky, or that it was said."""

    words: str
    tiles: tuple[WeatherTile, ...]


@dataclass(frozen=True, slots=True)
class PlateTag:
    """A plate in the picture: corners in picture pixels, what is said of it (empty: nothing)."""

    left: float
    top: float
    right: float
    bottom: float
    text: str
    held: bool


@dataclass(frozen=True, slots=True, eq=False)
class LiveFrame:
    """The newest frame: H x W x 3 unsigned bytes, blue-green-red, and the plates in it."""

    pixels: memoryview
    width: int
    height: int
    plates: tuple[PlateTag, ...]
    camera: str = ""


@dataclass(frozen=True, slots=True)
class LiveState:
    """Text over the live picture; ``headline`` is empty while the picture runs.

    ``line`` says since when, ``detail`` what to do; ``lost`` makes an ink block of it. ``still``
    says why the picture does not move, empty while it does. ``gone`` names cameras that are lost
    while others go on.
    """

    camera: str
    latency: str = ""
    headline: str = ""
    line: str = ""
    detail: str = ""
    lost: bool = False
    still: str = ""
    gone: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReelRow:
    """One read; ``text`` is empty and ``crop`` stays where it is held for a check."""

    read_id: str
    crop: bytes
    text: str
    doubtful: tuple[int, ...]
    state: str
    age: str
    urgency: str = ""
    """"high", "medium" or "low" where held, else empty."""

    @property
    def is_held(self) -> bool:
        """Tell whether the read is hidden until its hit is opened and checked."""
        return bool(self.urgency)


class BandKind(StrEnum):
    """What the fixed band under the picture shows."""

    NO_HIT = "no_hit"
    HIT = "hit"
    GONE = "gone"
    """The highest hit is not a match: an ink block like every "no"."""
    STOPPED = "stopped"
    """No read raises a hit (MNT-02), and none is open: an ink block, too."""


@dataclass(frozen=True, slots=True)
class BandView:
    """The band; ``more`` counts further open hits, ``reads`` is the number of this shift.

    ``hit_id`` is the hit that it names: what is pressed while it is shown means that one.
    """

    kind: BandKind
    mark: Mark
    title: str
    words: str
    line: str = ""
    age: str = ""
    urgency: str = ""
    more: int = 0
    silenced: bool = False
    reads: str = ""
    hit_id: str = ""


class HearingAnswer(StrEnum):
    """What an officer says of the sound test; no is "louder" while it can be louder."""

    YES = "yes"
    NO = "no"
    SOFTER = "softer"


@dataclass(frozen=True, slots=True)
class HearingView:
    """Which answers of the sound test change how loud alerts are."""

    offers_louder: bool
    offers_softer: bool
