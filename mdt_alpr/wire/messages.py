"""Version 1 of the messages between car and headquarters. Times are ISO 8601 in UTC.

Bodies of outbox items by kind: READ ``ReadMessage``, HIT ``HitMessage``, ANSWER
``AnswerMessage``, STOP ``StopMessage``, DISPOSITION ``DispositionMessage``, AUDIT
``AuditMessage``, PICTURE ``PictureMessage`` (the bytes travel on their own, see ``http``),
MANUAL_ENTRY ``manual.ManualEntryMessage``, SIGN_IN ``SignInRecordMessage``.

A field with a default was added later: what an older car had queued lacks it and still counts.
"""

from dataclasses import dataclass
from datetime import date, datetime

from mdt_alpr.domain.conversion import converted
from mdt_alpr.domain.hit.trial_sample import TrialSample
from mdt_alpr.domain.hotlist.hotlist import HotlistEntry
from mdt_alpr.domain.hotlist.manual_entry import ManualFacts
from mdt_alpr.domain.people.roles import Returned
from mdt_alpr.domain.plate.plate import Plate
from mdt_alpr.domain.policy import MOST_DAYS, PROFILE
from mdt_alpr.domain.reading.reading import Misread
from mdt_alpr.domain.retention.outbox import ReceiptOutcome

VERSION = 1


@dataclass(frozen=True, slots=True)
class CharacterMessage:
    """One character of a read (INT-02)."""

    text: str
    confidence: float
    alternatives: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class PlaceMessage:
    """Where the car was: degrees of WGS 84, miles an hour, degrees from true north (INT-02).

    ``at`` is the receiver's time, ``seen_at`` the car's; their difference is its clock's error.
    """

    lat: float
    lon: float
    at: datetime
    seen_at: datetime
    speed_mph: float | None
    heading: float | None
    accuracy_m: float | None
    simulated: bool


@dataclass(frozen=True, slots=True)
class ReadMessage:
    """A read; a later revision of the same ``read_id`` replaces it.

    ``disputed`` and ``stacked`` are positions: where frames disagree, and of a small stack beside
    the serial. ``corrects`` is the misread that an officer's entry stands beside. ``profile`` is
    the digest of the policy profile that its machine ran, empty where an older car did not say.
    """

    read_id: str
    revision: int
    unit: str
    camera: str
    person_id: str
    captured_at: datetime
    text: str
    state: str
    state_confidence: float
    characters: tuple[CharacterMessage, ...]
    disputed: tuple[int, ...]
    frames: int
    box: tuple[float, float, float, float]
    crop_digest: str
    context_digest: str
    engine: str
    software: str
    place: PlaceMessage | None = None
    stacked: tuple[int, ...] = ()
    corrects: Misread | None = None
    profile: str = ""


@dataclass(frozen=True, slots=True)
class ComparableMessage:
    """The parts of a record that can be compared with a vehicle, as they are listed."""

    plate_type: str
    style: str
    color: str


@dataclass(frozen=True, slots=True)
class RecordMessage:
    """A record as it was matched; ``comparable`` is None where an older car did not say."""

    entry_id: str
    list_name: str
    category: str
    text: str
    state: str
    nic: str
    ori: str
    match_class: str
    position: int | None
    vehicle: str = ""
    comparable: ComparableMessage | None = None


@dataclass(frozen=True, slots=True)
class HitMessage:
    """A hit as it was raised; ``profile`` is a read's."""

    hit_id: str
    read_id: str
    unit: str
    person_id: str
    captured_at: datetime
    raised_at: datetime
    list_version: int
    list_compiled_at: datetime
    second_text: str | None
    records: tuple[RecordMessage, ...]
    profile: str = ""


@dataclass(frozen=True, slots=True)
class AnswerMessage:
    """One answer or contrary fact on a hit; ``facts`` by name, in the order given."""

    hit_id: str
    captured_at: datetime
    step: str
    at: datetime
    person_id: str
    state: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class StopMessage:
    """The officer initiated a stop through the gate, in the form it then had."""

    hit_id: str
    captured_at: datetime
    at: datetime
    person_id: str
    gate_form: str
    checks: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class DispositionMessage:
    """How a hit ended."""

    hit_id: str
    captured_at: datetime
    at: datetime
    person_id: str
    disposition: str
    stopped: str | None
    outcome: str | None
    force_used: bool | None
    event_number: str


