"""Headquarters' own audit: every access by person, date and time (AUD-01, AUD-04)."""

import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from sqlalchemy.exc import SQLAlchemyError

from mdt_alpr.domain.audit.audit import (
    BEGINNING,
    AuditEntry,
    AuditEvent,
    Origin,
    Place,
    audit_entry,
    first_break,
)
from mdt_alpr.domain.audit.lanes import RETURNED
from mdt_alpr.hq.audit import chain_mark as own_chain_mark
from mdt_alpr.hq.audit import store as own_audit
from mdt_alpr.hq.audit import typed_texts
from mdt_alpr.hq.audit.chain_mark import ChainMark
from mdt_alpr.hq.base.agency_keys import ListSigner
from mdt_alpr.hq.base.declared import note_entries
from mdt_alpr.hq.base.headquarters import Headquarters, Work

_LOG = logging.getLogger(__name__)
AT_ONCE = 2000
"""Entries in one step of a check."""
DIGEST = "_digest"
"""Ends the name of a fact that replaces what somebody typed."""
CHANGED = "CHANGED SINCE"
"""Shown for a typed text that is not the one of its entry."""
NOBODY = ""
"""The person of what headquarters does by itself, or for somebody who is not signed in."""
Resumed = Mapping[int, Place]
"""Known breaks: the first broken entry of each, and the place after which the chain goes on."""
NONE_KNOWN: Resumed = MappingProxyType({})


def record(  # noqa: PLR0913 - one argument a part of the entry
    work: Work,
    event: AuditEvent,
    subject: str,
    person: str,
    *detail: tuple[str, str],
    typed: tuple[tuple[str, str], ...] = (),
    returned: Iterable[str] | None = None,
) -> AuditEntry:
    """Append to the chain; what it records happens in the same transaction or not at all.

    ``typed`` are facts that somebody typed: they may hold a plate. The entry has a keyed digest
    of each; the text goes after 90 days and the chain stays whole (RET-09). ``returned`` are the
    ids of what the person is shown (AUD-01).
    """
    ids = () if returned is None else ((RETURNED, " ".join(returned)),)
    keys = [typed_texts.new_key() for _ in typed]
    digests = [
        (name + DIGEST, typed_texts.digest_of(key, text))
        for (name, text), key in zip(typed, keys, strict=True)
    ]
    entry = audit_entry(
        own_audit.hold_end(work.connection),
        at=work.now,
        device=own_audit.DEVICE,
        person=person,
        event=event,
        subject=subject,
        detail=(*detail, *ids, *digests, *origin_of(work, person).facts),
    )
    own_audit.append(work.connection, entry)
    note_entries(entry)
    for (name, text), key in zip(typed, keys, strict=True):
        typed_texts.keep(work, _place(entry.sequence, name), work.now, text, key)
    return entry


def record_each(
    work: Work,
    event: AuditEvent,
    person: str,
    about: Iterable[tuple[str, tuple[tuple[str, str], ...]]],
) -> None:
    """Append an entry for each subject with its detail, one at least, as ``record`` does."""
    facts = origin_of(work, person).facts
    last: AuditEntry | Place = own_audit.hold_end(work.connection)
    entries: list[AuditEntry] = []
    for subject, detail in about:
        last = audit_entry(
            last,
            at=work.now,
            device=own_audit.DEVICE,
            person=person,
            event=event,
            subject=subject,
            detail=(*detail, *facts),
        )
        entries.append(last)
    own_audit.append(work.connection, *entries)
    note_entries(*entries)


def origin_of(work: Work, person: str) -> Origin:
    """Return who asks; name and role are those of the person of the entry."""
    asking, origin = work.asking
    if person == asking:
        return origin
    name, role = own_audit.name_and_role(work.connection, person)
    return replace(origin, name=name, role=role)


def typed_in(work: Work, entry: AuditEntry) -> tuple[tuple[str, str], ...]:
    """Return what somebody typed for an entry, as long as it is kept and is what was typed."""
    texts = []
    for name, digest in entry.detail:
        place = _place(entry.sequence, name.removesuffix(DIGEST))
        if name.endswith(DIGEST) and (stored := typed_texts.find(work, place)):
            key, text = stored
            is_same = typed_texts.digest_of(key, text) == digest
            texts.append((name.removesuffix(DIGEST), text if is_same else CHANGED))
    return tuple(texts)


def _place(sequence: int, name: str) -> str:
    return f"own_audit/{sequence}/{name}"


def can_be_written(hq: Headquarters) -> bool:
    """Try to record, and roll it back; where it fails no data is shown (AUD-05)."""
    try:
        with hq.database.writing() as connection:
            work = Work(connection, hq.clock.now(), hq.keys)
            record(work, AuditEvent.HQ_AUDIT_CHECKED, own_audit.DEVICE, NOBODY)
            connection.rollback()
    except SQLAlchemyError as error:
        _LOG.error("headquarters' own audit cannot be written: %s", type(error).__name__)
        return False
    return True


