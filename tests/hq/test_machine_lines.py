"""What doctor of headquarters says of silent cars and of the last scan (RET-04, SEC-10)."""

import json
import os
from datetime import timedelta
from pathlib import Path

from mdt_alpr.domain.people.known_devices import DeviceKind
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.keeping.machine_lines import SCAN_FILE, scan, silent
from tests.builders import NOW, SetClock
from tests.hq.enrolled import known_machines

DATABASES = ["sqlite"]


def test_a_car_that_nobody_started_for_two_months_is_named_until_it_is_revoked(
    tmp_path: Path,
) -> None:
    with known_machines(tmp_path) as machines:
        for name, kind in (("car-off", DeviceKind.CAR), ("desk-off", DeviceKind.DESK)):
            machines.machine(name, kind)
        machines.clock.at += timedelta(days=59)
        assert silent(machines.hq).ok
        machines.machine("car-new")
        machines.clock.at += timedelta(days=2)
        line = silent(machines.hq)
        assert not line.ok
        assert "days: car-off. " in line.words
        machines.revoke("car-off")
        assert silent(machines.hq).words == "Each of 1 was heard of in the last 60 days."


def test_a_scan_of_a_month_ago_is_late_and_what_it_found_has_its_terms(
    hq: Headquarters, clock: SetClock
) -> None:
    place = hq.settings.data / SCAN_FILE

    def scanned(*known: str) -> None:
        found = [{"name": "pillow", "version": "1", "vulns": [{"id": one} for one in known]}]
        place.write_text(json.dumps({"dependencies": found, "fixes": []}))
        os.utime(place, (NOW.timestamp(), NOW.timestamp()))

    assert not scan(hq).known
    assert "critical in 15, high in 30, medium in 60, low in 90 days" in scan(hq).words
    scanned()
    assert (scan(hq).ok, scan(hq).known) == (True, True)
    clock.pass_by(days=32)
    assert (scan(hq).ok, "Scan again" in scan(hq).words) == (False, True)
    scanned("GHSA-0000-1111-2222")
    line = scan(hq)
    assert not line.ok
    assert "pillow GHSA-0000-1111-2222" in line.words
    assert "critical in 15" in line.words
    place.write_text("no findings")
    assert (scan(hq).ok, "Scan again" in scan(hq).words) == (False, True)
