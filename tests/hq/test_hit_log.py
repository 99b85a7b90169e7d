"""What a line of the hit log is made of."""

from sqlalchemy import select

from mdt_alpr.domain.audit import AuditEvent
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.store.hit_log_tables import HIT_LOG
from tests.hq.senders import (
    EARLIER,
    a_car,
    a_hit_message,
    a_read_message,
    a_record,
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
    with server.hq.reading() as work:
        row = work.connection.execute(select(HIT_LOG)).one()
    assert (row.entered_text, row.listed_text) == ("ABC1023", "ABC1O23")
    assert (row.listed_state, row.list_name) == ("NC", "NC list")