@dataclass(frozen=True, slots=True)
class AuditMessage:
    """One entry of a device's audit chain."""

    sequence: int
    at: datetime
    device: str
    person: str
    event: str
    subject: str
    detail: tuple[tuple[str, str], ...]
    previous: str
    digest: str


@dataclass(frozen=True, slots=True)
class PictureMessage:
    """A picture that headquarters will receive on its own; named by its SHA-256.

    One of a plate that a car in trial mode did not read says itself where and by whom it was
    taken, as there is no read of its id.
    """

    digest: str
    read_id: str
    captured_at: datetime
    what: str
    size: int
    camera: str = ""
    unit: str = ""
    person_id: str = ""


@dataclass(frozen=True, slots=True)
class ItemMessage:
    """One outbox item on its way; ``body`` is the JSON text of its kind's message."""

    item_id: str
    sequence: int
    kind: str
    made_at: datetime
    body: str


@dataclass(frozen=True, slots=True)
class BatchMessage:
    """What a car sends in one request; ``sent_at`` shows its clock's error."""

    version: int
    device: str
    sent_at: datetime
    items: tuple[ItemMessage, ...]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of one item; ``problem`` is a number of ``wire.problems`` when refused."""

    item_id: str
    outcome: ReceiptOutcome
    problem: int | None = None


@dataclass(frozen=True, slots=True)
class ReceiptsMessage:
    """One receipt an item, in the order sent."""

    receipts: tuple[Receipt, ...]


@dataclass(frozen=True, slots=True)
class SignInMessage:
    """A person signs in in a car, or at a desk.

    A car says which unit it is, and shows its device key: ``proof`` is its signature of
    ``provenance.sign_in_claim``. ``code`` is of the person's second factor, a recovery code, or a
    security key's signed answer as WebAuthn writes it in JSON. ``profile`` is the digest of the
    policy profile that the program runs; one that says none runs headquarters' own.
    """

    person_id: str
    password: str
    device: str
    unit: str = ""
    public_key: str = ""
    proof: str = ""
    code: str = ""
    profile: str = PROFILE.digest

    def __repr__(self) -> str:
        """Return a text without the password."""
        return f"SignInMessage({self.person_id!r}, {self.device!r})"


@dataclass(frozen=True, slots=True)
class SignInRecordMessage:
    """A car's own record of a sign-in or sign-out, signed with its device key.

    ``signature`` is of ``provenance.record_claim``.
    """

    device: str
    person_id: str
    at: datetime
    signed_in: bool
    public_key: str
    signature: str


@dataclass(frozen=True, slots=True)
class SessionMessage:
    """A session as headquarters began it; ``training`` is set where nothing there is real.

    ``password_until`` is the day on which the password must be changed.
    """

    person_id: str
    name: str
    role: str
    signed_in_at: datetime
    token: str
    returned: tuple[Returned, ...] = ()
    trained_until: date | None = None
    training: bool = False
    password_until: date | None = None
    policy: str = ""
    """The adopted policy in words: number, version, day (PUR-05)."""
    sample: TrialSample | None = None
    """Which passes a trial judges, while one runs."""


@dataclass(frozen=True, slots=True)
class EntryMessage:
    """A hotlist entry for a car; fields as in ``domain.hotlist.hotlist.HotlistEntry``."""

    entry_id: str
    list_name: str
    category: str
    text: str
    state: str
    nic: str
    ori: str
    entered_on: date | None
    plate_type: str
    vehicle_year: str
    make: str
    model: str
    style: str
    color: str
    note: str
    expires_at: datetime | None
    manual: ManualFacts | None = None
    plate_year: str = ""


def record_message(entry: HotlistEntry) -> EntryMessage:
    """Return a record on its way."""
    return converted(EntryMessage, entry, text=entry.plate.text, state=entry.plate.state)


def record_from(message: EntryMessage) -> HotlistEntry:
    """Return a record as it came."""
    return converted(HotlistEntry, message, plate=Plate(message.text, message.state))


@dataclass(frozen=True, slots=True)
class HotlistMessage:
    """A whole list at one version."""

    version: int
    compiled_at: datetime
    look_alikes_allowed: bool
    entries: tuple[EntryMessage, ...]
    kept_days: int = MOST_DAYS
