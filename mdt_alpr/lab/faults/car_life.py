"""One life of a car, in a process of its own: it reads, raises hits and sends until its end.

Its threads, encrypted store and link are the car's own; it has no camera and no networks. The main
thread is the screen's, which may never wait.
"""

import gc
import os
import random
import threading
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import sqlcipher3._sqlite3

from mdt_alpr.adapters.store.car_store import CarStore
from mdt_alpr.adapters.vault.memory_vault import MemoryVault
from mdt_alpr.car.device_key import STORE_FILE
from mdt_alpr.car.runtime import Car
from mdt_alpr.car.settings import CarSettings
from mdt_alpr.car.watch import Engines
from mdt_alpr.car.wiring import Outside, make_car
from mdt_alpr.domain.errors import CameraLostError, EngineMissingError
from mdt_alpr.domain.hit.gate import GateForm, gate
from mdt_alpr.domain.hit.hit import Hit
from mdt_alpr.domain.hotlist.hotlist import Hotlist, HotlistEntry
from mdt_alpr.domain.hotlist.matching import DictIndex, matches
from mdt_alpr.domain.identity import new_id
from mdt_alpr.domain.plate.plate import Plate
from mdt_alpr.domain.reading.reading import Box, Character, Read
from mdt_alpr.lab.faults.disk import Disk, fill_disk_at
from mdt_alpr.lab.faults.processes import Say
from mdt_alpr.machine.clock import SystemClock
from mdt_alpr.patrol.events import CameraChanged, Event, Health, HitRaised, ReadMade, SignedIn
from mdt_alpr.patrol.ports import Frame
from mdt_alpr.patrol.recognition import Recognition, Seen

UNIT, DEVICE = "Unit 12", "fault-car"
KEY = bytes(range(32))
READ, HIT, STALL, GATE, LEFT = "read", "hit", "stall", "gate", "left"
CAMERA_LOST, DISK_WELL = "camera lost", "disk well again"
STALLS_FROM_S = 0.1
_EVERY_S, _HIT_EVERY = 0.01, 12
_GLYPHS = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789"
_JPEG = b"\xff\xd8\xff"
_PICTURE_BYTES = 3000
_RESUMES_WITHIN_S = 1.0
_FAILS_AFTER_S, _FAILS_FOR_S, _LOST_SHARE = 0.5, 0.5, 0.1


@dataclass(frozen=True, slots=True)
class Life:
    """Where the car's folder is, who drives, and by how much its clock is off."""

    folder: Path
    person: str
    password: str
    clock_off: timedelta = timedelta(0)
    reads: bool = True
    largest_file: int = 0
    """Bytes at which the disk is full; 0 leaves it as it is."""
    journal: Path | None = None
    """Notes what is written to the store."""
    reads_fail: float = 0.0
    """Which share of what is read from the store fails for a while, once it reads plates."""
    has_camera: bool = False
    """Has one with a loose plug; else none."""
    until_sent_s: float = 0.0
    """Ends by itself, once nothing waits; 0 lives until it is killed."""


class OffClock(SystemClock):
    """The machine's clock, set wrong."""

    def __init__(self, off: timedelta) -> None:
        self._off = off

    def now(self) -> datetime:
        return super().now() + self._off


class _ParkedCamera:
    name = "front"

    def open(self) -> None:
        """Open nothing."""

    def read(self) -> Frame | None:
        """Give no picture: reads are made without."""
        return None

    def close(self) -> None:
        """Close nothing."""


class _LooseCamera(_ParkedCamera):
    """Gives some pictures, then is gone; the next time it may open, or not."""

    def __init__(self, clock: SystemClock) -> None:
        self._clock, self._dice = clock, random.Random()  # noqa: S311 - no secret

    def open(self) -> None:
        self._may_be_lost()

    def read(self) -> Frame | None:
        threading.Event().wait(_EVERY_S)
        self._may_be_lost()
        return Frame(bytearray(3 * 64 * 36), self._clock.now(), 1, 64, 36, self.name)

    def _may_be_lost(self) -> None:
        if self._dice.random() < _LOST_SHARE:
            raise CameraLostError("The camera is unplugged.")


class _Blind(Recognition):
    """Sees no plate: the reads of this life come from its main thread."""

    engines = ()

    def __init__(self) -> None:
        """Need no networks."""

    def see(self, _frame: Frame) -> Seen:
        return Seen((), ())

    def finish(self) -> tuple[Read, ...]:
        return ()


def _blind() -> Engines:
    return Engines(_Blind())


def opened(folder: Path, clock: SystemClock) -> CarStore:
    """Open the car's store, as its program does."""
    return CarStore(folder / STORE_FILE, KEY, clock, os.urandom, DEVICE)


