"""Keys of days: what is sealed opens until its key is destroyed, and never again."""

import os
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.policy import READS_LIFE, capture_date_ends
from mdt_alpr.keys.day_keys import DayKeys
from mdt_alpr.keys.key_places import KeyFolder
from tests.profiles import examples

ON = date(2026, 11, 25)
WRAPPING = bytes(range(32))


@pytest.fixture
def keys(tmp_path: Path) -> DayKeys:
    return DayKeys(KeyFolder(tmp_path / "day_keys", os.urandom), os.urandom)


@settings(max_examples=examples(30), deadline=None)
@given(content=st.binary(), name=st.text(max_size=70))
def test_what_was_sealed_opens_under_its_day_and_name_only(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, name: str
) -> None:
    keys = DayKeys(KeyFolder(tmp_path_factory.mktemp("keys"), os.urandom), os.urandom)
    sealed = keys.seal(ON, content, name)
    assert keys.opened(ON, sealed, name) == content
    keys.seal(ON - timedelta(days=1), b"", "")
    for on, other in ((ON, name + "x"), (ON - timedelta(days=1), name)):
        with pytest.raises(OutsideError, match="damaged"):
            keys.opened(on, sealed, other)


def test_what_must_be_found_looks_the_same_within_its_day_only(keys: DayKeys) -> None:
    later = ON + timedelta(days=1)
    form = keys.seal_alike(ON, b"EXN2894")
    assert form is not None
    assert form == keys.seal_alike(ON, b"EXN2894") != keys.seal_alike(ON, b"EXN2895")
    assert form != keys.seal_alike(later, b"EXN2894")
    assert b"EXN2894" not in form
    assert keys.opened_alike(ON, form) == b"EXN2894"
    with pytest.raises(OutsideError, match="damaged"):
        keys.opened_alike(later, form)


def test_looking_for_something_makes_no_key(keys: DayKeys) -> None:
    assert keys.seal_alike(ON, b"EXN2894", make=False) is None
    assert keys.opened_alike(ON, bytes(28)) is None
    assert keys.dates() == []


@pytest.mark.clause(READS_LIFE.number)
def test_a_key_is_destroyed_when_its_date_is_over_and_not_before(
    keys: DayKeys, tmp_path: Path
) -> None:
    sealed = {on: keys.seal(on, b"EXN2894", "x") for on in (ON, ON + timedelta(days=1))}
    ends = capture_date_ends(ON)
    form = keys.seal_alike(ON, b"EXN2894")
    assert form is not None
    assert keys.destroy_expired(ends - timedelta(microseconds=1)) == []
    assert keys.destroy_expired(ends) == [ON]
    assert keys.opened(ON, sealed[ON], "x") is None
    assert keys.opened_alike(ON, form) is None
    assert keys.opened(ON + timedelta(days=1), sealed[ON + timedelta(days=1)], "x") == b"EXN2894"
    again = DayKeys(KeyFolder(tmp_path / "day_keys", os.urandom), os.urandom)
    assert again.dates() == [ON + timedelta(days=1)]
    assert again.opened(ON, sealed[ON], "x") is None


def test_what_a_loss_of_power_left_beside_a_key_goes_with_it(
    keys: DayKeys, tmp_path: Path
) -> None:
    keys.seal(ON, b"EXN2894", "x")
    (key,) = (tmp_path / "day_keys").iterdir()
    os.link(key, key.with_name(f"{key.name}.0a1b2c3d"))
    (tmp_path / "day_keys" / f"{ON - timedelta(days=1)}.key.0a1b2c3d").write_bytes(b"another's")
    keys.destroy([ON])
    assert [left.name for left in (tmp_path / "day_keys").iterdir()] == [
        f"{ON - timedelta(days=1)}.key.0a1b2c3d"
    ]


def test_a_key_that_the_disk_keeps_hinders_no_other_from_being_destroyed(
    keys: DayKeys, tmp_path: Path
) -> None:
    later = ON + timedelta(days=1)
    keys.seal(later, b"EXN2894", "x")
    (tmp_path / "day_keys" / f"{ON}.key").mkdir()
    with pytest.raises(OutsideError, match="Check the folder, its rights"):
        keys.destroy_expired(capture_date_ends(later))
    assert keys.dates() == [ON]
    with pytest.raises(OutsideError, match="Check the folder, its rights"):
        keys.secret(ON, "form")


def test_two_programs_that_begin_a_day_together_use_one_key(tmp_path: Path) -> None:
    one, other = (DayKeys(KeyFolder(tmp_path, os.urandom), os.urandom) for _ in range(2))
    sealed = one.seal(ON, b"first", "x"), other.seal(ON, b"second", "x")
    assert [one.opened(ON, s, "x") for s in sealed] == [b"first", b"second"]
    assert len(list(tmp_path.iterdir())) == 1


def test_wrapped_keys_open_by_their_wrapping_only(tmp_path: Path) -> None:
    sealed = DayKeys(KeyFolder(tmp_path, os.urandom), os.urandom, WRAPPING).seal(
        ON, b"EXN2894", "x"
    )
    assert (
        DayKeys(KeyFolder(tmp_path, os.urandom), os.urandom, WRAPPING).opened(ON, sealed, "x")
        == b"EXN2894"
    )
    for wrapping in (b"", bytes(32)):
        with pytest.raises(OutsideError, match="Bring back its copy"):
            DayKeys(KeyFolder(tmp_path, os.urandom), os.urandom, wrapping).opened(ON, sealed, "x")


@pytest.mark.parametrize("wrapping", [b"", WRAPPING])
@pytest.mark.parametrize("at", [0, 31, -1])
def test_a_key_with_one_bit_changed_is_named_and_nothing_is_sealed_under_it(
    tmp_path: Path, wrapping: bytes, at: int
) -> None:
    keys = DayKeys(KeyFolder(tmp_path, os.urandom), os.urandom, wrapping)
    for on in (ON, ON + timedelta(days=1)):
        keys.seal(on, b"", "x")
    assert keys.damaged() == []
    place = tmp_path / f"{ON}.key"
    content = bytearray(place.read_bytes())
    content[at] ^= 1
    place.write_bytes(content)
    assert keys.damaged() == [ON]
    keys.forget()
    with pytest.raises(OutsideError, match="damaged"):
        keys.seal(ON, b"", "x")


@pytest.mark.parametrize("left", [0, 4, 32, 39])
def test_a_torn_key_file_is_reported_and_not_replaced(
    keys: DayKeys, tmp_path: Path, left: int
) -> None:
    keys.seal(ON, b"", "x")
    place = tmp_path / "day_keys" / "2026-11-25.key"
    torn = place.read_bytes()[:left]
    place.write_bytes(torn)
    with pytest.raises(OutsideError, match="damaged"):
        DayKeys(KeyFolder(tmp_path / "day_keys", os.urandom), os.urandom).seal(ON, b"", "x")
    assert place.read_bytes() == torn


def test_a_folder_that_cannot_be_used_is_reported(tmp_path: Path) -> None:
    (tmp_path / "day_keys").write_text("in the way")
    with pytest.raises(OutsideError, match="Check the folder"):
        DayKeys(KeyFolder(tmp_path / "day_keys", os.urandom), os.urandom).seal(ON, b"", "x")
