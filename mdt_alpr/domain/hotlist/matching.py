"""Which listed plates a read may be, and how certain that is (ALR-03, ALR-04, D15)."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Protocol

from mdt_alpr.domain.hotlist.hotlist import CategorySettings, Hotlist, HotlistEntry, Priority
from mdt_alpr.domain.plate.plate import (
    UNKNOWN_STATE,
    Plate,
    differs_only_in_o_and_0,
    folded,
    look_alike_position,
    look_alikes_of,
    tidy,
)
from mdt_alpr.domain.policy import manual_entry_has_expired


class MatchClass(StrEnum):
    """How good a match is; each class has its own word, shape and sound."""

    EXACT = "exact"
    STATE_NOT_CONFIRMED = "state_not_confirmed"
    LOOK_ALIKE = "look_alike"


@dataclass(frozen=True, slots=True)
class Match:
    """A listed entry that a read may be.

    ``position`` is the place of the look-alike character, of a resolved O or 0 that differs from
    the listed one, or of the first stacked one where the list has the serial without the stack;
    None where all are equal. ``o_and_0``: the texts differ only in letter O and digit 0.
    """

    entry: HotlistEntry
    position: int | None
    state_confirmed: bool
    o_and_0: bool

    @property
    def match_class(self) -> MatchClass:
        """Return the weakest class that applies: a look-alike is never exact."""
        if self.position is not None:
            return MatchClass.LOOK_ALIKE
        if not self.state_confirmed:
            return MatchClass.STATE_NOT_CONFIRMED
        return MatchClass.EXACT

    @property
    def resolved_zero(self) -> tuple[str, str] | None:
        """Return what the plate shows and what is listed, where O or 0 is resolved."""
        if not self.o_and_0 or self.position is None:
            return None
        listed = tidy(self.entry.plate.text)[self.position]
        return ("0" if listed == "O" else "O"), listed


class HotlistIndex(Protocol):
    """Looks up entries by folded characters; immutable, so replaced as a whole."""

    version: int
    compiled_at: datetime
    made_at: datetime
    look_alikes_allowed: bool
    digest: str
    settings: CategorySettings

    @property
    def is_damaged(self) -> bool:
        """Return whether delivered entries cannot be read, so that an answer may lack one."""
        ...

    def at(self, folded_text: str) -> tuple[HotlistEntry, ...]:
        """Return every entry of every state with these folded characters."""
        ...


class DictIndex:
    """A ``HotlistIndex``: entries in memory, before the delivered ones."""

    def __init__(self, hotlist: Hotlist) -> None:
        self.version = hotlist.version
        self.compiled_at = hotlist.compiled_at
        self.made_at = hotlist.made_at or hotlist.compiled_at
        self.look_alikes_allowed = hotlist.look_alikes_allowed
        self.digest = hotlist.digest
        self.settings = hotlist.settings
        self._entries = _grouped(hotlist.entries)
        self._delivered = hotlist.delivered

    @property
    def is_damaged(self) -> bool:
        return self._delivered is not None and self._delivered.is_damaged

    def at(self, folded_text: str) -> tuple[HotlistEntry, ...]:
        entry = self._entries.get(folded_text, ())
        return entry if self._delivered is None else entry + self._delivered.at(folded_text)


def _grouped(entries: Iterable[HotlistEntry]) -> Mapping[str, tuple[HotlistEntry, ...]]:
    groups: dict[str, list[HotlistEntry]] = {}
    for entry in entries:
        groups.setdefault(folded(entry.plate.text), []).append(entry)
    return MappingProxyType({key: tuple(group) for key, group in groups.items()})


def matches(
    plate: Plate,
    index: HotlistIndex,
    now: datetime,
    stacked: Collection[int] = (),
    resolved: Collection[int] = (),
) -> tuple[Match, ...]:
    """Return what ``plate`` may be on the list, best and most urgent first.

    A state that was not read, or was read differently, matches as not confirmed (ALR-03); a
    look-alike is offered only where the administrator allows it, and only where the state does not
    contradict it (ALR-04). Entries past their expiry are never offered (MAN-02). The administrator
    sets how urgent a category is (HOT-08).

    ``stacked`` are the positions of small characters beside the serial: they are part of the
    number, so a record without them is another plate, or was entered short. It is offered like a
    look-alike and never called exact.

    ``resolved`` are the positions at which the plate shows whether it is letter O or digit 0. A
    record with the other one is still offered, whatever its state, because lists mix them up, but
    as a look-alike; one that differs in another character is another plate.
    """
    candidates = [
        judged_again(_match(plate, entry), plate.text, resolved)
        for entry in index.at(folded(plate.text))
    ]
    if index.look_alikes_allowed:
        alike = _look_alikes(plate, index)
        candidates += [
            _match(plate, entry) for entry in alike if not _differs(plate.text, entry, resolved)
        ]
        candidates += _without_stack(plate, index, stacked, resolved)
    live = [match for match in candidates if not _expired(match.entry, now)]
    return ranked(live, index.settings)


def ranked(matched: Iterable[Match], settings: CategorySettings) -> tuple[Match, ...]:
    """Return matches, most urgent first, then best."""
    return tuple(sorted(matched, key=lambda match: _rank(match, settings)))


def matching_misreads(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return which reads, as comparison keys, raise a hit on a listed plate (ALR-04).

    The first always do; the second only where the administrator allows look-alikes.
    """
    return (folded(text),), tuple(sorted(_near(folded(text))))


