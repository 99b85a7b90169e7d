"""Every command answers --help, a wrong call says what to do, and nothing ends in a traceback."""

import errno
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from mdt_alpr import cli
from mdt_alpr.cli import COMMANDS, main


@pytest.mark.parametrize("name", list(COMMANDS))
def test_each_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([name, "--help"])
    assert ended.value.code == 0
    assert f"mdt-alpr {name}" in capsys.readouterr().out


def test_without_a_command_the_help_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "demo" in capsys.readouterr().out


def test_a_source_that_is_not_there_is_a_sentence(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    monkeypatch.setenv("MDT_ALPR_PASSPHRASE", "twelve letters and more")
    folder = str(tmp_path_factory.mktemp("car"))
    named = ["--unit", "Unit 12", "--device", "car-12"]
    code = main(["car", "--headless", "--source", "no-such-thing", "--data", folder, *named])
    assert code == 1
    assert capsys.readouterr().err.startswith("mdt-alpr: ")


def test_a_size_that_is_none_is_a_sentence(
    capsys: pytest.CaptureFixture[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = str(tmp_path_factory.mktemp("shots"))
    assert main(["screenshots", folder, "--size", "large"]) == 1
    assert "WIDTHxHEIGHT" in capsys.readouterr().err


@pytest.mark.parametrize(
    "wrong",
    [
        ["evaluate", "plates", "truth.csv", "--every", "0"],
        ["evaluate", "plates", "truth.csv", "--every", "-1"],
        ["evaluate", "clips", "truth.json", "--threads", "0"],
        ["bench", "recognition", "--cameras", "0"],
        ["bench", "recognition", "--rate", "0"],
        ["bench", "recognition", "--rate", "nan"],
        ["bench", "recognition", "--seconds", "soon"],
    ],
)
def test_an_amount_that_makes_no_sense_is_refused_with_the_usage(
    wrong: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(wrong)
    assert ended.value.code == 2
    assert f"argument {wrong[-2]}: '{wrong[-1]}' is no" in capsys.readouterr().err


@pytest.mark.parametrize("buffered", [True, False])
@pytest.mark.parametrize("command", [["drill", "--list"], ["--help"]])
def test_a_command_whose_reader_has_left_ends_without_a_word(
    command: list[str], *, buffered: bool
) -> None:
    program = subprocess.Popen(
        [sys.executable, "-m", "mdt_alpr", *command],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "" if buffered else "1"},
    )
    with program:
        assert program.stdout is not None
        assert program.stderr is not None
        program.stdout.close()
        assert program.stderr.read() == ""
    assert program.returncode in {0, 1}


class LeftOnWindows(io.StringIO):
    """A pipe of Windows whose reader has left: it says EINVAL, with no file's name."""

    def __init__(self, place: Path) -> None:
        super().__init__()
        self._file = place.open("wb")

    def write(self, text: str) -> int:
        del text
        raise OSError(errno.EINVAL, "Invalid argument")

    def fileno(self) -> int:
        return self._file.fileno()

    def close(self) -> None:
        self._file.close()
        super().close()


def test_a_reader_who_has_left_is_understood_as_windows_says_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cli, "_IS_WINDOWS", True)
    with LeftOnWindows(tmp_path / "pipe") as pipe:
        monkeypatch.setattr("sys.stdout", pipe)
        assert main(["licenses"]) == 1
    assert capsys.readouterr().err == ""


def test_the_same_error_of_another_system_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cli, "_IS_WINDOWS", False)
    with LeftOnWindows(tmp_path / "pipe") as pipe:
        monkeypatch.setattr("sys.stdout", pipe)
        assert main(["licenses"]) == 1
    assert "Invalid argument" in capsys.readouterr().err
