"""Who sits at the desk, which pages that person has, and what each of them asks."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import quote

from PySide6.QtCore import QObject, Signal

from mdt_alpr.clock import Clock
from mdt_alpr.domain.errors import MdtAlprError, PasswordDueError
from mdt_alpr.domain.people.desk_pages import DeskPage, pages_of
from mdt_alpr.domain.people.roles import Permission, Session, may
from mdt_alpr.domain.people.teams import EVERY_TEAM, OWN_TEAM
from mdt_alpr.domain.policy import CAR_LOCKS_DATA_AFTER, session_has_expired
from mdt_alpr.ui.desk.models.desk import FrameView, MenuLine
from mdt_alpr.ui.desk.presenters.accounts import AccountsPresenter
from mdt_alpr.ui.desk.presenters.cases import CasesPresenter
from mdt_alpr.ui.desk.presenters.entries import ManualPresenter
from mdt_alpr.ui.desk.presenters.figures import FiguresPresenter
from mdt_alpr.ui.desk.presenters.hit import HitFilePresenter
from mdt_alpr.ui.desk.presenters.hit_ids import HitIdsPresenter
from mdt_alpr.ui.desk.presenters.link import Asking, DeskLink
from mdt_alpr.ui.desk.presenters.log import LogPresenter
from mdt_alpr.ui.desk.presenters.past_reads import DeskPastReads
from mdt_alpr.ui.desk.presenters.set_aside import SetAsidePresenter
from mdt_alpr.ui.desk.presenters.teams import team_choices
from mdt_alpr.ui.desk.presenters.truth import TruthPresenter
from mdt_alpr.ui.desk.presenters.words import PAGE_TITLES, ROLE_WORDS
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.kit.presenters.guides import guide_of
from mdt_alpr.ui.kit.words import local_day
from mdt_alpr.ui.shell.models.pages import CheckLine, SignInView
from mdt_alpr.ui.shell.presenters.training_notice import training_notice
from mdt_alpr.wire import addresses
from mdt_alpr.wire.desk import HitLogAsk, HitLogFilter, WallMessage
from mdt_alpr.wire.manual import ManualEntriesMessage
from mdt_alpr.wire.teams import DeskTeamsMessage

HIT = "hit"
"""The page of one hit: in no menu, reached from the log."""
PAST_READS = "past_reads"
"""The page of one entry's past reads: in no menu, reached from the entries."""
HELP = "help"
"""A page of the docs: in no menu, reached by F1 from every page."""
_BEFORE = {HIT: DeskPage.SHIFT_LOG, PAST_READS: DeskPage.MANUAL_ENTRIES}
NO_TEAMS = DeskTeamsMessage(OWN_TEAM, (), sees_all=False)
NO_PAGES = "This account has no page at the desk. Officers work in the car."


@dataclass(frozen=True, slots=True)
class DeskFacts:
    """How this desk is set up; ``accounts`` are shown in training only."""

    headquarters: str
    training: bool = False
    accounts: tuple[tuple[str, str], ...] = ()


