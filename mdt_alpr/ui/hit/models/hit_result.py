"""What the result page shows: banner, comparison, ages, status card, gate."""

from dataclasses import dataclass
from typing import Literal

from mdt_alpr.ui.hit.models.hit_blind import ChoiceView


@dataclass(frozen=True, slots=True)
class DispositionRow:
    """Dispositions of one meaning."""

    name: str
    tiles: tuple[ChoiceView, ...]


@dataclass(frozen=True, slots=True)
class StopSheetView:
    """Why and when a vehicle was stopped without the checks; nothing chosen at the start."""

    text: str
    reasons: tuple[ChoiceView, ...]
    times: tuple[ChoiceView, ...]
    force: tuple[ChoiceView, ...]
    may_record: bool


_NO_STOP = ChoiceView("stop", "", live=False)


@dataclass(frozen=True, slots=True)
class DispositionView:
    """Rows by meaning on the left, follow-ups of the chosen one on the right.

    ``stopped``, ``outcomes`` and ``force`` are empty where they are not asked; ``event_number``
    is None where it is not asked, ``number_off`` says why it cannot be typed now.
    """

    rows: tuple[DispositionRow, ...]
    chosen: str
    on_record: str
    stopped: tuple[ChoiceView, ...]
    outcomes: tuple[ChoiceView, ...]
    force: tuple[ChoiceView, ...]
    event_number: str | None
    editing_number: bool
    missing: str
    may_save: bool
    back_live: bool
    number_off: str = ""
    stop_tile: ChoiceView = _NO_STOP
    stop_sheet: StopSheetView | None = None


CharacterMark = Literal["", "doubt", "differs"]


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A plate with one mark a character; ``struck`` draws a line through it."""

    text: str
    marks: tuple[CharacterMark, ...] = ()
    struck: bool = False


@dataclass(frozen=True, slots=True)
class FactView:
    """A line with an optional shape; ``inverted`` is the ink block of every "no".

    ``continues`` the line above, which has a shape: its words begin under those words.
    """

    text: str
    shape: str = ""
    inverted: bool = False
    continues: bool = False


@dataclass(frozen=True, slots=True)
class ColumnView:
    """READ, YOU ENTERED or RECORD: a separate string each (D15)."""

    title: str
    plate: MarkedText
    facts: tuple[FactView, ...]
    chip: str = ""


@dataclass(frozen=True, slots=True)
class AgeView:
    """One age in words: plain words, then the ones that count."""

    shape: str
    plain: str
    strong: str


@dataclass(frozen=True, slots=True)
class CompareView:
    """PICTURE | READ | YOU ENTERED | RECORD, what the record is, and how old everything is."""

    picture: bytes
    taken: str
    columns: tuple[ColumnView, ...]
    detail: str
    ages: tuple[AgeView, ...]
    record: int
    records: int
    instruction: str = ""
    """What the administrator has officers do on such a record (HOT-08)."""
    list_words: str = ""
    """How often hits of the record's list were right, and its changed priority (D19)."""
    vehicle: bytes = b""
    """The picture of the whole vehicle (ALR-01)."""


@dataclass(frozen=True, slots=True)
class BannerView:
    """The first thing on the page; ``ink`` for every contradiction (ALR-05).

    ``words`` are parts of one line, each with whether it is bold.
    """

    ink: bool
    shape: str
    title: str
    words: tuple[tuple[str, bool], ...]
    button: str
    action: Literal["", "reason", "end"]
    known: str = ""
    """What was known of the record before, a line of its own (ALR-08, D13)."""

    @property
    def text(self) -> str:
        """Return the line as one text."""
        return "".join(part for part, _ in self.words)


BACK = "back"
"""The key of a tile that goes back one step and states nothing."""


@dataclass(frozen=True, slots=True)
class StatusCardView:
    """One rectangle that asks one thing at a time.

    ``kind`` says what a tile means; ``typed`` is the number typed so far, None where none is
    asked. ``text`` is beside the tiles, to be read aloud.
    """

    kind: Literal[
        "sources", "result", "against", "dispatcher", "why_not", "reason", "stopped",
        "confirm", "confirm_oca", "confirm_draft", "confirm_against",
    ]  # fmt: skip
    shape: str
    title: str
    detail: str
    right: str
    tiles: tuple[ChoiceView, ...]
    typed: str | None = None
    may_save: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class CheckView:
    """One check of the gate in its fixed place."""

    shape: str
    name: str
    words: str


@dataclass(frozen=True, slots=True)
class HoldView:
    """The stop button: how it looks, what it says, how long it is held."""

    form: Literal["locked", "ready", "no_status", "gone"]
    title: str
    words: str
    hold_ms: int

    @property
    def live(self) -> bool:
        """Tell whether holding it does something."""
        return self.form in ("ready", "no_status")


@dataclass(frozen=True, slots=True)
class GateView:
    """The gate card."""

    ink: bool
    shape: str
    title: str
    second: str
    checks: tuple[CheckView, ...]
    strong: str
    text: str
    stop: HoldView


@dataclass(frozen=True, slots=True)
class ResultView:
    """Everything that is known of the hit, and what is missing."""

    banner: BannerView
    compare: CompareView
    status: StatusCardView
    gate: GateView
