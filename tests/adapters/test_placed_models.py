from pathlib import Path

import pytest

from mdt_alpr.adapters.model_files import placed_file, placed_models, remove
from mdt_alpr.adapters.placing import Placing, place
from mdt_alpr.domain.errors import EngineMissingError, OutsideError

DETECTOR = Placing("detector", "MIT")


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
