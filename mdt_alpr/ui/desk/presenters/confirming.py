"""The sign-in of a second person, who confirms one act at this desk (ACC-12)."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Protocol

from mdt_alpr.domain.errors import OutsideError, ProofWantedError
from mdt_alpr.domain.people.roles import Session
from mdt_alpr.ui.desk.models.lists import SecondPerson


class SignsIn(Protocol):
    """What it needs of a desk's link."""

    def sign_in(self, person_id: str, password: str, code: str = "") -> Session:
        """Begin a session."""
        ...

    def sign_out(self, session: Session) -> None:
        """End it."""
        ...


_SAME = "You cannot confirm your own act. Another person has to."


class SecondSignIn:
    """Who confirms an act: signed in once, also where the first person's password is wanted."""

    def __init__(self, link: SignsIn, first: Session | None, entered: SecondPerson) -> None:
        self._link, self._first, self._entered = link, first, entered
        self._session: Session | None = None

    @contextmanager
    def token(self) -> Iterator[str]:
        """Give the token for one request; headquarters ends the session with it.

        Raises:
            OutsideError: this person does not sign in, or the request fails.
        """
        if self._session is None:
            self._session = self._signed_in()
        try:
            yield self._session.token
        except ProofWantedError:  # it is made again, with the same token
            raise
        except OutsideError:
            with suppress(OutsideError):
                self._link.sign_out(self._session)
            raise

    def _signed_in(self) -> Session:
        entered = self._entered
        if self._first is not None and entered.person == self._first.person_id:
            raise OutsideError(_SAME)
        try:
            return self._link.sign_in(entered.person, entered.password, entered.code)
        except OutsideError as error:  # it says nothing about who sits at this desk
            raise OutsideError(f"{entered.person}: {error}") from error
