"""A technician sets up a headquarters, two cars and a desk by README's pages, over mutual TLS.

Where this machine lets the test make network namespaces, headquarters and cars are in two of them;
where it does not, a test is skipped and says why.
"""

import os
import re
import shlex
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import pyotp
import pytest
from sqlalchemy import select

from mdt_alpr.domain.policy import capture_date
from mdt_alpr.files.paths import resource
from mdt_alpr.hq.app import open_headquarters
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.hq.base.tables import READS, SESSIONS
from mdt_alpr.lab.ports import free_port
from mdt_alpr.machine.clock import SystemClock
from tests.drawn_plates import plate, scene

ROOT = Path(__file__).parents[2]
_CODE = r"\b[A-Z2-7]{5}-[A-Z2-7]{5}\b"
CHIEF, GIVEN, OWN = "staple gun on the roof", "a word for the first day", "a word of my own"


def blocks() -> list[str]:
    """Return the shell blocks of the pages' parts to which README's set-up leads, as written.

    Their comments are for machines of another kind.
    """
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    steps = text.split("\n## Set up a headquarters and a car\n")[1].split("\n## ")[0]
    found = []
    for heading, page in re.findall(r"\[([^]]+)\]\(([\w/]+\.md)#[\w-]+\)", steps):
        part = (ROOT / page).read_text(encoding="utf-8").split(f"\n## {heading}\n")[1]
        found += re.findall(r"```sh\n(.*?)```", part.split("\n## ")[0], re.DOTALL)
    return [re.sub(r"(?m)^#.*\n", "", each) for each in found]


