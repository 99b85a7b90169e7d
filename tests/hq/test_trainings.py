"""Trainings at headquarters: two courses, their papers, and the register (09.21.10)."""

import hashlib
from datetime import date, timedelta
from pathlib import Path

import pytest

from mdt_alpr.domain.people.accounts import AccountRefusedError
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.people.trainings import Course
from mdt_alpr.hq.base.headquarters import Headquarters, RefusedError
from mdt_alpr.hq.people import store as people
from mdt_alpr.hq.people.account_reminders import due
from mdt_alpr.hq.people.accounts import NewAccount, make_account
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN, OFFICER, SECOND_OFFICER
from mdt_alpr.hq.people.sign_in import sign_in
from mdt_alpr.hq.people.trainings import paper_of, record_trainings, register
from mdt_alpr.wire.accounts import (
    TrainedPersonMessage,
    TrainingClass,
    TrainingRecord,
    TrainingsRequest,
)
from mdt_alpr.wire.messages import SignInMessage
from mdt_alpr.wire.problems import Problem
from tests.builders import NOW, SetClock
from tests.hq.commands import Terminal
from tests.hq.reviewers import CLASS, train
from tests.scans import a_pdf

WORD = "staple gun on the roof"
SCAN = a_pdf("signed")


def only(course: Course) -> TrainingClass:
    return TrainingClass((course,), CLASS.version, CLASS.presenter, CLASS.paper)


def shown(hq: Headquarters, person: str, to: str = CUSTODIAN) -> TrainedPersonMessage:
    with hq.writing() as work:
        return next(one for one in register(work, to).people if one.person_id == person)


def newcomer(hq: Headquarters) -> str:
    make_account(hq, NewAccount("rivera", "R. Rivera", Role.OFFICER, WORD, None), ADMINISTRATOR)
    return "rivera"


def enter(hq: Headquarters, person: str, word: str = WORD) -> str:
    return sign_in(hq, SignInMessage(person, word, "car-1")).token


@pytest.mark.clause("10.A")
def test_policy_review_alone_lets_nobody_in_and_system_use_completes_it(
    hq: Headquarters, clock: SetClock
) -> None:
    person, today = newcomer(hq), clock.at.date()
    train(hq, [TrainingRecord(person, today)], CUSTODIAN, only(Course.POLICY_REVIEW))
    with pytest.raises(RefusedError) as refused:
        enter(hq, person)
    assert refused.value.problem is Problem.TRAINING_NOT_RECORDED
    train(hq, [TrainingRecord(person, today)], CUSTODIAN, only(Course.SYSTEM_USE))
    assert enter(hq, person)


def test_a_renewal_of_one_course_does_not_lengthen_access(
    hq: Headquarters, clock: SetClock
) -> None:
    clock.at = NOW + timedelta(days=300)
    later = TrainingRecord(OFFICER, clock.at.date())
    train(hq, [later], CUSTODIAN, only(Course.SYSTEM_USE))
    assert shown(hq, OFFICER).trained_until == NOW.date() + timedelta(days=365)
    train(hq, [later], CUSTODIAN, only(Course.POLICY_REVIEW))
    assert shown(hq, OFFICER).trained_until == clock.at.date() + timedelta(days=365)


@pytest.mark.clause("3.A.1")
@pytest.mark.clause("10.B")
def test_the_register_names_course_version_presenter_day_paper_and_who_recorded(
    hq: Headquarters, clock: SetClock
) -> None:
    clock.pass_by(hours=48)
    train(hq, [TrainingRecord(OFFICER, clock.at.date())], CUSTODIAN, scan=SCAN)
    newest = shown(hq, OFFICER, ADMINISTRATOR).trainings[:2]
    assert {one.course for one in newest} == set(Course)
    for one in newest:
        assert (one.version, one.presenter, one.paper) == ("2026-1", "D. Sample", "PowerDMS 118")
        assert (one.recorded_by, one.trained_on) == (CUSTODIAN, clock.at.date())
        assert one.scan == hashlib.sha256(SCAN).hexdigest()
        with hq.writing() as work:
            assert paper_of(work, one.scan, CUSTODIAN) == SCAN
    with hq.writing() as work, pytest.raises(AccountRefusedError):
        paper_of(work, "0" * 64, CUSTODIAN)


def test_older_trainings_stay_for_years(hq: Headquarters, clock: SetClock) -> None:
    for years in (1, 2, 3):
        clock.at = NOW + timedelta(days=365 * years)
        train(hq, [TrainingRecord(OFFICER, clock.at.date())], CUSTODIAN)
    days = [training.trained_on for training in shown(hq, OFFICER).trainings]
    assert days[-1] == NOW.date()
    assert len(days) == 2 * 4


def test_one_scan_serves_a_whole_class_and_a_refused_class_leaves_none(
    hq: Headquarters, clock: SetClock
) -> None:
    today = clock.at.date()
    attended = [TrainingRecord(one, today) for one in (OFFICER, SECOND_OFFICER)]
    digest = hashlib.sha256(SCAN).hexdigest()
    with pytest.raises(AccountRefusedError):
        train(hq, [*attended, TrainingRecord(CUSTODIAN, today)], CUSTODIAN, scan=SCAN)
    with hq.writing() as work, pytest.raises(AccountRefusedError):
        paper_of(work, digest, CUSTODIAN)
    train(hq, attended, CUSTODIAN, scan=SCAN)
    train(hq, [TrainingRecord(CUSTODIAN, today)], ADMINISTRATOR, scan=SCAN)
    assert shown(hq, SECOND_OFFICER).trainings[0].scan == digest


