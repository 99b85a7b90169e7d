"""`bench faults` on a small scale: what is broken is counted, and nothing is."""

import importlib
import json
import subprocess
import sys
from types import SimpleNamespace

import pytest

_SOME = """
import json, tempfile
from pathlib import Path
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.lab.faults.campaign import Campaign
from mdt_alpr.lab.faults.disk_faults import DiskFaults
from mdt_alpr.lab.faults.demands import deliver_again, end_import
from mdt_alpr.lab.faults.spoiled_stores import SpoiledStores
from mdt_alpr.lab.faults.world import World

with tempfile.TemporaryDirectory() as folder:
    campaign = Campaign(World(Path(folder)))
    try:
        campaign.kill_car()
        campaign.kill_server()
        campaign.set_clock_wrong()
        campaign.repeat_delivery()
        campaign.kill_import()
        campaign.kill_purge_of_car()
        spoiled = SpoiledStores(campaign)
        spoiled.spoil_pages()
        spoiled.spoil_list()
        spoiled.spoil_picture()
        spoiled.spoil_day_keys()
        disk = DiskFaults(campaign)
        disk.lose_power_of_car()
        disk.lose_power_of_headquarters()
        disk.fail_reads()
        disk.kill_upgrade_of_car()
        campaign.settle()
        print(json.dumps(campaign.found()))
        campaign.kept.add("a read that never came")
        campaign.settle()
        campaign.kill(lambda _say: 1 / 0, "crashed by itself", 60.0)
        print(json.dumps(campaign.found()))
        campaign.world.kill_server()
        hq, rows = campaign.world.headquarters(), campaign.listed
        nothing = Path(folder) / "nothing.csv"
        nothing.write_text("Plate Number,Description,State/Province\\n")
        for demand in (
            lambda: deliver_again(campaign.world.car),
            lambda: end_import(hq, nothing, 0, 0),
            lambda: end_import(hq, nothing, rows, rows + 1),
        ):
            try:
                demand()
            except OutsideError as error:
                print(json.dumps(str(error)))
    finally:
        campaign.world.close()
"""


pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="forks, to kill what it forked")


def test_a_thread_that_ended_makes_nobody_seem_to_wait() -> None:
    car_life = importlib.import_module("mdt_alpr.lab.faults.car_life")  # for Linux alone
    before = car_life.starved() | {"a thread that ended": 3600.0}
    assert 0 <= car_life.starved_since(before) < 3600


@pytest.mark.parametrize(("measuring_s", "work_s", "stalls"), [(5.0, 0.0, 0), (0.0, 5.0, 3)])
def test_only_what_the_screen_does_can_stall_it_not_the_measuring(
    measuring_s: float, work_s: float, stalls: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    car_life = importlib.import_module("mdt_alpr.lab.faults.car_life")  # for Linux alone
    left, now = iter(range(6)), 0.0
    said: list[str] = []

    def starved() -> dict[str, float]:
        nonlocal now
        next(left)
        now += measuring_s
        return {}

    def monotonic() -> float:
        nonlocal now
        now += work_s
        return now

    monkeypatch.setattr(car_life, "starved", starved)
    monkeypatch.setattr(car_life, "time", SimpleNamespace(monotonic=monotonic))
    with pytest.raises(StopIteration):
        car_life._screen(None, None, said.append, reads=False)
    assert len(said) == stalls


def counted() -> set[str]:
    """Return what is counted, but for a time: that is the bench's, on a quiet machine."""
    broken = importlib.import_module("mdt_alpr.lab.faults.campaign").BROKEN  # for Linux alone
    return set(broken) - {"stalls_over_100ms"}


def test_a_car_and_a_server_that_are_killed_lose_nothing_and_a_loss_would_be_seen() -> None:
    broken = counted()
    done = subprocess.run(
        [sys.executable, "-c", _SOME], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    first, second, *refused = map(json.loads, done.stdout.splitlines())
    assert first["kept"] > 0
    assert first["faults"] == 31
    assert {name: first[name] for name in broken} == dict.fromkeys(broken, 0), first["why"]
    assert (second["lost"], second["crashed"]) == (1, 1)
    assert "ZeroDivisionError" in second["why"][-1]
    undelivered, *half = refused
    assert undelivered.startswith("Nothing could be delivered again")
    assert ["a killed import left" in words for words in half] == [True, True]
