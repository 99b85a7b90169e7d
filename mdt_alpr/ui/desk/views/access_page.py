"""The log of access to others' readers: what to search for above it, a new access below it."""

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from mdt_alpr.ui.desk.models.desk import AccessWanted, TableHead
from mdt_alpr.ui.desk.models.form import FormHead
from mdt_alpr.ui.desk.views.form_page import FormPage
from mdt_alpr.ui.desk.views.parts import DateBox
from mdt_alpr.ui.kit.views.labels import label
from mdt_alpr.ui.kit.views.layouts import spaced

_ISO = Qt.DateFormat.ISODate
_TEXTS = (("person", "Person: ID or name"), ("agency", "Agency"))


class AccessPage(FormPage):
    """Days, person and agency, then the accesses, then the form.

    Signals:
        searched: what to search for (``AccessWanted``).
    """

    searched = Signal(object)

    def __init__(self, head: TableHead, form: FormHead) -> None:
        super().__init__(head, form)
        self.first, self.last = DateBox(), DateBox()
        for name, box in (("From", self.first), ("To", self.last)):
            box.setDisplayFormat("MMM d, yyyy")
            box.setAccessibleName(name)
        self.texts = {name: QLineEdit() for name, _ in _TEXTS}
        for name, words in _TEXTS:
            self.texts[name].setPlaceholderText(words)
            self.texts[name].setAccessibleName(words)
            self.texts[name].returnPressed.connect(self._search)
        self.search = QPushButton("Search")
        self.search.setProperty("kind", "main")
        self.search.clicked.connect(self._search)
        holder = QWidget()
        row = spaced(QHBoxLayout(holder), 10, (0, 0, 0, 0))
        days = label("From", "deskname"), self.first, label("To", "deskname"), self.last
        for part in (*days, *self.texts.values(), self.search):
            row.addWidget(part)
        row.addStretch(1)
        self.column.insertWidget(1, holder)

    def show_search(self, wanted: AccessWanted) -> None:
        """Show the search to begin with."""
        self.first.setDate(QDate.fromString(wanted.first, _ISO))
        self.last.setDate(QDate.fromString(wanted.last, _ISO))
        for name, box in self.texts.items():
            box.setText(getattr(wanted, name))

    def forget(self) -> None:
        super().forget()
        for box in self.texts.values():
            box.clear()

    @property
    def wanted(self) -> AccessWanted:
        """Return what is to be searched for."""
        first, last = (box.date().toString(_ISO) for box in (self.first, self.last))
        return AccessWanted(first, last, self.texts["person"].text(), self.texts["agency"].text())

    def _search(self) -> None:
        self.searched.emit(self.wanted)
