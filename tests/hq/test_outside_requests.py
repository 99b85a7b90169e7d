"""Own requests to other agencies, and the log of access to their readers (09.21.7.E)."""

import re
import threading
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from mdt_alpr.acts import outside_requests as acts
from mdt_alpr.domain import policy
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.policy import capture_date, date_begins, date_ends
from mdt_alpr.domain.retention.outside_requests import OutsideState, OutsideStep
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.audit.clock_guard import confirm_clock
from mdt_alpr.hq.base.headquarters import Caller, Headquarters, RefusedError
from mdt_alpr.hq.base.tables import OWN_AUDIT
from mdt_alpr.hq.keeping.purge import left_over, purge
from mdt_alpr.hq.outside_requests import outside_access, store
from mdt_alpr.hq.outside_requests import service as requests
from mdt_alpr.hq.people.sample_agency import (
    ADMINISTRATOR,
    CUSTODIAN,
    OFFICER,
    SECOND_OFFICER,
    SUPERVISOR,
)
from mdt_alpr.hq.teams.service import set_team
from mdt_alpr.wire.accounts import TeamRequest
from mdt_alpr.wire.codec import encode
from mdt_alpr.wire.outside import (
    AccessRows,
    AccessSearch,
    OutsideRequestMessage,
    OutsideRequestsMessage,
    OutsideStepRequest,
)
from mdt_alpr.wire.problems import Problem
from tests.builders import NOW, SetClock
from tests.hq.commands import Terminal
from tests.hq.papers import text_of
from tests.hq.reviewers import at_desk
from tests.hq.test_app import until
from tests.hq.test_notices_of_many_cars import waits_for_a_lock
from tests.outside_requests import GIVEN, UNTIL_SENT, an_access, an_outside_form

DAY = timedelta(days=1)
ROLES = {
    OFFICER: Role.OFFICER,
    SECOND_OFFICER: Role.OFFICER,
    SUPERVISOR: Role.SUPERVISOR,
    CUSTODIAN: Role.CUSTODIAN,
    ADMINISTRATOR: Role.ADMINISTRATOR,
}
PLATE = an_outside_form().statement.scope.text
EVERY_DAY = AccessSearch(NOW - 400 * DAY, NOW + 400 * DAY)


def caller(person: str) -> Caller:
    return Caller(person, person, ROLES[person], "desk-1", "")


def made(hq: Headquarters, by: str = OFFICER) -> int:
    with hq.writing() as work:
        return requests.make(work, caller(by), an_outside_form()).number


def after_step(
    hq: Headquarters, number: int, step: OutsideStep, by: str = OFFICER
) -> OutsideRequestMessage:
    asked = OutsideStepRequest(step, **GIVEN[step])
    with hq.writing() as work:
        return requests.step(work, caller(by), number, asked)


def sent(hq: Headquarters) -> int:
    number = made(hq)
    for step in UNTIL_SENT:
        after_step(hq, number, step, SUPERVISOR if step is OutsideStep.APPROVED else OFFICER)
    return number


def seen(hq: Headquarters, by: str) -> list[int]:
    with hq.writing() as work:
        return [request.number for request in requests.requests_for(work, caller(by)).requests]


def waiting(hq: Headquarters, by: str) -> int:
    with hq.writing() as work:
        return requests.requests_for(work, caller(by)).waiting


def accesses(hq: Headquarters, by: str, search: AccessSearch = EVERY_DAY) -> AccessRows:
    with hq.writing() as work:
        return outside_access.searched(work, caller(by), search)


def events(hq: Headquarters) -> list[str]:
    with hq.reading() as work:
        found = work.connection.scalars(select(OWN_AUDIT.c.event).order_by(OWN_AUDIT.c.sequence))
        return [event for event in found if ":outside" in event]


def purged_at(hq: Headquarters, clock: SetClock, at: datetime) -> None:
    """Let the time come, say that the clock is right, and purge."""
    clock.at = at
    confirm_clock(hq, capture_date(at), CUSTODIAN, ADMINISTRATOR)
    purge(hq, at)


