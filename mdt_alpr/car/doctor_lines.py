"""What doctor says of a car and of a desk alike, and all that it says of a desk."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import httpx

from mdt_alpr import __version__
from mdt_alpr.adapters.hq_link.enrolled import Enrolled
from mdt_alpr.adapters.hq_link.enrollment_file import kept_in
from mdt_alpr.adapters.hq_link.http_link import ANSWER_WITHIN_S, CONNECT_WITHIN_S, HttpLink
from mdt_alpr.adapters.model_files import WeightsError, checked_model, listed_models
from mdt_alpr.domain.equipment.doctor import (
    NAMES,
    DoctorLine,
    certificate_line,
    disk_encryption_line,
    part_lines,
)
from mdt_alpr.domain.equipment.self_check import CheckPart, Measured
from mdt_alpr.domain.errors import MdtAlprError, OutsideError, in_words
from mdt_alpr.machine.clock import Clock
from mdt_alpr.machine.disk_encryption import is_disk_encrypted
from mdt_alpr.machine.program_files import checked_program
from mdt_alpr.patrol.ports import Vault
from mdt_alpr.ui.kit.scale import Panel, factor, primary_panel

Found = TypeVar("Found")
_NOT_READ = "Not checked: the desk's enrollment does not open."


@dataclass(frozen=True, slots=True)
class DeskExamined:
    """The desk whose folder is ``data``; ``opened`` gives its enrollment, None without one.

    ``panel`` is its screen, None where it was started at none.
    """

    data: Path
    clock: Clock
    opened: Callable[[], Enrolled | None]
    panel: Panel | None


def desk_of(data: Path, clock: Clock, vault: Vault) -> DeskExamined:
    """Return a desk whose program does not run."""

    def opened() -> Enrolled | None:
        vault.key()
        return kept_in(data, vault)

    return DeskExamined(data, clock, opened, None if is_for_nobody() else primary_panel())


def desk_lines(desk: DeskExamined) -> Iterator[DoctorLine]:
    """Examine a desk."""
    clock = desk.clock
    known: list[Enrolled | None] = []
    offs: list[float | None] = [None]

    def keyring() -> DoctorLine:
        known.append(desk.opened())
        return DoctorLine("keyring", ok=True, words="It opens the desk's key.")

    def link() -> DoctorLine:
        line, offs[0] = link_line(known[0], clock)
        return line

    yield caught("program", program_line)
    yield caught("disk encryption", lambda: encryption_line(desk.data))
    yield caught("screen", lambda: screen_line(desk.panel, 0.0))
    yield caught("keyring", keyring)
    for name, check in (
        ("link", link),
        ("certificate", lambda: machines_certificate_line(known[0], clock)),
    ):
        yield caught(name, check) if known else DoctorLine(name, ok=False, words=_NOT_READ)
    free = free_bytes(desk.data)
    measured = Measured(pictures=False, clock_off_s=offs[0], free_bytes=free)
    wanted = (NAMES[CheckPart.CLOCK], NAMES[CheckPart.STORAGE])
    yield from (part for part in part_lines(measured, clock.now()) if part.name in wanted)


def caught(name: str, check: Callable[[], DoctorLine]) -> DoctorLine:
    """Return what a check says; what it raises is said, too."""
    try:
        return check()
    except Exception as error:  # noqa: BLE001 - no part hinders another
        return DoctorLine(name, ok=False, words=words_of(error))


def tried(measure: Callable[[], Found], otherwise: Found) -> Found:
    """Return what a part of the machine gives; ``otherwise`` where its driver raises anything."""
    try:
        return measure()
    except Exception:  # noqa: BLE001 - no part hinders another
        return otherwise


def words_of(error: Exception) -> str:
    """Return why a part could not be examined."""
    if isinstance(error, MdtAlprError):
        return str(error)
    kind = "" if isinstance(error, OSError) else f"{type(error).__name__}: "
    return f"{kind}{in_words(error)}."


def program_line() -> DoctorLine:
    """Return the version of the program, and who vouches for it."""
    return DoctorLine("program", ok=True, words=f"{__version__}, {checked_program()}.")


def encryption_line(data: Path) -> DoctorLine:
    """Return whether the whole disk of this machine is encrypted, as far as it tells."""
    return disk_encryption_line(encrypted=is_disk_encrypted(data))


def models_line() -> DoctorLine:
    """Compare every network with its SHA-256; one that was never installed is none."""
    whole = []
    for name in listed_models():
        try:
            checked_model(name)
        except WeightsError as error:
            if error.state != "absent":
                raise
        else:
            whole.append(name)
    return DoctorLine("models", ok=True, words=f"{len(whole)} are as delivered, by SHA-256.")


def is_for_nobody() -> bool:
    """Tell whether this was started at no screen, before there is an application to ask."""
    return os.environ.get("QT_QPA_PLATFORM") in ("offscreen", "minimal")


def screen_line(panel: Panel | None, diagonal: float) -> DoctorLine:
    """Return whether the screen is large enough.

    Raises:
        OutsideError: it is not.
    """
    if panel is None:
        words = "Not checked: this was not started at a screen."
        return DoctorLine("screen", ok=True, words=words, known=False)
    grown = factor(panel, diagonal_in=diagonal)
    words = f"{panel.width} x {panel.height} pixels, drawn {grown:.2f} times as large as designed."
    if panel.px_per_mm(diagonal) is None:
        words += " It does not report its size: give panel_diagonal where sizes are not right."
    return DoctorLine("screen", ok=True, words=words)


def link_line(machine: Enrolled | None, clock: Clock) -> tuple[DoctorLine, float | None]:
    """Ask headquarters what it knows of this machine; its answer shows its clock, too."""
    if machine is None:
        words = "This machine is not enrolled. Ask for a code, then: mdt-alpr enroll."
        return DoctorLine("link", ok=False, words=words), None
    off: list[float] = []
    within = httpx.Timeout(ANSWER_WITHIN_S, connect=CONNECT_WITHIN_S)
    link = HttpLink(
        machine.client(within), clock, machine.kept.device,
        lambda ahead_s, _at: off.append(ahead_s), known=machine,
    )  # fmt: skip
    try:
        link.own_device()
    except OutsideError as error:
        return DoctorLine("link", ok=False, words=str(error)), None
    finally:
        link.close()
    words = f"{machine.kept.address} answers {machine.kept.device}."
    return DoctorLine("link", ok=True, words=words), off[-1] if off else None


def machines_certificate_line(machine: Enrolled | None, clock: Clock) -> DoctorLine:
    """Return whether the certificate of this machine lasts."""
    if machine is None:
        return DoctorLine("certificate", ok=True, words="None: this machine is not enrolled.")
    return certificate_line(machine.ends_at, clock.now())


def free_bytes(folder: Path) -> int | None:
    """Return how much of the disk is free; None where it does not say."""
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return None
