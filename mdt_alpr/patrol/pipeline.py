"""The stages in order: frame → plates → reads → hits. Read this first."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from mdt_alpr.domain.errors import StoreLockedError
from mdt_alpr.domain.hit.hit import Hit
from mdt_alpr.domain.hit.trace import PassFrame, Seeing
from mdt_alpr.domain.plate.plate import UNKNOWN_STATE
from mdt_alpr.domain.reading.paired import PairedStreams
from mdt_alpr.domain.reading.position import Fix
from mdt_alpr.domain.reading.reading import PlateText, Read
from mdt_alpr.machine.clock import Clock
from mdt_alpr.patrol.camera import Mailbox
from mdt_alpr.patrol.events import CandidateUnread, FrameSeen, ListDamaged, SeenPlate
from mdt_alpr.patrol.list_in_use import Matcher
from mdt_alpr.patrol.ports import Frame
from mdt_alpr.patrol.recognition import Recognition, Seen


class Records(Protocol):
    """Where reads and hits go to be kept."""

    def keep_read(
        self, read: Read, *, held: bool, latency_ms: float, seeing: Seeing | None = None
    ) -> None:
        """Keep a read, or its later revision; returns at once."""
        ...

    def raise_hit(self, hit: Hit) -> None:
        """Keep a hit and alert; returns at once."""
        ...

    def add_second_reading(self, hit_id: str, seen: PlateText) -> None:
        """Add what the second reader saw to a hit; returns at once."""
        ...

    def revise_hit(self, read: Read) -> None:
        """Compare a later read of a plate that raised a hit; returns at once."""
        ...

    def keep_frame(self, hit_id: str, seen: PassFrame) -> None:
        """Keep a further frame of the pass with its hit; returns at once."""
        ...


def no_position(_at: datetime) -> Fix | None:
    """Return no place: there is no receiver."""
    return None


@dataclass(frozen=True, slots=True)
class Stages:
    """The parts of the pipeline; ``place_at`` returns where the car was at an instant.

    ``shows_hits`` is False where the screen must not tell a listed plate from another (trial).
    """

    mailbox: Mailbox
    recognition: Recognition
    matcher: Matcher
    records: Records
    clock: Clock
    publish: Callable[[FrameSeen | CandidateUnread | ListDamaged], None]
    place_at: Callable[[datetime], Fix | None] = no_position
    shows_hits: bool = True


@dataclass(frozen=True, slots=True)
class _Held:
    """What a read has raised: its hits, and the ids of all their entries."""

    hits: tuple[str, ...] = ()
    entries: frozenset[str] = frozenset()

    def with_hit(self, hit: Hit) -> "_Held":
        """Return it with a further hit."""
        entries = self.entries | {match.entry.entry_id for match in hit.matches}
        return _Held((*self.hits, hit.hit_id), entries)


_NOTHING = _Held()


class Pipeline:
    """Processes the newest frame, again and again until the mailbox closes."""

    def __init__(self, stages: Stages) -> None:
        self._stages = stages
        self._paired = PairedStreams()
        self._held: dict[str, _Held] = {}
        """Hits by read, also those that ended, for the plates that the overlay must not name."""
        self._stateless: set[str] = set()
        """Hits whose state of issuance has not been read yet."""
        self._with_hit: set[str] = set()
        """Streams' reads that raised a hit, or were kept with one."""

    def run(self) -> None:
        """Run on the recognition thread to the end of the source."""
        while (frame := self._stages.mailbox.take()) is not None:
            seen = self._stages.recognition.see(frame)
            for read in seen.reads:
                self._handle_read(read, seen)
            for read_id, further in seen.pass_frames:
                for hit_id in self._held.get(self._paired.id_of(read_id), _NOTHING).hits:
                    self._stages.records.keep_frame(hit_id, further)
            for candidate in seen.candidates:
                self._stages.publish(CandidateUnread(frame.camera, candidate))
            self._stages.publish(self._picture(frame, seen))
        for read in self._stages.recognition.finish():
            self._handle_read(read)

    def _handle_read(self, own: Read, seen: Seen | None = None) -> None:
        """Keep the read that a stream's ``own`` read makes, and compare it."""
        s, read = self._stages, self._paired.joined(own)
        before = self._held.get(read.read_id, _NOTHING)
        read = replace(read, place=s.place_at(read.captured_at))
        hit = self._further_hit(read, before)
        now = s.clock.now()
        latency = (now - read.captured_at).total_seconds() * 1000
        seeing = _seeing(seen, now)
        held = self._is_shown_as_hit(read.read_id)
        s.records.keep_read(read, held=held, latency_ms=latency, seeing=seeing)
        asking = [hit_id for hit_id in before.hits if hit_id in self._stateless]
        if hit is not None:
            trace = replace(hit.trace, seeing=seeing, engines=s.recognition.engines)
            s.records.raise_hit(replace(hit, trace=trace))
            s.recognition.watch(own)
            self._with_hit.add(own.read_id)
            asking.append(hit.hit_id)
        self._keep_other(own, read.read_id)
        if before.hits:
            s.records.revise_hit(read)
        if asking:
            self._read_again(asking, own)

    def _keep_other(self, own: Read, read_id: str) -> None:
        """Keep what the other stream of the camera saw with the hits of the pass."""
        other = self._paired.other_of(own)
        hits = self._held.get(read_id, _NOTHING).hits
        if other is None or not hits:
            return
        for side in (own, other):
            if side.read_id in self._with_hit:
                continue
            self._with_hit.add(side.read_id)
            seen = PassFrame(side.captured_at, side.characters, side.box, side.crop)
            for hit_id in hits:
                self._stages.records.keep_frame(hit_id, seen)

    def _further_hit(self, read: Read, before: _Held) -> Hit | None:
        """Ask the list for each revision: a larger picture may show another listed plate.

        A record alerts once per pass, whatever the state of its hit. A failing list is reported,
        and the read is kept: reading continues.
        """
        try:
            hit = self._stages.matcher.hit(read, before.entries)
        except StoreLockedError:
            self._stages.publish(ListDamaged())
            return None
        if hit is not None:
            self._held[read.read_id] = before.with_hit(hit)
        return hit

    def _read_again(self, hit_ids: Iterable[str], read: Read) -> None:
        """Ask the second reader, after the alert: it is slow, and an alert must not wait.

        A far plate's small lines are not legible, so its later, larger pictures are read too.
        """
        seen = self._stages.recognition.second_reading(read)
        if seen is None:
            return
        for hit_id in hit_ids:
            if seen.state == UNKNOWN_STATE:
                self._stateless.add(hit_id)
            else:
                self._stateless.discard(hit_id)
            self._stages.records.add_second_reading(hit_id, seen)

    def _picture(self, frame: Frame, seen: Seen) -> FrameSeen:
        plates = tuple(
            SeenPlate(
                box,
                "" if self._is_shown_as_hit(read_id) else text,
                held=self._is_shown_as_hit(read_id),
                read_id=self._paired.id_of(read_id) if read_id else "",
            )
            for box, text, read_id in seen.plates
        )
        return FrameSeen(frame, plates, seen.rejected)

    def _is_shown_as_hit(self, read_id: str | None) -> bool:
        held = read_id is not None and self._paired.id_of(read_id) in self._held
        return self._stages.shows_hits and held


def _seeing(seen: Seen | None, now: datetime) -> Seeing | None:
    """Return when the read went through recognition; None without a clock."""
    if seen is None or seen.detected_at is None or seen.read_at is None:
        return None
    return Seeing(seen.detected_at, seen.read_at, now)
