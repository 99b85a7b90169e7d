"""Builds PICTURE | READ | YOU ENTERED | RECORD: differences, doubts, ages (D15, D5)."""

from dataclasses import dataclass
from datetime import datetime, tzinfo
from itertools import zip_longest

from mdt_alpr.domain.entry.life import days_left
from mdt_alpr.domain.entry.listing import entry_from
from mdt_alpr.domain.hit.alerting import instruction_for
from mdt_alpr.domain.hit.gate import DCIN_SOURCES, STATUS_SOURCES, latest_reply, reply_counts
from mdt_alpr.domain.hit.hit import EntryAttempt, EntryMethod, Hit
from mdt_alpr.domain.hit.status_query import StatusResult
from mdt_alpr.domain.hit.vehicle import listed_vehicle, vehicle_fits
from mdt_alpr.domain.hotlist.hotlist import HotlistEntry, PastHits, Priority
from mdt_alpr.domain.hotlist.matching import Match, MatchClass
from mdt_alpr.domain.plate.plate import UNKNOWN_STATE, folded, state_in_words, tidy
from mdt_alpr.domain.policy import list_is_stale, list_is_very_stale
from mdt_alpr.domain.reading.reading import DOUBTFUL_BELOW, Read
from mdt_alpr.ui.hit.models.hit_result import (
    AgeView,
    CharacterMark,
    ColumnView,
    CompareView,
    FactView,
    MarkedText,
)
from mdt_alpr.ui.hit.presenters.hit_words import (
    CONTRARY_WORDS,
    capitalized,
    clock_words,
    date_words,
    list_age,
    record_age,
    seen_vehicle,
    short_age,
    state_name,
)
from mdt_alpr.ui.kit.words import local_day


def manual_label(hit: Hit) -> tuple[str, str]:
    """Return the label that must be shown with a manual entry of the hit, in two parts.

    A lead by description is no identified vehicle, a weak identification no identified person
    (MAN-09, RS-09). Empty where no record has one.
    """
    labels = (label for record in hit.records if record.manual for label in record.manual.labels)
    what, _, so = next(labels, "").partition(": ")
    return what, f"{capitalized(so)}." if so else ""


def manual_detail(record: HotlistEntry, now: datetime) -> str:
    """Return why the entry was made, by whom, and when it ends by itself; empty for others.

    What officers are asked to do is in the column of the record.
    """
    facts, entry = record.manual, entry_from(record)
    if facts is None or entry is None:
        return ""
    left = days_left(entry, now)
    days = "ends today" if left <= 1 else f"ends in {left} days"
    # The reason is free text: where the room is short, it is what gives way.
    return "  ·  ".join((f"case {facts.case}", f"by {facts.entered_by}", days, facts.reason))


LINE_LENGTH = 17
"""Characters that a column has room for in its second type size, beside a shape."""
_SAID = {
    StatusResult.CLEARED: "cleared",
    StatusResult.NO_RECORD: "no record",
    StatusResult.NOT_THIS_PLATE: "other plate",
}
_GAP = " "
OLD_RECORD_DAYS = 365
"""A record older than a year is marked: it may have been cleared and not canceled."""


@dataclass(frozen=True, slots=True)
class ComparedFacts:
    """A hit whose entry matched, one of its records, and the picture to show."""

    hit: Hit
    entry: EntryAttempt
    record: HotlistEntry
    number: int
    picture: bytes
    now: datetime
    zone: tzinfo | None


def compare_view(facts: ComparedFacts) -> CompareView:
    """Return the comparison after the entry matched."""
    hit = facts.hit
    return CompareView(
        picture=facts.picture,
        vehicle=hit.read.context,
        taken=clock_words(hit.read.captured_at, facts.zone),
        columns=(_read_column(facts), _entered_column(facts), _record_column(facts)),
        detail=manual_detail(facts.record, facts.now) or _detail(facts.record),
        ages=_ages(facts),
        record=facts.number + 1,
        records=len(hit.records),
        instruction="" if hit.contrary else instruction_for(hit, facts.record),
        list_words="" if hit.contrary else _list_words(facts),
    )


