"""A car's settings file with headquarters' signature: what it may take away (CM-3, CM-5, V9)."""

import hashlib
import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from mdt_alpr.car.settings import CameraSetting, CarSettings, load_settings
from mdt_alpr.domain.errors import OutsideError, in_words
from mdt_alpr.domain.safeguards import Weakened, unsigned
from mdt_alpr.files import private_files
from mdt_alpr.files.toml_file import toml_in
from mdt_alpr.keys.signing import is_signed
from mdt_alpr.wire.car_settings import FORMAT, SUFFIX, SettingsSignature, signed_bytes
from mdt_alpr.wire.codec import DecodeError, decode

SETTINGS_FILE = "car.toml"
_DIGITS = 16
_NUMBER = "signed_number"


class SettingsUnsignedError(OutsideError):
    """Settings take a safety check away, and headquarters did not sign that."""


@dataclass(frozen=True, slots=True)
class SettingsFile:
    """A file as it lies there; ``weakened`` is what it takes away, whatever the command line says.

    ``signature`` is None where there is none that can be read.
    """

    path: Path
    content: bytes
    weakened: tuple[Weakened, ...]
    signature: SettingsSignature | None

    def fault(self, device: str, headquarters: str, newest: int = 0) -> str:
        """Return why headquarters' signature allows this car nothing; "" where it does.

        ``headquarters`` is its key as this car knows it, empty where it is not enrolled;
        ``newest`` the highest number of a signature that counted in this car.
        """
        signed = self.signature
        if signed is None:
            return f"There is no signature ({self.path.name}{SUFFIX})."
        if not headquarters:
            return "This car does not know the key of its headquarters: enroll it."
        if signed.device != device:
            return f"The signature is for {signed.device}, and this car is {device}."
        if signed.format != FORMAT or signed.key != headquarters:
            return "The signature is not that of this car's headquarters."
        message = signed_bytes(device, signed.number, self.content)
        if not is_signed(headquarters, message, _bytes(signed.signature)):
            return f"{self.path.name} was changed after it was signed."
        older = (
            f"{self.path.name} is older (number {signed.number}) than settings that this car has "
            f"had (number {newest})."
        )
        return older if signed.number < newest else ""


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
    return SettingsFile(path, content, load_settings(path).weakened, _signature_beside(path))


def demand_signed(
    settings: CarSettings, file: SettingsFile, headquarters: str, last: Mapping[str, str]
) -> tuple[tuple[str, str], ...]:
    """Refuse a live car that is without a check which headquarters did not allow it to be without.

    What the command line takes away is in no file, and so never allowed. ``last`` is what the
    audit says of the last start. Returns what it says of the signature: its digest where it
    counts, and the highest number of one that ever did, so that no older one is put back.

    Raises:
        SettingsUnsignedError: names each check, why the signature does not count, what to do.
    """
    newest = int(last.get(_NUMBER, "0"))
    fault = file.fault(settings.device, headquarters, newest)
    allowed = () if fault else file.weakened
    weakenings = unsigned(settings.weakened, allowed, had_receiver="position" in last)
    if weakenings and not settings.training:
        lines = "; ".join(
            f"{weakening.title}: {weakening.state}. {weakening.meaning}"
            for weakening in weakenings
        )
        message = (
            f"The settings take safety checks away ({lines}) {fault or _NOT_IN_FILE} Take it out "
            f"of {file.path} and the command line, or let an administrator sign the file at "
            f"headquarters: `mdt-alpr hq sign-settings {SETTINGS_FILE}`."
        )
        raise SettingsUnsignedError(message)
    if fault or file.signature is None:
        return ((_NUMBER, str(newest)),) if newest else ()
    digest = hashlib.sha256(file.content).hexdigest()[:_DIGITS]
    return ("signed", digest), (_NUMBER, str(file.signature.number))


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
            message = f"{path} cannot be changed by itself. Write these into it: {_lines(wanted)}"
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
            text += "".join(f"\n[[camera]]\n{_lines(table)}" for table in named)
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
        head_lines.append(_lines({name: left.pop(name)}) if name in left else line)
    return [_lines(left), *head_lines, *lines[head:]]


def _lines(values: Mapping[str, str | float]) -> str:
    """Return lines of TOML, whose texts are written as those of JSON."""
    return "".join(
        f"{name} = {json.dumps(value, ensure_ascii=False)}\n" for name, value in values.items()
    )


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
