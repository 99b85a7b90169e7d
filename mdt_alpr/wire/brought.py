"""What cars bring: their keys and units, and sticks."""

from dataclasses import dataclass
from typing import Annotated

from mdt_alpr.domain.kinds import Label, Reference


@dataclass(frozen=True, slots=True)
class DeviceKeyNamed:
    """A key of a device, or its first 16 digits or more."""

    key: Annotated[str, Label("Its key, or the first 16 digits or more, as the computer shows it")]


@dataclass(frozen=True, slots=True)
class UnitRequest:
    """Which unit a device is."""

    unit: Annotated[Reference, Label("Unit of the chosen car", "Unit 12", option="unit")]


@dataclass(frozen=True, slots=True)
class OffloadKeysMessage:
    """Public keys (hexadecimal), one a date of capture (ISO), and that which signs receipts."""

    keys: tuple[tuple[str, str], ...]
    receipts_key: str


@dataclass(frozen=True, slots=True)
class LoadedMessage:
    """What became of a stick: items by outcome, pictures kept, parts past their deadline."""

    device: str
    outcomes: tuple[tuple[str, int], ...]
    pictures: int
    expired_parts: int
