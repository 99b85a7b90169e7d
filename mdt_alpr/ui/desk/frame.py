"""Who is signed in at the desk, and which pages that person has."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from functools import partial

from PySide6.QtCore import QObject, Signal

from mdt_alpr.acts.teams import SHOW_TEAMS
from mdt_alpr.domain.errors import MdtAlprError
from mdt_alpr.domain.people.roles import EVERY_TEAM, OWN_TEAM, Permission, Session, may
from mdt_alpr.domain.policy import CAR_LOCKS_DATA_AFTER, SESSION_LASTS
from mdt_alpr.ui.desk.finding import found_lines
from mdt_alpr.ui.desk.models.desk import FrameView, MenuLine, ProofView
from mdt_alpr.ui.desk.page import Page
from mdt_alpr.ui.desk.presenters.session import DeskSession
from mdt_alpr.ui.desk.presenters.sign_in import DeskFacts, SigningIn
from mdt_alpr.ui.desk.presenters.signing_in import MoreAsked, proved
from mdt_alpr.ui.desk.presenters.words import DAILY, ROLE_WORDS, team_choices
from mdt_alpr.ui.kit.words import guide_of, training_notice
from mdt_alpr.wire import addresses
from mdt_alpr.wire.accounts import DeskTeamsMessage, MembersMessage

HELP, _PEOPLE = "help", "people"
"""The page of the docs: in no menu, opened by F1 from every page."""
NO_TEAMS = DeskTeamsMessage(OWN_TEAM, (), sees_all=False)
NOT_PROVED = "Not done: the password was not entered again."
WARNED_BEFORE = timedelta(minutes=1)
LOCKS_SOON = "This desk locks in a minute. Press any key to stay."
ENDS_SOON = "Your session ends in a minute. Then sign in again: nothing typed is lost."
NOT_USED = (
    f"Locked: nobody used this desk for {CAR_LOCKS_DATA_AFTER // timedelta(minutes=1)} minutes. "
    "Sign in again: what you typed is still there."
)
SESSION_OVER = (
    f"A session lasts {SESSION_LASTS // timedelta(hours=1)} hours. Sign in again: what you typed "
    "is still there."
)
NOWHERE = ("", "", None)
NO_PAGES = "This account has no page at the desk. Officers work in the car."


class DeskPresenter(QObject):
    """Signs people in and out and moves between pages.

    Signals:
        frame_changed: the frame around the page (``FrameView``).
        proof_changed: whether the password is asked again (``ProofView``).
        guide_changed: the path of the page of the docs for F1.
        begun: the id of who signed in.
        found: the pages and acts that have the typed words (``FoundLine``).
        opening: the name of a page that is about to show another record.
        opened: that page, and what it shows now.
        ending: the session is about to end; everything typed is still there.
        ended: the session is over.
    """

    frame_changed = Signal(object)
    proof_changed = Signal(object)
    guide_changed = Signal(str)
    begun = Signal(str)
    found = Signal(object)
    opening = Signal(str)
    opened = Signal(str, object)
    ending = Signal()
    ended = Signal()

    def __init__(self, desk: DeskSession, pages: Mapping[str, Page], facts: DeskFacts) -> None:
        super().__init__()
        self.desk, self._pages, self._facts = desk, pages, facts
        self._page, self._before_help, self._warning, self._sought = "", "", "", ""
        self._chosen: object = None
        self._from: dict[str, str] = {}
        """From which page one of the menu was opened, until the menu is used."""
        self._left: tuple[str, str, object] = NOWHERE
        self.signing_in = SigningIn(desk, facts)
        self.signing_in.session_begun.connect(self._signed_in)
        self._teams = NO_TEAMS
        self._waiting: dict[str, int] = {}
        desk.asking.refused.connect(self._session_refused)
        desk.asking.proof_wanted.connect(self._ask_proof)
        for page in pages.values():
            page.waiting_changed.connect(self._show_waiting)
            page.open_wanted.connect(self.open)
            page.outdated.connect(self._load)
            page.left.connect(self.back)
            page.acted.connect(self._bring_next)
            page.arranged.connect(self._show_frame)

    @property
    def session(self) -> Session | None:
        """Return who is signed in."""
        return self.desk.person

    def start(self) -> None:
        """Show the sign-in page."""
        self._show_sign_in()
        self.signing_in.look_for_directory()

    def give_proof(self, password: str) -> None:
        """Give the person's password again, for a step that wants it (ACC-08)."""
        if (session := self.session) is not None:
            self.proof_changed.emit(ProofView(shown=True, busy=True))
            call = partial(proved, self.desk.link, session, password)
            self.desk.asking.ask("proof", call, self._proof_came, _nothing)

    def refuse_proof(self) -> None:
        """Leave undone what wants the password."""
        self.desk.asking.cancel("proof")
        self.proof_changed.emit(ProofView())
        self.desk.asking.give_up(NOT_PROVED)

    def lock(self, why: str = "") -> None:
        """End the session and clear the screen; the sign-in page says why."""
        if (session := self.session) is not None:
            self._end(why, is_news=True)
            self._sign_out(session)

    def want(self, page: str) -> None:
        """Show a page of the menu, and load it."""
        if page in self._menu():
            self._from.clear()
            self._page, self._chosen = page, None
            self._show_frame()
            self._pages[page].load()

    def begin_find(self) -> None:
        """Ask once a session who may be found, which headquarters records."""
        session, asking = self.session, self.desk.asking
        if session is None or self.desk.people or asking.waits(_PEOPLE):
            return
        if any(may(session.role, permission) for permission in SHOW_TEAMS.may):
            call = self.desk.ask(MembersMessage, SHOW_TEAMS.path())
            asking.ask(_PEOPLE, call, self._people_came, _nothing)

    def find(self, typed: str) -> None:
        """Show what the person may open that has these words; nothing typed is sent."""
        self._sought = typed
        if self.session is not None:
            self.found.emit(found_lines(self._pages, self.session.role, typed))

    def begin_page(self, name: str) -> None:
        """Show on a page what a session begins with: at sign-in, and when its view is made."""
        if self.session is not None:
            self._pages[name].begin()
            self._pages[name].begin_saving()

    def go(self, page: str, chosen: object) -> None:
        """Show a page that was found, or what was found on it."""
        if chosen is None:
            self.want(page)
        else:
            self.open(page, chosen)

    def open(self, page: str, chosen: object) -> None:
        """Show what was chosen on the page that another is opened from."""
        opened = self._pages[page]
        if self._has(opened):
            self.opening.emit(page)
            if page != self._page:
                self._note_way(page)
            self._page, self._chosen = page, chosen
            self._show_frame()
            opened.open(chosen)
            self.opened.emit(page, chosen)

    def choose_team(self, team: str) -> None:
        """Show another team's hits and entries; headquarters decides whether it is allowed."""
        self.desk.team = team
        if self._page == HELP:
            self._page = self._before_help
        self._page = self._before()
        self._show_frame()
        self.reload()

    def help(self) -> None:
        """Show the page of the docs for the signed-in role."""
        if self.session is not None and self._page != HELP:
            self._before_help, self._page = self._page, HELP
            self.guide_changed.emit(guide_of(self.session.role))
            self._show_frame()

    def back(self) -> None:
        """Go back to where this page was opened from; that page is as it was."""
        if (before := self._before()) != self._page:
            self._page = before
            self._show_frame()
            if before in self._pages and self._pages[before].leads:
                self._pages[before].load()

    def reload(self) -> None:
        """Reload the page."""
        if self.session is not None and self._page in self._pages:
            for name in filter(None, (self._beside(), self._page)):
                self._pages[name].load()

    def used(self) -> None:
        """Note that somebody uses the desk."""
        self.desk.used()
        self._warn("")

    def tick(self) -> None:
        """Lock a desk that nobody uses (ACC-07), or whose session is over (ACC-08)."""
        if self.session is None:
            return
        now, signed_in_at = self.desk.now(), self.session.signed_in_at
        locks, ends = self.desk.used_at + CAR_LOCKS_DATA_AFTER, signed_in_at + SESSION_LASTS
        page = self._pages.get(self._page)
        if now >= locks or now >= ends:
            self.lock(SESSION_OVER if now >= ends else NOT_USED)
            return
        soon = min(locks, ends) - now <= WARNED_BEFORE
        self._warn((ENDS_SOON if ends < locks else LOCKS_SOON) if soon else "")
        if page and page.renews and not any(map(self.desk.asking.waits, page.calls)):
            page.load()

    def close(self) -> None:
        """End the session and every thread."""
        session, self.desk.person = self.desk.person, None
        self.signing_in.cancel_key()
        self.desk.asking.close()
        self.desk.map.close()
        if session is not None:
            with suppress(MdtAlprError):  # without a link headquarters ends it by its time
                self.desk.link.sign_out(session)
        self.desk.link.close()

    # ------------------------------------------------------------------------ inside

    def _warn(self, words: str) -> None:
        """Say, where nothing did yet, that the desk is about to lock."""
        if words != self._warning:
            self._warning = words
            self._show_frame()

    def _end(self, why: str, *, is_news: bool = False) -> None:
        """End what is on the screen; the person finds it again, with what was typed."""
        assert self.session is not None  # noqa: S101 - only a session ends
        self._left = self.session.person_id, self._page, self._chosen
        self.ending.emit()
        self.desk.person, self._warning = None, ""
        self.desk.asking.cancel()
        self.ended.emit()
        self._show_sign_in(why, is_news=is_news)

    def _go_on(self, session: Session) -> None:
        """Show what waits, or to whose session ended here last the page that was left."""
        menu, (person, page, chosen) = self._menu(), self._left
        self._left, first = NOWHERE, menu[0]
        if person != session.person_id or page not in self._pages:
            self.want(first)
        elif page in menu and chosen is None:
            self.want(page)
        else:
            before = self._pages[page].opened_from
            self.want(before if before in menu else first)
            self.open(page, chosen)

    def _ask_proof(self) -> None:
        if self.session is None:  # locked meanwhile: nobody can be asked
            self.desk.asking.give_up(NOT_PROVED)
        else:
            self.proof_changed.emit(ProofView(shown=True))

    def _proof_came(self, problem: str) -> None:
        self.proof_changed.emit(ProofView(shown=bool(problem), problem=problem))
        if not problem:
            self.desk.asking.go_on()

    def _signed_in(self, session: Session) -> None:
        self.desk.person = session
        pages = self._menu()
        if not pages:
            self.desk.person = None
            self._show_sign_in(NO_PAGES)
            self._sign_out(session)
            return
        self.desk.used()
        self.desk.pages = frozenset(name for name, page in self._pages.items() if self._has(page))
        self._teams, self.desk.team, self._waiting = NO_TEAMS, OWN_TEAM, {}
        self.desk.seen, self.desk.people = {}, ()
        for name in self._pages:
            self.begin_page(name)
        if may(session.role, Permission.REVIEW_HITS):
            call = self.desk.ask(DeskTeamsMessage, addresses.DESK_TEAMS)
            self.desk.asking.ask("teams", call, self._teams_came, _nothing)
        self.begun.emit(session.person_id)
        self._go_on(session)
        for name in pages:
            if self._pages[name].leads and name != self._page:
                self._pages[name].load()

    def _sign_out(self, session: Session) -> None:
        link = self.desk.link
        self.desk.asking.ask("sign out", lambda: link.sign_out(session), _nothing, _nothing)

    def _has(self, page: Page) -> bool:
        """Return whether the person has the page; any other does not exist for them (ACC-12)."""
        return self.session is not None and page.is_for(self.session.role)

    def _menu(self) -> tuple[str, ...]:
        """Return the pages in the person's menu."""
        return tuple(
            name for name, page in self._pages.items() if self._has(page) and not page.opened_from
        )

    def _before(self) -> str:
        """Return the page that this one was opened from, else this page."""
        if self._page == HELP:
            return self._before_help
        page = self._pages.get(self._page)
        return self._from.get(self._page, "") or (page.opened_from if page else "") or self._page

    def _beside(self) -> str:
        """Return the list that stays beside the page in front; empty for none."""
        page = self._pages.get(self._page)
        if page is None or not page.stands_beside or self._before() != page.opened_from:
            return ""
        return page.opened_from

    def _note_way(self, page: str) -> None:
        """Note to which page another goes back; nobody is to go round in circles."""
        way = [self._page]
        while (before := self._from.get(way[-1], "")) and before not in way:
            way.append(before)
        here = self._pages.get(self._page)
        leads = here is not None and (here.leads or not here.opened_from)
        if page not in way:
            is_noted = leads or not self._pages[page].opened_from
            self._from[page] = self._page if is_noted else ""

    def _load(self, name: str) -> None:
        self._pages[name].load()

    def _bring_next(self, page: str) -> None:
        """Let the page that led to this one bring what waits next on it, once an act is done."""
        before = self._pages.get(self._from.get(page, ""))
        if before is not None and page == self._page:
            before.bring_next(page, partial(self._open_next, page))

    def _open_next(self, page: str, chosen: object) -> None:
        if page == self._page and page in self._from:  # nobody left it meanwhile
            self.open(page, chosen)

    def _show_waiting(self, page: str, number: int) -> None:
        """Show in the menu how many items wait."""
        self._waiting[page] = number
        self._show_frame()

    def _people_came(self, answer: MembersMessage) -> None:
        self.desk.people = answer.members
        self.find(self._sought)

    def _teams_came(self, answer: DeskTeamsMessage) -> None:
        self._teams = answer
        self._show_frame()

    def _session_refused(self, why: str) -> None:
        """End the session that headquarters no longer accepts."""
        if self.session is not None:
            self._end(why)

    def _show_sign_in(self, why: str = "", *, is_news: bool = False) -> None:
        self.proof_changed.emit(ProofView())
        self.signing_in.show(MoreAsked(why), is_news=is_news)

    def _show_frame(self) -> None:
        if self.session is None:
            return
        self.frame_changed.emit(
            FrameView(
                role=ROLE_WORDS[self.session.role],
                person=self.session.name,
                menu=self._lines(),
                page=self._page,
                training=self._facts.training or self.session.training,
                teams=team_choices(self._teams),
                team=self.desk.team or self._teams.own or EVERY_TEAM,
                notice=self._warning or training_notice(self.session, self.desk.now()),
                policy=self.session.policy,
                beside=self._beside(),
            )
        )

    def _lines(self) -> tuple[MenuLine, ...]:
        """Return the menu: what the role has daily, then the rest in its sections."""
        daily = DAILY.get(self.session.role, ()) if self.session is not None else ()
        menu = sorted(self._menu(), key=lambda name: name not in daily)
        return tuple(self._line(name, is_daily=name in daily) for name in menu)

    def _line(self, name: str, *, is_daily: bool) -> MenuLine:
        page, waiting = self._pages[name], self._waiting.get(name)
        title = f"{page.title}: {waiting}" if waiting else page.title
        return MenuLine(name, title, "" if is_daily else page.section())


def _nothing(_found: object) -> None:
    """Ignore an answer or a failure."""
