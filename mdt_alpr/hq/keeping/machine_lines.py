"""What doctor says of machines: cars that are silent, the last scan, the disk (RET-04, SEC-10)."""

import json
from datetime import UTC, datetime

from mdt_alpr.domain.equipment.doctor import (
    DoctorLine,
    disk_encryption_line,
    scan_line,
    silent_line,
)
from mdt_alpr.domain.policy import CAR_SILENT_FOR
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.people import enrollment_store as enrollments
from mdt_alpr.machine.disk_encryption import is_disk_encrypted

SCAN_FILE = "scan.json"
"""In the data folder, written by pip-audit as technician.md says."""


def silent(hq: Headquarters) -> DoctorLine:
    """Name the enrolled cars that keep what they captured because nobody starts them."""
    with hq.reading() as work:
        return silent_line(*enrollments.silent(work.connection, work.now - CAR_SILENT_FOR))


def scan(hq: Headquarters) -> DoctorLine:
    """Say what the last scan of the program found, and how long that may wait."""
    place = hq.settings.data / SCAN_FILE
    if not place.exists():
        return scan_line(None, (), hq.clock.now())
    try:
        packages = json.loads(place.read_bytes())["dependencies"]
        names = [
            f"{package['name']} {bad['id']}"
            for package in packages
            for bad in package.get("vulns", ())
        ]
    except (ValueError, KeyError, TypeError, AttributeError):
        words = f"{place} is not what pip-audit writes with --format json. Scan again."
        return DoctorLine("scan", ok=False, words=words)
    at = datetime.fromtimestamp(place.stat().st_mtime, UTC)
    return scan_line(at, names, hq.clock.now())


def disk(hq: Headquarters) -> DoctorLine:
    """Say whether the whole disk with the data folder is encrypted."""
    return disk_encryption_line(encrypted=is_disk_encrypted(hq.settings.data))
