"""What a person at the command line meets: help, errors in words, exit codes, progress."""

import argparse
import io
import json
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from mdt_alpr.cli import main
from mdt_alpr.cli.arguments import Parser
from mdt_alpr.cli.hq import TOPICS
from mdt_alpr.cli.progress import progress
from mdt_alpr.domain.errors import in_words
from tests.cli.every_parser import every_parser, own_arguments

EVERY = [pytest.param(words, parser, id=" ".join(words)) for words, parser in every_parser()]
PYTHON_WORDS = ("Error(", "Error:", "Errno", "Traceback", "invalid fromisoformat", "invalid int")


def said(capsys: pytest.CaptureFixture[str], *arguments: object, code: int = 1) -> str:
    """Return the words with which a command ends; none of them is Python's."""
    capsys.readouterr()
    try:
        found = main([str(a) for a in arguments])
    except SystemExit as end:
        found = int(end.code or 0)
    result = "".join(reversed(capsys.readouterr()))
    assert (found, result) == (code, result)
    assert not any(word in result for word in PYTHON_WORDS), result
    return result


# ---------------------------------------------------------------- help


@pytest.mark.proved("commands")
@pytest.mark.parametrize(("words", "parser"), EVERY)
def test_every_command_and_argument_has_help_for_its_user(
    words: tuple[str, ...], parser: Parser
) -> None:
    assert parser.description, words
    assert "``" not in parser.description
    assert "\n" not in parser.description
    for action in own_arguments(parser):
        name = "/".join(action.option_strings) or action.dest
        assert action.help, f"{' '.join(words)} {name}"
        assert "``" not in action.help
    for line in parser.format_help().splitlines():
        assert "Raises:" not in line
        assert "mdt_alpr." not in line


@pytest.mark.proved("K33")
def test_headquarters_lists_its_commands_under_headings() -> None:
    parser = next(parser for words, parser in every_parser() if words == ("hq",))
    listed = parser.format_help().partition("  WHAT\n")[2].partition("\n\n")[0]
    headings = re.findall(r"^ {4}(\S.*):$", listed, re.MULTILINE)
    assert headings == list(TOPICS), "TOPICS names each file of commands"
    below = re.findall(r"^ {6}(\S+)", listed, re.MULTILINE)
    assert sorted(below) == sorted(
        subcommand.prog.split()[-1] for subcommand in parser.subcommands()
    )


AT_THE_DATA_FOLDER = {
    "setup", "serve", "doctor", "audit-key", "rescue-administrator",
    "backup", "restore", "audit-verify", "enroll-first-desk", "replace-key", "scheduled-backup",
    "confirm-account-here", "seal-account", "seal-accounts", "adopt-profile",
}  # fmt: skip
"""Commands of headquarters that open its data folder."""
SIGN_IN_FOR_IT = AT_THE_DATA_FOLDER - {
    "setup", "serve", "doctor", "audit-key", "rescue-administrator", "scheduled-backup",
    "confirm-account-here", "seal-account", "seal-accounts",
}  # fmt: skip
"""Those whose person signs in for this one command; all others ask in a session, or nobody."""


@pytest.mark.parametrize(("words", "parser"), EVERY)
def test_a_command_of_headquarters_asks_it_in_a_session_unless_it_opens_its_folder(
    words: tuple[str, ...], parser: Parser
) -> None:
    if words[:1] != ("hq",) or len(words) == 1 or tuple(parser.subcommands()):
        return
    named = {name for action in own_arguments(parser) for name in action.option_strings}
    assert ("--data" in named) == (words[1] in AT_THE_DATA_FOLDER), " ".join(words)
    assert ("--by" in named) == (words[1] in SIGN_IN_FOR_IT), " ".join(words)


@pytest.mark.attack("V11")
@pytest.mark.parametrize(("words", "parser"), EVERY)
def test_no_password_and_no_token_is_an_argument_that_a_list_of_processes_shows(
    words: tuple[str, ...], parser: Parser
) -> None:
    names = {action.dest for action in own_arguments(parser)}
    if words == ("hq", "audit-search"):
        names -= {"session"}  # as the audit names it: the beginning of the token's hash
    assert not names & {"token", "session", "password", "passphrase"}


