"""Person and device of a message are the session's: each attack of V1, over real HTTP."""

from dataclasses import replace
from datetime import timedelta

import pytest

from mdt_alpr.adapters.ed25519_signer import Ed25519Signer
from mdt_alpr.domain.people.provenance import AsideReason, SignInRecord, record_claim
from mdt_alpr.domain.retention.outbox import ItemKind
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.people import device_store
from mdt_alpr.hq.people.sample_agency import OFFICER, SECOND_OFFICER, SUPERVISOR
from mdt_alpr.hq.reads import captured, sightings
from mdt_alpr.wire.codec import encode
from mdt_alpr.wire.manual import EntryStep
from mdt_alpr.wire.messages import ItemMessage, SignInRecordMessage
from tests.builders import NOW, SetClock
from tests.hq.listening import a_relay
from tests.hq.manual import a_step, added, an_own_entry, audited, manual
from tests.hq.senders import (
    EARLIER,
    a_car,
    a_disposition,
    a_hit_message,
    a_read_message,
    an_id,
    an_item,
)
from tests.hq.two_cars import (
    EVIL_CAR,
    FALSE_KEY,
    KEY,
    VICTIM_CAR,
    a_keyed_car,
    cleared,
    notices,
    of_victim,
    reasons,
    send,
    signed_in,
    waiting,
)

DATABASES = ["sqlite"]


@pytest.mark.proved("V1a")
@pytest.mark.attack("V1a")
def test_nobody_is_a_car_whose_key_is_known_without_that_key(server: InProcessHq) -> None:
    with a_keyed_car(server, SECOND_OFFICER, VICTIM_CAR):
        for signer in (None, FALSE_KEY):
            answer = signed_in(server, OFFICER, VICTIM_CAR, signer=signer)
            assert (answer.status_code, answer.json()["number"]) == (403, 209)


@pytest.mark.proved("V1a")
@pytest.mark.attack("V1a")
def test_a_read_in_the_name_of_who_never_sat_there_is_set_aside_and_let_go(
    server: InProcessHq,
) -> None:
    read = of_victim(a_read_message())
    item = an_item(read)
    with a_car(server.base_url, OFFICER, EVIL_CAR) as evil:
        assert send(evil, EVIL_CAR, item) == ["accepted"]
        assert send(evil, EVIL_CAR, item) == ["known"]
    (aside,) = waiting(server)
    assert (aside.reason, aside.person_id) == (AsideReason.PERSON, SECOND_OFFICER)
    assert (aside.brought_by, aside.device) == (OFFICER, EVIL_CAR)
    with server.hq.reading() as work:
        assert captured.counts(work.connection)["reads"] == 0


@pytest.mark.proved("V1a")
@pytest.mark.attack("V1a")
def test_two_computers_of_one_name_without_a_key_are_an_alarm(server: InProcessHq) -> None:
    with (
        a_car(server.base_url, SECOND_OFFICER, VICTIM_CAR),
        a_car(server.base_url, OFFICER, VICTIM_CAR),
    ):
        (alarm,) = audited(server, "device:used_twice")
    assert (alarm.subject, alarm.person) == (VICTIM_CAR, OFFICER)


def test_a_handover_on_one_computer_ends_the_session_before(server: InProcessHq) -> None:
    with (
        a_keyed_car(server, SECOND_OFFICER, VICTIM_CAR) as before,
        a_keyed_car(server, OFFICER, VICTIM_CAR) as after,
    ):
        assert before.http.get("/v1/units").status_code == 401
        assert after.http.get("/v1/units").status_code == 200


def test_what_an_earlier_shift_left_in_the_outbox_counts(
    server: InProcessHq, clock: SetClock
) -> None:
    with a_keyed_car(server, SECOND_OFFICER, VICTIM_CAR):
        clock.pass_by(minutes=30)
    left = of_victim(a_read_message(captured_at=NOW + timedelta(minutes=20)))
    with a_keyed_car(server, OFFICER, VICTIM_CAR) as car:
        assert send(car, VICTIM_CAR, an_item(left)) == ["accepted"]
    assert waiting(server) == []


