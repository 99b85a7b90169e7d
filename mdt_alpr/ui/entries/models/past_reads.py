"""Where a listed plate was read before: what is asked first, and what headquarters showed."""

from dataclasses import dataclass

from mdt_alpr.ui.kit.models.choice import ChoiceView


@dataclass(frozen=True, slots=True)
class PastAskView:
    """Purpose and case are asked before anything is shown; ``note`` says why nothing is yet."""

    plate: str
    state: str
    words: str
    purposes: tuple[ChoiceView, ...]
    case: str
    note: str
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
    """The reads, newest first; ``empty`` says where there is none, ``note`` how they are kept."""

    plate: str
    state: str
    words: str
    note: str
    empty: str
    rows: tuple[PastReadRow, ...]


@dataclass(frozen=True, slots=True)
class PastShutView:
    """Why nothing may be shown now; it names no plate (D1)."""

    words: str


PastReadsView = PastAskView | PastFoundView | PastShutView
