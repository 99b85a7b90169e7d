import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.domain.hit.vehicle import Body, Color, listed_vehicle, vehicle_fits
from tests.builders import an_entry

GMC = {"color": "GRY", "vehicle_year": "2014", "make": "GMC", "style": "PK"}


def test_the_listed_vehicle_is_said_in_words() -> None:
    assert listed_vehicle(an_entry(**GMC)) == "gray 2014 GMC pickup"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"color": "MAR", "make": "LEXS", "style": "4D"}, "maroon Lexus car"),
        ({"color": "DBL/SIL", "make": "FORD", "style": "CP"}, "dark blue and silver Ford coupe"),
        ({"color": "XYZ", "make": "ZZZZ", "style": "Q9"}, "XYZ ZZZZ Q9"),
        ({"color": "Gray", "make": "HOND", "model": "Civic"}, "gray Honda Civic"),
        ({"plate_type": "MC"}, "motorcycle"),
        ({}, ""),
    ],
)
def test_codes_become_words_and_unknown_codes_stay(fields: dict[str, str], words: str) -> None:
    assert listed_vehicle(an_entry(**fields)) == words


def test_the_seen_vehicle_fits() -> None:
    assert vehicle_fits(an_entry(**GMC), Body.PICKUP, Color.GRAY)


def test_gray_may_be_called_silver() -> None:
    assert vehicle_fits(an_entry(**GMC), Body.PICKUP, Color.SILVER)


def test_one_contradicting_answer_is_enough_as_in_the_stop_of_denise_green() -> None:
    record = an_entry(**GMC)
    assert vehicle_fits(record, Body.CAR, Color.GRAY) is False
    assert vehicle_fits(record, Body.PICKUP, Color.RED) is False


def test_a_motorcycle_plate_contradicts_an_suv_as_in_aurora() -> None:
    record = an_entry(plate_type="MC")
    assert vehicle_fits(record, Body.SUV, None) is False
    assert vehicle_fits(record, Body.MOTORCYCLE, None) is True


def test_a_passenger_plate_contradicts_a_motorcycle_and_proves_nothing_of_a_car() -> None:
    record = an_entry(plate_type="PC")
    assert vehicle_fits(record, Body.MOTORCYCLE, None) is False
    assert vehicle_fits(record, Body.CAR, Color.RED) is None


def test_a_truck_plate_on_a_pickup_is_no_contradiction() -> None:
    assert vehicle_fits(an_entry(plate_type="TK"), Body.PICKUP, None) is None


def test_either_color_of_two_may_be_named() -> None:
    record = an_entry(color="RED/WHI")
    assert vehicle_fits(record, None, Color.WHITE) is True
    assert vehicle_fits(record, None, Color.BLUE) is False


def test_a_color_outside_the_families_is_compared_with_nothing() -> None:
    assert vehicle_fits(an_entry(color="MUL"), None, Color.BLUE) is None
    assert vehicle_fits(an_entry(color="RED/PLE"), None, Color.BLUE) is None


bodies = st.none() | st.sampled_from(Body)
colors = st.none() | st.sampled_from(Color)


@given(bodies, colors)
def test_a_stolen_plate_is_never_compared_with_the_vehicle_under_it(
    body: Body | None, color: Color | None
) -> None:
    assert vehicle_fits(an_entry(category="P", **GMC), body, color) is None


@given(st.fixed_dictionaries({k: st.sampled_from(["", v]) for k, v in GMC.items()}))
def test_who_cannot_tell_contradicts_nothing(fields: dict[str, str]) -> None:
    assert vehicle_fits(an_entry(**fields), None, None) is None


@given(bodies, colors)
def test_an_empty_record_is_compared_with_nothing(body: Body | None, color: Color | None) -> None:
    assert vehicle_fits(an_entry(), body, color) is None


@pytest.mark.proved("O20")
@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"make": "TOYT", "model": "CAM"}, "Toyota Camry"),
        ({"make": "TOYT", "model": "SIE"}, "Toyota Sienna"),
        ({"make": "GMC", "model": "SIE"}, "GMC Sierra"),
        ({"make": "DODG", "model": "CHA"}, "Dodge Charger"),
        ({"make": "BMW", "model": "330"}, "BMW 330"),
    ],
)
def test_a_model_is_spelled_out_as_its_make_means_it(fields: dict[str, str], words: str) -> None:
    assert listed_vehicle(an_entry(**fields)) == words
