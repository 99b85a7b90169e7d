"""The agency's adopted policy, as headquarters records it (PUR-05)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from mdt_alpr.domain.citations import cited
from mdt_alpr.domain.kinds import Label, Reference
from mdt_alpr.domain.people.adoption import PolicySubject


@dataclass(frozen=True, slots=True)
class AdoptionRequest:
    """The policy's number and version, the day it took effect, and what it covers."""

    policy: Annotated[Reference, Label("Its number", cited("policy_number", "`", "`"))]
    version: Reference
    effective_on: Annotated[date, Label("The day it took effect")]
    covered: Annotated[tuple[PolicySubject, ...], Label("What it covers; all nine are demanded")]


@dataclass(frozen=True, slots=True)
class AdoptionMessage:
    """One recorded adoption: what, when and by whom; ``name`` is the person's name."""

    policy: str
    version: str
    effective_on: date
    at: datetime
    by: str
    name: str


@dataclass(frozen=True, slots=True)
class AdoptionsMessage:
    """Every recorded adoption, newest first; the first one counts. ``profile`` is what it runs."""

    adoptions: tuple[AdoptionMessage, ...]
    profile: str = ""
