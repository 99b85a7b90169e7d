"""What the agency publishes and who checked it, between desks and headquarters (DIS-09)."""

from dataclasses import dataclass
from typing import Annotated

from mdt_alpr.domain.kinds import Label, Name, Note
from mdt_alpr.domain.review.publications import Publication, PublicationState


@dataclass(frozen=True, slots=True)
class PublicationRequest:
    """Something that is to be public, and where."""

    title: Annotated[Name, Label("What is published")]
    place: Annotated[Name, Label("Where it appears")]


@dataclass(frozen=True, slots=True)
class ContentCheckRequest:
    """What the check found."""

    is_clear: bool
    words: Annotated[Note, Label("What you looked at, or found. No plates.", is_wide=True)]


@dataclass(frozen=True, slots=True)
class PublicationMessage:
    """One line of the register, in its present state."""

    number: int
    publication: Publication
    state: PublicationState


@dataclass(frozen=True, slots=True)
class PublicationsMessage:
    """Every line, the newest first."""

    publications: tuple[PublicationMessage, ...]
