"""What is said of own entries outside their page: never a plate (MAN-04, MAN-08)."""

from datetime import datetime, timedelta

from mdt_alpr.domain.entry.life import Reminder
from mdt_alpr.ui.hit.models.hit_view import Spoken

ONCE_WITHIN = timedelta(minutes=1)
"""Several entries with one reason are spoken of once."""
_WORDS = {
    Reminder.THREE_DAYS: "One of your entries expires within 3 days. Press F9.",
    Reminder.SEVEN_DAYS: "One of your entries expires within 7 days. Press F9.",
    Reminder.SHIFT_ENDS: "Your entries stay active after this shift.",
    Reminder.CASE_CLOSED: "The case of one of your entries is closed. Remove it. Press F9.",
    Reminder.RECHECK: "One of your entries on a person must be checked again. Press F9.",
}


class ReminderSpeech:
    """Says each reason once, however many entries have it at a time."""

    def __init__(self) -> None:
        self._said: dict[Reminder, datetime] = {}

    def speech(self, why: Reminder, now: datetime) -> Spoken | None:
        """Return what is said of a reminder, None where it was said just now."""
        last = self._said.get(why)
        if last is not None and now - last < ONCE_WITHIN:
            return None
        self._said[why] = now
        return Spoken(_WORDS[why])


def waiting_words(live: int) -> str:
    """Return what the lock says of own live entries, nothing where there is none."""
    return f"{_entries(live)} active. Unlock and press F9 to remove old entries." if live else ""


def left_words(live: int) -> str:
    """Return what is said of them once the shift is over (MAN-04)."""
    if live == 1:
        return "1 entry stays active until it expires."
    return f"{live} entries stay active until they expire." if live else ""


def _entries(live: int) -> str:
    return "1 of your entries is" if live == 1 else f"{live} of your entries are"
