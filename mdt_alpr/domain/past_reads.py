"""Where a listed plate was read before: what a look needs, what a read may be called (PUR-01)."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from mdt_alpr.domain.entry_form import case_needed
from mdt_alpr.domain.manual_entry import Purpose
from mdt_alpr.domain.plate import UNKNOWN_STATE, Plate


@dataclass(frozen=True, slots=True)
class Look:
    """What somebody asks for: past reads of an entry's plate, recorded with purpose and case."""

    entry_id: str
    purpose: Purpose
    case: str


class Doubt(StrEnum):
    """Why a past read is not simply the listed plate; a look-alike is never exact (ALR-04)."""

    LOOK_ALIKE = "look_alike"
    STATE_NOT_READ = "state_not_read"
    DISPUTED = "disputed"
    """Frames of its pass disagreed on a character."""


def still_needed(purpose: Purpose | None, case: str) -> tuple[str, ...]:
    """Return what is missing before anybody may look, as sentences; empty where nothing is."""
    chosen = () if purpose is not None else ("Choose one lawful purpose.",)
    return (*chosen, *case_needed(case))


def doubts(text: str, state: str, disputed: tuple[int, ...], listed: Plate) -> Iterator[Doubt]:
    """Give every doubt about a read of the ``listed`` plate; none where it is exact."""
    if text != listed.text:
        yield Doubt.LOOK_ALIKE
    if state == UNKNOWN_STATE:
        yield Doubt.STATE_NOT_READ
    if disputed:
        yield Doubt.DISPUTED
