"""How a person signs in at a desk: what is asked beside the password (ACC-02, ACC-03).

Every function here asks headquarters and waits for the answer.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from threading import Event

from mdt_alpr.domain.errors import (
    CodeWantedError,
    FactorMissingError,
    LinkLostError,
    OutsideError,
    PasswordDueError,
    SecurityKeyError,
)
from mdt_alpr.domain.people.roles import Session
from mdt_alpr.domain.people.second_factor import CodeAsks, Enrollment, code_asks, is_key_answer
from mdt_alpr.patrol.key_touch import demand_wanted
from mdt_alpr.patrol.ports import SecurityKey
from mdt_alpr.ui.desk.presenters.session import DeskLink
from mdt_alpr.ui.shell.models.pages import CodeEntered


@dataclass(frozen=True, slots=True)
class MoreAsked:
    """What is asked of a person beside the password, and what was wrong with the last answer.

    ``due``: a new password; ``code``: a code of the second factor, ``asks`` which;
    ``enrollment``: the factor that is being set up.
    """

    problem: str = ""
    due: bool = False
    code: bool = False
    enrollment: Enrollment | None = None
    asks: CodeAsks = CodeAsks.APP
    vouched: tuple[str, str] = field(default=("", ""), repr=False)
    """Of a sign-in at the directory: the user name, and what is shown in place of a password."""

    def is_step_after(self, before: "MoreAsked") -> bool:
        """Tell whether this asks for a new password, or for a code, that was not asked before."""
        is_new_code = self.code and not (before.code or before.enrollment)
        return is_new_code or (self.due and not before.due)


NO_MORE = MoreAsked()


def begun(link: DeskLink, person_id: str, password: str, code: str = "") -> Session | MoreAsked:
    """Return the session, or what is asked next; by a code who has no factor is offered one."""
    try:
        return link.sign_in(person_id, password, code)
    except PasswordDueError as error:
        return MoreAsked(str(error), due=True)
    except CodeWantedError as error:
        return MoreAsked(str(error) if code else "", code=True, asks=code_asks(error))
    except FactorMissingError:
        pass
    try:
        return MoreAsked(enrollment=link.offer_factor(person_id, password, code))
    except CodeWantedError as error:
        return MoreAsked(str(error), code=True, asks=code_asks(error))


def begun_at_directory(link: DeskLink, canceled: Event) -> Session | MoreAsked:
    """Return the session of who signed in in the browser, or what is asked next."""
    person_id, ticket = link.directory_ticket(canceled)
    found = begun(link, person_id, ticket)
    return replace(found, vouched=(person_id, ticket)) if isinstance(found, MoreAsked) else found


def offered(link: DeskLink, person_id: str, password: str, code: str) -> MoreAsked:
    """Return a new second factor, such as for a new phone, or that a code of the old is asked."""
    try:
        return MoreAsked(enrollment=link.offer_factor(person_id, password, code))
    except CodeWantedError as error:
        return MoreAsked(str(error) if code else "", code=True, asks=code_asks(error))


def confirmed(link: DeskLink, person_id: str, password: str, code: str) -> MoreAsked:
    """Return the recovery codes of a factor that is in use now, or that a code is asked again.

    A further security key brings none: the person signs in with it next.
    """
    try:
        factor = link.confirm_factor(person_id, password, code)
        in_use = MoreAsked(code=True, asks=CodeAsks.KEY)
        asks = CodeAsks.KEY if is_key_answer(code) else CodeAsks.APP
        return MoreAsked(enrollment=factor, asks=asks) if factor.recovery else in_use
    except (CodeWantedError, LinkLostError) as error:
        return MoreAsked(str(error), code=True)


class KeyAtDesk:
    """Asks the person's security key, on the thread that asks headquarters."""

    def __init__(self, link: DeskLink, key: SecurityKey) -> None:
        self._link, self._key = link, key
        self._canceled = Event()
        self.asks_pin = key.asks_pin

    def offers(self, found: Session | MoreAsked) -> Session | MoreAsked:
        """Return what is asked, without a key where none can be asked now."""
        if isinstance(found, Session) or found.enrollment is None or self._key.is_here():
            return found
        return replace(found, enrollment=replace(found.enrollment, key=""))

    def cancel(self) -> None:
        """Wait for no touch any more."""
        self._canceled.set()

    def answered(
        self,
        act: Callable[[CodeEntered], Session | MoreAsked],
        entered: CodeEntered,
        enrollment: Enrollment | None,
    ) -> Callable[[], Session | MoreAsked]:
        """Return ``act``, with the key's answer in place of a code."""
        self.cancel()
        self._canceled = canceled = Event()

        def call() -> Session | MoreAsked:
            question = enrollment.key if enrollment else ""
            try:
                if not question:
                    question = self._link.key_question(entered.person, entered.password)
                answer = self._key.answer(question, entered.code, canceled)
                demand_wanted(canceled)
            except SecurityKeyError as error:
                due = bool(entered.new_password)
                return MoreAsked(str(error), due=due, code=True, asks=CodeAsks.KEY)
            return act(replace(entered, code=answer))

        return call


def proved(link: DeskLink, session: Session, password: str) -> str:
    """Give the password of who is signed in again; return why it does not count, else nothing."""
    try:
        link.prove(session, password)
    except OutsideError as error:
        return str(error)
    return ""


def changed(link: DeskLink, entered: CodeEntered) -> Session | MoreAsked:
    """Change the password, and return the session that begins with it, or what is asked next."""
    who, new, code = entered.person, entered.new_password, entered.code
    try:
        link.change_password(who, entered.password, new, code)
    except CodeWantedError as error:
        why = str(error) if code else ""
        return MoreAsked(why, due=True, code=True, asks=code_asks(error))
    return begun(link, who, new)
