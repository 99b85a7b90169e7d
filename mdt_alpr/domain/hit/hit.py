"""A hit from alert to disposition: its facts, its states, its table of steps.

A ``Hit`` is a value; ``domain.hit.verification`` makes the next one, ``domain.hit.gate`` says
what is true of it now.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mdt_alpr.domain.errors import StepNotAllowedError
from mdt_alpr.domain.hit.confirmation import Confirmation
from mdt_alpr.domain.hit.disposition import Closing, RecordedStop
from mdt_alpr.domain.hit.known_before import EarlierRejection
from mdt_alpr.domain.hit.status_query import AskedStatus, NotPracticable, StatusReply
from mdt_alpr.domain.hit.trace import Trace
from mdt_alpr.domain.hit.vehicle import Body, Color
from mdt_alpr.domain.hotlist.hotlist import NOTHING_SET, Category, CategorySettings, HotlistEntry
from mdt_alpr.domain.hotlist.matching import Match
from mdt_alpr.domain.officer import NOBODY, Officer
from mdt_alpr.domain.plate.plate import UNKNOWN_STATE, folded
from mdt_alpr.domain.reading.reading import Read
from mdt_alpr.domain.reading.typed_read import was_typed


class EntryMethod(StrEnum):
    """How the characters of an attempt came to be."""

    TYPED = "typed"
    TILES_AND_NUMBER = "tiles_and_number"


class WholeNumberAnswer(StrEnum):
    """Whether the whole number is the one in the picture; "can't tell" ends no attempt."""

    SAME = "same"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class TileAnswer:
    """The glyph that the officer saw at one position, so many seconds after it was asked.

    ``control`` marks a position that was read with confidence: a wrong answer there shows that
    nobody looked.
    """

    position: int
    glyph: str
    control: bool
    after_s: float


@dataclass(frozen=True, slots=True)
class TileCheck:
    """One run over the tiles, and the answer on the whole number that followed.

    ``tiles_s`` and ``whole_number_s`` are how long the two questions were shown, in seconds.
    """

    answers: tuple[TileAnswer, ...]
    whole_number: WholeNumberAnswer
    tiles_s: float
    whole_number_s: float


@dataclass(frozen=True, slots=True)
class StaleFacts:
    """Facts of a hit that no longer count for it; evidence against it always counts.

    ``records`` are ids of entries that the list in use does not hold. The first ``replies``
    replies and ``statements`` statements were given before a record of the hit was withdrawn or
    changed, or before the clock was set back: the status has to be asked again. The first
    ``reasons`` reasons why the vehicle differs were given for what a record said before.
    """

    records: tuple[str, ...] = ()
    replies: int = 0
    statements: int = 0
    reasons: int = 0


@dataclass(frozen=True, slots=True)
class RelayedFrom:
    """Who passed a hit to this unit, and what that officer had verified (VER-06).

    ``checked`` are values of ``gate.Check`` that held there. They are shown and never count: no
    other officer's answer opens a gate here. The digests name the pictures, which may arrive
    later.
    """

    unit: str
    officer: str
    hit_id: str
    checked: tuple[str, ...]
    at: datetime
    crop_digest: str = ""
    context_digest: str = ""


@dataclass(frozen=True, slots=True)
class RelayedTo:
    """To which unit a hit was passed on, and when."""

    unit: str
    device: str
    at: datetime


class HitState(StrEnum):
    """The state of a hit."""

    RAISED = "raised"
    """Alerting; not opened yet."""
    BLIND = "blind"
    """Opened; the officer enters what is seen, neither read nor record is shown."""
    UNMATCHED = "unmatched"
    """The entry did not match twice, or the plate cannot be seen: only a disposition is left."""
    COMPARED = "compared"
    """Entry and record agree on characters and state; the record is shown."""
    CONTRARY = "contrary"
    """A fact contradicts the hit: not a match, basis for stop gone (VER-05)."""
    STOPPED = "stopped"
    """The officer initiated the stop through the gate."""
    CLOSED = "closed"
    """A disposition ended it (VER-09)."""


class Step(StrEnum):
    """What can happen to a hit."""

    OPEN = "open"
    ENTRY_INCOMPLETE = "entry_incomplete"
    ENTRY_MATCHED = "entry_matched"
    ENTRY_DIFFERED = "entry_differed"
    ENTRY_DIFFERED_AGAIN = "entry_differed_again"
    CANNOT_SEE = "cannot_see"
    ANSWER = "answer"
    CONTRARY_FACT = "contrary_fact"
    INITIATE_STOP = "initiate_stop"
    CLOSE = "close"


NEXT: dict[tuple[HitState, Step], HitState] = {
    (HitState.RAISED, Step.OPEN): HitState.BLIND,
    (HitState.RAISED, Step.CONTRARY_FACT): HitState.CONTRARY,
    (HitState.RAISED, Step.CLOSE): HitState.CLOSED,
    (HitState.BLIND, Step.ENTRY_INCOMPLETE): HitState.BLIND,
    (HitState.BLIND, Step.ENTRY_MATCHED): HitState.COMPARED,
    (HitState.BLIND, Step.ENTRY_DIFFERED): HitState.BLIND,
    (HitState.BLIND, Step.ENTRY_DIFFERED_AGAIN): HitState.UNMATCHED,
    (HitState.BLIND, Step.CANNOT_SEE): HitState.UNMATCHED,
    (HitState.BLIND, Step.CONTRARY_FACT): HitState.CONTRARY,
    (HitState.BLIND, Step.CLOSE): HitState.CLOSED,
    (HitState.UNMATCHED, Step.CONTRARY_FACT): HitState.CONTRARY,
    (HitState.UNMATCHED, Step.CLOSE): HitState.CLOSED,
    (HitState.COMPARED, Step.ANSWER): HitState.COMPARED,
    (HitState.COMPARED, Step.CONTRARY_FACT): HitState.CONTRARY,
    (HitState.COMPARED, Step.INITIATE_STOP): HitState.STOPPED,
    (HitState.COMPARED, Step.CLOSE): HitState.CLOSED,
    (HitState.CONTRARY, Step.CONTRARY_FACT): HitState.CONTRARY,
    (HitState.CONTRARY, Step.CLOSE): HitState.CLOSED,
    (HitState.STOPPED, Step.ANSWER): HitState.STOPPED,
    (HitState.STOPPED, Step.CONTRARY_FACT): HitState.CONTRARY,
    (HitState.STOPPED, Step.CLOSE): HitState.CLOSED,
}


def next_state(state: HitState, step: Step) -> HitState:
    """Return the state that follows.

    Raises:
        StepNotAllowedError: the table has no such step here.
    """
    try:
        return NEXT[state, step]
    except KeyError:
        message = f"A hit that is {state.value} cannot {step.value.replace('_', ' ')}."
        raise StepNotAllowedError(message) from None


@dataclass(frozen=True, slots=True)
class EntryAttempt:
    """What the officer entered, blind: characters, state, when, and the viewing time.

    ``matched`` is None while a second entry from another picture is still to come. With a
    ``tile_check`` the text is what was read with the officer's tile answers put in.
    ``state_reason`` is why the state stands although the pictures show another.
    """

    text: str
    state: str
    at: datetime
    picture_s: float
    matched: bool | None
    tile_check: TileCheck | None = None
    by: Officer = NOBODY
    state_reason: str = ""

    @property
    def method(self) -> EntryMethod:
        """Return how the characters came to be."""
        return EntryMethod.TILES_AND_NUMBER if self.tile_check else EntryMethod.TYPED


@dataclass(frozen=True, slots=True)
class VehicleAnswer:
    """The body and color that the officer saw.

    The first answer of a session is given before the record is shown (D4), a second one
    (``VehicleReason``) after it.
    """

    body: Body | None
    color: Color | None
    at: datetime
    by: Officer = NOBODY


@dataclass(frozen=True, slots=True)
class VehicleReason:
    """Why the vehicle differs from the record, as the officer says (D4).

    ``second_answer`` is given where the first was wrong, after the record was shown. ``later``
    marks a reason given after the stop was initiated.
    """

    reason: str
    at: datetime
    later: bool = False
    second_answer: VehicleAnswer | None = None
    by: Officer = NOBODY


class Contrary(StrEnum):
    """What contradicts a hit and closes its gate at once (D8, VER-05)."""

    STATUS_CLEARED = "status_cleared"
    NOT_THIS_PLATE = "not_this_plate"
    READ_DISAGREES = "read_disagrees"
    RECORD_CANCELED = "record_canceled"
    RECORD_EXPIRED = "record_expired"
    NOT_CONFIRMED = "not_confirmed"
    """The agency that entered the record does not confirm it (VER-08)."""
    NOT_THIS_VEHICLE = "not_this_vehicle"
    """Another officer saw that vehicle or driver are not those of the record."""


SIMULATED = "simulated"
"""Source of a contrary fact that a simulated gateway brought (INT-04)."""


@dataclass(frozen=True, slots=True)
class ContraryFact:
    """A fact against the hit, who said so, and when; ``by`` is the officer who stated it, if one.

    It counts for everybody, whoever stated it.
    """

    kind: Contrary
    source: str
    at: datetime
    by: Officer = NOBODY


@dataclass(frozen=True, slots=True)
class EarlierCheck:
    """What was verified on a hit in an earlier session: kept and shown, but opens no gate.

    ``until`` is when the next session took over the screen.
    """

    officer: Officer
    until: datetime
    state: HitState
    opened_at: datetime | None
    attempts: tuple[EntryAttempt, ...]
    cannot_see: bool
    vehicle: VehicleAnswer | None
    vehicle_reasons: tuple[VehicleReason, ...]

    @property
    def has_matched(self) -> bool:
        """Return whether its officer's blind entry matched."""
        return any(attempt.matched for attempt in self.attempts)


