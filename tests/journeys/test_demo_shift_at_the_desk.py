"""The demo's own drive makes a shift at headquarters; the real desk shows what the database holds.

What is expected is made of the bodies that the car sent, by this file alone: the tables that the
desk's pages are read from are not looked at.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import Table, func, select

from mdt_alpr.acts.entries import LIVE
from mdt_alpr.adapters.cameras.drive_camera import DriveCamera, Playback
from mdt_alpr.adapters.hq_link.desk_link import HttpDeskLink
from mdt_alpr.adapters.hq_link.http_link import open_client
from mdt_alpr.cli import demo
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.hit.disposition import REJECTIONS, Disposition
from mdt_alpr.domain.hit.hit_summary import CAUSES
from mdt_alpr.domain.people.shift import hour_of, shift_of
from mdt_alpr.domain.policy import CAPTURE_ZONE
from mdt_alpr.domain.retention.outbox import ItemKind
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.capture_day import capture_day
from mdt_alpr.hq.base.hit_tables import EVIDENCE
from mdt_alpr.hq.base.tables import HIT_STEPS, HITS, PICTURES
from mdt_alpr.hq.base.tables import READS as READS_TABLE
from mdt_alpr.hq.reads import captured
from mdt_alpr.machine.clock import SystemClock
from mdt_alpr.ui.desk.models.desk import Cell
from mdt_alpr.ui.desk.pages.shift_log import ShiftLog
from mdt_alpr.ui.desk.presenters.words import CAUSE_WORDS, disposition_words, status_words
from mdt_alpr.ui.desk.views.rows_model import RowsModel
from mdt_alpr.ui.hit.presenters.hit_words import date_words
from mdt_alpr.ui.kit.words import clock_time, local_day
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.messages import AnswerMessage, DispositionMessage, HitMessage, ReadMessage
from tests.builders import SetClock
from tests.hq.opened import opened_rows
from tests.ui.desk_screens import Seat

M = TypeVar("M")
PACE = 2.5
ENTRIES = (AuditEvent.ENTRY_MADE, AuditEvent.TILES_CHECKED)
ANSWERED = (AuditEvent.STATUS_STATED, AuditEvent.STATUS_RECEIVED)


@dataclass(frozen=True, slots=True)
class Kept:
    """One hit with all that the car told of it, as headquarters keeps it."""

    hit: HitMessage
    read: ReadMessage
    answers: tuple[AnswerMessage, ...]
    end: DispositionMessage
    stopped_at: datetime | None
    pictures: int

    def at(self, event: AuditEvent) -> datetime:
        return next(answer.at for answer in self.answers if answer.step == event)

    def entry(self) -> dict[str, str]:
        """What the officer entered: what agreed, else what was entered last."""
        made = [dict(a.facts) for a in self.answers if a.step in ENTRIES]
        agreed = [facts for facts in made if facts["outcome"] == "matched"]
        return (agreed or made[::-1])[0]

    def status_by(self) -> str:
        said = [dict(a.facts) for a in self.answers if a.step in ANSWERED]
        return status_words(next((f["source"] for f in reversed(said) if f.get("result")), ""))

    def seconds(self, until: datetime) -> str:
        value = round((until - self.hit.captured_at).total_seconds() * 1000) / 1000
        return f"{value:.1f} s" if value < 10 else f"{value:.0f} s"


class Database:
    """Headquarters' tables of what cars sent."""

    def __init__(self, headquarters: InProcessHq) -> None:
        self._hq = headquarters.hq

    def count(self, table: Table) -> int:
        with self._hq.reading() as work:
            return work.connection.scalar(select(func.count()).select_from(table)) or 0

    def hits(self) -> dict[str, Kept]:
        bodies = [row.body for row in opened_rows(self._hq, HITS)]
        return {hit.hit_id: self._kept(hit) for hit in (decode(HitMessage, b) for b in bodies)}

    def _kept(self, hit: HitMessage) -> Kept:
        (end,) = self._steps(hit, ItemKind.DISPOSITION)
        stops = select(HIT_STEPS.c.at).filter_by(hit_id=hit.hit_id, kind=ItemKind.STOP)
        answers = [decode(AnswerMessage, body) for body in self._steps(hit, ItemKind.ANSWER)]
        with self._hq.reading() as work:
            read = captured.read(work, capture_day(hit.read_id), hit.read_id)
            assert read is not None
            stopped_at = work.connection.scalar(stops)
            pictures = select(func.count()).select_from(PICTURES).filter_by(read_id=hit.read_id)
            number = work.connection.scalar(pictures) or 0
        return Kept(
            hit,
            decode(ReadMessage, read),
            tuple(sorted(answers, key=lambda answer: answer.at)),
            decode(DispositionMessage, end),
            stopped_at,
            number,
        )

    def _steps(self, hit: HitMessage, kind: ItemKind) -> list[str]:
        of_it = HIT_STEPS.c.hit_id == hit.hit_id, HIT_STEPS.c.kind == kind
        return [row.body for row in opened_rows(self._hq, HIT_STEPS, *of_it)]


