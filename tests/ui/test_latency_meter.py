"""Median and 95th percentile of each stage, from the last reads and hits; each hit counts once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from mdt_alpr.domain.hit.hit import Hit
from mdt_alpr.domain.hit.trace import Seeing, Trace
from mdt_alpr.domain.retention.outbox import SetAside
from mdt_alpr.patrol.events import HitChanged, HitRaised, ReadMade
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.shell.presenters.car_known import KEPT, LatencyMeter
from mdt_alpr.ui.shell.presenters.car_pages import set_aside_lines
from mdt_alpr.wire.problems import Problem
from tests.builders import NOW, a_hit, a_read


def seeing(found_ms: float = 200) -> Seeing:
    found = NOW + timedelta(milliseconds=found_ms)
    return Seeing(found, found + timedelta(milliseconds=20), found + timedelta(milliseconds=22))


def a_painted_hit(after_s: float = 1.0, **fields: object) -> Hit:
    trace = Trace(seeing=seeing())
    painted = seeing().matched_at + timedelta(seconds=after_s)
    return replace(a_hit(), trace=trace, painted_at=painted, **fields)  # type: ignore[arg-type]


def test_before_anything_came_every_stage_says_so() -> None:
    words = "found -, read -, matched -, on screen -, acknowledged -"
    assert LatencyMeter().words().replace("\u00a0", " ") == f"Median / 95%: {words}."


def test_each_stage_has_its_median_and_95th_percentile() -> None:
    meter = LatencyMeter()
    for ms in range(100, 2100, 100):
        meter.note(ReadMade(a_read(), held=False, latency_ms=1, seeing=seeing(ms)))
    assert meter.shares("found") == (1000, 1900)
    assert meter.words().replace("\u00a0", " ") == (
        "Median / 95%: found 1.0 s / 1.9 s, read 20 ms / 20 ms, matched 2 ms / 2 ms, "
        "on screen -, acknowledged -."
    )


def test_a_hit_counts_once_a_stage_however_often_it_changes() -> None:
    meter = LatencyMeter()
    hit = a_painted_hit()
    assert hit.painted_at is not None
    answered = replace(hit, silenced_at=hit.painted_at + timedelta(seconds=3))
    opened = replace(answered, opened_at=hit.painted_at + timedelta(seconds=9))
    for event in (HitRaised(a_hit()), HitChanged(hit), HitChanged(answered), HitChanged(opened)):
        meter.note(event)
    assert meter.shares("on screen") == (1000, 1000)
    assert meter.shares("acknowledged") == (3000, 3000)


def test_only_the_last_times_count() -> None:
    meter = LatencyMeter()
    for ms in (9000, *[100] * KEPT):
        meter.note(ReadMade(a_read(), held=False, latency_ms=1, seeing=seeing(ms)))
    assert meter.shares("found") == (100, 100)


def test_a_read_without_times_counts_nowhere() -> None:
    meter = LatencyMeter()
    meter.note(ReadMade(a_read(), held=False, latency_ms=1))
    assert meter.shares("found") is None


@pytest.mark.parametrize(
    ("set_aside", "value", "reported"),
    [
        (SetAside(1, 310), "1 item, newest for reason 310",
         Problem.OTHER_DEVICES_ENTRY.sentence),
        (SetAside(1200, 9999), "1,200 items, newest for reason 9999",
         "Call the technician."),
    ],
)  # fmt: skip
def test_refused_items_are_reported_in_words(
    set_aside: SetAside, value: str, reported: str
) -> None:
    (line,) = set_aside_lines(set_aside)
    assert (line.name, line.value, line.mark, line.detail) == (
        "Refused",
        value,
        Mark.WEAK,
        reported,
    )


def test_nothing_refused_is_no_line() -> None:
    assert set_aside_lines(SetAside()) == ()
