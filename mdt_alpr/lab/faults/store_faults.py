"""What headquarters keeps its data with is killed and restarted; part of the campaign."""

import os
import signal
from collections.abc import Callable
from functools import partial
from pathlib import Path

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.lab.faults.bucket import serve_bucket, use_bucket
from mdt_alpr.lab.faults.disk_faults import Doing
from mdt_alpr.lab.faults.postgres import Postgres
from mdt_alpr.lab.faults.processes import Forked, forked
from mdt_alpr.lab.ports import free_port

_STARTS_WITHIN_S = 600.0


class Bucket:
    """The store of pictures, in a process that can be killed; what it had lies in a folder."""

    def __init__(self, folder: Path) -> None:
        self._log, self._port = folder / "bucket.log", free_port()
        self._serve = partial(serve_bucket, folder / "bucket", self._port)
        use_bucket(self._port)
        self.process = self._begun()

    def restart(self) -> None:
        """Start it again."""
        self.process = self._begun()

    def close(self) -> None:
        """End it."""
        self.process.kill()

    def _begun(self) -> Forked:
        process = forked(self._serve, self._log)
        if not process.hear(1, _STARTS_WITHIN_S):
            raise OutsideError(f"The store of pictures did not start: see {self._log}.")
        return process


class StoreFaults:
    """Done to the database and the store of pictures while a car sends."""

    def __init__(self, campaign: Doing, database: Postgres, bucket: Bucket) -> None:
        self._campaign, self._dice = campaign, campaign.dice
        self._database, self._bucket = database, bucket

    def kill_database(self) -> None:
        """Kill PostgreSQL, and start it again."""
        self._without("database killed", self._database.kill, self._database.start)

    def restart_database(self) -> None:
        """Restart PostgreSQL as an upgrade of its system does."""
        self._without("database restarted", self._database.stop, self._database.start)

    def kill_picture_store(self) -> None:
        """Kill the store of pictures, and start it again."""
        self._without("picture store killed", self._bucket.process.kill, self._bucket.restart)

    def pause_picture_store(self) -> None:
        """Let the store of pictures hang: it takes connections, and answers none."""
        self._without(
            "picture store unreachable",
            lambda: os.kill(self._bucket.process.pid, signal.SIGSTOP),
            lambda: os.kill(self._bucket.process.pid, signal.SIGCONT),
        )

    def _without(
        self, name: str, end: Callable[[], None], begin_again: Callable[[], None]
    ) -> None:
        life = self._campaign.begun()
        life.listen(self._dice.uniform(0.0, 1.0))
        end()
        life.listen(self._dice.uniform(0.0, 2.0))
        begin_again()
        life.listen(self._dice.uniform(0.0, 2.0))
        self._campaign.done[name] += 1
        self._campaign.end(life)
