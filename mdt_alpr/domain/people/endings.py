"""What of a person's access ends soon, for who signs in (TRN-03, ACC-03)."""

from datetime import date

from mdt_alpr.domain.people.accounts import training_words
from mdt_alpr.domain.people.passwords import password_words
from mdt_alpr.domain.policy import TRAINING_WARNED_STRONGLY_BEFORE


def ending_soon(trained_until: date | None, password_until: date | None, today: date) -> list[str]:
    """Return in words which of training and password ends within a month."""
    endings = (trained_until, training_words), (password_until, password_words)
    return [
        f"WARNING: {said}" if ends - today <= TRAINING_WARNED_STRONGLY_BEFORE else said
        for ends, words in endings
        if ends is not None and (said := words(ends, today))
    ]
