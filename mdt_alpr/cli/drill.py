"""Replays of real wrongful stops through the car's own code, and a practice for roll-call.

Without an option a window opens for practice: made-up hits, some of them false, marked TRAINING;
nothing of it reaches the live store or headquarters. With --list, --run or --all the scenarios
are listed or replayed without a screen. A scenario that concerns headquarters, accounts or
disclosure only is listed with "final_state": "later" and "passed": null; it counts neither as
passed nor as failed.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from mdt_alpr.domain.errors import OutsideError

if TYPE_CHECKING:  # loaded when a drill begins: it brings the whole car
    from mdt_alpr.car.drill.run import Outcome
    from mdt_alpr.car.drill.scenario import Scenario

NAME = "drill"
HELP = "replay real wrongful stops, or practise at roll-call"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `drill` takes."""
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--list", action="store_true", help="list the scenarios")
    what.add_argument("--run", dest="scenario", metavar="ID", help="replay one, such as RS-01")
    what.add_argument("--all", action="store_true", help="replay every scenario")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--scenarios", type=Path, help="another folder of scenario files")


def run(args: argparse.Namespace) -> int:
    """List, replay or practise; 0 unless a scenario of the car failed."""
    from mdt_alpr.car.drill.loading import load_scenarios

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    scenarios = load_scenarios(args.scenarios)
    if args.list:
        _list(scenarios, as_json=args.json)
        return 0
    return _replay(scenarios if args.all else _one(scenarios, args.scenario), as_json=args.json)


def _one(scenarios: Iterable["Scenario"], wanted: str) -> list["Scenario"]:
    found = [s for s in scenarios if s.scenario_id == wanted.upper()]
    if not found:
        message = f"There is no scenario {wanted!r}. See: mdt-alpr drill --list"
        raise OutsideError(message)
    return found


def _list(scenarios: Iterable["Scenario"], *, as_json: bool) -> None:
    if as_json:
        told = [
            {
                "id": s.scenario_id,
                "title": s.title,
                "source": s.source,
                "trap": s.trap,
                "lives": s.lives,
                "why_later": s.why_later,
            }
            for s in scenarios
        ]
        sys.stdout.write(json.dumps({"scenarios": told}) + "\n")
        return
    for s in scenarios:
        sys.stdout.write(f"{s.scenario_id}  {s.lives:5}  {s.trap:24}  {s.title}\n")


def _replay(scenarios: Iterable["Scenario"], *, as_json: bool) -> int:
    from mdt_alpr.car.drill.run import play
    from mdt_alpr.cli.drill_headquarters import drill_headquarters

    outcomes = []
    for scenario in scenarios:
        outcome = play(scenario, drill_headquarters)
        outcomes.append(outcome)
        if not as_json:
            sys.stdout.write(_line(outcome))
            sys.stdout.flush()
    failed = sum(o.passed is False for o in outcomes)
    if as_json:
        sys.stdout.write(json.dumps(_told(outcomes)) + "\n")
    return 1 if failed else 0


def _told(outcomes: list["Outcome"]) -> dict[str, object]:
    return {
        "scenarios": [
            {"id": o.scenario_id, "passed": o.passed, "final_state": o.final_state, "why": o.why}
            for o in outcomes
        ],
        "passed": sum(o.passed is True for o in outcomes),
        "failed": sum(o.passed is False for o in outcomes),
    }


def _line(outcome: "Outcome") -> str:
    word = {True: "passed", False: "FAILED", None: "later"}[outcome.passed]
    return f"{outcome.scenario_id}  {word:6}  {outcome.final_state}. {outcome.why}\n"
