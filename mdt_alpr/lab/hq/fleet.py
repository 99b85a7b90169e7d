"""Cars that send nothing but reads, as fast as they are answered."""

import gzip
import http.client
import os
import random
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.identity import new_id
from mdt_alpr.domain.retention.outbox import ItemKind
from mdt_alpr.wire.codec import encode
from mdt_alpr.wire.messages import (
    VERSION,
    BatchMessage,
    CharacterMessage,
    ItemMessage,
    PlaceMessage,
    ReadMessage,
)

_GLYPHS = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789"
_ANSWERS_WITHIN_S = 120.0
_SPAN = timedelta(minutes=50)


@dataclass(frozen=True, slots=True)
class SendingCar:
    """One car: its headers, and its batches as they go over the wire."""

    headers: dict[str, str]
    bodies: Sequence[bytes]


@dataclass(slots=True)
class Drive:
    """What came of a drive: answers as they came, seconds each, and seconds in all."""

    answers: list[bytes] = field(default_factory=list)
    took_s: list[float] = field(default_factory=list)
    whole_s: float = 0.0
    server_cpu_s: float = 0.0

    def figures(self, reads: int) -> dict[str, float]:
        """Return reads a second, milliseconds a batch, and the server's own work a read.

        Where other programs share the processors, the last is the truer figure; it has the
        server's process alone, not the database's.
        """
        ordered = sorted(self.took_s)
        last = len(ordered) - 1
        return {
            "reads_s": round(reads / self.whole_s),
            "p50_ms": round(ordered[last // 2] * 1000, 1),
            "p95_ms": round(ordered[round(last * 0.95)] * 1000, 1),
            "server_cpu_us": round(self.server_cpu_s / reads * 1e6, 1),
        }


def batches(device: str, now: datetime, number: int, size: int, *, packed: bool) -> list[bytes]:
    """Return batches of reads of the last 50 minutes, in the order of their capture."""
    dice = random.Random(device)  # noqa: S311 - made-up plates
    apart = _SPAN / (number * size)
    found = []
    for one in range(number):
        places = range(one * size, (one + 1) * size)
        items = tuple(_item(dice, now - _SPAN + place * apart, place) for place in places)
        body = encode(BatchMessage(VERSION, device, now, items)).encode()
        found.append(gzip.compress(body, 6, mtime=0) if packed else body)
    return found


def drive(port: int, path: str, cars: Sequence[SendingCar], status: int = 200) -> Drive:
    """Let all cars send at once, each one batch after the other.

    Raises:
        OutsideError: an answer was not the one that is wanted.
    """
    found = Drive()
    start = threading.Barrier(len(cars) + 1)
    failures: list[str] = []

    def run(car: SendingCar) -> None:
        link = http.client.HTTPConnection("127.0.0.1", port, timeout=_ANSWERS_WITHIN_S)
        start.wait()
        try:
            for body in car.bodies:
                began = time.perf_counter()
                link.request("POST", path, body, car.headers)
                answer = link.getresponse()
                text = answer.read()
                found.took_s.append(time.perf_counter() - began)
                found.answers.append(text)
                if answer.status != status:
                    failures.append(f"{answer.status}: {text[:200]!r}")
                    return
        except OSError as error:
            failures.append(repr(error))
        finally:
            link.close()

    threads = [threading.Thread(target=run, args=(car,), name="car") for car in cars]
    for thread in threads:
        thread.start()
    start.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    found.whole_s = time.perf_counter() - began
    if failures:
        message = f"The server did not take what was sent: {failures[0]}"
        raise OutsideError(message)
    return found


def _item(dice: random.Random, at: datetime, place: int) -> ItemMessage:
    body = encode(_read(dice, at))
    return ItemMessage(new_id(at, os.urandom(10)), place, ItemKind.READ.value, at, body)


def _read(dice: random.Random, at: datetime) -> ReadMessage:
    text = "".join(dice.choice(_GLYPHS) for _ in range(7))
    characters = tuple(
        CharacterMessage(
            glyph,
            round(dice.uniform(0.8, 1), 4),
            ((dice.choice(_GLYPHS), 0.0521), (dice.choice(_GLYPHS), 0.0113)),
        )
        for glyph in text
    )
    place = PlaceMessage(
        dice.uniform(35, 36), -dice.uniform(78, 81), at, at, dice.uniform(0, 70), 181.5, 4.5,
        simulated=False,
    )  # fmt: skip
    return ReadMessage(
        read_id=new_id(at, os.urandom(10)), revision=0, unit="Unit 12", camera="front",
        person_id="officer-1", captured_at=at, text=text, state="NC", state_confidence=0.93,
        characters=characters, disputed=(), frames=6, box=(412.5, 300.25, 160.0, 80.5),
        crop_digest=os.urandom(32).hex(), context_digest=os.urandom(32).hex(), engine="own",
        software="0", place=place,
    )  # fmt: skip
