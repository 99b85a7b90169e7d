"""A real headquarters for a drill, over HTTP in this very process."""

import csv
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from mdt_alpr.clock import Clock
from mdt_alpr.demo.drill.headquarters import (
    OFFICER,
    PASSWORD,
    SECOND_OFFICER,
    Import,
)
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.hotlist.hotlist import CorrectionDraft
from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.plate.plate import Plate
from mdt_alpr.paths import resource
from mdt_alpr.wire.review import HitTrailMessage, OverviewMessage

if TYPE_CHECKING:  # a car's own installation has no headquarters
    from mdt_alpr.hq.app import InProcessHq

_ADMINISTRATOR, _CUSTODIAN = "administrator-1", "custodian-1"
_LIST = "NCIC hot file"
_REASON = "decided for this drill"


@contextmanager
def drill_headquarters(folder: Path, clock: Clock) -> Iterator["DrillHeadquarters"]:
    """Give a headquarters with both officers trained on the day on which the clock stands.

    Raises:
        OutsideError: this installation has no headquarters.
    """
    try:
        from mdt_alpr.hq.app import InProcessHq
        from mdt_alpr.hq.base.settings import HqSettings, PasswordCost
    except ImportError as error:
        message = (
            "This installation is a car only. Scenarios need headquarters: see "
            f"{resource('docs/administrator.md')}."
        )
        raise OutsideError(message) from error
    cheap = PasswordCost(time=1, memory=8, lanes=1)  # made-up people, gone with the drill
    with InProcessHq(HqSettings(folder, password_cost=cheap), clock, os.urandom) as running:
        found = DrillHeadquarters(running, folder)
        for person in (OFFICER, SECOND_OFFICER):
            found.make_account(person, clock.now().date())
        yield found


class DrillHeadquarters:
    """See ``demo.drill.headquarters.Headquarters``."""

    def __init__(self, running: "InProcessHq", folder: Path) -> None:
        self.address = running.base_url
        self._hq = running.hq
        self._folder = folder

    def import_list(self, rows: Sequence[Mapping[str, str]]) -> Import:
        """Write the rows as the file that a custodian would import, and import it."""
        from mdt_alpr.hq.hotlists.importing import import_csv
        from mdt_alpr.hq.hotlists.rows import COLUMNS

        path = self._folder / "delivery.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS, restval="")
            writer.writeheader()
            writer.writerows({"list": _LIST, **row} for row in rows)
        report = import_csv(self._hq, path, _ADMINISTRATOR)
        return Import(report.stopped, report.taken, report.reasons)

    def allow_look_alikes(self) -> None:
        """Let the administrator allow one look-alike character (ALR-04)."""
        from mdt_alpr.hq.hotlists.service import allow_look_alikes

        with self._hq.writing() as work:
            allow_look_alikes(work, _ADMINISTRATOR, Role.ADMINISTRATOR, allowed=True)

    def switch_category(self, code: str) -> None:
        """Let the administrator switch a category on, for a purpose and with a reason."""
        from mdt_alpr.hq.hotlists.categories import Decision, decide

        decision = Decision(code, is_on=True, purpose=Purpose.CRIMINAL, reason=_REASON)
        with self._hq.writing() as work:
            decide(work, decision, _ADMINISTRATOR, Role.ADMINISTRATOR)

    def correct_record(self, plate: Plate) -> None:
        """Let the custodian correct the one record that is listed on a plate (HOT-11)."""
        from mdt_alpr.hq.hotlists.corrections import place

        draft = CorrectionDraft(_REASON, "hits of this drill", "asked by telephone")
        with self._hq.writing() as work:
            place(work, _CUSTODIAN, plate, "", draft)

    def make_account(self, person_id: str, trained_on: date | None) -> None:
        """Make an officer's account."""
        from mdt_alpr.hq.people.accounts import NewAccount, make_account

        new = NewAccount(person_id, person_id, Role.OFFICER, PASSWORD, trained_on)
        make_account(self._hq, new, _ADMINISTRATOR)

    def disable(self, person_id: str) -> None:
        """Disable an account."""
        from mdt_alpr.hq.people.account_acts import disable_account

        disable_account(self._hq, person_id, "The drill disables it", _ADMINISTRATOR)

    def purge(self) -> None:
        """Erase what is past its time, as happens every hour where the clock is believed."""
        from mdt_alpr.hq.keeping.purge import purge_watched

        purge_watched(self._hq)

    def held(self) -> OverviewMessage:
        """Return what headquarters holds."""
        from mdt_alpr.hq.hits.review import overview

        with self._hq.reading() as work:
            return overview(work)

    def trail(self, hit_id: str) -> HitTrailMessage | None:
        """Return everything kept about a hit, None where nothing is."""
        from mdt_alpr.hq.base.headquarters import RefusedError
        from mdt_alpr.hq.hits.review import hit_trail

        with self._hq.reading() as work:
            try:
                return hit_trail(work, hit_id)
            except RefusedError:
                return None
