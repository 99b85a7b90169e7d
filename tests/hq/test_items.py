"""The contract of ``POST /v1/items`` over real HTTP."""

import threading
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, text

from mdt_alpr.domain import policy
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.audit import audit_buffer
from mdt_alpr.hq.base.capture_day import capture_day
from mdt_alpr.hq.base.tables import ITEMS, OWN_AUDIT, READS
from mdt_alpr.hq.reads import captured
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.messages import ReadMessage, ReceiptsMessage
from tests.builders import NOW
from tests.hq.senders import (
    DEVICE,
    EARLIER,
    a_batch,
    a_car,
    a_chain,
    a_disposition,
    a_hit_message,
    a_picture_message,
    a_read_message,
    a_record,
    a_stop,
    an_answer,
    an_id,
    an_item,
    outcomes,
)

A_READ = a_read_message()
A_HIT = a_hit_message(A_READ)


def counted(server: InProcessHq, table: Any) -> int:
    with server.hq.reading() as work:
        return work.connection.scalar(select(func.count()).select_from(table)) or 0


def test_an_item_of_every_kind_is_accepted_once(server: InProcessHq) -> None:
    bodies = [
        A_READ,
        A_HIT,
        an_answer(A_HIT),
        a_stop(A_HIT),
        a_disposition(A_HIT),
        a_chain(1)[0],
        a_picture_message(A_READ, "ab" * 32),
    ]
    items = [an_item(body) for body in bodies]
    with a_car(server.base_url) as car:
        assert car.send(*items) == ["accepted"] * 7
        assert car.send(*items) == ["known"] * 7
    assert counted(server, ITEMS) == 7


def test_an_item_twice_in_one_batch_is_accepted_once(server: InProcessHq) -> None:
    item = an_item(A_READ)
    with a_car(server.base_url) as car:
        assert car.send(item, item) == ["accepted", "known"]


def test_an_empty_batch_is_a_batch(server: InProcessHq) -> None:
    with a_car(server.base_url) as car:
        assert car.send() == []


def test_a_later_revision_replaces_and_an_earlier_one_coming_late_does_not(
    server: InProcessHq,
) -> None:
    first, second, third = (
        replace(A_READ, revision=revision, text=characters)
        for revision, characters in enumerate(("EXN2894", "EXN2B94", "EXN2884"))
    )
    with a_car(server.base_url) as car:
        assert car.send(an_item(second)) == ["accepted"]
        assert car.send(an_item(first)) == ["accepted"]
        assert _kept_text(server) == "EXN2B94"
        assert car.send(an_item(third), an_item(first)) == ["accepted", "accepted"]
    assert _kept_text(server) == "EXN2884"
    assert counted(server, READS) == 1


def _kept_text(server: InProcessHq) -> str | None:
    with server.hq.reading() as work:
        body = captured.read(work, capture_day(A_READ.read_id), A_READ.read_id)
    return None if body is None else decode(ReadMessage, body).text


def test_a_refused_item_does_not_hold_up_the_others(server: InProcessHq) -> None:
    with a_car(server.base_url) as car:
        wrong = an_item(A_READ, body="{}")
        assert car.send(an_item(A_READ), wrong, an_item(A_HIT)) == [
            "accepted",
            "refused 301",
            "accepted",
        ]
    assert counted(server, ITEMS) == 2


OLD = NOW - timedelta(days=90)
ELSEWHERE = a_read_message(read_id=an_id(EARLIER - timedelta(hours=2)))

REFUSED: dict[str, tuple[Any, dict[str, Any], int]] = {
    "a body that is no JSON": (A_READ, {"body": "{"}, 301),
    "the body of another kind": (A_HIT, {"kind": "read"}, 301),
    "an unknown kind": (A_READ, {"kind": "parking"}, 302),
    "an unknown state": (a_read_message(state="ZZ"), {}, 303),
    "an unknown state of a record": (
        a_hit_message(records=(a_record(state="ZZ"),)), {}, 303,
    ),
    "a plate of eleven": (a_read_message("ABCDEFGHIJK"), {}, 304),
    "small letters": (a_read_message("abc123"), {}, 305),
    "no characters": (a_read_message(""), {}, 305),
    "captured 90 days ago": (a_read_message(captured_at=OLD), {}, 306),
    "a hit captured 90 days ago": (
        a_hit_message(a_read_message(captured_at=OLD), raised_at=NOW), {}, 306,
    ),
    "an item id of its own making": (A_READ, {"item_id": "1"}, 308),
    "a random id": (A_READ, {"item_id": "5a0ff2a8-9c1f-4c8c-9c5e-2f1f1a7c8e11"}, 308),
    "an id past the calendar": (A_READ, {"item_id": "ffffffff-ffff-7fff-8fff-ffffffffffff"}, 308),
    "a read id of its own making": (a_read_message(read_id="7"), {}, 308),
    "a read id of another hour": (ELSEWHERE, {}, 309),
    "another device's audit entry": (a_chain(1, device="car-2")[0], {}, 310),
    "an unknown audit event": (replace(a_chain(1)[0], event="x:y:z"), {}, 301),
    "an audit entry without a place": (replace(a_chain(1)[0], sequence=0), {}, 301),
    "an unknown category": (a_hit_message(records=(a_record(category="?"),)), {}, 301),
    "an unknown class of match": (a_hit_message(records=(a_record(match_class="sure"),)), {}, 301),
    "a hit without a record": (a_hit_message(records=()), {}, 301),
    "a hit on no read": (a_hit_message(read_id="7"), {}, 301),
    "an unknown form of the gate": (a_stop(A_HIT, "ajar"), {}, 301),
    "an unknown disposition": (a_disposition(A_HIT, "won"), {}, 301),
    "an answer without its step": (an_answer(A_HIT, ""), {}, 301),
    "a picture that is no hash": (a_picture_message(A_READ, "../../etc"), {}, 301),
    "a revision before the first": (a_read_message(revision=-1), {}, 301),
}  # fmt: skip


