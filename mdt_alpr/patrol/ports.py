"""What the car's use cases need from the outside world, as protocols."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Event
from typing import Any, Protocol, runtime_checkable

from mdt_alpr.domain.entry.form import PastReadsQuery
from mdt_alpr.domain.equipment.program_update import PackageKind
from mdt_alpr.domain.hit.status_query import StatusAnswer, StatusQuery
from mdt_alpr.domain.hotlist.hotlist import Hotlist
from mdt_alpr.domain.people.roles import Session
from mdt_alpr.domain.people.second_factor import Enrollment
from mdt_alpr.domain.reading.position import Fix
from mdt_alpr.domain.reading.reading import Box, Detection, PlateText
from mdt_alpr.domain.retention.outbox import OutboxItem
from mdt_alpr.wire.holds import HoldOrders
from mdt_alpr.wire.manual import PastReadsMessage
from mdt_alpr.wire.messages import Receipt
from mdt_alpr.wire.notices import NoticesAndListMessage, UnitMessage
from mdt_alpr.wire.pictures import PictureReceipt

Pixels = Any
"""A picture, opaque to the use cases: H x W x 3 unsigned bytes, blue-green-red."""


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One picture of one camera, and the instant at which it was captured."""

    pixels: Pixels
    captured_at: datetime
    number: int
    width: int
    height: int
    camera: str


class Camera(Protocol):
    """A source of frames; owned by the camera thread."""

    name: str

    def open(self) -> None:
        """Open the device, file or address.

        Raises:
            CameraLostError: it gives no picture; says what to check.
        """
        ...

    def read(self) -> Frame | None:
        """Return the next frame as soon as it is there, or None at the end of the source.

        Raises:
            CameraLostError: the source broke off.
        """
        ...

    def close(self) -> None:
        """Release the device; safe to call twice."""
        ...


class PlateDetector(Protocol):
    """Finds plates in a frame; loaded and used on the recognition thread only."""

    name: str

    def load(self) -> None:
        """Load the weights.

        Raises:
            EngineMissingError: not installed, or the hash differs.
        """
        ...

    def detect(self, frame: Frame) -> list[Detection]:
        """Return every plate in the frame, most confident first."""
        ...


@runtime_checkable
class NearDetector(PlateDetector, Protocol):
    """A detector that can skip parts of a frame where nothing is expected, and look closely."""

    def detect_near(self, frame: Frame, places: Sequence[Box]) -> list[Detection]:
        """Return every plate at or near ``places``, most confident first."""
        ...

    def detect_finely(self, frame: Frame) -> list[Detection]:
        """Return every plate in the frame, small ones on no vehicle too; takes far longer."""
        ...


class PlateReader(Protocol):
    """Reads one plate; loaded and used on the recognition thread only."""

    name: str

    def load(self) -> None:
        """Load the weights.

        Raises:
            EngineMissingError: not installed, or the hash differs.
        """
        ...

    def read(self, frame: Frame, box: Box) -> PlateText:
        """Return the text of the plate in ``box``; no characters where nothing is read."""
        ...


class Pictures(Protocol):
    """Cuts and encodes pictures out of a frame."""

    def crop(self, frame: Frame, box: Box) -> bytes:
        """Return the plate with a margin around it, as JPEG."""
        ...

    def context(self, frame: Frame, box: Box, others: Sequence[Box] = ()) -> bytes:
        """Return the vehicle around the plate, as JPEG.

        No occupants are in it (PUR-07), and none of the ``others``, plates of other vehicles.
        """
        ...

    def sharpness(self, frame: Frame, box: Box) -> float:
        """Return a measure of sharpness that only compares pictures of the same plate."""
        ...


class Voice(Protocol):
    """Says sentences and plays tones; every call returns at once."""

    def say(self, text: str) -> None:
        """Say ``text`` after what is being said."""
        ...

    def tone(self, name: str) -> None:
        """Play a named tone of ``resources/sounds``."""
        ...

    def set_volume(self, percent: int) -> None:
        """Play what comes from now on so loud; 100 is the machine's own volume."""
        ...

    def test(self) -> None:
        """Play a tone and a sentence, and report what came of each even where it is not news."""
        ...

    def silence(self) -> None:
        """Stop speaking and sounding now."""
        ...

    def close(self) -> None:
        """Stop for good and give the thread back."""
        ...


class Vault(Protocol):
    """Keeps the key of the car's store."""

    def key(self) -> bytes:
        """Return the 32-byte key, made on first use.

        Raises:
            StoreLockedError: no keyring and no passphrase; says what to do.
        """
        ...

    def forget(self) -> None:
        """Destroy the key for good.

        Raises:
            StoreLockedError: where it is kept refuses.
        """
        ...


class Signer(Protocol):
    """Signs with the device's private key."""

    public_key: str
    """The Ed25519 public key, 64 hexadecimal digits."""

    def sign(self, message: bytes) -> bytes:
        """Return the 64-byte signature of ``message``."""
        ...


class SecurityKey(Protocol):
    """A person's security key in this machine (FIDO2); every call may wait for its holder."""

    asks_pin: bool
    """Whether the PIN is typed into this program: Windows asks for it itself."""

    def is_here(self) -> bool:
        """Tell whether a key can be asked now."""
        ...

    def answer(self, question: str, pin: str, canceled: Event) -> str:
        """Return the key's signed answer to headquarters' question, once it was touched.

        Raises:
            SecurityKeyError: there is none, or it did not answer; says what to do.
        """
        ...


