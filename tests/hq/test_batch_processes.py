"""Batches accepted by processes of their own: once each, notified as ever, and none is missed."""

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from multiprocessing.connection import wait
from pathlib import Path

import httpx
import pytest
from sqlalchemy import func, select

from mdt_alpr.cli import main
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.hq.base.tables import ITEMS, READS
from mdt_alpr.hq.intake.batches import batches_of, forget_keys_until_over
from mdt_alpr.hq.people import sample_agency
from mdt_alpr.lab.ports import free_port
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.messages import ItemMessage, ReceiptsMessage
from mdt_alpr.wire.notices import NoticeMessage, NoticesMessage
from tests.builders import NOW, SetClock
from tests.hq.listening import a_relay
from tests.hq.senders import (
    HANGS_AFTER_S,
    Car,
    a_batch,
    a_car,
    a_hit_message,
    a_read_message,
    an_item,
    outcomes,
)
from tests.hq.test_app import until

DATABASES = ["postgresql"]
CARS = 6


@pytest.fixture
def settings(settings: HqSettings) -> HqSettings:
    return replace(settings, processes=2)


@pytest.fixture
def car(server: InProcessHq) -> Iterator[Car]:
    with a_car(server.base_url) as found:
        yield found


def processes() -> list[multiprocessing.process.BaseProcess]:
    return [p for p in multiprocessing.active_children() if p.name == "batches"]


def counted(server: InProcessHq) -> list[int]:
    with server.hq.reading() as work:
        numbers = [
            work.connection.scalar(select(func.count()).select_from(table))
            for table in (ITEMS, READS)
        ]
    return [number or 0 for number in numbers]


def test_the_same_items_sent_by_many_at_once_count_once(server: InProcessHq) -> None:
    items = [an_item(a_read_message()) for _ in range(60)]

    def send(car: Car, own: list[ItemMessage]) -> list[str]:
        return [outcome for at in range(0, 60, 20) for outcome in car.send(*own[at : at + 20])]

    with ExitStack() as signed_in, ThreadPoolExecutor(CARS) as threads:
        cars = [signed_in.enter_context(a_car(server.base_url)) for _ in range(CARS)]
        results = threads.map(send, cars, [items[n:] + items[:n] for n in range(CARS)])
        found = [outcome for outcomes in results for outcome in outcomes]
    assert (found.count("accepted"), found.count("known")) == (60, 60 * (CARS - 1))
    assert counted(server) == [60, 60]


def test_what_is_refused_has_the_same_number_as_ever(car: Car) -> None:
    assert car.send(an_item(a_read_message(state="ZZ")), an_item(a_read_message())) == [
        "refused 303",
        "accepted",
    ]
    others = car.post(a_batch(device="car-9"))
    assert (others.status_code, others.json()["number"]) == (403, 207)
    broken = car.http.post("/v1/items", content='{"version":1}')
    assert (broken.status_code, broken.json()["number"]) == (400, 101)
    assert "device" in broken.json()["detail"]
    packed = car.http.post("/v1/items", content=b"x", headers={"Content-Encoding": "br"})
    assert (packed.status_code, packed.json()["number"]) == (415, 103)


def reported_to(car: Car, came: list[tuple[NoticeMessage, ...]]) -> threading.Thread:
    def wait() -> None:
        answer = car.http.get("/v1/notices?wait=25&unit=Unit+7", timeout=30)
        came.append(decode(NoticesMessage, answer.content).notices)

    waiting = threading.Thread(target=wait)
    waiting.start()
    return waiting


def test_a_car_that_waits_is_notified_whichever_process_or_server_accepts_the_batch(
    server: InProcessHq, settings: HqSettings, clock: SetClock, car: Car
) -> None:
    here: list[tuple[NoticeMessage, ...]] = []
    there: list[tuple[NoticeMessage, ...]] = []
    read = a_read_message()
    hit = a_hit_message(read)
    beside = InProcessHq(replace(settings, processes=0), clock, os.urandom)
    person = sample_agency.SECOND_OFFICER
    with (
        beside as other,
        a_car(server.base_url, person, "car-7") as near,
        a_car(other.base_url, person, "car-8") as far,
    ):
        for listener in (near, far):
            listener.http.get("/v1/notices?unit=Unit+7")
        waiting = reported_to(near, here), reported_to(far, there)
        car.send(an_item(read), an_item(hit))
        car.send(an_item(a_relay(hit, read, "car-7")), an_item(a_relay(hit, read, "car-8")))
        for thread in waiting:
            thread.join(timeout=20)
    assert [[notice.kind for notice in notices] for notices in here + there] == [["relay"]] * 2


