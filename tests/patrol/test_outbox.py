import os

import pytest

from mdt_alpr.adapters.store.car_store import CarStore
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import LinkLostError, SignInRefusedError
from mdt_alpr.domain.identity import new_id
from mdt_alpr.domain.retention.outbox import ItemKind, ReceiptOutcome
from mdt_alpr.patrol.outbox import (
    LARGEST_BATCH,
    LARGEST_PICTURES,
    PICTURES_AT_ONCE,
    Batch,
    deliver,
    next_batch,
    settle,
)
from mdt_alpr.patrol.outgoing import picture_digest, picture_messages, read_message
from mdt_alpr.wire.messages import Receipt
from tests.builders import NOW, a_read
from tests.patrol.scripted_link import JPEG, SESSION, ScriptedLink, lost, no_trouble

CROP, CONTEXT = JPEG + b" the plate", JPEG + b" the vehicle"


def _keep_read(store: CarStore, crop: bytes, context: bytes = b"") -> None:
    read = a_read(read_id=new_id(NOW, os.urandom(10)), crop=crop, context=context)
    with store.begin() as work:
        work.save_read(read)
        work.queue(ItemKind.READ, read_message(read, "4312", "kdavis", "1.0"))


def _note(store: CarStore, times: int) -> None:
    with store.begin() as work:
        for number in range(times):
            work.record(AuditEvent.HIT_OPENED, f"h{number}", "kdavis")


def _batch(store: CarStore) -> Batch:
    with store.begin() as work:
        return next_batch(work)


def _waiting(store: CarStore) -> int:
    with store.begin() as work:
        return work.waiting_count()


def test_a_batch_holds_the_oldest_items_in_order_and_no_more_than_fit(store: CarStore) -> None:
    _note(store, LARGEST_BATCH + 5)
    batch = _batch(store)
    sequences = [item.sequence for item in batch.items]
    assert len(sequences) == LARGEST_BATCH
    assert sequences == sorted(sequences)
    assert batch.pictures == ()


def test_a_batch_brings_the_pictures_that_it_announces(store: CarStore) -> None:
    _keep_read(store, CROP, CONTEXT)
    batch = _batch(store)
    assert [item.kind for item in batch.items] == [
        ItemKind.READ, ItemKind.PICTURE, ItemKind.PICTURE,
    ]  # fmt: skip
    assert [picture.jpeg for picture in batch.pictures] == [CROP, CONTEXT]
    assert batch.pictures[0].digest == picture_digest(CROP)


def test_a_batch_is_bounded_in_bytes_but_never_empty(store: CarStore) -> None:
    half = LARGEST_PICTURES // 2 + 1
    for _ in range(3):
        _keep_read(store, os.urandom(half))
    assert len(_batch(store).pictures) == 1
    with store.begin() as work:
        work.settle([Receipt(i.item_id, ReceiptOutcome.KNOWN) for i in work.waiting(5)])
    _keep_read(store, os.urandom(LARGEST_PICTURES * 2))
    sizes = []
    while (batch := _batch(store)).items:
        sizes.append(len(batch.items))
        with store.begin() as work:
            settle(work, deliver(ScriptedLink(), SESSION, batch))
    assert sum(sizes) == 3


def test_what_happened_later_goes_before_pictures_that_wait(store: CarStore) -> None:
    for number in range(PICTURES_AT_ONCE + 3):
        _keep_read(store, CROP + b" %d" % number)
    _note(store, 1)
    kinds = [item.kind for item in _batch(store).items]
    assert kinds.index(ItemKind.AUDIT) < kinds.index(ItemKind.PICTURE)
    assert kinds.count(ItemKind.PICTURE) == PICTURES_AT_ONCE


def test_two_reads_that_share_a_picture_send_it_once(store: CarStore) -> None:
    _keep_read(store, CROP)
    with store.begin() as work:
        read = a_read(read_id=new_id(NOW, os.urandom(10)), crop=CROP, context=b"")
        (announced,) = picture_messages(read)
        work.queue(ItemKind.PICTURE, announced)
    link = ScriptedLink()
    assert deliver(link, SESSION, _batch(store)).count(ReceiptOutcome.ACCEPTED) == 3
    assert link.sent_pictures == [picture_digest(CROP)]