def hidden_compare_view(
    hit: Hit, picture: bytes, now: datetime, zone: tzinfo | None
) -> CompareView:
    """Return the comparison of a hit that ended before its entry: neither read nor record (D1)."""
    hidden = (FactView("Not shown"),)
    last = hit.attempts[-1] if hit.attempts else None
    entered = (FactView(state_name(last.state)),) if last else (FactView("Not entered"),)
    record = AgeView("ring", "Record", "not shown")
    if hit.contrary:
        why = CONTRARY_WORDS[hit.contrary[-1].kind].removeprefix("record ")
        record = AgeView("cross", "Record", why)
    return CompareView(
        picture=picture,
        taken=clock_words(hit.read.captured_at, zone),
        columns=(
            ColumnView("READ", MarkedText(""), hidden),
            ColumnView("YOU ENTERED", MarkedText(_typed(last)), entered),
            ColumnView("RECORD", MarkedText(""), hidden),
        ),
        detail="",
        ages=(record, _list_age(hit, now)),
        record=1,
        records=1,
    )


def _typed(attempt: EntryAttempt | None) -> str:
    """Return what the officer typed; a number checked by tiles is the reader's in part."""
    typed = attempt is not None and attempt.method is EntryMethod.TYPED
    return attempt.text if attempt is not None and typed else ""


# --------------------------------------------------------------------------------- columns


def _read_column(facts: ComparedFacts) -> ColumnView:
    hit, entry, read = facts.hit, facts.entry, facts.hit.read
    match = _match(hit, facts.record)
    lines = list(_read_state(read.state, entry.state))
    if match.position is not None:
        lines.append(FactView(_difference(read, match.entry.plate.text, match.position), "weak"))
    if hit.readers_disagree:
        lines.append(FactView(f"2nd: {hit.second_text or 'nothing'}", "weak"))
    return ColumnView("READ", _read_marks(read, entry.text), tuple(lines), _chip(match))


def _difference(read: Read, record: str, place: int) -> str:
    listed = tidy(record)
    if len(listed) != len(read.text):
        small = read.text[place : place + len(read.text) - len(listed)]
        return f"Small {small}: not listed"
    if folded(read.text[place]) == folded(listed[place]):  # later frames may have shown it
        return f"Char {place + 1}: not listed {listed[place]}"
    return f"Char {place + 1}: {read.text[place]}, list {listed[place]}"


def _read_state(read: str, entered: str) -> tuple[FactView, ...]:
    not_confirmed = FactView("State not confirmed", "weak")
    if read == UNKNOWN_STATE:
        return (not_confirmed,)
    if read == entered:
        return (FactView(state_in_words(read)),)
    return (FactView(state_in_words(read), inverted=True), not_confirmed)


def _entered_column(facts: ComparedFacts) -> ColumnView:
    seen = facts.hit.vehicle
    lines = [FactView(state_name(facts.entry.state), "tick")]
    if seen is not None:
        fits = vehicle_fits(facts.record, seen.body, seen.color)
        words = capitalized(seen_vehicle(seen.body, seen.color))
        lines.append(FactView(words, "tick" if fits else ""))
    title = "YOU ENTERED"
    if (check := facts.entry.tile_check) is not None:
        title = "YOU CHECKED"
        lines.append(FactView(f"By tiles, {len(check.answers)} of {len(facts.entry.text)}"))
    return ColumnView(title, MarkedText(facts.entry.text), tuple(lines))


def _record_column(facts: ComparedFacts) -> ColumnView:
    record, hit = facts.record, facts.hit
    text = record.plate.text
    marks = _marks(text, facts.entry.text)
    gone = bool(hit.contrary)
    state = FactView(state_name(record.plate.state), "" if gone else "tick")
    facts_shown = (state, *_listed(facts))
    return ColumnView("RECORD", MarkedText(text, marks, struck=gone), facts_shown)


def _listed(facts: ComparedFacts) -> tuple[FactView, ...]:
    hit, record = facts.hit, facts.record
    if hit.contrary:
        words = capitalized(CONTRARY_WORDS[hit.contrary[-1].kind])
        return tuple(FactView(line, inverted=True) for line in _lines(words))
    if not record.kind.describes_vehicle:
        return (FactView("May be on any vehicle"),)
    seen = hit.vehicle
    fits = vehicle_fits(record, seen.body, seen.color) if seen else None
    asked = record.manual.instruction if record.manual else "No vehicle listed"
    words = capitalized(listed_vehicle(record, with_year=False)) or asked
    first, *more = _lines(words)
    against = fits is False
    shown = FactView(first, "tick" if fits else "", inverted=against)
    rest = (FactView(line, inverted=against, continues=bool(shown.shape)) for line in more)
    return (shown, *rest)


def _lines(words: str) -> list[str]:
    """Break words that are too long for a column into two lines."""
    if len(words) <= LINE_LENGTH:
        return [words]
    cut = words.rfind(" ", 0, LINE_LENGTH + 1)
    cut = cut if cut > 0 else LINE_LENGTH
    return [words[:cut], words[cut:].strip()]


def _match(hit: Hit, record: HotlistEntry) -> Match:
    return next(match for match in hit.matches if match.entry == record)


