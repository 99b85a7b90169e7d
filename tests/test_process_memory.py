"""No part of this process's memory is left where others can read it."""

import ctypes
import os
import subprocess
import sys
from pathlib import Path

import pytest

from mdt_alpr.cli.passwords import PASSWORD_VARIABLE, password_from
from mdt_alpr.machine.process_memory import (
    give_back_free_pages,
    give_back_large_blocks,
    share_one_heap,
    take_secret,
)

HAS_GNU = sys.platform == "linux" and hasattr(ctypes.CDLL(None), "mallinfo2")
linux_only = pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux's")
COMMANDS = ("car", "desk", "demo", "drill", "hq", "evaluate", "bench")
STATE = """
import ctypes, resource, sys
from mdt_alpr import cli
from mdt_alpr.cli.arguments import Parser
def report(args):
    print(*resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))
    return 0
def declare(parser, command, declared=Parser.declare):
    declared(parser, command)
    parser.set_defaults(run=report)
Parser.declare = declare
words = {"desk": ["--hq", "http://127.0.0.1:1"], "hq": ["--data", "x", "serve"],
         "evaluate": ["plates", "x"], "bench": ["recognition"]}
for name in sys.argv[1:]:
    assert cli.main([name, *words.get(name, [])]) == 0
"""
ENVIRONMENT = """
from pathlib import Path
from mdt_alpr.machine.process_memory import take_secret
assert take_secret("MDT_ALPR_PASSPHRASE") == "t\\u00fcr horse battery"
assert take_secret("MDT_ALPR_PASSPHRASE") == ""
print(Path("/proc/self/environ").read_bytes().count(b"horse"))
"""

LARGE = """
import ctypes, sys
from mdt_alpr.machine.process_memory import give_back_large_blocks
class Info(ctypes.Structure):
    _fields_ = [(name, ctypes.c_size_t) for name in "abcdefghij"]
found = ctypes.CDLL(None).mallinfo2
found.restype = Info
if sys.argv[1] == "given back":
    give_back_large_blocks()
del (freed := [bytes(30_000_000)])[:]
before = found().d  # blocks that are mapped by themselves
frames = [bytes(3_000_000) for _ in range(5)]
print(found().d - before)
"""


@pytest.mark.skipif(not HAS_GNU, reason="the GNU C library's")
def test_a_large_block_is_mapped_by_itself_whatever_was_freed_before() -> None:
    for how, mapped in (("as ever", "0"), ("given back", "5")):
        ended = subprocess.run(
            [sys.executable, "-c", LARGE, how], capture_output=True, text=True, check=True
        )
        assert ended.stdout.strip() == mapped, how


FREED = """
from pathlib import Path
from mmap import PAGESIZE
from mdt_alpr.machine.process_memory import give_back_free_pages
def held_mb():
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGESIZE / 1e6
blocks = [b"x" * 50_000 for _ in range(1000)]
del blocks[:-1]
before = held_mb()
give_back_free_pages()
print(round(before - held_mb()))
"""


@pytest.mark.skipif(not HAS_GNU, reason="the GNU C library's")
def test_what_is_free_below_a_block_in_use_is_given_back() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", FREED], capture_output=True, text=True, check=True
    )
    assert 45 < int(ended.stdout) < 55


HEAPS = """
import ctypes, sys, threading
from mdt_alpr import cli
from mdt_alpr.cli.arguments import Parser
def report(args):
    at_once = threading.Barrier(6)
    def allocate():
        at_once.wait()
        kept = bytes(1000)
        at_once.wait()
    threads = [threading.Thread(target=allocate) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    libc = ctypes.CDLL(None)
    libc.fdopen.restype = ctypes.c_void_p
    output = ctypes.c_void_p(libc.fdopen(1, b"w"))
    libc.malloc_info(0, output)
    libc.fflush(output)
    return 0
def declare(parser, command, declared=Parser.declare):
    declared(parser, command)
    parser.set_defaults(run=report)
Parser.declare = declare
if sys.argv[1] == "as ever":
    report(None)
else:
    cli.main(sys.argv[1:])
"""


@pytest.mark.skipif(not HAS_GNU, reason="the GNU C library's")
def test_a_commands_threads_share_one_heap_where_each_would_have_its_own() -> None:
    environment = {name: text for name, text in os.environ.items() if name != "MALLOC_ARENA_MAX"}
    serve = "hq", "--data", "x", "serve"
    for words, heaps in ((("as ever",), 7), (("demo",), 1), (("car",), 1), (serve, 1)):
        ended = subprocess.run(
            [sys.executable, "-c", HEAPS, *words],
            capture_output=True, text=True, check=True, env=environment,
        )  # fmt: skip
        assert ended.stdout.count("<heap ") == heaps, words


@pytest.mark.parametrize("system", ["win32", "darwin"])
def test_an_allocator_that_is_not_linuxs_is_left_as_it_is(
    system: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[object] = []
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(ctypes, "CDLL", opened.append)
    share_one_heap()
    give_back_large_blocks()
    give_back_free_pages()
    assert opened == []


def test_a_c_library_without_such_settings_is_left_as_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: object())
    share_one_heap()
    give_back_large_blocks()
    give_back_free_pages()


def test_no_program_loads_what_only_colors_text() -> None:
    asked = (
        "import sys, mdt_alpr, httpx, mdt_alpr.database.migrate; "
        "print(sys.modules.keys() & {'click', 'rich', 'pygments'})"
    )
    ended = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True
    )
    assert ended.stdout.strip() == "set()"


@linux_only
@pytest.mark.proved("V9")
@pytest.mark.attack("V9")
def test_no_command_leaves_a_dump_of_its_memory() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", STATE, *COMMANDS],
        capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    assert ended.stdout.splitlines() == ["0 0 0"] * len(COMMANDS)


@linux_only
@pytest.mark.proved("V9")
@pytest.mark.attack("V9")
def test_a_secret_is_gone_from_the_environment_once_it_was_read() -> None:
    environment = {**os.environ, "MDT_ALPR_PASSPHRASE": "tür horse battery"}
    ended = subprocess.run(
        [sys.executable, "-c", ENVIRONMENT],
        env=environment, capture_output=True, text=True, check=False, timeout=240,
    )  # fmt: skip
    assert (ended.stdout.strip(), ended.stderr) == ("0", "")


@pytest.mark.proved("V9")
@pytest.mark.attack("V9")
def test_programs_that_are_started_later_do_not_inherit_the_secret(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("MDT_ALPR_PASSWORD", "a-long-enough-word")
    assert take_secret("MDT_ALPR_PASSWORD") == "a-long-enough-word"
    show = "import os; print(os.environ.get('MDT_ALPR_PASSWORD'))"
    ended = subprocess.run(
        [sys.executable, "-c", show], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    assert ended.stdout.strip() == "None"
    assert take_secret("MDT_ALPR_PASSWORD") == ""


@pytest.mark.proved("V9")
@pytest.mark.attack("V9")
def test_a_commands_password_leaves_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PASSWORD_VARIABLE, "a-long-enough-word")
    assert password_from(PASSWORD_VARIABLE, "who.ever") == "a-long-enough-word"
    assert PASSWORD_VARIABLE not in os.environ
