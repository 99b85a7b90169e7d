"""Papers as PDF: forms, letters, certificates and reports of one look, by reportlab.

A ``Paper`` collects its blocks, and ``pdf`` lays them out on letter-size pages: the agency on top,
at the foot who printed it, when, and which page of how many it is. What people typed is printed as
they typed it; a character that the font lacks is printed as its number, ``[U+4E2D]``.
"""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any
from xml.sax.saxutils import escape

from reportlab.graphics.shapes import Drawing, Line, Rect
from reportlab.lib.colors import HexColor, black
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.pagesizes import letter
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import inch
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    Flowable,
    Image,
    KeepTogether,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
)

from mdt_alpr.domain.policy import CAPTURE_ZONE, PROFILE, STATE
from mdt_alpr.domain.printable import day_in_words, escaped
from mdt_alpr.files.paths import resource
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.policy_in_force import adopted_policy

_REGULAR, _BOLD = "LiberationSans-Regular", "LiberationSans-Bold"
_MARGIN = 0.75 * inch
_WIDTH = letter[0] - 2 * _MARGIN
_LEFT, _RIGHT, _HEAD = _MARGIN, letter[0] - _MARGIN, letter[1] - 0.55 * inch
_SMALL, _STRONG, _LARGE = (_REGULAR, 8), (_BOLD, 10), (_BOLD, 12)
_TOP = 1.15 * inch
_PAGE = letter[1] - _TOP - 0.95 * inch
_PADDING = 6
TEXT_WIDTH, FONT = _WIDTH - 2 * _PADDING, _REGULAR
_INK, _RULE = HexColor("#333333"), HexColor("#808080")
_BOX = 8.0
NOTARY = (
    f"State of {STATE}",
    "County of ______________________",
    "Sworn to (or affirmed) and subscribed before me on ______________________, 20______.",
)
"""What a notary fills in above the signature (09.21.8.C.3)."""


@dataclass(frozen=True, slots=True)
class Printed:
    """Who printed a paper, when, and whose it is: ``agency`` is its name and further lines.

    ``policy`` is the adopted policy by number, version and day (PUR-05), and the profile.
    ``training`` marks every page.
    """

    by: str
    at: datetime
    agency: tuple[str, ...] = ()
    training: bool = False
    policy: str = ""


def printed(hq: Headquarters, name: str) -> Printed:
    """Return what a paper of this headquarters says of itself; ``name`` is who prints it."""
    with hq.reading() as work:
        policy = adopted_policy(work.connection)
    words = f"{policy.words}; {PROFILE.words}" if policy else PROFILE.words
    return Printed(name, hq.clock.now(), hq.settings.agency, hq.settings.training, words)


def width_of(text: str, size: float) -> float:
    """Return how wide a text is in ``FONT``, for charts."""
    _load_fonts()
    width: float = pdfmetrics.stringWidth(text, FONT, size)
    return width


def in_words(at: datetime) -> str:
    """Return an instant as papers have it: local date and time with the zone."""
    local = at.astimezone(CAPTURE_ZONE)
    return f"{day_in_words(local)} {local:%H:%M %Z}"


@dataclass(frozen=True, slots=True)
class Noted:
    """A number in a table, on the right of its column, with the number of its footnote."""

    text: str
    note: int


Cell = str | Noted


