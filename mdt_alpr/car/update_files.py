"""What a car and the machine's installer hand each other: two folders, each with one writer.

The car writes ``updates`` in its data folder: the package, and that a shift is over. The
installer has an administrator's rights, believes only what headquarters signed, and writes
``UPDATES_OF_MACHINE``: the packages that it installs, and what became of the last one.
"""

import hashlib
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from mdt_alpr.domain.equipment.program_update import (
    CarUpdateState,
    PackageKind,
    UpdateRefusedError,
    demand_newer,
)
from mdt_alpr.files import private_files
from mdt_alpr.files.paths import OF_MACHINE, UPDATES_OF_MACHINE
from mdt_alpr.keys.signing import is_signed, key_of
from mdt_alpr.wire.codec import DecodeError, decode, encode
from mdt_alpr.wire.program_updates import MachineUpdate, PackageFacts, SignedPackage, UpdateTrial

_LARGEST_FACTS = 64 * 1024
M = TypeVar("M")


@dataclass(frozen=True, slots=True)
class MachinePlaces:
    """Where only an administrator writes: the key of headquarters, and the installer's folder."""

    key: Path = OF_MACHINE / "headquarters-key.pem"
    folder: Path = UPDATES_OF_MACHINE

    @property
    def trusted(self) -> str:
        """Return the key whose packages this machine installs; "" where it installs none."""
        with suppress(OSError):
            return key_of(self.key.read_text(encoding="ascii", errors="replace")) or ""
        return ""

    @property
    def last(self) -> MachineUpdate:
        """Return what became of the last package."""
        return kept_message(MachineUpdate, self.folder / "last.json") or MachineUpdate()

    def keep(self, last: MachineUpdate) -> None:
        """Keep what became of a package, readable for the car."""
        place = self.folder / "last.json"
        half = place.with_name(f"{place.name}.part")
        half.write_bytes(encode(last).encode())
        private_files.let_others_read(half)
        private_files.replace(half, place)

    def package(self, version: str, kind: PackageKind) -> Path:
        """Return where the package of a version lies."""
        return self.folder / f"{version}.{kind.value}"


@dataclass(frozen=True, slots=True)
class CarUpdateFiles:
    """A car's own part; ``folder`` is its data folder."""

    folder: Path

    @property
    def package(self) -> Path:
        """Return where a package lies that was fetched whole."""
        return self._own / "package"

    @property
    def part(self) -> Path:
        """Return where one lies that is being fetched."""
        return self._own / "package.part"

    @property
    def wish(self) -> Path:
        """Return the file by which the car says that a shift is over."""
        return self._own / "install"

    @property
    def offer(self) -> SignedPackage | None:
        """Return what is fetched, or is being fetched."""
        return kept_message(SignedPackage, self._own / "offer.json")

    @property
    def trial(self) -> UpdateTrial | None:
        """Return how the installed package does."""
        return kept_message(UpdateTrial, self._own / "trial.json")

    def begin(self, offer: SignedPackage) -> None:
        """Begin to fetch a package; what was fetched of another is gone."""
        self.forget()
        private_files.make_folder(self._own)
        private_files.write_whole(self._own / "offer.json", encode(offer).encode())

    def forget(self) -> None:
        """Drop what was fetched."""
        for path in (self.wish, self.package, self.part, self._own / "offer.json"):
            private_files.remove(path)

    def keep_trial(self, trial: UpdateTrial) -> None:
        """Keep how the installed package does."""
        private_files.make_folder(self._own)
        private_files.write_whole(self._own / "trial.json", encode(trial).encode())

    def note_start(self, machine: MachinePlaces) -> None:
        """Count a start of a package that did not prove itself yet, before anything can fail."""
        trial = trial_of(self, machine.last)
        if trial is not None and machine.last.state is CarUpdateState.INSTALLED:
            with suppress(OSError):
                self.keep_trial(replace(trial, starts=trial.starts + 1))

    @property
    def _own(self) -> Path:
        return self.folder / "updates"


def trial_of(files: CarUpdateFiles, last: MachineUpdate) -> UpdateTrial | None:
    """Return how the machine's last package does here; None before the first."""
    if last.package is None:
        return None
    trial = files.trial
    is_its = trial is not None and trial.number == last.package.number
    return trial if is_its else UpdateTrial(last.package.number)


def demand_package(offer: SignedPackage, kind: PackageKind, key: str, running: str) -> None:
    """Refuse a package that headquarters did not sign, of another system, or no newer one.

    Raises:
        UpdateRefusedError: says what is wrong.
    """
    facts = offer.facts
    if not key or offer.key != key:
        raise UpdateRefusedError("The package is not signed by this machine's headquarters.")
    try:
        signature = bytes.fromhex(offer.signature)
    except ValueError:
        signature = b""
    if not is_signed(key, facts.signed_bytes, signature):
        raise UpdateRefusedError("What is said of the package was changed after it was signed.")
    if facts.kind is not kind:
        raise UpdateRefusedError(f"The package is no .{kind.value}, which this machine installs.")
    demand_newer(facts.version, running)


def demand_content(facts: PackageFacts, path: Path) -> None:
    """Refuse a file that is not the package that was signed.

    Raises:
        UpdateRefusedError: its size or its SHA-256 is another.
    """
    try:
        if private_files.is_plain(path) and path.stat().st_size == facts.size:
            with path.open("rb") as content:
                if hashlib.file_digest(content, "sha256").hexdigest() == facts.sha256:
                    return
    except OSError:
        pass
    raise UpdateRefusedError("The package was changed: its SHA-256 is not the signed one.")


def kept_message(kind: type[M], path: Path) -> M | None:
    """Return a message of a file; None where there is none that can be read."""
    try:
        if not private_files.is_plain(path) or path.stat().st_size > _LARGEST_FACTS:
            return None
        return decode(kind, path.read_bytes())
    except (OSError, DecodeError):
        return None
