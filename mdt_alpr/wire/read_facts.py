"""What headquarters looks at and files of a read: most of what comes is one.

Every field of the message is checked; making the rest of it into objects would be half the work.
"""

from datetime import UTC, datetime
from typing import Any, NamedTuple

from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.messages import ReadMessage
from mdt_alpr.wire.swift import spelled_reader


class ReadFacts(NamedTuple):
    """Some fields of a ``ReadMessage``; ``place`` is latitude and longitude in degrees.

    ``captured_text`` is ``captured_at`` in UTC to the microsecond, without an offset.
    """

    read_id: str
    revision: int
    unit: str
    camera: str
    person_id: str
    captured_at: datetime
    captured_text: str
    text: str
    state: str
    place: tuple[float, float] | None


_SPELLED = spelled_reader(ReadMessage)
_instant = datetime.fromisoformat
_WITHOUT_OFFSET = slice(0, 26)


def read_facts(text: str) -> ReadFacts:
    """Return the facts of the message in ``text``, all of which is checked.

    Raises:
        DecodeError: as of ``codec.decode``.
    """
    try:
        r = _SPELLED(text.encode())
        return _slowly(text) if r is None else _facts(r)
    except ValueError:  # half a character, or a time that no calendar has
        return _slowly(text)


def _facts(r: Any) -> ReadFacts:
    at, place = r.captured_at, None
    if (p := r.place) is not None:
        _instant(p.at)
        _instant(p.seen_at)
        place = p.lat, p.lon
    return ReadFacts(
        r.read_id, r.revision, r.unit, r.camera, r.person_id, _instant(at), at[_WITHOUT_OFFSET],
        r.text, r.state, place,
    )  # fmt: skip


def _slowly(text: str) -> ReadFacts:
    r = decode(ReadMessage, text)
    at = r.captured_at.astimezone(UTC)
    place = None if r.place is None else (r.place.lat, r.place.lon)
    return ReadFacts(
        r.read_id, r.revision, r.unit, r.camera, r.person_id, at,
        at.replace(tzinfo=None).isoformat(timespec="microseconds"), r.text, r.state, place,
    )  # fmt: skip
