"""What can happen in a scenario: each step by its name, with its keys."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from mdt_alpr.demo.drill.scenario import Keys
from mdt_alpr.demo.drill.unit import FRAMES, PLACE, DrillStuckError, Stage, Unit
from mdt_alpr.domain.audit.logging_alarm import LOGGING_CHECKED_EVERY
from mdt_alpr.domain.hit.disposition import Disposition, Outcome, Stopped
from mdt_alpr.domain.hit.status_query import AGAINST, StatusResult, StatusSource, WhyNot
from mdt_alpr.domain.hit.vehicle import Body, Color
from mdt_alpr.domain.hotlist.manual_entry import Basis, Purpose
from mdt_alpr.domain.plate.plate import Plate
from mdt_alpr.domain.policy import CLOCK_RUNS_ON_WITHIN, PICTURE_VIEWED_FOR
from mdt_alpr.ui.hit.models.hit_blind import BlindView, PausedView, VehiclePadView
from mdt_alpr.ui.hit.models.hit_result import ResultView

Given = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Action:
    """A step that a scenario may take."""

    take: Callable[[Stage, Unit, Given], None]
    keys: Keys


def _open(_scene: Stage, unit: Unit, _given: Given) -> None:
    if (hit_id := unit.screen.patrol.highest_hit) is not None:
        unit.screen.hit.open(hit_id)
    unit.settle()


def _enter(scene: Stage, unit: Unit, given: Given) -> None:
    """View the picture, enter characters and state, answer the vehicle where it is asked."""
    do = unit.screen.hit.actions
    if isinstance(_page(unit), PausedView):
        do.enter_again()
    scene.clock.pass_by(PICTURE_VIEWED_FOR)
    unit.screen.tick()
    do.clear_entry()
    for character in given["plate"]:
        do.type_character(character)
    do.go_next()
    do.choose_state(given["state"])
    do.go_next()
    if isinstance(page := _page(unit), BlindView) and isinstance(page.pad, VehiclePadView):
        body, color = Body(given.get("body", "car")), Color(given.get("color", "gray"))
        do.choose_body(body.value if "body" in given else "")
        do.choose_color(color.value if "body" in given else "")
        do.go_next()
    unit.settle()


def _cannot_see(_scene: Stage, unit: Unit, _given: Given) -> None:
    unit.screen.hit.actions.cannot_read()
    unit.screen.hit.actions.confirm_cannot_read()
    unit.settle()


def _status(_scene: Stage, unit: Unit, given: Given) -> None:
    source, result = StatusSource(given["source"]), StatusResult(given["result"])
    do = unit.screen.hit.actions
    do.ask_status(source.value)
    do.state_result(result.value)
    if result in AGAINST:
        do.state_result(result.value)
    if isinstance(page := _page(unit), ResultView) and page.status.kind == "dispatcher":
        for digit in given.get("dispatcher", "17"):
            do.type_character(digit)
        do.go_next()
    unit.settle()


def _not_practicable(_scene: Stage, unit: Unit, given: Given) -> None:
    unit.screen.hit.actions.ask_why_not()
    unit.screen.hit.actions.state_why_not(WhyNot(given["reason"]).value)
    unit.settle()


def _vehicle_reason(_scene: Stage, unit: Unit, given: Given) -> None:
    unit.screen.hit.actions.ask_reason()
    unit.screen.hit.actions.give_reason(given["reason"])
    unit.settle()


def _initiate_stop(_scene: Stage, unit: Unit, _given: Given) -> None:
    """Hold the button, then ask past the screen, as a screen with a defect would."""
    unit.screen.hit.actions.initiate_stop()
    if (hit := unit.hit) is not None:
        unit.car.desk.initiate_stop(hit.hit_id)
    unit.settle()


def _end(_scene: Stage, unit: Unit, given: Given) -> None:
    do = unit.screen.hit.actions
    do.end_hit()
    do.choose_disposition(Disposition(given["as"]).value)
    if "stopped" in given:
        do.choose_stopped(Stopped(given["stopped"]).value)
    if "outcome" in given:
        do.choose_outcome(Outcome(given["outcome"]).value)
    if "force" in given:
        do.choose_force(given["force"])
    do.go_next()
    unit.settle()


def _idle(scene: Stage, unit: Unit, given: Given) -> None:
    """Touch the screen now and then for a while, so that it does not shut for idleness."""
    every, left = timedelta(minutes=10), timedelta(**given)
    while left > timedelta(0):
        scene.clock.pass_by(min(every, left))
        left -= every
        unit.screen.car.used()
        unit.settle()


def _page(unit: Unit) -> object:
    view = unit.screen.hit_view
    return view.page if view is not None else None


_OFFICER: dict[str, Action] = {
    "open hit": Action(_open, Keys({}, {})),
    "enter": Action(_enter, Keys({"plate": str, "state": str}, {"body": str, "color": str})),
    "cannot see": Action(_cannot_see, Keys({}, {})),
    "status": Action(_status, Keys({"source": str, "result": str}, {"dispatcher": str})),
    "not practicable": Action(_not_practicable, Keys({"reason": str}, {})),
    "vehicle reason": Action(_vehicle_reason, Keys({"reason": str}, {})),
    "initiate stop": Action(_initiate_stop, Keys({}, {})),
    "end": Action(_end, Keys({"as": str}, {"stopped": str, "outcome": str, "force": bool})),
    "work": Action(_idle, Keys({}, {"hours": float, "minutes": float})),
}
"""What the officer can do on the hit's page, with the keys of each."""


