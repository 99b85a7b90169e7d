"""What a car in trial mode keeps beside its reads: missed plates by chance, and its own state.

A candidate that became no read is kept where the trial's sample holds it: its plate's picture
only, for a whole frame would show people (PUR-07). What no engine took for a plate is not seen
here either. Every ten minutes the car's load, heat, memory and link go into its audit.
"""

import os
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.hit.trial import trial_camera
from mdt_alpr.domain.hit.trial_sample import TRIAL_NAMED, UNREAD, TrialSample
from mdt_alpr.domain.hit.trial_state import READY_WITHIN_MS, WEATHER_FACT, CarState
from mdt_alpr.domain.identity import new_id
from mdt_alpr.domain.reading.read_rules import ReadRejection
from mdt_alpr.domain.review.trial_parts import Weather
from mdt_alpr.machine.load import MachineLoad, machine_load
from mdt_alpr.patrol.candidates import Candidate
from mdt_alpr.patrol.events import (
    CandidateUnread,
    Event,
    FrameSeen,
    Health,
    LinkChanged,
    QueueChanged,
    ReadMade,
    SignedIn,
    SignedOut,
)
from mdt_alpr.patrol.hit_recorder import HitRecorder
from mdt_alpr.patrol.outgoing import picture_digest
from mdt_alpr.patrol.worker import Worker
from mdt_alpr.wire.messages import PictureMessage

STATE_EVERY_S = 600.0
_SHARE = "judged"
"""The fact beside the trial's number by which a sign-in's entry says the rule of its sample."""


def sample_facts(sample: TrialSample | None) -> tuple[tuple[str, str], ...]:
    """Return the rule as the sign-in's entry has it."""
    if sample is None:
        return ()
    return sample.fact, (_SHARE, str(sample.share))


def sample_from(facts: tuple[tuple[str, str], ...]) -> TrialSample | None:
    """Return the rule that a sign-in's entry has, None without one."""
    said = dict(facts)
    if not said.get(TRIAL_NAMED):
        return None
    return TrialSample(said[TRIAL_NAMED], float(said[_SHARE]))


@dataclass(frozen=True, slots=True)
class TrialWatchParts:
    """What it needs; ``random_bytes`` makes ids."""

    records: Worker
    recorder: HitRecorder
    device: str
    random_bytes: Callable[[int], bytes] = os.urandom
    load: Callable[[], MachineLoad] = machine_load


class _FrameCount:
    """Counts frames on the recognition thread; the records thread takes the counts."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counted = 0
        self._numbers: dict[str, tuple[int, int]] = {}
        """The first and the last number of each camera's frames."""

    def add(self, camera: str, number: int) -> None:
        """Count a frame; a camera that was opened anew numbers from 1 again."""
        with self._lock:
            first, last = self._numbers.get(camera, (number, number))
            self._counted += 1
            self._numbers[camera] = (first if number >= last else number), number

    def take(self) -> tuple[int, int]:
        """Return how many frames were looked at and how many were not, and begin anew."""
        with self._lock:
            counted, self._counted = self._counted, 0
            offered = sum(last - first + 1 for first, last in self._numbers.values())
            self._numbers = {}
        return counted, max(0, offered - counted)


@dataclass(slots=True)
class _Since:
    """Since the last entry."""

    began: datetime
    load: MachineLoad
    counts: CarState = field(default_factory=CarState)


