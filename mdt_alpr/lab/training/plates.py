"""Draws one plate, front on and clean of any camera: the truth is known to the pixel."""

from dataclasses import dataclass

import cv2
import numpy as np

from mdt_alpr.lab.training.art import paint_shapes
from mdt_alpr.lab.training.assets import SLOGANS, Assets
from mdt_alpr.lab.training.designs import SEPARATORS, DrawnDesign, draw_design, draw_serial
from mdt_alpr.lab.training.dies import Die
from mdt_alpr.lab.training.emblems import draw_emblem, draw_monogram
from mdt_alpr.lab.training.furniture import (
    add_bolts,
    add_border,
    add_dirt,
    add_frame,
    add_hitch,
    add_lettering_behind,
    add_separating_sticker,
    add_stickers,
    paint_surroundings,
    round_corners,
)
from mdt_alpr.lab.training.grounds import paint_ground
from mdt_alpr.lab.training.pictures import (
    Area,
    Mask,
    Picture,
    any_color,
    centered,
    fitted,
    lay_centered,
    mixed,
)
from mdt_alpr.lab.training.rng import Rng
from mdt_alpr.lab.training.setting import (
    GlyphPlace,
    Setting,
    Wanted,
    draw_lines,
    put,
    set_serial,
    stamp_small_pair,
    stamp_stack,
)

_MARGIN_ACROSS, _MARGIN_ALONG = 0.19, 0.16
"""Of the plate's width: how much of what is around it is drawn too."""

_STACKABLE = 6
_LEGIBLE = 0.6
_EMBLEM_SHARE = 0.35
_PAIR_SHARE = 0.1
_MONOGRAM_SHARE = 0.45
_BARE_SHARE = 0.03
_OWN_BETWEEN = 0.9
"""Share of the places of emblems that show the design's own, where it is drawn."""

_STICKER_BETWEEN, _MARK_BETWEEN = 0.34, 0.65
"""Up to these shares of the places of emblems there is a sticker, or a mark, in their stead."""


@dataclass(frozen=True, slots=True)
class DrawnPlate:
    """A drawn plate: its canvas, where plate and serial lie on it, and what it says.

    ``characters`` leaves out separators and small stacked letters; those are ``stack``, from
    above. ``telling`` are the words that name the state and that no frame hides.
    """

    canvas: Picture
    sheet: Area
    outer: Area
    window: Area
    serial: Area
    characters: tuple[GlyphPlace, ...]
    stack: tuple[GlyphPlace, ...]
    state: int
    telling: tuple[Area, ...]

    @property
    def framed(self) -> Picture:
        """Return the plate with its frame, cut out of its canvas: what ``outer`` holds."""
        outer = self.outer
        return self.canvas[
            round(outer.top) : round(outer.bottom), round(outer.left) : round(outer.right)
        ]

    @property
    def text(self) -> str:
        """Return the serial's characters."""
        return "".join(place.character for place in self.characters)


def draw_plate(
    assets: Assets, rng: Rng, width: int = 256, design: DrawnDesign | None = None
) -> DrawnPlate:
    """Draw a plate ``width`` pixels wide with a margin around it; None draws a design."""
    canvas, sheet = surroundings(width, rng)
    height, margin = width // 2, (round(sheet.left), round(sheet.top))
    add_lettering_behind(canvas, sheet, assets, rng)
    plate = canvas[margin[1] : margin[1] + height, margin[0] : margin[0] + width]
    design = design or draw_design(rng)
    setting, small, shown = _make_sheet(plate, design, assets, rng)
    box = _moved(setting.box, margin)
    window = add_frame(canvas, sheet, box, (assets, rng)) if rng.chance(0.42) else sheet
    if rng.chance(0.04):
        add_hitch(canvas, sheet, box, rng)
    places = tuple(
        _moved_place(p, margin) for p in setting.places if p.character not in SEPARATORS
    )
    stack = tuple(_moved_place(p, margin) for p in small)
    telling = tuple(_moved(area, margin) for area in shown)
    telling = tuple(area for area in telling if seen_share(area, window) >= _LEGIBLE)
    grown = sheet.width * 0.03 if window is not sheet else 0.0
    outer = Area(sheet.left - grown, sheet.top - grown, sheet.right + grown, sheet.bottom + grown)
    return DrawnPlate(canvas, sheet, outer, window, box, places, stack, design.state, telling)


