"""The strip's cell of speed and crew: a button, for a second officer says so there (VER-10)."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton

from mdt_alpr.ui.kit.models.crew import CrewState, CrewView
from mdt_alpr.ui.kit.theme import FontSize, plate_font, words_font
from mdt_alpr.ui.kit.views.palette import palette_of

WIDTH = 104
_HINT = "Press twice, or the key P twice, to change who uses the screen."
_STYLES = {
    CrewState.SECOND: (3, Qt.PenStyle.SolidLine),
    CrewState.ASKS: (3, Qt.PenStyle.DashLine),
    CrewState.TAP: (3, Qt.PenStyle.DotLine),
}
"""Borders beside the thin one: each state has its own shape (U9)."""


class CrewButton(QAbstractButton):
    """Speed over the word of who works the screen; not there in a car without a receiver."""

    def __init__(self, height: int) -> None:
        super().__init__()
        self._view = CrewView("", "", CrewState.DRIVER, live=False)
        self._height = height
        self.setFixedSize(WIDTH, height)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def show_view(self, view: CrewView | None) -> None:
        """Show how fast the car goes and who works the screen."""
        self.setVisible(view is not None)
        if view is None or view == self._view:
            return
        self._view = view
        self.setText(view.word)
        self.setEnabled(view.live)
        self.setAccessibleName(f"Speed {view.speed}. {view.word}")
        self.setAccessibleDescription(_HINT if view.live else "")
        self.update()

    def name_font(self) -> QFont:
        """Return the type of the word."""
        return words_font(FontSize.CAPTION, QFont.Weight.Bold)

    def sizeHint(self) -> QSize:
        """Return the size of the cell."""
        return QSize(WIDTH, self._height)

    def changeEvent(self, event: QEvent) -> None:
        """Repaint when it is enabled or disabled."""
        super().changeEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint both lines, on a raised field where a press does something."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = palette_of(self).colour
        inked = self._view.state is CrewState.LOCKED
        field = QRectF(self.rect()).adjusted(3, 3, -3, -7)
        width, style = _STYLES.get(self._view.state, (1, Qt.PenStyle.SolidLine))
        border = QPen(colour("edge" if width == 1 else "text"), width, style)
        painter.setPen(border if self._view.live else Qt.PenStyle.NoPen)
        fill = "ink" if inked else "raised"
        painter.setBrush(colour("off" if self.isDown() and not inked else fill))
        if self._view.live or inked:
            painter.drawRoundedRect(field, 6, 6)
        painter.setPen(colour("onink" if inked else "text"))
        middle, centre = field.center().y(), Qt.AlignmentFlag.AlignCenter
        painter.setFont(plate_font(FontSize.SECOND))
        painter.drawText(QRectF(0, middle - 22, WIDTH, 24), centre, self._view.speed)
        painter.setFont(self.name_font())
        painter.drawText(QRectF(0, middle, WIDTH, 22), centre, self._view.word)
