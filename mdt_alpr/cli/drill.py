"""Replays of real wrongful stops through the car's own code, and a practice for roll-call.

Without an option a window opens for practice: made-up hits, some of them false, marked TRAINING;
nothing of it reaches the live store or headquarters. With --list, --run or --all the scenarios
are listed or replayed without a screen. A scenario that concerns headquarters, accounts or
disclosure only is listed with "final_state": "later" and "passed": null; it counts neither as
passed nor as failed.
"""

import argparse
import json
import logging
import os
import secrets
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from mdt_alpr.cli.progress import progress
from mdt_alpr.clock import Clock
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.paths import data_folder

if TYPE_CHECKING:  # loaded when a drill begins: it brings the whole car
    from mdt_alpr.car.app import CarApp
    from mdt_alpr.car.settings import CarSettings
    from mdt_alpr.demo.drill.roll_call import RollCall
    from mdt_alpr.demo.drill.run import ScenarioOutcome
    from mdt_alpr.demo.drill.scenario import Scenario


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `drill` takes."""
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--list", action="store_true", help="list the scenarios")
    what.add_argument("--run", dest="scenario", metavar="ID", help="replay one, such as RS-01")
    what.add_argument("--all", action="store_true", help="replay every scenario")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--seed", type=int, help="of the order in which hits come in practice")
    parser.add_argument("--windowed", action="store_true", help="practice in a window")
    parser.add_argument("--scenarios", type=Path, help="another folder of scenario files")
    parser.epilog = "Exit code: 1 where a replayed scenario failed."


def run(args: argparse.Namespace) -> int:
    """List, replay or practise; 0 unless a scenario of the car failed."""
    if not (args.list or args.all or args.scenario):
        return _practise(args)
    from mdt_alpr.demo.drill.loading import load_scenarios

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    scenarios = load_scenarios(args.scenarios)
    if args.list:
        _list(scenarios, as_json=args.json)
        return 0
    return _replay(scenarios if args.all else _one(scenarios, args.scenario), as_json=args.json)


def open_over(app: "CarApp", settings: "CarSettings", clock: Clock) -> "RollCall":
    """Open the practice over a car's window (D17); another order each time."""
    from mdt_alpr.car.app import machine_voice
    from mdt_alpr.demo.drill import roll_call

    parts = roll_call.roll_call_parts(settings, clock, machine_voice, secrets.randbits(32))
    return roll_call.open_over(app, parts)


def _practise(args: argparse.Namespace) -> int:
    """Show the practice until its window is closed; with --json print how it went."""
    from mdt_alpr.car.app import machine_voice
    from mdt_alpr.car.application import application_for
    from mdt_alpr.car.settings import load_settings
    from mdt_alpr.clock import SystemClock
    from mdt_alpr.demo.drill.roll_call import RollCall, roll_call_parts
    from mdt_alpr.ui.kit.running import run_until_closed
    from mdt_alpr.ui.kit.theme import load_fonts

    kept = load_settings(data_folder() / "car.toml")
    settings = replace(kept, fullscreen=kept.fullscreen and not args.windowed, training=True)
    application = application_for(settings)
    load_fonts()
    seed = secrets.randbits(32) if args.seed is None else args.seed
    practice = RollCall(roll_call_parts(settings, SystemClock(), machine_voice, seed))
    practice.show()
    run_until_closed(application)
    if args.json:
        sys.stdout.write(json.dumps(practice.result) + "\n")
    return 0


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
    from mdt_alpr.cli.drill_headquarters import drill_headquarters
    from mdt_alpr.demo.drill.run import play

    outcomes = []
    every = tuple(scenarios)
    says_lines = not as_json and sys.stdout.isatty()  # they are the progress
    with nullcontext(_ignore) if says_lines else progress("Replaying", len(every)) as count:
        for scenario in every:
            with log_aside() as logged:
                outcome = play(scenario, drill_headquarters)
            if outcome.passed is False:
                sys.stderr.write("".join(logged))
            outcomes.append(outcome)
            count(scenario.scenario_id)
            if not as_json:
                sys.stdout.write(_line(outcome))
                sys.stdout.flush()
    failed = sum(o.passed is False for o in outcomes)
    if as_json:
        sys.stdout.write(json.dumps(_told(outcomes)) + "\n")
    return 1 if failed else 0


def _ignore(_words: str) -> None:
    """Count nothing."""


@contextmanager
def log_aside() -> Iterator[list[str]]:
    """Keep what is logged meanwhile: a scenario may break something on purpose."""
    lines: list[str] = []
    handler = logging.Handler()
    form = logging.Formatter("%(levelname)s %(name)s: %(message)s\n")
    handler.emit = lambda record: lines.append(form.format(record))  # type: ignore[method-assign]
    root = logging.getLogger()
    before = root.handlers[:]
    root.handlers[:] = [handler]
    try:
        yield lines
    finally:
        root.handlers[:] = before


def _told(outcomes: list["ScenarioOutcome"]) -> dict[str, object]:
    return {
        "scenarios": [
            {"id": o.scenario_id, "passed": o.passed, "final_state": o.final_state, "why": o.why}
            for o in outcomes
        ],
        "passed": sum(o.passed is True for o in outcomes),
        "failed": sum(o.passed is False for o in outcomes),
    }


def _line(outcome: "ScenarioOutcome") -> str:
    word = {True: "passed", False: "FAILED", None: "later"}[outcome.passed]
    return f"{outcome.scenario_id}  {word:6}  {outcome.final_state}. {outcome.why}\n"
