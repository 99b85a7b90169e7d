from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from mdt_alpr.adapters.store.car_store import CarStore
from mdt_alpr.domain.audit import AuditEntry, AuditEvent, first_break
from mdt_alpr.domain.disposition import Closing, Disposition, Stopped
from mdt_alpr.domain.hit import HitState
from mdt_alpr.domain.identity import new_id
from mdt_alpr.domain.outbox import ItemKind, ReceiptOutcome
from mdt_alpr.domain.policy import CAPTURED_DATA_KEPT_FOR, READS_LIFE, captured_data_has_expired
from mdt_alpr.domain.reading import Read
from mdt_alpr.domain.roles import Role, Session
from mdt_alpr.patrol.outgoing import (
    answer_message,
    hit_message,
    picture_digest,
    read_message,
)
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.messages import AuditMessage, PictureMessage, Receipt
from tests.builders import NOW, SetClock, a_hit, a_list, a_read, an_entry

TABLES = ("reads", "hits", "pictures", "outbox", "audit", "hotlist_entries", "sessions", "purges")


def _count(store: CarStore, table: str) -> int:
    with store._engine.connect() as connection:
        found: int = connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()  # noqa: S608
        return found


def _keep(store: CarStore, read: Read) -> None:
    with store.begin() as work:
        work.save_read(read)
        work.queue(ItemKind.READ, read_message(read, "4312", "kdavis", "1.0"))


def _accept_all(store: CarStore) -> None:
    with store.begin() as work:
        items = work.waiting(1000)
        work.settle([Receipt(item.item_id, ReceiptOutcome.ACCEPTED) for item in items])


def _look(number: int, **fields: Any) -> Read:
    jpegs = {"crop": b"crop %d" % number, "context": b"context %d" % number}
    return a_read(**{"read_id": new_id(NOW, b"%010d" % number), **jpegs, **fields})


# ------------------------------------------------------------------- transactions


def test_an_error_inside_keeps_nothing_of_state_audit_and_outbox(store: CarStore) -> None:
    def break_off() -> None:
        with store.begin() as work:
            work.save_read(a_read())
            work.save_hit(a_hit())
            work.record(AuditEvent.HIT_RAISED, "h1", "kdavis")
            work.save_hotlist(a_list(an_entry()))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        break_off()
    assert {table: _count(store, table) for table in TABLES} == dict.fromkeys(TABLES, 0)


def test_a_transaction_is_used_inside_its_block_only(store: CarStore) -> None:
    work = store.begin()
    with pytest.raises(RuntimeError, match="with block"):
        work.open_hits()
    with work:
        assert work.open_hits() == ()
    with pytest.raises(RuntimeError, match="with block"):
        work.waiting_count()


# ------------------------------------------------------------------- reads and pictures


def test_pictures_are_announced_behind_the_read_that_names_them(store: CarStore) -> None:
    _keep(store, a_read())
    with store.begin() as work:
        items = work.waiting(10)
        assert [item.kind for item in items] == [
            ItemKind.READ, ItemKind.PICTURE, ItemKind.PICTURE,
        ]  # fmt: skip
        announced = [decode(PictureMessage, item.body) for item in items[1:]]
        assert [work.picture(message.digest) for message in announced] == [b"crop", b"context"]
        assert work.picture("0" * 64) is None


def test_a_later_revision_replaces_a_read_and_an_earlier_one_does_not(store: CarStore) -> None:
    for revision in (0, 2, 1):
        _keep(store, a_read(revision=revision))
    with store._engine.connect() as connection:
        kept = connection.execute(text("SELECT revision FROM reads")).scalars().all()
    assert kept == [2]


def test_a_picture_is_announced_once_over_all_revisions(store: CarStore) -> None:
    for revision in range(3):
        _keep(store, a_read(revision=revision))
    with store.begin() as work:
        kinds = [item.kind for item in work.waiting(20)]
    assert kinds.count(ItemKind.PICTURE) == 2
    assert kinds.count(ItemKind.READ) == 3


def test_a_replaced_picture_goes_when_it_was_sent_and_not_before(store: CarStore) -> None:
    first, second = a_read(crop=b"blurred"), a_read(revision=1, crop=b"sharp")
    _keep(store, first)
    _keep(store, second)
    with store.begin() as work:
        assert work.picture(picture_digest(b"blurred")) == b"blurred"
    _accept_all(store)
    with store.begin() as work:
        assert work.picture(picture_digest(b"blurred")) is None
        assert work.picture(picture_digest(b"sharp")) == b"sharp"


