"""What both measuring commands share: engines, comparing texts, shares and percentiles."""

import base64
import heapq
import html
import math
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import cv2

from mdt_alpr.adapters import discovery
from mdt_alpr.adapters.pictures import JpegPictures
from mdt_alpr.adapters.state_classifier import OwnStateClassifier, known_series
from mdt_alpr.domain.errors import OutsideError, in_words
from mdt_alpr.domain.plate.plate import folded
from mdt_alpr.domain.reading.reading import Box, Character
from mdt_alpr.domain.reading.sightings import PassRules
from mdt_alpr.measure.engine_choice import EngineChoice
from mdt_alpr.patrol.frame_scanner import FrameScanner, ScannerDeps, SecondReading, StateClassifier
from mdt_alpr.patrol.ports import Frame, PlateDetector, PlateReader
from mdt_alpr.patrol.recognition import Recognition, RecognitionParts, Seen

_OWN = "own"
_TOP = 10


@dataclass(frozen=True, slots=True)
class LoadedEngines:
    """Engines that are loaded; ``second_reader`` is None where none is asked for."""

    detector: PlateDetector
    reader: PlateReader
    second_reader: PlateReader | None
    state_classifier: StateClassifier | None

    @property
    def second_reading(self) -> SecondReading:
        """Return the second reading, as the car makes it of a hit."""
        return SecondReading(self.second_reader, self.state_classifier, known_series())

    def scanner(self, rules: PassRules) -> FrameScanner:
        """Return what reads a box that is given, as the car does."""
        return FrameScanner(
            ScannerDeps(
                self.detector,
                self.reader,
                self.second_reader,
                JpegPictures(),
                rules.issuing,
                known_series(),
            )
        )

    def recognition(self, rules: PassRules) -> Recognition:
        """Return a fresh recognition with these engines, as the car has it."""
        parts = RecognitionParts(
            detector=self.detector,
            reader=self.reader,
            second_reader=self.second_reader,
            pictures=JpegPictures(),
            randomness=secrets.token_bytes,
            rules=rules,
            series=known_series(),
            state_classifier=self.state_classifier,
        )
        return Recognition(parts)


def loaded(choice: EngineChoice) -> LoadedEngines:
    """Return the chosen engines, loaded.

    An engine that only reads is given plates by our own detector.

    Raises:
        EngineMissingError: one of them cannot be used.
    """
    engine, threads = choice.engine, choice.threads
    finds = choice.detector or (engine if engine in discovery.engines() else _OWN)
    detector = discovery.detector(finds, threads)
    reader = discovery.reader(choice.reader or engine, threads)
    named = choice.second_reader
    second = discovery.reader(named, threads) if named else None
    detector.load()
    reader.load()
    if second is not None:
        second.load()
    return LoadedEngines(detector, reader, second, OwnStateClassifier(threads))


def exact_key(text: str) -> str:
    """Return what two texts are compared by: O counts as 0, as in the truth files."""
    return folded("".join(c for c in text if c.isalnum()))


def folded_key(text: str) -> str:
    """Return the lenient key: I counts as 1 as well, for several states print them alike."""
    return exact_key(text).replace("I", "1")


def likeliest_texts(characters: Sequence[Character], count: int = _TOP) -> tuple[str, ...]:
    """Return the ``count`` likeliest texts that the characters and their alternatives allow."""
    texts = [("", 1.0)]
    for character in characters:
        choices = [(character.text, character.confidence), *character.alternatives]
        longer = [(text + c, chance * belief) for text, chance in texts for c, belief in choices]
        texts = heapq.nlargest(4 * count, longer, key=lambda item: item[1])
    keys = dict.fromkeys(exact_key(text) for text, _ in texts)
    return tuple(keys)[:count]


def share(part: float, whole: float) -> float:
    """Return ``part`` of ``whole`` rounded to four digits, 0 for nothing of nothing."""
    return round(part / whole, 4) if whole else 0.0


def percentile(values: Sequence[float], percent: float) -> float:
    """Return the value below which ``percent`` of the values lie, rounded; 0 for none."""
    if not values:
        return 0.0
    place = (len(values) - 1) * percent / 100
    ordered = sorted(values)
    low, high = ordered[math.floor(place)], ordered[math.ceil(place)]
    return round(low + (high - low) * (place - math.floor(place)), 1)


