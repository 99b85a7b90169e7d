from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from mdt_alpr.cli import parser_of
from mdt_alpr.domain.errors import OutsideError, WrongInputError
from mdt_alpr.lab.measure import evaluate_plates
from mdt_alpr.measure.evaluation import LoadedEngines
from mdt_alpr.measure.plate_groups import JudgedPlate, by_group
from tests.drawn_plates import PLATE, plate, scene
from tests.noting_detectors import SparingDetector
from tests.observations import a_box
from tests.weighers import Weigher

COLUMNS = "image,task,dataset,x,y,w,h,plate,state,state_confidence,legible,note\n"


def measured(*arguments: str) -> dict[str, Any]:
    return evaluate_plates.run(
        parser_of({"evaluate"}).parse_args(["evaluate", "plates", *arguments])
    )


@pytest.fixture
def truth(tmp_path: Path) -> Path:
    """Two scenes read right, one whose truth is another text, an illegible, two empty, a crop."""
    rows = []
    for name, text, claimed, legible in (
        ("a", "7KLM562", "7KLM562", "yes"),
        ("b", "EXN2894", "EXN2894", "yes"),
        ("c", "7KLM562", "7KLM563", "yes"),
        ("d", "7KLM562", "UNKNOWN", "no"),
        ("hidden", "7KLM562", "7KLM56?", "yes"),
    ):
        cv2.imwrite(str(tmp_path / f"{name}.png"), scene([(plate(text), 300, 200, 130)]))
        rows.append(f"{name}.png,full_scene,drawn,300,200,130,65,{claimed},NC,high,{legible},")
    for name in ("e", "f"):
        cv2.imwrite(str(tmp_path / f"{name}.png"), scene([]))
        rows.append(f"{name}.png,negative,drawn,0,0,0,0,,,,,")
    cv2.imwrite(str(tmp_path / "g.png"), np.asarray(plate("7KLM562"), np.uint8))
    size = ",".join(map(str, PLATE))
    rows.append(f"g.png,plate_crop,crops,0,0,{size},7KLM562,NC,file,yes,")
    path = tmp_path / "truth.csv"
    path.write_text(COLUMNS + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_figures_have_exactly_the_agreed_keys_and_count_right(truth: Path) -> None:
    figures = measured(str(truth))
    assert figures.pop("ms_median") > 0
    assert figures.pop("ms_p95") > 0
    calibration = figures.pop("calibration")
    assert sum(row["n"] for row in calibration["reliability"]) == 4
    assert 0.0 < calibration["ece"] < 0.5
    assert figures.pop("crops_asked_again") == 1.0
    assert figures == {
        "engine": "own",
        "threads": 1,
        "scenes": 4,
        "legible": 3,
        "detected": 1.0,
        "exact": 0.6667,
        "folded": 0.6667,
        "top10": pytest.approx(0.6667, abs=0.34),
        "wrong_reads_per_image": 0.3333,
        "false_reads_per_negative": 0.0,
        "state_right": 0.3333,
        "state_wrong": 0.0,
        "crops": {"n": 1, "exact": 1.0, "folded": 1.0, "state_right": 0.0, "state_wrong": 0.0},
    }


def test_the_second_reader_tells_the_state_where_asked(truth: Path) -> None:
    figures = measured(str(truth), "--state")
    assert (figures["state_right"], figures["state_wrong"]) == (1.0, 0.0)
    assert figures["crops"]["state_right"] == 1.0
    assert figures["second"]["asked"] == 3
    assert figures["second"]["wrong"] == 1


def test_the_sheet_shows_what_was_read_wrong_and_what_was_missed(
    truth: Path, tmp_path: Path
) -> None:
    cv2.imwrite(str(tmp_path / "b.png"), scene([]))
    sheet = tmp_path / "misses.html"
    measured(str(truth), "--sheet", str(sheet))
    page = sheet.read_text(encoding="utf-8")
    assert "read wrong: 1" in page
    assert "not found by the detector: 1" in page
    assert "7KLM563" in page
    assert page.count("data:image/jpeg;base64,") == 2


def test_the_sheet_shows_crops_that_were_read_wrong_or_not_at_all(
    truth: Path, tmp_path: Path
) -> None:
    cv2.imwrite(str(tmp_path / "g.png"), np.asarray(plate("EXN2894"), np.uint8))
    cv2.imwrite(str(tmp_path / "h.png"), np.full((60, 120, 3), 128, np.uint8))
    with truth.open("a", encoding="utf-8") as file:
        file.write("h.png,plate_crop,crops,0,0,120,60,7KLM562,NC,file,yes,\n")
    sheet = tmp_path / "misses.html"
    measured(str(truth), "--dataset", "crops", "--sheet", str(sheet))
    page = sheet.read_text(encoding="utf-8")
    assert "Misses of own: 2" in page
    assert "read wrong: 1" in page
    assert "found, but no read was made of it: 1" in page
    assert "EXN2894" in page


def test_a_sheet_that_cannot_be_written_is_said(truth: Path, tmp_path: Path) -> None:
    with pytest.raises(OutsideError, match="cannot be written"):
        measured(str(truth), "--sheet", str(tmp_path / "gone" / "misses.html"))


def test_a_dataset_and_an_engine_can_be_chosen(truth: Path) -> None:
    chosen = "--dataset", "crops", "--engine", "ppocr", "--threads", "2"
    figures = measured(str(truth), *chosen, "--state")
    assert (figures["engine"], figures["threads"], figures["scenes"]) == ("ppocr", 2, 0)
    assert figures["crops"] == {
        "n": 1, "exact": 1.0, "folded": 1.0, "state_right": 1.0, "state_wrong": 0.0,
    }  # fmt: skip


@pytest.mark.parametrize(("crop", "right"), [("7KLM562", (0.0, 1.0)), ("7KLM563", (1.0, 0.0))])
def test_a_crop_counts_as_read_at_the_first_try_and_as_asked_again(
    truth: Path, monkeypatch: pytest.MonkeyPatch, crop: str, right: tuple[float, float]
) -> None:
    first = Weigher(**{"7KLM563": 0.5, "7KLM562": 0.4})
    second = Weigher(**{"7KLM562": 0.9})
    engines = LoadedEngines(SparingDetector(a_box()), first, second, state_classifier=None)
    monkeypatch.setattr(evaluate_plates, "loaded", lambda _: engines)
    truth.write_text(f"{COLUMNS}g.png,plate_crop,crops,0,0,9,9,{crop},,,yes,\n", encoding="utf-8")
    figures = measured(str(truth))
    assert (figures["crops"]["folded"], figures["crops_asked_again"]) == right


def test_a_missing_picture_is_named(truth: Path) -> None:
    (truth.parent / "b.png").unlink()
    with pytest.raises(OutsideError, match=r"b\.png cannot be read"):
        measured(str(truth))


@pytest.mark.parametrize(
    "text", ["nothing,useful\n1,2\n", COLUMNS + "a.png,full_scene,d,x,y,w,h,A,,,,\n"]
)
def test_a_file_that_is_no_truth_file_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "truth.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(OutsideError, match="is no truth file"):
        measured(str(path))
    with pytest.raises(OutsideError, match="is no truth file"):
        measured(str(tmp_path / "gone.csv"))


def test_scenes_are_made_harder_where_asked(truth: Path) -> None:
    figures = measured(str(truth), "--harder", "turned-12", "--second-reader", "")
    assert (figures["scenes"], figures["detected"]) == (4, 1.0)
    assert figures["folded"] == pytest.approx(0.6667, abs=0.34)
    assert figures["crops"]["folded"] == 1.0
    assert measured(str(truth), "--harder", "glare")["scenes"] == 4


@pytest.mark.parametrize(("pixels", "right"), [("200", 1.0), ("20", 0.0)])
def test_crops_are_shown_as_wide_as_asked_for(truth: Path, pixels: str, right: float) -> None:
    figures = measured(str(truth), "--dataset", "crops", "--crops-wide", pixels)
    assert figures["crops"]["folded"] == right


def test_figures_are_given_by_group_so_that_no_mean_hides_one(truth: Path) -> None:
    figures = measured(str(truth), "--second-reader", "", "--by", "width")
    assert sum(row["plates"] for row in figures["by"]) == figures["legible"]
    assert all(row["width"] in ("< 70 px", "< 130 px", ">= 130 px") for row in figures["by"])
    with pytest.raises(WrongInputError, match="no group 'color'"):
        measured(str(truth), "--by", "color")


def test_the_states_in_the_minority_are_shown_together() -> None:
    plates = [
        JudgedPlate(state, 100.0, right=True, state_right=state == "CA", state_wrong=False)
        for state in ("CA", "CA", "NC")
    ]
    rows = by_group(plates, ("state", "width"))
    assert [(row["state"], row["plates"], row["state_right"]) for row in rows] == [
        ("CA", 2, 1.0), ("NC", 1, 0.0), ("all but CA", 1, 0.0),
    ]  # fmt: skip


def test_close_ups_are_set_into_roads_and_measured_as_scenes(truth: Path) -> None:
    figures = measured(str(truth), "--second-reader", "", "--crops-in-roads", "140")
    assert figures["crops_in_roads"]["n"] >= 1
    assert figures["crops"]["n"] == 0
    only_crops = ("--dataset", "crops", "--crops-in-roads", "140")
    with pytest.raises(WrongInputError, match="no picture without a plate"):
        measured(str(truth), *only_crops)
