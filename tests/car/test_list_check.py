"""The car looks through its list while it drives, and tells damage that it or a plate met."""

import os
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from mdt_alpr.adapters.hq_link.no_link import NoLink
from mdt_alpr.adapters.store.car_store import CarStore
from mdt_alpr.car import link_rounds
from mdt_alpr.car.link_rounds import ListCheck, ListCheckParts
from mdt_alpr.car.parts import CarParts
from mdt_alpr.car.runtime import Car
from mdt_alpr.cli.headless import _line
from mdt_alpr.domain.hotlist.hotlist import Hotlist
from mdt_alpr.patrol.events import Event, ListDamaged
from mdt_alpr.patrol.worker import Worker
from tests.adapters.store.test_list_folder import a_package, listed
from tests.builders import SetClock
from tests.car.test_runtime import EventLog, no_engines
from tests.played_devices import PlayedCamera


@dataclass
class Lying:
    """A list of some pieces, of which one may be damaged."""

    version: int = 1
    lineage: str = ""
    is_damaged: bool = False
    fault: str = ""
    pieces: list[bool] = field(default_factory=list)

    def check(self, for_s: float) -> bool:
        assert 0 < for_s <= 0.02
        if self.pieces:
            self.is_damaged |= self.pieces.pop(0)
        return bool(self.pieces)

    def accept(self, lines: Iterable[bytes]) -> Hotlist:
        raise NotImplementedError


class Checking:
    """A check whose threads run; each step is taken by the test."""

    def __init__(self) -> None:
        self.lists = Lying()
        self.said: list[Event] = []
        self.asked = 0
        self.link = Worker("link", self.said.append)
        self.records = Worker("records", self.said.append)
        parts = ListCheckParts(self.lists, self.link, self.records, self.said.append, self._ask)
        self.check = ListCheck(parts)

    def step(self, count: int = 1) -> None:
        for _ in range(count):
            self.link.ask(self.check.run)
            self.records.ask(lambda: None)

    def _ask(self) -> None:
        self.asked += 1


@pytest.fixture
def checking() -> Iterator[Checking]:
    made = Checking()
    made.link.start()
    made.records.start()
    yield made
    made.link.stop()
    made.records.stop()


@pytest.mark.logs_warnings
def test_a_piece_that_cannot_be_read_is_not_the_last(
    checking: Checking, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(link_rounds, "_AGAIN_S", 0.0)
    whole, again = checking.lists.check, threading.Event()

    def check(for_s: float) -> bool:
        if again.is_set():
            return whole(for_s)
        again.set()
        message = "the disk"
        raise OSError(message)

    checking.lists.pieces = [True]
    monkeypatch.setattr(checking.lists, "check", check)
    checking.link.do(checking.check.run)
    while not checking.asked:
        checking.link.ask(lambda: None)
    monkeypatch.undo()  # a link thread that rests between checks can be stopped


def test_a_list_that_is_whole_is_looked_through_and_nothing_is_said(checking: Checking) -> None:
    checking.lists.pieces = [False] * 3
    checking.step(4)
    assert (checking.lists.pieces, checking.said, checking.asked) == ([], [], 0)


def test_damage_is_reported_once_and_the_list_is_asked_for_at_once(checking: Checking) -> None:
    checking.lists.pieces = [False, True]
    checking.step(5)
    assert (checking.said, checking.asked) == ([ListDamaged()], 1)


def test_damage_that_a_plate_met_is_reported_too(checking: Checking) -> None:
    checking.step()
    checking.lists.is_damaged = True
    checking.step(2)
    assert (checking.said, checking.asked) == ([ListDamaged()], 1)


def test_a_list_that_is_damaged_once_more_is_reported_once_more(checking: Checking) -> None:
    for damaged in (True, False, True):
        checking.lists.is_damaged = damaged
        checking.step()
    assert checking.said == [ListDamaged()] * 2


def test_a_list_that_came_meanwhile_has_the_last_word(checking: Checking) -> None:
    checking.lists.is_damaged = True

    def healed() -> None:
        checking.link.ask(checking.check.run)
        checking.lists.is_damaged = False

    checking.records.ask(healed)
    checking.records.ask(lambda: None)
    assert checking.said == []


def test_a_car_finds_damage_by_itself_before_any_plate_meets_it(tmp_path: Path) -> None:
    def stored() -> CarStore:
        return CarStore(tmp_path / "car.db", bytes(32), SetClock(), os.urandom, "car-1")

    store = stored()
    store.lists.accept(a_package(0, 1, [listed(f"AB{n}") for n in range(200)]))
    store.close()
    details = next((tmp_path / "list").glob("*.details"))
    details.write_bytes(details.read_bytes()[:-1])
    store, log = stored(), EventLog()
    assert store.lists.version == 1
    parts = CarParts(
        PlayedCamera(),
        no_engines,
        store,
        NoLink(),
        SetClock(),
        "Unit 12",
        "car-1",
        lists=store.lists,
    )
    car = Car(parts, log.take)
    car.start()
    log.wait_for(ListDamaged)
    car.stop()
    assert store.lists.version == 0


def test_a_car_whose_list_may_not_be_read_starts_and_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "list").touch()  # every system and every user is refused to list it
    store = CarStore(tmp_path / "car.db", bytes(32), SetClock(), os.urandom, "car-1")
    log = EventLog()
    parts = CarParts(
        PlayedCamera(), no_engines, store, NoLink(), SetClock(), "Unit 12", "car-1",
        lists=store.lists,
    )  # fmt: skip
    car = Car(parts, log.take)
    car.start()
    said = log.wait_for(ListDamaged)
    car.stop()
    assert isinstance(said, ListDamaged)
    assert said.why.endswith("full access to it, then start again.")


def test_a_car_without_a_window_says_it_too() -> None:
    for damaged, words in (
        (ListDamaged(), "Some plates do not alert."),
        (ListDamaged("Have a technician look."), "Have a technician look."),
    ):
        line = _line(damaged)
        assert line is not None
        assert words in str(line["trouble"])
