"""Pages, pictures, lists and keys that are not what was written; part of the campaign."""

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

from mdt_alpr.adapters.store.car_store import KEYS_FOLDER, LISTS
from mdt_alpr.car.device_key import STORE_FILE
from mdt_alpr.hq.base.picture_stores import picture_name
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.lab.faults.car_life import opened
from mdt_alpr.lab.faults.disk_faults import Doing
from mdt_alpr.lab.faults.processes import Say, forked
from mdt_alpr.lab.faults.spoiling import (
    cut_off,
    is_car_damaged,
    is_headquarters_damaged,
    is_list_whole,
    opening_pictures,
    spoil,
)
from mdt_alpr.machine.clock import SystemClock

_WHOLE_WITHIN_S, _LISTENS_S = 600.0, 0.3


class SpoiledStores:
    """Done to the car's list itself, and to copies of all that cannot be brought back."""

    def __init__(self, campaign: Doing) -> None:
        self._campaign, self._world, self._dice = campaign, campaign.world, campaign.dice

    def spoil_pages(self) -> None:
        """Overwrite a page of a copy of each database: it must be noticed."""
        place = self._world.copy_of(self._world.car, "car-copy")
        opened(place, SystemClock()).close()  # folds its write-ahead log in
        spoil(place / STORE_FILE, self._dice, first=1)
        self._demand_noticed("a page of the car's store", lambda: is_car_damaged(place))
        copy = self._copy_of_headquarters()
        with closing(sqlite3.connect(copy.file)) as connection:
            connection.execute("VACUUM")  # a page that is free holds nothing, and is not checked
        spoil(copy.file, self._dice, first=1)
        self._demand_damaged(copy, "a page of headquarters' database", "database")
        self._campaign.done["corrupt page"] += 2

    def spoil_list(self) -> None:
        """Damage the car's list: with the next start it must be fetched again."""
        if not is_list_whole(self._world.car):
            self._campaign.kill_import()
            self._demand_list("The list was not fetched")
        file = self._dice.choice(sorted((self._world.car / LISTS).iterdir()))
        self._dice.choice((spoil, cut_off))(file, self._dice)
        self._demand_list(f"{file.name} of the list was spoiled, and not fetched again")
        self._campaign.done["corrupt list"] += 1

    def spoil_picture(self) -> None:
        """Damage a picture in a copy of headquarters: that one, and no other, is not shown."""
        copy = self._copy_of_headquarters()

        def is_noticed() -> bool:
            hq = self._world.headquarters(copy.data)
            before = opening_pictures(hq)
            on, digest = self._dice.choice(sorted(before))
            file = copy.pictures / picture_name(on, digest)
            self._dice.choice((spoil, cut_off))(file, self._dice)
            return before - opening_pictures(hq) == {(on, digest)}

        self._demand_noticed("a picture", is_noticed)
        self._campaign.done["corrupt picture"] += 1

    def spoil_day_keys(self) -> None:
        """Damage the key of a day in copies of both: nothing may be sealed under it."""
        place = self._world.copy_of(self._world.car, "car-copy")
        self._spoil_key(place / KEYS_FOLDER)
        self._demand_noticed(
            "a key of a car's day", lambda: bool(opened(place, SystemClock()).dates_of_keys()[1])
        )
        copy = self._copy_of_headquarters()
        self._spoil_key(copy.day_keys)
        self._demand_damaged(copy, "a key of headquarters' day", "day keys")
        self._campaign.done["corrupt day key"] += 2

    def _spoil_key(self, folder: Path) -> None:
        file = self._dice.choice(sorted(folder.glob("*.key")))
        self._dice.choice((spoil, cut_off))(file, self._dice)

    def _copy_of_headquarters(self) -> HqSettings:
        self._world.kill_server()
        copy = self._world.settings_at(self._world.copy_of(self._world.settings.data, "hq-copy"))
        self._world.start_server()
        return copy

    def _demand_list(self, failure: str) -> None:
        """Let the car run until its list is whole on the disk."""
        life = self._world.life(reads=False)
        ends = time.monotonic() + _WHOLE_WITHIN_S
        while not is_list_whole(self._world.car) and time.monotonic() < ends:
            life.listen(_LISTENS_S)
        self._campaign.end(life)
        if not is_list_whole(self._world.car):
            self._campaign.break_("lost", failure)

    def _demand_damaged(self, copy: HqSettings, what: str, line: str) -> None:
        opens = partial(self._world.headquarters, copy.data)
        self._demand_noticed(what, lambda: is_headquarters_damaged(opens, line))

    def _demand_noticed(self, what: str, is_noticed: Callable[[], bool]) -> None:
        def work(say: Say) -> None:
            if is_noticed():
                say("noticed")

        process = forked(work, self._world.log)
        process.finish()
        if process.heard != ["noticed"]:
            self._campaign.break_("chains_broken", f"{what} was spoiled, and nobody noticed")
