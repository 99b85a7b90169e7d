"""Begin the rig in namespaces of its own, so that whatever it starts ends with it."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.lab.cluster.campaign import WRONG
from mdt_alpr.lab.cluster.inside import FAILED, SHORT
from mdt_alpr.lab.cluster.machines import alone, may_be_alone
from mdt_alpr.lab.cluster.rig import CONFIGURATION, lacking

_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it
_ROOM = 6 << 30
_TRIES = 50


def why_not() -> str:
    """Return why the rig cannot be built here, empty where it can."""
    if not CONFIGURATION.is_dir():
        return "The rig needs a checkout: installers/cluster is not there."
    if not may_be_alone():
        return "The rig needs root on Linux, with unshare, nsenter, setpriv and ip."
    if found := lacking():
        return f"The rig lacks what Debian calls: {', '.join(found)}."
    return ""


def figures(failovers: int, cars: int, *, short: bool = False) -> dict[str, Any]:
    """Return what the campaign found, and where its logs are where something was wrong.

    Raises:
        OutsideError: the rig cannot be built here, or did not come up.
    """
    if why := why_not():
        raise OutsideError(why)
    with _folder() as folder:
        words = [
            sys.executable,
            "-X",
            "faulthandler",
            "-m",
            "mdt_alpr.lab.cluster.inside",
            folder,
            failovers,
            cars,
            SHORT if short else "",
        ]
        command = alone([str(word) for word in words])
        with subprocess.Popen(command, stdout=subprocess.PIPE) as child:  # noqa: S603 - ours
            try:
                said, _ = child.communicate()
            finally:
                child.kill()
        found: dict[str, Any] = json.loads(said) if said else {FAILED: "The rig was ended."}
        if FAILED in found or any(found[name] for name in WRONG):
            found["logs"] = tempfile.mkdtemp(prefix="mdt-alpr-cluster-logs-")
            shutil.copytree(folder / "logs", found["logs"], dirs_exist_ok=True)
    if FAILED in found:
        raise OutsideError(f"{found[FAILED]} Its logs are in {found['logs']}.")
    return found


@contextmanager
def _folder() -> Iterator[Path]:
    """Give a folder, in memory where there is room; it goes when its programs are gone."""
    in_memory = _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _ROOM
    folder = Path(tempfile.mkdtemp(prefix="mdt-alpr-cluster-", dir=_MEMORY if in_memory else None))
    os.chmod(folder, 0o711)  # noqa: PTH101, S103 - the database's user passes through it
    (folder / "logs").mkdir()
    try:
        yield folder
    finally:
        for _ in range(_TRIES):  # programs that were just killed may still write
            shutil.rmtree(folder, ignore_errors=True)
            if not folder.exists():
                break
            threading.Event().wait(0.1)
