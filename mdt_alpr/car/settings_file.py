"""A car's settings with headquarters' signature: what they may take away (CM-3, CM-5, V9).

They are those of its own file, and over them those of its group, which headquarters sends.
"""

import hashlib
import json
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from mdt_alpr.car.settings import CameraSetting, CarSettings, load_settings
from mdt_alpr.car.update_files import kept_message
from mdt_alpr.domain.car_settings import (
    GroupSettingsError,
    settings_of_group,
    taken_away_by,
    toml_of,
)
from mdt_alpr.domain.equipment.program_update import STARTS_TO_PROVE
from mdt_alpr.domain.errors import EngineMissingError, OutsideError, in_words
from mdt_alpr.domain.safeguards import Weakened, unsigned
from mdt_alpr.files import private_files
from mdt_alpr.files.toml_file import toml_in
from mdt_alpr.keys.signing import is_signed
from mdt_alpr.wire.car_settings import (
    FORMAT,
    SUFFIX,
    KeptSettings,
    SettingsSignature,
    SignedSettings,
    signed_bytes,
)
from mdt_alpr.wire.codec import DecodeError, decode, encode

SETTINGS_FILE = "car.toml"
_DIGITS = 16
_NUMBER = "signed_number"
GROUP_SIGNED = "fleet_signed"
NOTHING_KEPT = KeptSettings()
T = TypeVar("T")


class SettingsRefusedError(OutsideError):
    """A machine does not start with these settings."""


class SettingsUnsignedError(SettingsRefusedError):
    """Settings take a safety check away, and headquarters did not sign that."""


class GroupSettingsFaultyError(SettingsRefusedError):
    """What is kept of the group's settings is not what headquarters signed for this machine."""


@dataclass(frozen=True, slots=True)
class SettingsFile:
    """A file as it lies there; ``weakened`` is what it takes away, whatever the command line says.

    ``signature`` is None where there is none that can be read; ``group`` is what is kept of the
    settings of the machine's group.
    """

    path: Path
    content: bytes
    weakened: tuple[Weakened, ...]
    signature: SettingsSignature | None
    group: KeptSettings = NOTHING_KEPT

    def fault(self, device: str, headquarters: str, newest: int = 0) -> str:
        """Return why headquarters' signature allows this car nothing; "" where it does.

        ``headquarters`` is its key as this car knows it, empty where it is not enrolled;
        ``newest`` the highest number of a signature that counted in this car.
        """
        signed = self.signature
        if signed is None:
            return f"There is no signature ({self.path.name}{SUFFIX})."
        return Addressee(device, headquarters, newest).fault(signed, self.content, self.path.name)


@dataclass(frozen=True, slots=True)
class Addressee:
    """The machine whose settings are signed; the rest is as of ``SettingsFile.fault``."""

    device: str
    headquarters: str
    newest: int = 0

    def fault(self, signed: SettingsSignature, content: bytes, name: str) -> str:
        """Return why the signature of settings of this name does not count; "" where it does."""
        if not self.headquarters:
            return "This car does not know the key of its headquarters: enroll it."
        if signed.device != self.device:
            return f"The signature is for {signed.device}, and this car is {self.device}."
        if signed.format != FORMAT or signed.key != self.headquarters:
            return "The signature is not that of this car's headquarters."
        message = signed_bytes(self.device, signed.number, content)
        if not is_signed(self.headquarters, message, _bytes(signed.signature)):
            return f"{name} was changed after it was signed."
        older = (
            f"{name} is older (number {signed.number}) than settings that this car has had "
            f"(number {self.newest})."
        )
        return older if signed.number < self.newest else ""

    def fault_of_group(self, given: SignedSettings) -> str:
        """Return why settings of a group do not count; "" where they do."""
        said = given.settings
        if said.device != self.device:
            return f"The settings are for {said.device}, and this machine is {self.device}."
        name = f"What group {said.group!r} is given"
        return self.fault(given.signature, given.content, name)


