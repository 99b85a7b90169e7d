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
--harder changes every scene first (``lab.measure.known_pictures.made_harder``), --crops-wide
every crop's size. --crops-in-roads sets each crop into a picture without a plate, so many pixels
wide, and measures it as a scene. --by prints the same figures for each group of the scenes.
"""

import argparse
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from mdt_alpr.domain.errors import WrongInputError
from mdt_alpr.domain.plate.plate import UNKNOWN_STATE
from mdt_alpr.domain.reading.reading import DOUBTFUL_BELOW, Box, PlateText, Read
from mdt_alpr.domain.reading.sightings import STILL_PICTURES
from mdt_alpr.lab.measure.engine_choice import (
    chosen_engines,
)
from mdt_alpr.lab.measure.evaluation import (
    LoadedEngines,
    Miss,
    SheetMiss,
    exact_key,
    folded_key,
    found_boxes,
    is_on,
    likeliest_texts,
    loaded,
    percentile,
    share,
    unread,
    write_sheet,
)
from mdt_alpr.lab.measure.known_pictures import (
    KnownPicture,
    made_harder,
    set_into_road,
    still_frame,
    truths,
    wide,
)
from mdt_alpr.lab.measure.plate_groups import JudgedPlate, by_group, group_names
from mdt_alpr.patrol.ports import Frame
from mdt_alpr.patrol.recognition import Recognition, Seen

_BINS = 10


@dataclass(frozen=True, slots=True)
class RatedAnswer:
    """A plate's text with its confidence, 0 to 1, and whether it was right."""

    confidence: float
    right: bool


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


@dataclass(slots=True)
class Opinions:
    """Counts pairs of answers on the same plate; texts are compared folded."""

    asked: int = 0
    agree: int = 0
    right_where_agree: int = 0
    surer_right: int = 0
    wrong: int = 0
    wrong_unflagged: int = 0

    def take(
        self, first: PlateText, second: PlateText, truth: str, *, flagged: bool = False
    ) -> None:
        """Count both readers' answers on one plate; ``flagged``: a character is disputed."""
        wanted, text = folded_key(truth), folded_key(first.text)
        agree = text == folded_key(second.text)
        surer = first if first.confidence >= second.confidence else second
        self.asked += 1
        self.agree += agree
        self.right_where_agree += agree and text == wanted
        self.surer_right += folded_key(surer.text) == wanted
        self.wrong += text != wanted
        confident = first.confidence >= DOUBTFUL_BELOW
        self.wrong_unflagged += text != wanted and agree and confident and not flagged

    def figures(self) -> dict[str, Any]:
        """Return the shares; ``wrong_unflagged`` is a count of ``asked`` reads."""
        return {
            "asked": self.asked,
            "agree": share(self.agree, self.asked),
            "right_where_agree": share(self.right_where_agree, self.agree),
            "surer_right": share(self.surer_right, self.asked),
            "wrong": self.wrong,
            "wrong_unflagged": self.wrong_unflagged,
        }


_SCENES = ("full_scene", "foreign_scene")


@dataclass(slots=True)
class _Tally:
    """What is counted; ``asks`` when every read gets a second reading."""

    asks: bool = False
    scenes: int = 0
    legible: int = 0
    detected: int = 0
    exact: int = 0
    folded: int = 0
    top10: int = 0
    asked_again: int = 0
    wrong: int = 0
    negatives: int = 0
    false: int = 0
    with_state: int = 0
    state_right: int = 0
    state_wrong: int = 0
    ms: list[float] = field(default_factory=list)
    answers: list[RatedAnswer] = field(default_factory=list)
    opinions: Opinions = field(default_factory=Opinions)
    misses: list[Miss] = field(default_factory=list)
    judged: list[JudgedPlate] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Tallies:
    """Counts of whole pictures, of close-ups, and of close-ups set into roads."""

    scenes: _Tally
    crops: _Tally
    roadside: _Tally


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
    tallies = _Tallies(*(_Tally(asks=args.state) for _ in range(3)))
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
    _measure_scene(replace(row, task="full_scene", box=box), frame, engines, tallies.roadside)


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
        _measure_crop(row, shown, engines, tallies.crops)
    elif row.task == "negative" or row.task in _SCENES:
        frame = still_frame(row.picture)
        if args.harder:
            frame, row = made_harder(args.harder, frame, row, number)
        _measure_scene(row, frame, engines, tallies.scenes)


def _in_roads(tally: _Tally) -> dict[str, Any]:
    return {
        "n": tally.scenes,
        "folded": share(tally.folded, tally.legible),
        "state_right": share(tally.state_right, tally.with_state),
        "state_wrong": share(tally.state_wrong, tally.with_state),
    }


