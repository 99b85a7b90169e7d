"""Nobody keeps, ends or lets out alone what a hold covers (ACC-12, PRS-04, PRS-05, PRS-08)."""

import base64
import os
from dataclasses import replace

import pytest

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.policy import CANCELED_HOLD_STAYS_FOR, capture_date
from mdt_alpr.domain.retention.holds import HoldChannel, HoldRefusedError, HoldState, NotaryOffice
from mdt_alpr.domain.retention.outbox import ItemKind
from mdt_alpr.hq.base.headquarters import Headquarters, RefusedError
from mdt_alpr.hq.holds import car_sync, expiry, held_data, service, store
from mdt_alpr.hq.intake.service import accept
from mdt_alpr.hq.keeping.purge import purge, purge_watched
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN, OFFICER
from mdt_alpr.wire.codec import encode
from mdt_alpr.wire.holds import (
    HeldItemMessage,
    HoldAct,
    HoldActRequest,
    HoldRequest,
    KnownHolds,
    NotaryRequest,
    OathRequest,
    PaperKind,
)
from mdt_alpr.wire.messages import ItemMessage
from mdt_alpr.wire.problems import Problem
from tests.builders import NOW, SetClock
from tests.holds import WHY, a_form
from tests.hq.holding import (
    DAY,
    DIGEST,
    WHOLE,
    a_scope,
    a_warrant_of,
    attached,
    caller,
    confirmed,
    days_pass,
    filed,
    held,
    seen,
    state,
    sworn,
)
from tests.hq.letting import given
from tests.hq.senders import JPEG, a_batch, an_id, outcomes
from tests.hq.test_evidence import audited

DATABASES = ["sqlite"]
CANCEL = HoldActRequest(HoldAct.CANCEL, WHY)


def timeline(hq: Headquarters, number: int) -> list[str]:
    with hq.reading() as work:
        kept = store.find(work, number)
        assert kept is not None
        return [f"{row['step'].value}: {words}" for row, words in store.steps(work, kept.hold_id)]


@pytest.mark.proved("A4")
@pytest.mark.proved("PRS-05")
@pytest.mark.proved("PRS-10")
@pytest.mark.clause("8.C.1")
@pytest.mark.clause("8.D")
def test_by_a_warrant_that_one_person_typed_everything_is_held_and_nothing_leaves(
    hq: Headquarters, clock: SetClock
) -> None:
    seen(hq)
    number = a_warrant_of(hq)
    days_pass(hq, clock, NOW + 92 * DAY)
    assert held(hq, number) == WHOLE
    with pytest.raises(RefusedError) as refused:
        given(hq, hold=number)
    assert refused.value.problem is Problem.NOT_HELD
    digest = attached(hq, number, PaperKind.OTHER, "a letter")
    for paper in (digest, "0" * 64):
        confirm = HoldActRequest(HoldAct.CONFIRM, "", paper)
        with pytest.raises(HoldRefusedError, match="Attach the warrant"):
            service.act(hq, caller(ADMINISTRATOR), number, confirm)
    with pytest.raises(HoldRefusedError, match="your own request"):
        confirmed(hq, number, by=CUSTODIAN)
    with pytest.raises(RefusedError):
        given(hq, hold=number)
    confirmed(hq, number)
    message, _ = given(hq, hold=number)
    assert (message.reads, message.hits) == (1, 1)


@pytest.mark.proved("PRS-08")
def test_one_person_cancels_neither_anothers_final_hold_nor_a_warrant_and_two_only_in_a_day(
    hq: Headquarters, clock: SetClock
) -> None:
    seen(hq)
    final, warrant = filed(hq), a_warrant_of(hq)
    sworn(hq, final)
    days_pass(hq, clock, NOW + 91 * DAY)
    for number in (final, warrant):
        with pytest.raises(RefusedError) as refused:
            service.act(hq, caller(CUSTODIAN), number, CANCEL)
        assert refused.value.problem is Problem.SECOND_PERSON
        service.act(hq, caller(CUSTODIAN), number, CANCEL, ADMINISTRATOR)
        expiry.sweep(hq)
        assert (state(hq, number), held(hq, number)) == (HoldState.FINAL, WHOLE)
    facts = audited(hq, AuditEvent.HQ_HOLD_CANCELED)
    assert [fact["second"] for fact in facts] == [ADMINISTRATOR] * 2
    service.act(hq, caller(CUSTODIAN), warrant, HoldActRequest(HoldAct.TAKE_BACK, WHY))
    clock.pass_by(seconds=CANCELED_HOLD_STAYS_FOR.total_seconds())
    purge_watched(hq)
    assert (state(hq, final), held(hq, final)) == (HoldState.CANCELED, {})
    assert (state(hq, warrant), held(hq, warrant)) == (HoldState.FINAL, WHOLE)
    said = timeline(hq, final)[-3:]
    assert "With administrator-1, takes effect" in said[0]
    assert said[1] == f"canceled: {expiry.IN_EFFECT}"
    assert said[2].startswith("destroyed: ")


