"""What a machine is found to be, a line a part: well, or what to do (09.21.3.A.4, MNT-03)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from mdt_alpr.domain.equipment.self_check import (
    CLOCK_OFF_AT_MOST,
    LEAST_FREE_BYTES,
    CheckPart,
    Measured,
    PartResult,
    SelfCheck,
    results,
)
from mdt_alpr.domain.people.known_devices import is_due_for_renewal
from mdt_alpr.domain.policy import (
    CAR_SILENT_FOR,
    MOST_DAYS,
    SCANNED_WITHIN,
    capture_date,
    capture_date_ends,
)

FRAMES_OF_EACH = 10.0
"""Frames a second that each of two cameras needs, so that a passing plate is seen often enough to
vote on it (proposed)."""
_GIB = 1024**3
_PLAYED = "It was played."


@dataclass(frozen=True, slots=True)
class DoctorLine:
    """One line: what was checked, whether it is well, its state or what to do.

    ``known`` is False where it was not checked: nothing is wrong, and nothing is found well.
    """

    name: str
    ok: bool
    words: str
    known: bool = True


def bucket_line(region: str, endpoint: str) -> DoctorLine:
    """Say whether captured data in a bucket lies where it may: the US or Canada (CJIS SC-28).

    ``region`` is the provider's name of it; an ``endpoint`` of the agency's own tells no place.
    """
    name = "place of pictures"
    if endpoint:
        words = f"{endpoint}: not known. It must be in the US, its territories, tribal lands or "
        return DoctorLine(name, ok=True, words=f"{words}Canada.", known=False)
    if region.startswith(("us-", "ca-")):
        return DoctorLine(name, ok=True, words=f"{region}.")
    words = f"{region or 'No region is named'}. Set AWS_REGION to one of the US or Canada."
    return DoctorLine(name, ok=False, words=words)


def disk_encryption_line(*, encrypted: bool | None) -> DoctorLine:
    """Say whether the whole disk is encrypted; None where the system does not tell (SEC-02)."""
    name = "disk encryption"
    if encrypted is None:
        words = "The system does not tell. See for yourself: technician.md says how."
        return DoctorLine(name, ok=True, words=words, known=False)
    words = "The whole disk is, by dm-crypt." if encrypted else _NO_CRYPT
    return DoctorLine(name, ok=True, words=words, known=encrypted)


_NO_CRYPT = "No dm-crypt lies under it. Where the disk does not encrypt itself: technician.md."
PATCHED_WITHIN = {"critical": 15, "high": 30, "medium": 60, "low": 90}
"""Days in which a vulnerability is mended, by how bad it is (SEC-10, CJIS SI-2)."""


def scan_line(scanned_at: datetime | None, findings: Sequence[str], now: datetime) -> DoctorLine:
    """Say when the program was scanned and what was found: vulnerabilities by name (SEC-10)."""
    name = "scan"
    terms = ", ".join(f"{how} in {days}" for how, days in PATCHED_WITHIN.items())
    if scanned_at is None:
        words = f"None yet: technician.md says how. Each month; then mend {terms} days."
        return DoctorLine(name, ok=True, words=words, known=False)
    on = capture_date(scanned_at)
    if findings:
        words = f"{', '.join(findings)}, known since {on} at the latest. Mend {terms} days."
        return DoctorLine(name, ok=False, words=words)
    is_late = now - scanned_at > SCANNED_WITHIN
    words = f"Nothing was known on {on}." + " Scan again: technician.md." * is_late
    return DoctorLine(name, ok=not is_late, words=words)


def silent_line(cars: Sequence[str], enrolled: int) -> DoctorLine:
    """Say which of the enrolled cars were not heard of lately: they keep their keys (RET-04)."""
    name = "silent cars"
    if not cars:
        words = f"Each of {enrolled} was heard of in the last {CAR_SILENT_FOR.days} days."
        return DoctorLine(name, ok=True, words=words)
    words = (
        f"Not heard of for {CAR_SILENT_FOR.days} days: {', '.join(cars)}. A car that is off "
        f"erases nothing. Start each by day {MOST_DAYS}, or erase its disk and revoke it: "
        "technician.md."
    )
    return DoctorLine(name, ok=False, words=words)


NAMES = {
    CheckPart.CAMERA: "camera",
    CheckPart.FOCUS: "focus",
    CheckPart.CLOCK: "clock",
    CheckPart.POSITION: "GPS",
    CheckPart.STORAGE: "disk",
    CheckPart.SOUND: "sound",
    CheckPart.LIST: "hotlist",
    CheckPart.TEST_PLATE: "test plate",
}
_TO_DO = {
    CheckPart.CAMERA: "A camera gives no picture. Check its cable and power, and car.toml.",
    CheckPart.FOCUS: "The picture is blurred. Clean the lens, else focus it.",
    CheckPart.CLOCK: f"The clock is off by more than {CLOCK_OFF_AT_MOST:g} s. Set it.",
    CheckPart.POSITION: "The receiver has no fix. Check its cable, and that it sees the sky.",
    CheckPart.STORAGE: f"Less than {LEAST_FREE_BYTES // _GIB} GiB are free. Free some.",
    CheckPart.SOUND: "An alert cannot be heard. Check volume, sound output and speech.",
    CheckPart.LIST: "No list from the last 24 hours. Sign in with a link to headquarters.",
    CheckPart.TEST_PLATE: "The printed plate was read wrong. Clean and focus the lens.",
}
_UNKNOWN = {
    CheckPart.CAMERA: "",
    CheckPart.FOCUS: "Not checked: there is no picture with contrast.",
    CheckPart.CLOCK: "Not compared: headquarters was not reached.",
    CheckPart.POSITION: "No receiver is fitted: typing is not locked while driving.",
    CheckPart.STORAGE: "The disk does not say.",
    CheckPart.SOUND: "Not tested.",
    CheckPart.LIST: "",
    CheckPart.TEST_PLATE: "Not shown. Hold the printed one (hq test-plate) before the camera.",
}


def counted(number: int, singular: str, plural: str = "") -> str:
    """Return a number with its word, "1 day" or "2 days"; ``plural`` where no s is added."""
    return f"{number} {singular if number == 1 else plural or singular + 's'}"


def part_lines(measured: Measured, now: datetime) -> tuple[DoctorLine, ...]:
    """Return a line for each part of the check of a shift; the same rule judges both."""
    judged = results(measured, now)
    words = {**_UNKNOWN, **_good(measured, now)}
    return tuple(
        DoctorLine(
            NAMES[part],
            ok=result is not PartResult.FAILED,
            words=_TO_DO[part] if result is PartResult.FAILED else words[part],
            known=result is not PartResult.NOT_CHECKED,
        )
        for part, result in judged.items()
    )


def sound_line(silent: tuple[str, ...]) -> DoctorLine:
    """Return the line of the sound that was tried; ``silent`` says why it cannot be heard."""
    words = " ".join(silent) or _PLAYED
    return DoctorLine(NAMES[CheckPart.SOUND], ok=not silent, words=words)


def what_to_do(check: SelfCheck) -> tuple[str, ...]:
    """Return a sentence for each part that failed in the check of a shift."""
    return tuple(_TO_DO[part] for part in check.failed)


def _good(measured: Measured, now: datetime) -> Mapping[CheckPart, str]:
    """Return the state of each part that is known."""
    said = {CheckPart.CAMERA: "It gives pictures."}
    if measured.sharpness is not None:
        said[CheckPart.FOCUS] = f"{measured.sharpness:.1f}% of the contrast is in edges."
    if measured.clock_off_s is not None:
        said[CheckPart.CLOCK] = f"{abs(measured.clock_off_s):.1f} s from headquarters'."
    if measured.has_fix is not None:
        said[CheckPart.POSITION] = "It has a fix."
    if measured.free_bytes is not None:
        said[CheckPart.STORAGE] = f"{measured.free_bytes / _GIB:.0f} GiB are free."
    if measured.sounds is not None:
        said[CheckPart.SOUND] = _PLAYED
    if measured.list_compiled_at is not None:
        hours = (now - measured.list_compiled_at) / timedelta(hours=1)
        said[CheckPart.LIST] = f"{max(0.0, hours):.0f} h old."
    if measured.test_plate is not None:
        said[CheckPart.TEST_PLATE] = "Read as printed."
    return said


def speed_line(frames_a_second: float) -> DoctorLine:
    """Return whether this processor is fast enough for two cameras."""
    share = frames_a_second / 2
    words = f"{share:.0f} frames a second of each of two cameras."
    if share >= FRAMES_OF_EACH:
        return DoctorLine("processor", ok=True, words=words)
    words += f" {FRAMES_OF_EACH:.0f} are needed: end other programs, or use one camera."
    return DoctorLine("processor", ok=False, words=words)


def certificate_line(ends_at: datetime, now: datetime) -> DoctorLine:
    """Return whether the machine's certificate lasts."""
    day = f"{ends_at:%Y-%m-%d}"
    if ends_at <= now:
        words = f"It ended on {day}. Ask for a code and enroll again: mdt-alpr enroll."
        return DoctorLine("certificate", ok=False, words=words)
    is_due = is_due_for_renewal(ends_at, now)
    words = f"It lasts until {day}." + " It is renewed with the next contact." * is_due
    return DoctorLine("certificate", ok=True, words=words)


