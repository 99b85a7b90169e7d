"""Builds the result page: banner, comparison, status card, gate (design 04 to 06)."""

from dataclasses import dataclass, replace
from datetime import datetime, tzinfo

from mdt_alpr.domain.hit.disposition import Stopped
from mdt_alpr.domain.hit.gate import Check, CheckStatus, Gate, is_local, latest_reply, reply_counts
from mdt_alpr.domain.hit.gateway import waits
from mdt_alpr.domain.hit.hit import Hit, HitState
from mdt_alpr.domain.hit.status_query import (
    AskedStatus,
    QueryStatus,
    StatusResult,
    StatusSource,
    WhyNot,
)
from mdt_alpr.domain.policy import NO_RECORD_WORDS
from mdt_alpr.ui.hit.models.hit_blind import ChoiceView
from mdt_alpr.ui.hit.models.hit_result import BACK, ResultView, StatusCardView
from mdt_alpr.ui.hit.presenters.confirmation_view import (
    FOR_GOOD,
    SHUTS,
    clock_runs,
    confirmation_card,
    confirmation_tile,
)
from mdt_alpr.ui.hit.presenters.hit_banner_view import banner_view
from mdt_alpr.ui.hit.presenters.hit_compare_view import (
    ComparedFacts,
    compare_view,
    hidden_compare_view,
)
from mdt_alpr.ui.hit.presenters.hit_gate_view import gate_view, while_asking
from mdt_alpr.ui.hit.presenters.hit_relay_view import known_line
from mdt_alpr.ui.hit.presenters.hit_status_form import (
    OpenQuestion,
    StatusForm,
    first_missing_source,
)
from mdt_alpr.ui.hit.presenters.hit_words import (
    RESULT_WORDS,
    SOURCE_WORDS,
    STATE_REASONS,
    VEHICLE_REASONS,
    WHY_NOT_WORDS,
    capitalized,
    clock_words,
    countdown,
    state_name,
)

Words = tuple[str, str, str]
"""A shape, what is said, and what is added to it."""


def asked_words(hit: Hit, now: datetime, zone: tzinfo | None) -> Words | None:
    """Return what became of the last question; None where there is something newer to say."""
    own = [asked for asked in hit.asked if asked.by == hit.officer]
    if not own:
        return None
    last = own[-1]
    newer = [reply.at for reply in hit.replies] + [stated.at for stated in hit.not_practicable]
    if last.status is QueryStatus.ANSWERED or any(at >= last.query.asked_at for at in newer):
        return None
    return _words(last, now, zone)


def gateway_tile(hit: Hit, now: datetime, zone: tzinfo | None) -> ChoiceView:
    """Return the tile that asks again; it is off while a question waits."""
    known = any(record.nic for record in hit.records)
    live = known and not waits(hit, now)
    compared = hit.state in (HitState.COMPARED, HitState.STOPPED)
    second = "No NIC"
    if known:
        at = clock_words(hit.asked[-1].query.asked_at, zone) if hit.asked else ""
        second = f"Asked {at[:5]}" if hit.asked else "Its gateway"
    return ChoiceView("gateway", "Ask HQ", live=live and compared, second=second)


def _words(asked: AskedStatus, now: datetime, zone: tzinfo | None) -> Words:
    at = clock_words(asked.query.asked_at, zone)
    headquarters = f"Asked headquarters {at}"
    why = asked.why.partition(". ")[0].rstrip(".")
    if asked.status is QueryStatus.WAITING:
        waiting = "no answer yet" if asked.has_timed_out(now) else "waiting for its gateway"
        return "ring", headquarters, waiting
    if asked.status is QueryStatus.SIMULATED:
        return "cross", headquarters, "its answer is SIMULATED and does not count"
    if asked.status is QueryStatus.OTHER_QUESTION:
        return "cross", headquarters, "its answer is about another plate or record"
    return "cross", f"Asked HQ {at[:5]}", why


@dataclass(frozen=True, slots=True)
class ResultFacts:
    """What the result page is built from."""

    hit: Hit
    gate: Gate
    form: StatusForm
    record: int
    picture: bytes
    notice: str
    now: datetime
    zone: tzinfo | None


