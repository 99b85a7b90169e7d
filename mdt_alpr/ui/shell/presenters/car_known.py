"""What the screen knows of the car: filled by events, read by the views' builders."""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median, quantiles

from mdt_alpr.domain.equipment.self_check import SelfCheck
from mdt_alpr.domain.equipment.upkeep import NOTHING_LATE, Upkeep
from mdt_alpr.domain.hit.hit import Hit
from mdt_alpr.domain.people.roles import Session
from mdt_alpr.domain.people.second_factor import CodeAsks, Enrollment
from mdt_alpr.domain.reading.typed_read import was_typed
from mdt_alpr.domain.safeguards import Weakened
from mdt_alpr.patrol.events import (
    CodeAsked,
    EngineMissing,
    Event,
    Failed,
    HitChanged,
    HitRaised,
    LinkChanged,
    ListChanged,
    ListDamaged,
    PositionChanged,
    QueueChanged,
    ReadMade,
    SelfChecked,
    SignedIn,
    SignedOut,
    SignInFailed,
    Sound,
    VoiceTried,
)
from mdt_alpr.patrol.ports import SecurityKey
from mdt_alpr.ui.shell.presenters.camera_watch import CameraWatch

KEPT = 500
"""Times kept a stage; the oldest goes when a newer one comes."""
FOUND, READ, MATCHED, PAINTED, ACKNOWLEDGED = (
    "found", "read", "matched", "on screen", "acknowledged",
)  # fmt: skip
STAGES = (FOUND, READ, MATCHED, PAINTED, ACKNOWLEDGED)
_TOGETHER = "\u00a0"
"""A space at which no line breaks."""
_MILLISECONDS = 1000
_MINUTE_MS = 60_000


