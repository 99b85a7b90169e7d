"""How the plates of known pictures were read: counted, and each judged.

The scenes go through the whole recognition as it runs in the car, with the rules for pictures
that stand alone. "exact" counts O as 0, "folded" I as 1 as well.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from mdt_alpr.domain.plate.plate import UNKNOWN_STATE
from mdt_alpr.domain.reading.reading import DOUBTFUL_BELOW, Box, PlateText, Read
from mdt_alpr.domain.reading.sightings import STILL_PICTURES
from mdt_alpr.measure.evaluation import (
    LoadedEngines,
    Miss,
    SheetMiss,
    exact_key,
    folded_key,
    found_boxes,
    is_on,
    likeliest_texts,
    share,
    unread,
)
from mdt_alpr.measure.known_pictures import KnownPicture
from mdt_alpr.measure.plate_groups import JudgedPlate
from mdt_alpr.patrol.ports import Frame
from mdt_alpr.patrol.recognition import Recognition, Seen


@dataclass(frozen=True, slots=True)
class RatedAnswer:
    """A plate's text with its confidence, 0 to 1, and whether it was right."""

    confidence: float
    right: bool


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
        self.wrong_unflagged += text != wanted and agree and not (flagged or _is_doubtful(first))

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


def _is_doubtful(text: PlateText) -> bool:
    return text.confidence < DOUBTFUL_BELOW


@dataclass(slots=True)
class Tally:
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


def measure_scene(row: KnownPicture, frame: Frame, engines: LoadedEngines, tally: Tally) -> None:
    """Measure a whole picture, with or without a plate, as the car sees it."""
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
    tally.detected += any(not row.box.area or is_on(box, row.box) for box in found_boxes(seen))
    if row.legible:
        _judge_scene(row, seen.reads, recognition, tally)
        tally.misses += _missed(row, frame, seen)


def _judge_scene(
    row: KnownPicture, reads: tuple[Read, ...], recognition: Recognition, tally: Tally
) -> None:
    there = _of_plate(row, reads)
    tally.wrong += sum(folded_key(_serial(read)) != folded_key(row.plate) for read in reads)
    seconds = [recognition.second_reading(read) if tally.asks else None for read in there]
    for read, second in zip(there, seconds, strict=True):
        if second is not None and second.characters:
            text, flagged = PlateText(read.serial), bool(read.disputed)
            tally.opinions.take(text, second, row.plate, flagged=flagged)
    texts = [_with_state(read, second) for read, second in zip(there, seconds, strict=True)]
    unflagged = any(
        not (read.disputed or _is_doubtful(text) or _is_contradicted(text, second))
        for read, text, second in zip(there, texts, seconds, strict=True)
        if folded_key(text.text) != folded_key(row.plate)
    )
    _judge(row, texts, tally, unflagged=unflagged)


def _of_plate(row: KnownPicture, reads: Sequence[Read]) -> list[Read]:
    """Return the reads of a plate; where its place is not known, the right ones, or all."""
    if row.box.area:
        return [read for read in reads if is_on(read.box, row.box)]
    key = folded_key(row.plate)
    return [read for read in reads if folded_key(_serial(read)) == key] or list(reads)


def _is_contradicted(text: PlateText, second: PlateText | None) -> bool:
    other = second.text if second is not None else ""
    return bool(other) and folded_key(other) != folded_key(text.text)


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
    if _of_plate(row, seen.reads):
        return wrong
    return [*wrong, unread(row.picture, frame, row.box, row.plate, seen)]


def _wrong(row: KnownPicture, frame: Frame, read: Read, trouble: SheetMiss) -> Miss:
    return Miss(row.picture, frame, read.box, trouble, row.plate, read.text, read.confidence)


def measure_crop(row: KnownPicture, frame: Frame, engines: LoadedEngines, tally: Tally) -> None:
    """Measure a close-up of a plate: what the reader says of it at once, and asked again."""
    whole = Box(0.0, 0.0, float(frame.width), float(frame.height))
    text = engines.reader.read(frame, whole)
    again = engines.scanner(STILL_PICTURES).text(frame, whole)
    tally.asked_again += folded_key(again.text) == folded_key(row.plate)
    second = None
    if tally.asks and text.state == UNKNOWN_STATE:
        second = engines.second_reading.at(frame, whole, text.characters)
        if second is not None:
            text = PlateText(text.characters, second.state, second.state_confidence)
    unflagged = folded_key(text.text) != folded_key(row.plate) and not (
        not text.characters or _is_doubtful(text) or _is_contradicted(text, second)
    )
    _judge(row, [text], tally, unflagged=unflagged)
    if folded_key(text.text) != folded_key(row.plate):
        trouble = SheetMiss.WRONG if text.characters else SheetMiss.NOT_READ
        miss = Miss(row.picture, frame, whole, trouble, row.plate, text.text, text.confidence)
        tally.misses.append(miss)


def _judge(row: KnownPicture, texts: list[PlateText], tally: Tally, *, unflagged: bool) -> None:
    key = folded_key(row.plate)
    tally.answers += [RatedAnswer(t.confidence, folded_key(t.text) == key) for t in texts]
    tally.legible += 1
    tally.exact += any(exact_key(text.text) == exact_key(row.plate) for text in texts)
    tally.folded += any(folded_key(text.text) == key for text in texts)
    states = {text.state for text in texts} - {UNKNOWN_STATE}
    right = any(folded_key(text.text) == key for text in texts)
    named, wrong = row.state in states, bool(states - {row.state})
    tally.judged.append(
        JudgedPlate(
            row.state, row.box.width, right, named, wrong,
            is_read=any(text.characters for text in texts), unflagged=unflagged, light=row.light,
        )
    )  # fmt: skip
    wanted = exact_key(row.plate)
    tally.top10 += any(wanted in likeliest_texts(text.characters) for text in texts)
    if row.state:
        tally.with_state += 1
        tally.state_right += named
        tally.state_wrong += wrong
