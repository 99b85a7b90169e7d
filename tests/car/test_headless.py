"""A car without a window: one line a read, of which camera, and on demand why not."""

import json
from pathlib import Path

import cv2
import pytest

from mdt_alpr.cli import main
from tests.drawn_plates import plate, scene


def a_folder(folder: Path, text: str) -> str:
    """Return a folder with one picture: however slow the machine, its one frame is taken."""
    made = folder / text
    made.mkdir()
    plates = [(plate(text), 300, 150, 130), (plate("EXN2894"), 60, 60, 42)]
    cv2.imwrite(str(made / "street.png"), scene(plates))
    return str(made)


def lines(*arguments: str, capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    assert main(["car", "--headless", "--json", *arguments]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("MDT_ALPR_PASSPHRASE", "twelve letters and more")
    return str(tmp_path / "car")


def test_two_cameras_each_tell_their_reads(
    data: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sources = [a_folder(tmp_path, text) for text in ("7KLM562", "8NPR203")]
    told = lines(
        "--data", data, "--source", sources[0], "--source", sources[1], capsys=capsys
    )  # fmt: skip
    assert {(line["camera"], line["text"]) for line in told} == {
        ("camera 1", "7KLM562"),
        ("camera 2", "8NPR203"),
    }


def test_what_became_no_read_is_told_once_with_its_reason(
    data: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = lines(
        "--data", data, "--why", "--source", a_folder(tmp_path, "7KLM562"), capsys=capsys
    )  # fmt: skip
    why = [line for line in told if line["event"] == "no read"]
    assert "too small to be read" in {line["why"] for line in why}
    assert any(line["event"] == "read" for line in told)
