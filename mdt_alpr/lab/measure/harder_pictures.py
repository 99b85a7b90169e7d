"""Known pictures made harder: turned, close, in bad light, and close-ups set into roads."""

import math
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

import cv2
import numpy as np
import numpy.typing as npt

from mdt_alpr.adapters.outline import Outline, OutlineFinder, rectangle, widened
from mdt_alpr.domain.reading.reading import Box
from mdt_alpr.measure.known_pictures import KnownPicture
from mdt_alpr.patrol.ports import Frame

_ANY_TIME = datetime(2026, 1, 1, tzinfo=UTC)

Picture = npt.NDArray[np.uint8]
Harder = tuple[Picture, Box]
How = Callable[[Picture, Box, int], Harder]
_Light = npt.NDArray[np.float64]

_GAMMA = 2.2
_NIGHT, _NOISE, _NOISE_AT = 0.01, 0.004, 0.05
"""Share of the light that is left; noise as a share of full scale, in light that bright."""
_DIMMED, _GLARE, _RADII = 0.6, 0.9, (0.5, 1.0)
"""Light that is left beside a glare, its strength, its radius in plate widths."""
_TOO_BRIGHT = 2.6
_AT_NIGHT, _BEAM = 0.01, 0.9
_DROPS, _STREAKS, _WET, _HAZE = 60, 300, 0.75, 150.0
_MUDDY, _MUD = 0.85, (60, 85, 105)
_TOUCHES = 0.06
"""Between a serial and the frame, above and below, in its heights."""
_MOSTLY = 0.5
_IN_INFRARED, _FLAT, _FALLOFF = (0.1, 0.2, 0.7), 0.5, 0.7


def turned(degrees: float) -> How:
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


def close(share: float) -> How:
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
    lamp = _lamp(picture, (x, y), box.width * rng.uniform(*_RADII))
    return _picture(_light(picture) * _DIMMED + _GLARE * lamp), box


def too_bright(picture: Picture, box: Box, _number: int) -> Harder:
    """Let the plate throw back more light than the sensor takes."""
    return _picture(_light(picture) * _TOO_BRIGHT), box


def headlights(picture: Picture, box: Box, number: int) -> Harder:
    """Light the plate alone, as one's own headlamps do at night: it throws most of it back."""
    rng = np.random.default_rng(number)
    x = (box.left + box.right) / 2 + box.width * rng.normal(0, 0.4)
    y = (box.top + box.bottom) / 2 + box.width * rng.normal(0, 0.2)
    beam = _lamp(picture, (x, y), box.width * rng.uniform(0.8, 1.6))
    lit = _light(picture) * (_AT_NIGHT + _BEAM * beam)
    return _picture(lit + rng.normal(0, _NOISE, lit.shape)), box


def rain(picture: Picture, box: Box, number: int) -> Harder:
    """Draw streaks, let drops on the lens blur, and take contrast away."""
    rng = np.random.default_rng(number)
    high, across = picture.shape[:2]
    soft = cv2.GaussianBlur(picture, (0, 0), max(1.0, box.width / 60)).astype(np.float64)
    drops, streaks = np.zeros((high, across)), np.zeros((high, across))
    for x, y in rng.uniform((0, 0), (across, high), (_DROPS, 2)):
        cv2.circle(drops, (int(x), int(y)), int(box.width * rng.uniform(0.04, 0.2)), 1.0, -1)
    lean = rng.normal(0, 0.2)
    for x, y in rng.uniform((0, -0.1 * high), (across, high), (_STREAKS, 2)):
        long = high * rng.uniform(0.03, 0.12)
        end = int(x + lean * long), int(y + long)
        cv2.line(streaks, (int(x), int(y)), end, float(rng.uniform(20, 90)), 1, cv2.LINE_AA)
    wet = drops[..., None]
    made = (soft * wet + picture * (1 - wet)) * _WET + (1 - _WET) * _HAZE + streaks[..., None]
    return np.asarray(np.clip(made, 0, 255).round(), np.uint8), box


def dirt(picture: Picture, box: Box, number: int) -> Harder:
    """Splash mud over the plate, thinner in most places than in some."""
    rng = np.random.default_rng(number)
    coarse = rng.random((6, 12)) ** 2
    clouds = cv2.resize(coarse, picture.shape[1::-1], interpolation=cv2.INTER_CUBIC)
    left, top = max(0, int(box.left)), max(0, int(box.top))
    shape = picture[top : int(box.bottom), left : int(box.right)].shape[:2]
    clouds[top : top + shape[0], left : left + shape[1]] = cv2.resize(
        coarse, shape[::-1], interpolation=cv2.INTER_CUBIC
    )
    cover = (_MUDDY * np.clip(clouds, 0, 1))[..., None] * _upon_plate(picture, box)
    made = picture * (1 - cover) + np.array(_MUD) * cover
    return np.asarray(made.round(), np.uint8), box


