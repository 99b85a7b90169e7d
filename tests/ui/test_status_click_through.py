"""The gateway and the hit confirmation by tap, with the real rules behind the desk."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from mdt_alpr.domain import policy
from mdt_alpr.domain.hit.confirmation import AgencyReply, Urgency
from mdt_alpr.domain.hit.hit import Hit
from mdt_alpr.domain.hit.status_query import GatewaySource, StatusSource
from mdt_alpr.domain.officer import Officer
from mdt_alpr.patrol.events import HitChanged
from tests.builders import OFFICER, an_entry
from tests.ui.officer import BLACK_SUV
from tests.ui.screen import Screen

NIC = "V220914871"
DRAFT = f"RTY/SV  RNO/1  PRI/U  OCA/26-A7  NIC/{NIC}  LIC/EXN2894"


@pytest.fixture
def screen(qtbot: QtBot) -> Screen:
    return Screen(qtbot)


def compared(screen: Screen, officer: Officer = OFFICER, **fields: str) -> Hit:
    entry = an_entry(**{**BLACK_SUV, "nic": NIC, "ori": "NC0600100", **fields})
    hit = screen.hit(entry, officer=officer)
    screen.enter()
    screen.vehicle()
    return hit


def now(screen: Screen, hit: Hit) -> Hit:
    return screen.desk.hits[hit.hit_id]


# ----------------------------------------------------------------------------------- gateway


@pytest.mark.clause(policy.STATUS_CHECK.number)
def test_the_question_its_waiting_and_its_answer_are_shown(screen: Screen) -> None:
    hit = compared(screen)
    screen.tap("Other source", "Ask HQ")
    assert "Asked headquarters 14:30:01" in screen.labels()
    assert "waiting for its gateway" in screen.labels()
    assert not screen.has("Ask HQ")
    screen.look(16)
    assert "no answer yet" in screen.labels()
    assert screen.has("Ask HQ")
    screen.desk.answer(hit.hit_id, source=GatewaySource.MDT)
    assert "ACTIVE: stolen vehicle" in screen.labels()
    assert "HQ gateway, 14:30:17" in screen.labels()
    assert "SIMULATED" not in screen.labels()
    screen.tap("DCIN reply", "Active")
    assert screen.page.gate.stop.live


IN_TRAINING = replace(OFFICER, training=True)


def test_a_simulated_answer_says_so_wherever_it_is_shown(screen: Screen) -> None:
    hit = compared(screen, IN_TRAINING)
    screen.tap("Other source", "Ask HQ")
    screen.desk.answer(hit.hit_id, simulated=True)
    view = screen.view
    assert view is not None
    assert view.bar.title == "STATUS SIMULATED"
    page = screen.page
    assert page.status.title.startswith("SIMULATED ACTIVE")
    assert page.gate.second == "A status is SIMULATED"
    assert [c.words[:9] for c in page.gate.checks if c.name in ("Status", "DCIN")] == [
        "SIMULATED",
        "SIMULATED",
    ]
    assert page.compare.ages[2].plain == "SIMULATED"


def test_a_simulated_contrary_answer_says_so_on_screen_and_aloud(screen: Screen) -> None:
    hit = compared(screen, IN_TRAINING)
    screen.tap("Other source", "Ask HQ")
    screen.desk.answer(hit.hit_id, "cleared", simulated=True)
    assert screen.page.banner.title == "SIMULATED gateway: cleared or recovered"
    assert screen.page.gate.second == "Locked by a SIMULATED reply"
    assert "SIMULATED gateway: cleared" in screen.said[-1].text


@pytest.mark.proved("V9")
@pytest.mark.attack("V9")
def test_a_simulated_answer_in_a_live_car_is_shown_and_counts_for_nothing(screen: Screen) -> None:
    hit = compared(screen)
    screen.tap("Other source", "Ask HQ")
    screen.desk.answer(hit.hit_id, simulated=True)
    assert "its answer is SIMULATED and does not count" in screen.labels()
    assert not screen.page.gate.stop.live
    assert now(screen, hit).replies == ()


def test_without_an_answer_the_reason_is_shown(screen: Screen) -> None:
    hit = compared(screen)
    screen.key(Qt.Key.Key_H)
    screen.desk.not_reached(hit.hit_id, "Headquarters cannot be reached. It waits.")
    assert "HQ: Headquarters cannot be reached" in screen.labels()
    screen.tap("Other source")
    assert "Headquarters cannot be reached" in screen.labels()
    screen.tap("Ask HQ")
    screen.desk.answer(hit.hit_id, "unavailable", why="This headquarters has no gateway. Ask.")
    assert "This headquarters has no gateway" in screen.labels()
    screen.tap("Ask HQ")
    screen.desk.answer(hit.hit_id, "active", state="AR")
    assert "its answer is about another plate or record" in screen.labels()
    assert not screen.page.gate.stop.live


def test_a_reply_that_has_expired_has_no_tick(screen: Screen) -> None:
    hit = compared(screen)
    screen.tap("Other source", "Ask HQ")
    screen.desk.answer(hit.hit_id)
    assert screen.page.compare.ages[2].shape == "tick"
    screen.look(601)
    assert screen.page.compare.ages[2].shape == "ring"
    assert "Reply expired. Check again." in screen.labels()
    assert screen.has("Ask HQ")


def test_a_record_without_a_nic_is_asked_for_by_the_officer(screen: Screen) -> None:
    compared(screen, nic="")
    assert not screen.has("Ask HQ")


def test_a_late_contrary_answer_on_a_closed_hit_is_said(screen: Screen) -> None:
    hit = compared(screen)
    screen.tap("Other source", "Ask HQ")
    screen.do.end_hit()
    screen.tap("Lost sight", "No", "Save and close")
    said = len(screen.said)
    screen.desk.answer(hit.hit_id, "cleared")
    assert screen.view is None
    assert [spoken.text for spoken in screen.said[said:]] == [
        "Late reply on a closed hit: cleared or recovered."
    ]
    screen.presenter.take(HitChanged(hit))


@pytest.mark.clause(policy.STATUS_CHECK.number)
def test_an_mdt_reply_takes_one_tap_and_radio_stamps_its_time_with_another(screen: Screen) -> None:
    hit = compared(screen)
    screen.tap("Active")
    (reply,) = now(screen, hit).replies
    assert (reply.source, reply.asked_at) == (StatusSource.MDT, None)
    screen.tap("Other source", "Comms by radio")
    stamped = screen.clock.now()
    screen.look(40)
    screen.tap("Active", "4", "1", "7", "Save")
    reply = now(screen, hit).replies[-1]
    assert (reply.asked_at, reply.dispatcher) == (stamped, "417")
    assert reply.at == stamped + timedelta(seconds=40)
    assert not reply.received


# ------------------------------------------------------------------------------ confirmation


def checked(screen: Screen) -> Hit:
    hit = compared(screen)
    screen.status("mdt")
    screen.status("dcin")
    return hit


def requested(screen: Screen) -> Hit:
    hit = checked(screen)
    screen.tap("Confirm hit", "Yes: urgent", "Next", "Comms has it")
    return hit


@pytest.mark.clause(policy.DCIN_CHECK.number)
def test_the_draft_is_read_or_copied_and_the_clock_starts_when_comms_has_it(
    screen: Screen,
) -> None:
    hit = checked(screen)
    screen.tap("Confirm hit", "Yes: urgent", "2", "6")
    screen.key(Qt.Key.Key_Minus, Qt.Key.Key_A, Qt.Key.Key_7)
    screen.tap("Next")
    assert screen.page.status.text == DRAFT
    assert DRAFT in screen.labels()
    screen.tap("Copy")
    assert QGuiApplication.clipboard().text() == DRAFT
    assert now(screen, hit).confirmation is None
    screen.tap("Comms has it")
    asked = now(screen, hit).confirmation
    assert asked is not None
    assert (asked.last.urgency, asked.last.oca, asked.last.nic) == (Urgency.URGENT, "26-A7", NIC)
    assert screen.view is not None
    assert screen.view.bar.seen.startswith("Confirm hit: 10:00 left")
    screen.look(125)
    assert screen.view.bar.seen.startswith("Confirm hit: 7:55 left")


def test_the_confirmation_is_offered_after_the_checks_only(screen: Screen) -> None:
    compared(screen)
    assert not screen.has("Confirm hit")
    screen.key(Qt.Key.Key_C)
    assert screen.page.status.kind == "result"


def test_a_record_whose_request_is_not_known_says_why(screen: Screen) -> None:
    compared(screen, category="F")
    screen.status("mdt")
    screen.status("dcin")
    screen.tap("Confirm hit")
    assert "no request is drafted" in screen.page.status.right


def test_when_the_time_is_out_it_is_said_once_and_a_second_request_is_offered(
    screen: Screen,
) -> None:
    hit = requested(screen)
    screen.tap("Confirm hit")
    assert not screen.has("Second request")
    screen.tap("Back")
    for _ in range(3):
        screen.look(201)
    reported = [spoken.text for spoken in screen.said if "Hit confirmation" in spoken.text]
    assert reported == ["Hit confirmation: no reply in time. Second request is due."]
    screen.tap("Confirm hit", "Second request")
    assert "RNO/2" in screen.page.status.text
    screen.tap("Back", "Second request", "Comms has it")
    asked = now(screen, hit).confirmation
    assert asked is not None
    assert [request.number for request in asked.requests] == [1, 2]


def test_a_named_time_moves_the_clock_and_a_confirmed_hit_ends_it(screen: Screen) -> None:
    hit = requested(screen)
    screen.tap("Confirm hit", "A time named", "30 min")
    assert screen.page.status.tiles[-1].second == "30:00 left"
    screen.tap("Confirm hit", "Confirmed")
    asked = now(screen, hit).confirmation
    assert asked is not None
    assert asked.substantive is AgencyReply.CONFIRMED
    assert not screen.has("Confirm hit")
    assert screen.page.gate.stop.live


def test_not_confirmed_closes_the_gate_and_says_who_said_so(screen: Screen) -> None:
    requested(screen)
    screen.tap("Confirm hit", "Not confirmed", "Yes, not confirmed")
    assert policy.NOT_A_MATCH_WORDS in screen.labels()
    assert screen.page.banner.title == "Entering agency: does not confirm the hit"
    assert "Entering agency" in screen.said[-1].text
