"""Draws what passes for a plate and is none: signs, lettering, numbers of vehicles, date lines.

A second reader reads any writing. What our own reader holds to be no plate's is not believed.
"""

import cv2
import numpy as np

from mdt_alpr.lab.training.assets import SIGNS, TRADE, Assets, place_names, words
from mdt_alpr.lab.training.designs import UNKNOWN
from mdt_alpr.lab.training.dies import ALPHABET
from mdt_alpr.lab.training.pictures import (
    Area,
    Color,
    Mask,
    Picture,
    any_color,
    color,
    contrasting,
    fitted,
    gray,
    lay_centered,
    mixed,
    trimmed,
)
from mdt_alpr.lab.training.plates import DrawnPlate, surroundings
from mdt_alpr.lab.training.rng import Rng

_KINDS = ("sans", "sans", "sans", "serif", "script", "brush")
_FACES = (cv2.FONT_HERSHEY_SIMPLEX, cv2.FONT_HERSHEY_DUPLEX, cv2.FONT_HERSHEY_COMPLEX)


def draw_other_writing(assets: Assets, rng: Rng, width: int = 256) -> DrawnPlate:
    """Draw something that a detector may box; no character of it counts.

    Its ``serial`` is where the writing is, or the middle of what bears none.
    """
    canvas, sheet = surroundings(width, rng)
    kind = rng.share()
    if kind < 0.2:  # noqa: PLR2004
        written = _lay_line(canvas, sheet, _date_line(rng), rng)
    elif kind < 0.9:  # noqa: PLR2004
        written = _lay_sign(canvas, sheet, assets, rng)
    else:
        written = _lay_lamps(canvas, sheet, rng)
    around = _box_about(written, canvas, rng)
    return DrawnPlate(canvas, around, around, around, written, (), (), UNKNOWN, ())


def _date_line(rng: Rng) -> str:
    """Return what a recorder writes into its pictures, or a part of it."""
    date = [f"{rng.whole(1998, 2035)}", f"{rng.whole(1, 12):02d}", f"{rng.whole(1, 31):02d}"]
    if rng.chance(0.4):
        date = [*date[1:], date[0]]
    line = rng.pick("-/. ").join(date)
    if rng.chance(0.6):
        clock = f"{rng.whole(0, 23):02d}:{rng.whole(0, 59):02d}:{rng.whole(0, 59):02d}"
        line = rng.pick((f"{line} {clock}", clock, f"{clock} {line}"))
    if rng.chance(0.2):
        line = rng.pick((f"CAM {rng.whole(1, 32)}", f"{rng.whole(0, 90)} MPH", f"{line} PM"))
    return line


def _lay_line(canvas: Picture, sheet: Area, text: str, rng: Rng) -> Area:
    """Write a line as a recorder does, thin and level, over whatever is there."""
    face, thick = rng.pick(_FACES), rng.pick((1, 1, 2, 3))
    size = rng.between(0.7, 2.4)
    (wide, tall), _ = cv2.getTextSize(text, face, size, thick)
    mask = np.zeros((tall + 20, wide + 20), np.uint8)
    cv2.putText(mask, text, (10, tall + 10), face, size, 255, thick, cv2.LINE_AA)
    mask = trimmed(mask)
    ink = color(rng.pick(("#ffffff", "#e6e6e6", "#000000", "#ffff00", "#3ce63c")))
    if rng.chance(0.3):
        canvas[:] = round(rng.between(0, 60))
    return _lay(canvas, sheet, mask, ink, rng)


def _lay_sign(canvas: Picture, sheet: Area, assets: Assets, rng: Rng) -> Area:
    """Write on a panel, a sticker, or straight onto paintwork, in one line or two."""
    tint = mixed(gray(rng.between(10, 245)), any_color(rng), rng.pick((0.0, 0.4, 1.0)))
    if rng.chance(0.5):
        canvas[:] = np.clip(canvas * 0.12 + np.array(tint) * 0.88, 0, 255).astype(np.uint8)
    else:
        spare = rng.between(-0.05, 0.12) * sheet.width
        corners = [round(v) for v in (sheet.left - spare, sheet.top - spare / 2,
                                      sheet.right + spare, sheet.bottom + spare / 2)]  # fmt: skip
        cv2.rectangle(canvas, (corners[0], corners[1]), (corners[2], corners[3]), tint, -1)
    ink = mixed(contrasting(tint), any_color(rng), rng.between(0, 0.7))
    written = _lay(canvas, sheet, _slanted(_writing(assets, rng), rng), ink, rng)
    if rng.chance(0.4):
        below = rng.chance(0.5)
        tall = written.height * rng.between(0.2, 0.9)
        y = written.bottom + tall if below else written.top - tall
        second = fitted(_writing(assets, rng), tall, sheet.width * 1.2)
        lay_centered(canvas, second, ((written.left + written.right) / 2, y), ink)
    return written


