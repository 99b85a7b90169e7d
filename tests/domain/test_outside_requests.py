from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.domain import policy
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.policy import MOST_DAYS
from mdt_alpr.domain.retention.alpr_1 import Alpr1, HoldScope
from mdt_alpr.domain.retention.outside_access import (
    AccessRefusedError,
    OutsideAccess,
    demand_access,
)
from mdt_alpr.domain.retention.outside_requests import (
    Answer,
    AskedFor,
    OutsideForm,
    OutsideRefusedError,
    OutsideState,
    OutsideStep,
    StepTaken,
    cancel_is_due,
    end_by_time,
    request,
    request_needs,
    steps_open_to,
    take_step,
    waits_for,
)
from tests.builders import NOW
from tests.holds import a_form, a_scope
from tests.outside_requests import (
    OFFICER,
    SUPERVISOR,
    UNTIL_SENT,
    a_step,
    an_access,
    an_outside_form,
    an_outside_request,
)

DAY = timedelta(days=1)
CUSTODIAN = "custodian-1"
ROLES = {
    OFFICER: Role.OFFICER,
    "officer-2": Role.OFFICER,
    SUPERVISOR: Role.SUPERVISOR,
    CUSTODIAN: Role.CUSTODIAN,
}


def test_a_whole_form_lacks_nothing_and_an_empty_one_names_each_part() -> None:
    assert request_needs(an_outside_form(), NOW) == ()
    query = " ".join(request_needs(OutsideForm(), NOW))
    for words in ("preserve", "agency", "goes", "plate", "camera", "time", "facts", "case"):
        assert words in query


@pytest.mark.clause(policy.OUTSIDE_REQUESTS.number)
@pytest.mark.parametrize(
    "lacking",
    [
        {"scope": a_scope(text="")},
        {"scope": a_scope(cameras=())},
        {"scope": a_scope(begins_at=None)},
        {"facts": ""},
        {"ground": None},
        {"case": ""},
        {"parties": ""},
    ],
)
def test_a_statement_without_one_of_its_parts_makes_no_request(lacking: dict[str, Any]) -> None:
    with pytest.raises(OutsideRefusedError):
        request(an_outside_form(statement=a_form(**lacking)), OFFICER, NOW)


def test_another_agency_may_have_kept_what_would_be_gone_here() -> None:
    old = a_scope(begins_at=NOW - 200 * DAY, ends_at=NOW - 199 * DAY)
    assert request_needs(an_outside_form(statement=a_form(scope=old)), NOW) == ()


@pytest.mark.parametrize("field", ["agency", "system", "contact"])
def test_what_stays_for_good_holds_no_plate(field: str) -> None:
    named: dict[str, Any] = {field: "Police, car SHP1561"}
    found = request_needs(an_outside_form(**named), NOW)
    assert found == ("Leave the plate out of agency, system and contact.",)


@pytest.mark.clause(policy.OUTSIDE_REQUESTS.number)
def test_nothing_is_sent_before_a_supervisor_approved_and_the_requester_swore() -> None:
    waiting = an_outside_request()
    for step in (OutsideStep.SENT, OutsideStep.SWORN):
        with pytest.raises(OutsideRefusedError, match="cannot be done now"):
            take_step(waiting, a_step(step), Role.OFFICER)
    approved = an_outside_request(OutsideStep.APPROVED)
    with pytest.raises(OutsideRefusedError, match="cannot be done now"):
        take_step(approved, a_step(OutsideStep.SENT), Role.OFFICER)
    assert an_outside_request(*UNTIL_SENT).state is OutsideState.SENT


@pytest.mark.parametrize(
    ("by", "role", "words"),
    [
        (OFFICER, Role.SUPERVISOR, "Another person decides"),
        ("officer-2", Role.OFFICER, "A supervisor approves"),
        (CUSTODIAN, Role.CUSTODIAN, "A supervisor approves"),
    ],
)
def test_nobody_approves_an_own_request_and_no_officer_anybodys(
    by: str, role: Role, words: str
) -> None:
    with pytest.raises(OutsideRefusedError, match=words):
        take_step(an_outside_request(), a_step(OutsideStep.APPROVED, by=by), role)


