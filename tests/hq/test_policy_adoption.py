"""No car is served before the agency's policy is on record (PUR-05, G.S. 20-183.31(a))."""

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.adoption import PolicySubject
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.headquarters import RefusedError
from mdt_alpr.hq.base.paper import Paper, printed
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.hq.intake.offload import load
from mdt_alpr.hq.people.accounts import NewAccount, make_account
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN, OFFICER, SUPERVISOR
from mdt_alpr.hq.people.second_factors import set_demand
from mdt_alpr.wire.adoption import AdoptionRequest, AdoptionsMessage
from mdt_alpr.wire.codec import decode, encode
from mdt_alpr.wire.messages import SessionMessage
from mdt_alpr.wire.problems import Problem
from tests.builders import NOW, SetClock
from tests.hq.commands import Terminal
from tests.hq.manual import audited
from tests.hq.papers import text_of
from tests.hq.reviewers import Desk, at_desk
from tests.hq.senders import PASSWORDS, sign_in

DATABASES = ["sqlite"]
POLICY = AdoptionRequest("G.O. 09.21", "1", date(2023, 8, 9), tuple(PolicySubject))
_ROLES = {OFFICER: Role.OFFICER, SUPERVISOR: Role.SUPERVISOR, CUSTODIAN: Role.CUSTODIAN,
          ADMINISTRATOR: Role.ADMINISTRATOR}  # fmt: skip


@pytest.fixture
def new(settings: HqSettings, clock: SetClock) -> Iterator[InProcessHq]:
    """A headquarters with people and no policy."""
    with InProcessHq(settings, clock, os.urandom) as found:
        _people(found)
        yield found


def _people(found: InProcessHq) -> None:
    for person, role in _ROLES.items():
        account = NewAccount(person, person, role, PASSWORDS[person], NOW.date())
        make_account(found.hq, account, by="test")
    set_demand(found.hq, "not what is tested here", "test", "another", demanded=False)


def adopt(desk: Desk, asked: AdoptionRequest = POLICY) -> int:
    return desk.http.post("/v1/policy", content=encode(asked)).status_code


def test_no_car_is_served_before_and_every_car_after(new: InProcessHq) -> None:
    refused = sign_in(new.base_url, OFFICER)
    assert refused.status_code == 403
    assert refused.json()["number"] == Problem.POLICY_NOT_ADOPTED.number
    with at_desk(new, ADMINISTRATOR) as desk:
        assert adopt(desk) == 200
    assert sign_in(new.base_url, OFFICER).status_code == 201


def test_who_recorded_it_when_and_what_it_covers_is_kept_and_audited(new: InProcessHq) -> None:
    with at_desk(new, ADMINISTRATOR) as desk:
        adopt(desk)
        adopt(desk, replace(POLICY, policy="G.O. 09.21 rev. 1"))
        answer = desk.http.get("/v1/policy")
    newest, first = decode(AdoptionsMessage, answer.content).adoptions
    assert (newest.policy, newest.by, newest.at) == ("G.O. 09.21 rev. 1", ADMINISTRATOR, NOW)
    assert (first.policy, first.effective_on) == (POLICY.policy, POLICY.effective_on)
    row = audited(new, AuditEvent.HQ_POLICY_ADOPTED.value)[0]
    assert (row.person, row.subject) == (ADMINISTRATOR, POLICY.policy)
    assert dict(row.detail)["covered"].split() == [subject.value for subject in PolicySubject]


@pytest.mark.clause("Header")
def test_number_version_and_day_come_with_each_sign_in_and_stand_on_papers(
    new: InProcessHq,
) -> None:
    words = "G.O. 09.21, version 2, in effect since Aug 9, 2023"
    with at_desk(new, ADMINISTRATOR) as desk:
        adopt(desk)
        adopt(desk, replace(POLICY, version="2"))
    session = decode(SessionMessage, sign_in(new.base_url, OFFICER).content)
    assert session.policy == words
    assert words in text_of(Paper("Letter", printed(new.hq, "Dana Reyes")).pdf())


