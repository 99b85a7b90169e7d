"""The audit at the desk: what to search for above the entries, and the buttons that save them."""

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QWidget

from mdt_alpr.ui.desk.models.desk import AuditSaving, AuditWanted, TableHead
from mdt_alpr.ui.desk.views.parts import DateBox
from mdt_alpr.ui.desk.views.table_page import TableView
from mdt_alpr.ui.kit.views.labels import label
from mdt_alpr.ui.kit.views.layouts import spaced

_ISO = Qt.DateFormat.ISODate
_LONGEST = 80
_TEXTS = (
    ("person", "Person"),
    ("device", "Car or desk"),
    ("event", "Event"),
    ("subject", "About: ID of a hit, a read or an entry"),
    ("session", "Session"),
)
_FORMS = (("csv", "Save CSV"), ("jsonl", "Save JSON lines"))


class AuditPage(TableView):
    """Days and texts, then the entries.

    Signals:
        searched: what to search for (``AuditWanted``).
        saved: what to save, in which form, where (``AuditSaving``).
    """

    searched = Signal(object)
    saved = Signal(object)

    def __init__(self, head: TableHead) -> None:
        super().__init__(head)
        self.first, self.last = DateBox(), DateBox()
        for name, box in (("From", self.first), ("To", self.last)):
            box.setDisplayFormat("MMM d, yyyy")
            box.setAccessibleName(name)
        self.texts = {name: _text_box(words) for name, words in _TEXTS}
        for text in self.texts.values():
            text.returnPressed.connect(self._search)
        self.search = QPushButton("Search")
        self.search.setProperty("kind", "main")
        self.search.clicked.connect(self._search)
        holder = QWidget()
        row = spaced(QHBoxLayout(holder), 10, (0, 0, 0, 0))
        days = label("From", "deskname"), self.first, label("To", "deskname"), self.last
        for part in (*days, self.texts["subject"], self.search):
            row.addWidget(part)
        row.setStretchFactor(self.texts["subject"], 1)
        self.add_above(holder)
        others = QWidget()
        second = spaced(QHBoxLayout(others), 10, (0, 0, 0, 0))
        for name in ("person", "device", "event", "session"):
            second.addWidget(self.texts[name])
        self.add_above(others)
        saving = QHBoxLayout()
        saving.addStretch(1)
        self.save_csv, self.save_json = (QPushButton(words) for _, words in _FORMS)
        self.save_csv.clicked.connect(self._choose_csv)
        self.save_json.clicked.connect(self._choose_json)
        saving.addWidget(self.save_csv)
        saving.addWidget(self.save_json)
        self.column.insertLayout(self.column.count() - 1, saving)

    def show_search(self, wanted: AuditWanted) -> None:
        """Show the search to begin with."""
        self.first.setDate(QDate.fromString(wanted.first, _ISO))
        self.last.setDate(QDate.fromString(wanted.last, _ISO))
        for name, box in self.texts.items():
            box.setText(getattr(wanted, name))

    def take_focus(self) -> None:
        self.first.setFocus()

    @property
    def wanted(self) -> AuditWanted:
        """Return what is to be searched for."""
        first, last = (box.date().toString(_ISO) for box in (self.first, self.last))
        return AuditWanted(first, last, **{name: box.text() for name, box in self.texts.items()})

    def _search(self) -> None:
        self.searched.emit(self.wanted)

    def _choose_csv(self) -> None:
        self._choose("csv")

    def _choose_json(self) -> None:
        self._choose("jsonl")

    def _choose(self, form: str) -> None:
        """Report a save once the person has named a file."""
        name = f"audit-{self.wanted.first}-{self.wanted.last}.{form}"
        place, _ = QFileDialog.getSaveFileName(self, "Save audit entries", name, f"*.{form}")
        if place:
            self.saved.emit(AuditSaving(self.wanted, form, place))


def _text_box(words: str) -> QLineEdit:
    box = QLineEdit()
    box.setPlaceholderText(words)
    box.setAccessibleName(words)
    box.setMaxLength(_LONGEST)
    return box