@dataclass(frozen=True, slots=True)
class NoFix:
    """A receiver answers without a position."""


class Positions(Protocol):
    """A receiver of positions; owned by the position thread."""

    name: str

    def open(self) -> None:
        """Open the device or the connection.

        Raises:
            PositionLostError: it is not there; says what to check.
        """
        ...

    def read(self) -> Fix | NoFix | None:
        """Return the next answer; None where none came within a quarter of a second.

        Raises:
            PositionLostError: the device or the connection broke off.
        """
        ...

    def close(self) -> None:
        """Release the device; safe to call twice."""
        ...


class PastReadsLink(Protocol):
    """Part of ``patrol.ports.HqLink``."""

    def past_reads(self, session: Session, query: PastReadsQuery) -> PastReadsMessage:
        """Return the newest reads of the entry's plate.

        Raises:
            OutsideError: headquarters was not reached, is busy, or refused.
        """
        ...


class HqLink(PastReadsLink, Protocol):
    """Headquarters over the network; owned by the link thread.

    Every call raises LinkLostError when headquarters cannot be reached, SignInRefusedError
    when the session no longer counts.
    """

    def sign_in(self, person_id: str, password: str, code: str = "") -> Session:
        """Begin a session of a person in this car."""
        ...

    def offer_factor(self, person_id: str, password: str, code: str = "") -> Enrollment:
        """Ask for a second factor, which counts after its first code (ACC-02)."""
        ...

    def confirm_factor(self, person_id: str, password: str, code: str) -> Enrollment:
        """Put the offered second factor in use; return its recovery codes."""
        ...

    def key_question(self, person_id: str, password: str) -> str:
        """Return a question that one of the person's security keys answers once."""
        ...

    def change_password(
        self, person_id: str, password: str, new_password: str, code: str = ""
    ) -> None:
        """Change a person's password; every session of that person ends."""
        ...

    def sign_out(self, session: Session) -> None:
        """End the session on both ends."""
        ...

    def send(self, session: Session, items: Sequence[OutboxItem]) -> tuple[Receipt, ...]:
        """Send a batch; one receipt an item."""
        ...

    def hotlist(self, session: Session, known_version: int) -> Hotlist | None:
        """Return the present list, or None where ``known_version`` is it."""
        ...

    def send_pictures(
        self, session: Session, pictures: Sequence[tuple[str, bytes]]
    ) -> tuple[PictureReceipt, ...]:
        """Send pictures, each as SHA-256 and JPEG; one receipt a picture, in their order."""
        ...

    def held_pictures(self, session: Session, digests: Sequence[str]) -> frozenset[str]:
        """Return those of the pictures that headquarters has, from a delivery that was cut."""
        ...

    def holds(self, session: Session, known: Sequence[str]) -> HoldOrders:
        """Return the holds over this machine's cameras, and which of the known ones ended."""
        ...


@dataclass(frozen=True, slots=True)
class NoticesAfter:
    """What is known already: up to which notice, which version of the list (0: none)."""

    number: int
    list_version: int


class NoticesLink(Protocol):
    """Headquarters on a separate connection, so that no upload delays a notice (VER-05).

    Owned by the notices thread. Every call raises LinkLostError when headquarters cannot be
    reached, SignInRefusedError when the session no longer counts.
    """

    def notices(
        self, session: Session, unit: str, after: NoticesAfter, wait_s: float
    ) -> NoticesAndListMessage:
        """Return the next notices, or that there is another list; waits ``wait_s`` seconds."""
        ...

    def send(self, session: Session, items: Sequence[OutboxItem]) -> tuple[Receipt, ...]:
        """Send items ahead of their turn; from another thread than the notices'."""
        ...

    def units(self, session: Session) -> tuple[UnitMessage, ...]:
        """Return the other units on shift."""
        ...

    def relayed_picture(self, session: Session, relay_id: str, digest: str) -> bytes | None:
        """Return a picture of a hit that was relayed to this car, None until it has arrived."""
        ...

    def interrupt(self) -> None:
        """End any wait, for good; called from any thread."""
        ...


class StatusGateway(Protocol):
    """Headquarters' way to the agency's message switch; owned by the link thread."""

    def ask_status(self, session: Session, hit_id: str, query: StatusQuery) -> StatusAnswer:
        """Return what the gateway answered.

        Raises:
            OutsideError: the question did not get through; a sentence says why.
        """
        ...


class Installer(Protocol):
    """The platform's installer, used with an administrator's rights while no car runs."""

    kind: PackageKind

    def version(self) -> str:
        """Return which version of the program is installed.

        Raises:
            OutsideError: it does not say.
        """
        ...

    def install(self, package: Path, over: Path | None = None) -> None:
        """Install a package; ``over`` is the newer one that it replaces on the way back.

        Raises:
            OutsideError: what the installer said.
        """
        ...

    def try_program(self) -> None:
        """Let the installed program test itself.

        Raises:
            OutsideError: it does not start, or what it found.
        """
        ...
