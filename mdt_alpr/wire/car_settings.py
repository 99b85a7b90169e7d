"""What headquarters signs: the settings file of a car, and settings of a group (CM-3)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from mdt_alpr.domain.kinds import Label, Name, Reason
from mdt_alpr.wire.codec import encode

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


@dataclass(frozen=True, slots=True)
class MachineSettings:
    """What a machine is given as one of its group: lines of TOML, over those of its ``car.toml``.

    ``number`` is that of the decision, 0 where the group has none.
    """

    device: str
    group: str
    number: int
    text: str


@dataclass(frozen=True, slots=True)
class SignedSettings:
    """Settings with their signature, whose own number grows with each: no older one is taken."""

    settings: MachineSettings
    signature: SettingsSignature

    @property
    def content(self) -> bytes:
        """Return what the signature is of, which is no TOML and so no ``car.toml``."""
        return encode(self.settings).encode()


@dataclass(frozen=True, slots=True)
class SettingsOffer:
    """What the machine that asks is given; None for one that is in no group."""

    offered: SignedSettings | None = None


@dataclass(frozen=True, slots=True)
class KeptSettings:
    """What a machine keeps of its group's settings; ``earlier`` are those to which it goes back.

    ``starts`` counts those with settings that did not prove themselves yet, ``failed_before`` are
    the parts of its check that failed before them. ``back_from`` are those that did not work here,
    ``why`` in words, empty once that is reported.
    """

    current: SignedSettings | None = None
    earlier: SignedSettings | None = None
    is_proved: bool = True
    starts: int = 0
    failed_before: tuple[str, ...] = ()
    back_from: SignedSettings | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class GroupSettingsRequest:
    """All settings of a group, as lines of TOML; without any each machine has its own."""

    group: Annotated[Name, Label("Group", "patrol")]
    reason: Annotated[Reason, Label("Reason. No plates.")]
    text: Annotated[
        str, Label("Settings, a line each", "volume = 80", is_tall=True, option="settings")
    ] = ""
    confirmed: Annotated[bool, Label("What changes was seen")] = False


@dataclass(frozen=True, slots=True)
class MachineGroupRequest:
    """The group of a machine from now on; empty for none."""

    group: Annotated[Name, Label("Group", "patrol")] = ""


@dataclass(frozen=True, slots=True)
class GroupSettings:
    """A decision on the settings of a group; ``number`` 0 where there is none yet.

    ``taken_away`` are the safety checks that it takes away, in words; ``machines`` are its own.
    """

    group: str
    number: int
    text: str
    reason: str
    set_at: datetime | None
    set_by: str
    confirmed_by: str
    taken_away: tuple[str, ...]
    machines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GroupSettingsMessage:
    """Every group with what it is given; ``changes`` asks first whether that is meant."""

    groups: tuple[GroupSettings, ...]
    changes: tuple[str, ...] = ()
