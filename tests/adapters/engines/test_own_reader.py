from functools import cache

import pytest

from mdt_alpr.adapters.engines.own_reader import Reader, _more_confident, is_beside_serial
from mdt_alpr.adapters.outline import Corners, Outline
from mdt_alpr.domain.reading.reading import DOUBTFUL_BELOW, Box, PlateText
from mdt_alpr.domain.reading.slashed_zero import as_resolved, resolved_positions
from mdt_alpr.patrol.ports import Frame
from tests.adapters.test_outline import rectangle
from tests.adapters.test_slant import PLACE, turned
from tests.drawn_plates import box_at, frame_of, plate, scene, slashed
from tests.observations import characters_of


@cache
def a_reader() -> Reader:
    reader = Reader()
    reader.load()
    return reader


def test_a_ring_without_a_mark_is_zero_and_letter_o_alike() -> None:
    frame = frame_of(scene([(plate("7KLMO62"), 300, 200, 130)]))
    read = a_reader().read(frame, box_at(300, 200, 130))
    ring = read.characters[4]
    assert ring.text == "0"
    assert ring.alternatives[0] == ("O", ring.confidence)


def test_a_zero_with_a_slash_is_told_from_letter_o() -> None:
    frame = frame_of(scene([(slashed("7KLMO62", 4), 250, 180, 200)]))
    read = a_reader().read(frame, box_at(250, 180, 200))
    assert read.text == "7KLM062"
    assert resolved_positions(read.characters) == (4,)
    assert "O" not in dict(read.characters[4].alternatives)


@pytest.mark.parametrize("cut", [(0.15, 0.0), (0.0, 0.15)])
def test_characters_that_the_box_cut_off_are_looked_for(cut: tuple[float, float]) -> None:
    frame = frame_of(scene([(plate("34A36837"), 260, 180, 180)]))
    whole = box_at(260, 180, 180)
    left, right = (share * whole.width for share in cut)
    short = Box(whole.left + left, whole.top, whole.right - right, whole.bottom)
    assert a_reader().read(frame, short).text == "34A36837"


def test_narrow_and_wide_plates_are_read() -> None:
    for width in (80, 200, 300):
        frame = frame_of(scene([(plate("7KLM562"), 200, 160, width)]))
        assert a_reader().read(frame, box_at(200, 160, width)).text == "7KLM562"


@pytest.mark.parametrize("width", [120, 200, 280])
def test_every_character_is_placed(width: int) -> None:
    left = 60
    frame = frame_of(scene([(plate("7KLM562"), left, 160, width)]))
    read = a_reader().read(frame, box_at(left, 160, width))
    cell = (300 - 28) // 7
    for place, character in enumerate(read.characters):
        assert character.span is not None
        drawn = (14 + (place + 0.5) * cell) / 300
        assert abs(sum(character.span) / 2 - drawn) < 0.25 * cell / 300


@pytest.mark.parametrize("degrees", [-14, 14])
@pytest.mark.parametrize("text", ["7KLM562", "HB1052"])
def test_a_turned_plate_is_read_level(text: str, degrees: int) -> None:
    frame, box = turned(text, degrees)
    read = a_reader().read(frame, box)
    assert read.text == text
    weighed = a_reader().weigh(frame, box)
    assert max(weighed.likeliest(), key=weighed.log_likelihood) == text.replace("O", "0")


def test_a_turned_plate_s_characters_stand_where_they_are_seen() -> None:
    read = a_reader().read(*turned("7KLM562", 14))
    middles = [sum(c.span) / 2 for c in read.characters if c.span is not None]
    assert middles == sorted(middles)
    assert len(middles) == 7
    assert 0.05 < middles[0] < 0.2
    assert 0.8 < middles[-1] < 0.95


def test_cuts_that_are_read_differently_are_less_sure() -> None:
    one, other = a_text("WB1052", 0.5), a_text("HB1052", 0.8)
    assert _more_confident(one, other).text == "HB1052"
    assert _more_confident(one, other).confidence == pytest.approx(0.6)
    assert _more_confident(a_text("HB1052", 0.5), other).confidence == pytest.approx(0.8)
    assert _more_confident(PlateText(()), other) == other
    assert _more_confident(other, PlateText(())) == other


