"""What the desk shows: a frame with a menu, tables, one hit, figures."""

from collections.abc import Callable
from dataclasses import dataclass, field

from mdt_alpr.ui.desk.models.map_view import NO_MAP, MapView
from mdt_alpr.ui.kit.models.mark import Mark


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table; ``plate`` is in the plate's typeface, ``warns`` in the warning tint.

    ``below`` is a second line under the words. Without it long words wrap to two lines.
    ``at`` is the instant or day that the words are of, in ISO 8601: by it the cell is sorted.
    """

    text: str
    mark: Mark | None = None
    plate: bool = False
    strong: bool = False
    warns: bool = False
    below: str = ""
    at: str = ""

    @property
    def words(self) -> str:
        """Return all of the cell's text."""
        return f"{self.text} {self.below}".strip()


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row, with the key that opens it."""

    key: str
    cells: tuple[Cell, ...]

    def has(self, words: str) -> bool:
        """Return whether the row has each of these words; any row has none."""
        text = " ".join(cell.words for cell in self.cells).casefold()
        return all(word in text for word in words.casefold().split())


@dataclass(frozen=True, slots=True)
class Column:
    """A column, ``width`` in pixels; ``order`` names the sort order, empty where there is none.

    It ``stays`` in a table that has a record beside it, and ``yields`` there to small pictures.
    One ``with_pictures`` is shown only while the rows have these, one that is not only without.
    """

    title: str
    width: int
    order: str = ""
    right: bool = False
    stays: bool = False
    yields: bool = False
    with_pictures: bool | None = None


@dataclass(frozen=True, slots=True)
class TableHead:
    """A table's title and columns; rows of a ``tall`` one have two lines.

    One that ``finds`` has a box that filters its rows.
    """

    title: str
    note: str
    columns: tuple[Column, ...]
    tall: bool = False
    finds: bool = True


@dataclass(frozen=True, slots=True)
class SavingView:
    """The files that the rows may be saved as; ``why_not`` says why there is none, if so."""

    forms: tuple[str, ...] = ()
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class RowsSaving:
    """The rows to save as they are shown, and the file; ``has_more``: others are not loaded.

    ``words`` are those by which the rows are filtered.
    """

    form: str
    place: str
    rows: tuple[TableRow, ...]
    has_more: bool
    words: str = ""


@dataclass(frozen=True, slots=True)
class ActRow:
    """What may be done about a row: pairs of name and words, with a reason as it is asked for.

    ``choice`` names what is chosen beside the reason, of pairs of value and words.
    """

    reason: str
    acts: tuple[tuple[str, str], ...]
    choice: str = ""
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its name and what it is a part of; ``filter`` is what pressing it shows."""

    name: str
    value: str
    note: str = ""
    warns: bool = False
    filter: str = ""


@dataclass(frozen=True, slots=True)
class FilterField:
    """A choice: pairs of value and words, and the value that is chosen."""

    name: str
    title: str
    options: tuple[tuple[str, str], ...]
    chosen: str


@dataclass(frozen=True, slots=True)
class PageState:
    """A page's state: what it waits for, what went wrong, and a line for when neither applies.

    ``whole`` is the problem in full, where one line has no room for it.
    """

    waits: str = ""
    problem: str = ""
    foot: str = ""
    whole: str = ""


@dataclass(frozen=True, slots=True)
class ProofView:
    """The question for the password of who is signed in; ``problem`` of the last answer."""

    shown: bool = False
    problem: str = ""
    busy: bool = False


@dataclass(frozen=True, slots=True)
class MenuLine:
    """A page in the menu; one without a section stands first, with what the role has daily."""

    page: str
    title: str
    section: str


@dataclass(frozen=True, slots=True)
class FoundLine:
    """A page, an act on it with its button, or what is ``chosen`` on it; where it stands."""

    page: str
    name: str
    where: str
    act: str = ""
    chosen: object = field(default=None, hash=False)


