"""A trial part by part: which part a pass belongs to, and what its numbers allow to say."""

import random
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.domain.hit.trial_state import CarState, state_from
from mdt_alpr.domain.policy import SESSION_LASTS
from mdt_alpr.domain.review.accuracy import Score
from mdt_alpr.domain.review.trial_parts import (
    PartKind,
    Weather,
    WeatherNote,
    WeatherRefusedError,
    car_figures,
    cars_to_change,
    checked_note,
    light_of,
    median_interval,
    notes_of_car,
    rate_interval,
    scores_of,
    speed_of,
    tells_nothing,
    weather_at,
    what_to_change,
    width_of,
)
from tests.builders import NOW

DAY, NIGHT = (PartKind.LIGHT, "day"), (PartKind.LIGHT, "night")
HOUR = timedelta(hours=1)


def test_each_pass_has_one_part_of_a_kind() -> None:
    assert [light_of(hour) for hour in (5, 6, 17, 18)] == [
        "night", "day, 6 to 18", "day, 6 to 18", "night",
    ]  # fmt: skip
    assert [speed_of(mph) for mph in (None, 9.9, 10.0, 35.0, 70.0)] == [
        "not known", "under 10 mph", "10 to 35 mph", "35 to 55 mph", "55 mph and more",
    ]  # fmt: skip
    assert [width_of(px) for px in (69.9, 70, 120)] == [
        "under 70 px", "70 to 120 px", "120 px and more",
    ]  # fmt: skip


def test_a_kind_with_one_part_only_parts_nothing() -> None:
    camera = (PartKind.CAMERA, "front")
    scores = scores_of([((DAY, camera), True), ((NIGHT, camera), False)])
    assert scores == {DAY: Score(1, 1), NIGHT: Score(0, 1)}


def test_the_later_note_of_an_hour_counts_and_a_forecast_is_none() -> None:
    notes = [WeatherNote(NOW - 2 * HOUR, NOW), WeatherNote(NOW - HOUR, NOW, Weather.RAIN)]
    seen = [weather_at(notes, NOW - hours * HOUR) for hours in (0.5, 1.5, 2.5)]
    assert seen == ["rain", "dry", "not noted"]
    with pytest.raises(WeatherRefusedError, match="after it begins"):
        checked_note(WeatherNote(NOW, NOW), NOW)
    with pytest.raises(WeatherRefusedError, match="forecast"):
        checked_note(WeatherNote(NOW + HOUR, NOW + 2 * HOUR), NOW)


def test_what_is_worse_beyond_chance_is_named_with_what_to_do() -> None:
    parts = {DAY: Score(290, 300), NIGHT: Score(80, 100)}
    (sentence,) = what_to_change(Score(370, 400), parts)
    assert sentence.startswith("Light night: fewer right")
    assert "infrared" in sentence
    assert what_to_change(Score(371, 400), {DAY: Score(278, 300), NIGHT: Score(93, 100)}) == ()


def test_a_small_part_says_nothing() -> None:
    assert tells_nothing(Score(9, 10).interval)
    assert not tells_nothing(Score(90, 100).interval)


def test_the_interval_of_a_rate_holds_it_in_95_of_100_weeks() -> None:
    dice, held = random.Random(44), 0  # noqa: S311 - no secret depends on it
    for _ in range(500):
        number = sum(dice.random() < 0.01 for _ in range(600))
        low, high = rate_interval(number, 30)
        held += low <= 6 / 30 <= high
    assert held >= 465
    assert rate_interval(0, 10)[0] == 0.0
    assert rate_interval(3, 0) == (0.0, 3.0)


def test_the_interval_of_a_median_lies_among_its_values() -> None:
    assert median_interval([5.0]) == (5.0, 5.0)
    low, high = median_interval(float(value) for value in range(101))
    assert 38 <= low < 50 < high <= 62
    with pytest.raises(ValueError, match="value"):
        median_interval([])


def test_a_car_is_judged_by_all_of_its_entries() -> None:
    first = CarState(600, 8000, 4000, 100, 90, 7, 2, 1, 300, 400, 88, 1, 120, 50)
    car = car_figures([first, CarState(seconds=600, waiting=3), CarState(seconds=20)])
    assert (round(car.hours, 2), car.left_out, car.ready) == (
        0.34,
        Score(4000, 12000),
        Score(90, 100),
    )
    assert (car.processor, car.memory, car.heat) == ((50.0, 0.0), (400.0,), (88.0,))
    assert (car.unread, car.kept, car.asks, car.most_waiting, car.waits) == (7, 2, True, 50, 0)
    said = " ".join(cars_to_change({"car-1": car}))
    assert "33% of the frames" in said
    assert "hot" in said
    assert car_figures([]).waits == 0


def test_a_state_is_what_its_entry_says() -> None:
    state = CarState(600, 9, 1, 5, 4, 3, 2, 1, 30, 400, 60, 1, 10, 7)
    assert state_from(state.facts()) == state


@given(
    st.lists(st.tuples(st.integers(0, 48), st.sampled_from([*Weather, "", "hail"])), max_size=8)
)
def test_weather_chosen_in_a_car_counts_until_the_next_choice_for_a_shift_at_most(
    chosen: list[tuple[int, str]],
) -> None:
    seen = [(NOW + timedelta(hours=at), str(word)) for at, word in chosen]
    notes = list(notes_of_car(seen, SESSION_LASTS))
    for note in notes:
        assert note.ends - note.begins <= SESSION_LASTS
        assert (note.begins, note.weather.value) in seen
        assert not any(note.begins < at < note.ends for at, _ in seen)
    words = set(Weather)
    assert all(at in {note.begins for note in notes} for at, word in seen if word in words)
