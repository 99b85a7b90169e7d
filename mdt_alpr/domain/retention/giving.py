"""When data may leave on a request that was recorded (09.21.7.B, PRS-10, DIS-06)."""

from dataclasses import replace
from datetime import datetime

from mdt_alpr.domain.policy import capture_date
from mdt_alpr.domain.printable import day_in_words
from mdt_alpr.domain.retention.data_request import Standing
from mdt_alpr.domain.retention.disclosure import (
    NO_PROSECUTORS,
    Disclosure,
    DisclosureRefusedError,
    RequestState,
)
from mdt_alpr.domain.retention.grants import sought_needs

_ANOTHER = "Record another request, with its own paper, and have it granted."


def demand_granted(disclosure: Disclosure, now: datetime, *, prosecutors: bool = True) -> None:
    """Refuse unless data may leave on this request now (7.B, PRS-10, DIS-06).

    Raises:
        DisclosureRefusedError: it is not granted, its grant is over, it does not say what data is
            asked for, or the agency gives prosecutors nothing since.
    """
    if disclosure.asked.standing is Standing.PROSECUTOR and not prosecutors:
        raise DisclosureRefusedError(NO_PROSECUTORS)
    until = disclosure.granted_until
    if until is None:
        raise DisclosureRefusedError("Nothing leaves before the request is granted.")
    if now >= until:
        message = f"The grant ended on {day_in_words(capture_date(until))}. {_ANOTHER}"
        raise DisclosureRefusedError(message)
    if sought_needs(disclosure.asked.seeks, disclosure.asked.received_at):
        message = (
            f"The request does not say which plate, time and cameras were granted. {_ANOTHER}"
        )
        raise DisclosureRefusedError(message)


def deliver(disclosure: Disclosure) -> Disclosure:
    """Return a granted request as delivered."""
    return replace(disclosure, state=RequestState.DELIVERED)
