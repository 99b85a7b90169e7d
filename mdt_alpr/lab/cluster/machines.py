"""Machines of the rig: network namespaces of one bridge, and the programs that run in each.

All of it lives in namespaces of its own (``alone``): no packet leaves them, no port of this
machine is used, and whatever was started ends with the first process in them.
"""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from mdt_alpr.domain.errors import OutsideError

BRIDGE = "10.90.0.1"
NEEDED = ("unshare", "nsenter", "setpriv", "ip")
_NAMES = Path("/run/netns")
_ALONE = ("setpriv", "--pdeathsig", "KILL", "unshare", "--net", "--mount", "--pid", "--fork",
          "--kill-child", "--mount-proc")  # fmt: skip
_REAPING = ("sh", "-c", '"$@"; exit $?', "sh")
"""The first process: a shell, which waits for whatever its children leave behind."""
_TRY_EVERY_S = 0.2


def alone(words: Sequence[str]) -> list[str]:
    """Return the command that runs another one in namespaces of its own."""
    return [*_ALONE, *_REAPING, *words]


def prepare_network() -> None:
    """Make the bridge on which the machines are; only inside the rig's own namespaces."""
    _NAMES.mkdir(parents=True, exist_ok=True)
    for words in (
        f"mount -t tmpfs tmpfs {_NAMES}",
        "ip link set lo up",
        "ip link add bridge type bridge",
        f"ip addr add {BRIDGE}/24 dev bridge",
        "ip link set bridge up",
    ):
        _run(words)


def wait_until(found: Callable[[], bool], what: str, within_s: float = 120.0) -> None:
    """Wait until it is so.

    Raises:
        OutsideError: it did not become so in time.
    """
    waits, ends = threading.Event(), time.monotonic() + within_s
    while time.monotonic() < ends:
        if found():
            return
        waits.wait(_TRY_EVERY_S)
    raise OutsideError(f"The rig: {what} did not come within {within_s:.0f} s.")


@dataclass(slots=True)
class SiteMachine:
    """One machine of the site; its files lie below ``root``."""

    name: str
    address: str
    root: Path
    logs: Path
    _children: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    def connect(self) -> None:
        """Put it on the bridge; the bench itself is on it already."""
        if self.address == BRIDGE:
            return
        _run(f"ip netns add {self.name}")
        _run(f"ip link add {self._port} type veth peer name eth0 netns {self.name}")
        _run(f"ip link set {self._port} master bridge up")
        for words in (
            "ip link set lo up",
            f"ip addr add {self.address}/24 dev eth0",
            "ip link set eth0 up",
        ):
            _run(f"nsenter --net={_NAMES / self.name} {words}")

    def cut(self) -> None:
        """Pull its network cable."""
        _run(f"ip link set {self._port} down")

    def mend(self) -> None:
        """Put the cable back."""
        _run(f"ip link set {self._port} up")

    def start(
        self, name: str, *words: str, user: str = "", environ: Mapping[str, str] | None = None
    ) -> "subprocess.Popen[bytes]":
        """Start a program on it; what it says goes to a log."""
        log = (self.logs / f"{self.name}-{name}").open("ab")
        child = subprocess.Popen(  # noqa: S603 - the rig's own programs
            [*self._inside(user), *words],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            env={**os.environ, **(environ or {})},
            cwd="/",
        )
        log.close()
        self._children[name] = child
        return child

    def end(self, name: str, how: signal.Signals = signal.SIGKILL) -> None:
        """End a program that was started under this name, and wait until it is gone."""
        child = self._children.pop(name)
        child.send_signal(how)
        child.wait()

    def runs(self, name: str) -> bool:
        """Tell whether a program that was started under this name has not ended."""
        child = self._children.get(name)
        return child is not None and child.poll() is None

    def is_started(self, name: str) -> bool:
        """Tell whether a program was started under this name and not ended."""
        return name in self._children

    def freeze_started(self, name: str) -> None:
        """Stop a program that was started under this name where it is."""
        self._children[name].send_signal(signal.SIGSTOP)

    def thaw_started(self, name: str) -> None:
        """Let it go on."""
        self._children[name].send_signal(signal.SIGCONT)

    def do(self, *words: str, user: str = "") -> None:
        """Run a program on it to its end.

        Raises:
            OutsideError: it failed; its log says why.
        """
        child = self.start(Path(words[0]).name, *words, user=user)
        if child.wait() != 0:
            raise OutsideError(f"The rig: {words[0]} failed on {self.name}, see {self.logs}.")

    def signal(self, what: signal.Signals, *programs: str) -> None:
        """Send a signal to all processes of some programs on it."""
        for pid in self.processes(*programs):
            with suppress(ProcessLookupError):
                os.kill(pid, what)

    def kill(self, *programs: str) -> None:
        """End programs at once, as a loss of power does, and wait until they are gone."""

        def is_gone() -> bool:
            self.signal(signal.SIGKILL, *programs)
            for child in self._children.values():
                child.poll()
            return not self.processes(*programs)

        wait_until(is_gone, f"the end of {' and '.join(programs)} on {self.name}")

    def freeze(self, *programs: str) -> None:
        """Stop them where they are."""
        self.signal(signal.SIGSTOP, *programs)

    def thaw(self, *programs: str) -> None:
        """Let them go on."""
        self.signal(signal.SIGCONT, *programs)

    def processes(self, *programs: str) -> list[int]:
        """Return the processes of some programs on it, by the names of the programs."""
        place = _NAMES / self.name if self.address != BRIDGE else Path("/proc/self/ns/net")
        ours = place.stat().st_ino
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                name = (folder / "comm").read_text().strip()
                if name in programs and (folder / "ns" / "net").stat().st_ino == ours:
                    found.append(int(folder.name))
        return found

    @property
    def _port(self) -> str:
        return f"to-{self.name}"

    def _inside(self, user: str) -> list[str]:
        enters = [] if self.address == BRIDGE else ["nsenter", f"--net={_NAMES / self.name}"]
        as_user = ["setpriv", f"--reuid={user}", f"--regid={user}", "--init-groups"]
        return enters + (as_user if user else [])


def missing(programs: Sequence[str]) -> list[str]:
    """Return those that this system lacks."""
    return [name for name in programs if shutil.which(name) is None]


def may_be_alone() -> bool:
    """Tell whether namespaces can be made here: on Linux, by root."""
    if sys.platform != "linux" or missing(NEEDED):
        return False
    return subprocess.run(alone(["true"]), check=False, capture_output=True).returncode == 0  # noqa: S603 - ours


def _run(words: str) -> None:
    subprocess.run(words.split(), check=True, stdin=subprocess.DEVNULL)  # noqa: S603 - the rig's own
