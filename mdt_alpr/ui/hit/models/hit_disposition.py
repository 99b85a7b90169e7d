"""What the page "How did this hit end?" shows."""

from dataclasses import dataclass

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
