from itertools import chain
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontInfo, QFontMetricsF, QImage, QPainter

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.ui.kit import theme
from mdt_alpr.ui.kit.theme import DAY, NIGHT, Face, Palette, load_fonts, plate_font, words_font

PALETTES = pytest.mark.parametrize("palette", [DAY, NIGHT], ids=["day", "night"])
URGENCIES = ("high", "med", "low")
LOOK_ALIKES = ("0O", "0D", "OQ", "OD", "8B", "5S", "2Z", "1I", "6G", "CG", "MN", "27")
MOST_ALIKE = 0.15
"""Share of ink that differs; the design measured .18 for the worst pair."""


def luminance(color: QColor) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = map(linear, (color.redF(), color.greenF(), color.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(palette: Palette, one: str, other: str) -> float:
    pair = sorted(luminance(palette.color(token)) for token in (one, other))
    return (pair[1] + 0.05) / (pair[0] + 0.05)


@PALETTES
@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        *[(ink, ground) for ink in ("text", "text2") for ground in ("bg", "panel")],
        ("text", "raised"),
        ("onink", "ink"),
        *[(f"on{urgency}", urgency) for urgency in URGENCIES],
        *[(f"{urgency}t", "panel") for urgency in URGENCIES],
    ],
)
def test_words_on_which_a_stop_hangs_have_seven_to_one(
    palette: Palette, ink: str, ground: str
) -> None:
    assert contrast(palette, ink, ground) >= 7


@PALETTES
@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        ("offt", "off"),
        ("offt", "panel"),
        ("onink", "hold"),
        ("onok", "ok"),
        ("okt", "okb"),
        *[(f"{urgency}t", f"{urgency}b") for urgency in URGENCIES],
        *[("text2", f"{urgency}b") for urgency in URGENCIES],
    ],
)
def test_every_other_word_has_four_and_a_half(palette: Palette, ink: str, ground: str) -> None:
    assert contrast(palette, ink, ground) >= 4.5


@PALETTES
@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        *[("edge", ground) for ground in ("bg", "panel", "raised")],
        *[(f"{shape}s", "panel") for shape in ("high", "low", "ok")],
        *[(f"on{shape}s", f"{shape}s") for shape in ("med", "ok")],
    ],
)
def test_edges_and_shapes_have_three(palette: Palette, ink: str, ground: str) -> None:
    assert contrast(palette, ink, ground) >= 3


@PALETTES
def test_the_amber_triangle_stands_out_by_fill_or_by_edge(palette: Palette) -> None:
    assert max(contrast(palette, ink, "panel") for ink in ("meds", "onmeds")) >= 3


def test_night_has_no_white_and_a_ground_near_black() -> None:
    assert luminance(NIGHT.color("bg")) < 0.01
    brightest = max(luminance(NIGHT.color(token)) for token in ("text", "onink", "onhigh"))
    assert brightest < 0.9


def ink_of(character: str) -> bytes:
    font = plate_font(96)
    image = QImage(80, 120, QImage.Format.Format_Grayscale8)
    image.fill(0)
    painter = QPainter(image)
    painter.setFont(font)
    painter.setPen(QColor("white"))
    painter.drawText(QRectF(0, 0, 80, 120), Qt.AlignmentFlag.AlignCenter, character)
    painter.end()
    return bytes(image.constBits())


@pytest.mark.parametrize("pair", LOOK_ALIKES)
def test_the_plate_face_tells_look_alikes_apart(qapp: object, pair: str) -> None:
    assert qapp
    load_fonts()
    one, other = (ink_of(character) for character in pair)
    differs = sum(abs(a - b) for a, b in zip(one, other, strict=True))
    inked = sum(max(a, b) for a, b in zip(one, other, strict=True))
    assert differs / inked >= MOST_ALIKE


def test_the_plate_face_is_ours_and_every_character_is_as_wide(qapp: object) -> None:
    assert qapp
    load_fonts()
    assert QFontInfo(plate_font(32)).family() == Face.PLATES
    assert QFontInfo(words_font(20)).family() == Face.WORDS
    metrics = QFontMetricsF(plate_font(32))
    characters = chain(map(chr, range(ord("A"), ord("Z") + 1)), "0123456789")
    assert len({metrics.horizontalAdvance(character) for character in characters}) == 1


def test_a_damaged_font_ends_the_start(
    qapp: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert qapp
    (tmp_path / "fonts").mkdir()
    for name in theme._FONT_FILES:
        (tmp_path / "fonts" / name).write_bytes(b"no font")
    monkeypatch.setattr(theme, "resource", lambda name: tmp_path / name)
    with pytest.raises(OutsideError, match=r"Inter-Medium\.otf is missing or damaged"):
        load_fonts()
