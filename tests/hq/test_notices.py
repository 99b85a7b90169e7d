"""Notices over HTTP: long polls, receipts, units on shift, relayed pictures, their end."""

import hashlib
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from mdt_alpr.adapters.hq_link.http_link import HttpLink, open_client
from mdt_alpr.adapters.hq_link.http_notices import HttpNotices
from mdt_alpr.domain.audit.audit import AuditEntry, AuditEvent
from mdt_alpr.domain.audit.lanes import RETURNED
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.audit import audit_buffer
from mdt_alpr.hq.audit import store as own_audit
from mdt_alpr.hq.base.headquarters import Headquarters, Work
from mdt_alpr.hq.hits import notice_store as notices
from mdt_alpr.hq.keeping import purge
from mdt_alpr.hq.people import device_store, sample_agency
from mdt_alpr.hq.reads import sightings
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.notices import NoticeMessage, NoticesMessage, RejectionMessage, UnitsMessage
from tests.builders import SetClock
from tests.hq.listening import Listener, a_relay
from tests.hq.senders import (
    JPEG,
    PASSWORD,
    Car,
    a_batch,
    a_car,
    a_disposition,
    a_hit_message,
    a_picture_message,
    a_read_message,
    an_item,
)


@pytest.fixture
def car(server: InProcessHq) -> Iterator[Car]:
    with a_car(server.base_url) as found:
        yield found


@pytest.fixture
def other(server: InProcessHq) -> Iterator[Car]:
    with a_car(server.base_url, sample_agency.SECOND_OFFICER, "car-7") as found:
        yield found


def received(
    car: Car, after: int = 0, wait: float = 0, unit: str = ""
) -> tuple[NoticeMessage, ...]:
    answer = car.http.get(
        "/v1/notices", params={"after": after, "wait": wait, "unit": unit}, timeout=30
    )
    assert answer.status_code == 200, answer.text
    return decode(NoticesMessage, answer.content).notices


def test_a_car_that_waits_is_answered_when_a_relay_comes(car: Car, other: Car) -> None:
    received(other, unit="Unit 7")
    read = a_read_message()
    hit = a_hit_message(read)
    came: list[tuple[NoticeMessage, ...]] = []
    waiting = threading.Thread(target=lambda: came.append(received(other, wait=25, unit="Unit 7")))
    waiting.start()
    car.send(an_item(read), an_item(hit))
    car.send(an_item(a_relay(hit, read, "car-7")))
    waiting.join(timeout=20)
    ((notice,),) = came
    assert (notice.number, notice.kind) == (1, "relay")
    assert received(other, after=0)[0] == notice
    assert received(other, after=1) == ()


def test_the_end_of_the_server_ends_the_wait(server: InProcessHq, car: Car) -> None:
    came: list[tuple[NoticeMessage, ...]] = []
    began = threading.Event()
    listen = server.hq.notifier.listening

    def noted(device: str) -> object:
        began.set()
        return listen(device)

    server.hq.notifier.listening = noted  # type: ignore[assignment,method-assign]
    waiting = threading.Thread(target=lambda: came.append(received(car, wait=25)))
    waiting.start()
    assert began.wait(timeout=20)
    server.hq.notifier.end()
    waiting.join(timeout=20)
    assert came == [()]


@pytest.mark.parametrize(
    "asked", ["after=-1", "after=x", "wait=-1", "unit=" + "x" * 65, "list=-2"]
)
def test_a_question_out_of_range_is_refused(car: Car, asked: str) -> None:
    assert car.http.get(f"/v1/notices?{asked}").status_code == 400


def test_no_car_uses_up_the_numbers_by_which_others_notify_it(car: Car, other: Car) -> None:
    received(other, unit="Unit 7")
    for after in (2**60 - 1, 2**61, 2**62 - 2, 2**62 - 1):
        other.http.get("/v1/notices", params={"after": after})
    for _ in range(4):
        read = a_read_message()
        hit = a_hit_message(read)
        car.send(an_item(read), an_item(hit))
        assert car.send(an_item(a_relay(hit, read, "car-7"))) == ["accepted"]
    assert [each.number - 2**60 for each in received(other)] == [0, 1, 2, 3]


def test_only_who_operates_a_car_may_ask(server: InProcessHq) -> None:
    with a_car(server.base_url, sample_agency.CUSTODIAN) as custodian:
        assert custodian.http.get("/v1/notices").status_code == 403
        assert custodian.http.get("/v1/units").status_code == 403
    with Car(server.base_url) as nobody:
        assert nobody.http.get("/v1/notices").status_code == 401


def test_units_on_shift_are_the_other_cars_with_somebody_signed_in(
    server: InProcessHq, clock: SetClock, car: Car, other: Car
) -> None:
    def units() -> list[tuple[str, str, str]]:
        found = decode(UnitsMessage, car.http.get("/v1/units").content).units
        return [(u.unit, u.device, u.name) for u in found]

    received(car, unit="Unit 12")
    assert units() == []
    received(other, unit="Unit 7")
    ((unit, device, name),) = units()
    assert (unit, device) == ("Unit 7", "car-7")
    assert name
    assert other.http.delete("/v1/sessions/current").status_code == 204
    assert units() == []
    with a_car(server.base_url, sample_agency.SECOND_OFFICER, "car-7") as again:
        received(again, unit="Unit 7")
    assert units() == [(unit, device, name)]
    clock.pass_by(hours=12)
    with a_car(server.base_url) as next_shift:
        found = decode(UnitsMessage, next_shift.http.get("/v1/units").content).units
    assert found == ()


