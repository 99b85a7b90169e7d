"""The life of a hold: at once, sworn, a year, another year, over (09.21.8.C and E, PRS-01 to 09).

A request on form ALPR-1 holds at once and provisionally: that never carries data past its
ninetieth day. With the sworn and notarized form it is final and lasts a year from the request. A
warrant holds from its entry on, and is reviewed every year; what it covers is let out once its
paper is attached and another person confirmed it.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from mdt_alpr.domain.errors import ActRefusedError
from mdt_alpr.domain.people.roles import Permission, Role, may
from mdt_alpr.domain.policy import capture_date_ends
from mdt_alpr.domain.retention.alpr_1 import Alpr1, HoldScope, Warrant


class HoldRefusedError(ActRefusedError):
    """A hold is not made or changed."""


class HoldKind(StrEnum):
    """On which lawful ground data is held (GS 20-183.32(b))."""

    ALPR_1 = "alpr_1"
    STATE_WARRANT = "state_warrant"
    FEDERAL_WARRANT = "federal_warrant"


WARRANTS = frozenset({HoldKind.STATE_WARRANT, HoldKind.FEDERAL_WARRANT})


class HoldState(StrEnum):
    """The state of a request."""

    PROVISIONAL = "provisional"
    FINAL = "final"
    REFUSED = "refused"
    CANCELED = "canceled"
    LAPSED = "lapsed"
    """Not sworn by day 90 (PRS-03)."""
    EXPIRED = "expired"
    """A year was over and nobody had asked for another (8.E)."""


LIVE = frozenset({HoldState.PROVISIONAL, HoldState.FINAL})


class HoldChannel(StrEnum):
    """How a request came (PRS-01)."""

    CAR = "car"
    DESK = "desk"
    PAPER = "paper"
    """Entered from the written form by a custodian."""


class HoldStep(StrEnum):
    """What happens to a hold, line by line of its timeline."""

    FILED = "filed"
    KEPT = "kept"
    SWORN = "sworn"
    PAPER_ADDED = "paper_added"
    FILED_IN_POWERDMS = "filed_in_powerdms"
    EMAILED = "emailed"
    PRINTED = "printed"
    NOTIFIED = "notified"
    RENEWED = "renewed"
    CORRECTED = "corrected"
    """A line that corrects an earlier one, which stays (PRS-09)."""
    REFUSED = "refused"
    CANCELED = "canceled"
    LAPSED = "lapsed"
    EXPIRED = "expired"
    DESTROYED = "destroyed"


class NotaryOffice(StrEnum):
    """Who notarizes form ALPR-1 (8.C.3)."""

    POLICE_ADMINISTRATION_MANAGER = "police_administration_manager"
    EXECUTIVE_ASSISTANT = "executive_assistant"


@dataclass(frozen=True, slots=True)
class Notary:
    """A person of the list that the agency keeps (PRS-04); ``last_day`` None while it lasts.

    ``listed_on`` is the day of the entry and ``listed_by`` its maker's user name; None and empty
    before the entry is kept.
    """

    name: str
    office: NotaryOffice
    first_day: date
    last_day: date | None = None
    listed_on: date | None = None
    listed_by: str = ""

    def notarizes_on(self, day: date) -> bool:
        """Return whether the person held the office on a day, and was on the list by then.

        A first day before the entry makes no earlier oath good.
        """
        begins = max(self.first_day, self.listed_on or self.first_day)
        return begins <= day and (self.last_day is None or day <= self.last_day)


@dataclass(frozen=True, slots=True)
class Oath:
    """The sworn statement: who notarized it, when, and the digest of its scan.

    Of a warrant: who compared its paper with what was entered, when, and the paper's digest.
    """

    notary: str
    sworn_on: date
    scan: str


@dataclass(frozen=True, slots=True)
class Renewal:
    """A further request for a year: the day on which it was made, and its paper's digest."""

    asked_on: date
    paper: str


