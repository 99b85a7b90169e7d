"""`policy`: the general order, clause by clause, and the tests that carry each clause's number.

The table is ``resources/policy.toml``, of one order: another agency's is not judged by it. The
tests are found by their marker ``clause``; a built program has no tests with it, and names none.
"""

import ast
import json
import sys
import tomllib
from argparse import Namespace
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

from mdt_alpr.cli.arguments import arg, main_command
from mdt_alpr.domain import policy
from mdt_alpr.domain.citations import OF_ORDER
from mdt_alpr.domain.policy import PROFILE
from mdt_alpr.files.paths import resource

TABLE = "policy.toml"
TESTS = Path(__file__).resolve().parents[2] / "tests"
_MARKER = "mark.clause("


class ClauseStatus(StrEnum):
    """Whether the program keeps a clause, the agency must, or nothing does yet."""

    WORKS = "works"
    AGENCY = "agency"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class ClauseKept:
    """One clause: ``does`` is what the program does, ``agency_duty`` what is the agency's.

    ``where`` names pages of the desk, screens of the car and commands.
    """

    id: str
    status: ClauseStatus
    does: str
    where: tuple[str, ...]
    agency_duty: str
    tests: tuple[str, ...]


def clauses() -> tuple[ClauseKept, ...]:
    """Return every clause, in the order of the general order; none of another order."""
    table = tomllib.loads(resource(TABLE).read_text(encoding="utf-8"))
    rows = table["clause"] if table["policy"] == PROFILE.order else ()
    tests = marked_tests(TESTS)
    return tuple(
        ClauseKept(
            id=row["id"],
            status=ClauseStatus(row["status"]),
            does=row["does"],
            where=tuple(row["where"]),
            agency_duty=row.get("duty", ""),
            tests=(*tests.get(row["id"], ()), *tests.get(row.get("statute", ""), ())),
        )
        for row in rows
    )


def marked_tests(folder: Path) -> dict[str, list[str]]:
    """Return the tests below a folder that carry a clause's number, as pytest names them."""
    found = defaultdict(list)
    for path in sorted(folder.rglob("test_*.py")):
        text = path.read_text(encoding="utf-8")
        if _MARKER in text:
            file = path.relative_to(folder.parent).as_posix()
            for number, test in _marked(ast.parse(text)):
                found[number].append(f"{file}::{test}")
    return dict(found)


def _marked(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Give each mark of a test function: the clause's number and the function's name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            for mark in node.decorator_list:
                if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.clause":
                    yield from ((_number(argument), node.name) for argument in mark.args)


def _number(argument: ast.expr) -> str:
    """Return the number that a mark names, as text or as ``policy.VISUAL_CHECK.number``."""
    if isinstance(argument, ast.Constant):
        number = str(argument.value)
    else:
        name = ast.unparse(argument).removesuffix(".number").rpartition(".")[2]
        number = str(getattr(policy, name).number)
    return number.removeprefix(OF_ORDER)


@main_command(
    arg("--json", action="store_true", help="one JSON object"),
    arg(
        "--data",
        type=Path,
        help="the folder whose policy profile counts (default: the data folder)",
    ),
)
def _policy(args: Namespace) -> None:
    found = clauses()
    counted = Counter(clause.status for clause in found)
    numbers = {status.value: counted[status] for status in ClauseStatus}
    if args.json:
        profile = {"name": PROFILE.name, "digest": PROFILE.digest, **PROFILE.numbers}
        plain = {"profile": profile, "clauses": [asdict(clause) for clause in found], **numbers}
        sys.stdout.write(json.dumps(plain) + "\n")
        return
    sys.stdout.write(f"Policy profile: {PROFILE.words}, {PROFILE.order}\n")
    for name, number in PROFILE.numbers.items():
        sys.stdout.write(f"  {name} {number}: {PROFILE.clauses[name]}\n")
    if not found:
        sys.stdout.write(f"{PROFILE.order}: no table of its clauses comes with this program.\n")
        return
    for clause in found:
        sys.stdout.write(_words(clause))
    sys.stdout.write(", ".join(f"{name} {number}" for name, number in numbers.items()) + "\n")


def _words(clause: ClauseKept) -> str:
    lines = [f"{clause.id}: {clause.status.value}", f"  {clause.does}"]
    lines.append(f"  Where: {'; '.join(clause.where)}")
    if clause.tests:
        more = f", and {len(clause.tests) - 1} more" if len(clause.tests) > 1 else ""
        lines.append(f"  Proved by {clause.tests[0]}{more}")
    if clause.agency_duty:
        lines.append(f"  Agency: {clause.agency_duty}")
    return "\n".join(lines) + "\n"
