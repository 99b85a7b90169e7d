"""Puts the desk's window and pages together; headquarters is behind a port."""

from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Slot

from mdt_alpr.machine.clock import Clock
from mdt_alpr.ui.desk.drafts import Drafts
from mdt_alpr.ui.desk.frame import HELP, DeskPresenter
from mdt_alpr.ui.desk.page import Page
from mdt_alpr.ui.desk.pages import page_kinds
from mdt_alpr.ui.desk.presenters.session import DeskLink, DeskSession
from mdt_alpr.ui.desk.presenters.sign_in import DeskFacts
from mdt_alpr.ui.desk.remembered import Remembered
from mdt_alpr.ui.desk.views.desk_window import DeskWindow, HelpDeskPage
from mdt_alpr.ui.shell.presenters.doctor import DoctorPresenter
from mdt_alpr.ui.shell.views.on_screen import bring

P = TypeVar("P", bound=Page)
_TICK_MS = 10_000


class DeskScreen(QObject):
    """Owns window, pages and presenter; lives on the screen's thread."""

    def __init__(self, link: DeskLink, clock: Clock, facts: DeskFacts) -> None:
        super().__init__()
        desk = DeskSession(link, clock, facts.map_file)
        self.pages = {kind.page_name(): kind(desk) for kind in page_kinds()}
        self.presenter = DeskPresenter(desk, self.pages, facts)
        self.window, self.help = DeskWindow(), HelpDeskPage()
        self.drafts = Drafts(self.window, self.pages, desk, facts.drafts_in)
        self.remembered = Remembered(self.window, self.pages, self.presenter, facts.left_in)
        self._connect_frame()
        self._connect_drafts()
        self.window.add_page(HELP, self.help)
        for name, page in self.pages.items():
            self.window.offer_page(name, page.widget)
            self.presenter.ended.connect(page.forget)
        self.doctor = None if facts.examine is None else DoctorPresenter(facts.examine)
        if self.doctor is not None:
            self.window.offer_doctor(self.help)
            self.window.examine.connect(self.doctor.begin)
            self.doctor.view_changed.connect(self.window.doctor.show_view)
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self.presenter.tick)

    def page(self, kind: type[P]) -> P:
        """Return the page of a class."""
        return next(page for page in self.pages.values() if isinstance(page, kind))

    def start(self) -> None:
        """Show the window at its sign-in page, in front of what is open."""
        bring(self.window, whole=False)
        self.window.raise_()
        self.window.activateWindow()
        self.presenter.start()
        self._timer.start()

    def stop(self) -> None:
        """End the session and the threads."""
        self._timer.stop()
        if self.doctor is not None:
            self.doctor.close()
        self.remembered.end()
        self.drafts.end()
        self.presenter.close()

    @Slot(str)
    def _begin_page(self, name: str) -> None:
        """Connect a page's view, now that it is made, and show what the session began with."""
        self.presenter.ended.connect(self.window.page(name).forget)
        self.presenter.begin_page(name)
        self.remembered.made(name)
        self.drafts.made(name)

    def _connect_drafts(self) -> None:
        window, presenter, drafts = self.window, self.presenter, self.drafts
        presenter.begun.connect(self.remembered.begin)
        presenter.ending.connect(self.remembered.end)
        presenter.begun.connect(drafts.begin)
        presenter.opening.connect(drafts.leave)
        presenter.opened.connect(drafts.enter)
        presenter.ending.connect(drafts.end)
        window.used.connect(drafts.save_soon)
        window.page_shown.connect(drafts.show_page)
        window.typed.emptied.connect(drafts.empty)
        drafts.changed.connect(window.typed.show_state)

    def _connect_frame(self) -> None:
        window, presenter = self.window, self.presenter
        signing_in = presenter.signing_in
        window.sign_in.sign_in_pressed.connect(signing_in.sign_in)
        window.sign_in.change_pressed.connect(signing_in.change_password)
        window.sign_in.code_pressed.connect(signing_in.give_code)
        window.sign_in.codes_kept.connect(signing_in.recovery_codes_kept)
        window.sign_in.directory_pressed.connect(signing_in.sign_in_at_directory)
        window.sign_in.key_canceled.connect(signing_in.cancel_key)
        window.proof.given.connect(presenter.give_proof)
        window.proof.refused.connect(presenter.refuse_proof)
        presenter.proof_changed.connect(window.proof.show_view)
        window.page_wanted.connect(presenter.want)
        window.page_made.connect(self._begin_page)
        window.team_chosen.connect(presenter.choose_team)
        window.finder.begun.connect(presenter.begin_find)
        window.finder.typed.connect(presenter.find)
        window.finder.chosen.connect(presenter.go)
        presenter.found.connect(window.finder.show_lines)
        window.lock_pressed.connect(presenter.lock)
        window.reload_pressed.connect(presenter.reload)
        window.back_pressed.connect(presenter.back)
        window.help_pressed.connect(presenter.help)
        presenter.guide_changed.connect(self.help.guide.show_guide)
        window.used.connect(presenter.used)
        signing_in.page_changed.connect(window.show_sign_in)
        presenter.frame_changed.connect(window.show_frame)