def with_a_date(hq: Headquarters, on: date) -> str:
    new = NewAccount("rivera", "R. Rivera", Role.OFFICER, WORD, on)
    make_account(hq, new, ADMINISTRATOR)
    return "rivera"


def test_a_date_given_with_an_account_lacks_its_paper_in_the_register(
    hq: Headquarters, clock: SetClock
) -> None:
    found = shown(hq, with_a_date(hq, clock.at.date())).trainings
    assert {(one.course, one.paper, one.scan) for one in found} == {(c, "", "") for c in Course}


@pytest.mark.proved("A6")
def test_a_training_that_is_still_to_come_is_refused_with_the_account(
    hq: Headquarters, clock: SetClock
) -> None:
    with pytest.raises(AccountRefusedError, match="still to come"):
        with_a_date(hq, clock.at.date() + timedelta(days=1))
    with hq.reading() as work:
        assert people.account(work.connection, "rivera") is None


@pytest.mark.proved("TRN-01")
def test_a_date_without_its_signed_paper_gives_access_for_a_month_and_people_are_told(
    hq: Headquarters, clock: SetClock
) -> None:
    today = clock.at.date()
    person = with_a_date(hq, today)
    ends = today + timedelta(days=30)
    assert shown(hq, person).trained_until == ends
    with hq.reading() as work:
        told = [one.name for one in due(work)]
    assert told == [f"Training of {person}"]
    clock.pass_by(hours=24 * 30)
    assert enter(hq, person)
    clock.pass_by(hours=24)
    with pytest.raises(RefusedError) as refused:
        enter(hq, person)
    assert refused.value.problem is Problem.TRAINING_EXPIRED
    train(hq, [TrainingRecord(person, today)], CUSTODIAN, scan=SCAN)
    assert shown(hq, person).trained_until == today + timedelta(days=365)
    assert enter(hq, person)


@pytest.mark.proved("TRN-01")
def test_the_paper_of_one_course_alone_does_not_lengthen_the_month(
    hq: Headquarters, clock: SetClock
) -> None:
    today = clock.at.date()
    person = with_a_date(hq, today)
    clock.pass_by(hours=24 * 20)
    train(hq, [TrainingRecord(person, today)], CUSTODIAN, only(Course.POLICY_REVIEW))
    assert shown(hq, person).trained_until == today + timedelta(days=30)


def test_a_class_is_recorded_listed_and_its_scan_read_again_by_commands(
    terminal: Terminal, tmp_path: Path
) -> None:
    scan, copy = tmp_path / "signed.pdf", tmp_path / "copy.pdf"
    scan.write_bytes(SCAN)
    held = "--version", "2026-2", "--presenter", "D. Lee"
    on = "--on", NOW.date().isoformat()
    asked = "record-training", OFFICER, SECOND_OFFICER, *on, *held, "--scan", scan
    assert terminal.run(OFFICER, *asked) == 1
    assert terminal.run(CUSTODIAN, *asked) == 0
    assert terminal.run(CUSTODIAN, "trainings") == 0
    digest = hashlib.sha256(SCAN).hexdigest()
    assert terminal.out.count(f"scan {digest}") == 2
    assert terminal.run(CUSTODIAN, "training-paper", digest, "--to", copy) == 0
    assert copy.read_bytes() == SCAN
    assert terminal.run(CUSTODIAN, "training-paper", digest, "--to", copy) == 1
    filed = "record-training", SECOND_OFFICER, *on, *held, "--paper", "PowerDMS 118"
    assert terminal.run(ADMINISTRATOR, *filed) == 0
    assert terminal.run(CUSTODIAN, "record-training", CUSTODIAN, *on, *held, "--paper", "x") == 1
    assert "your own training" in terminal.err


@pytest.mark.proved("TRN-02")
def test_a_copy_of_the_presentation_is_kept_with_its_version(
    terminal: Terminal, tmp_path: Path
) -> None:
    slides, copy, scan = (tmp_path / name for name in ("alpr-2026.pdf", "copy.pdf", "signed.pdf"))
    slides.write_bytes(b"slides of 2026")
    scan.write_bytes(SCAN)
    held = "--version", "2026-2", "--presenter", "D. Lee", "--paper", "PowerDMS 118"
    asked = "record-training", OFFICER, "--on", NOW.date().isoformat(), *held
    assert terminal.run(CUSTODIAN, *asked, "--presentation", tmp_path / "none.pdf") == 1
    assert terminal.run(CUSTODIAN, *asked, "--presentation", slides) == 0
    assert terminal.run(CUSTODIAN, *asked, "--presentation", slides, "--scan", scan) == 0
    assert terminal.run(CUSTODIAN, "trainings") == 0
    digest = hashlib.sha256(b"slides of 2026").hexdigest()
    assert f"presented: alpr-2026.pdf {digest}" in terminal.out
    assert f"scan {hashlib.sha256(SCAN).hexdigest()}" in terminal.out
    assert terminal.run(CUSTODIAN, "training-paper", digest, "--to", copy) == 0
    assert copy.read_bytes() == b"slides of 2026"


@pytest.mark.parametrize(("named", "size"), [("x " + "0" * 64, 6), ("", 6), ("", 99), ("", -1)])
def test_a_presentation_that_is_another_than_was_named_is_refused(
    hq: Headquarters, named: str, size: int
) -> None:
    held = TrainingClass(tuple(Course), "2026-2", "D. Lee", "PowerDMS", named, size)
    asked = TrainingsRequest((TrainingRecord(OFFICER, NOW.date()),), held)
    with pytest.raises(AccountRefusedError, match="presentation is not whole"):
        record_trainings(hq, asked, CUSTODIAN, b"slides")
