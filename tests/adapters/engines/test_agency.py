from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from onnx import TensorProto

from mdt_alpr.adapters.engines import agency_detector, agency_reader
from mdt_alpr.adapters.model_files import models_folder
from mdt_alpr.adapters.placing import Placing, place
from mdt_alpr.domain.errors import EngineMissingError, OutsideError
from mdt_alpr.domain.reading.reading import Box
from tests.adapters.networks import constant_network
from tests.drawn_plates import frame_of

FRAME = frame_of(np.full((360, 640, 3), 90, np.uint8))
SEEN = Box(100, 60, 200, 110)
"""Where the networks below see a plate: in their own picture 140 pixels further down."""
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_"


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MDT_ALPR_DATA", str(tmp_path / "data"))


def detector_of(answer: npt.NDArray[np.float32], tmp_path: Path) -> agency_detector.Detector:
    path = constant_network(tmp_path / "d.onnx", answer)
    place(path, Placing("detector", "MIT"), models_folder())
    detector = agency_detector.Detector()
    detector.load()
    return detector


def centered(objectness: tuple[float, ...], rows: int) -> npt.NDArray[np.float32]:
    table = np.zeros((rows, 4 + len(objectness)), np.float32)
    table[7] = [150, 225, 100, 50, *objectness]
    table[8] = [152, 226, 100, 50, *(0.9 * share for share in objectness)]
    return table


ANSWERS = {
    "suppressed, batched": np.array([[0, 100, 200, 200, 250, 0, 0.8]], np.float32),
    "suppressed": np.array([[[100, 200, 200, 250, 0.8, 0]]], np.float32),
    "a score a class": centered((0.8,), 8400).T[None].copy(),
    "with objectness": centered((1.0, 0.8), 25200)[None],
}


@pytest.mark.parametrize("shape", ANSWERS)
def test_every_known_shape_of_answer_gives_the_same_box(shape: str, tmp_path: Path) -> None:
    found = detector_of(ANSWERS[shape], tmp_path).detect(FRAME)
    assert len(found) == 1
    assert found[0].confidence == pytest.approx(0.8)
    assert found[0].box.overlap(SEEN) > 0.98


def test_an_answer_in_an_unknown_shape_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OutsideError, match="shape that is not known"):
        detector_of(np.zeros((2, 2, 2, 2), np.float32), tmp_path)


def test_nothing_sure_enough_is_nothing_found(tmp_path: Path) -> None:
    weak = ANSWERS["suppressed"] * np.array([1, 1, 1, 1, 0.2, 1], np.float32)
    assert detector_of(weak, tmp_path).detect(FRAME) == []


def test_a_reader_gives_each_place_with_its_alternatives(tmp_path: Path) -> None:
    places = np.zeros((1, 8, len(ALPHABET)), np.float32)
    for place_of, character in enumerate("AB81"):
        places[0, place_of, ALPHABET.index(character)] = 0.9
    places[0, 2, ALPHABET.index("B")] = 0.1
    places[0, 4:, -1] = 1.0
    path = constant_network(tmp_path / "r.onnx", places, (1, 64, 128, 1), TensorProto.UINT8)
    place(path, Placing("reader", "MIT", ALPHABET, "_"), models_folder())
    reader = agency_reader.Reader()
    reader.load()
    text = reader.read(FRAME, SEEN)
    assert text.text == "AB81"
    assert text.characters[2].alternatives == (("B", 0.1),)
    assert text.confidence == pytest.approx(0.9)
    assert reader.read(FRAME, Box(0, 0, 3, 3)).characters == ()


@pytest.mark.parametrize("engine", [agency_detector.Detector, agency_reader.Reader])
def test_without_a_network_loading_says_what_to_do(engine: type) -> None:
    with pytest.raises(EngineMissingError, match="mdt-alpr models import"):
        engine().load()
