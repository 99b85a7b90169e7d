"""The status of a plate: questions to headquarters' gateway, and every kind of answer (D6).

A question is made from the officer's own entry and the record's ids, never from the read
(VER-04), and asked only once the blind entry has matched (D1).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from mdt_alpr.domain.officer import NOBODY, Officer
from mdt_alpr.domain.plate.plate import folded

STATUS_QUERY_WAITS = timedelta(seconds=15)
"""After that the officer sees that nothing came; a later answer is still kept and judged."""


class GatewaySource(StrEnum):
    """Where the gateway got its answer, as it says itself."""

    MDT = "mdt"
    """As an MDT query: answers the check of 09.21.5.A.4.b only."""
    DCIN = "dcin"
    """DCIN: answers the checks of 09.21.5.A.4.b and of 09.21.5.A.4.c."""


class GatewayResult(StrEnum):
    """What the gateway answers."""

    ACTIVE = "active"
    CLEARED = "cleared"
    NO_RECORD = "no_record"
    NOT_THIS_PLATE = "not_this_plate"
    UNAVAILABLE = "unavailable"
    """No answer; ``why`` says the reason."""


class QueryStatus(StrEnum):
    """The state of a question."""

    WAITING = "waiting"
    ANSWERED = "answered"
    OTHER_QUESTION = "other_question"
    """The answer is about another plate, state or record: it does not count (D6)."""
    SIMULATED = "simulated"
    """Nobody real answered, and this car is not in training: it does not count (INT-04)."""
    UNAVAILABLE = "unavailable"
    """Headquarters has no gateway, or the gateway gave no answer."""
    NOT_REACHED = "not_reached"
    """Headquarters was not reached."""


@dataclass(frozen=True, slots=True)
class StatusQuery:
    """One question: the plate as the officer entered it, and the record that it is about.

    ``text`` is NCIC's LIC, ``state`` the code of LIS. ``nic`` is empty for a manual entry,
    ``entry_id`` never.
    """

    query_id: str
    text: str
    state: str
    entry_id: str
    nic: str
    ori: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class StatusAnswer:
    """The answer; plate, state and record are those that the gateway says it is about.

    ``simulated`` is shown wherever the answer is (INT-04). ``why`` is a sentence where the result
    is unavailable.
    """

    query_id: str
    text: str
    state: str
    entry_id: str
    nic: str
    result: GatewayResult
    source: GatewaySource
    responder: str
    answered_at: datetime
    simulated: bool
    why: str = ""


@dataclass(frozen=True, slots=True)
class AskedStatus:
    """A question, its state, and its answer.

    ``came_at`` is when that reached the car; ``by`` is the officer in whose session it was asked.
    """

    query: StatusQuery
    status: QueryStatus = QueryStatus.WAITING
    answer: StatusAnswer | None = None
    came_at: datetime | None = None
    why: str = ""
    by: Officer = NOBODY

    def has_timed_out(self, now: datetime) -> bool:
        """Return whether the officer has waited long enough to see that nothing came."""
        waits = now - self.query.asked_at >= STATUS_QUERY_WAITS
        return self.status is QueryStatus.WAITING and waits


def is_about(answer: StatusAnswer, query: StatusQuery) -> bool:
    """Return whether an answer is about the plate, the state and the record asked (D6, RS-08)."""
    return (
        answer.query_id == query.query_id
        and folded(answer.text) == folded(query.text)
        and answer.state == query.state
        and answer.entry_id == query.entry_id
        and answer.nic == query.nic
    )


class StatusSource(StrEnum):
    """Who answered a status question."""

    MDT = "mdt"
    COMMUNICATIONS = "communications"
    DCIN = "dcin"
    GATEWAY = "gateway"
    """Headquarters' gateway, which asked as an MDT does: 09.21.5.A.4.b."""
    GATEWAY_DCIN = "gateway_dcin"
    """Headquarters' gateway, which says that DCIN answered: 09.21.5.A.4.b and .c."""


class StatusResult(StrEnum):
    """What the answer was: stated by the officer, or received by headquarters (INT-04)."""

    ACTIVE = "active"
    CLEARED = "cleared"
    NO_RECORD = "no_record"
    NOT_THIS_PLATE = "not_this_plate"


AGAINST = frozenset({StatusResult.CLEARED, StatusResult.NOT_THIS_PLATE})
"""Answers that end a hit for good, in every car (D8, VER-05)."""


@dataclass(frozen=True, slots=True)
class StatusReply:
    """One answer on the plate's status; ``dispatcher`` is an id, for Communications only.

    ``at`` is when it was first stated for its question; ``asked_at`` is when the source was asked.
    ``received``: a gateway answered, not an officer; ``simulated``: no real one did. ``about`` is
    the plate and state that a gateway was asked about. ``by`` is who stated it, or in whose
    session it was asked.
    """

    source: StatusSource
    result: StatusResult
    at: datetime
    dispatcher: str = ""
    asked_at: datetime | None = None
    received: bool = False
    simulated: bool = False
    responder: str = ""
    about: tuple[str, str] | None = None
    by: Officer = NOBODY


class WhyNot(StrEnum):
    """Why a status check was not practicable (VER-02); one must be chosen."""

    NO_LINK = "no link and radio busy"
    NO_ANSWER = "no answer in time"
    EXIGENT = "danger to life"
    FLEEING = "vehicle is fleeing"


@dataclass(frozen=True, slots=True)
class NotPracticable:
    """The officer states that a status source could not be asked, and why."""

    source: StatusSource
    reason: WhyNot
    at: datetime
    by: Officer = NOBODY
