"""A PostgreSQL of the campaign's own, which is killed and restarted while it serves."""

import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path

from sqlalchemy.exc import OperationalError

from mdt_alpr.database.engine import open_session
from mdt_alpr.domain.errors import OutsideError

_USER = "postgres"
_STARTS_WITHIN_S, _TRY_EVERY_S, _STOPS_WITHIN_S = 600.0, 0.1, 600.0


class Postgres:
    """Runs until it is closed; listens on a socket in a folder of its own."""

    def __init__(self) -> None:
        """Make an empty one, and start it.

        Raises:
            OutsideError: it is not installed, or does not start.
        """
        self._programs = _programs()
        self._user = _USER if os.geteuid() == 0 else None
        self._folder = Path(tempfile.mkdtemp(prefix="mdt-alpr-pg-"))
        self.url = f"postgresql+psycopg://{_USER}@/postgres?host={self._folder}"
        if self._user:
            shutil.chown(self._folder, self._user)
        words = ("-D", str(self._data), "-U", _USER, "-A", "trust", "-E", "UTF8", "--no-locale")
        self._begun("initdb", *words).wait()
        self.start()

    def start(self) -> None:
        """Start it, and wait until it answers; what a kill left of it may have to end first.

        Raises:
            OutsideError: it does not answer.
        """
        ends = time.monotonic() + _STARTS_WITHIN_S
        words = ("-D", str(self._data), "-k", str(self._folder), "-c", "listen_addresses=")
        self._server = self._begun("postgres", *words)
        while not self._answers():
            if time.monotonic() > ends:
                raise OutsideError(f"PostgreSQL did not start: see {self._folder / 'log'}.")
            threading.Event().wait(_TRY_EVERY_S)
            if self._server.poll() is not None:
                self._server = self._begun("postgres", *words)

    def kill(self) -> None:
        """Kill it as a loss of power does."""
        self._server.kill()
        self._server.wait()

    def stop(self) -> None:
        """Stop it as an upgrade of the system does: whoever is connected is cut off."""
        self._server.send_signal(signal.SIGINT)
        self._server.wait(_STOPS_WITHIN_S)

    def close(self) -> None:
        """End it, and erase what it kept."""
        if self._server.poll() is None:
            self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def _data(self) -> Path:
        return self._folder / "data"

    def _begun(self, program: str, *words: str) -> "subprocess.Popen[bytes]":
        with (self._folder / "log").open("ab") as log:
            return subprocess.Popen(  # noqa: S603 - the database's own program
                [str(self._programs / program), *words],
                user=self._user, group=self._user, extra_groups=[] if self._user else None,
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/",
            )  # fmt: skip

    def _answers(self) -> bool:
        with suppress(OperationalError), open_session(self.url).connect():
            return True
        return False


def _programs() -> Path:
    paths = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if on_path := shutil.which("initdb"):
        paths.append(Path(on_path).resolve())
    if not paths:
        raise OutsideError("The campaign needs PostgreSQL: install it (on Debian: postgresql).")
    return paths[-1].parent
