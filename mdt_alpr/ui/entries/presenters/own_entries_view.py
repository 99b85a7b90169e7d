"""Builds the list of the officer's own live entries (MAN-03, MAN-04, MAN-08)."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo

from mdt_alpr.domain.entry.form import labels
from mdt_alpr.domain.entry.life import Reminder, days_left, recheck_is_due, reminders
from mdt_alpr.domain.hotlist.manual_entry import Extension, ManualEntry
from mdt_alpr.domain.plate.plate import folded, state_in_words
from mdt_alpr.ui.entries.models.entries import ChosenEntryView, OwnEntriesView, OwnEntryRow
from mdt_alpr.ui.hit.models.hit_view import Spoken
from mdt_alpr.ui.hit.presenters.hit_words import clock_words, date_words
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.kit.words import age, local_day, local_time
from mdt_alpr.wire.notices import CallMessage

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


ROWS_SHOWN = 3
_NONE = "No active entries. Yours are listed here until they expire or you remove them."
_HIDDEN = "Plates are hidden until you check the hit."
MORE_TIME_WORDS = {
    Extension.NONE: "",
    Extension.ASKED: "More time was requested. A supervisor decides.",
    Extension.APPROVED: "More time was approved.",
    Extension.REFUSED: "More time was refused.",
}


@dataclass(frozen=True, slots=True)
class OwnEntries:
    """The officer's own live entries and what was touched of them.

    ``hidden``: a hit waits for its blind entry, so neither plate nor state is shown (D1).
    ``armed`` is the entry whose removal was tapped once.
    """

    entries: tuple[ManualEntry, ...] = ()
    chosen: str = ""
    armed: str = ""
    page: int = 0
    hidden: bool = False
    live: bool = True
    calls: tuple[CallMessage, ...] = ()
    """The calls of dispatch that the unit is on."""

    def ordered(self, now: datetime) -> tuple[ManualEntry, ...]:
        """Return the entries: what must be checked again on top, then what ends first."""
        wanting = [entry for entry in self.entries if recheck_is_due(entry, now)]
        others = [entry for entry in self.entries if entry not in wanting]
        return (*sorted(wanting, key=_by_end), *sorted(others, key=_by_end))

    def turned(self, by: int) -> "OwnEntries":
        """Return them at the next or a previous page."""
        pages = -(-len(self.entries) // ROWS_SHOWN)
        return replace(self, page=min(max(0, self.page + by), max(0, pages - 1)))

    def find(self, entry_id: str) -> ManualEntry | None:
        """Return an entry by its id."""
        return next((entry for entry in self.entries if entry.entry_id == entry_id), None)

    def before_officer(self, now: datetime) -> ManualEntry | None:
        """Return the entry that was chosen, else the first."""
        return self.find(self.chosen) or next(iter(self.ordered(now)), None)


def own_entries_view(own: OwnEntries, now: datetime, zone: tzinfo | None) -> OwnEntriesView:
    """Return the list as it is now."""
    ordered, count = own.ordered(now), len(own.entries)
    pages = max(1, -(-count // ROWS_SHOWN))
    page = min(own.page, pages - 1)
    shown = ordered[page * ROWS_SHOWN : (page + 1) * ROWS_SHOWN]
    chosen = own.before_officer(now)
    return OwnEntriesView(
        count=f"{count} live",
        words="" if ordered else _NONE,
        rows=tuple(_row(entry, own, chosen, now) for entry in shown),
        chosen=None if chosen is None else _chosen(chosen, own, now, zone),
        page=page,
        pages=pages,
        live=own.live,
    )


def time_left(entry: ManualEntry, now: datetime) -> str:
    """Return the days left in words."""
    days = days_left(entry, now)
    if days_left(entry, now) <= 1:
        return f"{max(1, int((entry.expires_at - now) / timedelta(hours=1)))} h left"
    return f"{days} days left"


def _by_end(entry: ManualEntry) -> tuple[datetime, str]:
    return entry.expires_at, entry.entry_id


def _row(
    entry: ManualEntry, own: OwnEntries, chosen: ManualEntry | None, now: datetime
) -> OwnEntryRow:
    armed = own.armed == entry.entry_id
    plate = "" if own.hidden else entry.draft.text
    return OwnEntryRow(
        entry_id=entry.entry_id,
        plate=plate,
        state="" if own.hidden else state_in_words(entry.draft.state),
        case=_case(entry, own),
        left=_left(entry, now),
        mark=Mark.WEAK if reminders(entry, now) else None,
        remove_word=_remove_word(plate) if armed else "Remove",
        armed=armed,
        chosen=chosen is not None and entry.entry_id == chosen.entry_id,
    )


def _case(entry: ManualEntry, own: OwnEntries) -> str:
    """Return the case; while plates are hidden none in whose text the plate was written, too."""
    names_plate = folded(entry.draft.text) in folded(entry.draft.case)
    return "hidden" if own.hidden and names_plate else entry.draft.case


def _left(entry: ManualEntry, now: datetime) -> str:
    if recheck_is_due(entry, now):
        return "Check again"
    return time_left(entry, now)


def _remove_word(plate: str) -> str:
    return f"Remove {plate}?" if plate else "Remove it?"


def _chosen(
    entry: ManualEntry, own: OwnEntries, now: datetime, zone: tzinfo | None
) -> ChosenEntryView:
    due = recheck_is_due(entry, now)
    name = f"case {_case(entry, own)}" if own.hidden else entry.draft.text
    title = f"Still wanted: {name}?" if due else f"{time_left(entry, now)}: {name}"
    asked = entry.extension is Extension.ASKED
    return ChosenEntryView(
        entry_id=entry.entry_id,
        title=title[:1].upper() + title[1:],
        text=_recheck_text(entry, now) if due else _text(entry, own, now, zone),
        more_word="More time requested" if asked else "Ask for more time",
        more_live=own.live and not asked,
        past_live=own.live and not own.hidden,
        asks_recheck=due,
        not_word="Remove it?" if own.armed == entry.entry_id else "Not wanted:\nremove",
    )


def _recheck_text(entry: ManualEntry, now: datetime) -> str:
    then = entry.rechecked_at or entry.entered_at
    return f"It names a person. Ask DCIN or the owner. Last checked {age(then, now)} ago."


def _text(entry: ManualEntry, own: OwnEntries, now: datetime, zone: tzinfo | None) -> str:
    if own.hidden:
        return _HIDDEN
    ends = f"Ends {date_words(local_day(entry.expires_at, zone))}."
    by_time = {Reminder.THREE_DAYS, Reminder.SEVEN_DAYS} & set(reminders(entry, now))
    decision = MORE_TIME_WORDS[entry.extension]
    if decision:
        why = f" {entry.decided_why}" if entry.decided_why else ""
        return f"{ends} {decision}{why}"
    if by_time:
        return f"{ends} Remove it, or ask for more time with a written reason."
    marks = labels(entry.draft)
    if marks:
        return f"{ends} {marks[0]}."
    entered = local_time(entry.entered_at, zone)
    return f"{ends} Entered {date_words(entered.date())}, {clock_words(entered, zone)[:5]}."