@dataclass(frozen=True, slots=True)
class Hold:
    """A request to keep captured data, and what became of it.

    ``form`` is of kind ALPR-1, ``warrant`` of the others. ``due_at`` is the end of the year, of a
    warrant the day of its review; None before the oath. ``powerdms`` and ``emailed_at`` are where
    the form is kept, and when its copy was emailed to the custodian (8.C.3). ``ended_at`` of a
    hold that lasts is when its cancellation takes effect.
    """

    hold_id: str
    kind: HoldKind
    requested_at: datetime
    requested_by: str
    state: HoldState
    form: Alpr1 | None = None
    warrant: Warrant | None = None
    oath: Oath | None = None
    due_at: datetime | None = None
    powerdms: str = ""
    emailed_at: datetime | None = None
    ended_at: datetime | None = None
    ended_by: str = ""
    ended_why: str = ""

    @property
    def scope(self) -> HoldScope:
        """Return what is held."""
        return (self.form or self.warrant or Alpr1()).scope

    @property
    def case(self) -> str:
        """Return the case for which it is held."""
        return (self.form or self.warrant or Alpr1()).case

    @property
    def is_live(self) -> bool:
        """Return whether it holds."""
        return self.state in LIVE

    @property
    def is_final(self) -> bool:
        """Return whether it carries data past its ninetieth day."""
        return self.state is HoldState.FINAL

    @property
    def is_warrant(self) -> bool:
        """Return whether a court ordered it."""
        return self.kind in WARRANTS

    @property
    def may_be_released(self) -> bool:
        """Return whether what it covers may leave: its paper is there, and two people say so."""
        return self.is_final and self.oath is not None

    @property
    def is_canceled_soon(self) -> bool:
        """Return whether it was canceled and lasts for the day in which that is taken back."""
        return self.is_live and self.ended_at is not None

    @property
    def first_loss_at(self) -> datetime:
        """Return when, unsworn, the first of its data goes."""
        return capture_date_ends(self.scope.dates()[0])

    @property
    def last_loss_at(self) -> datetime:
        """Return when, unsworn, the last of its data goes."""
        return capture_date_ends(self.scope.dates()[1])

    def keeps(self, captured_on: date, now: datetime) -> bool:
        """Return whether what was captured on a date may be kept under it (8.C, PRS-03)."""
        if not self.is_live or ended_by_time(self, now) is not None:
            return False
        return self.is_final or now < capture_date_ends(captured_on)


def ended_by_time(hold: Hold, now: datetime) -> HoldState | None:
    """Return as what a hold is over at ``now`` without anybody's act; None while it lasts."""
    last_on = hold.scope.dates()[1]
    return state_by_time(hold.state, hold.kind, hold.due_at, hold.ended_at, last_on, now)


def state_by_time(  # noqa: PLR0913, PLR0917 - one argument a column of the log
    state: HoldState,
    kind: HoldKind,
    due_at: datetime | None,
    ended_at: datetime | None,
    last_on: date,
    now: datetime,
) -> HoldState | None:
    """Return the same by what is known without the papers; ``last_on`` as of ``scope.dates``."""
    if state in LIVE and ended_at is not None and now >= ended_at:
        return HoldState.CANCELED
    if state is HoldState.PROVISIONAL:
        return HoldState.LAPSED if now >= capture_date_ends(last_on) else None
    if state is HoldState.FINAL and kind not in WARRANTS:
        return HoldState.EXPIRED if due_at is not None and now >= due_at else None
    return None


def end_by_time(hold: Hold, now: datetime) -> Hold:
    """Return the hold as time left it."""
    state = ended_by_time(hold, now)
    return hold if state is None else ended(hold, state, hold.ended_by, hold.ended_why, now)


def ended(hold: Hold, state: HoldState, by: str, why: str, now: datetime) -> Hold:
    """Return the hold as it ended: as what, by whom, and why."""
    return replace(hold, state=state, ended_at=now, ended_by=by, ended_why=why)


def may_manage(role: Role) -> bool:
    """Return whether a role decides on holds: custodian or administrator (4.A.2)."""
    return may(role, Permission.MANAGE_HOLDS)
