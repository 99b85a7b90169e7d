"""A car's folder, its machine's, and packages that a headquarters signed."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from mdt_alpr.adapters.ed25519_signer import Ed25519Signer
from mdt_alpr.car.update_files import CarUpdateFiles, MachinePlaces
from mdt_alpr.car.update_install import MachineInstaller
from mdt_alpr.domain.equipment.program_update import PackageKind
from mdt_alpr.keys.signing import pem_of
from mdt_alpr.lab.hq.staged_updates import PlayedInstaller, package_of
from mdt_alpr.wire.program_updates import (
    PART_BYTES,
    MachineUpdate,
    OfferMessage,
    PackageFacts,
    SignedPackage,
)

RUNNING, NEXT = "0.10.0", "0.11.0"


@dataclass
class Machine:
    """A machine that a technician set up; ``signer`` is its headquarters'."""

    folder: Path
    signer: Ed25519Signer = field(default_factory=lambda: Ed25519Signer(bytes(32)))
    installer: PlayedInstaller = field(default_factory=PlayedInstaller)

    def __post_init__(self) -> None:
        """Trust headquarters, and keep the package of the version in use."""
        self.places = MachinePlaces(self.folder / "key.pem", self.folder / "machine")
        self.files = CarUpdateFiles(self.folder / "car")
        self.work = MachineInstaller(self.files.folder, self.places, self.installer)
        self.places.key.write_text(pem_of(self.signer.public_key), encoding="ascii")
        earlier = self.folder / "earlier"
        earlier.write_bytes(package_of(RUNNING))
        self.work.keep(earlier, RUNNING)

    def wish(self, offer: SignedPackage, content: bytes) -> None:
        """Let the car have a package and end its shift."""
        self.files.begin(offer)
        self.files.package.write_bytes(content)
        self.files.wish.touch()

    def run(self) -> MachineUpdate:
        """Let the installer work; something must be due."""
        done = self.work.run()
        assert done is not None
        return done


def signed(
    content: bytes,
    version: str = NEXT,
    *,
    kind: PackageKind = PackageKind.DEBIAN,
    number: int = 1,
    signer: Ed25519Signer | None = None,
) -> SignedPackage:
    """Return what headquarters signs of a package."""
    by = signer or Ed25519Signer(bytes(32))
    digest = hashlib.sha256(content).hexdigest()
    facts = PackageFacts(number, kind, version, len(content), digest)
    return SignedPackage(facts, by.public_key, by.sign(facts.signed_bytes).hex())


@dataclass
class ScriptedOffers:
    """Headquarters' part: what it offers, and the content; ``lost`` raises for a part."""

    offer: SignedPackage | None = None
    content: bytes = b""
    asked: list[int] = field(default_factory=list)
    raises: list[Exception] = field(default_factory=list)

    def update_offer(self) -> OfferMessage:
        """Return the offer."""
        return OfferMessage(self.offer)

    def update_part(self, number: int, at: int) -> bytes:
        """Return a part."""
        del number
        self.asked.append(at)
        if self.raises:
            raise self.raises.pop(0)
        return self.content[at : at + PART_BYTES]