_OVERLAP = 0.3
_WIDENED = 10
_MARGIN = 0.6
_WIDEST = 360
_STYLE = (
    "body{font:14px sans-serif;margin:16px;background:#e3e7eb;color:#10171e}"
    "main{display:flex;flex-wrap:wrap;gap:12px}"
    "figure{background:#fff;border:1px solid #bac3cb;margin:0;padding:8px;width:360px}"
    "img{max-width:100%;display:block}b{font-family:monospace;font-size:20px}"
)


class SheetMiss(StrEnum):
    """What went wrong with a plate."""

    NOT_FOUND = "not found by the detector"
    NOT_READ = "found, but no read was made of it"
    WRONG = "read wrong"
    NEVER_READ = "in the clip, but never read"
    FALSE = "read where there is no plate"


@dataclass(frozen=True, slots=True)
class Miss:
    """One plate that went wrong; ``box`` is its place in the picture, ``why`` a sentence."""

    picture: Path
    frame: Frame
    box: Box
    trouble: SheetMiss
    truth: str
    read: str = ""
    confidence: float = 0.0
    why: str = ""


def is_on(box: Box, true: Box) -> bool:
    """Return whether a box is on the true plate: overlapping it, or within it widened."""
    inside = (
        box.left >= true.left - _WIDENED
        and box.right <= true.right + _WIDENED
        and box.top >= true.top - _WIDENED
        and box.bottom <= true.bottom + _WIDENED
    )
    return inside or box.overlap(true) >= _OVERLAP


def found_boxes(seen: Seen) -> list[Box]:
    """Return every place at which the detector saw a plate, read or not."""
    return [box for box, _, _ in seen.plates] + [rejected.box for rejected in seen.rejected]


def unread(picture: Path, frame: Frame, true: Box, plate: str, seen: Seen) -> Miss:
    """Return why the plate at ``true`` became no read."""
    was_found = any(is_on(box, true) for box in found_boxes(seen))
    trouble = SheetMiss.NOT_READ if was_found else SheetMiss.NOT_FOUND
    there = [rejected for rejected in seen.rejected if is_on(rejected.box, true)]
    text, why = (there[0].text, there[0].why.value) if there else ("", "")
    return Miss(picture, frame, true, trouble, plate, text, 0.0, why)


def write_sheet(path: Path, title: str, misses: Sequence[Miss]) -> None:
    """Write the page; the pictures are inside it.

    Raises:
        OutsideError: the file cannot be written.
    """
    groups = []
    for trouble in SheetMiss:
        shown = [miss for miss in misses if miss.trouble is trouble]
        if shown:
            figures = "".join(_figure(miss) for miss in shown)
            groups.append(f"<h2>{trouble.value}: {len(shown)}</h2><main>{figures}</main>")
    page = (
        f"<!doctype html><meta charset='utf-8'><title>{html.escape(title)}</title>"
        f"<style>{_STYLE}</style><h1>{html.escape(title)}: {len(misses)}</h1>{''.join(groups)}"
    )
    try:
        path.write_text(page, encoding="utf-8")
    except OSError as error:
        raise OutsideError(f"The sheet {path} cannot be written: {in_words(error)}.") from error


def _figure(miss: Miss) -> str:
    jpeg = base64.b64encode(_cut(miss)).decode()
    read = f"read <b>{html.escape(miss.read)}</b> {miss.confidence:.2f}" if miss.read else ""
    truth = f"is <b>{html.escape(miss.truth)}</b>" if miss.truth else ""
    return (
        f"<figure><img src='data:image/jpeg;base64,{jpeg}'><figcaption>{truth} {read}<br>"
        f"{html.escape(miss.why)} {html.escape(miss.picture.name)}, "
        f"{miss.box.width:.0f} px</figcaption></figure>"
    )


def _cut(miss: Miss) -> bytes:
    box, frame = miss.box, miss.frame
    aside = _MARGIN * max(box.width, box.height)
    left, right = max(0, int(box.left - aside)), min(frame.width, int(box.right + aside))
    top, bottom = max(0, int(box.top - aside)), min(frame.height, int(box.bottom + aside))
    cut = frame.pixels[top:bottom, left:right]
    scale = min(4.0, _WIDEST / max(1, cut.shape[1]))
    larger = cv2.resize(cut, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    _, jpeg = cv2.imencode(".jpg", larger, [cv2.IMWRITE_JPEG_QUALITY, 85])
    return bytes(jpeg)
