import hashlib
import json
from pathlib import Path

import pytest

from mdt_alpr.adapters.model_files import checked_model, listed_models, session_of
from mdt_alpr.domain.errors import EngineMissingError
from mdt_alpr.files.paths import resource


def a_listing(folder: Path, **fields: str) -> Path:
    entry = {
        "name": "net", "file": "net.onnx", "package": "", "sha256": "0" * 64,
        "license": "CC0", "purpose": "a test", **fields,
    }  # fmt: skip
    listing = folder / "models.json"
    listing.write_text(json.dumps({"models": [entry]}), encoding="utf-8")
    return listing


def test_our_own_weights_are_those_that_were_listed() -> None:
    for name in (
        "own_detector",
        "own_outline",
        "own_reader",
        "own_state",
        "own_zero",
        "ppocr_detector",
        "ppocr_reader",
    ):
        assert checked_model(name).is_file()


def test_every_file_in_the_folder_is_listed() -> None:
    listed = {model.file for model in listed_models().values() if not model.package}
    there = {path.name for path in resource("models").glob("*.onnx")}
    assert there == listed


def test_weights_with_the_right_hash_are_given(tmp_path: Path) -> None:
    weights = tmp_path / "net.onnx"
    weights.write_bytes(b"weights")
    listing = a_listing(tmp_path, sha256=hashlib.sha256(b"weights").hexdigest())
    assert checked_model("net", listing) == weights


def test_weights_that_differ_are_refused(tmp_path: Path) -> None:
    (tmp_path / "net.onnx").write_bytes(b"other weights")
    with pytest.raises(EngineMissingError, match=r"SHA-256 differs.*Run the installer again"):
        checked_model("net", a_listing(tmp_path))


def test_missing_weights_are_named(tmp_path: Path) -> None:
    with pytest.raises(EngineMissingError, match=r"net\.onnx are missing"):
        checked_model("net", a_listing(tmp_path))


def test_a_package_that_is_not_installed_is_said(tmp_path: Path) -> None:
    listing = a_listing(tmp_path, package="no_such_package_at_all")
    with pytest.raises(EngineMissingError, match="carries a test is not installed"):
        checked_model("net", listing)


def test_a_frozen_build_looks_beside_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys._MEIPASS", str(tmp_path), raising=False)
    weights = tmp_path / "carrier" / "net.onnx"
    weights.parent.mkdir()
    weights.write_bytes(b"weights")
    digest = hashlib.sha256(b"weights").hexdigest()
    listing = a_listing(tmp_path, package="carrier", sha256=digest)
    assert checked_model("net", listing) == weights


def test_a_file_that_is_no_network_is_said_in_words(tmp_path: Path) -> None:
    path = tmp_path / "net.onnx"
    path.write_bytes(b"not a network")
    with pytest.raises(EngineMissingError, match=r"net\.onnx is no network that ONNX Runtime can"):
        session_of(path, 1)
