"""Whoever answers for NCIC and DCIN: an agency's gateway over HTTP, the simulator, nobody.

The gateway at the other end is ``GatewayDouble``: what it answers by itself keeps the contract
that ``mdt_alpr/hq/hits/status.py`` writes down.
"""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.hq.app import open_headquarters
from mdt_alpr.hq.base.message_switch import MessageSwitch, NoSwitch
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.hq.switches.http import HttpSwitch
from mdt_alpr.hq.switches.simulated import SimulatedSwitch
from mdt_alpr.wire.status import RESULTS, SOURCES, STATUS_VERSION
from tests.adapters.hq_link.local_server import unused_address
from tests.builders import SetClock
from tests.hq.gateway_double import a_gateway
from tests.hq.test_status import a_request


@pytest.fixture(params=["gateway", "simulator"])
def switch(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[MessageSwitch]:
    if request.param == "gateway":
        with a_gateway() as double:
            yield HttpSwitch(double.url)
        return
    hq = open_headquarters(HqSettings(tmp_path / "hq"), SetClock(), os.urandom)
    yield SimulatedSwitch(hq)
    hq.close()


def test_an_answer_is_about_the_very_question_and_in_the_words_of_the_contract(
    switch: MessageSwitch,
) -> None:
    request = a_request()
    answer = switch.ask(request)
    a = answer
    assert (a.version, a.query_id, a.LIC, a.LIS, a.NIC, a.entry_id) == (
        STATUS_VERSION, request.query_id, request.LIC, request.LIS, request.NIC, request.entry_id,
    )  # fmt: skip
    assert answer.result in RESULTS
    assert answer.source in SOURCES
    assert answer.responder
    assert answer.answered_at.utcoffset() == timedelta(0)
    assert answer.simulated == isinstance(switch, SimulatedSwitch)


def test_many_may_ask_at_a_time_and_each_gets_the_own_answer(switch: MessageSwitch) -> None:
    requests = [a_request() for _ in range(8)]
    with ThreadPoolExecutor(len(requests)) as threads:
        found = list(threads.map(switch.ask, requests))
    assert [each.query_id for each in found] == [request.query_id for request in requests]


@pytest.mark.parametrize("made", [NoSwitch(), HttpSwitch(unused_address())])
def test_who_gets_no_answer_learns_why_and_whom_to_ask(made: MessageSwitch) -> None:
    with pytest.raises(OutsideError, match=r"Ask by MDT or radio\.$"):
        made.ask(a_request())
