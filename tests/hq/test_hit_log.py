"""What a line of the hit log is made of."""

import pytest

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.hit_tables import HIT_LOG
from mdt_alpr.hq.hits.shift_log import log_page
from mdt_alpr.wire.desk import HitLogFilter, HitLogFlag, HitLogRequest, HitLogRow
from mdt_alpr.wire.messages import ComparableMessage, HitMessage, RecordMessage
from tests.builders import NOW
from tests.hq.opened import opened_rows
from tests.hq.senders import (
    EARLIER,
    a_car,
    a_hit_message,
    a_read_message,
    a_record,
    a_stop,
    an_answer,
    an_item,
)


def test_a_line_names_the_record_that_was_entered_though_o_and_0_differ(
    server: InProcessHq,
) -> None:
    read = a_read_message("ABC1O23")
    records = (
        a_record("ABC1O23", entry_id="sc", state="SC", list_name="Chosen first"),
        a_record("ABC1O23", entry_id="nc", list_name="NC list"),
    )
    hit = a_hit_message(read, records=records)
    entry = an_answer(hit, AuditEvent.ENTRY_MADE, facts=(("text", "ABC1023"), ("state", "NC")))
    with a_car(server.base_url) as car:
        car.send(*(an_item(body, made_at=EARLIER) for body in (read, hit, entry)))
    (row,) = opened_rows(server.hq, HIT_LOG)
    assert (row.entered_text, row.listed_text) == ("ABC1023", "ABC1O23")
    assert (row.listed_state, row.list_name) == ("NC", "NC list")


MOTORCYCLE = a_record(vehicle="black motorcycle", comparable=ComparableMessage("MC", "MC", "BLK"))


def sent(server: InProcessHq, record: RecordMessage) -> HitMessage:
    """Send a hit whose officer saw a car of that color and stopped it."""
    read = a_read_message()
    hit = a_hit_message(read, records=(record,))
    seen = (("body", "car"), ("color", "silver"), ("when", "before the record"))
    plate = (("text", "EXN2894"), ("state", "NC"), ("outcome", "matched"))
    steps = (
        an_answer(hit, AuditEvent.VEHICLE_ANSWERED, facts=seen),
        an_answer(hit, AuditEvent.ENTRY_MADE, facts=plate),
        a_stop(hit),
    )
    with a_car(server.base_url) as car:
        bodies = (read, hit, *steps)
        assert set(car.send(*(an_item(body, made_at=EARLIER) for body in bodies))) == {"accepted"}
    return hit


def logged(server: InProcessHq, flag: HitLogFlag = HitLogFlag.ALL) -> tuple[HitLogRow, ...]:
    which = HitLogFilter(EARLIER, NOW, flag=flag, team="*")
    with server.hq.reading() as work:
        return log_page(work, HitLogRequest(which)).rows


@pytest.mark.proved("S9")
def test_a_line_shows_the_records_vehicle_beside_the_one_that_was_seen(
    server: InProcessHq,
) -> None:
    sent(server, MOTORCYCLE)
    (line,) = logged(server, HitLogFlag.VEHICLE_DIFFERS)
    assert (line.listed_vehicle, line.seen_vehicle) == ("black motorcycle", "silver car")
    assert (line.differs, line.vehicle_comparison) == ("color, body, plate type", "differs")


@pytest.mark.proved("S9")
def test_a_stop_over_a_contradiction_comes_before_a_stop_that_fitted(server: InProcessHq) -> None:
    over = sent(server, MOTORCYCLE)
    sent(server, a_record(comparable=ComparableMessage("PC", "4D", "SIL")))
    assert [line.vehicle_comparison for line in logged(server)] == ["differs", "fits"]
    assert logged(server)[0].hit_id == over.hit_id


@pytest.mark.proved("S9")
def test_what_an_older_car_sends_is_accepted_and_is_not_recorded(server: InProcessHq) -> None:
    sent(server, a_record())
    (line,) = logged(server)
    assert line.vehicle_comparison == "not_recorded"
    assert logged(server, HitLogFlag.VEHICLE_DIFFERS) == ()


@pytest.mark.proved("S9")
def test_the_vehicle_of_a_restricted_record_is_not_in_the_log(server: InProcessHq) -> None:
    restricted = a_record(
        category="H", vehicle="black motorcycle", comparable=MOTORCYCLE.comparable
    )
    sent(server, restricted)
    (line,) = logged(server)
    assert (line.listed_vehicle, line.seen_vehicle) == ("", "")
    assert line.vehicle_comparison == "differs"
