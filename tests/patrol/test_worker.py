"""A worker owns its thread and survives one bad piece of work."""

import logging
import threading
from functools import partial

import pytest

from mdt_alpr.domain.errors import StoreLockedError
from mdt_alpr.patrol import worker as worker_module
from mdt_alpr.patrol.events import Failed
from mdt_alpr.patrol.worker import Worker


def test_work_is_done_in_order_on_one_thread() -> None:
    done: list[tuple[int, str]] = []
    worker = Worker("records", lambda _: None)
    worker.start()
    for number in range(20):
        worker.do(lambda n=number: done.append((n, threading.current_thread().name)))  # type: ignore[misc]
    worker.stop()
    assert done == [(number, "records") for number in range(20)]


def test_what_is_due_is_finished_before_the_thread_ends_and_later_work_is_dropped() -> None:
    done: list[str] = []
    worker = Worker("records", lambda _: None)
    worker.do(lambda: done.append("now"))
    worker.do_in(3600, lambda: done.append("later"))
    worker.start()
    worker.stop()
    assert done == ["now"]


def test_asking_returns_the_answer_and_raises_the_error_of_the_other_thread() -> None:
    worker = Worker("records", lambda _: None)
    worker.start()
    try:
        assert worker.ask(lambda: 6 * 7) == 42
        with pytest.raises(ZeroDivisionError):
            worker.ask(lambda: 1 // 0)
    finally:
        worker.stop()


@pytest.mark.logs_warnings
def test_a_bug_is_reported_and_the_next_piece_of_work_is_done(
    caplog: pytest.LogCaptureFixture,
) -> None:
    failed: list[Failed] = []
    done: list[str] = []
    worker = Worker("link", failed.append)
    worker.do(lambda: divmod(1, 0))  # type: ignore[arg-type]
    worker.do(lambda: done.append("next"))
    with caplog.at_level(logging.CRITICAL):
        worker.start()
        worker.stop()
    assert [f.thread for f in failed] == ["link"]
    assert done == ["next"]


@pytest.mark.logs_warnings
def test_a_step_that_failed_is_tried_again_before_those_behind_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(worker_module, "_AGAIN_S", 0.0)
    failed: list[Failed] = []
    done: list[str] = []
    ended = threading.Event()
    errors = [OSError("the disk"), OSError("the disk")]

    def second() -> None:
        if errors:
            raise errors.pop()
        done.append("second")

    worker = Worker("records", failed.append)
    worker.start()
    worker.do(lambda: worker.go_through(lambda: done.append("first"), second, ended.set))
    assert ended.wait(60)
    worker.stop()
    assert (done, len(failed)) == (["first", "second"], 2)


def test_what_a_full_disk_refused_is_kept_once_there_is_room_and_before_any_later_work() -> None:
    kept: list[str] = []
    failed: list[Failed] = []
    is_full = True
    worker = Worker("records", failed.append)

    def keep(name: str) -> None:
        if is_full:
            raise StoreLockedError("The disk is full.")
        kept.append(name)

    worker.start()
    worker.ask(lambda: worker.insist(lambda: keep("first")))
    worker.ask(lambda: worker.insist(lambda: keep("second")))
    assert (kept, [event.why for event in failed]) == ([], ["The disk is full."] * 2)
    is_full = False
    worker.ask(lambda: kept.append("later"))
    assert kept == ["first", "second", "later"]
    is_full = True
    worker.ask(lambda: worker.insist(lambda: keep("last")))
    is_full = False
    worker.stop()
    assert kept[-1] == "last"


@pytest.mark.logs_warnings
def test_a_bug_in_what_must_be_kept_holds_nothing_else_up() -> None:
    kept: list[str] = []
    failed: list[Failed] = []
    worker = Worker("records", failed.append)
    worker.start()
    worker.ask(lambda: worker.insist(partial(print, end=1)))
    worker.ask(lambda: worker.insist(lambda: kept.append("next")))
    worker.stop()
    assert kept == ["next"]
    assert [event.why for event in failed] == ["TypeError: end must be None or a string, not int"]
