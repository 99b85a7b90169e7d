"""The printed test plate: it is on no list, and a camera in order reads it as printed (MNT-03)."""

import io

from PIL import Image, ImageDraw, ImageFont

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.equipment.self_check import TEST_PLATE
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.paper import Paper, Printed
from mdt_alpr.paths import resource

_SIZE, _INK = (1680, 840), "#12224a"
"""Twelve by six inches, as plates are, at 140 dots an inch; the page shows it smaller."""
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
    """Return the plate as JPEG: its text, a rim, and holes for screws."""
    width, height = _SIZE
    image = Image.new("RGB", _SIZE, "white")
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((8, 8, width - 8, height - 8), 60, outline=_INK, width=10)
    for x in (340, width - 340):
        draw.ellipse((x - 28, 40, x + 28, 96), outline=_INK, width=6)
    font = ImageFont.truetype(str(resource("fonts/LiberationSans-Bold.ttf")), 270)
    middle = (width / 2, height / 2 + 20)
    draw.text(middle, TEST_PLATE, fill=_INK, font=font, anchor="mm")
    file = io.BytesIO()
    image.save(file, "JPEG", quality=92)
    return file.getvalue()
