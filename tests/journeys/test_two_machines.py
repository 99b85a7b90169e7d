"""A technician sets a headquarters and two cars up by the pages of README's steps, with TLS."""

import os
import re
import shlex
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import pyotp
import pytest
from sqlalchemy import select

from mdt_alpr.clock import SystemClock
from mdt_alpr.hq.app import open_headquarters
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.hq.base.tables import READS, SESSIONS
from mdt_alpr.paths import resource
from tests.drawn_plates import plate, scene

ROOT = Path(__file__).parents[2]
CHIEF, GIVEN, OWN = "staple gun on the roof", "a word for the first day", "a word of my own"


def blocks() -> list[str]:
    """Return the shell blocks of the pages' parts to which README's set-up leads, as written."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    steps = text.split("\n## Set up a headquarters and a car\n")[1].split("\n## ")[0]
    found = []
    for heading, page in re.findall(r"\[([^]]+)\]\(([\w/]+\.md)#[\w-]+\)", steps):
        part = (ROOT / page).read_text(encoding="utf-8").split(f"\n## {heading}\n")[1]
        found += re.findall(r"```sh\n(.*?)```", part.split("\n## ")[0], re.DOTALL)
    return found


@dataclass
class Machine:
    """A shell in a folder, where passwords are in the environment."""

    folder: Path
    recovery: dict[str, list[str]] = field(default_factory=dict)
    """Codes that people wrote down when they set up a second factor; each counts once."""

    def words(self, line: str) -> list[str]:
        first, *rest = shlex.split(line)
        assert first == "mdt-alpr"
        return [sys.executable, "-m", "mdt_alpr", *rest]

    def environment(self, password: str, new: str = "", code: str = "") -> dict[str, str]:
        return {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "MDT_ALPR_PASSWORD": password,
            "MDT_ALPR_NEW_PASSWORD": new,
            "MDT_ALPR_CODE": code,
            "MDT_ALPR_PASSPHRASE": "twelve letters and more",
        }

    def run(self, line: str, password: str = CHIEF, new: str = "") -> str:
        person = re.search(r"--(?:by|person) (\w+)", line)
        code = self.recovery[person[1]].pop() if person else ""
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

    def enroll(self, line: str, password: str) -> None:
        """Type the first code of the secret that the screen shows, and keep what it shows next."""
        with subprocess.Popen(
            self.words(line),
            cwd=self.folder,
            env=self.environment(password),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as process:
            assert process.stdout is not None
            lines = (line.strip() for line in process.stdout)
            secret = next(line for line in lines if re.fullmatch("[A-Z2-7]{32}", line))
            shown, _ = process.communicate(pyotp.TOTP(secret).now() + "\n", timeout=240)
        assert process.returncode == 0
        codes = re.findall(r"\b[A-Z2-7]{5}-[A-Z2-7]{5}\b", shown)
        self.recovery[line.rsplit(maxsplit=1)[-1]] = codes

    def start(self, line: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            self.words(line),
            cwd=self.folder,
            env=self.environment(""),
            stderr=subprocess.PIPE,
            text=True,
        )


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def set_up(hq: Machine) -> str:
    """Set headquarters up by its page's lines; give the one that serves."""
    today = SystemClock().now().date().isoformat()
    chief, enrolled, rivera, adopted, listed, imported, serving = (
        line.replace("2026-11-01", today) for line in blocks()[0].strip().splitlines()
    )
    hq.run(chief, new=CHIEF)
    hq.enroll(enrolled, CHIEF)
    hq.run(rivera, new=GIVEN)
    assert "Cars are served" in hq.run(adopted)
    subprocess.run(["sh", "-c", listed], cwd=hq.folder, check=True)
    assert "1 entries accepted" in hq.run(imported)
    hq.run("mdt-alpr hq --data HQ change-password rivera", GIVEN, OWN)
    hq.enroll("mdt-alpr hq --data HQ enroll-factor rivera", OWN)
    return serving.replace("0.0.0.0", "127.0.0.1").replace("192.0.2.10", "127.0.0.1")  # noqa: S104


@pytest.fixture
def server(machine: Machine, free_port: int) -> Iterator[str]:
    """Set headquarters up and serve; give the fingerprint that it says."""
    process = machine.start(f"{set_up(machine)} --port {free_port}")
    threads: list[threading.Thread] = []
    patience = threading.Timer(240, process.kill)
    patience.start()
    try:
        assert process.stderr is not None
        said = next(line for line in process.stderr if "fingerprint" in line)
        drained = threading.Thread(target=process.stderr.read)
        threads.append(drained)
        drained.start()
        yield said.split()[-1]
    finally:
        patience.cancel()
        process.terminate()
        process.wait(30)
        for thread in threads:
            thread.join()
        if process.stderr is not None:
            process.stderr.close()


@pytest.fixture
def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@pytest.mark.proved("S12")
def test_two_cars_reach_headquarters_by_what_the_pages_say(
    server: str, machine: Machine, tmp_path: Path, free_port: int
) -> None:
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    street = scene([(plate("PDW6195"), 300, 150, 130)])
    cv2.imwrite(str(pictures / "street.png"), street)
    car, address = machine, f"https://127.0.0.1:{free_port}"
    by_hand = (
        blocks()[1].strip()
        .replace("https://hq.example.gov:8443", address)
        .replace("FINGERPRINT", server)
        .replace("--source 0", f"--source {pictures}")
    )  # fmt: skip
    ways = f"--headless --json --person rivera --data {tmp_path}"
    assert "PDW6195" in car.run(f"{by_hand} {ways}/one", OWN)

    (tmp_path / "two").mkdir()
    sample = resource("car/car.toml").read_text(encoding="utf-8")
    for before, after in (
        ("https://hq.example.gov:8443", address),
        ('fingerprint = ""', f'fingerprint = "{server}"'),
        ('source = "0"', f'source = "{pictures}"'),
        ("Unit 12", "Unit 13"),
        ("car-12", "car-13"),
    ):
        assert before in sample
        sample = sample.replace(before, after)
    (tmp_path / "two" / "car.toml").write_text(sample, encoding="utf-8")
    assert "PDW6195" in car.run(f"mdt-alpr car {ways}/two", OWN)

    hq = open_headquarters(HqSettings(tmp_path / "HQ"), SystemClock(), os.urandom)
    with hq.reading() as work:
        seen = set(work.connection.scalars(select(SESSIONS.c.device)))
        units = set(work.connection.scalars(select(READS.c.unit)))
    hq.close()
    assert {"car-12", "car-13"} <= seen
    assert units == {"Unit 12", "Unit 13"}
