"""Draws one plate, front on and clean of any camera: the truth is known to the pixel."""

from dataclasses import dataclass

import cv2
import numpy as np

from mdt_alpr.lab.training.dice import Dice
from mdt_alpr.lab.training.dies import Die
from mdt_alpr.lab.training.emblems import draw_emblem, draw_monogram
from mdt_alpr.lab.training.furniture import (
    add_bolts,
    add_border,
    add_dirt,
    add_frame,
    add_lettering_behind,
    add_separating_sticker,
    add_stickers,
    paint_surroundings,
    round_corners,
)
from mdt_alpr.lab.training.grounds import paint_ground
from mdt_alpr.lab.training.kit import SLOGANS, Kit
from mdt_alpr.lab.training.looks import DrawnDesign, draw_look
from mdt_alpr.lab.training.pictures import (
    Area,
    Mask,
    Picture,
    any_colour,
    fitted,
    lay_centred,
    mixed,
)
from mdt_alpr.lab.training.plate_words import draw_lines
from mdt_alpr.lab.training.serials import SEPARATORS, draw_serial
from mdt_alpr.lab.training.setting import GlyphPlace, Setting, Wanted, set_serial
from mdt_alpr.lab.training.small_characters import put, stamp_small_pair, stamp_stack

_MARGIN_ACROSS, _MARGIN_ALONG = 0.19, 0.16
"""Of the plate's width: how much of what is around it is drawn too."""

_STACKABLE = 6
_LEGIBLE = 0.6
_EMBLEM_SHARE = 0.35
_PAIR_SHARE = 0.1
_MONOGRAM_SHARE = 0.45
_BARE_SHARE = 0.03
_STICKER_BETWEEN, _MARK_BETWEEN = 0.34, 0.65
"""Up to these shares of the places of emblems there is a sticker, or a mark, in their stead."""


