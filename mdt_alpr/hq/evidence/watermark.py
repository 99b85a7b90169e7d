"""Who views a picture, when, and that it is not for release: drawn on before it goes out (DIS-05).

Only a package of ``hq.disclosures`` has the bytes of the camera. A scene is marked across and at
its lower edge; a plate's small picture gets a strip below it: the mark must hide no character.
"""

import io
from collections.abc import Sequence
from datetime import datetime
from functools import cache

from PIL import Image, ImageDraw, ImageFont
from PIL.JpegImagePlugin import JpegImageFile

from mdt_alpr.domain.policy import CAPTURE_ZONE
from mdt_alpr.domain.printable import escaped
from mdt_alpr.files.paths import resource

NOT_FOR_RELEASE = "NOT FOR RELEASE"
SHORTEST_SCENE = 400
"""Pixels across: what is narrower shows a plate alone."""
_FONT = "fonts/LiberationSans-Bold.ttf"
_LEAST, _MOST = 9, 22
_QUALITY = 92
_FAINT, _TURN = 46, 20
_DAMAGED, _TOO_LARGE = "This picture is damaged", "This picture is too large to be shown"
_MOST_PIXELS = 16_000_000
"""Twice a frame of 4K: a small file may unpack to gigabytes (SC-5)."""


def marked(jpeg: bytes, person: str, at: datetime) -> bytes:
    """Return a picture with who views it and when; one that cannot be decoded is not shown."""
    words = [escaped(person), f"{at.astimezone(CAPTURE_ZONE):%Y-%m-%d %H:%M:%S}", NOT_FOR_RELEASE]
    picture = _shown(jpeg)
    if picture.width >= SHORTEST_SCENE:
        picture = _crossed(picture, "   ".join(words))
        done = _with_strip(picture, ["   ".join(words)], inside=True)
    else:
        done = _with_strip(picture, words, inside=False)
    out = io.BytesIO()
    done.save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()


def small_sheet(
    plates: Sequence[bytes | str], size: tuple[int, int], person: str, at: datetime
) -> bytes:
    """Return small pictures of plates under each other, each over who looks and when.

    A plate is the camera's JPEG, or why there is none. ``size`` is that of each, in pixels.
    """
    width, height = size
    lines = [escaped(person), f"{at.astimezone(CAPTURE_ZONE):%Y-%m-%d %H:%M:%S}"]
    strip = (_LEAST + 3) * len(lines)
    sheet = Image.new("RGB", (width, height * len(plates)))
    for place, plate in enumerate(plates):
        tile, room = Image.new("RGB", size), (width, height - strip)
        if isinstance(plate, str):
            _write(tile, [plate], room[1] // 2, _LEAST)
        else:
            picture = _shown(plate)
            picture.thumbnail(room)
            tile.paste(picture, ((width - picture.width) // 2, 0))
            _write(tile, lines, room[1], _LEAST, 3)
        sheet.paste(tile, (0, place * height))
    out = io.BytesIO()
    sheet.save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()


def _shown(jpeg: bytes) -> Image.Image:
    """Return a picture, or one that says that it is damaged."""
    try:
        return _decoded(jpeg)
    except (OSError, SyntaxError, ValueError):
        return _instead(_DAMAGED)


def _decoded(jpeg: bytes) -> Image.Image:
    """Return a picture whose head names no size that no camera of ours has.

    Raises:
        OSError, SyntaxError, ValueError: it cannot be decoded.
    """
    picture = JpegImageFile(io.BytesIO(jpeg))
    if picture.width * picture.height > _MOST_PIXELS:
        return _instead(_TOO_LARGE)
    return picture.convert("RGB")


def _instead(words: str) -> Image.Image:
    picture = Image.new("RGB", (SHORTEST_SCENE, SHORTEST_SCENE // 2))
    _write(picture, [words], picture.height // 2)
    return picture


def _crossed(picture: Image.Image, line: str) -> Image.Image:
    """Return a scene with faint lines across."""
    side = picture.width + picture.height
    layer = Image.new("L", (side, side))
    font, pen = _font(max(_MOST, picture.width // 40)), ImageDraw.Draw(layer)
    step = max(picture.height // 3, 60)
    for row, top in enumerate(range(0, side, step)):
        pen.text((-(row % 2) * step, top), f"{line}   " * 8, fill=_FAINT, font=font)
    left, top = (side - picture.width) // 2, (side - picture.height) // 2
    mask = layer.rotate(_TURN).crop((left, top, left + picture.width, top + picture.height))
    return Image.composite(Image.new("RGB", picture.size, "white"), picture, mask)


def _with_strip(picture: Image.Image, lines: list[str], *, inside: bool) -> Image.Image:
    """Return the picture with lines in a strip at its lower edge, or below it."""
    size = _fitting(lines, picture.width)
    height = (size + 4) * len(lines) + 2
    full = picture.height if inside else picture.height + height
    done = Image.new("RGB", (picture.width, full))
    done.paste(picture, (0, 0))
    strip = Image.new("RGB", (picture.width, height))
    _write(strip, lines, 1, size)
    done.paste(strip, (0, full - height))
    return done


def _write(
    picture: Image.Image, lines: list[str], top: int, size: int = _MOST, apart: int = 4
) -> None:
    pen = ImageDraw.Draw(picture)
    for place, line in enumerate(lines):
        pen.text((4, top + place * (size + apart)), line, fill="white", font=_font(size))


def _fitting(lines: list[str], width: int) -> int:
    for size in range(_MOST, _LEAST, -1):
        if max(_font(size).getlength(line) for line in lines) <= width - 8:
            return size
    return _LEAST


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(resource(_FONT)), size)
