"""The page for the public: no plate, no place, no small count (RPT-04, RPT-05)."""

import csv
import io
import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, update

from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.domain.review.accuracy import SampledBy
from mdt_alpr.domain.review.public_page import OTHER_LISTS, last_month
from mdt_alpr.domain.review.truth import Truth
from mdt_alpr.hq.base.equipment_tables import SAMPLE_COUNTS
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.hit_tables import HIT_LOG
from mdt_alpr.hq.base.tables import HOTLIST_ENTRIES
from mdt_alpr.hq.disclosures import publications
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN
from mdt_alpr.hq.reports import service
from tests.builders import NOW, SetClock
from tests.hq.commands import Terminal
from tests.hq.test_annual_report import ENDS, number, searched, send

DATABASES = ["sqlite"]
AGENCY = "<Concord> Police & Co"
_PLATE = "EXN2894"
FILES = {"index.html", "counts.csv", "counts.json", "searches.csv"}


@pytest.fixture
def page(hq: Headquarters, clock: SetClock) -> dict[str, str]:
    """Give a month with seven hits of each kind, then the page of the month after."""
    last = last_month((NOW + timedelta(days=31)).date())
    for day in range(7):
        clock.at = last.since + timedelta(days=day, hours=9)
        send(hq, clock.at, _PLATE)
        searched(hq, clock.at, Purpose.CRIMINAL)
    searched(hq, clock.at, Purpose.VEHICLE)
    rows = [
        {"month": last.first.replace(month=9), "by": by, "name": name, "truth": truth,
         "number": count}
        for by, name, truth, count in (
            (SampledBy.CAMERA, "12 Main Street", Truth.RIGHT, 97),
            (SampledBy.CAMERA, "12 Main Street", Truth.WRONG, 3),
            (SampledBy.LIST, "NCIC", Truth.RIGHT, 38),
            (SampledBy.LIST, "Terrorist file", Truth.WRONG, 2),
            (SampledBy.LIST, "Manual entries", Truth.RIGHT, 4),
        )
    ]  # fmt: skip
    with hq.database.writing() as connection:
        connection.execute(SAMPLE_COUNTS.insert(), rows)
    clock.at = last.until + timedelta(days=3)
    with hq.writing() as work:
        return dict(service.public_files(work, AGENCY, ADMINISTRATOR))


def table(page: dict[str, str], title: str) -> dict[str, Any]:
    """Return the numbers of a table by name, as the JSON has them."""
    tables = json.loads(page["counts.json"])["tables"]
    (found,) = (one for one in tables if one["title"] == title)
    return {row["name"]: row["number"] for row in found["rows"]}


def test_counts_are_those_of_the_database_and_small_ones_are_hidden(
    hq: Headquarters, page: dict[str, str]
) -> None:
    assert table(page, "Use")["Plates read"] == number(hq, "SELECT count(*) FROM reads")
    alerts = table(page, "Alerts by list")
    assert alerts["Alerts"] == number(hq, "SELECT count(*) FROM hits") == 7 * len(ENDS)
    manual = "SELECT count(*) FROM hit_log WHERE list_name = 'Manual entries'"
    assert alerts["Plates entered by officers for a case"] == number(hq, manual)
    assert table(page, "Searches") == {
        "Searches, without what is not shown": 7,
        "Criminal investigation": 7,
        "Felony warrant": 0,
        "Missing or endangered person": 0,
        "Lost or stolen vehicle": None,
    }


def test_a_span_that_is_counted_twice_says_the_same_whatever_came_or_went(
    hq: Headquarters, page: dict[str, str], clock: SetClock
) -> None:
    """Else a list that is no longer listed, or a late car, gives a small count away."""
    last = last_month(clock.at.date())
    listed = HOTLIST_ENTRIES.c
    with hq.database.writing() as connection:
        connection.execute(
            update(HIT_LOG).where(HIT_LOG.c.list_name == "Manual entries").values(list_name="A")
        )
        connection.execute(delete(HOTLIST_ENTRIES).where(listed.category != ""))
    send(hq, last.since + timedelta(days=20, hours=9), _PLATE)
    searched(hq, last.since + timedelta(days=20, hours=9), Purpose.VEHICLE)
    clock.at += timedelta(days=2)
    with hq.writing() as work:
        again = dict(service.public_files(work, AGENCY, ADMINISTRATOR))
    for title in ("Use", "Alerts by list", "Searches", "False alerts"):
        assert table(again, title) == table(page, title)
    assert "as counted on" in again["index.html"]
    clock.at += timedelta(days=31)
    with hq.writing() as work:
        later = dict(service.public_files(work, AGENCY, ADMINISTRATOR))
    assert table(later, "Use") != table(page, "Use"), "another month"


def test_a_list_that_has_no_plain_file_is_not_named(page: dict[str, str]) -> None:
    assert OTHER_LISTS in table(page, "Alerts by list")
    assert not any("NCIC" in text for text in page.values())


