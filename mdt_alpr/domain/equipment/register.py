"""The register of equipment: fixed and mobile configurations alike (09.21.2.A, MNT-01)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated

from mdt_alpr.domain.errors import DomainError
from mdt_alpr.domain.kinds import Label, Name, Reference
from mdt_alpr.domain.printable import LONGEST_NAME, is_printable

LONGEST_NOTE = 300
LEAST_REASON = 10


class EquipmentKind(StrEnum):
    """What an item of the register is."""

    VEHICLE = "vehicle"
    CAMERA = "camera"
    PROCESSOR = "processor"
    SITE = "site"
    """A place with fixed cameras."""
    SYSTEM = "system"
    """All of it together, which is audited every year (09.21.3.A.4)."""


KIND_WORDS = {
    EquipmentKind.VEHICLE: "Vehicle",
    EquipmentKind.CAMERA: "Camera",
    EquipmentKind.PROCESSOR: "Processor",
    EquipmentKind.SITE: "Fixed site",
    EquipmentKind.SYSTEM: "Whole system",
}
HOLDS_OTHERS = frozenset({EquipmentKind.VEHICLE, EquipmentKind.SITE})
"""What cameras and processors are mounted in."""


class EquipmentRefusedError(DomainError):
    """The register cannot be changed like this; the sentence says why."""


@dataclass(frozen=True, slots=True)
class EquipmentFacts:
    """What the register says of an item.

    ``device`` is the enrolled machine that it is or that it belongs to, ``part_of`` the number of
    the vehicle or site that it is mounted in, 0 for none; ``place`` says where it is, in words.
    """

    kind: Annotated[
        EquipmentKind, Label("Kind", options=tuple((k.value, w) for k, w in KIND_WORDS.items()))
    ]
    name: Reference
    serial: Annotated[Reference, Label("Serial number")]
    model: Annotated[Reference, Label("Maker and model")]
    custodian: Annotated[Name, Label("Responsible")]
    installed_on: date
    software: Annotated[Reference, Label("Software version")] = ""
    device: Annotated[Reference, Label("Enrolled machine")] = ""
    part_of: Annotated[int, Label("Mounted in, by its number")] = 0
    place: Annotated[Reference, Label("Place", "Of a fixed site, or on the car")] = ""


_WORDS = {
    "name": "a name",
    "serial": "the serial number",
    "model": "the model",
    "custodian": "who is responsible for it",
}


def checked_facts(facts: EquipmentFacts, holder: EquipmentKind | None) -> EquipmentFacts:
    """Return what is kept of an item; ``holder`` is what it is mounted in, None where nothing.

    Raises:
        EquipmentRefusedError: something is missing, too long or unprintable, or it is mounted in
            what holds nothing.
    """
    texts = {
        name: " ".join(getattr(facts, name).split())
        for name in (*_WORDS, "software", "device", "place")
    }
    for name, words in _WORDS.items():
        if not texts[name]:
            raise EquipmentRefusedError(f"Enter {words}.")
    if any(len(text) > LONGEST_NAME or not is_printable(text) for text in texts.values()):
        raise EquipmentRefusedError(f"Each field has at most {LONGEST_NAME} printable characters.")
    if facts.kind is EquipmentKind.SITE and not texts["place"]:
        raise EquipmentRefusedError("Say where the fixed site is.")
    if facts.part_of and (facts.kind in HOLDS_OTHERS or holder not in HOLDS_OTHERS):
        message = "Only cameras and processors are mounted, in a vehicle or at a fixed site."
        raise EquipmentRefusedError(message)
    return EquipmentFacts(
        facts.kind, installed_on=facts.installed_on, part_of=facts.part_of, **texts
    )


def checked_note(words: str, *, least: int = 0) -> str:
    """Return a note as it is kept for years.

    Raises:
        EquipmentRefusedError: it is too short or too long.
    """
    text = " ".join(words.split())
    if not least <= len(text) <= LONGEST_NOTE or not is_printable(text):
        raise EquipmentRefusedError(
            f"Write {least} to {LONGEST_NOTE} characters."
            if least
            else (f"A note has at most {LONGEST_NOTE} printable characters.")
        )
    return text
