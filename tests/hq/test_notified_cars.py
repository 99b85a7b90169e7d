"""Who hears of a relay and of a "no", and who must not (VER-05, VER-06, D9)."""

from datetime import timedelta
from typing import Any

import pytest

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.wire.messages import AnswerMessage, HitMessage
from mdt_alpr.wire.notices import ContraryMessage, NotPassedMessage, RelayMessage
from tests.hq.listening import Listener, a_relay
from tests.hq.senders import a_disposition, a_record, an_answer

MINUTE = timedelta(minutes=1)


def entered(hit: HitMessage, text: str = "EXN2894", state: str = "NC") -> AnswerMessage:
    facts = (("text", text), ("state", state), ("outcome", "matched"))
    return an_answer(hit, AuditEvent.ENTRY_MADE.value, facts=facts)


def replied(hit: HitMessage, result: str = "not_this_plate", **fields: Any) -> AnswerMessage:
    facts = (("source", "communications"), ("result", result), ("dispatcher", "417"))
    return an_answer(hit, AuditEvent.STATUS_STATED.value, facts=facts, **fields)


@pytest.fixture
def cars(hq: Headquarters) -> tuple[Listener, Listener, Listener]:
    return (
        Listener(hq, "car-12", "Unit 12"),
        Listener(hq, "car-7", "Unit 7"),
        Listener(hq, "car-9", "Unit 9"),
    )


Cars = tuple[Listener, Listener, Listener]


def relayed(sender: Listener, to: Listener) -> tuple[HitMessage, RelayMessage]:
    hit, read = sender.hit()
    relay = a_relay(hit, read, to.device)
    sender.send(relay)
    return hit, relay


def test_a_relay_reaches_its_car_and_no_other(cars: Cars) -> None:
    twelve, seven, nine = cars
    _, relay = relayed(twelve, seven)
    assert seven.hear() == [relay]
    assert seven.hear() == []
    assert nine.hear() == twelve.hear() == []


def test_an_answer_that_was_lost_is_given_again(cars: Cars) -> None:
    twelve, seven, _ = cars
    _, relay = relayed(twelve, seven)
    assert seven.hear(acknowledge=False) == seven.hear(acknowledge=False) == [relay]


def test_a_typed_unit_is_found_in_any_case_and_the_sender_notified_if_not(cars: Cars) -> None:
    twelve, seven, _ = cars
    hit, read = twelve.hit()
    typed = a_relay(hit, read, "", to_unit="unit 7")
    twelve.send(typed)
    assert seven.hear() == [typed]
    twelve.send(a_relay(hit, read, "", to_unit="Unit 99"))
    assert twelve.hear() == [NotPassedMessage(hit.hit_id, "Unit 99")]
    twelve.send(a_relay(hit, read, "car-12", to_unit="Unit 12"))
    assert twelve.hear() == [NotPassedMessage(hit.hit_id, "Unit 12")]


def test_nobody_passes_on_anothers_hit(cars: Cars) -> None:
    twelve, seven, nine = cars
    hit, read = twelve.hit()
    nine.send(a_relay(hit, read, seven.device))
    assert seven.hear() == []
    assert [type(reported) for reported in nine.hear()] == [NotPassedMessage]


def test_a_hit_is_not_passed_back_or_twice(cars: Cars) -> None:
    twelve, seven, nine = cars
    hit, relay = relayed(twelve, seven)
    seven.hear()
    as_hit = HitMessage(
        relay.relay_id, hit.read_id, seven.unit, hit.person_id, hit.captured_at, relay.at, 1,
        hit.list_compiled_at, None, hit.records,
    )  # fmt: skip
    seven.send(as_hit)
    seven.send(a_relay(as_hit, relay.read, twelve.device))
    twelve.send(a_relay(hit, relay.read, seven.device))
    assert twelve.hear() == seven.hear() == []
    onward = a_relay(as_hit, relay.read, nine.device)
    seven.send(onward)
    assert nine.hear() == [onward]


def test_a_status_reply_goes_to_relays_in_both_directions_and_to_all_hits_on_the_record(
    cars: Cars,
) -> None:
    twelve, seven, nine = cars
    hit, relay = relayed(twelve, seven)
    own, _ = nine.hit()
    seven.hear()
    twelve.send(entered(hit), replied(hit))
    source = "Unit 12, Communications"
    assert [(t.hit_id, t.kind, t.source) for t in seven.contraries()] == [
        (relay.relay_id, "not_this_plate", source)
    ]
    assert [(t.hit_id, t.source) for t in nine.contraries()] == [(own.hit_id, source)]
    assert twelve.contraries() == []


def test_a_reply_that_the_receiver_gets_goes_back_to_the_sender(cars: Cars) -> None:
    twelve, seven, _ = cars
    hit, relay = relayed(twelve, seven)
    as_hit = AnswerMessage(
        relay.relay_id, hit.captured_at, AuditEvent.STATUS_STATED.value, relay.at + MINUTE,
        "officer-1", "contrary", (("source", "mdt"), ("result", "cleared")),
    )  # fmt: skip
    seven.send(as_hit)
    (reported,) = twelve.contraries()
    assert (reported.hit_id, reported.kind, reported.source) == (
        hit.hit_id,
        "status_cleared",
        "Unit 7, MDT",
    )


