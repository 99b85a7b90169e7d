"""What headquarters does with the hits of a car in trial mode: it keeps them, and that is all."""

from datetime import UTC, timedelta

import pytest

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.hit.trial import ENDED_AS
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.domain.retention.outbox import ItemKind
from mdt_alpr.domain.review.daily_counts import Counted
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.headquarters import RefusedError
from mdt_alpr.hq.dispatch.letters import letters
from mdt_alpr.hq.hits.assigning import assign, open_hits
from mdt_alpr.hq.hits.shift_log import log_page
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR
from mdt_alpr.hq.reads.tallies import kept
from mdt_alpr.hq.reports import usage_section
from mdt_alpr.ui.desk.presenters.words import disposition_words
from mdt_alpr.wire.desk import HitLogFilter, HitLogFlag, HitLogRequest, HitLogRow
from mdt_alpr.wire.messages import HitMessage
from tests.builders import NOW
from tests.hq.holding import caller
from tests.hq.senders import (
    EARLIER,
    a_car,
    a_hit_message,
    a_read_message,
    a_stop,
    an_answer,
    an_item,
)
from tests.hq.test_dispatch import have_told


def send_hit(server: InProcessHq) -> HitMessage:
    """Send a read and its hit as a car in trial mode does."""
    read = a_read_message(camera="front TRIAL")
    hit = a_hit_message(read)
    with a_car(server.base_url) as car:
        sent = an_item(read), an_item(hit, kind=ItemKind.TRIAL_HIT.value)
        assert car.send(*sent) == ["accepted", "accepted"]
    return hit


def logged(server: InProcessHq, flag: HitLogFlag = HitLogFlag.ALL) -> tuple[HitLogRow, ...]:
    asked = HitLogFilter(EARLIER, NOW, flag=flag, team="*")
    with server.hq.reading() as work:
        return log_page(work, HitLogRequest(asked)).rows


def test_it_is_in_the_log_as_a_trials_and_waits_for_nobody(server: InProcessHq) -> None:
    send_hit(server)
    (line,) = logged(server)
    assert line.disposition == ENDED_AS
    assert disposition_words(line.disposition).startswith("TRIAL")
    assert not line.left_open
    assert logged(server, HitLogFlag.NOT_REVIEWED) == ()


def test_dispatch_is_told_nothing_and_can_send_it_to_no_unit(server: InProcessHq) -> None:
    hq = server.hq
    have_told(hq, "http://127.0.0.1:9/alpr")
    hit = send_hit(server)
    with hq.writing() as work:
        assert letters(work, caller(ADMINISTRATOR)).number == 0
        assert open_hits(work, caller(ADMINISTRATOR)).hits == ()
        with pytest.raises(RefusedError):
            assign(work, caller(ADMINISTRATOR), hit.hit_id, "Unit 12")


def test_a_stop_on_it_is_set_aside_whoever_sends_it(server: InProcessHq) -> None:
    hit = send_hit(server)
    with a_car(server.base_url) as car:
        steps = an_answer(hit, AuditEvent.HIT_OPENED), a_stop(hit)
        car.send(*(an_item(step) for step in steps))
    (line,) = logged(server)
    assert (line.disposition, line.attention) == (ENDED_AS, "")
    with server.hq.reading() as work:
        assert open_hits(work, caller(ADMINISTRATOR)).hits == ()


def test_no_known_hit_becomes_a_trials(server: InProcessHq) -> None:
    read = a_read_message()
    hit = a_hit_message(read)
    with a_car(server.base_url) as car:
        car.send(an_item(read), an_item(hit))
        car.send(an_item(hit, kind=ItemKind.TRIAL_HIT.value))
    (line,) = logged(server)
    assert line.disposition == ""


def test_the_counts_of_a_day_and_the_report_have_it_apart(server: InProcessHq) -> None:
    hit = send_hit(server)
    with server.hq.reading() as work:
        counts = list(kept(work.connection, capture_date(hit.captured_at.astimezone(UTC))))
    numbers = {count.what: count.number for count in counts}
    assert (numbers.get(Counted.TRIAL), numbers.get(Counted.RESULTS)) == (1, None)
    use = usage_section.sections(counts)[0]
    assert {figure.row: figure.number for figure in use.figures}["Hits"] == 0
    assert any(figure.row.startswith("TRIAL") for figure in use.figures)
    assert hit.raised_at - hit.captured_at < timedelta(minutes=1)
