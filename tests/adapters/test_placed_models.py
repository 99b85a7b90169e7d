from pathlib import Path

import numpy as np
import pytest

from mdt_alpr.adapters.placed_models import (
    Placing,
    place,
    placed_file,
    placed_models,
    remove,
)
from mdt_alpr.domain.errors import EngineMissingError, OutsideError
from tests.adapters.networks import constant_network

NOTHING = np.zeros((0, 7), np.float32)
DETECTOR = Placing("detector", "MIT")


@pytest.fixture
def network(tmp_path: Path) -> Path:
    return constant_network(tmp_path / "theirs.onnx", NOTHING, license="MIT License")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "models"


def test_a_checked_network_is_copied_listed_and_found_again(network: Path, folder: Path) -> None:
    model = place(network, DETECTOR, folder)
    assert placed_models(folder) == {"detector": model}
    assert placed_file("detector", folder) == (model, folder / "detector.onnx")
    assert model.source == "theirs.onnx"


def test_a_file_that_was_changed_since_is_not_used(network: Path, folder: Path) -> None:
    place(network, DETECTOR, folder)
    (folder / "detector.onnx").write_bytes(b"other weights")
    with pytest.raises(EngineMissingError, match="Import it again"):
        placed_file("detector", folder)


def test_without_a_network_the_error_says_how_to_bring_one(folder: Path) -> None:
    with pytest.raises(EngineMissingError, match="mdt-alpr models import"):
        placed_file("reader", folder)


def test_a_licence_other_than_the_files_own_is_refused(tmp_path: Path, folder: Path) -> None:
    path = constant_network(tmp_path / "a.onnx", NOTHING, license="AGPL-3.0 License")
    with pytest.raises(OutsideError, match=r"AGPL-3\.0"):
        place(path, DETECTOR, folder)
    assert place(path, Placing("detector", "AGPL-3.0"), folder).licence == "AGPL-3.0"


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


def test_a_network_is_removed_once(network: Path, folder: Path) -> None:
    place(network, DETECTOR, folder)
    assert remove("detector", folder)
    assert not remove("detector", folder)
    assert placed_models(folder) == {}


def test_a_listing_that_is_none_is_said(folder: Path) -> None:
    folder.mkdir()
    (folder / "placed.json").write_text("[1]", encoding="utf-8")
    with pytest.raises(OutsideError, match="Import the models again"):
        placed_models(folder)
