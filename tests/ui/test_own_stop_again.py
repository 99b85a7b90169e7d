"""After a crash in one's own stop, or a handover, no page contradicts itself (O4)."""

from dataclasses import replace

import pytest

from mdt_alpr.domain.hit.handover import hand_over
from mdt_alpr.domain.hit.hit import Hit
from mdt_alpr.domain.officer import NOBODY
from mdt_alpr.domain.officer import Officer as Person
from mdt_alpr.domain.policy import NOT_VERIFIED_BY_YOU_WORDS
from mdt_alpr.patrol.events import HitChanged
from tests.builders import NOW, OFFICER
from tests.ui.officer import Officer

pytestmark = [pytest.mark.proved("O4"), pytest.mark.usefixtures("qapp")]
OTHER = Person("officer-2", "session-2", "B. Sample")
LATER = replace(OFFICER, session_id="session-9")


def stopped() -> Hit:
    officer = Officer()
    hit = officer.verified()
    officer.do.initiate_stop()
    return officer.desk.hits[hit.hit_id]


def seen_by(person: Person) -> Officer:
    """Return the screen after a restart: nobody, then that person in a session of its own."""
    left = hand_over(hand_over(stopped(), NOBODY, NOW), person, NOW)
    officer = Officer()
    officer.desk.hits[left.hit_id] = left
    officer.presenter.take(HitChanged(left))
    officer.presenter.open(left.hit_id)
    return officer


def test_the_record_of_the_stopped_vehicle_is_there_and_the_page_agrees_with_itself() -> None:
    officer = seen_by(LATER)
    page = officer.page
    record = next(column for column in page.compare.columns if column.title == "RECORD")
    assert record.plate.text == "EXN2894"
    assert page.banner.title == "Plate, state and vehicle agree"
    assert (page.gate.title, page.gate.second[:6]) == ("STOP INITIATED", "By you")
    assert {check.shape for check in page.gate.checks} == {"tick"}
    assert officer.view is not None
    assert NOT_VERIFIED_BY_YOU_WORDS not in officer.view.bar.title
    assert page.status.kind == "sources"
    assert not page.gate.stop.live


def test_another_officer_is_asked_nothing_about_a_plate_that_was_not_entered() -> None:
    officer = seen_by(OTHER)
    page = officer.page
    assert NOT_VERIFIED_BY_YOU_WORDS in page.banner.title
    assert page.status.title == "You did not enter this plate: nothing to ask"
    assert not any(tile.live for tile in page.status.tiles)
    assert officer.view is not None
    assert "F5" not in officer.view.keys
    officer.do.ask_status("mdt")
    assert officer.page.status == page.status
