"""Faults at random moments against the real programs, and what they broke: it must be nothing."""

import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import select

from mdt_alpr.adapters.store.car_store import CarStore
from mdt_alpr.car.device_key import STORE_FILE
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.policy import CAPTURED_DATA_KEPT_FOR
from mdt_alpr.hq.audit.service import check_own_chain
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.tables import HITS, READS
from mdt_alpr.hq.hits.review import overview
from mdt_alpr.hq.hotlists.importing import import_csv
from mdt_alpr.hq.keeping.purge import purge
from mdt_alpr.lab.faults.bucket import ADDRESS
from mdt_alpr.lab.faults.car_life import GATE, HIT, LEFT, READ, STALL, OffClock, opened
from mdt_alpr.lab.faults.demands import (
    deliver_again,
    end_import,
    end_purge,
    end_purge_of_car,
    purge_car,
    refuse_in_words,
)
from mdt_alpr.lab.faults.disk_faults import DiskFaults
from mdt_alpr.lab.faults.network import FAULTS, Wire
from mdt_alpr.lab.faults.postgres import Postgres
from mdt_alpr.lab.faults.processes import Forked, Say, forked
from mdt_alpr.lab.faults.spoiled_stores import SpoiledStores
from mdt_alpr.lab.faults.spoiling import PAGE, announced_pictures, drawn_plate, opening_pictures
from mdt_alpr.lab.faults.store_faults import Bucket, StoreFaults
from mdt_alpr.lab.faults.world import World
from mdt_alpr.machine.clock import SystemClock

_LIFE_BEGINS_WITHIN_S, _SENT_WITHIN_S = 600.0, 120.0
_YEAR, _LATER = 5 * CAPTURED_DATA_KEPT_FOR, 2 * CAPTURED_DATA_KEPT_FOR
"""Over a year; and when all that was captured is due."""
_MOST_LINES, _MORE_WITHIN_S = 40, 1.5
_ROWS = 1500
BROKEN = ("lost", "doubled", "chains_broken", "gate_opened", "stalls_over_100ms", "crashed")
"""What is counted, and must be 0."""
Kinds = tuple[tuple[Callable[[], None], int], ...]
ROUNDS = 9
"""Of the whole form: more than a thousand faults."""


def figures(rounds: int) -> dict[str, Any]:
    """Do what goes wrong, then let the car send; count what was broken.

    Raises:
        OutsideError: this system has no fork, or a program did not withstand a fault.
    """
    if not hasattr(os, "fork"):
        raise OutsideError("The campaign needs Linux: it kills processes that it forked.")
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        campaign = Campaign(World(Path(folder)))
        try:
            campaign.run(rounds)
            campaign.settle()
        finally:
            campaign.world.close()
    with tempfile.TemporaryDirectory() as folder:
        campaign.go_on_with_servers(Path(folder), rounds)
    return campaign.found() | {"seconds": round(time.monotonic() - began)}


