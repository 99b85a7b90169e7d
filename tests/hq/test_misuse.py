"""Misuse is sought in what headquarters and cars recorded; somebody else judges it (SUP-03)."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from mdt_alpr.acts import misuse as misuse_acts
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.designations import Office
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.review.misuse import Flag, FlagRule, FlagVerdict, Tie
from mdt_alpr.domain.review.review import CaseStep
from mdt_alpr.domain.search.question import Area, AskedCase, CaseCheck, SearchQuestion
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.headquarters import Caller, Headquarters, RefusedError
from mdt_alpr.hq.base.search_tables import SEARCHES
from mdt_alpr.hq.base.tables import OWN_AUDIT
from mdt_alpr.hq.hits import review_cases
from mdt_alpr.hq.misuse import service as misuse
from mdt_alpr.hq.misuse import store, tied_plates
from mdt_alpr.hq.misuse.tables import MISUSE_FLAGS, TIED_PLATES
from mdt_alpr.hq.people.designations import designate
from mdt_alpr.hq.people.sample_agency import (
    ADMINISTRATOR,
    CUSTODIAN,
    OFFICER,
    SECOND_OFFICER,
    SUPERVISOR,
)
from mdt_alpr.hq.search.service import search
from mdt_alpr.wire import addresses
from mdt_alpr.wire.accounts import DesignationRequest
from mdt_alpr.wire.misuse import (
    FlagDetail,
    FlagMessage,
    FlagsMessage,
    TiedPlateRequest,
    TiedPlatesMessage,
    VerdictRequest,
)
from mdt_alpr.wire.review import CasesMessage, CaseStepRequest
from mdt_alpr.wire.search import SearchRequest
from tests.builders import NOW, SetClock
from tests.hq.commands import Terminal
from tests.hq.reviewers import Desk, at_desk

DATABASES = ["sqlite"]
PLATE = "KLM4470"
WORDS = "No case names this vehicle."
ROLES = {
    OFFICER: Role.OFFICER,
    SECOND_OFFICER: Role.OFFICER,
    SUPERVISOR: Role.SUPERVISOR,
    CUSTODIAN: Role.CUSTODIAN,
    ADMINISTRATOR: Role.ADMINISTRATOR,
}


class CasesNobodyKnows:
    """A case system that was asked, and knows none."""

    check_of_all = CaseCheck.UNKNOWN

    def check(self, _case: str) -> AskedCase:
        return AskedCase(self.check_of_all)


class CasesAllKnown(CasesNobodyKnows):
    """A case system that knows every case, so that only one rule flags ``searched``."""

    check_of_all = CaseCheck.KNOWN


def as_caller(person: str) -> Caller:
    return Caller(person, person, ROLES[person], "desk-1", "0" * 64)


def searched(  # noqa: PLR0913 - what a test varies
    hq: Headquarters,
    clock: SetClock,
    person: str = OFFICER,
    *,
    times: int = 3,
    case: str = "26-041877",
    plate: str = PLATE,
    reason: str = "Suspicious activity at the lot",
    every: int = 8,
) -> None:
    """Search so often for a plate, every so many days, and come to the next of these days."""
    for number in range(times):
        question = SearchQuestion(
            plate=plate, state="any", since=clock.now() - timedelta(days=7), until=clock.now(),
            purpose="criminal_investigation", case=f"{case}{number}", reason=reason,
            area=Area(36.0, -78.9, 5.0),
        )  # fmt: skip
        asked = SearchRequest(question, confirmed=True)
        search(hq, as_caller(person), asked)
        clock.pass_by(days=every)


def flags(hq: Headquarters, person: str = CUSTODIAN) -> tuple[FlagMessage, ...]:
    with hq.writing() as work:
        return misuse.flags_for(work, as_caller(person)).flags


def judged(
    hq: Headquarters,
    number: int,
    verdict: FlagVerdict = FlagVerdict.JUSTIFIED,
    by: str = CUSTODIAN,
    shown: int = 0,
) -> FlagMessage:
    """Judge a flag; without ``shown`` as somebody who was just shown what it has now."""
    with hq.writing() as work:
        found = store.find(work.connection, number)
        assert found is not None
        asked = VerdictRequest(verdict, WORDS, shown or len(found[0].flag.records))
        return misuse.judge(work, as_caller(by), number, asked)


@pytest.mark.clause("5.A.1")
@pytest.mark.clause("6")
def test_rs_13_a_lieutenant_who_follows_one_plate_is_flagged_within_a_week(
    hq: Headquarters, clock: SetClock
) -> None:
    hq.case_system = CasesNobodyKnows()
    searched(hq, clock, SUPERVISOR, times=6, every=1)
    assert misuse.seek(hq, CUSTODIAN) >= 2
    assert clock.now() - NOW <= timedelta(days=7)
    found = {one.rule: one for one in flags(hq)}
    assert {FlagRule.ONE_PLATE, FlagRule.UNKNOWN_CASE} <= set(found)
    flag = found[FlagRule.ONE_PLATE]
    assert (flag.person, flag.accesses, flag.may_judge) == ("C. Sample", 6, True)
    assert "6 times" in flag.why
    with hq.writing() as work:
        detail = misuse.flag_detail(work, as_caller(CUSTODIAN), flag.number)
    assert [one.case for one in detail.searches] == [f"26-041877{n}" for n in range(6)]
    assert {one.case_check for one in detail.searches} == {CaseCheck.UNKNOWN.value}


def test_rs_14_a_chief_with_plausible_reasons_is_flagged_and_judged_by_another(
    hq: Headquarters, clock: SetClock
) -> None:
    hq.case_system = CasesNobodyKnows()
    for reason in ("Missing child at the river", "Drug investigation downtown"):
        searched(hq, clock, ADMINISTRATOR, times=3, reason=reason, every=1)
    misuse.seek(hq, ADMINISTRATOR)
    assert FlagRule.UNKNOWN_CASE in {flag.rule for flag in flags(hq)}
    assert not flags(hq, ADMINISTRATOR)
    assert not flags(hq, SUPERVISOR)
    for by in (ADMINISTRATOR, SUPERVISOR):
        with pytest.raises(RefusedError):
            judged(hq, 1, by=by)
    assert judged(hq, 1, FlagVerdict.CASE).case_number.endswith("-0001")


@pytest.mark.proved("B6")
@pytest.mark.clause("5.A.1")
def test_without_a_case_system_three_looks_at_one_plate_are_flagged_and_it_says_what_is_off(
    server: InProcessHq, clock: SetClock
) -> None:
    hq = server.hq
    searched(hq, clock)
    misuse.seek(hq, CUSTODIAN)
    (flag,) = (one for one in flags(hq) if one.rule is FlagRule.ONE_PLATE_UNCHECKED)
    assert (flag.person, flag.accesses) == ("A. Sample", 3)
    with at_desk(server, CUSTODIAN) as desk:
        off = desk.get(FlagsMessage, misuse_acts.SHOW_FLAGS.address).off
        hq.case_system = CasesNobodyKnows()
        fewer = desk.get(FlagsMessage, misuse_acts.SHOW_FLAGS.address).off
    assert off[0].startswith("No case system:")
    assert fewer == off[1:]


def test_searches_for_a_known_case_are_work(hq: Headquarters, clock: SetClock) -> None:
    searched(hq, clock, times=2)
    assert misuse.seek(hq, CUSTODIAN) == 0
    assert not flags(hq)


def test_a_flag_grows_with_what_comes_and_what_was_judged_is_not_flagged_again(
    hq: Headquarters, clock: SetClock
) -> None:
    hq.case_system = CasesAllKnown()
    searched(hq, clock)
    assert misuse.seek(hq, CUSTODIAN) == 1
    assert misuse.seek(hq, CUSTODIAN) == 0
    searched(hq, clock, times=1, case="26-05")
    assert misuse.seek(hq, CUSTODIAN) == 0
    (flag,) = flags(hq)
    assert (flag.rule, flag.accesses) == (FlagRule.ONE_PLATE_MANY_CASES, 4)
    after = judged(hq, flag.number)
    assert (after.verdict, after.words, after.judged_by) == (
        FlagVerdict.JUSTIFIED, WORDS, "D. Sample",
    )  # fmt: skip
    assert misuse.seek(hq, CUSTODIAN) == 0
    with pytest.raises(RefusedError):
        judged(hq, flag.number)


def test_flags_are_given_page_by_page(hq: Headquarters) -> None:
    with hq.writing() as work:
        for n in range(misuse.AT_ONCE + 3):
            flag = Flag(FlagRule.OUTLIER, OFFICER, (f"search-{n}",), NOW, NOW, "Far more.")
            store.add(work, flag)
        first = misuse.flags_for(work, as_caller(CUSTODIAN))
        rest = misuse.flags_for(work, as_caller(CUSTODIAN), first.flags[-1].number)
    assert (first.has_more, rest.has_more) == (True, False)
    numbers = [one.number for one in (*first.flags, *rest.flags)]
    assert numbers == list(range(misuse.AT_ONCE + 3, 0, -1))
    assert rest.waiting == misuse.AT_ONCE + 3


def test_no_supervisor_sees_a_flag_or_a_case_about_the_chief(
    hq: Headquarters, clock: SetClock
) -> None:
    hq.case_system = CasesAllKnown()
    searched(hq, clock)
    misuse.seek(hq, CUSTODIAN)
    assert len(flags(hq, SUPERVISOR)) == 1
    today = NOW.date()
    asked = DesignationRequest(OFFICER, Office.CHIEF, today, today, "The City Council")
    designate(hq, asked, ADMINISTRATOR)
    clock.pass_by(hours=48)  # a former Chief is still reviewed as one
    assert not flags(hq, SUPERVISOR)
    with pytest.raises(RefusedError):
        judged(hq, 1, by=SUPERVISOR)
    assert judged(hq, 1, FlagVerdict.CASE).case_number
    with hq.writing() as work:
        assert not review_cases.cases_for(work, as_caller(SUPERVISOR)).cases
        assert len(review_cases.cases_for(work, as_caller(CUSTODIAN)).cases) == 1


def test_a_suspicion_becomes_a_case_from_any_record(
    server: InProcessHq, clock: SetClock, terminal: Terminal
) -> None:
    searched(server.hq, clock, times=1)
    with server.hq.reading() as work:
        (made,) = work.connection.scalars(select(SEARCHES.c.search_id))
        query = select(OWN_AUDIT.c.sequence).where(OWN_AUDIT.c.person == OFFICER)
        number = work.connection.scalars(query.order_by(OWN_AUDIT.c.sequence)).all()[-1]

    def opening(kind: str, record: object, words: str = WORDS) -> tuple[object, ...]:
        return "misuse", "open-case", "--kind", kind, "--record", record, "--reason", words

    assert terminal.run(OFFICER, *opening("search", made)) == 1
    assert terminal.run(SUPERVISOR, *opening("search", made, "bad")) == 1
    assert terminal.run(SUPERVISOR, *opening("search", made)) == 0, terminal.err
    assert "A. Sample" in terminal.out
    assert terminal.run(SUPERVISOR, *opening("search", made)) == 1  # a double tap
    assert terminal.run(SUPERVISOR, *opening("audit", number)) == 1  # reads no audit
    assert terminal.run(CUSTODIAN, *opening("audit", number)) == 0, terminal.err
    for kind, record in (
        ("search", "none"),
        ("entry", "none"),
        ("audit", "9" * 5000),
        ("audit", "x"),
    ):
        assert terminal.run(CUSTODIAN, *opening(kind, record)) == 1
    with at_desk(server, SUPERVISOR) as desk:
        cases = desk.ask(CasesMessage, "cases").cases
    assert {case.subject for case in cases} == {made, f"audit {number}"}
    assert all(case.audit_is_whole and case.audit_entries for case in cases)


def test_it_is_sought_once_a_day_by_itself(hq: Headquarters, clock: SetClock) -> None:
    assert misuse.seek_daily(hq)
    assert not misuse.seek_daily(hq)
    clock.pass_by(hours=25)
    assert misuse.seek_daily(hq)


def test_one_search_of_a_coworkers_or_the_own_plate_is_enough_and_no_plate_is_kept(
    hq: Headquarters, clock: SetClock
) -> None:
    with hq.writing() as work:
        for tie, person in ((Tie.HOUSEHOLD, OFFICER), (Tie.OWN, SECOND_OFFICER)):
            asked = TiedPlateRequest(f"klm 447{len(tie)}", person, tie)
            tied_plates.enter(work, as_caller(ADMINISTRATOR), asked)
    searched(hq, clock, times=1, plate=f"KLM447{len(Tie.HOUSEHOLD)}")
    searched(hq, clock, times=1, plate=f"KLM447{len(Tie.OWN)}")
    misuse.seek(hq, CUSTODIAN)
    assert {flag.rule for flag in flags(hq)} == {FlagRule.OWN_PLATE, FlagRule.COWORKERS_PLATE}
    with hq.reading() as work:
        kept = [*work.connection.execute(select(TIED_PLATES))]
        kept += work.connection.execute(select(MISUSE_FLAGS))
    assert "KLM447" not in str(kept).upper()


def test_a_plate_is_tied_once_and_nobody_unties_the_own_one(hq: Headquarters) -> None:
    mine = TiedPlateRequest(PLATE, ADMINISTRATOR, Tie.OWN)
    with hq.writing() as work:
        tied_plates.enter(work, as_caller(ADMINISTRATOR), mine)
    refused = (mine, TiedPlateRequest("no plate at all", OFFICER, Tie.OWN))
    for asked in (*refused, TiedPlateRequest(PLATE, "nobody", Tie.OWN)):
        with pytest.raises(RefusedError), hq.writing() as work:
            tied_plates.enter(work, as_caller(ADMINISTRATOR), asked)
    for by, number in ((ADMINISTRATOR, 1), (CUSTODIAN, 2)):
        with pytest.raises(RefusedError), hq.writing() as work:
            tied_plates.remove(work, as_caller(by), number, WORDS)
    with hq.writing() as work:
        (shown,) = tied_plates.plates_for(work, as_caller(CUSTODIAN)).plates
        assert (shown.person, shown.tie, shown.is_lost) == ("E. Sample", Tie.OWN, False)


def asked_for(desk: Desk, number: int) -> FlagDetail:
    path = addresses.filled(misuse_acts.SHOW_FLAG.address, number=str(number))
    return desk.get(FlagDetail, path)


def test_a_suspicion_becomes_a_case_that_freezes_the_account(
    server: InProcessHq, clock: SetClock, terminal: Terminal
) -> None:
    server.hq.case_system = CasesAllKnown()
    searched(server.hq, clock)
    assert terminal.run(SUPERVISOR, "misuse", "run") == 0, terminal.err
    assert "1 waits for you" in terminal.out
    assert terminal.run(SUPERVISOR, "misuse", "show", 1) == 0, terminal.err
    assert "26-0418770" in terminal.out
    assert "A. Sample, accesses: 3: One plate" in terminal.out
    assert terminal.run(OFFICER, "misuse", "flags") == 1
    with at_desk(server, SUPERVISOR) as desk:
        assert asked_for(desk, 1).flag.number == 1
        assert desk.http.get("/v1/misuse-flags/9").status_code == 404
        assert desk.http.get("/v1/misuse-flags/99999999999999999999").status_code == 404
        judging = "misuse", "judge", 1, "--verdict", "case", "--accesses", 3, "--reason", WORDS
        assert terminal.run(SUPERVISOR, *judging) == 0, terminal.err
        assert terminal.run(SUPERVISOR, *judging) == 1
        (case,) = desk.ask(CasesMessage, "cases").cases
        assert (case.subject, case.officer, case.audit_is_whole) == ("flag 1", "A. Sample", True)
        step = CaseStepRequest(CaseStep.FROZEN, "Used outside the scope.")
        desk.ask(CasesMessage, f"cases/{case.number}/steps", step)
        found = desk.get(FlagsMessage, misuse_acts.SHOW_FLAGS.address)
    assert (found.flags[0].verdict, found.flags[0].case_number) == (FlagVerdict.CASE, case.number)
    assert (found.waiting, found.ran_at) == (0, clock.now())


def test_every_run_view_and_verdict_is_recorded_without_a_plate(
    hq: Headquarters, clock: SetClock
) -> None:
    hq.case_system = CasesAllKnown()
    searched(hq, clock)
    misuse.seek(hq, CUSTODIAN)
    flags(hq)
    judged(hq, 1)
    with hq.reading() as work:
        which = OWN_AUDIT.c.event.in_(
            [AuditEvent.HQ_FLAGS_SOUGHT, AuditEvent.HQ_FLAG_RAISED, AuditEvent.HQ_FLAGS_VIEWED,
             AuditEvent.HQ_FLAG_JUDGED]
        )  # fmt: skip
        query = select(OWN_AUDIT).where(which).order_by(OWN_AUDIT.c.sequence)
        rows = work.connection.execute(query).all()
    assert [row.event for row in rows] == [
        AuditEvent.HQ_FLAG_RAISED, AuditEvent.HQ_FLAGS_SOUGHT, AuditEvent.HQ_FLAGS_VIEWED,
        AuditEvent.HQ_FLAG_JUDGED,
    ]  # fmt: skip
    assert PLATE not in str(rows)


def test_only_administrators_tie_plates_and_auditors_read_flags(
    server: InProcessHq, terminal: Terminal
) -> None:
    add = "misuse", "plate-add", "--person-id", OFFICER, "--tie", "household", "--plate", PLATE
    assert terminal.run(CUSTODIAN, *add) == 1
    assert terminal.run(ADMINISTRATOR, *add) == 0, terminal.err
    assert "A. Sample  Of the household" in terminal.out
    assert PLATE not in terminal.out
    with at_desk(server, ADMINISTRATOR) as desk:
        assert len(desk.get(TiedPlatesMessage, misuse_acts.SHOW_TIED.address).plates) == 1
    assert terminal.run(ADMINISTRATOR, "misuse", "plate-remove", 1, "--reason", WORDS) == 0, (
        terminal.err
    )
    assert terminal.run(ADMINISTRATOR, "misuse", "plates") == 0
    assert "No plate is entered." in terminal.out