def test_a_unit_whose_car_asks_no_more_since_its_sign_in_is_offered_nothing(
    server: InProcessHq, clock: SetClock, car: Car, other: Car
) -> None:
    def units() -> list[str]:
        found = decode(UnitsMessage, car.http.get("/v1/units").content).units
        return [unit.unit for unit in found]

    received(other, unit="Unit 7")
    assert units() == ["Unit 7"]
    clock.pass_by(hours=1)
    with a_car(server.base_url, sample_agency.SECOND_OFFICER, "car-7") as in_trial:
        assert units() == []
        received(in_trial, unit="Unit 7")
        assert units() == ["Unit 7"]


def test_units_that_a_car_knows_are_not_sent_again(
    server: InProcessHq, clock: SetClock, car: Car, other: Car
) -> None:
    received(other, unit="Unit 7")
    first = car.http.get("/v1/units")
    known = {"If-None-Match": first.headers["ETag"]}
    clock.pass_by(minutes=1)
    received(other, unit="Unit 7")
    again = car.http.get("/v1/units", headers=known)
    assert (again.status_code, again.content) == (304, b"")
    with a_car(server.base_url) as next_session:
        assert next_session.http.get("/v1/units", headers=known).status_code == 304
    audit_buffer.flush(server.hq, also_this_minute=True)
    with server.hq.reading() as work:
        viewed = recorded(work, AuditEvent.HQ_UNITS_VIEWED)
    assert len(viewed) == 2, "a session that is told nothing new has seen them, too"
    assert other.http.delete("/v1/sessions/current").status_code == 204
    changed = car.http.get("/v1/units", headers=known)
    assert decode(UnitsMessage, changed.content).units == ()


def test_a_car_goes_on_with_the_units_that_it_knows(
    server: InProcessHq, clock: SetClock, other: Car
) -> None:
    client = open_client(server.base_url)
    answers: list[int] = []
    client.event_hooks["response"].append(lambda answer: answers.append(answer.status_code))
    link = HttpNotices(client, clock, "car-1")
    session = HttpLink(client, clock, "car-1").sign_in(sample_agency.OFFICER, PASSWORD)
    received(other, unit="Unit 7")
    answers.clear()
    assert [unit.unit for unit in link.units(session)] == ["Unit 7"]
    assert [unit.unit for unit in link.units(session)] == ["Unit 7"]
    assert other.http.delete("/v1/sessions/current").status_code == 204
    assert link.units(session) == ()
    assert answers == [200, 304, 200]
    link.close()


def test_a_relayed_picture_goes_to_its_car_only_and_is_recorded(
    server: InProcessHq, car: Car, other: Car
) -> None:
    received(other, unit="Unit 7")
    digest = hashlib.sha256(JPEG).hexdigest()
    read = a_read_message(crop_digest=digest)
    hit = a_hit_message(read)
    relay = a_relay(hit, read, "car-7")
    car.send(an_item(read), an_item(hit), an_item(relay))
    address = f"/v1/relays/{relay.relay_id}/pictures/{digest}"
    assert other.http.get(address).status_code == 404
    car.send(an_item(a_picture_message(read, digest)))
    assert car.http.put(f"/v1/pictures/{digest}", content=JPEG).status_code == 204
    given = other.http.get(address)
    assert (given.status_code, given.content[:3], JPEG in given.content) == (200, JPEG[:3], False)
    assert car.http.get(address).status_code == 404
    assert other.http.get(f"/v1/relays/{relay.relay_id}/pictures/{'0' * 64}").status_code == 404
    with server.hq.reading() as work:
        viewed = recorded(work, AuditEvent.HQ_PICTURE_VIEWED)
    assert [(e.person, e.detail[0], dict(e.detail)["by_device"]) for e in viewed] == [
        (sample_agency.SECOND_OFFICER, ("hit", relay.relay_id), "car-7")
    ]
    shown = dict(viewed[0].detail)[RETURNED].split()
    assert set(shown) == {relay.relay_id, hit.hit_id, read.read_id, digest}, "found by each"


def recorded(work: Work, event: AuditEvent) -> list[AuditEntry]:
    last = own_audit.last_sequence(work.connection)
    return own_audit.found(work.connection, own_audit.Which(event=event), (0, last), 100)


