"""The search of stored reads: the form over the table or the map, a read's picture beside it."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLineEdit

from mdt_alpr.ui.desk.models.desk import TableHead
from mdt_alpr.ui.desk.models.form import FormHead
from mdt_alpr.ui.desk.views.form_page import FormPage
from mdt_alpr.ui.desk.views.map_turn import MapTurn
from mdt_alpr.ui.desk.views.pictures import MarkedPicture

_PICTURE = QSize(220, 132)


class SearchReadsPage(FormPage):
    """Plate, window, place, purpose and reason, then the reads, page by page.

    Signals:
        opened: the key of the read whose picture is wanted.
        sort_wanted: the order of the reads.
    """

    opened = Signal(str)
    sort_wanted = Signal(str)

    def __init__(self, head: TableHead, form: FormHead, main: str) -> None:
        """``main`` is the act of Enter in a field."""
        super().__init__(head, form)
        self.picture = MarkedPicture(beside=True)
        self.picture.setFixedSize(_PICTURE)
        self.picture.setAccessibleName("Picture of the chosen read; Enter enlarges it")
        self.picture.hide()
        self.form_row.addWidget(self.picture)
        self.turned = MapTurn(self.column, self.card, self.buttons["map"])
        self.map = self.turned.map
        self.map.opened.connect(self.opened)
        self.map.chosen.connect(self.table.choose)
        self.chosen.connect(self.map.choose)
        self.buttons[main].setProperty("kind", "main")
        for field in self.fields.values():
            if isinstance(field, QLineEdit):
                field.returnPressed.connect(self.buttons[main].click)
        self.table.opened.connect(self.opened)
        self.table.sort_wanted.connect(self.sort_wanted)

    def show_watermark(self, watermark: str) -> None:
        """Wait for a picture, or show none."""
        self.picture.wait(watermark)
        self.picture.setVisible(bool(watermark))

    def show_picture(self, image: QImage | None) -> None:
        """Show the picture that came, or that there is none."""
        self.picture.show_picture(image)

    def take_focus(self) -> None:
        next(iter(self.fields.values())).setFocus()

    def forget(self) -> None:
        super().forget()
        self.show_watermark("")
