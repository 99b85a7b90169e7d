"""A headquarters with a day so full that no desk ever meets it: for measuring the desk."""

import os
import random
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Table, make_url

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.hit.disposition import Disposition
from mdt_alpr.domain.identity import new_id
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.domain.retention.outbox import ItemKind
from mdt_alpr.hq.app import open_headquarters
from mdt_alpr.hq.base import sealed_reads, sealed_rows
from mdt_alpr.hq.base.capture_day import capture_day
from mdt_alpr.hq.base.database import put_rows
from mdt_alpr.hq.base.headquarters import Headquarters, Work
from mdt_alpr.hq.base.hit_tables import HIT_LOG
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.hq.base.tables import HIT_STEPS, HITS, READS
from mdt_alpr.hq.people import sample_agency
from mdt_alpr.hq.reads import read_counts
from mdt_alpr.hq.reads.partitions import make_days
from mdt_alpr.keys.day_keys import DayKeys
from mdt_alpr.lab.hq import ingest
from mdt_alpr.lab.ports import free_port
from mdt_alpr.machine.clock import SystemClock
from mdt_alpr.wire.codec import encode
from mdt_alpr.wire.messages import (
    AnswerMessage,
    CharacterMessage,
    HitMessage,
    ReadMessage,
    RecordMessage,
)

_ENDINGS = ("", *(ending.value for ending in Disposition))
_ATTENTION = ("stopped_unverified", "stopped_without_status", *("",) * 38)
_UNITS = tuple(f"Unit {number}" for number in range(1, 41))
_GLYPHS = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789"
Row = tuple[Any, ...]


def fill(hq: Headquarters, hits: int, reads: int) -> None:
    """Put so many hits and reads into the day of local time that has gone on longest now.

    Every hit has its read, so that the reads are at least as many as the hits.
    """
    dice = random.Random(7)  # noqa: S311 - made-up data
    now = hq.clock.now()
    midnight = now.astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
    step = (now - midnight) / max(hits, reads, 1)
    make_days(hq.database, {midnight.date(), now.date(), _utc_day(midnight)})
    made = [_Hit(dice, midnight + step * place) for place in range(hits)]
    with hq.writing() as work:
        _put(work, HITS, (hit.row() for hit in made))
        _put(work, HIT_LOG, (hit.line() for hit in made))
        _put(work, HIT_STEPS, (row for hit in made for row in hit.steps()))
        others = _reads(dice, midnight, step, reads - hits)
        columns = [c.name for c in READS.c]
        every = chain((hit.read for hit in made), others)
        rows = (_read_row(work.day_keys, read) for read in every)
        put_rows(work.connection, READS, columns, rows)
        read_counts.forget(work.connection, {midnight.date(), now.date(), _utc_day(midnight)})
    if hq.database.is_server:
        alone = hq.database.engine.execution_options(isolation_level="AUTOCOMMIT")
        with alone.connect() as connection:  # as the server does by itself
            connection.exec_driver_sql("VACUUM ANALYZE")


