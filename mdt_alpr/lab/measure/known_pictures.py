"""Pictures whose plates are known, and what is true of them: what recognition is measured by."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

import cv2
import numpy as np

from mdt_alpr.adapters.picture_files import picture_at
from mdt_alpr.domain.errors import OutsideError, WrongInputError, in_words
from mdt_alpr.domain.reading.reading import Box
from mdt_alpr.lab.measure.harder_pictures import HARDER
from mdt_alpr.patrol.ports import Frame

_ANY_TIME = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class KnownPicture:
    """One row of the truth file."""

    picture: Path
    task: str
    box: Box
    plate: str
    state: str
    legible: bool


_COLUMNS = ("image", "task", "dataset", "x", "y", "w", "h", "plate", "state", "legible")


def truths(path: Path, dataset: str | None = None) -> Iterator[KnownPicture]:
    """Give the rows of a truth file; those whose plate is hidden in part are left out.

    Raises:
        WrongInputError: the file cannot be read, is none, or holds no row.
    """
    number = 0
    try:
        with path.open(encoding="utf-8", newline="") as file:
            for row in _rows(file):
                if "?" not in row["plate"] and dataset in (None, row["dataset"]):
                    number += 1
                    yield _truth(path.parent, row)
    except (OSError, KeyError, ValueError, TypeError, csv.Error) as error:
        message = f"{path} is no truth file of plates: {in_words(error)}."
        raise WrongInputError(message) from error
    if number == 0:
        of_dataset = f" of the dataset {dataset!r}" if dataset else ""
        message = f"{path} holds no row{of_dataset} that can be measured."
        raise WrongInputError(message)


def _rows(file: TextIO) -> Iterator[dict[str, str]]:
    rows = csv.DictReader(file)
    for name in _COLUMNS:
        if name not in (rows.fieldnames or ()):
            raise KeyError(name)
    yield from rows


def _truth(folder: Path, row: dict[str, str]) -> KnownPicture:
    left, top = float(row["x"]), float(row["y"])
    return KnownPicture(
        picture=folder / row["image"],
        task=row["task"],
        box=Box(left, top, left + float(row["w"]), top + float(row["h"])),
        plate=row["plate"],
        state=row["state"],
        legible=row["legible"] != "no",
    )


def made_harder(
    how: str, frame: Frame, row: KnownPicture, number: int
) -> tuple[Frame, KnownPicture]:
    """Return a picture made harder, and what is true of it then."""
    whole = Box(0.0, 0.0, float(frame.width), float(frame.height))
    pixels, box = HARDER[how](frame.pixels, row.box if row.box.area else whole, number)
    return replace(frame, pixels=pixels), replace(row, box=box)


def wide(frame: Frame, width: int) -> Frame:
    """Return a frame at this width, in pixels, as high as that makes it."""
    height = max(1, round(frame.height * width / frame.width))
    how = cv2.INTER_AREA if width < frame.width else cv2.INTER_CUBIC
    pixels = np.asarray(cv2.resize(frame.pixels, (width, height), interpolation=how), np.uint8)
    return replace(frame, pixels=pixels, width=width, height=height)


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
    return Frame(pixels, _ANY_TIME, 0, width, height, "evaluation")