def check_own_chain(hq: Headquarters, known: Resumed = NONE_KNOWN) -> int | None:
    """Check the whole chain; return the first entry that is missing or changed, else None.

    ``known`` breaks are passed over.

    It takes some seconds for each 100,000 entries, in steps that hinder no writer.
    """
    mark = kept_mark(hq)  # before the end, as the server that leads moves it meanwhile
    end, _ = end_of(hq)
    return entry_break(hq, BEGINNING, known) or marked_break(hq, mark, end)


def entry_break(hq: Headquarters, after: Place, known: Resumed = NONE_KNOWN) -> int | None:
    """Return the first entry after a place that does not fit the others or the head, else None."""
    end, broken = end_of(hq)
    place = after
    for place, fault in steps(hq, after, end[0], known):  # noqa: B007 - the last one counts
        broken = fault or broken
    return end[0] if broken is None and place != end else broken


def resumed_after(hq: Headquarters, broken: int, known: Resumed = NONE_KNOWN) -> Place:
    """Return the place after which the chain is whole again up to its end."""
    end, _ = end_of(hq)
    fault: int | None = broken
    place = BEGINNING
    while fault is not None and place != end:
        with hq.reading() as work:
            place = own_audit.place_behind(work.connection, fault)
        fault = entry_break(hq, place, known)
    return place


def end_of(hq: Headquarters) -> tuple[Place, int | None]:
    """Return the end that the chain's head names, and the first entry that lies behind it."""
    with hq.reading() as work:
        last = own_audit.last_sequence(work.connection)  # before the head, which goes on
        end = own_audit.head(work.connection)
    return end, end[0] + 1 if last > end[0] else None


def steps(
    hq: Headquarters, after: Place, until: int, known: Resumed = NONE_KNOWN
) -> Iterator[tuple[Place, int | None]]:
    """Check what follows a place; give after each step how far, and the first broken entry.

    Each step is a reading transaction of its own. A known break is passed over.
    """
    while after[0] < until:
        entries = _read(hq, after[0] + 1, until, AT_ONCE)
        broken = first_break(entries, after) if entries else after[0] + 1
        whole = [e for e in entries if broken is None or e.sequence < broken]
        if whole:
            after = whole[-1].sequence, whole[-1].digest
        if broken is not None and broken in known:
            after, broken = known[broken], None
        yield after, broken
        if broken is not None:
            return


def marked_break(hq: Headquarters, mark: ChainMark, end: Place) -> int | None:
    """Return which entry is no longer what it was when it was found whole, else None."""
    if mark.sequence == 0:
        return None
    if end[0] < mark.sequence:
        return end[0] + 1
    entries = _read(hq, mark.sequence, mark.sequence, 1)
    return None if [e.digest for e in entries] == [mark.digest] else mark.sequence


def place_at(hq: Headquarters, sequence: int) -> Place | None:
    """Return an entry's place, None where it is missing or cannot be read."""
    if sequence == 0:
        return BEGINNING
    entries = _read(hq, sequence, sequence, 1)
    return (sequence, entries[0].digest) if entries else None


def begin_mark(hq: Headquarters) -> None:
    """Mark a chain that has no entry yet; from then on a missing mark is a break."""
    with hq.reading() as work:
        has_begun = own_audit.last_sequence(work.connection) > 0
    if not has_begun and not own_chain_mark.is_there(hq.kept):
        own_chain_mark.begin(hq.kept, signer_of(hq))


def mark_is_valid(hq: Headquarters) -> bool:
    """Tell whether the mark is there and headquarters' own."""
    try:
        own_chain_mark.kept(hq.kept, signer_of(hq))
    except own_chain_mark.MarkError:
        return False
    return True


def kept_mark(hq: Headquarters) -> ChainMark:
    """Return how far the chain was found whole; broken at 1 where no mark vouches for it."""
    try:
        return own_chain_mark.kept(hq.kept, signer_of(hq))
    except own_chain_mark.MarkError:
        _LOG.error(
            "%s is missing or not what headquarters wrote: its own audit is checked from its "
            "first entry",
            own_chain_mark.FILE,
        )
        return ChainMark()


def signer_of(hq: Headquarters) -> ListSigner:
    """Return who signs the mark: the key of the hotlists."""
    return hq.signer


def _read(hq: Headquarters, sequence: int, until: int, most: int) -> list[AuditEntry]:
    """Return the next entries; none where the first of them cannot be read as one."""
    try:
        with hq.reading() as work:
            return own_audit.entries_from(work.connection, sequence, until, most)
    except (ValueError, TypeError):  # an event, a time or a detail that nobody recorded
        return _read(hq, sequence, until, most // 2) if most > 1 else []
