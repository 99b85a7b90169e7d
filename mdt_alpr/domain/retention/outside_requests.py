"""Own requests for data of other agencies' readers: approved, sworn, canceled (09.21.7.E).

A supervisor who is not the requester approves first (OUT-01); then the requester swears the
statement, with the parts of form ALPR-1, sends it and files a copy with the case (OUT-02); and
cancels it with the agency once the data is not needed, reminded every month (OUT-03).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from mdt_alpr.domain.errors import ActRefusedError
from mdt_alpr.domain.kinds import Contact, Label, Name
from mdt_alpr.domain.people.roles import Permission, Role, may
from mdt_alpr.domain.policy import OUTSIDE_REMINDED_EVERY, capture_date, one_year_after
from mdt_alpr.domain.reason_words import reads_like_a_plate, says_nothing, single_line
from mdt_alpr.domain.retention.alpr_1 import Alpr1, HoldScope, statement_needs, tidied

LONGEST_WORDS = 400
LEAST_REASON = 10


class OutsideRefusedError(ActRefusedError):
    """A request or a step is refused."""


class AskedFor(StrEnum):
    """What the other agency is asked for."""

    PRESERVE = "preserve"
    RELEASE = "release"
    BOTH = "preserve_and_release"


WANTED_WORDS = {
    AskedFor.PRESERVE: "Preserve",
    AskedFor.RELEASE: "Release",
    AskedFor.BOTH: "Preserve and release",
}


class Answer(StrEnum):
    """What the other agency answered."""

    NONE = ""
    PRESERVED = "preserved"
    RELEASED = "released"
    REFUSED = "refused"


ANSWER_WORDS = {
    Answer.NONE: "Agency's answer",
    Answer.PRESERVED: "Preserved",
    Answer.RELEASED: "Released",
    Answer.REFUSED: "Refused",
}


class OutsideState(StrEnum):
    """The state of a request."""

    WAITING = "waiting"
    """For a supervisor (OUT-01)."""
    APPROVED = "approved"
    SWORN = "sworn"
    SENT = "sent"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"
    """By the other agency, which preserves nothing: nothing is left to cancel."""
    FULFILLED = "fulfilled"
    """The data was released, and nothing is preserved any longer."""
    CANCELED = "canceled"
    EXPIRED = "expired"
    """A year after it: what another agency preserved by it is over, too (GS 20-183.32(d))."""


class OutsideStep(StrEnum):
    """What is done about a request."""

    APPROVED = "approved"
    DECLINED = "declined"
    SWORN = "sworn"
    SENT = "sent"
    ANSWERED = "answered"
    STILL_NEEDED = "still_needed"
    CASE_CLOSED = "case_closed"
    CANCELED = "canceled"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    """By headquarters, after a year."""


BY_ITSELF = frozenset({OutsideStep.EXPIRED})
"""Steps that headquarters takes."""
_FROM = {
    OutsideStep.APPROVED: {OutsideState.WAITING},
    OutsideStep.DECLINED: {OutsideState.WAITING},
    OutsideStep.SWORN: {OutsideState.APPROVED},
    OutsideStep.SENT: {OutsideState.SWORN},
    OutsideStep.ANSWERED: {OutsideState.SENT},
    OutsideStep.STILL_NEEDED: {OutsideState.SENT},
    OutsideStep.CASE_CLOSED: {OutsideState.SENT},
    OutsideStep.CANCELED: {OutsideState.SENT},
    OutsideStep.WITHDRAWN: {OutsideState.WAITING, OutsideState.APPROVED, OutsideState.SWORN},
}
_TO = {
    OutsideStep.APPROVED: OutsideState.APPROVED,
    OutsideStep.DECLINED: OutsideState.DECLINED,
    OutsideStep.SWORN: OutsideState.SWORN,
    OutsideStep.SENT: OutsideState.SENT,
    OutsideStep.CANCELED: OutsideState.CANCELED,
    OutsideStep.WITHDRAWN: OutsideState.WITHDRAWN,
    OutsideStep.EXPIRED: OutsideState.EXPIRED,
}
LIVE = frozenset(
    {OutsideState.WAITING, OutsideState.APPROVED, OutsideState.SWORN, OutsideState.SENT}
)
_DECISIONS = {OutsideStep.APPROVED, OutsideStep.DECLINED}
_REQUESTERS = {OutsideStep.SWORN, OutsideStep.WITHDRAWN}
"""Steps that nobody takes for the requester: the oath is that person's."""


