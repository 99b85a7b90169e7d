"""What a car's wrong clock does at headquarters: nothing is lost, forged, or kept for longer.

A car whose clock is ahead is one whose headquarters is behind: the items are made around NOW, and
headquarters' clock is put to where the car's clock should be.
"""

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from mdt_alpr.adapters.ed25519_signer import Ed25519Signer
from mdt_alpr.domain import policy
from mdt_alpr.domain.audit.audit import AuditEvent, audit_entry
from mdt_alpr.domain.identity import new_id
from mdt_alpr.domain.people.drills import PracticeResult, Trap
from mdt_alpr.domain.people.provenance import (
    CLOCKS_APART_AT_MOST,
    AsideReason,
    SignInRecord,
    record_claim,
)
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.policy import CAPTURED_DATA_KEPT_FOR
from mdt_alpr.domain.retention.incidents import IncidentForm, IncidentKind
from mdt_alpr.domain.retention.outbox import ItemKind
from mdt_alpr.hq.audit import audit_buffer
from mdt_alpr.hq.base.headquarters import Caller, Headquarters, RefusedError
from mdt_alpr.hq.base.hit_tables import DEVICE_SIGN_INS
from mdt_alpr.hq.base.tables import DEVICE_AUDIT, ITEMS, METADATA, READS
from mdt_alpr.hq.hits.review import overview
from mdt_alpr.hq.holds import store as holds
from mdt_alpr.hq.intake import quarantine_review
from mdt_alpr.hq.intake.service import accept
from mdt_alpr.hq.items.checks import ItemContext, ValidItem, clock_behind, examine
from mdt_alpr.hq.keeping.audit_search import searched
from mdt_alpr.hq.keeping.purge import left_over, purge
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, OFFICER
from mdt_alpr.hq.reads import quarantine_store
from mdt_alpr.wire.audit_search import AuditSearch
from mdt_alpr.wire.codec import encode
from mdt_alpr.wire.drills import DrillMessage
from mdt_alpr.wire.holds import HeldItemMessage, HoldRequestMessage
from mdt_alpr.wire.incidents import IncidentReportMessage
from mdt_alpr.wire.manual import DecisionMessage
from mdt_alpr.wire.messages import ItemMessage, SignInRecordMessage
from mdt_alpr.wire.problems import Problem
from tests.builders import NOW, SetClock
from tests.evidence import Sealer
from tests.holds import a_form
from tests.hq import test_evidence as evidence
from tests.hq.holding import caller
from tests.hq.listening import a_relay
from tests.hq.manual import added, an_own_entry
from tests.hq.senders import (
    DEVICE,
    a_batch,
    a_disposition,
    a_hit_message,
    a_picture_message,
    a_read_message,
    a_stop,
    an_answer,
    an_item,
    audit_message,
    outcomes,
)

CALLER = Caller(OFFICER, "A. Sample", Role.OFFICER, DEVICE, "")
KEY = Ed25519Signer(bytes(range(32)))
YEAR, SOME_MINUTES = timedelta(days=365), timedelta(minutes=21)
APPLIED = {
    ItemKind.AUDIT, ItemKind.EVIDENCE, ItemKind.DEVICE_KEY, ItemKind.HOLD_REQUEST, ItemKind.HELD,
    ItemKind.INCIDENT_REPORT,
}  # fmt: skip


def an_item_of(kind: ItemKind, body: object, at: datetime = NOW) -> ItemMessage:
    return ItemMessage(new_id(at, os.urandom(10)), 1, kind.value, at, encode(body))


def a_sign_in(at: datetime = NOW, *, signed_in: bool = True) -> ItemMessage:
    noted = SignInRecord(OFFICER, at, signed_in)
    signature = KEY.sign(record_claim(DEVICE, KEY.public_key, noted)).hex()
    body = SignInRecordMessage(DEVICE, OFFICER, at, signed_in, KEY.public_key, signature)
    return an_item_of(ItemKind.SIGN_IN, body, at)


