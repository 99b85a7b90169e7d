"""Reads under the key of their date: a dump, replica or log dies with its day (RET-03, SEC-02).

Sealed are the plate and the whole message, position included. Time, device, unit and camera stay
plain: by them reads are counted. One plate has one form a day, by which it is found and counted
without being opened; the letter O counts as the digit 0 (ALR-04). The form goes with the key, too.
"""

import logging
from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.plate.plate import LONGEST_PLATE, Plate, folded
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.keys.day_keys import DayKeys

_LOG = logging.getLogger(__name__)
_STATE = 2


def sealed(keys: DayKeys, read: Any, text: str) -> tuple[bytes, bytes]:
    """Return the plate's form of that day and the sealed ``text`` of a read message."""
    on = capture_date(read.captured_at)
    return form(keys, on, read.text, read.state), keys.seal(on, text.encode(), read.read_id)


def opened(keys: DayKeys, captured_at: datetime, name: str, content: bytes) -> str | None:
    """Return the text of a message, None where nobody can read it any more."""
    try:
        text = keys.opened(capture_date(captured_at), content, name)
    except OutsideError as error:  # one damaged row must stop no page and no car
        _LOG.error("what was captured cannot be opened: %s", error)
        return None
    return None if text is None else text.decode()


def form(keys: DayKeys, on: date, text: str, state: str) -> bytes:
    """Return the form of a plate on a day whose key is kept."""
    plate_form = keys.seal_alike(on, _spelled(text, state))
    assert plate_form is not None  # noqa: S101 - its key is made where there was none
    return plate_form


def forms(keys: DayKeys, text: str, states: Collection[str]) -> list[bytes]:
    """Return the forms of a plate on every day that can still be read."""
    return [form(keys, on, text, state) for on in keys.dates() for state in states]


def plate_of(keys: DayKeys, captured_at: datetime, form: bytes) -> Plate | None:
    """Return the plate of a form, with O as 0; None where nobody can read it any more."""
    try:
        spelled = keys.opened_alike(capture_date(captured_at), form)
    except OutsideError as error:
        _LOG.error("the plate of a read cannot be opened: %s", error)
        return None
    if spelled is None:
        return None
    words = spelled.decode()
    return Plate(words[:LONGEST_PLATE].rstrip(), words[LONGEST_PLATE:].rstrip())


def _spelled(text: str, state: str) -> bytes:
    """Return a plate in one length, which says nothing of it."""
    return f"{folded(text):{LONGEST_PLATE}}{state:{_STATE}}".encode()
