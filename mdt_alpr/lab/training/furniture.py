"""What sits on and around a plate: stickers, bolts, frames, dirt and what lies behind it."""

import cv2
import numpy as np

from mdt_alpr.lab.training.assets import TRADE, Assets, place_names
from mdt_alpr.lab.training.pictures import (
    Area,
    Color,
    Picture,
    any_color,
    clipped,
    cloud,
    color,
    contrasting,
    fitted,
    gray,
    lay_centered,
    shaken,
)
from mdt_alpr.lab.training.rng import Rng

_STICKER_COLORS = ("#dc1f1f", "#f5c81e", "#2a963c", "#1f50c8", "#f0f0f0", "#f07814", "#7a3a9a")
_FRAME_GRAYS = (15.0, 25.0, 35.0, 60.0, 190.0, 225.0)
_BOLT_GRAYS = (10.0, 30.0, 60.0, 170.0, 220.0)
_CORNERS = {
    "top left": (0.1, True),
    "top right": (0.9, True),
    "bottom left": (0.1, False),
    "bottom right": (0.9, False),
}


def paint_surroundings(canvas: Picture, rng: Rng) -> None:
    """Paint what lies behind a plate: bumper, recess, shadow, edges."""
    if rng.chance(0.25):
        canvas[:] = round(rng.between(0, 70))
        return
    height, width = canvas.shape[:2]
    tint = shaken(gray(rng.between(0, 1) * rng.pick((60, 150, 255))), 25, rng)
    blotches = cloud(rng, (width // 4, height // 4), rng.whole(3, 9))[..., None] - 0.5
    rough = np.array(tint, np.float32) + blotches * rng.between(0, 160)
    canvas[:] = cv2.resize(clipped(rough.astype(np.float32)), (width, height))
    for _ in range(rng.whole(0, 3)):
        top = rng.whole(0, height)
        shade = gray(rng.between(0, 255))
        foot = top + round(height * rng.between(0.02, 0.3))
        cv2.rectangle(canvas, (0, top), (width, foot), shade, -1)
    if rng.chance(0.5):
        _crowd_sides(canvas, rng)


def _crowd_sides(canvas: Picture, rng: Rng) -> None:
    """Put edges, slats, studs and lamps beside a plate: upright things that pass for letters."""
    height, width = canvas.shape[:2]
    for _ in range(rng.whole(1, 6)):
        middle = rng.between(0.0, 0.19) * width
        x = round(middle if rng.chance(0.5) else width - middle)
        y, half = round(height * rng.between(0.2, 0.8)), round(height * rng.between(0.04, 0.3))
        shade, thick = gray(rng.between(0, 255)), max(1, round(width * rng.between(0.004, 0.03)))
        if rng.chance(0.7):
            lean = round(width * rng.normal(0.015))
            cv2.line(canvas, (x - lean, y - half), (x + lean, y + half), shade, thick, cv2.LINE_AA)
        else:
            cv2.circle(canvas, (x, y), 2 * thick, shade, rng.pick((-1, thick)), cv2.LINE_AA)


def add_lettering_behind(canvas: Picture, sheet: Area, assets: Assets, rng: Rng) -> None:
    """Write what a plate then covers in part: another country's plate, a tailgate's lettering."""
    if not rng.chance(0.06):
        return
    wide, tall = sheet.width * rng.between(1.1, 1.38), sheet.height * rng.between(0.3, 0.75)
    middle = (sheet.left + sheet.right) / 2, (sheet.top + sheet.bottom) / 2
    middle = middle[0], middle[1] + rng.between(-0.2, 0.2) * sheet.height
    tint = any_color(rng)
    if rng.chance(0.6):
        half = wide / 2 + tall * 0.1, tall * 0.65
        box = [round(v) for v in (middle[0] - half[0], middle[1] - half[1],
                                  middle[0] + half[0], middle[1] + half[1])]  # fmt: skip
        tint = shaken(gray(rng.pick((20.0, 200.0, 235.0))), 20, rng)
        cv2.rectangle(canvas, (box[0], box[1]), (box[2], box[3]), tint, -1)
    ink = contrasting(tint)
    lettering = assets.any_words(TRADE, rng)
    stretched = wide * lettering.shape[0] / (tall * lettering.shape[1])
    lay_centered(canvas, fitted(lettering, tall, wide, stretched), middle, ink)


def add_stickers(
    plate: Picture, serial: Area, corners: tuple[str, ...], tools: tuple[Assets, Rng]
) -> None:
    """Stick month and year into the named corners, or into any, above and below the serial."""
    assets, rng = tools
    height, width = plate.shape[:2]
    for corner, (across, above) in _CORNERS.items():
        likely = (0.85 if corner in corners else 0.05) if corners else 0.35
        if not rng.chance(likely):
            continue
        wide, tall = width * rng.between(0.08, 0.14), height * rng.between(0.11, 0.19)
        x = across * width + width * rng.between(-0.02, 0.02)
        reach = height * 0.04  # by which a sticker may cover the serial's edge
        edge = min(serial.top + reach, height * 0.3) if above else serial.bottom - reach
        y = edge - tall / 2 if above else max(edge, height * 0.78) + tall / 2
        y = min(max(y, tall / 2), height - tall / 2)
        box = [round(v) for v in (x - wide / 2, y - tall / 2, x + wide / 2, y + tall / 2)]
        if rng.chance(0.65):
            ink = shaken(color(rng.pick(_STICKER_COLORS)), 20, rng)
            cv2.rectangle(plate, (box[0], box[1]), (box[2], box[3]), ink, -1)
        text = fitted(assets.small_print(rng), tall * rng.between(0.5, 0.8), wide * 0.9)
        dark = color(rng.pick(("#141414", "#f4f4f4", "#0a2878")))
        lay_centered(plate, text, (x, y), dark)


def add_bolts(plate: Picture, rng: Rng) -> None:
    """Put bolts or their holes where plates are fixed."""
    height, width = plate.shape[:2]
    if not rng.chance(0.6):
        return
    for x in (0.2, 0.8):
        for y in (0.08, 0.92):
            if rng.chance(0.7):
                at = (
                    round(width * (x + rng.between(-0.03, 0.03))),
                    round(height * (y + rng.between(-0.02, 0.02))),
                )
                radius = max(1, round(height * rng.between(0.016, 0.045)))
                cv2.circle(plate, at, radius, gray(rng.pick(_BOLT_GRAYS)), -1, cv2.LINE_AA)


def add_border(plate: Picture, ink: Color, rng: Rng) -> None:
    """Draw the embossed or printed line along the edge that some plates have."""
    height, width = plate.shape[:2]
    if rng.chance(0.35):
        thick = max(1, round(height * rng.between(0.008, 0.024)))
        shade = ink if rng.chance(0.6) else gray(rng.between(120, 250))
        cv2.rectangle(plate, (thick, thick), (width - thick - 1, height - thick - 1), shade, thick)


def round_corners(plate: Picture, behind: Picture, rng: Rng) -> None:
    """Show what is behind where the plate's corners are cut round."""
    height, width = plate.shape[:2]
    radius = round(height * rng.between(0.03, 0.11))
    mask = np.zeros((height, width), np.uint8)
    cv2.rectangle(mask, (radius, 0), (width - radius - 1, height - 1), 255, -1)
    cv2.rectangle(mask, (0, radius), (width - 1, height - radius - 1), 255, -1)
    for x in (radius, width - radius - 1):
        for y in (radius, height - radius - 1):
            cv2.circle(mask, (x, y), radius, 255, -1)
    plate[mask == 0] = behind[mask == 0]


def add_dirt(plate: Picture, rng: Rng) -> None:
    """Darken, fade or splash the plate in blotches."""
    height, width = plate.shape[:2]
    if rng.chance(0.15):
        mud = np.array(shaken(color("#6b5d4a"), 30, rng), np.float32)
        amount = cloud(rng, (width, height), rng.whole(3, 20)) * rng.between(0.6, 2.2)
        share = np.clip(amount - rng.between(0.6, 1.2), 0, 0.75)[..., None]
        plate[:] = clipped((plate + (mud - plate) * share).astype(np.float32))
    if rng.chance(0.1):
        for _ in range(rng.whole(1, 6)):
            at = rng.whole(0, width), rng.whole(0, height)
            radius = max(1, round(height * rng.between(0.005, 0.03)))
            cv2.circle(plate, at, radius, any_color(rng), -1, cv2.LINE_AA)


def add_frame(canvas: Picture, plate: Area, serial: Area, tools: tuple[Assets, Rng]) -> Area:
    """Put a dealer's frame around the plate, never over the serial; return its window.

    The window is what of the plate stays visible; now and then it is as high as the serial.
    """
    assets, rng = tools
    tint = shaken(gray(rng.pick(_FRAME_GRAYS)), 10, rng)
    if rng.chance(0.1):
        tint = any_color(rng)
    ink = contrasting(tint)
    out = plate.height * rng.between(0.03, 0.12)
    aside = plate.height * rng.between(0.1, 0.34) if rng.chance(0.2) else out
    outer = Area(plate.left - aside, plate.top - out, plate.right + aside, plate.bottom + out)
    far = (1.0, 1.0) if rng.chance(0.15) else (0.24 * rng.share(), 0.24 * rng.share())
    side = min(plate.width * 0.05, max(0.0, serial.left - plate.left - 3)) * rng.share()
    window = Area(
        plate.left + side,
        plate.top + min(plate.height * far[0], serial.top - plate.top - 1),
        plate.right - side,
        plate.bottom - min(plate.height * far[1], plate.bottom - serial.bottom - 1),
    )
    for bar in _bars(outer, window):
        corners = [round(v) for v in (bar.left, bar.top, bar.right, bar.bottom)]
        cv2.rectangle(canvas, (corners[0], corners[1]), (corners[2], corners[3]), tint, -1)
    if rng.chance(0.3):
        _stud(canvas, _bars(outer, window)[2:], rng)
    for bar in _bars(outer, window)[:2]:
        if bar.height > plate.height * 0.06 and rng.chance(0.75):
            among = place_names() if rng.chance(0.12) else TRADE
            text = fitted(assets.any_words(among, rng), bar.height * 0.7, plate.width * 0.85)
            middle = (bar.left + bar.right) / 2, (bar.top + bar.bottom) / 2
            lay_centered(canvas, text, middle, ink)
    return window


def add_hitch(canvas: Picture, plate: Area, serial: Area, rng: Rng) -> None:
    """Put a tow hitch's ball before the plate, at most over the feet of a few characters."""
    radius = plate.height * rng.between(0.1, 0.24)
    x = plate.left + plate.width * rng.between(0.3, 0.7)
    top = rng.between(serial.bottom - 0.15 * serial.height, plate.bottom)
    at, metal = (round(x), round(top + radius)), gray(rng.between(10, 150))
    neck = round(radius * rng.between(0.3, 0.6))
    cv2.rectangle(canvas, (at[0] - neck, at[1]), (at[0] + neck, canvas.shape[0]), metal, -1)
    cv2.circle(canvas, at, round(radius), metal, -1, cv2.LINE_AA)
    shine = at[0] - round(radius * 0.3), at[1] - round(radius * 0.4)
    cv2.circle(canvas, shine, max(1, round(radius * 0.25)), gray(235), -1, cv2.LINE_AA)


def _stud(canvas: Picture, bars: tuple[Area, ...], rng: Rng) -> None:
    """Put studs, screws or ridges on the sides of a frame, the same on both."""
    count, shade = rng.whole(1, 4), gray(rng.between(0, 255))
    for bar in bars:
        x = round((bar.left + bar.right) / 2)
        thick = max(1, round(bar.width * rng.between(0.1, 0.35)))
        for i in range(count):
            y = round(bar.top + bar.height * (i + 1) / (count + 1))
            tall = round(bar.height * rng.between(0.01, 0.12))
            cv2.line(canvas, (x, y - tall), (x, y + tall), shade, thick, cv2.LINE_AA)


def add_separating_sticker(plate: Picture, gap: Area, assets: Assets, rng: Rng) -> None:
    """Stick month or year between the characters, or both, as some states have it."""
    tall = gap.height * rng.between(0.22, 0.58)
    wide = min(gap.width * 1.5, tall * rng.between(0.5, 1.3))
    middle = (gap.left + gap.right) / 2, gap.top + gap.height * rng.between(0.3, 0.75)
    _stick(plate, middle, (wide, tall), assets, rng)
    if rng.chance(0.35):
        above = rng.pick((-1, 1)) * tall * rng.between(0.75, 1.05)
        _stick(plate, (middle[0], middle[1] + above), (wide, tall * 0.8), assets, rng)


def _stick(
    plate: Picture,
    middle: tuple[float, float],
    size: tuple[float, float],
    assets: Assets,
    rng: Rng,
) -> None:
    x, y = middle
    wide, tall = size
    ink = shaken(color(rng.pick((*_STICKER_COLORS, "#5a3a22", "#3a2a2a"))), 25, rng)
    corners = [round(v) for v in (x - wide / 2, y - tall / 2, x + wide / 2, y + tall / 2)]
    cv2.rectangle(plate, (corners[0], corners[1]), (corners[2], corners[3]), ink, -1)
    if rng.chance(0.6):
        text = fitted(assets.small_print(rng), tall * rng.between(0.4, 0.7), wide * 0.9)
        lay_centered(plate, text, (x, y), color(rng.pick(("#141414", "#f4f4f4"))))


def _bars(outer: Area, window: Area) -> tuple[Area, Area, Area, Area]:
    return (
        Area(outer.left, outer.top, outer.right, window.top),
        Area(outer.left, window.bottom, outer.right, outer.bottom),
        Area(outer.left, outer.top, window.left, outer.bottom),
        Area(window.right, outer.top, outer.right, outer.bottom),
    )
