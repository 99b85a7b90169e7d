"""Rejections are counted by record across the agency, and told with what is known of them."""

from datetime import timedelta

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.wire.notices import RejectionMessage
from tests.hq.listening import Listener
from tests.hq.senders import a_disposition, a_record, an_answer

DATABASES = ["sqlite"]


def rejections(listener: Listener) -> list[RejectionMessage]:
    return [reported for reported in listener.hear() if isinstance(reported, RejectionMessage)]


def test_a_rejection_is_sent_to_every_car_its_own_included(hq: Headquarters) -> None:
    twelve, seven = Listener(hq, "car-12", "Unit 12"), Listener(hq, "car-7", "Unit 7")
    hit, _ = twelve.hit()
    twelve.send(a_disposition(hit, "misread"))
    (reported,) = rejections(seven)
    assert rejections(twelve) == [reported]
    assert (reported.rejection_id, reported.entry_id, reported.text, reported.state) == (
        hit.hit_id, "e1", "EXN2894", "NC",
    )  # fmt: skip
    assert (reported.cause, reported.by_status, reported.captured_at) == (
        "misread",
        False,
        hit.captured_at,
    )


def test_an_ending_that_is_no_rejection_is_not_sent(hq: Headquarters) -> None:
    twelve = Listener(hq, "car-12", "Unit 12")
    for ending in ("lost_sight", "duplicate", "unable_to_verify", "verified_no_stop"):
        hit, _ = twelve.hit()
        twelve.send(a_disposition(hit, ending))
    assert rejections(twelve) == []


def test_an_entry_that_matched_names_the_record_otherwise_all_are_meant(hq: Headquarters) -> None:
    twelve = Listener(hq, "car-12", "Unit 12")
    both = (a_record(), a_record(entry_id="e2", state="SC"))
    hit, _ = twelve.hit(records=both)
    facts = (("text", "EXN2894"), ("state", "SC"), ("outcome", "matched"))
    entry = an_answer(hit, AuditEvent.ENTRY_MADE.value, facts=facts)
    twelve.send(entry, a_disposition(hit, "vehicle_mismatch"))
    assert [reported.entry_id for reported in rejections(twelve)] == ["e2"]
    other, _ = twelve.hit(records=both)
    twelve.send(a_disposition(other, "misread"))
    assert {reported.entry_id for reported in rejections(twelve)} == {"e1", "e2"}


def test_a_status_reply_makes_it_cleared_by_status_in_every_car_that_was_notified(
    hq: Headquarters,
) -> None:
    twelve, seven = Listener(hq, "car-12", "Unit 12"), Listener(hq, "car-7", "Unit 7")
    mine, _ = twelve.hit()
    theirs, _ = seven.hit()
    facts = (("source", "dcin"), ("result", "cleared"))
    at = mine.raised_at + timedelta(seconds=9)
    twelve.send(an_answer(mine, AuditEvent.STATUS_STATED.value, at=at, facts=facts))
    twelve.send(a_disposition(mine, "cleared_or_stale"))
    seven.send(a_disposition(theirs, "wrong_state"))
    assert {(reported.cause, reported.by_status) for reported in rejections(twelve)} == {
        ("cleared_or_stale", True), ("wrong_state", True),
    }  # fmt: skip
