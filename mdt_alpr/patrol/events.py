"""Frozen messages from the car's threads to their listeners: a window, a printer, a test."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from mdt_alpr.domain.entry.form import PastReadsQuery
from mdt_alpr.domain.equipment.self_check import SelfCheck
from mdt_alpr.domain.equipment.upkeep import Upkeep
from mdt_alpr.domain.hit.hit import Hit
from mdt_alpr.domain.hit.trace import Seeing
from mdt_alpr.domain.hotlist.hotlist import NOTHING_SET, CategorySettings
from mdt_alpr.domain.officer import Driving
from mdt_alpr.domain.people.roles import Session
from mdt_alpr.domain.people.second_factor import CodeAsks, Enrollment
from mdt_alpr.domain.reading.position import Fix
from mdt_alpr.domain.reading.read_rules import Rejected
from mdt_alpr.domain.reading.reading import Box, Read
from mdt_alpr.domain.retention.outbox import SetAside
from mdt_alpr.patrol.candidates import Candidate
from mdt_alpr.patrol.entry_events import EntryEvent
from mdt_alpr.patrol.incident_events import IncidentEvent
from mdt_alpr.patrol.ports import Frame
from mdt_alpr.wire.holds import OwnHold
from mdt_alpr.wire.manual import PastReadsMessage
from mdt_alpr.wire.notices import CallMessage, UnitMessage


class Health(StrEnum):
    """The state of a part of the car; each has a word and a shape (U20)."""

    STARTING = "starting"
    OK = "ok"
    WEAK = "weak"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class SeenPlate:
    """A plate that is in the picture now.

    ``text`` is empty while the vote is open, and for every plate that is held for a check:
    the overlay must not show what the officer has to enter blind (D1).
    """

    box: Box
    text: str
    held: bool
    read_id: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class FrameSeen:
    """The newest frame, its plates, and why other candidates in it are not reads."""

    frame: Frame
    plates: tuple[SeenPlate, ...]
    rejected: tuple[Rejected, ...] = ()


@dataclass(frozen=True, slots=True)
class CandidateUnread:
    """A possible plate became no read; the candidate says why."""

    camera: str
    candidate: Candidate


@dataclass(frozen=True, slots=True)
class ReadMade:
    """A read was kept; ``held`` when it raised a hit, so that it is not shown."""

    read: Read
    held: bool
    latency_ms: float
    seeing: Seeing | None = None


@dataclass(frozen=True, slots=True)
class HitRaised:
    """A read may be a listed plate."""

    hit: Hit


@dataclass(frozen=True, slots=True)
class HitChanged:
    """A hit took a step and was kept."""

    hit: Hit


@dataclass(frozen=True, slots=True)
class SeenOnceMore:
    """The vehicle of a hit that has just ended was read again; it raised no new hit."""

    hit: Hit
    read_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class StepRefused:
    """A step was not allowed; ``why`` is a sentence for the officer."""

    hit_id: str
    why: str


@dataclass(frozen=True, slots=True)
class CameraChanged:
    """The camera came, went, or froze; ``next_try_s`` where it will be tried again."""

    camera: str
    health: Health
    why: str
    since: datetime
    next_try_s: float | None = None


@dataclass(frozen=True, slots=True)
class CameraBeat:
    """The camera delivers frames, published about twice a second.

    ``moves`` is False where the picture is identical to that of the last beat; ``read_share`` is
    the share of its frames that the computer kept up with, 0 to 1.
    """

    camera: str
    at: datetime
    moves: bool = True
    read_share: float = 1.0


@dataclass(frozen=True, slots=True)
class SourceEnded:
    """A file or folder was played to its end."""

    camera: str


@dataclass(frozen=True, slots=True)
class LinkChanged:
    """The link to headquarters came or went."""

    health: Health
    why: str


@dataclass(frozen=True, slots=True)
class QueueChanged:
    """How many items wait for headquarters, since when the oldest, and what it refused."""

    waiting: int
    oldest: datetime | None
    set_aside: SetAside = field(default_factory=SetAside)


@dataclass(frozen=True, slots=True)
class ListChanged:
    """Another version of the hotlist is in use; ``settings`` came with it (HOT-08)."""

    version: int
    compiled_at: datetime
    entries: int
    settings: CategorySettings = NOTHING_SET


@dataclass(frozen=True, slots=True)
class ListDamaged:
    """Part of the hotlist cannot be read, or none and ``why``; ``ListChanged`` ends it."""

    why: str = ""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A person is signed in; ``resumed`` where a restart resumed the session.

    ``locked`` where the screen was locked before that restart: it still asks for the password.
    """

    session: Session
    resumed: bool = False
    locked: bool = False


