"""What may stand in a line for people: text from outside moves no cursor and makes no line.

A terminal obeys ESC, a newline begins a line that nobody recorded, and bidirectional marks turn
the order of what is read.
"""

import unicodedata

LONGEST_ID = 64
"""Characters of a user name, a device or a unit."""
LONGEST_NAME = 80
"""Characters of a person's name."""
LONGEST_SENT_NAME = 128
"""Characters of either in a message: what is longer than it may be is refused by its own rule."""
_REFUSED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode categories of what a line does not show as itself: control, format, unassigned."""


def is_printable(text: str) -> bool:
    """Tell whether every character shows as itself on one line."""
    return not any(unicodedata.category(one) in _REFUSED for one in text)


def escaped(text: str) -> str:
    """Return the text on one line, with what is not printable written out by its number."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        one if unicodedata.category(one) not in _REFUSED else _written_out(one) for one in text
    )


def _written_out(one: str) -> str:
    return one.encode("unicode_escape", "surrogatepass").decode("ascii")
