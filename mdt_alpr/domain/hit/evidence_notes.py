"""What is noted with a hit for its evidence: later reads, further frames, holds, steps."""

from dataclasses import replace
from datetime import datetime

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.hit.hit import Hit
from mdt_alpr.domain.hit.trace import HoldReleased, PassFrame, SeenAgain, StepMade
from mdt_alpr.domain.officer import Officer
from mdt_alpr.domain.reading.reading import Read


def with_revision(hit: Hit, read: Read) -> Hit:
    """Return the hit with a later read of its pass."""
    if read.read_id != hit.read.read_id or read.revision == hit.read.revision:
        return hit
    return replace(hit, trace=hit.trace.with_revision(read))


def with_repeat(hit: Hit, read: Read) -> Hit:
    """Return the hit with a later pass of its vehicle."""
    again = SeenAgain(read.read_id, read.captured_at)
    return replace(hit, trace=replace(hit.trace, seen_again=(*hit.trace.seen_again, again)))


def with_frame(hit: Hit, seen: PassFrame) -> Hit:
    """Return the hit with a further frame of its pass."""
    return replace(hit, trace=hit.trace.with_frames((seen,)))


def with_step(hit: Hit, event: AuditEvent, at: datetime, by: Officer) -> Hit:
    """Return the hit with an officer's step, by name."""
    made = StepMade(event.value, at, by)
    return replace(hit, trace=replace(hit.trace, steps=(*hit.trace.steps, made)))


def with_hold_released(hit: Hit, now: datetime, held_s: float) -> Hit:
    """Return the hit with a stop button that was let go before its time: nothing was started."""
    released = (*hit.trace.released, HoldReleased(now, held_s))
    return replace(hit, trace=replace(hit.trace, released=released))
