"""The car keeps what headquarters told, for as long as it may."""

from dataclasses import replace
from datetime import timedelta

from mdt_alpr.adapters.store.car_store import CarStore
from mdt_alpr.domain.hit.disposition import Disposition
from mdt_alpr.domain.hit.known_before import EarlierRejection
from mdt_alpr.domain.policy import CAPTURED_DATA_KEPT_FOR
from tests.builders import NOW, SetClock, a_hit

KEPT = EarlierRejection("hit-1", "nc/V/1", "EXN2894", "NC", Disposition.MISREAD, False, NOW, NOW)  # noqa: FBT003


def test_the_last_number_is_remembered(store: CarStore) -> None:
    with store.begin() as work:
        assert work.notices.number() == 0
        work.notices.save_number(7)
        work.notices.save_number(9)
    with store.begin() as work:
        assert work.notices.number() == 9


def test_a_rejection_is_kept_by_record_and_replaced_by_its_later_state(store: CarStore) -> None:
    ended = replace(KEPT, ended=True)
    with store.begin() as work:
        work.notices.save_rejection(KEPT)
        work.notices.save_rejection(ended)
    with store.begin() as work:
        assert work.notices.rejections(["nc/V/1"]) == (ended,)
        assert work.notices.rejections(["nc/V/2"]) == ()
        assert work.notices.rejections([]) == ()


def test_a_rejection_is_gone_90_days_after_its_capture(store: CarStore, clock: SetClock) -> None:
    with store.begin() as work:
        work.notices.save_rejection(KEPT)
    clock.at = NOW + CAPTURED_DATA_KEPT_FOR - timedelta(microseconds=1)
    with store.begin() as work:
        work.purge(clock.now())
        assert work.notices.rejections(["nc/V/1"]) == (KEPT,)
    clock.at = NOW + CAPTURED_DATA_KEPT_FOR
    with store.begin() as work:
        work.purge(clock.now())
    with store.begin() as work:
        assert work.notices.rejections(["nc/V/1"]) == ()


def test_a_closed_hit_is_known_too(store: CarStore) -> None:
    hit = a_hit()
    with store.begin() as work:
        assert not work.notices.knows_hit(hit.hit_id)
        work.save_hit(hit)
        assert work.notices.knows_hit(hit.hit_id)
