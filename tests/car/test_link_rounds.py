"""Rounds with headquarters begin with a session, and say once that it is over."""

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Event as Moment
from typing import Any, TypeVar

import pytest

from mdt_alpr.adapters.hq_link.no_link import NoLink, NoNotices
from mdt_alpr.adapters.store.car_store import CarStore
from mdt_alpr.car import link_rounds, other_units
from mdt_alpr.car.link_rounds import (
    LINK_IS_BACK,
    OFFLINE,
    TOO_OLD,
    LinkParts,
    LinkRounds,
    why_not_sent,
)
from mdt_alpr.domain.hotlist.hotlist import Hotlist
from mdt_alpr.patrol import worker
from mdt_alpr.patrol.events import Event, Failed, Health, LinkChanged
from mdt_alpr.patrol.sign_in import Sessions
from mdt_alpr.patrol.worker import Worker
from tests.builders import SetClock, a_list
from tests.patrol.kept_verifiers import verifiers
from tests.patrol.scripted_link import OFFICER, ScriptedLink

T = TypeVar("T")


class LateWorker(Worker):
    """A thread of records that is too late for its first ``late`` answers."""

    late = 0

    def ask(self, work: Callable[[], T], timeout_s: float = 30.0) -> T:
        if self.late:
            self.late -= 1
            raise TimeoutError
        return super().ask(work, timeout_s)


class Rounds:
    """Rounds whose threads run; ``said`` holds what they said of the link."""

    def __init__(self, folder: Path) -> None:
        self.clock = SetClock()
        self.said: list[Event] = []
        self.store = CarStore(folder / "car.db", bytes(32), self.clock, os.urandom, "car-1")
        self.records, self.link = (
            LateWorker("records", self.said.append),
            Worker("link", self.said.append),
        )
        self.sessions = Sessions(NoLink(), self.clock, lambda _: None, verifiers(self.clock))
        self.parts = LinkParts(
            link=NoLink(),
            worker=self.link,
            records=self.records,
            store=self.store,
            sessions=self.sessions,
            clock=self.clock,
            use_list=lambda _: None,
            publish=self.said.append,
        )
        self.rounds = LinkRounds(self.parts)

    def hold(self, count: int = 1) -> None:
        """Hold some rounds, one after the other."""
        for _ in range(count):
            self.link.ask(self.rounds.hold)

    def words(self) -> list[tuple[Health, str]]:
        """Return what was said of the link."""
        return [(e.health, e.why) for e in self.said if isinstance(e, LinkChanged)]


@pytest.fixture
def held(tmp_path: Path) -> Iterator[Rounds]:
    made = Rounds(tmp_path)
    made.records.start()
    made.link.start()
    made.link.ask(lambda: made.rounds.begin(0))
    yield made
    made.rounds.stop()
    made.link.stop()
    made.records.stop()
    made.store.close()


def test_without_a_session_nothing_is_tried_and_nothing_is_said(held: Rounds) -> None:
    held.hold(3)
    assert held.words() == []


def test_a_link_that_is_not_there_is_said_with_what_to_do(held: Rounds) -> None:
    held.sessions.resume(OFFICER)
    held.hold()
    health, why = held.words()[0]
    assert health is Health.LOST
    assert "--hq URL" in why


def test_a_session_that_is_over_is_said_once(held: Rounds) -> None:
    held.sessions.resume(OFFICER)
    held.clock.pass_by(hours=13)
    held.hold(3)
    assert held.words() == [(Health.WEAK, TOO_OLD)]


def test_an_offline_session_says_once_that_it_is_and_when_the_link_is_back(held: Rounds) -> None:
    offline = replace(OFFICER, token="", offline_until=held.clock.at + timedelta(hours=9))
    held.sessions.resume(offline)
    held.hold(3)
    assert held.words() == [(Health.WEAK, OFFLINE)]
    assert why_not_sent(offline, reached=True) == LINK_IS_BACK
    assert why_not_sent(OFFICER, reached=True) == TOO_OLD


def test_a_round_that_is_waited_for_is_held_whoever_hurries_another(held: Rounds) -> None:
    held.sessions.resume(OFFICER)

    def hold_and_hurry() -> list[tuple[Health, str]]:
        held.rounds.hurry()
        held.rounds.hold()
        held.rounds.hurry()
        return held.words()

    assert [health for health, _ in held.link.ask(hold_and_hurry)] == [Health.LOST]


@pytest.mark.logs_warnings
def test_a_round_for_which_the_store_was_too_slow_is_not_the_last(
    held: Rounds, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(link_rounds, "BETWEEN_ROUNDS", timedelta(0))
    held.sessions.resume(OFFICER)
    held.records.late = 1
    held.link.ask(held.rounds.hurry)
    while not held.words():
        held.link.ask(lambda: None)
    assert any(isinstance(event, Failed) for event in held.said), "and it is said"
    assert held.words()[0][0] is Health.LOST


@pytest.mark.logs_warnings
def test_notices_are_asked_for_again_after_the_store_was_too_slow(
    held: Rounds, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(other_units, "LOST_PAUSE_S", 0.0)
    asked = Moment()

    class Relays:
        def wanted_pictures(self) -> tuple[()]:
            asked.set()
            return ()

    relays: Any = Relays()
    parts = other_units.NoticeParts(
        NoNotices(), held.records, held.store, held.sessions, held.clock, relays, "Unit 12",
        lambda: None,
    )  # fmt: skip
    held.sessions.resume(OFFICER)
    rounds = other_units.NoticeRounds(parts, held.said.append)
    rounds.start()
    held.records.late = 1
    rounds.hurry()
    assert asked.wait(60)
    rounds.stop()


@pytest.mark.logs_warnings
def test_a_list_that_could_not_be_used_is_tried_again_until_a_newer_one_comes(
    held: Rounds, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "_AGAIN_S", 0.0)
    tried: list[int] = []
    failed, used = Moment(), Moment()

    def use(hotlist: Hotlist) -> None:
        tried.append(hotlist.version)
        if hotlist.version == 1:
            failed.set()
            message = "the disk"
            raise OSError(message)
        used.set()

    link = ScriptedLink()
    rounds = LinkRounds(replace(held.parts, link=link, use_list=use))
    held.sessions.resume(OFFICER)
    link.present = a_list(version=1)
    held.link.ask(lambda: rounds.begin(0))
    assert failed.wait(60)
    link.present = a_list(version=2)
    held.link.ask(rounds.hurry)
    assert used.wait(60)
    rounds.stop()
    assert (tried[0], tried[-1]) == (1, 2)
