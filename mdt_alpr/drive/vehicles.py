"""Vehicles as a few textured panels in space, with the plate as a panel of its own.

Coordinates of a vehicle: x right, y up, z forwards from the rear end, in meters.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from mdt_alpr.domain.hit.vehicle import Body, Color
from mdt_alpr.drive import ends, sides
from mdt_alpr.drive.canvas import Bytes, Canvas, DrawnShape, Tone
from mdt_alpr.drive.compose import TexturePanel, texture
from mdt_alpr.drive.plates import OUTER, SHEET

PLATE_WIDTH = 0.35
"""Meters; a little more than the real 0.305, so that the picture need not be a telephoto's."""

FLAT = 0.72
"""Half of the rear's flat middle; beyond it the sheet turns to the side."""

_UNROLLED = 1.05
_REAR_SCALE, _SIDE_SCALE = 380.0, 150.0
_LAP = 0.012
_SLICE = 0.95
_PALE = 120  # from which a paint hides chrome letters

Point = tuple[float, float, float]
Place = Callable[[float, float], Point]
Corners = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Shell:
    """Measures of a body: where the sheet turns, leans and ends."""

    half_width: float
    height: float
    length: float
    belt: float
    lean: float
    tumble: float
    plate_height: float
    rear: ends.Drawing
    side: ends.Drawing
    model_height: float
    back: ends.Drawing = ()
    back_foot: tuple[float, float] = (0.0, 0.0)
    back_head: tuple[float, float] = (0.0, 0.0)
    lamps: tuple[ends.Drawing, ...] = ((),)
    deck: bool = False


@dataclass(frozen=True, slots=True)
class VehicleStyle:
    """The style of one vehicle; ``badge`` is model and trim, parted by a slash."""

    body: Body
    color: Color
    badge: str
    lamps: int = 0
    braking: bool = False
    oncoming: bool = False


SHELLS: dict[Body, Shell] = {
    Body.CAR: Shell(
        half_width=0.91, height=1.03, length=4.62, belt=0.98, lean=0.0, tumble=0.6,
        plate_height=0.745, rear=ends.SEDAN, side=sides.SEDAN_SIDE, model_height=0.935,
        back=sides.SEDAN_BACK, back_foot=(0.98, 0.5), back_head=(1.44, 1.22),
        lamps=ends.SEDAN_LAMPS, deck=True,
    ),
    Body.SUV: Shell(
        half_width=0.95, height=1.82, length=4.7, belt=1.12, lean=0.42, tumble=0.22,
        plate_height=0.87, rear=ends.SUV, side=sides.SUV_SIDE, model_height=0.7,
        lamps=ends.SUV_LAMPS,
    ),
    Body.PICKUP: Shell(
        half_width=0.98, height=1.16, length=5.5, belt=1.14, lean=0.0, tumble=0.3,
        plate_height=0.53, rear=ends.PICKUP, side=sides.PICKUP_SIDE, model_height=0.72,
        back=sides.PICKUP_BACK, back_foot=(0.9, 1.78), back_head=(1.88, 1.92),
    ),
    Body.VAN: Shell(
        half_width=1.0, height=2.3, length=5.4, belt=1.3, lean=0.09, tumble=0.12,
        plate_height=0.86, rear=ends.VAN, side=sides.VAN_SIDE, model_height=0.62,
    ),
}  # fmt: skip
"""The four bodies that the drive shows from behind."""

FRONTS: dict[Body, Shell] = {
    Body.CAR: Shell(
        half_width=0.91, height=0.92, length=4.62, belt=0.98, lean=0.0, tumble=0.6,
        plate_height=0.4, rear=ends.CAR_FRONT, side=sides.SEDAN_SIDE, model_height=0.3,
        back=ends.WINDSCREEN, back_foot=(0.96, 1.3), back_head=(1.43, 2.1), deck=True,
    ),
    Body.SUV: Shell(
        half_width=0.95, height=1.12, length=4.7, belt=1.12, lean=0.0, tumble=0.22,
        plate_height=0.5, rear=ends.SUV_FRONT, side=sides.SUV_SIDE, model_height=0.4,
        back=ends.WINDSCREEN, back_foot=(1.14, 1.2), back_head=(1.78, 1.9), deck=True,
    ),
}  # fmt: skip
"""Bodies as they come toward us: the front is where the rear was."""

PAINTS: dict[Color, Tone] = {
    Color.BLACK: (38, 34, 32),
    Color.WHITE: (226, 224, 220),
    Color.GRAY: (104, 98, 94),
    Color.SILVER: (184, 180, 176),
    Color.RED: (38, 26, 150),
    Color.BLUE: (124, 66, 30),
    Color.GREEN: (62, 78, 36),
    Color.BROWN: (50, 72, 100),
    Color.TAN: (134, 166, 186),
    Color.YELLOW: (40, 170, 216),
    Color.ORANGE: (30, 96, 206),
}

