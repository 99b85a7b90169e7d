"""The strip at the top of every page: unit, officer, parts, clock."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QSizePolicy, QWidget

from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.kit.theme import FontSize, Palette, plate_font, words_font
from mdt_alpr.ui.kit.views.labels import ElidedLabel, label, rule, set_kind, set_role
from mdt_alpr.ui.kit.views.layouts import spaced
from mdt_alpr.ui.kit.views.palette import palette_of
from mdt_alpr.ui.kit.views.shapes import ShapeMark
from mdt_alpr.ui.shell.models.pages import CrewState, CrewView, StripCell, StripView

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
        color = palette_of(self).color
        inked = self._view.state is CrewState.LOCKED
        field = QRectF(self.rect()).adjusted(3, 3, -3, -7)
        width, style = _STYLES.get(self._view.state, (1, Qt.PenStyle.SolidLine))
        border = QPen(color("edge" if width == 1 else "text"), width, style)
        painter.setPen(border if self._view.live else Qt.PenStyle.NoPen)
        fill = "ink" if inked else "raised"
        painter.setBrush(color("off" if self.isDown() and not inked else fill))
        if self._view.live or inked:
            painter.drawRoundedRect(field, 6, 6)
        painter.setPen(color("onink" if inked else "text"))
        middle, center = field.center().y(), Qt.AlignmentFlag.AlignCenter
        painter.setFont(plate_font(FontSize.SECOND))
        painter.drawText(QRectF(0, middle - 22, WIDTH, 24), center, self._view.speed)
        painter.setFont(self.name_font())
        painter.drawText(QRectF(0, middle, WIDTH, 22), center, self._view.word)


HEIGHT = 56
_HATCH_STEP = 14
_TRAINING_LINE = 6
_TRAINING_WIDTH = 98
_LEAST_OFFICER, _GAPS = 50, 70
"""Pixels of the officer's name where it gives way, and of margins and gaps in all."""
_TIGHT = 4
"""Pixels between words where nearly everything is wrong."""
_CELLS = 5
"""How many parts fit in the strip while the voice is in order."""
_WIDEST_WORDS = {
    "Camera": "Lost", "GPS": "No fix", "HQ link": "Lost", "List": "47 h", "Queue": "99",
}  # fmt: skip
"""What a cell has room for, so that a common change moves no neighbor (U19)."""


class _Cell(QFrame):
    """One part of the car: mark, name, word; inverted when lost."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._mark = ShapeMark(Mark.RING, 20)
        self._lost_mark = ShapeMark(Mark.CROSS, 20, on_ink=True)
        self._name = label(name, "quiet")
        self._word = label("", "strong")
        widest = words_font(FontSize.SECOND, QFont.Weight.Bold)
        self._word.setFont(widest)
        self._is_well = False
        self._room = self._word.fontMetrics().horizontalAdvance(_WIDEST_WORDS.get(name, ""))
        self._row = QHBoxLayout(self)
        for part in (self._mark, self._lost_mark, self._name, self._word):
            self._row.addWidget(part)

    def show_cell(self, cell: StripCell, *, small: bool) -> None:
        """Show the state of the part; ``small`` where more has to fit."""
        gap = 6 if small else 9
        self._row.setContentsMargins(gap, 0, gap, 0)
        self._row.setSpacing(gap - 1)
        set_role(self._name, "note" if small else "quiet")
        set_role(self._word, "asked" if small else "strong")
        self._word.setMinimumWidth(0 if small else self._room)
        self._mark.show_shape(cell.mark)
        self._mark.setVisible(not cell.lost)
        self._lost_mark.setVisible(cell.lost)
        self._word.setText(cell.word)
        self._word.show()
        self._is_well = cell.mark is Mark.TICK
        self.setAccessibleName(f"{cell.name}: {cell.word}")
        set_kind(self, "inkbar" if cell.lost else "plain")

    def give_way(self, *, tightly: bool) -> None:
        """Leave the word to the tick, so that the words of what is not well have room.

        ``tightly``: leave the cross to the ink and the word, too.
        """
        self._word.setVisible(not self._is_well)
        if tightly:
            self._lost_mark.hide()
            self._row.setContentsMargins(_TIGHT, 0, _TIGHT, 0)
            self._row.setSpacing(_TIGHT)


class TrainingBadge(QWidget):
    """Says TRAINING on hatched ground, which nothing else on the screen has (TRN-04)."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(_TRAINING_WIDTH)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("TRAINING. Plates and records are made up.")

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the hatch and the word."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_hatch(painter, QRectF(self.rect()), palette_of(self))
        painter.setFont(words_font(FontSize.CAPTION, QFont.Weight.ExtraBold))
        middle = QRectF(0, (self.height() - 30) / 2, self.width(), 30)
        painter.fillRect(middle, palette_of(self).color("panel"))
        painter.setPen(palette_of(self).color("text"))
        painter.drawText(middle, Qt.AlignmentFlag.AlignCenter, "TRAINING")


