"""Two settings of recognition on the same known pictures, in turns, so that both have one load."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from mdt_alpr.domain.errors import WrongInputError
from mdt_alpr.measure.engine_choice import EngineChoice
from mdt_alpr.measure.evaluation import LoadedEngines, loaded, percentile
from mdt_alpr.measure.known_pictures import KnownPicture, still_frame, truths
from mdt_alpr.measure.plate_groups import JudgedPlate, by_group, figures
from mdt_alpr.measure.plate_tally import Tally, measure_crop, measure_scene


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


def _measure(row: KnownPicture, engines: LoadedEngines, tally: Tally) -> None:
    frame = still_frame(row.picture)
    if row.task != "plate_crop":
        measure_scene(row, frame, engines, tally)
    elif row.legible:
        measure_crop(row, frame, engines, tally)
    tally.misses.clear()  # they hold their pictures


def _only(plates: Sequence[JudgedPlate], others: Sequence[JudgedPlate]) -> int:
    return sum(plate.right and not two.right for plate, two in zip(plates, others, strict=True))
