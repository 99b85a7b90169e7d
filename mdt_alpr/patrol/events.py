"""Frozen messages from the car's threads to whoever listens: a window, a printer, a test."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mdt_alpr.domain.entry.form import PastReadsQuery
from mdt_alpr.domain.entry.life import Reminder
from mdt_alpr.domain.hit.hit import Hit
from mdt_alpr.domain.hit.trace import Seeing
from mdt_alpr.domain.hotlist.manual_entry import ManualEntry
from mdt_alpr.domain.officer import Driving
from mdt_alpr.domain.people.roles import Session
from mdt_alpr.domain.reading.position import Fix
from mdt_alpr.domain.reading.read_rules import Rejected
from mdt_alpr.domain.reading.reading import Box, Read
from mdt_alpr.domain.retention.outbox import SetAside
from mdt_alpr.patrol.candidates import Candidate
from mdt_alpr.patrol.ports import Frame
from mdt_alpr.wire.manual import PastReadsMessage
from mdt_alpr.wire.notices import UnitMessage

_NOTHING = SetAside()


class Health(StrEnum):
    """How a part of the car stands; each has a word and a shape (U20)."""

    STARTING = "starting"
    OK = "ok"
    WEAK = "weak"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class SeenPlate:
    """A plate that stands in the picture now.

    ``text`` is empty while the vote is open, and for every plate that is held for a check:
    the overlay must not show what the officer has to enter blind (D1).
    """

    box: Box
    text: str
    held: bool
    read_id: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class FrameSeen:
    """The newest frame, the plates in it, and why other candidates in it are no reads."""

    frame: Frame
    plates: tuple[SeenPlate, ...]
    rejected: tuple[Rejected, ...] = ()


@dataclass(frozen=True, slots=True)
class CandidateUnread:
    """Something that may have been a plate became no read; it says why."""

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
    """The vehicle of a hit that has just ended was read again; it raised no further hit."""

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
    """The camera came, went, or stands still; ``next_try_s`` where it will be tried again."""

    camera: str
    health: Health
    why: str
    since: datetime
    next_try_s: float | None = None


@dataclass(frozen=True, slots=True)
class CameraBeat:
    """The camera delivers, whether or not anybody reads so fast; told about twice a second.

    ``moves`` is False where the picture is, to the last bit, the one of the beat before.
    """

    camera: str
    at: datetime
    moves: bool = True


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
    set_aside: SetAside = _NOTHING


@dataclass(frozen=True, slots=True)
class ListChanged:
    """Another version of the hotlist is in use."""

    version: int
    compiled_at: datetime
    entries: int


@dataclass(frozen=True, slots=True)
class ListDamaged:
    """Not all of the hotlist can be read; what can is matched. ``ListChanged`` ends it."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A person sits in the car; ``resumed`` where a restart took the session up, unasked.

    ``locked`` where the screen was locked before that restart: it asks for the password still.
    """

    session: Session
    resumed: bool = False
    locked: bool = False


@dataclass(frozen=True, slots=True)
class SignInFailed:
    """Nobody was signed in; ``why`` says what to do.

    ``without_link`` tells that this car compared the password, for headquarters was not reached;
    ``password_is_due`` that it has to be changed first.
    """

    why: str
    without_link: bool = False
    password_is_due: bool = False


@dataclass(frozen=True, slots=True)
class SignedOut:
    """The session of a person ended; ``why`` where there is something to say about it.

    ``by_officer`` tells that the officer ended the shift.
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
class EntriesChanged:
    """The signed-in officer's own live manual entries, oldest first; empty for nobody."""

    entries: tuple[ManualEntry, ...]


@dataclass(frozen=True, slots=True)
class EntryRefused:
    """A manual entry was not made or not changed; ``why`` are sentences for the officer."""

    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EntryReminder:
    """The officer is to be told of an own live entry (MAN-04, MAN-08)."""

    entry: ManualEntry
    why: Reminder


@dataclass(frozen=True, slots=True)
class PastReadsAnswered:
    """The answer to a question for past reads: the reads, or ``why`` there are none to show."""

    query: PastReadsQuery
    found: PastReadsMessage | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class UnitsChanged:
    """Other units came on shift or left it."""

    units: tuple[UnitMessage, ...]


@dataclass(frozen=True, slots=True)
class RelayFailed:
    """A hit that was passed on reaches nobody: no car is known by that unit."""

    hit_id: str
    unit: str


@dataclass(frozen=True, slots=True)
class EngineMissing:
    """An engine cannot be used; recognition goes on without it where it can."""

    engine: str
    why: str


class Sound(StrEnum):
    """The two ways in which an alert is heard."""

    SPEECH = "speech"
    TONES = "tones"


@dataclass(frozen=True, slots=True)
class VoiceTried:
    """Something was really said or sounded, or could not be; ``why`` says what to do, else empty.

    Published where that differs from the last try.
    """

    sound: Sound
    why: str = ""


@dataclass(frozen=True, slots=True)
class Failed:
    """A thread met a bug and stopped; the program says so and does not go on silently."""

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
    | SignedOut
    | PositionChanged
    | DrivingChanged
    | EntriesChanged
    | EntryRefused
    | EntryReminder
    | PastReadsAnswered
    | UnitsChanged
    | RelayFailed
    | EngineMissing
    | VoiceTried
    | Failed
)
