"""The agency of the bench of jobs: a shift waits for its review, somebody was looked for."""

import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from mdt_alpr.demo.sample_machines import enroll_cars
from mdt_alpr.demo.sample_shift import DrivenShift, shift_batch
from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.domain.retention.holds import NotaryOffice
from mdt_alpr.domain.search.question import SearchQuestion
from mdt_alpr.hq.app import InProcessHq, open_headquarters
from mdt_alpr.hq.base.headquarters import Caller, Headquarters
from mdt_alpr.hq.base.paper import Paper, printed
from mdt_alpr.hq.base.settings import HqSettings, PasswordCost
from mdt_alpr.hq.base.training_mark import keep_training_apart
from mdt_alpr.hq.holds import service as holds
from mdt_alpr.hq.intake.service import accept
from mdt_alpr.hq.misuse import service as misuse
from mdt_alpr.hq.people.sample_agency import (
    ADMINISTRATOR,
    CUSTODIAN,
    OFFICER,
    PEOPLE,
    SECOND_OFFICER,
    UNITS,
    sample_agency,
)
from mdt_alpr.hq.search import service as search
from mdt_alpr.machine.clock import SteppedClock
from mdt_alpr.wire.holds import NotaryRequest
from mdt_alpr.wire.messages import ReadMessage
from mdt_alpr.wire.search import SearchRequest

NOW = datetime(2026, 12, 2, 19, tzinfo=UTC)
HITS, LOOKS = 12, 8
PASSWORD = "correct horse battery"  # noqa: S105 - of people who last as long as the bench
SCAN = "scan.pdf"
_DAYS_BEFORE, _DEVICE, _MOST_ITEMS = 40, "training-12", 500


@contextmanager
def served_agency(folder: Path) -> Iterator[tuple[InProcessHq, SteppedClock, list[ReadMessage]]]:
    """Serve an agency in which a shift waits for its review and somebody was looked for."""
    clock = SteppedClock(NOW - timedelta(days=_DAYS_BEFORE))
    cheap = PasswordCost(time=1, memory=1024, lanes=1)
    settings = HqSettings(data=folder / "hq", password_cost=cheap, training=True)
    hq = open_headquarters(settings, clock, os.urandom)
    try:
        keep_training_apart(hq)
        sample_agency(hq, dict.fromkeys(PEOPLE, PASSWORD), capture_date(clock.now()))
        enroll_cars(hq, [_DEVICE], ADMINISTRATOR)
        notary = NotaryRequest("Pat Quinn", NotaryOffice.EXECUTIVE_ASSISTANT, NOW.date())
        holds.add_notary(hq, caller_at_desk(ADMINISTRATOR), notary)
        clock.advance(timedelta(days=_DAYS_BEFORE - LOOKS - 1))
        for number in range(LOOKS):
            clock.advance(timedelta(days=1))
            _look(hq, number)
        misuse.seek_daily(hq)
        clock.advance(NOW - clock.now())
        lasts = timedelta(hours=3)
        shift = DrivenShift(OFFICER, UNITS[0], _DEVICE, NOW - lasts - timedelta(hours=1), lasts)
        batch, reads = shift_batch(shift, random.Random(7), hits=HITS)  # noqa: S311 - made-up data
        caller = Caller(OFFICER, OFFICER, Role.OFFICER, _DEVICE, "bench", unit=UNITS[0])
        with hq.writing() as work:
            accept(work, caller, batch, _MOST_ITEMS)
        paper = Paper("A signed paper, made up", printed(hq, CUSTODIAN))
        (folder / SCAN).write_bytes(paper.pdf())
    finally:
        hq.close()
    with InProcessHq(settings, clock, os.urandom) as headquarters:
        yield headquarters, clock, reads


def caller_at_desk(person_id: str) -> Caller:
    """Return a sample person at a desk."""
    role = Role(person_id.partition("-")[0])
    return Caller(person_id, person_id, role, "training-desk", "bench")


def _look(hq: Headquarters, number: int) -> None:
    """Let an officer look for one plate as nobody should."""
    now = hq.clock.now()
    question = SearchQuestion(
        plate="RKT4471", state="NC", since=now - timedelta(days=14), until=now,
        purpose=Purpose.CRIMINAL, case=f"26-09{number:02d}99", everywhere=True,
        reason="Larceny from a car, follow up on the vehicle",
    )  # fmt: skip
    search.search(hq, caller_at_desk(SECOND_OFFICER), SearchRequest(question, confirmed=True))
