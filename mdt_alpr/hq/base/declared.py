"""What a request's declaration promises, kept: kinds of texts, version, audit entries."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TypeVar

from mdt_alpr.acts.act import version
from mdt_alpr.domain.audit.audit import AuditEntry, AuditEvent
from mdt_alpr.domain.audit.lanes import RETURNED
from mdt_alpr.domain.kinds import faults_of
from mdt_alpr.hq.base.headquarters import RefusedError
from mdt_alpr.wire.problems import Problem

Body = TypeVar("Body")


@dataclass(slots=True)
class Promise:
    """``seen`` is the version that its sender was shown, empty of a program of before.

    ``events`` are the audit entries that were made, ``entries`` the number of each; ``has_ids``
    tells whether they name what was shown, be it nothing (AUD-01).
    """

    seen: str = ""
    was_compared: bool = False
    events: set[AuditEvent] = field(default_factory=set)
    entries: list[int] = field(default_factory=list)
    has_ids: bool = False


_PROMISE: ContextVar[Promise | None] = ContextVar("promise", default=None)


@contextmanager
def promised(seen: str) -> Iterator[Promise]:
    """Note meanwhile what is compared and recorded."""
    promise = Promise(seen)
    before = _PROMISE.set(promise)
    try:
        yield promise
    finally:
        _PROMISE.reset(before)


def note_entries(*made: AuditEntry) -> None:
    """Note that entries were made."""
    if (promise := _PROMISE.get()) is not None:
        promise.events.update(entry.event for entry in made)
        promise.entries.extend(entry.sequence for entry in made)
        promise.has_ids |= any(RETURNED in dict(entry.detail) for entry in made)


def demand_seen(part: object) -> None:
    """Refuse a change of what its sender was shown otherwise: a page that is an hour old.

    ``part`` is what the declaration's ``changes`` is of, as it is now, in the transaction of the
    change.

    Raises:
        RefusedError: it was changed meanwhile.
    """
    promise = _PROMISE.get()
    if promise is None or not promise.seen:
        return
    promise.was_compared = True
    if promise.seen != version(part):
        raise RefusedError(Problem.STALE_PAGE)


def checked(body: Body, refusal: Problem | None = None) -> Body:
    """Return the message of a request whose texts are what its fields hold.

    A handler that reads its body itself checks what stands before the bytes by this.

    Raises:
        RefusedError: a text is not of its kind (``domain.kinds``).
    """
    if faults := " ".join(faults_of(body)):
        raise RefusedError(refusal or Problem.TEXT_REFUSED, faults)
    return body
