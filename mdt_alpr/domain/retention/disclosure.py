"""Who may be given captured data, and on which written request (09.21.7.B to D, DIS-01 to 04).

Every request is recorded, granted or not (8.A). Granted is only what a criminal justice officer
of a state or local agency, a similar federal official or a prosecutor asks in writing, for an
official criminal investigation and one of the four purposes. Anybody else is denied, and nobody
can override that (GS 20-183.32(e)).
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from mdt_alpr.domain.citations import cited
from mdt_alpr.domain.errors import ActRefusedError
from mdt_alpr.domain.people.roles import Permission, Role, may
from mdt_alpr.domain.policy import GRANT_LASTS, one_year_after
from mdt_alpr.domain.reason_words import case_needed, says_nothing, serves_no_purpose, single_line
from mdt_alpr.domain.retention.data_request import (
    IN_WRITING,
    MAY_BE_GIVEN,
    STANDING_WORDS,
    Asked,
    Requester,
    Standing,
)
from mdt_alpr.domain.retention.grants import NOTHING_SOUGHT, sought_needs, tidied_sought

LONGEST_WORDS, LONGEST_SOUGHT = 400, 2000
LEAST_REASON, LONGEST_REASON = 10, 1000
COUNSEL_NOTE = cited("counsel", "", "")
"""DIS-02."""
NO_PROSECUTORS = (
    "The agency gives prosecutors nothing: refuse the request, or let an administrator change the "
    "agency's settings."
)
_CONFIDENTIAL = f"Confidential{cited('confidential', ' under ', '')}"
_CONFIDENTIAL = f"Confidential{cited('confidential', ' under ', '')}"
NOTICE = (
    f"{_CONFIDENTIAL}. This is not a public record and may not be sold.",
    "Use it for the official criminal investigation named here and for nothing else.",
    "Do not pass it on. Refer anybody who asks for it to the agency that gave it.",
    "It shows where a plate was seen, not who drove. A read may be wrong.",
    "Verify plate, state of issuance and present status before any action.",
    "A hit is not probable cause to arrest.",
)
"""DIS-07: what goes with everything that is let out."""


class DisclosureRefusedError(ActRefusedError):
    """A request is not recorded or not decided so."""


class RequestState(StrEnum):
    """What became of a request."""

    RECEIVED = "received"
    MORE_NEEDED = "more_needed"
    GRANTED = "granted"
    DELIVERED = "delivered"
    REFUSED = "refused"
    """By an officer or prosecutor, with a reason that is on record."""
    DENIED = "denied"
    """Not eligible: the answer is a letter of denial (DIS-04)."""
    WITHDRAWN = "withdrawn"


OPEN = frozenset({RequestState.RECEIVED, RequestState.MORE_NEEDED})
MAY_END = OPEN | {RequestState.GRANTED}  # until something leaves, a grant can be taken back
GIVEN = frozenset({RequestState.GRANTED, RequestState.DELIVERED})


class RefusalReason(StrEnum):
    """Why a request is refused."""

    COMPROMISE = "would_compromise"
    """7.C."""
    NOT_ELIGIBLE = "not_eligible"
    """7.D; the only one for who may not be given anything."""
    NOT_OFFICIAL = "no_official_criminal_investigation"
    NOTHING_KEPT = "nothing_kept"
    """Purged, or never captured."""
    NOT_ANSWERED = "question_not_answered"
    PROSECUTOR = "not_given_to_prosecutors"
    """Of a prosecutor, where the agency gives them nothing (DIS-02)."""


REFUSAL_WORDS = {
    RefusalReason.COMPROMISE: "Its release would compromise an ongoing investigation",
    RefusalReason.NOT_ELIGIBLE: "The law lets this data be given to criminal justice officers, "
    "similar federal officials and prosecutors only",
    RefusalReason.NOT_OFFICIAL: "No official criminal investigation was named",
    RefusalReason.NOTHING_KEPT: "Nothing of the kind is kept",
    RefusalReason.NOT_ANSWERED: "What was still needed did not come",
    RefusalReason.PROSECUTOR: "This agency gives captured data to criminal justice officers and "
    f"similar federal officials only{cited('confidential', ': ', '')}",
}

SHORT_REFUSAL_WORDS = {
    RefusalReason.COMPROMISE: "Would compromise an investigation",
    RefusalReason.NOT_ELIGIBLE: "Not eligible: deny",
    RefusalReason.NOT_OFFICIAL: "No official criminal investigation",
    RefusalReason.NOTHING_KEPT: "Nothing is kept",
    RefusalReason.NOT_ANSWERED: "Question not answered",
    RefusalReason.PROSECUTOR: "Prosecutor, and the agency gives them nothing",
}


@dataclass(frozen=True, slots=True)
class Disclosure:
    """A request and what became of it; ``why`` is what was said to a decision."""

    request_id: str
    asked: Asked
    recorded_at: datetime
    recorded_by: str
    state: RequestState = RequestState.RECEIVED
    reason: RefusalReason | None = None
    why: str = ""
    decided_at: datetime | None = None
    decided_by: str = ""

    @property
    def may_be_given(self) -> bool:
        """Tell whether who asks may be given anything at all (7.B, 7.D)."""
        return self.asked.standing in MAY_BE_GIVEN

    @property
    def due_back_at(self) -> datetime | None:
        """Return when what was given is due back or destroyed: a year after the request (8.E)."""
        return one_year_after(self.asked.received_at) if self.asked.received_at else None

    @property
    def granted_until(self) -> datetime | None:
        """Return when nothing leaves on it any more; None where it was never granted."""
        if self.state not in GIVEN or self.decided_at is None:
            return None
        return self.decided_at + GRANT_LASTS


def record_request(asked: Asked, by: str, now: datetime, request_id: str) -> Disclosure:
    """Return a request as it is put on record; anybody's is, by phone too (8.A, DIS-06).

    Raises:
        DisclosureRefusedError: nobody could tell who asked for what, when and how.
    """
    _demand(record_needs(asked, now))
    return Disclosure(request_id, _tidied(asked), now, by)


def record_needs(asked: Asked, now: datetime) -> tuple[str, ...]:
    """Return what a request still lacks to be put on record, as sentences."""
    lacks = []
    if says_nothing(asked.requester.name):
        lacks.append("Enter who asks.")
    if asked.standing is None:
        lacks.append("Choose who asks, in the words of the statute.")
    if asked.received_by is None:
        lacks.append("Choose how the request came.")
    if asked.received_at is None or asked.received_at.tzinfo is None:
        lacks.append("Enter when the request came.")
    elif asked.received_at > now:
        lacks.append("A request is not received in the future.")
    if not asked.sought.strip():
        lacks.append("Enter what data is asked for.")
    texts = (
        *(getattr(asked.requester, name) for name in Requester.__dataclass_fields__),
        asked.verified_by, asked.investigation, asked.case, asked.recipient,
    )  # fmt: skip
    if any(len(text) > LONGEST_WORDS for text in texts) or len(asked.sought) > LONGEST_SOUGHT:
        lacks.append(f"At most {LONGEST_WORDS} characters a field, {LONGEST_SOUGHT} of data.")
    return tuple(lacks)


def grant_needs(asked: Asked, *, prosecutors: bool = True) -> tuple[str, ...]:
    """Return what keeps a request from being granted, as sentences (7.B, DIS-01).

    ``prosecutors``: whether the agency gives them data (DIS-02).
    """
    if asked.standing not in MAY_BE_GIVEN:
        return (f"This requester may be given nothing: deny the request{cited('not_eligible')}.",)
    if asked.standing is Standing.PROSECUTOR and not prosecutors:
        return (NO_PROSECUTORS,)
    written = asked.received_by in IN_WRITING and asked.paper
    facts = (
        (written, f"Attach the written request: email, letter or form{cited('requests')}."),
        (not says_nothing(asked.requester.agency), "Enter the agency that asks."),
        (asked.requester.title, "Enter rank or title, and the badge where there is one."),
        (not says_nothing(asked.verified_by), "Say how you checked who asks (DIS-01)."),
        (asked.purpose, "Choose one lawful purpose."),
        (
            not says_nothing(asked.investigation),
            f"Name the official criminal investigation{cited('requests')}.",
        ),
        (
            not serves_no_purpose(asked.investigation),
            "This serves no purpose that the statute names.",
        ),
    )
    return (
        *(words for there, words in facts if not there),
        *case_needed(asked.case, elsewhere=True),
        *sought_needs(asked.seeks, asked.received_at),
    )


def complete(disclosure: Disclosure, asked: Asked, role: Role, now: datetime) -> Disclosure:
    """Return the request with what came later; who asks for what stays as it was received.

    Raises:
        DisclosureRefusedError: it is decided, or would be another request.
    """
    _demand_open(disclosure, role)
    _demand(record_needs(asked, now))
    tidy = _tidied(asked)
    before = disclosure.asked
    stays = (before.requester.name, before.sought, before.received_at)
    if (tidy.requester.name, tidy.sought, tidy.received_at) != stays:
        message = "Who asked for what, and when, stays as it was recorded. Record another request."
        raise DisclosureRefusedError(message)
    seeks = before.seeks if tidy.seeks == NOTHING_SOUGHT else tidy.seeks  # of an older desk
    return replace(disclosure, asked=replace(tidy, paper=tidy.paper or before.paper, seeks=seeks))


def ask_for_more(disclosure: Disclosure, why: str, role: Role) -> Disclosure:
    """Return the request as waiting for an answer; ``why`` says what is needed."""
    _demand_open(disclosure, role)
    return replace(disclosure, state=RequestState.MORE_NEEDED, why=_reason(why))


def grant(  # noqa: PLR0913 - who, in which role, with which words
    disclosure: Disclosure,
    by: str,
    role: Role,
    why: str,
    now: datetime,
    *,
    prosecutors: bool = True,
) -> Disclosure:
    """Return the request as granted.

    Raises:
        DisclosureRefusedError: something of 7.B lacks; says what.
    """
    _demand_open(disclosure, role)
    _demand(grant_needs(disclosure.asked, prosecutors=prosecutors))
    return _decided(disclosure, RequestState.GRANTED, by, single_line(why), now)


def refuse(  # noqa: PLR0913, PLR0917 - who, in which role, with which reason
    disclosure: Disclosure, reason: RefusalReason, by: str, role: Role, why: str, now: datetime
) -> Disclosure:
    """Return the request as refused or, where who asks is not eligible, as denied (7.C, 7.D)."""
    _demand_open(disclosure, role, MAY_END)
    if (reason is RefusalReason.NOT_ELIGIBLE) == disclosure.may_be_given:
        raise DisclosureRefusedError(
            "Who asks may be given data: choose why this request is refused."
            if disclosure.may_be_given
            else "Who asks may be given nothing, whatever the reason: choose not eligible."
        )
    if reason is RefusalReason.PROSECUTOR and disclosure.asked.standing is not Standing.PROSECUTOR:
        raise DisclosureRefusedError("Who asks is no prosecutor: choose another reason.")
    is_denied = reason is RefusalReason.NOT_ELIGIBLE
    words = single_line(why) if is_denied else _reason(why)
    state = RequestState.DENIED if is_denied else RequestState.REFUSED
    return replace(_decided(disclosure, state, by, words, now), reason=reason)


def withdraw(disclosure: Disclosure, by: str, role: Role, why: str, now: datetime) -> Disclosure:
    """Return the request as taken back by who asked."""
    _demand_open(disclosure, role, MAY_END)
    return _decided(disclosure, RequestState.WITHDRAWN, by, _reason(why), now)


def demand_giving_up(role: Role, why: str) -> str:
    """Return the reason for which papers are given up whose key is lost, as one line.

    Raises:
        DisclosureRefusedError: by no custodian, or no reason is given.
    """
    _demand_custodian(role)
    return _reason(why)


def _decided(
    disclosure: Disclosure, state: RequestState, by: str, why: str, now: datetime
) -> Disclosure:
    if len(why) > LONGEST_REASON:
        raise DisclosureRefusedError(f"At most {LONGEST_REASON} characters.")
    return replace(disclosure, state=state, why=why, decided_at=now, decided_by=by)


def _demand_custodian(role: Role) -> None:
    if not may(role, Permission.DOWNLOAD):
        message = f"A custodian or administrator decides on requests{cited('stored_data')}."
        raise DisclosureRefusedError(message)


def _demand_open(disclosure: Disclosure, role: Role, of: frozenset[RequestState] = OPEN) -> None:
    _demand_custodian(role)
    if disclosure.state not in of:
        message = "This request is decided already. A further request is another line."
        raise DisclosureRefusedError(message)


def _demand(lacks: tuple[str, ...]) -> None:
    if lacks:
        raise DisclosureRefusedError(*lacks)


def _tidied(asked: Asked) -> Asked:
    person = Requester(
        **{name: single_line(getattr(asked.requester, name)) for name in Requester.__match_args__}
    )
    if asked.standing is Standing.PROSECUTOR and not person.title:
        person = replace(person, title=STANDING_WORDS[Standing.PROSECUTOR])
    return replace(
        asked,
        requester=person,
        sought="\n".join(filter(None, map(single_line, asked.sought.splitlines()))),
        verified_by=single_line(asked.verified_by),
        investigation=single_line(asked.investigation),
        case=single_line(asked.case),
        recipient=single_line(asked.recipient),
        seeks=tidied_sought(asked.seeks),
    )


def _reason(why: str) -> str:
    words = single_line(why)
    if says_nothing(words) or not LEAST_REASON <= len(words) <= LONGEST_REASON:
        message = f"Give the reason in {LEAST_REASON} to {LONGEST_REASON} characters."
        raise DisclosureRefusedError(message)
    return words
