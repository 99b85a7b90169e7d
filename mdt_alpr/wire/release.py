"""Packages that are let out, and the media that carry them (8.B, 8.E, PRS-10 to 12)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.domain.kinds import Label, Name, Note, Reference, at_sending
from mdt_alpr.domain.printable import log_number
from mdt_alpr.domain.retention.media import CopyState, MediumKind

_NUMBERS = "2026-0003 or 3"


@dataclass(frozen=True, slots=True)
class ReleaseRequest:
    """What leaves: all that a hold covers, or those of its hits; or hits that a request asks for.

    Exactly one of ``hold`` and ``request`` is a number of the log. ``serial`` names the medium,
    ``recipient`` who else receives what is of a restricted file (HOT-10).
    """

    serial: Annotated[Reference, Label("Medium", is_wide=True, option="medium")]
    holder: Annotated[Name, Label("Who holds the medium")]
    place: Annotated[Reference, Label("Where it is kept")]
    transport: Annotated[Note, Label("How it is delivered")]
    purpose: Annotated[Purpose, Label("Purpose", is_wide=True)]
    hold: Annotated[int, Label("Under hold, number", _NUMBERS, reads=log_number)] = 0
    request: Annotated[int, Label("On data request, number", _NUMBERS, reads=log_number)] = 0
    hits: Annotated[
        tuple[str, ...], Label("IDs of hits, if not all", is_wide=True, option="hit")
    ] = ()
    recipient: Annotated[Name, Label("Restricted: who else gets it", "nobody")] = ""


@dataclass(frozen=True, slots=True)
class ReleaseMessage:
    """What was let out; headquarters shows its passphrase once somebody signed the receipt."""

    number: int
    sha256: str
    name: str
    reads: int
    hits: int
    pictures: int
    is_every_key_accepted: bool
    passphrase: str = ""
    """Empty: of an earlier headquarters only."""


@dataclass(frozen=True, slots=True)
class PackageWritten:
    """The file of a package is written: its SHA-256 as it was read back."""

    sha256: str


@dataclass(frozen=True, slots=True)
class PackagePassphrase:
    """What opens a package; it goes another way than the medium."""

    number: int
    passphrase: str

    def __repr__(self) -> str:
        """Return a text without the passphrase."""
        return f"PackagePassphrase({self.number})"


@dataclass(frozen=True, slots=True)
class PackageLine:
    """A package in the register: on which medium, where, until when."""

    number: int
    hold: int
    request: int
    made_at: datetime
    made_by: str
    sha256: str
    size: int
    reads: int
    hits: int
    pictures: int
    is_restricted: bool
    serial: str
    holder: str
    place: str
    transport: str
    state: CopyState
    due_at: datetime | None
    days_left: int | None
    is_reminded: bool
    ended_at: datetime | None
    ended_how: str
    acknowledged_at: datetime | None
    acknowledged_by: str
    is_written: bool = True


@dataclass(frozen=True, slots=True)
class PackagesMessage:
    """Every package that was let out, the newest first; how many are due soon or overdue."""

    packages: tuple[PackageLine, ...]
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class Acknowledgment:
    """Who received a package and signed its notice (DIS-07)."""

    by: Annotated[Name, Label("Receipt signed by", is_wide=True)]
    at: Annotated[datetime, Label("When", makes=at_sending)]


@dataclass(frozen=True, slots=True)
class CopyEnd:
    """A copy came back, or was destroyed, and how (8.E)."""

    state: CopyState
    how: Annotated[Note, Label("How it came back, or was destroyed", is_wide=True)]


@dataclass(frozen=True, slots=True)
class MediumRequest:
    """A medium of the agency."""

    serial: Annotated[Reference, Label("Serial number")]
    kind: Annotated[MediumKind, Label("Kind", options=(("usb_drive", "USB drive"),))]
    label: Annotated[Reference, Label("How it is marked")] = ""
    is_agency_owned: Annotated[
        bool, Label("Owned by", options=(("yes", "The agency"), ("no", "A person or firm")))
    ] = True


@dataclass(frozen=True, slots=True)
class MediumLine:
    """A medium of the register."""

    serial: str
    kind: MediumKind
    label: str
    registered_at: datetime
    registered_by: str
    retired_at: datetime | None
    retired_how: str
    packages_out: int


@dataclass(frozen=True, slots=True)
class PortableMediaMessage:
    """Every registered medium, by serial number."""

    media: tuple[MediumLine, ...]


@dataclass(frozen=True, slots=True)
class MediumRetirement:
    """How a medium was retired or destroyed."""

    serial: Annotated[Reference, Label("Serial number")]
    how: Annotated[Note, Label("If retired: how it was erased or destroyed", is_wide=True)]
