"""One preservation request: its timeline, a form, and the files that are saved or attached."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog

from mdt_alpr.ui.desk.models.desk import PictureSlot, TableHead
from mdt_alpr.ui.desk.models.form import FormHead
from mdt_alpr.ui.desk.views.form_page import FormPage
from mdt_alpr.ui.desk.views.pictures import PictureRow
from mdt_alpr.ui.desk.views.second_person import SecondPersonBar

_PICTURES = 150
SCANS = "Papers (*.pdf *.png *.jpg *.jpeg *.tif *.tiff)"
"""What is chosen among when a scan is attached."""


class HoldPage(FormPage):
    """The table of the timeline with its form.

    Signals:
        paper_chosen: the file to attach.
        place_chosen: the file to write.
    """

    paper_chosen = Signal(str)
    place_chosen = Signal(str)

    def __init__(self, head: TableHead, form: FormHead) -> None:
        super().__init__(head, form)
        self.second = SecondPersonBar()
        self.add_above(self.second)
        self.pictures = PictureRow()
        self.pictures.setFixedHeight(_PICTURES)
        self.pictures.hide()
        self.column.insertWidget(self.column.count() - 3, self.pictures)

    def show_slots(self, slots: tuple[PictureSlot, ...], watermark: str) -> None:
        """Show places for the pictures of a read; none hides them."""
        self.pictures.show_slots((), "")
        self.pictures.show_slots(slots, watermark)
        self.pictures.setVisible(bool(slots))

    def show_picture(self, digest: str, image: QImage | None) -> None:
        """Show a picture that arrived, or that there is none."""
        self.pictures.show_picture(digest, image)

    def forget(self) -> None:
        super().forget()
        self.second.ask("")
        self.show_slots((), "")

    def choose_paper(self) -> None:
        """Let the person name the file to attach."""
        place, _ = QFileDialog.getOpenFileName(self, "Attach a paper", "", SCANS)
        if place:
            self.paper_chosen.emit(place)

    def choose_place(self, name: str) -> None:
        """Let the person name the file to write."""
        place, _ = QFileDialog.getSaveFileName(self, "Save", name, "*.pdf")
        if place:
            self.place_chosen.emit(place)
