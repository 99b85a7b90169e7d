"""Rounds with headquarters begin with a session, and say once that it is over."""

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from mdt_alpr.adapters.hq_link.no_link import NoLink
from mdt_alpr.adapters.store.car_store import CarStore
from mdt_alpr.car.link_rounds import (
    LINK_IS_BACK,
    OFFLINE,
    TOO_OLD,
    LinkParts,
    LinkRounds,
    why_not_sent,
)
from mdt_alpr.patrol.events import Event, Health, LinkChanged
from mdt_alpr.patrol.sign_in import Sessions
from mdt_alpr.patrol.worker import Worker
from tests.builders import SetClock
from tests.patrol.kept_verifiers import verifiers
from tests.patrol.scripted_link import OFFICER


class Rounds:
    """Rounds whose threads run; ``said`` holds what they said of the link."""

    def __init__(self, folder: Path) -> None:
        self.clock = SetClock()
        self.said: list[Event] = []
        self.store = CarStore(folder / "car.db", bytes(32), self.clock, os.urandom, "car-1")
        self.records, self.link = (
            Worker("records", self.said.append),
            Worker("link", self.said.append),
        )
        self.sessions = Sessions(NoLink(), self.clock, lambda _: None, verifiers(self.clock))
        parts = LinkParts(
            link=NoLink(),
            worker=self.link,
            records=self.records,
            store=self.store,
            sessions=self.sessions,
            clock=self.clock,
            use_list=lambda _: None,
            publish=self.said.append,
        )
        self.rounds = LinkRounds(parts)

    def hold(self, count: int = 1) -> None:
        """Hold some rounds, one after the other."""
        for _ in range(count):
            self.link.ask(self.rounds.hurry)
            self.link.ask(lambda: None)

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
