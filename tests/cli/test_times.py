"""Commands show instants in the agency's zone, as every page of the desk does."""

import ast
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from mdt_alpr.cli import times
from mdt_alpr.cli.times import agency_time

HOUSE = Path(times.__file__).parent
IN_UTC = {"hq_audit.py"}
"""Entries of the audit are of UTC to 1/100 s, and say so (AUD-03)."""

FORMATS = {"strftime", "ctime"}


def test_an_instant_has_the_zone_that_counted_on_that_day() -> None:
    assert agency_time(datetime(2026, 11, 24, 4, 5, 6, tzinfo=UTC)) == "2026-11-23 23:05:06 EST"
    assert agency_time(datetime(2026, 7, 1, 4, 5, 6, tzinfo=UTC)) == "2026-07-01 00:05:06 EDT"


def is_instant(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute | ast.Name) and ast.unparse(node).endswith(
        ("_at", ".at")
    )


def own_formats(module: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        shown = node.value if isinstance(node, ast.FormattedValue) else node
        called = shown.func if isinstance(shown, ast.Call) else None
        of = called.value if isinstance(called, ast.Attribute) else shown
        is_shown = isinstance(node, ast.FormattedValue) and is_instant(of)
        if is_shown or (isinstance(called, ast.Attribute) and called.attr in FORMATS):
            yield ast.unparse(node)


def test_no_command_of_headquarters_has_a_format_of_its_own_for_instants() -> None:
    found = {
        f"{module.name}: {one}"
        for module in HOUSE.glob("hq*.py")
        if module.name not in IN_UTC
        for one in own_formats(module)
    }
    assert not found
