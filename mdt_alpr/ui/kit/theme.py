"""Colors, type and style sheet of the two palettes; fonts are shipped, never substituted."""

from dataclasses import asdict, dataclass
from enum import StrEnum

from PySide6.QtGui import QColor, QFont, QFontDatabase

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.files.paths import resource

STARTED_AS = ["mdt-alpr", "-style", "fusion"]
"""The words that Qt's application takes: everywhere the style that the pages were drawn for.

That of Windows has other margins, and the row of keys did not fit on the screen.
"""


@dataclass(frozen=True, slots=True)
class Palette:
    """Color tokens of one palette, as ``#RRGGBB``.

    ``high``, ``med`` and ``low`` mean urgency and nothing else; ``ink`` means "no"; ``ok``
    means one check is true now. Suffixes: ``on`` text on the fill, ``t`` word, ``b`` tint,
    ``s`` shape.
    """

    name: str
    bg: str
    panel: str
    raised: str
    line: str
    edge: str
    text: str
    text2: str
    ink: str
    onink: str
    hold: str
    off: str
    offt: str
    high: str
    onhigh: str
    hight: str
    highb: str
    highs: str
    onhighs: str
    med: str
    onmed: str
    medt: str
    medb: str
    meds: str
    onmeds: str
    low: str
    onlow: str
    lowt: str
    lowb: str
    lows: str
    onlows: str
    ok: str
    onok: str
    okt: str
    okb: str
    oks: str
    onoks: str
    live_veil: float
    plate_veil: float
    reel_veil: float

    def color(self, token: str) -> QColor:
        """Return a token's color."""
        return QColor(getattr(self, token))


DAY = Palette(
    name="day", bg="#E3E7EB", panel="#F6F8F9", raised="#FFFFFF", line="#BAC3CB", edge="#5F6B76",
    text="#10171E", text2="#3A4550", ink="#18222C", onink="#FFFFFF", hold="#4A5A68",
    off="#D3D9DE", offt="#4F5A64",
    high="#B0141C", onhigh="#FFFFFF", hight="#960E16", highb="#FAE4E4", highs="#B0141C",
    onhighs="#FFFFFF",
    med="#F0A800", onmed="#191200", medt="#6E4400", medb="#FDF0CE", meds="#F0A800",
    onmeds="#191200",
    low="#1B569A", onlow="#FFFFFF", lowt="#174B87", lowb="#E1EBF6", lows="#1B569A",
    onlows="#FFFFFF",
    ok="#17633A", onok="#FFFFFF", okt="#13572F", okb="#DEEFE5", oks="#17633A", onoks="#FFFFFF",
    live_veil=0.0, plate_veil=0.0, reel_veil=0.0,
)  # fmt: skip

NIGHT = Palette(
    name="night", bg="#05070A", panel="#0D1115", raised="#161C22", line="#29323A",
    edge="#717C85", text="#DDD6C8", text2="#ABA497", ink="#2C363F", onink="#F2EBDD",
    hold="#55636F", off="#1B2127", offt="#8E959B",
    high="#8C191E", onhigh="#FFE9E6", hight="#FF8A82", highb="#260D0F", highs="#CC4A46",
    onhighs="#FFE9E6",
    med="#664600", onmed="#FFE7B0", medt="#EBB452", medb="#211805", meds="#B88A2C",
    onmeds="#120D02",
    low="#1C416A", onlow="#E0EDFA", lowt="#8CBAE8", lowb="#0B1722", lows="#4A82BC",
    onlows="#E0EDFA",
    ok="#194D32", onok="#DBF4E5", okt="#80CFA0", okb="#0A1B12", oks="#3C8760", onoks="#F1FBF5",
    live_veil=0.0, plate_veil=0.2, reel_veil=0.45,
)  # fmt: skip

PALETTES = {palette.name: palette for palette in (DAY, NIGHT)}


DESIGNED = (1366, 768)
"""Logical pixels that every size was drawn for."""
SMALLEST = (1298, 730)
"""Logical pixels below which labels and targets no longer fit."""


class FontSize:
    """Type sizes of the design, in pixels at 1366 x 768."""

    PLATE_ENTRY = 50
    PLATE = 42
    HEAD = 32
    MAIN = 25
    SECOND = 20
    CAPTION = 17


class Face(StrEnum):
    """The two families that ship with the program."""

    WORDS = "Inter"
    PLATES = "Fira Code"


_FONT_FILES = ("Inter-Medium.otf", "Inter-Bold.otf", "Inter-ExtraBold.otf", "FiraCode-Bold.ttf")


def load_fonts() -> None:
    """Register the shipped fonts; needs a running Qt application.

    Raises:
        OutsideError: a font file is missing or damaged; a plate must not be shown in a face
            that does not tell 0 from O (U11).
    """
    for name in _FONT_FILES:
        if QFontDatabase.addApplicationFont(str(resource(f"fonts/{name}"))) < 0:
            message = f"The font {name} is missing or damaged. Install the program again."
            raise OutsideError(message)


def words_font(pixels: int, weight: QFont.Weight = QFont.Weight.Medium) -> QFont:
    """Return Inter at a size in pixels."""
    font = QFont(Face.WORDS.value)
    font.setPixelSize(pixels)
    font.setWeight(weight)
    return font


def plate_font(pixels: int) -> QFont:
    """Return Fira Code Bold without ligatures, for plates, times and key names."""
    font = QFont(Face.PLATES.value)
    font.setPixelSize(pixels)
    font.setWeight(QFont.Weight.Bold)
    font.setFeature(QFont.Tag("calt"), 0)
    return font


