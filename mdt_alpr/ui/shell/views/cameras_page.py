"""The cameras as whoever sets them right sees them: picture, measures, what to turn, the mask."""

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QShowEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mdt_alpr.ui.kit.views.head_card import HeadCard
from mdt_alpr.ui.kit.views.key_button import KeyButton, KeyStyle
from mdt_alpr.ui.kit.views.labels import label, wrapped
from mdt_alpr.ui.kit.views.layouts import spaced
from mdt_alpr.ui.shell.models.cameras import CamerasView, Corners, MaskDraft
from mdt_alpr.ui.shell.models.patrol import LiveState
from mdt_alpr.ui.shell.views.doctor_page import DoctorRowWidget
from mdt_alpr.ui.shell.views.live_view import LiveView

_BUTTON, _EDGE = QSize(110, 72), 16
_ROWS, _ROW_HEIGHT, _NAME_WIDTH, _CORNER = 6, 58, 84, 6.0
_HIDDEN, _LINE = QColor(0, 0, 0, 150), QColor("#FFD400")


class MaskView(LiveView):
    """The whole picture with its hidden parts.

    Signals:
        corner: a tap, in shares of the picture.
    """

    corner = Signal(float, float)

    def __init__(self) -> None:
        super().__init__(whole=True)
        self._mask = MaskDraft()

    def show_mask(self, mask: MaskDraft) -> None:
        """Show the parts, and the one that is begun."""
        self._mask = mask
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Say where the picture was touched; beside it counts as its edge."""
        area, at = self.picture_area, event.position()
        if self._mask.editing and not area.isEmpty():
            x, y = (at.x() - area.left()) / area.width(), (at.y() - area.top()) / area.height()
            self.corner.emit(x, y)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the picture, and the mask over it."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(_LINE, 3))
        for part in self._mask.parts:
            painter.setBrush(_HIDDEN)
            painter.drawPolygon(self._on_screen(part))
        begun = self._on_screen(self._mask.corners)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(begun)
        painter.setBrush(_LINE)
        for place in range(begun.size()):
            painter.drawEllipse(begun.at(place), _CORNER, _CORNER)

    def _on_screen(self, corners: Corners) -> QPolygonF:
        area = self.picture_area
        return QPolygonF(
            [
                QPointF(area.left() + x * area.width(), area.top() + y * area.height())
                for x, y in corners
            ]
        )


class CamerasPage(QWidget):
    """A head with the buttons, the picture at the left, the measures at the right.

    Signals:
        opened, hidden: the page is in front, or no more.
        next_pressed: look through the next camera (N).
        mask_pressed, close_pressed, undo_pressed, save_pressed: draw the mask (M, C, U, S).
        left: back to the doctor (Esc).
    """

    opened = Signal()
    hidden = Signal()
    next_pressed = Signal()
    mask_pressed = Signal()
    close_pressed = Signal()
    undo_pressed = Signal()
    save_pressed = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._title, self._summary, self._note = (
            label("", "head"),
            label("", "second"),
            wrapped("", "note"),
        )
        self.live = MaskView()
        self.live.show_state(LiveState("", "", ""))
        self.rows = [DoctorRowWidget(_ROW_HEIGHT, _NAME_WIDTH, grows=True) for _ in range(_ROWS)]
        self.buttons = {
            key: KeyButton(key, name, _BUTTON)
            for key, name in (
                ("C", "Close"), ("U", "Undo"), ("S", "Save"), ("M", "Mask"), ("N", "Next"),
                ("Esc", "Back"),
            )
        }  # fmt: skip
        pressed = (
            self.close_pressed, self.undo_pressed, self.save_pressed, self.mask_pressed,
            self.next_pressed, self.left,
        )  # fmt: skip
        for button, signal in zip(self.buttons.values(), pressed, strict=True):
            button.clicked.connect(signal)
        self._view = CamerasView()
        self._lay_out()

    def show_view(self, view: CamerasView) -> None:
        """Show what is measured, and the mask."""
        self._view = view
        mask, buttons = view.mask, self.buttons
        self._title.setText(view.title)
        self._summary.setText(view.summary)
        self._note.setText(view.note)
        for place, row in enumerate(self.rows):
            row.show_row(view.rows[place] if place < len(view.rows) else None)
        for key in "CUS":
            buttons[key].setVisible(mask.editing)
        buttons["C"].setEnabled(bool(mask.corners))
        buttons["U"].setEnabled(bool(mask.corners or mask.parts))
        buttons["M"].show_style(KeyStyle.LIT if mask.editing else KeyStyle.PLAIN)
        buttons["N"].setVisible(view.count > 1)
        buttons["N"].setEnabled(not mask.editing)
        self.live.show_mask(mask)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press a button by its key."""
        key = "Esc" if event.key() == Qt.Key.Key_Escape else event.text().upper()
        button = self.buttons.get(key)
        if button is not None and button.isVisible() and button.isEnabled():
            button.click()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Say that it is in front."""
        super().showEvent(event)
        self.opened.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        """Say that it is not any more."""
        super().hideEvent(event)
        self.hidden.emit()

    def _lay_out(self) -> None:
        column = spaced(QVBoxLayout(self), 0, (_EDGE, _EDGE, _EDGE, 0))
        column.addWidget(HeadCard((self._title, self._summary), tuple(self.buttons.values())))
        column.addSpacing(_EDGE)
        measures = spaced(QVBoxLayout(), 2)
        for row in self.rows:
            measures.addWidget(row)
        measures.addWidget(self._note)
        measures.addStretch(1)
        beside = spaced(QHBoxLayout(), _EDGE)
        beside.addWidget(self.live, 3)
        beside.addLayout(measures, 2)
        column.addLayout(beside, 1)
        column.addSpacing(_EDGE)
