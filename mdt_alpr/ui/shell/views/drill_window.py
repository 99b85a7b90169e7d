"""The window before and after a practice: what it is, who practices, how each hit went."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.kit.theme import DAY, DESIGNED, NIGHT, SMALLEST, Palette
from mdt_alpr.ui.kit.views.labels import label, rule, wrapped
from mdt_alpr.ui.kit.views.layouts import spaced
from mdt_alpr.ui.kit.views.pages import Pages
from mdt_alpr.ui.kit.views.palette import palette_of, show_in
from mdt_alpr.ui.kit.views.shapes import ShapeMark
from mdt_alpr.ui.kit.views.text_keyboard import DELETE, TextKeyboard
from mdt_alpr.ui.shell.models.pages import DrillResultView, DrillRow
from mdt_alpr.ui.shell.views.extra_keys import is_way_out
from mdt_alpr.ui.shell.views.on_screen import turn_whole
from mdt_alpr.ui.shell.views.status_strip import paint_hatch

_HEAD = 56
_MARK = 40
_LONGEST_NAME = 40
_WORDS_SHARE, _KEYS = 12, 13
"""The keyboard needs more of the width than the words do."""
_WORDS = (
    "Vehicles drive up one at a time. Each one is a hit. Some of the hits are false.",
    "Work on each as on patrol: enter what you see, read the reply, say how it ended.",
    "Plain tone: exact match. Rise at its end: state not confirmed. Wavering: look-alike.",
    "Replies come from a simulator and say so. Every plate, record and picture is made up.",
    "Nothing goes to headquarters and nothing is kept. Do not start it on patrol.",
)
_KEPT = "Only the result is kept, if you then sign in to this car. Do not start it on patrol."


class _Head(QWidget):
    """A band that nobody can take for the real screen."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(_HEAD)
        self._words = label("TRAINING DRILL", "main")
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._words.setFixedWidth(320)
        self._words.setAutoFillBackground(True)
        row = spaced(QHBoxLayout(self), margins=(0, 8, 0, 8))
        row.addStretch(1)
        row.addWidget(self._words)
        row.addStretch(1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the stripes, and a clear field behind the words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_hatch(painter, QRectF(self.rect()), palette_of(self))
        painter.fillRect(self._words.geometry(), palette_of(self).color("panel"))


class DrillStart(QFrame):
    """Says what a practice is and asks who practices.

    Signals:
        begun: the practice begins, for the person named.
        left: back to sign-in.
    """

    begun = Signal(str)
    left = Signal()

    def __init__(self, *, keeps: bool) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._words = (*_WORDS[:-1], _KEPT) if keeps else _WORDS
        self._asked = "Your user name" if keeps else "Your name"
        self.name = QLineEdit()
        self.name.setMaxLength(_LONGEST_NAME)
        self.name.setAccessibleName(self._asked)
        self.begin, self.back = QPushButton("Start drill"), QPushButton("Back")
        self.begin.setProperty("kind", "main")
        self.begin.setFixedSize(280, 80)
        self.back.setFixedSize(150, 80)
        self.keyboard = TextKeyboard()
        self._lay_out()
        self.name.textChanged.connect(self._ready)
        self.name.returnPressed.connect(self._begin)
        self.begin.clicked.connect(self._begin)
        self.back.clicked.connect(self.left)
        self.keyboard.pressed.connect(self._typed)
        self._ready()

    def _lay_out(self) -> None:
        words_column = spaced(QVBoxLayout(), 14)
        words_column.addWidget(label("Practice for roll-call", "head"))
        for words in self._words:
            words_column.addWidget(wrapped(words, "second"))
        words_column.addStretch(1)
        words_column.addWidget(label(f"{self._asked}, for the result", "caption"))
        words_column.addWidget(self.name)
        buttons = spaced(QHBoxLayout(), 16)
        buttons.addWidget(self.begin)
        buttons.addWidget(self.back)
        buttons.addStretch(1)
        words_column.addSpacing(4)
        words_column.addLayout(buttons)
        keys = QVBoxLayout()
        keys.addStretch(1)
        keys.addWidget(self.keyboard)
        row = spaced(QHBoxLayout(self), 16, (20, 24, 12, 26))
        row.addLayout(words_column, _WORDS_SHARE)
        row.addLayout(keys, _KEYS)

    def _typed(self, key: str) -> None:
        if key == DELETE:
            self.name.backspace()
        else:
            self.name.insert(key)

    def _ready(self) -> None:
        self.begin.setEnabled(bool(self.name.text().strip()))

    def _begin(self) -> None:
        if self.begin.isEnabled():
            self.begun.emit(self.name.text().strip())


class _Row(QWidget):
    """One hit: passed or not, in a word and a shape."""

    def __init__(self, row: DrillRow) -> None:
        super().__init__()
        self._mark = ShapeMark(Mark.TICK if row.passed else Mark.CROSS, _MARK)
        word = "Passed" if row.passed else "Failed"
        verdict, trap = label(word, "strong"), label(row.trap, "strong")
        verdict.setFixedWidth(84)
        trap.setFixedWidth(240)
        words = spaced(QVBoxLayout(), 2)
        words.addWidget(label(f"You: {row.did}", "second"))
        words.addWidget(wrapped(row.lesson, "note"))
        line = spaced(QHBoxLayout(self), 14, (16, 6, 16, 6))
        for part in (self._mark, verdict, trap):
            line.addWidget(part)
        line.addLayout(words, 1)
        self.setAccessibleName(f"{row.trap}: {word}. You: {row.did}. {row.lesson}")


class DrillResult(QFrame):
    """Tells how each hit went, and what its trap was.

    Signals:
        left: the result has been read.
    """

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._title, self._words = label("", "head"), label("", "second")
        self._foot = label("", "second")
        self.done = QPushButton("Done")
        self.done.setProperty("kind", "main")
        self.done.setFixedSize(280, 72)
        self.done.clicked.connect(self.left)
        self._rows = spaced(QVBoxLayout(), 0)
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self._words)
        foot = QHBoxLayout()
        self._foot.setWordWrap(True)
        foot.addWidget(self._foot, 1)
        foot.addWidget(self.done)
        column = spaced(QVBoxLayout(self), margins=(20, 14, 20, 16))
        column.addLayout(head)
        column.addLayout(self._rows, 1)
        column.addLayout(foot)

    def show_view(self, view: DrillResultView) -> None:
        """Show a result; one window shows one."""
        self._title.setText(view.title)
        self._words.setText(view.words)
        self._foot.setText(view.foot)
        for row in view.rows:
            self._rows.addWidget(rule())
            self._rows.addWidget(_Row(row), 1)