@dataclass(slots=True)
class Paper:
    """One paper: what is on every page, and its blocks from top to bottom.

    ``form`` is the form's number, such as ``ALPR-1``; ``notice`` is at the foot of every page.
    """

    title: str
    printed: Printed
    form: str = ""
    notice: str = ""
    _blocks: list["_Block"] = field(default_factory=list, init=False)

    def section(self, title: str, about: str = "") -> None:
        """Begin a part of the paper; its title and what it is about stay with what follows."""
        self._blocks.append(_Text(title, "section"))
        if about:
            self._blocks.append(_Text(about, "about"))

    def paragraph(self, text: str, *, bold: bool = False) -> None:
        """Add running text; its line breaks are kept."""
        self._blocks.append(_Text(text, "bold" if bold else "text"))

    def fields(self, values: Iterable[tuple[str, str]], columns: int = 2) -> None:
        """Add boxes of a form: caption and what was filled in; an empty one is to write in."""
        self._blocks.append(_Fields(tuple(values), columns))

    def checkboxes(self, choices: Iterable[tuple[str, bool]]) -> None:
        """Add boxes to check, one a line."""
        self._blocks.append(_Checkboxes(tuple(choices)))

    def table(
        self, head: Sequence[str], rows: Iterable[Sequence[Cell]], shares: Sequence[float] = ()
    ) -> None:
        """Add a table; ``shares`` says how wide its columns are, in parts of the whole."""
        self._blocks.append(_Rows(tuple(head), tuple(tuple(row) for row in rows), tuple(shares)))

    def picture(self, jpeg: bytes, caption: str, *, height_in: float = 2.5) -> None:
        """Add a picture with its caption, as wide as the page or as high as asked."""
        self._blocks.append(_Picture(jpeg, caption, height_in))

    def chart(self, drawing: Drawing, caption: str) -> None:
        """Add a drawn chart with its caption; it is no wider than ``TEXT_WIDTH``."""
        self._blocks.append(_Chart(drawing, caption))

    def signature(self, who: str, name: str = "") -> None:
        """Add lines to sign at: signature, printed name and date."""
        self._blocks.append(_Signature(who, name))

    def notary(self) -> None:
        """Add the notary's part: place, oath, signature, commission and room for the seal."""
        self._blocks.append(_Notary())

    def pdf(self) -> bytes:
        """Return the paper; laid out twice, since each page says how many there are."""
        _load_fonts()
        pages = self._laid_out("?")[1]
        return self._laid_out(str(pages))[0]

    def _laid_out(self, pages: str) -> tuple[bytes, int]:
        file = io.BytesIO()
        document = SimpleDocTemplate(
            file, pagesize=letter, leftMargin=_MARGIN, rightMargin=_MARGIN, topMargin=_TOP,
            bottomMargin=0.95 * inch, title=self.title, subject=self.form,
            author=", ".join(self.printed.agency[:1]),
        )  # fmt: skip
        parts = [_words(self.title, "title"), *(part for b in self._blocks for part in b.parts())]

        def frame(canvas: Canvas, _document: object) -> None:
            _draw_frame(canvas, self, pages)

        document.build(parts, onFirstPage=frame, onLaterPages=frame)
        return file.getvalue(), document.page


@dataclass(frozen=True, slots=True)
class _Text:
    text: str
    style: str

    def parts(self) -> list[Flowable]:
        return [_words(self.text, self.style)]


@dataclass(frozen=True, slots=True)
class _Fields:
    pairs: tuple[tuple[str, str], ...]
    columns: int

    def parts(self) -> list[Flowable]:
        """Return one table a row, so that a long text may go on over pages."""
        flowables: list[Flowable] = []
        for start in range(0, len(self.pairs), self.columns):
            row = self.pairs[start : start + self.columns]
            cells = [
                [_words(name, "caption"), _words(value or " ", "value")] for name, value in row
            ]
            flowables.append(_grid([cells], [_WIDTH / len(row)] * len(row)))
        return [*flowables, Spacer(0, 8)]


@dataclass(frozen=True, slots=True)
class _Checkboxes:
    choices: tuple[tuple[str, bool], ...]

    def parts(self) -> list[Flowable]:
        rows = [[_box(is_checked=on), _words(words, "value")] for words, on in self.choices]
        style = [("LEFTPADDING", (0, 0), (0, -1), 4), ("TOPPADDING", (0, 0), (0, -1), 4)]
        return [_plain(rows, [20, _WIDTH - 20], style), Spacer(0, 8)]