def surroundings(width: int, rng: Rng) -> tuple[Picture, Area]:
    """Return a painted canvas and where on it a plate ``width`` pixels wide lies."""
    height = width // 2
    across, along = round(width * _MARGIN_ACROSS), round(width * _MARGIN_ALONG)
    canvas = np.empty((height + 2 * along, width + 2 * across, 3), np.uint8)
    paint_surroundings(canvas, rng)
    return canvas, Area(across, along, across + width, along + height)


def _make_sheet(
    plate: Picture, design: DrawnDesign, assets: Assets, rng: Rng
) -> tuple[Setting, tuple[GlyphPlace, ...], list[Area]]:
    """Paint, stamp, print and age a plate; return its serial, its stack and its telling words."""
    height, width = plate.shape[:2]
    behind = plate.copy()
    paint_ground(plate, design, rng)
    paint_shapes(plate, design.art, Area(0, 0, width, height), rng)
    serial = draw_serial(rng.pick(design.formats), rng)
    size = sum(c not in SEPARATORS for c in serial)
    wanted = Wanted(
        serial,
        stacked=size <= _STACKABLE and rng.chance(design.stack),
        logo=size <= _STACKABLE and rng.chance(design.logo),
    )
    die = assets.die(design, rng)
    setting = set_serial(wanted, die, Area(0, 0, width, height), rng)
    _draw_logo(plate, setting, assets, rng)
    small = _stamp(plate, setting, (die, design, assets), rng)
    shown = draw_lines(plate, design, setting.box, (assets, rng))
    _draw_mark(plate, design, setting.box, rng)
    add_stickers(plate, setting.box, design.stickers, (assets, rng))
    add_bolts(plate, rng)
    add_border(plate, design.serial, rng)
    add_dirt(plate, rng)
    if rng.chance(0.65):
        round_corners(plate, behind, rng)
    return setting, small, shown


def _moved_place(place: GlyphPlace, by: tuple[int, int]) -> GlyphPlace:
    return GlyphPlace(place.character, _moved(place.area, by))


def _moved(area: Area, by: tuple[int, int]) -> Area:
    x, y = by
    return Area(area.left + x, area.top + y, area.right + x, area.bottom + y)


def seen_share(words: Area, window: Area) -> float:
    """Return which share of the height of ``words`` shows inside ``window``."""
    seen = min(words.bottom, window.bottom) - max(words.top, window.top)
    return max(0.0, seen / words.height)


