"""Charts of a report as vectors, for its PDF."""

from collections.abc import Sequence

from reportlab.graphics.shapes import Circle, Drawing, Line, Rect, String
from reportlab.lib.colors import HexColor

from mdt_alpr.domain.review.accuracy import Score
from mdt_alpr.hq.base.paper import FONT, TEXT_WIDTH, width_of

_SIZE = 8.0
_INK, _RULE = HexColor("#333333"), HexColor("#B8B8B8")
_COLORS = HexColor("#2B5C8A"), HexColor("#C07A1E")
_LEFT, _BELOW, _ABOVE = 44.0, 16.0, 16.0
_STEPS = 4
_BEGINS = 0.0, 0.2, 0.6, 0.8, 0.9, 0.96
"""Where a scale of shares may begin: its steps are round, and good readers can be told apart."""
_WORDS_WIDTH = 150.0
_LINE = 16.0


def bars(
    names: Sequence[str], series: Sequence[tuple[str, Sequence[int]]], height: float = 150.0
) -> Drawing:
    """Return bars side by side for each name, one of each series, with the scale on the left."""
    drawing = Drawing(TEXT_WIDTH, height)
    room = height - _BELOW - _ABOVE
    top = _scale_top(max((n for _, numbers in series for n in numbers), default=0))
    for step in range(_STEPS + 1):
        at = _BELOW + room * step / _STEPS
        drawing.add(Line(_LEFT, at, TEXT_WIDTH, at, strokeColor=_RULE, strokeWidth=0.5))
        _write(drawing, f"{top * step // _STEPS:,}", (_LEFT - 5, at - 3), "end")
    slot = (TEXT_WIDTH - _LEFT) / max(len(names), 1)
    width = min(slot * 0.7 / len(series), 26.0)
    for place, name in enumerate(names):
        middle = _LEFT + slot * (place + 0.5)
        for index, (_, numbers) in enumerate(series):
            left = middle + width * (index - len(series) / 2)
            high = room * numbers[place] / top
            color = _COLORS[index % len(_COLORS)]
            drawing.add(Rect(left, _BELOW, width, high, fillColor=color, strokeColor=None))
        _write(drawing, name, (middle, 4), "middle")
    _key(drawing, [words for words, _ in series], height - 10)
    return drawing


def intervals(scores: Sequence[tuple[str, Score]]) -> Drawing:
    """Return a line for each score from one end of its interval to the other, its share on it."""
    height = _BELOW + _LINE * len(scores) + 4
    drawing = Drawing(TEXT_WIDTH, height)
    room = TEXT_WIDTH - _WORDS_WIDTH - 20
    low = min((score.interval[0] for _, score in scores), default=0.0)
    first = max(begin for begin in _BEGINS if begin <= low)
    for step in range(_STEPS + 1):
        share = first + (1 - first) * step / _STEPS
        at = _WORDS_WIDTH + room * step / _STEPS
        drawing.add(Line(at, _BELOW, at, height, strokeColor=_RULE, strokeWidth=0.5))
        _write(drawing, f"{share * 100:.4g}%", (at, 4), "middle")
    for place, (name, score) in enumerate(scores):
        middle = height - _LINE * (place + 0.5) - 2
        ends = [_WORDS_WIDTH + room * (bound - first) / (1 - first) for bound in score.interval]
        at = _WORDS_WIDTH + room * (score.share - first) / (1 - first)
        drawing.add(Line(*_points(ends, middle), strokeColor=_COLORS[0], strokeWidth=2.5))
        drawing.add(Circle(at, middle, 3.2, fillColor=_COLORS[0], strokeColor=None))
        _write(drawing, _cut(name), (0, middle - 3), "start")
    return drawing


def _points(ends: Sequence[float], height: float) -> tuple[float, float, float, float]:
    return ends[0], height, ends[1], height


def _scale_top(most: int) -> int:
    """Return where the scale ends: 4, 8, 20, 40, 80, 200 ..., so that its steps are round."""
    power: int = 10 ** max(0, len(str(most)) - 2)
    return next(top for n in (4, 8, 20, 40, 80, 200) if (top := n * power) >= most)


def _key(drawing: Drawing, words: Sequence[str], height: float) -> None:
    at = _LEFT
    for index, name in enumerate(words):
        drawing.add(Rect(at, height, 8, 8, fillColor=_COLORS[index], strokeColor=None))
        _write(drawing, name, (at + 12, height + 0.5), "start")
        at += width_of(name, _SIZE) + 32


def _cut(name: str) -> str:
    while width_of(name, _SIZE) > _WORDS_WIDTH - 8:
        name = name[:-1]
    return name


def _write(drawing: Drawing, words: str, at: tuple[float, float], anchor: str) -> None:
    drawing.add(
        String(*at, words, fontName=FONT, fontSize=_SIZE, fillColor=_INK, textAnchor=anchor)
    )
