"""What the state network learns on: whole plates, made straight, that say where they are from.

Their serials are those of any state, so that nothing can be learned from them.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from mdt_alpr.training.dice import Dice
from mdt_alpr.training.kit import Kit
from mdt_alpr.training.looks import UNKNOWN, draw_name_look
from mdt_alpr.training.pictures import Area, Picture, onto
from mdt_alpr.training.plates import draw_plate
from mdt_alpr.training.views import Cut, photographed

WIDTH, HEIGHT = 160, 80
"""Of the network's input, in pixels."""

AROUND = 0.04
"""What is seen around the plate on every side, in its widths and heights."""

_OFF = (0.008, 0.015, 0.015, 0.03)
_NARROWEST, _WIDEST = 45, 260


@dataclass(frozen=True, slots=True)
class StateView:
    """A picture of a whole plate and the number of its state, 0 where no word tells it."""

    picture: Picture
    state: int


def draw_state_view(kit: Kit, dice: Dice) -> StateView:
    """Draw a plate and return it as an outline lets it be cut out."""
    plate = draw_plate(kit, dice, look=draw_name_look(dice))
    sheet, off = plate.sheet, dice.pick(_OFF)
    across, along = AROUND * sheet.width, AROUND * sheet.height
    area = Area(sheet.left - across, sheet.top - along, sheet.right + across, sheet.bottom + along)
    shaken = np.array([(dice.normal(off), dice.normal(off)) for _ in range(4)]) * sheet.width
    wide = dice.log_between(_NARROWEST, _WIDEST)
    size = round(wide), round(wide * area.height / area.width * dice.between(0.85, 1.1))
    cut = Cut(onto(area.corners + shaken, Area(0, 0, *size).corners), size)
    picture = photographed(plate.canvas, cut, (WIDTH, HEIGHT), dice)
    return StateView(picture, plate.state if plate.telling else UNKNOWN)


def draw_state_views(kit: Kit, dice: Dice, count: int) -> dict[str, npt.NDArray[Any]]:
    """Return this many views as arrays for a cache; the names are those of ``StateView``."""
    views = [draw_state_view(kit, dice) for _ in range(count)]
    return {
        "pictures": np.stack([view.picture for view in views]),
        "states": np.array([view.state for view in views], np.uint8),
    }
