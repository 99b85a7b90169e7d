from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.domain.hit.disposition import Disposition, Outcome
from mdt_alpr.domain.hit.hit import Contrary
from mdt_alpr.domain.hit.status_query import StatusResult, StatusSource, WhyNot
from mdt_alpr.domain.hit.vehicle import Body, Color
from mdt_alpr.ui.hit.presenters import hit_words as words

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("age", "said"),
    [
        (timedelta(seconds=-3), "0 s"),
        (timedelta(seconds=12.9), "12 s"),
        (timedelta(minutes=1, seconds=24), "1 min 24 s"),
        (timedelta(minutes=25), "25 min"),
        (timedelta(hours=2, minutes=5), "2 h 5 min"),
    ],
)
def test_short_ages(age: timedelta, said: str) -> None:
    assert words.short_age(age) == said


@pytest.mark.parametrize(
    ("age", "said"),
    [
        (timedelta(minutes=40), "40 min"),
        (timedelta(hours=3, minutes=59), "3 h"),
        (timedelta(hours=47), "47 h"),
        (timedelta(hours=49), "2 days"),
    ],
)
def test_ages_of_lists(age: timedelta, said: str) -> None:
    assert words.list_age(age) == said


@pytest.mark.parametrize(
    ("entered_on", "said"),
    [
        (TODAY, "today"),
        (date(2026, 11, 24), "1 day ago"),
        (date(2026, 6, 20), "5 months ago"),
        (date(2019, 5, 9), "7 years ago"),
        (date(2027, 1, 1), "today"),
    ],
)
def test_ages_of_records(entered_on: date, said: str) -> None:
    assert words.record_age(entered_on, TODAY) == said


@given(st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", max_size=10))
def test_every_character_is_read_aloud_as_one_word(text: str) -> None:
    assert len(words.read_aloud(text).split()) == len(text)


def test_zero_is_never_oh() -> None:
    assert words.read_aloud("O0") == "Ocean zero"


def test_a_time_is_shown_in_the_cars_zone() -> None:
    at = datetime(2026, 11, 25, 19, 36, 5, tzinfo=UTC)
    assert words.clock_words(at, timezone(timedelta(hours=-5))) == "14:36:05"


def test_a_countdown_never_goes_below_zero() -> None:
    assert words.countdown(timedelta(minutes=9, seconds=12)) == "9:12"
    assert words.countdown(timedelta(seconds=-1)) == "0:00"


@pytest.mark.parametrize(
    ("body", "color", "said"),
    [
        (Body.SUV, Color.BLACK, "black SUV"),
        (None, Color.RED, "red vehicle"),
        (Body.CAR, None, "car"),
        (None, None, "could not tell"),
    ],
)
def test_the_seen_vehicle(body: Body | None, color: Color | None, said: str) -> None:
    assert words.seen_vehicle(body, color) == said


def test_every_value_has_its_words() -> None:
    assert set(words.SOURCE_WORDS) == set(StatusSource)
    assert set(words.RESULT_WORDS) == set(StatusResult)
    assert set(words.WHY_NOT_WORDS) == set(WhyNot)
    assert set(words.CONTRARY_WORDS) == set(Contrary)
    assert set(words.OUTCOME_WORDS) == set(Outcome)
    rows = [d for _, row in words.DISPOSITION_ROWS for d in row]
    assert sorted(rows) == sorted(Disposition)
    assert set(words.DISPOSITION_WORDS) == set(Disposition)