def test_accuracy_has_its_interval_and_its_camera_no_address(page: dict[str, str]) -> None:
    tables = json.loads(page["counts.json"])["tables"]
    (found,) = (one for one in tables if one["title"] == "Accuracy of the readers")
    row = found["rows"][0]
    assert (row["name"], row["number"], row["of"]) == ("Camera 1: characters", 97, 100)
    assert row["interval_95"] == pytest.approx([0.9155, 0.9897], abs=1e-4)
    assert "97 of 100: 97.0% (91.5 to 99.0)" in page["index.html"]


def test_accuracy_is_by_list_too_where_the_list_may_be_named_and_it_is_not_of_a_few(
    page: dict[str, str],
) -> None:
    assert "<td>Other lists: characters</td><td>38 of 40: 95.0% (" in page["index.html"]
    few = "<td>Plates entered by officers for a case: characters</td><td>too few to show</td>"
    assert few in page["index.html"]
    assert "Terrorist" not in page["index.html"]


def test_no_file_has_a_plate_a_person_a_unit_or_a_place(page: dict[str, str]) -> None:
    for text in page.values():
        for secret in (_PLATE, "officer-1", "Unit 12", "Main Street"):
            assert secret not in text


def test_the_page_needs_nothing_else_and_obeys_no_markup(page: dict[str, str]) -> None:
    html = page["index.html"]
    assert "&lt;Concord&gt; Police &amp; Co" in html
    assert not re.search(r"<script|https?://|<img|@import|url\(", html)
    assert set(re.findall(r'href="([^"]*)"', html)) == FILES - {"index.html"}


@pytest.mark.proved("B10")
@pytest.mark.proved("DIS-09")
def test_making_the_page_of_a_month_asks_once_for_its_check(
    hq: Headquarters, page: dict[str, str], clock: SetClock
) -> None:
    assert page
    with hq.writing() as work:
        service.public_files(work, AGENCY, ADMINISTRATOR)
        (due,) = publications.due(work)
    assert due.name == "Publication 1, Public page, numbers of November 2026"
    clock.at += timedelta(days=31)
    with hq.writing() as work:
        service.public_files(work, AGENCY, ADMINISTRATOR)
        assert len(publications.due(work)) == 2, "another month has numbers of its own"


@pytest.mark.proved("K8")
def test_a_month_is_not_counted_before_its_last_day_is_over_here(
    hq: Headquarters, clock: SetClock
) -> None:
    evening = datetime(2026, 12, 1, 0, 30, tzinfo=UTC)  # November 30, 7:30 p.m.
    for at, month in ((evening, "Oct 31"), (evening + timedelta(hours=5), "Nov 30")):
        clock.at = at
        with hq.writing() as work:
            made = dict(service.public_files(work, AGENCY, ADMINISTRATOR))
        assert f"to {month}, 2026, as counted" in made["index.html"]
        assert "of the zone America/New_York, with the 23 or 25 hours" in made["index.html"]
        assert "UTC" not in made["index.html"]
        assert "which stay as they were counted first" in made["index.html"]


@pytest.mark.proved("K8")
def test_what_is_read_on_the_last_evening_of_a_month_is_of_that_month(
    hq: Headquarters, clock: SetClock
) -> None:
    last = last_month((NOW + timedelta(days=31)).date())
    for at in (last.since - timedelta(minutes=5), last.until - timedelta(minutes=5)):
        clock.at = at
        send(hq, at, _PLATE)
    clock.at = last.until + timedelta(days=3)
    with hq.writing() as work:
        page = dict(service.public_files(work, AGENCY, ADMINISTRATOR))
    assert table(page, "Use")["Plates read"] == len(ENDS) + 1


@pytest.mark.proved("RPT-04")
def test_each_search_is_a_line_without_plate_and_person_and_tells_no_small_count(
    page: dict[str, str],
) -> None:
    head, *lines = page["searches.csv"].splitlines()
    assert head == "month,purpose,case_stated,reason_stated"
    assert lines == ["2026-11,Criminal investigation,yes,yes"] * 7, "one for a vehicle is hidden"


@pytest.mark.proved("RPT-04")
def test_the_page_says_why_no_agency_has_standing_access(page: dict[str, str]) -> None:
    words = "Outside agencies with standing access: the system can give none"
    assert table(page, "The system today")[words] == 0


def test_csv_and_json_have_the_same_numbers(page: dict[str, str]) -> None:
    lines = list(csv.DictReader(io.StringIO(page["counts.csv"])))
    plain = [
        (one["title"], row["name"], "" if row["number"] is None else str(row["number"]))
        for one in json.loads(page["counts.json"])["tables"]
        for row in one["rows"]
    ]
    assert [(line["table"], line["name"], line["number"]) for line in lines] == plain


def test_one_command_writes_a_folder_and_only_an_administrator_may(
    terminal: Terminal, tmp_path: Path
) -> None:
    folder = tmp_path / "public"
    assert terminal.run(ADMINISTRATOR, "public-page", folder) == 0, terminal.err
    assert {path.name for path in folder.iterdir()} == FILES
    assert terminal.run(ADMINISTRATOR, "public-page", folder) != 0
    assert terminal.run(CUSTODIAN, "public-page", tmp_path / "other") != 0
    assert not (tmp_path / "other").exists()
