"""Where a listed plate was read before: what a look needs, what a read may be called (PUR-01)."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from mdt_alpr.domain.entry.form import case_needed
from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.domain.plate.plate import UNKNOWN_STATE, Plate
from mdt_alpr.domain.reading.reading import DOUBTFUL_BELOW


@dataclass(frozen=True, slots=True)
class PastReadsQuery:
    """What somebody asks for: past reads of an entry's plate, recorded with purpose and case."""

    entry_id: str
    purpose: Purpose
    case: str


class Doubt(StrEnum):
    """Why a past read is not simply the listed plate; a look-alike is never exact (ALR-04)."""

    LOOK_ALIKE = "look_alike"
    STATE_NOT_READ = "state_not_read"
    CHARACTER = "character"
    """A character is doubtful, or frames of its pass disagreed on one (U23)."""


def still_needed(purpose: Purpose | None, case: str) -> tuple[str, ...]:
    """Return what is missing before anybody may look, as sentences; empty where nothing is."""
    chosen = () if purpose is not None else ("Choose one lawful purpose.",)
    return (*chosen, *case_needed(case))


def doubts(read: Plate, listed: Plate, *, weakest: float, disputed: bool) -> Iterator[Doubt]:
    """Give every doubt about a ``read`` of the ``listed`` plate; none where it is exact.

    ``weakest`` is the confidence of its least sure character, 0 to 1; ``disputed`` tells that
    frames of its pass disagreed.
    """
    if read.text != listed.text:
        yield Doubt.LOOK_ALIKE
    if read.state == UNKNOWN_STATE:
        yield Doubt.STATE_NOT_READ
    if disputed or weakest < DOUBTFUL_BELOW:
        yield Doubt.CHARACTER
