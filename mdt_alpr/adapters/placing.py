"""Takes in a network that an agency brings: checked, tried out, then copied and listed.

ONNX only: other weight files are pickles, which run code when they are opened. A network is tried
out from its copy, in a folder of its own, by the very engine that will use it; until that went
well the earlier network stays.
"""

import re
import shutil
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from mdt_alpr.adapters.engines import agency_detector, agency_reader
from mdt_alpr.adapters.model_files import (
    PlacedModel,
    digest_of,
    session_of,
    valid_models,
    write_listing,
)
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.reading.reading import Box
from mdt_alpr.files import private_files
from mdt_alpr.patrol.ports import Frame

_LICENSE_KEYS = ("license", "licence")
_GRAY = Frame(
    np.full((720, 1280, 3), 114, np.uint8), datetime(2026, 1, 1, tzinfo=UTC), 0, 1280, 720, "trial"
)
_PLATE = Box(500.0, 300.0, 700.0, 400.0)
_DEMANDED = {
    "detector": (
        "A detector accepts one picture as 32-bit floats, 1 x 3 x height x width, answers as YOLO "
        "networks do, and lies in one file."
    ),
    "reader": (
        "A reader accepts one picture in bytes, 1 x height x width x 1 or 3, of a fixed size, "
        "answers for each place with a share for each character of --alphabet, and lies in one "
        "file."
    ),
}


@dataclass(frozen=True, slots=True)
class Placing:
    """What an administrator says of a file when placing it."""

    kind: str
    license: str
    alphabet: str = ""
    pad: str = "_"


def place(path: Path, placing: Placing, folder: Path) -> PlacedModel:
    """Check a network and put it into the folder; it replaces the earlier one of its kind.

    Raises:
        OutsideError: it is no ONNX network of that kind, it cannot be used, or its license is
            another than said.
    """
    if path.suffix.lower() != ".onnx":
        raise OutsideError(f"{path.name} is no ONNX file. Export the network to ONNX first.")
    session = session_of(path, 1)
    _demand_input(session, placing.kind)
    _demand_license(session, placing.license)
    if placing.kind == "reader" and len(placing.alphabet) < len("0123456789") + 1:
        message = "A reader needs --alphabet: its classes in order, as in its own settings file."
        raise OutsideError(message)
    return _tried_and_copied(path, placing, folder)


def _tried_and_copied(path: Path, placing: Placing, folder: Path) -> PlacedModel:
    model = PlacedModel(
        placing.kind,
        f"{placing.kind}.onnx",
        digest_of(path),
        placing.license,
        path.name,
        placing.alphabet,
        placing.pad if placing.alphabet else "",
    )
    try:
        private_files.make_folder(folder)
        with _trial_in(folder) as trial:
            copy = Path(trial) / model.file
            shutil.copyfile(path, copy)
            write_listing(copy.parent, {model.kind: model})
            _try_out(model, copy.parent)
            private_files.replace(copy, folder / model.file)
        write_listing(folder, {**valid_models(folder), model.kind: model})
    except OSError as error:
        message = f"{folder} cannot be written: {error.strerror}. Free it, then import again."
        raise OutsideError(message) from error
    return model


def _trial_in(folder: Path) -> "tempfile.TemporaryDirectory[str]":
    """Return a folder that goes; a system that still holds the tried file may keep it a while."""
    return tempfile.TemporaryDirectory(prefix="trial-", dir=folder, ignore_cleanup_errors=True)


def _try_out(model: PlacedModel, folder: Path) -> None:
    """Run the engine on a gray picture once."""
    try:
        if model.kind == "detector":
            detector = agency_detector.Detector(folder=folder)
            detector.load()
            detector.detect(_GRAY)
        else:
            reader = agency_reader.Reader(folder=folder)
            reader.load()
            reader.read(_GRAY, _PLATE)
    except Exception as error:  # whatever a foreign network brings about
        raise OutsideError(
            f"{model.source} opens, but cannot be used as {model.kind}, so nothing was changed. "
            f"{_DEMANDED[model.kind]} The reason: {error}"
        ) from error


def _demand_input(session: Any, kind: str) -> None:
    inputs = session.get_inputs()
    shape = inputs[0].shape if inputs else []
    planes, where = ((1, 3), 3) if kind == "reader" else ((3,), 1)
    fits = len(inputs) == 1 and len(shape) == len("nchw") and shape[where] in planes
    if not fits:
        said = [[i.name, i.type, i.shape] for i in inputs]
        raise OutsideError(f"This is no {kind}: it accepts {said}. {_DEMANDED[kind]}")


def _demand_license(session: Any, said: str) -> None:
    if not said.strip():
        raise OutsideError("Say its license, for example --license Apache-2.0.")
    metadata = session.get_modelmeta().custom_metadata_map
    inside = next((metadata[key] for key in _LICENSE_KEYS if metadata.get(key)), "")
    if inside and not _same_license(inside, said):
        raise OutsideError(
            f"The file itself says that its license is {inside!r}, not {said!r}. "
            "Say the license that it has, and ask counsel whether the agency may use it."
        )


def _same_license(inside: str, said: str) -> bool:
    """Compare whole words: "GPL" is not "AGPL", "AGPL" alone is not "AGPL-3.0"."""
    words = _license_words(said)
    same_text = said.strip().casefold() == inside.strip().casefold()
    return same_text or (bool(words) and words == _license_words(inside))


def _license_words(text: str) -> frozenset[str]:
    """Return the words that tell licenses apart; an address and "License, Version" do not."""
    bare = re.sub(r"https?://\S+", " ", text.casefold())
    words = re.findall(r"[a-z0-9]+(?:\.[a-z0-9]+)*", bare)
    return frozenset(words) - {"license", "licence", "the", "version"}