@dataclass(frozen=True, slots=True)
class OutsideForm:
    """A request as it is filled in.

    ``system`` is the vendor's or the agency's system where it lies, ``contact`` where the request
    goes: a name, an address, a telephone number.
    """

    wanted: Annotated[AskedFor | None, Label("Asked for", options=tuple(WANTED_WORDS.items()))] = (
        None
    )
    agency: Annotated[Name, Label("Agency")] = ""
    system: Annotated[Name, Label("System or vendor where it lies")] = ""
    contact: Annotated[Contact, Label("Sent to: name, address or phone")] = ""
    statement: Alpr1 = field(default_factory=Alpr1)

    def __repr__(self) -> str:
        """Return a text without plate and people."""
        return f"OutsideForm({self.agency!r})"


@dataclass(frozen=True, slots=True)
class StepTaken:
    """A step as it is kept.

    ``words`` are the reason; of the sending, where the copy lies in the case file. ``contact`` is
    before whom it was sworn, or who at the agency was told, and how. ``on`` is the day of the
    oath, or of that contact.
    """

    step: OutsideStep
    at: datetime
    by: str
    words: str = ""
    contact: str = ""
    on: date | None = None
    answer: Answer = Answer.NONE


@dataclass(frozen=True, slots=True)
class OutsideRequest:
    """A request with its steps, oldest first."""

    form: OutsideForm
    requested_at: datetime
    requested_by: str
    steps: tuple[StepTaken, ...] = ()

    @property
    def expires_at(self) -> datetime:
        """Return when it is over by itself."""
        return one_year_after(self.requested_at)

    @property
    def state(self) -> OutsideState:
        """Return its state after its steps."""
        state, is_preserved = OutsideState.WAITING, False
        for taken in self.steps:
            state = _TO.get(taken.step, state)
            if taken.step is OutsideStep.ANSWERED:
                is_preserved |= self._preserves(taken.answer)
                state = self._answered(taken.answer, is_preserved=is_preserved)
        return state

    @property
    def is_live(self) -> bool:
        """Return whether something is still to do or to cancel."""
        return self.state in LIVE

    def taken(self, step: OutsideStep) -> StepTaken | None:
        """Return the last step of a kind, None where there is none."""
        return next((made for made in reversed(self.steps) if made.step is step), None)

    def _preserves(self, answer: Answer) -> bool:
        """Return whether an agency that answers so preserves, whatever it answers later."""
        released = answer is Answer.RELEASED and self.form.wanted is not AskedFor.RELEASE
        return answer is Answer.PRESERVED or released

    def _answered(self, answer: Answer, *, is_preserved: bool) -> OutsideState:
        """Return the state after an answer: what is preserved stays so until it is canceled."""
        if is_preserved:
            return OutsideState.SENT
        if answer is Answer.REFUSED:
            return OutsideState.REFUSED
        return OutsideState.FULFILLED if answer is Answer.RELEASED else OutsideState.SENT


def request_needs(form: OutsideForm, now: datetime) -> tuple[str, ...]:
    """Return what a request lacks, as sentences; empty where it may be made."""
    return tuple(_needs(form, now))


def request(form: OutsideForm, by: str, now: datetime) -> OutsideRequest:
    """Return the request that a complete form makes; it waits for a supervisor (OUT-01).

    Raises:
        OutsideRefusedError: a part is missing; says what.
    """
    if lacking := request_needs(form, now):
        raise OutsideRefusedError(*lacking)
    received = replace(
        form,
        agency=single_line(form.agency),
        system=single_line(form.system),
        contact=single_line(form.contact),
        statement=tidied(form.statement),
    )
    return OutsideRequest(received, now, by)


def take_step(request: OutsideRequest, step: StepTaken, role: Role) -> OutsideRequest:
    """Return the request after a step; one that is over keeps no plate, camera, fact or party.

    Raises:
        OutsideRefusedError: not now, not by this person, or something of the step is missing.
    """
    if (why := _why_not(request, step.step, step.by, role)) is not None:
        raise OutsideRefusedError(why)
    words, contact = single_line(step.words), single_line(step.contact)
    taken = replace(step, words=words, contact=contact)
    if lacking := tuple(_step_needs(request, taken)):
        raise OutsideRefusedError(*lacking)
    return _with(request, taken)


def steps_open_to(request: OutsideRequest, by: str, role: Role) -> tuple[OutsideStep, ...]:
    """Return the steps that a person may take now."""
    return tuple(step for step in _FROM if _why_not(request, step, by, role) is None)


def end_by_time(request: OutsideRequest, now: datetime) -> OutsideRequest:
    """Return the request as time left it."""
    if not request.is_live or now < request.expires_at:
        return request
    return _with(request, StepTaken(OutsideStep.EXPIRED, now, ""))


