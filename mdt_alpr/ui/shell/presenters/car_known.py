"""What the screen knows of the car: filled by events, read by the views' builders."""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median, quantiles

from mdt_alpr.domain.people.roles import Session
from mdt_alpr.domain.safeguards import Weakened
from mdt_alpr.patrol.events import (
    EngineMissing,
    Event,
    Failed,
    LinkChanged,
    ListChanged,
    ListDamaged,
    PositionChanged,
    QueueChanged,
    ReadMade,
    SignedIn,
    SignedOut,
    SignInFailed,
    Sound,
    VoiceTried,
)
from mdt_alpr.ui.shell.presenters.camera_watch import CameraWatch
from mdt_alpr.ui.shell.presenters.latency_meter import LatencyMeter
from mdt_alpr.ui.shell.presenters.shift_reads import ShiftReads

LATENCIES_KEPT = 500
_NEEDED_FOR_SHARES = 2


@dataclass(frozen=True, slots=True)
class CarFacts:
    """What does not change while the program runs; ``accounts`` are shown in training only.

    ``offers_drill`` says that the practice of roll-call can be begun from sign-in; ``weakened``
    which safety checks the settings take away.
    """

    unit: str
    version: str
    engines: str
    training: bool = False
    accounts: tuple[tuple[str, str], ...] = ()
    offers_drill: bool = False
    weakened: tuple[Weakened, ...] = ()


@dataclass(slots=True)
class CarKnown:
    """The car as far as it is known; ``voice`` has the result of the last try of each sound.

    ``list_damaged`` says that not all of the list is compared with.
    """

    camera: CameraWatch = field(default_factory=CameraWatch)
    link: LinkChanged | None = None
    hotlist: ListChanged | None = None
    list_damaged: bool = False
    position: PositionChanged | None = None
    queue: QueueChanged = field(default_factory=lambda: QueueChanged(0, None))
    session: Session | None = None
    problem: str = ""
    busy: bool = False
    password_is_due: bool = False
    locked: bool = False
    voice: dict[Sound, str] = field(default_factory=dict)
    troubles: dict[str, str] = field(default_factory=dict)
    latencies: deque[float] = field(default_factory=lambda: deque(maxlen=LATENCIES_KEPT))
    meter: LatencyMeter = field(default_factory=LatencyMeter)
    shift: ShiftReads = field(default_factory=ShiftReads)
    used_at: datetime | None = None

    def note(self, event: Event) -> None:
        """Take an event."""
        self.camera.take(event)
        self.meter.note(event)
        self.shift.take(event)
        if isinstance(event, LinkChanged):
            self.link = event
        elif isinstance(event, ListChanged):
            self.hotlist, self.list_damaged = event, False
        elif isinstance(event, ListDamaged):
            self.list_damaged = True
        elif isinstance(event, QueueChanged):
            self.queue = event
        elif isinstance(event, PositionChanged):
            self.position = event
        elif isinstance(event, ReadMade):
            self._note_read(event)
        elif isinstance(event, EngineMissing | Failed | VoiceTried):
            self._note_trouble(event)
        else:
            self._note_session(event)

    def latency(self) -> tuple[float, float] | None:
        """Return median and 95th percentile from capture to read, in milliseconds."""
        if len(self.latencies) < _NEEDED_FOR_SHARES:
            return None
        return median(self.latencies), quantiles(self.latencies, n=20)[-1]

    def _note_read(self, event: ReadMade) -> None:
        self.latencies.append(event.latency_ms)

    def _note_trouble(self, event: EngineMissing | Failed | VoiceTried) -> None:
        if isinstance(event, VoiceTried):
            self.voice[event.sound] = event.why
        else:
            name = event.engine if isinstance(event, EngineMissing) else event.thread
            self.troubles[name] = event.why

    def _note_session(self, event: Event) -> None:
        if isinstance(event, SignedIn):
            self.session = event.session
            self.busy, self.locked, self.problem = False, event.locked, ""
            self.password_is_due = False
        elif isinstance(event, SignInFailed):
            self.busy, self.problem = False, event.why
            self.password_is_due = event.password_is_due
        elif isinstance(event, SignedOut):
            self.session, self.locked, self.busy = None, False, False
            self.problem = event.why