def test_of_two_cuts_one_may_tell_a_digit_but_not_against_the_other() -> None:
    digit, letter = resolved_characters("HB0052", "0"), resolved_characters("HBO052", "O")
    left_open = a_text("HB0052", 0.8)
    assert resolved_positions(_more_confident(digit, left_open).characters) == (2,)
    assert resolved_positions(_more_confident(digit, letter).characters) == ()
    assert _more_confident(digit, letter).text == "HB0052"
    assert _more_confident(letter, left_open).text == "HBO052"


def resolved_characters(text: str, said: str) -> PlateText:
    characters = characters_of(text, 0.5)
    return PlateText((*characters[:2], as_resolved(characters[2], said), *characters[3:]))


def a_text(text: str, confidence: float) -> PlateText:
    return PlateText(characters_of(text, confidence))


class Tells:
    """Tells the same serial at every box, or none, on a plate as large unless said."""

    def __init__(
        self, serial: Corners | None, unsure: float = 0.02, plate: Corners | None = None
    ) -> None:
        self._serial, self._unsure, self._plate = serial, unsure, plate

    def find(self, _frame: Frame, _box: Box) -> Outline | None:
        return (
            None
            if self._serial is None
            else Outline(
                self._serial if self._plate is None else self._plate,
                self._serial,
                0.02,
                self._unsure,
            )
        )


def a_reader_given(outlines: Tells) -> Reader:
    reader = Reader()
    reader.load()
    reader._outlines = outlines
    return reader


def serial_of_place(degrees: float) -> Corners:
    """Return where the characters stand on a plate that was turned."""
    box = box_at(*PLACE)
    width, height = 0.9 * box.width, 0.52 * box.height
    middle = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    return rectangle(middle[0] - width / 2, middle[1] - height / 2, width, height, degrees)


@pytest.mark.parametrize("degrees", [-25, 25])
def test_along_its_serial_a_plate_is_read_however_it_is_turned(degrees: int) -> None:
    frame, box = turned("7KLM562", degrees)
    read = a_reader_given(Tells(serial_of_place(degrees))).read(frame, box)
    assert read.text == "7KLM562"
    middles = [sum(c.span) / 2 for c in read.characters if c.span is not None]
    assert len(middles) == 7
    assert middles == sorted(middles)
    assert middles[3] == pytest.approx(0.5, abs=0.05)


@pytest.mark.parametrize("outlines", [Tells(None), Tells(serial_of_place(90), unsure=0.5)])
def test_a_plate_whose_corners_cannot_be_found_is_read_in_its_box(outlines: Tells) -> None:
    frame, box = turned("7KLM562", 0)
    reader = a_reader_given(outlines)
    assert reader.read(frame, box).text == "7KLM562"
    weighed = reader.weigh(frame, box)
    assert max(weighed.likeliest(), key=weighed.log_likelihood) == "7KLM562"


def test_corners_found_wrongly_do_not_hide_what_the_box_shows() -> None:
    frame, box = turned("7KLM562", 0)
    beside = rectangle(20, 20, 90, 30)
    assert a_reader_given(Tells(beside)).read(frame, box).text == "7KLM562"


@pytest.mark.parametrize(("high", "doubtful"), [(2.0, False), (3.2, True)])
def test_a_line_that_is_lower_than_any_serial_is_doubtful_however_sure_its_reading(
    high: float, *, doubtful: bool
) -> None:
    frame, box = turned("7KLM562", 0)
    serial = serial_of_place(0)
    middle = serial.mean(0)
    around = (serial - middle) * (1.1, high) + middle
    read = a_reader_given(Tells(serial, plate=around.astype("float32"))).read(frame, box)
    assert read.text == "7KLM562"
    assert (read.confidence < DOUBTFUL_BELOW) is doubtful


@pytest.mark.parametrize(
    ("text", "wide", "unsure", "beside"),
    [("12", 90, 0.02, True), ("12", 60, 0.02, False), ("7KLM562", 90, 0.02, False),
     ("12", 90, 0.5, False), ("", 90, 0.02, False)],
)  # fmt: skip
def test_two_characters_do_not_fill_a_serial_that_has_room_for_seven(
    text: str, wide: int, unsure: float, *, beside: bool
) -> None:
    plate_, serial = rectangle(0, 0, 100, 50, 0), rectangle(5, 15, wide, 20, 0)
    assert is_beside_serial(Outline(plate_, serial, unsure, 0.02), a_text(text, 1.0)) is beside
