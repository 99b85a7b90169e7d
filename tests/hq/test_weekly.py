"""A supervisor's weekly review at headquarters: drawn, judged, signed, on record (SUP-01, 04)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from mdt_alpr.acts import weekly as weekly_acts
from mdt_alpr.domain.policy import PAPERS_KEPT_FOR
from mdt_alpr.domain.retention.alpr_1 import GROUND_WORDS, HoldGround
from mdt_alpr.domain.retention.holds import HoldChannel
from mdt_alpr.domain.review.weekly import SearchVerdict, sample
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.audit.clock_guard import confirm_clock
from mdt_alpr.hq.holds import service
from mdt_alpr.hq.people.sample_agency import (
    ADMINISTRATOR,
    CUSTODIAN,
    OFFICER,
    SECOND_OFFICER,
    SUPERVISOR,
)
from mdt_alpr.hq.weekly.service import erase_expired, next_to_sign
from mdt_alpr.wire.accounts import TeamRequest
from mdt_alpr.wire.codec import decode, encode
from mdt_alpr.wire.holds import HoldRequest, WarrantRequest
from mdt_alpr.wire.manual import EntryStep
from mdt_alpr.wire.review import CasesMessage
from mdt_alpr.wire.weekly import ReviewedWeek, SearchJudged, WeeklyMessage, WeekSigned
from tests.builders import NOW, SetClock
from tests.holds import FACTS, a_form, a_warrant
from tests.hq.commands import Terminal
from tests.hq.holding import a_scope, caller, filed, seen
from tests.hq.manual import WHY, a_step, added, an_own_entry, audited
from tests.hq.reviewers import Desk, at_desk, set_team
from tests.hq.senders import a_car
from tests.hq.test_search import NARROW, asked

CRIMINAL = GROUND_WORDS[HoldGround.CRIMINAL]
FOUND = "Nothing but one unclear reason."


@pytest.fixture
def supervisor(server: InProcessHq, clock: SetClock) -> Iterator[Desk]:
    """A supervisor a week after two searches of an officer and one of the own."""
    for person, cases in ((OFFICER, ("26-000001", "26-000002")), (SUPERVISOR, ("26-000003",))):
        with at_desk(server, person) as desk:
            for case in cases:
                reason = f"Larceny from a vehicle, case {case}"
                asked(desk, replace(NARROW, case=case, reason=reason), confirmed=True)
    clock.at = NOW + timedelta(days=7)
    with at_desk(server, SUPERVISOR) as found:
        yield found


def shown(desk: Desk) -> WeeklyMessage:
    return desk.get(WeeklyMessage, weekly_acts.SHOW_WEEK.address)


def posted(desk: Desk, address: str, body: object) -> WeeklyMessage:
    answer = desk.http.post(address, content=encode(body))
    assert answer.status_code == 200, answer.text
    return decode(WeeklyMessage, answer.content)


def test_the_sample_is_drawn_by_a_recorded_seed_of_what_others_searched(
    server: InProcessHq, supervisor: Desk
) -> None:
    before = shown(supervisor)
    assert (before.seed, before.searched, before.sample) == ("", 2, ())
    begun = posted(supervisor, weekly_acts.SHOW_WEEK.address, ReviewedWeek(before.week))
    cases = sorted(one.search.case for one in begun.sample if one.search)
    assert cases == ["26-000001", "26-000002"], "never what the reviewer searched"
    assert posted(supervisor, weekly_acts.SHOW_WEEK.address, ReviewedWeek(before.week)) == begun
    (entry,) = audited(server, "weekly_review:begun")
    ids = [one.search_id for one in begun.sample]
    assert sample(sorted(ids), dict(entry.detail)["seed"]) == tuple(ids)


def test_each_is_judged_then_the_week_is_signed_and_stays(
    server: InProcessHq, supervisor: Desk, clock: SetClock
) -> None:
    week = shown(supervisor).week
    first, second = posted(supervisor, weekly_acts.SHOW_WEEK.address, ReviewedWeek(week)).sample
    signing = WeekSigned(week, FOUND)
    too_early = supervisor.http.post(weekly_acts.SIGN_WEEK.address, content=encode(signing))
    assert too_early.status_code == 409
    unclear = SearchJudged(week, first.search_id, SearchVerdict.UNCLEAR, "The case was not found.")
    posted(supervisor, weekly_acts.JUDGE_SEARCH.address, unclear)
    fine = SearchJudged(week, second.search_id, SearchVerdict.JUSTIFIED)
    posted(supervisor, weekly_acts.JUDGE_SEARCH.address, fine)
    signed = posted(supervisor, weekly_acts.SIGN_WEEK.address, signing)
    assert signed.signed_at == clock.at
    assert [(one.unclear, one.findings) for one in signed.past] == [(1, FOUND)]
    (entry,) = audited(server, "weekly_review:signed")
    assert dict(entry.detail)["unclear"] == "1"
    clock.at = NOW + timedelta(days=120)
    with at_desk(server, CUSTODIAN) as custodian:
        (past,) = shown(custodian).past
    assert (past.by, past.sampled, past.unclear) == ("C. Sample", 2, 1)
    clock.at = NOW + PAPERS_KEPT_FOR + timedelta(days=8)
    confirm_clock(server.hq, clock.at.date(), CUSTODIAN, ADMINISTRATOR)
    assert [erase_expired(server.hq), erase_expired(server.hq)] == [1, 0]


@pytest.mark.proved("K1")
def test_a_client_that_was_not_shown_a_verdict_replaces_none(supervisor: Desk) -> None:
    week = shown(supervisor).week
    first, _ = posted(supervisor, weekly_acts.SHOW_WEEK.address, ReviewedWeek(week)).sample
    unclear = SearchJudged(week, first.search_id, SearchVerdict.UNCLEAR, "The case was not found.")
    posted(supervisor, weekly_acts.JUDGE_SEARCH.address, unclear)
    fine = replace(unclear, verdict=SearchVerdict.JUSTIFIED, note="The case is of the county.")
    refused = supervisor.http.post(weekly_acts.JUDGE_SEARCH.address, content=encode(fine))
    assert refused.status_code == 409
    known = replace(fine, instead_of=SearchVerdict.UNCLEAR)
    changed = posted(supervisor, weekly_acts.JUDGE_SEARCH.address, known).sample[0]
    assert changed.verdict is SearchVerdict.JUSTIFIED
    assert changed.note.endswith("Before: unclear. The case was not found.")


def test_a_week_that_nobody_signed_shows_as_missing(server: InProcessHq, clock: SetClock) -> None:
    clock.at = NOW + timedelta(days=16)
    with at_desk(server, CUSTODIAN) as custodian:
        first = shown(custodian)
        (missing,) = first.missing
        assert missing.week == first.week - timedelta(days=7)
        posted(custodian, weekly_acts.SHOW_WEEK.address, ReviewedWeek(missing.week))
        empty = posted(custodian, weekly_acts.SIGN_WEEK.address, WeekSigned(missing.week, FOUND))
    assert (empty.sample, empty.missing) == ((), ())


def test_the_week_says_which_trainings_end_and_who_asks_for_more_time(
    server: InProcessHq, clock: SetClock
) -> None:
    with a_car(server.base_url) as car:
        for text, by in (("KLM4471", OFFICER), ("KLM4472", SUPERVISOR)):
            entry = an_own_entry(text, by)
            car.send(added(entry), a_step(entry, EntryStep.MORE_TIME_ASKED, why=WHY))
    with at_desk(server, SUPERVISOR) as desk:
        counts = shown(desk).counts
    assert (counts.trainings_ending, counts.extensions_asked) == (0, 1), "not the own request"
    clock.at = NOW + timedelta(days=340)
    with at_desk(server, SUPERVISOR) as desk:
        counts = shown(desk).counts
    assert counts.trainings_ending > 1
    assert f"Trainings that end soon: {counts.trainings_ending}. Requests" in counts.words


def test_no_supervisor_reviews_what_a_custodian_searched(
    server: InProcessHq, clock: SetClock
) -> None:
    with at_desk(server, CUSTODIAN) as desk:
        asked(desk, NARROW, confirmed=True)
    clock.at = NOW + timedelta(days=7)
    found = {}
    for person in (SUPERVISOR, ADMINISTRATOR, CUSTODIAN):
        with at_desk(server, person) as desk:
            found[person] = shown(desk).searched
    assert found == {SUPERVISOR: 0, ADMINISTRATOR: 1, CUSTODIAN: 0}


def test_who_was_sampled_does_not_read_what_was_found(
    server: InProcessHq, clock: SetClock
) -> None:
    with at_desk(server, CUSTODIAN) as desk:
        asked(desk, NARROW, confirmed=True)
    clock.at = NOW + timedelta(days=7)
    with at_desk(server, ADMINISTRATOR) as desk:
        begun = posted(desk, weekly_acts.SHOW_WEEK.address, ReviewedWeek(shown(desk).week))
        for one in begun.sample:
            verdict = SearchJudged(begun.week, one.search_id, SearchVerdict.JUSTIFIED)
            posted(desk, weekly_acts.JUDGE_SEARCH.address, verdict)
        (own,) = posted(desk, weekly_acts.SIGN_WEEK.address, WeekSigned(begun.week, FOUND)).past
    with at_desk(server, CUSTODIAN) as desk:
        (other,) = shown(desk).past
    assert (own.findings, other.findings) == (FOUND, "")


def demand_missing_though_signed(server: InProcessHq) -> None:
    """Let the supervisor sign a week of own acts only: somebody else must review it still."""
    with at_desk(server, SUPERVISOR) as desk:
        (missing,) = shown(desk).missing
        posted(desk, weekly_acts.SHOW_WEEK.address, ReviewedWeek(missing.week))
        after = posted(desk, weekly_acts.SIGN_WEEK.address, WeekSigned(missing.week, FOUND))
    assert (after.searched, [one.week for one in after.missing]) == (0, [missing.week])


def test_a_review_of_no_search_counts_for_no_week_in_which_somebody_searched(
    server: InProcessHq, clock: SetClock
) -> None:
    clock.at = NOW + timedelta(days=1)
    with at_desk(server, SUPERVISOR) as desk:
        asked(desk, NARROW, confirmed=True)
    clock.at = NOW + timedelta(days=16)
    demand_missing_though_signed(server)


def test_preservation_requests_are_drawn_as_the_searches_with_what_they_are_for(
    server: InProcessHq, clock: SetClock
) -> None:
    seen(server.hq)
    filed(server.hq)
    filed(server.hq, by=SUPERVISOR)
    paper = HoldRequest(service.new_hold_id(NOW), a_form(a_scope()), HoldChannel.PAPER, OFFICER)
    service.file_request(server.hq, caller(CUSTODIAN), paper)
    warrant = WarrantRequest(service.new_hold_id(NOW), a_warrant(scope=a_scope()))
    service.file_warrant(server.hq, caller(CUSTODIAN), warrant)
    clock.at = NOW + timedelta(days=7)
    found = {}
    for person in (SUPERVISOR, CUSTODIAN, ADMINISTRATOR):
        with at_desk(server, person) as desk:
            begun = posted(desk, weekly_acts.SHOW_WEEK.address, ReviewedWeek(shown(desk).week))
            found[person] = {one.search.purpose: one.search for one in begun.sample if one.search}
    mine, second, third = (f"Preservation request {n}. {CRIMINAL}" for n in (1, 2, 3))
    by_warrant = "Preservation request 4. State search warrant"
    assert {person: set(drawn) for person, drawn in found.items()} == {
        SUPERVISOR: {mine, third},
        CUSTODIAN: {mine, second},
        ADMINISTRATOR: {mine, second, third, by_warrant},
    }, "never what the reviewer requested or entered"
    one = found[SUPERVISOR][mine]
    assert (one.at, one.person_id, one.found) == (NOW, OFFICER, 1)
    assert (one.case, one.reason) == (a_form().case, FACTS)


def test_a_review_of_nothing_counts_for_no_week_in_which_somebody_requested(
    server: InProcessHq, clock: SetClock
) -> None:
    clock.at = NOW + timedelta(days=1)
    filed(server.hq, by=SUPERVISOR)
    clock.at = NOW + timedelta(days=16)
    demand_missing_though_signed(server)


@pytest.mark.parametrize("week", ["9999-12-31", "0001-01-01", "2026-11-25", "soon"])
def test_a_week_that_is_none_of_the_last_is_refused(supervisor: Desk, week: str) -> None:
    answer = supervisor.http.get(f"{weekly_acts.SHOW_WEEK.address}?week={week}")
    assert 400 <= answer.status_code < 500


def test_by_commands_a_week_is_drawn_judged_and_signed(
    server: InProcessHq,
    supervisor: Desk,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    terminal = Terminal(server.base_url, monkeypatch, capsys)
    assert terminal.run(SUPERVISOR, "weekly-review") == 0
    assert "2 searches of others" in terminal.out
    week = shown(supervisor).week
    assert terminal.run(SUPERVISOR, "weekly-draw", "--week", week) == 0
    assert "2 of 2 to judge" in terminal.out
    for search in shown(supervisor).sample:
        assert search.search_id in terminal.out
        assert terminal.run(SUPERVISOR, "weekly-judge", search.search_id, "justified") == 0
    assert "Write what you found, then sign." in terminal.out
    assert terminal.run(SUPERVISOR, "weekly-sign", FOUND) == 0
    assert terminal.run(SUPERVISOR, "weekly-review") == 0
    assert " Signed 2026-" in terminal.out


def signed_by(
    desk: Desk, week: date, verdict: SearchVerdict = SearchVerdict.JUSTIFIED
) -> WeeklyMessage:
    for one in posted(desk, weekly_acts.SHOW_WEEK.address, ReviewedWeek(week)).sample:
        judged = SearchJudged(week, one.search_id, verdict, "The case is of another year.")
        posted(desk, weekly_acts.JUDGE_SEARCH.address, judged)
    return posted(desk, weekly_acts.SIGN_WEEK.address, WeekSigned(week, FOUND))


@pytest.mark.proved("B5")
@pytest.mark.clause("1")
def test_one_supervisors_signature_counts_for_the_own_team_and_others_show_as_missed(
    server: InProcessHq, clock: SetClock
) -> None:
    for person, team in ((OFFICER, "A"), (SUPERVISOR, "A"), (SECOND_OFFICER, "B")):
        set_team(server.hq, person, TeamRequest(team), ADMINISTRATOR)
    clock.at = NOW + timedelta(days=1)
    for person in (OFFICER, SECOND_OFFICER, CUSTODIAN):
        with at_desk(server, person) as desk:
            asked(desk, NARROW, confirmed=True)
    clock.at = NOW + timedelta(days=16)
    with at_desk(server, SUPERVISOR) as desk:
        (missing,) = shown(desk).missing
        assert (missing.whose, missing.is_mine) == (("A", "B", "custodian"), True)
        (missing,) = signed_by(desk, missing.week).missing
    assert (missing.whose, missing.is_mine) == (("B", "custodian"), False)
    with at_desk(server, CUSTODIAN) as desk:
        (missing,) = signed_by(desk, missing.week).missing
    assert (missing.whose, missing.is_mine) == (("custodian",), False), "never the own searches"
    with server.hq.reading() as work:
        assert next_to_sign(work) == missing.week
    with at_desk(server, ADMINISTRATOR) as desk:
        assert signed_by(desk, missing.week).missing == ()


@pytest.mark.proved("B9")
@pytest.mark.clause("6")
def test_a_search_not_justified_in_a_signed_week_opens_a_review_case(supervisor: Desk) -> None:
    signed = signed_by(supervisor, shown(supervisor).week, SearchVerdict.NOT_JUSTIFIED)
    cases = supervisor.ask(CasesMessage, "cases").cases
    assert {case.subject for case in cases} == {one.search_id for one in signed.sample}
    assert {case.officer for case in cases} == {"A. Sample"}
    assert {case.steps[0].words for case in cases} == {"The case is of another year."}
