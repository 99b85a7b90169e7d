"""Plates that a car in trial mode did not read are judged blind among its reads, and counted."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from mdt_alpr.domain.audit.audit import AuditEntry, AuditEvent, audit_entry
from mdt_alpr.domain.hit.trial_sample import UNREAD, TrialSample
from mdt_alpr.domain.hit.trial_state import WEATHER_FACT, CarState
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.domain.review.trial_parts import Weather, WeatherNote, WeatherRefusedError
from mdt_alpr.domain.review.trial_report import FIGURE_WORDS, TrialFigure, TrialPlan
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.audit.trial_plan import planned_trial, sample_of_today
from mdt_alpr.hq.base.paper import printed
from mdt_alpr.hq.hits import trial, trial_figures, trial_paper
from mdt_alpr.hq.people import store as people
from mdt_alpr.hq.people.account_acts import change_account
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN, OFFICER, SUPERVISOR
from mdt_alpr.patrol.outgoing import audit_message
from mdt_alpr.wire.accounts import AccountChange, TeamRequest
from mdt_alpr.wire.messages import PictureMessage
from mdt_alpr.wire.review import TruthPassMessage, TruthReading
from mdt_alpr.wire.trial import TrialLine, TrialMessage
from tests.builders import NOW
from tests.hq.commands import Terminal
from tests.hq.papers import text_of
from tests.hq.reviewers import Desk, at_desk, set_team
from tests.hq.senders import (
    DEVICE,
    EARLIER,
    JPEG,
    a_car,
    a_picture_message,
    a_read_message,
    an_id,
    an_item,
)
from tests.hq.trials import a_trial

TODAY = capture_date(NOW)
PLATES_READ = FIGURE_WORDS[TrialFigure.READ]


@pytest.fixture(autouse=True)
def sample(server: InProcessHq) -> TrialSample:
    plan = TrialPlan(TODAY, TODAY, judged=100.0, read=90.0)
    planned = a_trial(server, plan)
    with server.hq.reading() as work:
        assert sample_of_today(work) == planned.sample
    return planned.sample


@pytest.fixture
def desk(server: InProcessHq) -> Iterator[Desk]:
    with at_desk(server, SUPERVISOR) as signed_in:
        yield signed_in


def put_missed(server: InProcessHq, after_s: float = 0, **facts: str) -> PictureMessage:
    """Send the picture of a plate that the car did not read; other ``facts`` are a lie."""
    at = EARLIER + timedelta(seconds=after_s)
    jpeg = JPEG + f"missed {after_s}".encode()
    digest = hashlib.sha256(jpeg).hexdigest()
    said = {"camera": "front TRIAL", "unit": "Unit 12", "person_id": OFFICER} | facts
    message = PictureMessage(digest, an_id(at), at, UNREAD, len(jpeg), **said)
    with a_car(server.base_url) as car:
        car.send(an_item(message))
        is_kept = car.http.put(f"/v1/pictures/{digest}", content=jpeg).is_success
    assert is_kept != bool(facts)
    return message


def put_read(server: InProcessHq, text: str, after_s: float) -> None:
    at = EARLIER + timedelta(seconds=after_s)
    jpeg = JPEG + text.encode()
    digest = hashlib.sha256(jpeg).hexdigest()
    read = a_read_message(text, read_id=an_id(at), captured_at=at, camera="front TRIAL")
    with a_car(server.base_url) as car:
        car.send(an_item(read), an_item(a_picture_message(read, digest)))
        assert car.http.put(f"/v1/pictures/{digest}", content=jpeg).is_success


def put_state(server: InProcessHq, *, later: tuple[CarState, ...] = (), **facts: int) -> None:
    """Let the car say what its shift was like."""
    entry: AuditEntry | None = None
    with server.hq.reading() as work:
        planned = planned_trial(work)
    for state in (replace(CarState(36_000, reads=300, ready=290, asks=1), **facts), *later):
        named = (planned.sample.fact,) if planned is not None and state.asks else ()
        entry = audit_entry(
            entry, at=EARLIER, device=DEVICE, person=OFFICER, event=AuditEvent.TRIAL_STATE,
            subject=DEVICE, detail=(*state.facts(), *named),
        )  # fmt: skip
        with a_car(server.base_url) as car:
            assert car.send(an_item(audit_message(entry))) == ["accepted"]


def report(server: InProcessHq) -> TrialMessage:
    with server.hq.writing() as work:
        return trial_figures.report(work, ADMINISTRATOR)


def lines(server: InProcessHq) -> dict[str, TrialLine]:
    return {line.name: line for line in report(server).lines}


def judge(desk: Desk, pass_id: str, text: str) -> None:
    answer = desk.raw("truth", TruthReading(pass_id, text, "NC" if text else ""))
    assert answer.status_code == 200, answer.text


def test_its_picture_is_shown_among_the_reads_and_its_plate_counts_as_offered(
    server: InProcessHq, desk: Desk
) -> None:
    put_state(server, unread=1, kept=1)
    put_read(server, "AAA1111", 0)
    missed = put_missed(server, 60)
    put_read(server, "CCC3333", 120)
    shown = []
    for text in ("AAA1111", "BBB2222", "CCC3333"):
        shown.append(desk.ask(TruthPassMessage, "truth/next"))
        judge(desk, shown[-1].read_id, text)
    assert (shown[1].read_id, shown[1].digest) == (missed.read_id, missed.digest)
    offered = lines(server)[PLATES_READ]
    assert (offered.right, offered.of, offered.limit, offered.state) == (
        2, 3, "at least 90.0%", "open",
    )  # fmt: skip


def test_what_nobody_can_read_or_was_read_after_all_is_no_plate_offered(
    server: InProcessHq, desk: Desk
) -> None:
    put_state(server, unread=3, kept=3)
    put_read(server, "EXN2894", 0)
    judge(desk, put_missed(server, 5).read_id, "EXN2394")
    judge(desk, put_missed(server, 300).read_id, "")
    assert lines(server)[PLATES_READ].of == 0
    judge(desk, put_missed(server, 400).read_id, "EXN2894")
    assert (lines(server)[PLATES_READ].right, lines(server)[PLATES_READ].of) == (0, 1)


def test_a_second_person_judges_it_too(server: InProcessHq, sample: TrialSample) -> None:
    put_state(server)
    assert any(sample.wants_second(put_missed(server, 3 * n).read_id) for n in range(150))
    with at_desk(server, SUPERVISOR) as first, at_desk(server, CUSTODIAN) as second:
        while (shown := first.ask(TruthPassMessage, "truth/next")).read_id:
            judge(first, shown.read_id, "BBB2222")
        shown = second.ask(TruthPassMessage, "truth/next")
        judge(second, shown.read_id, "")
    agreed = lines(server)[FIGURE_WORDS[TrialFigure.AGREEMENT]]
    assert (agreed.right, agreed.of) == (0, 1)


def test_a_second_account_of_the_first_judge_is_no_second_person(
    server: InProcessHq, sample: TrialSample
) -> None:
    put_state(server)
    assert any(sample.wants_second(put_missed(server, 3 * n).read_id) for n in range(150))
    with at_desk(server, SUPERVISOR) as first:
        while (shown := first.ask(TruthPassMessage, "truth/next")).read_id:
            judge(first, shown.read_id, "BBB2222")
    with server.hq.reading() as work:
        name = people.names(work.connection)[SUPERVISOR]
    change_account(server.hq, CUSTODIAN, AccountChange(name, Role.CUSTODIAN), ADMINISTRATOR)
    with at_desk(server, CUSTODIAN) as second:
        assert not second.ask(TruthPassMessage, "truth/next").read_id
    assert lines(server)[FIGURE_WORDS[TrialFigure.AGREEMENT]].of == 0
    assert not any("second person" in note for note in report(server).notes), "others may"
    with server.hq.reading() as work:
        accounts = people.names(work.connection)
    for person in accounts.keys() - {SUPERVISOR, CUSTODIAN, ADMINISTRATOR}:
        change_account(server.hq, person, AccountChange(accounts[person], Role.OFFICER), CUSTODIAN)
    change_account(server.hq, ADMINISTRATOR, AccountChange(name, Role.ADMINISTRATOR), OFFICER)
    notes = report(server).notes
    assert any("second person. Both accounts have one name" in note for note in notes)


def test_without_a_car_that_keeps_them_nothing_is_said_of_plates_offered(
    server: InProcessHq,
) -> None:
    put_read(server, "AAA1111", 0)
    said = report(server)
    offered = {line.name: line for line in said.lines}[PLATES_READ]
    assert (offered.of, offered.state) == (0, "open")
    assert "not known" in " ".join(said.notes)


def test_a_few_reads_of_a_car_that_did_not_know_the_sample_change_nothing(
    server: InProcessHq,
) -> None:
    put_state(server, later=(CarState(600, reads=10),))
    assert "not known" not in " ".join(report(server).notes)


def test_of_more_nothing_is_said_of_plates_offered(server: InProcessHq) -> None:
    put_state(server, later=(CarState(600, reads=30),))
    assert "plates offered are not known" in " ".join(report(server).notes)


def test_a_supervisor_sees_pictures_of_the_own_team_only(server: InProcessHq, desk: Desk) -> None:
    missed = put_missed(server)
    address = f"/v1/pictures/{missed.digest}"
    for team, seen in (("Night B", True), ("Day A", False)):
        set_team(server.hq, SUPERVISOR, TeamRequest("Night B"), ADMINISTRATOR)
        set_team(server.hq, OFFICER, TeamRequest(team), ADMINISTRATOR)
        assert (desk.ask(TruthPassMessage, "truth/next").read_id != "") is seen
        assert desk.http.get(address).is_success is seen


def test_what_a_car_kept_and_did_not_send_is_named(server: InProcessHq) -> None:
    put_state(server, unread=9, kept=4)
    put_missed(server)
    assert "3 pictures of missed plates, of 4" in " ".join(report(server).notes)


@pytest.mark.attack("V4")
def test_a_car_names_nobody_else_and_no_camera_of_service(server: InProcessHq, desk: Desk) -> None:
    put_missed(server, person_id=SUPERVISOR)
    put_missed(server, 5, camera="front")
    assert desk.ask(TruthPassMessage, "truth/next").read_id == ""


def test_false_alerts_an_hour_load_and_links_stand_with_their_intervals(
    server: InProcessHq,
) -> None:
    put_state(server, frames=9000, left_out=3000, memory_mb=410, heat_c=91, processor_s=20_000,
              links_lost=2, without_link_s=5400, waiting=70)  # fmt: skip
    said = report(server)
    found = {line.name: line for line in said.lines}
    alerts = found["False alerts that would have sounded"]
    assert (alerts.counted, alerts.low) == ("0 in 10 h", 0.0)
    assert 0.3 < alerts.high < 0.4
    assert found["car-1: heat, median (most 91)"].between == "91.0 and 91.0 degrees C"
    assert found["car-1: frames left out"].counted == "3,000 of 12,000"
    assert found["car-1: minutes without a link"].counted == "90 of 600"
    change = " ".join(said.change)
    assert "25% of the frames" in change
    assert "the laptop is hot" in change
    assert "70 items waited" in change


def test_weather_is_noted_for_hours_that_were_and_parts_the_passes(
    server: InProcessHq, desk: Desk
) -> None:
    hour, later = timedelta(hours=1), EARLIER + timedelta(seconds=30)
    for text, after_s in (("AAA1111", 0), ("BBB2222", 60)):
        put_read(server, text, after_s)
        judge(desk, desk.ask(TruthPassMessage, "truth/next").read_id, text)
    with server.hq.writing() as work:
        for begins, weather in ((EARLIER - hour, Weather.DRY), (later, Weather.RAIN)):
            trial.note_weather(work, WeatherNote(begins, NOW, weather), SUPERVISOR)
        with pytest.raises(WeatherRefusedError, match="forecast"):
            trial.note_weather(work, WeatherNote(NOW + hour, NOW + 2 * hour), SUPERVISOR)
    found = lines(server)
    assert found["Every character: Weather, rain"].state == "too few to tell"
    assert found["Every character: Weather, dry"].counted == "1 of 1"
    assert not [name for name in found if "Camera" in name], "there was one only"


def test_weather_is_a_command_too_and_the_paper_says_what_it_does_not_hold(
    terminal: Terminal, server: InProcessHq
) -> None:
    span = "--begins", EARLIER.isoformat(), "--ends", NOW.isoformat(), "--weather", "rain"
    assert terminal.run(OFFICER, "note-weather", *span) == 1
    assert terminal.run(SUPERVISOR, "note-weather", *span) == 0, terminal.err
    text = text_of(trial_paper.paper(printed(server.hq, "A. Sample"), report(server)))
    assert "What to change" in text
    assert "plates offered are not known" in text


def test_weather_chosen_in_the_car_parts_its_reads_and_counts_more_than_the_desks(
    server: InProcessHq, desk: Desk, sample: TrialSample
) -> None:
    for text, after_s in (("AAA1111", 0), ("BBB2222", 60), ("CCC3333", 120)):
        put_read(server, text, after_s)
        judge(desk, desk.ask(TruthPassMessage, "truth/next").read_id, text)
    with server.hq.writing() as work:
        trial.note_weather(work, WeatherNote(EARLIER, NOW, Weather.SNOW), SUPERVISOR)
    entry: AuditEntry | None = None
    for after_s, unit, word in (
        (-60, "Unit 12", "rain"),
        (30, "Unit 12", "fog"),
        (90, "Unit 1", "dry"),
    ):
        entry = audit_entry(
            entry, at=EARLIER + timedelta(seconds=after_s), device=DEVICE, person=OFFICER,
            event=AuditEvent.TRIAL_WEATHER, subject=unit,
            detail=((WEATHER_FACT, word), sample.fact),
        )  # fmt: skip
        with a_car(server.base_url) as car:
            assert car.send(an_item(audit_message(entry))) == ["accepted"]
    found = lines(server)
    assert found["Every character: Weather, rain"].counted == "1 of 1"
    assert found["Every character: Weather, fog"].counted == "2 of 2"
    assert not [name for name in found if "snow" in name or "Weather, dry" in name]