def _put(work: Work, table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
    columns = [column.name for column in table.c]
    kept = (sealed_rows.sealed(work.keys, table, row) for row in rows)
    put_rows(work.connection, table, columns, ([row[name] for name in columns] for row in kept))


def _utc_day(at: datetime) -> date:
    return capture_day(new_id(at, bytes(10)))


class _Hit:
    """One made-up hit, and its row in each table."""

    def __init__(self, dice: random.Random, at: datetime) -> None:
        self.at, self.dice = at, dice
        self.text = "".join(dice.choices(_GLYPHS, k=7))
        self.unit = dice.choice(_UNITS)
        self.ending = dice.choice(_ENDINGS)
        self.read = _read(self.text, self.unit, at)
        self.hit = HitMessage(
            new_id(at + timedelta(milliseconds=300), os.urandom(10)), self.read.read_id,
            self.unit, sample_agency.OFFICER, at, at + timedelta(milliseconds=300), 1,
            at - timedelta(hours=3), None,
            (RecordMessage("e1", "NCIC", dice.choice("VPFWM"), self.text, "NC", "V123456789",
                           "NC0130100", "exact", None),),
        )  # fmt: skip

    def row(self) -> dict[str, Any]:
        """Return its row of ``hits``."""
        hit = self.hit
        record = hit.records[0]
        return {
            "day": capture_day(hit.hit_id), "hit_id": hit.hit_id, "captured_at": self.at,
            "read_id": hit.read_id, "device": "bench", "unit": self.unit,
            "category": record.category, "match_class": record.match_class, "body": encode(hit),
        }  # fmt: skip

    def line(self) -> dict[str, Any]:
        """Return its row of the log."""
        hit, dice = self.hit, self.dice
        record = hit.records[0]
        check = dice.randrange(2500, 60_000)
        local = hit.raised_at.astimezone()
        plates = {
            f"{whose}_{what}": value
            for whose in ("read", "entered", "listed")
            for what, value in (("text", self.text), ("state", "NC"))
        }
        return {
            "day": capture_day(hit.hit_id), "hit_id": hit.hit_id, "captured_at": self.at,
            "raised_at": hit.raised_at, "read_id": hit.read_id, "device": "bench",
            "unit": self.unit, "person_id": hit.person_id, "camera": "front",
            "category": record.category, "list_name": record.list_name,
            "match_class": record.match_class, **plates, "method": "typed",
            "alert_ms": dice.randrange(300, 2000), "open_ms": dice.randrange(2000, 30_000),
            "check_ms": check, "decision_ms": check + 8000, "status_by": "mdt", "gate_form": "",
            "attention": dice.choice(_ATTENTION), "disposition": self.ending, "stopped": "",
            "outcome": "", "force": False, "confusion": "", "rhythm": "", "hour": local.hour,
            "shift_day": local.date(), "shift_kind": "day", "listed_vehicle": "",
            "seen_vehicle": "", "differs": "", "vehicle_comparison": "not_recorded",
        }  # fmt: skip

    def steps(self) -> Iterator[dict[str, Any]]:
        """Yield its rows of steps."""
        facts = ("text", self.text), ("state", "NC"), ("outcome", "matched"), ("method", "typed")
        for event, after_s, found in (
            (AuditEvent.HIT_PAINTED, 0.6, (("capture_to_alert_s", "0.600"),)),
            (AuditEvent.HIT_OPENED, 6.0, ()),
            (AuditEvent.ENTRY_MADE, 18.0, facts),
        ):
            at = self.at + timedelta(seconds=after_s)
            hit_id = self.hit.hit_id
            body = AnswerMessage(
                hit_id, self.at, event.value, at, self.hit.person_id, "compared", found
            )
            yield {
                "day": capture_day(hit_id), "item_id": new_id(at, os.urandom(10)),
                "hit_id": hit_id, "captured_at": self.at, "kind": ItemKind.ANSWER.value,
                "at": at, "word": event.value, "body": encode(body),
            }  # fmt: skip


def _reads(
    dice: random.Random, start: datetime, step: timedelta, number: int
) -> Iterator[ReadMessage]:
    """Yield reads without a hit."""
    sample = _read("AAA0000", _UNITS[0], start)
    for place in range(max(0, number)):
        at = start + step * place
        text = "".join(dice.choices(_GLYPHS, k=7))
        name = new_id(at, os.urandom(10))
        yield replace(sample, read_id=name, captured_at=at, text=text)


def _read(text: str, unit: str, at: datetime) -> ReadMessage:
    return ReadMessage(
        new_id(at, os.urandom(10)), 0, unit, "front", sample_agency.OFFICER, at, text, "NC", 0.9,
        tuple(CharacterMessage(c, 0.95, ()) for c in text), (), 6, (400.0, 300.0, 600.0, 400.0),
        "", "", "own", "0",
    )  # fmt: skip


def _read_row(keys: DayKeys, read: ReadMessage) -> Row:
    plate, sealed = sealed_reads.sealed(keys, read, encode(read))
    facts = {
        "day": capture_day(read.read_id), "read_id": read.read_id, "revision": read.revision,
        "captured_at": read.captured_at, "device": "bench", "unit": read.unit,
        "camera": read.camera, "plate": plate, "sealed": sealed,
    }  # fmt: skip
    return tuple(facts[column.name] for column in READS.c)


_PASSWORD = "correct horse battery"  # noqa: S105 - of accounts that last as long as the bench
Seat = Callable[[str, str, str], dict[str, Any]]
"""(address, person, password) → the figures of a desk there."""


def figures(database: str, hits: int, reads: int, seat: Seat) -> dict[str, Any]:
    """Return what a desk measures at a headquarters with so many hits and reads in one day.

    Raises:
        OutsideError: the server did not start.
    """
    with TemporaryDirectory() as folder, ingest.database(database, Path(folder)) as url:
        settings = HqSettings(Path(folder) / "hq", url)
        hq = open_headquarters(settings, SystemClock(), os.urandom)
        today = capture_date(hq.clock.now())
        sample_agency.sample_agency(hq, dict.fromkeys(sample_agency.PEOPLE, _PASSWORD), today)
        began = time.perf_counter()
        fill(hq, hits, reads)
        filled_s = round(time.perf_counter() - began, 1)
        hq.close()
        port = free_port()
        command = ["hq", "--data", str(settings.data), "--database", url]
        with ingest.server(port, "-m", "mdt_alpr", *command, "serve", "--port", str(port)):
            found = seat(f"http://127.0.0.1:{port}", sample_agency.SUPERVISOR, _PASSWORD)
        return {
            "database": make_url(url).get_backend_name(),
            "hits": hits,
            "reads": reads,
            "load_before": round(os.getloadavg()[0], 2),
            "filled_s": filled_s,
            **found,
        }
