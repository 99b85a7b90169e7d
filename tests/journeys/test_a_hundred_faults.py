"""Every fault of `bench faults`, in its short form: nothing is lost, doubled or opened by one."""

import json
import subprocess
import sys

import pytest

from tests.hq.postgres import IS_HERE
from tests.journeys.test_faults import counted

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or not IS_HERE, reason="forks, and breaks a PostgreSQL of its own"
)


def test_more_than_a_hundred_faults_break_nothing() -> None:
    command = [sys.executable, "-m", "mdt_alpr", "bench", "faults", "--short", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["faults"] >= 100
    assert found["kept"] > 0
    assert {name: found[name] for name in counted()} == dict.fromkeys(counted(), 0), found["why"]
