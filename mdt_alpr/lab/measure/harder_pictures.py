"""Known pictures made harder: turned, close, in bad light, and close-ups set into roads."""

import math
from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np
import numpy.typing as npt

from mdt_alpr.domain.reading.reading import Box
from mdt_alpr.measure.known_pictures import KnownPicture
from mdt_alpr.patrol.ports import Frame

Picture = npt.NDArray[np.uint8]
Harder = tuple[Picture, Box]
_Light = npt.NDArray[np.float64]

_GAMMA = 2.2
_NIGHT, _NOISE, _NOISE_AT = 0.01, 0.004, 0.05
"""Share of the light that is left; noise as a share of full scale, in light that bright."""
_DIMMED, _GLARE, _RADII = 0.6, 0.9, (0.5, 1.0)
"""Light that is left beside a glare, its strength, its radius in plate widths."""
_TOO_BRIGHT = 2.6


def turned(degrees: float) -> Callable[[Picture, Box, int], Harder]:
    """Return what turns a picture about its plate, every other one to the other side."""

    def turn(picture: Picture, box: Box, number: int) -> Harder:
        middle = (box.left + box.right) / 2, (box.top + box.bottom) / 2
        angle = degrees if number % 2 else -degrees
        about = cv2.getRotationMatrix2D(middle, angle, 1.0)
        size = picture.shape[1], picture.shape[0]
        made = cv2.warpAffine(
            picture, about, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
        )
        sine, cosine = math.sin(math.radians(degrees)), math.cos(math.radians(degrees))
        wide = (box.width * cosine + box.height * sine) / 2
        high = (box.width * sine + box.height * cosine) / 2
        x, y = middle
        return np.asarray(made, np.uint8), Box(x - wide, y - high, x + wide, y + high)

    return turn


def close(share: float) -> Callable[[Picture, Box, int], Harder]:
    """Return what enlarges a picture until its plate takes that share of its width."""

    def enlarge(picture: Picture, box: Box, _number: int) -> Harder:
        width, height = picture.shape[1], picture.shape[0]
        scale = share * width / box.width
        left = width / 2 - scale * (box.left + box.right) / 2
        top = height / 2 - scale * (box.top + box.bottom) / 2
        how = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA
        matrix = np.array([[scale, 0, left], [0, scale, top]])
        made = cv2.warpAffine(
            picture, matrix, (width, height), flags=how, borderMode=cv2.BORDER_REPLICATE
        )
        near = Box(
            scale * box.left + left, scale * box.top + top,
            scale * box.right + left, scale * box.bottom + top,
        )  # fmt: skip
        return np.asarray(made, np.uint8), near

    return enlarge


def dark(picture: Picture, box: Box, number: int) -> Harder:
    """Leave a hundredth of the light, with the noise of a small sensor."""
    light = _light(picture) * _NIGHT
    noise = np.random.default_rng(number).normal(0, _NOISE, light.shape)
    return _picture(light + noise * np.sqrt(np.maximum(light, 1e-4) / _NOISE_AT)), box


def glare(picture: Picture, box: Box, number: int) -> Harder:
    """Put a headlamp beside the plate or on it."""
    rng = np.random.default_rng(number)
    x = box.left + box.width * rng.uniform(-0.4, 1.4)
    y = box.top + box.height * rng.uniform(-1.2, 1.8)
    radius = box.width * rng.uniform(*_RADII)
    rows, columns = np.mgrid[0 : picture.shape[0], 0 : picture.shape[1]]
    lamp = np.exp(-((columns - x) ** 2 + (rows - y) ** 2) / (2 * radius**2))[..., None]
    return _picture(_light(picture) * _DIMMED + _GLARE * lamp), box


def too_bright(picture: Picture, box: Box, _number: int) -> Harder:
    """Let the plate throw back more light than the sensor takes."""
    return _picture(_light(picture) * _TOO_BRIGHT), box


HARDER: dict[str, Callable[[Picture, Box, int], Harder]] = {
    "turned-6": turned(6.0),
    "turned-12": turned(12.0),
    "close-40": close(0.4),
    "close-70": close(0.7),
    "dark": dark,
    "glare": glare,
    "too-bright": too_bright,
}


def _light(picture: Picture) -> _Light:
    """Return how much light made each value, 0 to 1."""
    return np.asarray((picture / 255.0) ** _GAMMA, np.float64)


def _picture(light: _Light) -> Picture:
    values = np.clip(light, 0, 1) ** (1 / _GAMMA) * 255
    return np.asarray(values.round(), np.uint8)


def made_harder(
    how: str, frame: Frame, row: KnownPicture, number: int
) -> tuple[Frame, KnownPicture]:
    """Return a picture made harder, and what is true of it then."""
    whole = Box(0.0, 0.0, float(frame.width), float(frame.height))
    pixels, box = HARDER[how](frame.pixels, row.box if row.box.area else whole, number)
    return replace(frame, pixels=pixels), replace(row, box=box)


def wide(frame: Frame, width: int) -> Frame:
    """Return a frame at this width, in pixels, as high as that makes it."""
    height = max(1, round(frame.height * width / frame.width))
    how = cv2.INTER_AREA if width < frame.width else cv2.INTER_CUBIC
    pixels = np.asarray(cv2.resize(frame.pixels, (width, height), interpolation=how), np.uint8)
    return replace(frame, pixels=pixels, width=width, height=height)


def set_into_road(crop: Frame, road: Frame, width: int, number: int) -> tuple[Frame, Box]:
    """Return a road picture with a plate's close-up laid into it, and the plate's place.

    The close-up is this wide, in pixels, a little turned, and as sharp as the road is.
    """
    rng = np.random.default_rng(number)
    small = wide(crop, width).pixels
    high = small.shape[0]
    picture = road.pixels.copy()
    if picture.shape[0] < 2 * high or picture.shape[1] < 2 * width:
        scale = max(2 * high / picture.shape[0], 2 * width / picture.shape[1])
        picture = wide(road, round(road.width * scale)).pixels.copy()
    left = float(rng.uniform(0.2, 0.8) * (picture.shape[1] - width))
    top = float(rng.uniform(0.45, 0.8) * (picture.shape[0] - high))
    lean, drop = rng.normal(0, 0.012, 4) * width, rng.normal(0, 0.012, 4) * width
    corners = np.array([(0, 0), (width, 0), (width, high), (0, high)], np.float32)
    quad = (corners + np.stack([lean, drop], 1) + (left, top)).astype(np.float32)
    matrix = cv2.getPerspectiveTransform(corners, quad)
    size = picture.shape[1], picture.shape[0]
    laid = cv2.warpPerspective(small, matrix, size)
    whole = cv2.warpPerspective(np.full((high, width), 255, np.uint8), matrix, size)
    cover = cv2.GaussianBlur(whole, (0, 0), 0.7)[..., None] / 255.0
    mixed = cv2.GaussianBlur(laid, (0, 0), 0.6) * cover + picture * (1 - cover)
    low, high_corner = quad.min(axis=0), quad.max(axis=0)
    box = Box(float(low[0]), float(low[1]), float(high_corner[0]), float(high_corner[1]))
    pixels = np.asarray(mixed.round(), np.uint8)
    return replace(road, pixels=pixels, width=size[0], height=size[1]), box