@pytest.fixture
def shift(tmp_path: Path, qapp: object) -> Iterator[InProcessHq]:
    """Return headquarters after one round of the drive, driven faster than in life."""
    del qapp
    with demo.agency(tmp_path) as headquarters:
        playback = Playback(speed=PACE, loop=False, waits=True)
        camera = DriveCamera(SystemClock(), playback)
        assert demo.scripted_shift(headquarters.base_url, tmp_path, camera) == 0
        yield headquarters


def test_every_figure_on_every_page_is_the_databases(shift: InProcessHq, qtbot: QtBot) -> None:
    held = Database(shift)
    hits = held.hits()
    link = HttpDeskLink(open_client(shift.base_url), SystemClock(), "desk-1")
    seat = Seat(qtbot, link, SetClock(SystemClock().now()))
    seat.sign_in(demo.SUPERVISOR, demo.PASSWORD)
    assert len(hits) > 1
    assert any(hit.end.disposition in REJECTIONS for hit in hits.values())
    _the_shift_log(seat, held, hits)
    _near_misses(seat, hits)
    _quality(seat, hits)
    _wall_and_entries(seat)
    _each_hit(seat, held, hits)


def on_the_first_day(hits: dict[str, Kept]) -> dict[str, Kept]:
    """Leave out what came after a midnight during the drive: the log shows one date."""
    first = min(local_day(hit.hit.raised_at) for hit in hits.values())
    return {k: v for k, v in hits.items() if local_day(v.hit.raised_at) == first}


def _the_shift_log(seat: Seat, held: Database, every: dict[str, Kept]) -> None:
    hits = on_the_first_day(every)
    first = min(kept.hit.raised_at for kept in every.values())
    seat.screen.page(ShiftLog).choose("date", local_day(first).isoformat())
    seat.settle()
    lines = seat.lines()
    assert set(lines) == set(hits)
    for hit_id, kept in hits.items():
        line, record, entry = lines[hit_id], kept.hit.records[0], kept.entry()
        assert text(line["Unit"]) == kept.hit.unit == demo.UNIT
        assert text(line["Officer"]) == "A. Sample"
        assert line["Time"].text == clock_time(kept.hit.raised_at)
        assert line["Time"].below == f"alert {kept.seconds(kept.at(AuditEvent.HIT_PAINTED))}"
        assert text(line["Read"]) == f"{kept.read.text} {kept.read.state}".strip()
        assert text(line["Entered"]) == f"{entry['text']} {entry['state']}"
        assert text(line["Listed"]) == f"{record.text} {record.state}"
        assert text(line["List"]) == record.list_name
        assert text(line["Decision"]) == kept.seconds(kept.stopped_at or kept.end.at)
        assert text(line["Status by"]) == kept.status_by()
        assert text(line["Disposition"]).startswith(disposition_words(kept.end.disposition))
    endings = Counter(hit.end.disposition for hit in hits.values())
    stopped = sum(hit.stopped_at is not None for hit in hits.values())
    figures = seat.figures()
    assert figures["Hits"] == str(len(hits))
    assert figures["Verified"] == figures_of(endings, "verified_stopped", "verified_no_stop")
    assert figures["Prevented stops"] == figures_of(endings, *REJECTIONS)
    assert figures["Unverified stops"] == figures["Open after shift"] == "0"
    notes = seat.figure_notes()
    assert notes["Verified"] == f"{stopped} stops"
    if len(hits) == held.count(HITS):
        assert notes["Hits"] == f"1 in {round(held.count(READS_TABLE) / len(hits)):,} reads"


