"""A car of 72 hours offline against a headquarters in a process of its own, for `bench sync`."""

import os
import random
import secrets
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import func, select

from mdt_alpr.adapters.hq_link.http_link import HttpLink, open_client
from mdt_alpr.adapters.store.car_store import CarStore
from mdt_alpr.domain.errors import LinkLostError, OutsideError
from mdt_alpr.domain.identity import new_id
from mdt_alpr.domain.people.roles import Session
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.domain.reading.reading import Box, Character, Read
from mdt_alpr.domain.retention.outbox import ItemKind, OutboxItem
from mdt_alpr.hq.app import open_headquarters
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.hq.base.tables import PICTURES, READS
from mdt_alpr.hq.people import sample_agency
from mdt_alpr.lab.hq.ingest import database, server
from mdt_alpr.lab.ports import free_port
from mdt_alpr.machine.clock import SystemClock
from mdt_alpr.patrol.outgoing import read_message
from mdt_alpr.patrol.store_port import UnitOfWork
from mdt_alpr.patrol.sync import Sync
from mdt_alpr.wire.messages import Receipt

OFFLINE_H = 72
OFFLINE = timedelta(hours=OFFLINE_H)
_DEVICE, _PASSWORD = "bench-car", "correct horse battery"
_KEPT_AT_ONCE = 500
_LOST_EVERY = 10
_JPEG = b"\xff\xd8\xff"
_CROP_BYTES, _CONTEXT_BYTES = 8_000, 32_000
_SIGNS = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789"
_ENDS_WITHIN_S = 3600.0

T = TypeVar("T")


class BreakingLink(HttpLink):
    """A link whose answer is lost now and then, when headquarters has taken the items."""

    sent = 0

    def send(self, session: Session, items: Sequence[OutboxItem]) -> tuple[Receipt, ...]:
        """Send a batch, and lose every tenth answer."""
        receipts = super().send(session, items)
        self.sent += 1
        if self.sent % _LOST_EVERY == 0:
            raise LinkLostError("The answer was thrown away.")
        return receipts


def figures(url: str, reads: int, pictured: int) -> dict[str, Any]:
    """Return seconds until the reads, then until the pictures are over, and what arrived.

    Raises:
        OutsideError: headquarters did not start, or the car did not catch up.
    """
    found: dict[str, Any] = {"load_before": round(os.getloadavg()[0], 2), "reads": reads}
    with tempfile.TemporaryDirectory() as folder, database(url, Path(folder)) as given:
        settings = HqSettings(Path(folder) / "hq", given)
        _make_agency(settings)
        clock = SystemClock()
        key = secrets.token_bytes(32)
        store = CarStore(Path(folder) / "car.db", key, clock, secrets.token_bytes, _DEVICE)
        began = time.perf_counter()
        _fill(store, clock.now() - OFFLINE, reads, pictured)
        found["kept_in_car_s"] = round(time.perf_counter() - began, 2)
        port = free_port()
        words = ["hq", "--data", str(settings.data), "--database", settings.database]
        with server(port, "-m", "mdt_alpr", *words, "serve", "--port", str(port)):
            found |= _catch_up(store, f"http://127.0.0.1:{port}")
        store.close()
        found |= _arrived(settings, reads)
    return found


def _make_agency(settings: HqSettings) -> None:
    hq = open_headquarters(settings, SystemClock(), os.urandom)
    agency = sample_agency
    people = (
        agency.OFFICER, agency.SECOND_OFFICER, agency.SUPERVISOR, agency.CUSTODIAN,
        agency.ADMINISTRATOR,
    )  # fmt: skip
    agency.sample_agency(hq, dict.fromkeys(people, _PASSWORD), capture_date(hq.clock.now()))
    hq.close()


def _fill(store: CarStore, start: datetime, reads: int, pictured: int) -> None:
    dice = random.Random(1)  # noqa: S311 - made-up plates
    for first in range(0, reads, _KEPT_AT_ONCE):
        with store.begin() as work:
            for number in range(first, min(first + _KEPT_AT_ONCE, reads)):
                read = _read(
                    dice, start + OFFLINE * number / reads, with_pictures=number < pictured
                )
                work.save_read(read)
                message = read_message(read, "Unit 12", sample_agency.OFFICER, "bench")
                work.queue(ItemKind.READ, message)


def _read(dice: random.Random, at: datetime, *, with_pictures: bool) -> Read:
    text = "".join(dice.choices(_SIGNS, k=7))
    return Read(
        read_id=new_id(at, dice.randbytes(10)),
        revision=0,
        camera="front",
        captured_at=at,
        characters=tuple(Character(c, 0.9) for c in text),
        state="NC",
        state_confidence=0.9,
        box=Box(1, 2, 3, 4),
        frames=5,
        disputed=(),
        crop=_JPEG + dice.randbytes(_CROP_BYTES) if with_pictures else b"",
        context=_JPEG + dice.randbytes(_CONTEXT_BYTES) if with_pictures else b"",
        engine="bench",
    )


def _catch_up(store: CarStore, address: str) -> dict[str, float]:
    def in_store(work: Callable[[UnitOfWork], T]) -> T:
        with store.begin() as unit:
            return work(unit)

    link = BreakingLink(open_client(address), SystemClock(), _DEVICE)
    session = link.sign_in(sample_agency.OFFICER, _PASSWORD)
    sync = Sync(link, in_store, SystemClock(), lambda: 0.0)
    began = time.perf_counter()
    _hold_rounds(sync, session, lambda: not in_store(lambda work: work.waiting_texts(1)))
    reads_s = time.perf_counter() - began
    _hold_rounds(sync, session, lambda: not in_store(lambda work: work.waiting(1)))
    pictures_s = time.perf_counter() - began - reads_s
    link.close()
    return {
        "reads_caught_up_s": round(reads_s, 2),
        "then_pictures_s": round(pictures_s, 2),
        "answers_lost": link.sent // _LOST_EVERY,
    }


def _hold_rounds(sync: Sync, session: Session, is_over: Callable[[], bool]) -> None:
    ends = time.monotonic() + _ENDS_WITHIN_S
    while not is_over():
        result = sync.round(session)
        if result.signed_out or time.monotonic() > ends:
            raise OutsideError(f"The car did not catch up: {result.why}")


def _arrived(settings: HqSettings, reads: int) -> dict[str, int]:
    hq = open_headquarters(settings, SystemClock(), os.urandom)
    try:
        with hq.reading() as work:
            rows = work.connection.scalar(select(func.count()).select_from(READS)) or 0
            single = select(func.count(func.distinct(READS.c.read_id)))
            different = work.connection.scalar(single) or 0
            held = select(func.count()).select_from(PICTURES).where(PICTURES.c.held)
            pictures = work.connection.scalar(held) or 0
    finally:
        hq.close()
    return {"lost": reads - different, "double": rows - different, "pictures": pictures}
