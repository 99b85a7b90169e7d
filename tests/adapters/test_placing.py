from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
import pytest
from onnx import TensorProto

from mdt_alpr.adapters.model_files import placed_file, placed_models
from mdt_alpr.adapters.placing import Placing, place
from mdt_alpr.domain.errors import OutsideError
from tests.adapters.networks import NOTHING, constant_network

Unusable = tuple[npt.NDArray[np.float32], tuple[int | str, ...], int]
DETECTOR = Placing("detector", "MIT")
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_"
READER = Placing("reader", "MIT", ALPHABET)
NINE_PLACES = np.full((1, 9, len(ALPHABET)), 1 / len(ALPHABET), np.float32)


def test_a_license_other_than_the_files_own_is_refused(tmp_path: Path, folder: Path) -> None:
    path = constant_network(tmp_path / "a.onnx", NOTHING, license="AGPL-3.0 License")
    with pytest.raises(OutsideError, match=r"AGPL-3\.0"):
        place(path, DETECTOR, folder)
    assert place(path, Placing("detector", "AGPL-3.0"), folder).license == "AGPL-3.0"


def test_what_is_no_network_is_refused_and_the_earlier_one_stays(
    network: Path, tmp_path: Path, folder: Path
) -> None:
    model = place(network, DETECTOR, folder)
    for name, reason in (("weights.pt", "no ONNX file"), ("broken.onnx", "can open")):
        path = tmp_path / name
        path.write_bytes(b"not a network")
        with pytest.raises(OutsideError, match=reason):
            place(path, DETECTOR, folder)
    assert placed_models(folder) == {"detector": model}


def test_a_network_that_takes_no_picture_is_refused(tmp_path: Path, folder: Path) -> None:
    path = constant_network(tmp_path / "a.onnx", NOTHING, (1, 10))
    with pytest.raises(OutsideError, match="This is no detector"):
        place(path, DETECTOR, folder)


def test_a_reader_needs_its_alphabet(tmp_path: Path, folder: Path) -> None:
    path = constant_network(tmp_path / "r.onnx", NOTHING, (1, 64, 128, 1))
    with pytest.raises(OutsideError, match="--alphabet"):
        place(path, Placing("reader", "MIT"), folder)


UNUSABLE_DETECTORS: dict[str, Unusable] = {
    "channels last": (NOTHING, (1, 640, 640, 3), TensorProto.FLOAT),
    "half precision": (NOTHING, (1, 3, 640, 640), TensorProto.FLOAT16),
    "bytes": (NOTHING, (1, 3, 640, 640), TensorProto.UINT8),
    "an answer of a map": (np.zeros((1, 84, 8, 8), np.float32), (1, 3, 64, 64), TensorProto.FLOAT),
    "boxes without a score": (np.zeros((1, 4, 90), np.float32), (1, 3, 64, 64), TensorProto.FLOAT),
}


@pytest.mark.parametrize("what", UNUSABLE_DETECTORS)
def test_a_detector_that_could_not_be_used_is_refused_and_the_earlier_one_stays(
    what: str, network: Path, tmp_path: Path, folder: Path
) -> None:
    earlier = place(network, DETECTOR, folder)
    answer, shape, kind = UNUSABLE_DETECTORS[what]
    with pytest.raises(OutsideError, match="A detector accepts one picture as 32-bit floats"):
        place(constant_network(tmp_path / "a.onnx", answer, shape, kind), DETECTOR, folder)
    assert placed_file("detector", folder) == (earlier, folder / "detector.onnx")
    assert {path.name for path in folder.iterdir()} == {"detector.onnx", "placed.json"}


