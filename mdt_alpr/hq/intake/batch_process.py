"""A process that accepts batches: begun, given each batch, and ended by the one that listens."""

import logging
import os
import secrets
import signal
from datetime import UTC, datetime
from multiprocessing.connection import Connection

from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionError

from mdt_alpr.hq.base.headquarters import Headquarters, RefusedError
from mdt_alpr.hq.base.http import log_fault
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.hq.intake.batches import BatchResult, Packed, accept, collect_seldom
from mdt_alpr.json_logs import log_as_json
from mdt_alpr.process_memory import leave_no_dumps
from mdt_alpr.wire.codec import DecodeError
from mdt_alpr.wire.problems import Problem


class _BatchClock:
    """The instant at which the batch came, set by the process that listens."""

    at = datetime.min.replace(tzinfo=UTC)

    def now(self) -> datetime:
        return self.at


def run(settings: HqSettings, line: "Connection[object, object]") -> None:
    """Accept batches until the line is closed.

    Signals to end are left to the process that listens: it closes the lines when the last batch
    is answered, and where it dies they close by themselves.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    logging.basicConfig()
    log_as_json()
    leave_no_dumps()
    clock = _BatchClock()
    hq = Headquarters(settings, clock, os.urandom)
    try:
        hq.database.answers()
        collect_seldom()
        line.send("up")
        while True:
            packed = line.recv()
            assert isinstance(packed, Packed)  # noqa: S101 - our own program at the other end
            clock.at = packed.now
            line.send(_answered(hq, packed))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return
    finally:
        hq.close()


def _answered(hq: Headquarters, packed: Packed) -> BatchResult:
    """Accept a batch; what goes wrong becomes its answer, and the process goes on."""
    try:
        return accept(hq, packed)
    except RefusedError as error:
        return BatchResult("", problem=error.problem, detail=error.detail)
    except DecodeError as error:
        return BatchResult("", problem=Problem.MALFORMED, detail=str(error))
    except (OperationalError, NoConnectionError) as error:
        log_fault(error, "database")
        return BatchResult("", problem=Problem.NOT_READY)
    except Exception as error:  # noqa: BLE001 - the edge: one batch must not end the others'
        incident = secrets.token_hex(4)
        log_fault(error, incident)
        return BatchResult("", problem=Problem.FAULT, detail=f"incident:{incident}")
