from pathlib import Path

import cv2
import numpy as np
import pytest

from mdt_alpr.cli import main
from mdt_alpr.lab.training.designs import states
from tests.drawn_plates import plate, scene

COLUMNS = "image,task,x,y,w,h,plate,state\n"
ACROSS = 6
SIDE = 56 + ACROSS * 164


def sheet(folder: Path, *arguments: str) -> np.ndarray | None:
    """Return the sheet of a picture that shows one plate of North Carolina; None without one."""
    cv2.imwrite(str(folder / "0.png"), scene([(plate("7KLM562"), 200, 160, 220)]))
    truth, file = folder / "truth.csv", folder / "sheet.png"
    truth.write_text(COLUMNS + "0.png,full_scene,200,160,220,110,7KLM562,NC\n", encoding="utf-8")
    if main(["look-sheet", str(truth), str(file), "--fonts", str(folder), *arguments]) != 0:
        return None
    return cv2.imread(str(file))


def plates_in(side: np.ndarray) -> int:
    """Return how many plates lie on a side of a sheet, by the places where its paper is not."""
    places = (
        side[top + 20 : top + 60, 56 + 164 * x + 20 : 56 + 164 * x + 140]
        for top in range(0, side.shape[0], 84)
        for x in range(ACROSS)
    )
    return sum(bool((place != place[0, 0]).any()) for place in places)


def test_every_look_of_a_state_is_drawn_beside_its_plates_in_pictures(tmp_path: Path) -> None:
    picture = sheet(tmp_path, "--states", "NC")

    assert picture is not None
    looks = next(len(state.designs) for state in states() if state.code == "NC")
    assert plates_in(picture[:, :SIDE]) == looks * ACROSS
    assert plates_in(picture[:, SIDE:]) == 1


def test_a_state_of_which_no_picture_is_known_is_drawn_alone(tmp_path: Path) -> None:
    picture = sheet(tmp_path, "--states", "WY")

    assert picture is not None
    assert plates_in(picture[:, :SIDE]) > 0
    assert plates_in(picture[:, SIDE:]) == 0


def test_a_code_that_no_state_has_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert sheet(tmp_path, "--states", "NC,QQ") is None
    assert "'QQ'" in capsys.readouterr().err
