"""A policy profile is valid whole, or nothing runs; what runs never changes (CM-6)."""

import re
import tomllib
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.domain import policy
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.policy_profile import (
    PROFILE_FILE,
    ProfileFaultyError,
    delivered,
    faults_of,
    profile_in,
    profile_in_force,
    take_profile,
)
from mdt_alpr.files.paths import policy_profile

CONCORD = delivered("nc-concord")
TEXT = CONCORD.read_text(encoding="utf-8")


def written(folder: Path, text: str) -> Path:
    path = folder / PROFILE_FILE
    path.write_text(text, encoding="utf-8")
    return path


def test_concords_profile_has_the_numbers_of_its_order_and_statute() -> None:
    profile = profile_in(CONCORD)
    assert profile.numbers == {
        "captured_data": 90, "manual_entry": 30, "manual_entry_more": 30, "training": 365,
        "list_late": 24, "list_very_late": 48,
    }  # fmt: skip
    assert profile.zone.key == "America/New_York"
    assert profile.clauses["captured_data"] == "GS 20-183.32(a)"
    assert profile.clauses["visual_check"] == "09.21.5.A.4.a"


@pytest.mark.parametrize(
    ("text", "other", "fault"),
    [
        ("days = 90", "days = 4000", "captured_data.days: it must be a whole number from 14 to"),
        ("days = 90", "days = 90.5", "captured_data.days: it must be a whole number"),
        ("days = 90", "days = true", "captured_data.days: it must be a whole number"),
        ("days = 90", "hours = 90", "captured_data.days is missing"),
        ('clause = "GS 20-183.32(a)"\n', "", "captured_data.clause is missing"),
        ('clause = "GS 20-183.32(a)"', 'clause = " "', "captured_data.clause: it must not be"),
        ("[training]", "[trainings]", "training is missing"),
        ("[training]", "[trainings]", "trainings is not known here: take it out"),
        ("America/New_York", "Concord", "zone: it must be a time zone such as America/New_York"),
        ("America/New_York", "../../etc/passwd", "zone: it must be a time zone"),
        ('state = "North Carolina"', "state = 3", "state: it must be a text"),
        ("hours = 48", "hours = 24", "list_very_late: it must be more hours than list_late"),
        ("felony_warrant =", "traffic =", "purposes.traffic is not known here"),
        ("felony_warrant =", "traffic =", "purposes.felony_warrant is missing"),
        ("title =", "title", "it is not TOML"),
        ('reviews = "', 'review = "', "words.review is not known here: take it out"),
        ('reviews = "09.21.6"', "reviews = 6", "words.reviews: it must be a text"),
    ],
)
def test_a_profile_that_is_not_valid_is_refused_with_each_fault_and_what_to_do(
    text: str, other: str, fault: str, tmp_path: Path
) -> None:
    assert text in TEXT
    with pytest.raises(ProfileFaultyError, match=re.escape(fault)) as refused:
        profile_in(written(tmp_path, TEXT.replace(text, other, 1)))
    assert "compare it with" in str(refused.value)


@given(st.dictionaries(st.text(max_size=9), st.integers() | st.text() | st.none()), st.data())
def test_whatever_stands_in_a_table_is_refused_or_read_never_a_failure(
    table: dict[str, object], data: st.DataObject
) -> None:
    values = tomllib.loads(TEXT)
    name = data.draw(st.sampled_from(sorted(values)))
    assert faults_of({**values, name: table}) or (name, table) == ("words", {})
    assert faults_of(values) == []


def test_a_comment_changes_no_digest_and_a_value_does(tmp_path: Path) -> None:
    digest = profile_in(CONCORD).digest
    assert profile_in(written(tmp_path, f"# for us\n{TEXT}")).digest == digest
    other = TEXT.replace("days = 90", "days = 89")
    assert profile_in(written(tmp_path, other)).digest != digest


def test_what_a_profile_does_not_cite_is_not_said_and_changes_no_digest(tmp_path: Path) -> None:
    silent = profile_in(written(tmp_path, TEXT[: TEXT.index("[words]")]))
    assert silent.clauses["confidential"] == ""
    assert silent.digest == profile_in(CONCORD).digest


def test_concord_cites_everything_that_the_program_can_cite() -> None:
    package = Path(policy.__file__).parents[1]
    code = "".join(path.read_text(encoding="utf-8") for path in package.rglob("*.py"))
    code = code.replace((package / "domain/policy_profile.py").read_text(encoding="utf-8"), "")
    clauses = profile_in(CONCORD).clauses
    assert [name for name, words in clauses.items() if not words] == []
    said = tomllib.loads(TEXT)["words"]
    assert [name for name in said if not re.search(rf"""["']{name}["']""", code)] == []


def test_the_profile_of_a_data_folder_counts_before_that_of_the_machine(tmp_path: Path) -> None:
    own, machine = tmp_path / "own", tmp_path / "machine"
    own.mkdir()
    machine.mkdir()
    assert policy_profile(own, of_machine=machine) is None
    theirs = written(machine, TEXT)
    assert policy_profile(own, of_machine=machine) == theirs
    assert policy_profile(own, of_machine=machine) != written(own, TEXT)


def test_a_process_that_runs_one_profile_takes_no_other(tmp_path: Path) -> None:
    if profile_in_force().digest == profile_in(CONCORD).digest:
        take_profile(CONCORD)
    other = written(tmp_path, TEXT.replace("days = 90", "days = 88"))
    with pytest.raises(OutsideError, match="this program runs"):
        take_profile(other)


def test_every_number_of_the_rules_is_that_of_the_profile_in_force() -> None:
    numbers = profile_in_force().numbers
    assert timedelta(days=numbers["captured_data"]) == policy.CAPTURED_DATA_KEPT_FOR
    assert timedelta(days=numbers["manual_entry"]) == policy.MANUAL_ENTRY_LASTS
    assert timedelta(days=numbers["manual_entry_more"]) == policy.MORE_TIME_AT_MOST
    assert timedelta(days=numbers["training"]) == policy.TRAINING_LASTS
    assert timedelta(hours=numbers["list_late"]) == policy.LIST_STALE_AFTER
    assert timedelta(hours=numbers["list_very_late"]) == policy.LIST_VERY_STALE_AFTER
