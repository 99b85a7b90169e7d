"""One case as one thread: every step from search to destruction, and what comes next."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from mdt_alpr.domain.kinds import CaseNumber, Label
from mdt_alpr.domain.retention.case_thread import NextStep
from mdt_alpr.domain.retention.data_request import Asked


@dataclass(frozen=True, slots=True)
class CaseWanted:
    """Which case."""

    case: Annotated[CaseNumber, Label("Case number", "26-041877")]


@dataclass(frozen=True, slots=True)
class ThreadStepMessage:
    """A step: ``thing`` is what it is of, such as "Hold 2026-0003"; ``words`` are of its log."""

    at: datetime
    thing: str
    step: str
    person_id: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class CaseThreadMessage:
    """A case, its oldest step first, and what it waits for.

    ``asked`` is what a request, its package or its receipt carries on: of the request that there
    is, else of what is held. ``notice`` says what is erased of it.
    """

    case: str
    steps: tuple[ThreadStepMessage, ...]
    next: NextStep
    asked: Asked
    notice: str
