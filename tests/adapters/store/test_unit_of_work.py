from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from mdt_alpr.adapters.store import unit_of_work
from mdt_alpr.adapters.store.car_store import CarStore
from mdt_alpr.domain.audit.audit import AuditEntry, AuditEvent, first_break
from mdt_alpr.domain.hit.disposition import Closing, Disposition, Stopped
from mdt_alpr.domain.hit.hit import HitState
from mdt_alpr.domain.hotlist.hotlist import (
    AlertStyle,
    CategorySetting,
    CategorySettings,
    PastHits,
    Priority,
)
from mdt_alpr.domain.people.roles import Role, Session
from mdt_alpr.domain.retention.outbox import ItemKind, ReceiptOutcome
from mdt_alpr.patrol.outgoing import hit_message, picture_digest
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.messages import AuditMessage, PictureMessage, Receipt
from tests.adapters.store.steps import accept_all, count, keep, numbered_read, unable_to_fold
from tests.builders import NOW, SetClock, a_hit, a_list, a_read, an_entry

TABLES = ("reads", "hits", "pictures", "outbox", "audit", "hotlist_entries", "sessions", "purges")


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
    assert {table: count(store, table) for table in TABLES} == dict.fromkeys(TABLES, 0)


def test_a_transaction_is_used_inside_its_block_only(store: CarStore) -> None:
    work = store.begin()
    with pytest.raises(RuntimeError, match="with block"):
        work.open_hits()
    with work:
        assert work.open_hits() == ()
    with pytest.raises(RuntimeError, match="with block"):
        work.waiting_count()


@pytest.mark.logs_warnings
def test_what_was_erased_is_erased_though_the_disk_cannot_fold_its_log(
    store: CarStore, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = path.with_name(f"{path.name}-wal")
    with store.begin() as work:
        work.save_hotlist(a_list(an_entry("AAA111"), an_entry("BBB222")))
    with monkeypatch.context() as patched, store.begin() as work:
        patched.setattr(unit_of_work, "checkpoint", unable_to_fold)
        work.save_hotlist(a_list(an_entry("AAA111"), version=2))
    assert log.stat().st_size > 0
    with store.begin() as work:
        assert work.hotlist() == a_list(an_entry("AAA111"), version=2)
        work.purge(NOW)
    assert log.stat().st_size == 0


# ------------------------------------------------------------------- reads and pictures


def test_pictures_are_announced_behind_the_read_that_names_them(store: CarStore) -> None:
    keep(store, a_read())
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
        keep(store, a_read(revision=revision))
    with store._engine.connect() as connection:
        rows = connection.execute(text("SELECT revision FROM reads")).scalars().all()
    assert rows == [2]


def test_a_picture_is_announced_once_over_all_revisions(store: CarStore) -> None:
    for revision in range(3):
        keep(store, a_read(revision=revision))
    with store.begin() as work:
        kinds = [item.kind for item in work.waiting(20)]
    assert kinds.count(ItemKind.PICTURE) == 2
    assert kinds.count(ItemKind.READ) == 3


def test_a_picture_that_two_reads_show_is_announced_for_each(store: CarStore) -> None:
    for plate in ("SHP1561", "KLM4471"):
        keep(store, a_read(plate, crop=plate.encode()))
    with store.begin() as work:
        bodies = [i.body for i in work.waiting(20) if i.kind is ItemKind.PICTURE]
    announced = [decode(PictureMessage, body) for body in bodies]
    shown = [one.read_id for one in announced if one.digest == picture_digest(b"context")]
    assert len(set(shown)) == len(shown) == 2


def test_a_replaced_picture_goes_when_it_was_sent_and_not_before(store: CarStore) -> None:
    first, second = a_read(crop=b"blurred"), a_read(revision=1, crop=b"sharp")
    keep(store, first)
    keep(store, second)
    with store.begin() as work:
        assert work.picture(picture_digest(b"blurred")) == b"blurred"
    accept_all(store)
    with store.begin() as work:
        assert work.picture(picture_digest(b"blurred")) is None
        assert work.picture(picture_digest(b"sharp")) == b"sharp"


def test_a_picture_that_was_sent_goes_with_the_revision_that_replaces_it(store: CarStore) -> None:
    keep(store, a_read(crop=b"blurred"))
    accept_all(store)
    keep(store, a_read(revision=1, crop=b"sharp"))
    with store.begin() as work:
        assert work.picture(picture_digest(b"blurred")) is None


def test_a_picture_stays_as_long_as_a_hit_shows_it(store: CarStore) -> None:
    first = a_read(crop=b"blurred")
    keep(store, first)
    with store.begin() as work:
        work.save_hit(a_hit(first))
    keep(store, a_read(revision=1, crop=b"sharp"))
    accept_all(store)
    with store.begin() as work:
        (hit,) = work.open_hits()
    assert hit.read.crop == b"blurred"


def test_a_read_without_pictures_is_kept(store: CarStore) -> None:
    keep(store, a_read(crop=b"", context=b""))
    assert (count(store, "reads"), count(store, "pictures")) == (1, 0)


# ------------------------------------------------------------------- hits


def test_open_hits_come_back_whole_and_oldest_first(store: CarStore) -> None:
    late = a_hit(numbered_read(1), raised_at=NOW + timedelta(seconds=5), hit_id="late")
    early = a_hit(numbered_read(2), hit_id="early", state=HitState.BLIND, opened_at=NOW)
    closing = Closing(Disposition.MISREAD, NOW, stopped=Stopped.NO)
    over = a_hit(numbered_read(3), hit_id="over", state=HitState.CLOSED, closing=closing)
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
    accept_all(store)
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
    with store._engine.connect() as connection, pytest.raises(IntegrityError, match="append-only"):
        connection.execute(text(change))
    assert count(store, "audit") == 1


# ------------------------------------------------------------------- hotlist and session


def test_a_newer_list_takes_the_place_of_the_one_before(store: CarStore) -> None:
    first = a_list(an_entry(), an_entry("RTX90", "VA"), version=1)
    second = a_list(
        an_entry("ZZZ111", "SC", expires_at=NOW + timedelta(days=9), entered_on=NOW.date()),
        version=2,
        look_alikes_allowed=True,
        settings=CategorySettings(
            (CategorySetting("V", Priority.LOW, AlertStyle.SHOWN, "Call first.", NOW),),
            (PastHits("V", "NC", 41, 63, NOW - timedelta(days=90), NOW),),
        ),
    )
    with store.begin() as work:
        assert work.hotlist() is None
        work.save_hotlist(first)
        assert work.hotlist() == first
        work.save_hotlist(second)
    with store.begin() as work:
        assert work.hotlist() == second
        work.save_hotlist(a_list(an_entry(), version=3))
        assert work.hotlist() == a_list(an_entry(), version=3)


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
