"""What the report of an incident shows: the form, the pad of one field, the officer's hits."""

from dataclasses import dataclass

from mdt_alpr.ui.entries.models.entries import EntryPadView, FieldView
from mdt_alpr.ui.kit.models.choice import ChoiceView


@dataclass(frozen=True, slots=True)
class IncidentFormView:
    """The form in reading order; ``needed`` says what lacks, or what came of it."""

    kinds: tuple[ChoiceView, ...]
    phrases: tuple[ChoiceView, ...]
    words: FieldView
    grounds: tuple[ChoiceView, ...]
    case: FieldView
    parties: FieldView
    needed: str
    note: str
    may_report: bool
    hold_form: str = ""
    """The name of the form by which its reads are kept longer."""


@dataclass(frozen=True, slots=True)
class OwnHitsView:
    """The officer's hits to choose one from, a page at a time; no plate is named."""

    words: str
    rows: tuple[ChoiceView, ...]
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class IncidentView:
    """The page as a whole; ``shut`` says why nothing is shown now."""

    place: str
    form: IncidentFormView
    pad: EntryPadView | None
    hits: OwnHitsView
    shut: str = ""
