"""What is known of a hit besides its answers: how fast it came, what else the camera saw."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from mdt_alpr.domain.officer import Officer
from mdt_alpr.domain.reading.reading import Box, Character, Read

MOST_PASS_FRAMES = 6
MOST_REVISIONS = 4


@dataclass(frozen=True, slots=True)
class Engine:
    """A recognition engine by name; ``weights`` are its files' names and SHA-256."""

    role: str
    name: str
    weights: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PassFrame:
    """Another frame of the same pass: what was read in it alone, and its crop as JPEG."""

    captured_at: datetime
    characters: tuple[Character, ...]
    box: Box
    crop: bytes


@dataclass(frozen=True, slots=True)
class HoldReleased:
    """The stop button was released too early: nothing was started."""

    at: datetime
    held_s: float


@dataclass(frozen=True, slots=True)
class StepMade:
    """One step of an officer: its audit event's name, when it was made, by whom."""

    step: str
    at: datetime
    by: Officer


@dataclass(frozen=True, slots=True)
class SeenAgain:
    """A later pass of the hit's vehicle, which raised no hit of its own: its read, and when."""

    read_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class StopGate:
    """The gate when the stop was initiated: its form, each check's status."""

    form: str
    checks: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Seeing:
    """When a read went through recognition (D11); its capture is the read's own time.

    ``detected_at``: the plates of the frame that decided the read were found; ``read_at``: they
    were read and voted on; ``matched_at``: the list was asked.
    """

    detected_at: datetime
    read_at: datetime
    matched_at: datetime


@dataclass(frozen=True, slots=True)
class Trace:
    """What a hit carries for its evidence; an older hit may lack all of it.

    ``list_digest`` is the SHA-256 of the list as headquarters served it. ``revisions`` are the
    later reads of the pass, ``pass_frames`` further frames of it, each bounded in number.
    ``steps`` are the officers', oldest first: each names its person. ``seen_again`` are the passes
    that joined the hit, oldest first.
    """

    seeing: Seeing | None = None
    engines: tuple[Engine, ...] = ()
    list_digest: str = ""
    revisions: tuple[Read, ...] = ()
    pass_frames: tuple[PassFrame, ...] = ()
    released: tuple[HoldReleased, ...] = ()
    stop_gate: StopGate | None = None
    steps: tuple[StepMade, ...] = ()
    seen_again: tuple[SeenAgain, ...] = ()

    def with_revision(self, read: Read) -> "Trace":
        """Return the trace with a later read of the pass; of too many the last one is kept."""
        others = [r for r in self.revisions if r.revision != read.revision][: MOST_REVISIONS - 1]
        return replace(self, revisions=(*others, read))

    def with_frames(self, seen: Sequence[PassFrame]) -> "Trace":
        """Return the trace with further frames of the pass, up to the most that are kept."""
        known = {frame.captured_at for frame in self.pass_frames}
        new = [frame for frame in seen if frame.captured_at not in known]
        return replace(self, pass_frames=(*self.pass_frames, *new)[:MOST_PASS_FRAMES])

    def pictures(self) -> tuple[bytes, ...]:
        """Return every picture of revisions and further frames."""
        of_reads = [jpeg for read in self.revisions for jpeg in (read.crop, read.context)]
        return tuple(jpeg for jpeg in (*of_reads, *(g.crop for g in self.pass_frames)) if jpeg)
