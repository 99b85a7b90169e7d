"""What light, lens, motion and compression do to a picture."""

import math

import cv2
import numpy as np
import numpy.typing as npt

from mdt_alpr.lab.training.pictures import FULL, Picture, clipped, cloud
from mdt_alpr.lab.training.rng import Rng

Light = npt.NDArray[np.float32]
"""A picture in floats, not yet clipped to 0 to 255."""


def shade(light: Light, rng: Rng) -> Light:
    """Darken and lighten in blotches, cast a hard or soft shadow, add a lamp's glare."""
    height, width = light.shape[:2]
    if rng.chance(0.5):
        blotches = cloud(rng, (width, height), rng.whole(2, 6))[..., None]
        light = light * (1 + blotches * rng.between(-0.7, 0.5))
    if rng.chance(0.18):
        light = light * _shadow((height, width), rng)
    if rng.chance(0.12):
        glare = np.zeros((height, width), np.float32)
        at = rng.whole(0, width), rng.whole(0, height)
        radius = rng.whole(2, max(3, height // 3))
        cv2.circle(glare, at, radius, rng.between(80, FULL), -1)
        light = light + cv2.GaussianBlur(glare, (0, 0), height * 0.12)[..., None]
    return light.astype(np.float32)


def _shadow(size: tuple[int, int], rng: Rng) -> Light:
    height, width = size
    mask = np.ones((height, width), np.float32)
    if rng.chance(0.5):
        edge = int(width * rng.between(-0.2, 1.2))
        foot = edge + int(rng.between(-0.6, 0.6) * width)
        outline = [(0, 0), (edge, 0), (foot, height), (0, height)]
    else:
        right, left = (int(height * rng.share()) for _ in range(2))
        outline = [(0, 0), (width, 0), (width, right), (0, left)]
    cv2.fillPoly(mask, [np.array(outline, np.int32)], rng.between(0.35, 0.8))
    if rng.chance(0.6):
        mask = np.asarray(cv2.GaussianBlur(mask, (0, 0), rng.between(1, 6)), np.float32)
    return mask[..., None]


def blur(light: Light, width: float, scale: float, rng: Rng) -> Light:
    """Blur as a lens and a moving car do; ``width`` is the plate's in final pixels.

    ``scale`` is how many pixels of ``light`` make one final pixel.
    """
    if rng.chance(0.6):
        most = min(1.6, width * 0.011)
        amount = max(0.25, rng.between(0.2, most) * scale)
        light = np.asarray(cv2.GaussianBlur(light, (0, 0), amount), np.float32)
    if rng.chance(0.22):
        reach = max(2, int(rng.between(1, max(1.2, width * 0.028)) * scale))
        way = rng.pick((0.0, 0.0, math.pi / 2, rng.between(0, math.pi)))
        light = np.asarray(cv2.filter2D(light, -1, _smear(reach, way)), np.float32)
    if rng.chance(0.04):  # a rolling shutter leans what moves
        lean = rng.between(-0.12, 0.12)
        height, across = light.shape[:2]
        turn = np.array([[1, lean, -lean * height / 2], [0, 1, 0]], np.float32)
        light = np.asarray(
            cv2.warpAffine(light, turn, (across, height), borderMode=cv2.BORDER_REPLICATE),
            np.float32,
        )
    return light


def _smear(reach: int, way: float) -> Light:
    kernel = np.zeros((2 * reach + 1, 2 * reach + 1), np.float32)
    half = reach / 2 * math.cos(way), reach / 2 * math.sin(way)
    start = int(reach - half[0]), int(reach - half[1])
    end = int(reach + half[0]), int(reach + half[1])
    cv2.line(kernel, start, end, 1.0)
    smear: Light = kernel / kernel.sum()
    return smear


def expose(light: Light, rng: Rng) -> Light:
    """Over-expose, under-expose, wash out or tint; at night in a headlight or in infrared."""
    kind = rng.share()
    for share, change in _EXPOSURES:
        if kind < share:
            light = change(light, rng)
            break
    if rng.chance(0.4):
        tint = np.array([rng.between(0.8, 1.2) for _ in range(3)], np.float32)
        light = light * tint
    return light


def _bright(light: Light, rng: Rng) -> Light:
    return light * rng.between(1.1, 2.0) + rng.between(0, 80)


def _dark(light: Light, rng: Rng) -> Light:
    if rng.chance(0.3):
        return light * rng.between(0.04, 0.15)
    return light * rng.between(0.15, 0.6) + rng.between(0, 30)


def _washed_out(light: Light, rng: Rng) -> Light:
    kept = rng.between(0.25, 0.7)
    return light * kept + rng.between(0, FULL * (1 - kept))


def _headlight(light: Light, rng: Rng) -> Light:
    """Light the middle of a dark picture, as a retroreflecting plate at night shows."""
    height, width = light.shape[:2]
    x = np.linspace(-1, 1, width)[None] - rng.between(-0.5, 0.5)
    y = np.linspace(-1, 1, height)[:, None] - rng.between(-0.5, 0.5)
    beam = np.exp(-(x**2 + y**2) * rng.between(0.2, 1.2)).astype(np.float32)[..., None]
    lit: Light = light * (rng.between(0.1, 0.4) + beam * rng.between(0.8, 1.6))
    return lit


def _infrared(light: Light, rng: Rng) -> Light:
    """Gray, where dyed inks and sheets pale unevenly and the reflecting sheet is bright."""
    weights = np.array([rng.between(0, 0.6), rng.between(0.1, 0.6), rng.between(0.2, 1)])
    gray = (light @ (weights / weights.sum()).astype(np.float32))[..., None]
    bright = gray * rng.between(0.7, 1.5) + rng.between(-10, 40)
    return np.repeat(bright, 3, axis=2).astype(np.float32)


_EXPOSURES = (
    (0.2, _bright),
    (0.33, _dark),
    (0.43, _washed_out),
    (0.5, _headlight),
    (0.56, _infrared),
)


def record(light: Light, rng: Rng) -> Picture:
    """Add the sensor's noise, the camera's sharpening, rain, and compression."""
    if rng.chance(0.6):
        size = light.shape[:2]
        channels = 1 if rng.chance(0.5) else 3
        noise = rng.numbers.standard_normal((*size, channels), np.float32)
        light = light + noise * (rng.between(1, 5) if rng.chance(0.5) else rng.between(2, 14))
    if rng.chance(0.05):
        light = _rain(light, rng)
    if rng.chance(0.35):
        soft = cv2.GaussianBlur(light, (0, 0), rng.between(0.7, 1.5))
        light = light + (light - soft) * rng.between(0.4, 2)
    picture = clipped(light)
    if rng.chance(0.12):
        gray = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
        picture = np.asarray(cv2.cvtColor(gray, cv2.COLOR_GRAY2BGR), np.uint8)
    if rng.chance(0.65):
        quality = rng.whole(16 if picture.shape[1] > _WIDE else 32, 95)
        coded = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
        picture = np.asarray(cv2.imdecode(coded, cv2.IMREAD_COLOR), np.uint8)
    return picture


_WIDE = 70


def _rain(light: Light, rng: Rng) -> Light:
    height, width = light.shape[:2]
    streaks = np.zeros((height, width), np.float32)
    lean = rng.normal(0.15)
    for _ in range(rng.whole(5, 40)):
        x, y = rng.whole(0, width), rng.whole(0, height)
        long = rng.between(0.05, 0.3) * height
        end = int(x + lean * long), int(y + long)
        cv2.line(streaks, (x, y), end, rng.between(20, 110), 1, cv2.LINE_AA)
    return (light + streaks[..., None]).astype(np.float32)
