"""The demo's scripted officer ends with one verified stop and the look-alikes rejected."""

import json
import os
import subprocess
import sys

REJECTED = {"misread", "wrong_state", "vehicle_mismatch", "cleared_or_stale"}


def test_the_scripted_demo_reaches_headquarters_with_every_trail() -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-m", "mdt_alpr", "demo", "--offscreen", "--script", "--json"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=570,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    held = json.loads(done.stdout)
    ends = dict(held["dispositions"])
    assert ends.get("verified_stopped", 0) >= 1
    assert sum(ends.get(why, 0) for why in REJECTED) >= 3
    assert held["stops"] == ends["verified_stopped"]
    assert held["reads"] >= 12
    assert held["pictures_held"] == held["pictures"]
    assert {chain["state"] for chain in held["chains"]} == {"whole"}
    for trail in held["trails"]:
        assert trail["disposition"] is not None
        assert trail["events"][0] == "car:hit:raised"
        assert trail["events"][-1] == "officer:hit:closed"
        assert "officer:hit:entered" in trail["events"]
        if trail["disposition"] in ("verified_stopped", "cleared_or_stale"):
            assert "car:hit:status_asked" in trail["events"]
            assert "car:hit:status_received" in trail["events"]
