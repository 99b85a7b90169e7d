"""Weights of the networks, ours and those that an agency brought: found, checked, opened.

Files are checked by their SHA-256; sessions run on a fixed number of threads.
"""

import hashlib
import importlib.util
import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from mdt_alpr.domain.errors import EngineMissingError, in_words
from mdt_alpr.files import private_files
from mdt_alpr.files.paths import data_folder, resource

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
    license: str
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
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest != model.sha256:
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
    options.enable_cpu_mem_arena = options.enable_mem_pattern = False  # 33 MB, for no time
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
    spec = importlib.util.find_spec(model.package)
    if spec is None or not spec.submodule_search_locations:
        message = f"The package that carries {model.purpose} is not installed. {_REINSTALL}"
        raise WeightsError(message, "absent")
    return Path(spec.submodule_search_locations[0]) / model.file


_FOLDER, _LISTING = "models", "placed.json"


@dataclass(frozen=True, slots=True)
class PlacedModel:
    """A network as it was placed; ``alphabet`` and ``pad`` are a reader's classes."""

    kind: str
    file: str
    sha256: str
    license: str
    source: str
    alphabet: str = ""
    pad: str = ""


def models_folder() -> Path:
    """Return the folder of placed networks."""
    return data_folder() / _FOLDER


def placed_models(folder: Path) -> dict[str, PlacedModel]:
    """Return the placed networks by kind.

    Raises:
        EngineMissingError: the listing cannot be read.
    """
    path = folder / _LISTING
    if not path.exists():
        return {}
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        return {row["kind"]: PlacedModel(**row) for row in rows}
    except (OSError, ValueError, TypeError, KeyError) as error:
        message = f"{path} cannot be read: {in_words(error)}. Import the models again."
        raise EngineMissingError(message) from error


def placed_file(kind: str, folder: Path) -> tuple[PlacedModel, Path]:
    """Return the placed network of a kind and its file, after comparing its SHA-256.

    Raises:
        EngineMissingError: none is placed, the listing cannot be read, or the file is not the
            one that was checked.
    """
    model = placed_models(folder).get(kind)
    if model is None:
        message = f"No {kind} was brought by the agency. See: mdt-alpr models import."
        raise EngineMissingError(message)
    path = folder / model.file
    if not path.is_file():
        raise WeightsError(f"{path} is missing. Import it again.", "missing")
    if digest_of(path) != model.sha256:
        raise WeightsError(f"{path} was changed, so it is not used. Import it again.", "changed")
    return model, path


def remove(kind: str, folder: Path) -> bool:
    """Take a placed network away; return whether there was one."""
    models = placed_models(folder)
    model = models.pop(kind, None)
    if model is None:
        return False
    write_listing(folder, models)
    private_files.remove(folder / model.file)
    return True


def valid_models(folder: Path) -> dict[str, PlacedModel]:
    """Return the placed networks by kind; a listing that cannot be read is moved aside.

    It stays as ``placed.json.damaged``. OSError where the folder cannot be written.
    """
    try:
        return placed_models(folder)
    except EngineMissingError:
        private_files.replace(folder / _LISTING, folder / f"{_LISTING}.damaged")
        return {}


def write_listing(folder: Path, models: dict[str, PlacedModel]) -> None:
    """List these networks, whole or not at all; OSError where the folder cannot be written."""
    part = folder / f"{_LISTING}.part"
    listed = json.dumps([asdict(m) for m in models.values()], indent=2)
    with private_files.rewrite(part) as file:
        file.write(listed.encode())
    private_files.replace(part, folder / _LISTING)


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
