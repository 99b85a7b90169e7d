import numpy as np
import pytest

from mdt_alpr.drive.plates import DESIGNS, OUTER, PIXELS_PER_INCH, PlateFrame, plate_picture


@pytest.mark.parametrize("state", sorted(DESIGNS))
@pytest.mark.parametrize("frame", list(PlateFrame))
def test_a_plate_is_drawn_in_its_frame_for_every_state(state: str, frame: PlateFrame) -> None:
    picture = plate_picture("KXT4839", state, frame)
    assert picture.shape == (OUTER[1] * PIXELS_PER_INCH, OUTER[0] * PIXELS_PER_INCH, 4)
    assert picture[..., 3].max() == 255
    assert (picture[..., :3].max(axis=2) <= picture[..., 3]).all(), "premultiplied"


def test_the_serial_stands_out_from_the_sheet() -> None:
    blank = plate_picture("", "NC", PlateFrame.NONE).astype(int)
    marked = plate_picture("KXT4839", "NC", PlateFrame.NONE).astype(int)
    differs = np.abs(blank - marked)[..., :3].max(axis=2) > 60
    assert 0.12 < differs.mean() < 0.5


def test_two_states_never_look_alike() -> None:
    pictures = [plate_picture("KXT4839", state, PlateFrame.NONE) for state in sorted(DESIGNS)]
    assert len({picture.tobytes() for picture in pictures}) == len(DESIGNS)
