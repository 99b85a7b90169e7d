"""The plain questions of the car's window: closing it, ending a shift with hits open."""

from collections.abc import Sequence
from datetime import tzinfo

from mdt_alpr.domain.hit.alerting import setting_of
from mdt_alpr.domain.hit.hit import Hit
from mdt_alpr.ui.hit.presenters.hit_words import PRIORITY_WORDS, clock_words
from mdt_alpr.ui.kit.models.choice import QuestionView

_NAMED = 6

CLOSING = QuestionView(
    "Close MDT ALPR?",
    "No plate is read and nothing alerts while it is closed. Open hits stay open, what waits for "
    "headquarters stays in this car, and you stay signed in. A locked screen stays locked.",
    safe="Stay",
    agree="Close",
)


def end_of_shift(hits: Sequence[Hit], zone: tzinfo | None = None) -> QuestionView | None:
    """Return what is asked before a shift ends, None without an open hit; it names no plate."""
    if not hits:
        return None
    count = "1 hit is" if len(hits) == 1 else f"{len(hits)} hits are"
    lines = [
        f"{PRIORITY_WORDS[setting_of(hit).priority]}: {hit.category.name}, "
        f"{clock_words(hit.raised_at, zone)[:5]}"
        for hit in hits[:_NAMED]
    ]
    if len(hits) > _NAMED:
        lines.append(f"and {len(hits) - _NAMED} more")
    return QuestionView(
        f"{count} still open. End the shift?",
        "\n".join(lines) + "\n\nTo close them, sign in and press F4. If you end the shift, they "
        "are recorded as left open. Your password is asked.",
        safe="Go back",
        agree="End shift",
    )
