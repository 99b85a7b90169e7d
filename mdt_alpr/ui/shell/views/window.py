"""The car's window: strip, page, function keys; every key by one table (design section 5)."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from mdt_alpr.ui.entries.views.entries_page import EntriesPage
from mdt_alpr.ui.hit.models.hit_view import HitView
from mdt_alpr.ui.hit.views.hit_page import HitPage
from mdt_alpr.ui.kit.models.choice import QuestionView
from mdt_alpr.ui.kit.theme import DAY, DESIGNED, NIGHT, SMALLEST, Palette
from mdt_alpr.ui.kit.views.layouts import spaced
from mdt_alpr.ui.kit.views.pages import Pages
from mdt_alpr.ui.kit.views.palette import palette_of, show_in
from mdt_alpr.ui.kit.views.question_page import QuestionPage
from mdt_alpr.ui.shell.models.pages import StripView
from mdt_alpr.ui.shell.models.patrol import BandView, HitListView
from mdt_alpr.ui.shell.views.doctor_page import DoctorPage
from mdt_alpr.ui.shell.views.extra_keys import ExtraKeys
from mdt_alpr.ui.shell.views.function_keys import NAMES_ON, FunctionKeys
from mdt_alpr.ui.shell.views.help_page import HelpPage
from mdt_alpr.ui.shell.views.hit_band import HitLine
from mdt_alpr.ui.shell.views.hit_list_page import HitListPage
from mdt_alpr.ui.shell.views.in_front import InFront
from mdt_alpr.ui.shell.views.key_repeats import KeyRepeats
from mdt_alpr.ui.shell.views.on_screen import system_ends
from mdt_alpr.ui.shell.views.page_guard import PageGuard, monotonic_ms
from mdt_alpr.ui.shell.views.patrol_page import PatrolPage
from mdt_alpr.ui.shell.views.sign_in_page import SignInPage
from mdt_alpr.ui.shell.views.status_page import StatusPage
from mdt_alpr.ui.shell.views.status_strip import StatusStrip
from mdt_alpr.ui.shell.views.why_page import WhyPage
from mdt_alpr.ui.shell.views.window_events import ALWAYS, NOT_ON_HITS, OF_A_HIT, WindowEvents


class CarWindow(QWidget):
    """Lays the pages out, moves between them, hands keys to the page they belong to.

    Signals:
        open_hit: open the hit of this id: the one that the band names, or a row of the list.
        reject_hit: reject that hit, asking why (F12).
        list_opened: the hit list is in front, or is to be sorted again (F4).
        list_left, shift_left: another page is in front.
        shift_opened: the officer's own shift is wanted (F7 on the patrol page).
        silence: stop the sound of alerts (F2).
        leave_hit: back to patrol, the hit stays open (F7).
        lock: lock the screen (F10).
        preserve, report: form ALPR-1, or on the status page the report of an incident (F3).
        examine: have the machine examined (F5 on the doctor's page and where it is opened).
        used: somebody touched the car; at most once a second.
        closed: the window was closed.
    """

    open_hit = Signal(str)
    reject_hit = Signal(str)
    silence = Signal()
    list_opened = Signal()
    list_left = Signal()
    shift_opened = Signal()
    shift_left = Signal()
    leave_hit = Signal()
    lock = Signal()
    preserve = Signal()
    report = Signal()
    examine = Signal()
    used = Signal()
    closed = Signal()

    def __init__(
        self, hit_page: HitPage, milliseconds: Callable[[], float] = monotonic_ms
    ) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setWindowTitle("MDT ALPR")
        self.setMinimumSize(*SMALLEST)
        self.resize(*DESIGNED)
        self.guard = PageGuard(self, milliseconds)
        self.strip, self.hit_line, self.keys = StatusStrip(), HitLine(), FunctionKeys()
        self.patrol, self.hits = PatrolPage(), HitListPage()
        self.sign_in, self.status, self.hit = SignInPage(), StatusPage(), hit_page
        self.entries, self.why, self.question = EntriesPage(), WhyPage(), QuestionPage()
        self.help, self.doctor, self.shift = HelpPage(), DoctorPage(), StatusPage()
        self._closing: QuestionView | None = None
        self._agreed: Callable[[], None] = self._close
        self._asked_from: QWidget = self.sign_in
        self._examined_from: QWidget = self.sign_in
        self._kinds: dict[QWidget, tuple[str, str]] = {
            self.sign_in: ("", "doctor"), self.patrol: ("F1", ""), self.hits: ("F4", ""),
            self.status: ("F11", "status"), self.why: ("F11", ""), self.help: ("F11", "doctor"),
            self.entries: ("F9", "entries"), self.doctor: ("F5", "doctor"),
            self.hit: ("F6", "hit"), self.shift: ("F7", ""), self.question: ("", ""),
        }  # fmt: skip
        self._tell_hits_themselves = (self.sign_in, self.patrol, self.hits, self.hit)
        self._with_data = (self.hit, self.hits, self.entries, self.why, self.shift)
        self.front = InFront(self, self.guard, self._show_keys)
        self._lay_out()
        self._may_use, self._has_hit, self._data_is_open = False, False, True
        self._named_hit = self._hit_place = ""
        self._hit_keys: frozenset[str] = frozenset()
        self._connect()
        self.use_palette(DAY)
        self.show_page(self.sign_in)

    # ------------------------------------------------------------------------------ pages

    @property
    def page(self) -> QWidget | None:
        return self._pages.currentWidget()

    @property
    def takes_every_key(self) -> bool:
        return self.page in (self.hit, self.entries)

    def show_page(self, page: QWidget) -> None:
        """Show a page; taps are ignored for the time of the guard."""
        if self._pages.currentWidget() is not page:
            self.guard.guard()
            if self.page in (self.hits, self.shift):
                (self.list_left if self.page is self.hits else self.shift_left).emit()
            self._pages.setCurrentWidget(page)
        (self.sign_in.take_focus if page is self.sign_in else page.setFocus)()
        self._show_keys()

    @Slot(object)
    def show_access(self, allowed: object) -> None:
        """Open the pages, or shut them behind sign-in; pictures are gone while locked."""
        self.sign_in.clear()
        self._may_use = bool(allowed)
        if not allowed:
            had_hit = self.page is self.hit
            self.patrol.live.hide_picture()
            self.show_page(self.sign_in)
            if had_hit:
                self.leave_hit.emit()
        elif self.page is self.sign_in:
            self.show_page(self.patrol)

    @Slot(object)
    def show_data(self, is_open: object) -> None:
        """Open or shut stored pictures; the alert goes on either way (ACC-07)."""
        self._data_is_open = bool(is_open)
        self.patrol.reel.show_shut(not is_open)
        if not is_open and self.page in self._with_data:
            self._go(self.patrol)

    @Slot(object)
    def show_hit(self, view: HitView) -> None:
        """Show the hit before the officer."""
        if view.place != self._hit_place or self.page is not self.hit:
            self._hit_place = view.place
            self.guard.guard(view.guard_ms)
        self._hit_keys = view.keys
        self.hit.show_view(view)
        if self.page is self.hit:
            self._show_keys()

    @Slot(object)
    def show_hits(self, view: HitListView) -> None:
        """Show the open hits in the list, and know whether there is one that F1 opens."""
        self.hits.show_view(view)
        self._has_hit = bool(view.rows)
        self._show_keys()

    @Slot(object)
    def show_band(self, view: BandView) -> None:
        """Show the band on every page; F1 and F12 mean the hit that it names."""
        self._named_hit = view.hit_id
        self.patrol.band.show_view(view)
        self.hit_line.show_view(view)
        self.sign_in.show_alert(view)

    @Slot(object)
    def show_strip(self, view: StripView) -> None:
        """Show the strip; training is in the window's title too (TRN-04)."""
        self.strip.show_view(view)
        self.setWindowTitle("TRAINING - MDT ALPR" if view.training else "MDT ALPR")

    def ask(self, question: QuestionView, agreed: Callable[[], None]) -> None:
        """Ask on the whole page, and do ``agreed`` where the answer is yes."""
        self._agreed = agreed
        if self.page is not self.question:
            self._asked_from = self.patrol if self.page is self.hit else self.page or self.patrol
        self.question.show_view(question)
        self._go(self.question)

    def ask_before_closing(self, question: QuestionView) -> None:
        """Close on no key and no click alone: ask this first."""
        self._closing = question

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask first in a car, but where the system ends; say that the window was closed."""
        if self._closing is not None and not system_ends():
            event.ignore()
            self.ask(self._closing, self._close)
            return
        self.closed.emit()
        super().closeEvent(event)

    def _close(self) -> None:
        self._closing = None
        self.close()

    @Slot()
    def _agree(self) -> None:
        self._go_back(self._asked_from)
        self._agreed()

    def _go_back(self, back: QWidget) -> None:
        """Go to where something was opened, by what may be seen by now."""
        if back is self.sign_in and self._may_use:
            back = self.patrol
        self.show_page(back if self._may_use else self.sign_in)

    @Slot(str)
    def press(self, key: str) -> None:
        """Do what a function key does on the page in front."""
        if key not in self.live_keys:
            return
        if self.page is self.hit and key not in ALWAYS:
            self.hit.key_action(key)
        elif self.page is self.patrol and key in self.patrol.own_keys:
            self.patrol.key_action(key)
        elif (action := self._actions.get(key)) is not None:
            action()

    @property
    def live_keys(self) -> frozenset[str]:
        """Return the function keys that do something on the page in front; the others are dead."""
        if self.page is self.hit:
            return self._hit_keys | ALWAYS
        if self.page is self.question:
            return frozenset({"F8"})
        if self.page is self.sign_in or (self.page is self.doctor and not self._may_use):
            return frozenset({"F5", "F8"})
        of_hits = OF_A_HIT if self._has_hit else frozenset()
        return ALWAYS | NOT_ON_HITS | frozenset(self._names) | of_hits

    @property
    def _names(self) -> Mapping[str, str]:
        """Return what keys are called on the page in front."""
        if self.page is self.hit and self.hit.preserves:
            return NAMES_ON["entered hit"]
        if self.page is self.patrol:
            return self.patrol.key_names(before_cad=self.front.came)
        return NAMES_ON[self._kinds[self.page or self.sign_in][1]]

    @property
    def colors(self) -> Palette:
        """Return the palette in use."""
        return palette_of(self)

    def switch_palette(self) -> None:
        """Change to the other palette."""
        self.use_palette(NIGHT if self.colors is DAY else DAY)

    def use_palette(self, palette: Palette) -> None:
        """Change day and night; geometry stays (F8)."""
        show_in(palette, self)

    # ----------------------------------------------------------------------------- inside

    def _lay_out(self) -> None:
        self._pages = Pages(*self._kinds)
        column = spaced(QVBoxLayout(self), 0, (0, 0, 0, 0))
        column.addWidget(self.strip)
        column.addWidget(self._pages, 1)
        column.addWidget(self.hit_line)
        column.addWidget(self.keys)

    def _connect(self) -> None:
        self._actions: dict[str, Callable[[], None]] = {
            "F1": self._open,
            "F2": self.silence.emit,
            "F3": self._open_form,
            "F4": self._show_list,
            "F5": self._show_doctor,
            "F7": self._show_patrol,
            "F8": self.switch_palette,
            "F9": self._show_entries,
            "F10": self.lock.emit,
            "F11": self._show_status,
            "F12": self._reject,
        }
        self.keys.pressed.connect(self.press)
        self.patrol.band.open_pressed.connect(self._open)
        self.patrol.band.changed.connect(self._moved)
        self.hits.open_pressed.connect(self._open_row)
        for part in (self.patrol.band, self.hits):
            part.silence_pressed.connect(self.silence)
        self.hits.moved.connect(self._moved)
        self.patrol.keys_changed.connect(self._show_keys)
        for page in (self.entries, self.hit, self.sign_in):
            page.turned.connect(self._turned)
        self.question.stayed.connect(lambda: self._go_back(self._asked_from))
        self.question.agreed.connect(self._agree)
        self.entries.left.connect(self._show_patrol)
        self.doctor.left.connect(lambda: self._go_back(self._examined_from))
        self.doctor.again_pressed.connect(self._show_doctor)
        self.status.why_pressed.connect(self._show_why)
        self.status.report_pressed.connect(self._open_form)
        self.events = WindowEvents(self, self)
        self.events.pressed.connect(self.press)
        self.events.used.connect(self.used)
        self.extra_keys = ExtraKeys(self, self)
        if (application := QApplication.instance()) is not None:  # the last filter is asked first
            application.installEventFilter(self.guard)
        self.repeats = KeyRepeats(self)
        self.repeats.doubted.connect(self.hit.doubt_key)

    def _open(self) -> None:
        if not self._has_hit or not self._may_see():
            return
        if self.page is self.hits:
            self.hits.open_chosen()
        else:
            self.open_hit.emit(self._named_hit)

    def _open_row(self, hit_id: str) -> None:
        if self._may_see():
            self.open_hit.emit(hit_id)

    def _reject(self) -> None:
        if not self._has_hit or not self._may_see():
            return
        self.reject_hit.emit(self.hits.chosen if self.page is self.hits else self._named_hit)

    def _show_list(self) -> None:
        if self._may_see():
            self.list_opened.emit()
            self.hits.begin_at_top()
            self.guard.guard()
            self._go(self.hits)

    def _show_entries(self) -> None:
        if self.page is not self.hit and self._may_see():
            self._go(self.entries)

    def _show_status(self) -> None:
        """Show the status page; pressed there, what was missed; pressed there, the help."""
        if self.page is self.status:
            self._show_why()
        elif self.page is self.why:
            self._go(self.help)
        else:
            self._go(self.status)

    def _show_why(self) -> None:
        if self._may_see():
            self._go(self.why)

    def _open_form(self) -> None:
        if self._may_see():
            (self.report if self.page is self.status else self.preserve).emit()

    def _show_doctor(self) -> None:
        if self.page is not self.doctor:
            self._examined_from = self.page or self.sign_in
            self._go(self.doctor)
        self.examine.emit()

    def _show_patrol(self) -> None:
        """Show the patrol page; pressed there, the program from before, or the own shift."""
        if self.page is not self.patrol:
            self._go(self.patrol if self._may_use else self.sign_in)
        elif not self.front.go() and self._may_see():
            self._go(self.shift)
            self.shift_opened.emit()

    def _may_see(self) -> bool:
        """Tell whether stored pictures are open; where not, ask for the person first."""
        if not self._data_is_open:
            self.lock.emit()
        return self._data_is_open

    def _go(self, page: QWidget) -> None:
        if self.page is self.hit:
            self.leave_hit.emit()
        self.show_page(page)

    def _moved(self) -> None:
        """Take no input where something changed its place on the page in front."""
        page, moved = self.page, self.sender()
        if page is moved or (isinstance(moved, QWidget) and page and page.isAncestorOf(moved)):
            self.guard.guard()

    def _turned(self) -> None:
        """Hold taps where another pad came in a place; what is typed goes where it went."""
        if self.page is self.sender():
            self.guard.guard(keys=False)

    def _show_keys(self) -> None:
        live, page = self.live_keys, self.page
        self.hit_line.setVisible(page not in self._tell_hits_themselves)
        self.hit_line.show_key(live="F1" in live)
        self.keys.show_keys(live, self._kinds[page or self.sign_in][0], self._names)