def test_a_delivery_brings_items_then_pictures_and_empties_the_outbox(store: CarStore) -> None:
    _keep_read(store, CROP, CONTEXT)
    link = ScriptedLink()
    delivered = deliver(link, SESSION, _batch(store))
    assert delivered.failure is None
    assert delivered.count(ReceiptOutcome.ACCEPTED) == 3
    assert sorted(link.pictures.values()) == [CROP, CONTEXT]
    with store.begin() as work:
        queue = settle(work, delivered)
    assert (queue.waiting, queue.oldest) == (0, None)


def test_a_cut_before_the_answer_keeps_every_item(store: CarStore) -> None:
    _keep_read(store, CROP)
    link = ScriptedLink()
    link.after = [lost]
    delivered = deliver(link, SESSION, _batch(store))
    assert isinstance(delivered.failure, LinkLostError)
    assert delivered.receipts == ()
    with store.begin() as work:
        assert settle(work, delivered).waiting == 2
    again = deliver(link, SESSION, _batch(store))
    assert again.count(ReceiptOutcome.KNOWN) == 2
    assert len(link.items) == 2


def test_a_picture_that_arrived_before_a_cut_is_not_sent_again(store: CarStore) -> None:
    _keep_read(store, CROP, CONTEXT)
    link = ScriptedLink()
    link.picture_troubles = [no_trouble, lost]
    delivered = deliver(link, SESSION, _batch(store))
    assert isinstance(delivered.failure, LinkLostError)
    with store.begin() as work:
        assert settle(work, delivered).waiting == 2
    again = deliver(link, SESSION, _batch(store))
    assert again.count(ReceiptOutcome.KNOWN) == 2
    assert set(link.pictures.values()) == {CROP, CONTEXT}
    assert link.sent_pictures == [picture_digest(CROP), picture_digest(CONTEXT)]


def test_items_behind_a_cut_picture_are_settled_all_the_same(store: CarStore) -> None:
    _keep_read(store, CROP)
    _note(store, 1)
    link = ScriptedLink()
    link.picture_troubles = [lost]
    delivered = deliver(link, SESSION, _batch(store))
    with store.begin() as work:
        assert settle(work, delivered).waiting == 1


def test_a_refused_item_is_set_aside_and_its_picture_not_sent(store: CarStore) -> None:
    _keep_read(store, CROP)
    batch = _batch(store)
    link = ScriptedLink()
    link.refuse = {batch.items[1].item_id: 306}
    delivered = deliver(link, SESSION, batch)
    assert delivered.count(ReceiptOutcome.REFUSED) == 1
    assert link.pictures == {}
    with store.begin() as work:
        assert settle(work, delivered).waiting == 0


def test_a_picture_that_headquarters_refuses_does_not_block_the_others(store: CarStore) -> None:
    _keep_read(store, CROP, CONTEXT)
    link = ScriptedLink()
    link.refuse_pictures = {picture_digest(CROP): 402}
    delivered = deliver(link, SESSION, _batch(store))
    assert delivered.failure is None
    assert [r.problem for r in delivered.receipts] == [None, 402, None]
    assert link.pictures == {picture_digest(CONTEXT): CONTEXT}


def test_an_ended_session_in_the_middle_of_pictures_loses_nothing(store: CarStore) -> None:
    def sign_out() -> None:
        message = "Sign in again."
        raise SignInRefusedError(message)

    _keep_read(store, CROP)
    link = ScriptedLink()
    link.picture_troubles = [sign_out]
    delivered = deliver(link, SESSION, _batch(store))
    assert isinstance(delivered.failure, SignInRefusedError)
    with store.begin() as work:
        assert settle(work, delivered).waiting == 1


@pytest.mark.parametrize("answered", [0, 1, 3])
def test_an_answer_that_does_not_fit_the_batch_counts_for_nothing(
    store: CarStore, answered: int
) -> None:
    class Confused(ScriptedLink):
        def send(self, *_: object) -> tuple[Receipt, ...]:
            return (Receipt("another", ReceiptOutcome.ACCEPTED),) * answered

    _note(store, 2)
    delivered = deliver(Confused(), SESSION, _batch(store))
    assert delivered.receipts == ()
    assert isinstance(delivered.failure, LinkLostError)
    assert _waiting(store) == 2