@pytest.mark.parametrize("missing", list(PolicySubject))
def test_a_policy_that_leaves_one_subject_out_is_not_recorded(
    new: InProcessHq, missing: PolicySubject
) -> None:
    covered = tuple(subject for subject in PolicySubject if subject is not missing)
    with at_desk(new, ADMINISTRATOR) as desk:
        answer = desk.http.post("/v1/policy", content=encode(replace(POLICY, covered=covered)))
    assert answer.status_code == 422
    assert missing.words in answer.json()["detail"]
    assert sign_in(new.base_url, OFFICER).status_code == 403


@pytest.mark.parametrize(
    "wrong",
    [
        replace(POLICY, policy="  "),
        replace(POLICY, policy="x" * 81),
        replace(POLICY, version=" "),
        replace(POLICY, effective_on=NOW.date() + timedelta(days=2)),
    ],
)
def test_a_policy_without_number_or_version_or_not_in_effect_is_not_recorded(
    new: InProcessHq, wrong: AdoptionRequest
) -> None:
    with at_desk(new, ADMINISTRATOR) as desk:
        assert adopt(desk, wrong) == 422
    assert sign_in(new.base_url, OFFICER).status_code == 403


@pytest.mark.parametrize("person", [SUPERVISOR, CUSTODIAN])
def test_nobody_but_an_administrator_records_it(new: InProcessHq, person: str) -> None:
    with at_desk(new, person) as desk:
        assert adopt(desk) == 403


def test_what_a_stick_brings_is_not_accepted_before_either(
    new: InProcessHq, tmp_path: Path
) -> None:
    with pytest.raises(RefusedError) as refused:
        load(new.hq, tmp_path / "car.offload", ADMINISTRATOR)
    assert refused.value.problem is Problem.POLICY_NOT_ADOPTED


def test_a_headquarters_that_trains_needs_none(settings: HqSettings, clock: SetClock) -> None:
    with InProcessHq(replace(settings, training=True), clock, os.urandom) as found:
        _people(found)
        assert sign_in(found.base_url, OFFICER).status_code == 201


def test_it_stays_on_record_over_a_restart(settings: HqSettings, clock: SetClock) -> None:
    with InProcessHq(settings, clock, os.urandom) as found:
        _people(found)
        with at_desk(found, ADMINISTRATOR) as desk:
            adopt(desk)
    with InProcessHq(settings, clock, os.urandom) as again:
        assert sign_in(again.base_url, OFFICER).status_code == 201


@pytest.mark.proved("A9", "B6")
def test_the_doctor_says_that_no_case_format_is_set_until_one_is(
    new: InProcessHq, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    places = "--data", new.hq.settings.data, "--database", new.hq.settings.database_url
    terminal = Terminal(new.base_url, monkeypatch, capsys)
    terminal.give("", *places, "doctor")
    assert "WRONG cases: No case format is set" in terminal.out
    assert terminal.run(ADMINISTRATOR, "case-formats", "26-######") == 0
    terminal.give("", *places, "doctor")
    assert "ok    cases: Written like 26-######." in terminal.out


def test_a_command_records_it_and_the_doctor_says_whether_one_is_on_record(
    new: InProcessHq, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = new.hq.settings
    places = "--data", settings.data, "--database", settings.database_url
    terminal = Terminal(new.base_url, monkeypatch, capsys)
    number = POLICY.policy, "--version", "1"
    given = "adopt-policy", *number, "--effective-on", "2023-08-09", "--covered"
    subjects = [subject.value for subject in PolicySubject]
    terminal.give("", *places, "doctor")
    assert "WRONG policy: None is on record" in terminal.out
    assert terminal.run(ADMINISTRATOR, *given, *subjects[1:]) == 1
    assert terminal.run(ADMINISTRATOR, *given, *subjects) == 0
    terminal.give("", *places, "doctor")
    assert "ok    policy: On record. Policy profile: Concord" in terminal.out
    assert sign_in(new.base_url, OFFICER).status_code == 201
