"""A stop without verification is recorded by tap, with the real rules behind the desk."""

from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from mdt_alpr.domain import policy
from mdt_alpr.domain.hit.disposition import Stopped, StopReason
from mdt_alpr.domain.hit.hit import Hit
from tests.builders import an_entry
from tests.ui.officer import BLACK_SUV
from tests.ui.screen import Screen


@pytest.fixture
def screen(qtbot: QtBot) -> Screen:
    return Screen(qtbot)


def compared(screen: Screen) -> Hit:
    hit = screen.hit(an_entry(**BLACK_SUV))
    screen.enter()
    screen.vehicle()
    return hit


def now(screen: Screen, hit: Hit) -> Hit:
    return screen.desk.hits[hit.hit_id]


@pytest.mark.clause(policy.VISUAL_CHECK.number)
def test_a_stop_without_verification_is_recorded_and_opens_nothing(screen: Screen) -> None:
    hit = screen.hit()
    screen.do.end_hit()
    screen.tap("Stopped without verification", "Danger to life")
    assert not screen.has("Record the stop")
    screen.tap("5 min ago")
    assert not screen.has("Record the stop")
    screen.tap("Yes", "Record the stop")
    stop = now(screen, hit).recorded_stop
    assert stop is not None
    assert stop.reason is StopReason.DANGER_TO_LIFE
    assert stop.force_used
    assert stop.at == screen.clock.now() - timedelta(minutes=5)
    screen.tap("Unable to verify", "Save and close")
    closed = now(screen, hit)
    assert closed.closing is not None
    assert closed.closing.stopped is Stopped.BEFORE
    assert closed.stop_at is None


def test_a_stop_that_is_stated_at_the_end_wants_its_reason(screen: Screen) -> None:
    hit = screen.hit()
    screen.do.end_hit()
    screen.tap("Lost sight", "Yes")
    assert not screen.has("Save and close")
    screen.tap("Back")
    assert "Say why it was not verified." in screen.labels()
    screen.tap("No", "Save and close")
    assert now(screen, hit).recorded_stop is None


def test_a_stop_that_goes_on_after_the_contrary_fact_lies_after_it(screen: Screen) -> None:
    hit = compared(screen)
    screen.status("communications", "cleared")
    gone_at = screen.clock.now()
    screen.look(300)
    screen.tap("Stopped: other grounds", "Other grounds than the hit")
    assert not screen.has("10 min ago")
    screen.tap("5 min ago", "No", "Record the stop", "Cleared or stale")
    words = [choice.word.replace("\n", " ") for choice in screen.page.stopped]
    assert words == [
        "Not stopped",
        "Stopped: ending it",
        f"Stopped: other grounds, after {gone_at:%H:%M:%S}",
    ]
    screen.tap("Save and close")
    closed = now(screen, hit)
    assert closed.recorded_stop is not None
    assert closed.recorded_stop.at >= gone_at
    assert closed.closing is not None
    assert (closed.closing.stopped, closed.closing.at > gone_at) == (Stopped.AFTER, True)


def test_a_stop_through_the_gate_needs_no_reason(screen: Screen) -> None:
    hit = compared(screen)
    screen.status("mdt")
    screen.status("dcin")
    screen.do.initiate_stop()
    screen.do.end_hit()
    assert not screen.has("Stopped without verification")
    screen.tap("Verified, stopped", "Released", "No", "Save and close")
    assert now(screen, hit).closing is not None
