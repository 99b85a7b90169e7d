import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest

from mdt_alpr.domain.audit.audit import AuditEvent, audit_entry
from mdt_alpr.domain.hit.disposition import Closing, Disposition, Stopped
from mdt_alpr.domain.hit.gate import gate
from mdt_alpr.domain.hit.trace import StopGate, Trace
from mdt_alpr.domain.policy import PROFILE
from mdt_alpr.domain.reading.reading import Character
from mdt_alpr.patrol import outgoing
from mdt_alpr.wire.codec import decode, encode
from mdt_alpr.wire.messages import HitMessage, ReadMessage
from tests.builders import NOW, a_hit, a_read, an_entry


def test_a_read_names_its_pictures_by_digest_and_keeps_every_alternative() -> None:
    read = replace(
        a_read(), characters=(Character("E", 0.9, (("F", 0.08),)),), disputed=(0,), revision=2
    )
    message = outgoing.read_message(read, "4312", "kdavis", "1.0")
    assert message.crop_digest == hashlib.sha256(read.crop).hexdigest()
    assert message.characters[0].alternatives == (("F", 0.08),)
    assert (message.unit, message.person_id, message.software) == ("4312", "kdavis", "1.0")
    assert (message.revision, message.disputed) == (2, (0,))
    assert decode(ReadMessage, encode(message)) == message


def test_a_read_without_pictures_announces_none() -> None:
    read = replace(a_read(), crop=b"", context=b"")
    assert outgoing.read_message(read, "4312", "", "1.0").crop_digest == ""
    assert outgoing.picture_messages(read) == ()


def test_pictures_are_announced_with_their_size_plate_first() -> None:
    crop, context = outgoing.picture_messages(a_read(crop=b"xx", context=b"yyyy"))
    assert (crop.what, crop.size) == ("crop", 2)
    assert (context.what, context.size) == ("context", 4)
    assert crop.captured_at == NOW


def test_a_hit_carries_every_record_and_how_honestly_it_matches() -> None:
    hit = a_hit(a_read("EXN2894"), an_entry("EXN2894", "NC"), an_entry("EXN289A", "VA", nic="V1"))
    message = outgoing.hit_message(hit, "4312", "kdavis")
    assert [(r.text, r.state, r.match_class) for r in message.records] == [
        ("EXN2894", "NC", "state_not_confirmed"),
        ("EXN289A", "VA", "look_alike"),
    ]
    assert message.records[1].position == 6
    assert message.records[1].nic == "V1"


def test_read_and_hit_name_the_policy_profile_that_the_car_ran() -> None:
    read = outgoing.read_message(a_read(), "4312", "kdavis", "1.0")
    hit = outgoing.hit_message(a_hit(), "4312", "kdavis")
    assert (read.profile, hit.profile) == (PROFILE.digest, PROFILE.digest)
    for message, kind in ((read, ReadMessage), (hit, HitMessage)):
        of_before = encode(message).replace(f',"profile":"{PROFILE.digest}"', "")
        assert decode(kind, of_before) == replace(message, profile=""), "an older car says none"


def test_an_answer_carries_its_facts_in_order_and_the_state_it_left() -> None:
    facts = (("text", "EXN2894"), ("state", "NC"))
    message = outgoing.answer_message(a_hit(), AuditEvent.ENTRY_MADE, NOW, "kdavis", facts)
    assert message.step == "officer:hit:entered"
    assert message.state == "raised"
    assert message.facts == facts


def test_a_stop_carries_the_checks_as_they_stood() -> None:
    held = gate(a_hit(), NOW, officer=a_hit().officer, open_hit_id=a_hit().hit_id)
    checks = tuple((check.value, running_service.value) for check, running_service in held.checks)
    trace = Trace(stop_gate=StopGate(held.form.value, checks))
    hit = replace(a_hit(), stop_at=NOW + timedelta(seconds=9), trace=trace)
    message = outgoing.stop_message(hit, "kdavis")
    assert message.at == hit.stop_at
    assert [check for check, _ in message.checks] == [
        "plate", "state", "vehicle", "status", "dcin",
    ]  # fmt: skip
    assert dict(message.checks)["plate"] == "open"


def test_a_disposition_says_how_the_hit_ended() -> None:
    closing = Closing(Disposition.MISREAD, NOW, stopped=Stopped.NO, event_number="26-17")
    message = outgoing.disposition_message(replace(a_hit(), closing=closing), "kdavis")
    assert (message.disposition, message.stopped, message.outcome) == ("misread", "no", None)
    assert message.event_number == "26-17"


def test_what_did_not_happen_cannot_be_reported() -> None:
    hit = a_hit()
    with pytest.raises(ValueError, match="stop"):
        outgoing.stop_message(hit, "kdavis")
    with pytest.raises(ValueError, match="ended"):
        outgoing.disposition_message(hit, "kdavis")


def test_an_audit_entry_travels_unchanged() -> None:
    entry = audit_entry(
        None,
        at=NOW,
        device="car-1",
        person="kdavis",
        event=AuditEvent.HIT_OPENED,
        subject="h1",
        detail=(("a", "b"),),
    )
    message = outgoing.audit_message(entry)
    assert (message.digest, message.previous, message.detail) == (
        entry.digest, entry.previous, entry.detail,
    )  # fmt: skip
    assert message.event == "officer:hit:opened"