@dataclass
class Machine:
    """A shell in a folder, where passwords are in the environment."""

    folder: Path
    prefix: tuple[str, ...] = ()
    """How a program is started in this machine's network."""
    recovery: dict[str, list[str]] = field(default_factory=dict)
    """Codes that people wrote down when they set up a second factor; each counts once."""
    session: str = ""
    """What the shell keeps of a sign-in for commands."""

    def words(self, line: str) -> list[str]:
        first, *rest = shlex.split(line)
        assert first == "mdt-alpr"
        return [*self.prefix, sys.executable, "-m", "mdt_alpr", *rest]

    def environment(self, password: str, new: str = "", code: str = "") -> dict[str, str]:
        return {
            **os.environ,
            "MDT_ALPR_DATA": str(self.folder / "data"),
            "PYTHONPATH": str(ROOT),
            "MDT_ALPR_PASSWORD": password,
            "MDT_ALPR_NEW_PASSWORD": new,
            "MDT_ALPR_CODE": code,
            "MDT_ALPR_PASSPHRASE": "twelve letters and more",
            "MDT_ALPR_HQ_SESSION": self.session,
        }

    def run(self, line: str, password: str = CHIEF, new: str = "") -> str:
        person = re.search(r"--(?:by|person) (\w+)| sign-in .* (\w+) --print", line)
        code = self.recovery[person[1] or person[2]].pop() if person else ""
        ended = subprocess.run(
            self.words(line),
            cwd=self.folder,
            env=self.environment(password, new, code),
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
        )
        assert ended.returncode == 0, ended.stderr
        return ended.stdout

    def enroll(self, line: str, password: str, said: str) -> None:
        """Set up a factor by the code that was said, and keep the recovery codes.

        The first code of the secret that the screen shows is typed.
        """
        (given,) = re.findall(_CODE, said)
        with subprocess.Popen(
            self.words(line),
            cwd=self.folder,
            env=self.environment(password, code=given),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as process:
            assert process.stdout is not None
            lines = (line.strip() for line in process.stdout)
            secret = next(line for line in lines if re.fullmatch("[A-Z2-7]{32}", line))
            shown, _ = process.communicate(pyotp.TOTP(secret).now() + "\n", timeout=240)
        assert process.returncode == 0
        codes = re.findall(_CODE, shown)
        self.recovery[line.rsplit(maxsplit=1)[-1]] = codes

    def start(self, line: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            self.words(line),
            cwd=self.folder,
            env=self.environment(""),
            stderr=subprocess.PIPE,
            text=True,
        )


@dataclass(frozen=True)
class Network:
    """How programs are started on headquarters' machine and on the cars', and its address."""

    hq: tuple[str, ...]
    cars: tuple[str, ...]
    host: str
    port: int
    why_one: str = ""
    """Why all are on this machine's own network, where they are."""


@contextmanager
def two_networks() -> Iterator[Network]:
    """Give two network namespaces with a cable between them.

    Raises:
        subprocess.CalledProcessError: this user, or this machine, may not make them.
    """
    names = [f"alpr-{os.getpid()}-{letter}" for letter in "ab"]
    there = [f"ip netns exec {name} ip" for name in names]
    cable = f"ip link add va{os.getpid()} netns {names[0]} type veth peer name vb{os.getpid()}"
    lines = [*(f"ip netns add {name}" for name in names), f"{cable} netns {names[1]}"]
    for ip, end, host in zip(there, "ab", (10, 20), strict=True):
        link = f"v{end}{os.getpid()}"
        lines += [f"{ip} address add 192.0.2.{host}/24 dev {link}", f"{ip} link set {link} up"]
        lines.append(f"{ip} link set lo up")
    try:
        for line in lines:
            subprocess.run(line.split(), check=True, capture_output=True)
        prefixes = [("ip", "netns", "exec", name) for name in names]
        yield Network(prefixes[0], prefixes[1], "192.0.2.10", 8443)
    finally:
        for name in names:
            subprocess.run(["ip", "netns", "delete", name], check=False, capture_output=True)


@pytest.fixture
def network() -> Iterator[Network]:
    with ExitStack() as stack:
        try:
            yield stack.enter_context(two_networks())
        except (OSError, subprocess.CalledProcessError) as error:
            said = getattr(error, "stderr", None) or str(error).encode()
            why = f"no network namespaces on this machine: {said.decode().strip()}"
            yield Network((), (), "127.0.0.1", free_port(), why)


@pytest.fixture
def machine(tmp_path: Path, network: Network) -> Machine:
    return Machine(tmp_path, network.hq)


@contextmanager
def serving(machine: Machine, line: str, said: str) -> Iterator[None]:
    """Serve while the context lasts, from when it says so."""
    process = machine.start(line)
    threads: list[threading.Thread] = []
    patience = threading.Timer(240, process.kill)
    patience.start()
    try:
        assert process.stderr is not None
        assert any(said in line for line in process.stderr)
        drained = threading.Thread(target=process.stderr.read)
        threads.append(drained)
        drained.start()
        yield
    finally:
        patience.cancel()
        process.terminate()
        process.wait(240)
        for thread in threads:
            thread.join()
        if process.stderr is not None:
            process.stderr.close()


def answering(machine: Machine, port: int) -> None:
    """Wait until something listens in the machine's network."""
    asked = f"import socket; socket.create_connection(('127.0.0.1', {port}), 1)"
    words = [*machine.prefix, sys.executable, "-c", asked]
    for _ in range(100):
        if subprocess.run(words, check=False, capture_output=True).returncode == 0:
            return
    raise AssertionError(port)


@pytest.fixture
def server(machine: Machine, network: Network) -> Iterator[str]:
    """Set headquarters up by its page's lines, and serve; give its address."""
    today = capture_date(SystemClock().now()).isoformat()
    setup, alone = blocks()[0].replace("2026-11-01", today).strip().splitlines()
    said = machine.run(setup, new=CHIEF)
    port = network.port
    with serving(machine, f"{alone} --port {port}", "headquarters: http://127.0.0.1"):
        answering(machine, port)
        fill(machine, f"http://127.0.0.1:{port}", today, said)
    line = blocks()[2].strip()
    if not network.hq:
        here = line.replace("0.0.0.0", network.host)  # noqa: S104
        line = f"{here.replace('192.0.2.10', network.host)} --port {port}"
    with serving(machine, line, "only enrolled machines are answered"):
        yield f"https://{network.host}:{port}"


def fill(hq: Machine, address: str, today: str, said: str) -> None:
    """Give the page's commands, in a session that the shell keeps; ``said`` is what setup said."""
    lines = blocks()[1].replace("http://127.0.0.1:8443", address).replace("2026-11-01", today)
    enrolled, signed_in, rivera, adopted, listed, imported = lines.strip().splitlines()
    hq.enroll(enrolled, CHIEF, said)
    hq.session = hq.run(f"{signed_in} --print").strip()
    said = hq.run(rivera, new=GIVEN)
    assert "Cars are served" in hq.run(adopted)
    subprocess.run(["sh", "-c", listed], cwd=hq.folder, check=True)
    assert "1 entry accepted" in hq.run(imported)
    hq.run(f"mdt-alpr hq change-password --hq {address} rivera", GIVEN, OWN)
    hq.enroll(f"mdt-alpr hq enroll-factor --hq {address} rivera", OWN, said)


def set_up_desk(hq: Machine, desk: Machine, address: str) -> str:
    """Enroll the first desk, and sign an administrator in there; return the line for a car."""
    enrolling, signed_in, for_car = blocks()[4].strip().splitlines()
    code = hq.run(blocks()[3].strip()).split()[0]
    line = enrolling.replace("https://hq.example.gov:8443", address).replace("CODE", code)
    assert "desk-1" in desk.run(line)
    desk.session = desk.run(signed_in.replace(" chief", "  chief --print")).strip()
    assert "rivera" in desk.run("mdt-alpr hq accounts")
    return for_car


def test_headquarters_and_cars_are_in_two_networks_on_this_machine(network: Network) -> None:
    if network.why_one:
        pytest.skip(network.why_one)

    def way(of: tuple[str, ...]) -> str:
        words = [*of, "ip", "route", "get", network.host]
        return subprocess.run(words, check=True, capture_output=True, text=True).stdout

    assert way(network.hq).startswith("local")
    assert f"dev vb{os.getpid()}" in way(network.cars)


@pytest.mark.proved("S12")
@pytest.mark.attack("V4")
def test_two_cars_and_a_desk_reach_headquarters_by_what_the_pages_say(
    server: str, machine: Machine, network: Network, tmp_path: Path
) -> None:
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    street = scene([(plate("RKV8214"), 300, 150, 130)])
    cv2.imwrite(str(pictures / "street.png"), street)
    car = Machine(tmp_path, network.cars, machine.recovery)
    desk = Machine(tmp_path, network.cars, machine.recovery)
    for_car = set_up_desk(machine, desk, server)
    enrolling, driving = (
        line.replace("https://hq.example.gov:8443", server)
        .replace("--source 0", f"--source {pictures}")
        for line in blocks()[5].strip().splitlines()
    )  # fmt: skip
    ways = f"--headless --json --person rivera --data {tmp_path}"
    code = desk.run(for_car).split()[0]
    car.run(f"{enrolling.replace('CODE', code)} --data {tmp_path}/one")
    assert "RKV8214" in car.run(f"{driving} {ways}/one", OWN)

    sample = resource("car/car.toml").read_text(encoding="utf-8")
    for before, after in (('source = "0"', f'source = "{pictures}"'), ("Unit 12", "Unit 13")):
        assert before in sample
        sample = sample.replace(before, after)
    (tmp_path / "two").mkdir()
    (tmp_path / "two" / "car.toml").write_text(sample, encoding="utf-8")
    code = desk.run(for_car.replace("car-12", "car-13")).split()[0]
    car.run(f"{enrolling.replace('CODE', code)} --data {tmp_path}/two")
    assert "RKV8214" in car.run(f"mdt-alpr car {ways}/two", OWN)

    hq = open_headquarters(HqSettings(tmp_path / "HQ"), SystemClock(), os.urandom)
    with hq.reading() as work:
        seen = set(work.connection.scalars(select(SESSIONS.c.device)))
        units = set(work.connection.scalars(select(READS.c.unit)))
    hq.close()
    assert {"car-12", "car-13"} <= seen
    assert units == {"Unit 12", "Unit 13"}
