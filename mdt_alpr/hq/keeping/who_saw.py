"""Who saw a thing: the looks of headquarters' and the cars' audit that name it (AUD-01, AUD-08).

A read is seen by its searches, its hits, its pictures, and the holds and packages that have it; a
case by its number, and by the holds and requests made for it. That somebody asked is recorded.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import NamedTuple

from mdt_alpr.acts import rooms
from mdt_alpr.acts.act import Look, acts_in
from mdt_alpr.domain.audit.audit import AuditEntry, AuditEvent
from mdt_alpr.domain.conversion import converted
from mdt_alpr.domain.people.provenance import CLOCKS_APART_AT_MOST
from mdt_alpr.domain.people.roles import Permission, may
from mdt_alpr.domain.reason_words import single_line
from mdt_alpr.domain.search.erased import looks_erased_words
from mdt_alpr.hq.audit.service import DIGEST, record
from mdt_alpr.hq.base.capture_day import capture_day, id_time
from mdt_alpr.hq.base.headquarters import Caller, Work
from mdt_alpr.hq.base.retention_setting import kept_days
from mdt_alpr.hq.disclosures.case_thread import papers_of_case
from mdt_alpr.hq.holds import held_data
from mdt_alpr.hq.keeping.audit_search import facts_of, fits_of, found_entries, rows_of, typed_of
from mdt_alpr.hq.reads import captured, hit_log_store
from mdt_alpr.hq.search import service as searches
from mdt_alpr.wire.audit_search import AuditRow, AuditSearch
from mdt_alpr.wire.search import MadeSearch
from mdt_alpr.wire.who_saw import LookMessage, WhoSawMessage

MOST = 500
SUBJECT = "who saw"
SEARCH = "search"
"""The fact that names the search through which a picture was seen."""
_FIRST = datetime(1970, 1, 1, tzinfo=UTC)
_SHA256 = 64
_TYPED = frozenset(f"{name}{DIGEST}" for name in ("case", "person", "subject", "thing"))
_ALSO = {
    AuditEvent.HQ_EVIDENCE_EXPORTED: "Let out in a package",
    AuditEvent.HQ_RESTRICTED_DISCLOSED: "Record of a restricted file let out",
    AuditEvent.HQ_AUDIT_EXPORTED: "Audit saved",
    AuditEvent.HQ_HIT_REVIEWED: "Hit reviewed",
    AuditEvent.HQ_HIT_RELAYED: "Hit sent to other cars",
    AuditEvent.HQ_STATUS_ASKED: "Status asked of DCIN",
    AuditEvent.HIT_PAINTED: "Shown in the car",
    AuditEvent.HIT_OPENED: "Opened in the car",
    AuditEvent.RESTRICTED_SHOWN: "Record of a restricted file shown in the car",
    AuditEvent.HIT_PASSED_ON: "Passed on by the officer",
    AuditEvent.PLATE_TYPED: "Typed and compared with the list in the car",
    AuditEvent.READ_CORRECTED: "Corrected, and compared with the list in the car",
}
"""What shows or gives away, beside the looks that are declared."""


def who_saw(work: Work, caller: Caller, thing: str) -> "Looks":
    """Return the newest looks at a thing that are open to the caller; ``note_asked`` records it.

    It goes through the audit, so it only reads: whatever else is written need not wait.

    Raises:
        RefusedError: an entry was changed so that it cannot be read.
    """
    about = _about(work, single_line(thing))
    search = AuditSearch(about.since, work.now + CLOCKS_APART_AT_MOST)
    fits = fits_of(work, caller, search)
    words = _looks()
    fits = replace(fits, events=list(words), is_about=lambda entry: about.names(work, entry))
    entries = found_entries(work, search, fits, MOST, newest_first=True)
    rows = rows_of(work, entries)
    made = _searches(work, rows)
    looks = tuple(_look(row, words, made) for row in rows)
    notice = looks_erased_words(
        id_time(about.thing), work.now, kept_days(work.connection), is_held=bool(about.papers)
    )
    if not may(caller.role, Permission.READ_AUDIT):
        notice = f"{notice} Only people whom you review are shown.".strip()
    return Looks(about, WhoSawMessage(looks, MOST, notice))


def note_asked(work: Work, caller: Caller, looks: "Looks") -> None:
    """Record that somebody asked, before the looks are shown."""
    about, number = looks.about, ("entries", str(len(looks.message.looks)))
    typed = () if about.is_id else (("thing", about.thing),)
    record(
        work, AuditEvent.HQ_WHO_SAW_VIEWED, SUBJECT, caller.person_id, number,
        typed=typed, returned=sorted(about.ids) if about.is_id else (),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _About:
    """What names a thing: ids anywhere in an entry, ``papers`` as its subject, or typed."""

    thing: str
    since: datetime
    ids: frozenset[str]
    papers: frozenset[str]

    @property
    def is_id(self) -> bool:
        """Tell whether it is an id or a digest, which nobody reads a plate in."""
        return id_time(self.thing) is not None or _is_digest(self.thing)

    def names(self, work: Work, entry: AuditEntry) -> bool:
        """Tell whether an entry names it."""
        if entry.subject in self.ids or entry.subject in self.papers:
            return True
        facts = tuple(facts_of(entry))
        # An id stands among others in a fact; a name is all of it, and a number counts something.
        parts = [part for _, text in facts for part in (text.split() if self.is_id else [text])]
        if not self.thing.isdigit() and not self.ids.isdisjoint(parts):
            return True
        if self.is_id or not any(name in _TYPED for name, _ in facts):
            return False
        wanted = self.thing.casefold()
        return any(text.casefold() == wanted for _, text in typed_of(work, entry))


class Looks(NamedTuple):
    """The looks at a thing, and what names it."""

    about: _About
    message: WhoSawMessage


def _about(work: Work, thing: str) -> _About:
    made_at, connection = id_time(thing), work.connection
    if made_at is None:
        of_digest = held_data.holds_with(work, held_data.JPEG, thing) if _is_digest(thing) else ()
        papers = (*of_digest, *papers_of_case(work, thing))
        return _About(thing, _FIRST, frozenset({thing}), frozenset(papers))
    read_id = captured.read_of(connection, capture_day(thing), thing) or thing
    digests = captured.digests_of(connection, read_id)
    hits = hit_log_store.hits_of_reads(connection, [read_id])
    ids = frozenset({thing, read_id, *hits, *digests})
    places = [("reads", read_id), *(("hits", hit_id) for hit_id in hits)]
    holds = [hold for place in places for hold in held_data.holds_with(work, *place)]
    return _About(
        thing,
        min(made_at, id_time(read_id) or made_at) - CLOCKS_APART_AT_MOST,
        ids,
        frozenset(holds),
    )


def _is_digest(thing: str) -> bool:
    return len(thing) == _SHA256 and not set(thing) - set("0123456789abcdef")


def _looks() -> Mapping[AuditEvent, str]:
    """Return every event that shows something with its words, a look's own before another's."""
    declared = [
        (place, event, act.summary)
        for room in rooms()
        for act in acts_in(room)
        if isinstance(act, Look)
        for place, event in enumerate(act.records)
    ]
    in_order = sorted(declared, key=lambda told: -told[0])
    return {event: summary for _, event, summary in in_order} | _ALSO


def _search_id(row: AuditRow) -> str:
    if row.event == AuditEvent.HQ_SEARCH_PAGE_VIEWED.value:
        return row.subject
    return dict(row.facts).get(SEARCH, "")


def _searches(work: Work, rows: list[AuditRow]) -> Mapping[str, MadeSearch]:
    """Return the searches through which a page or a picture was seen, as far as they are kept."""
    ids = sorted(set(filter(None, map(_search_id, rows))))
    return {made.search_id: made for made in searches.searches_of(work, ids)} if ids else {}


def _look(
    row: AuditRow, words: Mapping[AuditEvent, str], searches: Mapping[str, MadeSearch]
) -> LookMessage:
    facts, search_id = dict(row.facts), _search_id(row)
    search = searches.get(search_id)
    case = facts.get("case", search.case if search else "")
    was_typed = bool(search_id) or f"case{DIGEST}" in facts
    return converted(
        LookMessage,
        row,
        where=row.unit or row.device or row.address,
        act=words[AuditEvent(row.event)],
        purpose=facts.get("purpose", search.purpose if search else ""),
        case=case,
        is_erased=was_typed and not case,
    )
