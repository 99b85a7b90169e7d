"""Processes that are killed on purpose; forked, so that one begins at once (not on Windows)."""

import os
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

_PIECE = 65536
_LOOK_EVERY_S = 0.02


@dataclass(slots=True)
class Forked:
    """A process that runs one function and says lines of text; ``heard`` are those so far."""

    pid: int
    lines: int
    heard: list[str] = field(default_factory=list)
    _rest: bytes = b""
    code: int | None = None

    @property
    def was_killed(self) -> bool:
        """Tell whether it lived until it was killed."""
        return self.code == -signal.SIGKILL

    def listen(self, seconds: float) -> bool:
        """Hear it for so long; return whether it goes on."""
        ends = time.monotonic() + seconds
        while self.code is None and (left := ends - time.monotonic()) > 0:
            if select.select([self.lines], [], [], left)[0] and not self._read():
                self._end()
        return self.code is None

    def hear(self, lines: int, seconds: float) -> bool:
        """Wait until it has said so many lines; return whether it has."""
        ends = time.monotonic() + seconds
        while len(self.heard) < lines and time.monotonic() < ends and self.listen(_LOOK_EVERY_S):
            pass
        return len(self.heard) >= lines

    def kill(self) -> None:
        """Kill it as a loss of power does, and hear what it had said."""
        if self.code is None:
            os.kill(self.pid, signal.SIGKILL)
            self.finish()

    def finish(self) -> int:
        """Wait for its end; return its exit code, negative where a signal ended it."""
        while self.code is None and self._read():
            pass
        if self.code is None:
            self._end()
        return self.code or 0

    def _read(self) -> bool:
        piece = os.read(self.lines, _PIECE)
        whole, _, self._rest = (self._rest + piece).rpartition(b"\n")
        self.heard += whole.decode().split("\n") if whole else []
        return bool(piece)

    def _end(self) -> None:
        os.close(self.lines)
        self.code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


Say = Callable[[str], None]


def forked(work: Callable[[Say], object], log: Path) -> Forked:
    """Run ``work`` in a process of its own, with what says a line; errors go to a log."""
    theirs, ours = os.pipe()
    sys.stdout.flush()
    pid = os.fork()
    if pid:
        os.close(ours)
        return Forked(pid, theirs)
    code = 1
    try:
        os.close(theirs)
        errors = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(errors, sys.stderr.fileno())
        os.dup2(errors, sys.stdout.fileno())
        work(lambda line: (os.write(ours, f"{line}\n".encode()), None)[1])
        code = 0
    except BaseException:  # noqa: BLE001 - the process's edge
        traceback.print_exc()
        sys.stderr.flush()
    finally:
        os._exit(code)