@dataclass(frozen=True, slots=True)
class FrameView:
    """The bar and the menu: whose desk it is, and whose hits it shows.

    ``teams`` are pairs of value and words, none where the agency has no teams; ``team`` is the
    value that is chosen.
    """

    role: str
    person: str
    menu: tuple[MenuLine, ...]
    page: str
    training: bool = False
    teams: tuple[tuple[str, str], ...] = ()
    team: str = ""
    notice: str = ""
    """What the person must know about their account; usually empty."""
    policy: str = ""
    """The agency's adopted policy, under the menu."""
    beside: str = ""
    """The list that the page was opened from, on its left; empty where it has the whole room."""


@dataclass(frozen=True, slots=True)
class TrainingForm:
    """What is entered after a class; ``people`` are user names with commas between them.

    ``scan`` is the place of the signed paper's scan, empty without one.
    """

    people: str
    course: str
    version: str
    presenter: str
    trained_on: str
    paper: str
    scan: str = ""


@dataclass(frozen=True, slots=True)
class TimelineLine:
    """One thing that happened."""

    at: str
    title: str
    detail: str
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class PlateCard:
    """A plate under its heading: what was read, entered or listed."""

    title: str
    text: str
    state: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class PictureSlot:
    """A picture, requested by its digest."""

    digest: str
    words: str


@dataclass(frozen=True, slots=True)
class PlacePoint:
    """A named place around the car: how far east and north, in parts of the outer ring.

    ``letter`` marks it in the drawing; ``words`` say where the car was relative to it.
    """

    letter: str
    words: str
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class PlaceView:
    """Where a hit was read; ``ring`` miles to the outer of two rings, 0 where that is unknown.

    ``heading`` in degrees from true north. A ``map`` with tiles is shown in place of the rings.
    """

    coordinates: str
    note: str
    points: tuple[PlacePoint, ...] = ()
    ring: float = 0.0
    heading: float | None = None
    map: MapView = NO_MAP


@dataclass(frozen=True, slots=True)
class HitFileView:
    """One hit as evidence."""

    title: str
    mark: Mark
    ending: str
    kept_until: str
    watermark: str
    lines: tuple[TimelineLine, ...]
    plates: tuple[PlateCard, ...]
    facts: tuple[tuple[str, str], ...]
    pictures: tuple[PictureSlot, ...]
    reviews: tuple[tuple[str, str], ...]
    why_no_review: str = ""
    warning: str = ""
    """Where the vehicle contradicts the record, or the device was not checked; else empty."""
    place: PlaceView = PlaceView("", "")
    has_twins: bool = False
    """Whether cars may show that a lookalike of its record was cleared."""


@dataclass(frozen=True, slots=True)
class HitOfLog:
    """A hit to open, and the hits of the log around it; ``follow`` moves the log's chosen row.

    One that ``came`` by itself is read before it is reviewed: a second press of a key that
    reviewed the hit before it does nothing to it.
    """

    hit_id: str
    log: tuple[str, ...] = ()
    follow: Callable[[str], None] | None = field(default=None, compare=False, repr=False)
    came: bool = False

    def beside(self, step: int) -> str:
        """Return the hit so many places on in the log; empty where there is none."""
        place = self.log.index(self.hit_id) + step if self.hit_id in self.log else -1
        return self.log[place] if 0 <= place < len(self.log) else ""


@dataclass(frozen=True, slots=True)
class BlindPassView:
    """A pass to judge blind; ``digest`` is empty where there is none, and ``prompt`` says so."""

    digest: str
    watermark: str
    prompt: str


@dataclass(frozen=True, slots=True)
class PackageCheckView:
    """Result of checking an evidence package."""

    mark: Mark
    words: str
    detail: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart: its name, how long, of how much (0: of nothing), what it says."""

    name: str
    value: int
    words: str
    whole: int = 0


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars under a title; ``empty`` is shown in place of no bars."""

    title: str
    bars: tuple[Bar, ...]
    empty: str
    upright: bool = False


@dataclass(frozen=True, slots=True)
class AccessWanted:
    """Which accesses to others' readers: days as YYYY-MM-DD, then texts; an empty one is any."""

    first: str
    last: str
    person: str = ""
    agency: str = ""


@dataclass(frozen=True, slots=True)
class PolicyForm:
    """A policy to record: its number, its version, YYYY-MM-DD, and what it covers."""

    policy: str
    version: str
    effective_on: str
    covered: tuple[str, ...]