class TrialWatch:
    """Gets every event of a car in trial mode, on any thread; works on the records thread."""

    def __init__(self, parts: TrialWatchParts) -> None:
        self._parts = parts
        self._person = ""
        self._sample: TrialSample | None = None
        self._since: _Since | None = None
        self._lost_at: datetime | None = None
        self._waiting = 0
        self._frames = _FrameCount()

    def begin(self) -> None:
        """Write an entry every ten minutes from now on; on the records thread."""
        self._parts.records.do_in(STATE_EVERY_S, self.begin)
        self._write()

    def note(self, event: Event) -> None:
        """Count what an event says, and keep a missed plate; returns at once."""
        if isinstance(event, FrameSeen):
            self._frames.add(event.frame.camera, event.frame.number)
        elif isinstance(
            event, CandidateUnread | ReadMade | LinkChanged | QueueChanged | SignedIn | SignedOut
        ):
            self._parts.records.do(lambda: self._take(event))

    def see_weather(self, weather: Weather) -> None:
        """Note what the officer sees of the sky from now on; returns at once."""
        self._parts.records.do(lambda: self._see(weather.value))

    # ------------------------------------------------------------------ on the records thread

    def _see(self, weather: str) -> None:
        """Record the weather for the reads from now on; an empty one ends the one before."""
        if self._person:
            recorder, facts = self._parts.recorder, sample_facts(self._sample)
            said = (WEATHER_FACT, weather)
            recorder.record(AuditEvent.TRIAL_WEATHER, recorder.unit, self._person, said, *facts)

    def _take(self, event: Event) -> None:
        match event:
            case CandidateUnread(camera, candidate):
                self._missed(camera, candidate)
            case ReadMade(read, _, latency_ms) if read.revision == 0:
                self._count(reads=1, ready=int(latency_ms <= READY_WITHIN_MS))
            case LinkChanged(health):
                self._link(health)
            case QueueChanged(waiting):
                self._waiting = waiting
                self._most_waiting()
            case SignedIn(session, resumed):
                self._begin_shift(session.person_id, session.sample, resumed=resumed)
            case SignedOut():
                self._write()
                self._see("")
                self._person, self._sample, self._since = "", None, None

    def _begin_shift(self, person: str, sample: TrialSample | None, *, resumed: bool) -> None:
        self._write()
        is_new = person != self._person and not resumed
        self._person, self._sample = person, sample
        if resumed and sample is None:
            with self._parts.recorder.store.begin() as work:
                last = work.last_recorded(AuditEvent.SIGN_IN)
            if last is not None and last.person == person:
                self._sample = sample_from(last.detail)
        if is_new:
            self._see("")
        self._since = _Since(self._parts.recorder.now(), self._parts.load())

    def _missed(self, camera: str, candidate: Candidate) -> None:
        """Keep a candidate that is over, where the sample holds it."""
        rejected = candidate.rejected
        if not candidate.over or rejected.why is ReadRejection.LEFT_OUT or self._since is None:
            return
        pass_id = new_id(candidate.at, self._parts.random_bytes(10))
        holds = self._sample is not None and self._sample.holds(pass_id)
        is_kept = holds and bool(candidate.picture)
        self._count(unread=1, kept=int(is_kept))
        if is_kept:
            picture = candidate.picture
            message = PictureMessage(
                picture_digest(picture), pass_id, candidate.at, UNREAD, len(picture),
                trial_camera(camera), self._parts.recorder.unit, self._person,
            )  # fmt: skip
            self._parts.recorder.save_unread(message, picture)

    def _count(self, **more: int) -> None:
        if (since := self._since) is not None:
            sums = {name: getattr(since.counts, name) + number for name, number in more.items()}
            since.counts = replace(since.counts, **sums)

    def _most_waiting(self) -> None:
        if (since := self._since) is not None:
            most = max(self._waiting, since.counts.waiting)
            since.counts = replace(since.counts, waiting=most)

    def _link(self, health: Health) -> None:
        now = self._parts.recorder.now()
        if health is Health.LOST and self._lost_at is None:
            self._lost_at = now
            self._count(links_lost=1)
        elif health is Health.OK and self._lost_at is not None:
            self._add_lost(now)
            self._lost_at = None

    def _add_lost(self, now: datetime) -> None:
        if self._lost_at is not None and self._since is not None:
            begins = max(self._lost_at, self._since.began)
            self._count(without_link_s=max(0, round((now - begins).total_seconds())))

    def _write(self) -> None:
        """Record the state since the last entry, where somebody is on shift."""
        since = self._since
        if since is None:
            return
        now, load = self._parts.recorder.now(), self._parts.load()
        self._add_lost(now)
        frames, left_out = self._frames.take()
        state = replace(
            since.counts,
            seconds=max(0, round((now - since.began).total_seconds())),
            frames=frames,
            left_out=left_out,
            processor_s=max(0, round(load.processor_s - since.load.processor_s)),
            memory_mb=load.memory_mb or 0,
            heat_c=round(load.heat_c or 0),
            asks=int(self._sample is not None),
        )
        recorder = self._parts.recorder
        facts = *state.facts(), *sample_facts(self._sample)
        recorder.record(AuditEvent.TRIAL_STATE, self._parts.device, self._person, *facts)
        self._since = _Since(now, load)
        self._most_waiting()