def test_nobody_swears_for_another_and_a_custodian_may_cancel_for_one_who_left() -> None:
    approved = an_outside_request(OutsideStep.APPROVED)
    sworn = a_step(OutsideStep.SWORN, by=CUSTODIAN)
    with pytest.raises(OutsideRefusedError, match="Only who made the request"):
        take_step(approved, sworn, Role.CUSTODIAN)
    sent = an_outside_request(*UNTIL_SENT)
    canceled = take_step(sent, a_step(OutsideStep.CANCELED, by=CUSTODIAN), Role.CUSTODIAN)
    assert canceled.state is OutsideState.CANCELED


@pytest.mark.parametrize(
    ("step", "lacking", "words"),
    [
        (OutsideStep.SENT, {"contact": ""}, "to whom"),
        (OutsideStep.SENT, {"words": ""}, "case file"),
        (OutsideStep.SENT, {"words": "Folder of SHP1561"}, "Leave the plate out"),
        (OutsideStep.CANCELED, {"contact": ""}, "whom at the agency"),
        (OutsideStep.CANCELED, {"on": None}, "Enter the day"),
        (OutsideStep.CANCELED, {"on": date(2030, 1, 1)}, "not in the future"),
        (OutsideStep.CANCELED, {"words": "done"}, "reason"),
        (OutsideStep.ANSWERED, {"answer": Answer.NONE}, "answered"),
        (OutsideStep.STILL_NEEDED, {"words": ""}, "reason"),
    ],
)
def test_a_step_without_what_it_asks_for_is_refused(
    step: OutsideStep, lacking: dict[str, Any], words: str
) -> None:
    before = UNTIL_SENT[:2] if step is OutsideStep.SENT else UNTIL_SENT
    with pytest.raises(OutsideRefusedError, match=words):
        take_step(an_outside_request(*before), a_step(step, **lacking), Role.OFFICER)


@pytest.mark.parametrize(
    ("wanted", "answer", "ends"),
    [
        (AskedFor.RELEASE, Answer.RELEASED, OutsideState.FULFILLED),
        (AskedFor.BOTH, Answer.RELEASED, OutsideState.SENT),
        (AskedFor.PRESERVE, Answer.PRESERVED, OutsideState.SENT),
        (AskedFor.BOTH, Answer.REFUSED, OutsideState.REFUSED),
    ],
)
def test_what_the_agency_preserves_is_still_to_be_canceled(
    wanted: AskedFor, answer: Answer, ends: OutsideState
) -> None:
    sent = an_outside_request(*UNTIL_SENT, wanted=wanted)
    answered = take_step(sent, a_step(OutsideStep.ANSWERED, answer=answer), Role.OFFICER)
    assert answered.state is ends


@pytest.mark.clause(policy.OUTSIDE_REQUESTS.number)
def test_the_requester_is_reminded_every_month_and_when_the_case_closes() -> None:
    sent = an_outside_request(*UNTIL_SENT)
    sent_at = sent.steps[-1].at
    assert not cancel_is_due(sent, sent_at + 30 * DAY - timedelta(seconds=1))
    assert cancel_is_due(sent, sent_at + 30 * DAY)
    needed = take_step(sent, a_step(OutsideStep.STILL_NEEDED, sent_at + 31 * DAY), Role.OFFICER)
    assert not cancel_is_due(needed, sent_at + 60 * DAY)
    assert cancel_is_due(needed, sent_at + 61 * DAY)
    closed = take_step(sent, a_step(OutsideStep.CASE_CLOSED, sent_at), Role.OFFICER)
    assert cancel_is_due(closed, sent_at)


def test_what_is_to_do_waits_for_a_supervisor_then_for_the_requester() -> None:
    waiting, sent = an_outside_request(), an_outside_request(*UNTIL_SENT)
    assert waits_for(waiting, SUPERVISOR, Role.SUPERVISOR, NOW)
    assert not waits_for(waiting, OFFICER, Role.OFFICER, NOW)
    assert waits_for(an_outside_request(OutsideStep.APPROVED), OFFICER, Role.OFFICER, NOW)
    assert not waits_for(sent, OFFICER, Role.OFFICER, NOW)
    assert waits_for(sent, OFFICER, Role.OFFICER, NOW + 40 * DAY)
    assert not waits_for(sent, SUPERVISOR, Role.SUPERVISOR, NOW + 40 * DAY)


def test_a_request_is_over_a_year_after_it_and_not_before() -> None:
    sent = an_outside_request(*UNTIL_SENT)
    assert end_by_time(sent, sent.expires_at - timedelta(seconds=1)) is sent
    over = end_by_time(sent, sent.expires_at)
    assert over.state is OutsideState.EXPIRED
    assert end_by_time(over, sent.expires_at + 400 * DAY) is over