@dataclass(frozen=True, slots=True)
class GroupSettingsFile:
    """Where a machine keeps the settings of its group; ``folder`` is its data folder."""

    folder: Path

    @property
    def kept(self) -> KeptSettings:
        """Return what is kept; a file that cannot be read keeps nothing."""
        return kept_message(KeptSettings, self._path) or NOTHING_KEPT

    @property
    def values(self) -> dict[str, object]:
        """Return what counts over the machine's own settings, as TOML has it.

        Raises:
            GroupSettingsError: this program does not know them.
        """
        return values_of(self.kept.current)

    def keep(self, kept: KeptSettings) -> None:
        """Keep this instead."""
        private_files.make_folder(self._path.parent)
        private_files.write_whole(self._path, encode(kept).encode())

    def go_back(self, why: str) -> None:
        """Go back to the settings of before at the next start, and let headquarters be told."""
        kept = self.kept
        back = KeptSettings(kept.earlier, back_from=kept.current, why=why)
        self.keep(back)

    def note_start(self) -> None:
        """Count a start with settings that did not prove themselves yet; go back after several."""
        kept = self.kept
        with suppress(OSError):
            try:
                values_of(kept.current)
            except GroupSettingsError as error:
                self.go_back(str(error))
            else:
                if kept.starts >= STARTS_TO_PROVE:
                    self.go_back(f"No check was passed within {STARTS_TO_PROVE} starts.")
                elif not kept.is_proved:
                    self.keep(replace(kept, starts=kept.starts + 1))

    @property
    def _path(self) -> Path:
        return self.folder / "updates" / "settings.json"


def values_of(given: SignedSettings | None) -> dict[str, object]:
    """Return what settings of a group say.

    Raises:
        GroupSettingsError: this program does not know them.
    """
    return settings_of_group(given.settings.text) if given is not None else {}


def by_group_settings(folder: Path, run: Callable[[], T]) -> T:
    """Run a machine by the settings of its group; by those of before where it does not start.

    Raises:
        OutsideError: it does not run by its own either.
    """
    file = GroupSettingsFile(folder)
    file.note_start()
    while True:
        try:
            return run()
        except (SettingsRefusedError, EngineMissingError) as error:
            is_faulty = isinstance(error, GroupSettingsFaultyError)
            if file.kept.is_proved and not is_faulty:
                raise
            file.go_back(str(error))


def settings_file(data: Path) -> SettingsFile:
    """Return the settings file of a car's data folder; empty where there is none.

    Raises:
        OutsideError: it cannot be read.
    """
    path = data / SETTINGS_FILE
    try:
        content = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        content = b""
    except OSError as error:
        message = f"{path} cannot be read: {in_words(error)}. Mend the file or move it away."
        raise OutsideError(message) from error
    own = load_settings(path).weakened
    return SettingsFile(path, content, own, _signature_beside(path), GroupSettingsFile(data).kept)


def demand_signed(
    settings: CarSettings, file: SettingsFile, headquarters: str, last: Mapping[str, str]
) -> tuple[tuple[str, str], ...]:
    """Refuse a live car that is without a check which headquarters did not allow it to be without.

    What the command line takes away is in no file, and so never allowed. ``last`` is what the
    audit says of the last start. Returns what it says of the signature: its digest where it
    counts, and the highest number of one that ever did, so that no older one is put back.

    Raises:
        SettingsUnsignedError: names each check, why the signature does not count, what to do.
        GroupSettingsFaultyError: settings of a group do not count here; says why.
    """
    newest = int(last.get(_NUMBER, "0"))
    fault = file.fault(settings.device, headquarters, newest)
    of_group, facts_of_group = _demand_group(settings, file.group, headquarters, last)
    allowed = (*of_group, *(() if fault else file.weakened))
    weakenings = unsigned(settings.weakened, allowed, had_receiver="position" in last)
    if weakenings and not settings.training:
        lines = "; ".join(
            f"{weakening.title}: {weakening.state}. {weakening.meaning}"
            for weakening in weakenings
        )
        message = (
            f"The settings take safety checks away ({lines}) {fault or _NOT_IN_FILE} Take it out "
            f"of {file.path} and the command line, or let two people sign the file at "
            f"headquarters: `mdt-alpr hq sign-settings {SETTINGS_FILE}`."
        )
        raise SettingsUnsignedError(message)
    if fault or file.signature is None:
        return (*(((_NUMBER, str(newest)),) if newest else ()), *facts_of_group)
    digest = hashlib.sha256(file.content).hexdigest()[:_DIGITS]
    return ("signed", digest), (_NUMBER, str(file.signature.number)), *facts_of_group


