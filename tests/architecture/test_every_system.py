"""What works on Linux alone must not come in: every cruiser runs Windows."""

import ast
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "mdt_alpr"
RIGHTS = "private_files.py"
"""The one place that knows what rights and open files are on Windows."""
LINUX_ALONE = {"fcntl", "grp", "pwd", "pty", "resource", "syslog", "termios"}
NOT_OF_WINDOWS = {"fork", "geteuid", "getuid", "kill", "killpg", "mkfifo", "rename", "setsid"}
SIGNALS = {"SIGALRM", "SIGHUP", "SIGKILL", "SIGPIPE", "SIGQUIT", "SIGUSR1", "SIGUSR2"}
DATES_OF_LINUX = re.compile(r"%-[dHIjmMSy]")


@cache
def nodes(top: Path = PACKAGE) -> dict[str, list[ast.AST]]:
    """Return what stands in each module; the lab measures on Linux, and no client has it."""
    return {
        path.relative_to(ROOT).as_posix(): list(ast.walk(ast.parse(path.read_bytes())))
        for path in sorted(top.rglob("*.py"))
        if PACKAGE / "lab" not in path.parents and path.name != RIGHTS
    }


def found(is_wrong: Callable[[ast.AST], bool], top: Path = PACKAGE) -> list[str]:
    return [
        f"{name}:{getattr(node, 'lineno', 0)}"
        for name, inside in nodes(top).items()
        for node in inside
        if is_wrong(node)
    ]


def called(node: ast.AST) -> Iterator[tuple[str, str, ast.Call]]:
    """Give what is called as (receiver, name, call)."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        yield ast.unparse(node.func.value), node.func.attr, node


def test_rights_are_left_to_the_one_place_that_knows_windows_too() -> None:
    def is_number(value: ast.expr) -> bool:
        return isinstance(value, ast.Constant) and isinstance(value.value, int)

    def sets_mode_bits(node: ast.AST) -> bool:
        return any(
            name in {"chmod", "fchmod"}
            or (receiver == "os" and name == "open" and len(call.args) > 2)
            or any(word.arg == "mode" and is_number(word.value) for word in call.keywords)
            for receiver, name, call in called(node)
        )

    assert found(sets_mode_bits) == []


def test_files_are_replaced_and_removed_by_what_waits_for_a_scanner() -> None:
    def replaces_or_removes(node: ast.AST) -> bool:
        return any(
            name == "unlink"
            or (name == "replace" and len(call.args) == 1 and not call.keywords)
            or (receiver == "os" and name in {"replace", "remove"})
            for receiver, name, call in called(node)
        )

    assert found(replaces_or_removes) == []


def test_what_only_linux_has_is_asked_for_where_it_is_needed() -> None:
    def is_of_linux_alone(node: ast.AST) -> bool:
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        at_import = getattr(node, "col_offset", 1) == 0
        return at_import and any(name.partition(".")[0] in LINUX_ALONE for name in names)

    def is_not_of_windows(node: ast.AST) -> bool:
        return any(
            receiver == "os" and name in NOT_OF_WINDOWS for receiver, name, _ in called(node)
        ) or (isinstance(node, ast.Attribute) and node.attr in SIGNALS)

    assert found(is_of_linux_alone) == []
    assert found(is_of_linux_alone, ROOT / "tests") == []
    assert found(is_not_of_windows) == []


def test_texts_have_an_encoding_of_their_own() -> None:
    def has_none(node: ast.AST) -> bool:
        return any(
            name in {"read_text", "write_text"}
            and "encoding" not in {word.arg for word in call.keywords}
            and not any(isinstance(a, ast.Constant) and a.value == "utf-8" for a in call.args)
            for _, name, call in called(node)
        )

    assert found(has_none) == []


def test_dates_are_written_as_every_system_can() -> None:
    def is_of_linux(node: ast.AST) -> bool:
        return isinstance(node, ast.Constant) and bool(DATES_OF_LINUX.search(str(node.value)))

    assert found(is_of_linux) == []


def test_every_window_has_the_style_that_it_was_drawn_for() -> None:
    def has_the_systems_own(node: ast.AST) -> bool:
        if not isinstance(node, ast.Call) or ast.unparse(node.func) != "QApplication":
            return False
        return [ast.unparse(word) for word in node.args] != ["STARTED_AS"]

    assert found(has_the_systems_own) == []
