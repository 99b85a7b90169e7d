"""Searches for cases that the agency's case system gives to other people (SUP-03, SRC-02)."""

import os
from pathlib import Path

import pytest
from sqlalchemy import select

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.review.misuse import FlagRule
from mdt_alpr.hq.audit.store import entry_of
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.search_tables import SEARCHES
from mdt_alpr.hq.base.tables import OWN_AUDIT
from mdt_alpr.hq.case_systems.case_file import CaseFile
from mdt_alpr.hq.misuse import service as misuse
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN, OFFICER, SECOND_OFFICER
from mdt_alpr.hq.search.service import searches_of
from mdt_alpr.wire.accounts import TeamRequest
from tests.builders import NOW, SetClock
from tests.hq.reviewers import set_team
from tests.hq.test_misuse import as_caller, flags, searched

DATABASES = ["sqlite"]
CASE = "26-04187"


@pytest.fixture
def cases(hq: Headquarters, clock: SetClock, tmp_path: Path) -> Path:
    """Return the file that headquarters asks."""
    file = tmp_path / "cases.csv"
    hq.case_system = CaseFile(file, clock)
    return file


def written(file: Path, header: str, *rows: str) -> None:
    file.write_text("\n".join((header, *rows, "")))
    os.utime(file, (NOW.timestamp() + 30 * 86400,) * 2)


def of_others(hq: Headquarters) -> list[bool | None]:
    with hq.reading() as work:
        query = select(SEARCHES.c.is_others_case).order_by(SEARCHES.c.captured_at)
        return list(work.connection.scalars(query))


def test_a_search_keeps_whether_others_worked_its_case_then(
    hq: Headquarters, clock: SetClock, cases: Path
) -> None:
    rows = f"{CASE}0,{SECOND_OFFICER}", f"{CASE}1,{OFFICER};{SECOND_OFFICER}", f"{CASE}2,"
    written(cases, "Case number,Assigned to", *rows)
    searched(hq, clock, case=CASE, every=1)
    assert of_others(hq) == [True, False, None]
    written(cases, "Case number,Assigned to", *(f"{CASE}{n},{OFFICER}" for n in range(3)))
    assert of_others(hq) == [True, False, None], "what the list says later is of later searches"
    with hq.reading() as work:
        at_it = OWN_AUDIT.c.event == AuditEvent.HQ_SEARCHED
        rows_kept = work.connection.execute(select(OWN_AUDIT).where(at_it))
        facts = [dict(entry_of(row).detail).get("others_case") for row in rows_kept]
        ids = list(work.connection.scalars(select(SEARCHES.c.search_id)))
        made = searches_of(work, ids)
    assert facts == ["true", "false", None]
    assert [one.is_others_case for one in made] == [True, False, None]


def test_a_list_that_names_teams_gives_a_case_to_everybody_in_them(
    hq: Headquarters, clock: SetClock, cases: Path
) -> None:
    set_team(hq, OFFICER, TeamRequest("A", sees_all=False), ADMINISTRATOR)
    set_team(hq, SECOND_OFFICER, TeamRequest("B", sees_all=False), ADMINISTRATOR)
    written(cases, "Event,Team", f"{CASE}0,A", f"{CASE}1,B", f"{CASE}2,a|b")
    searched(hq, clock, case=CASE, every=1)
    assert of_others(hq) == [False, True, False]


@pytest.mark.logs_warnings
def test_a_list_of_names_that_headquarters_does_not_know_puts_nobody_under_suspicion(
    hq: Headquarters, clock: SetClock, cases: Path
) -> None:
    written(cases, "Case,Officer,Unit", *(f"{CASE}{n},4711,A12" for n in range(3)))
    searched(hq, clock, case=CASE, every=1)
    assert of_others(hq) == [None] * 3


def test_one_plate_under_cases_of_others_is_flagged_and_shown_as_such(
    hq: Headquarters, clock: SetClock, cases: Path
) -> None:
    written(cases, "Case,Officer", *(f"{CASE}{n},{SECOND_OFFICER}" for n in range(3)))
    searched(hq, clock, case=CASE, every=8, times=3)
    misuse.seek(hq, CUSTODIAN)
    (flag,) = [one for one in flags(hq) if one.rule is FlagRule.CASES_OF_OTHERS]
    assert "for 3 different cases that other people work" in flag.why
    with hq.writing() as work:
        detail = misuse.flag_detail(work, as_caller(CUSTODIAN), flag.number)
    assert [search.is_others_case for search in detail.searches] == [True] * 3
