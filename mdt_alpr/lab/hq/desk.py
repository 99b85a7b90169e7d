"""A full headquarters as a server of its own, with a supervisor who may sit down at the desk."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import make_url

from mdt_alpr.clock import SystemClock
from mdt_alpr.hq.app import open_headquarters
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.hq.people import sample_agency
from mdt_alpr.lab.hq import ingest
from mdt_alpr.lab.hq.shift import fill

_PASSWORD = "correct horse battery"  # noqa: S105 - of accounts that last as long as the bench
Seat = Callable[[str, str, str], dict[str, Any]]
"""(address, person, password) → the figures of a desk there."""


def figures(database: str, hits: int, reads: int, seat: Seat) -> dict[str, Any]:
    """Return what a desk measures at a headquarters with so many hits and reads in one day.

    Raises:
        OutsideError: the server did not start.
    """
    with TemporaryDirectory() as folder, ingest.database(database, Path(folder)) as url:
        settings = HqSettings(Path(folder) / "hq", url)
        hq = open_headquarters(settings, SystemClock(), os.urandom)
        people = (
            sample_agency.OFFICER,
            sample_agency.SECOND_OFFICER,
            sample_agency.SUPERVISOR,
            sample_agency.CUSTODIAN,
            sample_agency.ADMINISTRATOR,
        )
        today = hq.clock.now().date()
        sample_agency.sample_agency(hq, dict.fromkeys(people, _PASSWORD), today)
        began = time.perf_counter()
        fill(hq, hits, reads)
        filled_s = round(time.perf_counter() - began, 1)
        hq.close()
        port = ingest.free_port()
        command = ["hq", "--data", str(settings.data), "--database", url]
        with ingest.server(port, "-m", "mdt_alpr", *command, "serve", "--port", str(port)):
            found = seat(f"http://127.0.0.1:{port}", sample_agency.SUPERVISOR, _PASSWORD)
        return {
            "database": make_url(url).get_backend_name(),
            "hits": hits,
            "reads": reads,
            "load_before": round(os.getloadavg()[0], 2),
            "filled_s": filled_s,
            **found,
        }