def test_a_picture_that_was_sent_goes_with_the_revision_that_replaces_it(store: CarStore) -> None:
    _keep(store, a_read(crop=b"blurred"))
    _accept_all(store)
    _keep(store, a_read(revision=1, crop=b"sharp"))
    with store.begin() as work:
        assert work.picture(picture_digest(b"blurred")) is None


def test_a_picture_stays_as_long_as_a_hit_shows_it(store: CarStore) -> None:
    first = a_read(crop=b"blurred")
    _keep(store, first)
    with store.begin() as work:
        work.save_hit(a_hit(first))
    _keep(store, a_read(revision=1, crop=b"sharp"))
    _accept_all(store)
    with store.begin() as work:
        (hit,) = work.open_hits()
    assert hit.read.crop == b"blurred"


def test_a_read_without_pictures_is_kept(store: CarStore) -> None:
    _keep(store, a_read(crop=b"", context=b""))
    assert (_count(store, "reads"), _count(store, "pictures")) == (1, 0)


# ------------------------------------------------------------------- hits


def test_open_hits_come_back_whole_and_oldest_first(store: CarStore) -> None:
    late = a_hit(_look(1), raised_at=NOW + timedelta(seconds=5), hit_id="late")
    early = a_hit(_look(2), hit_id="early", state=HitState.BLIND, opened_at=NOW)
    closing = Closing(Disposition.MISREAD, NOW, stopped=Stopped.NO)
    over = a_hit(_look(3), hit_id="over", state=HitState.CLOSED, closing=closing)
    with store.begin() as work:
        for hit in (late, early, over):
            work.save_hit(hit)
    with store.begin() as work:
        assert work.open_hits() == (early, late)


def test_a_hit_is_kept_in_its_newest_state(store: CarStore) -> None:
    hit = a_hit()
    with store.begin() as work:
        work.save_hit(hit)
        work.save_hit(replace(hit, cannot_see=True, state=HitState.UNMATCHED))
        (kept,) = work.open_hits()
    assert kept.state is HitState.UNMATCHED
    assert kept.cannot_see


# ------------------------------------------------------------------- outbox


def test_items_wait_in_order_and_their_numbers_are_never_given_twice(
    store: CarStore, clock: SetClock
) -> None:
    with store.begin() as work:
        first = work.queue(ItemKind.HIT, hit_message(a_hit(), "4312", "kdavis"))
        clock.pass_by(seconds=-3600)  # a clock that was set back must not change the order
        second = work.queue(ItemKind.HIT, hit_message(a_hit(), "4312", "kdavis"))
        assert work.waiting(10) == (first, second)
        assert work.waiting(1) == (first,)
        assert work.oldest_waiting() == NOW
    _accept_all(store)
    with store.begin() as work:
        third = work.queue(ItemKind.HIT, hit_message(a_hit(), "4312", "kdavis"))
        assert third.sequence > second.sequence
        assert work.waiting_count() == 1


def test_settling_takes_accepted_and_known_and_sets_refused_aside(store: CarStore) -> None:
    with store.begin() as work:
        one, two, three, four = (
            work.queue(ItemKind.HIT, hit_message(a_hit(), "4312", "")) for _ in range(4)
        )
    with store.begin() as work:
        work.settle(
            [
                Receipt(one.item_id, ReceiptOutcome.ACCEPTED),
                Receipt(two.item_id, ReceiptOutcome.KNOWN),
                Receipt(three.item_id, ReceiptOutcome.REFUSED, 2002),
                Receipt("unknown", ReceiptOutcome.ACCEPTED),
            ]
        )
    with store.begin() as work:
        assert work.waiting(10) == (four,)
        assert work.waiting_count() == 1
    with store._engine.connect() as connection:
        (aside,) = connection.execute(
            text("SELECT item_id, refused_problem FROM outbox WHERE refused_at IS NOT NULL")
        ).all()
    assert tuple(aside) == (three.item_id, 2002)


def test_an_empty_outbox_has_no_oldest_item(store: CarStore) -> None:
    with store.begin() as work:
        assert work.oldest_waiting() is None
        assert work.waiting_count() == 0
        work.settle([])


# ------------------------------------------------------------------- audit


