"""An agency sees for itself, in an installed car, which way of reading serves it better."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from mdt_alpr.cli import main
from mdt_alpr.measure import compare
from mdt_alpr.measure.engine_choice import SHIPPED, EngineChoice
from mdt_alpr.measure.evaluation import LoadedEngines
from tests.drawn_plates import plate, scene
from tests.noting_detectors import SparingDetector
from tests.observations import a_box
from tests.weighers import Weigher

WITHOUT_LAB = """
import sys
sys.modules["mdt_alpr.lab"] = None
from mdt_alpr.cli import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.fixture
def truth(tmp_path: Path) -> Path:
    """Two plates whose place is not said, a road without one, and a close-up."""
    for name, text in (("a", "7KLM562"), ("b", "EXN2894")):
        cv2.imwrite(str(tmp_path / f"{name}.png"), scene([(plate(text), 300, 200, 130)]))
    cv2.imwrite(str(tmp_path / "c.png"), scene([]))
    cv2.imwrite(str(tmp_path / "d.png"), np.asarray(plate("7KLM562"), np.uint8))
    path = tmp_path / "truth.csv"
    path.write_text(
        "image,plate,state,light,task\na.png,7KLM562,NC,day,\nb.png,EXN2893,NC,night,\n"
        "c.png,,,night,\nd.png,7KLM562,,day,plate_crop\n",
        encoding="utf-8",
    )
    return path


def compared(*words: str, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    assert main(["models", "compare", *words, "--json"]) == 0
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    return answer


def test_both_ways_of_reading_are_measured_on_the_same_pictures(
    truth: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = compared(str(truth), "--second-reader", "", "--by", "light", capsys=capsys)
    shipped, other = found["settings"]
    assert shipped["engines"] == "own, second reader ppocr, 1 thread"
    assert other["engines"] == "own, no second reader, 1 thread"
    for one in (shipped, other):
        assert (one["plates"], one["wrong"], one["folded"]) == (3, 1, 0.6667)
        assert (one["without_plate"], one["false_reads"], one["state_wrong"]) == (1, 0, 0)
        assert [(row["light"], row["plates"]) for row in one["by"]] == [("day", 2), ("night", 1)]
    assert (found["only_first_right"], found["only_second_right"]) == (0, 0)


@pytest.mark.parametrize(
    ("second", "unflagged"), [(None, 1), (Weigher(EXN2894=0.9), 1), (Weigher(EXN2893=0.9), 0)]
)
def test_a_wrong_read_that_nothing_doubts_is_counted_apart(
    truth: Path, monkeypatch: pytest.MonkeyPatch, second: Weigher | None, unflagged: int
) -> None:
    engines = LoadedEngines(SparingDetector(a_box()), Weigher(EXN2894=0.95), second, None)
    monkeypatch.setattr(compare, "loaded", lambda _: engines)
    truth.write_text("image,plate\nb.png,EXN2893\n", encoding="utf-8")
    one = compare.compared(truth, (SHIPPED, EngineChoice()), ())["settings"][0]
    assert (one["wrong"], one["wrong_unflagged"]) == (1, unflagged)


def test_a_car_without_the_lab_compares_and_prints_a_table(truth: Path) -> None:
    words = ["models", "compare", str(truth), "--second-reader", ""]
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_LAB, *words], capture_output=True, text=True, check=True
    )
    lines = done.stdout.splitlines()
    assert lines[:2] == [
        "1: own, second reader ppocr, 1 thread", "2: own, no second reader, 1 thread",
    ]  # fmt: skip
    assert any(line.split()[:2] == ["right,", "share"] for line in lines)


def test_two_equal_settings_are_no_comparison(
    truth: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["models", "compare", str(truth)]) == 2
    assert "Both would be the same" in capsys.readouterr().err
