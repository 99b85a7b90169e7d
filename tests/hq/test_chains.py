from dataclasses import replace

import pytest
from sqlalchemy import delete, select, text

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.provenance import AsideReason
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.hq.audit.service import check_own_chain, record
from mdt_alpr.hq.base.headquarters import Caller, Headquarters
from mdt_alpr.hq.base.tables import OWN_AUDIT
from mdt_alpr.hq.intake import device_chains as chains
from mdt_alpr.hq.intake.service import accept
from mdt_alpr.hq.reads import device_audit, quarantine_store
from mdt_alpr.hq.reads.device_audit import Chain
from mdt_alpr.wire.messages import AuditMessage
from tests.hq.senders import DEVICE, a_batch, a_chain, an_item, outcomes

CALLER = Caller("officer-1", "A. Sample", Role.OFFICER, DEVICE, "")


def send(hq: Headquarters, *entries: AuditMessage) -> Chain:
    with hq.writing() as work:
        batch = a_batch(*(an_item(entry) for entry in entries))
        assert set(outcomes(accept(work, CALLER, batch, 5000))) == {"accepted"}
        return device_audit.chain(work.connection, DEVICE)


def reported(hq: Headquarters) -> list[tuple[str, list[list[str]]]]:
    events = AuditEvent.HQ_CHAIN_BROKEN, AuditEvent.HQ_CHAIN_REPAIRED
    with hq.reading() as work:
        query = (
            select(OWN_AUDIT.c.event, OWN_AUDIT.c.detail)
            .where(OWN_AUDIT.c.event.in_(events))
            .order_by(OWN_AUDIT.c.sequence)
        )
        return [(row.event.name, row.detail) for row in work.connection.execute(query)]


def test_a_whole_chain_is_verified_to_its_end_and_nobody_is_alarmed(hq: Headquarters) -> None:
    entries = a_chain(5)
    assert send(hq, *entries[:2]) == Chain(DEVICE, 2)
    assert send(hq, *entries[2:]) == Chain(DEVICE, 5)
    assert reported(hq) == []


def test_a_gap_raises_the_alarm_once_and_is_repaired_when_the_missing_comes(
    hq: Headquarters,
) -> None:
    entries = a_chain(6)
    assert send(hq, *entries[:2], entries[4]) == Chain(DEVICE, 2, "gap", 3)
    assert send(hq, entries[5]) == Chain(DEVICE, 2, "gap", 3)
    assert send(hq, entries[2]) == Chain(DEVICE, 3, "gap", 4)
    assert send(hq, entries[3]) == Chain(DEVICE, 6)
    assert reported(hq) == [
        ("HQ_CHAIN_BROKEN", [["state", "gap"], ["sequence", "3"]]),
        ("HQ_CHAIN_BROKEN", [["state", "gap"], ["sequence", "4"]]),
        ("HQ_CHAIN_REPAIRED", [["state", "whole"]]),
    ]


def test_a_changed_entry_is_kept_and_raises_the_alarm(hq: Headquarters) -> None:
    entries = a_chain(4)
    changed = replace(entries[2], detail=(("number", "9"),))
    assert send(hq, *entries[:2], changed, entries[3]) == Chain(DEVICE, 2, "changed", 3)
    assert reported(hq) == [("HQ_CHAIN_BROKEN", [["state", "changed"], ["sequence", "3"]])]


@pytest.mark.attack("V1l")
def test_no_machine_speaks_as_headquarters_in_its_audit(hq: Headquarters) -> None:
    (entry,) = a_chain(1)
    for event in (AuditEvent.HQ_ACCOUNT_ENABLED, AuditEvent.HQ_SEARCHED):
        forged = an_item(replace(entry, event=event.value))
        with hq.writing() as work:
            assert outcomes(accept(work, CALLER, a_batch(forged), 1)) == ["refused 301"]
    assert send(hq, entry) == Chain(DEVICE, 1)


@pytest.mark.proved("V1l")
@pytest.mark.attack("V1l")
def test_a_false_entry_for_a_place_that_was_whole_is_set_aside_and_recorded(
    hq: Headquarters,
) -> None:
    assert send(hq, *a_chain(4)) == Chain(DEVICE, 4)
    first, second = a_chain(2, subject="another past")
    assert send(hq, second, first) == Chain(DEVICE, 4)
    with hq.reading() as work:
        kept = quarantine_store.waiting(work, 10)
        recorded = work.connection.scalars(
            select(OWN_AUDIT.c.subject).where(OWN_AUDIT.c.event == AuditEvent.HQ_ITEM_SET_ASIDE)
        ).all()
    assert [aside.reason for aside in kept] == [AsideReason.PLACE_TAKEN] * 2
    assert set(recorded) == {aside.item_id for aside in kept}


def test_an_entry_that_does_not_follow_gives_way_to_the_one_that_does(hq: Headquarters) -> None:
    entries = a_chain(4)
    stray = replace(entries[2], subject="another past")
    assert send(hq, *entries[:2], stray) == Chain(DEVICE, 2, "changed", 3)
    assert send(hq, *entries[2:]) == Chain(DEVICE, 4)


def test_the_same_entry_in_another_item_is_no_change(hq: Headquarters) -> None:
    entries = a_chain(3)
    assert send(hq, *entries) == Chain(DEVICE, 3)
    assert send(hq, entries[1]) == Chain(DEVICE, 3)
    assert reported(hq) == []


def test_a_chain_longer_than_one_check_is_walked_to_its_end(
    hq: Headquarters, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chains, "_AT_ONCE", 3)
    entries = a_chain(10)
    assert send(hq, *entries[1:]) == Chain(DEVICE, 0, "gap", 1)
    assert send(hq, entries[0]) == Chain(DEVICE, 10)
    forgeries = [replace(entries[4], subject=str(n)) for n in range(4)]
    assert send(hq, *forgeries) == Chain(DEVICE, 10)


def test_headquarters_own_chain_is_whole_until_it_is_touched(hq: Headquarters) -> None:
    assert check_own_chain(hq) is None
    with hq.writing() as work:
        record(work, AuditEvent.HQ_PURGED, "x", "")
        last = record(work, AuditEvent.HQ_PURGED, "y", "").sequence
    assert check_own_chain(hq) is None
    with hq.writing() as work:
        work.connection.execute(text("UPDATE own_audit SET subject = 'z' WHERE subject = 'x'"))
    assert check_own_chain(hq) == last - 1


@pytest.mark.parametrize("kept", [0, 2])
def test_a_cut_off_end_of_headquarters_own_chain_shows(hq: Headquarters, kept: int) -> None:
    with hq.database.writing() as connection:
        connection.execute(delete(OWN_AUDIT).where(OWN_AUDIT.c.sequence > kept))
    assert check_own_chain(hq) == kept + 1
