from pathlib import Path
from typing import Any

import cv2
import pytest

from mdt_alpr.cli import parser_of
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.lab.measure import evaluate_zeros
from tests.drawn_plates import Picture, plate, scene, slashed

COLUMNS = "image,task,dataset,x,y,w,h,plate,state,state_confidence,legible,note\n"
NOTHING = {"there": 0, "resolved": 0, "wrong": 0}


def measured(folder: Path, *plates: str, drawn: Picture | None = None) -> dict[str, Any]:
    """Return the figures of plates, drawn here or given."""
    lines = []
    for number, text in enumerate(plates):
        picture = plate(text) if drawn is None else drawn
        cv2.imwrite(str(folder / f"{number}.png"), scene([(picture, 200, 160, 220)]))
        lines.append(f"{number}.png,full_scene,drawn,200,160,220,110,{text},NC,high,yes,\n")
    truth = folder / "truth.csv"
    truth.write_text(COLUMNS + "".join(lines), encoding="utf-8")
    return evaluate_zeros.run(
        parser_of({"evaluate"}).parse_args(["evaluate", "zeros", str(truth)])
    )


def test_a_slash_is_stamped_into_every_ring_and_into_all_but_the_first(tmp_path: Path) -> None:
    figures = measured(tmp_path, "7KLMO62", "HBO5O52")
    assert figures["as_they_are"] == {"there": 3, "resolved": 0, "wrong": 0}
    assert figures["slashed"] == {"plates": 2, "misread": 0, "there": 3, "resolved": 3, "wrong": 0}
    assert figures["slashed_but_the_first"]["there"] == 2
    assert figures["slashed_but_the_first"]["wrong"] == 0


def test_plates_that_mark_their_own_digits_are_read_as_they_are(tmp_path: Path) -> None:
    figures = measured(tmp_path, "7KLM062", drawn=slashed("7KLMO62", 4))
    assert figures["as_they_are"] == {"there": 1, "resolved": 1, "wrong": 0}


def test_plates_without_a_round_character_do_not_count(tmp_path: Path) -> None:
    figures = measured(tmp_path, "7KLM562")
    assert (figures["as_they_are"], figures["slashed"]["plates"]) == (NOTHING, 0)


def test_a_file_that_is_no_truth_is_refused(tmp_path: Path) -> None:
    truth = tmp_path / "truth.csv"
    truth.write_text("no,such,columns\n1,2,3\n", encoding="utf-8")
    with pytest.raises(OutsideError, match=r"truth\.csv"):
        evaluate_zeros.run(parser_of({"evaluate"}).parse_args(["evaluate", "zeros", str(truth)]))