_TYPED = ("plate", "case", "reason")
_PERSON = ("identified_how", "identified_by", "tied_to_vehicle_how")
_SIGHTING = ("miles", "minutes")
_BETWEEN_TAPS = timedelta(seconds=1)


def _make(scene: Stage, unit: Unit, given: Given) -> None:
    """Fill in the fields that are given, and press Add; the form may refuse."""
    entries = unit.screen.entries
    entries.clear_form()
    scene.clock.pass_by(_BETWEEN_TAPS)
    entries.clear_form()
    for field in _TYPED:
        _type(unit, field, given.get(field, ""))
    entries.choose_state(given["state"])
    if given.get("spelled", True):
        entries.confirm_spelling()
    if "basis" in given:
        entries.choose_basis(Basis(given["basis"]).value)
    if "purpose" in given:
        entries.choose_purpose(Purpose(given["purpose"]).value)
    named = any(field in given for field in _PERSON) or given.get("names_person", False)
    entries.name_person(named)
    for field in (*_PERSON, *_SIGHTING):
        _type(unit, field, given.get(field, ""))
    entries.choose_instruction(given.get("instruction", "Check, then stop"))
    entries.add_entry()
    unit.settle()


def _type(unit: Unit, field: str, text: str) -> None:
    if text:
        entries = unit.screen.entries
        entries.edit_field(field)
        entries.clear_text()
        for character in text:
            entries.type_text(character)
        entries.close_field()


def _remove(scene: Stage, unit: Unit, _given: Given) -> None:
    entry_id = _only(unit)
    unit.screen.entries.remove_entry(entry_id)
    scene.clock.pass_by(_BETWEEN_TAPS)
    unit.screen.entries.remove_entry(entry_id)
    unit.settle()


def _recheck(_scene: Stage, unit: Unit, _given: Given) -> None:
    unit.screen.entries.still_wanted(_only(unit))
    unit.settle()


def _only(unit: Unit) -> str:
    rows = unit.screen.views["entries"].own.rows
    if not rows:
        raise DrillStuckError(f"{unit.name} shows no entry of its officer")
    return str(rows[0].entry_id)


_MAY = dict.fromkeys(
    (*_TYPED, *_PERSON, *_SIGHTING, "basis", "purpose", "instruction"), str
) | {"names_person": bool, "spelled": bool}  # fmt: skip
_ENTRIES: dict[str, Action] = {
    "make entry": Action(_make, Keys({"state": str}, _MAY)),
    "remove entry": Action(_remove, Keys({}, {})),
    "recheck entry": Action(_recheck, Keys({}, {})),
}
"""What the officer can do about own entries, with the keys of each."""


def _import_list(scene: Stage, _unit: Unit, given: Given) -> None:
    rows = scene.scenario.lists[given["list"]]
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