class DeskPresenter(QObject):
    """Signals: the sign-in page, the frame, the page of the docs by its path, a session's end."""

    sign_in_changed = Signal(object)
    frame_changed = Signal(object)
    guide_changed = Signal(str)
    ended = Signal()

    def __init__(self, link: DeskLink, clock: Clock, facts: DeskFacts) -> None:
        super().__init__()
        self._link, self._clock, self._facts = link, clock, facts
        self.session: Session | None = None
        self._used_at = clock.now()
        self._page, self._before_help = "", ""
        self._teams, self._team = NO_TEAMS, OWN_TEAM
        self.asking = Asking()
        self.asking.refused.connect(self._session_refused)
        self.log = LogPresenter(self.asking, self._ask, self._today)
        self.hit = HitFilePresenter(self.asking, self._ask, self._picture)
        self.figures = FiguresPresenter(self.asking, self._ask, self._today)
        self.entries = ManualPresenter(self.asking, self._ask, self._tell, clock.now)
        self.past_reads = DeskPastReads(self.asking, self._ask)
        self.truth = TruthPresenter(self.asking, self._ask, self._picture)
        self.cases = CasesPresenter(self.asking, self._ask)
        self.accounts = AccountsPresenter(self.asking, self._ask, clock.now)
        self.hit_ids = HitIdsPresenter(self.asking, self._ask, self._today)
        self.set_aside = SetAsidePresenter(self.asking, self._ask, self._tell)
        self.cases.open_changed.connect(self._cases_open)
        self.set_aside.waiting_changed.connect(self._asides_wait)
        self._waiting: dict[DeskPage, int] = {}
        self._loads: dict[str, Callable[[], None]] = {
            DeskPage.SHIFT_LOG: self.log.load,
            DeskPage.NEAR_MISSES: self.figures.load_ledger,
            DeskPage.CHECK_QUALITY: self.figures.load_quality,
            DeskPage.MANUAL_ENTRIES: self.entries.load,
            DeskPage.READ_ACCURACY: self.truth.load,
            DeskPage.REVIEW_CASES: self.cases.load,
            DeskPage.HIT_IDS: self.hit_ids.load,
            DeskPage.SET_ASIDE: self.set_aside.load,
            DeskPage.LIVE_WALL: self.figures.load_wall,
            DeskPage.ACCOUNTS: self.accounts.load,
        }

    def start(self) -> None:
        """Show the sign-in page."""
        self._show_sign_in()

    def sign_in(self, person_id: str, password: str) -> None:
        """Begin a session; headquarters counts failures and locks as it does for a car."""
        self._show_sign_in(busy=True)

        def call() -> Session | PasswordDueError:
            return self._begun(person_id, password)

        self.asking.ask("sign in", call, self._begin, self._refused)

    def change_password(self, person_id: str, password: str, new_password: str) -> None:
        """Change a person's password, and begin a session with it."""
        self._show_sign_in(busy=True, due=True)

        def call() -> Session | PasswordDueError:
            self._link.change_password(person_id, password, new_password)
            return self._begun(person_id, new_password)

        self.asking.ask("sign in", call, self._begin, self._not_changed)

    def lock(self) -> None:
        """End the session; what is on the screen goes."""
        session, self.session = self.session, None
        if session is None:
            return
        self.asking.cancel()
        self.ended.emit()
        self._show_sign_in()
        self.asking.ask("sign out", lambda: self._link.sign_out(session), _nothing, _nothing)

    def want(self, page: str) -> None:
        """Show a page, and ask for what is on it."""
        if self.session is None or page not in self._pages(self.session):
            return
        self._page = page
        self._show_frame()
        self._loads[page]()

    def choose_team(self, team: str) -> None:
        """Show hits and entries of another team; headquarters decides whether that may be."""
        self._team = team
        before = self._before_help if self._page == HELP else self._page
        self._page = _BEFORE.get(before, before)
        self._show_frame()
        self.reload()

    def open_hit(self, hit_id: str) -> None:
        """Show one hit."""
        if self.session is not None:
            self._page = HIT
            self._show_frame()
            self.hit.open(hit_id)

    def open_past_reads(self, entry_id: str) -> None:
        """Ask for purpose and case before the past reads of an entry."""
        entry = self.entries.chosen(entry_id)
        if self.session is not None and entry is not None:
            self._page = PAST_READS
            self._show_frame()
            self.past_reads.open(entry)

    def help(self) -> None:
        """Show the page of the docs for who sits here."""
        if self.session is not None and self._page != HELP:
            self._before_help, self._page = self._page, HELP
            self.guide_changed.emit(guide_of(self.session.role))
            self._show_frame()

    def back(self) -> None:
        """Leave a hit for the log, past reads for the entries, the help for what was before.

        They stand as they were left.
        """
        if self._page == HELP:
            self._page = self._before_help
            self._show_frame()
        elif self._page in _BEFORE:
            self._page = _BEFORE[self._page]
            self._show_frame()

    def reload(self) -> None:
        """Ask again for what the page shows."""
        if self.session is not None and self._page in self._loads:
            self._loads[self._page]()

    def used(self) -> None:
        """Somebody is there."""
        self._used_at = self._clock.now()

    def tick(self) -> None:
        """Lock a desk that nobody uses (ACC-07), or whose session is over (ACC-08)."""
        if self.session is None:
            return
        now = self._clock.now()
        idle = now - self._used_at >= CAR_LOCKS_DATA_AFTER
        if idle or session_has_expired(self.session.signed_in_at, now):
            self.lock()
        elif self._page == DeskPage.LIVE_WALL and not self.asking.waits("wall"):
            self.figures.load_wall()

    def close(self) -> None:
        """End the session and every thread."""
        session, self.session = self.session, None
        self.asking.close()
        if session is not None:
            with suppress(MdtAlprError):  # without a link headquarters ends it by its time
                self._link.sign_out(session)
        self._link.close()

    # ------------------------------------------------------------------------ inside

    def _begun(self, person_id: str, password: str) -> Session | PasswordDueError:
        """Return the session, or that the password must be changed; on a thread that may wait."""
        try:
            return self._link.sign_in(person_id, password)
        except PasswordDueError as error:
            return error

    def _begin(self, found: Session | PasswordDueError) -> None:
        if isinstance(found, PasswordDueError):
            self._not_changed(str(found))
        else:
            self._signed_in(found)

    def _not_changed(self, why: str) -> None:
        self._show_sign_in(problem=why, due=True)

    def _signed_in(self, session: Session) -> None:
        pages = self._pages(session)
        if not pages:
            self._show_sign_in(problem=NO_PAGES)
            self.asking.ask("sign out", lambda: self._link.sign_out(session), _nothing, _nothing)
            return
        self.session = session
        self.used()
        self.log.begin()
        self.hit_ids.begin()
        for shows in (self.hit, self.truth):
            shows.begin(session, self._clock.now)
        self._teams, self._team = NO_TEAMS, OWN_TEAM
        if may(session.role, Permission.REVIEW_HITS):
            call = self._ask(DeskTeamsMessage, addresses.DESK_TEAMS, None)
            self.asking.ask("teams", call, self._teams_came, _nothing)
        self._waiting = {}
        self.accounts.begin(session)
        self.set_aside.begin(session)
        self.want(pages[0])
        for page in (DeskPage.REVIEW_CASES, DeskPage.SET_ASIDE):
            if page in pages[1:]:
                self._loads[page]()

    def _pages(self, session: Session) -> tuple[DeskPage, ...]:
        """Return the pages of a person that this desk can show: one it cannot is not offered."""
        return tuple(page for page in pages_of(session.role) if page in self._loads)

    def _today(self) -> date:
        return local_day(self._clock.now())

    def _cases_open(self, number: int) -> None:
        """Say in the menu how many cases wait: who is responsible sees it at sign-in."""
        self._waiting[DeskPage.REVIEW_CASES] = number
        self._show_frame()

    def _asides_wait(self, number: int) -> None:
        """Say in the menu what was set aside or flagged, as of the cases."""
        self._waiting[DeskPage.SET_ASIDE] = number
        self._show_frame()

    def _teams_came(self, found: DeskTeamsMessage) -> None:
        self._teams = found
        self._show_frame()

    def _session_refused(self, why: str) -> None:
        """Leave what headquarters no longer lets this person see."""
        if self.session is not None:
            self.session = None
            self.asking.cancel()
            self.ended.emit()
            self._show_sign_in(problem=why)

    def _refused(self, why: str) -> None:
        self._show_sign_in(problem=why)

    def _show_sign_in(self, *, problem: str = "", busy: bool = False, due: bool = False) -> None:
        facts = self._facts
        checks = (CheckLine("Headquarters", facts.headquarters, Mark.RING),)
        self.sign_in_changed.emit(
            SignInView(
                unit="Desk",
                problem=problem,
                busy=busy,
                locked_by="",
                training=facts.training,
                accounts=facts.accounts,
                checks=checks,
                password_is_due=due,
            )
        )

    def _show_frame(self) -> None:
        if self.session is None:
            return
        pages = self._pages(self.session)
        self.frame_changed.emit(
            FrameView(
                role=ROLE_WORDS[self.session.role],
                person=self.session.name,
                menu=tuple(MenuLine(page.value, self._title(page)) for page in pages),
                page=self._page,
                training=self._facts.training or self.session.training,
                teams=team_choices(self._teams),
                team=self._team or self._teams.own or EVERY_TEAM,
                notice=training_notice(self.session, self._clock.now()),
            )
        )

    def _title(self, page: DeskPage) -> str:
        waiting = self._waiting.get(page)
        return f"{PAGE_TITLES[page]}: {waiting}" if waiting else PAGE_TITLES[page]

    def _ask(self, kind: type, path: str, body: object) -> Callable[[], object]:
        session, team = self.session, self._team
        if isinstance(body, HitLogAsk):
            body = replace(body, which=replace(body.which, team=team))
        elif isinstance(body, HitLogFilter):
            body = replace(body, team=team)
        elif kind is ManualEntriesMessage:
            path = f"{path}?team={quote(team)}"
        if kind is not WallMessage:  # which is asked for by itself
            self.used()

        def call() -> object:
            if session is None:
                return None
            found: object = self._link.ask(session, kind, path, body)
            return found

        return call

    def _tell(self, path: str, body: object) -> Callable[[], object]:
        session = self.session

        def call() -> object:
            if session is not None:
                self._link.tell(session, path, body)
            return None

        return call

    def _picture(self, digest: str) -> Callable[[], bytes]:
        session = self.session

        def call() -> bytes:
            return b"" if session is None else self._link.picture(session, digest)

        return call


def _nothing(_found: object) -> None:
    """Nobody waits for it."""
