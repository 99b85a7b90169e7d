"""Preservation requests and holds between cars, desks and headquarters (PRS-01 to PRS-09)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from mdt_alpr.domain.citations import PAPERS_KEPT_IN
from mdt_alpr.domain.kinds import Label, Name, NewId, Reason, Reference, Sealed
from mdt_alpr.domain.retention.alpr_1 import Alpr1, HoldScope, Warrant
from mdt_alpr.domain.retention.holds import (
    Hold,
    HoldChannel,
    HoldKind,
    HoldState,
    HoldStep,
    NotaryOffice,
)


@dataclass(frozen=True, slots=True)
class HoldRequest:
    """Form ALPR-1; ``hold_id`` is made where it is filled in, so that twice sent is once filed.

    From paper ``requested_by`` is whose request it is, and ``requested_at`` when it was received.
    """

    hold_id: NewId
    form: Alpr1
    way: HoldChannel = HoldChannel.DESK
    requested_by: Annotated[str, Label("From paper: who signed", option="from-paper-of")] = ""
    requested_at: Annotated[datetime | None, Label("From paper: received", option="received")] = (
        None
    )


@dataclass(frozen=True, slots=True)
class HoldRequestMessage:
    """Form ALPR-1 as it was filled in in a car (ItemKind.HOLD_REQUEST)."""

    hold_id: str
    form: Alpr1
    person_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class HeldItemMessage:
    """An item that a hold keeps past its deadline in a car (ItemKind.HELD).

    ``kind`` is the item's own and ``body`` its message; of kind "jpeg" it is a picture in base64,
    ``name`` its digest. ``on`` is the date of capture.
    """

    hold_id: str
    kind: str
    name: str
    on: date
    body: str


@dataclass(frozen=True, slots=True)
class WarrantRequest:
    """A search warrant, entered by a custodian."""

    hold_id: NewId
    warrant: Warrant


@dataclass(frozen=True, slots=True)
class OathRequest:
    """Who notarized the form when; ``scan`` is the digest of an attached paper."""

    notary: Annotated[Name, Label("Notary")]
    sworn_on: Annotated[date, Label("Sworn on", option="on")]
    scan: str


@dataclass(frozen=True, slots=True)
class FilingRequest:
    """Where the form is kept, and when its copy was emailed to the custodian (8.C.3)."""

    powerdms: Annotated[Reference, Label(f"Reference in {PAPERS_KEPT_IN}")] = ""
    emailed_at: Annotated[datetime | None, Label("Copy emailed at", is_wide=True)] = None


class HoldAct(StrEnum):
    """What is done to a hold with a reason."""

    RENEW = "renew"
    """For a year from a further request; of a warrant, its yearly review."""
    CONFIRM = "confirm"
    """That the attached warrant says what was entered."""
    CANCEL = "cancel"
    TAKE_BACK = "take_back"
    """A cancellation that is not in effect yet."""
    REFUSE = "refuse"
    CORRECT = "correct"
    GIVE_UP_KEYS = "give_up_keys"
    """Keys that are lost for good, with what lies under them."""


@dataclass(frozen=True, slots=True)
class HoldActRequest:
    """An act and its reason; of a correction, the line that is put right.

    ``paper`` is the digest of the attached warrant that is confirmed, or of the sworn form by
    which a hold is renewed, and ``on`` that form's day.
    """

    act: HoldAct
    why: Annotated[Reason, Label("Reason", is_wide=True)]
    paper: str = ""
    on: Annotated[date | None, Label("Further request sworn on")] = None


class PaperKind(StrEnum):
    """What an attached paper is."""

    SWORN_FORM = "sworn_form"
    WARRANT = "warrant"
    EMAIL = "email"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class PaperRequest:
    """What the paper that follows is."""

    kind: PaperKind
    name: Sealed


@dataclass(frozen=True, slots=True)
class HoldLine:
    """A line of the Data Retention Request Log.

    ``text`` and ``case`` are empty once the papers' key is gone. ``days_left`` is before the end,
    or before unsworn data goes; None where it is over. ``lacks`` is what 8.C.1 and
    8.C.3 still demand, and that it holds nothing.
    """

    number: int
    hold_id: str
    kind: HoldKind
    state: HoldState
    way: HoldChannel
    requested_at: datetime
    requested_by: str
    name: str
    text: str
    state_of_issue: str
    cameras: str
    case: str
    ends_at: datetime | None
    days_left: int | None
    reads: int
    pictures: int
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HoldsMessage:
    """A page of the log, the newest first, and how many lines fit in all."""

    lines: tuple[HoldLine, ...]
    total: int
    waiting: int = 0
    """Live requests that are not sworn yet, or end soon."""


@dataclass(frozen=True, slots=True)
class HoldStepMessage:
    """A line of a hold's timeline."""

    step: HoldStep
    at: datetime
    person_id: str
    words: str


