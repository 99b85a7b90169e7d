"""Headquarters and car run the policy profile of their data folder (CM-6)."""

import os
import subprocess
import sys
from pathlib import Path

from mdt_alpr.domain.policy_profile import PROFILE_FILE, delivered

CONCORD = delivered("nc-concord").read_text(encoding="utf-8")


def told(folder: Path, profile: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Return what a program of its own says that finds this profile in its data folder."""
    (folder / PROFILE_FILE).write_text(profile, encoding="utf-8")
    command = [sys.executable, "-m", "mdt_alpr", *words, "--data", str(folder)]
    root = str(Path(__file__).parents[2])
    environ = {**os.environ, "PYTHONPATH": root}
    return subprocess.run(
        command, capture_output=True, text=True, check=False, env=environ, cwd=root
    )


def test_a_folder_with_a_profile_of_a_wrong_value_starts_nothing(tmp_path: Path) -> None:
    done = told(tmp_path, CONCORD.replace("days = 90", "days = 5000"), "hq", "doctor")
    assert done.returncode == 1
    assert "captured_data.days: it must be a whole number from 14 to 366" in done.stderr
    assert "Nothing runs without a valid one" in done.stderr
    assert not (tmp_path / "hq.db").exists()


def test_the_rules_of_a_program_are_those_of_its_folders_profile(tmp_path: Path) -> None:
    changed = CONCORD.replace("hours = 24", "hours = 12").replace("09.21.9", "12.4.b")
    done = told(tmp_path, changed, "policy")
    assert "list_late 12: 12.4.b" in done.stdout
    assert "captured_data 90: GS 20-183.32(a)" in done.stdout
