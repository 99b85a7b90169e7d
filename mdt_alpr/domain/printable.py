"""What may be printed in a line for people: outside text moves no cursor and makes no line.

A terminal obeys ESC, a newline begins a line that nobody recorded, and bidirectional marks reverse
the order of text.
"""

import re
import unicodedata
from datetime import date

_LOG_NUMBER = re.compile(r"\s*(?:no\.?\s*)?(?:\d{4}-)?(\d{1,9})\s*", re.ASCII | re.IGNORECASE)
LONGEST_ID = 64
"""Characters of a user name, a device or a unit."""
LONGEST_NAME = 80
"""Characters of a person's name."""
LONGEST_SENT_NAME = 128
"""Characters of either in a message: a name that is too long is refused by its own rule."""
_REFUSED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode categories that a line does not show as they are: control, format, unassigned."""


def is_printable(text: str) -> bool:
    """Return whether every character is printable on one line."""
    return not any(unicodedata.category(character) in _REFUSED for character in text)


def escaped(text: str) -> str:
    """Return the text on one line, with unprintable characters as their numbers."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        character if unicodedata.category(character) not in _REFUSED else _written_out(character)
        for character in text
    )


def _written_out(character: str) -> str:
    return character.encode("unicode_escape", "surrogatepass").decode("ascii")


def number_of(count: int, what: str) -> str:
    """Return how many of something there are: "1 read", "4 reads"."""
    return f"{count:,} {what}" if count == 1 else f"{count:,} {what}s"


def waiting_words(count: int) -> str:
    """Return how many things wait for the person who reads it."""
    if count == 0:
        return "Nothing waits for you."
    return "1 waits for you." if count == 1 else f"{count:,} wait for you."


def log_label(year: int, number: int) -> str:
    """Return the number of a line as the log shows it: "2026-0003"."""
    return f"{year}-{number:04d}"


def log_number(text: str) -> int:
    """Return the number of a line that was typed as it is shown: "2026-0003", "No. 3" or "3".

    Raises:
        ValueError: it is none.
    """
    match = _LOG_NUMBER.fullmatch(text)
    if match is None:
        raise ValueError("no number of a log")
    return int(match[1])


def day_in_words(on: date) -> str:
    """Return a date as papers and screens have it: "Nov 9, 2026"."""
    return f"{on:%b} {on.day}, {on.year}"
