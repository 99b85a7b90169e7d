"""Stops without all of their checks stand on top of the supervisor's list, however old."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.hit.hit_summary import Attention, attention
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.hits import review
from mdt_alpr.hq.people.sample_agency import SUPERVISOR
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.messages import HitMessage
from mdt_alpr.wire.review import OverviewMessage
from tests.hq.senders import (
    EARLIER,
    a_car,
    a_disposition,
    a_hit_message,
    a_read_message,
    a_stop,
    an_answer,
    an_item,
)

DATABASES = ["sqlite"]


def a_hit(days_ago: int) -> HitMessage:
    return a_hit_message(a_read_message(captured_at=EARLIER - timedelta(days=days_ago)))


def ended(hit: HitMessage, stopped: str) -> Any:
    return replace(a_disposition(hit, "cleared_or_stale"), stopped=stopped)


RECORDED, STATED_LATE, NO_STATUS, NOT_ASKED = a_hit(30), a_hit(20), a_hit(10), a_hit(5)
VERIFIED, REJECTED = a_hit(2), a_hit(1)
BODIES = (
    RECORDED,
    an_answer(RECORDED, AuditEvent.STOP_RECORDED.value, facts=(("stop_reason", "x"),)),
    STATED_LATE,
    ended(STATED_LATE, "after"),
    NO_STATUS,
    an_answer(NO_STATUS, AuditEvent.STATUS_NOT_PRACTICABLE.value),
    a_stop(NO_STATUS, "open_without_status"),
    NOT_ASKED,
    an_answer(NOT_ASKED, AuditEvent.STATUS_NOT_PRACTICABLE.value),
    a_stop(NOT_ASKED),
    VERIFIED,
    a_stop(VERIFIED),
    REJECTED,
    ended(REJECTED, "no"),
)


@pytest.fixture
def overview(server: InProcessHq, monkeypatch: pytest.MonkeyPatch) -> Iterator[OverviewMessage]:
    monkeypatch.setattr(review, "MOST_TRAILS", 4)
    with a_car(server.base_url) as car:
        assert set(car.send(*(an_item(body) for body in BODIES))) == {"accepted"}
    with a_car(server.base_url, SUPERVISOR) as supervisor:
        yield decode(OverviewMessage, supervisor.http.get("/v1/overview").content)


def test_the_most_pressing_stand_first_and_none_is_cut_off(overview: OverviewMessage) -> None:
    assert [(trail.hit_id, trail.attention) for trail in overview.trails] == [
        (STATED_LATE.hit_id, "stopped_unverified"),
        (RECORDED.hit_id, "stopped_unverified"),
        (NO_STATUS.hit_id, "stopped_without_status"),
        (NOT_ASKED.hit_id, "not_practicable"),
        (REJECTED.hit_id, ""),
        (VERIFIED.hit_id, ""),
    ]


def test_they_are_counted(overview: OverviewMessage) -> None:
    assert overview.attention == (
        ("stopped_unverified", 2),
        ("stopped_without_status", 1),
        ("not_practicable", 1),
    )


@pytest.mark.parametrize(
    ("gate_form", "stopped", "why"),
    [
        (None, "before", Attention.STOPPED_UNVERIFIED),
        ("open", "before", Attention.NONE),
        ("open_without_status", None, Attention.STOPPED_WITHOUT_STATUS),
        (None, "no", Attention.NONE),
    ],
)
def test_a_stop_that_is_only_stated_at_the_end_counts_as_unverified(
    gate_form: str | None, stopped: str | None, why: Attention
) -> None:
    assert attention(gate_form, (), stopped) is why
