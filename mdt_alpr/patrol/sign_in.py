"""Who is signed in to the car: one person at a time, known to headquarters, for twelve hours.

A session here begins with a sign-in or a start of the program. The same person continues it by
unlocking the screen; a handover of the screen to a second officer begins another.
"""

import secrets
import threading
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from mdt_alpr.domain.errors import (
    CodeWantedError,
    FactorMissingError,
    LinkLostError,
    NotPermittedError,
    PasswordDueError,
    SignInRefusedError,
    StoreLockedError,
)
from mdt_alpr.domain.identity import new_id
from mdt_alpr.domain.officer import NOBODY, Officer
from mdt_alpr.domain.people.roles import Permission, Session, demand
from mdt_alpr.domain.people.second_factor import CodeAsks, Enrollment, code_asks, is_key_answer
from mdt_alpr.machine.clock import Clock
from mdt_alpr.patrol.events import CodeAsked, SignedIn, SignedOut, SignInFailed
from mdt_alpr.patrol.ports import HqLink, SecurityKey
from mdt_alpr.patrol.verifiers import Verifiers

PERHAPS_CHANGED = "If the old password is refused, use the new one."


class Sessions:
    """The car's one session; ``begin`` and ``end`` run on the link thread.

    ``verifiers`` sign in without a link. ``training``: nothing in this car is real.
    ``key`` asks security keys, where the car has one. ``officer`` may be read on any thread.
    """

    fault = ""
    """A person who may not send to a headquarters is not signed in there."""

    def __init__(
        self,
        link: HqLink,
        clock: Clock,
        publish: Callable[[SignedIn | SignedOut | SignInFailed | CodeAsked], None],
        verifiers: Verifiers,
        *,
        training: bool = False,
    ) -> None:
        self.key: SecurityKey | None = None
        self._training = training
        self._changing = threading.Lock()
        self._officer = NOBODY
        self._link = link
        self._clock = clock
        self._publish = publish
        self._session: Session | None = None
        self._verifiers = verifiers

    @property
    def current(self) -> Session | None:
        """Return the session, also while it can no longer be used for sending (ACC-07)."""
        return self._session

    @property
    def person_id(self) -> str:
        """Return who is signed in, or an empty string."""
        return self._session.person_id if self._session else ""

    @property
    def officer(self) -> Officer:
        """Return who works the screen, in which session: whose steps count for the gate."""
        return self._officer

    def usable(self) -> Session | None:
        """Return the session if headquarters will still accept it (ACC-08)."""
        session = self._live()
        return None if session is None or session.is_offline else session

    def begin(self, person_id: str, password: str, code: str = "") -> None:
        """Sign a person in; a refusal says why and what to do.

        Who has no second factor yet is offered one by the administrator's code (ACC-02).

        Without a link this car compares the password: the person whose session it is continues
        it, another one begins a session of which headquarters knows nothing (CAR-01).
        """
        try:
            session = self._link.sign_in(person_id, password, code)
            demand(session.role, Permission.OPERATE_CAR)
        except LinkLostError as error:
            self._without_link(person_id, password, str(error))
        except (SignInRefusedError, NotPermittedError) as error:
            self._ask_more(error, person_id, password, code)
        else:
            self._go_on(SignedIn(session))
            self._verifiers.keep(session, password)

    def _ask_more(
        self,
        error: SignInRefusedError | NotPermittedError,
        person_id: str,
        password: str,
        code: str,
    ) -> None:
        """Publish what a person with the right password is asked next, or why nobody gets in."""
        asks = code_asks(error)
        if isinstance(error, CodeWantedError) and not code:
            self._publish(CodeAsked(asks=asks))
        elif isinstance(error, FactorMissingError):  # the code is the administrator's
            self._publish(
                self._set_up(partial(self._link.offer_factor, person_id, password, code))
            )
        else:
            is_due, is_wrong = (isinstance(error, k) for k in (PasswordDueError, CodeWantedError))
            failed = SignInFailed(str(error), password_is_due=is_due, code_is_wrong=is_wrong)
            self._publish(replace(failed, asks=asks))
            if not is_due and not is_wrong:
                self._verifiers.refused(person_id, password)

    def offer_factor(self, person_id: str, password: str, code: str = "") -> None:
        """Ask for a new second factor, such as for a new phone; the one in use stays till then."""
        answer = self._set_up(lambda: self._link.offer_factor(person_id, password, code))
        asks = isinstance(answer, SignInFailed) and answer.code_is_wrong and not code
        self._publish(CodeAsked(asks=answer.asks) if asks else answer)

    def confirm_factor(self, person_id: str, password: str, code: str) -> None:
        """Put the offered second factor in use by its first code."""
        answer = self._set_up(lambda: self._link.confirm_factor(person_id, password, code))
        is_key = is_key_answer(code)
        self._publish(replace(answer, asks=CodeAsks.KEY) if is_key else answer)

    def key_question(self, person_id: str, password: str) -> str:
        """Return a question to the person's security key; empty where none is given, and why."""
        try:
            return self._link.key_question(person_id, password)
        except (LinkLostError, SignInRefusedError) as error:
            self._publish(SignInFailed(str(error)))
            return ""

    def _set_up(self, ask: Callable[[], Enrollment]) -> CodeAsked | SignInFailed:
        try:
            answer = ask()
            if answer == Enrollment():  # a further key is in use: it has no codes of its own
                return CodeAsked(asks=CodeAsks.KEY)
            is_here = self.key is not None and self.key.is_here()
            return CodeAsked(answer if is_here else replace(answer, key=""))
        except (LinkLostError, CodeWantedError) as error:
            return SignInFailed(str(error), code_is_wrong=True, asks=code_asks(error))
        except SignInRefusedError as error:
            return SignInFailed(str(error))

    def change_password(
        self, person_id: str, password: str, new_password: str, code: str = ""
    ) -> None:
        """Change a person's password at headquarters, then sign in with it (ACC-03, ACC-08)."""
        try:
            self._link.change_password(person_id, password, new_password, code)
        except LinkLostError as error:
            why = f"{error} {PERHAPS_CHANGED}"
            self._publish(SignInFailed(why, password_is_due=True))
        except SignInRefusedError as error:
            is_wrong = isinstance(error, CodeWantedError)
            asks = code_asks(error)
            if is_wrong and not code:
                self._publish(CodeAsked(password_is_due=True, asks=asks))
            else:
                failed = SignInFailed(str(error), password_is_due=True, code_is_wrong=is_wrong)
                self._publish(replace(failed, asks=asks))
        else:
            self.begin(person_id, new_password)

    def resume(self, session: Session, *, locked: bool = False) -> None:
        """Resume a session after a restart in mid-shift, with its lock.

        What was verified before no longer counts (VER-06): nobody can know who is at the screen
        now.
        """
        self._go_on(SignedIn(session, resumed=True, locked=locked))

    def _go_on(self, event: SignedIn) -> None:
        with self._changing:
            held, session = self._live(), event.session
            if held is None or held.person_id != session.person_id:
                self._officer = self._new_officer(session)
            self._session = session
        self._publish(event)

    def hand_over(self, person_id: str, *, second_officer: bool) -> bool:
        """Give the screen of this person's session to the second officer, or back.

        From any thread; return whether the session is still this person's.
        """
        with self._changing:
            if self._session is None or self._session.person_id != person_id:
                return False
            fresh = self._new_officer(self._session)
            self._officer = replace(fresh, second_officer=second_officer)
            return True

    def refused(self) -> None:
        """End a session that headquarters no longer accepts; nothing queued is lost."""
        person = self.person_id
        self._leave()
        self._publish(SignedOut(person, "Headquarters ended this session. Sign in again."))
        self._verifiers.forget(person)

    def end(self) -> None:
        """Sign out on both ends (ACC-09); without a link headquarters' session expires."""
        session = self._leave()
        if session is None:
            return
        why = ""
        try:
            if not session.is_offline:
                self._link.sign_out(session)
        except (LinkLostError, SignInRefusedError):
            why = "Signed out here. Headquarters was not reached."
        self._publish(SignedOut(session.person_id, why, by_officer=True))

    def _leave(self) -> Session | None:
        with self._changing:
            left, self._session = self._session, None
            self._officer = NOBODY
        return left

    def _new_officer(self, session: Session) -> Officer:
        session_id = new_id(self._clock.now(), secrets.token_bytes(10))
        return Officer(session.person_id, session_id, session.name, training=self._training)

    def accepted(self) -> None:
        """Note that headquarters accepts who is signed in."""
        if (session := self.usable()) is not None:
            self._verifiers.accept(session.person_id)

    def _live(self) -> Session | None:
        session = self._session
        return None if session is None or self._clock.now() >= session.ends_at else session

    def _without_link(self, person_id: str, password: str, no_link: str) -> None:
        try:
            answer = self._verifiers.session_of(person_id, password, no_link)
        except StoreLockedError as error:
            answer = SignInFailed(str(error))
        if isinstance(answer, SignInFailed):
            self._publish(answer)
            return
        held = self._live()
        if held is not None and held.person_id == person_id:
            answer = held
        self._go_on(SignedIn(answer))
