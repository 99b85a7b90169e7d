"""Media that held criminal justice information and were destroyed (RET-10, CJIS MP-6)."""

from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Annotated

from mdt_alpr.domain.equipment.register import EquipmentRefusedError, checked_note
from mdt_alpr.domain.kinds import Label, Name, Note, Reference
from mdt_alpr.domain.people.two_people import is_one_name
from mdt_alpr.domain.printable import LONGEST_NAME, is_printable

LEAST_PASSES, MOST_PASSES = 3, 100
"""How often a medium is overwritten at least."""


class MediaKind(StrEnum):
    """What was destroyed."""

    DISK = "disk"
    LAPTOP = "laptop"
    MEMORY_STICK = "memory_stick"
    MEMORY_CARD = "memory_card"
    PAPER = "paper"
    OTHER = "other"


class DestructionMethod(StrEnum):
    """How."""

    OVERWRITTEN = "overwritten"
    DEGAUSSED = "degaussed"
    SHREDDED = "shredded"


METHOD_WORDS = {
    DestructionMethod.OVERWRITTEN: "Overwritten",
    DestructionMethod.DEGAUSSED: "Degaussed",
    DestructionMethod.SHREDDED: "Shredded or crushed",
}
_METHODS = tuple((method.value, words) for method, words in METHOD_WORDS.items())


@dataclass(frozen=True, slots=True)
class DestroyedMedium:
    """One medium: what it was, how it was destroyed, by whom, and who saw it.

    ``passes`` is how often it was overwritten, 0 for the other ways. ``held`` says in words what
    was on it.
    """

    kind: Annotated[MediaKind, Label("Medium")]
    serial: Annotated[Reference, Label("Serial number or label")]
    held: Annotated[Note, Label("What was on it. No plates.")]
    method: Annotated[DestructionMethod, Label("How", options=_METHODS)]
    passes: Annotated[int, Label("Passes", f"{LEAST_PASSES} at least, if overwritten")] = field(
        default=0, kw_only=True
    )
    destroyed_on: date
    destroyed_by: Name
    witness: Name
    note: Annotated[Note, Label("Note. No plates.", is_wide=True)] = ""


_WORDS = {
    "serial": "the serial number or label",
    "held": "what was on it",
    "destroyed_by": "who destroyed it",
    "witness": "who saw it",
}


def checked_medium(given: DestroyedMedium, today: date) -> DestroyedMedium:
    """Return what is kept.

    Raises:
        EquipmentRefusedError: something is missing or too long, the witness is who did it, it was
            overwritten too few times, or it is still to come.
    """
    texts = {name: " ".join(getattr(given, name).split()) for name in _WORDS}
    for name, words in _WORDS.items():
        if not texts[name] or len(texts[name]) > LONGEST_NAME or not is_printable(texts[name]):
            raise EquipmentRefusedError(f"Enter {words} in 1 to {LONGEST_NAME} characters.")
    if is_one_name(texts["witness"], texts["destroyed_by"]):
        raise EquipmentRefusedError("The witness is another person than who destroyed it.")
    if given.destroyed_on > today:
        raise EquipmentRefusedError(f"{given.destroyed_on.isoformat()} is still to come.")
    is_overwritten = given.method is DestructionMethod.OVERWRITTEN
    if is_overwritten and given.kind is MediaKind.PAPER:
        raise EquipmentRefusedError("Paper is shredded.")
    if is_overwritten and not LEAST_PASSES <= given.passes <= MOST_PASSES:
        raise EquipmentRefusedError(
            f"CJIS MP-6 asks for {LEAST_PASSES} passes at least; enter at most {MOST_PASSES}."
        )
    return replace(
        given,
        serial=texts["serial"],
        held=checked_note(texts["held"]),
        destroyed_by=texts["destroyed_by"],
        witness=texts["witness"],
        passes=given.passes if is_overwritten else 0,
        note=checked_note(given.note),
    )
