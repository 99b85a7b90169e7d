"""What stands around and behind vehicles: roads, walls, trees, signs and loose shapes."""

import cv2
import numpy as np

from mdt_alpr.lab.training.dice import Dice
from mdt_alpr.lab.training.kit import SIGNS, TRADE, Kit, place_names
from mdt_alpr.lab.training.pictures import (
    Area,
    Picture,
    Points,
    any_colour,
    clipped,
    cloud,
    colour,
    fitted,
    grey,
    lay_centred,
    mixed,
    shaken,
)
from mdt_alpr.lab.training.shapes import box, centred, disc, fitting, lay_on_quad

_SKIES = ("#78a0dc", "#c8d2dc", "#5a6478", "#14141e", "#e6ebf0", "#f0d8b8")


def paint_backdrop(picture: Picture, kit: Kit, dice: Dice) -> None:
    """Fill a picture with a drawn street, a close surface, or a soup of shapes."""
    kind = dice.share()
    for share, paint in ((0.55, _street), (0.8, _surface), (1.0, _soup)):
        if kind < share:
            paint(picture, kit, dice)
            return


def _street(picture: Picture, kit: Kit, dice: Dice) -> None:
    height, width = picture.shape[:2]
    horizon = round(height * dice.between(-0.1, 0.5))
    ground = shaken(grey(dice.between(50, 190)), 10, dice)
    _rough(picture, ground, dice)
    if horizon > 4:  # noqa: PLR2004
        sky = np.array(colour(dice.pick(_SKIES)), np.float32)
        fade = np.linspace(0, 1, horizon, dtype=np.float32)[:, None, None]
        picture[:horizon] = clipped(sky * (1 - fade) + 228 * fade * dice.between(0.6, 1))
        for _ in range(dice.whole(0, 5)):
            _building(picture, horizon, kit, dice)
        for _ in range(dice.whole(0, 6)):
            _tree(picture, horizon, dice)
    for _ in range(dice.whole(0, 5)):
        ink = colour(dice.pick(("#e1e1dc", "#dcb43c", "#a0a0a0", "#282828")))
        start = dice.whole(0, width), max(horizon, 0)
        end = dice.whole(-width // 2, width * 3 // 2), height
        cv2.line(picture, start, end, ink, dice.whole(2, 9), cv2.LINE_AA)
    if dice.chance(0.3):
        _fence(picture, max(10, horizon), dice)


def _rough(picture: Picture, tint: tuple[float, float, float], dice: Dice) -> None:
    height, width = picture.shape[:2]
    blotches = cloud(dice, (width, height), dice.pick((8, 40, 160)))[..., None] - 0.5
    grain = dice.numbers.standard_normal((height, width, 1), np.float32)
    light = np.array(tint, np.float32) + blotches * dice.between(10, 60)
    picture[:] = clipped((light + grain * dice.between(1, 6)).astype(np.float32))


def _building(picture: Picture, foot: int, kit: Kit, dice: Dice) -> None:
    left, wide = dice.whole(-80, picture.shape[1]), dice.whole(60, 300)
    top = dice.whole(0, foot)
    wall = shaken(grey(dice.between(50, 210)), 35, dice)
    box(picture, Area(left, top, left + wide, foot), wall)
    pane, step = mixed(wall, grey(dice.between(0, 255)), 0.6), dice.whole(12, 34)
    for y in range(top + 6, foot - 6, step):
        for x in range(left + 5, left + wide - 8, step):
            box(picture, Area(x, y, x + step * 0.55, y + step * 0.55), pane)
    if dice.chance(0.5):
        text = fitted(kit.any_words(SIGNS, dice), max(8, (foot - top) * 0.2), wide * 0.9)
        lay_centred(picture, text, (left + wide / 2, top + text.shape[0]), any_colour(dice))


def _tree(picture: Picture, foot: int, dice: Dice) -> None:
    x, reach = dice.whole(0, picture.shape[1]), dice.whole(20, 90)
    y = foot - dice.whole(0, 60)
    green = shaken(colour("#32552a"), 25, dice)
    for _ in range(40):
        at = x + dice.normal(reach * 0.5), y + dice.normal(reach * 0.5)
        size = dice.between(3, reach / 4)
        disc(picture, at, (size, size), mixed(green, grey(dice.between(0, 200)), 0.25))


def _fence(picture: Picture, horizon: int, dice: Dice) -> None:
    width = picture.shape[1]
    left, right = sorted((dice.whole(0, width), dice.whole(0, width)))
    top = horizon - dice.whole(0, 80)
    foot = top + dice.whole(60, 200)
    ink = colour(dice.pick(("#0f0f12", "#1e2823", "#bebebe")))
    for x in range(left, right, dice.whole(7, 20)):
        cv2.line(picture, (x, top), (x, foot), ink, 2)
    for y in (top + 8, foot - 8):
        cv2.line(picture, (left, y), (right, y), ink, 3)


def _surface(picture: Picture, kit: Kit, dice: Dice) -> None:
    """Fill with one close surface: paintwork, wall, asphalt, with seams and lettering."""
    height, width = picture.shape[:2]
    tint = mixed(grey(dice.between(10, 245)), any_colour(dice), dice.between(0, 0.5))
    _rough(picture, tint, dice)
    for _ in range(dice.whole(0, 6)):
        y = dice.between(0, height)
        seam = mixed(tint, grey(dice.between(0, 255)), dice.between(0.2, 0.8))
        box(picture, Area(0, y, width, y + dice.log_between(1, 40)), seam)
    for _ in range(dice.whole(0, 3)):  # lettering on vans and walls
        text = fitted(
            kit.any_words((*SIGNS, *TRADE), dice), dice.log_between(10, 110), width * 0.8
        )
        at = dice.between(0, width), dice.between(0, height)
        lay_centred(picture, text, at, mixed(tint, any_colour(dice), 0.8))


def _soup(picture: Picture, _kit: Kit, dice: Dice) -> None:
    """Fill with shapes of all sizes and colours, so that shape alone makes no plate."""
    height, width = picture.shape[:2]
    _rough(picture, any_colour(dice), dice)
    for _ in range(dice.whole(10, 60)):
        wide = dice.log_between(10, 300)
        area = centred(
            (dice.between(0, width), dice.between(0, height)), wide, wide * dice.between(0.15, 1.2)
        )
        fitting(picture, area, (any_colour(dice), any_colour(dice)), dice)


def add_clutter(picture: Picture, kit: Kit, dice: Dice) -> None:
    """Add signs with words and loose shapes anywhere: nothing of it is a plate."""
    height, width = picture.shape[:2]
    for _ in range(dice.pick((0, 0, 1, 2, 3))):
        _sign(picture, kit, dice)
    if dice.chance(0.5):
        for _ in range(dice.whole(2, 12)):
            wide = dice.log_between(10, 120)
            middle = dice.between(0, width), dice.between(0, height)
            near = picture[min(height - 1, int(middle[1])), min(width - 1, int(middle[0]))]
            tint = float(near[0]), float(near[1]), float(near[2])
            inks = mixed(tint, any_colour(dice), 0.5), mixed(tint, any_colour(dice), 0.8)
            fitting(picture, centred(middle, wide, wide * dice.between(0.2, 1.1)), inks, dice)


def _sign(picture: Picture, kit: Kit, dice: Dice) -> None:
    text = kit.any_words((*SIGNS, *TRADE, *place_names()), dice)
    board = np.empty((text.shape[0] + 20, text.shape[1] + 24, 3), np.uint8)
    board[:] = any_colour(dice)
    lay_centred(board, text, (board.shape[1] / 2, board.shape[0] / 2), any_colour(dice))
    wide = dice.log_between(25, 260)
    tall = wide * board.shape[0] / board.shape[1] * dice.between(0.8, 1.8)
    middle = dice.between(0, picture.shape[1]), dice.between(0, picture.shape[0])
    lay_on_quad(picture, board, leaning(middle, (wide, tall), dice, 0.4))


def leaning(
    middle: tuple[float, float], size: tuple[float, float], dice: Dice, turned: float
) -> Points:
    """Return a rectangle's corners seen from the side by about ``turned`` radians."""
    yaw, roll = dice.normal(turned), dice.normal(turned * 0.15)
    corners = Area(-size[0] / 2, -size[1] / 2, size[0] / 2, size[1] / 2).corners
    corners[:, 0] *= np.cos(yaw)
    corners[:, 1] *= 1 + 0.25 * np.sin(yaw) * np.sign(corners[:, 0])
    corners[:, 1] += corners[:, 0] * np.tan(dice.normal(0.08)) * np.sin(yaw)
    turn = np.array([[np.cos(roll), np.sin(roll)], [-np.sin(roll), np.cos(roll)]])
    moved: Points = corners @ turn + middle
    return moved