def _writing(assets: Assets, rng: Rng) -> Mask:
    if rng.chance(0.5):
        return assets.any_words((*SIGNS, *TRADE, *place_names()), rng)
    font = rng.pick(assets.lettering[rng.pick(_KINDS)])
    return words(_made_up(rng), font)  # not kept: no other picture says the same


def _made_up(rng: Rng) -> str:
    """Return a vehicle's number, a price, a telephone number or a word of no meaning."""
    digits = "".join(str(rng.whole(0, 9)) for _ in range(rng.whole(2, 8)))
    letters = "".join(rng.pick(ALPHABET[10:]) for _ in range(rng.whole(2, 9)))
    return rng.pick(
        (
            digits,
            digits,
            f"${digits[:4]}",
            f"{letters[:2]} {digits}",
            f"{digits[:3]}-{rng.whole(1000, 9999)}",
            letters,
            f"{letters[:4]} {digits[:3]}",
            letters.title(),
        )
    )


def _slanted(mask: Mask, rng: Rng) -> Mask:
    """Return lettering leaned over, as brands and teams have it, in a third of the calls."""
    if not rng.chance(0.33):
        return mask
    lean = rng.between(-0.4, 0.1)
    tall, wide = mask.shape
    spare = round(abs(lean) * tall) + 2
    matrix = np.array([[1, lean, spare if lean < 0 else 0], [0, 1, 0]], np.float32)
    return trimmed(np.asarray(cv2.warpAffine(mask, matrix, (wide + spare, tall)), np.uint8))


def _lay(canvas: Picture, sheet: Area, mask: Mask, ink: Color, rng: Rng) -> Area:
    """Lay writing over the sheet, a long one beyond its ends; return the part in the canvas."""
    tall = sheet.height * rng.between(0.25, 0.75)
    widest = sheet.width * (rng.between(0.5, 1.0) if rng.chance(0.75) else 2.2)
    laid = fitted(mask, min(tall, widest * mask.shape[0] / mask.shape[1]), widest)
    x = (sheet.left + sheet.right) / 2 + rng.between(-0.1, 0.1) * sheet.width
    y = (sheet.top + sheet.bottom) / 2 + rng.between(-0.1, 0.1) * sheet.height
    lay_centered(canvas, laid, (x, y), ink)
    half, up = laid.shape[1] / 2, laid.shape[0] / 2
    return Area(max(sheet.left, x - half), y - up, min(sheet.right, x + half), y + up)


def _lay_lamps(canvas: Picture, sheet: Area, rng: Rng) -> Area:
    """Paint lamps, slats and badges: bright and dark shapes without a word."""
    for _ in range(rng.whole(2, 9)):
        at = (
            round(rng.between(sheet.left, sheet.right)),
            round(rng.between(sheet.top, sheet.bottom)),
        )
        half = (
            round(sheet.width * rng.between(0.02, 0.3)),
            round(sheet.height * rng.between(0.04, 0.4)),
        )
        ink = any_color(rng) if rng.chance(0.4) else gray(rng.between(0, 255))
        if rng.chance(0.5):
            cv2.ellipse(canvas, at, half, rng.between(-20, 20), 0, 360, ink, rng.pick((-1, 3)),
                        cv2.LINE_AA)  # fmt: skip
        else:
            cv2.rectangle(canvas, (at[0] - half[0], at[1] - half[1]),
                          (at[0] + half[0], at[1] + half[1]), ink, -1)  # fmt: skip
    across, along = sheet.width * rng.between(0.05, 0.3), sheet.height * rng.between(0.1, 0.3)
    return Area(sheet.left + across, sheet.top + along, sheet.right - across, sheet.bottom - along)


def _box_about(written: Area, canvas: Picture, rng: Rng) -> Area:
    """Return a box as a detector draws one around writing, within the canvas."""
    tall, wide = canvas.shape[:2]
    across = written.height * rng.between(0.05, 0.8)
    above, below = (written.height * rng.between(0.05, 0.7) for _ in range(2))
    return Area(
        max(1.0, written.left - across),
        max(1.0, written.top - above),
        min(wide - 1.0, written.right + across),
        min(tall - 1.0, written.bottom + below),
    )
