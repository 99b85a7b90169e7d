"""Measure detector and reader on single pictures whose plates are known.

The scenes go through the whole recognition as it runs in the car, with the rules for pictures
that stand alone; where the reader is in doubt the second one is asked as well. ``crops`` are what
the reader says of a crop at once, as it does in each frame of a pass; ``crops_asked_again`` is
how many are right, folded, where an unsure one is looked at again as in a scene. Both however
unsure they stay. Rows whose ``legible`` is no count for detection only, and a plate with ``?``
counts not at all. "exact" counts O as 0, "folded" I as 1 as well.

A state counts only where one was read: by the look of the plate and the shape of its serial. With
--state every read without one gets the second reading that the car gives to candidate hits: the
plate's design, with its words where there is a second reader. Milliseconds are those of one
picture, without that second reading.

With --state and a second reader the figures say besides how often both readers agree, how often
they are right then, how often the surer of the two is right, and how many wrong reads nothing
would have flagged: neither the other reader nor a doubtful character. --sheet draws every miss.
--harder changes every scene first (``lab.measure.harder_pictures.made_harder``), --crops-wide
every crop's size. --crops-in-roads sets each crop into a picture without a plate, so many pixels
wide, and measures it as a scene. --by prints the same figures for each group of the scenes.
"""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from mdt_alpr.cli.engine_choice import chosen_engines
from mdt_alpr.domain.errors import WrongInputError
from mdt_alpr.lab.measure.harder_pictures import made_harder, set_into_road, wide
from mdt_alpr.measure.evaluation import LoadedEngines, loaded, percentile, share, write_sheet
from mdt_alpr.measure.known_pictures import KnownPicture, still_frame, truths
from mdt_alpr.measure.plate_groups import by_group, group_names
from mdt_alpr.measure.plate_tally import RatedAnswer, Tally, measure_crop, measure_scene

_BINS = 10


def calibration(answers: Sequence[RatedAnswer]) -> dict[str, Any]:
    """Return ``ece`` (0 for no answers) and ``reliability``, one row a tenth that has answers."""
    rows = [_row(number, found) for number in range(_BINS) if (found := _bin(answers, number))]
    total = sum(row["n"] for row in rows)
    away = sum(row["n"] * abs(row["confidence"] - row["right"]) for row in rows)
    return {"ece": round(away / total, 4) if total else 0.0, "reliability": rows}


def _bin(answers: Sequence[RatedAnswer], number: int) -> list[RatedAnswer]:
    return [a for a in answers if min(_BINS - 1, int(a.confidence * _BINS)) == number]


def _row(number: int, rateds: list[RatedAnswer]) -> dict[str, Any]:
    return {
        "from": number / _BINS,
        "n": len(rateds),
        "confidence": round(sum(a.confidence for a in rateds) / len(rateds), 4),
        "right": round(sum(a.right for a in rateds) / len(rateds), 4),
    }


_SCENES = ("full_scene", "foreign_scene")


@dataclass(frozen=True, slots=True)
class _Tallies:
    """Counts of whole pictures, of close-ups, and of close-ups set into roads."""

    scenes: Tally
    crops: Tally
    roadside: Tally


