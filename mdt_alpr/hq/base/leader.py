"""Which of several servers does what is done once: purge, expiry, drop folder, chain watch.

It holds an advisory lock of PostgreSQL on a connection of its own, past any pooler. The database
ends a session that says nothing for ``_SILENT_FOR_S``: a server that hangs leads no more, and
finds its connection cut when it wakes up. What it was in the middle of may then go on for a
moment beside the next leader; each such work is safe to do twice. SQLite has one server.
"""

import logging
import threading
from datetime import timedelta

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

from mdt_alpr.database.engine import open_session
from mdt_alpr.hq.base.database import url_of

ASKED_EVERY = timedelta(seconds=5)
_SILENT_FOR_S = 20
_LOG = logging.getLogger(__name__)
_NAME = "hashtextextended('mdt-alpr leader ' || current_schema(), 0)"


class Leader:
    """Leads, or tries to; any thread may ask."""

    def __init__(self, url: str) -> None:
        """Know the database; nothing is asked of it yet."""
        is_server = url_of(url).get_backend_name() != "sqlite"
        self._engine: Engine | None = open_session(url) if is_server else None
        self._lock = threading.Lock()
        self._session: Connection | None = None
        self._leads = False

    def leads(self) -> bool:
        """Tell whether this server leads now; it does from now on where no other one does.

        To be asked every ``ASKED_EVERY`` at least.
        """
        if self._engine is None:
            return True
        with self._lock:
            led = self._leads
            try:
                self._leads = self._asked(self._engine)
            except SQLAlchemyError:
                self._give_up()
            if led != self._leads:
                _LOG.info("this server %s", "leads" if self._leads else "leads no more")
            return self._leads

    def close(self) -> None:
        """Let another one lead."""
        with self._lock:
            self._give_up()

    def _asked(self, engine: Engine) -> bool:
        if self._session is None:
            self._session = engine.connect()
            self._session.execute(text(f"SET idle_session_timeout = '{_SILENT_FOR_S}s'"))
        if self._leads:
            self._session.execute(text("SELECT 1"))
            return True
        return bool(self._session.scalar(text(f"SELECT pg_try_advisory_lock({_NAME})")))

    def _give_up(self) -> None:
        session, self._session, self._leads = self._session, None, False
        if session is not None:
            session.invalidate()
            session.close()
