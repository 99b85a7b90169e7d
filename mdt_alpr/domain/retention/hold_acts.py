"""What people do with a hold: ask, enter, swear, confirm, renew, end (09.21.8.C, D and E).

What it is then, and what time does to it, is in ``holds``.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from mdt_alpr.domain.citations import PAPERS_KEPT_IN
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.policy import (
    CANCELED_HOLD_STAYS_FOR,
    HOLD_FORM,
    capture_date,
    date_begins,
    one_year_after,
)
from mdt_alpr.domain.reason_words import says_nothing, single_line
from mdt_alpr.domain.retention.alpr_1 import (
    Alpr1,
    Warrant,
    form_needs,
    tidied,
    tidied_warrant,
    warrant_needs,
)
from mdt_alpr.domain.retention.holds import (
    WARRANTS,
    Hold,
    HoldKind,
    HoldRefusedError,
    HoldState,
    Notary,
    Oath,
    Renewal,
    ended,
    ended_by_time,
    may_manage,
)

LEAST_REASON, LONGEST_REASON = 10, 1000


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
    """Return the hold of a search warrant, reviewed within a year (PRS-05).

    It holds at once and past day 90: nothing that a court wants is lost while it waits for its
    paper and another person (``confirm_warrant``), before which nothing is let out.

    Raises:
        HoldRefusedError: a field is missing, or the person is no custodian.
    """
    _demand_custodian(role)
    _demand(tuple(sentence for _, sentence in warrant_needs(warrant, now)))
    _demand_person(by)
    kind = HoldKind.FEDERAL_WARRANT if warrant.is_federal else HoldKind.STATE_WARRANT
    tidied, due = tidied_warrant(warrant), one_year_after(now)
    return Hold(hold_id, kind, now, by, HoldState.FINAL, warrant=tidied, due_at=due)


def confirm_warrant(hold: Hold, paper: str, by: str, role: Role, now: datetime) -> Hold:
    """Return a warrant's hold as one that lets out: another person compared its paper (PRS-05).

    ``paper`` is the digest of the attached warrant, empty where it is not attached.

    Raises:
        HoldRefusedError: it is no warrant's or confirmed, the own entry, or the paper lacks.
    """
    _demand_custodian(role)
    if not hold.is_warrant or not hold.is_live or hold.oath is not None:
        raise HoldRefusedError("Only a warrant that lasts and was not confirmed yet is confirmed.")
    require_another_person(hold, by)
    if not paper:
        raise HoldRefusedError("Attach the warrant first, then confirm it.")
    return replace(hold, oath=Oath(by, capture_date(now), paper))


def swear(hold: Hold, oath: Oath, notaries: Collection[Notary], role: Role, now: datetime) -> Hold:
    """Return the hold as final: its form is sworn, notarized and attached (8.C.2, 8.C.3).

    ``notaries`` are those whom another person than who enters the oath put on the list (ACC-12).

    Raises:
        HoldRefusedError: it is not provisional any more, or something of the oath lacks.
    """
    _demand_custodian(role)
    if hold.state is not HoldState.PROVISIONAL or ended_by_time(hold, now) is not None:
        raise HoldRefusedError("Only a provisional hold is made final, before its data is gone.")
    lacks = []
    name = single_line(oath.notary)
    on_list = [notary for notary in notaries if notary.name.casefold() == name.casefold()]
    if not any(person.notarizes_on(oath.sworn_on) for person in on_list):
        lacks.append(
            "Choose a notary who held the office and was on the list on that day, put there by "
            "another person than you."
        )
    if oath.sworn_on > capture_date(now):
        lacks.append("The form was not sworn in the future.")
    if oath.sworn_on < capture_date(hold.requested_at):
        lacks.append("The form was not sworn before the day of the request.")
    if not oath.scan:
        lacks.append("Attach the scan of the sworn and notarized form.")
    _demand(tuple(lacks))
    completed = replace(oath, notary=on_list[0].name)
    due = one_year_after(hold.requested_at)
    return replace(hold, state=HoldState.FINAL, oath=completed, due_at=due)


def require_another_person(hold: Hold, by: str, recorded_by: str = "") -> None:
    """Refuse that who requested a hold makes it final, and could then let its data out (ACC-12).

    Nor does ``recorded_by``, who entered it from its paper: nobody else has seen that yet.

    Raises:
        HoldRefusedError: it is the own request, or was entered by the same person.
    """
    if by == recorded_by != hold.requested_by:
        message = "You entered this request. Another custodian or administrator enters the oath."
        raise HoldRefusedError(message)
    if by == hold.requested_by:
        what = "confirms the warrant" if hold.is_warrant else "enters the oath or the renewal"
        message = f"This is your own request. Another custodian or administrator {what}."
        raise HoldRefusedError(message)


def note_filed(
    hold: Hold, role: Role, now: datetime, powerdms: str = "", emailed_at: datetime | None = None
) -> Hold:
    """Return the hold with where its form is kept, and when its copy was emailed (8.C.3).

    Raises:
        HoldRefusedError: neither is given, or the email is of the future or before the request.
    """
    _demand_custodian(role)
    _demand_kind(hold)
    reference = single_line(powerdms)
    if not reference and emailed_at is None:
        raise HoldRefusedError(
            f"Enter the reference in {PAPERS_KEPT_IN}, or when the copy was emailed."
        )
    if len(reference) > LONGEST_REASON or (emailed_at is not None and emailed_at > now):
        raise HoldRefusedError("The reference is too long, or the email is of the future.")
    if emailed_at is not None and capture_date(emailed_at) < capture_date(hold.requested_at):
        raise HoldRefusedError("The copy was not emailed before the day of the request.")
    case_file = reference or hold.powerdms
    return replace(hold, powerdms=case_file, emailed_at=emailed_at or hold.emailed_at)


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
    return ended(hold, HoldState.REFUSED, by, _reason(why), now)


def renew(hold: Hold, further: Renewal, by: str, role: Role, now: datetime) -> Hold:
    """Return the hold for a year from a further request, made before its end (8.E, PRS-06).

    The further request takes the place of the first one (GS 20-183.32(d)): no day is added to the
    end. It has a sworn form of its own, which another person than the requester enters.

    Raises:
        HoldRefusedError: it is over, not final or canceled; the requester or no custodian asks;
            the paper lacks, or is of the future or no newer than what the hold lasts by.
    """
    require_another_person(hold, by)
    _demand_custodian(role)
    if hold.is_warrant:
        raise HoldRefusedError("A warrant has no year to renew. Note its review instead.")
    _demand_lasting(hold, now)
    due = one_year_after(date_begins(further.asked_on))
    lacks = []
    if not further.paper:
        lacks.append("Attach the sworn form of the further request, not one that counted already.")
    if further.asked_on > capture_date(now):
        lacks.append("A further request is not made in the future.")
    if hold.due_at is not None and due <= hold.due_at:
        lacks.append("The further request must be newer than the one by which it lasts now.")
    _demand(tuple(lacks))
    return replace(hold, due_at=due)


def review_warrant(hold: Hold, role: Role, why: str, now: datetime) -> Hold:
    """Return a warrant's hold after its yearly review: the next is within a year (PRS-05).

    Raises:
        HoldRefusedError: it is over or canceled, by no custodian, or no reason is given.
    """
    _demand_custodian(role)
    _demand_lasting(hold, now)
    _reason(why)
    return replace(hold, due_at=one_year_after(now))


def cancel(hold: Hold, by: str, role: Role, why: str, now: datetime) -> Hold:
    """Return the hold as canceled, because it is no longer needed (7.E, PRS-08).

    One that two people must cancel lasts for a day more, in which it is taken back.

    Raises:
        HoldRefusedError: it is over or canceled, who asks is neither its requester nor a
            custodian, or no reason is given.
    """
    _demand_party(hold, by, role)
    if not hold.is_live:
        raise HoldRefusedError("This hold is over.")
    if hold.is_canceled_soon:
        raise HoldRefusedError("This hold was canceled already, and ends within the day.")
    words = _reason(why)
    if two_people_cancel(hold.state, hold.kind, hold.requested_by, by):
        ends_at = now + CANCELED_HOLD_STAYS_FOR
        return replace(hold, ended_at=ends_at, ended_by=by, ended_why=words)
    return ended(hold, HoldState.CANCELED, by, words, now)


def two_people_cancel(state: HoldState, kind: HoldKind, requested_by: str, by: str) -> bool:
    """Return whether a cancellation takes two people and a day: another's final hold, a warrant.

    What it alone keeps is destroyed for good, so that nobody does it alone or by mistake (ACC-12).
    """
    return kind in WARRANTS or (state is HoldState.FINAL and by != requested_by)


def take_back(hold: Hold, by: str, role: Role, why: str, now: datetime) -> Hold:
    """Return the hold as it was before it was canceled, within the day (PRS-08).

    Raises:
        HoldRefusedError: it was not canceled or has ended, who asks is neither its requester nor
            a custodian, or no reason is given.
    """
    _demand_party(hold, by, role)
    if not hold.is_canceled_soon or ended_by_time(hold, now) is not None:
        raise HoldRefusedError("Only a cancellation that is not in effect yet is taken back.")
    _reason(why)
    return replace(hold, ended_at=None, ended_by="", ended_why="")


def demand_correction(role: Role, why: str) -> str:
    """Return a line that puts an earlier one right, which stays as it is (PRS-09).

    Raises:
        HoldRefusedError: the person is no custodian, or says nothing.
    """
    _demand_custodian(role)
    return _reason(why)


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


def _demand_lasting(hold: Hold, now: datetime) -> None:
    if not hold.is_final or hold.is_canceled_soon or ended_by_time(hold, now) is not None:
        message = (
            "Only a final hold that is not canceled is kept for another year, before its end."
        )
        raise HoldRefusedError(message)


def _demand_kind(hold: Hold) -> None:
    if hold.is_warrant or not hold.is_live:
        raise HoldRefusedError(f"This is for a request on form {HOLD_FORM} that holds.")


def _reason(why: str) -> str:
    words = single_line(why)
    if says_nothing(words) or not LEAST_REASON <= len(words) <= LONGEST_REASON:
        message = f"Give the reason in {LEAST_REASON} to {LONGEST_REASON} characters."
        raise HoldRefusedError(message)
    return words