@pytest.mark.clause("7.E")
def test_a_request_goes_from_a_supervisor_to_the_oath_to_the_agency_and_is_canceled_there(
    server: InProcessHq,
) -> None:
    number, hq = made(server.hq), server.hq
    with at_desk(server, SUPERVISOR) as desk:
        path = acts.TAKE_STEP.path(number=number)
        approve = encode(OutsideStepRequest(OutsideStep.APPROVED))
        assert desk.http.post(path, content=approve).is_success
    with at_desk(server, OFFICER) as desk:
        paper = desk.http.get(acts.PRINT_STATEMENT.path(number=number))
        assert paper.headers["Content-Type"] == "application/pdf"
    words = text_of(paper.content)
    for part in (PLATE, "North Carolina", "front", "26-038204", "armed robbery", "C. Sample"):
        assert part in words
    assert "I swear or affirm" in words
    for step in UNTIL_SENT[1:]:
        after_step(hq, number, step)
    found = after_step(hq, number, OutsideStep.CANCELED)
    assert found.state is OutsideState.CANCELED
    assert [one.step for one in found.steps] == [*UNTIL_SENT, OutsideStep.CANCELED]
    assert found.steps[-1].contact == "Sgt. Rhodes, by telephone"
    assert found.form.statement.scope.text == ""
    assert events(hq)[0] == AuditEvent.HQ_OUTSIDE_REQUESTED
    assert events(hq).count(AuditEvent.HQ_OUTSIDE_STEP) == 4
    assert AuditEvent.HQ_OUTSIDE_PRINTED in events(hq)


def test_no_statement_is_printed_before_a_supervisor_approved(server: InProcessHq) -> None:
    path = acts.PRINT_STATEMENT.path(number=made(server.hq))
    with at_desk(server, OFFICER) as desk:
        refused = desk.http.get(path)
        unknown = desk.http.get(acts.PRINT_STATEMENT.path(number="9" * 30))
    assert (refused.status_code, unknown.status_code) == (409, 404)


def test_an_officer_sees_the_own_requests_and_a_supervisor_the_teams(hq: Headquarters) -> None:
    mine, others = made(hq), made(hq, SECOND_OFFICER)
    assert seen(hq, OFFICER) == [mine]
    assert seen(hq, SUPERVISOR) == seen(hq, CUSTODIAN) == [others, mine]
    for person, team in ((OFFICER, "A"), (SUPERVISOR, "A"), (SECOND_OFFICER, "B")):
        with hq.writing() as work:
            set_team(work, person, TeamRequest(team, sees_all=False), ADMINISTRATOR)
    assert seen(hq, SUPERVISOR) == [mine]
    with pytest.raises(RefusedError) as refused:
        after_step(hq, others, OutsideStep.APPROVED, SUPERVISOR)
    assert refused.value.problem is Problem.NO_SUCH_OUTSIDE


def test_the_menu_counts_what_waits_for_each_person(hq: Headquarters, clock: SetClock) -> None:
    number = made(hq)
    assert (waiting(hq, OFFICER), waiting(hq, SUPERVISOR)) == (0, 1)
    after_step(hq, number, OutsideStep.APPROVED, SUPERVISOR)
    assert (waiting(hq, OFFICER), waiting(hq, SUPERVISOR)) == (1, 0)
    for step in UNTIL_SENT[1:]:
        after_step(hq, number, step)
    assert waiting(hq, OFFICER) == 0
    clock.pass_by(days=30)
    assert waiting(hq, OFFICER) == 1


