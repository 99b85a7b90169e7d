"""What the desk shows: a frame with a menu, tables, one hit, figures."""

from dataclasses import dataclass

from mdt_alpr.ui.kit.models.mark import Mark


@dataclass(frozen=True, slots=True)
class Cell:
    """One place of a table; ``plate`` is in the plate's face, ``warns`` in the warning tint.

    ``below`` stands under the words, in a line of its own. Without it long words take two lines.
    """

    text: str
    mark: Mark | None = None
    plate: bool = False
    strong: bool = False
    warns: bool = False
    below: str = ""

    @property
    def words(self) -> str:
        """Return all that the cell says."""
        return f"{self.text} {self.below}".strip()


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row with what it is opened by."""

    key: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column; one that can be sorted by has a name for it. ``width`` in pixels."""

    title: str
    width: int
    order: str = ""
    right: bool = False


@dataclass(frozen=True, slots=True)
class TableHead:
    """What stands above a table, and its columns; rows of a ``tall`` one have two lines.

    One that ``finds`` has a box that narrows its rows.
    """

    title: str
    told: str
    columns: tuple[Column, ...]
    tall: bool = False
    finds: bool = True


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
    told: str = ""
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
    """How a page stands: what it waits for, what went wrong, what is shown where it is empty.

    ``whole`` is what went wrong at full length, where one line has no room for it.
    """

    waits: str = ""
    problem: str = ""
    foot: str = ""
    whole: str = ""


@dataclass(frozen=True, slots=True)
class MenuLine:
    """A page in the menu."""

    page: str
    title: str


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
    """What the person has to know of the own account; empty mostly."""


@dataclass(frozen=True, slots=True)
class AccountForm:
    """What is entered about an account; ``role`` is its value, the day as it was typed."""

    person_id: str = ""
    name: str = ""
    role: str = ""
    team: str = ""
    trained_on: str = ""
    password: str = ""
    reason: str = ""

    def __repr__(self) -> str:
        """Return a text without the password."""
        return f"AccountForm({self.person_id!r})"


@dataclass(frozen=True, slots=True)
class TimelineLine:
    """One thing that happened."""

    at: str
    title: str
    told: str
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class PlateCard:
    """A plate under its heading: what was read, entered or listed."""

    title: str
    text: str
    state: str
    told: str = ""


@dataclass(frozen=True, slots=True)
class PictureSlot:
    """A picture that is asked for on its own."""

    digest: str
    words: str


@dataclass(frozen=True, slots=True)
class PlacePoint:
    """A named place around the car: how far east and north, in parts of the outer ring.

    ``letter`` marks it in the drawing; ``told`` says how the car lies from it.
    """

    letter: str
    told: str
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class PlaceView:
    """Where a hit was read; ``ring`` miles to the outer of two rings, 0 where nobody knows.

    ``heading`` in degrees from true north.
    """

    coordinates: str
    told: str
    points: tuple[PlacePoint, ...] = ()
    ring: float = 0.0
    heading: float | None = None


@dataclass(frozen=True, slots=True)
class HitFileView:
    """One hit as evidence."""

    title: str
    mark: Mark
    ending: str
    told: str
    watermark: str
    lines: tuple[TimelineLine, ...]
    plates: tuple[PlateCard, ...]
    facts: tuple[tuple[str, str], ...]
    pictures: tuple[PictureSlot, ...]
    reviews: tuple[tuple[str, str], ...]
    why_no_review: str = ""
    warning: str = ""
    """Where the vehicle contradicts the record; empty where it does not."""
    place: PlaceView = PlaceView("", "")


@dataclass(frozen=True, slots=True)
class BlindPassView:
    """A pass to judge blind; ``digest`` empty where there is none, ``told`` says so."""

    digest: str
    watermark: str
    told: str


@dataclass(frozen=True, slots=True)
class PackageCheckView:
    """What the check of a package found."""

    mark: Mark
    words: str
    told: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart: its name, how long, of how much (0: of nothing), what it says."""

    name: str
    value: int
    words: str
    whole: int = 0


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars under a title; ``empty`` says what would fill it."""

    title: str
    bars: tuple[Bar, ...]
    empty: str
    upright: bool = False


@dataclass(frozen=True, slots=True)
class HitIdSearch:
    """Which days, as YYYY-MM-DD, are searched for hits, and for which purpose and case."""

    first: str
    last: str
    purpose: str
    case: str


@dataclass(frozen=True, slots=True)
class PastReadsHead:
    """Whose past reads are looked at; ``purpose`` and ``case`` are the entry's own, to begin."""

    plate: str
    state: str
    purpose: str
    case: str