_TONES: dict[str, Tone] = {
    "black": (12, 11, 11),
    "trim": (40, 38, 37),
    "tire": (32, 31, 31),
    "glass": (52, 44, 38),
    "sky": (246, 226, 206),
    "white": (250, 250, 250),
    "chrome": (206, 202, 198),
    "lens": (214, 218, 226),
    "red": (22, 18, 158),
}


def tones(color: Color, *, braking: bool = False) -> dict[str, Tone]:
    """Return the tones of a vehicle of ``color``; lamps burn brighter when braking."""
    red: Tone = (70, 60, 250) if braking else _TONES["red"]
    paint = PAINTS[color]
    badge: Tone = (84, 82, 80) if min(paint) > _PALE else _TONES["chrome"]
    return {**_TONES, "paint": paint, "red": red, "badge": badge}


def panels(style: VehicleStyle) -> list[TexturePanel]:
    """Return a vehicle's panels in the order in which they are drawn."""
    shell = (FRONTS if style.oncoming else SHELLS)[style.body]
    ink = tones(style.color, braking=style.braking)
    parts = [*_flanks(shell, ink, turned=style.oncoming), _wheels(shell, ink)]
    if shell.back:
        parts.append(_back(shell, ink))
    if shell.deck:
        parts += _deck(shell, ink)
    name, _, trim = style.badge.partition("/")
    lettering = ends.badges(name, trim, shell.model_height)
    return [*parts, *_rear(shell, ink, (*shell.lamps[style.lamps], *lettering))]


def plate_panel(body: Body, picture: Bytes) -> TexturePanel:
    """Return the plate with its frame, just off the sheet metal."""
    width = PLATE_WIDTH * OUTER[0] / SHEET[0] / 2
    height = width * OUTER[1] / OUTER[0]
    middle = SHELLS[body].plate_height
    return TexturePanel(
        texture(picture, hazy=False), _flat(-width, middle - height, width, middle + height, -0.02)
    )


def sheet_corners(body: Body) -> Corners:
    """Return the corners of the plate's sheet, without frame, in the vehicle's space."""
    half, middle = PLATE_WIDTH / 2, SHELLS[body].plate_height
    high = half * SHEET[1] / SHEET[0]
    return _flat(-half, middle - high, half, middle + high, -0.02)


def _flat(left: float, bottom: float, right: float, top: float, z: float) -> Corners:
    return np.array([[left, top, z], [right, top, z], [right, bottom, z], [left, bottom, z]])


def _rear(shell: Shell, ink: dict[str, Tone], lettering: ends.Drawing) -> list[TexturePanel]:
    canvas = Canvas((2 * _UNROLLED, shell.height), (_UNROLLED, 0.0), _REAR_SCALE)
    canvas.draw((*shell.rear, *lettering), ink)
    picture = canvas.bgra()
    turn = (shell.half_width - FLAT) / (_UNROLLED - FLAT)

    def place(u: float, v: float) -> Point:
        beyond = max(0.0, abs(u) - FLAT)
        above = max(0.0, v - shell.belt)
        x = np.sign(u) * (min(abs(u), FLAT) + beyond * turn)
        taper = 1 - above * shell.tumble / shell.half_width
        return float(x * taper), v, beyond * 0.8 + above * shell.lean

    bands = [(0.0, min(shell.belt, shell.height))]
    if shell.height > shell.belt + 0.2:
        bands.append((shell.belt, shell.height))
    spans = [(-_UNROLLED, -FLAT), (FLAT, _UNROLLED), (-FLAT, FLAT)]
    return [
        _cut(canvas, picture, (left, low, right, high), place)
        for low, high in reversed(bands)
        for left, right in spans
    ]


def _flanks(shell: Shell, ink: dict[str, Tone], *, turned: bool) -> list[TexturePanel]:
    """Return both flanks, whole for when the vehicle is ahead, sliced for when it is beside."""
    tall = max(shell.height, shell.back_head[0] + 0.03)
    canvas = Canvas((shell.length, tall), (0.0, 0.0), _SIDE_SCALE)
    canvas.draw(shell.side, {**ink, "paint": _shaded(ink["paint"])})
    picture = canvas.bgra()
    cuts = np.linspace(0.0, shell.length, round(shell.length / _SLICE) + 1).tolist()
    slices = list(pairwise(cuts))
    flanks = []

    def place(u: float, v: float) -> Point:
        inwards = max(0.0, v - shell.belt) * shell.tumble
        return shell.half_width - inwards, v, (shell.length - u if turned else u) + 0.12

    for beside, spans in ((False, [(0.0, shell.length)]), (True, slices[::-1])):
        for rear, front in spans[::-1] if turned else spans:
            for low, high in ((shell.belt, tall), (0.0, shell.belt)):
                right = _cut(canvas, picture, (rear, low, front, high), place)
                for side in (-1, 1):
                    corners = right.corners * (side, 1, 1)
                    flanks.append(TexturePanel(right.picture, corners, side, beside=beside))
    return flanks


