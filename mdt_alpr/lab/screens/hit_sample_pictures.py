"""Plates and vehicles drawn by code, for the sample pages; no real plate, no real person."""

from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QLinearGradient,
    QPainter,
    QPainterPath,
    QPolygonF,
    QRadialGradient,
    QTransform,
)

_PLATE = QSize(480, 240)
_CROP = QSize(660, 320)
_QUALITY = 88


@dataclass(frozen=True, slots=True)
class PlateDesign:
    """How a state's plate looks: sky and ground, its lettering, its line of words."""

    name: str
    words: str
    top: str
    bottom: str
    ink: str
    name_ink: str


CAROLINA_NORTH = PlateDesign(
    "NORTH CAROLINA", "First in Flight", "#F4F6FA", "#DDE6F1", "#23408E", "#B3261E"
)
CAROLINA_SOUTH = PlateDesign(
    "South Carolina", "TRAVEL.SC", "#6FB2E4", "#E98A3A", "#10182A", "#1D4E89"
)


@cache
def plate_picture(text: str, design: PlateDesign, body: str, *, width: int = 241) -> bytes:
    """Return a plate on its vehicle as JPEG, as sharp as a plate of ``width`` pixels can be."""
    picture = QImage(_CROP, QImage.Format.Format_RGB32)
    painter = _painter(picture)
    _paint_metal(painter, QRectF(picture.rect()), body)
    corners = [QPointF(76, 44), QPointF(582, 52), QPointF(576, 284), QPointF(82, 272)]
    _paint_tilted(painter, _plate(text, design), corners)
    painter.end()
    return _as_jpeg(_as_seen(picture, width / _PLATE.width()))


def drawn_spans(text: str) -> tuple[tuple[float, float], ...]:
    """Return where each character begins and ends, 0 to 1 over the plate's width."""
    metrics = QFontMetricsF(_serial_font(text))
    whole = metrics.horizontalAdvance(text)
    ends = [metrics.horizontalAdvance(text[:place]) for place in range(len(text) + 1)]
    left = (_PLATE.width() - whole) / 2
    return tuple(
        ((left + a) / _PLATE.width(), (left + b) / _PLATE.width())
        for a, b in pairwise(ends)
    )  # fmt: skip


@cache
def vehicle_picture(text: str, design: PlateDesign, body: str) -> bytes:
    """Return the rear of a vehicle with its plate as JPEG."""
    picture = QImage(_CROP, QImage.Format.Format_RGB32)
    painter = _painter(picture)
    _paint_road(painter)
    _paint_rear(painter, body)
    corners = [QPointF(268, 206), QPointF(392, 206), QPointF(392, 266), QPointF(268, 266)]
    _paint_tilted(painter, _plate(text, design), corners)
    painter.end()
    return _as_jpeg(_as_seen(picture, 0.8))


def infrared(jpeg: bytes) -> bytes:
    """Return a picture as an infrared camera would give it: gray and dark around the plate."""
    gray = QImage.fromData(jpeg).convertToFormat(QImage.Format.Format_Grayscale8)
    picture = gray.convertToFormat(QImage.Format.Format_RGB32)
    painter = _painter(picture)
    dark = QRadialGradient(QPointF(330, 160), 420)
    dark.setColorAt(0.0, QColor(0, 0, 0, 0))
    dark.setColorAt(0.6, QColor(0, 0, 0, 60))
    dark.setColorAt(1.0, QColor(0, 0, 0, 245))
    painter.fillRect(picture.rect(), dark)
    painter.end()
    return _as_jpeg(picture)


def _painter(picture: QImage) -> QPainter:
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    return painter


def _plate(text: str, design: PlateDesign) -> QImage:
    plate = QImage(_PLATE, QImage.Format.Format_ARGB32_Premultiplied)
    plate.fill(Qt.GlobalColor.transparent)
    painter = _painter(plate)
    outline = QPainterPath()
    outline.addRoundedRect(QRectF(plate.rect()).adjusted(2, 2, -2, -2), 22, 22)
    sky = QLinearGradient(0, 0, 0, _PLATE.height())
    sky.setColorAt(0.0, QColor(design.top))
    sky.setColorAt(0.45, QColor("#F4F1E8"))
    sky.setColorAt(1.0, QColor(design.bottom))
    painter.fillPath(outline, sky)
    painter.setPen(QColor(design.name_ink))
    painter.setFont(_lettering(34, 100))
    center = int(Qt.AlignmentFlag.AlignCenter)
    painter.drawText(QRectF(0, 10, _PLATE.width(), 44), center, design.name)
    painter.setFont(_lettering(22, 100))
    painter.drawText(QRectF(0, 198, _PLATE.width(), 34), center, design.words)
    painter.setPen(QColor(design.ink))
    painter.setFont(_serial_font(text))
    painter.drawText(QRectF(0, 46, _PLATE.width(), 156), center, text)
    painter.setBrush(QColor("#E9EDF2"))
    painter.setPen(Qt.PenStyle.NoPen)
    for x in (34, _PLATE.width() - 76):
        painter.drawRect(QRectF(x, 190, 42, 30))
    painter.end()
    return plate