def _near(text: str) -> set[str]:
    """Return every key that differs from ``text`` by one look-alike; the relation is mutual."""
    return {
        text[:place] + other + text[place + 1 :]
        for place, character in enumerate(text)
        for other in (folded(alike) for alike in look_alikes_of(character))
    } - {text}


def _look_alikes(plate: Plate, index: HotlistIndex) -> list[HotlistEntry]:
    near = _near(folded(plate.text))
    entries = [entry for key in sorted(near) for entry in index.at(key)]
    return [e for e in entries if plate.state in (UNKNOWN_STATE, e.plate.state)]


def _without_stack(
    plate: Plate, index: HotlistIndex, stacked: Collection[int], resolved: Collection[int]
) -> list[Match]:
    if not stacked:
        return []
    places = [place for place in range(len(plate.text)) if place not in stacked]
    serial = "".join(plate.text[place] for place in places)
    resolved = [n for n, place in enumerate(places) if place in resolved]
    entries = [
        e
        for e in index.at(folded(serial))
        if plate.state in (UNKNOWN_STATE, e.plate.state) and not _differs(serial, e, resolved)
    ]
    return [replace(_match(plate, entry), position=min(stacked)) for entry in entries]


def _match(plate: Plate, entry: HotlistEntry) -> Match:
    return Match(
        entry=entry,
        position=look_alike_position(plate.text, entry.plate.text),
        state_confirmed=plate.state != UNKNOWN_STATE and plate.state == entry.plate.state,
        o_and_0=differs_only_in_o_and_0(plate.text, entry.plate.text),
    )


def judged_again(match: Match, text: str, resolved: Collection[int]) -> Match:
    """Return a match after a later read of ``text`` with those positions resolved.

    A record that differs in other characters stays as it was.
    """
    if folded(match.entry.plate.text) != folded(text):
        return match
    differs = _differs(text, match.entry, resolved)
    if not differs:
        return replace(match, position=None)
    return replace(match, position=differs[0], o_and_0=True)


def _differs(text: str, entry: HotlistEntry, resolved: Collection[int]) -> list[int]:
    """Return where a record as long as ``text`` has the other one of a resolved O or 0."""
    listed = tidy(entry.plate.text)
    return [
        place
        for place in sorted(resolved)
        if text[place] != listed[place] and folded(text[place]) == folded(listed[place])
    ]


def _expired(entry: HotlistEntry, now: datetime) -> bool:
    return entry.expires_at is not None and manual_entry_has_expired(entry.expires_at, now)


_CLASS_ORDER = {kind: place for place, kind in enumerate(MatchClass)}
_PRIORITY_ORDER = {priority: place for place, priority in enumerate(Priority)}


def _rank(match: Match, settings: CategorySettings) -> tuple[int, int, str]:
    return (
        _PRIORITY_ORDER[settings.of(match.entry.category).priority],
        _CLASS_ORDER[match.match_class],
        match.entry.entry_id,
    )


class TwinKind(StrEnum):
    """How the plate that was read here resembles the listed one."""

    OTHER_STATE = "the same characters of another state"
    LOOK_ALIKE = "one look-alike character apart"


def mistaken_for(listed: Iterable[str]) -> set[str]:
    """Return the keys of plates that listed ones may be mistaken for, these keys among them."""
    return {key for text in listed for key in (text, *_near(text))}


def listed_twins(
    read: Plate, listed: Mapping[str, Iterable[Plate]]
) -> Iterator[tuple[Plate, TwinKind]]:
    """Yield every listed plate that this other one may be mistaken for (D19).

    ``listed`` has the listed plates by folded text. A listed plate itself is no twin: it is a hit.
    An unread state matches no other state.
    """
    if read.state == UNKNOWN_STATE:
        return
    text = folded(read.text)
    for plate in listed.get(text, ()):
        if plate.state != read.state:
            yield plate, TwinKind.OTHER_STATE
    for near in matching_misreads(text)[1]:
        for plate in listed.get(near, ()):
            if plate.state == read.state:
                yield plate, TwinKind.LOOK_ALIKE
