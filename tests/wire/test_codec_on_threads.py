"""Several threads may be the first to read a message: a server's are, after each start."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

PROGRAM = Path(__file__).parents[2] / "mdt_alpr"
_READS = """
import dataclasses, sys, threading
from mdt_alpr.wire.codec import decode, encode

sys.setswitchinterval(1e-6)
for number in range(150):
    inner = dataclasses.make_dataclass("Inner", [("text", str), ("number", int)], frozen=True)
    outer = dataclasses.make_dataclass("Outer", [("parts", tuple[inner, ...])], frozen=True)
    text = '{"parts":[{"number":1,"text":"a"}]}'
    begins = threading.Barrier(8)

    def read():
        begins.wait()
        assert encode(decode(outer, text)) == text

    threads = [threading.Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
"""


def test_threads_that_read_a_message_first_at_once_all_can() -> None:
    """msgspec 0.22 crashes where two threads make a class known to it."""
    found = subprocess.run([sys.executable, "-c", _READS], capture_output=True, check=False)
    assert (found.returncode, found.stderr) == (0, b"")


def test_a_module_that_reads_a_class_without_the_codec_makes_it_known_at_its_import() -> None:
    found = {}
    for path in (PROGRAM / "adapters", PROGRAM / "wire", PROGRAM / "hq", PROGRAM / "patrol"):
        for file in path.rglob("*.py"):
            if file.name != "codec.py" and "msgspec" in (text := file.read_text("utf-8")):
                found[file.name] = set(read_classes(tree := ast.parse(text))) - known(tree)
    assert found.keys() >= {"kept_data.py", "hotlist_table.py", "hotlist_package.py"}
    assert not any(found.values()), found


def read_classes(tree: ast.Module) -> Iterator[str]:
    """Give the classes that are handed to msgspec's ``decode`` and ``convert``."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        yield from (ast.unparse(each.value) for each in node.keywords if each.arg == "type")
        if ast.unparse(node.func) in {"convert", "msgspec.convert"}:
            yield from map(ast.unparse, node.args[1:])


def known(tree: ast.Module) -> set[str]:
    """Return the classes that the module makes known."""
    calls = (each.value for each in tree.body if isinstance(each, ast.Expr))
    return {
        ast.unparse(arg)
        for call in calls
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "make_known"
        for arg in call.args
    }
