"""The contract of the status question: one request and one reply, for both of its ways.

A car posts a ``StatusRequest`` to headquarters; headquarters posts the same, with who asked
filled in, to the agency's own gateway where it has one. Both answer with a ``StatusResponse``.
Fields of the record carry their NCIC names. ``state_name`` spells LIS out (VER-04).

A response is judged in the car: it counts only where LIC, LIS, NIC and entry_id are those
asked (D6), and for ten minutes from ``answered_at``.
"""

from dataclasses import dataclass
from datetime import datetime

STATUS_VERSION = 1
RESULTS = ("active", "cleared", "no_record", "not_this_plate", "unavailable")
SOURCES = ("mdt", "dcin")


@dataclass(frozen=True, slots=True)
class StatusRequest:
    """One question. ``operator`` and ``device`` are headquarters' own word for who asks.

    ``NIC`` and ``ORI`` are empty for a manual entry; ``entry_id`` names the record always.
    ``hit_id`` is what the question is filed under.
    """

    version: int
    query_id: str
    hit_id: str
    asked_at: datetime
    LIC: str
    LIS: str
    state_name: str
    NIC: str
    ORI: str
    entry_id: str
    operator: str = ""
    device: str = ""


@dataclass(frozen=True, slots=True)
class StatusResponse:
    """One reply, about the plate and record that it names.

    ``source`` says whether it was asked as an MDT does ("mdt") or of DCIN ("dcin");
    ``responder`` who answered. ``simulated`` is true where nobody real did (INT-04). ``why`` is
    a sentence where the result is "unavailable".
    """

    version: int
    query_id: str
    LIC: str
    LIS: str
    NIC: str
    entry_id: str
    result: str
    source: str
    responder: str
    answered_at: datetime
    simulated: bool
    why: str = ""
