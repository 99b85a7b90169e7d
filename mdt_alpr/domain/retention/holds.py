"""The life of a hold: at once, sworn, a year, another year, over (09.21.8.C and E, PRS-01 to 09).

A request on form ALPR-1 holds at once and provisionally: that never carries data past its
ninetieth day. With the sworn and notarized form it is final and lasts a year from the request. A
warrant is final from its entry on, and reviewed every year.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from mdt_alpr.domain.errors import ActRefusedError
from mdt_alpr.domain.people.roles import Permission, Role, may
from mdt_alpr.domain.policy import capture_date, capture_date_ends, one_year_after
from mdt_alpr.domain.reason_words import on_one_line, says_nothing
from mdt_alpr.domain.retention.alpr_1 import (
    Alpr1,
    HoldScope,
    Warrant,
    form_needs,
    tidied,
    tidied_warrant,
    warrant_needs,
)

LEAST_REASON, LONGEST_REASON = 10, 1000


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


class Way(StrEnum):
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
    """A person of the list that the agency keeps (PRS-04); ``last_day`` None while it lasts."""

    name: str
    office: NotaryOffice
    first_day: date
    last_day: date | None = None

    def notarizes_on(self, day: date) -> bool:
        """Return whether the person held the office on a day."""
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)


@dataclass(frozen=True, slots=True)
class Oath:
    """The sworn statement: who notarized it, when, and the digest of its scan."""

    notary: str
    sworn_on: date
    scan: str


@dataclass(frozen=True, slots=True)
class Hold:
    """A request to keep captured data, and what became of it.

    ``form`` is of kind ALPR-1, ``warrant`` of the others. ``due_at`` is the end of the year, of a
    warrant the day of its review; None before the oath. ``powerdms`` and ``emailed_at`` are where
    the form is kept, and when its copy was emailed to the custodian (8.C.3).
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


def request(form: Alpr1, by: str, now: datetime, hold_id: str) -> Hold:
    """Return the provisional hold that a complete form makes at once (PRS-01, PRS-02).

    Raises:
        HoldRefusedError: a part is missing; says what.
    """
    _demand(tuple(sentence for _, sentence in form_needs(form, now)))
    _demand_person(by)
    state = HoldState.PROVISIONAL
    return Hold(hold_id, HoldKind.ALPR_1, now, by, state, form=tidied(form))


def enter_warrant(warrant: Warrant, by: str, role: Role, now: datetime, hold_id: str) -> Hold:
    """Return the hold of a search warrant, final at once, reviewed within a year (PRS-05).

    Raises:
        HoldRefusedError: a field is missing, or the person is no custodian.
    """
    _demand_custodian(role)
    _demand(tuple(sentence for _, sentence in warrant_needs(warrant, now)))
    _demand_person(by)
    kind = HoldKind.FEDERAL_WARRANT if warrant.is_federal else HoldKind.STATE_WARRANT
    kept, due = tidied_warrant(warrant), one_year_after(now)
    return Hold(hold_id, kind, now, by, HoldState.FINAL, warrant=kept, due_at=due)


def swear(hold: Hold, oath: Oath, notaries: Collection[Notary], role: Role, now: datetime) -> Hold:
    """Return the hold as final: its form is sworn, notarized and attached (8.C.2, 8.C.3).

    Raises:
        HoldRefusedError: it is not provisional any more, or something of the oath lacks.
    """
    _demand_custodian(role)
    if hold.state is not HoldState.PROVISIONAL or ended_by_time(hold, now) is not None:
        raise HoldRefusedError("Only a provisional hold is made final, before its data is gone.")
    lacks = []
    name = on_one_line(oath.notary)
    on_list = [one for one in notaries if one.name.casefold() == name.casefold()]
    if not any(one.notarizes_on(oath.sworn_on) for one in on_list):
        lacks.append("Choose a notary who held the office on that day.")
    if oath.sworn_on > capture_date(now):
        lacks.append("The form was not sworn in the future.")
    if not oath.scan:
        lacks.append("Attach the scan of the sworn and notarized form.")
    _demand(tuple(lacks))
    kept = replace(oath, notary=on_list[0].name)
    due = one_year_after(hold.requested_at)
    return replace(hold, state=HoldState.FINAL, oath=kept, due_at=due)


def demand_another(hold: Hold, by: str) -> None:
    """Refuse that who requested a hold makes it final, and could then let its data out (ACC-12).

    Raises:
        HoldRefusedError: it is the own request.
    """
    if by == hold.requested_by:
        message = "This is your own request. Another custodian or administrator enters the oath."
        raise HoldRefusedError(message)


def note_filed(
    hold: Hold, role: Role, now: datetime, powerdms: str = "", emailed_at: datetime | None = None
) -> Hold:
    """Return the hold with where its form is kept, and when its copy was emailed (8.C.3).

    Raises:
        HoldRefusedError: neither is given, or the email is of the future.
    """
    _demand_custodian(role)
    _demand_kind(hold)
    reference = on_one_line(powerdms)
    if not reference and emailed_at is None:
        raise HoldRefusedError("Enter the PowerDMS reference, or when the copy was emailed.")
    if len(reference) > LONGEST_REASON or (emailed_at is not None and emailed_at > now):
        raise HoldRefusedError("The reference is too long, or the email is of the future.")
    kept = reference or hold.powerdms
    return replace(hold, powerdms=kept, emailed_at=emailed_at or hold.emailed_at)