def test_the_audit_chain_goes_on_over_restarts_and_travels_whole(
    store: CarStore, clock: SetClock
) -> None:
    entries: list[AuditEntry] = []
    for number in range(5):
        clock.pass_by(seconds=1)
        with store.begin() as work:
            detail = ("result", "active")
            entries.append(work.record(AuditEvent.STATUS_STATED, f"h{number}", "kdavis", detail))
    assert first_break(entries) is None
    with store.begin() as work:
        sent = [decode(AuditMessage, item.body) for item in work.waiting(10)]
    assert [message.digest for message in sent] == [entry.digest for entry in entries]
    assert {entry.device for entry in entries} == {"car-4312"}


@pytest.mark.parametrize("change", ["UPDATE audit SET person = 'x'", "DELETE FROM audit"])
def test_the_audit_chain_cannot_be_changed(store: CarStore, change: str) -> None:
    with store.begin() as work:
        work.record(AuditEvent.HIT_OPENED, "h1", "kdavis")
    with (
        store._engine.connect() as connection,
        pytest.raises(IntegrityError, match="append-only"),
    ):
        connection.execute(text(change))
    assert _count(store, "audit") == 1


# ------------------------------------------------------------------- hotlist and session


def test_a_newer_list_takes_the_place_of_the_one_before(store: CarStore) -> None:
    first = a_list(an_entry(), an_entry("RTX90", "VA"), version=1)
    second = a_list(
        an_entry("ZZZ111", "SC", expires_at=NOW + timedelta(days=9), entered_on=NOW.date()),
        version=2,
        look_alikes_allowed=True,
    )
    with store.begin() as work:
        assert work.hotlist() is None
        work.save_hotlist(first)
        assert work.hotlist() == first
        work.save_hotlist(second)
    with store.begin() as work:
        assert work.hotlist() == second
        work.save_hotlist(a_list(version=3))
        assert work.hotlist() == a_list(version=3)


def test_a_session_outlives_a_restart_and_is_erased_at_sign_out(store: CarStore) -> None:
    session = Session("kdavis", "K. Davis", Role.OFFICER, NOW, "token")
    with store.begin() as work:
        assert work.session() is None
        work.save_session(session)
        work.save_session(replace(session, token="other"))  # noqa: S106
    with store.begin() as work:
        assert work.session() == replace(session, token="other")  # noqa: S106
        work.save_session(None)
        assert work.session() is None


# ------------------------------------------------------------------- purge


@pytest.mark.clause(READS_LIFE.number)
def test_after_ninety_days_nothing_captured_is_left_hits_and_unsent_items_included(
    store: CarStore, clock: SetClock
) -> None:
    hit = a_hit()
    _keep(store, hit.read)
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
        assert _count(store, table) == 0
    with store.begin() as work:
        left = work.waiting(10)
        assert {item.kind for item in left} == {ItemKind.AUDIT}
        certificate = decode(AuditMessage, left[-1].body)
    assert certificate.event == AuditEvent.PURGED
    counts = {"reads": "1", "hits": "1", "pictures": "2", "queued": "6", "entries": "0"}
    assert dict(certificate.detail) == counts


@pytest.mark.clause(READS_LIFE.number)
def test_the_purge_draws_the_line_where_the_policy_does(store: CarStore) -> None:
    ages = [CAPTURED_DATA_KEPT_FOR + timedelta(microseconds=m) for m in (-1, 0, 1)]
    for number, age in enumerate(ages):
        _keep(store, _look(number, captured_at=NOW - age))
    with store.begin() as work:
        erased = work.purge(NOW)
    assert erased == sum(captured_data_has_expired(NOW - age, NOW) for age in ages) == 2
    assert _count(store, "reads") == 1
    assert _count(store, "pictures") == 2


def test_a_picture_that_a_younger_read_shows_too_outlives_the_purge(store: CarStore) -> None:
    old = NOW - CAPTURED_DATA_KEPT_FOR
    _keep(store, _look(1, captured_at=old, crop=b"same"))
    _keep(store, _look(2, crop=b"same"))
    with store.begin() as work:
        work.purge(NOW)
        assert work.picture(picture_digest(b"same")) == b"same"


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
    _keep(store, a_read())
    with store.begin() as work:
        assert work.purge(NOW) == 0
    assert (_count(store, "purges"), _count(store, "audit")) == (1, 0)


def test_many_pictures_are_erased_at_once(store: CarStore) -> None:
    with store.begin() as work:
        for number in range(600):
            work.save_read(_look(number))
    with store.begin() as work:
        assert work.purge(NOW + CAPTURED_DATA_KEPT_FOR) == 600
    assert _count(store, "pictures") == 0
