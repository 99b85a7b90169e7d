"""A reported incident: frozen, held, notified, decided by somebody else (OPS-01, 02, 04)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, select

from mdt_alpr.acts import holds as holds_acts
from mdt_alpr.acts import incidents as acts
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.policy import PAPERS_KEPT_FOR
from mdt_alpr.domain.retention.alpr_1 import HoldGround
from mdt_alpr.domain.retention.incidents import (
    Evidence,
    IncidentForm,
    IncidentKind,
    IncidentState,
    IncidentStep,
    Persons,
    Preservation,
)
from mdt_alpr.domain.retention.outbox import ItemKind
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.audit.clock_guard import confirm_clock
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.headquarters import RefusedError
from mdt_alpr.hq.base.tables import HIT_STEPS
from mdt_alpr.hq.incidents import service, unheld
from mdt_alpr.hq.incidents.service import erase_expired, notify_team
from mdt_alpr.hq.incidents.tables import INCIDENTS
from mdt_alpr.hq.people.sample_agency import (
    ADMINISTRATOR,
    CUSTODIAN,
    OFFICER,
    SECOND_OFFICER,
    SUPERVISOR,
)
from mdt_alpr.wire.codec import decode, encode
from mdt_alpr.wire.holds import HoldsMessage
from mdt_alpr.wire.incidents import (
    IncidentMessage,
    IncidentReport,
    IncidentsMessage,
    IncidentStepRequest,
)
from mdt_alpr.wire.problems import Problem
from mdt_alpr.wire.review import CasesMessage
from tests.builders import NOW, SetClock
from tests.hq.commands import Terminal
from tests.hq.manual import audited
from tests.hq.outside import a_mail_server, a_webhook
from tests.hq.reviewers import Desk, a_sent_hit, at_desk
from tests.hq.senders import a_car, a_stop, an_id, an_item
from tests.hq.test_logging_watch import a_file

HIT = a_sent_hit("AAA3111", ending="lost_sight", stopped="before")
WORDS = "Held at gunpoint; the plate was of another state."
FORM = IncidentForm(IncidentKind.WRONGFUL_STOP, NOW - timedelta(minutes=20), WORDS, HIT.hit.hit_id)
KEEP = Preservation(HoldGround.CRIMINAL, "26-038204", "State v. D. Marsh")
BREACH = replace(FORM, kind=IncidentKind.BREACH, hit_id="")


@pytest.fixture
def desk(server: InProcessHq) -> Iterator[Desk]:
    with a_car(server.base_url) as car:
        car.send(*HIT.items())
    with at_desk(server, SECOND_OFFICER) as found:
        yield found


def reported(desk: Desk, form: IncidentForm = FORM, incident_id: str = "") -> IncidentMessage:
    body = IncidentReport(incident_id or an_id(NOW), form)
    answer = desk.http.post(acts.SHOW_INCIDENTS.path(), content=encode(body))
    assert answer.status_code == 200, answer.text
    return decode(IncidentMessage, answer.content)


def stepped(desk: Desk, number: int, step: IncidentStep, **given: Any) -> IncidentMessage:
    path = acts.TAKE_STEP.path(number=number)
    answer = desk.http.post(path, content=encode(IncidentStepRequest(step, **given)))
    assert answer.status_code == 200, answer.text
    return decode(IncidentMessage, answer.content)


def about(incident: IncidentMessage) -> str:
    assert acts.STEPS.about
    return str(acts.STEPS.about(incident))


def seen(desk: Desk) -> list[int]:
    return [
        incident.number
        for incident in desk.get(IncidentsMessage, acts.SHOW_INCIDENTS.path()).incidents
    ]


def test_a_report_freezes_its_hit_and_opens_a_case_with_its_audit(
    server: InProcessHq, desk: Desk
) -> None:
    found = reported(desk)
    assert (found.number, found.state, found.officer) == (1, IncidentState.REPORTED, "A. Sample")
    assert (found.list_version, found.evidence) == (HIT.hit.list_version, Evidence.WHOLE)
    with at_desk(server, SUPERVISOR) as supervisor:
        (case,) = supervisor.ask(CasesMessage, "cases").cases
    assert (case.number, case.subject) == (found.case, HIT.hit.hit_id)
    assert case.audit_is_whole


@pytest.mark.proved("OPS-04")
def test_a_report_without_the_parts_of_form_alpr_1_says_that_its_hit_goes_on_day_90(
    server: InProcessHq, desk: Desk, terminal: Terminal
) -> None:
    assert "still go on day 90" in about(reported(desk))
    assert terminal.run(CUSTODIAN, "incidents") == 0, terminal.err
    assert "still go on day 90" in terminal.out
    with server.hq.reading() as work:
        assert [one.name for one in unheld.due(work)] == ["Incident 1"]
    kept = reported(desk, replace(FORM, keep=KEEP))
    assert "still go" not in about(kept)
    with server.hq.reading() as work:
        assert [one.name for one in unheld.due(work)] == ["Incident 1"]


def test_what_comes_later_is_no_change_and_what_is_missing_is_one(
    server: InProcessHq, desk: Desk
) -> None:
    number = reported(desk).number
    path = acts.SHOW_INCIDENT.path(number=number)
    early = replace(
        a_stop(HIT.hit), at=HIT.hit.raised_at + timedelta(seconds=1), person_id=HIT.hit.person_id
    )
    with a_car(server.base_url) as car:
        car.send(an_item(early))
    assert desk.get(IncidentMessage, path).evidence is Evidence.WHOLE
    with server.hq.writing() as work:
        gone = HIT_STEPS.c.kind == ItemKind.DISPOSITION
        work.connection.execute(delete(HIT_STEPS).where(gone))
        record(work, AuditEvent.HQ_AUDIT_CHECKED, "a test", "")
    assert desk.get(IncidentMessage, path).evidence is Evidence.CHANGED


def test_a_report_that_broke_off_before_its_hold_files_it_when_it_is_sent_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    once, form = an_id(NOW), replace(FORM, keep=KEEP)
    with monkeypatch.context() as broken:

        def breaks(*_: object) -> int:
            raise RefusedError(Problem.NOT_READY)

        broken.setattr(service, "file_request", breaks)
        body = encode(IncidentReport(once, form))
        assert desk.http.post(acts.SHOW_INCIDENTS.path(), content=body).status_code == 503
    for _ in range(2):
        found = reported(desk, form, once)
        assert [step.words for step in found.steps] == ["Preservation request 1"]
    assert desk.get(HoldsMessage, holds_acts.SHOW_LOG.address).total == 1


def test_whom_a_report_names_neither_sees_nor_decides_it(server: InProcessHq, desk: Desk) -> None:
    misuse = replace(BREACH, kind=IncidentKind.MISUSE, about=CUSTODIAN)
    reported(desk, misuse)
    for person, numbers in ((CUSTODIAN, []), (ADMINISTRATOR, [1])):
        with at_desk(server, person) as found:
            assert seen(found) == numbers
    nobody = IncidentReport(an_id(NOW), replace(misuse, about="nobody-9"))
    refused = desk.http.post(acts.SHOW_INCIDENTS.path(), content=encode(nobody))
    assert (refused.status_code, "no user" in refused.text) == (409, True)


def test_no_name_in_a_report_lets_a_hits_officer_decide_on_it(
    server: InProcessHq, desk: Desk
) -> None:
    for kind in (IncidentKind.WRONGFUL_STOP, IncidentKind.OTHER):
        named = replace(FORM, kind=kind, about=SUPERVISOR)
        body = encode(IncidentReport(an_id(NOW), named))
        answer = desk.http.post(acts.SHOW_INCIDENTS.path(), content=body)
        assert (answer.status_code, "leave the user name out" in answer.text) == (409, True)
    assert reported(desk, replace(FORM, about=OFFICER)).officer == "A. Sample"
    misuse = replace(FORM, kind=IncidentKind.MISUSE, about=CUSTODIAN)
    assert reported(desk, misuse).number == 2
    with at_desk(server, CUSTODIAN) as custodian:
        assert seen(custodian) == [1]


def test_a_double_tap_reports_once(desk: Desk) -> None:
    twice = an_id(NOW)
    assert [reported(desk, incident_id=twice).number for _ in range(2)] == [1, 1]


def test_with_the_parts_of_form_alpr_1_what_was_captured_is_held_at_once(desk: Desk) -> None:
    bad = IncidentReport(an_id(NOW), replace(FORM, keep=replace(KEEP, case="")))
    refused = desk.http.post(acts.SHOW_INCIDENTS.path(), content=encode(bad))
    assert refused.status_code == 409
    assert "case" in refused.text
    assert seen(desk) == [], "nothing is kept of a report that is refused"
    found = reported(desk, replace(FORM, keep=KEEP))
    assert [(step.step, step.words) for step in found.steps] == [
        (IncidentStep.HELD, "Preservation request 1")
    ]
    (line,) = desk.get(HoldsMessage, holds_acts.SHOW_LOG.address).lines
    assert line.number == 1


def test_who_is_concerned_neither_sees_nor_works_it_and_the_team_of_others_does_not(
    server: InProcessHq, desk: Desk
) -> None:
    reported(desk)
    reported(desk, BREACH)
    by_person = {}
    for person in (OFFICER, SECOND_OFFICER, SUPERVISOR, CUSTODIAN):
        with at_desk(server, person) as found:
            by_person[person] = seen(found)
    assert by_person == {
        OFFICER: [], SECOND_OFFICER: [2, 1], SUPERVISOR: [1], CUSTODIAN: [2, 1],
    }  # fmt: skip
    path = acts.TAKE_STEP.path(number=1)
    note = encode(IncidentStepRequest(IncidentStep.NOTED, "I was there myself."))
    assert desk.http.post(path, content=note).status_code == 403
    with at_desk(server, SUPERVISOR) as supervisor:
        breach = acts.TAKE_STEP.path(number=2)
        assert supervisor.http.post(breach, content=note).status_code == 404


def test_a_breach_goes_to_its_end_and_each_step_is_recorded(
    server: InProcessHq, desk: Desk
) -> None:
    reported(desk, BREACH)
    with at_desk(server, CUSTODIAN) as custodian:
        stepped(custodian, 1, IncidentStep.CONFIRMED, words="A laptop was stolen.")
        stepped(
            custodian, 1, IncidentStep.ASSESSED, words="Its store is sealed.", persons=Persons.NO
        )
        stepped(custodian, 1, IncidentStep.STATE_NOTIFIED, contact="SBI, by telephone")
        found = stepped(custodian, 1, IncidentStep.CLOSED, words="The device was revoked.")
    assert (found.state, found.duties) == (IncidentState.CLOSED, ())
    assert len(audited(server, "incident:step")) == 4


def test_a_page_from_before_a_step_takes_no_other(server: InProcessHq, desk: Desk) -> None:
    shown = reported(desk, BREACH)
    with at_desk(server, CUSTODIAN) as custodian:
        path = acts.TAKE_STEP.path(seen=acts.TAKE_STEP.seen_in(shown, number=1), number=1)
        noted = encode(IncidentStepRequest(IncidentStep.NOTED, "A laptop was stolen."))
        assert custodian.http.post(path, content=noted).status_code == 200
        refused = custodian.http.post(path, content=noted)
    assert refused.status_code == Problem.STALE_PAGE.status
    answer = desk.get(IncidentsMessage, acts.SHOW_INCIDENTS.path())
    assert len(answer.incidents[0].steps) == 1


def test_the_response_team_is_notified_once_by_mail_and_webhook(
    server: InProcessHq, desk: Desk, tmp_path: Path
) -> None:
    reported(desk)
    assert notify_team(server.hq) == 0, "no channel is set up"
    with a_mail_server() as (mail_port, mail), a_webhook() as (hook_port, hook):
        file = a_file(tmp_path / "notices.toml", mail_port, hook_port)
        server.hq.settings = replace(server.hq.settings, notices=file)
        assert [notify_team(server.hq), notify_team(server.hq)] == [1, 0]
        assert "Incident 1, wrongful stop" in " ".join(mail.notices[0].split())
        assert len(hook.notices) == 1
        assert "AAA3111" not in f"{mail.notices}{hook.notices}"
    (step,) = desk.get(IncidentsMessage, acts.SHOW_INCIDENTS.path()).incidents[0].steps
    assert (step.step, step.words) == (IncidentStep.TEAM_NOTIFIED, "mail, webhook")


def test_after_three_years_an_incident_is_erased(
    server: InProcessHq, desk: Desk, clock: SetClock
) -> None:
    reported(desk)
    clock.at = NOW + PAPERS_KEPT_FOR - timedelta(minutes=1)
    confirm_clock(server.hq, clock.at.date(), CUSTODIAN, ADMINISTRATOR)
    assert erase_expired(server.hq) == 0
    clock.pass_by(minutes=1)
    assert erase_expired(server.hq) == 1
    with server.hq.reading() as work:
        assert not list(work.connection.execute(select(INCIDENTS)))


def test_by_commands_an_incident_is_reported_listed_and_decided(
    server: InProcessHq, desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    del desk
    terminal = Terminal(server.base_url, monkeypatch, capsys)
    assert terminal.run(SECOND_OFFICER, "report-incident", "wrongful_stop", WORDS,
                        "--hit-id", HIT.hit.hit_id) == 0  # fmt: skip
    assert terminal.run(SUPERVISOR, "incidents") == 0
    assert "Wrongful stop" in terminal.out
    assert "1 waits for you" in terminal.out
    done = terminal.run(SUPERVISOR, "incident-step", 1, "dismissed", "--reason", "It was right.")
    assert done == 0
    assert "Dismissed" in terminal.out