def _chip(match: Match) -> str:
    if match.match_class is MatchClass.LOOK_ALIKE:
        return "LOOKALIKE"
    return "O / 0" if match.o_and_0 else ""


def _read_marks(read: Read, entered: str) -> MarkedText:
    differs = _marks(read.text, _beneath(read, entered))
    marks: list[CharacterMark] = []
    for place, character in enumerate(read.characters):
        doubtful = character.confidence < DOUBTFUL_BELOW or place in read.disputed
        marks.append(differs[place] or ("doubt" if doubtful else ""))
    return MarkedText(read.text, tuple(marks))


def _beneath(read: Read, entered: str) -> str:
    """Return what was entered, with gaps under a small stack where that was left out."""
    if len(entered) != len(read.serial):
        return entered
    serial = iter(entered)
    return "".join(_GAP if character.stacked else next(serial) for character in read.characters)


def _marks(text: str, entered: str) -> tuple[CharacterMark, ...]:
    pairs = zip_longest(text, entered)
    return tuple("" if a == b else "differs" for a, b in pairs)[: len(text)]


# ------------------------------------------------------------------------------------ ages


def _detail(record: HotlistEntry) -> str:
    facts = (
        ("NIC", record.nic),
        ("ORI", record.ori),
        ("year", record.vehicle_year),
        ("plate type", record.plate_type),
        ("plate year", record.plate_year),
        ("list", record.list_name),
        ("", record.note),
    )
    return "  ·  ".join(f"{name} {value}".strip() for name, value in facts if value)


def _list_words(facts: ComparedFacts) -> str:
    """Return how often hits of the record's list were right, and if its priority is another (D19).

    Empty where neither came with the list.
    """
    record, settings = facts.record, facts.hit.settings
    past = (p for p in settings.past_hits if (p.code, p.list_name) == _list_of(record))
    words = [_past_words(past_hit, facts) for past_hit in past]
    setting, usual = settings.of(record.category), record.kind.priority
    if setting.priority != usual:
        order = list(Priority)
        lowered = order.index(setting.priority) > order.index(usual)
        at = f", set {_day(setting.set_at, facts)}" if setting.set_at else ""
        words.append(f"Priority {'lowered' if lowered else 'raised'} from {usual}{at}")
    return "  ·  ".join(words)


def _list_of(record: HotlistEntry) -> tuple[str, str]:
    return record.category, record.list_name


def _past_words(past: PastHits, facts: ComparedFacts) -> str:
    time = f"{_day(past.since, facts)} to {_day(past.until, facts)}"
    return f"{past.right} of {past.decided} hits of this list were right, {time}"


def _day(at: datetime, facts: ComparedFacts) -> str:
    """Return a day, with its year where that is not this one."""
    day, today = local_day(at, facts.zone), local_day(facts.now, facts.zone)
    return date_words(day).removesuffix(f", {today.year}")


def _ages(facts: ComparedFacts) -> tuple[AgeView, ...]:
    return (_record_age(facts), _list_age(facts.hit, facts.now), _status_age(facts))


def _record_age(facts: ComparedFacts) -> AgeView:
    if facts.hit.contrary:
        return AgeView("cross", "Record", "no longer valid")
    entered_on = facts.record.entered_on
    if entered_on is None:
        return AgeView("ring", "Entered", "date not listed")
    today = local_day(facts.now, facts.zone)
    old = (today - entered_on).days > OLD_RECORD_DAYS
    plain = f"Entered {date_words(entered_on)}:"
    return AgeView("weak" if old else "tick", plain, record_age(entered_on, today))


def _list_age(hit: Hit, now: datetime) -> AgeView:
    age = f"{list_age(now - hit.list_compiled_at)} old"
    if list_is_very_stale(hit.list_compiled_at, now):
        return AgeView("cross", "STALE LIST", age)
    if list_is_stale(hit.list_compiled_at, now):
        return AgeView("weak", "STALE LIST", age)
    return AgeView("tick", "List", age)


def _status_age(facts: ComparedFacts) -> AgeView:
    reply = latest_reply(facts.hit, *STATUS_SOURCES, *DCIN_SOURCES)
    if reply is None:
        return AgeView("ring", "Status", "not checked")
    age = short_age(facts.now - reply.at)
    name = "SIMULATED" if reply.simulated else "Status"
    if reply.result is StatusResult.ACTIVE:
        good = reply_counts(facts.hit, reply, facts.now)
        return AgeView("tick" if good else "ring", name, f"{age} old")
    return AgeView("cross", name, f"{_SAID[reply.result]} {age} ago")