_SHEET = """
QWidget#page {{ background: {bg}; }}
QWidget {{ color: {text}; font-family: "Inter"; font-weight: 500; font-size: 17px; }}
QFrame[kind="card"] {{ background: {panel}; border: 1px solid {line}; border-radius: 8px; }}
QFrame[kind="bar"] {{ background: {panel}; border: none; border-bottom: 1px solid {line}; }}
QFrame[kind="foot"] {{ background: {panel}; border: none; border-top: 1px solid {line}; }}
QFrame[kind="ink"] {{ background: {ink}; border: 1px solid {ink}; border-radius: 8px; }}
QFrame[kind="inkbar"] {{ background: {ink}; border: none; }}
QFrame[kind="ink"] QLabel, QFrame[kind="inkbar"] QLabel {{ color: {onink}; }}
QFrame[kind="rule"] {{ background: {line}; border: none; }}
QFrame[kind="high"] {{ background: {high}; border: 1px solid {high}; border-radius: 8px; }}
QFrame[kind="high"] QLabel {{ color: {onhigh}; }}
QFrame[kind="medium"] {{ background: {med}; border: 1px solid {med}; border-radius: 8px; }}
QFrame[kind="medium"] QLabel {{ color: {onmed}; }}
QFrame[kind="low"] {{ background: {low}; border: 1px solid {low}; border-radius: 8px; }}
QFrame[kind="low"] QLabel {{ color: {onlow}; }}
QLabel {{ background: transparent; border: none; }}
QLabel[role="caption"] {{ color: {text2}; font-size: 17px; font-weight: 700; }}
QLabel[role="checkname"] {{ color: {text2}; font-size: 17px; }}
QLabel[role="checkvalue"] {{ font-size: 17px; font-weight: 700; }}
QLabel[role="second"] {{ font-size: 20px; }}
QLabel[role="quiet"] {{ font-size: 20px; color: {text2}; }}
QLabel[role="strong"] {{ font-size: 20px; font-weight: 700; }}
QLabel[role="highword"] {{ font-size: 20px; font-weight: 800; color: {hight}; }}
QLabel[role="medword"] {{ font-size: 20px; font-weight: 800; color: {medt}; }}
QLabel[role="lowword"] {{ font-size: 20px; font-weight: 800; color: {lowt}; }}
QLabel[role="main"] {{ font-size: 25px; font-weight: 800; }}
QLabel[role="head"] {{ font-size: 32px; font-weight: 800; }}
QLabel[role="bandtitle"] {{ font-size: 30px; font-weight: 800; }}
QLabel[role="bandline"] {{ font-size: 18px; }}
QLabel[role="note"] {{ color: {text2}; font-size: 17px; }}
QFrame[kind="doubt"] {{ background: {medb}; border: 2px solid {medt}; border-radius: 8px; }}
QFrame[kind="plain"] {{ background: transparent; border: none; }}
QLabel[role="asked"] {{ font-size: 17px; font-weight: 700; }}
QFrame[kind="doubt"] QLabel {{ color: {medt}; }}
QLabel[role="said"] {{ font-size: 17px; }}
QLabel[role="count"] {{ font-family: "Fira Code"; font-size: 25px; font-weight: 700; }}
QLabel[role="time"] {{ font-family: "Fira Code"; font-size: 20px; font-weight: 700; }}
QLabel[role="plate"] {{ font-family: "Fira Code"; font-size: 42px; font-weight: 700; }}
QLabel[role="reelplate"] {{ font-family: "Fira Code"; font-size: 32px; font-weight: 700; }}
QPushButton {{ background: {raised}; border: 2px solid {edge}; border-radius: 8px;
  font-size: 20px; font-weight: 700; padding: 0 8px; }}
QPushButton:pressed {{ background: {off}; }}
QPushButton:checked {{ border: 4px solid {text}; }}
QPushButton:focus {{ border: 6px double {text}; }}
QPushButton:disabled {{ background: {off}; border-color: {off}; color: {offt}; }}
QPushButton[kind="main"] {{ background: {ink}; color: {onink}; border: 2px solid {ink};
  font-size: 25px; }}
QPushButton[kind="lit"] {{ background: {ink}; color: {onink}; border: 2px solid {ink}; }}
QPushButton[kind="lit"]:pressed {{ background: {hold}; }}
QPushButton[kind="main"]:pressed {{ background: {hold}; }}
QPushButton[kind="main"]:disabled {{ background: {off}; border-color: {off}; color: {offt}; }}
QPushButton[kind="key"] {{ font-family: "Fira Code"; font-size: 25px; border-width: 1px; }}
QLineEdit {{ background: {raised}; color: {text}; border: 2px solid {edge}; border-radius: 6px;
  font-size: 20px; font-weight: 700; padding: 0 14px; min-height: 50px; max-height: 50px;
  selection-background-color: {ink}; selection-color: {onink}; }}
QLineEdit:focus {{ border: 4px solid {text}; padding: 0 12px; min-height: 46px;
  max-height: 46px; }}
QLineEdit[kind="code"] {{ font-family: "Fira Code"; font-size: 17px; }}
QListView, QTableView {{ background: {panel}; border: none; }}
"""


def style_sheet(palette: Palette) -> str:
    """Return the style sheet of a palette; set once on the window."""
    return _SHEET.format(**{k: v for k, v in asdict(palette).items() if isinstance(v, str)})
