"""What cars bring: their keys and units, sticks, and evidence packages that leave."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DeviceKeyNamed:
    """A key of a device, or its first 16 digits or more."""

    key: str


@dataclass(frozen=True, slots=True)
class UnitRequest:
    """Which unit a device is."""

    unit: str


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


@dataclass(frozen=True, slots=True)
class PackageRequest:
    """For which of the lawful purposes an evidence package leaves, and for which case."""

    purpose: str
    case: str


@dataclass(frozen=True, slots=True)
class PackageMessage:
    """An evidence package; ``is_key_accepted``: headquarters accepts the key that sealed it."""

    sha256: str
    is_key_accepted: bool
