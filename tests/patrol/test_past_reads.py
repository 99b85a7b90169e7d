"""Headquarters is asked on the link's thread; every refusal says what to do."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from mdt_alpr.domain.entry.form import PastReadsQuery
from mdt_alpr.domain.errors import OutsideError, SignInRefusedError
from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.domain.officer import Driving
from mdt_alpr.domain.people.roles import Session
from mdt_alpr.patrol.events import Failed, PastReadsAnswered
from mdt_alpr.patrol.outbox import LinkBusyError, RequestRefusedError
from mdt_alpr.patrol.past_reads import CAR_MOVES, NOBODY, NOT_QUEUED, NOT_THERE_YET, PastReads
from mdt_alpr.patrol.worker import Worker
from mdt_alpr.wire.manual import PastReadsMessage
from mdt_alpr.wire.problems import Problem
from tests.patrol.scripted_link import SESSION, ScriptedLink, lost

QUERY = PastReadsQuery("entry-1", Purpose.CRIMINAL, "26-041877")


class Seat:
    """Somebody who looks back, and what came of it."""

    def __init__(self) -> None:
        self.hq, self.session = ScriptedLink(), SESSION
        self.said: list[PastReadsAnswered] = []
        self.failed: list[Failed] = []
        self.worker = Worker("link", self.failed.append)
        self.past_reads = PastReads(self.worker, self.hq, self._usable, self.said.append)
        self.signed_in = True

    def query(self, query: PastReadsQuery = QUERY) -> PastReadsAnswered:
        self.past_reads.ask_past_reads(query)
        self.worker.ask(lambda: None)
        return self.said[-1]

    def _usable(self) -> Session | None:
        return self.session if self.signed_in else None


@pytest.fixture
def seat() -> Iterator[Seat]:
    made = Seat()
    made.worker.start()
    yield made
    made.worker.stop()
    assert made.failed == []


def test_a_query_asks_headquarters_and_brings_its_reads(seat: Seat) -> None:
    assert seat.query() == PastReadsAnswered(QUERY, PastReadsMessage((), 200, 90))
    assert seat.hq.observations == [QUERY]


def test_asking_waits_for_nobody(seat: Seat) -> None:
    seat.worker.stop()
    seat.past_reads.ask_past_reads(QUERY)
    assert seat.said == []


def refuses(error: OutsideError) -> Callable[[], None]:
    def trouble() -> None:
        raise error

    return trouble


BUSY = "Headquarters is busy. Try again in a moment; nothing is lost."
NOT_YOURS = "This account may not do this. Ask an administrator."


@pytest.mark.parametrize(
    ("trouble", "why"),
    [
        (lost, f"Headquarters cannot be reached. {NOT_QUEUED}"),
        (refuses(LinkBusyError(BUSY, timedelta(seconds=5))), BUSY),
        (refuses(SignInRefusedError(NOT_YOURS)), NOT_YOURS),
        (refuses(RequestRefusedError("No.", Problem.NO_SUCH_ENTRY.number)), NOT_THERE_YET),
        (
            refuses(RequestRefusedError("No purpose. Say it.", Problem.NO_PURPOSE.number)),
            "No purpose. Say it.",
        ),
    ],
)
def test_a_refusal_says_what_to_do(seat: Seat, trouble: Callable[[], None], why: str) -> None:
    seat.hq.troubles = [trouble]
    assert seat.query() == PastReadsAnswered(QUERY, why=why)


def test_without_a_session_nobody_is_asked(seat: Seat) -> None:
    seat.signed_in = False
    assert seat.query().why == NOBODY
    assert seat.hq.observations == []


def test_without_a_case_nobody_is_asked(seat: Seat) -> None:
    assert seat.query(PastReadsQuery("entry-1", Purpose.CRIMINAL, " ")).why.startswith(
        "Enter the case"
    )
    assert seat.hq.observations == []


def test_who_drives_alone_does_not_look_back(seat: Seat) -> None:
    seat.past_reads.drive(Driving(30.0))
    assert seat.query().why == CAR_MOVES
    seat.past_reads.drive(Driving(30.0, passenger=True))
    assert seat.query().why == ""
    assert seat.hq.observations == [QUERY]