def refuse(hold: Hold, by: str, role: Role, why: str, now: datetime) -> Hold:
    """Return the request as the custodian refused it, with a reason.

    Raises:
        HoldRefusedError: it is not provisional, one's own, or no reason is given.
    """
    _demand_custodian(role)
    if hold.state is not HoldState.PROVISIONAL:
        message = "Only a request that was not sworn yet is refused. Cancel the hold instead."
        raise HoldRefusedError(message)
    if by == hold.requested_by:
        raise HoldRefusedError("Cancel your own request; another custodian refuses it.")
    return _ended(hold, HoldState.REFUSED, by, _reason(why), now)


def renew(hold: Hold, by: str, role: Role, why: str, now: datetime) -> Hold:
    """Return the hold for another year, asked for before its end (8.E, PRS-06).

    Of a warrant it is the yearly review: the next is within a year of this one.

    Raises:
        HoldRefusedError: it is over, not final, was renewed for the next year already, or who
            asks is neither its requester nor a custodian.
    """
    _demand_party(hold, by, role)
    if not hold.is_final or hold.due_at is None or ended_by_time(hold, now) is not None:
        raise HoldRefusedError("Only a final hold is kept for another year, before its end.")
    _reason(why)
    if hold.kind in WARRANTS:
        return replace(hold, due_at=one_year_after(now))
    if hold.due_at > one_year_after(now):
        raise HoldRefusedError("It was renewed already. Ask for another year in its last year.")
    return replace(hold, due_at=one_year_after(hold.due_at))


def cancel(hold: Hold, by: str, role: Role, why: str, now: datetime) -> Hold:
    """Return the hold as canceled, because it is no longer needed (7.E, PRS-08).

    Raises:
        HoldRefusedError: it is over, who asks is neither its requester nor a custodian, or no
            reason is given.
    """
    _demand_party(hold, by, role)
    if not hold.is_live:
        raise HoldRefusedError("This hold is over.")
    return _ended(hold, HoldState.CANCELED, by, _reason(why), now)


def demand_correction(role: Role, why: str) -> str:
    """Return a line that puts an earlier one right, which stays as it is (PRS-09).

    Raises:
        HoldRefusedError: the person is no custodian, or says nothing.
    """
    _demand_custodian(role)
    return _reason(why)


def ended_by_time(hold: Hold, now: datetime) -> HoldState | None:
    """Return as what a hold is over at ``now`` without anybody's act; None while it lasts."""
    return state_by_time(hold.state, hold.kind, hold.due_at, hold.scope.dates()[1], now)


def state_by_time(
    state: HoldState, kind: HoldKind, due_at: datetime | None, last_on: date, now: datetime
) -> HoldState | None:
    """Return the same by what is known without the papers; ``last_on`` as of ``scope.dates``."""
    if state is HoldState.PROVISIONAL:
        return HoldState.LAPSED if now >= capture_date_ends(last_on) else None
    if state is HoldState.FINAL and kind not in WARRANTS:
        return HoldState.EXPIRED if due_at is not None and now >= due_at else None
    return None


def end_by_time(hold: Hold, now: datetime) -> Hold:
    """Return the hold as time left it."""
    state = ended_by_time(hold, now)
    return hold if state is None else _ended(hold, state, "", "", now)


def may_manage(role: Role) -> bool:
    """Return whether a role decides on holds: custodian or administrator (4.A.2)."""
    return may(role, Permission.MANAGE_HOLDS)


def _ended(hold: Hold, state: HoldState, by: str, why: str, now: datetime) -> Hold:
    return replace(hold, state=state, ended_at=now, ended_by=by, ended_why=why)


def _demand(lacks: tuple[str, ...]) -> None:
    if lacks:
        raise HoldRefusedError(*lacks)


def _demand_person(by: str) -> None:
    if not by:
        raise HoldRefusedError("Sign in first: a request carries the name of who made it.")


def _demand_custodian(role: Role) -> None:
    if not may_manage(role):
        raise HoldRefusedError("A custodian or administrator does this.")


def _demand_party(hold: Hold, by: str, role: Role) -> None:
    if by != hold.requested_by and not may_manage(role):
        raise HoldRefusedError("Only who requested the hold, or a custodian, may do this.")


def _demand_kind(hold: Hold) -> None:
    if hold.kind in WARRANTS or not hold.is_live:
        raise HoldRefusedError("This is for a request on form ALPR-1 that holds.")


def _reason(why: str) -> str:
    words = on_one_line(why)
    if says_nothing(words) or not LEAST_REASON <= len(words) <= LONGEST_REASON:
        message = f"Give the reason in {LEAST_REASON} to {LONGEST_REASON} characters."
        raise HoldRefusedError(message)
    return words
