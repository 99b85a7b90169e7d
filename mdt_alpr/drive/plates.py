"""License plates of six states, as pictures with relief, bolts, stickers and frame.

The serials are made up; the layouts follow the states' general look and copy no artwork.
"""

from dataclasses import dataclass
from enum import StrEnum
from math import cos, pi, sin

import cv2
import numpy as np

from mdt_alpr.drive.canvas import Bytes, Canvas, DrawnShape, Tone, Words
from mdt_alpr.drive.lettering import LetterStyle


def disc(x: float, y: float, radius: float, points: int = 28) -> str:
    """Return a circle as the points of a shape."""
    turns = [2 * pi * i / points for i in range(points)]
    return ", ".join(f"{x + radius * cos(a):.3f} {y + radius * sin(a):.3f}" for a in turns)


def star(x: float, y: float, radius: float) -> str:
    """Return a five-pointed star as the points of a shape."""
    corners = [(radius if i % 2 == 0 else radius * 0.4, pi / 2 + pi * i / 5) for i in range(10)]
    return ", ".join(f"{x + r * cos(a):.3f} {y + r * sin(a):.3f}" for r, a in corners)


def _grass() -> tuple[DrawnShape, ...]:
    """Sea oats along the lower edge, at irregular but fixed places."""
    blades = []
    for i in range(64):
        x = -5.9 + i * 0.187
        lean = 0.35 * sin(i * 2.4)
        tip = -1.75 + 0.75 * abs(sin(i * 1.7))
        blades.append(
            DrawnShape(f"{x:.2f} -3, {x + lean:.2f} {tip:.2f}", "sky", line=0.06, strength=0.5)
        )
    return tuple(blades)


_BIPLANE = (
    DrawnShape("-1.9 1.35, 2.1 2.35, 2.35 2.2, -1.6 1.2", "sky", strength=0.4),
    DrawnShape("-1.7 2.15, 2.2 2.95, 2.4 2.82, -1.4 2.0", "sky", strength=0.4),
    *(
        DrawnShape(
            f"{x} {1.3 + 0.25 * (x + 1.6)}, {x + 0.1} {2.1 + 0.22 * (x + 1.4)}",
            "sky",
            line=0.05,
            strength=0.6,
        )
        for x in (-1.4, -0.7, 0.0, 0.7, 1.4, 2.0)
    ),
    DrawnShape("-2.9 2.0, -1.5 1.75, -1.4 1.6, -2.9 1.85", "sky", strength=0.36),
)

NORTH_CAROLINA = (*_grass(), *_BIPLANE)

SOUTH_CAROLINA = (
    DrawnShape("-6 3, 6 3, 6 1.2, -6 1.2", "sky", strength=0.75, soft=0.5),
    DrawnShape("-6 -3, 6 -3, 6 -1.7, -6 -1.7", "sunrise", strength=0.8, soft=0.45),
    DrawnShape("0.02 -1.0, 0.1 0.3", "palm", line=0.17, strength=0.55),
    *(
        DrawnShape(
            f"0.08 0.25, {0.08 + 0.42 * cos(a):.2f} {0.36 + 0.46 * sin(a):.2f}, "
            f"{0.08 + 0.62 * cos(a):.2f} {0.2 + 0.46 * sin(a):.2f}",
            "palm",
            line=0.1,
            corner=0.3,
            strength=0.55,
        )
        for a in (pi * k / 7 for k in range(-2, 10))
    ),
    DrawnShape(disc(-0.5, 1.12, 0.22), "palm", strength=0.55),
    DrawnShape(disc(-0.41, 1.2, 0.2), "sky"),
)

VIRGINIA = (
    DrawnShape("-6 -3, 6 -3, 6 -2.2, -6 -2.2", "sky", strength=0.35, soft=0.4),
    DrawnShape("-6 3, 6 3, 6 2.4, -6 2.4", "sky", strength=0.3, soft=0.4),
)

