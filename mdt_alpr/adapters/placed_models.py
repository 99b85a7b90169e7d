"""Networks that an agency brought: how they are listed in the data folder and found again."""

import contextlib
import hashlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from mdt_alpr.adapters.model_files import WeightsError
from mdt_alpr.domain.errors import EngineMissingError, in_words
from mdt_alpr.paths import data_folder

_FOLDER, _LISTING = "models", "placed.json"


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
        message = f"{path} is missing. Import it again."
        raise WeightsError(message, "missing")
    if digest_of(path) != model.sha256:
        message = f"{path} was changed, so it is not used. Import it again."
        raise WeightsError(message, "changed")
    return model, path


def remove(kind: str, folder: Path) -> bool:
    """Take a placed network away; return whether there was one."""
    models = placed_models(folder)
    model = models.pop(kind, None)
    if model is None:
        return False
    write_listing(folder, models)
    (folder / model.file).unlink(missing_ok=True)
    return True


def valid_models(folder: Path) -> dict[str, PlacedModel]:
    """Return the placed networks by kind; a listing that cannot be read is moved aside.

    It stays as ``placed.json.damaged``. OSError where the folder cannot be written.
    """
    try:
        return placed_models(folder)
    except EngineMissingError:
        (folder / _LISTING).replace(folder / f"{_LISTING}.damaged")
        return {}


def write_listing(folder: Path, models: dict[str, PlacedModel]) -> None:
    """List these networks, whole or not at all; OSError where the folder cannot be written."""
    part = folder / f"{_LISTING}.part"
    part.write_text(json.dumps([asdict(m) for m in models.values()], indent=2), encoding="utf-8")
    part.replace(folder / _LISTING)
    with contextlib.suppress(OSError):
        os.chmod(folder / _LISTING, 0o600)  # noqa: PTH101 - one call for file and folder alike


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