def test_what_was_made_without_a_link_counts_by_the_cars_own_signed_record(
    server: InProcessHq,
) -> None:
    record = SignInRecord(SECOND_OFFICER, EARLIER - timedelta(hours=1), signed_in=True)

    def reported(signer: Ed25519Signer) -> ItemMessage:
        key = signer.public_key
        signature = signer.sign(record_claim(VICTIM_CAR, key, record)).hex()
        message = SignInRecordMessage(
            VICTIM_CAR, record.person_id, record.at, record.signed_in, key, signature
        )
        return ItemMessage(an_id(), 1, ItemKind.SIGN_IN.value, EARLIER, encode(message))

    with a_keyed_car(server, OFFICER, VICTIM_CAR) as car:
        send(car, VICTIM_CAR, an_item(of_victim(a_read_message())), reported(FALSE_KEY))
        assert reasons(server) == [AsideReason.PERSON, AsideReason.UNKNOWN_KEY]
        send(car, VICTIM_CAR, reported(KEY))
    assert reasons(server) == [AsideReason.UNKNOWN_KEY]
    with server.hq.reading() as work:
        assert captured.counts(work.connection)["reads"] == 1


@pytest.mark.proved("V1b")
@pytest.mark.attack("V1b")
def test_nobody_makes_an_entry_in_another_officers_name(server: InProcessHq) -> None:
    with a_car(server.base_url, OFFICER, EVIL_CAR) as evil:
        send(evil, EVIL_CAR, added(an_own_entry(by=SECOND_OFFICER)))
        assert evil.http.get("/v1/hotlist").status_code == 204
    assert reasons(server) == [AsideReason.PERSON]


@pytest.mark.proved("V1c")
@pytest.mark.attack("V1c")
def test_nobody_removes_anothers_entry_by_its_makers_name(server: InProcessHq) -> None:
    entry = an_own_entry(by=SECOND_OFFICER)
    with (
        a_car(server.base_url, SECOND_OFFICER, VICTIM_CAR) as victim,
        a_car(server.base_url, OFFICER, EVIL_CAR) as evil,
    ):
        send(victim, VICTIM_CAR, added(entry))
        send(evil, EVIL_CAR, a_step(entry, EntryStep.REMOVED))
        send(evil, EVIL_CAR, a_step(entry, EntryStep.REMOVED, person_id=OFFICER))
        assert len(manual(victim)) == 1
    assert reasons(server) == [AsideReason.PERSON, AsideReason.NOT_ALLOWED]


@pytest.mark.proved("V1d")
@pytest.mark.attack("V1d")
def test_nobody_closes_the_case_of_anothers_entry(server: InProcessHq) -> None:
    entry = an_own_entry(by=SECOND_OFFICER)
    with (
        a_car(server.base_url, SECOND_OFFICER, VICTIM_CAR) as victim,
        a_car(server.base_url, OFFICER, EVIL_CAR) as evil,
    ):
        send(victim, VICTIM_CAR, added(entry))
        send(evil, EVIL_CAR, a_step(entry, EntryStep.CASE_CLOSED, person_id=OFFICER))
        (listed,) = manual(victim)
    assert listed.manual is not None
    assert not listed.manual.case_closed
    assert reasons(server) == [AsideReason.NOT_ALLOWED]


@pytest.mark.proved("V1e")
@pytest.mark.attack("V1e")
def test_a_forged_reply_shuts_no_other_cars_gate(server: InProcessHq) -> None:
    real = of_victim(a_hit_message())
    with (
        a_car(server.base_url, SECOND_OFFICER, VICTIM_CAR) as victim,
        a_car(server.base_url, OFFICER, EVIL_CAR) as evil,
    ):
        send(victim, VICTIM_CAR, an_item(real))
        invented = replace(a_hit_message(), person_id=SUPERVISOR)
        send(evil, EVIL_CAR, an_item(invented), cleared(invented))
        send(evil, EVIL_CAR, cleared(replace(real, person_id=OFFICER)))
        assert notices(victim).notices == ()
    assert set(reasons(server)) == {AsideReason.PERSON, AsideReason.OTHER_DEVICE}


