"""The stages in order: frame → plates → reads → hits. Read this first."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from mdt_alpr.domain.hit import Hit
from mdt_alpr.domain.plate import UNKNOWN_STATE
from mdt_alpr.domain.reading import PlateText, Read
from mdt_alpr.patrol.camera import Mailbox
from mdt_alpr.patrol.events import FrameSeen, SeenPlate
from mdt_alpr.patrol.matching import Matcher
from mdt_alpr.patrol.ports import Clock, Frame
from mdt_alpr.patrol.recognition import Recognition, Seen


class Records(Protocol):
    """Where reads and hits go to be kept."""

    def keep_read(self, read: Read, *, held: bool, latency_ms: float) -> None:
        """Keep a read, or its later revision; returns at once."""
        ...

    def raise_hit(self, hit: Hit) -> None:
        """Keep a hit and alert; returns at once."""
        ...

    def second_look(self, hit_id: str, seen: PlateText) -> None:
        """Add what the second reader saw to a hit; returns at once."""
        ...

    def revise_hit(self, read: Read) -> None:
        """Compare a later look at a plate that raised a hit; returns at once."""
        ...


@dataclass(frozen=True, slots=True)
class Stages:
    """The parts of the pipeline."""

    mailbox: Mailbox
    recognition: Recognition
    matcher: Matcher
    records: Records
    clock: Clock
    publish: Callable[[FrameSeen], None]


class Pipeline:
    """Takes the newest frame again and again until the mailbox closes."""

    def __init__(self, stages: Stages) -> None:
        self._stages = stages
        self._held: dict[str, str] = {}
        """Hit by read, for the plates that the overlay must not name."""
        self._stateless: set[str] = set()
        """Hits whose state of issuance nobody has read yet."""

    def run(self) -> None:
        """Run on the recognition thread to the end of the source."""
        while (frame := self._stages.mailbox.take()) is not None:
            seen = self._stages.recognition.see(frame)
            for read in seen.reads:
                self._take(read)
            self._stages.publish(self._picture(frame, seen))
        for read in self._stages.recognition.finish():
            self._take(read)

    def _take(self, read: Read) -> None:
        s, held = self._stages, read.read_id in self._held
        hit = None if held else s.matcher.hit(read)
        if hit is not None:
            self._held[read.read_id] = hit.hit_id
        latency = (s.clock.now() - read.captured_at).total_seconds() * 1000
        s.records.keep_read(read, held=held or hit is not None, latency_ms=latency)
        if hit is not None:
            s.records.raise_hit(hit)
            self._look_again(hit.hit_id, read)
        elif held:
            s.records.revise_hit(read)
            if self._held[read.read_id] in self._stateless:
                self._look_again(self._held[read.read_id], read)

    def _look_again(self, hit_id: str, read: Read) -> None:
        """Ask the second reader, after the alert: it is slow, and an alert must not wait.

        A far plate's small lines are not legible; its later, larger looks are asked too.
        """
        seen = self._stages.recognition.second_look(read)
        if seen is None:
            return
        if seen.state == UNKNOWN_STATE:
            self._stateless.add(hit_id)
        else:
            self._stateless.discard(hit_id)
        self._stages.records.second_look(hit_id, seen)

    def _picture(self, frame: Frame, seen: Seen) -> FrameSeen:
        plates = tuple(
            SeenPlate(box, "" if read_id in self._held else text, held=read_id in self._held)
            for box, text, read_id in seen.plates
        )
        return FrameSeen(frame, plates)
