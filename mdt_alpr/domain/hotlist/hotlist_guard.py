"""When a delivered hotlist is refused, as a whole or line by line (HOT-04, D16)."""

from datetime import datetime

BROKEN_LINES_ALLOWED = 3
BROKEN_SHARE_ALLOWED = 0.001
CHANGE_ALLOWED = 0.2
"""Share of its entries that a list may lose or gain from one delivery to the next (HOT-04)."""
SMALL_LIST = 25
"""Lists below this many entries change as they like: one of three is no sign of a fault."""

_PLACEHOLDERS = frozenset({"190", "NONE", "UNK", "UNKNOWN", "NOPLATE", "NOTAG", "NOLIC", "TEST"})


def is_placeholder(text: str) -> bool:
    """Tell whether a "plate" stands for none: zeros only, or a word for it (D16)."""
    return not text.strip("0") or text in _PLACEHOLDERS


def why_broken(broken: int, every: int) -> str:
    """Return why so many broken lines stop an import, empty where they are borne (HOT-04)."""
    if broken <= max(BROKEN_LINES_ALLOWED, BROKEN_SHARE_ALLOWED * every):
        return ""
    return f"{broken} of {every} lines are broken."


def why_changed(name: str, before: int, after: int) -> str:
    """Return why a list that changed so much needs a confirmation, else an empty text (D16)."""
    if before < SMALL_LIST or abs(after - before) < CHANGE_ALLOWED * before:
        return ""
    word = "lost" if after < before else "gained"
    share = round(100 * abs(after - before) / before)
    return f"{name} {word} {share} % of its entries ({before} before, {after} now)."


def why_older(data_at: datetime, in_use: datetime | None) -> str:
    """Return why data that is older than what is in use needs a confirmation (D16)."""
    if in_use is None or data_at >= in_use:
        return ""
    return (
        f"The data was written at {data_at:%Y-%m-%d %H:%M} UTC, what is in use at "
        f"{in_use:%Y-%m-%d %H:%M}: what was cancelled since would be listed again."
    )
