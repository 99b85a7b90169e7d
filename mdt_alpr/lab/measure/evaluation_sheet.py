"""One HTML page of everything that was missed or read wrong, so that a person sees why."""

import base64
import html
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import cv2

from mdt_alpr.domain.errors import OutsideError, in_words
from mdt_alpr.domain.reading.reading import Box
from mdt_alpr.patrol.ports import Frame
from mdt_alpr.patrol.recognition import Seen

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
    """One plate that went wrong; ``box`` is where to look, ``why`` a sentence of the rules."""

    picture: Path
    frame: Frame
    box: Box
    trouble: SheetMiss
    truth: str
    read: str = ""
    confidence: float = 0.0
    why: str = ""


def is_on(box: Box, true: Box) -> bool:
    """Tell whether a box is on the true plate: overlapping it, or within it widened."""
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
        found = [miss for miss in misses if miss.trouble is trouble]
        if found:
            figures = "".join(_figure(miss) for miss in found)
            groups.append(f"<h2>{trouble.value}: {len(found)}</h2><main>{figures}</main>")
    page = (
        f"<!doctype html><meta charset='utf-8'><title>{html.escape(title)}</title>"
        f"<style>{_STYLE}</style><h1>{html.escape(title)}: {len(misses)}</h1>{''.join(groups)}"
    )
    try:
        path.write_text(page, encoding="utf-8")
    except OSError as error:
        message = f"The sheet {path} cannot be written: {in_words(error)}."
        raise OutsideError(message) from error


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