TENNESSEE = (
    DrawnShape("-6 3, 6 3, 6 -3, -6 -3", "ink", fade=(1.35, 1.0, 0.8)),
    DrawnShape(disc(-0.74, 0.0, 0.62), "white"),
    DrawnShape(disc(-0.74, 0.0, 0.53), "ink"),
    DrawnShape(star(-0.74, 0.26, 0.25), "white"),
    DrawnShape(star(-0.97, -0.17, 0.25), "white"),
    DrawnShape(star(-0.51, -0.17, 0.25), "white"),
)

GEORGIA = (
    DrawnShape("-6 -3, 6 -3, 6 -1.6, -6 -1.6", "sunrise", strength=0.28, soft=0.5),
    DrawnShape(disc(-0.72, -0.1, 0.86), "peach", fade=(1.1, 0.92)),
    DrawnShape(disc(-1.02, 0.1, 0.34), "white", strength=0.35, soft=0.14),
    DrawnShape("-0.75 0.6, -0.4 1.25, 0.15 1.3, -0.2 0.8", "leaf", corner=0.2),
)

FLORIDA = (
    DrawnShape(
        "-1.6 1.5, 0.5 1.4, 0.9 0.6, 1.3 -0.6, 1.2 -1.7, 0.7 -1.6, 0.3 -0.6, 0 0.5, -1.6 1.0",
        "leaf",
        strength=0.28,
        corner=0.2,
    ),
    DrawnShape(disc(-0.16, 0.3, 0.5), "orange", fade=(1.1, 0.85), strength=0.8),
    DrawnShape(disc(0.2, -0.4, 0.5), "orange", fade=(1.1, 0.85), strength=0.8),
    DrawnShape("-0.75 0.8, -0.15 1.15, 0.35 0.9, -0.15 0.72", "leaf", corner=0.2),
    *(
        DrawnShape(disc(-0.5 + 0.22 * cos(a), -0.5 + 0.22 * sin(a), 0.2), "white")
        for a in (2 * pi * k / 5 for k in range(5))
    ),
    DrawnShape(disc(-0.5, -0.5, 0.11), "sunrise"),
)

HEART = (
    DrawnShape(disc(-0.06, -2.53, 0.09), "heart"),
    DrawnShape(disc(0.06, -2.53, 0.09), "heart"),
    DrawnShape("-0.14 -2.56, 0.14 -2.56, 0 -2.76", "heart"),
)


PIXELS_PER_INCH = 50
SHEET = (12.0, 6.0)
OUTER = (13.0, 7.0)
"""Inches of the plate, and of the plate with its frame (the size of the picture)."""

_DIE = LetterStyle(width=0.43, weight=0.125, tracking=0.1)
_SERIAL_HEIGHT = 2.75
_SERIAL_FIT = 11.1
_CAPS = LetterStyle(width=0.72, weight=0.17, tracking=0.2)
_RELIEF = 34


class PlateFrame(StrEnum):
    """What holds the plate."""

    NONE = "none"
    BLACK = "black"
    CHROME = "chrome"
    DEALER = "dealer"


@dataclass(frozen=True, slots=True)
class Design:
    """One state's plate: colors, print, where the serial is split and by what."""

    sheet: Tone
    ink: Tone
    art: tuple[DrawnShape, ...]
    top: Words
    bottom: Words
    joint: str = " "
    sticker_row: float = 2.35
    sticker: Tone = (40, 40, 200)


_TONES: dict[str, Tone] = {
    "sky": (226, 178, 120),
    "sunrise": (80, 150, 250),
    "palm": (150, 112, 74),
    "peach": (84, 138, 246),
    "orange": (20, 110, 250),
    "leaf": (90, 140, 60),
    "white": (250, 250, 250),
    "heart": (50, 40, 214),
    "red": (48, 34, 196),
    "navy": (120, 44, 24),
    "black": (34, 30, 30),
    "green": (70, 100, 22),
    "bolt": (120, 122, 126),
    "dark": (26, 26, 28),
    "chrome": (206, 206, 204),
}

