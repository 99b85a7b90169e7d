"""Figures by group of plates: a mean over all of them hides the group that is read worst."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from mdt_alpr.domain.errors import WrongInputError
from mdt_alpr.measure.evaluation import share

_WIDTHS = (70.0, 130.0)


@dataclass(frozen=True, slots=True)
class JudgedPlate:
    """How one plate was read; ``width`` in pixels, ``state`` empty where it is not known.

    ``unflagged``: it was read wrong, and neither the other reader nor a doubtful character
    says so.
    """

    state: str
    width: float
    right: bool
    state_right: bool
    state_wrong: bool
    is_read: bool = True
    unflagged: bool = False
    light: str = ""


def width_group(plate: JudgedPlate) -> str:
    """Return the plate's range of widths: a patrol car reads most plates below 130 pixels."""
    narrow, near = _WIDTHS
    if not plate.width:
        return "unknown"
    if plate.width < narrow:
        return f"< {narrow:.0f} px"
    return f"< {near:.0f} px" if plate.width < near else f">= {near:.0f} px"


GROUPS: dict[str, Callable[[JudgedPlate], str]] = {
    "state": lambda plate: plate.state or "unknown",
    "width": width_group,
    "light": lambda plate: plate.light or "unknown",
}


def group_names(text: str) -> tuple[str, ...]:
    """Return the names of ``--by``, such as "state,width".

    Raises:
        WrongInputError: there is no such group.
    """
    names = tuple(text.split(","))
    for name in names:
        if name not in GROUPS:
            raise WrongInputError(f"There is no group {name!r}. Choose of: {', '.join(GROUPS)}.")
    return names


def by_group(plates: Sequence[JudgedPlate], names: Sequence[str]) -> list[dict[str, Any]]:
    """Return a row of figures a group; states in the minority also together, as "others"."""
    rows = Counter(tuple(GROUPS[name](plate) for name in names) for plate in plates)
    rows_of = [
        {
            **dict(zip(names, group, strict=True)),
            **figures([p for p in plates if tuple(GROUPS[name](p) for name in names) == group]),
        }
        for group in sorted(rows)
    ]
    return [*rows_of, *_others(plates, names)]


def _others(plates: Sequence[JudgedPlate], names: Sequence[str]) -> list[dict[str, Any]]:
    known = [plate for plate in plates if plate.state]
    if "state" not in names or not known:
        return []
    (commonest, _), *_ = Counter(plate.state for plate in known).most_common(1)
    others = [plate for plate in known if plate.state != commonest]
    further = [name for name in names if name != "state"]
    return [
        {"state": f"all but {commonest}", **row}
        for row in (by_group(others, further) if further else [figures(others)])
    ]


def figures(plates: Sequence[JudgedPlate]) -> dict[str, Any]:
    """Return the figures of some plates: shares, and how many were read wrong."""
    known = [plate for plate in plates if plate.state]
    return {
        "plates": len(plates),
        "read": share(sum(plate.is_read for plate in plates), len(plates)),
        "folded": share(sum(plate.right for plate in plates), len(plates)),
        "wrong": sum(plate.is_read and not plate.right for plate in plates),
        "wrong_unflagged": sum(plate.unflagged for plate in plates),
        "state_right": share(sum(plate.state_right for plate in known), len(known)),
        "state_wrong": sum(plate.state_wrong for plate in known),
    }
