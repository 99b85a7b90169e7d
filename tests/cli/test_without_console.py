"""A program that the start menu of Windows starts has no console, and still says what is wrong."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from mdt_alpr.cli import main, without_console
from mdt_alpr.paths import data_folder


@pytest.fixture(autouse=True)
def own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MDT_ALPR_DATA", str(tmp_path / "data"))


def started(program: Callable[[], int]) -> tuple[int, list[str]]:
    """Run a program as Windows starts it; return its exit code and what was shown."""
    shown: list[str] = []
    before = sys.stdout, sys.stderr
    try:
        code = without_console.run(program, shown.append)
    finally:
        sys.stdout.close()
        sys.stdout, sys.stderr = before
    return code, shown


def log() -> Path:
    return data_folder() / without_console.FILE


def test_what_is_wrong_is_shown_in_a_window_and_written_to_a_file() -> None:
    code, shown = started(lambda: main(["verify", "nothing.zip"]))

    assert code != 0
    assert len(shown) == 1
    assert shown[0].startswith("mdt-alpr: ")
    assert shown[0] in log().read_text(encoding="utf-8")


def test_a_wrong_word_is_shown_too() -> None:
    code, shown = started(lambda: main(["car", "sauce"]))

    assert code == 2
    assert "'sauce'" in shown[0]


def test_a_good_end_shows_nothing() -> None:
    assert started(lambda: main(["licenses"])) == (0, [])


def test_a_fault_of_the_program_itself_is_not_lost() -> None:
    def breaks() -> int:
        raise RuntimeError("a fault of ours")

    code, shown = started(breaks)

    assert code == 1
    assert "RuntimeError: a fault of ours" in shown[0]


def test_the_file_does_not_grow_for_ever() -> None:
    log().write_text("x" * (without_console.LARGEST + 1), encoding="utf-8")

    started(lambda: main(["licenses"]))

    assert log().stat().st_size < without_console.LARGEST
    assert log().with_suffix(".old.log").stat().st_size > without_console.LARGEST
