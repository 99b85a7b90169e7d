"""What the state network learns on: whole plates, made straight, with the design of their state.

Their serials are of any characters, so that nothing can be learned from them; what a serial's
shape says of a state is a matter of its own (``domain.reading.state_of_issuance``).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from mdt_alpr.lab.training.assets import Assets
from mdt_alpr.lab.training.designs import (
    UNKNOWN,
    DrawnDesign,
    draw_invented_design,
    draw_own_design,
    with_any_serial,
)
from mdt_alpr.lab.training.pictures import Area, Picture, onto
from mdt_alpr.lab.training.plates import DrawnPlate, draw_plate
from mdt_alpr.lab.training.rng import Rng
from mdt_alpr.lab.training.views import Cut, photographed

WIDTH, HEIGHT = 160, 80
"""Of the network's input, in pixels."""

AROUND = 0.04
"""What is seen around the plate on every side, in its widths and heights."""

_OFF = (0.008, 0.015, 0.015, 0.03)
_NARROWEST, _WIDEST = 45, 260
_USUAL, _AT_USUAL = (55, 120), 0.6
"""How wide plates are at a patrol car's distances, in pixels, and how many are drawn so."""

_INVENTED = 0.25
"""Share of plates with a design that no state has: only words name their state."""


@dataclass(frozen=True, slots=True)
class StateView:
    """A picture of a whole plate and the number of its state, 0 where nothing shows it."""

    picture: Picture
    state: int


def draw_state_view(assets: Assets, rng: Rng) -> StateView:
    """Draw a plate and return it as an outline lets it be cut out."""
    invented = rng.chance(_INVENTED)
    design = with_any_serial(draw_invented_design(rng), rng) if invented else draw_own_design(rng)
    usual = rng.chance(_AT_USUAL)
    wide = rng.log_between(*_USUAL) if usual else rng.log_between(_NARROWEST, _WIDEST)
    picture, plate = picture_of(design, wide, assets, rng)
    return StateView(picture, UNKNOWN if invented and not plate.telling else plate.state)


def picture_of(
    design: DrawnDesign, wide: float, assets: Assets, rng: Rng
) -> tuple[Picture, DrawnPlate]:
    """Draw a plate of this design as the network is shown one that is ``wide`` pixels wide."""
    plate = draw_plate(assets, rng, design=design)
    sheet, off = plate.sheet, rng.pick(_OFF)
    across, along = AROUND * sheet.width, AROUND * sheet.height
    area = Area(sheet.left - across, sheet.top - along, sheet.right + across, sheet.bottom + along)
    shaken = np.array([(rng.normal(off), rng.normal(off)) for _ in range(4)]) * sheet.width
    size = round(wide), round(wide * area.height / area.width * rng.between(0.85, 1.1))
    cut = Cut(onto(area.corners + shaken, Area(0, 0, *size).corners), size)
    return photographed(plate.canvas, cut, (WIDTH, HEIGHT), rng), plate


def draw_state_views(assets: Assets, rng: Rng, count: int) -> dict[str, npt.NDArray[Any]]:
    """Return this many views as arrays for a cache; the names are those of ``StateView``."""
    views = [draw_state_view(assets, rng) for _ in range(count)]
    return {
        "pictures": np.stack([view.picture for view in views]),
        "states": np.array([view.state for view in views], np.uint8),
    }