@pytest.mark.proved("V1f")
@pytest.mark.attack("V1f")
def test_no_other_session_swallows_a_cars_notices(server: InProcessHq) -> None:
    hit = a_hit_message()
    with (
        a_car(server.base_url, OFFICER, EVIL_CAR) as other,
        a_car(server.base_url, SECOND_OFFICER, VICTIM_CAR) as victim,
        a_car(server.base_url, SUPERVISOR, VICTIM_CAR) as false,
    ):
        assert notices(victim).notices == ()
        send(other, EVIL_CAR, an_item(hit))
        send(victim, VICTIM_CAR, an_item(of_victim(a_hit_message())))
        send(other, EVIL_CAR, cleared(hit))
        for after in (1, 10, 2**40):
            notices(false, after)
        (reported,) = notices(victim).notices
        assert reported.kind == "contrary"
        assert notices(victim, reported.number).notices == ()


@pytest.mark.proved("V1g")
@pytest.mark.attack("V1g")
def test_nobody_ends_another_cars_hit(server: InProcessHq) -> None:
    hit = of_victim(a_hit_message())
    with (
        a_car(server.base_url, SECOND_OFFICER, VICTIM_CAR) as victim,
        a_car(server.base_url, OFFICER, EVIL_CAR) as evil,
    ):
        send(victim, VICTIM_CAR, an_item(hit))
        ending = replace(a_disposition(hit), person_id=OFFICER)
        send(evil, EVIL_CAR, an_item(ending))
    assert reasons(server) == [AsideReason.OTHER_DEVICE]
    with server.hq.reading() as work:
        sighting = sightings.sighting(work.connection, hit.hit_id)
        assert captured.dispositions(work.connection) == {}
    assert sighting is not None
    assert not sighting.closed


@pytest.mark.proved("V1h")
@pytest.mark.attack("V1h")
def test_relays_to_a_unit_do_not_come_to_who_only_says_that_it_is_it(server: InProcessHq) -> None:
    read = a_read_message()
    hit = a_hit_message(read)
    relay = a_relay(hit, read, "", to_unit="7")
    with (
        a_keyed_car(server, SECOND_OFFICER, VICTIM_CAR, "7") as victim,
        a_car(server.base_url, OFFICER, "car-12") as sender,
        a_car(server.base_url, SUPERVISOR, EVIL_CAR) as evil,
    ):
        notices(victim)
        notices(evil, unit="7")
        send(sender, "car-12", an_item(read), an_item(hit), an_item(relay))
        assert notices(evil, unit="7").notices == ()
        (reported,) = notices(victim).notices
        assert reported.kind == "relay"
        picture = f"/v1/relays/{relay.relay_id}/pictures/{'ab' * 32}"
        assert evil.http.get(picture).json()["number"] == 501
    (refused,) = {row.subject for row in audited(server, "unit:refused")}
    assert refused == EVIL_CAR
    with server.hq.reading() as work:
        (bound,) = device_store.units(work.connection)
    assert (bound.device, bound.unit) == (VICTIM_CAR, "7")


@pytest.mark.proved("V1i")
@pytest.mark.attack("V1i")
@pytest.mark.parametrize("revision", [1, 2**31 - 1])
def test_nobody_overwrites_another_cars_read(server: InProcessHq, revision: int) -> None:
    first = of_victim(a_read_message())
    false = replace(first, text="EVIL999", person_id=OFFICER, revision=revision)
    with (
        a_car(server.base_url, SECOND_OFFICER, VICTIM_CAR) as victim,
        a_car(server.base_url, OFFICER, EVIL_CAR) as evil,
    ):
        send(victim, VICTIM_CAR, an_item(first))
        send(evil, EVIL_CAR, an_item(false))
        send(victim, VICTIM_CAR, an_item(replace(false, person_id=SECOND_OFFICER, revision=2**30)))
        send(victim, VICTIM_CAR, an_item(replace(first, revision=2, text="EXN2895")))
    with server.hq.reading() as work:
        body = captured.read(work, EARLIER.date(), first.read_id)
    assert body is not None
    assert '"text":"EXN2895"' in body
    assert len(waiting(server)) == 2
