"""The offline answer to an Nlets plate reader query (INT-03)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from mdt_alpr.domain.kinds import Label
from mdt_alpr.domain.search.nlets import NletsQuery


@dataclass(frozen=True, slots=True)
class NletsEvent:
    """One event: EID and DAT name it; ``state`` is empty where it was not read."""

    eid: str
    dat: datetime
    lic: str
    state: str
    unit: str
    camera: str
    place: str


@dataclass(frozen=True, slots=True)
class NletsAnswer:
    """The newest events, at most MAX, and how many there are; ``notice`` goes with them.

    With ``ask``, what to confirm first: then nothing was looked up. ``search`` names the look-up,
    so that its paper is no further one.
    """

    events: tuple[NletsEvent, ...]
    found: int
    notice: str
    search: str = ""
    ask: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Return a text without plates."""
        return f"NletsAnswer({self.found})"


@dataclass(frozen=True, slots=True)
class NletsDetail:
    """Which event of an answer is asked about: EID and DAT must both be its own."""

    query: NletsQuery
    eid: Annotated[str, Label("EID, as the answer has it")]
    dat: Annotated[datetime, Label("DAT, as the answer has it")]
