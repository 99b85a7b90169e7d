"""Sample machines of the fleet."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from mdt_alpr.domain.equipment.program_update import (
    CarUpdateState,
    PackageKind,
    SettingsState,
    UpdateStage,
)
from mdt_alpr.domain.people.known_devices import DeviceKind
from mdt_alpr.lab.screens.desk_sample_hits import NOW
from mdt_alpr.wire.car_settings import GroupSettings, GroupSettingsMessage
from mdt_alpr.wire.fleet import FleetMachine, FleetMessage, FleetSettings, FleetUpdate
from mdt_alpr.wire.program_updates import CarUpdate, PackageFacts, ProgramPackage, ProgramPackages

_SIGNED = "signed by release key 5d21c07a"


def sample_fleet(rows: int) -> FleetMessage:
    """Return two cars and a camera; none without rows."""
    ago = timedelta(minutes=7)
    machines = (
        FleetMachine("car-7", DeviceKind.CAR, "Unit 7", "0.10.0", _SIGNED, "own, own, ppocr",
                     "91c07ab35d21e004", 41, (), NOW - ago, "", NOW, "msi",
                     FleetUpdate("0.10.0", CarUpdateState.GOOD),
                     FleetSettings("night", 7, 7, SettingsState.PROVED)),
        FleetMachine("car-12", DeviceKind.CAR, "Unit 12", "0.9.2", _SIGNED, "own, own, ppocr",
                     "0a33be917f52c18d", 39, ("rear",), NOW - ago, "camera", NOW - ago,
                     given=FleetSettings("night", 7, 6, SettingsState.WENT_BACK, "No picture")),
        FleetMachine("us-29-north", DeviceKind.CAMERA, "US-29 north", "", "", "", "", None, (),
                     None, "", None),
    )  # fmt: skip
    return FleetMessage(machines if rows else (), 41)


def sample_groups(rows: int) -> GroupSettingsMessage:
    """Return two groups; none without rows."""
    groups = (
        GroupSettings("night", 7, 'volume = 80\nattention = "front"\n', "Officers missed tones.",
                      NOW - timedelta(days=2), "prewitt", "", (), ("car-12", "car-7")),
        GroupSettings("trial", 6, 'mode = "trial"\n', "The trial of the north district.",
                      NOW - timedelta(days=9), "prewitt", "lee", ("Alerts: TRIAL.",), ("car-3",)),
    )  # fmt: skip
    return GroupSettingsMessage(groups if rows else ())


def sample_packages(rows: int) -> ProgramPackages:
    """Return a package on its way and one that was stopped; none without rows."""
    digests = "5b1f0c3e" * 8, "c07a91ee" * 8
    car, went_back = CarUpdate("car-7", CarUpdateState.GOOD, NOW, ""), "It passed no check."
    packages = (
        ProgramPackage(
            PackageFacts(2, PackageKind.WINDOWS, "0.10.0", 151_000_000, digests[0]),
            NOW - timedelta(hours=5), "prewitt", "lee", UpdateStage.FIVE, by_itself=True,
            cars=(car, CarUpdate("car-12", CarUpdateState.FETCHED, NOW, "")),
        ),
        ProgramPackage(
            PackageFacts(1, PackageKind.WINDOWS, "0.9.9", 151_000_000, digests[1]),
            NOW - timedelta(days=9), "prewitt", "lee", UpdateStage.STOPPED, by_itself=False,
            cars=(CarUpdate("car-7", CarUpdateState.ROLLED_BACK, NOW, went_back),),
        ),
    )  # fmt: skip
    return ProgramPackages(packages if rows else ())


ANSWERS: dict[type, Callable[[int], Any]] = {
    FleetMessage: sample_fleet,
    GroupSettingsMessage: sample_groups,
    ProgramPackages: sample_packages,
}
