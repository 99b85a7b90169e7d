"""The check with which a device begins its shift: what is measured, recorded and shown (MNT-03).

It runs on the records thread, never stops an alert, and asks nobody. A failed one is repeated
until it passes. The test plate is checked by holding it before the camera.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.equipment.self_check import (
    CheckPart,
    Measured,
    PartResult,
    SelfCheck,
    check_counts,
    read_of_test_plate,
    results,
    self_check,
)
from mdt_alpr.machine.clock import Clock
from mdt_alpr.patrol.events import (
    CameraBeat,
    Event,
    FrameSeen,
    Health,
    ListChanged,
    PositionChanged,
    ReadMade,
    SelfChecked,
    Sound,
    VoiceTried,
)
from mdt_alpr.patrol.hit_recorder import HitRecorder
from mdt_alpr.patrol.ports import Frame
from mdt_alpr.patrol.position import ClockCheck

EVERY_S = 20.0
"""How often it is seen whether a check is wanted."""
SETTLES_WITHIN = timedelta(seconds=15)
"""What camera, receiver and link need after somebody signed in."""
_BEATS_WITHIN = timedelta(seconds=5)
_PLATE = CheckPart.TEST_PLATE


@dataclass(frozen=True, slots=True)
class Gauges:
    """Measure what the use cases cannot; None where it cannot be measured."""

    sharpness: Callable[[Frame], float | None] = lambda _frame: None
    free_bytes: Callable[[], int | None] = lambda: None


@dataclass(frozen=True, slots=True)
class SelfCheckParts:
    """What a check needs; ``operator`` is who operates the device, None where nobody does."""

    recorder: HitRecorder
    clock: Clock
    cameras: tuple[str, ...]
    device: str
    gauges: Gauges
    clock_check: Callable[[], ClockCheck]
    operator: Callable[[], str | None]
    publish: Callable[[SelfChecked], None]


@dataclass(slots=True)
class _Seen:
    """What the events said, on whatever thread."""

    beats: dict[str, datetime] = field(default_factory=dict)
    frames: dict[str, Frame] = field(default_factory=dict)
    position: PositionChanged | None = None
    compiled_at: datetime | None = None
    sounds: dict[Sound, str] = field(default_factory=dict)
    """Why a sound cannot be heard, empty where it was."""
    test_plate: bool | None = None


class ShiftCheck:
    """Makes a check for each shift; ``note`` gets every event, on any thread."""

    def __init__(self, parts: SelfCheckParts) -> None:
        self._parts = parts
        self._seen = _Seen()
        self._check: SelfCheck | None = None
        self._found: dict[CheckPart, PartResult] = {}
        self._by: str | None = None
        self._watched: str | None = None
        self._since = parts.clock.now()

    def restore(self) -> None:
        """Take up the last check after a restart."""
        with self._parts.recorder.store.begin() as work:
            last = work.last_recorded(AuditEvent.SELF_CHECKED)
        if last is not None:
            recorded = dict(last.detail)
            self._check, self._by = self_check(last.at, recorded), last.person
            self._found = {p: PartResult(recorded[p]) for p in CheckPart if p in recorded}
        self._parts.publish(SelfChecked(self._check, is_of_before=True))

    def note(self, event: Event) -> None:
        """Keep what an event says of a part of the device."""
        seen = self._seen
        if isinstance(event, CameraBeat):
            seen.beats[event.camera] = event.at
        elif isinstance(event, FrameSeen):
            seen.frames[event.frame.camera] = event.frame
        elif isinstance(event, PositionChanged):
            seen.position = event
        elif isinstance(event, ListChanged):
            seen.compiled_at = event.compiled_at
        elif isinstance(event, VoiceTried):
            seen.sounds[event.sound] = event.why
        elif isinstance(event, ReadMade) and not event.held:
            read = read_of_test_plate(event.read.text)
            seen.test_plate = seen.test_plate if read is None else read

    def tick(self) -> None:
        """Make a check where one is wanted; on the records thread, every ``EVERY_S``."""
        by, now = self._parts.operator(), self._parts.clock.now()
        if by is None:
            self._watched = None
            self._seen.frames.clear()
            return
        last = self._check
        is_new = last is None or not check_counts(last, now) or by != self._by
        is_over = is_new and last is not None and self._since < last.at
        if by != self._watched or is_over:
            self._watched, self._since = by, now
            if is_new:
                self._seen.test_plate = None
        if now - self._since < SETTLES_WITHIN:
            return
        by_part = results(self.measured(), now)
        if not is_new and by_part[_PLATE] is PartResult.NOT_CHECKED:
            by_part[_PLATE] = self._found.get(_PLATE, PartResult.NOT_CHECKED)
        if is_new or self._is_news(by_part):
            self._keep(by_part, by, now)

    def _is_news(self, by_part: dict[CheckPart, PartResult]) -> bool:
        """Tell whether everything is in order at last, or a person tried plate or sound since."""
        failed_then = PartResult.FAILED in self._found.values()
        failed_now = PartResult.FAILED in by_part.values()
        is_shown = by_part[_PLATE] is not self._found.get(_PLATE, PartResult.NOT_CHECKED)
        sounds = {by_part[CheckPart.SOUND], self._found.get(CheckPart.SOUND)}
        is_heard = len(sounds) > 1 and PartResult.FAILED in sounds
        return is_shown or is_heard or (failed_then and not failed_now)

    def _keep(self, by_part: dict[CheckPart, PartResult], by: str, now: datetime) -> None:
        parts = self._parts
        detail = tuple((part.value, result.value) for part, result in by_part.items())
        parts.recorder.record(AuditEvent.SELF_CHECKED, parts.device, by, *detail)
        self._found, self._by = by_part, by
        self._check = self_check(now, dict(detail))
        parts.publish(SelfChecked(self._check))

    @property
    def silent(self) -> tuple[str, ...]:
        """Return why an alert cannot be heard; empty where it can, or nobody tried."""
        return tuple(why for why in tuple(self._seen.sounds.values()) if why)

    def measured(self) -> Measured:
        """Return what is known of the device now; on any thread."""
        seen, gauges, cameras = self._seen, self._parts.gauges, self._parts.cameras
        now = self._parts.clock.now()
        beats = [seen.beats.get(name) for name in cameras]
        sharp = [gauges.sharpness(frame) for frame in tuple(seen.frames.values())]
        known = [sharpness for sharpness in sharp if sharpness is not None]
        health = seen.position.health if seen.position is not None else None
        return Measured(
            pictures=all(at is not None and abs(now - at) < _BEATS_WITHIN for at in beats),
            sharpness=min(known, default=None),
            clock_off_s=self._parts.clock_check().headquarters_s,
            has_fix=None if health is None else health is Health.OK,
            free_bytes=gauges.free_bytes(),
            sounds=not self.silent if seen.sounds else None,
            list_compiled_at=seen.compiled_at,
            test_plate=seen.test_plate,
        )
