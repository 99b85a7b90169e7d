"""Headquarters' database and every copy of it show no read without the key of its day (V12)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, text, update

from mdt_alpr.domain.plate.plate import Plate
from mdt_alpr.domain.policy import READS_LIFE
from mdt_alpr.domain.search.question import SearchQuestion
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.capture_day import capture_day
from mdt_alpr.hq.base.headquarters import Headquarters, RefusedError, Work
from mdt_alpr.hq.base.tables import READS
from mdt_alpr.hq.intake.quarantine import now_fitting
from mdt_alpr.hq.intake.quarantine_review import decide
from mdt_alpr.hq.intake.service import accept
from mdt_alpr.hq.keeping.backup_parts import every_table
from mdt_alpr.hq.keeping.doctor import examined
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, SECOND_OFFICER, SUPERVISOR
from mdt_alpr.hq.reads import captured, quarantine_store
from mdt_alpr.hq.reads.captured import seen_plates
from mdt_alpr.hq.search.finding import find
from mdt_alpr.wire import addresses
from mdt_alpr.wire.codec import encode
from mdt_alpr.wire.desk import HitLogCounts, HitLogPage, HitLogRequest
from mdt_alpr.wire.manual import DecisionMessage
from mdt_alpr.wire.messages import ReadMessage
from mdt_alpr.wire.problems import Problem
from mdt_alpr.wire.review import TruthPassMessage, TruthReading
from tests.builders import NOW
from tests.hq.conftest import a_cluster
from tests.hq.manual import added, an_own_entry
from tests.hq.postgres import Cluster
from tests.hq.reviewers import SPAN, at_desk
from tests.hq.senders import (
    DEVICE,
    a_batch,
    a_car,
    a_hit_message,
    a_read_message,
    an_answer,
    an_item,
)
from tests.hq.test_past_reads import looked_back
from tests.hq.test_places import a_place
from tests.hq.test_purge import CALLER

PLATES = ("ZQX7731", "ZQX7732", "ZQX7733")
PLACE = a_place(lat=35.9911887, lon=-78.9022443)
SECRETS = tuple(secret.encode() for secret in (*PLATES, "35.9911887", "78.9022443"))


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """Give a PostgreSQL of this module alone: every byte of it is read."""
    yield from a_cluster()


def of_plate(work: Work, text: str) -> list[str]:
    """Return the ids of the reads of a plate of North Carolina, newest first."""
    since = NOW - timedelta(days=89)
    question = SearchQuestion(text, "NC", since, NOW, "", "", "", everywhere=True)
    return [read.read_id for read in find(work, question).reads]


def kept_text(hq: Headquarters, read: ReadMessage) -> str | None:
    with hq.reading() as work:
        return captured.read(work, capture_day(read.read_id), read.read_id)


def dump_of(hq: Headquarters) -> bytes:
    """Return every value of every row, as a dump or a replica has them."""
    with hq.reading() as work:
        found = [
            value if isinstance(value, bytes) else str(value).encode()
            for table in every_table()
            for row in work.connection.execute(select(table))
            for value in row
        ]
    return b"\n".join(found)


def files_of(server: InProcessHq, folder: Path, request: pytest.FixtureRequest) -> list[Path]:
    """Return the files of the database, its write-ahead log among them."""
    if not server.hq.database.is_server:
        return [path for path in folder.rglob("*") if path.is_file()]
    with server.hq.database.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("CHECKPOINT"))
    files: list[Path] = request.getfixturevalue("cluster").files()
    return files


@pytest.mark.attack("V12")
def test_no_plate_and_no_position_lies_in_database_log_or_dump(
    server: InProcessHq, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    reads = [a_read_message(plate, place=PLACE) for plate in PLATES]
    with a_car(server.base_url) as car:
        assert car.send(*map(an_item, reads)) == ["accepted"] * len(reads)
    for read in reads:
        kept = kept_text(server.hq, read)
        assert kept is not None
        assert read.text in kept
    files = files_of(server, tmp_path, request)
    assert any(path.name.endswith("-wal") or path.parent.name == "pg_wal" for path in files)
    shown = [path.name for path in files for one in SECRETS if one in path.read_bytes()]
    assert shown == []
    dump = dump_of(server.hq)
    assert reads[0].read_id.encode() in dump
    assert [one for one in SECRETS if one in dump] == []


@pytest.mark.attack("V12")
def test_a_read_that_was_set_aside_shows_no_plate_either(hq: Headquarters) -> None:
    read = replace(a_read_message("ZQX7731", place=PLACE), person_id=SECOND_OFFICER)
    with hq.writing() as work:
        accept(work, CALLER, a_batch(an_item(read)), 500)
        (aside,) = quarantine_store.waiting(work, 10)
    assert aside.body == encode(read)
    dump = dump_of(hq)
    assert [one for one in SECRETS if one in dump] == []
    hq.day_keys.destroy_expired(NOW + timedelta(days=92))
    with hq.writing() as work:
        (aside,) = quarantine_store.waiting(work, 10)
        assert aside.body is None
        assert now_fitting(work, DEVICE) == []
        with pytest.raises(RefusedError) as refused:
            decide(work, aside.number, DecisionMessage(approved=True, why="seen"), ADMINISTRATOR)
        assert "no longer be read" in refused.value.detail
        decide(work, aside.number, DecisionMessage(approved=False, why="seen"), ADMINISTRATOR)


@pytest.mark.attack("V12")
@pytest.mark.clause(READS_LIFE.number)
def test_a_copy_of_the_rows_says_nothing_when_the_key_of_their_day_is_destroyed(
    hq: Headquarters,
) -> None:
    read = a_read_message("ZQX7731", place=PLACE)
    with hq.writing() as work:
        accept(work, CALLER, a_batch(an_item(read)), 500)
    hq.day_keys.destroy_expired(NOW + timedelta(days=92))
    with hq.reading() as work:
        assert work.connection.scalar(select(func.count()).select_from(READS)) == 1
        assert of_plate(work, "ZQX7731") == []
        assert list(seen_plates(work, {"ZQX7731"})) == []
    assert kept_text(hq, read) is None
    (line,) = [one for one in examined(hq) if one.name == "day keys"]
    assert not line.ok
    assert "Reads of 1 day, from" in line.words


@pytest.mark.logs_warnings
def test_with_the_key_gone_every_page_still_works_and_cars_go_on(server: InProcessHq) -> None:
    entry = an_own_entry("KLM4470")
    read = a_read_message("KLM4470")
    hit = a_hit_message(read)
    with a_car(server.base_url) as car, at_desk(server, SUPERVISOR) as desk:
        assert car.send(added(entry), an_item(read), an_item(hit)) == ["accepted"] * 3
        assert looked_back(car, entry.entry_id) == ["KLM4470"]
        server.hq.day_keys.destroy_expired(NOW + timedelta(days=92))
        assert looked_back(car, entry.entry_id) == []
        server.hq.keys.ends.destroy_expired(NOW + timedelta(days=92))
        assert looked_back(car, entry.entry_id) == Problem.NO_SUCH_ENTRY.number
        assert desk.raw(f"hits/{hit.hit_id}").status_code == 404
        (row,) = desk.ask(HitLogPage, "hits", HitLogRequest(SPAN)).rows
        assert (row.read_text, row.listed_text) == ("", "")
        assert desk.ask(HitLogCounts, "hits/counts", SPAN).reads == 1
        assert desk.ask(TruthPassMessage, "truth/next") == TruthPassMessage("", "")
        judged = desk.raw("truth", TruthReading(read.read_id, "KLM4470", "NC"))
        assert judged.status_code == 404
        for address in (addresses.OVERVIEW, addresses.WALL):
            assert desk.http.get(address).status_code == 200
        assert car.send(an_item(an_answer(hit))) == ["accepted"]


@pytest.mark.logs_warnings
@pytest.mark.parametrize("column", ["sealed", "plate"])
def test_a_damaged_row_hides_no_other_and_stops_no_car(
    hq: Headquarters, caplog: pytest.LogCaptureFixture, column: str
) -> None:
    damaged, whole = (a_read_message("ZQX7731") for _ in range(2))
    with hq.writing() as work:
        accept(work, CALLER, a_batch(an_item(damaged), an_item(whole)), 500)
        query = update(READS).where(READS.c.read_id == damaged.read_id)
        work.connection.execute(query.values({column: bytes(60)}))
        accept(work, CALLER, a_batch(an_item(a_hit_message(damaged))), 500)
        found = of_plate(work, "ZQX7731")
        plates = list(seen_plates(work, {"ZQX7731"}))
    assert found == [whole.read_id]
    assert plates == [(Plate("ZQX7731", "NC"), 2 if column == "sealed" else 1)]
    assert column == "plate" or "damaged" in caplog.text
    assert "ZQX" not in caplog.text


@pytest.mark.attack("V12")
def test_a_plates_form_that_was_moved_to_another_read_leads_to_none(hq: Headquarters) -> None:
    reads = a_read_message("ZQX7731"), a_read_message("ZQX7732")
    with hq.writing() as work:
        accept(work, CALLER, a_batch(*map(an_item, reads)), 500)
        t = READS.c
        moved = select(t.plate).where(t.read_id == reads[0].read_id).scalar_subquery()
        work.connection.execute(
            update(READS).where(t.read_id == reads[1].read_id).values(plate=moved)
        )
        (found,) = of_plate(work, "ZQX7731")
    assert reads[0].read_id == found


def test_a_plate_is_found_on_each_of_its_days_with_o_as_0(hq: Headquarters) -> None:
    before = NOW - timedelta(days=40)
    reads = [
        a_read_message("KLM447O"),
        a_read_message("KLM4470", captured_at=before),
        a_read_message("KLM4470", captured_at=before, state=""),
        a_read_message("KLM4470", captured_at=before, state="SC"),
        a_read_message("KLM447", captured_at=before),
    ]
    with hq.writing() as work:
        accept(work, CALLER, a_batch(*map(an_item, reads)), 500)
        found = of_plate(work, "KLM4470")
        plates = sorted(
            (plate.text, plate.state, number)
            for plate, number in seen_plates(work, {"KLM447", "KLM4470"})
        )
    assert reads[0].read_id == found[0], "the newest comes first"
    assert len(found) == 3
    assert plates == [
        ("KLM447", "NC", 1),
        ("KLM4470", "", 1),
        ("KLM4470", "NC", 1),
        ("KLM4470", "NC", 1),
        ("KLM4470", "SC", 1),
    ]