def live(life: Life, say: Say) -> None:
    """Live: take up what was open, sign in, read and send."""
    clock = OffClock(life.clock_off)
    gc.freeze()  # as the screen does (``ui.kit.running``)
    gc.disable()
    if life.largest_file:
        fill_disk_at(life.largest_file)
    if life.journal or life.reads_fail:
        disk = Disk(sqlcipher3._sqlite3.__file__, life.journal)  # noqa: SLF001 - its library
    else:
        disk = None
    _say_open_gates(life.folder, clock, say)
    signed_in = threading.Event()
    settings = CarSettings(unit=UNIT, device=DEVICE, data=life.folder)
    camera = _LooseCamera(clock) if life.has_camera else _ParkedCamera()
    engines = _blind if life.has_camera else _no_engines
    vault = MemoryVault(lambda size: KEY[:size])
    outside = Outside(camera, vault, clock, make_recognition=engines)
    car = make_car(settings, outside, partial(_listen, say, signed_in))
    car.start()

    sending = threading.Thread(target=_send, args=(car, life, signed_in), daemon=True)
    sending.start()
    if life.until_sent_s:
        say(f"{LEFT} {car.wait_until_sent(life.until_sent_s)}")
        return
    if disk is not None and life.reads_fail:
        threading.Thread(target=_fail, args=(disk, life.reads_fail, say), daemon=True).start()
    _screen(car, clock, say, reads=life.reads)


def _fail(disk: Disk, share: float, say: Say) -> None:
    """Let a disk fail for a while."""
    waits = threading.Event()
    waits.wait(_FAILS_AFTER_S)
    disk.reads_fail = share
    waits.wait(_FAILS_FOR_S)
    disk.reads_fail = 0.0
    say(DISK_WELL)


def _send(car: Car, life: Life, signed_in: threading.Event) -> None:
    if not signed_in.wait(_RESUMES_WITHIN_S):
        car.desk.sign_in(life.person, life.password)
    while True:
        car.hold_round()


def _listen(say: Say, signed_in: threading.Event, event: Event) -> None:
    if isinstance(event, ReadMade):
        say(f"{READ} {event.read.read_id}")
    elif isinstance(event, HitRaised):
        say(f"{HIT} {event.hit.hit_id}")
    elif isinstance(event, SignedIn):
        signed_in.set()
    elif isinstance(event, CameraChanged) and event.health is Health.LOST:
        say(CAMERA_LOST)


def _screen(car: Car, clock: SystemClock, say: Say, *, reads: bool) -> None:
    """Ask the car as the screen does; say how long it was ever kept waiting."""
    dice, waits, number = random.Random(), threading.Event(), 0  # noqa: S311 - made-up plates
    while True:
        before, begun = starved(), time.monotonic()  # waits between the two count as starved
        if reads:
            read = _read(dice, clock.now())
            is_hit = number % _HIT_EVERY == 0
            car.desk.sightings.keep_read(read, held=is_hit, latency_ms=1.0)
            if is_hit:
                _verify_half(car, _hit(read, clock.now()), number)
        number += 1
        waits.wait(_EVERY_S)
        late = time.monotonic() - begun - _EVERY_S - starved_since(before)
        if late > STALLS_FROM_S:
            say(f"{STALL} {late:.3f}")


def _verify_half(car: Car, hit: Hit, number: int) -> None:
    """Take some steps of a verification, never all: no gate may open."""
    car.desk.sightings.raise_hit(hit)
    car.desk.open(hit.hit_id)
    if number % 2:
        return
    car.desk.enter(hit.hit_id, hit.read.text, "NC", 1.5)


def _say_open_gates(folder: Path, clock: SystemClock, say: Say) -> None:
    """Say each hit whose gate a restarted car would show open."""
    store = opened(folder, clock)
    try:
        with store.begin() as work:
            hits = work.open_hits()
    finally:
        store.close()
    for hit in hits:
        shown = gate(hit, clock.now(), officer=hit.officer, open_hit_id=hit.hit_id)
        if shown.form in (GateForm.OPEN, GateForm.OPEN_WITHOUT_STATUS):
            say(f"{GATE} {hit.hit_id}")


def starved() -> dict[str, float]:
    """Return for how many seconds each thread here has waited for a processor that others had."""
    found = {}
    for task in os.scandir("/proc/self/task"):
        try:
            with open(f"{task.path}/schedstat", encoding="ascii") as file:  # noqa: PTH123 - hot
                found[task.name] = int(file.read().split()[1]) / 1e9
        except (OSError, IndexError):
            continue
    return found


def starved_since(before: dict[str, float]) -> float:
    """Return how long the threads waited since then; what one waited that ended is not known."""
    return sum(waited - before.get(thread, 0.0) for thread, waited in starved().items())


def _no_engines() -> Engines:
    raise EngineMissingError("No networks: reads are made without.")


def _read(dice: random.Random, at: datetime) -> Read:
    return Read(
        read_id=new_id(at, dice.randbytes(10)),
        revision=0,
        camera="front",
        captured_at=at,
        characters=tuple(Character(c, 0.95) for c in dice.choices(_GLYPHS, k=7)),
        state="NC",
        state_confidence=0.9,
        box=Box(1, 2, 3, 4),
        frames=5,
        disputed=(),
        crop=_JPEG + dice.randbytes(_PICTURE_BYTES),
        context=_JPEG + dice.randbytes(_PICTURE_BYTES),
        engine="bench",
    )


def _hit(read: Read, at: datetime) -> Hit:
    plate = Plate(read.text, "NC")
    entry = HotlistEntry("e1", "NCIC", "V", plate, nic="V123456789")
    listed = DictIndex(Hotlist(1, at, (entry,)))
    found = matches(read.plate, listed, at)
    return Hit(new_id(at, os.urandom(10)), read, found, 1, at, at, None)