def paint_hatch(painter: QPainter, where: QRectF, palette: Palette) -> None:
    """Paint the slanting stripes of training."""
    painter.save()
    painter.setClipRect(where)
    painter.fillRect(where, palette.color("panel"))
    stripe: QColor = palette.color("text2")
    painter.setPen(QPen(stripe, _HATCH_STEP / 2))
    reach = int(where.height()) + _HATCH_STEP
    for start in range(-reach, int(where.width()) + reach, _HATCH_STEP):
        left = where.left() + start
        painter.drawLine(
            int(left),
            int(where.bottom()) + 4,
            int(left + where.height()) + 8,
            int(where.top()) - 4,
        )
    painter.restore()


class StatusStrip(QFrame):
    """Always visible, never silent (CAR-03, U20)."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "bar")
        self.setFixedHeight(HEIGHT)
        self._unit = label("", "strong")
        self._officer = ElidedLabel("second")
        self.training = TrainingBadge()
        self.training.hide()
        self.crew = CrewButton(HEIGHT)
        self._clock = label("", "time")
        self._clock.setAccessibleName("Time")
        self._cells: dict[str, _Cell] = {}
        self._rules: dict[str, QWidget] = {}
        self._parts = spaced(QHBoxLayout(), 0)
        row = spaced(QHBoxLayout(self), 0, (16, 0, 16, 1))
        row.addWidget(self._unit)
        row.addSpacing(8)
        row.addWidget(self._officer)
        row.addSpacing(11)
        row.addLayout(self._parts)
        row.addStretch(1)
        row.addWidget(self.crew)
        row.addSpacing(2)
        row.addWidget(self.training)
        row.addWidget(rule(upright=True))
        row.addSpacing(14)
        row.addWidget(self._clock)

    def show_view(self, view: StripView) -> None:
        """Show the strip."""
        self._unit.setText(view.unit)
        self._officer.setText(view.officer)
        self._officer.setAccessibleName(f"Signed in: {view.officer}")
        self.training.setVisible(view.training)
        self._clock.setText(view.clock)
        small = view.training or len(view.cells) > _CELLS
        for cell in view.cells:
            if cell.name not in self._cells:
                self._add_cell(cell.name)
            self._cells[cell.name].show_cell(cell, small=small)
        named = {cell.name for cell in view.cells}
        for name, shown in self._cells.items():
            shown.setVisible(name in named)
            self._rules[name].setVisible(name in named)
        self._make_room([cell for name, cell in self._cells.items() if name in named])

    def _make_room(self, cells: list[_Cell]) -> None:
        """Cut no word of a part that is not well (CAR-03): the others give way first."""
        beside = (
            self._unit,
            self._clock,
            *(w for w in (self.crew, self.training) if not w.isHidden()),
        )
        taken = sum(max(part.sizeHint().width(), part.minimumWidth()) for part in beside)
        taken += _LEAST_OFFICER + _GAPS
        for tightly in (False, True):
            if taken + sum(cell.sizeHint().width() + 1 for cell in cells) > self.width():
                for cell in cells:
                    cell.give_way(tightly=tightly)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the strip; in training a hatched line runs along it on every page."""
        super().paintEvent(event)
        if self.training.isVisible():
            line = QRectF(0, self.height() - _TRAINING_LINE, self.width(), _TRAINING_LINE)
            paint_hatch(QPainter(self), line, palette_of(self))

    def _add_cell(self, name: str) -> None:
        cell = _Cell(name)
        self._rules[name] = rule(upright=True)
        self._parts.addWidget(self._rules[name])
        self._parts.addWidget(cell)
        self._cells[name] = cell
