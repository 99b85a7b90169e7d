"""What may stand in a line for people: text from outside moves no cursor and makes no line.

A terminal obeys ESC, a newline begins a line that nobody recorded, and bidirectional marks turn
the order of what is read.
"""

import unicodedata

LONGEST_NAME = 64
"""Characters that are kept of what somebody tells before being signed in."""
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


def shown_name(text: str) -> str:
    """Return what is kept of a name that nobody vouches for: printable, and not longer."""
    return escaped(text[:LONGEST_NAME])[:LONGEST_NAME]


def _written_out(one: str) -> str:
    return one.encode("unicode_escape", "surrogatepass").decode("ascii")
