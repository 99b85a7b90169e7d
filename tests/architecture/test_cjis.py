"""A control of the CJIS Security Policy is named met only where a test proves it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from mdt_alpr.cli import main
from mdt_alpr.cli.cjis import ControlStatus, controls

ROOT = Path(__file__).parents[2]
MET = [control for control in controls() if control.status is ControlStatus.MET]
LEAST = 60
"""Controls that the table had when it was made: none is dropped to look better."""


def collected(nodes: set[str]) -> set[str]:
    """Return those of these tests that pytest collects, without their parameters."""
    if not nodes:
        return set()
    command = ["-m", "pytest", "--collect-only", "-q", "-n", "0", "-p", "no:cacheprovider"]
    ended = subprocess.run(
        [sys.executable, *command, *{node.partition("::")[0] for node in nodes}],
        capture_output=True,
        text=True,
        check=False,
        timeout=570,
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    assert ended.returncode == 0, ended.stdout[-2000:]
    return {line.partition("[")[0] for line in ended.stdout.splitlines() if "::" in line}


def test_every_control_that_is_named_met_has_a_test_that_pytest_collects(
    request: pytest.FixtureRequest,
) -> None:
    named = {control.test for control in MET}
    assert all(named)
    here = {item.nodeid.partition("[")[0] for item in request.session.items}
    assert named - here - collected(named - here) == set()


def test_a_control_that_is_not_met_names_no_test() -> None:
    assert [c.id for c in controls() if c.test and c not in MET] == []


def test_each_control_is_there_once_and_says_what_is_done_or_left_to_the_agency() -> None:
    found = controls()
    assert len({control.id for control in found}) == len(found) >= LEAST
    for control in found:
        assert control.family
        assert control.does.endswith(".")
        if control.status is ControlStatus.AGENCY:
            assert control.agency_duty.endswith("."), control.id


def test_the_command_counts_the_controls_by_status(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cjis", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    statuses = [control["status"] for control in shown["controls"]]
    assert {name: statuses.count(name) for name in ("met", "agency", "missing")} == {
        name: shown[name] for name in ("met", "agency", "missing")
    }
    assert {"id", "family", "status", "test", "agency_duty"} <= set(shown["controls"][0])


def test_the_table_for_people_names_test_and_duty(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cjis"]) == 0
    shown = capsys.readouterr().out
    assert "AC-8 (Access Control): met" in shown
    assert f"Proved by {MET[0].test}" in shown
    assert "Agency: Approve the wording." in shown
