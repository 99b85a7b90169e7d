"""One preservation request: its timeline, a form, and the files that are saved or attached."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog

from mdt_alpr.ui.desk.models.desk import TableHead
from mdt_alpr.ui.desk.models.form import FormHead
from mdt_alpr.ui.desk.views.form_page import FormPage

_PAPERS = "Papers (*.pdf *.png *.jpg *.jpeg *.tif *.tiff)"


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

    def choose_paper(self) -> None:
        """Let the person name the file to attach."""
        place, _ = QFileDialog.getOpenFileName(self, "Attach a paper", "", _PAPERS)
        if place:
            self.paper_chosen.emit(place)

    def choose_place(self, name: str) -> None:
        """Let the person name the file to write."""
        place, _ = QFileDialog.getSaveFileName(self, "Save", name, "*.pdf")
        if place:
            self.place_chosen.emit(place)
