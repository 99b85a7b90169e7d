"""What can happen in a scenario: each step by its name, and what it needs to be told."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from mdt_alpr.demo.drill.entry_officer import ENTRY_ACTIONS
from mdt_alpr.demo.drill.officer import OFFICER_ACTIONS
from mdt_alpr.demo.drill.scene import Stage
from mdt_alpr.demo.drill.shape import Keys
from mdt_alpr.demo.drill.unit import FRAMES, Unit
from mdt_alpr.domain.plate.plate import Plate
from mdt_alpr.domain.policy import CLOCK_RUNS_ON_WITHIN

Given = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Action:
    """A step that a scenario may take."""

    take: Callable[[Stage, Unit, Given], None]
    keys: Keys


def _import_list(scene: Stage, _unit: Unit, given: Given) -> None:
    rows = (scene.scenario.lists or {})[given["list"]]
    scene.imported = scene.hq.import_list(rows)
    if scene.scenario.look_alikes:
        scene.hq.allow_look_alikes()


def _switch_category(scene: Stage, _unit: Unit, given: Given) -> None:
    scene.hq.switch_category(given["code"])


def _correct_record(scene: Stage, _unit: Unit, given: Given) -> None:
    scene.hq.correct_record(Plate(given["plate"], given["state"]))


def _make_account(scene: Stage, _unit: Unit, given: Given) -> None:
    trained = given.get("trained_on")
    scene.hq.make_account(given["person"], date.fromisoformat(trained) if trained else None)


def _disable_account(scene: Stage, unit: Unit, given: Given) -> None:
    scene.hq.disable(given.get("person", unit.person))


def _purge(scene: Stage, _unit: Unit, _given: Given) -> None:
    scene.hq.purge()


def _sign_in(_scene: Stage, unit: Unit, given: Given) -> None:
    unit.sign_in(given.get("person", unit.person))


def _sign_out(_scene: Stage, unit: Unit, _given: Given) -> None:
    unit.sign_out()


def _drive_past(scene: Stage, unit: Unit, given: Given) -> None:
    vehicle = (scene.scenario.vehicles or {})[given["vehicle"]]
    unit.see(vehicle, given.get("frames", FRAMES), stays=given.get("stays", False))


def _wait(scene: Stage, unit: Unit, given: Given) -> None:
    scene.clock.pass_by(timedelta(**given))
    unit.settle()


def _live_on(scene: Stage, unit: Unit, given: Given) -> None:
    """Let days pass in which the car is turned on once, and headquarters purges as it serves."""
    for _ in range(given["days"]):
        scene.hq.purge()
        scene.clock.pass_by(CLOCK_RUNS_ON_WITHIN)
        unit.restart()


def _link(_scene: Stage, unit: Unit, given: Given) -> None:
    unit.network.up = given["up"]
    unit.contact()


def _contact(_scene: Stage, unit: Unit, _given: Given) -> None:
    unit.contact()


def _restart(_scene: Stage, unit: Unit, _given: Given) -> None:
    unit.restart()


def _back_up(_scene: Stage, unit: Unit, _given: Given) -> None:
    unit.back_up()


def _restore(_scene: Stage, unit: Unit, _given: Given) -> None:
    unit.restart(from_backup=True)


def _audit_log(_scene: Stage, unit: Unit, given: Given) -> None:
    change = unit.inside.resume_audit if given["works"] else unit.inside.stop_audit
    change()


def _alter_audit(_scene: Stage, unit: Unit, _given: Given) -> None:
    unit.inside.alter_waiting_audit()


def _relay(scene: Stage, unit: Unit, given: Given) -> None:
    """Pass the hit on; the items go out at once, the other unit hears when it does."""
    other = scene.unit(given["to"])
    if (hit := unit.hit) is not None:
        unit.car.desk.relay(hit.hit_id, other.name, other.device)
    unit.contact()


def _hear(_scene: Stage, unit: Unit, given: Given) -> None:
    """Wait until another unit's hit, no or rejection has reached this car."""
    news: dict[str, Callable[[], bool]] = {
        "hit": lambda: any(hit.relayed_from for hit in unit.hits.values()),
        "no": lambda: unit.hit is not None and bool(unit.hit.contrary),
        "rejection": lambda: unit.inside.count("rejections") >= given.get("count", 1),
    }
    unit.await_news(news[given["of"]], given["of"])


_TIMES = dict.fromkeys(("seconds", "minutes", "hours", "days"), float)
_WORLD: dict[str, Action] = {
    "import list": Action(_import_list, Keys({"list": str}, {})),
    "switch category on": Action(_switch_category, Keys({"code": str}, {})),
    "correct record": Action(_correct_record, Keys({"plate": str, "state": str}, {})),
    "make account": Action(_make_account, Keys({"person": str}, {"trained_on": str})),
    "disable account": Action(_disable_account, Keys({}, {"person": str})),
    "purge headquarters": Action(_purge, Keys({}, {})),
    "sign in": Action(_sign_in, Keys({}, {"person": str})),
    "sign out": Action(_sign_out, Keys({}, {})),
    "drive past": Action(_drive_past, Keys({"vehicle": str}, {"frames": int, "stays": bool})),
    "wait": Action(_wait, Keys({}, _TIMES)),
    "live on": Action(_live_on, Keys({"days": int}, {})),
    "link": Action(_link, Keys({"up": bool}, {})),
    "contact": Action(_contact, Keys({}, {})),
    "restart": Action(_restart, Keys({}, {})),
    "back up store": Action(_back_up, Keys({}, {})),
    "restore backup": Action(_restore, Keys({}, {})),
    "audit log": Action(_audit_log, Keys({"works": bool}, {})),
    "alter audit line": Action(_alter_audit, Keys({}, {})),
    "relay": Action(_relay, Keys({"to": int}, {})),
    "hear": Action(_hear, Keys({"of": str}, {"count": int})),
}
ACTIONS: dict[str, Action] = {
    **_WORLD,
    **{
        name: Action(take, keys)
        for name, (take, keys) in (OFFICER_ACTIONS | ENTRY_ACTIONS).items()
    },
}
"""Every step by its name in a scenario's file."""
