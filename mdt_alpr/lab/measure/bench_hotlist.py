"""The car's index of delivered entries: look-ups, memory, opening, and a change of it.

The list is written by a process of its own, so that the memory reported is that of the car.
``look_up_us`` are microseconds of processor time; "exact" asks for plates that are not listed,
as nearly every read is, "look_alike" for a plate and all that differ by one look-alike, "hit"
for one that is listed, whose details are opened.
"""

import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mdt_alpr.adapters.store.list_folder import ListFolder
from mdt_alpr.adapters.store.list_index import ListIndex
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.hotlist.matching import matching_misreads
from mdt_alpr.keys.signing import is_signed
from mdt_alpr.machine.clock import SystemClock
from mdt_alpr.wire.codec import encode
from mdt_alpr.wire.hotlist_package import FORMAT, PackageHead, packed
from mdt_alpr.wire.messages import EntryMessage

CHANGED = 10_000
_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
_KEY = bytes(32)
_ASKED, _HITS, _ROUNDS = 20_000, 1_000, 5
_NUMBERS = 10_000
_PLATES = len(_LETTERS) ** 3 * _NUMBERS
_STRIDE = 7919
_KIBIBYTE = 1024
_STATUS = Path("/proc/self/status")


def figures(entries: int) -> dict[str, Any]:
    """Return the figures of a list of so many entries."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list"
        load = round(os.getloadavg()[0], 2)
        began = time.perf_counter()
        command = [sys.executable, "-m", __name__, str(path), str(entries)]
        subprocess.run(command, check=True)  # noqa: S603 - ourselves
        found = {
            "entries": entries,
            "load_before": load,
            "whole_s": round(time.perf_counter() - began, 2),
        }
        return found | _of_car(path, entries)


def _of_car(path: Path, entries: int) -> dict[str, Any]:
    before = _resident_mib()
    load_s, lists = _timed(lambda: _opened(path))
    index = _index_of(lists)
    look_up = _look_ups(index, entries)
    for place in range(0, index.base.count, 256):  # as if a shift had looked everywhere
        index.base.place(index.base.hashes[place])
    memory = _resident_mib() - before
    new = (_text(number) for number in range(entries, entries + CHANGED))
    gone = (_id(number) for number in range(CHANGED))
    delta = list(_package(1, 2, new, gone))
    delta_s, _ = _timed(lambda: lists.accept(delta))
    again_s, _ = _timed(lambda: _opened(path))
    files = sum(part.stat().st_size for part in path.iterdir())
    return {
        "load_s": round(load_s, 4),
        "look_up_us": look_up,
        "memory_mib": memory,
        "delta_20k_s": round(delta_s, 3),
        "load_with_delta_s": round(again_s, 3),
        "disk_mib": files // _KIBIBYTE**2,
    }


def _look_ups(index: ListIndex, entries: int) -> dict[str, float]:
    dice = random.Random(1)  # noqa: S311 - made-up plates
    absent = ["Q" + _plate(dice.randrange(_PLATES)) for _ in range(_ASKED)]
    listed = [_plate(dice.randrange(entries)) for _ in range(_HITS)]
    return {
        "exact": _micros(index.at, absent),
        "look_alike": _micros(lambda text: _with_near(index, text), absent[: _ASKED // 10]),
        "hit": _micros(index.at, listed),
    }


def _with_near(index: ListIndex, text: str) -> None:
    index.at(text)
    for near in matching_misreads(text)[1]:
        index.at(near)


def _micros(look_up: Callable[[str], object], texts: list[str]) -> float:
    """Return the best of some rounds: what others do on the machine only adds."""
    rounds = []
    for _ in range(_ROUNDS):
        began = time.process_time()
        for text in texts:
            look_up(text)
        rounds.append(time.process_time() - began)
    return round(min(rounds) / len(texts) * 1e6, 2)


def _timed(do: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    done = do()
    return time.perf_counter() - began, done


def _opened(path: Path) -> ListFolder:
    return ListFolder(path, _KEY, os.urandom, is_signed)


def _index_of(lists: ListFolder) -> ListIndex:
    if lists.index is None:
        raise OutsideError("The list was not written. Look whether the disk is full.")
    return lists.index


def _resident_mib() -> int:
    """Return the memory that this process holds, 0 where the system does not report it."""
    if not _STATUS.exists():
        return 0
    lines = _STATUS.read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) // _KIBIBYTE for line in lines if line.startswith("VmRSS"))


# ---------------------------------------------------------------- a made-up list


def _plate(number: int) -> str:
    letters, digits = divmod(number * _STRIDE % _PLATES, _NUMBERS)
    rest, third = divmod(letters, len(_LETTERS))
    first, second = divmod(rest, len(_LETTERS))
    return f"{_LETTERS[first]}{_LETTERS[second]}{_LETTERS[third]}{digits:04}"


def _id(number: int) -> str:
    return f"{number:032x}"


def _text(number: int) -> str:
    return _FORM.replace("@ID", _id(number)).replace("@PLATE", _plate(number))


_FORM = encode(
    EntryMessage(
        entry_id="@ID",
        list_name="Made up",
        category="V",
        text="@PLATE",
        state="NC",
        nic="V000000000",
        ori="NC0000000",
        entered_on=None,
        plate_type="PC",
        vehicle_year="2019",
        make="FORD",
        model="F15",
        style="4D",
        color="BLK",
        note="",
        expires_at=None,
    )
)


def _package(
    since: int, version: int, entries: Iterable[str], gone: Iterable[str]
) -> Iterator[bytes]:
    signer = Ed25519PrivateKey.from_private_bytes(_KEY)
    head = PackageHead(
        format=FORMAT,
        since=since,
        version=version,
        compiled_at=SystemClock().now(),
        look_alikes_allowed=False,
        entries=0,
        key=signer.public_key().public_bytes_raw().hex(),
    )
    for piece in packed(head, gone, entries, (), signer.sign):
        yield from piece.splitlines(keepends=True)


if __name__ == "__main__":
    _path, _number = Path(sys.argv[1]), int(sys.argv[2])
    _opened(_path).accept(_package(0, 1, (_text(n) for n in range(_number)), ()))
