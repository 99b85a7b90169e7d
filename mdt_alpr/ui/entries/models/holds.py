"""What the page for form ALPR-1 shows: the form, the question before it is filed, own requests."""

from dataclasses import dataclass

from mdt_alpr.ui.entries.models.entries import EntryPadView, FieldView, PlateFieldView
from mdt_alpr.ui.kit.models.choice import ChoiceView
from mdt_alpr.ui.kit.models.mark import Mark


@dataclass(frozen=True, slots=True)
class HoldFormView:
    """The form in the order of 8.C.2; ``needed`` says what lacks, or what came of it."""

    plate: PlateFieldView
    state: FieldView
    offered: tuple[ChoiceView, ...]
    this_car: ChoiceView
    others: FieldView
    begins: FieldView
    ends: FieldView
    windows: tuple[ChoiceView, ...]
    grounds: tuple[ChoiceView, ...]
    case: FieldView
    parties: FieldView
    facts: FieldView
    needed: str
    note: str
    may_go_on: bool
    name: str = ""
    """What the agency calls the form."""


@dataclass(frozen=True, slots=True)
class HoldConfirmView:
    """What is asked for, and what filing does."""

    plate: str
    state: str
    lines: tuple[str, ...]
    does: str
    link: str


@dataclass(frozen=True, slots=True)
class OwnHoldRow:
    """A request of the officer; no plate where it is over."""

    plate: str
    state: str
    when: str
    status: str
    notice: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class OwnHoldsView:
    """The officer's own requests, a page at a time; ``words`` where there is none."""

    count: str
    words: str
    rows: tuple[OwnHoldRow, ...]
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class HoldsView:
    """The page as a whole; ``shut`` says why nothing is shown now, and then names no plate."""

    place: str
    form: HoldFormView
    pad: EntryPadView | None
    confirm: HoldConfirmView | None
    own: OwnHoldsView
    shut: str = ""
