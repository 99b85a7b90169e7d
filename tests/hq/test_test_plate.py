"""The printed test plate is read as printed by the real reader, out of a picture (MNT-03)."""

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtCore import QBuffer, QIODevice, QSize
from PySide6.QtGui import QImage
from PySide6.QtPdf import QPdfDocument

from mdt_alpr.adapters import discovery
from mdt_alpr.domain.equipment.self_check import read_of_test_plate
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.paper import printed
from mdt_alpr.hq.equipment import test_plate
from mdt_alpr.hq.people.sample_agency import CUSTODIAN
from mdt_alpr.patrol.ports import Frame
from tests.builders import NOW

DATABASES = ["sqlite"]
WIDTHS = (100, 160, 260, 420)
"""Of the plate in the frame, in pixels: from the farthest to the nearest that is asked for."""
SIZE = (1280, 720)
_INKED = 25


def page(hq: Headquarters) -> npt.NDArray[np.uint8]:
    """Return the printed page as a picture, 2000 pixels wide."""
    pdf = test_plate.test_plate_paper(hq, printed(hq, CUSTODIAN), CUSTODIAN)
    document, buffer = QPdfDocument(), QBuffer()
    buffer.setData(pdf)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document.load(buffer)
    shape = document.pagePointSize(0)
    size = QSize(2000, round(2000 * shape.height() / shape.width()))
    image = document.render(0, size).convertToFormat(QImage.Format.Format_RGBA8888)
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(size.height(), -1, 4)
    alpha = pixels[..., 3:].astype(np.float32) / 255
    on_paper = pixels[..., 2::-1] * alpha + 255 * (1 - alpha)
    return on_paper.astype(np.uint8)


def cut(picture: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """Return the plate with a little of the paper around it: its ink is blue."""
    blue = picture[..., 0].astype(int) - picture[..., 2] > _INKED
    rows, columns = np.flatnonzero(blue.any(axis=1)), np.flatnonzero(blue.any(axis=0))
    around = 20
    found: npt.NDArray[np.uint8] = picture[
        rows[0] - around : rows[-1] + around, columns[0] - around : columns[-1] + around
    ]
    return found


def in_front_of_a_camera(plate: npt.NDArray[np.uint8], width: int) -> Frame:
    height = round(width * plate.shape[0] / plate.shape[1])
    pixels = np.full((SIZE[1], SIZE[0], 3), 110, np.uint8)
    left, top = (SIZE[0] - width) // 2, (SIZE[1] - height) // 2
    small = cv2.resize(plate, (width, height), interpolation=cv2.INTER_AREA)
    pixels[top : top + height, left : left + width] = small
    return Frame(pixels, NOW, 0, *SIZE, "front")


@pytest.mark.clause("3.A.4")
def test_the_reader_reads_the_printed_plate_at_every_size(hq: Headquarters) -> None:
    detector, reader = discovery.detector("own"), discovery.reader("own")
    detector.load()
    reader.load()
    plate = cut(page(hq))
    for width in WIDTHS:
        frame = in_front_of_a_camera(plate, width)
        box = detector.detect(frame)[0].box
        text = "".join(character.text for character in reader.read(frame, box).characters)
        assert read_of_test_plate(text) is True, (width, text)
