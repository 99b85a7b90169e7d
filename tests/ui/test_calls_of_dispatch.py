"""CAD tells which call a unit is on; the forms of its car offer the case number, and only its."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.hit.dispatch import CallEvent, open_calls
from mdt_alpr.domain.policy import CALL_OFFERED_FOR
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.dispatch_tables import CALLS
from mdt_alpr.hq.base.tables import OWN_AUDIT
from mdt_alpr.hq.dispatch.letters import signature
from mdt_alpr.hq.dispatch.subscriptions import end, subscribe
from mdt_alpr.hq.hits import unit_calls
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN
from mdt_alpr.ui.entries.presenters.hold_form import HoldField
from mdt_alpr.wire.dispatch import SIGNATURE, SubscriptionRequest
from tests.builders import NOW, SetClock
from tests.hq.holding import caller
from tests.journeys.two_cars import headquarters
from tests.ui.screen import settle
from tests.ui.seat import Seat

CASE = "2026-0123"


@pytest.fixture
def hq(tmp_path: Path, clock: SetClock) -> Iterator[InProcessHq]:
    with headquarters(tmp_path, clock) as server:
        yield server


@pytest.fixture
def seat(qtbot: QtBot, tmp_path: Path, hq: InProcessHq, clock: SetClock) -> Iterator[Seat]:
    officer = Seat(qtbot, tmp_path, hq, clock)
    try:
        officer.sign_in()
        yield officer
    finally:
        officer.app.stop()


class Cad:
    """A CAD that was added as a receiver."""

    def __init__(self, hq: InProcessHq, *, sends_calls: bool = True) -> None:
        self.hq = hq
        asked = SubscriptionRequest("CAD", "http://127.0.0.1:9/alpr", sends_calls=sends_calls)
        made = subscribe(hq.hq, caller(ADMINISTRATOR), asked, CUSTODIAN)
        self.number = made.subscriptions[-1].number
        self.secret = bytes.fromhex(made.secret)

    def say(  # noqa: PLR0913 - one argument a part of the event
        self,
        what: str = "assigned",
        *,
        event_id: str = "event-1",
        call: str = "CALL-1",
        minutes: float = 0.0,
        signed_minutes: float = 0.0,
        secret: bytes = b"",
        **data: str,
    ) -> int:
        """Send an event over HTTP; return the status of the answer, whose words are kept."""
        now = self.hq.hq.clock.now()
        told = {"unit": "Unit 12", "case_number": CASE, "call_type": "Larceny", **data}
        body = json.dumps(
            {
                "specversion": "1.0", "id": event_id, "source": "urn:cad", "subject": call,
                "type": f"mdt-alpr.cad.{what}", "data": told,
                "time": (now + timedelta(minutes=minutes)).isoformat(),
            }
        )  # fmt: skip
        at = int((now + timedelta(minutes=signed_minutes)).timestamp())
        header = f"t={at},v1={signature(secret or self.secret, at, body)}"
        address = f"{self.hq.base_url}/v1/dispatch/subscriptions/{self.number}/events"
        answer = httpx.post(address, content=body, headers={SIGNATURE: header})
        self.words = answer.text
        return answer.status_code


def calls_stored(hq: InProcessHq) -> int:
    with hq.hq.reading() as work:
        return work.connection.scalar(select(func.count()).select_from(CALLS)) or 0


def times_recorded(hq: InProcessHq) -> int:
    with hq.hq.reading() as work:
        told = OWN_AUDIT.c.event == AuditEvent.HQ_CALL_TOLD
        return work.connection.scalar(select(func.count()).where(told)) or 0


def test_an_officer_takes_the_case_number_by_one_tap_in_each_form(
    seat: Seat, hq: InProcessHq
) -> None:
    cad = Cad(hq)
    assert cad.say() == 204
    seat.until(lambda: bool(seat.app.entries._own.calls))
    seat.key(Qt.Key.Key_F9)
    seat.until(lambda: not seat.window.guard.is_guarding)
    seat.tap("Case or event")
    seat.until(lambda: seat.has(CASE))
    seat.tap(CASE)
    assert seat.app.entries._form.draft.case == CASE
    seat.app._holds.begin()
    seat.app._holds.edit_field(HoldField.CASE)
    seat.app._holds.take_case(CASE)
    assert seat.app._holds._form.text(HoldField.CASE) == CASE
    assert cad.say("cleared", event_id="event-2", minutes=1.0) == 204
    seat.until(lambda: not seat.app.entries._own.calls)
    settle()


def test_a_call_of_another_unit_is_not_offered(seat: Seat, hq: InProcessHq) -> None:
    cad = Cad(hq)
    assert cad.say(unit="Unit 7", event_id="event-7") == 204
    assert cad.say(unit="unit 12", case_number="26-1") == 204
    seat.until(lambda: bool(seat.app.entries._own.calls))
    assert [call.case_number for call in seat.app.entries._own.calls] == ["26-1"]


def test_a_car_that_signs_in_later_learns_the_call(
    qtbot: QtBot, tmp_path: Path, hq: InProcessHq, clock: SetClock
) -> None:
    assert Cad(hq).say() == 204
    officer = Seat(qtbot, tmp_path, hq, clock)
    try:
        officer.sign_in()
        officer.until(lambda: bool(officer.app.entries._own.calls))
    finally:
        officer.app.stop()


def test_an_event_that_comes_twice_counts_and_is_recorded_once(hq: InProcessHq) -> None:
    cad = Cad(hq)
    assert [cad.say(), cad.say()] == [204, 204]
    assert (calls_stored(hq), times_recorded(hq)) == (1, 1)


def test_what_nobody_signed_or_may_send_is_refused(hq: InProcessHq) -> None:
    cad, other = Cad(hq), Cad(hq, sends_calls=False)
    assert cad.say(secret=b"x" * 32) == 401
    assert cad.say(signed_minutes=-6) == 401
    assert "a signature counts for five minutes" in cad.words
    assert cad.say(signed_minutes=6) == 401
    assert other.say() == 401
    cad.number = 99
    assert cad.say() == 401
    cad.number = 1
    end(hq.hq, caller(ADMINISTRATOR), 1)
    assert cad.say() == 401
    assert (calls_stored(hq), times_recorded(hq)) == (0, 0)


@pytest.mark.parametrize(
    "data",
    [
        {"case_number": ""},
        {"case_number": "2" * 25},
        {"call_type": "Plate ABC1234"},
        {"unit": " "},
    ],
)
def test_a_call_that_no_form_could_take_is_refused(hq: InProcessHq, data: dict[str, Any]) -> None:
    assert Cad(hq).say(**data) == 422
    assert calls_stored(hq) == 0


def test_an_event_of_another_kind_or_time_is_refused(hq: InProcessHq) -> None:
    cad = Cad(hq)
    assert cad.say("raised") == 422
    assert cad.say(minutes=6) == 422
    assert cad.say(minutes=-24 * 60) == 422


def test_a_call_is_gone_after_a_day_and_with_its_receiver(
    hq: InProcessHq, clock: SetClock
) -> None:
    cad = Cad(hq)
    assert cad.say() == 204
    clock.pass_by(hours=25)
    with hq.hq.writing() as work:
        unit_calls.forget(work)
        assert unit_calls._calls(work, "Unit 12") == ()
    assert cad.say(event_id="event-2") == 204
    end(hq.hq, caller(ADMINISTRATOR), 1)
    assert calls_stored(hq) == 0


def event(call: str = "C", minutes: float = 0, *, is_open: bool = True) -> CallEvent:
    return CallEvent(call, f"case of {call}", "", NOW + timedelta(minutes=minutes), is_open)


def test_the_last_event_of_a_call_counts_in_whatever_order_they_come() -> None:
    assigned, cleared, again = event(), event(minutes=5, is_open=False), event(minutes=9)
    later = NOW + timedelta(hours=1)
    assert open_calls((cleared, assigned), later) == ()
    assert open_calls((again, cleared, assigned), later) == (again,)
    assert open_calls((assigned, event(is_open=False)), later) == ()
    newest = event("D", 1)
    assert open_calls((assigned, newest), later) == (newest, assigned)
    assert open_calls((assigned,), NOW + CALL_OFFERED_FOR) == ()
