"""What a supervisor's desk is told: every figure from the database, every look recorded."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.review.review import ReviewKind
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.hit_tables import HIT_LOG, HIT_REVIEWS, REVIEW_CASES
from mdt_alpr.hq.base.tables import OWN_AUDIT
from mdt_alpr.hq.hits.log import log_missing
from mdt_alpr.hq.keeping.purge import purge
from mdt_alpr.hq.people.accounts import NewAccount, make_account
from mdt_alpr.hq.people.sample_agency import CUSTODIAN, OFFICER, SUPERVISOR
from mdt_alpr.hq.waiting.service import waiting_for
from mdt_alpr.lab.hq.sample_jobs import caller_at_desk
from mdt_alpr.wire.codec import decode, encode
from mdt_alpr.wire.desk import (
    EvidenceCheckMessage,
    HitFileMessage,
    HitLogCounts,
    HitLogFilter,
    HitLogFlag,
    HitLogOrder,
    HitLogPage,
    HitLogRequest,
    LedgerMessage,
    QualityMessage,
    ReviewRequest,
    WallMessage,
)
from mdt_alpr.wire.messages import SessionMessage, SignInMessage
from tests.builders import NOW, SetClock
from tests.hq.reviewers import LONG_WORD, SPAN, Desk, Reported, a_sent_hit, at_desk
from tests.hq.senders import a_car, a_record, post_plainly

NOT_ASKED = AuditEvent.STATUS_NOT_PRACTICABLE
HITS = (
    a_sent_hit("AAA1111", after_s=0, entered=("AAA1111", "NC"), ending="verified_no_stop"),
    a_sent_hit("AAA7111", after_s=10, entered=("AAA2111", "NC"), ending="misread"),
    a_sent_hit("AAA3111", after_s=20, ending="lost_sight", stopped="before"),
    a_sent_hit("AAA4111", after_s=30, entered=("AAA4111", "NC"), check_s=3, steps=(NOT_ASKED,),
               gate_form="open_without_status", ending="verified_stopped", stopped=None),
    a_sent_hit("AAA5111", after_s=40),
    a_sent_hit("AAA6111", after_s=50, unit="Unit 31", record=a_record("AAA6111", category="T")),
)  # fmt: skip
UNVERIFIED, NO_STATUS, CLOSED, MISREAD, OPEN, RESTRICTED = (HITS[n] for n in (2, 3, 0, 1, 4, 5))
PATHS = ("hits", "hits/counts", "near-misses", "check-quality")


@pytest.fixture
def desk(server: InProcessHq) -> Iterator[Desk]:
    with a_car(server.base_url) as car:
        car.send(*(item for reported in HITS for item in reported.items()))
    with at_desk(server, SUPERVISOR) as found:
        yield found


def ids(*reported: Reported) -> list[str]:
    return [one.hit.hit_id for one in reported]


def test_what_presses_is_on_top_and_is_counted(desk: Desk) -> None:
    rows = desk.rows(HitLogRequest(SPAN))
    assert [row.hit_id for row in rows][:2] == ids(UNVERIFIED, NO_STATUS)
    counts = desk.ask(HitLogCounts, "hits/counts", SPAN)
    assert (counts.hits, counts.open, counts.verified, counts.prevented) == (6, 2, 2, 1)
    assert (counts.unverified_stops, counts.not_practicable, counts.left_open) == (1, 1, 0)
    assert (counts.stops, counts.stops_without_status, counts.too_fast) == (2, 1, 1)
    assert counts.reads == 6
    assert counts.units == ("Unit 12", "Unit 31")
    assert counts.officers == ((OFFICER, "A. Sample"),)


def test_a_line_says_how_it_was_verified_how_fast_and_how_it_ended(desk: Desk) -> None:
    rows = {row.hit_id: row for row in desk.rows(HitLogRequest(SPAN))}
    row = rows[MISREAD.hit.hit_id]
    assert (row.read_text, row.entered_text, row.listed_text) == ("AAA7111", "AAA2111", "AAA7111")
    assert (row.method, row.alert_ms, row.check_ms, row.decision_ms) == (
        "typed",
        1100,
        12000,
        39000,
    )
    assert (row.disposition, row.officer, row.list_name) == ("misread", "A. Sample", "NC")
    assert rows[NO_STATUS.hit.hit_id].status_by == "not_practicable"


def test_a_restricted_file_keeps_its_plates_to_the_hit_itself(desk: Desk) -> None:
    rows = {row.hit_id: row for row in desk.rows(HitLogRequest(SPAN))}
    row = rows[RESTRICTED.hit.hit_id]
    assert row.restricted
    assert (row.read_text, row.entered_text, row.listed_text) == ("", "", "")


def test_a_hit_still_open_when_the_shift_is_over_is_left_open(desk: Desk) -> None:
    over = replace(SPAN, until=NOW - timedelta(minutes=5))
    rows = desk.rows(HitLogRequest(over))
    assert {row.hit_id for row in rows if row.left_open} == set(ids(OPEN, RESTRICTED))
    assert desk.ask(HitLogCounts, "hits/counts", over).left_open == 2
    only = desk.rows(HitLogRequest(replace(over, flag=HitLogFlag.LEFT_OPEN)))
    assert {row.hit_id for row in only} == set(ids(OPEN, RESTRICTED))


@pytest.mark.parametrize("order", HitLogOrder)
@pytest.mark.parametrize("descending", [True, False])
def test_pages_of_any_order_hold_every_hit_once(
    desk: Desk, order: HitLogOrder, *, descending: bool
) -> None:
    whole = desk.rows(HitLogRequest(SPAN, order, descending))
    paged = desk.rows(HitLogRequest(SPAN, order, descending, most=2))
    assert paged == whole
    assert sorted(row.hit_id for row in whole) == sorted(ids(*HITS))


@pytest.mark.parametrize(
    ("field", "value", "left"),
    [
        ("unit", "Unit 31", (RESTRICTED,)),
        ("person_id", "somebody else", ()),
        ("disposition", "misread", (MISREAD,)),
        ("disposition", "open", (OPEN, RESTRICTED)),
        ("category", "T", (RESTRICTED,)),
        ("list_name", "none of this name", ()),
        ("flag", HitLogFlag.UNVERIFIED_STOP, (UNVERIFIED,)),
        ("flag", HitLogFlag.NOT_PRACTICABLE, (NO_STATUS,)),
        ("flag", HitLogFlag.TOO_FAST, (NO_STATUS,)),
    ],
)
def test_the_server_filters_page_and_counts_alike(
    desk: Desk, field: str, value: object, left: tuple[Reported, ...]
) -> None:
    chosen: dict[str, Any] = {field: value}
    which = replace(SPAN, **chosen)
    assert {row.hit_id for row in desk.rows(HitLogRequest(which))} == set(ids(*left))
    assert desk.ask(HitLogCounts, "hits/counts", which).hits == len(left)


def test_a_mark_of_another_order_is_refused(desk: Desk) -> None:
    assert desk.raw("hits", HitLogRequest(SPAN, after="nonsense")).status_code == 400
    assert desk.raw("hits", HitLogRequest(SPAN, most=100_000)).status_code == 413


def test_every_view_is_recorded_by_name(server: InProcessHq, desk: Desk) -> None:
    desk.rows(HitLogRequest(replace(SPAN, unit="Unit 12"), most=3))
    desk.ask(HitFileMessage, f"hits/{OPEN.hit.hit_id}")
    for path in PATHS[1:]:
        assert desk.raw(path, SPAN).status_code == 200
    desk.ask(WallMessage, "wall")
    with server.hq.reading() as work:
        views = work.connection.execute(
            select(OWN_AUDIT.c.event, OWN_AUDIT.c.person).order_by(OWN_AUDIT.c.sequence)
        ).all()
    others = AuditEvent.HQ_SIGN_IN, AuditEvent.HQ_ACCESS_ANSWERED
    events = [row.event for row in views if row.event not in others][-7:]
    assert events == [
        AuditEvent.HQ_SHIFT_LOG_VIEWED,
        AuditEvent.HQ_SHIFT_LOG_VIEWED,
        AuditEvent.HQ_HIT_VIEWED,
        AuditEvent.HQ_SHIFT_LOG_VIEWED,
        AuditEvent.HQ_NEAR_MISSES_VIEWED,
        AuditEvent.HQ_QUALITY_VIEWED,
        AuditEvent.HQ_WALL_VIEWED,
    ]
    assert {row.person for row in views[-7:]} == {SUPERVISOR}


@pytest.mark.parametrize("person", [OFFICER, CUSTODIAN])
def test_who_does_not_review_gets_no_answer(server: InProcessHq, desk: Desk, person: str) -> None:
    del desk
    with at_desk(server, person) as other:
        reviewed = set(PATHS) - ({"near-misses"} if person == CUSTODIAN else set())
        answers = [other.raw(path, SPAN) for path in reviewed]
        hit = f"hits/{OPEN.hit.hit_id}"
        answers += [other.raw(hit), other.raw(f"{hit}/evidence")]
        answers.append(other.raw(f"{hit}/reviews", ReviewRequest(ReviewKind.AGREED, "")))
        assert [answer.status_code for answer in answers] == [403] * len(answers)
        assert other.raw("wall").status_code == (403 if person == OFFICER else 200)


@pytest.mark.proved("K14")
def test_a_closed_hit_without_a_package_does_not_wait_for_its_end(desk: Desk) -> None:
    words = {
        name: desk.ask(EvidenceCheckMessage, f"hits/{one.hit.hit_id}/evidence").words
        for name, one in (("open", OPEN), ("closed", MISREAD))
    }
    assert "when the officer closes the hit" in words["open"]
    assert words["closed"] == (
        "The hit is closed, and no package of it is here: the car has not sent one."
    )


@pytest.mark.proved("ALR-10")
def test_the_custodian_sees_false_alerts_by_cause_of_every_team(
    server: InProcessHq, desk: Desk
) -> None:
    with at_desk(server, CUSTODIAN) as custodian:
        answer = custodian.ask(LedgerMessage, "near-misses", SPAN)
    assert answer == desk.ask(LedgerMessage, "near-misses", SPAN)
    assert answer.causes == (("character", 1),)


@pytest.mark.proved("K5")
def test_near_misses_are_counted_by_cause_pair_camera_hour_and_list(desk: Desk) -> None:
    answer = desk.ask(LedgerMessage, "near-misses", SPAN)
    assert (answer.alerted, answer.prevented) == (4, 1)
    assert answer.causes == (("character", 1),)
    assert answer.confusions == (("7 for 2", 1),)
    assert answer.cameras == (("Unit 12, front", 1),), "never the front cameras of all cars"
    assert answer.hours == ((EARLIER_HOUR, 1),)
    assert answer.lists == (("NC", 2, 4),)


EARLIER_HOUR = 9
"""The hits came at 14:20 UTC, in winter."""


def test_quality_is_shown_by_shift(desk: Desk) -> None:
    (shift,) = desk.ask(QualityMessage, "check-quality", SPAN).shifts
    assert (shift.hits, shift.stops, shift.stops_without_status) == (6, 1, 1)
    assert (shift.checks, shift.too_fast) == (3, 1)


def test_hours_and_shifts_are_the_agencys_wherever_its_server_is(
    server: InProcessHq, desk: Desk
) -> None:
    """17:30 in Concord is 22:30 in UTC and no night; 22:00 is the next day there."""
    with a_car(server.base_url) as car:
        for hours in (15 + 50 / 60, 11 + 20 / 60):
            entered, ago = ("AAA2111", "NC"), round(-3600 * hours)
            early = a_sent_hit("AAA8111", after_s=ago, entered=entered, ending="misread")
            car.send(*early.items())
    span = replace(SPAN, since=NOW - timedelta(hours=30))
    shifts = desk.ask(QualityMessage, "check-quality", span).shifts
    assert [(shift.shift, shift.hits) for shift in shifts] == [
        ("2026-11-25 day", 6), ("2026-11-24 night", 1), ("2026-11-24 day", 1),
    ]  # fmt: skip
    assert desk.ask(LedgerMessage, "near-misses", span).hours == ((9, 1), (17, 1), (22, 1))


def test_a_review_is_kept_shown_and_refused_where_it_says_nothing(
    desk: Desk, clock: SetClock
) -> None:
    path = f"hits/{MISREAD.hit.hit_id}/reviews"
    assert desk.raw(path, ReviewRequest(ReviewKind.RETURNED, "why")).status_code == 409
    file = desk.ask(
        HitFileMessage, path, ReviewRequest(ReviewKind.RETURNED, "Say what came of it.")
    )
    assert [(one.kind, one.by) for one in file.reviews] == [(ReviewKind.RETURNED, "C. Sample")]
    (row,) = desk.rows(HitLogRequest(replace(SPAN, disposition="misread")))
    assert row.review == "returned"
    clock.pass_by(seconds=1)
    file = desk.ask(
        HitFileMessage, path, ReviewRequest(ReviewKind.CASE, "Stopped before a check.")
    )
    assert file.reviews[-1].case_number == f"{NOW.astimezone().year}-0001"


@pytest.mark.proved("K7")
def test_a_review_that_is_sent_twice_is_one_and_takes_its_hit_off_those_to_review(
    desk: Desk, clock: SetClock
) -> None:
    path = f"hits/{MISREAD.hit.hit_id}/reviews"
    waiting = HitLogRequest(replace(SPAN, flag=HitLogFlag.NOT_REVIEWED))
    before, counted = desk.rows(waiting), desk.ask(HitLogCounts, "hits/counts", SPAN).not_reviewed
    assert len(before) == counted
    desk.ask(HitFileMessage, path, ReviewRequest(ReviewKind.NOTE, "Ask about the state."))
    assert len(desk.rows(waiting)) == counted, "a note decides nothing"
    clock.pass_by(seconds=1)
    agreed = ReviewRequest(ReviewKind.AGREED, "")
    _, file = (desk.ask(HitFileMessage, path, agreed) for _ in range(2))
    assert [review.kind for review in file.reviews] == [ReviewKind.NOTE, ReviewKind.AGREED]
    assert MISREAD.hit.hit_id not in {row.hit_id for row in desk.rows(waiting)}
    assert desk.ask(HitLogCounts, "hits/counts", SPAN).not_reviewed == counted - 1
    clock.pass_by(seconds=1)
    case = ReviewRequest(ReviewKind.CASE, "Stopped before a check.")
    numbers = [desk.ask(HitFileMessage, path, case).reviews[-1].case_number for _ in range(2)]
    assert numbers[0] == numbers[1]


def test_what_was_sent_back_to_a_supervisor_waits_for_the_car_and_not_the_desk(
    server: InProcessHq, desk: Desk, clock: SetClock
) -> None:
    make_account(
        server.hq,
        NewAccount("supervisor-2", "F. Sample", Role.SUPERVISOR, LONG_WORD, NOW.date()),
        by="test",
    )
    own = a_sent_hit("AAA9111", after_s=60, ending="lost_sight", person_id=SUPERVISOR)
    with a_car(server.base_url, SUPERVISOR) as car:
        car.send(*own.items())
    with at_desk(server, "supervisor-2", LONG_WORD) as other:
        back = ReviewRequest(ReviewKind.RETURNED, "Say where it was lost.")
        other.ask(HitFileMessage, f"hits/{own.hit.hit_id}/reviews", back)
    assert signed_in(server, "/v1/desk/sessions").returned == ()
    assert to_look_at_again(server, "supervisor-2") == [], "its officer knows nothing yet"
    (reported,) = signed_in(server, "/v1/sessions").returned
    assert (reported.hit_id, reported.by) == (own.hit.hit_id, "F. Sample")
    assert signed_in(server, "/v1/sessions").returned == ()
    assert to_look_at_again(server, "supervisor-2") == [own.hit.hit_id]
    assert to_look_at_again(server, SUPERVISOR) == [], "nobody reviews an own hit"
    clock.pass_by(seconds=1)  # of two reviews of one instant neither is the last
    with at_desk(server, "supervisor-2", LONG_WORD) as other:
        path = f"hits/{own.hit.hit_id}/reviews"
        other.ask(HitFileMessage, path, ReviewRequest(ReviewKind.AGREED, ""))
    assert to_look_at_again(server, "supervisor-2") == []
    del desk


def to_look_at_again(server: InProcessHq, person: str) -> list[str]:
    with server.hq.writing() as work:
        waiting = waiting_for(work, caller_at_desk(person)).at("hit")
    return [line.key for line in waiting if line.words.startswith("Returned; its officer saw")]


def signed_in(server: InProcessHq, address: str) -> SessionMessage:
    message = SignInMessage(SUPERVISOR, LONG_WORD, "anywhere")
    answer = post_plainly(server.base_url + address, encode(message))
    assert answer.status_code == 201, answer.text
    return decode(SessionMessage, answer.content)


def test_what_was_captured_goes_after_90_days_and_the_case_number_stays(
    server: InProcessHq, desk: Desk
) -> None:
    path = f"hits/{MISREAD.hit.hit_id}/reviews"
    desk.ask(HitFileMessage, path, ReviewRequest(ReviewKind.CASE, "Stopped before a check."))
    purge(server.hq, NOW + timedelta(days=91))
    with server.hq.reading() as work:
        left = [len(work.connection.execute(select(t)).all()) for t in (HIT_LOG, HIT_REVIEWS)]
        cases = work.connection.execute(select(REVIEW_CASES)).all()
    assert left == [0, 0]
    assert [case.serial for case in cases] == [1]


def test_hits_from_before_there_were_lines_get_theirs(server: InProcessHq, desk: Desk) -> None:
    before = desk.rows(HitLogRequest(SPAN))
    with server.hq.database.writing() as connection:
        connection.execute(delete(HIT_LOG))
    log_missing(server.hq)
    assert desk.rows(HitLogRequest(SPAN)) == before


def test_a_hit_without_a_package_says_so(desk: Desk) -> None:
    answer = desk.ask(EvidenceCheckMessage, f"hits/{OPEN.hit.hit_id}/evidence")
    assert not answer.is_whole
    assert "No package" in answer.words
    assert desk.raw("hits/no-such-hit/evidence").status_code == 404


@pytest.mark.proved("S4")
def test_a_rejection_of_a_hit_that_nobody_opened_prevented_nothing(
    server: InProcessHq, desk: Desk
) -> None:
    reported = a_sent_hit("AAA8111", after_s=60, ending="misread", stopped="no")
    unopened = replace(reported, answers=reported.answers[:1])
    with a_car(server.base_url) as car:
        car.send(*unopened.items())
    answer = desk.ask(LedgerMessage, "near-misses", SPAN)
    assert (answer.alerted, answer.prevented) == (5, 1)
    assert desk.ask(HitLogCounts, "hits/counts", SPAN).prevented == 1


def test_the_log_and_the_charts_say_what_was_erased_and_never_that_nothing_was_raised(
    server: InProcessHq,
) -> None:
    days = NOW - timedelta(days=200), NOW - timedelta(days=199)
    with at_desk(server, SUPERVISOR) as desk:
        old = desk.ask(HitLogPage, "hits", HitLogRequest(HitLogFilter(*days)))
        ledger = desk.ask(LedgerMessage, "near-misses", HitLogFilter(*days))
        assert desk.ask(HitLogPage, "hits", HitLogRequest(SPAN)).notice == ""
    assert old.rows == ()
    for notice in (old.notice, ledger.notice):
        assert notice.startswith("Data of ")
        assert notice.endswith("nothing can be said.")
