"""Sampled passes: a picture to judge blind on the left, how right reads were on the right."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout

from mdt_alpr.ui.desk.models.desk import BlindPassView, Chart, PageState
from mdt_alpr.ui.desk.views.charts import ChartCard
from mdt_alpr.ui.desk.views.hit_parts import card
from mdt_alpr.ui.desk.views.parts import ChoiceBox, DeskPageFrame, PageHead, StateLine
from mdt_alpr.ui.desk.views.pictures import MarkedPicture
from mdt_alpr.ui.kit.theme import Palette
from mdt_alpr.ui.kit.views.labels import label, wrapped
from mdt_alpr.ui.kit.views.palette_user import paint_in


class TruthPage(DeskPageFrame):
    """Says what a person sees; never what was read.

    Signals:
        judged: the plate and its state's code.
        unreadable: nobody can read it.
        another: show another pass.
        cancelled: the person waits no longer.
    """

    judged = Signal(str, str)
    unreadable = Signal()
    another = Signal()
    cancelled = Signal()

    def __init__(self, states: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.picture, self.told = MarkedPicture(beside=True), wrapped("", "deskvalue")
        self.plate = QLineEdit()
        self.plate.setPlaceholderText("Plate")
        self.plate.setAccessibleName("Plate")
        self.plate.setMaxLength(10)
        self.plate.returnPressed.connect(self._judge)
        self.state_box = ChoiceBox()
        self.state_box.setAccessibleName("State")
        for value, words in states:
            self.state_box.addItem(words, value)
        self.judge = QPushButton("Save what I see")
        self.judge.setProperty("kind", "main")
        self.judge.clicked.connect(self._judge)
        self.cannot = QPushButton("Unreadable")
        self.cannot.clicked.connect(self.unreadable)
        self.next = QPushButton("Next read")
        self.next.clicked.connect(self.another)
        self.charts = [ChartCard(), ChartCard()]
        self.state = StateLine()
        self.state.cancelled.connect(self.cancelled)
        self._lay_out()

    def show_sample(self, view: BlindPassView) -> None:
        """Show another pass to judge."""
        self.plate.clear()
        self.state_box.setCurrentIndex(0)
        self.told.setText(view.told)
        self.picture.setVisible(bool(view.digest))
        self.picture.wait(view.watermark)
        for part in (self.plate, self.state_box, self.judge, self.cannot):
            part.setEnabled(bool(view.digest))

    def show_picture(self, image: QImage) -> None:
        """Show its picture."""
        self.picture.show_picture(image)

    def show_charts(self, charts: Sequence[Chart]) -> None:
        """Show how right reads were."""
        for place, chart in zip(self.charts, charts, strict=True):
            place.show_chart(chart)

    def show_state(self, state: PageState) -> None:
        """Say how the page stands."""
        self.state.show_state(state)

    def forget(self) -> None:
        """Leave nothing of a session on the page."""
        self.show_sample(BlindPassView("", "", ""))

    def take_focus(self) -> None:
        """Bring the keyboard to the plate."""
        self.plate.setFocus()

    def use_palette(self, palette: Palette) -> None:
        """Paint in another palette."""
        paint_in(palette, self.picture, self.state, *self.charts)

    def _judge(self) -> None:
        self.judged.emit(self.plate.text(), str(self.state_box.currentData()))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 14, 14, 10)
        column.setSpacing(10)
        head = PageHead(
            "Read accuracy", "Judged blind, by the picture alone. Weather is not known."
        )
        column.addWidget(head)
        both = QHBoxLayout()
        both.setSpacing(12)
        left = card()
        inside = QVBoxLayout(left)
        inside.setContentsMargins(14, 10, 14, 12)
        inside.setSpacing(8)
        inside.addWidget(self.told)
        inside.addWidget(self.picture, 1)
        for parts in (
            (label("Plate", "deskname"), self.plate, label("State", "deskname"), self.state_box),
            (self.judge, self.cannot, self.next),
        ):
            row = QHBoxLayout()
            for part in parts:
                row.addWidget(part)
            row.addStretch(1)
            inside.addLayout(row)
        both.addWidget(left, 1)
        right = QVBoxLayout()
        right.setSpacing(12)
        for chart in self.charts:
            right.addWidget(chart, 1)
        both.addLayout(right, 1)
        column.addLayout(both, 1)
        column.addWidget(self.state)
