"""How an act is declared: its address, who may do it, what it changes, and what it records."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import KW_ONLY, dataclass, field, is_dataclass, replace
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any, Generic, TypeVar

from mdt_alpr.acts.fields import ActField, fields_of
from mdt_alpr.acts.listing import Listing
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.canonical import sha256
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.wire import addresses
from mdt_alpr.wire.codec import encode
from mdt_alpr.wire.papers import PaperFile
from mdt_alpr.wire.problems import Problem

A = TypeVar("A")


class Nothing:
    """No answer."""


@dataclass(frozen=True, slots=True)
class NoBody:
    """What is posted for an act that is said by its address alone."""


class File:
    """An answer that is no message: a picture, a paper, a table to save."""


_PLACE = re.compile(r"{(\w+)}")
_DIGITS = 16


@dataclass(frozen=True, eq=False)
class Declaration(Generic[A]):
    """What may be asked of headquarters.

    ``at`` is the method and the address. One of the permissions ``may`` is enough; of none, a
    session is. ``answers`` is the class of the message that comes back, else ``Nothing`` or
    ``File``. A rule that refuses is the problem ``refusal``. ``second`` is what another person
    must be allowed to do, who signs in for this too: always where it ``needs_second``, else where
    its rules say so. ``is_privileged``: the password is asked again (ACC-08).

    ``command`` are its words below ``mdt-alpr hq``, empty where no command is made of it; fields
    of the body that are given without an option follow in braces. ``button`` is what the desk
    calls it, ``listing`` how its answer is listed, where that changes with the day made of it.
    ``asks`` are the fields of the body that a person fills in, in this order, where not all, and
    ``says`` its values that are the act itself: several acts may share an address. ``demands``
    are fields that this act needs, though another at the address leaves them out. ``confirms``
    returns what an answer asks to be confirmed first, by the field ``confirmed``: then nothing
    was done. ``off_desk`` says why no page of the desk does it; what says nothing is done there.
    """

    at: str
    summary: str
    may: tuple[Permission, ...]
    answers: type[A]
    _: KW_ONLY
    body: type | None = None
    refusal: Problem | None = None
    second: Permission | None = None
    needs_second: bool = False
    is_privileged: bool = False
    command: str = ""
    button: str = ""
    listing: Listing[A, Any] | Callable[[date], Listing[A, Any]] | None = None
    query: tuple[ActField, ...] = ()
    says: Mapping[str, object] = field(default_factory=dict)
    asks: tuple[str, ...] | None = None
    demands: tuple[str, ...] = ()
    confirms: Callable[[A], Iterable[str]] | None = None
    off_desk: str = ""

    @property
    def method(self) -> str:
        """Return the method of the request."""
        return self.at.partition(" ")[0]

    @property
    def address(self) -> str:
        """Return the path, with the names of what is filled in in braces."""
        return self.at.partition(" ")[2]

    @property
    def places(self) -> tuple[str, ...]:
        """Return the names of what is filled in in the path."""
        return tuple(_PLACE.findall(self.address))

    @property
    def fields(self) -> tuple[ActField, ...]:
        """Return the fields of the body that a person fills in.

        Raises:
            TypeError: a field has no kind that a form or a command can ask for.
        """
        if self.body is None:
            return ()
        parts = [part for part in fields_of(self.body, self.says) if part.is_asked]
        if self.asks is not None:
            known = {part.name: part for part in parts}
            parts = [known[name] for name in self.asks]
        return tuple(
            replace(part, is_required=True) if part.name in self.demands else part
            for part in parts
        )

    def made(self, now: datetime, randomness: bytes) -> dict[str, object]:
        """Return the values of the body that are made on sending, unless somebody gives them."""
        parts = fields_of(self.body, self.says) if self.body is not None else ()
        return {part.name: part.makes(now, randomness) for part in parts if part.makes}

    @property
    def bare_body(self) -> NoBody | None:
        """Return what is sent where it has no body; None where it is asked for only."""
        return NoBody() if isinstance(self, Act) else None

    @property
    def is_measured(self) -> bool:
        """Tell whether it is recorded how much its answer gave, and how long it took (AU-3)."""
        return self.answers in (File, PaperFile)

    @property
    def words(self) -> str:
        """Return the words of its command."""
        return self.command.partition(" {")[0]

    @property
    def in_order(self) -> tuple[str, ...]:
        """Return the names of the fields that its command takes without an option."""
        return tuple(_PLACE.findall(self.command))

    def listed_on(self, today: date) -> Listing[A, Any] | None:
        """Return how its answer is listed on a day."""
        return self.listing(today) if callable(self.listing) else self.listing

    def path(self, *, seen: str = "", **places: object) -> str:
        """Return the address of one thing; ``seen`` is the version that was shown of it."""
        filled = addresses.filled(self.address, **{name: str(at) for name, at in places.items()})
        return f"{filled}?seen={seen}" if seen else filled


class Unversioned(Enum):
    """Why an act compares no version of a thing: a stale page does no harm, or it is said."""

    MAKES = "it makes a thing, or adds to a record that only grows"
    ONCE = "it decides once, and its rules refuse a second time"
    IN_BODY = "its body names what its sender saw, or all that is set"
    OWN = "it is about the sender's own session"


@dataclass(frozen=True, kw_only=True, eq=False)
class Act(Declaration[A]):
    """What changes something; it commits with one of the audit entries ``records`` or not at all.

    ``records`` is empty where nothing is changed but bookkeeping that needs no entry.
    ``changes`` returns, of an answer that shows the thing and of the places in the address, or of
    what its body names, what the act changes: somebody who was shown another version is refused.
    An act that compares none says why.
    """

    records: tuple[AuditEvent, ...]
    changes: Callable[[Any, Mapping[str, str]], object] | Unversioned

    def seen_in(self, answer: object, /, **places: object) -> str:
        """Return the version of what an answer showed, empty of an act without one."""
        if isinstance(self.changes, Unversioned) or answer is None:
            return ""
        return version(self.changes(answer, {name: str(at) for name, at in places.items()}))


@dataclass(frozen=True, kw_only=True, eq=False)
class Look(Declaration[A]):
    """What shows something.

    ``shows_captured``: it shows reads, hits or their pictures. Then it is a search: it records
    ``records`` with the ids of what was shown (AUD-01), and is reviewed as one (SUP-03).
    """

    shows_captured: bool
    records: tuple[AuditEvent, ...] = ()

    @property
    def is_measured(self) -> bool:
        return self.shows_captured or self.answers in (File, PaperFile)

    def __post_init__(self) -> None:
        """Refuse a look at captured data that leaves no entry."""
        if self.shows_captured and not self.records:
            raise TypeError(f"{self.at}: say which audit entry a look at captured data makes")


def version(part: object) -> str:
    """Return the version of a thing, or of a tuple: the same at headquarters and of an answer."""
    parts = part if isinstance(part, tuple) else (part,)
    return sha256("\0".join(map(_text, parts)).encode())[:_DIGITS]


def _text(part: object) -> str:
    if isinstance(part, datetime):
        return part.astimezone(UTC).isoformat()
    return encode(part) if is_dataclass(part) else str(part)


def acts_in(room: object) -> Iterator[Declaration[Any]]:
    """Yield what a room's file declares."""
    return (act for act in vars(room).values() if isinstance(act, Declaration))