@dataclass(slots=True)
class Campaign:
    """What was done, what the car had said that it kept, and what was broken."""

    world: World
    dice: random.Random = field(default_factory=random.Random)
    done: Counter[str] = field(default_factory=Counter)
    kept: set[str] = field(default_factory=set)
    raised: set[str] = field(default_factory=set)
    broken: Counter[str] = field(default_factory=Counter)
    why: list[str] = field(default_factory=list)
    listed: int = 0
    """Entries of the list that was imported last."""

    def found(self) -> dict[str, Any]:
        """Return the figures."""
        broken = {name: self.broken[name] for name in BROKEN}
        kinds = dict(sorted(self.done.items()))
        return {
            "faults": self.done.total(),
            **broken,
            "why": self.why,
            "kept": len(self.kept),
            "of_kind": kinds,
        }

    def run(self, rounds: int) -> None:
        """Do every kind of fault as often as a round says, in mixed order."""
        self.kill_car()
        self._sent()  # so that each store holds something that can be broken
        self._mixed(self._round(), rounds)

    def go_on_with_servers(self, folder: Path, rounds: int) -> None:
        """Go on at a headquarters on PostgreSQL whose pictures lie in a bucket; break those."""
        with closing(Postgres()) as database, closing(Bucket(folder)) as bucket:
            self.world = World(folder / "world", database=database.url, picture_store=ADDRESS)
            self.kept, self.raised = set(), set()
            try:
                stores = StoreFaults(self, database, bucket)
                kinds = (
                    (stores.kill_database, 2),
                    (stores.restart_database, 1),
                    (stores.kill_picture_store, 2),
                    (stores.pause_picture_store, 1),
                )
                self._mixed(kinds, rounds)
                self.settle()
            finally:
                self.world.close()

    def _mixed(self, often_each: Kinds, rounds: int) -> None:
        kinds = [do for do, often in often_each for _ in range(often)]
        for _ in range(rounds):
            self.dice.shuffle(kinds)
            for do in kinds:
                do()

    def _round(self) -> Kinds:
        """Return how often each is done in the short form."""
        disk, spoiled = DiskFaults(self), SpoiledStores(self)
        return (
            (self.kill_car, 20),
            (disk.lose_power_of_car, 3),
            (disk.lose_power_of_headquarters, 2),
            (disk.fail_reads, 2),
            (disk.fill_disk_of_headquarters, 1),
            (disk.unplug_camera, 1),
            (disk.kill_upgrade_of_car, 2),
            (disk.kill_upgrade_of_headquarters, 1),
            (self.kill_server, 3),
            (self.expire_certificate, 1),
            (self.repeat_delivery, 2),
            (self.set_clock_wrong, 1),
            (self.fill_disk, 2),
            (self.forbid_writing, 2),
            (spoiled.spoil_pages, 1),
            (spoiled.spoil_list, 1),
            (spoiled.spoil_picture, 1),
            (spoiled.spoil_day_keys, 1),
            (self.kill_import, 4),
            (self.kill_purge_of_car, 4),
            (self.kill_purge_of_headquarters, 3),
        )

    def settle(self) -> None:
        """Let the car send what waits, then compare both ends.

        Raises:
            OutsideError: it did not get rid of it.
        """
        self._sent()
        self.world.kill_server()
        self.break_("crashed", *self.world.crashes)
        hq = self.world.headquarters()
        try:
            self._compare(hq)
        finally:
            hq.close()
        self.world.start_server()
        store = self._store(self.world.car)
        if not store.is_whole():
            self.break_("chains_broken", "a page of the car's store")
        store.close()

    def _compare(self, hq: Headquarters) -> None:
        with hq.reading() as work:
            reads = list(work.connection.scalars(select(READS.c.read_id)))
            hits = list(work.connection.scalars(select(HITS.c.hit_id)))
            seen = overview(work)
        lost = [f"{READ} {one}" for one in self.kept - set(reads)]
        lost += [f"{HIT} {one}" for one in self.raised - set(hits)]
        shown = opening_pictures(hq)
        lost += [f"picture {digest}" for _, digest in announced_pictures(hq) - shown]
        self.break_("lost", *lost)
        twice = (Counter(reads) + Counter(hits)).items()
        self.break_("doubled", *(one for one, often in twice if often > 1))
        chains = [(c.device, c.state, c.broken_at) for c in (*seen.chains, *seen.evidence)]
        self.break_("chains_broken", *(str(chain) for chain in chains if chain[1] != "whole"))
        if (broken_at := check_own_chain(hq)) is not None:
            self.break_("chains_broken", f"audit of headquarters at {broken_at}")

    # --------------------------------------------------------------------------- the car

    def kill_car(self) -> None:
        """Kill it at a random moment, after two faults of the network."""
        life = self.begun()
        for wire in self.dice.sample(FAULTS, 2):
            self.world.network.wire = wire
            life.listen(self.dice.uniform(0.05, 0.25))
            self.world.network.wire = Wire.GOOD
            life.listen(self.dice.uniform(0.0, 0.1))
            self.done[f"network {wire.name.lower()}"] += 1
        self.end(life)

    def set_clock_wrong(self) -> None:
        """Set the car's clock a year ahead, then a year back, and kill it there."""
        for off in (_YEAR, -_YEAR):
            life = self.world.life(clock_off=off, reads=False)
            life.listen(self.dice.uniform(0.5, 2.0))
            self.done["clock a year off"] += 1
            self.end(life)

    def fill_disk(self) -> None:
        """Let the store's files grow no more while the car reads."""
        store = self.world.car / STORE_FILE
        life = self.begun(largest_file=store.stat().st_size + self.dice.randrange(4, 40) * PAGE)
        life.listen(self.dice.uniform(0.3, 0.8))
        self.done["disk full, car"] += 1
        self.end(life, keeps_hits=False)  # an alert is shown even where the disk refuses it

    def forbid_writing(self) -> None:
        """Write to a store on a disk that may only be read: it must be refused in words."""
        place = self.world.copy_of(self.world.car, "read-only")
        self.demand(lambda _say: refuse_in_words(place), "disk read-only")

    def kill_purge_of_car(self) -> None:
        """Kill a purge, with its keys, in the middle; the next one must end it."""
        place, clock = self.world.copy_of(self.world.car, "car-copy"), OffClock(_LATER)
        self.kill(lambda _say: purge_car(place, clock), "purge of a car killed", 0.4)
        self.demand(lambda _say: end_purge_of_car(place, clock))

    # ------------------------------------------------------------------- headquarters

    def kill_server(self) -> None:
        """Kill headquarters while a car sends, and start it again."""
        life = self.begun()
        life.listen(self.dice.uniform(0.0, 0.4))
        self.world.kill_server()
        self.done["server killed"] += 1
        life.listen(self.dice.uniform(0.0, 0.2))
        self.world.start_server()
        life.listen(0.2)
        self.end(life)

    def expire_certificate(self) -> None:
        """Serve with a certificate that ended; then with one that lasts."""
        self.world.kill_server()
        self.world.expire_certificate()
        self.world.start_server()
        life = self.begun()
        life.listen(0.5)
        self.done["certificate expired"] += 1
        self.end(life)
        self.world.kill_server()
        self.world.renew_certificate()
        self.world.start_server()

    def repeat_delivery(self) -> None:
        """Deliver what waits twice, and back to front; the car hears nothing of it."""
        self._sent()
        self.world.network.wire = Wire.CUT
        life = self.begun()
        life.listen(0.3)
        self.end(life)
        self.world.network.wire = Wire.GOOD
        car = self.world.car
        self.demand(
            lambda _say: deliver_again(car), "delivered doubled", "delivered back to front"
        )

    def kill_import(self) -> None:
        """Kill the import of a list: the old list or the new one counts, never a half."""
        file = self.world.folder / "list.csv"
        rows = {f"{drawn_plate(self.dice)},Stolen vehicle,NC" for _ in range(_ROWS)}
        before = self.listed
        file.write_text("Plate Number,Description,State/Province\n" + "\n".join(rows) + "\n")
        headquarters = self.world.headquarters
        self.kill(lambda _say: import_csv(headquarters(), file, "campaign"), "import killed", 1.0)
        self.demand(lambda _say: end_import(headquarters(), file, before, len(rows)))
        self.listed = len(rows)

    def kill_purge_of_headquarters(self) -> None:
        """Kill a purge, with the keys of its days, in the middle; the next one must end it."""
        self.world.kill_server()
        place = self.world.copy_of(self.world.settings.data, "hq-copy")
        self.world.start_server()

        def purged(_say: Say) -> None:
            hq = self.world.headquarters(place)
            purge(hq, hq.clock.now() + _LATER)

        self.kill(purged, "purge of headquarters killed", 1.0)
        self.demand(lambda _say: end_purge(self.world.headquarters(place), _LATER))

    # -------------------------------------------------------------------------- helpers

    def _sent(self) -> None:
        """Let the car sign in and send what waits, as long as that becomes less.

        Raises:
            OutsideError: it did not get rid of it.
        """
        before, left = sys.maxsize, sys.maxsize - 1
        while 0 < left < before:
            life, before = self.world.life(until_sent_s=_SENT_WITHIN_S), left
            said = [] if life.finish() else life.heard
            counts = [line.removeprefix(f"{LEFT} ") for line in said if line.startswith(LEFT)]
            left = int(counts[-1]) if counts else before
        if left:
            raise OutsideError(f"The car did not send all that waits, {left} items: {self._log()}")

    def begun(self, **how: object) -> Forked:
        """Return a life that has begun to read.

        Raises:
            OutsideError: it did not begin.
        """
        life = self.world.life(**how)
        if not life.hear(1, _LIFE_BEGINS_WITHIN_S):
            end = "was not heard in time" if life.code is None else f"ended with {life.code}"
            life.kill()
            raise OutsideError(f"A car {end} after {self.done.total()} faults: {self._log()}")
        return life

    def end(self, life: Forked, *, keeps_hits: bool = True) -> None:
        life.hear(self.dice.randrange(_MOST_LINES), _MORE_WITHIN_S)
        life.kill()
        self._note_end(life, "car killed")
        said = [line.partition(" ")[::2] for line in life.heard]
        self.kept |= {what for kind, what in said if kind == READ}
        self.raised |= {what for kind, what in said if kind == HIT and keeps_hits}
        self.break_("gate_opened", *(f"gate of {what}" for kind, what in said if kind == GATE))
        stalls = (f"stall of {what} s" for kind, what in said if kind == STALL)
        self.break_("stalls_over_100ms", *stalls)

    def kill(self, work: Callable[[Say], object], name: str, within_s: float) -> None:
        process = forked(work, self.world.log)
        process.listen(self.dice.uniform(0.0, within_s))
        process.kill()
        self._note_end(process, name, 0)

    def _note_end(self, process: Forked, name: str, *well: int) -> None:
        """Count a fault; what ended before it with a code that is not well, has crashed."""
        self.done[name] += 1
        if not process.was_killed and process.code not in well:
            self.break_("crashed", f"{name}: ended by itself with {process.code}: {self._log()}")

    def demand(self, work: Callable[[Say], object], *names: str) -> None:
        """Do it in a process of its own.

        Raises:
            OutsideError: it failed.
        """
        if forked(work, self.world.log).finish():
            message = f"After {self.done.total()} faults ({', '.join(names)}): {self._log()}"
            raise OutsideError(message)
        self.done.update(names)

    def break_(self, name: str, *why: str) -> None:
        self.broken[name] += len(why)
        self.why += why

    def _store(self, folder: Path) -> CarStore:
        return opened(folder, SystemClock())

    def _log(self) -> str:
        return self.world.log.read_text(encoding="utf-8", errors="replace")[-2000:]
