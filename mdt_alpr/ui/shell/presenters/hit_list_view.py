"""Builds the list of open hits in its order; no plate or record before the entry (D1)."""

from collections.abc import Sequence
from datetime import datetime, tzinfo

from mdt_alpr.domain.hit.alerting import last_seen, setting_of, was_stopped
from mdt_alpr.domain.hit.handover import needs_own_check
from mdt_alpr.domain.hit.hit import Hit, HitState
from mdt_alpr.domain.hit.known_before import stays_quiet
from mdt_alpr.domain.hotlist.hotlist import Priority
from mdt_alpr.domain.hotlist.matching import MatchClass
from mdt_alpr.domain.plate.plate import UNKNOWN_STATE
from mdt_alpr.domain.policy import NOT_VERIFIED_BY_YOU_WORDS, capture_date
from mdt_alpr.patrol.events import SeenOnceMore
from mdt_alpr.ui.hit.presenters.hit_words import PRIORITY_WORDS, record_age, state_name
from mdt_alpr.ui.hit.presenters.open_hits import FLOOD_AT, HitsInOrder
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.kit.words import age, local_time
from mdt_alpr.ui.shell.models.patrol import HitListView, HitRow, UrgencyCount


def repeats_words(hit: Hit, zone: tzinfo | None = None) -> str:
    """Return how often an open hit's vehicle came again, and when last; empty for never."""
    times = len(hit.trace.seen_again)
    if not times:
        return ""
    often = "once" if times == 1 else f"{times} times"
    return f"Seen again {often}, last {_minute(last_seen(hit), zone)}"


def once_more_words(
    seen: SeenOnceMore | None, person: str, now: datetime, zone: tzinfo | None = None
) -> str:
    """Return that a vehicle came again that was just cleared or stopped; empty for none."""
    closing = seen.hit.closing if seen else None
    if seen is None or closing is None or not stays_quiet(closing.at, now):
        return ""
    hit = seen.hit
    name = hit.category.name
    if hit.entry is not None and hit.officer.person_id == person:
        name = f"{hit.entry.state} {hit.entry.text}"
    end = "stopped" if was_stopped(hit) else "cleared"
    at = (hit.stop_at if end == "stopped" else None) or closing.at
    return f"{name} seen again {_minute(seen.at, zone)}, {end} {_minute(at, zone)}."


def _minute(at: datetime, zone: tzinfo | None) -> str:
    return f"{local_time(at, zone):%H:%M}"


class ListOrder:
    """Keeps the rows where they are while the list is in front; what is new is at the end."""

    def __init__(self) -> None:
        self._held: list[str] | None = None
        self._sorted: frozenset[str] = frozenset()

    def hold(self, hits: Sequence[Hit]) -> None:
        """Sort, and keep that order from now on."""
        self._held = [hit.hit_id for hit in hits]
        self._sorted = frozenset(self._held)

    def release(self) -> None:
        """Sort whenever something changes: nobody has the list before him."""
        self._held = None

    def arrange(self, hits: Sequence[Hit]) -> tuple[list[Hit], int]:
        """Return sorted ``hits`` in the order to show, and how many are unsorted at the end."""
        if self._held is None:
            return list(hits), 0
        by_id = {hit.hit_id: hit for hit in hits}
        self._held += [hit_id for hit_id in by_id if hit_id not in self._held]
        shown = [by_id[hit_id] for hit_id in self._held if hit_id in by_id]
        return shown, sum(hit.hit_id not in self._sorted for hit in shown)


URGENCY_MARKS = {
    Priority.HIGH: Mark.SQUARE,
    Priority.MEDIUM: Mark.TRIANGLE,
    Priority.LOW: Mark.CIRCLE,
}
_CLASS_WORDS = {
    MatchClass.EXACT: ("EXACT", "plate and state"),
    MatchClass.STATE_NOT_CONFIRMED: ("STATE UNKNOWN", "by the camera"),
    MatchClass.LOOK_ALIKE: ("LOOKALIKE", "characters differ"),
}
_OTHER_STATE = ("STATE DIFFERS", "another was read")
_ORDER_WORDS = "High first, then newest. Those to be ended come last."
_NOT_ENTERED = ("NOT CHECKED", "nothing entered yet")
_STATUS = {
    HitState.RAISED: "Not opened",
    HitState.BLIND: "Being checked",
    HitState.UNMATCHED: "Did not match",
    HitState.COMPARED: "Checks left",
    HitState.CONTRARY: "Not a match",
    HitState.STOPPED: "Stopped. Say how it ended.",
}


def hit_list_view(hits: HitsInOrder, now: datetime, order: ListOrder | None = None) -> HitListView:
    """Return the list as it is now, sorted, or in the order that is held."""
    ordered, late = (order or ListOrder()).arrange(hits.ordered())
    title, words = _title(len(ordered), hits.lately(now))
    if hits.once_more:
        words = hits.once_more
    if late:
        words = f"{late} new at the end. F4 sorts the list."
    return HitListView(
        title=title,
        words=words,
        counts=tuple(_count(priority, ordered) for priority in Priority),
        rows=tuple(_row(hit, now) for hit in ordered),
        silenced=not hits.sounding,
    )


def _title(count: int, lately: int) -> tuple[str, str]:
    if lately > FLOOD_AT:
        return f"{lately} hits in 10 minutes", f"{count} still open. Nothing is dropped."
    if count == 0:
        return "No open hits", "Alerts come here and stay until they have an outcome."
    return ("1 open hit" if count == 1 else f"{count} open hits"), _ORDER_WORDS


def _count(priority: Priority, hits: list[Hit]) -> UrgencyCount:
    count = sum(setting_of(hit).priority is priority for hit in hits)
    word = PRIORITY_WORDS[priority].capitalize()
    return UrgencyCount(URGENCY_MARKS[priority], priority.value, count, word)


def _row(hit: Hit, now: datetime) -> HitRow:
    urgency = setting_of(hit).priority
    name, words = _NOT_ENTERED
    if hit.entry is not None:
        name, words = _class_words(hit)
    return HitRow(
        hit_id=hit.hit_id,
        mark=URGENCY_MARKS[urgency],
        urgency=urgency.value,
        urgency_word=PRIORITY_WORDS[urgency],
        crop=hit.read.crop,
        category=hit.category.name,
        note=_note(hit, now),
        match_class=name,
        match_words=words,
        status="\n".join(filter(None, (_STATUS[hit.state], repeats_words(hit)))),
        age=age(last_seen(hit), now),
    )


def _class_words(hit: Hit) -> tuple[str, str]:
    """Return how well what was read fits the record that the officer entered (ALR-03)."""
    match_class = hit.primary_match.match_class
    if match_class is MatchClass.STATE_NOT_CONFIRMED and hit.read.state != UNKNOWN_STATE:
        return _OTHER_STATE
    if match_class is MatchClass.STATE_NOT_CONFIRMED and hit.entry is not None:
        return _CLASS_WORDS[match_class][0], f"by the camera. You: {state_name(hit.entry.state)}"
    return _CLASS_WORDS[match_class]


def _note(hit: Hit, now: datetime) -> str:
    if needs_own_check(hit):
        return NOT_VERIFIED_BY_YOU_WORDS
    if hit.category.person_linked:
        return "Driver not identified"
    entered = hit.records[0].entered_on if hit.records else None
    return f"Entered {record_age(entered, capture_date(now))}" if entered is not None else ""
