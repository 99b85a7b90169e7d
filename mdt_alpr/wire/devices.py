"""Machines that headquarters knows: their enrollment, and what is said of them (ACC-15)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from mdt_alpr import __version__
from mdt_alpr.domain.equipment.upkeep import NOTHING_LATE, Upkeep
from mdt_alpr.domain.kinds import Label, Reason
from mdt_alpr.domain.people.fixed_cameras import CameraPlace
from mdt_alpr.domain.people.known_devices import DeviceKind, MachineLoss, OutOfHands, ScreenLock

NONCE_HEADER = "X-Nonce"
"""A machine's number for one question: headquarters' signature of the answer holds it."""
SIGNATURE_HEADER = "X-Headquarters-Signature"
AGENT = {"User-Agent": f"mdt-alpr/{__version__}"}
"""Which version asks: with every request of car, desk and command."""
RUN_HEADER = "X-Run"
"""Drawn at each start of a program: two that take turns are two machines of one name."""
WIPE_HEADER = "X-Wipe-Order"
CERTIFICATE_HEADER = "X-Client-Certificate"
"""From a named proxy: the client's certificate (PEM), with %-escapes."""


@dataclass(frozen=True, slots=True)
class EnrollRequest:
    """A machine asks for its certificate by a one-time code (``EnrollmentCode.spoken``).

    ``request`` is PKCS 10 in PEM form. ``device`` is the name that it has already, or empty. A
    car shows the key of its evidence as well; ``proof`` is its signature of ``enrollment_claim``.
    A code is for one kind of machine.
    """

    code: str
    request: str
    kind: DeviceKind
    device: str = ""
    public_key: str = ""
    proof: str = ""

    def __repr__(self) -> str:
        """Return a text without the code."""
        return f"EnrollRequest({self.device!r})"


@dataclass(frozen=True, slots=True)
class EnrollmentMessage:
    """A machine's certificate, whom it trusts from now on, and headquarters' signing key."""

    device: str
    kind: DeviceKind
    certificate: str
    authorities: str
    headquarters: str


@dataclass(frozen=True, slots=True)
class KeptEnrollment:
    """What an enrolled machine keeps: where its headquarters is, and all that it trusts.

    ``salt`` leads from the seed in its vault to the key of ``certificate``. ``place`` is where a
    fixed camera is, ``upkeep`` what is late on the machine, ``profile`` the digest of
    headquarters' policy profile, as it said at the last contact.
    """

    address: str
    device: str
    kind: DeviceKind
    certificate: str
    authorities: str
    headquarters: str
    salt: str
    place: CameraPlace | None = None
    upkeep: Upkeep = NOTHING_LATE
    profile: str = ""


@dataclass(frozen=True, slots=True)
class CertificateRenewal:
    """A machine in use asks for another certificate before the end of its present one."""

    request: str


@dataclass(frozen=True, slots=True)
class OwnDeviceMessage:
    """What headquarters knows of the machine that asks; ``now`` is headquarters' clock.

    ``training``: nothing at headquarters is real. ``place`` is where a fixed camera is, ``upkeep``
    what is late on the machine (MNT-02), ``profile`` the digest of the policy profile.
    """

    device: str
    kind: DeviceKind
    ends_at: datetime
    now: datetime
    training: bool = False
    place: CameraPlace | None = None
    upkeep: Upkeep = NOTHING_LATE
    profile: str = ""


@dataclass(frozen=True, slots=True)
class CodeRequest:
    """An administrator or technician asks for a code for a machine.

    ``shown`` is the certificate that machines are shown (PEM), where a proxy has another one.
    """

    device: str
    kind: DeviceKind
    shown: str = ""


@dataclass(frozen=True, slots=True)
class CodeMessage:
    """A one-time code; it is shown once."""

    device: str
    kind: DeviceKind
    code: str
    expires_at: datetime

    def __repr__(self) -> str:
        """Return a text without the code."""
        return f"CodeMessage({self.device!r})"


@dataclass(frozen=True, slots=True)
class DeviceMessage:
    """An enrolled machine; ``trouble`` is empty where nothing is against it."""

    device: str
    kind: DeviceKind
    enrolled_at: datetime
    enrolled_by: str
    ends_at: datetime | None
    serial: str
    trouble: str = ""
    revoked_at: datetime | None = None
    revoked_by: str = ""
    reason: str = ""
    wipe_ordered_at: datetime | None = None
    wiped_at: datetime | None = None
    used_twice_at: datetime | None = None
    place: CameraPlace | None = None


@dataclass(frozen=True, slots=True)
class DevicesMessage:
    """Every machine that is or was enrolled, by name."""

    devices: tuple[DeviceMessage, ...]


@dataclass(frozen=True, slots=True)
class RevocationRequest:
    """Why a machine is revoked and what became of it; a program of before says the reason only."""

    why: Reason
    loss: Annotated[MachineLoss, Label("What became of it")] = MachineLoss.LOST
    lock: Annotated[ScreenLock, Label("Whether it was locked")] = ScreenLock.UNKNOWN
    out: Annotated[OutOfHands, Label("How long it was out of your hands")] = OutOfHands.UNKNOWN
