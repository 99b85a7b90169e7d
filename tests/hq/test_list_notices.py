"""Connected cars are notified at once that there is another list (HOT-03)."""

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.notifier import EVERYBODY, Notifier
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.notices import NoticesAndListMessage
from tests.hq.senders import Car, a_car
from tests.hq.test_hotlist_packages import a_file, take


@pytest.fixture
def car(server: InProcessHq) -> Iterator[Car]:
    with a_car(server.base_url) as found:
        yield found


def listed(car: Car, known: int, wait: float = 0) -> int:
    params: dict[str, float] = {"after": 0, "wait": wait, "list": known}
    answer = car.http.get("/v1/notices", params=params, timeout=30)
    assert answer.status_code == 200, answer.text
    return decode(NoticesAndListMessage, answer.content).list_version


def test_a_car_that_waits_is_answered_when_there_is_another_list(
    server: InProcessHq, car: Car, tmp_path: Path
) -> None:
    assert listed(car, 0) == 0
    path = tmp_path / "VEHEXTRT.txt"
    take(server, a_file(path, range(3)))
    assert (listed(car, 0, wait=25), listed(car, 7, wait=25), listed(car, 1)) == (1, 1, 1)
    came: list[int] = []
    began = threading.Event()
    listen = server.hq.notifier.listening

    def noted(device: str) -> object:
        began.set()
        return listen(device)

    server.hq.notifier.listening = noted  # type: ignore[assignment,method-assign]
    waiting = threading.Thread(target=lambda: came.append(listed(car, 1, wait=25)))
    waiting.start()
    assert began.wait(timeout=20)
    take(server, a_file(path, range(4)))
    waiting.join(timeout=20)
    assert came == [2]


def test_a_car_that_asks_for_no_list_hears_nothing_of_it(
    server: InProcessHq, car: Car, tmp_path: Path
) -> None:
    take(server, a_file(tmp_path / "VEHEXTRT.txt", range(3)))
    answer = car.http.get("/v1/notices", params={"after": 0, "wait": 0})
    assert answer.json() == {"notices": []}


def test_everybody_is_notified_of_a_list_and_one_device_of_its_notice() -> None:
    async def woken(*devices: str) -> list[bool]:
        notifier = Notifier()
        with notifier.listening("car-1") as one, notifier.listening("car-7") as other:
            notifier.notify(devices)
            await asyncio.sleep(0)
            return [one.is_set(), other.is_set()]

    assert asyncio.run(woken("car-7")) == [False, True]
    assert asyncio.run(woken(EVERYBODY)) == [True, True]
    assert asyncio.run(woken()) == [False, False]
