"""Networks that an agency brings itself: checked, copied into the data folder, listed there.

ONNX only: other weight files are pickles, which run code when they are opened.
"""

import contextlib
import hashlib
import json
import os
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from mdt_alpr.adapters.model_files import session_of
from mdt_alpr.domain.errors import EngineMissingError, OutsideError
from mdt_alpr.paths import data_folder

_FOLDER, _LISTING = "models", "placed.json"
_LICENCE_KEYS = ("license", "licence")
KINDS = ("detector", "reader")


@dataclass(frozen=True, slots=True)
class PlacedModel:
    """A network as it was placed; ``alphabet`` and ``pad`` are a reader's classes."""

    kind: str
    file: str
    sha256: str
    licence: str
    source: str
    alphabet: str = ""
    pad: str = ""


@dataclass(frozen=True, slots=True)
class Placing:
    """What an administrator says of a file when placing it."""

    kind: str
    licence: str
    alphabet: str = ""
    pad: str = "_"


def models_folder() -> Path:
    """Return the folder of placed networks."""
    return data_folder() / _FOLDER


def placed_models(folder: Path) -> dict[str, PlacedModel]:
    """Return the placed networks by kind.

    Raises:
        OutsideError: the listing cannot be read.
    """
    path = folder / _LISTING
    if not path.exists():
        return {}
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        return {row["kind"]: PlacedModel(**row) for row in rows}
    except (OSError, ValueError, TypeError, KeyError) as error:
        message = f"{path} cannot be read: {error!r}. Import the models again."
        raise OutsideError(message) from error


def placed_file(kind: str, folder: Path) -> tuple[PlacedModel, Path]:
    """Return the placed network of a kind and its file, after comparing its SHA-256.

    Raises:
        EngineMissingError: none is placed, or the file is not the one that was checked.
    """
    model = placed_models(folder).get(kind)
    if model is None:
        message = f"No {kind} was brought by the agency. See: mdt-alpr models import."
        raise EngineMissingError(message)
    path = folder / model.file
    if not path.is_file() or _digest(path) != model.sha256:
        message = f"{path} is missing or was changed, so it is not used. Import it again."
        raise EngineMissingError(message)
    return model, path


def place(path: Path, placing: Placing, folder: Path) -> PlacedModel:
    """Check a network and copy it into the folder; it replaces the earlier one of its kind.

    Raises:
        OutsideError: it is no ONNX network of that kind, or its licence is another than said.
    """
    if path.suffix.lower() != ".onnx":
        message = f"{path.name} is no ONNX file. Export the network to ONNX first."
        raise OutsideError(message)
    try:
        session = session_of(path, 1)
    except Exception as error:
        message = f"{path} is no network that ONNX Runtime can open: {error}"
        raise OutsideError(message) from error
    _demand_input(session, placing.kind)
    _demand_licence(session, placing.licence)
    if placing.kind == "reader" and len(placing.alphabet) < len("0123456789") + 1:
        message = "A reader needs --alphabet: its classes in order, as in its own settings file."
        raise OutsideError(message)
    return _copied(path, placing, folder)


def remove(kind: str, folder: Path) -> bool:
    """Take a placed network away; return whether there was one."""
    models = placed_models(folder)
    model = models.pop(kind, None)
    if model is None:
        return False
    _write_listing(folder, models)
    (folder / model.file).unlink(missing_ok=True)
    return True


def _copied(path: Path, placing: Placing, folder: Path) -> PlacedModel:
    model = PlacedModel(
        placing.kind,
        f"{placing.kind}.onnx",
        _digest(path),
        placing.licence,
        path.name,
        placing.alphabet,
        placing.pad if placing.alphabet else "",
    )
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = folder / f"{model.file}.part"
        shutil.copyfile(path, part)
        part.replace(folder / model.file)
        _write_listing(folder, {**placed_models(folder), placing.kind: model})
    except OSError as error:
        message = f"{folder} cannot be written: {error.strerror}. Free it, then import again."
        raise OutsideError(message) from error
    return model


def _write_listing(folder: Path, models: dict[str, PlacedModel]) -> None:
    part = folder / f"{_LISTING}.part"
    part.write_text(json.dumps([asdict(m) for m in models.values()], indent=2), encoding="utf-8")
    part.replace(folder / _LISTING)
    with contextlib.suppress(OSError):
        os.chmod(folder / _LISTING, 0o600)  # noqa: PTH101 - one call for file and folder alike


def _demand_input(session: Any, kind: str) -> None:
    inputs = session.get_inputs()
    shape = inputs[0].shape if inputs else []
    planes = {1, 3} if kind == "reader" else {3}
    fits = len(inputs) == 1 and len(shape) == len("nchw")
    if not fits or not planes & {shape[1], shape[3]}:
        said = [[i.name, i.shape] for i in inputs]
        message = f"This is no {kind}: one picture goes into it, but it takes {said}."
        raise OutsideError(message)


def _demand_licence(session: Any, licence: str) -> None:
    told = session.get_modelmeta().custom_metadata_map
    inside = next((told[key] for key in _LICENCE_KEYS if told.get(key)), "")
    if inside and not _same_licence(inside, licence):
        message = (
            f"The file itself says that its licence is {inside!r}, not {licence!r}. "
            "Say the licence that it has, and ask counsel whether the agency may use it."
        )
        raise OutsideError(message)


def _same_licence(inside: str, said: str) -> bool:
    return said.strip().casefold() in inside.casefold()


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
