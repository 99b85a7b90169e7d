"""A program that a start menu starts has no console, and still says what is wrong."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox  # noqa: TID251 - no view shows it

from mdt_alpr.cli import main, parser_of, without_console
from mdt_alpr.files.paths import data_folder


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


def test_whoever_leaves_the_set_up_page_is_shown_nothing() -> None:
    assert started(lambda: 1) == (1, [])


def test_a_fault_of_the_program_itself_is_not_lost() -> None:
    def breaks() -> int:
        raise RuntimeError("a fault of ours")

    code, shown = started(breaks)

    assert code == 1
    assert "RuntimeError: a fault of ours" in shown[0]


@pytest.mark.skipif(sys.platform == "win32", reason="its box is Windows' own")
def test_the_window_shows_the_words_as_they_are(qapp: QApplication) -> None:
    shown: list[str] = []

    def read_and_close() -> None:
        box = qapp.activeModalWidget()
        assert isinstance(box, QMessageBox)
        shown.append(box.text())
        assert box.textFormat() is Qt.TextFormat.PlainText
        box.accept()

    QTimer.singleShot(0, read_and_close)
    without_console._message_box("<b>Close it first.</b>")
    assert shown == ["<b>Close it first.</b>"]


@pytest.mark.skipif(sys.platform == "win32", reason="there it has a program of its own")
@pytest.mark.parametrize(
    ("words", "opens"),
    [
        ("car", True),
        ("car --windowed", True),
        ("desk", True),
        ("drill", True),
        ("car --headless", False),
        ("car offload FILE --to KEYS", False),
        ("car settle RECEIPT", False),
        ("drill --all", False),
        ("doctor", False),
        ("hq serve", False),
        ("", False),
    ],
)
def test_at_a_desktop_only_what_opens_a_window_anyway_shows_one(
    monkeypatch: pytest.MonkeyPatch, words: str, *, opens: bool
) -> None:
    at_display = {"DISPLAY": ":7", "QT_QPA_PLATFORM": "xcb"}
    for name, value in at_display.items():
        monkeypatch.setenv(name, value)
    with Path(os.devnull).open(encoding="utf-8") as nothing:
        monkeypatch.setattr(sys, "stdin", nothing)
        assert without_console.is_so(words.split()) is opens
        for name in at_display:
            monkeypatch.delenv(name)
        monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
        assert not without_console.is_so(words.split())


def test_every_command_of_a_car_that_opens_no_window_is_known() -> None:
    (of_car,) = (one for one in parser_of({"car"}).subcommands() if one.prog.endswith(" car"))
    assert {
        subcommand.prog.split()[-1] for subcommand in of_car.subcommands()
    } <= without_console._NO_WINDOW


def test_the_file_does_not_grow_for_ever() -> None:
    log().write_text("x" * (without_console.LARGEST + 1), encoding="utf-8")

    started(lambda: main(["licenses"]))

    assert log().stat().st_size < without_console.LARGEST
    assert log().with_suffix(".old.log").stat().st_size > without_console.LARGEST