def _demand_group(
    settings: CarSettings, kept: KeptSettings, headquarters: str, last: Mapping[str, str]
) -> tuple[tuple[Weakened, ...], tuple[tuple[str, str], ...]]:
    """Return what the group's settings may take away, and what the audit says of them.

    Their number counts against older ones only once they proved themselves: until then the
    machine may go back.
    """
    newest, given = int(last.get(GROUP_SIGNED, "0")), kept.current
    if given is None:
        return (), (((GROUP_SIGNED, str(newest)),) if newest else ())
    if fault := Addressee(settings.device, headquarters, newest).fault_of_group(given):
        raise GroupSettingsFaultyError(fault)
    counts = given.signature.number if kept.is_proved else newest
    facts = ("fleet_settings", str(given.settings.number)), (GROUP_SIGNED, str(counts))
    return taken_away_by(values_of(given)), facts


def write_settings(path: Path, values: Mapping[str, str | float]) -> None:
    """Write values into a settings file, each on a line of its own; all else stays as it is.

    A value that is there already is written over, and a new one goes to the top.

    Raises:
        OutsideError: the file cannot be read or written, or a value would mean something else.
    """
    toml = toml_in(path)
    wanted = {name: value for name, value in values.items() if toml.get(name) != value}
    if not wanted:
        return
    try:
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        written = "".join(_with(text.splitlines(keepends=True), wanted))
        if _meaning(written) != {**toml, **wanted}:
            message = f"{path} cannot be changed by itself. Write these into it: {toml_of(wanted)}"
            raise OutsideError(message)
        _write(path, written)
    except (OSError, ValueError) as error:
        message = f"{path} cannot be written: {in_words(error)}. Check its folder and its rights."
        raise OutsideError(message) from error


def write_masks(path: Path, to: Path, cameras: Sequence[CameraSetting]) -> None:
    """Write the settings of ``path`` with the cameras' masks to ``to``; all else stays as it is.

    Raises:
        OutsideError: a file cannot be read or written, or it names other cameras.
    """
    toml = toml_in(path)
    named = toml.get("camera") or [{"name": c.name, "source": c.source} for c in cameras]
    mask_of = {camera.name: [list(map(list, part)) for part in camera.mask] for camera in cameras}
    masks = {table["name"]: mask_of.get(table["name"]) for table in named}
    try:
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        if "camera" not in toml:
            text += "".join(f"\n[[camera]]\n{toml_of(table)}" for table in named)
        written = "".join(_with_masks(text.splitlines(keepends=True), iter(masks.values())))
        wanted = [{**table, "mask": masks[table["name"]]} for table in named]
        if _meaning(written) != {**toml, "camera": wanted}:
            lines = "".join(f"{name}: mask = {json.dumps(mask)}\n" for name, mask in masks.items())
            message = f"{path} cannot be changed by itself. Write these into it: {lines}"
            raise OutsideError(message)
        _write(to, written)
    except (OSError, ValueError) as error:
        message = f"{to} cannot be written: {in_words(error)}. Check its folder and its rights."
        raise OutsideError(message) from error


def _with_masks(lines: list[str], masks: Iterator[object]) -> Iterator[str]:
    """Return the lines with the next mask in each table of a camera, in place of its own."""
    in_camera = False
    for line in lines:
        if line.startswith("["):
            in_camera = line.strip() == "[[camera]]"
        if in_camera and line.partition("=")[0].strip() == "mask":
            continue
        yield line if line.endswith("\n") else f"{line}\n"
        if line.strip() == "[[camera]]":
            yield f"mask = {json.dumps(next(masks, []))}\n"


def _write(path: Path, text: str) -> None:
    private_files.make_folder(path.parent)
    part = path.with_name(f"{path.name}.part")
    part.write_text(text, encoding="utf-8")
    private_files.replace(part, path)


def _meaning(text: str) -> dict[str, object] | None:
    """Return what a file says, None where it is no TOML."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None


def _with(lines: list[str], values: Mapping[str, str | float]) -> list[str]:
    """Return the lines with the values in place of those before the first table."""
    head = next((n for n, line in enumerate(lines) if line.startswith("[")), len(lines))
    left, head_lines = dict(values), []
    for line in lines[:head]:
        name = line.partition("=")[0].strip()
        head_lines.append(toml_of({name: left.pop(name)}) if name in left else line)
    return [toml_of(left), *head_lines, *lines[head:]]


_NOT_IN_FILE = "Headquarters signed other settings."


def _signature_beside(path: Path) -> SettingsSignature | None:
    try:
        return decode(SettingsSignature, path.with_name(path.name + SUFFIX).read_bytes())
    except (OSError, DecodeError):
        return None


def _bytes(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""
