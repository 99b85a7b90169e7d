"""A clause of the order is named as kept only where a test carries its number."""

import json
import tomllib
from collections.abc import Iterator

import pytest

from mdt_alpr.cli import main, parser_of
from mdt_alpr.cli.arguments import Parser
from mdt_alpr.cli.policy import TABLE, TESTS, ClauseStatus, clauses, marked_tests
from mdt_alpr.files.paths import resource
from mdt_alpr.ui.desk.pages import page_kinds

CLAUSES = clauses()
KEPT = [clause for clause in CLAUSES if clause.status is not ClauseStatus.MISSING]
ROWS = tomllib.loads(resource(TABLE).read_text(encoding="utf-8"))["clause"]


def commands(parser: Parser) -> Iterator[str]:
    for below in parser.subcommands():
        yield below.prog.removeprefix("mdt-alpr ")
        yield from commands(below)


def places() -> set[str]:
    """Return every page of the desk and command, as the table names them."""
    pages = {f"desk: {kind.title}" for kind in page_kinds()}
    return pages | {f"command: {name}" for name in commands(parser_of({"hq"}))}


def test_the_table_has_each_of_the_49_clauses_once() -> None:
    assert len({clause.id for clause in CLAUSES}) == len(CLAUSES) == 49


def test_a_clause_that_works_has_a_test_and_a_place_that_exists() -> None:
    known = places()
    works = [clause for clause in CLAUSES if clause.status is ClauseStatus.WORKS]
    assert [clause.id for clause in works if not clause.tests] == []
    named = {place for clause in KEPT for place in clause.where}
    assert {place for place in named - known if not place.startswith("car: ")} == set()
    assert [clause.id for clause in KEPT if not clause.where] == []


def test_every_marked_test_names_a_clause_of_the_table() -> None:
    numbers = {row["id"] for row in ROWS} | {row["statute"] for row in ROWS if "statute" in row}
    marked = marked_tests(TESTS)
    assert {number: tests for number, tests in marked.items() if number not in numbers} == {}


def test_each_clause_says_what_is_done_and_an_agencys_clause_what_the_agency_does() -> None:
    assert [clause.id for clause in CLAUSES if not clause.does.endswith(".")] == []
    left = [clause for clause in CLAUSES if clause.status is ClauseStatus.AGENCY]
    assert [clause.id for clause in left if not clause.agency_duty.endswith(".")] == []


def test_the_command_lists_every_clause_and_counts_them(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["policy", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert len(shown["clauses"]) == shown["works"] + shown["agency"] + shown["missing"] == 49
    assert {"id", "status", "where", "tests"} <= set(shown["clauses"][0])


def test_the_table_for_people_names_place_test_and_duty(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["policy"]) == 0
    shown = capsys.readouterr().out
    assert "2.B: works" in shown
    assert "Where: desk: Designations; command: hq designate" in shown
    assert "Proved by tests/hq/test_designations.py::" in shown
    assert "Agency: Designate the custodians." in shown