DESIGNS: dict[str, Design] = {
    "NC": Design(
        sheet=(250, 246, 244),
        ink=(150, 62, 28),
        art=NORTH_CAROLINA,
        top=Words(
            "First in Flight", (0, 2.2), 0.78, "red", LetterStyle(0.6, 0.16, 0.13, 0.12), 6.6
        ),
        bottom=Words("NORTH CAROLINA", (0, -2.3), 0.82, "red", _CAPS, 9.0),
        joint="-",
    ),
    "SC": Design(
        sheet=(252, 250, 248),
        ink=(40, 30, 26),
        art=SOUTH_CAROLINA,
        top=Words("SOUTH CAROLINA", (0, 2.3), 0.82, "navy", _CAPS, 9.4),
        bottom=Words("WHILE I BREATHE I HOPE", (0, -2.4), 0.5, "navy", _CAPS, 6.6),
        joint="  ",
        sticker_row=-2.35,
        sticker=(60, 140, 60),
    ),
    "VA": Design(
        sheet=(252, 250, 248),
        ink=(112, 42, 26),
        art=(*VIRGINIA, *HEART),
        top=Words("VIRGINIA", (0, 2.3), 0.86, "navy", LetterStyle(0.72, 0.18, 0.26), 6.4),
        bottom=Words(
            "Virginia is for Lovers", (0, -2.1), 0.5, "navy", LetterStyle(0.56, 0.14, 0.14), 6.0
        ),
        joint="-",
        sticker=(60, 190, 230),
    ),
    "TN": Design(
        sheet=(120, 62, 24),
        ink=(246, 246, 246),
        art=TENNESSEE,
        top=Words("TENNESSEE", (0, 2.3), 0.8, "white", _CAPS, 6.6),
        bottom=Words("THE VOLUNTEER STATE", (0, -2.35), 0.52, "white", _CAPS, 6.6),
        sticker_row=-2.35,
        sticker=(44, 120, 236),
    ),
    "GA": Design(
        sheet=(246, 250, 250),
        ink=(34, 30, 30),
        art=GEORGIA,
        top=Words("GEORGIA", (0, 2.3), 0.86, "black", LetterStyle(0.7, 0.17, 0.34), 6.6),
        bottom=Words("IN GOD WE TRUST", (0, -2.35), 0.56, "black", _CAPS, 5.6),
        sticker_row=-2.35,
        sticker=(170, 90, 40),
    ),
    "FL": Design(
        sheet=(248, 252, 250),
        ink=(64, 92, 18),
        art=FLORIDA,
        top=Words("MYFLORIDA.COM", (0, 2.3), 0.76, "green", _CAPS, 8.0),
        bottom=Words("SUNSHINE STATE", (0, -2.35), 0.7, "green", _CAPS, 7.6),
        joint="  ",
        sticker=(50, 200, 236),
    ),
}
"""The designs that the drive can show, by state code."""

_SPLIT = 3  # characters before the joint, on all six


def plate_picture(text: str, state: str, frame: PlateFrame, sticker: str = "27") -> Bytes:
    """Return the plate as a premultiplied picture of ``OUTER`` inches.

    Args:
        text: the serial without joint, six or seven characters.
        state: a code of ``DESIGNS``.
        frame: what holds it.
        sticker: the year on the right sticker.
    """
    design = DESIGNS[state]
    tones = {**_TONES, "ink": design.ink, "sheet": design.sheet, "sticker": design.sticker}
    if state == "TN":
        tones["ink"] = design.sheet
    canvas = Canvas(OUTER, (OUTER[0] / 2, OUTER[1] / 2), PIXELS_PER_INCH)
    canvas.draw((DrawnShape(_box(-6, -3, 6, 3), "sheet", corner=0.5, solid=True),), tones)
    canvas.draw(design.art, tones)
    canvas.draw((design.top, design.bottom), tones)
    _emboss(canvas, text[:_SPLIT] + design.joint + text[_SPLIT:], design.ink)
    canvas.draw(_fittings(design, sticker), tones)
    canvas.draw(_FRAMES[frame], tones)
    return canvas.bgra()