UNUSABLE_READERS: dict[str, Unusable] = {
    "floats": (NINE_PLACES, (1, 64, 128, 1), TensorProto.FLOAT),
    "channels first": (NINE_PLACES, (1, 1, 64, 128), TensorProto.UINT8),
    "any size": (NINE_PLACES, ("n", "h", "w", 1), TensorProto.UINT8),
    "fewer classes": (np.zeros((1, 9, 12), np.float32), (1, 64, 128, 1), TensorProto.UINT8),
    "classes that add up by chance": (
        np.zeros((1, len(ALPHABET), 9), np.float32), (1, 64, 128, 1), TensorProto.UINT8,
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", UNUSABLE_READERS)
def test_a_reader_that_could_not_be_used_is_refused(
    what: str, tmp_path: Path, folder: Path
) -> None:
    answer, shape, kind = UNUSABLE_READERS[what]
    with pytest.raises(OutsideError, match="A reader accepts one picture in bytes"):
        place(constant_network(tmp_path / "r.onnx", answer, shape, kind), READER, folder)
    assert placed_models(folder) == {}


@pytest.mark.parametrize("answer", [NINE_PLACES, NINE_PLACES.reshape(1, -1), NINE_PLACES[0]])
def test_a_reader_may_answer_in_rows_or_all_in_one(
    answer: npt.NDArray[np.float32], tmp_path: Path, folder: Path
) -> None:
    path = constant_network(tmp_path / "r.onnx", answer, (1, 64, 128, 1), TensorProto.UINT8)
    assert place(path, READER, folder).kind == "reader"


def test_a_network_whose_weights_lie_in_a_second_file_is_refused(
    tmp_path: Path, folder: Path
) -> None:
    whole = constant_network(tmp_path / "whole.onnx", np.zeros((3, 7), np.float32))
    parted = tmp_path / "parted.onnx"
    onnx.save(
        onnx.load(whole), str(parted), save_as_external_data=True, location="parted.data",
        size_threshold=0, convert_attribute=True,
    )  # fmt: skip
    with pytest.raises(OutsideError, match="lies in one file"):
        place(parted, DETECTOR, folder)


@pytest.mark.parametrize("said", ["", "  ", "e", "GPL", "AGPL", "3.0", "License", "MIT"])
def test_a_license_is_compared_by_its_whole_words(said: str, tmp_path: Path, folder: Path) -> None:
    inside = "AGPL-3.0 License (https://ultralytics.com/license)"
    path = constant_network(tmp_path / "a.onnx", NOTHING, license=inside)
    with pytest.raises(OutsideError, match="license"):
        place(path, Placing("detector", said), folder)


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ("AGPL-3.0 License (https://ultralytics.com/license)", "AGPL-3.0"),
        ("Apache License, Version 2.0", "apache-2.0"),
        ("MIT License", "MIT"),
        ("see the file LICENSE", "see the file LICENSE"),
        ("License", "license"),
    ],
)
def test_a_license_may_be_written_as_people_write_it(
    inside: str, said: str, tmp_path: Path, folder: Path
) -> None:
    path = constant_network(tmp_path / "a.onnx", NOTHING, license=inside)
    assert place(path, Placing("detector", said), folder).license == said


def test_a_network_that_names_no_license_still_needs_one_said(
    tmp_path: Path, folder: Path
) -> None:
    with pytest.raises(OutsideError, match="Say its license"):
        place(constant_network(tmp_path / "a.onnx", NOTHING), Placing("detector", " "), folder)


@pytest.mark.parametrize("damaged", ["[1]", "", '{"kind"', '[{"kind": "reader"}]'])
def test_an_import_heals_a_damaged_listing_and_keeps_it_aside(
    damaged: str, network: Path, folder: Path
) -> None:
    folder.mkdir()
    (folder / "placed.json").write_text(damaged, encoding="utf-8")
    model = place(network, DETECTOR, folder)
    assert placed_models(folder) == {"detector": model}
    assert (folder / "placed.json.damaged").read_text(encoding="utf-8") == damaged


def test_a_refused_import_leaves_even_a_damaged_listing_as_it_is(
    tmp_path: Path, folder: Path
) -> None:
    folder.mkdir()
    (folder / "placed.json").write_text("[1]", encoding="utf-8")
    with pytest.raises(OutsideError, match="This is no detector"):
        place(constant_network(tmp_path / "a.onnx", NOTHING, (1, 10)), DETECTOR, folder)
    assert {path.name for path in folder.iterdir()} == {"placed.json"}
