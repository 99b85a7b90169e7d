"""Draws the rear or front of a vehicle, with everything on it that is not its plate."""

from dataclasses import dataclass

import cv2
import numpy as np

from mdt_alpr.lab.training.assets import SIGNS, TRADE, Assets
from mdt_alpr.lab.training.long_plates import LONG_FROM, any_ratio
from mdt_alpr.lab.training.pictures import (
    Area,
    Color,
    Mask,
    Picture,
    any_color,
    box,
    centered,
    clipped,
    color,
    disc,
    fill,
    fitted,
    fitting,
    gray,
    lay_centered,
    metal_or_dark,
    mixed,
)
from mdt_alpr.lab.training.rng import Rng

_PAINTS = (
    "#821419", "#5a0a14", "#142864", "#0f3c32", "#968764", "#284682", "#b4281e", "#3c3c1e",
    "#6e5032", "#145aa0", "#c8c8cc", "#9a9da2", "#707378", "#4a4d52", "#f0f0f0", "#e4e4e0",
    "#1c1c20", "#101014", "#26282c", "#d8d2c4",
)  # fmt: skip
_REAR_LAMPS = ("#be1414", "#960a0f", "#e63c28", "#ff8c78", "#6e050a")
_FRONT_LAMPS = ("#d2d7dc", "#fffae6", "#969ba0", "#ffffff")
_LAMP_PARTS = ("#ffb43c", "#f0f0f0", "#ff5a46", "#5a0a0a", "#d0d0d0")
_GLASS = ("#191e23", "#3c4650", "#6e7d8c", "#a0afbe", "#0c0e12")


@dataclass(frozen=True, slots=True)
class DrawnCar:
    """A drawn vehicle: its picture, where it covers, and its plate's area or None."""

    picture: Picture
    cover: Mask
    plate: Area | None