def test_a_supervisor_ends_a_twin_memory_and_an_officer_may_not(
    server: InProcessHq, car: Car, other: Car
) -> None:
    received(other, unit="Unit 7")
    hit = a_hit_message()
    car.send(an_item(hit), an_item(a_disposition(hit, "wrong_state")))
    (notice_given,) = received(other)
    rejection = decode(RejectionMessage, notice_given.body)
    assert (rejection.cause, rejection.ended) == ("wrong_state", False)
    address, why = "/v1/twin-memory/e1/end", {"why": "The record was corrected"}
    assert other.http.post(address, json=why).status_code == 403
    with a_car(server.base_url, sample_agency.SUPERVISOR, "desk") as supervisor:
        assert supervisor.http.post(address, json=why).status_code == 204
        assert supervisor.http.post(address, json=why).status_code == 404
    (ended,) = received(other, after=notice_given.number)
    assert decode(RejectionMessage, ended.body).ended
    with server.hq.reading() as work:
        ended_by = [entry.person for entry in recorded(work, AuditEvent.HQ_TWIN_ENDED)]
    assert ended_by == [sample_agency.SUPERVISOR]


def test_a_new_car_gets_every_rejection_once(hq: Headquarters) -> None:
    twelve = Listener(hq, "car-12", "Unit 12")
    first, _ = twelve.hit()
    second, _ = twelve.hit()
    twelve.send(a_disposition(first, "misread"), a_disposition(second, "misread"))
    late = Listener(hq, "car-40", "Unit 40")
    assert late.number == 2
    both = {first.hit_id, second.hit_id}
    assert {r.rejection_id for r in twelve.hear()} == both
    late.number = 0
    assert {r.rejection_id for r in late.hear()} == both
    assert late.hear() == []


def test_numbers_go_on_above_those_that_a_car_knows(hq: Headquarters) -> None:
    seven = Listener(hq, "car-7", "Unit 7")
    seven.number = 50
    seven.hear()
    twelve = Listener(hq, "car-12", "Unit 12")
    hit, read = twelve.hit()
    relay = a_relay(hit, read, "car-7")
    twelve.send(relay)
    assert seven.hear() == [relay]
    assert seven.number > 50


def test_nothing_of_it_outlives_90_days_from_capture(hq: Headquarters) -> None:
    twelve, seven = Listener(hq, "car-12", "Unit 12"), Listener(hq, "car-7", "Unit 7")
    hit, read = twelve.hit()
    twelve.send(a_relay(hit, read, "car-7"), a_disposition(hit, "wrong_entry"))
    ends = hit.captured_at + timedelta(days=90)
    purge.purge(hq, ends - timedelta(microseconds=1))
    with hq.reading() as work:
        assert notices.waiting(work, "car-7", 0, 9)
        assert sightings.rejections(work)
    erased = purge.purge(hq, ends)
    assert erased["sightings"] == 2
    assert erased["rejections"] == 1
    assert erased["refutations"] == 1
    assert erased["refuted_records"] == 1
    with hq.reading() as work:
        assert notices.waiting(work, "car-7", 0, 9) == []
        assert sightings.rejections(work) == []
    assert seven.hear() == []


def test_a_session_that_ends_while_it_waits_gets_nothing(
    server: InProcessHq, car: Car, other: Car
) -> None:
    came: list[tuple[NoticeMessage, ...]] = []
    began = threading.Event()
    listen = server.hq.notifier.listening

    def noted(device: str) -> object:
        began.set()
        return listen(device)

    server.hq.notifier.listening = noted  # type: ignore[assignment,method-assign]
    waiting = threading.Thread(target=lambda: came.append(received(other, wait=25, unit="Unit 7")))
    waiting.start()
    assert began.wait(timeout=20)
    with a_car(server.base_url, sample_agency.SECOND_OFFICER, "car-7") as same:
        token = other.http.headers["Authorization"]
        ended = same.http.delete("/v1/sessions/current", headers={"Authorization": token})
        assert ended.status_code == 204
    read = a_read_message()
    hit = a_hit_message(read)
    car.send(an_item(read), an_item(hit), an_item(a_relay(hit, read, "car-7")))
    waiting.join(timeout=20)
    assert came == [()]


@pytest.mark.proved("V33")
def test_what_a_car_says_of_another_cars_hit_warns_nobody(
    server: InProcessHq, car: Car, other: Car
) -> None:
    read = a_read_message()
    hit = a_hit_message(read)
    car.send(an_item(read), an_item(hit))
    own = a_disposition(hit)
    said = replace(own, person_id=sample_agency.SECOND_OFFICER)
    assert other.post(a_batch(an_item(said), device="car-7")).status_code == 200
    with server.hq.reading() as work:
        assert sightings.refutations_of(work.connection, [hit.hit_id]) == []
    car.send(an_item(own))
    with server.hq.reading() as work:
        assert len(sightings.refutations_of(work.connection, [hit.hit_id])) == 1


@pytest.mark.proved("V33")
def test_a_no_names_the_unit_that_the_car_is_bound_to_and_never_the_one_it_claims(
    server: InProcessHq, car: Car
) -> None:
    read = a_read_message()
    hit = replace(a_hit_message(read), unit="Chief")
    car.send(an_item(read), an_item(hit))
    with server.hq.writing() as work:
        sighting = sightings.sighting(work.connection, hit.hit_id)
        assert sighting is not None
        assert sighting.unit == (
            device_store.unit_of(work.connection, sighting.device) or sighting.device
        )
        assert sighting.unit != "Chief"
