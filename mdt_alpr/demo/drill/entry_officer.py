"""The officer of a scenario at the page of manual entries: every field by its own pad."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from mdt_alpr.demo.drill.scene import Stage
from mdt_alpr.demo.drill.shape import Keys
from mdt_alpr.demo.drill.unit import DrillStuckError, Unit
from mdt_alpr.domain.hotlist.manual_entry import Basis, Purpose
from mdt_alpr.ui.entries.models import entry_actions as w
from mdt_alpr.ui.hit.models.hit_actions import ChooseState

Given = Mapping[str, Any]
_TYPED = ("plate", "case", "reason")
_PERSON = ("identified_how", "identified_by", "tied_to_vehicle_how")
_SIGHTING = ("miles", "minutes")
_BETWEEN_TAPS = timedelta(seconds=1)


def _make(scene: Stage, unit: Unit, given: Given) -> None:
    """Fill the form in as far as it is told, and press Add; the form may refuse."""
    ask = unit.screen.ask_entry
    ask(w.ClearForm())
    scene.clock.pass_by(_BETWEEN_TAPS)
    ask(w.ClearForm())
    for field in _TYPED:
        _type(unit, field, given.get(field, ""))
    ask(ChooseState(given["state"]))
    if given.get("spelled", True):
        ask(w.ConfirmSpelling())
    if "basis" in given:
        ask(w.ChooseBasis(Basis(given["basis"]).value))
    if "purpose" in given:
        ask(w.ChoosePurpose(Purpose(given["purpose"]).value))
    named = any(field in given for field in _PERSON) or given.get("names_person", False)
    ask(w.NamePerson(named=named))
    for field in (*_PERSON, *_SIGHTING):
        _type(unit, field, given.get(field, ""))
    ask(w.ChooseInstruction(given.get("instruction", "Check, then stop")), w.AddEntry())
    unit.settle()


def _type(unit: Unit, field: str, text: str) -> None:
    if text:
        typed = (w.TypeText(character) for character in text)
        unit.screen.ask_entry(w.EditField(field), w.ClearText(), *typed, w.CloseField())


def _remove(scene: Stage, unit: Unit, _given: Given) -> None:
    entry_id = _only(unit)
    unit.screen.ask_entry(w.RemoveEntry(entry_id))
    scene.clock.pass_by(_BETWEEN_TAPS)
    unit.screen.ask_entry(w.RemoveEntry(entry_id))
    unit.settle()


def _recheck(_scene: Stage, unit: Unit, _given: Given) -> None:
    unit.screen.ask_entry(w.RecheckEntry(_only(unit), still_wanted=True))
    unit.settle()


def _only(unit: Unit) -> str:
    rows = unit.screen.views["entries"].own.rows
    if not rows:
        message = f"{unit.name} shows no entry of its officer"
        raise DrillStuckError(message)
    return str(rows[0].entry_id)


_MAY = dict.fromkeys(
    (*_TYPED, *_PERSON, *_SIGHTING, "basis", "purpose", "instruction"), str
) | {"names_person": bool, "spelled": bool}  # fmt: skip
EntryAction = Callable[[Stage, Unit, Given], None]
ENTRY_ACTIONS: dict[str, tuple[EntryAction, Keys]] = {
    "make entry": (_make, Keys({"state": str}, _MAY)),
    "remove entry": (_remove, Keys({}, {})),
    "recheck entry": (_recheck, Keys({}, {})),
}
"""What the officer can do about own entries, and what each needs to be told."""
