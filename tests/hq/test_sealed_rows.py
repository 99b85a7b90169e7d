"""What lies sealed opens in its own row only, and every table that holds something captured seals.

Who owns the database swaps, renames and copies rows: headquarters reads none of it (V12).
"""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Table, Text, select, update

from mdt_alpr.domain.people.roles import EVERY_TEAM
from mdt_alpr.hq.base import sealed_rows
from mdt_alpr.hq.base.headquarters import Headquarters, RefusedError
from mdt_alpr.hq.base.hit_tables import HIT_LOG, NOTICES, REJECTIONS, SIGHTING_RECORDS
from mdt_alpr.hq.base.sealed_rows import SEALED
from mdt_alpr.hq.base.tables import HIT_STEPS, HITS
from mdt_alpr.hq.hits import notice_store as notices
from mdt_alpr.hq.hits.review import hit_trail
from mdt_alpr.hq.hits.shift_log import log_page
from mdt_alpr.hq.hotlists import manual_store as manual_entries
from mdt_alpr.hq.hotlists.tables import MANUAL_ENTRIES
from mdt_alpr.hq.intake.service import accept
from mdt_alpr.hq.keeping.backup_parts import every_table
from mdt_alpr.hq.reads import sightings
from mdt_alpr.wire.desk import HitLogRequest
from tests.hq.listening import Listener
from tests.hq.manual import added, an_own_entry
from tests.hq.reviewers import SPAN, a_sent_hit
from tests.hq.senders import a_batch
from tests.hq.test_purge import CALLER

DATABASES = ["sqlite"]
REPORTED = [a_sent_hit(plate, ending="misread", stopped="no") for plate in ("ZQX7101", "ZQX7102")]

SAID_OPENLY = {
    "unit", "device", "person_id", "officer_id", "camera", "category", "list_name", "match_class",
    "method", "status_by", "gate_form", "disposition", "stopped", "outcome", "confusion", "rhythm",
    "differs", "word", "what", "case_number", "source", "subject", "brought_by", "decided_by",
    "decision", "kind", "place", "relayed_from", "digest", "body",
    "event", "failure", "second_by",
}  # fmt: skip
"""Who, where in the agency and what became of it: no plate, no position, no text of a person.
``failure`` is why a receiver did not take a letter.
``body`` is that of an announced picture: its digest, size and kind."""


def seals(table: Table) -> bool:
    return SEALED in table.c


def test_of_all_that_was_captured_only_known_columns_are_open() -> None:
    captured = [table for table in every_table() if "captured_at" in table.c]
    texts = {
        column.name
        for table in captured
        for column in table.c
        if type(column.type) is Text and column.name not in SAID_OPENLY
    }
    assert texts == set()
    bodies = [table.name for table in captured if "body" in table.c]
    assert bodies == ["pictures"]


@pytest.fixture
def filled(hq: Headquarters) -> Headquarters:
    listener = Listener(hq, "car-7", "Unit 7")
    listener.hear()
    with hq.writing() as work:
        accept(work, CALLER, a_batch(*REPORTED[0].items(), *REPORTED[1].items()), 500)
        entries = an_own_entry("ZQX7103"), an_own_entry("ZQX7104")
        accept(work, CALLER, a_batch(*map(added, entries)), 500)
    return hq


def rows(hq: Headquarters, table: Table) -> list[dict[str, Any]]:
    with hq.reading() as work:
        found = work.connection.execute(select(table).order_by(*table.primary_key.columns))
        return [dict(row) for row in found.mappings()]


def swap(hq: Headquarters, table: Table) -> None:
    """Give two rows one another's sealed texts, as the owner of the database can."""
    one, other = rows(hq, table)[:2]
    with hq.database.writing() as connection:
        for row, new in ((one, other), (other, one)):
            where = [column == row[column.name] for column in table.primary_key.columns]
            connection.execute(update(table).where(*where).values(sealed=new[SEALED]))


@pytest.mark.attack("V12")
@pytest.mark.logs_warnings
@pytest.mark.parametrize(
    "table",
    [HITS, HIT_STEPS, HIT_LOG, NOTICES, REJECTIONS, SIGHTING_RECORDS, MANUAL_ENTRIES],
    ids=lambda table: table.name,
)
def test_texts_that_were_swapped_between_two_rows_open_in_neither(
    filled: Headquarters, table: Table, caplog: pytest.LogCaptureFixture
) -> None:
    before = rows(filled, table)[:2]
    assert None not in [sealed_rows.texts(filled.keys, table, row) for row in before]
    swap(filled, table)
    after = rows(filled, table)[:2]
    assert [sealed_rows.texts(filled.keys, table, row) for row in after] == [None, None]
    assert table.name in caplog.text
    assert "ZQX" not in caplog.text


@pytest.mark.attack("V12")
@pytest.mark.logs_warnings
def test_a_row_that_was_tampered_with_stops_no_page_and_no_other_row(filled: Headquarters) -> None:
    for table in (HITS, HIT_LOG, NOTICES, MANUAL_ENTRIES, REJECTIONS):
        swap(filled, table)
    with filled.writing() as work:
        page = log_page(work, HitLogRequest(replace(SPAN, team=EVERY_TEAM)))
        assert [row.read_text for row in page.rows] == ["", ""]
        with pytest.raises(RefusedError):
            hit_trail(work, REPORTED[0].hit.hit_id)
        assert notices.waiting(work, "car-7", 0, 9) == []
        assert sightings.rejections(work) == []
        assert manual_entries.live(work) == []
        more = a_sent_hit("ZQX7105")
        accept(work, CALLER, a_batch(*more.items()), 500)
        assert hit_trail(work, more.hit.hit_id).hit == more.hit


@pytest.mark.attack("V12")
@pytest.mark.logs_warnings
def test_the_texts_of_one_table_open_in_no_other(filled: Headquarters) -> None:
    hit, line = rows(filled, HITS)[0], rows(filled, HIT_LOG)[0]
    assert hit["hit_id"] == line["hit_id"]
    moved = {**hit, SEALED: line[SEALED]}
    assert sealed_rows.texts(filled.keys, HITS, moved) is None


@pytest.mark.attack("V12")
@pytest.mark.logs_warnings
def test_a_form_that_was_moved_leads_to_no_record_of_another_hit(filled: Headquarters) -> None:
    one, other = rows(filled, SIGHTING_RECORDS)[:2]
    moved = {**one, "record": other["record"]}
    assert sealed_rows.texts(filled.keys, SIGHTING_RECORDS, moved) is None
