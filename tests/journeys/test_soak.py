"""`bench soak` on a small scale: a leak would be seen, and nothing is lost."""

import importlib
import json
import subprocess
import sys
from typing import Any

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="forks, to watch what it forked")


def held(rss_mib: list[float], handles: list[int]) -> dict[str, Any]:
    """Return what the bench says of a process that held this, 50 reads apart."""
    soak = importlib.import_module("mdt_alpr.lab.measure.soak")  # for Linux alone
    pairs = enumerate(zip(rss_mib, handles, strict=True), 1)
    samples = [soak.Sample(50 * n, round(rss * 1024), 7, kept) for n, (rss, kept) in pairs]
    found: dict[str, Any] = soak.held(samples)
    return found


def test_memory_that_grows_after_the_warm_up_is_seen_and_the_warm_up_itself_is_not() -> None:
    warm_up, number = [80.0, 200.0, 290.0, 298.0, 299.0, 299.0, 300.0], 93
    steady = held([*warm_up, *[300.0] * number], [20] * 100)
    assert steady["memory_growth_percent"] == 0
    assert steady["slope_mb_an_hour"] == 0
    leaking = held([*warm_up, *[300.0 + n for n in range(number)]], [20] * 50 + [29] * 50)
    assert leaking["memory_growth_percent"] > 15
    assert leaking["slope_mb_an_hour"] == pytest.approx(30, rel=0.01)  # 1 MB in 50 reads
    assert leaking["handles"] == [20, 29]


def test_a_short_soak_on_a_rough_road_loses_nothing() -> None:
    bench = [sys.executable, "-m", "mdt_alpr", "bench", "soak", "--rough", "--hours", "0.05"]
    done = subprocess.run(
        [*bench, "--json"], capture_output=True, text=True, check=False, timeout=570
    )
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout)
    lost = ("lost_reads", "lost_alerts", "doubled", "left_in_car")
    assert [figures[name] for name in lost] == [0, 0, 0, 0]
    assert figures["reads"] >= 40
    assert figures["hits"] >= 1
    assert all(figures["happened"][name] >= 1 for name in ("camera_lost", "clock_set"))
    for program in ("car", "headquarters"):
        assert figures[program]["samples"] > 0