def _serial_font(text: str) -> QFont:
    return _lettering(132, 78 if len(text) < len("GJE1761") else 66)


def _lettering(pixels: int, stretch: int) -> QFont:
    font = QFont("Inter")
    font.setPixelSize(pixels)
    font.setWeight(QFont.Weight.Bold)
    font.setStretch(stretch)
    font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 3)
    return font


def _paint_tilted(painter: QPainter, plate: QImage, corners: list[QPointF]) -> None:
    flat = QPolygonF([
        QPointF(0, 0), QPointF(plate.width(), 0),
        QPointF(plate.width(), plate.height()), QPointF(0, plate.height()),
    ])  # fmt: skip
    tilt = QTransform()
    QTransform.quadToQuad(flat, QPolygonF(corners), tilt)
    painter.save()
    painter.setTransform(tilt)
    painter.drawImage(0, 0, plate)
    painter.restore()


def _paint_metal(painter: QPainter, area: QRectF, body: str) -> None:
    shade = QLinearGradient(0, 0, 0, area.height())
    shade.setColorAt(0.0, QColor(body).darker(135))
    shade.setColorAt(0.14, QColor(body))
    shade.setColorAt(0.85, QColor(body).lighter(112))
    shade.setColorAt(1.0, QColor(body).darker(190))
    painter.fillRect(area, shade)
    frame = QPainterPath()
    frame.addRoundedRect(QRectF(64, 24, 532, 276), 26, 26)
    painter.fillPath(frame, QColor(body).darker(175))


def _paint_road(painter: QPainter) -> None:
    road = QLinearGradient(0, 0, 0, _CROP.height())
    road.setColorAt(0.0, QColor("#B9C4CB"))
    road.setColorAt(0.5, QColor("#8C949A"))
    road.setColorAt(1.0, QColor("#53585C"))
    painter.fillRect(0, 0, _CROP.width(), _CROP.height(), road)


def _paint_rear(painter: QPainter, body: str) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#1B1D1F"))
    for x in (96, 474):
        painter.drawRoundedRect(QRectF(x, 250, 90, 66), 12, 12)
    shade = QLinearGradient(0, 20, 0, 290)
    shade.setColorAt(0.0, QColor(body).lighter(125))
    shade.setColorAt(0.5, QColor(body))
    shade.setColorAt(1.0, QColor(body).darker(150))
    painter.setBrush(shade)
    outline = [(150, 24), (510, 24), (560, 128), (584, 150), (584, 284), (76, 284), (76, 150),
               (100, 128)]  # fmt: skip
    painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in outline]))
    painter.setBrush(QColor("#27313A"))
    glass = [(168, 38), (492, 38), (534, 122), (126, 122)]
    painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in glass]))
    painter.setBrush(QColor("#A3161B"))
    for x in (84, 500):
        painter.drawRoundedRect(QRectF(x, 150, 76, 40), 8, 8)
    painter.setBrush(QColor(body).darker(165))
    painter.drawRoundedRect(QRectF(256, 196, 148, 80), 8, 8)
    painter.drawRoundedRect(QRectF(70, 270, 520, 26), 8, 8)


def _as_seen(picture: QImage, share: float) -> QImage:
    """Return the picture with no more detail than the camera had."""
    smooth = Qt.TransformationMode.SmoothTransformation
    keep = Qt.AspectRatioMode.IgnoreAspectRatio
    small = picture.scaled(picture.size() * share, keep, smooth)
    return small.scaled(picture.size(), keep, smooth)


def _as_jpeg(picture: QImage) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "JPEG", _QUALITY)  # type: ignore[call-overload]
    return bytes(data.data())