@dataclass(frozen=True, slots=True)
class _Rows:
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    shares: tuple[float, ...]

    def parts(self) -> list[Flowable]:
        shares = self.shares or (1.0,) * len(self.head)
        widths = [_WIDTH * share / sum(shares) for share in shares]
        numbers = {at for row in self.rows for at, cell in enumerate(row) if _is_number(cell)}
        head = ["number_head" if at in numbers else "head" for at in range(len(self.head))]
        cells = [[_words(*value) for value in zip(self.head, head, strict=True)]]
        cells += [[_cell(value) for value in row] for row in self.rows]
        heights = [
            cell.wrap(width - 2 * _PADDING, _PAGE)[1]
            for row in cells
            for cell, width in zip(row, widths, strict=True)
        ]
        below_head = ("LINEBELOW", (0, 0), (-1, 0), 1.2, black)
        table = _grid(cells, widths, [below_head], repeated=1)
        # A row goes on over pages only where it must: reportlab then repeats the head inside it.
        table.splitInRow = int(max(heights) > _PAGE / 2)
        return [table, Spacer(0, 8)]


@dataclass(frozen=True, slots=True)
class _Picture:
    jpeg: bytes
    caption: str
    height_in: float

    def parts(self) -> list[Flowable]:
        width, height = ImageReader(io.BytesIO(self.jpeg)).getSize()
        scale = min(_WIDTH / width, self.height_in * inch / height)
        image = Image(io.BytesIO(self.jpeg), width * scale, height * scale, hAlign="LEFT")
        return [KeepTogether([image, _words(self.caption, "caption"), Spacer(0, 8)])]


@dataclass(frozen=True, slots=True)
class _Chart:
    drawing: Drawing
    caption: str

    def parts(self) -> list[Flowable]:
        return [KeepTogether([self.drawing, _words(self.caption, "caption"), Spacer(0, 8)])]


@dataclass(frozen=True, slots=True)
class _Signature:
    who: str
    name: str

    def parts(self) -> list[Flowable]:
        lines = _lines((self.who, "Printed name", "Date"), self.name)
        return [KeepTogether([Spacer(0, 22), lines])]


@dataclass(frozen=True, slots=True)
class _Notary:
    def parts(self) -> list[Flowable]:
        oath = [_words(line, "text") for line in NOTARY]
        signed = _lines(("Notary public", "Printed name", "My commission expires"))
        seal = _words("(Official seal)", "caption")
        inside = [*oath, Spacer(0, 22), signed, Spacer(0, 30), seal]
        return [KeepTogether([Spacer(0, 8), _grid([[inside]], [_WIDTH])])]


_Block = _Text | _Fields | _Checkboxes | _Rows | _Picture | _Chart | _Signature | _Notary


def _style(name: str, size: float, **more: object) -> ParagraphStyle:
    bold = bool(more.pop("bold", False))
    return ParagraphStyle(
        name, fontName=_BOLD if bold else _REGULAR, fontSize=size, leading=size * 1.3, **more
    )


_STYLES = {
    "title": {"size": 15, "bold": True, "alignment": TA_CENTER, "spaceAfter": 12},
    "section": {"size": 11, "bold": True, "spaceBefore": 8, "spaceAfter": 4, "keepWithNext": 1},
    "text": {"size": 10, "spaceAfter": 6},
    "about": {"size": 10, "spaceAfter": 6, "keepWithNext": 1},
    "bold": {"size": 10, "bold": True, "spaceAfter": 6},
    "caption": {"size": 7.5, "textColor": _INK},
    "value": {"size": 10},
    "head": {"size": 8.5, "bold": True},
    "cell": {"size": 8.5},
    "number_head": {"size": 8.5, "bold": True, "alignment": TA_RIGHT},
    "number": {"size": 8.5, "alignment": TA_RIGHT},
}


@cache
def _load_fonts() -> None:
    for name in (_REGULAR, _BOLD):
        pdfmetrics.registerFont(TTFont(name, str(resource(f"fonts/{name}.ttf"))))


def _is_number(cell: Cell) -> bool:
    return isinstance(cell, Noted)


def _cell(cell: Cell) -> Paragraph:
    if isinstance(cell, Noted):
        return _words(cell.text, "number", f" <super>{cell.note}</super>")
    return _words(cell, "cell")


