"""What a text of a message holds, said at its field: headquarters checks every request by it.

::

    @dataclass(frozen=True, slots=True)
    class AccountExpiry:
        last_day: date | None
        why: Reason

The rule of a kind holds at every door (page, command, plain request), because it is checked where
a request is bound to its handler (``hq.people.endpoints``). Bytes on the wire and the published
description do not change. What only one act asks of a text stays with that act.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from functools import cache
from typing import Annotated, Any, get_args, get_type_hints

from mdt_alpr.domain.identity import new_id
from mdt_alpr.domain.plate.plate import STATES
from mdt_alpr.domain.printable import is_printable
from mdt_alpr.domain.reason_words import reads_like_a_plate

_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
"""Controls and marks that turn the direction of a text: a screen or a terminal obeys them."""
_FORMULA = tuple("=+-@")
"""A table program takes a text that begins so for a formula."""

NO_PLATE = 'Leave the plate out: write "the plate". This text outlives what was captured.'


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of text; ``faults`` are sentences about one, and never repeat it."""

    name: str
    faults: Callable[[str], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Label:
    """What a form calls a field, an example of it, and the words of what may be chosen.

    A field without one is called by its name. What ``is_secret`` is not shown while it is typed.
    Values that are ``not_asked`` are none that a person chooses.
    ``reads`` makes the value of what is typed where its type does not, and raises ValueError;
    ``option`` is its name at a command line where that is not the field's. ``makes`` returns, of
    the instant of sending and ten random bytes, the value where nobody gave one; of a field that
    is not ``is_asked``, such as an id, nobody does. What ``is_tall`` has several lines.
    """

    words: str = ""
    hint: str = ""
    options: tuple[tuple[str, str], ...] = ()
    is_wide: bool = False
    is_secret: bool = False
    not_asked: frozenset[str] = frozenset()
    reads: Callable[[str], object] | None = None
    option: str = ""
    makes: Callable[[datetime, bytes], object] | None = None
    is_asked: bool = True
    is_tall: bool = False


def _note_faults(text: str) -> Iterator[str]:
    yield from _sealed_faults(text)
    if reads_like_a_plate(text):
        yield NO_PLATE


def _sealed_faults(text: str) -> Iterator[str]:
    if has_hidden(text):
        yield "Leave out characters that cannot be seen."


def _title_faults(text: str) -> Iterator[str]:
    if not is_printable(text):
        yield "Leave out characters that cannot be printed."
    if text.lstrip().startswith(_FORMULA):
        yield "Begin with a letter or a digit."


def _name_faults(text: str) -> Iterator[str]:
    yield from _title_faults(text)
    if reads_like_a_plate(text):
        yield "Leave the plate out: this outlives what was captured."


Note = Annotated[str, Kind("note", _note_faults)]
"""Words for people, kept for years: no plate (RET-01, RET-09)."""
Reason = Annotated[str, Kind("reason", _note_faults)]
"""Why an act is done; how long it must be is said by the act."""
Sealed = Annotated[str, Kind("sealed", _sealed_faults)]
"""Words about captured data that are sealed and go with it: the plate may stand in them.

Whether they serve a lawful purpose (PUR-02) is asked by every form that demands a reason.
"""
PlateText = Annotated[str, Kind("plate", _sealed_faults)]
"""A plate that somebody asks about; what it may hold is the plate's own rule."""
CaseNumber = Annotated[str, Kind("case number", _title_faults)]
"""A case or event number (PUR-04)."""
OwnCase = Annotated[str, Kind("own case", _title_faults)]
"""A case of the agency, which headquarters holds against the agency's formats as well."""
Name = Annotated[str, Kind("name", _name_faults)]
"""The name of a person, an agency or a place: no plate, and no formula of a table program."""
Reference = Annotated[str, Kind("reference", _title_faults)]
"""A number of a paper or a thing, such as "26 CRS 1107" or "PDMS-88123", which is no plate."""
Contact = Annotated[str, Kind("contact", _sealed_faults)]
"""A telephone number or mail address: "+1 704 555 0100" is no formula, "abc1234@" no plate."""


STATES_BY_NAME = (("", "State"), *sorted(STATES.items(), key=lambda state: state[1]))
StateCode = Annotated[str, Label("State", "NC", STATES_BY_NAME)]
"""A state of issuance by its postal code."""
NewId = Annotated[str, Label(makes=new_id, is_asked=False)]
"""An id that is made where a form is filled in, so that twice sent is once done."""


def at_sending(now: datetime, _randomness: bytes) -> datetime:
    """Return when something is sent, for a time that nobody typed."""
    return now


def nothing_typed(_now: datetime, _randomness: bytes) -> str:
    """Return what a text is that may be left out and has no default on the wire."""
    return ""


def faults_of(message: object) -> Iterator[str]:
    """Yield what is wrong with the texts of a message and of the values in it, by their kinds."""
    for name, kind, text in _texts_in(message):
        yield from (f"{_words(name)}: {fault}" for fault in kind.faults(text))


def own_cases(message: object) -> Iterator[str]:
    """Yield the cases of the agency that a message names."""
    return (text for _, kind, text in _texts_in(message) if kind.name == "own case")


def has_hidden(text: str) -> bool:
    """Return whether a text has a character that cannot be seen and that a screen obeys."""
    return _HIDDEN.search(text) is not None


def _texts_in(message: object) -> Iterator[tuple[str, Kind, str]]:
    """Yield each text of a message and of the values in it, with its field and its kind."""
    holder: Any = type(message)
    for name, kind in _texts(holder):
        value = getattr(message, name)
        for part in value if isinstance(value, tuple) else (value,):
            if kind is None:
                yield from _texts_in(part)
            elif part:
                yield name, kind, part


@cache
def _texts(holder: Any) -> tuple[tuple[str, Kind | None], ...]:
    """Return the fields that hold texts with a kind, or, with None, values with such texts."""
    if not (isinstance(holder, type) and is_dataclass(holder)):
        return ()
    hints = get_type_hints(holder, include_extras=True)
    marked = ((part.name, _kind_in(hints[part.name])) for part in fields(holder))
    return tuple((name, kind) for name, (is_marked, kind) in marked if is_marked)


def _kind_in(hint: Any) -> tuple[bool, Kind | None]:
    """Return whether a hint has a kind, in itself or in the fields of a value, and which."""
    for part in (hint, *getattr(hint, "__metadata__", ()), *get_args(hint)):
        if isinstance(part, Kind):
            return True, part
        if part is not hint and (kind := _kind_in(part))[0]:
            return kind
    return bool(_texts(hint)), None


def _words(field: str) -> str:
    return field.replace("_", " ").capitalize()