def _cut(
    canvas: Canvas, picture: Bytes, part: tuple[float, float, float, float], place: Place
) -> TexturePanel:
    """Return a part of a drawing as a panel, lapping a little over its neighbors.

    Its largest picture is a view of the drawing: parts that cover the same place share it.
    """
    left, bottom, right, top = part
    x0, y1 = canvas.pixel(left - _LAP, bottom - _LAP)
    x1, y0 = canvas.pixel(right + _LAP, top + _LAP)
    c0, c1 = max(0, round(x0)), min(canvas.width, round(x1))
    r0, r1 = max(0, round(y0)), min(canvas.height, round(y1))
    back_x, back_y = canvas.pixel(0, 0)
    u0, u1 = ((c - back_x) / canvas.scale for c in (c0, c1))
    v0, v1 = ((back_y - r) / canvas.scale for r in (r0, r1))
    corners = np.array([place(u0, v0), place(u1, v0), place(u1, v1), place(u0, v1)])
    return TexturePanel(texture(picture[r0:r1, c0:c1]), corners)


def _back(shell: Shell, ink: dict[str, Tone]) -> TexturePanel:
    (low, near), (high, far) = shell.back_foot, shell.back_head
    rise = float(np.hypot(high - low, far - near))
    canvas = Canvas((2.0, rise + 0.1), (1.0, 0.0), _REAR_SCALE * 0.7)
    canvas.draw(shell.back, ink)
    top_y, top_z = high + 0.1 * (high - low) / rise, far + 0.1 * (far - near) / rise
    corners = np.array(
        [[-1.0, top_y, top_z], [1.0, top_y, top_z], [1.0, low, near], [-1.0, low, near]]
    )
    return TexturePanel(texture(canvas.bgra()), corners)


def _deck(shell: Shell, ink: dict[str, Tone]) -> tuple[TexturePanel, TexturePanel]:
    """Return the lid, and under it the wider shoulders that close the gap to the flanks."""
    half, (high, far) = shell.half_width - 0.06, shell.back_foot
    canvas = Canvas((2 * half, 0.6), (half, 0.0), _REAR_SCALE * 0.4)
    canvas.draw(sides.DECK, ink)
    sheet = texture(canvas.bgra())
    wide, low = shell.half_width - 0.035, high - 0.08
    lid = [[-half, high + 0.01, far + 0.06], [half, high + 0.01, far + 0.06]]
    shoulders = [[-wide, low + 0.02, far + 0.2], [wide, low + 0.02, far + 0.2]]
    return (
        TexturePanel(sheet, np.array([*shoulders, [wide, low, 0.2], [-wide, low, 0.2]])),
        TexturePanel(sheet, np.array([*lid, [half, high, 0.02], [-half, high, 0.02]])),
    )


def _wheels(shell: Shell, ink: dict[str, Tone]) -> TexturePanel:
    canvas = Canvas((2.0, 0.62), (1.0, 0.0), _REAR_SCALE * 0.5)
    canvas.draw(sides.WHEELS, ink)
    corners = _flat(-1.0, 0.0, 1.0, 0.62, 0.62)
    return TexturePanel(texture(canvas.bgra()), corners * (shell.half_width / 0.91, 1, 1))


def _shaded(tone: Tone) -> Tone:
    """Return the tone of a flank, which the sun strikes less than the rear."""
    return tone[0] * 0.8, tone[1] * 0.78, tone[2] * 0.77


def shadow() -> TexturePanel:
    """Return what a vehicle keeps the light from, as a panel on the ground."""
    canvas = Canvas((3.2, 6.4), (1.6, 0.8), 40.0)
    canvas.draw((_SHADOW,), _TONES)
    corners = np.array([[-1.6, 0, 5.6], [1.6, 0, 5.6], [1.6, 0, -0.8], [-1.6, 0, -0.8]])
    return TexturePanel(texture(canvas.bgra(), hazy=False), corners)


_SHADOW = DrawnShape(
    "-0.86 0.2, 1.0 0.2, 1.0 4.9, -0.86 4.9", "black", soft=0.17, strength=0.8, solid=True
)