def entries(*times: datetime) -> list[ItemMessage]:
    """Return a car's audit, an entry a time."""
    chain: list[Any] = []
    for at in times:
        last = chain[-1] if chain else None
        event, who = AuditEvent.HIT_OPENED, OFFICER
        chain.append(audit_entry(last, at=at, device=DEVICE, person=who, event=event, subject="x"))
    return [an_item(audit_message(entry), made_at=entry.at) for entry in chain]


def of_every_kind() -> list[ItemMessage]:
    """Return an item of every kind, made around NOW."""
    read = a_read_message(captured_at=NOW)
    hit = a_hit_message(read)
    hold_id, incident_id = new_id(NOW, os.urandom(10)), new_id(NOW, os.urandom(10))
    a_drill = PracticeResult(new_id(NOW, os.urandom(10)), NOW, (Trap.TRUE_HIT,), ())
    form = IncidentForm(IncidentKind.BREACH, words="The laptop of this car was stolen.")
    bodies = (
        read, hit, an_answer(hit), a_stop(hit), a_disposition(hit),
        a_picture_message(read, "ab" * 32), a_relay(hit, read, "car-2"),
    )  # fmt: skip
    return [
        evidence.key_item(KEY),
        *(an_item(body, made_at=NOW) for body in bodies),
        an_item_of(ItemKind.TRIAL_HIT, a_hit_message(read)),
        added(an_own_entry()),
        a_sign_in(),
        *entries(NOW),
        evidence.item(ItemKind.EVIDENCE, evidence.sealed(Sealer())),
        an_item_of(ItemKind.HOLD_REQUEST, HoldRequestMessage(hold_id, a_form(), OFFICER, NOW)),
        an_item(IncidentReportMessage(incident_id, form, OFFICER, NOW), made_at=NOW),
        an_item(DrillMessage(a_drill, OFFICER, NOW), made_at=NOW),
        an_item_of(ItemKind.HELD, HeldItemMessage(hold_id, "read", "x", NOW.date(), encode(read))),
    ]


def sent(hq: Headquarters, *items: ItemMessage, sent_at: datetime | None = None) -> list[str]:
    with hq.writing() as work:
        batch = a_batch(*items, sent_at=sent_at or hq.clock.now())
        return outcomes(accept(work, CALLER, batch, 500))


def waiting(hq: Headquarters) -> list[quarantine_store.Aside]:
    with hq.reading() as work:
        return quarantine_store.waiting(work, 100)


def chains(hq: Headquarters) -> list[str]:
    with hq.reading() as work:
        seen = overview(work)
    return [each.state for each in (*seen.chains, *seen.evidence)]


def newest_capture(hq: Headquarters) -> datetime | None:
    """Return the newest time of capture in any table."""
    with hq.reading() as work:
        found = [
            work.connection.scalar(select(func.max(table.c.captured_at)))
            for table in METADATA.sorted_tables
            if "captured_at" in table.c
        ]
    return max((at for at in found if at), default=None)


def test_there_is_an_item_of_every_kind() -> None:
    assert {item.kind for item in of_every_kind()} == {kind.value for kind in ItemKind}


@pytest.mark.clause(policy.READS_LIFE.number)
@pytest.mark.parametrize("ahead", [SOME_MINUTES, YEAR])
def test_what_a_car_sends_whose_clock_is_ahead_is_kept_and_goes_with_its_receipt(
    hq: Headquarters, clock: SetClock, ahead: timedelta
) -> None:
    clock.at = now = NOW - ahead
    items = of_every_kind()
    assert sent(hq, *items, sent_at=NOW) == ["accepted"] * len(items)
    assert sent(hq, *items, sent_at=NOW) == ["known"] * len(items)
    assert chains(hq) == ["whole", "whole"]
    aside = waiting(hq)
    assert {one.kind for one in aside} == {kind.value for kind in set(ItemKind) - APPLIED}
    assert {one.reason for one in aside} == {AsideReason.CLOCK}
    assert newest_capture(hq) == now
    with hq.reading() as work:
        assert work.connection.scalar(select(func.max(DEVICE_AUDIT.c.at))) == now
        assert work.connection.scalar(select(func.max(ITEMS.c.day))) == now.date()
        assert [one.requested_at for one in holds.live(work)] == [now]
    clock.pass_by(days=CAPTURED_DATA_KEPT_FOR.days, hours=1)
    purge(hq, clock.now())
    assert (waiting(hq), left_over(hq, clock.now()), newest_capture(hq)) == ([], (), None)


