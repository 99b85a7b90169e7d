"""Another state is a file: the same rules hold by the days of Maine's statute (CM-6)."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from mdt_alpr.domain.policy_profile import (
    PROFILE_VARIABLE,
    delivered,
    profile_in,
    profile_in_force,
)

ROOT = Path(__file__).parents[2]
OF_RULES = ("tests/domain",)
OF_DATA = (
    "tests/hq/test_purge.py",
    "tests/patrol/test_retention.py",
    "tests/adapters/store/test_purge.py",
    "tests/test_day_keys.py",
)
"""Captured data in a real database, in a car's store and under its keys, to its last day."""
OF_SCREENS = ("tests/ui/test_words_of_the_profile.py",)
"""Every page of car and desk."""


def test_maines_profile_keeps_captured_data_for_21_days_by_its_statute() -> None:
    profile = profile_in(delivered("me-2117-a"))
    assert profile.numbers["captured_data"] == 21
    assert profile.clauses["captured_data"] == "29-A MRSA 2117-A(5)"
    assert profile.digest != profile_in(delivered("nc-concord")).digest


@pytest.mark.skipif(bool(os.environ.get(PROFILE_VARIABLE)), reason="this is that run")
@pytest.mark.parametrize(
    "tests", [OF_RULES, OF_DATA, OF_SCREENS], ids=["rules", "data", "screens"]
)
def test_the_same_tests_pass_by_the_second_profile(tests: tuple[str, ...]) -> None:
    place = str(delivered("me-2117-a"))
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-m", "not concord"]
    environ = {**os.environ, PROFILE_VARIABLE: place, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [*command, *tests], cwd=ROOT, env=environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-4000:]
    assert " passed" in done.stdout


def test_this_run_has_the_profile_that_its_environment_names() -> None:
    chosen = os.environ.get(PROFILE_VARIABLE)
    named = profile_in(Path(chosen)) if chosen else profile_in(delivered())
    assert profile_in_force().digest == named.digest
