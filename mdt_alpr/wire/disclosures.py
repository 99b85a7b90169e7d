"""Requests for captured data and their log, between desks and headquarters (DIS-01 to 08)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from mdt_alpr.domain.kinds import Label, NewId, Reason, Sealed
from mdt_alpr.domain.retention.data_request import Asked, Standing
from mdt_alpr.domain.retention.disclosure import (
    SHORT_REFUSAL_WORDS,
    Disclosure,
    RefusalReason,
    RequestState,
)


@dataclass(frozen=True, slots=True)
class DisclosureRecord:
    """A request as it came; ``request_id`` is made where it is typed: sent twice, recorded once.

    Its document is attached by an address of its own.
    """

    request_id: NewId
    asked: Asked


@dataclass(frozen=True, slots=True)
class DocumentName:
    """The name of the document that follows the message."""

    name: Sealed


class DisclosureAct(StrEnum):
    """What is decided on a request."""

    MORE = "ask_for_more"
    GRANT = "grant"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    GIVE_UP_PAPERS = "give_up_papers"
    """Their key is lost for good; an open request ends with them."""


@dataclass(frozen=True, slots=True)
class DisclosureActRequest:
    """A decision with its words; ``reason`` of a refusal only."""

    act: DisclosureAct
    why: Annotated[
        Reason, Label("Text for letter and log. No plates.", is_wide=True, option="why")
    ] = ""
    reason: Annotated[
        RefusalReason | None,
        Label("If refused, why", options=tuple(SHORT_REFUSAL_WORDS.items()), is_wide=True),
    ] = None


@dataclass(frozen=True, slots=True)
class DisclosureFilter:
    """Which requests, received from ``since`` on and before ``until``."""

    states: Annotated[tuple[RequestState, ...], Label("In these states")] = ()
    standings: Annotated[tuple[Standing, ...], Label("Of who is this")] = ()
    since: Annotated[datetime | None, Label("Received from")] = None
    until: Annotated[datetime | None, Label("Received before")] = None
    words: Annotated[str, Label("Words in requester, agency or case")] = ""
    """In requester, agency or case."""
    first: int = 0
    size: int = 200
    order: str = ""
    """One of "number", "received", "standing" and "state"; empty for the newest first."""
    descending: bool = False


@dataclass(frozen=True, slots=True)
class DisclosureLine:
    """A line of the log; words are empty once the request's papers are gone."""

    number: int
    state: RequestState
    standing: Standing
    received_at: datetime
    recorded_by: str
    requester: str
    agency: str
    case: str
    reason: RefusalReason | None
    decided_at: datetime | None
    decided_by: str
    packages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class DisclosuresMessage:
    """A page of the log, the newest first; how many fit, and how many wait for a decision."""

    lines: tuple[DisclosureLine, ...]
    total: int
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class DisclosureStepMessage:
    """A line of a request's timeline; ``step`` is an act, or "recorded", "paper", "let out"."""

    step: str
    at: datetime
    person_id: str
    words: str


@dataclass(frozen=True, slots=True)
class DisclosurePaper:
    """A document of a request."""

    digest: str
    name: str
    added_at: datetime
    added_by: str


@dataclass(frozen=True, slots=True)
class DisclosureMessage:
    """One request with what became of it; ``found`` is None once its papers are gone.

    ``lacks`` is what keeps it from being granted, ``note`` what counsel should know (DIS-02).
    """

    line: DisclosureLine
    found: Disclosure | None
    steps: tuple[DisclosureStepMessage, ...]
    papers: tuple[DisclosurePaper, ...]
    lacks: tuple[str, ...] = ()
    note: str = ""
