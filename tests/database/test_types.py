from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Dialect, make_url

from mdt_alpr.database.types import EnumText, JsonText, UtcDateTime

SQLITE: Dialect = make_url("sqlite://").get_dialect()()
POSTGRESQL: Dialect = make_url("postgresql://").get_dialect()()
INSTANTS = st.datetimes(
    min_value=datetime(1970, 1, 2),  # noqa: DTZ001 - hypothesis adds the zone
    max_value=datetime(9999, 12, 30),  # noqa: DTZ001
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=-5)), timezone(timedelta(hours=13))]),
)


class Shape(StrEnum):
    ROUND = "round"


@given(INSTANTS)
def test_an_instant_comes_back_in_utc(instant: datetime) -> None:
    kind = UtcDateTime()
    back = kind.process_result_value(kind.process_bind_param(instant, SQLITE), SQLITE)
    assert back == instant
    assert back is not None
    assert back.tzinfo is UTC


@given(INSTANTS, INSTANTS)
def test_stored_instants_sort_by_time(one: datetime, other: datetime) -> None:
    kind = UtcDateTime()
    a, b = (kind.process_bind_param(i, SQLITE) for i in (one, other))
    assert (a < b) == (one < other)
    assert len(a) == 27


def test_a_time_without_zone_is_a_bug() -> None:
    with pytest.raises(ValueError, match="zone"):
        UtcDateTime().process_bind_param(datetime(2026, 1, 1), SQLITE)  # noqa: DTZ001


def test_postgresql_keeps_instants_as_such() -> None:
    kind, instant = UtcDateTime(), datetime(2026, 1, 1, tzinfo=UTC)
    assert kind.process_bind_param(instant, POSTGRESQL) == instant
    assert kind.process_result_value(instant, POSTGRESQL) == instant
    assert "TIME ZONE" in kind.compile(POSTGRESQL).upper()


def test_an_enum_is_kept_by_value() -> None:
    kind = EnumText(Shape)
    assert kind.process_bind_param(Shape.ROUND, SQLITE) == "round"
    assert kind.process_result_value("round", SQLITE) is Shape.ROUND
    with pytest.raises(ValueError, match="square"):
        kind.process_result_value("square", SQLITE)


@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    ).filter(lambda value: value is not None)
)
def test_json_comes_back_as_it_was(value: object) -> None:
    kind = JsonText()
    assert kind.process_result_value(kind.process_bind_param(value, SQLITE), SQLITE) == value


def test_nothing_stays_nothing() -> None:
    for kind in (UtcDateTime(), EnumText(Shape), JsonText()):
        assert kind.process_bind_param(None, SQLITE) is None
        assert kind.process_result_value(None, SQLITE) is None
