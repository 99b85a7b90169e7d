"""A store of pictures may be slow, or be cut off: no read waits for it, and nothing outlives it.

The store is a folder of this machine that answers when it is let.
"""

import hashlib
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

import pytest

from mdt_alpr.domain.policy import (
    PICTURE_ARRIVES_WITHIN,
    READS_LIFE,
    capture_date,
    capture_date_ends,
    pictures_taken_after,
)
from mdt_alpr.hq.base.headquarters import Headquarters, RefusedError
from mdt_alpr.hq.base.picture_stores import PictureFolder, picture_name
from mdt_alpr.hq.evidence.pictures import held_dates, keep_picture, keep_pictures, show_picture
from mdt_alpr.hq.hits.hit_file import check_evidence_of
from mdt_alpr.hq.intake.service import accept
from mdt_alpr.hq.keeping.purge import purge
from mdt_alpr.wire.pictures import Framed
from mdt_alpr.wire.problems import Problem
from tests.builders import NOW, SetClock
from tests.hq.letting import given, granted
from tests.hq.passing_time import time_passes
from tests.hq.senders import (
    HANGS_AFTER_S,
    JPEG,
    PATIENCE,
    a_batch,
    a_picture_message,
    a_read_message,
    an_item,
    outcomes,
)
from tests.hq.test_evidence import a_sent_package
from tests.hq.test_purge import CALLER, DIGEST

KEPT = timedelta(days=90)

T = TypeVar("T")


