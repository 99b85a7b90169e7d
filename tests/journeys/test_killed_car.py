"""A car that is killed in mid-drive loses no read that it acknowledged."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import cv2
import pytest
from sqlalchemy import select

from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.settings import HqSettings, PasswordCost
from mdt_alpr.hq.base.tables import READS
from mdt_alpr.hq.hits.review import overview
from mdt_alpr.hq.people.accounts import NewAccount, make_account
from mdt_alpr.hq.people.sample_agency import adopt_sample_policy
from mdt_alpr.machine.clock import SystemClock
from tests.drawn_plates import plate, scene
from tests.hq.senders import without_factors

PASSWORD = "a-long-enough-word"  # noqa: S105 - of a made-up account


@pytest.fixture
def drive(tmp_path: Path) -> Path:
    """Return pictures of plates, each of which waits until a car has read it."""
    folder = tmp_path / "drive"
    folder.mkdir()
    for number, text in enumerate(("7KLM562", "RKV8214", "EXN2894", "KLM4471")):
        street = scene([(plate(text), 300, 150, 130)], seed=number)
        cv2.imwrite(str(folder / f"{number}.png"), street)
    return folder


@pytest.fixture
def hq(tmp_path: Path) -> Iterator[InProcessHq]:
    settings = HqSettings(data=tmp_path / "hq", password_cost=PasswordCost(1, 1024, 1))
    with InProcessHq(settings, SystemClock(), os.urandom) as headquarters:
        without_factors(headquarters.hq)
        today = capture_date(datetime.now(UTC))  # noqa: TID251 - the server's own clock
        officer = NewAccount("officer-1", "A. Sample", Role.OFFICER, PASSWORD, today)
        make_account(headquarters.hq, officer, by="test")
        adopt_sample_policy(headquarters.hq)
        yield headquarters


def a_car(drive: Path, data: Path, address: str) -> subprocess.Popen[str]:
    environment = {
        **os.environ,
        "MDT_ALPR_PASSWORD": PASSWORD,
        "MDT_ALPR_PASSPHRASE": "twelve letters and more",
    }
    command = [sys.executable, "-m", "mdt_alpr", "car", "--source", str(drive), "--headless"]
    command += ["--unit", "Unit 12", "--device", "car-1"]
    command += ["--json", "--hq", address, "--data", str(data), "--person", "officer-1"]
    return subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def reads_of(car: subprocess.Popen[str], most: int | None = None) -> set[str]:
    """Return the ids of the reads that the car printed: all, or the first ``most``."""
    found: set[str] = set()
    assert car.stdout is not None
    patience = threading.Timer(240, car.kill)
    patience.start()
    for line in car.stdout:
        event = json.loads(line)
        if event["event"] == "read":
            found.add(event["read_id"])
        if most is not None and len(found) >= most:
            break
    patience.cancel()
    return found


def test_every_acknowledged_read_is_at_headquarters_after_a_kill_and_a_restart(
    drive: Path, hq: InProcessHq, tmp_path: Path
) -> None:
    data = tmp_path / "car"
    killed = a_car(drive, data, hq.base_url)
    acknowledged = reads_of(killed, most=2)
    killed.kill()
    killed.communicate(timeout=240)
    assert len(acknowledged) == 2

    restarted = a_car(drive, data, hq.base_url)
    acknowledged |= reads_of(restarted)
    _, errors = restarted.communicate(timeout=240)
    assert restarted.returncode == 0, errors
    assert len(acknowledged) > 2

    with hq.hq.reading() as work:
        held = overview(work)
        kept = set(work.connection.execute(select(READS.c.read_id)).scalars())
    assert acknowledged <= kept
    assert held.reads == len(kept)
    assert all(chain.state == "whole" for chain in held.chains)