@dataclass(frozen=True, slots=True)
class PaperMessage:
    """An attached paper."""

    digest: str
    kind: PaperKind
    name: str
    added_at: datetime
    added_by: str


@dataclass(frozen=True, slots=True)
class CarOfHold:
    """Since when a car has the hold, and knows of its end."""

    device: str
    given_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class HeldReadMessage:
    """A read under a hold; ``pictures`` are their digests."""

    read_id: str
    captured_at: datetime
    unit: str
    camera: str
    text: str
    state: str
    hits: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HoldMessage:
    """One request with all that became of it; ``hold`` is None once its papers are gone."""

    line: HoldLine
    hold: Hold | None
    steps: tuple[HoldStepMessage, ...]
    papers: tuple[PaperMessage, ...]
    cars: tuple[CarOfHold, ...]
    reads: tuple[HeldReadMessage, ...]
    destroyed_at: datetime | None
    first_loss_at: datetime | None
    notaries: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    """Sentences: that nothing is held, and why; that it was canceled and ends soon."""
    has_lost_keys: bool = False


@dataclass(frozen=True, slots=True)
class NotaryRequest:
    """A person who may notarize form ALPR-1 from a day on; with ``last_day`` until then."""

    name: Annotated[Name, Label("Name as signed", is_wide=True)]
    office: NotaryOffice
    first_day: date
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class NotaryMessage:
    """A line of the list of notaries."""

    number: int
    name: str
    office: NotaryOffice
    first_day: date
    last_day: date | None


@dataclass(frozen=True, slots=True)
class NotariesMessage:
    """Everybody who notarizes or did."""

    notaries: tuple[NotaryMessage, ...]


@dataclass(frozen=True, slots=True)
class NotaryEnd:
    """The last day of a notary."""

    last_day: date


@dataclass(frozen=True, slots=True)
class KnownHolds:
    """The holds that a car works with."""

    holds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HoldOrder:
    """A hold as a car keeps it; ``ends_at`` None while nobody swore, or of a warrant."""

    hold_id: str
    scope: HoldScope
    is_final: bool
    requested_at: datetime
    ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class OwnHold:
    """A request as its requester sees it in a car; ``number`` is 0 while headquarters lacks it.

    ``ends_at`` is the last day of unsworn data, or the end of the year; None where it is over, and
    then it names no plate.
    """

    hold_id: str
    text: str
    state_of_issue: str
    case: str
    state: HoldState
    requested_at: datetime
    ends_at: datetime | None
    number: int = 0


@dataclass(frozen=True, slots=True)
class HoldOrders:
    """The live holds over a car's cameras, and those of its holds that ended.

    One that is in neither headquarters does not know, as after a restore: the car keeps it.
    ``own`` are the newest requests of who is signed in, over whatever cameras.
    """

    live: tuple[HoldOrder, ...]
    ended: tuple[str, ...]
    own: tuple[OwnHold, ...] = ()
