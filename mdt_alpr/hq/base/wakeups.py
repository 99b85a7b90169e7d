"""Carries changes to the other servers of a database, so that they reach cars that wait there.

A transaction that changes something for a car says so with ``NOTIFY``: it reaches the others when
it commits, or never. Each server has one session that listens, past any pooler. Whenever that
begins, also after it was cut, everybody who waits looks once: nothing is lost in between.
"""

import logging
import secrets
import threading
import time
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, text

from mdt_alpr.database.engine import open_session
from mdt_alpr.hq.base.notifier import EVERYBODY, Notifier

_LOG = logging.getLogger(__name__)
_CHANNEL = "'mdt_alpr_' || left(md5(current_schema()), 16)"
_LONGEST = 7000
"""In bytes, of what PostgreSQL carries; more than that concerns everybody."""
_WAITS_S = 1.0
_ASKED_EVERY_S = 5.0
"""A session whose line is cut says so when it is asked something."""


class Bell:
    """Of one server: rings for its ``notifier``, and at the others."""

    def __init__(self, url: str, notifier: Notifier) -> None:
        """Know the database; nothing is asked of it yet."""
        self._url = url
        self._notifier = notifier
        self._ours = secrets.token_hex(8)
        self._ending = threading.Event()
        self._thread: threading.Thread | None = None
        self.listens = False
        """Whether changes of other servers come; else those who wait ask again and again."""

    def ring(self, connection: Connection, devices: Iterable[str]) -> None:
        """Say at the others, when the transaction commits, whom it concerns."""
        named = "\n".join(sorted(set(devices)))
        if len(named.encode()) > _LONGEST:
            named = EVERYBODY
        given = {"words": f"{self._ours}\n{named}"}
        connection.execute(text(f"SELECT pg_notify({_CHANNEL}, :words)"), given)

    def start(self) -> None:
        """Begin to listen."""
        self._thread = threading.Thread(target=self._go_on, name="bell", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Listen no more."""
        self._ending.set()
        if self._thread is not None:
            self._thread.join(_ASKED_EVERY_S)

    def _go_on(self) -> None:
        while not self._ending.is_set():
            try:
                self._listen()
            except Exception as error:  # noqa: BLE001 - the thread's edge
                _LOG.warning("changes of other servers do not come: %s", type(error).__name__)
            self.listens = False
            self._notifier.notify((EVERYBODY,))  # now they ask again and again
            self._ending.wait(_WAITS_S)

    def _listen(self) -> None:
        engine = open_session(self._url)
        with engine.connect() as session:
            channel = session.scalar(text(f"SELECT {_CHANNEL}"))
            session.exec_driver_sql(f'LISTEN "{channel}"')
            self.listens = True
            self._notifier.notify((EVERYBODY,))
            line: Any = session.connection.driver_connection
            asked = time.monotonic()
            while not self._ending.is_set():
                for notice in line.notifies(timeout=_WAITS_S):
                    self._received(notice.payload)
                if time.monotonic() - asked > _ASKED_EVERY_S:
                    session.exec_driver_sql("SELECT 1")
                    asked = time.monotonic()

    def _received(self, words: str) -> None:
        sender, *devices = words.split("\n")
        if sender != self._ours:
            self._notifier.notify(devices)
