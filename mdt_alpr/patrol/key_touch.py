"""The officer touches a security key: neither the screen nor the link waits for it."""

import threading
from collections.abc import Callable

from mdt_alpr.domain.errors import SecurityKeyError
from mdt_alpr.domain.people.second_factor import CodeAsks
from mdt_alpr.patrol.desk import KeyUse
from mdt_alpr.patrol.events import SignInFailed
from mdt_alpr.patrol.ports import SecurityKey
from mdt_alpr.patrol.sign_in import Sessions
from mdt_alpr.patrol.worker import Worker

_CANCELED = "You canceled before the security key answered. Try again, or enter a code."
_NONE = "This computer asks no security keys. Enter a code."


def demand_wanted(canceled: threading.Event) -> None:
    """Refuse a key's answer for which its holder no longer waits.

    Raises:
        SecurityKeyError: the holder canceled.
    """
    if canceled.is_set():
        raise SecurityKeyError(_CANCELED)


class KeyTouch:
    """Fetches the question on the link's thread, and asks the key on one of its own."""

    def __init__(
        self, sessions: Sessions, link: Worker, publish: Callable[[SignInFailed], None]
    ) -> None:
        self._sessions, self._link = sessions, link
        self._publish = publish
        self._canceled = threading.Event()
        self._answering = threading.Lock()

    def use(self, use: KeyUse, then: Callable[[str], None]) -> None:
        """Ask the key, and give its answer to ``then``; a failure is published.

        ``then`` is called on another thread and must not wait: ``cancel`` waits for its end.
        """
        self.cancel()
        self._canceled = canceled = threading.Event()

        def ask() -> None:
            question = use.question or self._sessions.key_question(use.person_id, use.password)
            if question:
                touch = threading.Thread(
                    target=self._ask, args=(question, use.pin, canceled, then),
                    name="security key", daemon=True,
                )  # fmt: skip
                touch.start()

        self._link.do(ask)

    def cancel(self) -> None:
        """Wait no longer; no answer is given after this returns."""
        with self._answering:
            self._canceled.set()

    def _key(self) -> SecurityKey:
        if self._sessions.key is None:
            raise SecurityKeyError(_NONE)
        return self._sessions.key

    def _ask(
        self, question: str, pin: str, canceled: threading.Event, then: Callable[[str], None]
    ) -> None:
        try:
            answer = self._key().answer(question, pin, canceled)
            self._give(answer, canceled, then)
        except SecurityKeyError as error:
            failed = SignInFailed(str(error), code_is_wrong=True, asks=CodeAsks.KEY)
            self._publish(failed)

    def _give(self, answer: str, canceled: threading.Event, then: Callable[[str], None]) -> None:
        with self._answering:
            demand_wanted(canceled)
            then(answer)