def _stamp(
    plate: Picture, setting: Setting, made: tuple[Die, DrawnDesign, Assets], rng: Rng
) -> tuple[GlyphPlace, ...]:
    """Stamp and ink the serial: color, worn places, light and shadow of the embossing.

    Return the small characters stacked beside it.
    """
    design = made[1]
    ink = design.serial
    if rng.chance(0.1):
        ink = mixed(ink, design.ground[len(design.ground) // 2], rng.between(0.1, 0.5))
    mask, small = _stamped(plate, setting, made, rng)
    share = mask[..., None].astype(np.float32) / 255
    if rng.chance(0.12):
        worn = rng.numbers.random((plate.shape[0] // 8, plate.shape[1] // 8), np.float32)
        share *= np.clip(cv2.resize(worn, plate.shape[1::-1]) * rng.between(1, 3), 0.25, 1)[
            ..., None
        ]
    painted = plate.astype(np.float32)
    bare = rng.chance(_BARE_SHARE)  # the ink is worn off and the embossing is left
    kept = rng.between(0, 0.3) if bare else rng.between(0.8, 1)
    painted += (np.array(ink, np.float32) - painted) * share * kept
    if bare or rng.chance(0.6):  # light from above catches the upper edges
        step = rng.pick((1, 1, 2))
        edges = np.zeros_like(share)
        edges[step:-step, step:-step] = (
            share[2 * step :, 2 * step :] - share[: -2 * step, : -2 * step]
        )
        painted += edges * rng.between(40 if bare else 5, 70) * rng.pick((1, 1, 1, -1))
    plate[:] = np.clip(painted, 0, 255)
    return small


def _stamped(
    plate: Picture, setting: Setting, made: tuple[Die, DrawnDesign, Assets], rng: Rng
) -> tuple[Mask, tuple[GlyphPlace, ...]]:
    """Return where the machine stamps, and the stack; printed separators are drawn at once."""
    die, design, assets = made
    mask = np.zeros(plate.shape[:2], np.uint8)
    for place in setting.places:
        if place.character in SEPARATORS:
            _draw_separator(plate, mask, place, (design, assets, rng))
        else:
            put(mask, die.glyphs[place.character], place.area)
    if setting.stacked is not None:
        kind = rng.share()
        if kind < _EMBLEM_SHARE:
            put(mask, draw_emblem(rng), setting.stacked)
        elif kind < _EMBLEM_SHARE + _PAIR_SHARE:
            stamp_small_pair(mask, die, setting.stacked, rng)
        else:
            return mask, stamp_stack(mask, die, setting.stacked, rng)
    return mask, ()


def _draw_separator(
    plate: Picture, mask: Mask, place: GlyphPlace, made: tuple[DrawnDesign, Assets, Rng]
) -> None:
    design, assets, rng = made
    if place.character == "_":
        return
    area = place.area
    middle = (area.left + area.right) / 2, (area.top + area.bottom) / 2
    if place.character == "-":
        half = area.height * 0.05, area.width * rng.between(0.25, 0.4)
        top, left = round(middle[1] - half[0]), round(middle[0] - half[1])
        mask[top : round(middle[1] + half[0]) + 1, left : round(middle[0] + half[1])] = 255
        return
    if place.character == "*" and design.between and rng.chance(_OWN_BETWEEN):
        side = area.height * rng.between(0.75, 0.95)
        paint_shapes(plate, design.between, centered(middle, side, side), rng)
        return
    kind = rng.share() * (1.0 if place.character == "*" else 1.8)
    if kind < _STICKER_BETWEEN or design.sticker_between:
        add_separating_sticker(plate, area, assets, rng)
    elif kind < _MARK_BETWEEN:
        letters = rng.chance(_MONOGRAM_SHARE)
        drawn = draw_monogram(assets, rng) if letters else draw_emblem(rng)
        tall = rng.between(0.4, 0.95) if letters else rng.between(0.3, 0.75)
        mark = fitted(drawn, area.height * tall, area.width * 1.4)
        unlike = 0.0 if rng.chance(0.35) else rng.between(0, 1)
        lay_centered(plate, mark, middle, mixed(design.serial, any_color(rng), unlike))
    elif kind < 1:
        tint = design.emblem or any_color(rng)
        radius = min(area.width * rng.between(0.35, 0.65), area.height * 0.45)
        count = rng.whole(5, 9)
        turns = np.arange(count) * 2 * np.pi / count
        reach = radius * (0.5 + 0.6 * rng.numbers.random(count))
        points = np.stack([np.cos(turns) * reach, np.sin(turns) * reach * 1.2], 1) + middle
        cv2.fillPoly(plate, [np.round(points).astype(np.int32)], tint, cv2.LINE_AA)


def _draw_mark(plate: Picture, design: DrawnDesign, serial: Area, rng: Rng) -> None:
    """Draw the small picture that some states have in the middle below the serial."""
    if design.mark is None:
        return
    height, width = plate.shape[:2]
    room = height - serial.bottom
    mark = fitted(draw_emblem(rng), room * rng.between(0.5, 0.85), width * 0.12)
    at = width * rng.between(0.48, 0.52), serial.bottom + room * rng.between(0.45, 0.6)
    lay_centered(plate, mark, at, design.mark)


def _draw_logo(plate: Picture, setting: Setting, assets: Assets, rng: Rng) -> None:
    """Draw the picture of a specialty plate beside the serial: shapes and small words."""
    area = setting.logo
    if area is None or area.width < plate.shape[1] * 0.06:
        return
    left, right = round(area.left), round(area.right)
    part = plate[round(area.top) : round(area.bottom), left:right]
    height, width = part.shape[:2]
    for _ in range(rng.whole(3, 10)):
        ink = any_color(rng)
        at = rng.whole(0, width), rng.whole(0, height)
        if rng.chance(0.5):
            points = [(rng.whole(0, width), rng.whole(0, height)) for _ in range(4)]
            cv2.fillPoly(part, [np.array(points, np.int32)], ink, cv2.LINE_AA)
        else:
            radius = max(2, round(height * rng.between(0.05, 0.3)))
            cv2.circle(part, at, radius, ink, rng.pick((-1, -1, 2)), cv2.LINE_AA)
    if rng.chance(_MONOGRAM_SHARE):
        mark = fitted(draw_monogram(assets, rng), height * rng.between(0.35, 0.9), width * 0.95)
        lay_centered(part, mark, (width / 2, height * rng.between(0.4, 0.6)), any_color(rng))
    for _ in range(rng.whole(0, 2)):
        text = fitted(assets.any_words(SLOGANS, rng), height * rng.between(0.1, 0.2), width)
        at_text = width / 2, height * rng.between(0.2, 0.9)
        lay_centered(part, text, at_text, any_color(rng))
