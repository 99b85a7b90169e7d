from datetime import datetime, timedelta

import pytest

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.hit.hit_summary import (
    Attention,
    CheckQuality,
    LoggedHit,
    LoggedStep,
    is_too_fast,
    rhythm,
    summary,
)
from mdt_alpr.domain.review.review import ReviewKind, ReviewRefusedError, demand_review
from tests.builders import NOW


def at(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def a_step(event: AuditEvent, after_s: float, **facts: str) -> LoggedStep:
    return LoggedStep(event.value, at(after_s), facts)


def logged(*steps: LoggedStep, **fields: object) -> LoggedHit:
    given: dict[str, object] = {"captured_at": NOW, "raised_at": at(0.5), "steps": steps, **fields}
    return LoggedHit(**given)  # type: ignore[arg-type]


OPENED = a_step(AuditEvent.HIT_OPENED, 6)
PAINTED = a_step(AuditEvent.HIT_PAINTED, 0.9)
ENTERED = a_step(
    AuditEvent.ENTRY_MADE, 20, text="ABC1", state="NC", outcome="matched", method="typed"
)


def test_times_run_from_capture_and_the_check_from_opening_to_its_entry() -> None:
    said = summary(logged(PAINTED, OPENED, ENTERED, closed_at=at(60), disposition="misread"))
    assert (said.alert_ms, said.open_ms, said.check_ms) == (900, 5100, 14_000)
    assert (said.decision_ms, said.entered_text, said.method) == (60_000, "ABC1", "typed")


def test_the_first_of_two_wanted_entries_is_not_judged() -> None:
    first = a_step(AuditEvent.ENTRY_MADE, 10, text="ABC1", outcome="one more wanted")
    assert summary(logged(OPENED, first)).check_ms is None
    assert summary(logged(OPENED, first, ENTERED)).check_ms == 14_000


def test_a_stop_is_the_decision_and_presses_as_the_rules_say() -> None:
    stopped = logged(OPENED, stop_at=at(30), closed_at=at(90), gate_form="open_without_status")
    said = summary(stopped)
    assert said.decision_ms == 30_000
    assert said.attention is Attention.STOPPED_WITHOUT_STATUS
    assert summary(logged(stopped="before")).attention is Attention.STOPPED_UNVERIFIED


def test_the_last_source_that_answered_counts_and_an_unanswered_question_does_not() -> None:
    stated = a_step(AuditEvent.STATUS_STATED, 30, source="mdt", result="active")
    unanswered = a_step(AuditEvent.STATUS_RECEIVED, 40, source="gateway", result="")
    assert summary(logged(stated, unanswered)).status_by == "mdt"
    not_asked = a_step(AuditEvent.STATUS_NOT_PRACTICABLE, 50, source="dcin")
    assert summary(logged(stated, not_asked)).status_by == "not_practicable"
    assert summary(logged()).status_by == ""


def test_a_plate_that_could_not_be_seen_is_said_so() -> None:
    assert summary(logged(a_step(AuditEvent.CANNOT_SEE, 9))).method == "cannot_see"


def test_pauses_alike_to_half_a_second_are_one_rhythm_and_few_are_none() -> None:
    steady = [at(s) for s in (0, 2, 4, 6)]
    nearly = [at(s) for s in (0, 2.1, 3.9, 6.1)]
    assert rhythm(steady) == rhythm(nearly) == "4-4-4"
    assert rhythm(steady[:3]) == ""


def test_under_four_seconds_is_too_fast_and_over_a_tenth_the_gate_is_failing() -> None:
    assert [is_too_fast(ms) for ms in (None, 3999, 4000)] == [False, True, False]
    assert not CheckQuality(stops=10, stops_without_status=1).gate_is_failing
    assert CheckQuality(stops=9, stops_without_status=1).gate_is_failing
    assert not CheckQuality().gate_is_failing


def test_nobody_reviews_an_own_hit_and_a_return_gives_its_reason() -> None:
    with pytest.raises(ReviewRefusedError, match="your own hit"):
        demand_review(ReviewKind.AGREED, "", "a", "a")
    for kind in (ReviewKind.RETURNED, ReviewKind.CASE):
        with pytest.raises(ReviewRefusedError, match="reason"):
            demand_review(kind, "why", "a", "b")
    with pytest.raises(ReviewRefusedError, match="note"):
        demand_review(ReviewKind.NOTE, "  ", "a", "b")
    with pytest.raises(ReviewRefusedError, match="At most"):
        demand_review(ReviewKind.NOTE, "x" * 2000, "a", "b")
    assert demand_review(ReviewKind.AGREED, "", "a", "b") == ""


def by(person_id: str, after_s: float, text: str) -> LoggedStep:
    facts = {"text": text, "state": "NC", "outcome": "matched", "method": "typed"}
    return LoggedStep(AuditEvent.ENTRY_MADE.value, at(after_s), facts, person_id)


@pytest.mark.proved("S1")
def test_of_two_officers_the_one_who_stopped_is_shown_else_who_verified_last() -> None:
    steps = OPENED, by("officer-1", 20, "ABC1"), by("officer-2", 30, "ABC2")
    assert summary(logged(*steps)).entered_text == "ABC2"
    stopped = logged(*steps, stop_at=at(40), stopped_by="officer-1")
    assert summary(stopped).entered_text == "ABC1"