def test_who_requested_it_ends_the_own_hold_alone_and_at_once(hq: Headquarters) -> None:
    seen(hq)
    number = filed(hq)
    sworn(hq, number)
    service.act(hq, caller(OFFICER), number, CANCEL)
    assert (state(hq, number), held(hq, number)) == (HoldState.CANCELED, {})


@pytest.mark.proved("PRS-08")
def test_a_restart_within_the_day_ends_it_when_it_is_due_and_a_clock_a_year_off_ends_nothing(
    hq: Headquarters, clock: SetClock
) -> None:
    seen(hq)
    purge(hq, NOW)
    number = filed(hq)
    sworn(hq, number)
    service.act(hq, caller(CUSTODIAN), number, CANCEL, ADMINISTRATOR)
    again = Headquarters(hq.settings, clock, os.urandom)
    try:
        expiry.sweep(again)
        assert held(again, number) == WHOLE
        clock.at = NOW + 365 * DAY
        expiry.sweep(again)
        with again.writing() as work:
            asks = replace(caller(OFFICER), unit="Unit 12")
            (order,) = car_sync.orders(work, asks, KnownHolds(())).live
            assert car_sync.orders(work, asks, KnownHolds((order.hold_id,))).ended == ()
        assert (state(again, number), held(again, number)) == (HoldState.FINAL, WHOLE)
        clock.at = NOW + DAY
        expiry.sweep(again)
        assert (state(again, number), held(again, number)) == (HoldState.CANCELED, {})
    finally:
        again.close()


def test_by_a_clock_a_year_off_what_a_car_held_is_not_dropped_but_stays_in_the_car(
    hq: Headquarters, clock: SetClock
) -> None:
    purge(hq, NOW)
    sworn(hq, filed(hq))
    with hq.reading() as work:
        (hold_id,) = (kept.hold_id for kept in store.live(work))
    jpeg = base64.b64encode(JPEG).decode()
    kept = HeldItemMessage(hold_id, held_data.JPEG, DIGEST, capture_date(NOW), jpeg)
    item = ItemMessage(an_id(NOW), 1, ItemKind.HELD.value, NOW, encode(kept))
    clock.at = NOW + 400 * DAY
    with hq.writing() as work, pytest.raises(RefusedError) as refused:
        accept(work, caller(OFFICER), a_batch(item), 500)
    assert refused.value.problem is Problem.NOT_READY
    clock.at = NOW
    with hq.writing() as work:
        assert outcomes(accept(work, caller(OFFICER), a_batch(item), 500)) == ["accepted"]
    assert held(hq, 1) == {"jpeg": 1}


@pytest.mark.proved("A4")
def test_who_enters_a_request_from_its_paper_in_anothers_name_does_not_make_it_final(
    hq: Headquarters,
) -> None:
    ask = HoldRequest(service.new_hold_id(NOW), a_form(a_scope()), HoldChannel.PAPER, OFFICER)
    number = service.file_request(hq, caller(CUSTODIAN), ask)
    with pytest.raises(HoldRefusedError, match="You entered this request"):
        sworn(hq, number)
    assert state(hq, number) is HoldState.PROVISIONAL


@pytest.mark.proved("A4b")
@pytest.mark.clause("8.C.3")
def test_nobody_enters_an_oath_before_a_notary_whom_the_same_person_listed_or_listed_too_late(
    hq: Headquarters, clock: SetClock
) -> None:
    number = filed(hq)
    digest = attached(hq, number, PaperKind.SWORN_FORM, "sworn")
    oath = OathRequest("D. Sample", NOW.date(), digest)

    def listed(by: str) -> None:
        notary = NotaryRequest("D. Sample", NotaryOffice.EXECUTIVE_ASSISTANT, NOW.date() - DAY)
        service.add_notary(hq, caller(by), notary)

    listed(CUSTODIAN)
    with pytest.raises(HoldRefusedError, match="another person than you"):
        service.swear(hq, caller(CUSTODIAN), number, oath)
    clock.pass_by(days=1)
    listed(ADMINISTRATOR)
    with pytest.raises(HoldRefusedError, match="on the list on that day"):
        service.swear(hq, caller(CUSTODIAN), number, oath)
    service.swear(hq, caller(CUSTODIAN), number, replace(oath, sworn_on=NOW.date() + DAY))
    assert state(hq, number) is HoldState.FINAL
