import uuid
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.domain.identity import made_at, new_id

instants = st.datetimes(datetime(1971, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
noises = st.binary(min_size=10, max_size=10)


@given(instants, noises)
def test_an_id_carries_its_instant_to_the_millisecond(at: datetime, noise: bytes) -> None:
    assert timedelta(0) <= at - made_at(new_id(at, noise)) < timedelta(milliseconds=1)


@given(instants, noises, instants, noises)
def test_ids_sort_as_their_instants(
    at: datetime, noise: bytes, later: datetime, other: bytes
) -> None:
    if later - at >= timedelta(milliseconds=1):
        assert new_id(at, noise) < new_id(later, other)


@given(instants, noises)
def test_an_id_is_a_version_7_uuid(at: datetime, noise: bytes) -> None:
    made = uuid.UUID(new_id(at, noise))
    assert made.version == 7
    assert made.variant == uuid.RFC_4122


@given(instants, st.binary(min_size=7, max_size=7), st.binary(min_size=7, max_size=7))
def test_other_noise_gives_another_id(at: datetime, one: bytes, other: bytes) -> None:
    if one != other:
        assert new_id(at, b"mdt" + one) != new_id(at, b"mdt" + other)