def result_view(facts: ResultFacts) -> ResultView:
    """Return the result page of a hit that was compared, or that is gone."""
    hit, entry, known = facts.hit, facts.hit.entry, ""
    if entry is None:
        compare = hidden_compare_view(hit, facts.picture, facts.now, facts.zone)
    else:
        number = facts.record % len(hit.records)
        record = hit.records[number]
        known = known_line(hit, record, facts.now, facts.zone)
        compare = compare_view(
            ComparedFacts(hit, entry, record, number, facts.picture, facts.now, facts.zone)
        )
    held = gate_view(hit, facts.gate, facts.now, facts.zone)
    return ResultView(
        banner=replace(banner_view(hit, facts.gate), known=known),
        compare=compare,
        status=_stopped_card(facts) if hit.contrary else _status_card(facts),
        gate=while_asking(held) if facts.form.asks_against else held,
    )


# ---------------------------------------------------------------------------- status card


def _stopped_card(facts: ResultFacts) -> StatusCardView:
    at = clock_words(facts.hit.contrary[-1].at, facts.zone)
    tiles = (
        ChoiceView(Stopped.NO.value, "Not stopped", second="Next: how it ended"),
        ChoiceView(Stopped.BEFORE.value, "Stopped: ending it", second="Started before this"),
        ChoiceView(Stopped.AFTER.value, "Stopped: other grounds", second="Continues after this"),
    )
    return StatusCardView(
        kind="stopped",
        shape="",
        title="If you already started a stop",
        detail="",
        right=facts.notice or f"A stop now is logged as after {at}",
        tiles=tiles,
    )


def _status_card(facts: ResultFacts) -> StatusCardView:
    builders = {
        OpenQuestion.SOURCES: _ask_sources,
        OpenQuestion.RESULT: _ask_result,
        OpenQuestion.AGAINST: _ask_against,
        OpenQuestion.DISPATCHER: _ask_dispatcher,
        OpenQuestion.WHY_NOT: _ask_why_not,
        OpenQuestion.REASON: _ask_reason,
        OpenQuestion.CONFIRMATION: _confirm,
    }
    return builders[facts.form.asking](facts)


def _ask_sources(facts: ResultFacts) -> StatusCardView:
    missing = first_missing_source(facts.gate)
    tiles = (
        ChoiceView("mdt", "MDT reply", second="What it says"),
        ChoiceView("communications", "Comms by radio", second="Stamps the time"),
        ChoiceView("dcin", "DCIN reply", second="What it says"),
        gateway_tile(facts.hit, facts.now, facts.zone),
        _last_tile(facts, missing),
    )
    if facts.hit.entry is None:
        off = tuple(replace(tile, live=False) for tile in tiles)
        return StatusCardView("sources", "", _NOT_ENTERED, "", facts.notice, off)
    shape, title, detail = _last_answer(facts)
    return StatusCardView("sources", shape, title, detail, facts.notice or _good_for(facts), tiles)


_NOT_ENTERED = "You did not enter this plate: nothing to ask"


def _last_tile(facts: ResultFacts, missing: StatusSource | None) -> ChoiceView:
    """Return the way round while a source is missing, the hit confirmation after the checks.

    A confirmation that runs keeps its place; the way round then is the key N.
    """
    hit = facts.hit
    checked = facts.gate.may_stop or hit.state is HitState.STOPPED
    if checked or clock_runs(hit, facts.now):
        return confirmation_tile(hit, facts.now)
    return ChoiceView(
        "why_not",
        "Not practicable",
        live=missing is not None,
        second="Needs a reason" if missing else "Not needed now",
    )


def _confirm(facts: ResultFacts) -> StatusCardView:
    form = facts.form.confirmation
    return confirmation_card(facts.hit, form, facts.record, facts.now, facts.zone)


def _last_answer(facts: ResultFacts) -> tuple[str, str, str]:
    hit = facts.hit
    if (asked := asked_words(hit, facts.now, facts.zone)) is not None:
        return asked
    reply = latest_reply(hit, *StatusSource)
    stated = hit.not_practicable[-1] if hit.not_practicable else None
    if stated and (reply is None or stated.at > reply.at):
        what = "DCIN" if stated.source is StatusSource.DCIN else "Status"
        reason = WHY_NOT_WORDS[stated.reason].lower()
        return "ring", f"{what} NOT CHECKED:", reason
    if reply is None:
        return "", f"Status of {_entered(hit)}", ""
    said = f"{SOURCE_WORDS[reply.source]}, {clock_words(reply.at, facts.zone)}"
    simulated = "SIMULATED " if reply.simulated else ""
    if reply.result is StatusResult.NO_RECORD and is_local(hit):
        return "weak", f"{simulated}No record, as for a local entry", said
    if reply.result is StatusResult.NO_RECORD:
        return "cross", f"{simulated}{NO_RECORD_WORDS}", said
    shape = "tick" if reply_counts(hit, reply, facts.now) else "ring"
    return shape, f"{simulated}ACTIVE: {hit.category.name.lower()}", said