@pytest.mark.parametrize("ending", ["misread", "wrong_state", "vehicle_mismatch", "wrong_person"])
def test_a_no_to_the_sighting_spares_another_cars_own_read(cars: Cars, ending: str) -> None:
    twelve, seven, nine = cars
    hit, relay = relayed(twelve, seven)
    nine.hit()
    seven.hear()
    twelve.send(a_disposition(hit, ending))
    assert [reported.hit_id for reported in seven.contraries()] == [relay.relay_id]
    assert nine.contraries() == []


@pytest.mark.parametrize("ending", ["cleared_or_stale", "wrong_entry"])
def test_an_ending_about_the_record_reaches_every_hit_on_it(cars: Cars, ending: str) -> None:
    twelve, _, nine = cars
    hit, _ = twelve.hit()
    own, _ = nine.hit()
    twelve.send(a_disposition(hit, ending))
    assert [reported.hit_id for reported in nine.contraries()] == [own.hit_id]


@pytest.mark.parametrize("ending", ["duplicate", "lost_sight", "unable_to_verify"])
def test_an_ending_that_rejects_nothing_reaches_nobody(cars: Cars, ending: str) -> None:
    twelve, seven, _ = cars
    hit, _ = relayed(twelve, seven)
    seven.hear()
    twelve.send(a_disposition(hit, ending))
    assert seven.hear() == []


def test_an_entry_that_differed_twice_goes_down_the_line_only(cars: Cars) -> None:
    twelve, seven, nine = cars
    hit, relay = relayed(twelve, seven)
    seven.hear()
    middle = HitMessage(
        relay.relay_id, hit.read_id, seven.unit, hit.person_id, hit.captured_at, relay.at, 1,
        hit.list_compiled_at, None, hit.records,
    )  # fmt: skip
    onward = a_relay(middle, relay.read, nine.device)
    seven.send(middle, onward)
    nine.hear()
    facts = (("text", "EXN2895"), ("state", "NC"), ("outcome", "differed"))
    seven.send(
        AnswerMessage(
            relay.relay_id, hit.captured_at, AuditEvent.ENTRY_MADE.value, relay.at + MINUTE,
            "officer-1", "unmatched", facts,
        )
    )  # fmt: skip
    assert [reported.hit_id for reported in nine.contraries()] == [onward.relay_id]
    assert twelve.contraries() == []


def test_a_reply_for_one_states_plate_spares_hits_on_anothers(cars: Cars) -> None:
    twelve, _, nine = cars
    both = (a_record(), a_record(entry_id="e2", state="SC"))
    hit, _ = twelve.hit(records=both)
    south, _ = nine.hit(records=(a_record(entry_id="e2", state="SC"),))
    twelve.send(entered(hit, state="NC"), replied(hit, "cleared"))
    assert nine.contraries() == []
    again, _ = twelve.hit(records=both)
    twelve.send(entered(again, state="SC"), replied(again, "cleared"))
    assert [reported.hit_id for reported in nine.contraries()] == [south.hit_id]


def test_a_car_whose_hit_or_relay_comes_late_is_notified_at_contact(cars: Cars) -> None:
    twelve, seven, nine = cars
    hit, read = twelve.hit()
    twelve.send(entered(hit), replied(hit, "cleared"))
    own, _ = nine.hit()
    assert [reported.hit_id for reported in nine.contraries()] == [own.hit_id]
    relay = a_relay(hit, read, seven.device)
    twelve.send(relay)
    reported = seven.hear()
    assert [type(one) for one in reported] == [RelayMessage, ContraryMessage]


def test_an_old_no_does_not_speak_to_a_new_hit(cars: Cars) -> None:
    twelve, _, nine = cars
    hit, _ = twelve.hit()
    long_before = hit.raised_at - timedelta(minutes=11)
    twelve.send(replied(hit, "cleared", at=long_before))
    nine.hit()
    assert nine.contraries() == []


def test_a_closed_hit_and_one_that_was_notified_are_left_alone(cars: Cars) -> None:
    twelve, seven, nine = cars
    hit, _ = twelve.hit()
    own, _ = nine.hit()
    open_one, _ = seven.hit()
    nine.send(a_disposition(own, "lost_sight"))
    twelve.send(replied(hit, "cleared"))
    assert nine.contraries() == []
    assert [reported.hit_id for reported in seven.contraries()] == [open_one.hit_id]
    seven.send(a_disposition(open_one, "cleared_or_stale"))
    twelve.send(replied(hit, "not_this_plate"))
    assert seven.contraries() == twelve.contraries() == []


def test_what_headquarters_sent_is_not_sent_again(cars: Cars) -> None:
    twelve, seven, nine = cars
    hit, _ = twelve.hit()
    seven.hit()
    facts = (("kind", "status_cleared"), ("source", "Unit 3, MDT"), ("notice", "4"))
    twelve.send(an_answer(hit, AuditEvent.CONTRARY_FACT.value, facts=facts))
    assert seven.contraries() == nine.contraries() == []
