"""The officer of a scenario at the page of manual entries: every field by its own pad."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from mdt_alpr.demo.drill.scene import Stage
from mdt_alpr.demo.drill.shape import Keys
from mdt_alpr.demo.drill.unit import DrillStuckError, Unit
from mdt_alpr.domain.hotlist.manual_entry import Basis, Purpose

Given = Mapping[str, Any]
_TYPED = ("plate", "case", "reason")
_PERSON = ("identified_how", "identified_by", "tied_to_vehicle_how")
_SIGHTING = ("miles", "minutes")
_BETWEEN_TAPS = timedelta(seconds=1)


def _make(scene: Stage, unit: Unit, given: Given) -> None:
    """Fill the form in as far as it is told, and press Add; the form may refuse."""
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
