"""Plays a scenario and judges it: after each step, and at its end by state and audit."""

import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mdt_alpr.demo.drill.actions import ACTIONS
from mdt_alpr.demo.drill.facts import FACTS, final_state
from mdt_alpr.demo.drill.headquarters import MakeHeadquarters
from mdt_alpr.demo.drill.scenario import Scenario, ScenarioStep
from mdt_alpr.demo.drill.unit import Stage, Unit
from mdt_alpr.demo.drill.world import SetClock

_TRIES, _BETWEEN_TRIES_S = 50, 0.1
_NAMES = frozenset(
    {"hq_flags_say", "hq_request_log_says", "refused", "entries_page_shows", "says", "shows",
     "match", "disposition"}
)  # fmt: skip
"""Facts whose words say what was found: a flag, a refusal, a label."""


@dataclass(frozen=True, slots=True)
class ScenarioOutcome:
    """A scenario's outcome; ``named`` are the flags, refusals and words that it demanded."""

    scenario_id: str
    passed: bool
    final_state: str
    why: str
    named: tuple[str, ...] = ()


def play(scenario: Scenario, make_headquarters: MakeHeadquarters) -> ScenarioOutcome:
    """Play a scenario in a folder of its own, which is gone afterwards."""
    clock = SetClock(scenario.starts)
    with (
        tempfile.TemporaryDirectory(prefix="mdt-alpr-drill-") as folder,
        make_headquarters(Path(folder) / "hq", clock) as hq,
    ):
        scene = Stage(scenario, Path(folder), clock, hq)
        try:
            why = _play(scene)
            first = scene.unit(1)
            ended = final_state(first)
            named = () if why else _named(scenario)
            said = why or _held(scenario)
            return ScenarioOutcome(scenario.scenario_id, not why, ended, said, named)
        finally:
            scene.stop()


def _play(scene: Stage) -> str:
    """Play every step; return what went wrong first, empty where all holds."""
    for number, step in enumerate(scene.scenario.steps, 1):
        if why := _step(scene, step):
            return f"step {number} ({step.do}): {why}"
    return _judged(scene)


def _step(scene: Stage, step: ScenarioStep) -> str:
    try:
        unit = scene.unit(step.unit)
        unit.begin_step()
        given = {key: value for key, value in step.given.items() if key != "then"}
        ACTIONS[step.do].take(scene, unit, given)
        differences = {
            name: FACTS[name].differs(scene, unit, wanted) for name, wanted in step.then.items()
        }
    except Exception as error:  # noqa: BLE001 - whatever a defect raises fails the scenario
        return f"{type(error).__name__}: {error}"
    return next((f"{name} {how}" for name, how in differences.items() if how is not None), "")


def _judged(scene: Stage) -> str:
    unit = scene.unit(1)
    ended = _ended(unit, scene.scenario.final_state)
    if ended != scene.scenario.final_state:
        return f"final state is {ended!r}, not {scene.scenario.final_state!r}"
    missing = _not_in_order(scene.scenario.audit, unit.inside.events())
    if missing:
        return f"the audit chain lacks {missing!r} in its place"
    return ""


def _ended(unit: Unit, wanted: str) -> str:
    """Return the unit's final state once it is as wanted, or else after a while.

    What one thread of the car hands to another is for an instant in neither.
    """
    for _ in range(_TRIES):
        if final_state(unit) == wanted:
            break
        threading.Event().wait(_BETWEEN_TRIES_S)
        unit.settle()
    return final_state(unit)


def _not_in_order(wanted: Sequence[str], recorded: Sequence[str]) -> str:
    """Return the first of ``wanted`` that does not follow in ``recorded``, or an empty text."""
    left = iter(recorded)
    return next((name for name in wanted if name not in left), "")


def _held(scenario: Scenario) -> str:
    facts = sum(len(step.then) for step in scenario.steps)
    return f"{facts} facts hold after {len(scenario.steps)} steps; the audit shows why"


def _named(scenario: Scenario) -> tuple[str, ...]:
    """Return what the steps demanded to be named, each once, in its order."""
    named = (
        (name, value if isinstance(value, list) else [value])
        for step in scenario.steps
        for name, value in step.then.items()
        if name in _NAMES
    )
    return tuple(dict.fromkeys(f"{name}: {word}" for name, words in named for word in words))