@pytest.mark.clause(policy.READS_LIFE.number)
def test_what_a_car_sends_whose_clock_is_a_year_behind_is_kept_for_ninety_days(
    hq: Headquarters, clock: SetClock
) -> None:
    clock.at = now = NOW + YEAR
    items = of_every_kind()
    assert sent(hq, *items, sent_at=NOW) == ["accepted"] * len(items)
    assert chains(hq) == ["whole", "whole"]
    captured = {"read", "hit", "trial_hit", "answer", "stop", "disposition", "picture", "relay"}
    assert {one.kind for one in waiting(hq) if one.reason is AsideReason.CLOCK} == captured
    clock.pass_by(days=CAPTURED_DATA_KEPT_FOR.days, hours=-1)
    purge(hq, clock.now())
    assert captured <= {one.kind for one in waiting(hq)}
    clock.pass_by(hours=2)
    purge(hq, clock.now())
    assert (waiting(hq), left_over(hq, clock.now())) == ([], ())
    assert now < clock.now()


def test_what_was_captured_long_ago_is_refused_from_a_car_whose_clock_is_right(
    hq: Headquarters, clock: SetClock
) -> None:
    """The clock was set right in the middle: what is old cannot be told from what seems old."""
    clock.at = NOW + YEAR
    read = an_item(a_read_message(captured_at=NOW), made_at=NOW)
    assert sent(hq, read) == [f"refused {Problem.TOO_OLD.number}"]
    assert sent(hq, read, sent_at=NOW + timedelta(days=200)) == ["refused 306"]


@pytest.mark.parametrize("off", [YEAR, -YEAR, SOME_MINUTES])
def test_a_chain_stays_whole_where_the_clock_is_set_right_in_the_middle(
    hq: Headquarters, clock: SetClock, off: timedelta
) -> None:
    second = timedelta(seconds=1)
    wrong, right = NOW + off, NOW
    chain = entries(right, wrong, wrong + second, right + second, wrong, right + 2 * second)
    assert sent(hq, *chain[:3], sent_at=wrong) == ["accepted"] * 3
    clock.pass_by(seconds=3)
    assert sent(hq, *chain[3:]) == ["accepted"] * 3
    assert chains(hq) == ["whole"]
    read, late = a_read_message(captured_at=right), a_read_message(captured_at=wrong)
    assert sent(hq, an_item(late, made_at=wrong), sent_at=wrong) == ["accepted"]
    assert sent(hq, an_item(read, made_at=right)) == ["accepted"]
    assert [one.reason for one in waiting(hq)] == [AsideReason.CLOCK]
    with hq.reading() as work:
        assert work.connection.scalars(select(READS.c.read_id)).all() == [read.read_id]


def test_the_audit_shows_when_an_entry_of_a_wrong_clock_came(
    hq: Headquarters, clock: SetClock
) -> None:
    sent(hq, *entries(NOW, NOW + YEAR, NOW - YEAR), sent_at=NOW + YEAR)
    audit_buffer.flush(hq, also_this_minute=True)
    with hq.writing() as work:
        day = AuditSearch(NOW - timedelta(days=1), NOW + timedelta(days=1))
        rows = searched(work, caller(ADMINISTRATOR), replace(day, device=DEVICE)).rows
        past = replace(day, since=NOW - 2 * YEAR, device=DEVICE)
        oldest = searched(work, caller(ADMINISTRATOR), past).rows[-1]
    shown = {row.sequence: row for row in rows if row.chain == DEVICE}
    came = ("received_at", clock.now().isoformat())
    assert shown.keys() == {1, 2}
    assert (shown[1].at, shown[1].facts) == (NOW, ())
    claimed = ("made_at", (NOW + YEAR).isoformat())
    assert (shown[2].at, shown[2].facts) == (NOW, (claimed, came))
    claimed = ("made_at", (NOW - YEAR).isoformat())
    assert (oldest.at, oldest.facts) == (NOW - YEAR, (claimed, came))
    batch = next(row for row in rows if row.event == AuditEvent.HQ_ITEMS_ACCEPTED)
    assert ("of_wrong_clock", "1") in batch.facts