# ---------------------------------------------------------------- places of headquarters


@pytest.mark.proved("commands")
@pytest.mark.parametrize("command", [("doctor",), ("audit-verify", "--by", "x")])
def test_the_folder_may_stand_before_a_command_of_headquarters_and_behind_it(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, command: tuple[str, ...]
) -> None:
    file = tmp_path / "file"
    file.write_text("this is no folder", "utf-8")
    for arguments in (
        ("hq", "--data", file / "hq", *command),
        ("hq", *command, "--data", file / "hq"),
    ):
        assert f"There is no headquarters in {file / 'hq'}." in said(capsys, *arguments)


@pytest.mark.proved("commands")
def test_what_was_said_before_a_command_is_kept_where_nothing_is_said_behind_it() -> None:
    (parser,) = (p for words, p in every_parser() if words == ())
    before = parser.parse_args(["hq", "--data", "HQ", "--keys", "K", "serve"])
    behind = parser.parse_args(["hq", "serve", "--data", "HQ", "--keys", "K"])
    assert (before.data, before.keys) == (behind.data, behind.keys) == (Path("HQ"), Path("K"))
    assert parser.parse_args(["hq", "serve"]).data is None


# ---------------------------------------------------------------- errors in words


@pytest.mark.proved("commands")
@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (["hq", "audit", "--since", "yesterday"], "'yesterday' is not a date"),
        (["hq", "daily-counts", "--until", "2026-13-01"], "2026-11-28"),
        (["hq", "serve", "--port", "http"], "'http' is not a whole number"),
        (["hq", "make-account", "p", "--name", "N", "--role", "officer", "--trained-on", "x"],
         "'x' is not a date"),
        (["drill", "--seed", "one"], "'one' is not a whole number"),
        (["train", "zero", "--out", "o", "--minutes", "nan"], "'nan' is not a number"),
    ],
)  # fmt: skip
def test_a_value_of_the_wrong_kind_is_refused_in_words_with_2(
    capsys: pytest.CaptureFixture[str], words: list[str], meant: str
) -> None:
    assert meant in said(capsys, *words, code=2)


@pytest.mark.proved("commands")
@pytest.mark.parametrize("what", ["plates", "detector", "zeros", "clips"])
@pytest.mark.parametrize(
    "content", [None, b"", b"plate,state\nAB1,NC\n", b"\xff\xfe", b'{"clips": 1}', b"[1]\n"]
)
def test_a_file_that_is_no_truth_file_ends_with_2_and_says_what_is_wrong(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, what: str, content: bytes | None
) -> None:
    truth = tmp_path / "truth"
    if content is not None:
        truth.write_bytes(content)
    assert str(truth) in said(capsys, "evaluate", what, truth, code=2)


