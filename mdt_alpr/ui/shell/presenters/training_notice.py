"""Warns a person, on the own screen, that the own training ends soon (TRN-03)."""

from datetime import datetime

from mdt_alpr.domain.people.accounts import training_words
from mdt_alpr.domain.people.roles import Session
from mdt_alpr.ui.kit.words import local_day


def training_notice(session: Session, now: datetime) -> str:
    """Return the warning; empty while the training lasts longer than a month."""
    until = session.trained_until
    return "" if until is None else training_words(until, local_day(now))