class SlowFolder(PictureFolder):
    """A folder that does nothing before it is let, at the latest after some seconds."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.reached = threading.Event()
        self._let = threading.Event()
        self.is_waiting = False

    def put(self, given: Sequence[tuple[str, bytes]]) -> None:
        self._wait()
        super().put(given)

    def get(self, name: str) -> bytes | None:
        self._wait()
        return super().get(name)

    def erase(self, names: Iterable[str]) -> None:
        self._wait()
        super().erase(names)

    def go_on(self) -> None:
        self._let.set()

    def _wait(self) -> None:
        self.is_waiting = True
        self.reached.set()
        self._let.wait(PATIENCE)
        self.is_waiting = False


class CutFolder(PictureFolder):
    """A folder behind whose back the program ends as soon as a picture lies there."""

    def put(self, given: Sequence[tuple[str, bytes]]) -> None:
        super().put(given)
        raise KeyboardInterrupt


@contextmanager
def slowly(hq: Headquarters, do: Callable[[], T]) -> Iterator[tuple[SlowFolder, Future[T]]]:
    """Do something that the store holds up, while the context lasts and longer."""
    slow = SlowFolder(hq.settings.pictures)
    hq.pictures.store = slow
    with ThreadPoolExecutor(1) as thread:
        done = thread.submit(do)
        assert slow.reached.wait(HANGS_AFTER_S)
        yield slow, done
        slow.go_on()


def announced(hq: Headquarters, captured_at: datetime = NOW, digest: str = DIGEST) -> None:
    announcement = a_picture_message(a_read_message(captured_at=captured_at), digest)
    with hq.writing() as work:
        receipts = accept(work, CALLER, a_batch(an_item(announcement, made_at=captured_at)), 500)
    assert outcomes(receipts) == ["accepted"]


def a_read_is_taken(hq: Headquarters) -> None:
    with hq.writing() as work:
        receipts = accept(work, CALLER, a_batch(an_item(a_read_message())), 500)
    assert outcomes(receipts) == ["accepted"]


def files(hq: Headquarters) -> list[str]:
    return list(PictureFolder(hq.settings.pictures).names(""))


def is_kept(hq: Headquarters) -> bool:
    with hq.reading() as work:
        return bool(held_dates(work.connection, DIGEST))


def taken(hq: Headquarters) -> Callable[[], object]:
    announced(hq)
    return lambda: keep_picture(hq, DIGEST, JPEG)


def shown(hq: Headquarters) -> Callable[[], object]:
    announced(hq)
    keep_picture(hq, DIGEST, JPEG)
    return lambda: show_picture(hq, CALLER, DIGEST)


def exported(hq: Headquarters) -> Callable[[], object]:
    hit_id = a_sent_package(hq)
    request = granted(hq)
    return lambda: given(hq, request=request, hits=(hit_id,))


def checked(hq: Headquarters) -> Callable[[], object]:
    hit_id = a_sent_package(hq)
    return lambda: check_evidence_of(hq, CALLER, hit_id)


def purged(hq: Headquarters) -> Callable[[], object]:
    announced(hq, NOW - timedelta(days=1))
    keep_picture(hq, DIGEST, JPEG)
    return lambda: purge(hq, NOW - timedelta(days=1) + KEPT)


@pytest.mark.parametrize("begun", [taken, shown, exported, checked, purged])
def test_a_read_is_accepted_while_the_store_of_pictures_is_still_busy(
    hq: Headquarters, begun: Callable[[Headquarters], Callable[[], object]]
) -> None:
    with slowly(hq, begun(hq)) as (slow, done):
        a_read_is_taken(hq)
        assert slow.is_waiting
    done.result()


def test_a_picture_is_held_only_once_the_store_has_it(hq: Headquarters) -> None:
    with slowly(hq, taken(hq)):
        assert not is_kept(hq)
    assert is_kept(hq)
    assert hq.pictures.get([capture_date(NOW)], DIGEST) == JPEG


def test_a_picture_is_not_refused_whose_announcement_was_not_seen_at_first(
    hq: Headquarters,
) -> None:
    announced(hq)
    two = [Framed(hashlib.sha256(jpeg).hexdigest(), jpeg) for jpeg in (JPEG, JPEG + b"2")]
    with slowly(hq, lambda: keep_pictures(hq, two)) as (_, done):
        announced(hq, digest=two[1].digest)  # as where a paused primary was asked before
    with pytest.raises(RefusedError) as refused:
        done.result()
    assert refused.value.problem is Problem.NOT_READY
    receipts = keep_pictures(hq, two).receipts
    assert [receipt.problem for receipt in receipts] == [None, None]


@pytest.mark.clause(READS_LIFE.number)
@pytest.mark.parametrize("late", [timedelta(0), timedelta(days=2)])
def test_a_picture_that_lands_after_it_was_purged_does_not_survive(
    hq: Headquarters, clock: SetClock, late: timedelta
) -> None:
    with slowly(hq, taken(hq)) as (_, done):
        clock.at = NOW + KEPT + late
        hq.pictures.store = PictureFolder(hq.settings.pictures)
        purge(hq, clock.at)
    with pytest.raises(RefusedError) as refused:
        done.result()
    assert refused.value.problem is Problem.NOT_ANNOUNCED
    assert (files(hq), is_kept(hq)) == ([], False)


@pytest.mark.clause(READS_LIFE.number)
def test_a_picture_that_lands_past_its_deadline_does_not_wait_for_the_purge(
    hq: Headquarters, clock: SetClock
) -> None:
    with slowly(hq, taken(hq)) as (_, done):
        clock.at = NOW + KEPT
    assert done.exception() is not None
    assert (files(hq), is_kept(hq)) == ([], False)


def test_a_picture_is_not_lost_where_the_program_ends_before_it_is_marked_as_held(
    hq: Headquarters,
) -> None:
    announced(hq)
    hq.pictures.store = CutFolder(hq.settings.pictures)
    with pytest.raises(KeyboardInterrupt):
        keep_picture(hq, DIGEST, JPEG)
    assert not is_kept(hq)
    hq.pictures.store = PictureFolder(hq.settings.pictures)
    keep_picture(hq, DIGEST, JPEG)
    assert is_kept(hq)
    assert len(files(hq)) == 1


@pytest.mark.clause(READS_LIFE.number)
def test_a_picture_that_nobody_marked_as_held_goes_at_its_deadline_too(hq: Headquarters) -> None:
    announced(hq)
    hq.pictures.store = CutFolder(hq.settings.pictures)
    with pytest.raises(KeyboardInterrupt):
        keep_picture(hq, DIGEST, JPEG)
    assert len(files(hq)) == 1
    purge(hq, NOW + KEPT)
    assert files(hq) == []


@pytest.mark.clause(READS_LIFE.number)
def test_what_landed_when_its_date_was_over_and_the_program_ended_goes_with_the_next_purge(
    hq: Headquarters,
) -> None:
    taken(hq)()
    ends = capture_date_ends(capture_date(NOW))
    purge(hq, ends)
    hq.pictures.store.put([(picture_name(capture_date(NOW), DIGEST), b"sealed")])
    purge(hq, ends + timedelta(hours=1))
    assert files(hq) == []


@pytest.mark.clause(READS_LIFE.number)
def test_no_picture_is_accepted_so_late_that_it_might_land_after_its_purge(
    hq: Headquarters, clock: SetClock
) -> None:
    announced(hq)
    time_passes(hq, clock, NOW + KEPT - PICTURE_ARRIVES_WITHIN)
    assert pictures_taken_after(clock.at) == NOW
    with pytest.raises(RefusedError) as refused:
        keep_picture(hq, DIGEST, JPEG)
    assert refused.value.problem is Problem.NOT_ANNOUNCED
    clock.at -= timedelta(microseconds=1)
    keep_picture(hq, DIGEST, JPEG)
    assert is_kept(hq)