def run(args: argparse.Namespace) -> dict[str, Any]:
    """Return the figures.

    Raises:
        OutsideError: one of its pictures cannot be read.
        WrongInputError: the truth file is none, or holds nothing that is measured.
        EngineMissingError: the engine cannot be used.
    """
    groups = group_names(args.by) if args.by else ()
    rows = list(truths(args.truth, args.dataset))[:: args.every]
    roads = _roads(args, rows)
    engines = loaded(chosen_engines(args))
    tallies = _Tallies(*(Tally(asks=args.state) for _ in range(3)))
    for number, row in enumerate(rows):
        if row.task == "plate_crop" and roads:
            _measure_in_road(row, roads[number % len(roads)], (args, number), engines, tallies)
        else:
            _measure_as_it_is(row, (args, number), engines, tallies)
    scenes, crops, roadside = tallies.scenes, tallies.crops, tallies.roadside
    if not (scenes.scenes or scenes.negatives or crops.legible or roadside.scenes):
        raise WrongInputError(f"{args.truth} holds no picture of a task that is measured here.")
    if args.sheet is not None:
        write_sheet(
            args.sheet, f"Misses of {chosen_engines(args).title}", [*scenes.misses, *crops.misses]
        )
    figures = _figures(args, scenes, crops)
    if args.crops_in_roads:
        figures["crops_in_roads"] = _in_roads(roadside)
    if groups:
        figures["by"] = by_group([*scenes.judged, *roadside.judged], groups)
    return {**figures, "second": scenes.opinions.figures()} if args.state else figures


def _roads(args: argparse.Namespace, rows: Sequence[KnownPicture]) -> list[Path]:
    """Return the pictures that close-ups are set into; none where that is not asked for."""
    if not args.crops_in_roads:
        return []
    roads = [row.picture for row in rows if row.task == "negative"]
    if not roads:
        raise WrongInputError(f"{args.truth} holds no picture without a plate to set crops into.")
    return roads


def _measure_in_road(
    row: KnownPicture,
    road: Path,
    asked: tuple[argparse.Namespace, int],
    engines: LoadedEngines,
    tallies: _Tallies,
) -> None:
    args, number = asked
    frame, box = set_into_road(
        still_frame(row.picture), still_frame(road), args.crops_in_roads, number
    )
    measure_scene(replace(row, task="full_scene", box=box), frame, engines, tallies.roadside)


def _measure_as_it_is(
    row: KnownPicture,
    asked: tuple[argparse.Namespace, int],
    engines: LoadedEngines,
    tallies: _Tallies,
) -> None:
    args, number = asked
    if row.task == "plate_crop":
        frame = still_frame(row.picture)
        shown = wide(frame, args.crops_wide) if args.crops_wide else frame
        measure_crop(row, shown, engines, tallies.crops)
    elif row.task == "negative" or row.task in _SCENES:
        frame = still_frame(row.picture)
        if args.harder:
            frame, row = made_harder(args.harder, frame, row, number)
        measure_scene(row, frame, engines, tallies.scenes)


def _in_roads(tally: Tally) -> dict[str, Any]:
    return {
        "n": tally.scenes,
        "folded": share(tally.folded, tally.legible),
        "state_right": share(tally.state_right, tally.with_state),
        "state_wrong": share(tally.state_wrong, tally.with_state),
    }


def _figures(args: argparse.Namespace, scenes: Tally, crops: Tally) -> dict[str, Any]:
    return {
        "engine": chosen_engines(args).title,
        "threads": args.threads,
        "scenes": scenes.scenes,
        "legible": scenes.legible,
        "detected": share(scenes.detected, scenes.scenes),
        "exact": share(scenes.exact, scenes.legible),
        "folded": share(scenes.folded, scenes.legible),
        "top10": share(scenes.top10, scenes.legible),
        "wrong_reads_per_image": share(scenes.wrong, scenes.legible),
        "false_reads_per_negative": share(scenes.false, scenes.negatives),
        "state_right": share(scenes.state_right, scenes.with_state),
        "state_wrong": share(scenes.state_wrong, scenes.with_state),
        "ms_median": percentile(scenes.ms, 50),
        "ms_p95": percentile(scenes.ms, 95),
        "calibration": calibration([*scenes.answers, *crops.answers]),
        "crops_asked_again": share(crops.asked_again, crops.legible),
        "crops": {
            "n": crops.legible,
            "exact": share(crops.exact, crops.legible),
            "folded": share(crops.folded, crops.legible),
            "state_right": share(crops.state_right, crops.with_state),
            "state_wrong": share(crops.state_wrong, crops.with_state),
        },
    }
