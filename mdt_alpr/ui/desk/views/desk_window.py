"""The desk's frame: the ink bar, the menu of pages that the person has, and the page."""

from collections.abc import Callable, Iterator, Mapping

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QInputEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from mdt_alpr.ui.desk.models.desk import FrameView
from mdt_alpr.ui.desk.views.desk_menu import DeskMenu
from mdt_alpr.ui.desk.views.desk_style import desk_sheet
from mdt_alpr.ui.desk.views.finder import Finder
from mdt_alpr.ui.desk.views.parts import ChoiceBox, DeskPageFrame, PageHead
from mdt_alpr.ui.desk.views.proof_bar import ProofBar
from mdt_alpr.ui.desk.views.typed import TypedBar
from mdt_alpr.ui.kit.theme import DAY, NIGHT, Palette
from mdt_alpr.ui.kit.views.guide import Guide
from mdt_alpr.ui.kit.views.labels import label
from mdt_alpr.ui.kit.views.pages import Pages
from mdt_alpr.ui.kit.views.palette import palette_of, show_in
from mdt_alpr.ui.shell.models.pages import SignInView
from mdt_alpr.ui.shell.views.doctor_page import DoctorPage
from mdt_alpr.ui.shell.views.sign_in_page import SignInPage

_TEXT = 16
"""Pixels; below it hinting makes the stems of Inter Medium two pixels wide, like bold."""


class HelpDeskPage(DeskPageFrame):
    """A head and the page; links lead on to other pages of the docs."""

    def __init__(self) -> None:
        super().__init__()
        self.guide = Guide(_TEXT)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 14, 14, 10)
        column.setSpacing(10)
        self.doctor = QPushButton("Doctor (F5)")
        self.doctor.hide()
        head = QHBoxLayout()
        head.addWidget(PageHead("Help", "Esc leaves it"), 1)
        head.addWidget(self.doctor)
        column.addLayout(head)
        column.addWidget(self.guide, 1)

    def take_focus(self) -> None:
        self.guide.setFocus()


_USED = (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel)


