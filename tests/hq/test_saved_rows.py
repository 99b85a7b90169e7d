"""Rows of a desk's page as a file: no cell computes anything, and each file is on record."""

import csv
import io
from dataclasses import replace
from hashlib import sha256

import pytest

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.csv_text import csv_text
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.people.sample_agency import CUSTODIAN, OFFICER, SUPERVISOR
from mdt_alpr.wire import addresses
from mdt_alpr.wire.codec import encode
from mdt_alpr.wire.saved_rows import MOST_PRINTED, RowsForm, RowsToSave
from tests.hq.manual import audited
from tests.hq.papers import text_of
from tests.hq.reviewers import at_desk

DATABASES = ["sqlite"]
ROWS = RowsToSave(
    page="dropped_lines",
    title="Dropped lines",
    form=RowsForm.CSV,
    columns=("Line", "Why"),
    shares=(120, 900),
    rows=(("1,204", '=HYPERLINK("http://x")\nsecond line'), ("7", "a traffic violation")),
)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1"])
def test_no_cell_of_a_csv_file_is_a_formula(text: str) -> None:
    (_head, (cell, _)) = csv.reader(io.StringIO(csv_text(("a", "b"), [(text, "x\ny")])))
    assert cell.startswith("'")


def test_a_file_of_rows_is_made_for_who_may_save_and_recorded(server: InProcessHq) -> None:
    with at_desk(server, CUSTODIAN) as desk:
        made = desk.http.post(addresses.SAVED_ROWS, content=encode(ROWS))
        paper = desk.http.post(
            addresses.SAVED_ROWS, content=encode(replace(ROWS, form=RowsForm.PDF))
        )
        for wrong in (
            replace(ROWS, rows=(("alone",),)),
            replace(ROWS, shares=(1,)),
            replace(ROWS, shares=(0, 1)),
            replace(ROWS, columns=(), shares=(), rows=()),
            replace(ROWS, page="EXN 2894"),
            replace(ROWS, form=RowsForm.PDF, rows=(("1", "x"),) * (MOST_PRINTED + 1)),
        ):
            answer = desk.http.post(addresses.SAVED_ROWS, content=encode(wrong))
            assert 400 <= answer.status_code < 500
    lines = made.text.splitlines()
    assert lines[0] == "Line,Why"
    assert "'=HYPERLINK" in lines[1]
    assert lines[1].endswith('; second line"')
    assert paper.content.startswith(b"%PDF-")
    first, second = audited(server, AuditEvent.HQ_ROWS_EXPORTED.value)
    assert (first.subject, first.person) == ("dropped_lines", CUSTODIAN)
    facts = dict(first.detail)
    assert (facts["entries"], facts["form"]) == ("2", "csv")
    assert facts["sha256"] == sha256(made.content).hexdigest()
    assert dict(second.detail)["form"] == "pdf"
    for person in (OFFICER, SUPERVISOR):
        with at_desk(server, person) as desk:
            refused = desk.http.post(addresses.SAVED_ROWS, content=encode(ROWS))
            assert refused.status_code == 403


def test_a_client_that_lies_about_its_page_gets_no_file_and_leaves_no_record(
    server: InProcessHq,
) -> None:
    lies = {"hold_item": 403, "search": 403, "manual_entries": 403, "rows": 400}
    with at_desk(server, CUSTODIAN) as desk:
        for page, status in {**lies, "machines": 403}.items():
            answer = desk.http.post(addresses.SAVED_ROWS, content=encode(replace(ROWS, page=page)))
            assert answer.status_code == status, page
    assert audited(server, AuditEvent.HQ_ROWS_EXPORTED.value) == []


def test_a_file_of_filtered_rows_says_so_on_paper_and_on_record(server: InProcessHq) -> None:
    part = replace(ROWS, form=RowsForm.PDF, filtered_by="traffic")
    with at_desk(server, CUSTODIAN) as desk:
        paper = desk.http.post(addresses.SAVED_ROWS, content=encode(part))
        for words in ("EXN2894", "x\ny", "x" * 201):
            body = encode(replace(ROWS, filtered_by=words))
            assert desk.http.post(addresses.SAVED_ROWS, content=body).is_success == (
                words == "EXN2894"
            )
    assert "Filtered by: traffic." in text_of(paper.content)
    found = [dict(one.detail) for one in audited(server, AuditEvent.HQ_ROWS_EXPORTED.value)]
    assert [one["filtered_by"] for one in found] == ["traffic", "words like a plate"]