@pytest.mark.logs_warnings
def test_a_process_that_dies_is_begun_anew_and_its_batch_sent_again_counts_once(
    server: InProcessHq, car: Car
) -> None:
    items = [an_item(a_read_message()) for _ in range(5)]
    for process in processes():
        process.kill()
        process.join()
    first = car.post(a_batch(*items))
    assert (first.status_code, first.headers["Retry-After"]) == (503, "5")
    while not (answer := car.post(a_batch(*items))).is_success:
        assert answer.status_code == 503, answer.content
    assert outcomes(decode(ReceiptsMessage, answer.content)) == ["accepted"] * 5
    again = car.post(a_batch(*items))
    assert outcomes(decode(ReceiptsMessage, again.content)) == ["known"] * 5
    assert counted(server) == [5, 5]


@pytest.mark.logs_warnings
def test_processes_that_die_under_many_batches_lose_none(server: InProcessHq) -> None:
    def send(car: Car) -> int:
        number = 0
        for _ in range(12):
            items = [an_item(a_read_message()) for _ in range(3)]
            while not (answer := car.post(a_batch(*items))).is_success:
                assert answer.status_code == 503, answer.content
            number += len(outcomes(decode(ReceiptsMessage, answer.content)))
        return number

    with ExitStack() as signed_in, ThreadPoolExecutor(CARS) as threads:
        cars = [signed_in.enter_context(a_car(server.base_url)) for _ in range(CARS)]
        results = [threads.submit(send, car) for car in cars]
        while not any(counted(server)):
            threading.Event().wait(0.01)
        for process in processes():
            process.kill()
        sent = sum(result.result() for result in results)
    assert counted(server) == [sent, sent]


def test_a_process_keeps_no_key_in_memory_that_a_purge_destroyed(
    server: InProcessHq, car: Car
) -> None:
    assert car.send(an_item(a_read_message())) == ["accepted"]
    hq, over = server.hq, threading.Event()
    on = capture_date(NOW)
    sealed = hq.day_keys.seal(on, b"EXN2894", "x")
    hq.settings.day_keys.joinpath(f"{on}.key").unlink()
    assert hq.day_keys.opened(on, sealed, "x") == b"EXN2894"
    accepting = threading.Thread(target=over.wait)
    accepting.start()
    waiting = threading.Thread(target=forget_keys_until_over, args=(hq, [accepting], 0.01))
    waiting.start()
    try:
        until(lambda: hq.day_keys.opened(on, sealed, "x") is None)
    finally:
        over.set()
        waiting.join()


def test_no_process_outlives_its_server(settings: HqSettings, clock: SetClock) -> None:
    with InProcessHq(settings, clock, os.urandom):
        assert len(processes()) == 2
    assert processes() == []


@pytest.mark.skipif(sys.platform != "linux", reason="watches processes as Linux lets one")
def test_no_process_outlives_a_server_that_is_killed(settings: HqSettings) -> None:
    command = ["hq", "--data", str(settings.data), "--database", settings.database]
    port = free_port()
    words = ["-m", "mdt_alpr", *command, "serve", "--port", str(port), "--processes", "2"]
    process = subprocess.Popen([sys.executable, *words], stderr=subprocess.DEVNULL)
    with ExitStack() as watched:
        try:
            wait_until_up(port, process)
            begun = [watched.enter_context(watching(pid)) for pid in begun_by(process.pid)]
            assert len(begun) >= 2
            assert not has_ended(begun[0], within_s=0)
        finally:
            process.kill()
            process.wait()
        assert all(has_ended(one, HANGS_AFTER_S) for one in begun)


def wait_until_up(port: int, process: subprocess.Popen[bytes]) -> None:
    ends = time.monotonic() + HANGS_AFTER_S
    while time.monotonic() < ends:
        with suppress(httpx.TransportError):
            if httpx.get(f"http://127.0.0.1:{port}/readyz", trust_env=False).is_success:
                return
        assert process.poll() is None, "the server ended"
        threading.Event().wait(0.1)
    pytest.fail("the server did not come up")


def begun_by(pid: int) -> list[int]:
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has just ended
            if f"\nPPid:\t{pid}\n" in (place / "status").read_text():
                found.append(int(place.name))
    return found


@contextmanager
def watching(pid: int) -> Iterator[int]:
    """Give a handle of this very process, whose number may be used again."""
    watched = os.pidfd_open(pid)
    try:
        yield watched
    finally:
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(watched, signal.SIGKILL)
        os.close(watched)


def has_ended(watched: int, within_s: float) -> bool:
    """Wait for its end, be it that nobody asks for how it ended."""
    return bool(wait([watched], within_s))


def test_a_server_whose_processes_do_not_come_up_does_not_start(
    hq: Headquarters, settings: HqSettings
) -> None:
    nowhere = replace(settings, database_url="postgresql+psycopg://nobody@/x?host=/nowhere")
    hq.settings = nowhere
    with pytest.raises(OutsideError, match="did not start"):
        batches_of(hq).start()
    assert processes() == []


def test_sqlite_has_one_process(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["hq", "--data", str(tmp_path), "serve", "--processes", "2"]) == 1
    assert "SQLite lets one process write" in capsys.readouterr().err
