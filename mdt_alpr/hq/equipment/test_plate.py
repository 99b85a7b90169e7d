"""The printed test plate: it is on no list, and a camera in order reads it as printed (MNT-03)."""

import io

from PIL import Image, ImageDraw, ImageFont

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.equipment.self_check import TEST_PLATE
from mdt_alpr.files.paths import resource
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.paper import Paper, Printed

_SIZE, _INK = (1680, 840), "#12224a"
"""Twelve by six inches, as plates are, at 140 dots an inch; the page shows it smaller."""
_FONT, _TALL, _SPAN, _FILLED = 400, 0.42, 0.86, 0.78
"""Characters: their font's size, shares of the plate's height and width, and of their cell."""
_STEPS = (
    "Print this page in color at 100 percent. Do not laminate it: gloss reflects.",
    "At the start of the shift hold it upright, 8 to 12 feet before the camera, for 5 seconds.",
    "The status page (F11) then says whether it was read as printed. It raises no alert.",
)


def test_plate_paper(hq: Headquarters, printed: Printed, by: str) -> bytes:
    """Return the test plate on one page; that it was printed is recorded."""
    with hq.writing() as work:
        record(work, AuditEvent.HQ_TEST_PLATE_PRINTED, "test plate", by)
    paper = Paper("Test plate", printed, notice="For the start-of-shift check. No vehicle has it.")
    paper.picture(_drawn(), "Test plate of the license plate reader", height_in=3.5)
    for step in _STEPS:
        paper.paragraph(step)
    return paper.pdf()


def _drawn() -> bytes:
    """Return the plate as JPEG: its text, a rim, and holes for screws.

    Its characters are as tall and narrow as a plate's: the reader knows no others.
    """
    width, height = _SIZE
    image = Image.new("RGB", _SIZE, "white")
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((8, 8, width - 8, height - 8), 60, outline=_INK, width=10)
    for x in (340, width - 340):
        draw.ellipse((x - 28, 40, x + 28, 96), outline=_INK, width=6)
    tall, cell = round(height * _TALL), width * _SPAN / len(TEST_PLATE)
    for place, character in enumerate(TEST_PLATE):
        mask = _character(character, round(cell * _FILLED), tall)
        left = (width * (1 - _SPAN) + cell * (1 - _FILLED)) / 2 + place * cell
        image.paste(_INK, (round(left), (height - tall) // 2 + 25), mask)
    file = io.BytesIO()
    image.save(file, "JPEG", quality=92)
    return file.getvalue()


def _character(text: str, width: int, height: int) -> Image.Image:
    """Return a character of this size, white on black."""
    font = ImageFont.truetype(str(resource("fonts/LiberationSans-Bold.ttf")), _FONT)
    left, top, right, bottom = (round(side) for side in font.getbbox(text))
    drawn = Image.new("L", (right - left, bottom - top))
    ImageDraw.Draw(drawn).text((-left, -top), text, fill=255, font=font)
    return drawn.resize((width, height))
