"""What the page of manual entries shows: the form, the pad of one field, the officer's own."""

from dataclasses import dataclass
from typing import Literal

from mdt_alpr.ui.hit.models.hit_blind import ChoiceView, PlatePadView, StatePadView
from mdt_alpr.ui.kit.models.mark import Mark


@dataclass(frozen=True, slots=True)
class FieldView:
    """A field that opens a pad: what it holds, or what belongs there; ``next`` comes next."""

    key: str
    value: str
    hint: str
    next: bool = False


@dataclass(frozen=True, slots=True)
class PlateFieldView:
    """The plate with "letter" or "digit" under each character that is easily confused."""

    text: str
    kinds: tuple[str, ...]
    next: bool = False


@dataclass(frozen=True, slots=True)
class SpellingView:
    """The plate in words, to be confirmed once where characters are easily confused (MAN-07).

    ``words`` names the doubtful ones, ``aloud`` is how the plate is said (D14).
    """

    words: str
    aloud: str
    asks: bool
    confirmed: bool


@dataclass(frozen=True, slots=True)
class EntryFormView:
    """The form in reading order; ``needed`` is one line, empty where it may be saved.

    ``label`` must be beside the entry wherever it is shown (MAN-09).
    """

    title: str
    ends: str
    plate: PlateFieldView
    spelling: SpellingView
    state: FieldView
    case: FieldView
    bases: tuple[ChoiceView, ...]
    purposes: tuple[ChoiceView, ...]
    reason: FieldView
    person: tuple[ChoiceView, ...]
    instructions: tuple[ChoiceView, ...]
    needed: str
    condition: str
    may_save: bool
    may_check: bool
    check_word: str
    may_clear: bool
    clear_word: str


@dataclass(frozen=True, slots=True)
class TextPadView:
    """A text being entered; ``tabs`` are the questions that belong together, or none.

    ``capitals`` says which letters begin as capitals: none, the first, or every one;
    ``allowed`` are the characters that the field takes, empty for all. ``offers`` are answers of
    which a tap gives one.
    """

    text: str
    tabs: tuple[ChoiceView, ...]
    capitals: Literal["", "first", "all"] = ""
    allowed: str = ""
    offers: tuple[ChoiceView, ...] = ()


@dataclass(frozen=True, slots=True)
class ChoicePadView:
    """A few answers, of which a tap gives one."""

    choices: tuple[ChoiceView, ...]


@dataclass(frozen=True, slots=True)
class EntryPadView:
    """The pad of one field, in the form's own rectangle."""

    key: str
    title: str
    help: str
    pad: PlatePadView | StatePadView | TextPadView | ChoicePadView
    next_word: str
    next_live: bool


@dataclass(frozen=True, slots=True)
class LockView:
    """Why nothing can be typed now (VER-10)."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OwnEntryRow:
    """A live entry of the officer; no plate and state while a hit waits for its entry (D1)."""

    entry_id: str
    plate: str
    state: str
    case: str
    left: str
    mark: Mark | None
    remove_word: str
    armed: bool
    chosen: bool


@dataclass(frozen=True, slots=True)
class ChosenEntryView:
    """What is to be said and done about the entry that was chosen."""

    entry_id: str
    title: str
    text: str
    more_word: str
    more_live: bool
    past_live: bool
    asks_recheck: bool
    not_word: str


@dataclass(frozen=True, slots=True)
class OwnEntriesView:
    """The officer's own live entries, a page at a time; ``words`` where there is none."""

    count: str
    words: str
    rows: tuple[OwnEntryRow, ...]
    chosen: ChosenEntryView | None
    page: int
    pages: int
    live: bool


@dataclass(frozen=True, slots=True)
class EntriesView:
    """The page as a whole; ``place`` names what is on the left (taps rest on a change)."""

    place: str
    form: EntryFormView
    pad: EntryPadView | None
    lock: LockView | None
    own: OwnEntriesView