def _box(left: float, bottom: float, right: float, top: float) -> str:
    return f"{left} {bottom}, {right} {bottom}, {right} {top}, {left} {top}"


def _emboss(canvas: Canvas, serial: str, ink: Tone) -> None:
    """Print the serial and let light from the upper left shape it."""
    before = canvas.color.copy()
    canvas.draw((Words(serial, (0, 0), _SERIAL_HEIGHT, "ink", _DIE, _SERIAL_FIT),), {"ink": ink})
    inked = np.abs(canvas.color.astype(np.int16) - before).max(axis=2)
    height = cv2.GaussianBlur(np.clip(inked, 0, 255).astype(np.float32), (0, 0), 1.6)
    height = cv2.dilate(height, np.ones((3, 3), np.uint8)) / max(1.0, float(height.max()))
    slope = np.roll(height, (2, 2), (0, 1)) - np.roll(height, (-2, -2), (0, 1))
    lit = canvas.color - slope[..., None] * _RELIEF
    canvas.color[:] = np.clip(lit, 0, 255).astype(np.uint8)


def _fittings(design: Design, sticker: str) -> tuple[DrawnShape | Words, ...]:
    row = design.sticker_row
    fittings: list[DrawnShape | Words] = [
        DrawnShape(
            _box(-5.72, -2.8, 5.72, 2.8), "dark", line=0.05, corner=0.4, strength=0.25, closed=True
        )
    ]
    for side, text in ((-1, "8"), (1, sticker)):
        x = side * 4.95
        fittings.append(DrawnShape(_box(x - 0.6, row - 0.38, x + 0.6, row + 0.38), "sticker"))
        fittings.append(Words(text, (x, row), 0.5, "white", LetterStyle(0.6, 0.18, 0.16)))
    for x in (-3.55, 3.55):
        fittings.append(DrawnShape(disc(x, 2.62, 0.2), "dark", strength=0.5))
        fittings.append(DrawnShape(disc(x - 0.03, 2.65, 0.15), "bolt"))
    return tuple(fittings)


def _rim(tone: str, edge: float, foot: float) -> tuple[DrawnShape | Words, ...]:
    """Return a frame of ``tone`` that covers ``edge`` inches of the sheet, ``foot`` below."""
    top, bottom, inner = 3.35, -3.35, 6.0 - edge
    return (
        DrawnShape(_box(-6.35, 3.0 - edge, 6.35, top), tone, solid=True, corner=0.2),
        DrawnShape(_box(-6.35, bottom, 6.35, -3.0 + foot), tone, solid=True, corner=0.2),
        DrawnShape(_box(-6.35, bottom, -inner, top), tone, solid=True, corner=0.2),
        DrawnShape(_box(inner, bottom, 6.35, top), tone, solid=True, corner=0.2),
        DrawnShape("-6.3 3.3, 6.3 3.3", "white", line=0.06, strength=0.5),
    )


_FRAMES: dict[PlateFrame, tuple[DrawnShape | Words, ...]] = {
    PlateFrame.NONE: (),
    PlateFrame.BLACK: _rim("dark", 0.12, 0.12),
    PlateFrame.CHROME: _rim("chrome", 0.12, 0.12),
    PlateFrame.DEALER: (
        *_rim("dark", 0.14, 0.14),
        Words("OAK HILL MOTORS", (0, -3.12), 0.32, "chrome", LetterStyle(0.6, 0.16, 0.3)),
    ),
}
