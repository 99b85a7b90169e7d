"""A program that the start menu of Windows starts has no console, and still says what is wrong."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from mdt_alpr.cli import main, without_console
from mdt_alpr.paths import data_folder


@pytest.fixture(autouse=True)
def no_console(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    monkeypatch.setenv("MDT_ALPR_DATA", str(tmp_path / "data"))
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    yield
    sys.stdout.close()


def log() -> Path:
    return data_folder() / without_console.FILE


def test_what_is_wrong_is_shown_in_a_window_and_written_to_a_file() -> None:
    shown: list[str] = []

    code = without_console.run(lambda: main(["verify", "nothing.zip"]), shown.append)

    assert code != 0
    assert len(shown) == 1
    assert shown[0].startswith("mdt-alpr: ")
    assert shown[0] in log().read_text(encoding="utf-8")


def test_a_wrong_word_is_shown_too() -> None:
    shown: list[str] = []

    assert without_console.run(lambda: main(["car", "--sauce", "0"]), shown.append) == 2
    assert "--sauce" in shown[0]


def test_a_good_end_shows_nothing() -> None:
    shown: list[str] = []

    assert without_console.run(lambda: main(["licences"]), shown.append) == 0
    assert shown == []


def test_a_fault_of_the_program_itself_is_not_lost() -> None:
    shown: list[str] = []

    def breaks() -> int:
        message = "a fault of ours"
        raise RuntimeError(message)

    assert without_console.run(breaks, shown.append) == 1
    assert "RuntimeError: a fault of ours" in shown[0]


def test_the_file_does_not_grow_for_ever() -> None:
    log().write_text("x" * (without_console.LARGEST + 1), encoding="utf-8")

    without_console.run(lambda: main(["licences"]), lambda _text: None)

    assert log().stat().st_size < without_console.LARGEST
    assert log().with_suffix(".old.log").stat().st_size > without_console.LARGEST
