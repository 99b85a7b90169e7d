"""What cars do waits in lanes for the end of its minute, and nothing of it is lost."""

import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text, update

from mdt_alpr.domain.audit.audit import AuditEntry, AuditEvent
from mdt_alpr.domain.audit.lanes import act_at
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.hq.app import InProcessHq, open_headquarters
from mdt_alpr.hq.audit import audit_buffer
from mdt_alpr.hq.audit import store as own_audit
from mdt_alpr.hq.audit.service import check_own_chain
from mdt_alpr.hq.base.audit_tables import AUDIT_LANES
from mdt_alpr.hq.base.headquarters import Caller, Headquarters
from mdt_alpr.hq.intake import batches
from mdt_alpr.hq.intake.batches import Packed
from mdt_alpr.hq.keeping import doctor
from mdt_alpr.hq.keeping.audit_reading import checked_by_account
from mdt_alpr.hq.people.sample_agency import CUSTODIAN
from mdt_alpr.wire.audit_search import AuditRows, AuditSearch
from mdt_alpr.wire.codec import encode
from tests.builders import NOW, SetClock
from tests.hq.reviewers import at_desk
from tests.hq.senders import a_batch, a_car, a_read_message, an_item
from tests.hq.test_app import until

CAR = Caller("officer-1", "A. Sample", Role.OFFICER, "car-1", "0" * 64, unit="Unit 12")
OTHER = replace(CAR, device="car-2", unit="Unit 13")


def sent(hq: Headquarters, caller: Caller = CAR, number: int = 1) -> None:
    """Let a car send so many reads."""
    read = [an_item(a_read_message(unit=caller.unit)) for _ in range(number)]
    batch = a_batch(*read, device=caller.device, sent_at=hq.clock.now())
    batches.accept(hq, Packed(caller, hq.clock.now(), "", encode(batch).encode()))


SENT, GIVEN = AuditEvent.HQ_ITEMS_ACCEPTED, AuditEvent.HQ_NOTICES_GIVEN


def entries(hq: Headquarters, event: AuditEvent = SENT) -> list[AuditEntry]:
    with hq.reading() as work:
        last = own_audit.last_sequence(work.connection)
        return own_audit.found(work.connection, own_audit.Which(event=event), (0, last), 1000)


def waiting(hq: Headquarters) -> int:
    with hq.reading() as work:
        return work.connection.scalar(select(func.count()).select_from(AUDIT_LANES)) or 0


@pytest.fixture
def next_minute(clock: SetClock) -> Callable[[], None]:
    def go_on() -> None:
        clock.at = clock.at.replace(second=0) + timedelta(minutes=1)

    return go_on


def test_a_car_has_one_entry_a_minute_with_all_that_it_sent(
    hq: Headquarters, clock: SetClock, next_minute: Callable[[], None]
) -> None:
    sent(hq)
    clock.at += timedelta(seconds=5)
    sent(hq, number=3)
    sent(hq, OTHER)
    audit_buffer.flush(hq)
    assert (entries(hq), waiting(hq)) == ([], 2)
    next_minute()
    sent(hq)
    audit_buffer.flush(hq)
    first, second = entries(hq)
    facts = dict(first.detail)
    assert (first.subject, first.person, facts["read"], facts["times"]) == (
        "car-1", "officer-1", "4", "2"
    )  # fmt: skip
    assert (facts["first_at"], facts["by_unit"]) == (NOW.isoformat(), "Unit 12")
    assert first.at == NOW + timedelta(seconds=5)
    assert (second.subject, dict(second.detail)["by_device"]) == ("car-2", "car-2")
    assert waiting(hq) == 1
    assert check_own_chain(hq) is None


def test_what_waited_when_the_server_was_killed_is_an_entry_after_its_next_start(
    hq: Headquarters, clock: SetClock
) -> None:
    sent(hq, number=2)
    hq.close()
    clock.at += timedelta(days=3)
    again = open_headquarters(hq.settings, clock, os.urandom)
    audit_buffer.flush(again)
    (entry,) = entries(again)
    assert (dict(entry.detail)["read"], entry.at) == ("2", NOW)
    again.close()


def test_an_orderly_end_leaves_nothing_waiting(server: InProcessHq) -> None:
    with a_car(server.base_url) as car:
        car.send(an_item(a_read_message()))
    audit_buffer.flush_last(server.hq)
    assert (len(entries(server.hq)), waiting(server.hq)) == (1, 0)