def test_after_a_year_a_request_is_over_and_its_plate_is_gone(
    hq: Headquarters, clock: SetClock
) -> None:
    number = sent(hq)
    purged_at(hq, clock, NOW + 364 * DAY)
    with hq.writing() as work:
        kept = requests.seen_one(work, caller(OFFICER), number)
    assert kept.form.statement.scope.text == PLATE, "also past the 90 days of captured data"
    purged_at(hq, clock, NOW + 366 * DAY)
    with hq.writing() as work:
        kept = requests.seen_one(work, caller(OFFICER), number)
    assert (kept.state, kept.form.statement.scope.text) == (OutsideState.EXPIRED, "")
    assert left_over(hq, clock.at) == ()
    assert events(hq).count(AuditEvent.HQ_OUTSIDE_STEP) == 4


def test_what_was_typed_of_an_access_goes_after_90_days_and_who_when_and_why_stay(
    hq: Headquarters, clock: SetClock
) -> None:
    with hq.writing() as work:
        outside_access.log(work, caller(OFFICER), an_access())
    (row,) = accesses(hq, CUSTODIAN).rows
    assert (row.sought, row.case, row.name) == ("SHP1561 NC", "26-038204", "A. Sample")
    purged_at(hq, clock, NOW + 91 * DAY)
    (left,) = accesses(hq, CUSTODIAN).rows
    assert left == replace(row, sought=None, case=None, reason=None)
    assert AuditEvent.HQ_OUTSIDE_ACCESS_VIEWED in events(hq)


def test_the_log_is_filtered_by_day_person_and_agency_and_an_officer_sees_the_own(
    hq: Headquarters,
) -> None:
    for person, agency in ((OFFICER, "Kannapolis Police"), (SECOND_OFFICER, "Cabarrus Sheriff")):
        with hq.writing() as work:
            outside_access.log(work, caller(person), an_access(agency=agency))
    assert [row.number for row in accesses(hq, CUSTODIAN).rows] == [2, 1]
    assert [row.number for row in accesses(hq, OFFICER).rows] == [1]
    today = capture_date(NOW)
    span = AccessSearch(date_begins(today), date_ends(today))
    searches: tuple[tuple[AccessSearch, list[int]], ...] = (
        (replace(span, agency="sheriff"), [2]),
        (replace(span, person="b. samp"), [2]),
        (replace(span, person=OFFICER), [1]),
        (replace(span, first=1), [1]),
        (replace(span, order="agency"), [2, 1]),
        (replace(span, order="agency", descending=True), [1, 2]),
        (replace(span, order="agency", first=1), [1]),
        (AccessSearch(NOW + DAY, NOW + 2 * DAY), []),
    )
    for search, numbers in searches:
        assert [row.number for row in accesses(hq, CUSTODIAN, search).rows] == numbers


def test_an_access_without_purpose_is_refused_and_none_is_kept(hq: Headquarters) -> None:
    with pytest.raises(RefusedError) as refused, hq.writing() as work:
        outside_access.log(work, caller(OFFICER), an_access(purpose=None))
    assert refused.value.problem is Problem.OUTSIDE_REFUSED
    assert accesses(hq, CUSTODIAN).rows == ()


def test_a_page_from_before_a_step_takes_no_other(server: InProcessHq) -> None:
    number = made(server.hq)
    with at_desk(server, SUPERVISOR) as desk:
        shown = desk.get(OutsideRequestsMessage, acts.SHOW_REQUESTS.path()).requests[0]
        path = acts.TAKE_STEP.path(seen=acts.TAKE_STEP.seen_in(shown), number=number)
        approved = desk.http.post(path, content=encode(OutsideStepRequest(OutsideStep.APPROVED)))
        assert approved.status_code == 200
        declined = OutsideStepRequest(OutsideStep.DECLINED, "There is no such case")
        refused = desk.http.post(path, content=encode(declined))
    assert refused.status_code == Problem.STALE_PAGE.status
    with server.hq.reading() as work:
        assert len(requests.seen_one(work, caller(OFFICER), number).steps) == 1


