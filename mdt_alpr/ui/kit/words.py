"""Ages and amounts in words, the same on every page (D5)."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, tzinfo

from mdt_alpr.domain.people.accounts import training_words
from mdt_alpr.domain.people.roles import Role, Session
from mdt_alpr.domain.policy import CAPTURE_ZONE
from mdt_alpr.domain.time_words import time_in_words
from mdt_alpr.files.paths import resource


def guide_of(role: Role) -> str:
    """Return the path of the page that a role reads."""
    return str(resource(f"docs/{role.value}.md"))


_MINUTE = 60
_HOUR = 3600
_DAY = 24 * _HOUR
_ENGINES = {
    "own": "Built-in",
    "ppocr": "PP-OCR",
    "easyocr": "EasyOCR",
    "easyocr-plates": "EasyOCR for plates",
    "agency": "Agency's own",
}


full_time = time_in_words


def age(then: datetime, now: datetime) -> str:
    """Return how long ago ``then`` was, in one unit: "12 s", "4 min", "3 h", "2 days"."""
    seconds = max(0, int((now - then) / timedelta(seconds=1)))
    if seconds < _MINUTE:
        return f"{seconds} s"
    if seconds < _HOUR:
        return f"{seconds // _MINUTE} min"
    if seconds < 2 * _DAY:
        return f"{seconds // _HOUR} h"
    return f"{seconds // _DAY} days"


def local_time(at: datetime, zone: tzinfo | None = None) -> datetime:
    """Return ``at`` in the agency's zone, whatever the computer's is; a test may name another."""
    return at.astimezone(zone or CAPTURE_ZONE)


def local_day(at: datetime, zone: tzinfo | None = None) -> date:
    """Return the agency's calendar day at ``at``."""
    return local_time(at, zone).date()


def clock_time(at: datetime) -> str:
    """Return the agency's time of day to the second."""
    return local_time(at).strftime("%H:%M:%S")


def engine_words(name: str) -> str:
    """Return what an engine is called on a screen; a name that is not ours stays as it is."""
    return _ENGINES.get(name, name)


def engines_in_use(detector: str, reader: str, second: str) -> str:
    """Return which engines find and read plates: "Built-in; second reader PP-OCR"."""
    words = engine_words(reader)
    if detector != reader:
        words = f"{engine_words(detector)} finds, {words} reads"
    return f"{words}; second reader {engine_words(second)}" if second else words


def training_notice(session: Session, now: datetime) -> str:
    """Return the warning; empty while the training lasts longer than a month."""
    until = session.trained_until
    return "" if until is None else training_words(until, local_day(now))


class NoSuchTimeError(ValueError):
    """The clock skips this time of day; the sentence says so."""


_SUMMER, _STANDARD = "EDT", "EST"
_TIMES_OF_DAY = ("%H:%M", "%H%M", "%I:%M %p", "%I:%M%p")
_DAY_FORMS = ("%b %d, %Y", "%b %d %Y", "%m/%d/%Y", "%m-%d-%Y", "%Y-%m-%d")
_TIME_FORMS = (
    "%Y-%m-%dT%H:%M",
    *(f"{day} {time}" for day in _DAY_FORMS for time in _TIMES_OF_DAY),
)


def typed_time(text: str) -> datetime:
    """Return the instant of the agency's time that was typed, as "Nov 24, 2026 08:30".

    "8:30 AM" counts, too. Of an hour that comes twice it is the first one, with EST after it the
    second. In UTC, so that a span over the change of the clocks is as long as it was.

    Raises:
        NoSuchTimeError: the clock skips it.
        ValueError: it is not one.
    """
    words, _, zone = text.strip().rpartition(" ")
    is_named = zone.upper() in (_SUMMER, _STANDARD)
    second = is_named and zone.upper() == _STANDARD
    return _instant(_read(words if is_named else text.strip()), second=second)


def _read(words: str) -> datetime:
    for form in _TIME_FORMS:
        with suppress(ValueError):
            return datetime.strptime(words, form)  # noqa: DTZ007 - the zone is the agency's
    raise ValueError("not a date and time")


def _instant(typed: datetime, *, second: bool) -> datetime:
    first, other = (typed.replace(tzinfo=CAPTURE_ZONE, fold=fold) for fold in (0, 1))
    if (first.utcoffset() or timedelta()) < (other.utcoffset() or timedelta()):
        day = f"{typed:%b} {typed.day}, {typed.year}"
        raise NoSuchTimeError(f"On {day} the clock goes from 01:59 to 03:00. Enter another time.")
    return datetime.fromtimestamp((other if second else first).timestamp(), UTC)


def typed_time_or_none(text: str) -> datetime | None:
    """Return the instant that was typed; None where there is none yet."""
    with suppress(ValueError):
        return typed_time(text)
    return None
