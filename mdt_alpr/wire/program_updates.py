"""Packages of the program for cars: what headquarters signs, and what a machine keeps of them."""

import json
from dataclasses import astuple, dataclass
from datetime import datetime
from typing import Annotated

from mdt_alpr.domain.equipment.program_update import CarUpdateState, PackageKind, UpdateStage
from mdt_alpr.domain.kinds import Label, Name

FORMAT = "mdt-alpr package 1"
PART_BYTES = 128 * 1024
"""What a car fetches of a package at once: other requests of its link wait no longer."""


@dataclass(frozen=True, slots=True)
class PackageFacts:
    """A package; ``number`` grows with each that headquarters publishes, ``size`` in bytes."""

    number: int
    kind: PackageKind
    version: str
    size: int
    sha256: str

    @property
    def signed_bytes(self) -> bytes:
        """Return what the signature is of."""
        return json.dumps([FORMAT, *astuple(self)], separators=(",", ":")).encode()


@dataclass(frozen=True, slots=True)
class SignedPackage:
    """A package with headquarters' signature; ``key`` and ``signature`` hexadecimal."""

    facts: PackageFacts
    key: str
    signature: str


@dataclass(frozen=True, slots=True)
class OfferMessage:
    """Which package the machine that asks is to install; None for none."""

    package: SignedPackage | None = None


@dataclass(frozen=True, slots=True)
class MachineUpdate:
    """What became of the last package on a machine; only an administrator's program writes it.

    ``package`` None before the first one. ``earlier`` is the version to which the machine goes
    back, ``state`` None where an installation was begun and did not end.
    """

    package: PackageFacts | None = None
    earlier: str = ""
    state: CarUpdateState | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class UpdateTrial:
    """How a car tries the package that was installed; ``failed_before``: parts of its check.

    ``reported`` is the state that the car's audit has of package ``number``.
    """

    number: int
    failed_before: tuple[str, ...] = ()
    starts: int = 0
    reported: CarUpdateState | None = None


@dataclass(frozen=True, slots=True)
class FirstCarRequest:
    """The car to which a package goes first; ``by_itself``: on where all cars did well."""

    device: Annotated[Name, Label("First car", "car-12")]
    by_itself: Annotated[bool, Label("Go on by itself")] = False


@dataclass(frozen=True, slots=True)
class CarUpdate:
    """How far one car is with a package."""

    device: str
    state: CarUpdateState
    at: datetime | None
    why: str


@dataclass(frozen=True, slots=True)
class ProgramPackage:
    """A published package, and how far the cars of its stage are."""

    facts: PackageFacts
    published_at: datetime
    published_by: str
    confirmed_by: str
    stage: UpdateStage
    by_itself: bool
    cars: tuple[CarUpdate, ...]


@dataclass(frozen=True, slots=True)
class ProgramPackages:
    """Every published package, the newest first."""

    packages: tuple[ProgramPackage, ...]
