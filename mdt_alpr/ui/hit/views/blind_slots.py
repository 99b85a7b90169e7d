"""The four answers in their fixed places, above every blind question (U19)."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from mdt_alpr.ui.hit.models.hit_blind import SlotView
from mdt_alpr.ui.hit.models.hit_signals import HitSignals
from mdt_alpr.ui.kit.theme import FontSize, plate_font, words_font
from mdt_alpr.ui.kit.views.palette import palette_of

HEIGHT, LEAST_HEIGHT = 84, 72
_WIDTHS = (172, 172, 140, 140)
_PLATE = "plate"


class _SlotTile(QAbstractButton):
    """One answer of the officer."""

    def __init__(self) -> None:
        super().__init__()
        self._slot = SlotView("", "", "", answered=False, active=False, live=False)
        self.setMinimumHeight(LEAST_HEIGHT)
        self.setMaximumHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    @property
    def key(self) -> str:
        """Return which answer it is."""
        return self._slot.key

    def show_slot(self, slot: SlotView) -> None:
        """Show the answer so far."""
        if slot != self._slot:
            self._slot = slot
            self.setEnabled(slot.live)
            self.setAccessibleName(f"{slot.name}: {slot.value}")
            self.update()

    def sizeHint(self) -> QSize:
        """Return the height of the design."""
        return QSize(60, HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint name and value."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        slot, colour = self._slot, palette_of(self).colour
        thick = 4 if slot.active else 2
        half = thick / 2
        filled = slot.answered or slot.active
        painter.setBrush(colour("raised" if filled else "bg"))
        edge = "text" if slot.active else ("edge" if filled else "line")
        painter.setPen(QPen(colour(edge), thick))
        area = QRectF(self.rect()).adjusted(half, half, -half, -half)
        painter.drawRoundedRect(area, 8 - half, 8 - half)
        left = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        painter.setPen(colour("text2"))
        painter.setFont(words_font(FontSize.CAPTION))
        room = self.width() - 24
        painter.drawText(QRectF(16, self.height() / 2 - 34, room, 26), left, slot.name)
        painter.setPen(colour("text" if slot.answered else "text2"))
        in_face = slot.key == _PLATE and slot.answered
        font = plate_font(26) if in_face else words_font(22, QFont.Weight.Bold)
        painter.setFont(font)
        while painter.fontMetrics().horizontalAdvance(slot.value) > room - 4:
            font.setPixelSize(font.pixelSize() - 1)
            painter.setFont(font)
        painter.drawText(QRectF(16, self.height() / 2 - 6, room, 38), left, slot.value)


class BlindSlots(QWidget):
    """Plate, State, Body, Color."""

    def __init__(self, signals: HitSignals) -> None:
        super().__init__()
        self._signals = signals
        self.tiles = [_SlotTile() for _ in _WIDTHS]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        for tile, width in zip(self.tiles, _WIDTHS, strict=True):
            tile.clicked.connect(self._pressed)
            row.addWidget(tile, width)

    def show_slots(self, slots: tuple[SlotView, ...]) -> None:
        """Show the four answers."""
        for tile, slot in zip(self.tiles, slots, strict=True):
            tile.show_slot(slot)

    def _pressed(self) -> None:
        tile = self.sender()
        if isinstance(tile, _SlotTile):
            self._signals.go_to.emit(tile.key)
