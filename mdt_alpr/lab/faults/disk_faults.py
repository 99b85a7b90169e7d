"""Faults of disks and cameras, and upgrades that are killed; part of the campaign."""

import random
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Protocol

from mdt_alpr.car.device_key import STORE_FILE
from mdt_alpr.lab.faults.car_life import CAMERA_LOST, DISK_WELL, READ, opened
from mdt_alpr.lab.faults.demands import end_upgrade, keep_entry, with_earlier_schema
from mdt_alpr.lab.faults.disk import lose_power, on_disk
from mdt_alpr.lab.faults.processes import Forked, Say
from mdt_alpr.lab.faults.spoiling import PAGE
from mdt_alpr.lab.faults.world import World
from mdt_alpr.machine.clock import SystemClock

_SAID_WITHIN_S, _LISTENS_S = 600.0, 0.1


class Doing(Protocol):
    """What the campaign does and counts."""

    world: World
    dice: random.Random
    done: Counter[str]

    def begun(self, **how: object) -> Forked:
        """Return a life of the car that has begun to read."""
        ...

    def end(self, life: Forked, *, keeps_hits: bool = True) -> None:
        """Kill a life, and keep what it had said."""

    def kill(self, work: Callable[[Say], object], name: str, within_s: float) -> None:
        """Do it in a process of its own, and kill that at a random moment."""

    def kill_import(self) -> None:
        """Kill the import of a list; the next one must end it."""

    def demand(self, work: Callable[[Say], object], *names: str) -> None:
        """Do it in a process of its own; raises where it fails."""

    def break_(self, name: str, *why: str) -> None:
        """Count what was broken."""


class DiskFaults:
    """Done to the car and the headquarters of a campaign."""

    def __init__(self, campaign: Doing) -> None:
        self._campaign, self._world, self._dice = campaign, campaign.world, campaign.dice

    def lose_power_of_car(self) -> None:
        """Kill the car, and let its disk keep only what was synced and a part of the rest."""
        store, journal = self._world.car / STORE_FILE, self._world.folder / "journal"
        before = on_disk(store)
        journal.unlink(missing_ok=True)
        life = self._campaign.begun(journal=journal)
        life.listen(self._dice.uniform(0.1, 1.0))
        self._campaign.end(life)
        lose_power(store, before, journal, self._dice)
        self._campaign.done["power lost, car"] += 1

    def lose_power_of_headquarters(self) -> None:
        """Do that to headquarters while a car sends."""
        world, journal = self._world, self._world.folder / "journal"
        world.kill_server()
        before = on_disk(world.settings.file)
        journal.unlink(missing_ok=True)
        world.start_server(journal=journal)
        life = self._campaign.begun()
        life.listen(self._dice.uniform(0.1, 1.5))
        world.kill_server()
        self._campaign.end(life)
        lose_power(world.settings.file, before, journal, self._dice)
        world.start_server()
        self._campaign.done["power lost, headquarters"] += 1

    def fail_reads(self) -> None:
        """Let a part of what the car reads from its disk fail; it must go on after that."""
        life = self._campaign.begun(reads_fail=self._dice.uniform(0.05, 1.0))
        self._hear(life, lambda: DISK_WELL in life.heard)
        self._hear(life, lambda: any(line.startswith(READ) for line in _after(life, DISK_WELL)))
        self._campaign.done["failing reads"] += 1
        if not any(line.startswith(READ) for line in _after(life, DISK_WELL)):
            self._campaign.break_("crashed", "nothing was kept once the disk was well again")
        self._campaign.end(life, keeps_hits=False)  # an alert is shown even where it is not kept

    def fill_disk_of_headquarters(self) -> None:
        """Let headquarters' files grow no more while a car sends."""
        world = self._world
        world.kill_server()
        size = world.settings.file.stat().st_size
        world.start_server(largest_file=size + self._dice.randrange(10, 60) * PAGE)
        life = self._campaign.begun()
        life.listen(self._dice.uniform(0.5, 1.5))
        world.kill_server()
        self._campaign.done["disk full, headquarters"] += 1
        self._campaign.end(life)
        world.start_server()

    def unplug_camera(self) -> None:
        """Let a camera come and go; it must be said, and nothing else may stop."""
        life = self._campaign.begun(has_camera=True)
        self._hear(life, lambda: CAMERA_LOST in life.heard)
        self._campaign.done["camera unplugged"] += 1
        if CAMERA_LOST not in life.heard:
            self._campaign.break_("crashed", "nobody said that the camera was lost")
        self._campaign.end(life)

    def _hear(self, life: Forked, is_heard: Callable[[], bool]) -> None:
        """Listen until it was said, for a while at most."""
        for _ in range(round(_SAID_WITHIN_S / _LISTENS_S)):
            if is_heard() or not life.listen(_LISTENS_S):
                return

    def kill_upgrade_of_car(self) -> None:
        """Kill the making of a store's schema, and its newest migration, in the middle.

        The next start must end either; the migrated store must hold what it held.
        """
        new, place = self._world.empty("new-car"), self._world.copy_of(self._world.car, "car-copy")
        held = with_earlier_schema(place)
        for each in (new, place):
            self._campaign.kill(partial(_open, each), "upgrade killed", 0.6)
        self._campaign.demand(lambda _say: keep_entry(new))
        self._campaign.demand(lambda _say: end_upgrade(place, held))

    def kill_upgrade_of_headquarters(self) -> None:
        """Do that to headquarters' database."""
        place, headquarters = self._world.empty("new-hq"), self._world.headquarters
        self._campaign.kill(lambda _say: headquarters(place), "upgrade killed", 2.0)
        self._campaign.demand(lambda _say: headquarters(place).close())


def _open(place: Path, _say: Say) -> None:
    opened(place, SystemClock())


def _after(life: Forked, line: str) -> list[str]:
    return life.heard[life.heard.index(line) :] if line in life.heard else []
