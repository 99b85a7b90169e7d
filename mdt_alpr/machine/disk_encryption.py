"""Whether the disk under a folder is encrypted as a whole, as far as the system tells (SEC-02).

Linux tells it to everybody: dm-crypt stands among the devices under the folder's file system.
Windows tells the state of BitLocker to its administrator only.
"""

import sys
from pathlib import Path

_MOUNTS, _DEVICES = Path("/proc/self/mountinfo"), Path("/sys/class/block")


def is_disk_encrypted(
    folder: Path, mounts: Path = _MOUNTS, devices: Path = _DEVICES
) -> bool | None:
    """Return whether dm-crypt lies under a folder, None where nobody can tell.

    ``mounts`` and ``devices`` are where Linux lists both.
    """
    if sys.platform == "win32":
        return None
    try:
        source = _source(folder.resolve(), mounts.read_text(encoding="utf-8"))
        return _is_encrypted(devices, Path(source).resolve().name) if source else None
    except OSError:
        return None


def _source(folder: Path, mounts: str) -> str:
    """Return the device of the deepest mount above a folder, empty where it has none."""
    mounted = ("", "")
    for line in mounts.splitlines():
        left, _, right = line.partition(" - ")
        point, source = left.split()[4].replace("\\040", " "), right.split()[1]
        if folder.is_relative_to(point) and len(point) >= len(mounted[0]):
            mounted = point, source
    return mounted[1] if mounted[1].startswith("/dev/") else ""


def _is_encrypted(devices: Path, name: str) -> bool | None:
    device = devices / name
    if not device.exists():
        return None
    uuid = device / "dm" / "uuid"
    if uuid.exists() and uuid.read_text(encoding="ascii").startswith("CRYPT-"):
        return True
    below = [_is_encrypted(devices, path.name) for path in (device / "slaves").glob("*")]
    return bool(below) and all(below)
