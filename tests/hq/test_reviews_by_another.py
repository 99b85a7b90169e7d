"""Nobody reviews, by an account that the person set up, what the own account did (ACC-12)."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from mdt_alpr.cli import main
from mdt_alpr.domain.identity import new_id
from mdt_alpr.domain.retention.incidents import IncidentForm, IncidentKind, IncidentStep
from mdt_alpr.domain.review.misuse import FlagVerdict, Tie
from mdt_alpr.domain.review.review import CaseResult, CaseStep, ReviewKind
from mdt_alpr.domain.review.weekly import last_week
from mdt_alpr.hq.base.headquarters import Headquarters, RefusedError, Work
from mdt_alpr.hq.entries import review as entries
from mdt_alpr.hq.hits import hit_file, review_cases
from mdt_alpr.hq.incidents import service as incidents
from mdt_alpr.hq.intake import quarantine_review
from mdt_alpr.hq.intake.service import accept
from mdt_alpr.hq.misuse import service as misuse
from mdt_alpr.hq.misuse import tied_plates
from mdt_alpr.hq.people.accounts import set_temporary_password
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN, OFFICER, SECOND_OFFICER
from mdt_alpr.hq.reads import quarantine_store
from mdt_alpr.hq.weekly.service import begin
from mdt_alpr.wire.desk import ReviewRequest
from mdt_alpr.wire.incidents import IncidentReport, IncidentStepRequest
from mdt_alpr.wire.manual import DecisionMessage, EntryStep
from mdt_alpr.wire.misuse import TiedPlateRequest, VerdictRequest
from mdt_alpr.wire.problems import Problem
from mdt_alpr.wire.review import CaseStepRequest
from tests.builders import NOW, SetClock
from tests.hq.commands import PASSWORD
from tests.hq.holding import PLATE, caller, filed, seen
from tests.hq.manual import WHY, a_step, added, an_own_entry
from tests.hq.senders import a_batch
from tests.hq.test_misuse import WORDS, flags, searched

DATABASES = ["sqlite"]
Act = Callable[[Work, str], object]
Prepare = Callable[[Headquarters, SetClock], Act]
NO = DecisionMessage(approved=False, why=WHY)


def hit_of(hq: Headquarters) -> str:
    read = seen(hq)
    with hq.reading() as work:
        (row,) = work.connection.exec_driver_sql("SELECT hit_id FROM hit_log").all()
    assert read.read_id
    return str(row[0])


def more_time(hq: Headquarters, _clock: SetClock) -> Act:
    entry = an_own_entry()
    with hq.writing() as work:
        asked = a_step(entry, EntryStep.MORE_TIME_ASKED, why=WHY)
        accept(work, caller(OFFICER), a_batch(added(entry), asked), 500)
    return lambda work, by: entries.decide(work, caller(by), entry.entry_id, NO)


def a_hit(hq: Headquarters, _clock: SetClock) -> Act:
    hit_id = hit_of(hq)
    asked = ReviewRequest(ReviewKind.AGREED, "")
    return lambda work, by: hit_file.review_hit(hq, work, caller(by), hit_id, asked)


def a_case(hq: Headquarters, _clock: SetClock) -> Act:
    hit_id = hit_of(hq)
    with hq.writing() as work:
        asked = ReviewRequest(ReviewKind.CASE, WORDS)
        hit_file.review_hit(hq, work, caller(ADMINISTRATOR), hit_id, asked)
        (case,) = review_cases.cases_for(work, caller(CUSTODIAN)).cases
        freeze = CaseStepRequest(CaseStep.FROZEN, WORDS)
        review_cases.make_step(work, caller(ADMINISTRATOR), case.number, freeze)
    over = CaseStepRequest(CaseStep.CLOSED, WORDS, CaseResult.NO_VIOLATION)
    return lambda work, by: review_cases.make_step(work, caller(by), case.number, over)


def an_incident(hq: Headquarters, _clock: SetClock) -> Act:
    form = IncidentForm(IncidentKind.BREACH, words="A laptop is missing from the station.")
    report = IncidentReport(new_id(NOW, bytes(10)), form)
    number = incidents.report(hq, caller(OFFICER), report)
    asked = IncidentStepRequest(IncidentStep.DISMISSED, words="It was found in the trunk.")
    return lambda work, by: incidents.step(work, caller(by), number, asked)


def about_somebody(hq: Headquarters, _clock: SetClock) -> Act:
    form = IncidentForm(IncidentKind.MISUSE, words="He searched for a neighbor.", about=OFFICER)
    report = IncidentReport(new_id(NOW, bytes(10)), form)
    number = incidents.report(hq, caller(SECOND_OFFICER), report)
    asked = IncidentStepRequest(IncidentStep.NOTED, words="The neighbor was called.")
    return lambda work, by: incidents.step(work, caller(by), number, asked)


def set_aside(hq: Headquarters, _clock: SetClock) -> Act:
    with hq.writing() as work:
        entry = an_own_entry(by=SECOND_OFFICER)
        accept(work, caller(OFFICER), a_batch(added(entry)), 500)
        (aside,) = quarantine_store.waiting(work, 9)
    return lambda work, by: quarantine_review.decide(work, aside.number, NO, by)


def a_flag(hq: Headquarters, clock: SetClock) -> Act:
    searched(hq, clock)
    misuse.seek(hq, CUSTODIAN)
    flag, *_ = flags(hq)
    asked = VerdictRequest(FlagVerdict.JUSTIFIED, WORDS, flag.accesses)
    return lambda work, by: misuse.judge(work, caller(by), flag.number, asked)


def a_tied_plate(hq: Headquarters, _clock: SetClock) -> Act:
    with hq.writing() as work:
        asked = TiedPlateRequest(PLATE, OFFICER, Tie.OWN)
        tied_plates.enter(work, caller(ADMINISTRATOR), asked)
    return lambda work, by: tied_plates.remove(work, caller(by), 1, WORDS)


@pytest.mark.parametrize(
    "prepare",
    [more_time, a_hit, a_case, an_incident, about_somebody, set_aside, a_flag, a_tied_plate],
)
def test_who_can_sign_in_to_an_account_reviews_nothing_that_it_did(
    hq: Headquarters, clock: SetClock, prepare: Prepare
) -> None:
    act = prepare(hq, clock)
    set_temporary_password(hq, OFFICER, PASSWORD, by=ADMINISTRATOR)
    with pytest.raises(RefusedError) as refused, hq.writing() as work:
        act(work, ADMINISTRATOR)
    assert refused.value.problem is Problem.SECOND_PERSON
    assert "set up the other's account" in refused.value.detail
    with hq.writing() as work:
        act(work, CUSTODIAN)


def test_whose_account_it_is_can_be_confirmed_on_headquarters_machine(
    hq: Headquarters, clock: SetClock
) -> None:
    act = more_time(hq, clock)
    set_temporary_password(hq, OFFICER, PASSWORD, by=ADMINISTRATOR)
    place = "--data", str(hq.settings.data), "--database", hq.settings.database
    assert main(["hq", *place, "confirm-account-here", OFFICER, "--reason", WORDS]) == 0
    with hq.writing() as work:
        act(work, ADMINISTRATOR)


def test_the_weekly_review_leaves_to_others_what_the_reviewer_may_have_searched(
    hq: Headquarters, clock: SetClock
) -> None:
    filed(hq)
    filed(hq, by=SECOND_OFFICER)
    clock.at = NOW + timedelta(days=7)
    set_temporary_password(hq, OFFICER, PASSWORD, by=ADMINISTRATOR)
    with hq.writing() as work:
        drawn = {
            by: begin(work, caller(by), last_week(work.now)) for by in (ADMINISTRATOR, CUSTODIAN)
        }
    assert (drawn[ADMINISTRATOR].searched, drawn[ADMINISTRATOR].left_out) == (1, 1)
    assert (drawn[CUSTODIAN].searched, drawn[CUSTODIAN].left_out) == (2, 0)
