"""A second look asks the other reader and the plate's look, whichever there is."""

from mdt_alpr.domain.plate.plate import UNKNOWN_STATE
from mdt_alpr.domain.reading.reading import Box, PlateText
from mdt_alpr.domain.reading.state_of_issuance import DesignScores, NumberedSeries, Words
from mdt_alpr.patrol.frame_scanner import SecondReading
from mdt_alpr.patrol.ports import Frame
from tests.builders import NOW
from tests.observations import a_box, characters_of

SERIES = NumberedSeries({"CA": frozenset({"DLLLDDD"}), "NC": frozenset({"LLLDDDD"})})
FRAME = Frame(None, NOW, 0, 1280, 720, "front")
SERIAL = characters_of("1ABC234")


class Californian:
    name = "californian"

    def classify(self, frame: Frame, box: Box) -> DesignScores:
        del frame, box
        return {"CA": 0.8, "NC": 0.2}


class Lines:
    name = "lines"

    def __init__(self, state: str = UNKNOWN_STATE) -> None:
        self._state = state

    def load(self) -> None:
        """Do nothing."""

    def read(self, frame: Frame, box: Box) -> PlateText:
        del frame, box
        return PlateText(SERIAL, self._state, 0.9 if self._state else 0.0)


class Print(Lines):
    """A reader that knows the words of states."""

    def words(self, frame: Frame, box: Box) -> Words:
        del frame, box
        return {"NC": 12.0}


def seen(reader: Lines | None, classifier: Californian | None) -> PlateText | None:
    return SecondReading(reader, classifier, SERIES).at(FRAME, a_box(), SERIAL)


def test_with_nobody_to_ask_nothing_is_seen() -> None:
    assert seen(None, None) is None


def test_a_reader_without_a_state_says_what_it_read() -> None:
    assert seen(Lines("NC"), None) == PlateText(SERIAL, "NC", 0.9)


def test_a_second_reading_without_a_reader_gives_the_state_and_no_characters() -> None:
    found = seen(None, Californian())
    assert found is not None
    assert (found.characters, found.state) == ((), "CA")


def test_the_design_decides_what_the_lines_left_open() -> None:
    found = seen(Lines(), Californian())
    assert found is not None
    assert (found.text, found.state) == ("1ABC234", "CA")


def test_words_and_design_are_weighed_together() -> None:
    alone = seen(Print(), None)
    assert alone is not None
    assert alone.state == "NC"
    both = seen(Print(), Californian())  # the serial is a Californian one, and so is the look
    assert both is not None
    assert both.state == UNKNOWN_STATE


def test_lines_that_name_another_state_leave_it_open() -> None:
    found = seen(Lines("NC"), Californian())
    assert found is not None
    assert (found.state, found.state_confidence) == (UNKNOWN_STATE, 0.0)
