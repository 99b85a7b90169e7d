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

_NONE = "This computer asks no security keys. Enter a code."


class KeyTouch:
    """Fetches the question on the link's thread, and asks the key on one of its own."""

    def __init__(
        self, sessions: Sessions, link: Worker, publish: Callable[[SignInFailed], None]
    ) -> None:
        self._sessions, self._link = sessions, link
        self._publish = publish
        self._canceled = threading.Event()

    def use(self, use: KeyUse, then: Callable[[str], None]) -> None:
        """Ask the key, and give its answer to ``then``; a failure is published."""
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
        """Wait no longer."""
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
        except SecurityKeyError as error:
            failed = SignInFailed(str(error), code_is_wrong=True, asks=CodeAsks.KEY)
            self._publish(failed)
        else:
            then(answer)
