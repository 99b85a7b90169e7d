"""The agency's machines as headquarters knows them: program, settings, list, cameras (CM-8)."""

from dataclasses import dataclass
from datetime import datetime

from mdt_alpr.domain.equipment.program_update import CarUpdateState, SettingsState
from mdt_alpr.domain.kinds import Reference
from mdt_alpr.domain.people.known_devices import DeviceKind


@dataclass(frozen=True, slots=True)
class FleetUpdate:
    """The newest package for a car by its version; ``state`` is None where there is none."""

    version: str = ""
    state: CarUpdateState | None = None


NO_UPDATE = FleetUpdate()


@dataclass(frozen=True, slots=True)
class FleetSettings:
    """The decision ``asked`` of a machine's group and the one that it has; 0 for none.

    ``state`` is what the machine said last of the one asked, with why.
    """

    group: str = ""
    asked: int = 0
    has: int = 0
    state: SettingsState | None = None
    why: str = ""


NOT_GIVEN = FleetSettings()


@dataclass(frozen=True, slots=True)
class FleetMachine:
    """A machine in use; a text is empty where the machine did not say it yet.

    ``program`` is who vouches for its files, ``settings`` the start of the SHA-256 of its settings
    file. ``lost`` are its cameras without a picture, ``failed`` what its last check found wrong.
    ``package`` is the kind that the machine installs by itself, empty where a technician does.
    ``given`` is what its group was given, ``other_profile`` the policy that it runs where that is
    not headquarters'.
    """

    device: str
    kind: DeviceKind
    unit: str
    version: str
    program: str
    models: str
    settings: str
    list_version: int | None
    lost: tuple[str, ...]
    checked_at: datetime | None
    failed: str
    last_contact: datetime | None
    package: str = ""
    update: FleetUpdate = NO_UPDATE
    given: FleetSettings = NOT_GIVEN
    other_profile: str = ""


@dataclass(frozen=True, slots=True)
class FleetMessage:
    """Every machine in use, by name; ``list_version`` is the newest list.

    ``weakening`` are the groups whose settings take a safety check away.
    """

    machines: tuple[FleetMachine, ...]
    list_version: int
    weakening: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RunningProgram:
    """Which version of the program runs on a desk."""

    version: Reference
