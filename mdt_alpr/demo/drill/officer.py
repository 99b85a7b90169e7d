"""The officer of a scenario: acts on the real screen, one step of the page after the other."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from mdt_alpr.demo.drill.scene import Stage
from mdt_alpr.demo.drill.shape import Keys
from mdt_alpr.demo.drill.unit import Unit
from mdt_alpr.domain.hit.disposition import Disposition, Outcome, Stopped
from mdt_alpr.domain.hit.hit import StatusResult, StatusSource, WhyNot
from mdt_alpr.domain.hit.vehicle import Body, Colour
from mdt_alpr.domain.policy import PICTURE_VIEWED_FOR
from mdt_alpr.ui.hit.models import hit_actions as w
from mdt_alpr.ui.hit.models.hit_blind import BlindView, LookAgainView, VehiclePadView
from mdt_alpr.ui.hit.models.hit_result import ResultView

Given = Mapping[str, Any]


def _open(_scene: Stage, unit: Unit, _given: Given) -> None:
    if (hit_id := unit.screen.patrol.highest_hit) is not None:
        unit.screen.ask(w.OpenHit(hit_id))
    unit.settle()


def _enter(scene: Stage, unit: Unit, given: Given) -> None:
    """Look for a second, enter characters and state, answer the vehicle where it is asked."""
    screen = unit.screen
    if isinstance(_page(unit), LookAgainView):
        screen.ask(w.EnterAgain())
    scene.clock.pass_by(PICTURE_VIEWED_FOR)
    screen.tick()
    screen.ask(w.ClearEntry(), *(w.TypeCharacter(c) for c in given["plate"]), w.GoNext())
    screen.ask(w.ChooseState(given["state"]), w.GoNext())
    if isinstance(page := _page(unit), BlindView) and isinstance(page.pad, VehiclePadView):
        body, colour = Body(given.get("body", "car")), Colour(given.get("colour", "gray"))
        told = w.ChooseBody(body.value), w.ChooseColour(colour.value)
        blank = w.ChooseBody(""), w.ChooseColour("")
        screen.ask(*(told if "body" in given else blank), w.GoNext())
    unit.settle()


def _cannot_see(_scene: Stage, unit: Unit, _given: Given) -> None:
    unit.screen.ask(w.CannotRead(), w.ConfirmCannotRead())
    unit.settle()


def _status(_scene: Stage, unit: Unit, given: Given) -> None:
    source, result = StatusSource(given["source"]), StatusResult(given["result"])
    unit.screen.ask(w.AskStatus(source.value), w.StateResult(result.value))
    if isinstance(page := _page(unit), ResultView) and page.status.kind == "dispatcher":
        digits = given.get("dispatcher", "17")
        unit.screen.ask(*(w.TypeCharacter(d) for d in digits), w.GoNext())
    unit.settle()


def _not_practicable(_scene: Stage, unit: Unit, given: Given) -> None:
    unit.screen.ask(w.AskWhyNot(), w.StateWhyNot(WhyNot(given["reason"]).value))
    unit.settle()


def _vehicle_reason(_scene: Stage, unit: Unit, given: Given) -> None:
    unit.screen.ask(w.AskReason(), w.GiveReason(given["reason"]))
    unit.settle()


def _initiate_stop(_scene: Stage, unit: Unit, _given: Given) -> None:
    """Hold the button, then ask past the screen, as a screen with a defect would."""
    unit.screen.ask(w.InitiateStop())
    if (hit := unit.hit) is not None:
        unit.car.desk.initiate_stop(hit.hit_id)
    unit.settle()


def _end(_scene: Stage, unit: Unit, given: Given) -> None:
    actions: list[w.HitAction] = [w.EndHit(), w.ChooseDisposition(Disposition(given["as"]).value)]
    if "stopped" in given:
        actions.append(w.ChooseStopped(Stopped(given["stopped"]).value))
    if "outcome" in given:
        actions.append(w.ChooseOutcome(Outcome(given["outcome"]).value))
    if "force" in given:
        actions.append(w.ChooseForce(used=given["force"]))
    unit.screen.ask(*actions, w.GoNext())
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
