"""Two settings of recognition on the same known pictures, in turns, so that both have one load."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from mdt_alpr.domain.errors import WrongInputError
from mdt_alpr.domain.reading.reading import CROP_MARGIN, Box
from mdt_alpr.domain.reading.sightings import STILL_PICTURES
from mdt_alpr.measure.engine_choice import EngineChoice
from mdt_alpr.measure.evaluation import LoadedEngines, loaded, percentile
from mdt_alpr.measure.known_pictures import ANY_TIME, KnownPicture, still_frame, truths
from mdt_alpr.measure.plate_groups import JudgedPlate, by_group, figures
from mdt_alpr.measure.plate_tally import Tally, measure_crop, measure_scene
from mdt_alpr.patrol.ports import Frame


def compared(
    truth: Path, choices: tuple[EngineChoice, EngineChoice], groups: Sequence[str]
) -> dict[str, Any]:
    """Return the figures of each choice, by group too, and what the first or second alone reads.

    Shares are of all plates, milliseconds of a whole picture.

    Raises:
        OutsideError: one of the pictures cannot be read.
        WrongInputError: the truth file is none, or holds nothing that is compared.
        EngineMissingError: an engine cannot be used.
    """
    rows = list(truths(truth))
    engines = [loaded(choice) for choice in choices]
    tallies = [Tally(asks=True) for _ in choices]
    for row in rows:
        for engine, tally in zip(engines, tallies, strict=True):
            _measure(row, engine, tally)
    if not any(tally.judged or tally.negatives for tally in tallies):
        raise WrongInputError(f"{truth} holds no picture that can be compared.")
    first, second = (tally.judged for tally in tallies)
    return {
        "settings": [
            {
                "engines": choice.described,
                **figures(tally.judged),
                "without_plate": tally.negatives,
                "false_reads": tally.false,
                "ms_median": percentile(tally.ms, 50),
                "by": by_group(tally.judged, groups),
            }
            for choice, tally in zip(choices, tallies, strict=True)
        ],
        "only_first_right": _only(first, second),
        "only_second_right": _only(second, first),
    }


def read_by(engines: Sequence[LoadedEngines], jpeg: bytes, height: int) -> tuple[str, ...] | None:
    """Return what each reads of a read's picture, of which ``height`` rows show the plate.

    None where it is damaged.
    """
    pixels = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    if pixels is None:
        return None
    shown = np.ascontiguousarray(pixels[:height])
    high, wide = shown.shape[:2]
    frame = Frame(shown, ANY_TIME, 0, wide, high, "evaluation")
    margin = wide * CROP_MARGIN / (1 + 2 * CROP_MARGIN)
    box = Box(margin, min(margin, high / 3), wide - margin, high - min(margin, high / 3))
    texts = (engine.scanner(STILL_PICTURES).text(frame, box).text for engine in engines)
    return tuple(texts)


def _measure(row: KnownPicture, engines: LoadedEngines, tally: Tally) -> None:
    frame = still_frame(row.picture)
    if row.task != "plate_crop":
        measure_scene(row, frame, engines, tally)
    elif row.legible:
        measure_crop(row, frame, engines, tally)
    tally.misses.clear()  # they hold their pictures


def _only(plates: Sequence[JudgedPlate], others: Sequence[JudgedPlate]) -> int:
    return sum(plate.right and not two.right for plate, two in zip(plates, others, strict=True))
