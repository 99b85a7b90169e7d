"""What the agency publishes is checked by a named person first and each quarter (DIS-09, AC-22).

What is meant: a page for the public, a report, a press release with figures of the readers. The
program publishes nothing; it keeps who checked what, and reminds.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from mdt_alpr.domain.errors import DomainError
from mdt_alpr.domain.policy import CONTENT_CHECKED_EVERY
from mdt_alpr.domain.reason_words import gives_no_reason, single_line

LONGEST_WORDS = 300
_LEAST_TITLE = 3


class PublicationRefusedError(DomainError):
    """The register stays as it is; the sentence says why."""


class PublicationState(StrEnum):
    """What is to be done about something published."""

    NOT_CHECKED = "not_checked"
    """It may not be published yet."""
    CHECKED = "checked"
    DUE = "due"
    """A quarter has passed since it was checked."""
    NOT_PUBLIC = "not_public"
    """The last check found what is not public: it may not be published, or has to come down."""
    WITHDRAWN = "withdrawn"


WAITING = frozenset(
    {PublicationState.NOT_CHECKED, PublicationState.DUE, PublicationState.NOT_PUBLIC}
)


@dataclass(frozen=True, slots=True)
class ContentCheck:
    """One check: who read it, and whether nothing in it is of what the law keeps confidential."""

    at: datetime
    by: str
    is_clear: bool
    words: str


@dataclass(frozen=True, slots=True)
class Publication:
    """Something that is to be public, where, and its checks, the oldest first."""

    title: str
    place: str
    added_at: datetime
    added_by: str
    checks: tuple[ContentCheck, ...] = ()
    withdrawn_at: datetime | None = None
    withdrawn_by: str = ""
    why_withdrawn: str = ""

    @property
    def due_at(self) -> datetime | None:
        """Return when the next check is due; None where nothing is checked, or all is over."""
        if self.withdrawn_at is not None or not self.checks or not self.checks[-1].is_clear:
            return None
        return self.checks[-1].at + CONTENT_CHECKED_EVERY

    def state(self, now: datetime) -> PublicationState:
        """Return what is to be done about it."""
        if self.withdrawn_at is not None:
            return PublicationState.WITHDRAWN
        if not self.checks:
            return PublicationState.NOT_CHECKED
        if self.due_at is None:
            return PublicationState.NOT_PUBLIC
        return PublicationState.DUE if self.due_at <= now else PublicationState.CHECKED


def publish(title: str, place: str, by: str, now: datetime) -> Publication:
    """Return what somebody means to publish; it is not checked yet.

    Raises:
        PublicationRefusedError: nobody could tell what it is, or where it is to be seen.
    """
    texts = what, where = single_line(title), single_line(place)
    if any(not _LEAST_TITLE <= len(text) <= LONGEST_WORDS for text in texts):
        raise PublicationRefusedError(
            f"Enter what is published and where, {_LEAST_TITLE} to {LONGEST_WORDS} characters."
        )
    return Publication(what, where, now, by)


def check(
    publication: Publication, by: str, words: str, now: datetime, *, is_clear: bool
) -> Publication:
    """Return it with another check, which says what was looked at, or what was found.

    Raises:
        PublicationRefusedError: it was withdrawn, or no words.
    """
    made = ContentCheck(now, by, is_clear, _words(publication, words))
    return replace(publication, checks=(*publication.checks, made))


def take_down(publication: Publication, by: str, why: str, now: datetime) -> Publication:
    """Return it as no longer published.

    Raises:
        PublicationRefusedError: it was withdrawn already, or no reason.
    """
    words = _words(publication, why)
    return replace(publication, withdrawn_at=now, withdrawn_by=by, why_withdrawn=words)


def _words(publication: Publication, text: str) -> str:
    words = single_line(text)
    if publication.withdrawn_at is not None:
        message = "It is no longer published. Enter it again to publish it again."
        raise PublicationRefusedError(message)
    if gives_no_reason(words) or len(words) > LONGEST_WORDS:
        message = f"Say what you looked at, or found, in 10 to {LONGEST_WORDS} characters."
        raise PublicationRefusedError(message)
    return words
