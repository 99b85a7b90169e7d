"""The check with which a device begins its shift (09.21.3.A.4, MNT-03); it stops no alert."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from enum import StrEnum

from mdt_alpr.domain.policy import SESSION_LASTS, list_is_stale

TEST_PLATE = "ALPRTEST"
"""What is printed on the test plate; no state's standard plate has eight letters."""
SELF_CHECK_LASTS = SESSION_LASTS
"""The check of a device is that of one shift, as long as a session."""
SELF_CHECK_WITHIN = timedelta(minutes=5)
"""How far into a shift its check may come; what happens before it is of the same shift."""
LEAST_SHARPNESS = 1.0
"""Share of the picture's contrast that lies in its edges, in percent (proposed)."""
CLOCK_OFF_AT_MOST = 2.0
"""Seconds between a device's clock and headquarters', which answers in whole seconds."""
LEAST_FREE_BYTES = 2 * 1024**3
"""A shift's pictures while headquarters is out of reach (proposed)."""
_ALIKE_FROM = 0.75
"""A read that has so much of the test plate is the test plate, read wrong."""


class CheckPart(StrEnum):
    """What is checked."""

    CAMERA = "camera"
    FOCUS = "focus"
    CLOCK = "clock"
    POSITION = "position"
    STORAGE = "storage"
    SOUND = "sound"
    LIST = "list"
    TEST_PLATE = "test_plate"


class PartResult(StrEnum):
    """What the check of a part found."""

    GOOD = "good"
    FAILED = "failed"
    NOT_CHECKED = "not_checked"
    """The device has no such part, or nobody knows: no link, no test plate shown."""


_WORDS = {
    CheckPart.CAMERA: "camera",
    CheckPart.FOCUS: "focus",
    CheckPart.CLOCK: "clock",
    CheckPart.POSITION: "GPS",
    CheckPart.STORAGE: "storage",
    CheckPart.SOUND: "sound",
    CheckPart.LIST: "hotlist",
    CheckPart.TEST_PLATE: "test plate",
}


@dataclass(frozen=True, slots=True)
class Measured:
    """What a device finds of itself; None where it has no such part, or does not know.

    ``pictures``: each of its cameras gives some. ``clock_off_s`` is against headquarters.
    ``test_plate``: whether it was read as printed.
    """

    pictures: bool
    sharpness: float | None = None
    clock_off_s: float | None = None
    has_fix: bool | None = None
    free_bytes: int | None = None
    sounds: bool | None = None
    list_compiled_at: datetime | None = None
    test_plate: bool | None = None


@dataclass(frozen=True, slots=True)
class SelfCheck:
    """A check as it is recorded; ``failed`` are the parts that did not pass, in their order."""

    at: datetime
    failed: tuple[CheckPart, ...] = ()

    @property
    def words(self) -> str:
        """Return the parts that failed in words; empty where none did."""
        return ", ".join(_WORDS[part] for part in self.failed)


def results(measured: Measured, now: datetime) -> dict[CheckPart, PartResult]:
    """Return what each part is found to be."""
    off, free = measured.clock_off_s, measured.free_bytes
    listed = measured.list_compiled_at
    sharp = None if measured.sharpness is None else measured.sharpness >= LEAST_SHARPNESS
    return {
        CheckPart.CAMERA: _result(measured.pictures),
        CheckPart.FOCUS: _result(sharp if measured.pictures else None),
        CheckPart.CLOCK: _result(None if off is None else abs(off) <= CLOCK_OFF_AT_MOST),
        CheckPart.POSITION: _result(measured.has_fix),
        CheckPart.STORAGE: _result(None if free is None else free >= LEAST_FREE_BYTES),
        CheckPart.SOUND: _result(measured.sounds),
        CheckPart.LIST: _result(listed is not None and not list_is_stale(listed, now)),
        CheckPart.TEST_PLATE: _result(measured.test_plate),
    }


def self_check(at: datetime, results: Mapping[str, str]) -> SelfCheck:
    """Return a check by its recorded results; what is no part or no result is left out."""
    failed = tuple(part for part in CheckPart if results.get(part) == PartResult.FAILED)
    return SelfCheck(at, failed)


def read_of_test_plate(text: str) -> bool | None:
    """Return whether a read is the test plate as printed; None where it is another plate."""
    if text == TEST_PLATE:
        return True
    alike = SequenceMatcher(None, text, TEST_PLATE).ratio()
    return False if alike >= _ALIKE_FROM else None


def check_counts(check: SelfCheck, at: datetime) -> bool:
    """Return whether a check is the one of the shift in which something happened (MNT-03).

    A shift's first minutes pass before its check is done.
    """
    return -SELF_CHECK_WITHIN <= at - check.at < SELF_CHECK_LASTS


def last_that_counts(checks: Iterable[SelfCheck], at: datetime) -> SelfCheck | None:
    """Return the check by which a device is judged at an instant."""
    counting = (check for check in checks if check_counts(check, at))
    return max(counting, key=lambda check: check.at, default=None)


def is_before_all_known(first: SelfCheck, at: datetime) -> bool:
    """Return whether nobody can say which check something had: the first known one came later."""
    return at < first.at - SELF_CHECK_WITHIN


def unchecked_words(check: SelfCheck | None, at: datetime, device: str = "Device") -> str:
    """Return the sentence of a device whose check is missing or failed; empty where it passed."""
    if check is None or not check_counts(check, at):
        return f"{device} was not checked this shift."
    return f"{device} failed its check: {check.words}." if check.failed else ""


def _result(good: bool | None) -> PartResult:  # noqa: FBT001 - the three values of a part
    if good is None:
        return PartResult.NOT_CHECKED
    return PartResult.GOOD if good else PartResult.FAILED
