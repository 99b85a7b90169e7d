"""Headquarters' signature of a car's settings file, where it takes a safety check away (CM-3)."""

from dataclasses import dataclass

from mdt_alpr.domain.kinds import Reason

FORMAT = "mdt-alpr car settings 2"
SUFFIX = ".sig"
"""Of the file beside ``car.toml``."""


@dataclass(frozen=True, slots=True)
class SettingsRequest:
    """The whole text of a car's ``car.toml``, and why headquarters is to allow it."""

    text: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class SettingsSignature:
    """What lies beside the file: for which car, by which key; both hexadecimal.

    The key is the one by which cars know hotlists. ``number`` grows with each signature: a car
    takes none back that is older than one it has had.
    """

    format: str
    device: str
    number: int
    key: str
    signature: str


def signed_bytes(device: str, number: int, content: bytes) -> bytes:
    """Return what the signature is of."""
    return b"\0".join((FORMAT.encode("ascii"), device.encode(), str(number).encode(), content))