def test_who_reads_the_audit_finds_what_a_car_did_just_now(server: InProcessHq) -> None:
    search = AuditSearch(NOW - timedelta(days=1), NOW + timedelta(days=1))
    with a_car(server.base_url) as car, at_desk(server, CUSTODIAN) as desk:
        car.send(an_item(a_read_message()))
        for which in (
            replace(search, device="car-1"),
            replace(search, person="officer-1"),
            replace(search, event="items:accepted"),
        ):
            answer = desk.ask(AuditRows, "audit", which)
            assert "hq:items:accepted" in {row.event for row in answer.rows}
            car.send(an_item(a_read_message()))
    checked_by_account(server.hq, CUSTODIAN)
    assert waiting(server.hq) == 0


def test_cars_at_once_lose_nothing_while_others_make_entries(hq: Headquarters) -> None:
    def act(number: int) -> None:
        if number % 5 == 0:
            audit_buffer.flush(hq, also_this_minute=True)
        audit_buffer.record_for_car(hq, GIVEN, (CAR, OTHER)[number % 2], str(number))

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(act, range(40)))
    audit_buffer.flush(hq, also_this_minute=True)
    found = entries(hq, GIVEN)
    given = [one for entry in found for one in dict(entry.detail)["returned_ids"].split()]
    assert sorted(map(int, given)) == list(range(40))
    assert check_own_chain(hq) is None


def test_no_batch_waits_for_the_end_of_the_chain_nor_for_another_car(hq: Headquarters) -> None:
    if not hq.database.is_server:
        pytest.skip("SQLite has one writer")
    with hq.database.writing() as connection:
        own_audit.hold_end(connection)
        with hq.writing() as other:
            act = act_at(other.now, GIVEN, "car-2", "officer-1")
            audit_buffer.append(other, OTHER, act)
            sender = threading.Thread(target=sent, args=(hq,))
            sender.start()
            sender.join()
    assert waiting(hq) == 2


def test_who_reads_the_audit_and_a_batch_that_makes_an_entry_never_wait_crosswise(
    hq: Headquarters,
) -> None:
    if not hq.database.is_server:
        pytest.skip("SQLite has one writer")
    sent(hq)
    reader = threading.Thread(
        target=audit_buffer.flush, args=(hq,), kwargs={"also_this_minute": True}
    )
    with hq.writing() as batch:
        own_audit.hold_end(batch.connection)
        reader.start()
        until(lambda: waits_for_a_lock(hq))
        audit_buffer.append(batch, CAR, act_at(batch.now, SENT, "car-1", "officer-1"))
    reader.join()
    assert waiting(hq) == 0
    assert sum(int(dict(entry.detail).get("times", "1")) for entry in entries(hq)) == 2


def waits_for_a_lock(hq: Headquarters) -> bool:
    asked = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    with hq.database.reading() as connection:
        return bool(connection.scalar(asked))


@pytest.mark.logs_warnings
@pytest.mark.parametrize(
    "change", [{"content": b"0" * 80}, {"lane": "car-9"}, {"minute": NOW - timedelta(days=1)}]
)
def test_what_was_changed_while_it_waited_is_recorded_as_a_break(
    hq: Headquarters, change: dict[str, object]
) -> None:
    sent(hq)
    with hq.database.writing() as connection:
        connection.execute(update(AUDIT_LANES).values(change))
    if "content" in change:
        sent(hq)
    audit_buffer.flush(hq, also_this_minute=True)
    (broken,) = entries(hq, AuditEvent.HQ_CHAIN_BROKEN)
    assert broken.subject == change.get("lane", "car-1")
    assert dict(broken.detail)["why"] == "what waited here for its entry was changed"
    assert (len(entries(hq)), waiting(hq)) == ("content" in change, 0)
    found = checked_by_account(hq, CUSTODIAN)
    (words,) = found.changed
    assert words.startswith(f"what {broken.subject} did in the minute from 20")
    assert words.endswith(f"was changed before entry {broken.sequence} recorded it")
    assert (found.is_whole, found.is_proven) == (True, False)


def test_the_doctor_says_since_when_nothing_of_the_cars_is_an_entry(
    hq: Headquarters, clock: SetClock
) -> None:
    sent(hq)
    clock.at += timedelta(minutes=9)
    assert doctor._audit(hq).ok
    clock.at += timedelta(minutes=3)
    line = doctor._audit(hq)
    assert not line.ok
    assert "no entry yet. Start hq serve." in line.words