@dataclass(frozen=True, slots=True)
class SignInFailed:
    """Nobody was signed in; ``why`` says what to do.

    ``without_link``: this car compared the password, which it has recorded.
    ``password_is_due``: it has to be changed first. ``code_is_wrong``: ``asks`` is asked again.
    """

    why: str
    without_link: bool = False
    password_is_due: bool = False
    code_is_wrong: bool = False
    asks: CodeAsks = CodeAsks.APP


@dataclass(frozen=True, slots=True)
class CodeAsked:
    """The password was right; a code of the person's second factor is the next question (ACC-02).

    ``enrollment``: the factor that is being set up; with recovery codes it is in use.
    """

    enrollment: Enrollment | None = None
    password_is_due: bool = False
    asks: CodeAsks = CodeAsks.APP


@dataclass(frozen=True, slots=True)
class SignedOut:
    """A person's session ended; ``why`` where there is a reason to show.

    ``by_officer``: the officer ended the shift.
    """

    person_id: str
    why: str
    by_officer: bool = False


@dataclass(frozen=True, slots=True)
class PositionChanged:
    """The receiver of positions came, went, or does not know where it is.

    ``fix`` is its last answer, for the status page; ``why`` says what to do.
    """

    health: Health
    why: str
    fix: Fix | None = None


@dataclass(frozen=True, slots=True)
class DrivingChanged:
    """The car's speed or who works the screen changed what may be touched (VER-10)."""

    driving: Driving


@dataclass(frozen=True, slots=True)
class PastReadsAnswered:
    """The answer to a question for past reads: the reads, or ``why`` there are none to show."""

    query: PastReadsQuery
    found: PastReadsMessage | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class HoldRequested:
    """Form ALPR-1 was filed in this car; what it covers here is held from now on (8.C.2)."""

    hold_id: str


@dataclass(frozen=True, slots=True)
class HoldNotRequested:
    """It was not; ``why`` are sentences for the officer."""

    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OwnHoldsReported:
    """Headquarters sent a person's own preservation requests."""

    person_id: str
    holds: tuple[OwnHold, ...]


@dataclass(frozen=True, slots=True)
class OwnHoldsChanged:
    """The signed-in officer's own requests as far as this car knows them, the newest first."""

    holds: tuple[OwnHold, ...]


@dataclass(frozen=True, slots=True)
class UnitsChanged:
    """Other units came on shift or left it."""

    units: tuple[UnitMessage, ...]


@dataclass(frozen=True, slots=True)
class CallsChanged:
    """The calls of dispatch that this unit is on, the newest first."""

    calls: tuple[CallMessage, ...]


@dataclass(frozen=True, slots=True)
class RelayFailed:
    """A hit that was passed on reached nobody: no car has that unit."""

    hit_id: str
    unit: str


@dataclass(frozen=True, slots=True)
class EngineMissing:
    """An engine cannot be used; recognition continues without it where possible."""

    engine: str
    why: str


class Sound(StrEnum):
    """The two sounds of an alert, and whether the officer heard both."""

    SPEECH = "speech"
    TONES = "tones"
    HEARD = "heard"


@dataclass(frozen=True, slots=True)
class VoiceTried:
    """The result of speech or a tone; ``why`` says what to do where it failed, else empty.

    Published where that differs from the last try.
    """

    sound: Sound
    why: str = ""


@dataclass(frozen=True, slots=True)
class SelfChecked:
    """The device's newest check of itself; None while it has made none (MNT-03).

    ``is_of_before``: it was made before this start of the program.
    """

    check: SelfCheck | None
    is_of_before: bool = False


@dataclass(frozen=True, slots=True)
class Failed:
    """A thread met a bug; the program shows it and does not continue silently."""

    thread: str
    why: str
    camera: str = ""
    """The camera whose thread it is."""


Event = (
    FrameSeen
    | CandidateUnread
    | ReadMade
    | HitRaised
    | HitChanged
    | SeenOnceMore
    | StepRefused
    | CameraChanged
    | CameraBeat
    | SourceEnded
    | LinkChanged
    | QueueChanged
    | ListChanged
    | ListDamaged
    | SignedIn
    | SignInFailed
    | CodeAsked
    | SignedOut
    | PositionChanged
    | DrivingChanged
    | PastReadsAnswered
    | HoldRequested
    | HoldNotRequested
    | OwnHoldsReported
    | OwnHoldsChanged
    | EntryEvent
    | IncidentEvent
    | UnitsChanged
    | CallsChanged
    | RelayFailed
    | EngineMissing
    | VoiceTried
    | SelfChecked
    | Upkeep
    | Failed
)