def test_what_may_not_be_kept_is_refused_with_its_number(server: InProcessHq) -> None:
    with a_car(server.base_url) as car:
        items = [an_item(body, **fields) for body, fields, _ in REFUSED.values()]
        answers = dict(zip(REFUSED, car.send(*items), strict=True))
    assert answers == {name: f"refused {number}" for name, (_, _, number) in REFUSED.items()}
    assert counted(server, ITEMS) == 0


@pytest.mark.clause(policy.READS_LIFE.number)
def test_what_is_just_within_its_limits_is_accepted(server: InProcessHq) -> None:
    almost_old = a_read_message(captured_at=OLD + timedelta(seconds=1))
    almost_ahead = a_read_message(captured_at=NOW + timedelta(minutes=5))
    without_state = a_read_message(state="")
    ten = a_read_message("ABCDEFGHIJ")
    late_hit = a_hit_message(almost_old, hit_id=an_id(NOW))
    better = replace(A_READ, revision=1, captured_at=EARLIER + timedelta(seconds=2))
    bodies = almost_old, almost_ahead, without_state, ten, late_hit, better
    with a_car(server.base_url) as car:
        assert car.send(*(an_item(body) for body in bodies)) == ["accepted"] * len(bodies)


def test_a_known_item_stays_known_when_it_could_no_longer_be_accepted(server: InProcessHq) -> None:
    captured_at = NOW - timedelta(days=89, hours=23)
    item = an_item(a_read_message(captured_at=captured_at))
    with a_car(server.base_url) as car:
        assert car.send(item) == ["accepted"]
        server.hq.clock.pass_by(hours=2)  # type: ignore[attr-defined]
        assert car.send(item) == ["known"]


@pytest.mark.logs_warnings
def test_a_batch_that_fails_half_way_leaves_nothing(server: InProcessHq) -> None:
    items = [an_item(A_READ), an_item(A_HIT)]
    with a_car(server.base_url) as car:
        _rename(server, "hits", "hits_away")
        assert car.post(a_batch(*items)).status_code >= 500
        assert counted(server, ITEMS) == counted(server, READS) == 0
        _rename(server, "hits_away", "hits")
        assert car.send(*items) == ["accepted", "accepted"]


def _rename(server: InProcessHq, table: str, name: str) -> None:
    with server.hq.writing() as work:
        work.connection.execute(text(f"ALTER TABLE {table} RENAME TO {name}"))


def test_two_clients_that_send_the_same_batch_at_once_store_it_once(server: InProcessHq) -> None:
    batch = a_batch(*(an_item(a_read_message()) for _ in range(50)))
    start = threading.Barrier(4)
    answers: list[list[str]] = []

    def send() -> None:
        with a_car(server.base_url) as car:
            start.wait()
            answer = car.post(batch)
            answers.append(outcomes(decode(ReceiptsMessage, answer.content)))

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(set(answer) == {"accepted"} for answer in answers) == [False] * 3 + [True]
    assert sorted(set(answer) == {"known"} for answer in answers) == [False] + [True] * 3
    assert counted(server, ITEMS) == counted(server, READS) == 50
    audit_buffer.flush(server.hq, also_this_minute=True)
    with server.hq.reading() as work:
        noted = select(func.count()).where(OWN_AUDIT.c.event == AuditEvent.HQ_ITEMS_ACCEPTED)
        assert work.connection.scalar(noted) == 1


def test_what_was_accepted_is_recorded_with_the_cars_clock_error(server: InProcessHq) -> None:
    with a_car(server.base_url) as car:
        late = a_batch(an_item(A_READ), an_item(A_READ, body="{}"), sent_at=EARLIER)
        assert car.post(late).status_code == 200
    audit_buffer.flush(server.hq, also_this_minute=True)
    with server.hq.reading() as work:
        noted = select(OWN_AUDIT).where(OWN_AUDIT.c.event == AuditEvent.HQ_ITEMS_ACCEPTED)
        row = work.connection.execute(noted).one()
    assert (row.subject, row.person) == (DEVICE, "officer-1")
    assert row.detail == [["read", "1"], ["refused_301", "1"], ["clock_ahead_s", "-600.00"]]


def test_a_batch_of_another_device_or_version_is_refused_as_a_whole(server: InProcessHq) -> None:
    with a_car(server.base_url) as car:
        assert car.post(a_batch(device="car-2")).json()["number"] == 207
        assert car.post(a_batch(version=2)).json()["number"] == 108
        too_many = a_batch(*[an_item(A_READ)] * 501)
        assert car.post(too_many).json()["number"] == 102
        assert len(car.send(*[an_item(A_READ)] * 500)) == 500
