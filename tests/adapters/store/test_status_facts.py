"""A hit comes back from its facts with every question, reply, stop and confirmation."""

from dataclasses import replace
from datetime import timedelta

from mdt_alpr.adapters.store.kept_data import hit_of, hit_text
from mdt_alpr.domain.hit import gateway, verification
from mdt_alpr.domain.hit.confirmation import (
    AgencyReply,
    ConfirmationReply,
    ConfirmationRequest,
    Urgency,
)
from mdt_alpr.domain.hit.disposition import RecordedStop, StopReason
from mdt_alpr.domain.hit.hit import Hit
from mdt_alpr.domain.hit.status_query import (
    GatewayResult,
    GatewaySource,
    StatusAnswer,
    StatusReply,
    StatusResult,
    StatusSource,
)
from mdt_alpr.domain.hit.verification import state_status
from tests.builders import NOW, OFFICER
from tests.compared_hits import RECORD, compared

LATER = NOW + timedelta(minutes=1)


def full() -> Hit:
    hit = gateway.ask(compared(replace(OFFICER, training=True)), "q1", NOW)
    answer = StatusAnswer(
        "q1", "EXN2894", "NC", RECORD.entry_id, RECORD.nic, GatewayResult.ACTIVE,
        GatewaySource.DCIN, "SWITCH1", NOW, simulated=True,
    )  # fmt: skip
    hit = gateway.ask(gateway.apply_answer(hit, answer, NOW), "q2", LATER)
    hit = gateway.ask(gateway.not_reached(hit, "q2", "No link.", LATER), "q3", LATER)
    radio = StatusReply(StatusSource.COMMUNICATIONS, StatusResult.ACTIVE, LATER, "417", NOW)
    hit = state_status(hit, radio)
    stop = RecordedStop(StopReason.NO_TIME, NOW, LATER, force_used=True)
    hit = verification.record_stop(hit, stop)
    request = ConfirmationRequest(1, Urgency.URGENT, "26-1", RECORD.nic, NOW)
    hit = verification.request_confirmation(hit, request)
    later = ConfirmationReply(AgencyReply.LATER, LATER, LATER + timedelta(hours=1))
    hit = verification.answer_confirmation(hit, later)
    return verification.answer_confirmation(hit, ConfirmationReply(AgencyReply.CONFIRMED, LATER))


def test_every_fact_comes_back() -> None:
    hit = full()
    pictures = {"": b""}
    back = hit_of(hit_text(hit), lambda digest: pictures.get(digest, b""))
    blank = replace(hit.read, crop=b"", context=b"")
    assert replace(back, read=blank) == replace(hit, read=blank)