def hold_keys_line(readable: int, lost: int) -> DoctorLine:
    """Return whether the items that holds keep past their deadline can be read (PRS-02).

    ``lost`` is how many of the ``kept`` cannot.
    """
    if lost:
        words = (
            f"{counted(lost, 'item')} that a hold keeps cannot be read: the key is missing or "
            "damaged. Bring the folder day_keys back."
        )
        return DoctorLine("hold keys", ok=False, words=words)
    words = f"{counted(readable, 'item')} kept by holds can be read."
    return DoctorLine("hold keys", ok=True, words=words)


def day_keys_line(dates: list[date], lost: list[date], now: datetime) -> DoctorLine:
    """Return whether what was captured can be read, and what is over is gone."""
    over = [on for on in dates if capture_date_ends(on) <= now]
    name = "day keys"
    if lost:
        words = (
            f"Data of {counted(len(lost), 'day')}, from {min(lost)} on, cannot be read: the key "
            "is missing or damaged. Bring the folder day_keys back."
        )
        return DoctorLine(name, ok=False, words=words)
    if over:
        said = counted(len(over), "key is past its", "keys are past their")
        words = f"{said} deadline. Start the car: its purge destroys what is over."
        return DoctorLine(name, ok=False, words=words)
    words = f"Captured data of {counted(len(dates), 'date')} can be read."
    return DoctorLine(name, ok=True, words=words)
