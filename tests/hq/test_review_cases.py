"""A review case at headquarters: the freeze holds at once, the audit is kept, the result stays."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.review.review import CaseResult, CaseStep, ReviewKind
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.tables import OWN_AUDIT
from mdt_alpr.hq.keeping.purge import purge
from mdt_alpr.hq.people.account_acts import disable_account
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, OFFICER, SECOND_OFFICER, SUPERVISOR
from mdt_alpr.wire.accounts import TeamRequest
from mdt_alpr.wire.desk import HitFileMessage, ReviewRequest
from mdt_alpr.wire.review import CaseMessage, CasesMessage, CaseStepRequest
from tests.builders import NOW, SetClock
from tests.hq.reviewers import Desk, a_sent_hit, at_desk, set_team
from tests.hq.senders import a_car, sign_in

HIT = a_sent_hit("AAA3111", ending="lost_sight", stopped="before")
WORDS = "Stopped before any check."
FREEZE = CaseStepRequest(CaseStep.FROZEN, "Used outside the scope.")
LIFT = CaseStepRequest(CaseStep.LIFTED, "The chief has decided so.")
CLOSE = CaseStepRequest(CaseStep.CLOSED, "Trained anew on Nov 24.", CaseResult.TRAINING)
NUMBER = f"{NOW.astimezone().year}-0001"
STEPS = f"cases/{NUMBER}/steps"


@pytest.fixture
def desk(server: InProcessHq) -> Iterator[Desk]:
    with a_car(server.base_url) as car:
        car.send(*HIT.items())
    with at_desk(server, SUPERVISOR) as found:
        ask = ReviewRequest(ReviewKind.CASE, WORDS)
        found.ask(HitFileMessage, f"hits/{HIT.hit.hit_id}/reviews", ask)
        yield found


@pytest.fixture
def admin(server: InProcessHq, desk: Desk) -> Iterator[Desk]:
    del desk
    with at_desk(server, ADMINISTRATOR) as found:
        yield found


def the_case(desk: Desk) -> CaseMessage:
    (found,) = desk.ask(CasesMessage, "cases").cases
    return found


def test_a_case_says_who_opened_it_about_whom_and_marks_the_audit(desk: Desk) -> None:
    case = the_case(desk)
    assert (case.number, case.subject, case.officer) == (NUMBER, HIT.hit.hit_id, "A. Sample")
    assert (case.opened_by, case.opened_at, case.frozen_at) == ("C. Sample", NOW, None)
    assert [(step.step, step.words) for step in case.steps] == [(CaseStep.OPENED, WORDS)]
    assert case.audit_entries > 0
    assert case.audit_is_whole


@pytest.mark.clause("6")
@pytest.mark.clause("7.A")
def test_a_frozen_account_has_no_session_and_no_sign_in_from_that_instant(
    server: InProcessHq, desk: Desk, admin: Desk
) -> None:
    with a_car(server.base_url) as car, a_car(server.base_url, SECOND_OFFICER) as other:
        assert car.http.get("/v1/units").status_code == 200
        desk.ask(CasesMessage, STEPS, FREEZE)
        assert car.http.get("/v1/units").status_code == 401
        assert other.http.get("/v1/units").status_code == 200
    assert sign_in(server.base_url).status_code == 401
    assert the_case(desk).frozen_at == NOW
    assert desk.raw(STEPS, LIFT).status_code == 409
    admin.ask(CasesMessage, STEPS, LIFT)
    assert the_case(desk).frozen_at is None
    assert sign_in(server.base_url).status_code == 201


def test_an_account_that_was_disabled_otherwise_is_not_given_back_by_a_case(
    server: InProcessHq, desk: Desk, admin: Desk, clock: SetClock
) -> None:
    disable_account(server.hq, OFFICER, "left the agency", ADMINISTRATOR)
    clock.pass_by(minutes=1)
    desk.ask(CasesMessage, STEPS, FREEZE)
    clock.pass_by(minutes=1)
    admin.ask(CasesMessage, STEPS, LIFT)
    assert sign_in(server.base_url).status_code == 401


def test_a_closed_case_keeps_its_result_when_what_was_captured_is_gone(
    server: InProcessHq, desk: Desk
) -> None:
    case = desk.ask(CasesMessage, STEPS, CLOSE).cases[0]
    assert (case.result, case.closed_at) == (CaseResult.TRAINING, NOW)
    assert desk.raw(STEPS, CLOSE).status_code == 409
    purge(server.hq, NOW + timedelta(days=91))
    after = the_case(desk)
    assert (after.result, after.audit_is_whole, after.officer) == (
        CaseResult.TRAINING, True, "A. Sample",
    )  # fmt: skip


def test_an_entry_that_is_gone_from_the_audit_shows_in_the_case(
    server: InProcessHq, desk: Desk
) -> None:
    with server.hq.database.writing() as connection:
        gone = delete(OWN_AUDIT).where(
            OWN_AUDIT.c.person == OFFICER, OWN_AUDIT.c.event == AuditEvent.HQ_SIGN_IN
        )
        assert connection.execute(gone).rowcount == 1
    assert not the_case(desk).audit_is_whole


def test_who_reviews_nobody_gets_no_case(server: InProcessHq, desk: Desk) -> None:
    for person in (OFFICER, SECOND_OFFICER):
        with at_desk(server, person) as other:
            answers = [other.raw("cases"), other.raw(STEPS, FREEZE)]
            assert [answer.status_code for answer in answers] == [403, 403]
    assert the_case(desk).frozen_at is None


@pytest.mark.attack("V1m")
def test_a_case_of_another_team_or_about_the_own_person_does_not_exist(
    server: InProcessHq, desk: Desk, admin: Desk
) -> None:
    set_team(server.hq, OFFICER, TeamRequest("B"), ADMINISTRATOR)
    set_team(server.hq, SUPERVISOR, TeamRequest("A"), ADMINISTRATOR)
    assert desk.ask(CasesMessage, "cases").cases == ()
    assert desk.raw(STEPS, FREEZE).json()["number"] == 542
    assert the_case(admin).number == NUMBER
    assert desk.raw("cases/2000-0001/steps", FREEZE).status_code == 404


def test_every_step_and_every_view_is_recorded(
    server: InProcessHq, desk: Desk, admin: Desk
) -> None:
    desk.ask(CasesMessage, STEPS, FREEZE)
    admin.ask(CasesMessage, STEPS, LIFT)
    desk.ask(CasesMessage, STEPS, CLOSE)
    query = select(OWN_AUDIT.c.event, OWN_AUDIT.c.person).where(OWN_AUDIT.c.subject == NUMBER)
    with server.hq.reading() as work:
        found = [tuple(row) for row in work.connection.execute(query.order_by("sequence"))]
        views = select(OWN_AUDIT.c.person).filter_by(event=AuditEvent.HQ_CASES_VIEWED)
        assert len(list(work.connection.scalars(views))) == 3
    assert found == [
        (AuditEvent.HQ_CASE_OPENED, SUPERVISOR),
        (AuditEvent.HQ_ACCOUNT_FROZEN, SUPERVISOR),
        (AuditEvent.HQ_ACCOUNT_GIVEN_BACK, ADMINISTRATOR),
        (AuditEvent.HQ_CASE_CLOSED, SUPERVISOR),
    ]