class LatencyMeter:
    """Handles events; each time counts once."""

    def __init__(self) -> None:
        self._times: dict[str, deque[float]] = {stage: deque(maxlen=KEPT) for stage in STAGES}
        self._counted: deque[tuple[str, str]] = deque(maxlen=2 * KEPT)
        self._shares: dict[str, tuple[float, float]] = {}
        """Those of the stages to which nothing was added since: they are asked several times a
        second."""

    def note(self, event: Event) -> None:
        """Handle an event."""
        if isinstance(event, ReadMade) and event.seeing is not None:
            seeing = event.seeing
            self._add(FOUND, event.read.captured_at, seeing.detected_at)
            self._add(READ, seeing.detected_at, seeing.read_at)
            self._add(MATCHED, seeing.read_at, seeing.matched_at)
        elif isinstance(event, HitRaised | HitChanged):
            self._note_hit(event.hit)

    def shares(self, stage: str) -> tuple[float, float] | None:
        """Return the median and the 95th percentile of the stage, in milliseconds."""
        if stage not in self._shares and (times := sorted(self._times[stage])):
            most = times[-(-95 * len(times) // 100) - 1]
            self._shares[stage] = times[(len(times) - 1) // 2], most
        return self._shares.get(stage)

    def words(self) -> str:
        """Return median and 95th percentile of every stage, each from the one before."""
        return f"Median / 95%: {', '.join(map(self._words, STAGES))}."

    def _note_hit(self, hit: Hit) -> None:
        seeing, painted = hit.trace.seeing, hit.painted_at
        if painted is None:
            return
        if seeing is not None:
            self._once(hit.hit_id, PAINTED, seeing.matched_at, painted)
        answered = [at for at in (hit.silenced_at, hit.opened_at) if at is not None]
        if answered:
            self._once(hit.hit_id, ACKNOWLEDGED, painted, min(answered))

    def _once(self, hit_id: str, stage: str, since: datetime, until: datetime) -> None:
        if (hit_id, stage) not in self._counted:
            self._counted.append((hit_id, stage))
            self._add(stage, since, until)

    def _add(self, stage: str, since: datetime, until: datetime) -> None:
        self._shares.pop(stage, None)
        self._times[stage].append((until - since).total_seconds() * _MILLISECONDS)

    def _words(self, stage: str) -> str:
        shares = self.shares(stage)
        if shares is None:
            return f"{stage}{_TOGETHER}-"
        half, most = map(_words, shares)
        return f"{stage} {half} / {most}".replace(" ", _TOGETHER)


def _words(ms: float) -> str:
    if ms < _MILLISECONDS:
        return f"{ms:.0f} ms"
    return f"{ms / _MILLISECONDS:.1f} s" if ms < _MINUTE_MS else f"{ms / _MINUTE_MS:.0f} min"


@dataclass(slots=True)
class ShiftReads:
    """Counts from zero for another person; an unlock goes on counting."""

    reads: int = 0
    person: str = ""

    def take(self, event: Event) -> bool:
        """Handle an event; True where another person's shift began."""
        if isinstance(event, ReadMade):
            self.reads += event.read.revision == 0
        if not isinstance(event, SignedIn) or event.session.person_id == self.person:
            return False
        self.person, self.reads = event.session.person_id, 0
        return True


LATENCIES_KEPT = 500
_NEEDED_FOR_SHARES = 2


@dataclass(frozen=True, slots=True)
class CarFacts:
    """What does not change while the program runs; ``accounts`` are shown in training only.

    ``offers_drill`` says that the practice of roll-call can be begun from sign-in; ``weakened``
    which safety checks the settings take away; ``program`` who vouches for the program;
    ``changed`` which settings are not usual; ``key`` asks security keys, where this can.
    """

    unit: str
    version: str
    engines: str
    training: bool = False
    accounts: tuple[tuple[str, str], ...] = ()
    offers_drill: bool = False
    weakened: tuple[Weakened, ...] = ()
    program: str = ""
    changed: tuple[str, ...] = ()
    key: SecurityKey | None = None
    trial: bool = False
    """No hit alerts."""


@dataclass(slots=True)
class CarKnown:
    """The car as far as it is known; ``voice`` has the result of the last try of each sound.

    ``list_damaged`` says that not all of the list is compared with, ``list_why`` what to do.
    """

    camera: CameraWatch = field(default_factory=CameraWatch)
    link: LinkChanged | None = None
    hotlist: ListChanged | None = None
    list_damaged: bool = False
    list_why: str = ""
    position: PositionChanged | None = None
    queue: QueueChanged = field(default_factory=lambda: QueueChanged(0, None))
    session: Session | None = None
    problem: str = ""
    problem_is_step: bool = False
    """Whether it only says what has to be given next, which nobody could know before."""
    busy: bool = False
    password_is_due: bool = False
    code_is_wanted: bool = False
    enrollment: Enrollment | None = None
    asks: CodeAsks = CodeAsks.APP
    touches: bool = False
    locked: bool = False
    voice: dict[Sound, str] = field(default_factory=dict)
    troubles: dict[str, str] = field(default_factory=dict)
    latencies: deque[float] = field(default_factory=lambda: deque(maxlen=LATENCIES_KEPT))
    meter: LatencyMeter = field(default_factory=LatencyMeter)
    shift: ShiftReads = field(default_factory=ShiftReads)
    used_at: datetime | None = None
    check: SelfCheck | None = None
    upkeep: Upkeep = NOTHING_LATE

    def note(self, event: Event) -> None:
        """Handle an event."""
        self.camera.take(event)
        self.meter.note(event)
        self.shift.take(event)
        if isinstance(event, LinkChanged):
            self.link = event
        elif isinstance(event, ListChanged):
            self.hotlist, self.list_damaged = event, False
        elif isinstance(event, ListDamaged):
            self.list_damaged, self.list_why = True, event.why
        elif isinstance(event, QueueChanged):
            self.queue = event
        elif isinstance(event, PositionChanged):
            self.position = event
        elif isinstance(event, ReadMade):
            self._note_read(event)
        elif isinstance(event, EngineMissing | Failed | VoiceTried | SelfChecked | Upkeep):
            self._note_part(event)
        else:
            self._note_session(event)

    def latency(self) -> tuple[float, float] | None:
        """Return median and 95th percentile from capture to read, in milliseconds."""
        if len(self.latencies) < _NEEDED_FOR_SHARES:
            return None
        return median(self.latencies), quantiles(self.latencies, n=20)[-1]

    def _note_read(self, event: ReadMade) -> None:
        if not was_typed(event.read.engine):
            self.latencies.append(event.latency_ms)

    def _note_part(
        self, event: EngineMissing | Failed | VoiceTried | SelfChecked | Upkeep
    ) -> None:
        if isinstance(event, VoiceTried):
            self.voice[event.sound] = event.why
        elif isinstance(event, SelfChecked):
            self.check = event.check
        elif isinstance(event, Upkeep):
            self.upkeep = event
        else:
            name = event.engine if isinstance(event, EngineMissing) else event.thread
            self.troubles[name] = event.why

    def _note_session(self, event: Event) -> None:
        if isinstance(event, SignedIn):
            self.session = event.session
            self.busy, self.locked, self.problem = False, event.locked, ""
            self._ask_more()
        elif isinstance(event, CodeAsked):
            self.busy, self.problem = False, ""
            self._ask_more(event.enrollment, code=not event.enrollment, due=event.password_is_due)
            self.asks = event.asks
        elif isinstance(event, SignInFailed):
            self.problem_is_step = self._asks_first(event)
            self.busy, self.problem = False, event.why
            held = self.enrollment if event.code_is_wrong else None
            asks = event.code_is_wrong and held is None
            self._ask_more(held, code=asks, due=event.password_is_due)
            self.asks = event.asks
        elif isinstance(event, SignedOut):
            self.session, self.locked, self.busy = None, False, False
            self.problem, self.problem_is_step = event.why, False
            self._ask_more()

    def _asks_first(self, event: SignInFailed) -> bool:
        """Tell whether it asks for a new password, or for a code, that was not asked before."""
        asked = self.code_is_wanted or self.enrollment is not None
        is_new_code = event.code_is_wrong and not asked
        return is_new_code or (event.password_is_due and not self.password_is_due)

    def _ask_more(
        self, enrollment: Enrollment | None = None, *, code: bool = False, due: bool = False
    ) -> None:
        """Note what is asked beside the password."""
        self.asks, self.touches = CodeAsks.APP, False
        self.enrollment, self.code_is_wanted, self.password_is_due = enrollment, code, due
