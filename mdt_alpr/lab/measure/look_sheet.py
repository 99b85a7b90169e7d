"""A sheet of what is drawn for states beside what known pictures show of them, to be looked at.

A row for each state: left its looks as the drawing code makes them today, right its plates in
the pictures, each straightened as the car shows it to the look network, the narrowest last.
Drawn plates are as wide as the asked number of pixels, and real ones at most.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import cv2
import numpy as np

from mdt_alpr.adapters.outline import OutlineFinder, straightened, widened
from mdt_alpr.domain.errors import OutsideError, WrongInputError
from mdt_alpr.domain.reading.reading import Box
from mdt_alpr.lab.training.assets import Assets, find_fonts
from mdt_alpr.lab.training.designs import State, states
from mdt_alpr.lab.training.pictures import Picture
from mdt_alpr.lab.training.rng import Rng
from mdt_alpr.lab.training.state_views import AROUND, HEIGHT, WIDTH, picture_of
from mdt_alpr.measure.known_pictures import KnownPicture, still_frame, truths
from mdt_alpr.patrol.ports import Frame

_LINE = 6
"""Plates of one side in a line, and the gap between them in pixels."""

_GAP, _MARGIN = 4, 56
_PAPER, _INK = 235, (20, 20, 20)


def write_sheet(
    truth: Path, codes: Sequence[str], wide: int, fonts: Sequence[Path], picture: Path
) -> None:
    """Write the sheet of these states, of all where none is named, as a PNG file.

    Raises:
        OutsideError: one of the pictures cannot be read, or the sheet cannot be written.
        WrongInputError: the truth file is none, or a state is unknown.
    """
    unknown = set(codes) - {state.code for state in states()}
    if unknown:
        raise WrongInputError(f"No state has the code {min(unknown)!r}.")
    plates = [row for row in truths(truth) if row.state and row.task != "negative"]
    assets, finder = Assets.make(1, find_fonts(fonts), dies=20), OutlineFinder(threads=1)
    rows = [
        _row(state.code, _drawn(state, assets, wide), list(_real(shown, finder, wide)))
        for state in states()
        if state.code in codes or not codes
        for shown in [[plate for plate in plates if plate.state == state.code]]
    ]
    if not cv2.imwrite(str(picture), np.concatenate(rows)):
        raise OutsideError(f"{picture} cannot be written. Name a .png file in a folder of yours.")


def _drawn(state: State, assets: Assets, wide: int) -> list[Picture]:
    """Return a line for each look of a state, the same ones each time."""
    rng = Rng(1, 1)
    return [picture_of(look, wide, assets, rng)[0] for look in state.designs for _ in range(_LINE)]


def _real(plates: Sequence[KnownPicture], finder: OutlineFinder, wide: int) -> Iterator[Picture]:
    for plate in sorted(
        plates, key=lambda plate: -_place(plate, still_frame(plate.picture)).width
    ):
        frame = still_frame(plate.picture)
        outline = finder.find_closely(frame, _place(plate, frame))
        if outline is not None:
            corners = widened(outline.plate, AROUND, AROUND)
            across = float(np.hypot(*(corners[1] - corners[0])))
            size = round(min(wide, across)), round(min(wide, across) * HEIGHT / WIDTH)
            yield _shown(straightened(frame, corners, size))


def _place(plate: KnownPicture, frame: Frame) -> Box:
    whole = Box(0.0, 0.0, float(frame.width), float(frame.height))
    return plate.box if plate.task != "plate_crop" and plate.box.area else whole


def _shown(cut: Picture) -> Picture:
    return np.asarray(cv2.resize(cut, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC), np.uint8)


def _row(code: str, drawn: Sequence[Picture], real: Sequence[Picture]) -> Picture:
    """Lay a state's drawn and real plates beside each other."""
    lines = -(-max(len(drawn), len(real), 1) // _LINE)
    side = _LINE * (WIDTH + _GAP)
    row = np.full((lines * (HEIGHT + _GAP), 2 * (side + _MARGIN), 3), _PAPER, np.uint8)
    cv2.putText(row, code, (8, 44), cv2.FONT_HERSHEY_SIMPLEX, 0.9, _INK, 2, cv2.LINE_AA)
    for left, plates in ((_MARGIN, drawn), (side + 2 * _MARGIN, real)):
        for place, plate in enumerate(plates):
            y, x = divmod(place, _LINE)
            top, at = y * (HEIGHT + _GAP), left + x * (WIDTH + _GAP)
            row[top : top + HEIGHT, at : at + WIDTH] = plate
    return row
