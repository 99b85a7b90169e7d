"""What works on Linux alone must not come in: every cruiser runs Windows."""

import ast
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "mdt_alpr"
RIGHTS = "private_files.py"
"""The one place that knows what rights and open files are on Windows."""
LINUX_ALONE = re.compile(r"(?m)^(?:import|from) (?:fcntl|grp|pwd|pty|resource|syslog|termios)\b")
NOT_OF_WINDOWS = {"fork", "geteuid", "getuid", "kill", "killpg", "mkfifo", "rename", "setsid"}
SIGNALS = {"SIGALRM", "SIGHUP", "SIGKILL", "SIGPIPE", "SIGQUIT", "SIGUSR1", "SIGUSR2"}
DATES_OF_LINUX = re.compile(r"%-[dHIjmMSy]")


Rule = Callable[[ast.AST], bool]


def method(node: ast.AST) -> str:
    """Return the name of a method or of a module's function that is called, else ""."""
    called = node.func if isinstance(node, ast.Call) else None
    return called.attr if isinstance(called, ast.Attribute) else ""


def of_os(node: ast.Call) -> bool:
    return ast.unparse(node.func).startswith("os.")


def sets_mode_bits(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call) or not (name := method(node)):
        return False
    return (
        name in {"chmod", "fchmod"}
        or (name == "open" and len(node.args) > 2 and of_os(node))
        or any(
            word.arg == "mode"
            and isinstance(word.value, ast.Constant)
            and isinstance(word.value.value, int)
            for word in node.keywords
        )
    )


def replaces_or_removes(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    name = method(node)
    return (
        name == "unlink"
        or (name == "replace" and len(node.args) == 1 and not node.keywords)
        or (name in {"replace", "remove"} and of_os(node))
    )


def is_not_of_windows(node: ast.AST) -> bool:
    if isinstance(node, ast.Attribute):
        return node.attr in SIGNALS
    return isinstance(node, ast.Call) and method(node) in NOT_OF_WINDOWS and of_os(node)


def has_no_encoding(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and method(node) in {"read_text", "write_text"}
        and "encoding" not in {word.arg for word in node.keywords}
        and not any(isinstance(a, ast.Constant) and a.value == "utf-8" for a in node.args)
    )


def is_a_date_of_linux(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and bool(DATES_OF_LINUX.search(str(node.value)))


def has_the_systems_own_style(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call) or ast.unparse(node.func) != "QApplication":
        return False
    return [ast.unparse(word) for word in node.args] != ["STARTED_AS"]


RULES: tuple[Rule, ...] = (
    sets_mode_bits, replaces_or_removes, is_not_of_windows, has_no_encoding, is_a_date_of_linux,
    has_the_systems_own_style,
)  # fmt: skip


def modules() -> list[Path]:
    """Return the modules of the client and of headquarters; the lab measures on Linux."""
    paths = sorted(PACKAGE.rglob("*.py"))
    return [p for p in paths if PACKAGE / "lab" not in p.parents and p.name != RIGHTS]


@cache
def places() -> dict[Rule, list[str]]:
    """Return where each rule is broken; the trees of all modules at once would take 200 MB."""
    found: dict[Rule, list[str]] = {rule: [] for rule in RULES}
    for path in modules():
        name = path.relative_to(ROOT).as_posix()
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, (ast.Call, ast.Attribute, ast.Constant)):
                for rule in RULES:
                    if rule(node):
                        found[rule].append(f"{name}:{node.lineno}")
    return found


def test_rights_are_left_to_the_one_place_that_knows_windows_too() -> None:
    assert places()[sets_mode_bits] == []


def test_files_are_replaced_and_removed_by_what_waits_for_a_scanner() -> None:
    assert places()[replaces_or_removes] == []


def test_what_only_linux_has_is_asked_for_where_it_is_needed() -> None:
    files = [*modules(), *(ROOT / "tests").rglob("*.py")]
    at_import = [p for p in files if LINUX_ALONE.search(p.read_text(encoding="utf-8"))]
    assert at_import == []
    assert places()[is_not_of_windows] == []


def test_texts_have_an_encoding_of_their_own() -> None:
    assert places()[has_no_encoding] == []


def test_dates_are_written_as_every_system_can() -> None:
    assert places()[is_a_date_of_linux] == []


def test_every_window_has_the_style_that_it_was_drawn_for() -> None:
    assert places()[has_the_systems_own_style] == []
