"""Where a relayed hit came from, to whom one was passed on: facts that a hit carries (D9)."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class RelayedFrom:
    """Who passed a hit to this unit, and what that officer had verified (VER-06).

    ``checked`` are values of ``gate.Check`` that held there. They are shown and never counted:
    nothing that another officer answered opens a gate here. The digests name the pictures,
    which may arrive later.
    """

    unit: str
    officer: str
    hit_id: str
    checked: tuple[str, ...]
    at: datetime
    crop_digest: str = ""
    context_digest: str = ""


@dataclass(frozen=True, slots=True)
class RelayedTo:
    """To which unit a hit was passed on, and when."""

    unit: str
    device: str
    at: datetime
