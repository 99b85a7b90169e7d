"""The status strip: who, which parts are well, how old the list is, what waits (CAR-03)."""

from dataclasses import dataclass

from mdt_alpr.ui.kit.models.mark import Mark


@dataclass(frozen=True, slots=True)
class StripCell:
    """One part: its name, its word, its mark; ``lost`` inverts the cell."""

    name: str
    word: str
    mark: Mark
    lost: bool = False


@dataclass(frozen=True, slots=True)
class StripView:
    """The whole strip."""

    unit: str
    officer: str
    cells: tuple[StripCell, ...]
    clock: str
    training: bool
