"""Review cases: what a desk is told of them and what it asks (SUP-06)."""

from dataclasses import dataclass
from datetime import datetime

from mdt_alpr.domain.review.review import CaseResult, CaseStep


@dataclass(frozen=True, slots=True)
class CaseStepMessage:
    """One step with the name of who made it."""

    step: CaseStep
    at: datetime
    by: str
    words: str
    result: CaseResult


@dataclass(frozen=True, slots=True)
class CaseMessage:
    """One case; ``officer`` is a name.

    ``audit_entries`` were marked when it was opened; ``audit_is_whole`` is whether they are all
    still there, unchanged.
    """

    number: str
    hit_id: str
    officer: str
    opened_at: datetime
    opened_by: str
    frozen_at: datetime | None
    closed_at: datetime | None
    result: CaseResult
    audit_entries: int
    audit_is_whole: bool
    steps: tuple[CaseStepMessage, ...]


@dataclass(frozen=True, slots=True)
class CasesMessage:
    """The newest first."""

    cases: tuple[CaseMessage, ...]


@dataclass(frozen=True, slots=True)
class CaseStepRequest:
    """A step that somebody makes in a case; ``result`` is of the step "closed"."""

    step: CaseStep
    words: str
    result: CaseResult = CaseResult.NONE