class DrillWindow(QWidget):
    """Holds both pages under the training band; F8 changes day and night.

    ``keeps``: the result may be kept, by who signs in.

    Signals:
        closed: the window was closed.
    """

    closed = Signal()

    def __init__(self, palette: Palette = DAY, *, keeps: bool = False) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setWindowTitle("TRAINING - MDT ALPR")
        self.setMinimumSize(*SMALLEST)
        self.resize(*DESIGNED)
        self._head, self.start, self.result = _Head(), DrillStart(keeps=keeps), DrillResult()
        self._pages = Pages(self.start, self.result)
        inside = spaced(QHBoxLayout(), margins=(16, 16, 16, 16))
        inside.addWidget(self._pages)
        column = spaced(QVBoxLayout(self), 0, (0, 0, 0, 0))
        column.addWidget(self._head)
        column.addLayout(inside, 1)
        self.use_palette(palette)

    def show_result(self, view: DrillResultView) -> None:
        """Show how the practice ended."""
        self.result.show_view(view)
        self._pages.setCurrentWidget(self.result)

    @property
    def colors(self) -> Palette:
        """Return the palette in use."""
        return palette_of(self)

    def use_palette(self, palette: Palette) -> None:
        """Change day and night."""
        show_in(palette, self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Change the palette on F8; leave the whole screen as the car's window does."""
        if event.key() == Qt.Key.Key_F8:
            self.use_palette(NIGHT if self.colors is DAY else DAY)
        elif is_way_out(event) and not event.isAutoRepeat():
            turn_whole(self)
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Say that the window was closed."""
        self.closed.emit()
        super().closeEvent(event)
