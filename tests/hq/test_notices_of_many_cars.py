"""Notices of an agency with many cars: as cheap as of few, none twice, none lost (ALR-08)."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, text, update

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.hq.audit.service import NOBODY, record
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.hit_tables import LISTENERS
from mdt_alpr.hq.hits import notice_store, notices
from mdt_alpr.hq.intake import service as items
from mdt_alpr.wire.messages import HitMessage
from mdt_alpr.wire.notices import NoticeKind, RejectionMessage
from tests.builders import NOW, SetClock
from tests.hq.listening import Listener, counted
from tests.hq.senders import a_batch, a_disposition, an_item
from tests.hq.test_app import until


def cars(hq: Headquarters, number: int) -> list[Listener]:
    return [Listener(hq, f"car-{place}", f"Unit {place}") for place in range(number)]


def statements_of(hq: Headquarters, sender: Listener, hit: HitMessage, ending: str) -> int:
    with counted(hq) as found:
        sender.send(a_disposition(hit, ending))
        return found()


def test_a_rejection_asks_as_much_of_the_database_for_forty_cars_as_for_two(
    hq: Headquarters,
) -> None:
    sender, *_ = cars(hq, 2)
    hits = [sender.hit()[0] for _ in range(3)]
    statements_of(hq, sender, hits[0], "misread")
    for_two = statements_of(hq, sender, hits[1], "misread")
    every = cars(hq, 40)
    assert statements_of(hq, sender, hits[2], "misread") == for_two
    for car in every:
        assert hits[2].hit_id in {r.rejection_id for r in car.hear()}


def test_a_no_to_a_record_asks_as_much_for_ten_hits_on_it_as_for_one(hq: Headquarters) -> None:
    sender, other, *rest = cars(hq, 11)
    counts = []
    for plate, on_it in ("EXN2894", [other]), ("EXN2895", [other, *rest]):
        hits = {car.hit(plate)[0].hit_id for car in on_it}
        counts.append(statements_of(hq, sender, sender.hit(plate)[0], "cleared_or_stale"))
        heard = [one.hit_id for car in on_it for one in car.contraries()]
        assert (len(heard), {*heard}) == (len(on_it), hits)
    assert counts[0] == counts[1]


def test_every_car_hears_each_rejection_of_a_batch_once_with_numbers_that_follow(
    hq: Headquarters,
) -> None:
    sender, *others = cars(hq, 4)
    hits = [sender.hit()[0] for _ in range(3)]
    others[0].send(a_disposition(others[0].hit()[0], "misread"))
    batch = a_batch(*(an_item(a_disposition(hit)) for hit in hits), device=sender.device)
    with hq.writing() as work:
        items.accept(work, sender.caller, batch, 200)
        assert {car.device for car in (sender, *others)} <= set(work.notified)
    for car in (sender, *others):
        with hq.reading() as work:
            given = notices.waiting(work, car.device, 0).notices
        assert [one.number for one in given] == [1, 2, 3, 4]
        heard = [r.rejection_id for r in car.hear() if isinstance(r, RejectionMessage)]
        assert len(heard) == 4
        assert set(heard) >= {hit.hit_id for hit in hits}
        assert car.hear() == []


def numbers(car: Listener) -> list[int]:
    """Ask as over HTTP, where what is given is noted."""
    with car.hq.writing() as work:
        notices.keep_receipt(work, car.caller, car.unit, car.number)
    with car.hq.reading() as work:
        found = [notice.number for notice in notices.waiting(work, car.device, car.number).notices]
    if found:
        notices.note_given(car.hq, car.caller, found)
    return found


@pytest.fixture
def late(hq: Headquarters) -> Listener:
    """A car that comes after three rejections, and holds nothing."""
    (sender,) = cars(hq, 1)
    for hit in [sender.hit()[0] for _ in range(3)]:
        sender.send(a_disposition(hit))
    listener = Listener(hq, "car-40", "Unit 40")
    listener.number = 0
    return listener


def test_what_a_session_was_given_is_not_made_anew_when_it_asks_again(late: Listener) -> None:
    first = numbers(late)
    assert len(first) == 3
    with counted(late.hq) as found:
        assert numbers(late) == first, "an answer that was lost"
        once = found()
    with counted(late.hq) as found:
        assert numbers(late) == first
        assert found() == once


def test_a_car_that_asks_from_nothing_again_also_gets_what_came_since(late: Listener) -> None:
    first = numbers(late)
    late.send(a_disposition(late.hit()[0]))
    assert numbers(late) == [*first, first[-1] + 1]
    assert numbers(late) == [*first, first[-1] + 1]


@pytest.mark.parametrize("acknowledged", [1, 3])
def test_a_car_that_acknowledged_and_holds_nothing_gets_every_rejection_again(
    late: Listener, acknowledged: int
) -> None:
    late.number = numbers(late)[acknowledged - 1]
    assert len(numbers(late)) == 3 - acknowledged
    late.number = 0
    assert len(numbers(late)) == 3
    assert len(late.hear()) == 3


def test_a_car_that_had_nothing_to_acknowledge_gets_what_comes_again_and_again(
    hq: Headquarters,
) -> None:
    sender, car = cars(hq, 2)
    sender.send(a_disposition(sender.hit()[0]))
    assert numbers(car) == numbers(car) == [1]


def test_a_car_of_which_it_is_not_known_gets_every_rejection_anew(late: Listener) -> None:
    """As after the migration, or where a server of before served it."""
    first = numbers(late)
    with late.hq.writing() as work:
        work.connection.execute(update(LISTENERS).values(whole_after=None))
    assert numbers(late) == [number + 3 for number in first]


def test_where_a_server_of_before_made_them_anew_they_are_made_anew_once(late: Listener) -> None:
    first = numbers(late)
    with late.hq.writing() as work:
        kept = work.connection.scalar(select(LISTENERS.c.whole_after))
        notices.notify_all_rejections(work, late.device)
        work.connection.execute(update(LISTENERS).values(whole_after=kept))
    assert numbers(late) == numbers(late) == [number + 6 for number in first]


def waits_for_a_lock(hq: Headquarters) -> bool:
    with hq.database.reading() as connection:
        return bool(connection.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")))


def test_a_car_whose_first_question_meets_a_rejection_gets_it_once(hq: Headquarters) -> None:
    if not hq.database.is_server:
        pytest.skip("SQLite has one writer")
    (sender,) = cars(hq, 1)
    hit, _ = sender.hit()
    came: list[Listener] = []
    first = threading.Thread(target=lambda: came.append(Listener(hq, "car-40", "Unit 40")))
    with hq.writing() as work:
        batch = a_batch(an_item(a_disposition(hit)), device=sender.device)
        items.accept(work, sender.caller, batch, 200)
        first.start()
        until(lambda: waits_for_a_lock(hq))
    first.join()
    assert came[0].number == 1
    assert came[0].hear() == []


def test_who_notes_that_cars_ask_waits_for_none_that_is_being_notified(
    hq: Headquarters, clock: SetClock
) -> None:
    """Each held a row that the other waited for: found by bench cluster."""
    if not hq.database.is_server:
        pytest.skip("SQLite has one writer")
    cars(hq, 2)
    clock.pass_by(minutes=1)
    given = notice_store.Notice(NoticeKind.CONTRARY, NOW, "{}")
    with hq.writing() as batch:
        notice_store.add(batch, [("car-0", given)])
        with hq.writing() as other:
            notice_store.note_asked(other.connection, ["car-0", "car-1"], other.now)
    with hq.reading() as work:
        asked = select(LISTENERS.c.asked_at).order_by(LISTENERS.c.device)
        assert list(work.connection.scalars(asked)) == [NOW, clock.now()]


@pytest.mark.parametrize("names_its_unit", [False, True])
def test_a_question_that_makes_an_entry_waits_before_it_holds_a_place_in_the_audit(
    hq: Headquarters, *, names_its_unit: bool
) -> None:
    if not hq.database.is_server:
        pytest.skip("SQLite has one writer")
    sender, car = cars(hq, 2)
    hit, _ = sender.hit()
    if not names_its_unit:
        car.caller = replace(car.caller, unit=car.unit)
    asks = threading.Thread(target=car.hear)
    with hq.writing() as work:
        batch = a_batch(an_item(a_disposition(hit)), device=sender.device)
        items.accept(work, sender.caller, batch, 200)
        asks.start()
        until(lambda: waits_for_a_lock(hq))
        record(work, AuditEvent.HQ_AUDIT_CHECKED, "test", NOBODY)
    asks.join()
    assert car.number == 1


def test_a_car_that_waits_is_noted_whatever_its_name(hq: Headquarters) -> None:
    named, later = ["car-7", "Car 7, west", 'Car "7" {x}'], NOW + timedelta(hours=1)
    with hq.writing() as work:
        for device in named:
            notice_store.note_listener(work.connection, device, "Unit 7", NOW)
        notice_store.note_asked(work.connection, named, later)
        asked_at = work.connection.scalars(select(LISTENERS.c.asked_at))
        assert list(asked_at) == [later] * 3