class _Painter:
    """Paints one vehicle; lengths are pixels, ``low`` to ``foot`` is the part below the glass."""

    def __init__(self, assets: Assets, rng: Rng, width: int) -> None:
        self.assets, self.rng = assets, rng
        self.width = width
        self.height = round(width * rng.between(0.72, 1.05))
        size = self.height + 32, width + 32
        self.paint = mixed(color(rng.pick(_PAINTS)), any_color(rng), 0.06)
        self.picture = np.empty((*size, 3), np.uint8)
        self.picture[:] = self.paint
        self.cover = np.zeros(size, np.uint8)
        self.x = size[1] / 2
        self.top = 16.0
        self.low = self.top + self.height * rng.between(0.3, 0.42)
        self.foot = self.top + self.height * rng.between(0.86, 0.92)
        self.front = rng.chance(0.35)

    @property
    def body(self) -> float:
        """Return the height of the part below the glass."""
        return self.foot - self.low

    def tint(self, share: float) -> Color:
        """Return the paint, darker below 1 and lighter above."""
        blue, green, red = (min(255.0, part * share) for part in self.paint)
        return blue, green, red

    def at(self, across: float, down: float) -> tuple[float, float]:
        """Return a point: shares of the width from the middle, of the body from its top."""
        return self.x + across * self.width, self.low + down * self.body

    def solid(self, area: Area, ink: Color, rounding: float) -> None:
        """Draw a part that belongs to the outline."""
        box(self.picture, area, ink, rounding)
        box(self.cover, area, gray(255), rounding)  # a mask takes the first channel

    def outline(self) -> None:
        """Draw wheels, cabin, glass and body."""
        rng, half = self.rng, self.width / 2
        for side in (-1, 1):
            wheel = centered(
                (self.x + side * half * 0.74, self.foot), half * 0.34, self.height * 0.3
            )
            self.solid(Area(wheel.left, wheel.top, wheel.right, self.top + self.height),
                       gray(18), half * 0.08)  # fmt: skip
        roof = rng.between(0.6, 0.92) * half
        cabin = np.array([
            (self.x - roof, self.top), (self.x + roof, self.top),
            (self.x + half * 0.95, self.low + 6), (self.x - half * 0.95, self.low + 6),
        ])  # fmt: skip
        fill(self.picture, cabin, self.tint(rng.between(0.75, 1.05)))
        fill(self.cover, cabin, gray(255))
        body = Area(self.x - half, self.low - self.height * rng.between(0, 0.05),
                    self.x + half, self.foot)  # fmt: skip
        self.solid(body, self.paint, half * rng.between(0.1, 0.32))
        edge = self.height * rng.between(0.03, 0.06)
        glass = np.array([
            (self.x - roof * 0.9, self.top + edge), (self.x + roof * 0.9, self.top + edge),
            (self.x + half * 0.8, self.low), (self.x - half * 0.8, self.low),
        ])  # fmt: skip
        ink = color(rng.pick(_GLASS))
        fill(self.picture, glass, ink)
        for _ in range(rng.whole(0, 3)):  # what the glass mirrors
            left = self.x + rng.between(-0.6, 0.4) * half
            shade = mixed(ink, gray(rng.between(0, 255)), 0.4)
            right = left + half * rng.between(0.05, 0.3)
            box(self.picture, Area(left, self.top + edge * 2, right, self.low - 2), shade)

    def panels(self) -> None:
        """Draw seams, bumper and lower edge."""
        rng = self.rng
        for _ in range(rng.whole(1, 4)):
            x, y = self.at(0, rng.between(0.05, 0.95))
            half = self.width * rng.between(0.3, 0.48)
            seam = self.tint(rng.pick((0.4, 0.6, 0.8, 1.2, 1.4)))
            box(self.picture, Area(x - half, y, x + half, y + rng.between(1, 3)), seam)
        half = self.width * 0.49
        if rng.chance(0.5):
            ink = self.tint(rng.between(0.7, 1.15)) if rng.chance(0.6) else metal_or_dark(rng)
            y = self.at(0, rng.between(0.5, 0.65))[1]
            box(self.picture, Area(self.x - half, y, self.x + half, self.foot), ink, 8)
        if rng.chance(0.5):
            y = self.at(0, rng.between(0.8, 0.9))[1]
            box(self.picture, Area(self.x - half * 0.84, y, self.x + half * 0.84, self.foot),
                gray(26), 5)  # fmt: skip

    def lamps(self) -> None:
        """Draw the lamps, brake, reversing, fog and turn lights among them."""
        rng = self.rng
        inks = _FRONT_LAMPS if self.front else _REAR_LAMPS
        wide, tall = self.width * rng.between(0.07, 0.24), self.body * rng.between(0.1, 0.5)
        down = rng.between(0.05, 0.25)
        lamp, part = color(rng.pick(inks)), color(rng.pick(_LAMP_PARTS))
        reach = rng.between(0.2, 0.6)
        for side in (-1, 1):
            middle = self.x + side * (self.width * 0.49 - wide / 2)
            area = centered((middle, self.at(0, down)[1] + tall / 2), wide, tall)
            box(self.picture, area, lamp, rng.between(2, tall / 2))
            inwards = middle - side * wide * (0.5 - reach / 2)
            center = inwards, (area.top + area.bottom) / 2
            box(self.picture, centered(center, wide * reach, tall * 0.7), part, tall * 0.2)
        if rng.chance(0.5):  # fog lamps or reflectors, low and bright: easily taken for plates
            across, size = rng.between(0.25, 0.42), rng.between(0.05, 0.15)
            ink = color(rng.pick((*inks, *_LAMP_PARTS)))
            for side in (-1, 1):
                spot = centered(self.at(side * across, rng.between(0.7, 0.9)),
                               self.width * size, self.body * 0.08)  # fmt: skip
                fitting(self.picture, spot, (ink, metal_or_dark(rng)), rng)

    def grille(self) -> None:
        """Draw a front's grille."""
        rng = self.rng
        middle = self.at(0, rng.between(0.15, 0.35))
        area = centered(
            middle, self.width * rng.between(0.3, 0.6), self.body * rng.between(0.12, 0.3)
        )
        ink = metal_or_dark(rng)
        box(self.picture, area, ink, rng.between(2, 12))
        count = rng.whole(3, 9)
        bright = mixed(ink, gray(rng.between(120, 240)), 0.6)
        for i in range(count):
            y = area.top + area.height * (i + 0.5) / count
            box(self.picture, Area(area.left, y, area.right, y + 1.5), bright)

    def fittings(self) -> None:
        """Draw badges, handles, exhausts, tow hitch and lettering: what is not a plate."""
        rng = self.rng
        for _ in range(rng.whole(1, 5)):
            size = rng.log_between(0.03, 0.18)
            middle = self.at(rng.between(-0.4, 0.4), rng.between(0.02, 0.95))
            spot = centered(middle, self.width * size, self.width * size * rng.between(0.25, 0.8))
            inks = metal_or_dark(rng), self.tint(rng.between(0.5, 1.4))
            fitting(self.picture, spot, inks if rng.chance(0.5) else inks[::-1], rng)
        if rng.chance(0.4):
            for side in (-1, 1):
                pipe = self.at(side * rng.between(0.2, 0.36), rng.between(0.95, 1.05))
                size = self.width * rng.between(0.015, 0.04)
                disc(self.picture, pipe, (size * 1.4, size), metal_or_dark(rng))
                disc(self.picture, pipe, (size, size * 0.6), gray(18))
        for _ in range(rng.whole(0, 3)):
            across = rng.between(-0.4, 0.4)
            self.letters(self.at(across, rng.between(0.03, 0.45)), rng.between(0.03, 0.07),
                         metal_or_dark(rng))  # fmt: skip
        if rng.chance(0.15):  # a pickup's or van's name in large letters
            self.letters(self.at(0, rng.between(0.1, 0.3)), rng.between(0.1, 0.2),
                         self.tint(rng.pick((0.5, 1.5))))  # fmt: skip

    def letters(self, middle: tuple[float, float], height: float, ink: Color) -> None:
        """Write words on the body; ``height`` is a share of it."""
        text = self.assets.any_words(SIGNS, self.rng)
        sized = fitted(text, self.body * height, self.width * 0.6)
        lay_centered(self.picture, sized, middle, ink)

    def stickers(self) -> None:
        """Stick bumper stickers and window decals: small bright boxes with words."""
        rng = self.rng
        for _ in range(rng.pick((0, 0, 0, 1, 2, 3))):
            middle = self.at(rng.between(-0.4, 0.4), rng.between(-0.3, 0.95))
            wide = self.width * rng.between(0.06, 0.24)
            area = centered(middle, wide, wide * rng.between(0.2, 0.6))
            box(self.picture, area, any_color(rng) if rng.chance(0.6) else gray(240), 2)
            text = fitted(
                self.assets.any_words((*SIGNS, *TRADE), rng), area.height * 0.6, wide * 0.9
            )
            lay_centered(self.picture, text, middle, any_color(rng))

    def plate(self) -> Area | None:
        """Draw the place of the plate and return it; now and then a vehicle has none."""
        rng = self.rng
        wide = self.width * rng.between(0.17, 0.25)
        ratio = any_ratio(rng, 0.46, 0.56)
        wide *= 1.45 if ratio * LONG_FROM < 1 else 1.0
        tall = wide * ratio
        across = rng.between(-0.02, 0.02) if rng.chance(0.85) else rng.between(-0.22, 0.22)
        down = rng.between(0.25, 0.5) if rng.chance(0.5) else rng.between(0.6, 0.85)
        middle = self.at(across, down)
        if rng.chance(0.55):
            recess = centered(middle, wide * rng.between(1.06, 1.8), tall * rng.between(1.1, 1.8))
            ink = self.tint(rng.between(0.3, 1.3)) if rng.chance(0.7) else metal_or_dark(rng)
            box(self.picture, recess, ink, rng.between(1, 14))
        if rng.chance(0.3):
            bar = centered((middle[0], middle[1] - tall * 0.75), wide * 1.6, rng.between(2, 8))
            box(self.picture, bar, metal_or_dark(rng), 2)
        return centered(middle, wide, tall) if rng.chance(0.93) else None

    def finish(self) -> None:
        """Shade from above and in blotches."""
        rng = self.rng
        height, width = self.cover.shape
        rows = np.interp(
            np.arange(height),
            [0, self.low, self.low + self.body * 0.6, height],
            [rng.between(0.8, 1.2), rng.between(0.9, 1.4), rng.between(0.7, 1.1),
             rng.between(0.4, 0.9)],
        )  # fmt: skip
        rough = rng.numbers.standard_normal((5, 4), np.float32) * rng.between(0.04, 0.2)
        blotches = cv2.resize(rough, (width, height), interpolation=cv2.INTER_CUBIC)
        light = rows[:, None].astype(np.float32) + blotches
        self.picture[:] = clipped(self.picture * light[..., None])


def draw_car(assets: Assets, rng: Rng, width: int = 360) -> DrawnCar:
    """Draw a vehicle from behind or from the front, without its plate."""
    painter = _Painter(assets, rng, width)
    painter.outline()
    painter.panels()
    painter.lamps()
    if painter.front:
        painter.grille()
    painter.fittings()
    painter.stickers()
    plate = painter.plate()
    painter.finish()
    return DrawnCar(painter.picture, painter.cover, plate)
