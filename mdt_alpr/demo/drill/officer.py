"""The officer of a scenario: acts on the real screen, one step of the page after the other."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from mdt_alpr.demo.drill.scene import Stage
from mdt_alpr.demo.drill.shape import Keys
from mdt_alpr.demo.drill.unit import Unit
from mdt_alpr.domain.hit.disposition import Disposition, Outcome, Stopped
from mdt_alpr.domain.hit.status_query import StatusResult, StatusSource, WhyNot
from mdt_alpr.domain.hit.vehicle import Body, Colour
from mdt_alpr.domain.policy import PICTURE_VIEWED_FOR
from mdt_alpr.ui.hit.models.hit_blind import BlindView, PausedView, VehiclePadView
from mdt_alpr.ui.hit.models.hit_result import ResultView

Given = Mapping[str, Any]


def _open(_scene: Stage, unit: Unit, _given: Given) -> None:
    if (hit_id := unit.screen.patrol.highest_hit) is not None:
        unit.screen.hit.open(hit_id)
    unit.settle()


def _enter(scene: Stage, unit: Unit, given: Given) -> None:
    """Look for a second, enter characters and state, answer the vehicle where it is asked."""
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
        body, colour = Body(given.get("body", "car")), Colour(given.get("colour", "gray"))
        do.choose_body(body.value if "body" in given else "")
        do.choose_color(colour.value if "body" in given else "")
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


OfficerAction = Callable[[Stage, Unit, Given], None]
OFFICER_ACTIONS: dict[str, tuple[OfficerAction, Keys]] = {
    "open hit": (_open, Keys({}, {})),
    "enter": (_enter, Keys({"plate": str, "state": str}, {"body": str, "colour": str})),
    "cannot see": (_cannot_see, Keys({}, {})),
    "status": (_status, Keys({"source": str, "result": str}, {"dispatcher": str})),
    "not practicable": (_not_practicable, Keys({"reason": str}, {})),
    "vehicle reason": (_vehicle_reason, Keys({"reason": str}, {})),
    "initiate stop": (_initiate_stop, Keys({}, {})),
    "end": (_end, Keys({"as": str}, {"stopped": str, "outcome": str, "force": bool})),
    "work": (_idle, Keys({}, {"hours": float, "minutes": float})),
}
"""What the officer can do, and what each needs to be told."""
