"""`bench faults` on a small scale: what is broken is counted, and nothing is."""

import importlib
import json
import subprocess
import sys

import pytest

_SOME = """
import json, tempfile
from pathlib import Path
from mdt_alpr.lab.faults.campaign import Campaign
from mdt_alpr.lab.faults.world import World

with tempfile.TemporaryDirectory() as folder:
    campaign = Campaign(World(Path(folder)))
    try:
        campaign.kill_car()
        campaign.kill_server()
        campaign.set_clock_wrong()
        campaign.repeat_delivery()
        campaign.kill_purge_of_car()
        campaign.spoil_pages()
        campaign.settle()
        print(json.dumps(campaign.found()))
        campaign.kept.add("a read that never came")
        campaign.settle()
        print(json.dumps(campaign.found()))
    finally:
        campaign.world.close()
"""


pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="forks, to kill what it forked")


def test_a_thread_that_ended_makes_nobody_seem_to_wait() -> None:
    car_life = importlib.import_module("mdt_alpr.lab.faults.car_life")  # for Linux alone
    before = car_life.starved() | {"a thread that ended": 3600.0}
    assert 0 <= car_life.starved_since(before) < 3600


def test_a_car_and_a_server_that_are_killed_lose_nothing_and_a_loss_would_be_seen() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _SOME], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    first, second = map(json.loads, done.stdout.splitlines())
    assert first["kept"] > 0
    assert first["faults"] == 14
    names = ("lost", "doubled", "chains_broken", "gate_opened", "stalls_over_100ms")
    assert {name: first[name] for name in names} == dict.fromkeys(names, 0)
    assert second["lost"] == 1