_NO_TRACE = Trace()
_NOTHING = StaleFacts()


@dataclass(frozen=True, slots=True)
class Hit:
    """A read that may be a listed plate, and all that was answered about it.

    ``officer`` is the one whose hit it is now: state, entry and vehicle are that session's, those
    of earlier sessions are in ``earlier``. ``second_text`` is what the second reader saw (None:
    nothing, or not asked), ``second_state`` the state; ``painted_at`` is when the alert was on the
    screen; ``trace`` is kept for the evidence.
    """

    hit_id: str
    read: Read
    matches: tuple[Match, ...]
    list_version: int
    list_compiled_at: datetime
    raised_at: datetime
    second_text: str | None
    state: HitState = HitState.RAISED
    painted_at: datetime | None = None
    silenced_at: datetime | None = None
    opened_at: datetime | None = None
    attempts: tuple[EntryAttempt, ...] = ()
    cannot_see: bool = False
    vehicle: VehicleAnswer | None = None
    vehicle_reasons: tuple[VehicleReason, ...] = ()
    replies: tuple[StatusReply, ...] = ()
    not_practicable: tuple[NotPracticable, ...] = ()
    contrary: tuple[ContraryFact, ...] = ()
    stop_at: datetime | None = None
    stop_by: Officer = NOBODY
    closing: Closing | None = None
    asked: tuple[AskedStatus, ...] = ()
    recorded_stop: RecordedStop | None = None
    confirmation: Confirmation | None = None
    relayed_from: RelayedFrom | None = None
    relayed_to: tuple[RelayedTo, ...] = ()
    known_before: tuple[EarlierRejection, ...] = ()
    """Rejections of any record that the hit may be; shown after the entry only (ALR-08)."""
    trace: Trace = _NO_TRACE
    superseded: StaleFacts = _NOTHING
    settings: CategorySettings = NOTHING_SET
    """The settings of its records' categories when it was raised (HOT-08)."""
    officer: Officer = NOBODY
    earlier: tuple[EarlierCheck, ...] = ()
    second_state: str = UNKNOWN_STATE

    @property
    def vehicle_reason(self) -> str:
        """Return why the vehicle differs, as stated before the stop; a later reason adds to it."""
        reasons = [given.reason for given in self.counted_reasons if not given.later]
        return reasons[-1] if reasons else ""

    @property
    def counted_reasons(self) -> tuple[VehicleReason, ...]:
        """Return the reasons that were given for what its records say now."""
        return self.vehicle_reasons[self.superseded.reasons :]

    @property
    def primary_match(self) -> Match:
        """Return the match to show: the entered record's, before the entry the most urgent."""
        return next((m for m in self.matches if m.entry in self.records), self.matches[0])

    @property
    def needs_own_sight(self) -> bool:
        """Return whether no picture of this car shows the vehicle: relayed, or typed."""
        return self.relayed_from is not None or was_typed(self.read.engine)

    @property
    def category(self) -> Category:
        """Return what the hit is called; before the entry all that an alert may name."""
        return self.primary_match.entry.kind

    @property
    def readers_disagree(self) -> bool:
        """Return whether the second reader, which may omit a stack, saw other characters."""
        agreeing = {folded(self.read.text), folded(self.read.serial_text)}
        return self.second_text is not None and folded(self.second_text) not in agreeing

    @property
    def entries_wanted(self) -> int:
        """Return how many blind entries make one attempt: two where the readers disagree."""
        return 2 if self.readers_disagree else 1

    @property
    def entry(self) -> EntryAttempt | None:
        """Return the entry that matched, if any."""
        return next((attempt for attempt in self.attempts if attempt.matched), None)

    @property
    def records(self) -> tuple[HotlistEntry, ...]:
        """Return every record on the plate that the officer entered, most urgent first (ALR-06).

        Empty before the entry matched: nothing of a record may be shown until then (D1).
        """
        own = self.entry
        return () if own is None else entered_records(self, own.text, own.state)


def entered_records(hit: Hit, text: str, state: str) -> tuple[HotlistEntry, ...]:
    """Return the hit's records whose characters (O as 0) and state are those entered."""
    return tuple(
        m.entry
        for m in hit.matches
        if folded(m.entry.plate.text) == folded(text) and m.entry.plate.state == state
    )
