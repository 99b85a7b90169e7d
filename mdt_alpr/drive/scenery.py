"""The roadside along one round of the drive, its bridge and junctions, and how they are drawn."""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from mdt_alpr.drive import street
from mdt_alpr.drive.canvas import Bytes, Canvas, Tone
from mdt_alpr.drive.compose import HAZE, Texture, TexturePanel, texture, upright, warp
from mdt_alpr.drive.ends import Drawing
from mdt_alpr.drive.ground import CURB, LANE, LEFT_CURB
from mdt_alpr.drive.optics import EYE, FOCAL, HEIGHT, NEAREST, WIDTH, CameraView, Numbers
from mdt_alpr.drive.woods import PIXELS_PER_METER, tree

FARTHEST = 150.0
"""Meters; beyond them a thing is part of the backdrop."""

_NEAREST = 5.0
_STREET_SCALE = 46.0
_DEEPEST = 13.2  # meters that the longest block runs along the road
_BEHIND = 26.0  # meters that a thing may reach ahead of its own place
_TREES = (
    ("oak", 1), ("oak", 2), ("maple", 3), ("maple", 4), ("poplar", 5), ("pine", 6), ("pine", 7),
    ("bush", 8), ("bush", 9),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Thing:
    """Something beside the road: where its near end is, what, and how large."""

    way: float
    lateral: float
    kind: str
    size: float = 1.0


class Scenery:
    """Everything beside and over the road; the same for the same seed and round."""

    def __init__(self, length: float, seed: int, gaps: tuple[tuple[float, float], ...]) -> None:
        """Set out a round of ``length`` meters, keeping ``gaps`` (from, to) free."""
        self._length = length
        self._pictures = _pictures()
        self._blocks = _blocks()
        generator = np.random.default_rng(seed)
        things = [*_trees(length, generator), *_buildings(length, generator), *_furniture(length)]
        self._things = [t for t in things if not any(a < t.way < b for a, b in gaps)]

    def ahead(self, way: float) -> Iterator[tuple[float, Thing]]:
        """Return what is in sight from ``way``, each with its distance in meters."""
        for thing in self._things:
            distance = (thing.way - way + _BEHIND) % self._length - _BEHIND
            if distance < FARTHEST:
                yield distance, thing

    def draw(self, frame: Bytes, view: CameraView, thing: Thing, distance: float) -> None:
        """Draw one thing, its near end ``distance`` meters ahead."""
        block = self._blocks.get(thing.kind)
        if block is not None:
            if not _in_frame(view, thing.lateral, distance + _DEEPEST):
                return
            mirror = -1.0 if thing.lateral < 0 else 1.0
            for panel in block:
                corners = panel.corners * (mirror, 1, 1) + (thing.lateral, 0, distance)
                if corners[:, 2].min() > _NEAREST:
                    warp(frame, panel.picture, view.project(corners))
            return
        if distance > _NEAREST:
            picture, scale = self._pictures[thing.kind]
            foot = view.foot(thing.lateral, distance)
            upright(frame, picture, foot, FOCAL / distance * thing.size / scale)


def _in_frame(view: CameraView, lateral: float, far: float) -> bool:
    """Tell whether a block's far end, which is nearest to the middle, can be seen."""
    if far <= _NEAREST:
        return False
    across, _ = view.foot(lateral, far)
    return across < WIDTH if lateral > 0 else across > 0


def upright_panel(drawing: Drawing, width: float, height: float, scale: float) -> Texture:
    """Return a drawing whose foot is the middle of the lower edge, as a texture."""
    canvas = Canvas((width, height), (width / 2, 0.0), scale)
    canvas.draw(drawing, street.TONES)
    return texture(canvas.bgra())


def lying(drawing: Drawing, width: float, height: float, scale: float) -> Texture:
    """Return a drawing that begins at the left edge, as a texture."""
    canvas = Canvas((width, height), (0.0, 0.0), scale)
    canvas.draw(drawing, street.TONES)
    return texture(canvas.bgra())


def _pictures() -> dict[str, tuple[Texture, float]]:
    pictures = {
        f"{kind} {seed}": (texture(tree(kind, seed)), float(PIXELS_PER_METER))
        for kind, seed in _TREES
    }
    for name, drawing, width, height, scale in (
        ("pole", street.POLE, 2.6, 9.5, 46.0),
        ("lamp", street.LAMP, 6.0, 8.7, 46.0),
        ("bend", street.BEND_SIGN, 1.1, 3.0, 110.0),
        ("hydrant", street.HYDRANT, 0.6, 0.8, 120.0),
        ("mailbox", street.MAILBOX, 0.6, 1.4, 120.0),
    ):
        pictures[name] = (upright_panel(drawing, width, height, scale), scale)
    return pictures


def _blocks() -> dict[str, tuple[TexturePanel, ...]]:
    blocks = {}
    for wall in ("slate", "brick", "olive"):
        blocks[f"house {wall}"] = _house(wall)
    for i, sign in enumerate(street.SHOP_SIGNS):
        blocks[f"shop {sign}"] = _shop(sign, ("brick", "cream", "siding")[i % 3])
    return blocks


def _house(wall: str) -> tuple[TexturePanel, ...]:
    """A house with its long side to the road; x runs away from the road."""
    roof = np.array([[4.0, 5.3, 0], [4.0, 5.3, 11], [-0.4, 2.8, 11.2], [-0.4, 2.8, -0.2]])
    front = np.array([[0, 3, 0], [0, 3, 11], [0, 0, 11], [0, 0, 0.0]])
    end = np.array([[0, 5.4, 0], [8, 5.4, 0], [8, 0, 0], [0, 0, 0.0]])
    scale = _STREET_SCALE
    return (
        TexturePanel(lying(street.ROOF, 11, 4.8, scale), roof),
        TexturePanel(upright_panel(street.house_end(wall), 8, 5.4, scale), end),
        TexturePanel(lying(street.house_front(wall), 11, 3, scale), front),
    )


def _shop(sign: str, wall: str) -> tuple[TexturePanel, ...]:
    front = np.array([[0, 5, 13], [0, 5, 0], [0, 0, 0], [0, 0, 13.0]])
    end = np.array([[0, 5, 0], [9, 5, 0], [9, 0, 0], [0, 0, 0.0]])
    scale = _STREET_SCALE
    return (
        TexturePanel(upright_panel(street.shop_end(wall), 9, 5, scale), end),
        TexturePanel(lying(street.shop_front(sign, wall), 13, 5, scale), front),
    )


def _trees(length: float, generator: np.random.Generator) -> list[Thing]:
    """Street trees in the strip by the curb, looser ones behind, woods across the road."""
    trees = []
    rows = ((CURB + 0.9, 19.0, 0.3), (CURB + 9.0, 19.0, 4.0), (CURB + 22.0, 23.0, 5.0))
    for lateral, step, scatter in rows:
        trees += _row(length, generator, (lateral, step, scatter))
    for lateral, step, scatter in ((LEFT_CURB - 1.2, 23.0, 0.4), (LEFT_CURB - 10.0, 16.0, 4.5)):
        trees += _row(length, generator, (lateral, step, scatter))
    return trees


def _row(
    length: float, generator: np.random.Generator, row: tuple[float, float, float]
) -> list[Thing]:
    lateral, step, scatter = row
    things = []
    for way in np.arange(3.0, length, step):
        by_curb = scatter < 1.0
        choice = int(generator.integers(0, 5 if by_curb else len(_TREES)))
        kind, seed = _TREES[choice]
        size = float(generator.uniform(0.62, 0.8) if by_curb else generator.uniform(0.8, 1.2))
        place = float(way + generator.uniform(-0.3, 0.3) * step)
        things.append(
            Thing(
                place,
                lateral + float(generator.uniform(-scatter, scatter)),
                f"{kind} {seed}",
                size,
            )
        )
    return things


def _buildings(length: float, generator: np.random.Generator) -> list[Thing]:
    buildings = []
    signs = list(street.SHOP_SIGNS)
    for i, way in enumerate(np.arange(8.0, length, 26.0)):
        shop = (way % 260) < 110  # noqa: PLR2004
        kind = (
            f"shop {signs[i % len(signs)]}"
            if shop
            else f"house {('slate', 'brick', 'olive')[i % 3]}"
        )
        lateral = CURB + (4.6 if shop else 9.5) + float(generator.uniform(0, 1.5))
        buildings.append(Thing(float(way), lateral, kind))
    for i, way in enumerate(np.arange(20.0, length, 34.0)):
        kind = f"house {('brick', 'olive', 'slate')[i % 3]}"
        buildings.append(
            Thing(float(way), LEFT_CURB - 10.5 - float(generator.uniform(0, 3)), kind)
        )
    return buildings


def _furniture(length: float) -> list[Thing]:
    furniture = [Thing(float(way), CURB + 0.75, "pole") for way in np.arange(12.0, length, 36.0)]
    furniture += [
        Thing(float(way), LEFT_CURB - 0.8, "pole") for way in np.arange(28.0, length, 41.0)
    ]
    furniture += [Thing(float(way), CURB + 0.6, "lamp") for way in np.arange(30.0, length, 72.0)]
    furniture += [Thing(float(way), CURB + 0.8, "bend") for way in np.arange(66.0, length, 210.0)]
    furniture += [
        Thing(float(way), CURB + 0.8, "hydrant") for way in np.arange(44.0, length, 150.0)
    ]
    furniture += [
        Thing(float(way), CURB + 0.7, "mailbox") for way in np.arange(95.0, length, 118.0)
    ]
    return furniture


BRIDGE_DEPTH = 13.0
STOP_LINE = 11.0
"""Meters ahead of a car that waits first in line behind another."""

JUNCTION = (STOP_LINE + 5.0, STOP_LINE + 18.0)
_SIGNAL = STOP_LINE + 24.0
_DECK, _WALL = 5.2, CURB + 3.4
_ARM = 7.8  # meters that the signal reaches over the road
_SHADE = 0.46
_RED_BEFORE = 3.0  # seconds before the patrol car stops
_CLOSEST = 4.0  # meters; nearer ground lies below the frame
_ASPHALT: Tone = (110, 110, 112)
_PAINT: Tone = (206, 210, 212)
_SUBPIXEL = 16


class Bridge:
    """A bridge over the road: front, walls, banks and the shade under it."""

    def __init__(self, way: float) -> None:
        self.way = way
        self._bank = lying(street.BANK, 24, 7, 24.0)
        self._panels = (
            TexturePanel(
                upright_panel(street.DECK_FACE, 60, 1.7, 24.0),
                _facing(-30, 30, _DECK, _DECK + 1.7),
            ),
            TexturePanel(lying(street.ABUTMENT, 13, 5.2, 30.0), _along(_WALL)),
            TexturePanel(lying(street.ABUTMENT, 13, 5.2, 30.0), _along(LEFT_CURB - 4.0)),
            TexturePanel(self._bank, _facing(_WALL, _WALL + 24, 0, 7)),
            TexturePanel(self._bank, _facing(LEFT_CURB - 4.0, LEFT_CURB - 28, 0, 7)),
        )

    def shades(self, way: float) -> bool:
        """Tell whether a place on the road lies under the bridge."""
        return self.way < way < self.way + BRIDGE_DEPTH

    def darken(self, frame: Bytes, view: CameraView, distance: float) -> None:
        """Lay the bridge's shadow over the ground."""
        near, far = max(distance - 0.6, 2.0), distance + BRIDGE_DEPTH + 2.2
        if far < near:
            return
        top, bottom = (int(view.horizon + FOCAL * EYE / z) for z in (far, near))
        part = frame[max(0, top) : min(HEIGHT, bottom)]
        if len(part):
            cv2.convertScaleAbs(part, dst=part, alpha=_SHADE)

    def draw(self, frame: Bytes, view: CameraView, distance: float) -> None:
        """Draw the structure, its front ``distance`` meters ahead."""
        for panel in self._panels:
            corners = panel.corners + np.array([0, 0, distance])
            if corners[:, 2].min() > NEAREST:
                warp(frame, panel.picture, view.project(corners))


@dataclass(frozen=True, slots=True)
class Junction:
    """A crossing street; ``way`` is where the patrol car waits, ``green_at`` when it may go."""

    way: float
    red_from: float
    green_at: float

    def is_green(self, time: float) -> bool:
        """Tell what the signal shows at a second of the round; it is red in good time."""
        return not self.red_from - _RED_BEFORE < time < self.green_at


class Junctions:
    """Draws crossing streets and their signals."""

    def __init__(self, junctions: tuple[Junction, ...]) -> None:
        self.all = junctions
        self._signals = {green: _signal(green=green) for green in (True, False)}

    @staticmethod
    def draw_ground(frame: Bytes, view: CameraView, distance: float) -> None:
        """Draw the crossing street, the stop line and the crosswalk."""
        near, far = distance + JUNCTION[0], distance + JUNCTION[1]
        for left, right in ((CURB - 0.05, 60.0), (-80.0, LEFT_CURB + 0.05)):
            _lay(frame, view, (left, near, right, far), _ASPHALT)
        _lay(frame, view, (-1.5 * LANE - 0.4, near, LANE / 2 + 0.2, far), _ASPHALT)
        line = distance + STOP_LINE
        _lay(frame, view, (-1.5 * LANE + 0.3, line, LANE / 2, line + 0.5), _PAINT)
        for left in np.arange(LEFT_CURB + 0.3, CURB - 0.4, 1.2):
            _lay(frame, view, (left, line + 1.4, left + 0.6, line + 4.2), _PAINT)

    def draw_signal(self, frame: Bytes, view: CameraView, distance: float, *, green: bool) -> None:
        """Draw the signal beyond the crossing street."""
        z = distance + _SIGNAL
        if z > _CLOSEST:
            corners = _facing(CURB + 0.8 - _ARM, CURB + 1.2, 0, 6.1) + np.array([0, 0, z])
            warp(frame, self._signals[green], view.project(corners))


def _signal(*, green: bool) -> Texture:
    canvas = Canvas((_ARM + 0.4, 6.1), (_ARM, 0.0), 46.0)
    canvas.draw(street.signal(green=green), street.TONES)
    return texture(canvas.bgra())


def _facing(left: float, right: float, bottom: float, top: float) -> Numbers:
    return np.array(
        [[left, top, 0.0], [right, top, 0.0], [right, bottom, 0.0], [left, bottom, 0.0]]
    )


def _along(x: float) -> Numbers:
    deep = BRIDGE_DEPTH
    return np.array([[x, _DECK, 0.0], [x, _DECK, deep], [x, 0.0, deep], [x, 0.0, 0.0]])


def _lay(
    frame: Bytes, view: CameraView, area: tuple[float, float, float, float], tone: Tone
) -> None:
    """Fill a rectangle of ground (left, near, right, far), hazy where it is far."""
    left, near, right, far = area
    if far < _CLOSEST:
        return
    near = max(near, _CLOSEST)
    corners = np.array([[left, 0, far], [right, 0, far], [right, 0, near], [left, 0, near]])
    share = min(0.4, near / 200)
    mixed = [c * (1 - share) + h * share for c, h in zip(tone, HAZE, strict=True)]
    fixed = np.clip(view.project(corners), -4000, 4000) * _SUBPIXEL
    cv2.fillConvexPoly(frame, fixed.astype(np.int32), (*mixed, 255.0), cv2.LINE_AA, 4)
