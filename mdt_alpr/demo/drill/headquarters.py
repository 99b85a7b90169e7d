"""Headquarters as a drill sees it; the command line makes one, for a car knows none."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

from mdt_alpr.domain.plate.plate import Plate
from mdt_alpr.machine.clock import Clock
from mdt_alpr.wire.review import HitTrailMessage, OverviewMessage

PASSWORD = "training-only"  # noqa: S105 - guards made-up data
OFFICER, SECOND_OFFICER = "officer-1", "officer-2"
"""The person in the first car and in the second, both trained on the scenario's first day."""


@dataclass(frozen=True, slots=True)
class Import:
    """Result of importing a hotlist; ``dropped`` counts lines by reason."""

    stopped: str
    accepted: int
    dropped: Mapping[str, int]


class StagedMisuse(Protocol):
    """Searches for private reasons, and the flags that they raise (SUP-03, SUP-05)."""

    def search(self, role: str, plate: str, case: str, reason: str) -> int:
        """Search as somebody of a role for a case that nobody knows; return what is found."""
        ...

    def seek(self) -> None:
        """Run the rules, as happens every day."""
        ...

    def flags(self, role: str = "custodian") -> list[tuple[str, str]]:
        """Return rule and sentence of each flag that somebody of a role sees."""
        ...


class StagedHeadquarters(Protocol):
    """A real headquarters with the two officers' accounts."""

    address: str

    @property
    def misuse(self) -> StagedMisuse:
        """Return what a drill does about misuse."""
        ...

    def import_list(self, rows: Sequence[Mapping[str, str]]) -> Import:
        """Import a delivered hotlist; rows by column, the list's name among them."""
        ...

    def allow_look_alikes(self) -> None:
        """Let the administrator allow one look-alike character (ALR-04)."""
        ...

    def switch_category(self, code: str) -> None:
        """Let the administrator switch a category on, for a purpose and with a reason."""
        ...

    def correct_record(self, plate: Plate) -> None:
        """Let the custodian correct the one record that is listed on a plate (HOT-11)."""
        ...

    def make_account(self, person_id: str, trained_on: date | None) -> None:
        """Make an officer's account."""
        ...

    def disable(self, person_id: str) -> None:
        """Disable an account."""
        ...

    @property
    def notices(self) -> Sequence[str]:
        """What people were sent when the log of headquarters stopped, and when it went on."""
        ...

    def set_log(self, *, works: bool) -> None:
        """Let headquarters' own audit fail, or be written again; its watch finds it."""
        ...

    def shows_data(self) -> bool:
        """Tell whether a supervisor who is signed in at a desk is shown what is held."""
        ...

    def purge(self) -> None:
        """Erase what is past its time, as happens every hour."""
        ...

    def request_hold(self, plate: Plate, unit: str, without: str) -> str:
        """File form ALPR-1, one part left out or none; return why it is refused, else ""."""
        ...

    def newest_hold(self) -> tuple[str, int]:
        """Return the state of the newest request, and how many reads it holds."""
        ...

    def ask_for_data(self, standing: str, received_by: str) -> str:
        """Record a request for data, try to grant it, else refuse it; return its state."""
        ...

    def enter_warrant(self, plate: Plate, unit: str) -> None:
        """Hold what was captured of a plate, by a warrant."""
        ...

    def release_package(self, plate: Plate, unit: str) -> str:
        """Let out what a warrant covers; return every text of the package."""
        ...

    def data_requests(self) -> Sequence[str]:
        """Return the log of requests for data: who asked, what became of it, and why."""
        ...

    def held(self) -> OverviewMessage:
        """Return what headquarters holds."""
        ...

    def trail(self, hit_id: str) -> HitTrailMessage | None:
        """Return everything kept about a hit, None where nothing is."""
        ...


MakeHeadquarters = Callable[[Path, Clock], AbstractContextManager[StagedHeadquarters]]
"""Makes a headquarters with its data in a folder, on a given clock."""
