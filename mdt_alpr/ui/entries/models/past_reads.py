"""Where a listed plate was read before: what is asked first, and what headquarters showed."""

from dataclasses import dataclass

from mdt_alpr.ui.entries.models.entry_actions import ChoosePurpose, ClearText, DeleteText, TypeText
from mdt_alpr.ui.kit.models.choice import ChoiceView


@dataclass(frozen=True, slots=True)
class PastAskView:
    """Purpose and case are asked before anything is shown; ``told`` says why nothing is yet."""

    plate: str
    state: str
    words: str
    purposes: tuple[ChoiceView, ...]
    case: str
    told: str
    may_show: bool


@dataclass(frozen=True, slots=True)
class PastReadRow:
    """One read: the plate as it was read, what is doubtful about it, where and when."""

    plate: str
    state: str
    is_state_read: bool
    note: str
    car: str
    place: str
    day: str
    time: str

    @property
    def is_doubtful(self) -> bool:
        """Tell whether it may be another plate than the listed one."""
        return bool(self.note) or not self.is_state_read


@dataclass(frozen=True, slots=True)
class PastFoundView:
    """The reads, newest first; ``empty`` says where there is none, ``told`` how they are kept."""

    plate: str
    state: str
    words: str
    told: str
    empty: str
    rows: tuple[PastReadRow, ...]


@dataclass(frozen=True, slots=True)
class PastShutView:
    """Why nothing may be shown now; it names no plate (D1)."""

    words: str


PastReadsView = PastAskView | PastFoundView | PastShutView


@dataclass(frozen=True, slots=True)
class LookBack:
    """Look at the past reads of an own entry: purpose and case are asked first."""

    entry_id: str


@dataclass(frozen=True, slots=True)
class ShowPastReads:
    """Ask headquarters for them."""


@dataclass(frozen=True, slots=True)
class LeavePastReads:
    """Go back to the entries; what was shown is forgotten."""


PastReadsAction = (
    LookBack | ShowPastReads | LeavePastReads | ChoosePurpose | TypeText | DeleteText | ClearText
)