@pytest.mark.clause(policy.OUTSIDE_REQUESTS.number)
def test_the_same_by_commands(terminal: Terminal, tmp_path: Path) -> None:
    scope = an_outside_form().statement.scope
    begins, ends = (at.isoformat() for at in scope.window)
    made = terminal.run(
        OFFICER, "outside-request", PLATE, "--wanted", "preserve", "--agency", "Kannapolis Police",
        "--contact", "records@kannapolis.example", "--state", "NC",
        "--camera", "I-85 northbound", "--from", begins, "--to", ends,
        "--for", "criminal_investigation", "--facts", an_outside_form().statement.facts,
        "--case", "26-038204", "--parties", "State v. D. Marsh",
    )  # fmt: skip
    assert made == 0
    assert "Waits for approval: a supervisor decides." in terminal.out
    assert terminal.run(OFFICER, "outside-step", 1, "approved") == 1
    assert "Another person decides" in terminal.err
    assert terminal.run(SUPERVISOR, "outside-step", 1, "approved") == 0
    file = tmp_path / "statement.pdf"
    assert terminal.run(OFFICER, "outside-statement", 1, "--to", file) == 0
    assert "I-85 northbound" in text_of(file.read_bytes())
    assert terminal.run(SUPERVISOR, "outside-requests") == 0
    assert re.search("1 +Kannapolis Police .*26-038204.* by A. Sample +Approved", terminal.out)
    logged = terminal.run(
        OFFICER, "log-outside-access", "--at", NOW.isoformat(), "--agency", "Kannapolis Police",
        "--purpose", "criminal_investigation", "--case", "26-038204", "--reason",
        "Robbery at the lot on Union Street", "--sought", PLATE, "--found", 2,
    )  # fmt: skip
    assert logged == 0
    days = "--from", capture_date(NOW).isoformat(), "--to", capture_date(NOW).isoformat()
    assert terminal.run(CUSTODIAN, "outside-accesses", *days) == 0
    logged_line = "A. Sample +Kannapolis Police +Criminal investigation +26-038204 .* 2$"
    assert re.search(logged_line, terminal.out, re.MULTILINE)
    csv = tmp_path / "log.csv"
    assert terminal.run(CUSTODIAN, "export-outside-accesses", *days, "--out", csv) == 0
    assert PLATE not in csv.read_text()
    assert "Kannapolis Police" in csv.read_text()


def test_commands_list_every_page_once_and_end(
    server: InProcessHq, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (requests, outside_access):
        monkeypatch.setattr(module, "AT_ONCE", 2)
    numbers = [made(server.hq) for _ in range(5)]
    for _ in numbers:
        with server.hq.writing() as work:
            outside_access.log(work, caller(OFFICER), an_access())
    days = "--from", capture_date(NOW).isoformat(), "--to", capture_date(NOW).isoformat()
    for command in (["outside-requests"], ["outside-accesses", *days]):
        assert terminal.run(CUSTODIAN, *command) == 0
        firsts = [re.match(r"\d+", line) for line in terminal.out.splitlines()]
        assert [int(first[0]) for first in firsts if first] == numbers[::-1]


def test_a_step_that_is_made_as_the_year_ends_is_overwritten_by_no_end(
    hq: Headquarters, clock: SetClock
) -> None:
    if not hq.database.is_server:
        pytest.skip("SQLite has one writer")
    number = sent(hq)
    clock.at = NOW + 366 * DAY
    confirm_clock(hq, capture_date(clock.at), CUSTODIAN, ADMINISTRATOR)
    ending = threading.Thread(target=lambda: requests.end_expired(hq))
    canceled = OutsideStepRequest(OutsideStep.CANCELED, **GIVEN[OutsideStep.CANCELED])
    with hq.writing() as work:
        requests.seen_one(work, caller(OFFICER), number)
        ending.start()
        until(lambda: not ending.is_alive() or waits_for_a_lock(hq))
        requests.step(work, caller(OFFICER), number, canceled)
    ending.join()
    with hq.reading() as work:
        kept = store.find(work, number, [])
    assert kept is not None
    assert kept.steps[-1].step is OutsideStep.CANCELED