def decided(hq: Headquarters, *, approved: bool = True) -> None:
    number = waiting(hq)[0].number
    with hq.writing() as work:
        decision = DecisionMessage(approved=approved, why="the clock was looked at")
        quarantine_review.decide(work, number, decision, ADMINISTRATOR)


def test_nobody_applies_what_cannot_be_true_and_what_can_be_once_its_time_has_come(
    hq: Headquarters, clock: SetClock
) -> None:
    clock.at = NOW - SOME_MINUTES
    read = a_read_message(captured_at=NOW)
    sent(hq, an_item(read, made_at=NOW))
    with pytest.raises(RefusedError) as early:
        decided(hq)
    clock.at = NOW
    decided(hq)
    with hq.reading() as work:
        assert work.connection.scalars(select(READS.c.read_id)).all() == [read.read_id]
    sent(hq, an_item(a_read_message(captured_at=NOW + YEAR), made_at=NOW + YEAR))
    clock.at = NOW + timedelta(days=60)  # not because time passed either
    with pytest.raises(RefusedError) as late:
        decided(hq)
    assert "cannot be right" in early.value.detail == late.value.detail
    decided(hq, approved=False)
    assert waiting(hq) == []


def test_a_sign_out_counts_by_any_clock_and_a_sign_in_does_not(
    hq: Headquarters, clock: SetClock
) -> None:
    ahead = NOW + YEAR
    sent(hq, evidence.key_item(KEY))
    sent(hq, a_sign_in(ahead), a_sign_in(ahead, signed_in=False))
    with hq.reading() as work:
        t = DEVICE_SIGN_INS.c
        assert work.connection.execute(select(t.at, t.signed_in)).all() == [(clock.now(), False)]


def test_many_items_of_a_wrong_clock_hide_nothing_else_that_was_set_aside(
    hq: Headquarters,
) -> None:
    for _ in range(3):
        sent(hq, an_item(a_read_message(captured_at=NOW + YEAR), made_at=NOW + YEAR))
    sent(hq, an_item(an_answer(a_hit_message())))
    with hq.reading() as work:
        first, *_ = quarantine_store.waiting(work, 2)
    assert first.reason is AsideReason.HIT_NOT_HERE


def test_where_headquarters_own_clock_is_in_doubt_nothing_is_early(
    hq: Headquarters, clock: SetClock
) -> None:
    purge(hq, clock.now())
    clock.at = NOW - YEAR
    with pytest.raises(RefusedError) as refused:
        sent(hq, an_item(a_read_message(captured_at=NOW), made_at=NOW))
    assert refused.value.problem is Problem.NOT_READY


OFFSETS = st.timedeltas(-2 * YEAR, 2 * YEAR)
ITEMS_OF_NOW = of_every_kind()


@given(off=OFFSETS, behind=OFFSETS, item=st.sampled_from(ITEMS_OF_NOW))
def test_no_clock_lets_a_time_count_that_is_later_than_the_receipt(
    off: timedelta, behind: timedelta, item: ItemMessage
) -> None:
    """The only refusal for a time is that it is too old, by the clock that sent it, too."""
    now = (NOW - off).astimezone(UTC)
    context = ItemContext(DEVICE, now, behind=clock_behind(now - behind, now))
    found = examine(item, context)
    if found is Problem.TOO_OLD:
        assert NOW + context.behind <= context.expired_until + timedelta(minutes=10)
        return
    assert isinstance(found, ValidItem)
    assert found.day <= (now + CLOCKS_APART_AT_MOST).date()
    if off > SOME_MINUTES:
        assert found.kept_from is not None
    if found.kept_from is not None:
        assert context.expired_until < found.kept_from <= now
