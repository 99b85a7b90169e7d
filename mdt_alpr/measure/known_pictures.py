"""Pictures whose plates are known, and what is true of them: what recognition is measured by."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from mdt_alpr.adapters.pictures import picture_at
from mdt_alpr.domain.errors import OutsideError, WrongInputError, in_words
from mdt_alpr.domain.reading.reading import Box
from mdt_alpr.patrol.ports import Frame

ANY_TIME = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class KnownPicture:
    """One row of the truth file; ``box`` is empty where it does not say where the plate is.

    ``light`` is what the file says of it, such as day, dusk, night or infrared.
    """

    picture: Path
    task: str
    box: Box
    plate: str
    state: str
    legible: bool
    light: str = ""


_NEEDED = ("image", "plate")
_PLACE = ("x", "y", "w", "h")


def truths(path: Path, dataset: str | None = None) -> Iterator[KnownPicture]:
    """Give the rows of a truth file; those whose plate is hidden in part are left out.

    It needs the columns ``image`` and ``plate``, empty where the picture shows none. ``state``,
    the place (``x``, ``y``, ``w``, ``h``), ``task``, ``dataset``, ``legible`` and ``light`` may
    be left out.

    Raises:
        WrongInputError: the file cannot be read, is none, or holds no row.
    """
    number = 0
    try:
        with path.open(encoding="utf-8", newline="") as file:
            for row in _rows(file):
                if "?" not in row["plate"] and dataset in (None, row.get("dataset")):
                    number += 1
                    yield _truth(path.parent, row)
    except (OSError, KeyError, ValueError, TypeError, csv.Error) as error:
        raise WrongInputError(f"{path} is no truth file of plates: {in_words(error)}.") from error
    if number == 0:
        of_dataset = f" of the dataset {dataset!r}" if dataset else ""
        raise WrongInputError(f"{path} holds no row{of_dataset} that can be measured.")


def _rows(file: TextIO) -> Iterator[dict[str, str]]:
    rows = csv.DictReader(file)
    for name in _NEEDED:
        if name not in (rows.fieldnames or ()):
            raise KeyError(name)
    yield from rows


def _truth(folder: Path, row: dict[str, str]) -> KnownPicture:
    left, top, wide, high = (float(row.get(name) or 0) for name in _PLACE)
    return KnownPicture(
        picture=folder / row["image"],
        task=row.get("task") or ("full_scene" if row["plate"] else "negative"),
        box=Box(left, top, left + wide, top + high),
        plate=row["plate"],
        state=row.get("state") or "",
        legible=row.get("legible") != "no",
        light=row.get("light") or "",
    )


def still_frame(picture: Path) -> Frame:
    """Return a picture as a frame.

    Raises:
        OutsideError: it cannot be read.
    """
    pixels = picture_at(picture)
    if pixels is None:
        message = f"The picture {picture} cannot be read. Is it there, whole and not too large?"
        raise OutsideError(message)
    height, width = pixels.shape[:2]
    return Frame(pixels, ANY_TIME, 0, width, height, "evaluation")
