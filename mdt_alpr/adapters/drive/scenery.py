"""The roadside: what stands where along one round of the drive, and how it is drawn."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from mdt_alpr.adapters.drive import street
from mdt_alpr.adapters.drive.canvas import Bytes, Canvas
from mdt_alpr.adapters.drive.compose import Texture, TexturePanel, texture, upright, warp
from mdt_alpr.adapters.drive.ground import KERB, LEFT_KERB
from mdt_alpr.adapters.drive.optics import FOCAL, WIDTH, CameraView
from mdt_alpr.adapters.drive.rears import Drawing
from mdt_alpr.adapters.drive.woods import PIXELS_PER_METRE, tree

FARTHEST = 150.0
"""Metres; beyond them a thing is part of the backdrop."""

_NEAREST = 5.0
_STREET_SCALE = 46.0
_DEEPEST = 13.2  # metres that the longest block runs along the road
_BEHIND = 26.0  # metres that a thing may reach ahead of its own place
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
        """Set out a round of ``length`` metres, keeping ``gaps`` (from, to) free."""
        self._length = length
        self._pictures = _pictures()
        self._blocks = _blocks()
        generator = np.random.default_rng(seed)
        things = [*_trees(length, generator), *_buildings(length, generator), *_furniture(length)]
        self._things = [t for t in things if not any(a < t.way < b for a, b in gaps)]

    def ahead(self, way: float) -> Iterator[tuple[float, Thing]]:
        """Return what is in sight from ``way``, each with its distance in metres."""
        for thing in self._things:
            distance = (thing.way - way + _BEHIND) % self._length - _BEHIND
            if distance < FARTHEST:
                yield distance, thing

    def draw(self, frame: Bytes, view: CameraView, thing: Thing, distance: float) -> None:
        """Draw one thing, its near end ``distance`` metres ahead."""
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


def standing(drawing: Drawing, width: float, height: float, scale: float) -> Texture:
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
    found = {
        f"{kind} {seed}": (texture(tree(kind, seed)), float(PIXELS_PER_METRE))
        for kind, seed in _TREES
    }
    for name, drawing, width, height, scale in (
        ("pole", street.POLE, 2.6, 9.5, 46.0),
        ("lamp", street.LAMP, 6.0, 8.7, 46.0),
        ("bend", street.BEND_SIGN, 1.1, 3.0, 110.0),
        ("hydrant", street.HYDRANT, 0.6, 0.8, 120.0),
        ("mailbox", street.MAILBOX, 0.6, 1.4, 120.0),
    ):
        found[name] = (standing(drawing, width, height, scale), scale)
    return found


def _blocks() -> dict[str, tuple[TexturePanel, ...]]:
    found = {}
    for wall in ("slate", "brick", "olive"):
        found[f"house {wall}"] = _house(wall)
    for i, sign in enumerate(street.SHOP_SIGNS):
        found[f"shop {sign}"] = _shop(sign, ("brick", "cream", "siding")[i % 3])
    return found


def _house(wall: str) -> tuple[TexturePanel, ...]:
    """A house with its long side to the road; x runs away from the road."""
    roof = np.array([[4.0, 5.3, 0], [4.0, 5.3, 11], [-0.4, 2.8, 11.2], [-0.4, 2.8, -0.2]])
    front = np.array([[0, 3, 0], [0, 3, 11], [0, 0, 11], [0, 0, 0.0]])
    end = np.array([[0, 5.4, 0], [8, 5.4, 0], [8, 0, 0], [0, 0, 0.0]])
    scale = _STREET_SCALE
    return (
        TexturePanel(lying(street.ROOF, 11, 4.8, scale), roof),
        TexturePanel(standing(street.house_end(wall), 8, 5.4, scale), end),
        TexturePanel(lying(street.house_front(wall), 11, 3, scale), front),
    )


def _shop(sign: str, wall: str) -> tuple[TexturePanel, ...]:
    front = np.array([[0, 5, 13], [0, 5, 0], [0, 0, 0], [0, 0, 13.0]])
    end = np.array([[0, 5, 0], [9, 5, 0], [9, 0, 0], [0, 0, 0.0]])
    scale = _STREET_SCALE
    return (
        TexturePanel(standing(street.shop_end(wall), 9, 5, scale), end),
        TexturePanel(lying(street.shop_front(sign, wall), 13, 5, scale), front),
    )


def _trees(length: float, generator: np.random.Generator) -> list[Thing]:
    """Street trees in the strip by the kerb, looser ones behind, woods across the road."""
    found = []
    rows = ((KERB + 0.9, 19.0, 0.3), (KERB + 9.0, 19.0, 4.0), (KERB + 22.0, 23.0, 5.0))
    for lateral, step, spread in rows:
        found += _row(length, generator, (lateral, step, spread))
    for lateral, step, spread in ((LEFT_KERB - 1.2, 23.0, 0.4), (LEFT_KERB - 10.0, 16.0, 4.5)):
        found += _row(length, generator, (lateral, step, spread))
    return found


def _row(
    length: float, generator: np.random.Generator, row: tuple[float, float, float]
) -> list[Thing]:
    lateral, step, spread = row
    found = []
    for way in np.arange(3.0, length, step):
        by_kerb = spread < 1.0
        choice = int(generator.integers(0, 5 if by_kerb else len(_TREES)))
        kind, seed = _TREES[choice]
        size = float(generator.uniform(0.62, 0.8) if by_kerb else generator.uniform(0.8, 1.2))
        place = float(way + generator.uniform(-0.3, 0.3) * step)
        found.append(
            Thing(
                place, lateral + float(generator.uniform(-spread, spread)), f"{kind} {seed}", size
            )
        )
    return found


def _buildings(length: float, generator: np.random.Generator) -> list[Thing]:
    found = []
    signs = list(street.SHOP_SIGNS)
    for i, way in enumerate(np.arange(8.0, length, 26.0)):
        shop = (way % 260) < 110  # noqa: PLR2004
        kind = (
            f"shop {signs[i % len(signs)]}"
            if shop
            else f"house {('slate', 'brick', 'olive')[i % 3]}"
        )
        lateral = KERB + (4.6 if shop else 9.5) + float(generator.uniform(0, 1.5))
        found.append(Thing(float(way), lateral, kind))
    for i, way in enumerate(np.arange(20.0, length, 34.0)):
        kind = f"house {('brick', 'olive', 'slate')[i % 3]}"
        found.append(Thing(float(way), LEFT_KERB - 10.5 - float(generator.uniform(0, 3)), kind))
    return found


def _furniture(length: float) -> list[Thing]:
    found = [Thing(float(way), KERB + 0.75, "pole") for way in np.arange(12.0, length, 36.0)]
    found += [Thing(float(way), LEFT_KERB - 0.8, "pole") for way in np.arange(28.0, length, 41.0)]
    found += [Thing(float(way), KERB + 0.6, "lamp") for way in np.arange(30.0, length, 72.0)]
    found += [Thing(float(way), KERB + 0.8, "bend") for way in np.arange(66.0, length, 210.0)]
    found += [Thing(float(way), KERB + 0.8, "hydrant") for way in np.arange(44.0, length, 150.0)]
    found += [Thing(float(way), KERB + 0.7, "mailbox") for way in np.arange(95.0, length, 118.0)]
    return found