def hitch(picture: Picture, box: Box, number: int) -> Harder:
    """Put a ball hitch before the plate's lower edge, which reaches up to the serial."""
    rng = np.random.default_rng(number)
    (left, right), (top, bottom) = _plate_at(picture, box)
    across, high = right - left, bottom - top
    x = round((left + right) / 2 + across * rng.uniform(-0.15, 0.15))
    radius = across * rng.uniform(0.07, 0.11)
    y = round(bottom - high * rng.uniform(0.22, 0.32) + radius)
    made, metal = picture.copy(), float(rng.uniform(20, 120))
    neck = (x - round(radius / 2), y), (x + round(radius / 2), round(y + 3 * radius))
    cv2.rectangle(made, *neck, (metal * 0.6,) * 3, -1)
    cv2.circle(made, (x, y), round(radius), (metal,) * 3, -1, cv2.LINE_AA)
    shine = round(x - radius * 0.3), round(y - radius * 0.4)
    cv2.circle(made, shine, max(1, round(radius * 0.25)), (metal + 90,) * 3, -1, cv2.LINE_AA)
    return made, box


def frame(picture: Picture, box: Box, number: int) -> Harder:
    """Lay a dealer's frame around the plate whose bars touch the serial."""
    rng = np.random.default_rng(number)
    outline = _outline(picture, box)
    made, ink = picture.copy(), float(rng.choice((15, 40, 200)))
    if outline is None:
        return made, box
    outer, inner = widened(outline.plate, 0.03, 0.03), widened(outline.serial, 0.04, _TOUCHES)
    bars = [
        np.array((outer[n], outer[(n + 1) % 4], inner[(n + 1) % 4], inner[n])) for n in range(4)
    ]
    cv2.fillPoly(made, [bar.round().astype(np.int32) for bar in bars], (ink,) * 3, cv2.LINE_AA)
    return made, box


def painted(ground: tuple[int, int, int], ink: tuple[int, int, int]) -> How:
    """Return what gives a plate this ground and ink (BGR), lighter and darker as it is."""

    def paint(picture: Picture, box: Box, _number: int) -> Harder:
        gray = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY).astype(np.float64)
        upon = _upon_plate(picture, box)
        there = gray[upon[..., 0] > _MOSTLY]
        low, high = np.percentile(there, (5, 95)) if there.size else (0.0, 255.0)
        lightness = np.clip((gray - low) / max(1.0, high - low), 0, 1)[..., None]
        color = lightness * np.array(ground) + (1 - lightness) * np.array(ink)
        lit = color * max(0.2, high / 255)
        return np.asarray((lit * upon + picture * (1 - upon)).round(), np.uint8), box

    return paint


def infrared(picture: Picture, box: Box, number: int) -> Harder:
    """Show it as an infrared camera does: gray, flat, and the plate brighter than the rest."""
    rng = np.random.default_rng(number)
    gray = picture.astype(np.float64) @ np.array(_IN_INFRARED)
    flat = gray * _FLAT + (1 - _FLAT) * gray.mean()
    plate = _upon_plate(picture, box)[..., 0]
    made = flat * (_FALLOFF + (1.3 - _FALLOFF) * plate) + rng.normal(0, 4, gray.shape)
    return np.asarray(np.clip(np.repeat(made[..., None], 3, 2), 0, 255).round(), np.uint8), box


HARDER: dict[str, How] = {
    "turned-6": turned(6.0),
    "turned-12": turned(12.0),
    "close-40": close(0.4),
    "close-70": close(0.7),
    "dark": dark,
    "glare": glare,
    "too-bright": too_bright,
    "headlights": headlights,
    "rain": rain,
    "dirt": dirt,
    "hitch": hitch,
    "frame": frame,
    "gold-on-blue": painted((120, 50, 25), (60, 190, 235)),
    "gold-on-black": painted((25, 22, 20), (60, 190, 235)),
    "infrared": infrared,
}


def _lamp(picture: Picture, at: tuple[float, float], radius: float) -> _Light:
    """Return how bright a round light about a point is everywhere, 0 to 1."""
    rows, columns = np.mgrid[0 : picture.shape[0], 0 : picture.shape[1]]
    away = (columns - at[0]) ** 2 + (rows - at[1]) ** 2
    return np.asarray(np.exp(-away / (2 * radius**2))[..., None], np.float64)


@cache
def _finder() -> OutlineFinder:
    return OutlineFinder(1)


def _outline(picture: Picture, box: Box) -> Outline | None:
    """Return the outline of the plate: a truth's box may hold much of what is around it."""
    height, width = picture.shape[:2]
    return _finder().find_closely(Frame(picture, _ANY_TIME, 0, width, height, "harder"), box)


def _plate_at(picture: Picture, box: Box) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return the plate's left and right, and its top and bottom."""
    found = _outline(picture, box)
    at = box if found is None else found.box
    return (at.left, at.right), (at.top, at.bottom)


def _upon_plate(picture: Picture, box: Box) -> _Light:
    """Return 1 where the plate is and 0 elsewhere, with a soft edge."""
    found = _outline(picture, box)
    at = rectangle(box.left, box.top, box.right, box.bottom) if found is None else found.plate
    mask = np.zeros(picture.shape[:2], np.uint8)
    cv2.fillPoly(mask, [at.round().astype(np.int32)], 255, cv2.LINE_AA)
    return np.asarray(cv2.GaussianBlur(mask, (0, 0), 0.7)[..., None] / 255.0, np.float64)


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
