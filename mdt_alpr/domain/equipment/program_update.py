"""Updates of the program in cars: to which of them, when, and how one proves itself (SI-2, CM-3).

A version goes to one named car, then to five, then to all, and no further than where it did well.
It is installed at the end of a shift only, and the car goes back by itself where it does not work.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType

from mdt_alpr.domain.equipment.self_check import SelfCheck
from mdt_alpr.domain.errors import DomainError

STARTS_TO_PROVE = 3
"""Starts within which a new version must pass a check, before the car goes back (proposed)."""
_VERSION = re.compile(r"\d{1,6}(\.\d{1,6}){1,3}", flags=re.ASCII)


class UpdateRefusedError(DomainError):
    """A package is not installed, or not published; the sentence says why."""


class PackageKind(StrEnum):
    """For which installer a package is; the value ends its file's name."""

    DEBIAN = "deb"
    WINDOWS = "msi"


class UpdateStage(StrEnum):
    """To which cars a package goes."""

    NONE = "none"
    ONE = "one"
    FIVE = "five"
    ALL = "all"
    STOPPED = "stopped"


class CarUpdateState(StrEnum):
    """How far one car is with a package."""

    OFFERED = "offered"
    FETCHED = "fetched"
    INSTALLED = "installed"
    GOOD = "good"
    REFUSED = "refused"
    ROLLED_BACK = "rolled_back"


class SettingsState(StrEnum):
    """How far one machine is with settings that its group was given."""

    TAKEN = "taken"
    PROVED = "proved"
    REFUSED = "refused"
    WENT_BACK = "went_back"


FAILED_STATES = frozenset({CarUpdateState.REFUSED, CarUpdateState.ROLLED_BACK})
LIVE_STAGES = (UpdateStage.ONE, UpdateStage.FIVE, UpdateStage.ALL)
_MOST_CARS: Mapping[UpdateStage, int | None] = MappingProxyType(
    {UpdateStage.ONE: 1, UpdateStage.FIVE: 5, UpdateStage.ALL: None}
)


def demand_version(version: str) -> tuple[int, ...]:
    """Return the numbers of a version; 0.10 is newer than 0.9.

    Raises:
        UpdateRefusedError: it is no version.
    """
    if not _VERSION.fullmatch(version):
        raise UpdateRefusedError("A version is numbers with dots between them, such as 0.10.2.")
    numbers = [int(part) for part in version.split(".")]
    while numbers[-1] == 0 and len(numbers) > 1:
        numbers.pop()
    return tuple(numbers)


def demand_newer(version: str, running: str) -> None:
    """Refuse a version that is not newer than the one that runs: an old one has known faults.

    Raises:
        UpdateRefusedError: says both.
    """
    if demand_version(version) <= demand_version(running):
        message = f"Version {version} is not newer than {running}, which is installed here."
        raise UpdateRefusedError(message)


def cars_in(stage: UpdateStage, first: str, cars: Iterable[str]) -> tuple[str, ...]:
    """Return the cars to which a stage goes: the named one, then others by name."""
    if stage not in _MOST_CARS:
        return ()
    in_order = (first, *sorted(set(cars) - {first}))
    return in_order[: _MOST_CARS[stage]]


def next_stage(stage: UpdateStage) -> UpdateStage:
    """Return the stage behind one.

    Raises:
        UpdateRefusedError: there is none.
    """
    if stage in LIVE_STAGES[:-1]:
        return LIVE_STAGES[LIVE_STAGES.index(stage) + 1]
    said = {
        UpdateStage.NONE: "It goes to no car yet: name the first one.",
        UpdateStage.ALL: "It goes to all cars already.",
    }
    stopped = "It was stopped for good. Publish a newer version that mends what was wrong."
    raise UpdateRefusedError(said.get(stage, stopped))


def stage_after(
    stage: UpdateStage,
    cars: Sequence[str],
    states: Mapping[str, CarUpdateState],
    *,
    by_itself: bool,
) -> UpdateStage:
    """Return the stage once cars reported: stopped where one failed, the next where all did well.

    ``cars`` are those of the stage, ``states`` how far each car is that reported.
    """
    if stage not in LIVE_STAGES:
        return stage
    if FAILED_STATES & set(states.values()):
        return UpdateStage.STOPPED
    did_well = all(states.get(car) is CarUpdateState.GOOD for car in cars)
    return next_stage(stage) if by_itself and did_well and stage is not UpdateStage.ALL else stage


def may_install(*, signed_in: bool, on_watch: bool, open_hits: int) -> bool:
    """Tell whether a shift is over: nobody is signed in, no plate is read, no hit is open."""
    return not (signed_in or on_watch or open_hits)


def is_proved(check: SelfCheck, failed_before: Iterable[str]) -> bool:
    """Tell whether a check finds nothing wrong that was in order before the update."""
    return set(check.failed) <= set(failed_before)
