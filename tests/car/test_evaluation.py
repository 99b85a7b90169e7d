import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.domain.errors import EngineMissingError
from mdt_alpr.domain.reading.reading import Character
from mdt_alpr.domain.reading.sightings import STILL_PICTURES
from mdt_alpr.measure.engine_choice import EngineChoice
from mdt_alpr.measure.evaluation import (
    LoadedEngines,
    exact_key,
    folded_key,
    likeliest_texts,
    loaded,
    percentile,
    share,
)
from tests.noting_detectors import SparingDetector
from tests.observations import a_box, characters_of
from tests.patrol.test_frame_scanner import a_frame
from tests.weighers import Weigher


def test_o_and_0_are_exactly_alike_i_and_1_only_when_folded() -> None:
    assert exact_key("AB-O 12") == exact_key("AB0·12")
    assert exact_key("ABI") != exact_key("AB1")
    assert folded_key("ABIO") == folded_key("AB10")


def test_the_likeliest_texts_come_in_order() -> None:
    characters = (
        Character("A", 0.9, (("4", 0.1),)),
        Character("8", 0.6, (("B", 0.3), ("3", 0.1))),
    )
    assert likeliest_texts(characters, 4) == ("A8", "AB", "A3", "48")
    assert likeliest_texts(characters_of("EXN2894")) == ("EXN2894",)


def test_an_o_beside_its_0_takes_no_place_in_the_list() -> None:
    characters = (Character("0", 0.9, (("O", 0.9), ("D", 0.1))),)
    assert likeliest_texts(characters) == ("0", "D")


@given(st.lists(st.floats(0, 1000), min_size=1), st.floats(0, 100))
def test_a_percentile_lies_among_its_values(values: list[float], percent: float) -> None:
    assert min(values) - 0.1 <= percentile(values, percent) <= max(values) + 0.1


def test_shares_and_percentiles_of_nothing_are_nothing() -> None:
    assert (share(0, 0), share(1, 3)) == (0.0, 0.3333)
    assert (percentile([], 50), percentile([4, 1, 3, 2], 50)) == (0.0, 2.5)


def test_an_unknown_engine_is_refused() -> None:
    with pytest.raises(EngineMissingError):
        loaded(EngineChoice("hal9000"))


def test_a_box_that_is_given_is_read_as_the_car_reads_one_in_a_single_picture() -> None:
    first, second = Weigher(ABC1Z3=0.5, ABC123=0.4), Weigher(ABC123=0.9)
    engines = LoadedEngines(SparingDetector(a_box()), first, second, None)
    assert engines.scanner(STILL_PICTURES).text(a_frame(), a_box()).text == "ABC123"
