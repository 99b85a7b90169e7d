"""Every replay scenario through the real car; and that a broken rule, or a wrong demand, shows."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from mdt_alpr.cli import main
from mdt_alpr.cli.drill import DrillHeadquarters, drill_headquarters
from mdt_alpr.demo.drill.actions import ACTIONS
from mdt_alpr.demo.drill.facts import FACTS
from mdt_alpr.demo.drill.headquarters import Import
from mdt_alpr.demo.drill.loading import load_scenario, load_scenarios
from mdt_alpr.demo.drill.run import play
from mdt_alpr.demo.drill.scenario import Scenario
from mdt_alpr.files.paths import resource
from mdt_alpr.hq.hits import notice_routes
from mdt_alpr.machine.clock import Clock

SCENARIOS = {s.scenario_id: s for s in load_scenarios()}
EVERY = {f"RS-{number:02}" for number in range(1, 28)}


@pytest.fixture(autouse=True)
def _blanks_come_quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give a car that ends, which waits for the next blank, ten a second."""
    monkeypatch.setattr(notice_routes, "CHECKED_EVERY_S", 0.1)


@pytest.mark.logs_warnings  # RS-25 breaks the audit log, which the car says in its own log
@pytest.mark.parametrize("name", sorted(SCENARIOS))
def test_the_scenario_ends_as_it_must(name: str, qapp: object) -> None:
    assert qapp
    outcome = play(SCENARIOS[name], drill_headquarters)
    assert outcome.passed, outcome.why
    assert outcome.final_state == SCENARIOS[name].final_state


def test_every_scenario_of_the_requirements_is_there() -> None:
    assert set(SCENARIOS) == EVERY


def test_every_step_and_fact_is_used_by_some_scenario() -> None:
    steps = [step for scenario in SCENARIOS.values() for step in scenario.steps]
    assert {step.do for step in steps} == set(ACTIONS)
    assert {name for step in steps for name in step.then} == set(FACTS)


def altered(name: str, tmp_path: Path, was: str, becomes: str) -> Scenario:
    """Return a scenario with one demand changed."""
    text = (resource("drill") / f"{name}.toml").read_text(encoding="utf-8")
    assert was in text
    path = tmp_path / f"{name}.toml"
    path.write_text(text.replace(was, becomes, 1), encoding="utf-8")
    return load_scenario(path)


@pytest.mark.parametrize(
    ("was", "becomes", "why"),
    [
        ('gate = "locked", state_check', 'gate = "open", state_check', "gate is 'locked', not"),
        ("Does not match", "It matches", "shows lacks ['It matches']"),
        ('hides = ["ABC1234"]', 'hides = ["NOT VERIFIED"]', "hides holds ['NOT VERIFIED']"),
        ("imported = 1", "imported = 2", "step 1 (import list): imported is 1, not 2"),
        ('"officer:stop:initiated"]', '"car:camera:lost"]', "lacks 'car:camera:lost'"),
        ("; stopped, stop initiated", "; closed", "final state is"),
    ],
)
def test_a_demand_that_does_not_hold_fails(
    tmp_path: Path, was: str, becomes: str, why: str
) -> None:
    outcome = play(altered("RS-23", tmp_path, was, becomes), drill_headquarters)
    assert outcome.passed is False
    assert why in outcome.why


class BrokenHeadquarters(DrillHeadquarters):
    """A headquarters with a defect that nobody thought of."""

    def disable(self, person_id: str) -> None:
        """Fail in a way that is no error of ours."""
        raise KeyError(person_id)


@contextmanager
def broken(folder: Path, clock: Clock) -> Iterator[DrillHeadquarters]:
    with drill_headquarters(folder, clock) as found:
        found.__class__ = BrokenHeadquarters
        yield found


def test_a_defect_of_any_kind_fails_the_scenario_and_ends_every_car() -> None:
    outcome = play(SCENARIOS["RS-24"], broken)
    assert outcome.passed is False
    assert outcome.why == "step 13 (disable account): KeyError: 'officer-1'"


class StatelessHeadquarters(DrillHeadquarters):
    """A headquarters that breaks a rule: it delivers each record for the other state as well."""

    def import_list(self, rows: Sequence[Mapping[str, str]]) -> Import:
        """Import every row twice, and tell of it once."""
        twins = [{**row, "state": "NC" if row["state"] == "SC" else "SC"} for row in rows]
        return replace(super().import_list([*rows, *twins]), accepted=len(rows))


@contextmanager
def stateless(folder: Path, clock: Clock) -> Iterator[DrillHeadquarters]:
    with drill_headquarters(folder, clock) as found:
        found.__class__ = StatelessHeadquarters
        yield found


def test_a_list_that_loses_the_state_makes_the_twin_scenario_fail() -> None:
    outcome = play(SCENARIOS["RS-23"], stateless)
    assert outcome.passed is False
    assert outcome.why == "step 5 (enter): hit is 'compared', not 'blind'"


# ------------------------------------------------------------------------------ command line


def test_the_list_names_every_scenario(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["drill", "--list", "--json"]) == 0
    reported = json.loads(capsys.readouterr().out)["scenarios"]
    assert {one["id"] for one in reported} == EVERY
    assert all(one["title"] and one["trap"] and one["source"] for one in reported)


def test_one_scenario_is_reported_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["drill", "--run", "rs-26", "--json"]) == 0
    reported = json.loads(capsys.readouterr().out)
    assert (reported["passed"], reported["failed"]) == (1, 0)
    (one,) = reported["scenarios"]
    assert (one["id"], one["passed"]) == ("RS-26", True)
    assert one["final_state"] == "no alert; nobody signed in"


@pytest.mark.parametrize(
    ("scenario", "named"),
    [
        ("RS-09", "shows: Person not positively identified"),
        ("RS-13", "hq_flags_say: One plate was searched or viewed 6 times within 30 days"),
        ("RS-14", "hq_flags_say: The same words were the reason 12 times within 30 days"),
        ("RS-22", "hq_request_log_says: Press: denied."),
        ("RS-23", "match: state_not_confirmed"),
    ],
)
def test_a_replay_names_the_flag_or_the_refusal(
    scenario: str, named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["drill", "--run", scenario]) == 0
    assert f"\n       {named}" in capsys.readouterr().out


@pytest.mark.proved("commands")
def test_what_a_scenario_breaks_on_purpose_is_not_said_on_stderr(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["drill", "--run", "RS-25", "--json"]) == 0
    assert capsys.readouterr().err == ""


def test_what_was_logged_is_said_where_a_scenario_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    altered("RS-25", tmp_path, "closed as lost_sight", "another")
    assert main(["drill", "--all", "--scenarios", str(tmp_path), "--json"]) == 1
    assert "ERROR" in capsys.readouterr().err


def test_a_failed_scenario_ends_the_command_with_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    altered("RS-26", tmp_path, "signed_in = false", "signed_in = true")
    assert main(["drill", "--all", "--scenarios", str(tmp_path), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["failed"] == 1


def test_an_unknown_scenario_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["drill", "--run", "RS-99"]) == 1
    assert "There is no scenario 'RS-99'. See: mdt-alpr drill --list" in capsys.readouterr().err