def _good_for(facts: ResultFacts) -> str:
    until = facts.gate.status_good_until
    asked = asked_words(facts.hit, facts.now, facts.zone)
    if asked is not None and asked[0] == "cross":
        return ""
    if until is not None:
        return f"Good for {countdown(until - facts.now)} more"
    statuses = dict(facts.gate.checks).values()
    if CheckStatus.CLOCK_CHANGED in statuses:
        return "The clock changed. Check again."
    return "Reply expired. Check again." if CheckStatus.EXPIRED in statuses else "No reply yet"


def _entered(hit: Hit) -> str:
    return f"{hit.entry.text}, {state_name(hit.entry.state)}" if hit.entry else ""


def _ask_result(facts: ResultFacts) -> StatusCardView:
    source = facts.form.source
    last = latest_reply(facts.hit, source)
    given = last.result if last and reply_counts(facts.hit, last, facts.now) else None
    tiles = tuple(
        ChoiceView(result.value, word, chosen=result is given)
        for result, word in RESULT_WORDS.items()
    )
    stamped = facts.form.stamped_at
    right = f"Asked {clock_words(stamped, facts.zone)}" if stamped else ""
    return StatusCardView(
        "result",
        "",
        f"{_who(source)} reply for {_entered(facts.hit)}?",
        "" if stamped else _meanwhile(facts),
        facts.notice or right or (_good_for(facts) if last else ""),
        tiles,
    )


def _ask_against(facts: ResultFacts) -> StatusCardView:
    """Ask once more before a reply shuts the hit for good (VER-05)."""
    said = facts.form.against
    return StatusCardView(
        "against",
        "",
        f"{_who(facts.form.source)} says: {RESULT_WORDS[said].lower()}?",
        "",
        facts.notice or FOR_GOOD,
        (
            ChoiceView(BACK, "No, go back", second="Nothing is recorded"),
            ChoiceView(said.value, f"Yes, {RESULT_WORDS[said].lower()}", second=SHUTS),
        ),
    )


def _who(source: StatusSource) -> str:
    return "Comms" if source is StatusSource.COMMUNICATIONS else SOURCE_WORDS[source]


_LONGEST_SAID = 36
"""Characters that have room beside the question with the longest name of a state."""


def _meanwhile(facts: ResultFacts) -> str:
    """Return what became of the question that the program put itself."""
    asked = asked_words(facts.hit, facts.now, facts.zone)
    if asked is None:
        return ""
    if waits(facts.hit, facts.now):
        return "HQ is checking too"
    said = f"HQ: {asked[2]}"
    return said if len(said) <= _LONGEST_SAID else "HQ: see Other source"


def _ask_dispatcher(facts: ResultFacts) -> StatusCardView:
    typed = facts.form.typed
    return StatusCardView(
        kind="dispatcher",
        shape="",
        title="Comms says active. Dispatcher number:",
        detail="",
        right=facts.notice,
        tiles=tuple(ChoiceView(digit, digit) for digit in "1234567890"),
        typed=typed,
        may_save=bool(typed),
    )


def _ask_why_not(facts: ResultFacts) -> StatusCardView:
    dcin = facts.form.source is StatusSource.DCIN
    what = "DCIN" if dcin else "the status"
    tiles = tuple(ChoiceView(why.value, WHY_NOT_WORDS[why]) for why in WhyNot)
    return StatusCardView(
        "why_not",
        "",
        f"Why can {what} not be checked?",
        "",
        facts.notice or "Recorded with your reason",
        tiles,
    )


def _ask_reason(facts: ResultFacts) -> StatusCardView:
    own = facts.hit.entry
    of_state = facts.gate.differs is Check.STATE and own is not None
    given = own.state_reason if of_state and own else facts.hit.vehicle_reason
    tiles = tuple(
        ChoiceView(reason, capitalized(reason), chosen=reason == given)
        for reason in (STATE_REASONS if of_state else VEHICLE_REASONS)
    )
    title = f"Why does the {'state' if of_state else 'vehicle'} differ?"
    return StatusCardView("reason", "", title, "", facts.notice, tiles)
