"""The sign-in page of the desk: what it shows, and what a person answers there."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from threading import Event

from PySide6.QtCore import QObject, Signal

from mdt_alpr.domain.equipment.doctor import DoctorLine
from mdt_alpr.domain.people.passwords import PASSWORD_RULES
from mdt_alpr.domain.people.roles import Session
from mdt_alpr.maps.map_tiles import MapFile
from mdt_alpr.patrol.ports import SecurityKey
from mdt_alpr.ui.desk.presenters.session import DeskSession, DraftPlace
from mdt_alpr.ui.desk.presenters.signing_in import (
    NO_MORE,
    KeyAtDesk,
    MoreAsked,
    begun,
    begun_at_directory,
    changed,
    confirmed,
    offered,
)
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.shell.models.pages import DESK_UNIT, CheckLine, CodeEntered, SignInView
from mdt_alpr.ui.shell.presenters.car_pages import WARNING, factor_view, key_view, problem_mark


@dataclass(frozen=True, slots=True)
class DeskFacts:
    """How this desk is set up; ``accounts`` are shown in training only.

    ``key`` asks security keys, where this machine can; ``map_file`` is the agency's map.
    ``left_in`` is the file of how each person left the desk; without it nothing is remembered.
    ``drafts_in`` keeps what is typed over a crash; without it the desk's memory alone does.
    ``examine`` has this machine examined, on a thread of its own; without it none is offered.
    """

    headquarters: str
    training: bool = False
    accounts: tuple[tuple[str, str], ...] = ()
    key: SecurityKey | None = None
    map_file: MapFile | None = None
    left_in: Path | None = None
    drafts_in: DraftPlace | None = None
    examine: Callable[[], Iterator[DoctorLine]] | None = None


class SigningIn(QObject):
    """Asks a person for what signing in takes, step by step (ACC-02, ACC-03).

    Signals:
        page_changed: what the page shows (``SignInView``).
        session_begun: the session of who signed in.
    """

    page_changed = Signal(object)
    session_begun = Signal(object)

    def __init__(self, desk: DeskSession, facts: DeskFacts) -> None:
        super().__init__()
        self._desk, self._facts = desk, facts
        self._more = NO_MORE
        self._directory, self._busy = "", False
        self._vouched = NO_MORE.vouched
        self._in_browser: Event | None = None
        self._key = None if facts.key is None else KeyAtDesk(desk.link, facts.key)

    def sign_in(self, person_id: str, password: str) -> None:
        """Begin a session; headquarters counts failures and locks as it does for a car."""
        self._vouched = NO_MORE.vouched
        self.show(busy=True)
        link = self._desk.link
        entered = CodeEntered(person_id, password, "")
        self._ask(self._with_key(lambda e: begun(link, e.person, e.password), entered))

    def look_for_directory(self) -> None:
        """Offer the agency's directory, where headquarters has one and answers."""
        call = self._desk.link.directory_name
        self._desk.asking.ask("directory", call, self._directory_came, lambda _why: None)

    def sign_in_at_directory(self) -> None:
        """Let a person sign in in the browser; pressed once more, wait for it no longer."""
        if self._in_browser is not None:
            self._in_browser.set()
            return
        self._in_browser = canceled = Event()
        self.show(busy=True)
        self._ask(partial(begun_at_directory, self._desk.link, canceled))

    def change_password(self, person_id: str, password: str, new_password: str) -> None:
        """Change a person's password, and begin a session with it."""
        self._change(CodeEntered(person_id, password, "", new_password))

    def give_code(self, entered: CodeEntered) -> None:
        """Answer the question for a code: of a factor in use, or the first one of a new factor."""
        if self._vouched[0]:
            person, ticket = self._vouched
            entered = replace(entered, person=person, password=ticket)
        if entered.new_password and self._more.enrollment is None:
            self._change(entered)
            return
        self.show(self._more, busy=True, touches=entered.with_key)
        ask = offered if entered.renews else begun
        ask = ask if self._more.enrollment is None else confirmed
        link = self._desk.link
        self._ask(self._with_key(lambda e: ask(link, e.person, e.password, e.code), entered))

    def cancel_key(self) -> None:
        """Wait for no touch of a security key, and for no browser, any more."""
        if self._in_browser is not None:
            self._in_browser.set()
        if self._key is not None:
            self._key.cancel()

    def recovery_codes_kept(self) -> None:
        """Ask for a code once the person has the recovery codes."""
        self.show(MoreAsked(code=True, asks=self._more.asks))

    def show(
        self,
        more: MoreAsked = NO_MORE,
        *,
        busy: bool = False,
        touches: bool = False,
        is_news: bool = False,
    ) -> None:
        """Show the page; ``is_news``: its words are no failure."""
        is_step = is_news or more.is_step_after(self._more)
        facts, self._more, self._busy = self._facts, more, busy
        waits, name = self._in_browser is not None, self._directory
        offer = f"Sign in with {name}" if name else ""
        self.page_changed.emit(
            SignInView(
                unit=DESK_UNIT,
                problem=more.problem,
                busy=busy,
                locked_by="",
                training=facts.training,
                accounts=facts.accounts,
                checks=(CheckLine("Headquarters", facts.headquarters, Mark.RING),),
                warning=WARNING,
                password_is_due=more.due,
                password_rules=PASSWORD_RULES,
                code_is_wanted=more.code,
                factor=factor_view(more.enrollment),
                key=key_view(more.asks, more.enrollment, facts.key, touches=touches),
                problem_mark=problem_mark(is_step=is_step),
                directory="Cancel" if waits else offer,
                at_directory=waits,
                vouched=bool(self._vouched[0]) and (more.code or more.enrollment is not None),
            )
        )

    def _ask(
        self, call: Callable[[], Session | MoreAsked], failed: Callable[[str], None] | None = None
    ) -> None:
        self._desk.asking.ask("sign in", call, self._go_on, failed or self._refused)

    def _change(self, entered: CodeEntered) -> None:
        more = MoreAsked(due=True, code=bool(entered.code), asks=self._more.asks)
        self.show(more, busy=True, touches=entered.with_key)
        call = self._with_key(partial(changed, self._desk.link), entered)
        self._ask(call, self._not_changed)

    def _with_key(
        self, act: Callable[[CodeEntered], Session | MoreAsked], entered: CodeEntered
    ) -> Callable[[], Session | MoreAsked]:
        """Return the call with the code as entered, or with a security key's answer."""
        key, more = self._key, self._more
        if key is None:
            return partial(act, entered)
        call = key.answered(act, entered, more.enrollment) if entered.with_key else None
        return lambda: key.offers(call() if call else act(entered))

    def _directory_came(self, name: str) -> None:
        self._directory = name
        if self._desk.person is None and not self._busy:
            self.show(self._more)

    def _go_on(self, found: Session | MoreAsked) -> None:
        self._in_browser = None
        if isinstance(found, MoreAsked) and found.vouched[0]:
            self._vouched = found.vouched
        if isinstance(found, MoreAsked):
            is_wrong = found.code and bool(found.problem)
            enrolls = is_wrong and self._more.enrollment is not None
            self.show(replace(self._more, problem=found.problem) if enrolls else found)
        else:
            self._vouched = NO_MORE.vouched
            self.session_begun.emit(found)

    def _not_changed(self, why: str) -> None:
        self.show(MoreAsked(why, due=True))

    def _refused(self, why: str) -> None:
        self._in_browser, self._vouched = None, NO_MORE.vouched
        self.show(MoreAsked(why))
        if not self._directory:  # headquarters may not have answered before
            self.look_for_directory()
