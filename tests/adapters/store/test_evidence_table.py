"""What the car's store keeps for evidence, and what it says of refused items."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from mdt_alpr.adapters.store.car_store import CarStore
from mdt_alpr.domain.hit.trace import PassFrame
from mdt_alpr.domain.retention.outbox import ItemKind, ReceiptOutcome, SetAside
from mdt_alpr.patrol.outgoing import picture_digest
from mdt_alpr.wire.evidence import DeviceKeyMessage
from mdt_alpr.wire.messages import Receipt
from tests.adapters.store.conftest import KEY
from tests.adapters.store.steps import keep, numbered_read
from tests.builders import NOW, SetClock, a_hit, a_list, a_read, an_entry
from tests.evidence import Sealer, a_verified_hit
from tests.hq.test_evidence import package_of


def refuse_all(store: CarStore, problem: int) -> None:
    with store.begin() as work:
        items = work.waiting(100)
        work.settle([Receipt(i.item_id, ReceiptOutcome.REFUSED, problem) for i in items])


def test_a_place_in_the_chain_is_given_once(store: CarStore) -> None:
    sealer = Sealer()
    package = package_of(sealer, sealer.seal(a_verified_hit()))
    with store.begin() as work:
        work.save_evidence(package)
    with pytest.raises(IntegrityError), store.begin() as work:
        work.save_evidence(package)
    with store.begin() as work:
        assert work.last_seal(sealer.signer.public_key) == sealer.chain[0].seal
        assert work.last_seal("ab" * 32) is None


def test_further_pictures_stay_with_their_hit_when_the_read_moves_on(store: CarStore) -> None:
    read = numbered_read(1, crop=b"first")
    further = PassFrame(NOW, read.characters, read.box, b"further")
    hit = a_hit(read)
    keep(store, read)
    with store.begin() as work:
        work.save_hit(hit)
    later = replace(read, revision=1, crop=b"later")
    carried = replace(hit, trace=hit.trace.with_revision(later).with_frames((further,)))
    with store.begin() as work:
        work.save_hit(carried)
        work.save_hit(carried)
    keep(store, replace(read, revision=2, crop=b"latest"))
    refuse_all(store, 301)
    with store.begin() as work:
        for jpeg in (b"first", b"later", b"further"):
            assert work.picture(picture_digest(jpeg)) == jpeg
        (kept,) = work.open_hits()
    assert kept == carried


def test_further_frames_are_reported_to_headquarters_once(store: CarStore) -> None:
    hit = a_verified_hit()
    with store.begin() as work:
        work.save_hit(hit)
    with store.begin() as work:
        work.save_hit(hit)
        result = [item for item in work.waiting(100) if item.kind is ItemKind.PICTURE]
    assert len(result) == 1
    assert '"what":"frame"' in result[0].body


def test_refused_items_are_counted_with_the_newest_reason(
    store: CarStore, clock: SetClock
) -> None:
    with store.begin() as work:
        assert work.set_aside() == SetAside(0, None)
    for number, problem in enumerate((306, 310)):
        keep(store, a_read(f"ABC{number}", read_id=f"{number}"))
        refuse_all(store, problem)
        clock.pass_by(seconds=1)
    with store.begin() as work:
        found = work.set_aside()
    assert found.newest_problem == 310
    assert found.count > 2


def test_only_the_newest_announcement_of_a_key_counts(store: CarStore) -> None:
    for number in range(3):
        with store.begin() as work:
            work.queue(ItemKind.DEVICE_KEY, DeviceKeyMessage("car-1", f"{number}", NOW, ""))
        if number < 2:
            refuse_all(store, 322)
    with store.begin() as work:
        assert work.set_aside() == SetAside(0, None)
        assert [item.kind for item in work.waiting(10)] == [ItemKind.DEVICE_KEY]


def test_the_digest_of_the_list_comes_back(path: Path, clock: SetClock) -> None:
    store = CarStore(path, KEY, clock, os.urandom, "car-4312")
    with store.begin() as work:
        work.save_hotlist(a_list(an_entry(), digest="ab" * 32))
    with store.begin() as work:
        listed = work.hotlist()
    store.close()
    assert listed is not None
    assert listed.digest == "ab" * 32
