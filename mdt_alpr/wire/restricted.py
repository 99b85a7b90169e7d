"""The log of restricted files: which record was shown or disclosed, to whom (HOT-10)."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class RestrictedLogRow:
    """One line; ``what`` is "shown" or "disclosed", ``number`` orders lines of one instant.

    ``operator`` is who looked or told, ``where`` the car or desk; ``agency``, ``requester`` and
    ``secondary`` are empty where it was only shown.
    """

    at: datetime
    number: str
    what: str
    category: str
    subject: str
    operator: str
    where: str
    agency: str = ""
    requester: str = ""
    secondary: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RestrictedLogMessage:
    """A page of the lines; ``more`` says that others follow."""

    rows: tuple[RestrictedLogRow, ...]
    more: bool