@dataclass(frozen=True, slots=True)
class DrawnPlate:
    """A drawn plate: its canvas, where plate and serial lie on it, and what it says.

    ``characters`` leaves out separators and small stacked letters; those are ``stack``, from
    above. ``telling`` are the words that tell the state and that no frame hides.
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
    kit: Kit, dice: Dice, width: int = 256, look: DrawnDesign | None = None
) -> DrawnPlate:
    """Draw a plate ``width`` pixels wide with a margin around it; None draws a look."""
    canvas, sheet = surroundings(width, dice)
    height, margin = width // 2, (round(sheet.left), round(sheet.top))
    add_lettering_behind(canvas, sheet, kit, dice)
    plate = canvas[margin[1] : margin[1] + height, margin[0] : margin[0] + width]
    look = look or draw_look(dice)
    setting, small, shown = _make_sheet(plate, look, kit, dice)
    box = _moved(setting.box, margin)
    window = add_frame(canvas, sheet, box, (kit, dice)) if dice.chance(0.42) else sheet
    places = tuple(
        _moved_place(p, margin) for p in setting.places if p.character not in SEPARATORS
    )
    stack = tuple(_moved_place(p, margin) for p in small)
    telling = tuple(_moved(area, margin) for area in shown)
    telling = tuple(area for area in telling if seen_share(area, window) >= _LEGIBLE)
    grown = sheet.width * 0.03 if window is not sheet else 0.0
    outer = Area(sheet.left - grown, sheet.top - grown, sheet.right + grown, sheet.bottom + grown)
    return DrawnPlate(canvas, sheet, outer, window, box, places, stack, look.state, telling)


def surroundings(width: int, dice: Dice) -> tuple[Picture, Area]:
    """Return a painted canvas and where on it a plate ``width`` pixels wide lies."""
    height = width // 2
    across, along = round(width * _MARGIN_ACROSS), round(width * _MARGIN_ALONG)
    canvas = np.empty((height + 2 * along, width + 2 * across, 3), np.uint8)
    paint_surroundings(canvas, dice)
    return canvas, Area(across, along, across + width, along + height)


def _make_sheet(
    plate: Picture, look: DrawnDesign, kit: Kit, dice: Dice
) -> tuple[Setting, tuple[GlyphPlace, ...], list[Area]]:
    """Paint, stamp, print and age a plate; return its serial, its stack and its telling words."""
    height, width = plate.shape[:2]
    behind = plate.copy()
    paint_ground(plate, look, dice)
    serial = draw_serial(dice.pick(look.formats), dice)
    size = sum(c not in SEPARATORS for c in serial)
    wanted = Wanted(
        serial,
        stacked=size <= _STACKABLE and dice.chance(look.stack),
        logo=size <= _STACKABLE and dice.chance(look.logo),
    )
    die = kit.die(look, dice)
    setting = set_serial(wanted, die, Area(0, 0, width, height), dice)
    _draw_logo(plate, setting, kit, dice)
    small = _stamp(plate, setting, (die, look, kit), dice)
    shown = draw_lines(plate, look, setting.box, (kit, dice))
    _draw_mark(plate, look, setting.box, dice)
    add_stickers(plate, setting.box, look.stickers, (kit, dice))
    add_bolts(plate, dice)
    add_border(plate, look.serial, dice)
    add_dirt(plate, dice)
    if dice.chance(0.65):
        round_corners(plate, behind, dice)
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
    plate: Picture, setting: Setting, made: tuple[Die, DrawnDesign, Kit], dice: Dice
) -> tuple[GlyphPlace, ...]:
    """Stamp and ink the serial: colour, worn places, light and shadow of the embossing.

    Return the small characters that stand one above the other beside it.
    """
    look = made[1]
    ink = look.serial
    if dice.chance(0.1):
        ink = mixed(ink, look.ground[len(look.ground) // 2], dice.between(0.1, 0.5))
    mask, small = _stamped(plate, setting, made, dice)
    share = mask[..., None].astype(np.float32) / 255
    if dice.chance(0.12):
        worn = dice.numbers.random((plate.shape[0] // 8, plate.shape[1] // 8), np.float32)
        share *= np.clip(cv2.resize(worn, plate.shape[1::-1]) * dice.between(1, 3), 0.25, 1)[
            ..., None
        ]
    painted = plate.astype(np.float32)
    bare = dice.chance(_BARE_SHARE)  # the ink is worn off and the embossing is left
    kept = dice.between(0, 0.3) if bare else dice.between(0.8, 1)
    painted += (np.array(ink, np.float32) - painted) * share * kept
    if bare or dice.chance(0.6):  # light from above catches the upper edges
        step = dice.pick((1, 1, 2))
        edges = np.zeros_like(share)
        edges[step:-step, step:-step] = (
            share[2 * step :, 2 * step :] - share[: -2 * step, : -2 * step]
        )
        painted += edges * dice.between(40 if bare else 5, 70) * dice.pick((1, 1, 1, -1))
    plate[:] = np.clip(painted, 0, 255)
    return small


def _stamped(
    plate: Picture, setting: Setting, made: tuple[Die, DrawnDesign, Kit], dice: Dice
) -> tuple[Mask, tuple[GlyphPlace, ...]]:
    """Return where the machine stamps, and the stack; printed separators are drawn at once."""
    die, look, kit = made
    mask = np.zeros(plate.shape[:2], np.uint8)
    for place in setting.places:
        if place.character in SEPARATORS:
            _draw_separator(plate, mask, place, (look, kit, dice))
        else:
            put(mask, die.glyphs[place.character], place.area)
    if setting.stacked is not None:
        kind = dice.share()
        if kind < _EMBLEM_SHARE:
            put(mask, draw_emblem(dice), setting.stacked)
        elif kind < _EMBLEM_SHARE + _PAIR_SHARE:
            stamp_small_pair(mask, die, setting.stacked, dice)
        else:
            return mask, stamp_stack(mask, die, setting.stacked, dice)
    return mask, ()


def _draw_separator(
    plate: Picture, mask: Mask, place: GlyphPlace, made: tuple[DrawnDesign, Kit, Dice]
) -> None:
    look, kit, dice = made
    area = place.area
    middle = (area.left + area.right) / 2, (area.top + area.bottom) / 2
    if place.character == "-":
        half = area.height * 0.05, area.width * dice.between(0.25, 0.4)
        top, left = round(middle[1] - half[0]), round(middle[0] - half[1])
        mask[top : round(middle[1] + half[0]) + 1, left : round(middle[0] + half[1])] = 255
        return
    kind = dice.share() * (1.0 if place.character == "*" else 1.8)
    if kind < _STICKER_BETWEEN or look.sticker_between:
        add_separating_sticker(plate, area, kit, dice)
    elif kind < _MARK_BETWEEN:
        letters = dice.chance(_MONOGRAM_SHARE)
        drawn = draw_monogram(kit, dice) if letters else draw_emblem(dice)
        tall = dice.between(0.4, 0.95) if letters else dice.between(0.3, 0.75)
        mark = fitted(drawn, area.height * tall, area.width * 1.4)
        unlike = 0.0 if dice.chance(0.35) else dice.between(0, 1)
        lay_centred(plate, mark, middle, mixed(look.serial, any_colour(dice), unlike))
    elif kind < 1:
        tint = look.emblem or any_colour(dice)
        radius = min(area.width * dice.between(0.35, 0.65), area.height * 0.45)
        count = dice.whole(5, 9)
        turns = np.arange(count) * 2 * np.pi / count
        reach = radius * (0.5 + 0.6 * dice.numbers.random(count))
        points = np.stack([np.cos(turns) * reach, np.sin(turns) * reach * 1.2], 1) + middle
        cv2.fillPoly(plate, [np.round(points).astype(np.int32)], tint, cv2.LINE_AA)


def _draw_mark(plate: Picture, look: DrawnDesign, serial: Area, dice: Dice) -> None:
    """Draw the small picture that some states have in the middle below the serial."""
    if look.mark is None:
        return
    height, width = plate.shape[:2]
    room = height - serial.bottom
    mark = fitted(draw_emblem(dice), room * dice.between(0.5, 0.85), width * 0.12)
    at = width * dice.between(0.48, 0.52), serial.bottom + room * dice.between(0.45, 0.6)
    lay_centred(plate, mark, at, look.mark)


def _draw_logo(plate: Picture, setting: Setting, kit: Kit, dice: Dice) -> None:
    """Draw the picture of a specialty plate beside the serial: shapes and small words."""
    area = setting.logo
    if area is None or area.width < plate.shape[1] * 0.06:
        return
    left, right = round(area.left), round(area.right)
    part = plate[round(area.top) : round(area.bottom), left:right]
    height, width = part.shape[:2]
    for _ in range(dice.whole(3, 10)):
        ink = any_colour(dice)
        at = dice.whole(0, width), dice.whole(0, height)
        if dice.chance(0.5):
            points = [(dice.whole(0, width), dice.whole(0, height)) for _ in range(4)]
            cv2.fillPoly(part, [np.array(points, np.int32)], ink, cv2.LINE_AA)
        else:
            radius = max(2, round(height * dice.between(0.05, 0.3)))
            cv2.circle(part, at, radius, ink, dice.pick((-1, -1, 2)), cv2.LINE_AA)
    if dice.chance(_MONOGRAM_SHARE):
        mark = fitted(draw_monogram(kit, dice), height * dice.between(0.35, 0.9), width * 0.95)
        lay_centred(part, mark, (width / 2, height * dice.between(0.4, 0.6)), any_colour(dice))
    for _ in range(dice.whole(0, 2)):
        text = fitted(kit.any_words(SLOGANS, dice), height * dice.between(0.1, 0.2), width)
        at_text = width / 2, height * dice.between(0.2, 0.9)
        lay_centred(part, text, at_text, any_colour(dice))