def may_approve(role: Role) -> bool:
    """Return whether a role approves requests: a supervisor, or the administrator (7.E)."""
    return may(role, Permission.REVIEW_HITS) or may(role, Permission.MANAGE_ACCOUNTS)


def cancel_is_due(request: OutsideRequest, now: datetime) -> bool:
    """Return whether its requester must cancel it or say why it is needed (OUT-03).

    A month after it was sent or was last said to be needed, and once its case is closed.
    """
    if request.state is not OutsideState.SENT:
        return False
    since = [OutsideStep.SENT, OutsideStep.STILL_NEEDED, OutsideStep.CASE_CLOSED]
    last = next(step for step in reversed(request.steps) if step.step in since)
    return last.step is OutsideStep.CASE_CLOSED or now - last.at >= OUTSIDE_REMINDED_EVERY


def waits_for(request: OutsideRequest, person: str, role: Role, now: datetime) -> bool:
    """Return whether a person must do something about it now."""
    if request.state is OutsideState.WAITING:
        return may_approve(role) and person != request.requested_by
    if person != request.requested_by:
        return False
    to_send = {OutsideState.APPROVED, OutsideState.SWORN}
    return request.state in to_send or cancel_is_due(request, now)


# ------------------------------------------------------------------------ inside


def _needs(form: OutsideForm, now: datetime) -> Iterator[str]:
    if form.wanted is None:
        yield "Choose what the agency is asked for: to preserve, to release, or both."
    if says_nothing(form.agency):
        yield "Name the agency whose readers they are."
    if not form.contact.strip():
        yield "Say where the request goes: a name, an address or a telephone number."
    texts = form.agency, form.system, form.contact
    if any(len(text) > LONGEST_WORDS for text in texts):
        yield f"Agency, system and contact have at most {LONGEST_WORDS} characters each."
    if any(map(reads_like_a_plate, texts)):
        yield "Leave the plate out of agency, system and contact."
    yield from (sentence for _, sentence in statement_needs(form.statement, now))


def _why_not(request: OutsideRequest, step: OutsideStep, by: str, role: Role) -> str | None:
    is_own = bool(by) and by == request.requested_by
    if request.state not in _FROM.get(step, ()):
        return "This cannot be done now: see the request's state."
    if step in _DECISIONS:
        if is_own:
            return "Another person decides: you made this request."
        return None if may_approve(role) else "A supervisor approves a request."
    if is_own:
        return None
    if step in _REQUESTERS:
        return "Only who made the request may do this."
    closes = step is OutsideStep.CASE_CLOSED and may_approve(role)
    managed = may(role, Permission.MANAGE_HOLDS)
    return None if closes or managed else "Only who made the request, or a custodian, does this."


def _step_needs(request: OutsideRequest, step: StepTaken) -> Iterator[str]:
    kind = step.step
    reasons = {OutsideStep.DECLINED, OutsideStep.STILL_NEEDED, OutsideStep.WITHDRAWN}
    if kind in reasons | {OutsideStep.CANCELED} and (
        len(step.words) < LEAST_REASON or says_nothing(step.words)
    ):
        yield f"Give the reason in at least {LEAST_REASON} characters."
    if kind is OutsideStep.SENT and says_nothing(step.words):
        yield "Say where the copy lies in the case file."
    asked = {
        OutsideStep.SWORN: "Name the person before whom it was sworn.",
        OutsideStep.SENT: "Say to whom it was sent, and how.",
        OutsideStep.CANCELED: "Say whom at the agency you told, and how.",
    }
    if kind in asked and len(step.contact.strip()) < LEAST_REASON // 2:
        yield asked[kind]
    if kind in (OutsideStep.SWORN, OutsideStep.CANCELED):
        yield from _day_needs(request, step)
    if kind is OutsideStep.ANSWERED and step.answer is Answer.NONE:
        yield "Choose what the agency answered."
    if max(len(step.words), len(step.contact)) > LONGEST_WORDS:
        yield f"At most {LONGEST_WORDS} characters a field."
    if reads_like_a_plate(step.words) or reads_like_a_plate(step.contact):
        yield 'Leave the plate out: write "the plate".'


def _day_needs(request: OutsideRequest, step: StepTaken) -> Iterator[str]:
    if step.on is None:
        yield "Enter the day."
    elif not capture_date(request.requested_at) <= step.on <= capture_date(step.at):
        yield "The day is not before the request, and not in the future."


def _with(request: OutsideRequest, step: StepTaken) -> OutsideRequest:
    changed = replace(request, steps=(*request.steps, step))
    if changed.is_live:
        return changed
    statement = request.form.statement
    left = replace(statement, scope=HoldScope(), facts="", parties="")
    return replace(changed, form=replace(request.form, statement=left))