def _request_hold(scene: Stage, unit: Unit, given: Given) -> None:
    plate = Plate(given["plate"], given["state"])
    scene.hold_refused = scene.hq.request_hold(plate, unit.name, given.get("without", ""))


def _ask_for_data(scene: Stage, _unit: Unit, given: Given) -> None:
    scene.data_request = scene.hq.ask_for_data(given["standing"], given["received_by"])


def _search(scene: Stage, _unit: Unit, given: Given) -> None:
    """Search so often, the same hours apart."""
    for number in range(given.get("times", 1)):
        case = f"{given['case']}{number:03d}"
        scene.hq.misuse.search(given["role"], given["plate"], case, given["reason"])
        scene.clock.pass_by(timedelta(hours=given.get("hours_apart", 0)))


def _seek_misuse(scene: Stage, _unit: Unit, _given: Given) -> None:
    scene.hq.misuse.seek()


def _enter_warrant(scene: Stage, unit: Unit, given: Given) -> None:
    scene.hq.enter_warrant(Plate(given["plate"], given["state"]), unit.name)


def _be_at(_scene: Stage, unit: Unit, given: Given) -> None:
    unit.place(given["lat"], given["lon"], given["heading"], given.get("clock_ahead_s", 0.0))


def _release(scene: Stage, unit: Unit, given: Given) -> None:
    scene.package = scene.hq.release_package(Plate(given["plate"], given["state"]), unit.name)


def _sign_out(_scene: Stage, unit: Unit, _given: Given) -> None:
    unit.sign_out()


def _drive_past(scene: Stage, unit: Unit, given: Given) -> None:
    vehicle = scene.scenario.vehicles[given["vehicle"]]
    unit.see(vehicle, given.get("frames", FRAMES), stays=given.get("stays", False))


def _wait(scene: Stage, unit: Unit, given: Given) -> None:
    scene.clock.pass_by(timedelta(**given))
    unit.settle()


def _live_on(scene: Stage, unit: Unit, given: Given) -> None:
    """Let days pass; on each the car is turned on once and headquarters purges."""
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


def _headquarters_log(scene: Stage, _unit: Unit, given: Given) -> None:
    """Let the log fail or work, and the time pass until headquarters' watch comes by."""
    scene.clock.pass_by(LOGGING_CHECKED_EVERY)
    scene.hq.set_log(works=given["works"])


def _alter_audit(_scene: Stage, unit: Unit, _given: Given) -> None:
    unit.inside.alter_waiting_audit()
    unit.car.hold_round()  # none that read the line before is still under way


def _relay(scene: Stage, unit: Unit, given: Given) -> None:
    """Pass the hit on; the items go out at once, the other unit receives them when it asks."""
    other = scene.unit(given["to"])
    if (hit := unit.hit) is not None:
        unit.car.desk.relay(hit.hit_id, other.name, other.device)
    unit.contact()


def _receive(_scene: Stage, unit: Unit, given: Given) -> None:
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
    "request preservation": Action(
        _request_hold, Keys({"plate": str, "state": str}, {"without": str})
    ),
    "ask for data": Action(_ask_for_data, Keys({"standing": str, "received_by": str}, {})),
    "search": Action(
        _search,
        Keys(
            {"role": str, "plate": str, "case": str, "reason": str},
            {"times": int, "hours_apart": int},
        ),
    ),
    "seek misuse": Action(_seek_misuse, Keys({}, {})),
    "enter warrant": Action(_enter_warrant, Keys({"plate": str, "state": str}, {})),
    PLACE: Action(
        _be_at, Keys({"lat": float, "lon": float, "heading": float}, {"clock_ahead_s": float})
    ),
    "let out": Action(_release, Keys({"plate": str, "state": str}, {})),
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
    "headquarters log": Action(_headquarters_log, Keys({"works": bool}, {})),
    "alter audit line": Action(_alter_audit, Keys({}, {})),
    "relay": Action(_relay, Keys({"to": int}, {})),
    "receive": Action(_receive, Keys({"of": str}, {"count": int})),
}
ACTIONS: dict[str, Action] = _WORLD | _OFFICER | _ENTRIES
"""Every step by its name in a scenario's file."""