@pytest.mark.proved("commands")
def test_a_truth_file_without_a_row_to_measure_is_no_zero(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    truth = tmp_path / "truth.csv"
    head = "image,task,dataset,x,y,w,h,plate,state,legible\n"
    truth.write_text(head, "utf-8")
    assert "holds no row" in said(capsys, "evaluate", "plates", truth, code=2)
    truth.write_text(f"{head}a.png,full_scene,one,1,1,9,9,AB1,NC,yes\n", "utf-8")
    result = said(capsys, "evaluate", "plates", truth, "--dataset", "two", code=2)
    assert "of the dataset 'two'" in result


@pytest.mark.proved("commands")
@pytest.mark.parametrize(
    "command",
    [
        ("verify", "FILE"),
        ("drill", "--all", "--scenarios", "FILE"),
        ("models", "import", "FILE", "--as", "reader", "--license", "MIT"),
        ("hq", "--data", "DATA", "restore", "FILE", "--by", "x"),
        ("hq", "--data", "DATA", "serve", "--tls-cert", "FILE", "--tls-key", "FILE"),
        ("hq", "--data", "DATA", "serve", "--training", "--status-gateway", "FILE"),
    ],
    ids=lambda command: " ".join(command[:3]),
)
@pytest.mark.parametrize("content", [None, b"", b"\xff\xfe not this"])
def test_a_file_that_is_not_there_or_wrong_is_said_in_words(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    command: tuple[str, ...],
    content: bytes | None,
) -> None:
    monkeypatch.setenv("MDT_ALPR_PASSWORD", "correct horse battery")
    monkeypatch.setenv("MDT_ALPR_DATA", str(tmp_path / "car"))
    file = tmp_path / "given"
    if content is not None:
        file.write_bytes(content)
    places = {"FILE": str(file), "DATA": str(tmp_path / "hq")}
    assert said(capsys, *(places.get(word, word) for word in command))


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (FileNotFoundError(2, "No such file or directory"), "No such file or directory"),
        (UnicodeDecodeError("utf-8", b"\xff", 0, 1, "no"), "it is not text in UTF-8"),
        (KeyError("plate"), "'plate' is missing"),
        (ValueError("Invalid isoformat string: 'x'"), "a value is not of the kind"),
        (OSError(), "it cannot be used"),
    ],
)
def test_an_error_of_the_outside_is_reported_in_words(error: Exception, words: str) -> None:
    assert in_words(error).startswith(words)


def test_text_that_is_not_json_says_where() -> None:
    with pytest.raises(json.JSONDecodeError) as found:
        json.loads("{")
    assert in_words(found.value) == "it is not JSON from line 1, column 2 on"


def test_a_date_and_numbers_are_accepted_as_they_are() -> None:
    parser = Parser()
    parser.add_argument("day", type=date.fromisoformat)
    parser.add_argument("number", type=int)
    parser.add_argument("share", type=float)
    found = parser.parse_args(["2026-11-28", "7", "0.5"])
    assert found == argparse.Namespace(day=date(2026, 11, 28), number=7, share=0.5)


# ---------------------------------------------------------------- progress


class Terminal(io.StringIO):
    """A stream that is a terminal, as far as anybody asks."""

    def isatty(self) -> bool:
        return True


@pytest.mark.proved("commands")
def test_progress_is_shown_at_a_terminal_on_stderr_only(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = Terminal()
    monkeypatch.setattr(sys, "stderr", shown)
    monkeypatch.setenv("TERM", "xterm")
    with progress("Importing", 2) as count:
        count("one")
        count("two")
    assert "Importing" in shown.getvalue()
    assert capsys.readouterr().out == ""


@pytest.mark.proved("commands")
def test_nothing_of_it_is_in_a_pipe(capsys: pytest.CaptureFixture[str]) -> None:
    with progress("Importing", 2) as count:
        count("one")
    assert capsys.readouterr() == ("", "")


@pytest.mark.proved("commands")
@pytest.mark.parametrize("command", [["doctor"], ["audit-verify", "--by", "rivera"]])
def test_a_wrong_folder_is_said_and_becomes_no_headquarters(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    wrong = tmp_path / "wrong"
    assert main(["hq", "--data", str(wrong), *command]) == 1
    said = capsys.readouterr().err
    assert "There is no headquarters in" in said
    assert "mdt-alpr-hq where the Debian package is installed" in said
    assert not wrong.exists()


HEAVY = {"PySide6", "alembic", "cv2", "starlette", "httpx", "numpy", "onnxruntime", "sqlalchemy"}
IMPORTED = """
import contextlib, io, sys
from mdt_alpr import cli
with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
    cli.main(sys.argv[1:])
print(*{name.partition(".")[0] for name, module in sys.modules.items() if module})
"""


@pytest.mark.parametrize(
    "words",
    ["--help", "--version", "car --help", "demo --help", "drill --help", "desk --help",
     pytest.param("hq --help", marks=pytest.mark.proved("K33"))],
)  # fmt: skip
def test_help_loads_no_heavy_library(words: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", IMPORTED, *words.split()],
        capture_output=True,
        text=True,
        check=True,
    )
    assert set(ended.stdout.split()) & HEAVY == set()
