"""Tries at what somebody could guess are counted by all servers of a database, for good."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.settings import HqSettings, Limits
from mdt_alpr.hq.people.sample_agency import OFFICER, sample_agency
from mdt_alpr.wire import addresses
from mdt_alpr.wire.problems import Problem
from tests.builders import NOW, SetClock
from tests.hq.senders import PASSWORDS, sign_in

DATABASES = ["postgresql"]
MOST = 8
"""Tries of an address; a further one comes after a quarter of an hour."""
SLOW = Limits(sign_ins_at_once=MOST, sign_ins_per_s=1 / 900)
NETWORK = "192.0.2.7"


@contextmanager
def serving(settings: HqSettings, name: str, clock: SetClock) -> Iterator[InProcessHq]:
    own = replace(
        settings, data=settings.data.with_name(name), limits=SLOW, proxies=("127.0.0.1",)
    )
    with InProcessHq(own, clock, os.urandom) as server:
        yield server


@pytest.fixture
def two(shared: HqSettings) -> Iterator[tuple[InProcessHq, InProcessHq]]:
    """Give two servers of one PostgreSQL."""
    with ExitStack() as stack:
        one, other = (
            stack.enter_context(serving(shared, name, SetClock())) for name in ("one", "two")
        )
        sample_agency(one.hq, PASSWORDS, NOW.date())
        yield one, other


def guessed(server: InProcessHq, address: str, place: str = NETWORK) -> int:
    """Guess at an address, from a place; return the answer's status."""
    asked = httpx.post(
        server.base_url + address,
        content=b"number=1&code=A",
        headers={"X-Forwarded-For": place},
        trust_env=False,
        timeout=30,
    )
    return asked.status_code


GUESSED_AT = (
    addresses.SESSIONS,
    addresses.DESK_SESSIONS,
    addresses.ENROLL,
    addresses.SECOND_FACTOR,
)


def test_a_second_server_gives_an_address_no_further_tries(
    two: tuple[InProcessHq, InProcessHq],
) -> None:
    for number in range(MOST):
        assert guessed(two[number % 2], GUESSED_AT[number // 2]) != 429
    for server in two:
        assert {guessed(server, address) for address in GUESSED_AT} == {429}
        assert guessed(server, addresses.SESSIONS, "192.0.2.8") != 429, "another address"


def test_a_clock_that_is_a_year_off_at_one_server_gives_no_tries_and_costs_none(
    two: tuple[InProcessHq, InProcessHq],
) -> None:
    ahead, right = two
    clock = ahead.hq.clock
    assert isinstance(clock, SetClock)
    clock.at += timedelta(days=365)
    assert guessed(ahead, addresses.SESSIONS) != 429
    for _ in range(MOST - 1):
        assert guessed(right, addresses.SESSIONS) != 429
    assert {guessed(server, addresses.SESSIONS) for server in two} == {429}
    clock.at -= timedelta(days=730)
    assert {guessed(server, addresses.SESSIONS) for server in two} == {429}
    assert guessed(right, addresses.SESSIONS, "192.0.2.8") != 429


def test_passwords_that_were_wrong_at_two_servers_lock_the_account_at_both(
    two: tuple[InProcessHq, InProcessHq],
) -> None:
    answers = [sign_in(two[n % 2].base_url, OFFICER, "not that") for n in range(5)]
    assert {answer.json()["number"] for answer in answers} == {Problem.CREDENTIALS.number}
    for server in two:
        assert sign_in(server.base_url).json()["number"] == Problem.LOCKED.number