def _figures(args: argparse.Namespace, scenes: _Tally, crops: _Tally) -> dict[str, Any]:
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


def _measure_scene(row: KnownPicture, frame: Frame, engines: LoadedEngines, tally: _Tally) -> None:
    recognition = engines.recognition(STILL_PICTURES)
    begun = time.perf_counter()
    seen = recognition.see(frame)
    tally.ms.append((time.perf_counter() - begun) * 1000)
    if row.task == "negative":
        tally.negatives += 1
        tally.false += len(seen.reads)
        tally.misses += [_wrong(row, frame, r, SheetMiss.FALSE) for r in seen.reads]
        return
    tally.scenes += 1
    tally.detected += any(is_on(box, row.box) for box in found_boxes(seen))
    if row.legible:
        _judge_scene(row, seen.reads, recognition, tally)
        tally.misses += _missed(row, frame, seen)


def _judge_scene(
    row: KnownPicture, reads: tuple[Read, ...], recognition: Recognition, tally: _Tally
) -> None:
    there = [read for read in reads if is_on(read.box, row.box)]
    tally.wrong += sum(folded_key(_serial(read)) != folded_key(row.plate) for read in reads)
    seconds = [recognition.second_reading(read) if tally.asks else None for read in there]
    for read, second in zip(there, seconds, strict=True):
        if second is not None and second.characters:
            text, flagged = PlateText(read.serial), bool(read.disputed)
            tally.opinions.take(text, second, row.plate, flagged=flagged)
    texts = [_with_state(read, second) for read, second in zip(there, seconds, strict=True)]
    _judge(row, texts, tally)


def _with_state(read: Read, second: PlateText | None) -> PlateText:
    if second is None or read.state != UNKNOWN_STATE:
        return PlateText(read.serial, read.state, read.state_confidence)
    return PlateText(read.serial, second.state, second.state_confidence)


def _serial(read: Read) -> str:
    """Return what was read without a stack: the truth leaves stacks out."""
    return "".join(character.text for character in read.serial)


def _missed(row: KnownPicture, frame: Frame, seen: Seen) -> list[Miss]:
    """Return what the sheet shows of a scene: each wrong read, or why there was none."""
    key = folded_key(row.plate)
    wrong = [
        _wrong(row, frame, read, SheetMiss.WRONG)
        for read in seen.reads
        if folded_key(_serial(read)) != key
    ]
    if any(is_on(read.box, row.box) for read in seen.reads):
        return wrong
    return [*wrong, unread(row.picture, frame, row.box, row.plate, seen)]


def _wrong(row: KnownPicture, frame: Frame, read: Read, trouble: SheetMiss) -> Miss:
    return Miss(row.picture, frame, read.box, trouble, row.plate, read.text, read.confidence)


def _measure_crop(row: KnownPicture, frame: Frame, engines: LoadedEngines, tally: _Tally) -> None:
    whole = Box(0.0, 0.0, float(frame.width), float(frame.height))
    text = engines.reader.read(frame, whole)
    again = engines.scanner(STILL_PICTURES).text(frame, whole)
    tally.asked_again += folded_key(again.text) == folded_key(row.plate)
    if tally.asks and text.state == UNKNOWN_STATE:
        second = engines.second_reading.at(frame, whole, text.characters)
        if second is not None:
            text = PlateText(text.characters, second.state, second.state_confidence)
    _judge(row, [text], tally)
    if folded_key(text.text) != folded_key(row.plate):
        trouble = SheetMiss.WRONG if text.characters else SheetMiss.NOT_READ
        miss = Miss(row.picture, frame, whole, trouble, row.plate, text.text, text.confidence)
        tally.misses.append(miss)


def _judge(row: KnownPicture, texts: list[PlateText], tally: _Tally) -> None:
    key = folded_key(row.plate)
    tally.answers += [RatedAnswer(t.confidence, folded_key(t.text) == key) for t in texts]
    tally.legible += 1
    tally.exact += any(exact_key(text.text) == exact_key(row.plate) for text in texts)
    tally.folded += any(folded_key(text.text) == key for text in texts)
    states = {text.state for text in texts} - {UNKNOWN_STATE}
    right = any(folded_key(text.text) == key for text in texts)
    named, wrong = row.state in states, bool(states - {row.state})
    tally.judged.append(JudgedPlate(row.state, row.box.width, right, named, wrong))
    wanted = exact_key(row.plate)
    tally.top10 += any(wanted in likeliest_texts(text.characters) for text in texts)
    if row.state:
        tally.with_state += 1
        tally.state_right += named
        tally.state_wrong += wrong
