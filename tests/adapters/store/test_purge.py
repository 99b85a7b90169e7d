from dataclasses import replace
from datetime import timedelta

import pytest

from mdt_alpr.adapters.store.car_store import CarStore
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.policy import CAPTURED_DATA_KEPT_FOR, READS_LIFE, captured_data_has_expired
from mdt_alpr.domain.retention.outbox import ItemKind, ReceiptOutcome
from mdt_alpr.patrol.outgoing import answer_message, hit_message, picture_digest
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.messages import AuditMessage, Receipt
from tests.adapters.store.steps import count, keep, numbered_read
from tests.builders import NOW, SetClock, a_hit, a_list, a_read, an_entry


@pytest.mark.clause(READS_LIFE.number)
def test_after_ninety_days_nothing_captured_is_left_hits_and_unsent_items_included(
    store: CarStore, clock: SetClock
) -> None:
    hit = a_hit()
    keep(store, hit.read)
    with store.begin() as work:
        work.save_hit(hit)
        work.queue(ItemKind.HIT, hit_message(hit, "4312", "kdavis"))
        answer = answer_message(hit, AuditEvent.HIT_OPENED, NOW, "kdavis", ())
        work.queue(ItemKind.ANSWER, answer)
        work.record(AuditEvent.HIT_RAISED, hit.hit_id, "kdavis")
        refused = work.queue(ItemKind.HIT, hit_message(hit, "4312", "kdavis"))
        work.settle([Receipt(refused.item_id, ReceiptOutcome.REFUSED, 1)])
    clock.at = NOW + CAPTURED_DATA_KEPT_FOR
    with store.begin() as work:
        assert work.purge(clock.now()) == 1
    for table in ("reads", "hits", "pictures"):
        assert count(store, table) == 0
    with store.begin() as work:
        left = work.waiting(10)
        assert {item.kind for item in left} == {ItemKind.AUDIT}
        certificate = decode(AuditMessage, left[-1].body)
    assert certificate.event == AuditEvent.PURGED
    counts = {"reads": "1", "hits": "1", "pictures": "2", "queued": "6", "entries": "0"}
    counts |= {"rejections": "0", "day_keys": "0", "held": "0", "holds_over": "0"}
    assert dict(certificate.detail) == counts


@pytest.mark.clause(READS_LIFE.number)
def test_what_a_clock_that_was_ahead_captured_goes_ninety_days_after_that_is_seen(
    store: CarStore,
) -> None:
    hit = a_hit(a_read(captured_at=NOW + timedelta(days=365)))
    keep(store, hit.read)
    with store.begin() as work:
        work.save_hit(hit)
        work.queue(ItemKind.HIT, hit_message(hit, "4312", "kdavis"))
        assert work.purge(NOW) == 0
        assert work.open_hits() == (hit,)
    with store.begin() as work:
        assert work.purge(NOW + CAPTURED_DATA_KEPT_FOR - timedelta(seconds=1)) == 0
        assert work.purge(NOW + CAPTURED_DATA_KEPT_FOR) == 1
        assert {item.kind for item in work.waiting(10)} == {ItemKind.AUDIT}
    for table in ("reads", "hits", "pictures"):
        assert count(store, table) == 0


@pytest.mark.clause(READS_LIFE.number)
def test_the_purge_draws_the_line_where_the_policy_does(store: CarStore) -> None:
    ages = [CAPTURED_DATA_KEPT_FOR + timedelta(microseconds=m) for m in (-1, 0, 1)]
    for number, age in enumerate(ages):
        keep(store, numbered_read(number, captured_at=NOW - age))
    with store.begin() as work:
        erased = work.purge(NOW)
    assert erased == sum(captured_data_has_expired(NOW - age, NOW) for age in ages) == 2
    assert count(store, "reads") == 1
    assert count(store, "pictures") == 2


def test_a_picture_that_a_younger_read_shows_too_outlives_the_purge(store: CarStore) -> None:
    old = NOW - CAPTURED_DATA_KEPT_FOR
    keep(store, numbered_read(1, captured_at=old, crop=b"same"))
    keep(store, numbered_read(2, crop=b"same"))
    with store.begin() as work:
        work.purge(NOW)
        assert work.picture(picture_digest(b"same")) == b"same"


@pytest.mark.concord
@pytest.mark.clause("8.C")
def test_a_shorter_time_counts_as_the_last_list_said_with_or_without_a_link(
    store: CarStore,
) -> None:
    for number, days in enumerate((29, 31, 89)):
        keep(store, numbered_read(number, captured_at=NOW - timedelta(days=days)))
    with store.begin() as work:
        assert work.purge(NOW) == 0
        work.save_hotlist(replace(a_list(an_entry()), kept_days=30))
    with store.begin() as work:
        assert work.purge(NOW) == 2
    with store.begin() as work:
        work.save_hotlist(replace(a_list(an_entry()), kept_days=365))
        assert work.purge(NOW + timedelta(days=60)) == 0, "never longer than the 90 days"
        assert work.purge(NOW + timedelta(days=61)) == 1


def test_expired_manual_entries_go(store: CarStore) -> None:
    live = an_entry("AAA111", expires_at=NOW + timedelta(seconds=1))
    over = an_entry("BBB222", expires_at=NOW)
    with store.begin() as work:
        work.save_hotlist(a_list(live, over, an_entry()))
        assert work.purge(NOW) == 0
        left = work.hotlist()
    assert left is not None
    assert left.entries == (live, an_entry())


def test_a_run_that_finds_nothing_is_noted_without_an_audit_entry(store: CarStore) -> None:
    keep(store, a_read())
    with store.begin() as work:
        assert work.purge(NOW) == 0
    assert (count(store, "purges"), count(store, "audit")) == (1, 0)


def test_many_pictures_are_erased_at_once(store: CarStore) -> None:
    with store.begin() as work:
        for number in range(600):
            work.save_read(numbered_read(number))
    with store.begin() as work:
        assert work.purge(NOW + CAPTURED_DATA_KEPT_FOR) == 600
    assert count(store, "pictures") == 0