def figures_of(endings: Counter[str], *wanted: str) -> str:
    return str(sum(endings[each] for each in wanted))


def _near_misses(seat: Seat, hits: dict[str, Kept]) -> None:
    endings = Counter(hit.end.disposition for hit in hits.values())
    prevented = {k: v for k, v in hits.items() if v.end.disposition in REJECTIONS}
    seat.open("near_misses")
    charts = {card.plot.chart.title: card.plot.chart for card in seat.ledger.grid.cards}
    causes = Counter(
        CAUSE_WORDS[CAUSES[Disposition(v.end.disposition)]] for v in prevented.values()
    )
    shown = {bar.name: bar.value for bar in charts["Prevented stops by cause"].bars}
    assert shown == causes
    cameras = Counter(f"{kept.read.unit}, {kept.read.camera}" for kept in prevented.values())
    assert {b.name: b.value for b in charts["Prevented stops by camera"].bars} == cameras
    by_hour = Counter(str(hour_of(k.hit.raised_at)) for k in prevented.values())
    hours = {b.name: b.value for b in charts["Prevented stops by hour"].bars if b.value}
    assert hours == by_hour
    alerted = Counter(hit.hit.records[0].list_name for hit in hits.values())
    lists = {bar.name: bar.whole for bar in charts["Confirmed hits of each list"].bars}
    assert lists == alerted
    foot = seat.ledger.state.words.text()
    assert foot == f"{len(prevented)} prevented stops of {endings.total()} closed hits."


def _quality(seat: Seat, hits: dict[str, Kept]) -> None:
    seat.open("check_quality")
    shifts = Counter(shift_of(hit.hit.raised_at, CAPTURE_ZONE) for hit in hits.values())
    rows = table(seat.quality.table.rows)
    assert Counter({row[0].text: int(row[1].text) for row in rows.values()}) == {
        f"{date_words(s.day)}, {s.kind.value}": number for s, number in shifts.items()
    }
    stops = sum(hit.stopped_at is not None for hit in hits.values())
    assert sum(int(row[2].text) for row in rows.values()) == stops


def _wall_and_entries(seat: Seat) -> None:
    seat.open("live_wall")
    ((unit, *reported),) = table(seat.wall.table.rows).values()
    assert unit.text == demo.UNIT
    assert {"training-car", "0", "Whole"} <= {cell.text for cell in reported}
    # The demo names no folder for a witness, and the wall says so before it names the list.
    assert "AUDIT WITHOUT WITNESS" in seat.wall.state.words.text()

    seat.open("manual_entries")
    assert table(seat.entries.table.rows) == {}
    assert seat.entries.state.words.text() == LIVE.nothing


def _each_hit(seat: Seat, held: Database, hits: dict[str, Kept]) -> None:
    packages = held.count(EVIDENCE)
    for hit_id, kept in hits.items():
        seat.screen.presenter.open("hit", hit_id)
        seat.settle()
        page = seat.hit
        assert page.check.text().startswith("Package intact: ")
        links = int(page.check.text().split()[2])
        assert 1 <= links <= packages
        assert len(page.pictures.pictures) == min(kept.pictures, 6)
        assert all(not p.image.isNull() for p in page.pictures.pictures.values())
        assert page.ending.text().startswith(disposition_words(kept.end.disposition))


def table(rows: RowsModel) -> dict[str, list[Cell]]:
    wide = range(rows.columnCount())
    return {
        rows.key(r): [rows.cell(rows.index(r, c)) for c in wide] for r in range(rows.rowCount())
    }


def text(cell: Cell) -> str:
    return cell.words
