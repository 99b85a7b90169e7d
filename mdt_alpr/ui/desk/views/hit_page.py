"""One hit: its story, evidence and review, on the whole page (sheet 12) or beside the log."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QImage, QKeySequence
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from mdt_alpr.ui.desk.models.desk import (
    HitFileView,
    PackageCheckView,
    PageState,
    PlaceView,
    PlateCard,
)
from mdt_alpr.ui.desk.views.hit_parts import (
    Grown,
    WarningBar,
    facts_grid,
    in_card,
    plates_card,
    reviews_list,
    scrolled,
)
from mdt_alpr.ui.desk.views.parts import DeskPageFrame, QuestionBar, StateLine, card_frame, note
from mdt_alpr.ui.desk.views.pictures import PictureRow
from mdt_alpr.ui.desk.views.place import PlaceCard
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.kit.views.labels import label, wrapped
from mdt_alpr.ui.kit.views.layouts import spaced
from mdt_alpr.ui.kit.views.shapes import ShapeMark


def _button(
    words: str, pressed: SignalInstance | Callable[[], None], keys: str = ""
) -> QPushButton:
    """Return a button that keys press, too, where there are some."""
    made = QPushButton(words)
    made.clicked.connect(pressed)
    made.setShortcut(QKeySequence(keys))
    made.setToolTip(keys)
    return made


END_TWINS = "twins"
_ACTS = (
    ("agreed", "Reviewed", True),
    ("note", "Keep note", False),
    ("returned", "Return to officer", False),
    ("case", "Open review case", False),
    (END_TWINS, "Forget twins", False),
)


class HitFilePage(DeskPageFrame):
    """A hit as evidence.

    Signals:
        left: back to the log.
        reviewed: the review's kind and its words.
        incident_wanted: to report an incident about the hit.
        canceled: the person waits no longer.
        stepped: to the hit before (-1) or after (1) this one in the log.
        audit_wanted: to see who saw this hit.
        turned: to the whole page, or back to the place beside the log.
    """

    left = Signal()
    reviewed = Signal(str, str)
    incident_wanted = Signal()
    canceled = Signal()
    stepped = Signal(int)
    audit_wanted = Signal()
    turned = Signal()
    _compared: tuple[PlateCard, ...] = ()
    _in_rows = False

    def __init__(self) -> None:
        super().__init__()
        self.mark = ShapeMark(Mark.RING, 20)
        self.title, self.kept_until = label("", "desktitle"), label("", "desknote")
        self.warning = WarningBar()
        self.back = _button("Back", self.left)
        self.before = _button("Previous", self._go_back, "Ctrl+PgUp")
        self.after = _button("Next", self._go_on, "Ctrl+PgDown")
        self.who_saw = _button("Who saw this", self.audit_wanted)
        self.incident = _button("Report incident", self.incident_wanted)
        self.turn = _button("", self.turned)
        self.turn.hide()
        self._head = spaced(QBoxLayout(QBoxLayout.Direction.LeftToRight), 10)
        self.state, self.question = StateLine(), QuestionBar()
        self.state.canceled.connect(self.canceled)
        self.pictures, self.place = PictureRow(), PlaceCard()
        self._story, self._plates, self._facts, self._reviews = (Grown() for _ in range(4))
        self._facts_card = in_card(self._facts)
        self._left, self._right = spaced(QVBoxLayout(), 10), spaced(QVBoxLayout(), 6)
        self._top, self._bottom = spaced(QVBoxLayout(), 6), spaced(QVBoxLayout(), 6)
        self._read = scrolled(self._story, "What happened")
        self.check_mark = ShapeMark(Mark.RING, 20)
        self.ending, self.check, self.check_detail = (
            wrapped("", kind) for kind in ("deskvalue", "deskvalue", "desktime")
        )
        self.words = QLineEdit()
        self.words.setPlaceholderText("Your note or reason. No plates here.")
        self.words.setAccessibleName("Note or reason")
        self.why_not = label("", "desknote")
        self.buttons: dict[str, QPushButton] = {}
        self._review_card = self._review()
        self._lay_out()
        self.setTabOrder(self._read, self.buttons["agreed"])

    def show_hit(self, view: HitFileView) -> None:
        """Show a hit."""
        self.mark.show_shape(view.mark)
        self.title.setText(view.title)
        self.ending.setText(view.ending)
        self.kept_until.setText(view.kept_until)
        self.warning.show_words(view.warning)
        self.pictures.show_slots(view.pictures, view.watermark)
        self.place.show_place(view.place)
        self._story.put(self._lines(view))
        self._compared = view.plates
        self._plates.put(plates_card(view.plates, in_rows=self._in_rows))
        self._facts.put(facts_grid(view.facts))
        self._reviews.put(reviews_list(view.reviews))
        self.why_not.setText(view.why_no_review)
        for button in self.buttons.values():
            button.setEnabled(not view.why_no_review)
        self.buttons[END_TWINS].setVisible(view.has_twins)

    def empty(self) -> None:
        """Clear the note, which was for another hit or is recorded now."""
        self.words.clear()

    def forget(self) -> None:
        self._compared = ()
        for place in (self._story, self._plates, self._facts, self._reviews):
            place.put(QWidget())
        self.pictures.show_slots((), "")
        self.place.show_place(PlaceView("", ""))
        self.warning.show_words("")
        for part in (self.title, self.ending, self.kept_until, self.check, self.check_detail):
            part.clear()
        self.words.clear()
        self.show_state(PageState())

    def show_picture(self, digest: str, image: QImage | None) -> None:
        """Show a picture that arrived."""
        self.pictures.show_picture(digest, image)

    def show_check(self, view: PackageCheckView) -> None:
        """Show the result of the package check."""
        self.check_mark.show_shape(view.mark)
        self.check.setText(view.words)
        self.check_detail.setText(view.detail)

    def show_state(self, state: PageState) -> None:
        """Show what the page waits for, or what went wrong."""
        self.state.show_state(state)

    def share_room(self, *, shares: bool) -> None:
        self.turn.setText("Whole page: F9" if shares else "Log: F9")
        self.turn.setShortcut(QKeySequence("F9"))
        across = QBoxLayout.Direction
        self._head.setDirection(across.TopToBottom if shares else across.LeftToRight)
        for part in (self.place, self._facts_card):
            part.setHidden(shares)
        if shares:
            for part in (self.warning, self.pictures):
                self._top.addWidget(part)
            self._bottom.addWidget(self._review_card)
        else:
            self._left.insertWidget(0, self.warning)
            self._right.insertWidget(0, self.pictures, 3)
            self._right.addWidget(self._review_card, 1)
        self._in_rows = shares
        self._plates.put(plates_card(self._compared, in_rows=shares))

    def offer_turn(self, offered: bool) -> None:
        """Offer the whole page, and the place beside the log, where it was opened from that."""
        self.turn.setVisible(offered)
        keyboard: QWidget | None = self.window().focusWidget()
        if keyboard is None or not self.isAncestorOf(keyboard):
            self.take_focus()

    def ask(self, question: str) -> None:
        """Ask before a review, or ask nothing; then the keyboard is at the review again."""
        asked = self.question.isVisible()
        self.question.ask(question)
        if asked and not question:
            self.take_focus()

    def take_focus(self) -> None:
        """Bring the keyboard to the review, or to Back where there is none to make."""
        act = self.buttons["agreed"]
        (act if act.isEnabled() else self.back).setFocus()

    def read_first(self) -> None:
        """Bring the keyboard to what happened; Tab goes on to the review."""
        self._read.setFocus()

    def show_beside(self, has_before: bool, has_after: bool) -> None:
        """Show whether the log has a hit before this one, and one after it."""
        self.before.setEnabled(has_before)
        self.after.setEnabled(has_after)

    def _go_back(self) -> None:
        self.stepped.emit(-1)

    def _go_on(self) -> None:
        self.stepped.emit(1)

    # ------------------------------------------------------------------------ inside

    def _lines(self, view: HitFileView) -> QWidget:
        holder = QWidget()
        grid = spaced(QGridLayout(holder), margins=(14, 6, 14, 6))
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(2, 1)
        for place, line in enumerate(view.lines):
            mark = ShapeMark(line.mark or Mark.CIRCLE, 18 if line.mark else 10)
            if line.mark is None:
                mark.use_tokens(("edge", "panel"))
            row = place * 2
            top = Qt.AlignmentFlag.AlignTop
            grid.addWidget(label(line.at, "desktime"), row, 0, top)
            grid.addWidget(mark, row, 1, Qt.AlignmentFlag.AlignHCenter | top)
            grid.addWidget(wrapped(line.title, "deskvalue"), row, 2)
            if line.detail:
                grid.addWidget(note(line.detail), row + 1, 2)
        grid.setRowStretch(2 * len(view.lines), 1)
        return holder

    def _act(self) -> None:
        if not self.state.waits:  # a double press is one act
            self.reviewed.emit(self.sender().objectName(), self.words.text())

    def _lay_out(self) -> None:
        column = spaced(QVBoxLayout(self), 10, (14, 14, 14, 10))
        words, acts = spaced(QHBoxLayout(), 10), spaced(QHBoxLayout(), 6)
        for part in (self.mark, self.title, self.ending):
            words.addWidget(part, int(part is self.ending))
        steps = self.before, self.after
        for button in (*steps, self.who_saw, self.incident, self.turn, self.back):
            acts.addWidget(button)
        self._head.addLayout(words, 1)
        self._head.addLayout(acts)
        column.addLayout(self._head)
        both = spaced(QHBoxLayout(), 12)
        self._left.addWidget(self._happened(), 1)
        self._left.addWidget(self.place)
        self._right.addWidget(self._plates)
        self._right.addWidget(self._facts_card)
        self._right.addWidget(self._checked())
        self._right.addStretch()
        both.addLayout(self._left, 5)
        both.addLayout(self._right, 6)
        for parts, stretch in ((self._top, 3), (both, 6), (self._bottom, 3)):
            column.addLayout(parts, stretch)
        column.addWidget(self.question)
        column.addWidget(self.state)
        self.share_room(shares=False)

    def _happened(self) -> QFrame:
        made = card_frame()
        inside = spaced(QVBoxLayout(made), margins=(6, 8, 2, 6))
        head = spaced(QHBoxLayout(), margins=(8, 0, 12, 0))
        head.addWidget(label("What happened", "deskvalue"))
        head.addStretch(1)
        head.addWidget(self.kept_until)
        inside.addLayout(head)
        inside.addWidget(self._read, 1)
        return made

    def _checked(self) -> QFrame:
        made = card_frame()
        row = spaced(QHBoxLayout(made), 10, (14, 6, 14, 6))
        row.addWidget(self.check_mark)
        words = spaced(QVBoxLayout(), 0)
        words.addWidget(self.check)
        words.addWidget(self.check_detail)
        row.addLayout(words, 1)
        return made

    def _review(self) -> QFrame:
        made = card_frame()
        inside = spaced(QVBoxLayout(made), 6, (14, 6, 14, 8))
        inside.addWidget(scrolled(self._reviews, "Reviews"), 1)
        inside.addWidget(self.why_not)
        inside.addWidget(self.words)
        row = spaced(QHBoxLayout(), 8)
        for kind, words, is_main in _ACTS:
            button = QPushButton(words)
            button.setObjectName(kind)
            if is_main:
                button.setProperty("kind", "main")
            button.clicked.connect(self._act)
            self.buttons[kind] = button
            row.addWidget(button)
        row.addStretch(1)
        inside.addLayout(row)
        return made
