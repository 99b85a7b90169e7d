"""Puts the page of manual entries together: form or pad or lock, and the own entries."""

from datetime import datetime, tzinfo

from mdt_alpr.domain.policy import TYPING_ENDS_ABOVE_MPH
from mdt_alpr.ui.entries.models.entries import EntriesView, LockView
from mdt_alpr.ui.entries.presenters.entry_form import EntryForm
from mdt_alpr.ui.entries.presenters.entry_form_view import entry_form_view
from mdt_alpr.ui.entries.presenters.entry_pad_view import entry_pad_view
from mdt_alpr.ui.entries.presenters.own_entries_view import OwnEntries, own_entries_view

_LOCK = LockView(
    f"Typing is off above {TYPING_ENDS_ABOVE_MPH:g} mph",
    ("What you typed is kept.", "Stop the car. Or press the", "speed twice: second officer."),
)
FORM = "form"
"""Names the form among what two taps are needed for."""


def entries_view(
    form: EntryForm,
    own: OwnEntries,
    now: datetime,
    zone: tzinfo | None,
    area_states: tuple[str, ...],
) -> EntriesView:
    """Return the page as it is now."""
    pad, lock = entry_pad_view(form, area_states), None if own.live else _LOCK
    place = "lock" if lock else (pad.key if pad else FORM)
    return EntriesView(
        place=place,
        form=entry_form_view(form, now, zone, clearing=own.armed == FORM),
        pad=pad,
        lock=lock,
        own=own_entries_view(own, now, zone),
    )
