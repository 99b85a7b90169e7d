"""The time: of this machine, or set by hand for scripted runs."""

import os
import time
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Protocol


class Clock(Protocol):
    """Gives the time."""

    def now(self) -> datetime:
        """Return the current instant, aware, in UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""
        return datetime.now(UTC)  # noqa: TID251 - the one place that asks the machine


def running_seconds() -> float:
    """Return seconds by a clock that nobody sets; it runs on while the machine sleeps."""
    boot_time = getattr(time, "CLOCK_BOOTTIME", None)  # Linux: its other one stops meanwhile
    return time.monotonic() if boot_time is None else time.clock_gettime(boot_time)


def seconds_of(clock: Clock) -> float:
    """Return seconds that nobody sets, beside a clock; one of a test or a script runs as it is."""
    is_machines = isinstance(clock, SystemClock)
    return running_seconds() if is_machines else clock.now().timestamp()


@cache
def present_run() -> str:
    """Name the run that ``running_seconds`` counts: the machine's, else that of this program."""
    try:
        return _LINUX_RUN.read_text(encoding="ascii").strip()
    except OSError:  # Windows tells none
        return os.urandom(8).hex()


_LINUX_RUN = Path("/proc/sys/kernel/random/boot_id")


class SteppedClock:
    """A clock that only moves when told; for runs that must come out the same each time."""

    def __init__(self, start: datetime) -> None:
        if start.tzinfo is None:
            raise ValueError("a clock needs a time with its zone")
        self._at = start.astimezone(UTC)
        self._lock = Lock()

    def now(self) -> datetime:
        """Return where the clock stands."""
        with self._lock:
            return self._at

    def advance(self, by: timedelta) -> datetime:
        """Move on, never back; return where the clock then stands."""
        if by < timedelta(0):
            raise ValueError("time does not go back")
        with self._lock:
            self._at += by
            return self._at