class DeskWindow(QWidget):
    """The sign-in page, or the frame with one page in it.

    Signals:
        page_wanted: a page by its name.
        page_made: the name of a page that was made now.
        team_chosen: whose hits and entries to show.
        lock_pressed: end the session.
        reload_pressed: reload the page.
        back_pressed: leave the opened page.
        help_pressed: show the page of the docs for the signed-in role.
        examine: have this machine examined.
        used: a key or the mouse was used, in this window or one that it opened.
        page_shown: the name of the page that is in front now.
    """

    page_wanted = Signal(str)
    page_made = Signal(str)
    team_chosen = Signal(str)
    lock_pressed = Signal()
    reload_pressed = Signal()
    back_pressed = Signal()
    help_pressed = Signal()
    examine = Signal()
    used = Signal()
    page_shown = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setWindowTitle("License plate reader: desk")
        self.resize(1366, 768)
        self.sign_in, self.doctor = SignInPage(), DoctorPage()
        self._offers_doctor = False
        self._examined_from: QWidget = self.sign_in
        self._makers: dict[str, Callable[[], DeskPageFrame]] = {}
        self._made: dict[str, DeskPageFrame] = {}
        self._list, self._page, self._both = Pages(), Pages(), QSplitter(Qt.Orientation.Horizontal)
        self.menu, self.proof = DeskMenu(), ProofBar()
        self.typed, self.page_name = TypedBar(), ""
        self.menu.chosen.connect(self.page_wanted)
        self._role, self._person = label("", "deskname"), label("", "deskname")
        self._notice, self._training = label("", "desktitle"), label("TRAINING", "desktitle")
        self._logged = label("Everything you open is logged", "deskname")
        self.team = ChoiceBox()
        self.team.setAccessibleName("Team")
        self.team.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.team.activated.connect(self._choose_team)
        self.help, self.lock = QPushButton("Help"), QPushButton("Lock")
        self.lock.clicked.connect(self.lock_pressed)
        self.help.clicked.connect(self.help_pressed)
        self._frame = self._framed()
        self._whole, self.finder = Pages(), Finder(self._frame)
        self._lay_out()
        self._keys()
        self.use_palette(DAY)
        if (application := QApplication.instance()) is not None:
            application.installEventFilter(self)

    def hasHeightForWidth(self) -> bool:
        """Say that no width asks for a height (``Pages``): its menu and tables scroll."""
        return False

    def offer_page(self, name: str, make: Callable[[], DeskPageFrame]) -> None:
        """Offer a page, which the menu shows to those who have it.

        It is made when it is first shown. All fifty at once took a second of the start, 70 MB, and
        two seconds of each change between day and night.
        """
        self._makers[name] = make

    def add_page(self, name: str, page: DeskPageFrame) -> None:
        """Add a page that is made."""
        self._made[name] = page
        self._page.addWidget(page)

    @property
    def made(self) -> tuple[str, ...]:
        """Return the names of the pages that are made."""
        return tuple(self._made)

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the pages."""
        return (*self._made.keys(), *(name for name in self._makers if name not in self._made))

    @property
    def pages(self) -> Mapping[str, DeskPageFrame]:
        """Return the pages by name."""
        return PagesOfDesk(self)

    def page(self, name: str) -> DeskPageFrame:
        """Return a page; raise ``KeyError`` where none of the name was offered."""
        if name not in self._made:
            self._made[name] = page = self._makers[name]()
            self.page_made.emit(name)  # before it is in the window: the style is then read once
            self._page.addWidget(page)
        return self._made[name]

    def offer_doctor(self, guide: HelpDeskPage) -> None:
        """Have doctor opened from the sign-in page and from help."""
        self._offers_doctor = True
        self.sign_in.doctor.show()
        guide.doctor.show()
        guide.doctor.clicked.connect(self._show_doctor)

    def show_sign_in(self, view: SignInView) -> None:
        """Show the sign-in page in place of everything but doctor."""
        self.sign_in.show_view(view)
        if self._below_doctor is not self.sign_in:
            self.page_name = ""
            self.finder.forget()
            self.sign_in.clear()
            self._bring(self.sign_in)
            self.sign_in.take_focus()

    def show_frame(self, view: FrameView) -> None:
        """Show the frame with one page."""
        self._role.setText(view.role)
        self._person.setText(view.person)
        self._training.setVisible(view.training)
        self._notice.setText(view.notice)
        self._notice.setVisible(bool(view.notice))
        self._logged.setVisible(not view.notice)
        self.menu.show_lines(view)
        self._show_teams(view)
        self._bring(self._frame)
        self._show_beside(view.beside, view.page)
        self.show_page(view.page)

    def show_page(self, name: str) -> None:
        """Show a page; where it is in front already, the keyboard stays where it is."""
        page = self.page(name)
        if name != self.page_name:
            self.page_name = name
            self._page.setCurrentWidget(page)
            page.take_focus()
            self.page_shown.emit(name)

    def use_palette(self, palette: Palette) -> None:
        """Paint everything in another palette."""
        self._frame.setStyleSheet(desk_sheet(palette))
        show_in(palette, self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Report that the desk is in use: a field takes its keys and clicks before the window."""
        if isinstance(event, QInputEvent) and event.type() in _USED:
            self.used.emit()
        return False

    # ------------------------------------------------------------------------ inside

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._whole)
        for whole in (self.sign_in, self._frame, self.doctor):
            self._whole.addWidget(whole)
        self.menu.find_button.clicked.connect(self._find_anything)
        self.doctor.left.connect(self._leave)
        self.doctor.again_pressed.connect(self._show_doctor)
        self.sign_in.doctor.clicked.connect(self._show_doctor)

    def _turn(self) -> None:
        self.use_palette(NIGHT if palette_of(self) is DAY else DAY)

    def _show_beside(self, name: str, front: str) -> None:
        """Let a list stand beside the page in front, or give that page the whole room."""
        before, beside = self._list.currentWidget(), self.page(name) if name else None
        if before is not beside:
            if isinstance(before, DeskPageFrame):
                before.let_share(shares=False)
                self._page.addWidget(before)
            if beside is not None:
                beside.let_share(shares=True)
                self._list.addWidget(beside)
            self._list.setVisible(beside is not None)
        if beside is not None and self._list.width() < (asked := beside.sizeHint().width()):
            self._both.setSizes([asked, max(1, self._both.width() - asked)])
        self.page(front).let_share(shares=beside is not None)

    def _show_teams(self, view: FrameView) -> None:
        """Show the teams to choose from; a single team is shown but cannot be changed."""
        there = [(self.team.itemData(n), self.team.itemText(n)) for n in range(self.team.count())]
        if there != list(view.teams):
            self.team.clear()
            for value, words in view.teams:
                self.team.addItem(words, value)
        self.team.setCurrentIndex(max(0, self.team.findData(view.team)))
        self.team.setVisible(bool(view.teams))
        self.team.setEnabled(len(view.teams) > 1)

    def _choose_team(self, _place: int) -> None:
        self.team_chosen.emit(str(self.team.currentData()))

    def _keys(self) -> None:
        for keys, signal in (
            ("Ctrl+L", self.lock_pressed),
            ("F10", self.lock_pressed),
            ("F1", self.help_pressed),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(signal)
        QShortcut(QKeySequence("F5"), self).activated.connect(self._again)
        for keys in ("Esc", "F7"):
            QShortcut(QKeySequence(keys), self).activated.connect(self._leave)
        QShortcut(QKeySequence("F8"), self).activated.connect(self._turn)
        QShortcut(QKeySequence("Ctrl+F"), self).activated.connect(self._find)
        QShortcut(QKeySequence("Ctrl+K"), self).activated.connect(self._find_anything)
        for place in range(9):
            shortcut = QShortcut(QKeySequence(f"Ctrl+{place + 1}"), self)
            shortcut.setObjectName(str(place))
            shortcut.activated.connect(self._jump)

    @property
    def _is_at_doctor(self) -> bool:
        return self._whole.currentWidget() is self.doctor

    @property
    def _below_doctor(self) -> QWidget | None:
        """Return what is shown, or will be once doctor is left."""
        return self._examined_from if self._is_at_doctor else self._whole.currentWidget()

    def _bring(self, widget: QWidget) -> None:
        """Show something; where somebody is at doctor, once that is left."""
        if self._is_at_doctor:
            self._examined_from = widget
        else:
            self._whole.setCurrentWidget(widget)

    def _again(self) -> None:
        """Reload the page; at sign-in and help, where nothing is loaded, examine the machine."""
        in_frame = self._whole.currentWidget() is self._frame
        if self._offers_doctor and not (
            in_frame and not isinstance(self._page.currentWidget(), HelpDeskPage)
        ):
            self._show_doctor()
        else:
            self.reload_pressed.emit()

    def _show_doctor(self) -> None:
        if not self._is_at_doctor:
            self._examined_from = self._whole.currentWidget() or self.sign_in
            self._whole.setCurrentWidget(self.doctor)
            self.doctor.setFocus()
        self.examine.emit()

    def _leave(self) -> None:
        if self._is_at_doctor:
            self._whole.setCurrentWidget(self._examined_from)
        else:
            self.back_pressed.emit()

    def _find(self) -> None:
        """Bring the keyboard to the filter of the page, where it has one."""
        page = self._page.currentWidget()
        if self._whole.currentWidget() is self._frame and isinstance(page, DeskPageFrame):
            page.take_find()

    def _find_anything(self) -> None:
        if self._whole.currentWidget() is self._frame:
            self.finder.begin()

    def _jump(self) -> None:
        sender = self.sender()
        if self._whole.currentWidget() is self._frame:
            self.menu.press(int(sender.objectName()))

    def _framed(self) -> QWidget:
        bar = QFrame()
        bar.setProperty("kind", "inkbar")
        bar.setFixedHeight(52)
        row = QHBoxLayout(bar)
        row.setContentsMargins(20, 0, 20, 0)
        row.setSpacing(14)
        row.addWidget(label("License plate reader", "desktitle"))
        row.addWidget(self._role)
        row.addWidget(self._training)
        row.addStretch(1)
        for part in (self._notice, self.team, self._person, self._logged, self.help, self.lock):
            row.addWidget(part)
        below = QHBoxLayout()
        below.setSpacing(0)
        below.addWidget(self.menu.scrolling())
        for stretch, pages in enumerate((self._list, self._page)):
            self._both.addWidget(pages)
            self._both.setStretchFactor(stretch, stretch)
        self._both.setChildrenCollapsible(False)
        self._list.hide()
        below.addWidget(self._both, 1)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self.proof)
        column.addWidget(self.typed)
        column.addLayout(below, 1)
        return whole


class PagesOfDesk(Mapping[str, DeskPageFrame]):
    """The pages of a window by name, each made when it is asked for."""

    def __init__(self, window: DeskWindow) -> None:
        self._window = window

    def __getitem__(self, name: str) -> DeskPageFrame:
        """Return a page; raise ``KeyError`` where none of the name was offered."""
        return self._window.page(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._window.names)

    def __len__(self) -> int:
        return len(self._window.names)
