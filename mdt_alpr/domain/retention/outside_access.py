"""Access to data of readers that others operate, logged like that to own data (09.21.1, OUT-04).

A coworker who searches another agency's or a vendor's readers logs it with purpose and case, as a
search of the own data would be (GS 20-183.31(a)(8)).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, Any

from mdt_alpr.domain.errors import DomainError
from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.domain.kinds import Label, Name, OwnCase, Sealed, nothing_typed
from mdt_alpr.domain.policy import MOST_DAYS, captured_data_has_expired
from mdt_alpr.domain.printable import log_number
from mdt_alpr.domain.reason_words import (
    case_needed,
    gives_no_reason,
    reads_like_a_plate,
    says_nothing,
    serves_no_purpose,
    single_line,
)

LONGEST_WORDS = 400
MOST_NUMBER = 1_000_000
_TYPED = "agency", "system", "case", "reason", "sought"


class AccessRefusedError(DomainError):
    """An access cannot be logged as it is; the sentences say what is missing."""


@dataclass(frozen=True, slots=True)
class OutsideAccess:
    """What a person searched for in others' readers, when, for which purpose and case.

    ``sought`` is the plate or what else was entered there; ``found`` how many reads were shown.
    ``request`` is the number of an own request to that agency, 0 without one.
    """

    at: Annotated[datetime, Label("When")]
    agency: Annotated[Name, Label("Agency whose readers they are")]
    system: Annotated[Name, Label("System, such as the vendor's", makes=nothing_typed)]
    purpose: Annotated[Purpose | None, Label("Lawful purpose", options=(("", "Purpose"),))]
    case: Annotated[OwnCase, Label("Case number")]
    reason: Annotated[Sealed, Label("Reason", is_wide=True)]
    sought: Annotated[Sealed, Label("Plate, or what was entered")]
    found: Annotated[int, Label("Reads shown")]
    request: Annotated[int, Label("Own request's number", reads=log_number)] = 0

    def __repr__(self) -> str:
        """Return a text without what was sought."""
        return f"OutsideAccess({self.agency!r})"


def demand_access(access: OutsideAccess, now: datetime) -> OutsideAccess:
    """Return an access as it is kept.

    Raises:
        AccessRefusedError: something is missing; says what.
    """
    if lacking := tuple(_needs(access, now)):
        raise AccessRefusedError(" ".join(lacking))
    tidied: dict[str, Any] = {name: single_line(getattr(access, name)) for name in _TYPED}
    return replace(access, **tidied)


def _needs(access: OutsideAccess, now: datetime) -> Iterator[str]:
    if access.purpose is None:
        yield "Choose one lawful purpose."
    yield from case_needed(access.case)
    yield from _reason(access.reason)
    checked = (
        (says_nothing(access.agency), "Name the agency whose readers they are."),
        (not access.sought.strip(), "Say what was searched for."),
        (
            access.at > now or captured_data_has_expired(access.at, now),
            f"Log it within {MOST_DAYS} days of the access, and not in advance.",
        ),
        (not 0 <= access.found <= MOST_NUMBER, "Enter how many reads were shown."),
        (not 0 <= access.request <= MOST_NUMBER, "Enter the own request's number, or 0."),
        (
            max(len(getattr(access, name)) for name in _TYPED) > LONGEST_WORDS,
            f"At most {LONGEST_WORDS} characters a field.",
        ),
        (
            any(map(reads_like_a_plate, (access.agency, access.system))),
            "Leave the plate out of agency and system.",
        ),
    )
    yield from (sentence for is_wrong, sentence in checked if is_wrong)


def _reason(reason: str) -> Iterator[str]:
    if serves_no_purpose(reason):
        yield "This reason serves no purpose that the statute names."
    elif gives_no_reason(reason):
        yield "Give the reason in words that can be checked."