def _words(text: str, style: str, marks: str = "") -> Paragraph:
    given = _style(style, **_STYLES[style])
    lines = text.replace("\r\n", "\n").replace("\t", "    ").split("\n")
    safe = [escape(_printable(line, given.fontName)) for line in lines]
    return Paragraph("<br/>".join(safe) + marks, given)


def _printable(line: str, font: str) -> str:
    """Return a line with what the font cannot print as numbers."""
    known = pdfmetrics.getFont(font).face.charToGlyph
    return "".join(
        char if ord(char) in known else f"[U+{ord(char):04X}]" for char in escaped(line)
    )


_Cells = list[list[Any]]
_Rules = Sequence[tuple[object, ...]]


def _grid(cells: _Cells, widths: list[float], rules: _Rules = (), repeated: int = 0) -> Table:
    lines = [("GRID", (0, 0), (-1, -1), 0.5, _RULE), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    lines += [("TOPPADDING", (0, 0), (-1, -1), 2), ("BOTTOMPADDING", (0, 0), (-1, -1), 4)]
    return Table(cells, widths, style=[*lines, *rules], repeatRows=repeated, splitInRow=1)


def _plain(cells: _Cells, widths: list[float], rules: _Rules) -> Table:
    lines = [("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0)]
    lines += [("TOPPADDING", (0, 0), (-1, -1), 1), ("BOTTOMPADDING", (0, 0), (-1, -1), 1)]
    return Table(cells, widths, style=[*lines, *rules], splitInRow=1)


def _lines(captions: Sequence[str], name: str = "") -> Table:
    """Return three lines to write on, with their captions below; ``name`` is on the second."""
    widths = [_WIDTH * share for share in (0.4, 0.02, 0.32, 0.02, 0.24)]
    first, second, third = (_words(text, "caption") for text in captions)
    cells = [["", "", _words(name or " ", "value"), "", ""], [first, "", second, "", third]]
    return _plain(cells, widths, [("LINEABOVE", (n, 1), (n, 1), 0.75, black) for n in (0, 2, 4)])


def _box(*, is_checked: bool) -> Drawing:
    drawing = Drawing(_BOX, _BOX)
    drawing.add(Rect(0, 0, _BOX, _BOX, fillColor=None, strokeColor=black, strokeWidth=0.75))
    if is_checked:
        for start, end in ((0.0, _BOX), (_BOX, 0.0)):
            drawing.add(Line(0, start, _BOX, end, strokeColor=black, strokeWidth=1.2))
    return drawing


def _draw_frame(canvas: Canvas, paper: Paper, pages: str) -> None:
    """Draw what is on every page."""
    canvas.saveState()
    for place, line in enumerate(paper.printed.agency[:3]):
        _put(canvas, line, (_LEFT, _HEAD - 12 * place), (_SMALL if place else _LARGE))
    form = f"Form {paper.form}" if paper.form else ""
    _put(canvas, form, (_RIGHT, _HEAD), _STRONG)
    marked = "TRAINING - NOT A RECORD" if paper.printed.training else ""
    _put(canvas, marked, (_RIGHT, _HEAD - 14), _STRONG)
    for height in (letter[1] - 1.0 * inch, 0.75 * inch):
        canvas.line(_LEFT, height, _RIGHT, height)
    _put(canvas, paper.notice, (_LEFT, 0.8 * inch), _SMALL)
    by = f"Printed by {paper.printed.by}, {in_words(paper.printed.at)}"
    _put(canvas, by, (_LEFT, 0.58 * inch), _SMALL)
    _put(canvas, paper.printed.policy, (_LEFT, 0.44 * inch), _SMALL)
    _put(canvas, f"Page {canvas.getPageNumber()} of {pages}", (_RIGHT, 0.58 * inch), _SMALL)
    canvas.restoreState()


def _put(canvas: Canvas, text: str, at: tuple[float, float], style: tuple[str, float]) -> None:
    """Draw one line that begins at the left margin or ends at the right one."""
    words = _printable(text, style[0])
    while pdfmetrics.stringWidth(words, *style) > _WIDTH * 0.75:
        words = words[:-1]
    canvas.setFont(*style)
    (canvas.drawString if at[0] == _LEFT else canvas.drawRightString)(*at, words)
