"""The stop button: held for its time or not at all; nothing else presses it (U17)."""

from PySide6.QtCore import QElapsedTimer, QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QHideEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QTouchEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from mdt_alpr.ui.hit.models.hit_result import HoldView
from mdt_alpr.ui.kit.theme import FontSize, words_font
from mdt_alpr.ui.kit.views.palette import PALETTE_CHANGED, palette_of

HEIGHT = 100
_FRAME_MS = 16
_TOLD_FOR_MS = 1500
_LOCKED = HoldView("locked", "Stop locked", "", 800)


class HoldButton(QWidget):
    """Fills from left to right while it is held; letting go empties it.

    Release, leaving it, losing the focus, a locking gate and a change of palette cancel.
    Enter, Space and a key's repetition do nothing.

    Signals:
        held: it was held for its whole time.
        let_go: it was let go before its time, after so many milliseconds.
    """

    held = Signal()
    let_go = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._view = _LOCKED
        self._on_ink = False
        self._clock = QElapsedTimer()
        self._holding = False
        self._doubted_ms: int | None = None
        self._let_go = QElapsedTimer()
        self._frames = QTimer(self)
        self._frames.setInterval(_FRAME_MS)
        self._frames.setTimerType(Qt.TimerType.PreciseTimer)
        self._frames.timeout.connect(self._frame)
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self._name()

    @property
    def is_holding(self) -> bool:
        """Tell whether it is being held."""
        return self._holding

    def show_view(self, view: HoldView, *, on_ink: bool = False) -> None:
        """Show another form, which cancels a hold; ``on_ink`` where it is on an ink block."""
        if (view, on_ink) == (self._view, self._on_ink):
            return
        self._on_ink = on_ink
        if view.form != self._view.form:
            self.cancel()
        self._view = view
        self._name()
        self.update()

    def begin(self) -> bool:
        """Begin a hold by finger, mouse or F6; False where the gate is locked."""
        if not self._view.live or self._holding:
            return self._view.live
        self._holding, self._doubted_ms = True, None
        self._clock.start()
        self._frames.start()
        self.update()
        return True

    def doubt(self) -> None:
        """Wait to hear whether the key came up just now: it is not held to its end meanwhile."""
        if self._holding and self._doubted_ms is None:
            self._doubted_ms = self._clock.elapsed()

    def go_on(self) -> None:
        """Go on: the key has not come up."""
        self._doubted_ms = None

    def cancel(self) -> None:
        """Let go before its time: nothing is done."""
        if not self._holding:
            return
        self._holding = False
        self._let_go.start()
        self.update()
        held_ms = self._clock.elapsed() if self._doubted_ms is None else self._doubted_ms
        self.let_go.emit(held_ms)

    # ----------------------------------------------------------------------------- input

    def event(self, event: QEvent) -> bool:
        """Treat a finger as a press; a finger that slides off releases it."""
        if event.type() == QEvent.Type.TouchBegin:
            return self.begin()
        if isinstance(event, QTouchEvent) and event.type() == QEvent.Type.TouchUpdate:
            points = [point.position().toPoint() for point in event.points()]
            if len(points) != 1 or not self.rect().contains(points[0]):
                self.cancel()
            return True
        if event.type() in (QEvent.Type.TouchEnd, QEvent.Type.TouchCancel):
            self.cancel()
            return True
        if event.type() in (QEvent.Type.WindowDeactivate, PALETTE_CHANGED):
            self.cancel()
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin with the left button."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.begin()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Cancel where the pointer leaves the button."""
        if not self.rect().contains(event.position().toPoint()):
            self.cancel()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let go."""
        self.cancel()

    def leaveEvent(self, _event: QEvent) -> None:
        """Cancel where the pointer leaves the button."""
        self.cancel()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Cancel where another part of the screen takes over."""
        self.cancel()
        super().focusOutEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Cancel where the page goes away."""
        self.cancel()
        super().hideEvent(event)

    def _frame(self) -> None:
        if self._holding and self._doubted_ms is not None:
            return
        if self._holding and self._clock.elapsed() >= self._view.hold_ms:
            self._holding = False
            self._frames.stop()
            self.update()
            self.held.emit()
            return
        if not self._holding and not self._was_let_go():
            self._frames.stop()
        self.update()

    def _was_let_go(self) -> bool:
        return self._let_go.isValid() and self._let_go.elapsed() < _TOLD_FOR_MS

    # -------------------------------------------------------------------------- painting

    def sizeHint(self) -> QSize:
        """Return the size of the design."""
        return QSize(382, HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint fill, border and the two lines."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        form, area = self._view.form, QRectF(self.rect())
        fill, border, ink = self._colors()
        path = QPainterPath()
        path.addRoundedRect(area, 8, 8)
        painter.setClipPath(path)
        if fill is not None:
            painter.fillRect(area, fill)
        if self._holding:
            share = min(1.0, self._clock.elapsed() / self._view.hold_ms)
            done = QRectF(0, 0, area.width() * share, area.height())
            painter.fillRect(done, palette_of(self).color("hold" if fill else "off"))
        if border is not None:
            pen = QPen(border, 4 if form == "no_status" else 2)
            if form == "no_status":
                pen.setDashPattern([2.2, 1.4])
            painter.setPen(pen)
            inset = pen.widthF() / 2
            painter.drawRoundedRect(area.adjusted(inset, inset, -inset, -inset), 7, 7)
        painter.setPen(ink)
        self._write(painter, area)

    def _colors(self) -> tuple[QColor | None, QColor | None, QColor]:
        color = palette_of(self).color
        if self._view.form == "ready":
            return color("ink"), None, color("onink")
        if self._view.form == "no_status":
            return None, color("text"), color("text")
        if self._view.form == "gone":
            ink = color("onink" if self._on_ink else "offt")
            return None, ink, ink
        return color("off"), None, color("offt")

    def _write(self, painter: QPainter, area: QRectF) -> None:
        big = FontSize.HEAD if self._view.live else FontSize.MAIN
        center = int(Qt.AlignmentFlag.AlignCenter)
        painter.setFont(words_font(big, QFont.Weight.ExtraBold))
        painter.drawText(QRectF(0, 16, area.width(), 42), center, self._view.title)
        bold = QFont.Weight.Bold if self._view.live else QFont.Weight.Medium
        small = FontSize.SECOND if self._view.live else FontSize.CAPTION
        painter.setFont(words_font(small, bold))
        painter.drawText(QRectF(0, 56, area.width(), 28), center, self._words())

    def _words(self) -> str:
        if self._holding:
            so_far = min(self._clock.elapsed(), self._view.hold_ms) / 1000
            return f"Keep holding: {so_far:.1f} of {self._view.hold_ms / 1000:.1f} s"
        if self._view.live and self._was_let_go():
            return "Let go early. Not started."
        return self._view.words

    def _name(self) -> None:
        self.setAccessibleName(f"{self._view.title}. {self._view.words}")
