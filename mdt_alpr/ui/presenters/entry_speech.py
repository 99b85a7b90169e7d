"""What is told of own entries outside their page: never a plate (MAN-04, MAN-08)."""

from mdt_alpr.domain.entry_life import Reminder
from mdt_alpr.ui.viewmodels.hit_view import Spoken

_WORDS = {
    Reminder.THREE_DAYS: "One of your entries ends within 3 days.",
    Reminder.SEVEN_DAYS: "One of your entries ends within 7 days.",
    Reminder.SHIFT_ENDS: "You have live entries. Remove what is no longer needed.",
    Reminder.CASE_CLOSED: "The case of one of your entries is closed. Remove the entry.",
    Reminder.RECHECK: "An entry on a person must be checked again.",
}


def reminder_speech(why: Reminder) -> Spoken:
    """Return what is said of a reminder."""
    return Spoken(f"{_WORDS[why]} New entry, F9.")


def waiting_words(live: int) -> str:
    """Return what the lock says of own live entries, nothing where there is none."""
    if not live:
        return ""
    entries = "1 entry of yours is" if live == 1 else f"{live} entries of yours are"
    return f"{entries} live. Remove what is no longer needed: unlock, F9."
