"""Weights of the networks: found, checked by their SHA-256, opened with pinned threads."""

import hashlib
import importlib.util
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mdt_alpr.domain.errors import EngineMissingError
from mdt_alpr.paths import resource

_REINSTALL = "Run the installer again."


class WeightsError(EngineMissingError):
    """Weights that are not used; ``state`` says why in a word.

    "absent" (their package is not installed), "missing", "changed" or "unusable".
    """

    def __init__(self, message: str, state: str) -> None:
        super().__init__(message)
        self.state = state


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One weights file as ``resources/models/models.json`` lists it.

    ``package`` is the Python package that carries the file, empty for our own.
    ``file`` is the path below that package, or below ``resources/models``.
    """

    name: str
    file: str
    package: str
    sha256: str
    licence: str
    purpose: str


def listed_models(listing: Path | None = None) -> dict[str, ModelFile]:
    """Return every known weights file by its name."""
    path = listing or resource("models/models.json")
    entries = json.loads(path.read_text(encoding="utf-8"))["models"]
    return {entry["name"]: ModelFile(**entry) for entry in entries}


def checked_model(name: str, listing: Path | None = None) -> Path:
    """Return where the weights ``name`` lie, after comparing their SHA-256.

    Raises:
        EngineMissingError: the file is missing, or is not the one that was tested.
    """
    model = listed_models(listing)[name]
    path = _place(model, (listing or resource("models/models.json")).parent)
    if not path.is_file():
        message = f"Recognition weights {model.file} are missing. {_REINSTALL}"
        raise WeightsError(message, "missing")
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != model.sha256:
        message = (
            f"Recognition weights {model.file} are not those that were tested "
            f"(their SHA-256 differs), so they are not used. {_REINSTALL}"
        )
        raise WeightsError(message, "changed")
    return path


def onnx_session(name: str, threads: int) -> Any:
    """Return an ONNX Runtime session of the checked weights ``name``, pinned to ``threads``.

    OpenCV is pinned as well, for the two share the recognition thread's core.

    Raises:
        EngineMissingError: the weights are missing or differ, or ONNX Runtime is missing.
    """
    return session_of(checked_model(name), threads)


def session_of(path: Path, threads: int) -> Any:
    """Return an ONNX Runtime session of the network at ``path``, pinned to ``threads``.

    Raises:
        EngineMissingError: ONNX Runtime or OpenCV is missing, or it cannot open the network.
    """
    try:
        import cv2
        import onnxruntime
    except ImportError as error:
        message = f"ONNX Runtime or OpenCV is not installed. {_REINSTALL}"
        raise EngineMissingError(message) from error
    cv2.setNumThreads(threads)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = threads
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(
            str(path), sess_options=options, providers=["CPUExecutionProvider"]
        )
    except Exception as error:  # its errors have no root of their own
        message = f"{path} is no network that ONNX Runtime can open: {error}"
        raise WeightsError(message, "unusable") from error


def _place(model: ModelFile, ours: Path) -> Path:
    if not model.package:
        return ours / model.file
    if (frozen := getattr(sys, "_MEIPASS", None)) is not None:
        return Path(frozen) / model.package / model.file
    found = importlib.util.find_spec(model.package)
    if found is None or not found.submodule_search_locations:
        message = f"The package that carries {model.purpose} is not installed. {_REINSTALL}"
        raise WeightsError(message, "absent")
    return Path(found.submodule_search_locations[0]) / model.file
