"""What the zero network learns on: one round character out of the reader's picture of a plate.

Whether a character is marked depends on its die alone: digits, letters and what else is round
stand at any place beside anything, so that nothing can be learned from the text around them.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from mdt_alpr.adapters.zero_classifier import strip
from mdt_alpr.lab.training.dice import Dice
from mdt_alpr.lab.training.kit import Kit
from mdt_alpr.lab.training.looks import draw_look, with_any_serial
from mdt_alpr.lab.training.pictures import Picture
from mdt_alpr.lab.training.plates import draw_plate
from mdt_alpr.lab.training.views import WIDTH as READER_WIDTH
from mdt_alpr.lab.training.views import view_of
from mdt_alpr.lab.training.zero_marks import with_mark, without_mark

_ZERO = "0"
_ROUNDS, _OTHERS = "0O", "8QDGB69CU"
_ROUND_SHARE = 0.8
_MARKED_SHARE = 0.6
_REPLACED = 0.45
_OFF = 1.2
"""How far a reader is off a character's middle, in pixels of its picture."""


@dataclass(frozen=True, slots=True)
class ZeroView:
    """A strip about one character, and whether that is a zero with a mark."""

    picture: Picture
    marked: bool


def draw_rounds(kit: Kit, dice: Dice) -> list[ZeroView]:
    """Draw a plate and return a strip about each of its characters that are round."""
    look = with_any_serial(draw_look(dice), dice)
    form = dice.pick(look.formats).replace("V", "L")
    look = replace(look, formats=("".join(_place(place, dice) for place in form),))
    plain = without_mark(kit.die(look, dice))
    stamped = with_mark(plain, dice) if dice.chance(_MARKED_SHARE) else None
    plate = draw_plate(replace(kit, dies={look.die: [stamped or plain]}), dice, look=look)
    view = view_of(plate, dice)
    return [
        ZeroView(
            strip(view.picture, centre * READER_WIDTH + dice.normal(_OFF)),
            marked=character == _ZERO and stamped is not None,
        )
        for character, centre in zip(plate.text, view.centres.tolist(), strict=False)
        if character in _ROUNDS + _OTHERS
    ]


def _place(place: str, dice: Dice) -> str:
    """Return a round character in the stead of some places of a format."""
    if place not in "LD" or not dice.chance(_REPLACED):
        return place
    return dice.pick(_ROUNDS if dice.chance(_ROUND_SHARE) else _OTHERS)


def draw_zero_views(kit: Kit, dice: Dice, count: int) -> dict[str, npt.NDArray[Any]]:
    """Return this many views as arrays for a cache; the names are those of ``ZeroView``."""
    views: list[ZeroView] = []
    while len(views) < count:
        views += draw_rounds(kit, dice)
    return {
        "pictures": np.stack([view.picture for view in views[:count]]),
        "marked": np.array([view.marked for view in views[:count]]),
    }