STEPS = st.sampled_from([step for step in OutsideStep if step is not OutsideStep.EXPIRED])
DONE = st.lists(st.tuples(STEPS, st.sampled_from(sorted(ROLES))), max_size=12)


@given(DONE)
def test_in_whatever_order_people_act_it_is_approved_sworn_then_sent_and_the_end_keeps_no_plate(
    done: list[tuple[OutsideStep, str]],
) -> None:
    found = an_outside_request()
    for step, by in done:
        open_to = steps_open_to(found, by, ROLES[by])
        try:
            found = take_step(found, a_step(step, by=by), ROLES[by])
        except OutsideRefusedError:
            assert step not in open_to
        else:
            assert step in open_to
    order = [one.step for one in found.steps]
    by_step: dict[OutsideStep, StepTaken] = {one.step: one for one in found.steps}
    if OutsideStep.SENT in order:
        assert order[:3] == list(UNTIL_SENT)
        assert by_step[OutsideStep.APPROVED].by == SUPERVISOR
        assert by_step[OutsideStep.SWORN].by == OFFICER
    statement = found.form.statement
    is_whole = bool(statement.scope.text and statement.facts and statement.parties)
    assert is_whole is found.is_live
    if not found.is_live:
        left = Alpr1(HoldScope(), statement.ground, "", statement.case, "")
        assert statement == left
        assert steps_open_to(found, OFFICER, Role.OFFICER) == ()


@pytest.mark.parametrize(
    ("lacking", "words"),
    [
        ({"purpose": None}, "purpose"),
        ({"case": "n/a"}, "case"),
        ({"reason": "traffic"}, "statute"),
        ({"reason": "info"}, "reason"),
        ({"agency": ""}, "agency"),
        ({"sought": " "}, "searched"),
        ({"at": NOW + DAY}, "in advance"),
        ({"at": NOW - (MOST_DAYS + 1) * DAY}, f"{MOST_DAYS} days"),
        ({"found": -1}, "how many"),
        ({"system": "Flock SHP1561"}, "Leave the plate out"),
    ],
)
def test_access_to_others_readers_is_logged_with_purpose_case_and_reason_or_not_at_all(
    lacking: dict[str, Any], words: str
) -> None:
    assert demand_access(an_access(), NOW) == an_access()
    with pytest.raises(AccessRefusedError, match=words):
        demand_access(replace(an_access(), **lacking), NOW)


def test_what_was_sought_is_in_no_text_of_an_access() -> None:
    access: OutsideAccess = an_access()
    assert access.sought not in repr(access)


@pytest.mark.proved("B4")
@pytest.mark.proved("OUT-03")
@pytest.mark.parametrize(
    ("wanted", "answers"),
    [
        (AskedFor.BOTH, (Answer.PRESERVED, Answer.REFUSED)),
        (AskedFor.BOTH, (Answer.RELEASED, Answer.REFUSED)),
        (AskedFor.RELEASE, (Answer.PRESERVED, Answer.REFUSED)),
        (AskedFor.RELEASE, (Answer.PRESERVED, Answer.RELEASED)),
        (AskedFor.PRESERVE, (Answer.PRESERVED, Answer.PRESERVED, Answer.REFUSED)),
    ],
)
def test_what_an_agency_preserved_is_reminded_of_until_its_cancel_whatever_it_answers_later(
    wanted: AskedFor, answers: tuple[Answer, ...]
) -> None:
    found = an_outside_request(*UNTIL_SENT, wanted=wanted)
    for answer in answers:
        found = take_step(found, a_step(OutsideStep.ANSWERED, answer=answer), Role.OFFICER)
    assert found.state is OutsideState.SENT
    assert found.form.statement.scope.text
    assert cancel_is_due(found, NOW + 31 * DAY)
    assert OutsideStep.CANCELED in steps_open_to(found, OFFICER, Role.OFFICER)


def test_a_refusal_after_which_nothing_is_preserved_ends_a_request() -> None:
    refused = take_step(
        an_outside_request(*UNTIL_SENT, wanted=AskedFor.BOTH),
        a_step(OutsideStep.ANSWERED, answer=Answer.REFUSED),
        Role.OFFICER,
    )
    assert refused.state is OutsideState.REFUSED
