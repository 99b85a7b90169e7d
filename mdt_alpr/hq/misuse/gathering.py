"""What the rules of misuse see: from headquarters' own audit and searches, and the cars' audit.

Plates, cases and reasons leave here as keyed hashes only.
"""

import hashlib
import hmac
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.audit.lanes import RETURNED
from mdt_alpr.domain.entry.life import audit_hash
from mdt_alpr.domain.plate.plate import UNKNOWN_STATE, Plate, folded
from mdt_alpr.domain.policy import SESSION_LASTS, SHIFT_KNOWN_FOR
from mdt_alpr.domain.reason_words import single_line, unlawful_subjects
from mdt_alpr.domain.review.misuse import Access, AccessKind, CaseState, Period
from mdt_alpr.domain.review.misuse_rules import QUARTER
from mdt_alpr.domain.search.question import CaseCheck, SearchQuestion
from mdt_alpr.hq.audit.store import entry_of
from mdt_alpr.hq.base.agency_keys import key_id
from mdt_alpr.hq.base.capture_day import capture_day, id_time
from mdt_alpr.hq.base.headquarters import Work
from mdt_alpr.hq.base.search_tables import SEARCHES
from mdt_alpr.hq.base.tables import DEVICE_AUDIT, OWN_AUDIT
from mdt_alpr.hq.holds import store as hold_store
from mdt_alpr.hq.hotlists import manual_store
from mdt_alpr.hq.misuse import store
from mdt_alpr.hq.people import store as people
from mdt_alpr.hq.people import team_store as teams
from mdt_alpr.hq.reads import captured
from mdt_alpr.hq.search import store as searches
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.messages import HitMessage, ReadMessage

_SCOPE = b"mdt-alpr misuse 1\0"
_AROUND_SHIFT = timedelta(hours=1)
_BEGINS = (AuditEvent.SIGN_IN, AuditEvent.SESSION_RESUMED)
_CASES = {CaseCheck.KNOWN: CaseState.OPEN, CaseCheck.UNKNOWN: CaseState.UNKNOWN}
_QUARTER_FACTS = {
    AuditEvent.HQ_HIT_VIEWED: AccessKind.HIT,
    AuditEvent.HQ_HIT_SHEET_PRINTED: AccessKind.EXPORT,
    AuditEvent.HQ_EVIDENCE_EXPORTED: AccessKind.EXPORT,
    AuditEvent.HQ_MANUAL_EXTENDED: AccessKind.EXTENSION,
}
_IN_CARS = {
    AuditEvent.HIT_OPENED: AccessKind.HIT,
    AuditEvent.PLATE_TYPED: AccessKind.SEARCH,
    AuditEvent.READ_CORRECTED: AccessKind.SEARCH,
}
"""A plate that is typed to be compared with the list is a search without a case."""
Spans = dict[str, list[tuple[datetime, datetime]]]


def period(work: Work, key: bytes, checks: Mapping[str, CaseCheck]) -> Period:
    """Return the accesses of the last 90 days, as far as what they were about is kept.

    ``checks`` has by entry what was just learned of its case.
    """
    gather = _Gathering(work, key)
    accesses = [
        *gather.searches(), *gather.requests(), *gather.entries(checks), *gather.audited(),
        *gather.in_cars(),
    ]  # fmt: skip
    ordered = sorted(accesses, key=lambda access: (access.at, access.record))
    return replace(people_of(work, key), accesses=tuple(ordered))


def people_of(work: Work, key: bytes) -> Period:
    """Return who is compared with whom and whose plates are known, without any access."""
    return Period(work.now, (), _units(work), store.tied(work.connection, key_id(key)))


def plate_hash(key: bytes, text: str) -> str:
    """Return the keyed hash of a plate, whatever its state; empty for none."""
    return audit_hash(key, Plate(folded(text), UNKNOWN_STATE)) if text.strip() else ""


class _Gathering:
    """One run: its transaction, its key, and when who was on duty."""

    def __init__(self, work: Work, key: bytes) -> None:
        self._work, self._key = work, key
        self._since = work.now - QUARTER
        self._spans = _spans(work, self._since)
        self._plates: dict[str, str] = {}

    def searches(self) -> Iterator[Access]:
        """Yield the searches; those from an entry are past reads, and lie there, too."""
        t = SEARCHES.c
        rows = self._rows(select(SEARCHES).where(t.captured_at > self._since))
        said = searches.questions(self._work, [row.search_id for row in rows])
        past = self._past_reads()
        for row in rows:
            question = said.get(row.search_id)
            if question is None:
                continue
            is_past = row.search_id in past
            yield self._access(
                row.search_id,
                AccessKind.PAST_READS if is_past else AccessKind.SEARCH,
                row.captured_at,
                row.person_id,
                case_state=_CASES.get(row.case_check, CaseState.UNCHECKED),
                plate=plate_hash(self._key, question.plate),
                is_others_case=row.is_others_case,
                **self._stated(question),
            )

    def requests(self) -> Iterator[Access]:
        """Yield each preservation request: who files it is shown the reads, as by a search."""
        for stored in hold_store.requested_since(self._work, self._since):
            if (hold := stored.hold) is None:
                continue
            facts = hold.form.facts if hold.form else ""
            yield self._access(
                stored.hold_id,
                AccessKind.SEARCH,
                stored.requested_at,
                stored.requested_by,
                case_state=CaseState.UNCHECKED,
                plate=plate_hash(self._key, hold.scope.text),
                case=self._hash("case", hold.case),
                reason=self._hash("reason", facts),
                subjects=unlawful_subjects(facts),
            )

    def entries(self, checks: Mapping[str, CaseCheck]) -> Iterator[Access]:
        """Yield each manual entry as its maker made it; of an ended one only a hash is left."""
        for stored, hash_left in manual_store.made_since(
            self._work, self._since, key_id(self._key)
        ):
            draft = stored.entry.draft
            plate = Plate(draft.text, draft.state) if draft.text else None
            check = checks.get(stored.entry.entry_id, stored.case_check)
            yield self._access(
                stored.entry.entry_id,
                AccessKind.ENTRY,
                stored.entry.entered_at,
                stored.entry.entered_by,
                case_state=_CASES.get(check, CaseState.UNCHECKED),
                plate=plate_hash(self._key, draft.text),
                entered=audit_hash(self._key, plate) if plate else hash_left,
                case=self._hash("case", draft.case),
                reason=self._hash("reason", draft.reason),
                subjects=unlawful_subjects(draft.reason),
            )

    def audited(self) -> Iterator[Access]:
        """Yield what headquarters' own audit has: hits viewed, exports, entries extended."""
        t = OWN_AUDIT.c
        query = select(OWN_AUDIT).where(t.at > self._since, t.event.in_(_QUARTER_FACTS))
        for row in self._rows(query.order_by(t.sequence)):
            entry = entry_of(row)
            kind = _QUARTER_FACTS[entry.event]
            if kind is AccessKind.EXTENSION:
                yield from self._extension(entry.subject, entry.at)
                continue
            given = [entry.subject]  # of a hit that was opened, whatever else it shows
            if kind is not AccessKind.HIT:
                given = dict(entry.detail).get(RETURNED, "").split() or given
            plates = {self._plate_of(fact) for fact in given} - {""}
            state = CaseState.UNCHECKED if kind is AccessKind.EXPORT else CaseState.NONE
            for plate in sorted(plates):
                at, who = entry.at, entry.person
                yield self._access(entry.subject, kind, at, who, case_state=state, plate=plate)

    def in_cars(self) -> Iterator[Access]:
        """Yield the hits that officers opened in cars, and the plates that they checked there."""
        t = DEVICE_AUDIT.c
        query = select(t.at, t.person, t.subject, t.event).where(
            t.at > self._since, t.event.in_(_IN_CARS)
        )
        for row in self._rows(query):
            if plate := self._plate_of(row.subject):
                kind = _IN_CARS[AuditEvent(row.event)]
                yield self._access(row.subject, kind, row.at, row.person, plate=plate)

    def _extension(self, entry_id: str, at: datetime) -> Iterator[Access]:
        stored = manual_store.find(self._work, entry_id)
        if stored is None:
            return
        draft, who = stored.entry.draft, stored.entry.entered_by
        entered = audit_hash(self._key, Plate(draft.text, draft.state)) if draft.text else (
            manual_store.hash_left(self._work.connection, entry_id, key_id(self._key))
        )  # fmt: skip
        yield self._access(entry_id, AccessKind.EXTENSION, at, who, entered=entered)

    def _past_reads(self) -> set[str]:
        t = OWN_AUDIT.c
        viewed = t.event == AuditEvent.HQ_PAST_READS_VIEWED
        rows = self._rows(select(OWN_AUDIT).where(t.at > self._since, viewed))
        return {dict(entry_of(row).detail).get("search", "") for row in rows}

    def _stated(self, question: SearchQuestion) -> dict[str, Any]:
        return {
            "case": self._hash("case", question.case),
            "reason": self._hash("reason", question.reason),
            "subjects": unlawful_subjects(question.reason),
        }

    def _access(
        self, record: str, kind: AccessKind, at: datetime, person: str, **known: Any
    ) -> Access:
        on_duty = _on_duty(self._spans.get(person, []), at)
        return Access(record, kind, at, person, on_duty=on_duty, **known)

    def _hash(self, what: str, text: str) -> str:
        words = single_line(text).casefold()
        signed = f"{what}\0{words}".encode()
        return hmac.new(self._key, _SCOPE + signed, hashlib.sha256).hexdigest() if words else ""

    def _plate_of(self, identifier: str) -> str:
        """Return the hash of a hit's or a read's plate, empty where it is not kept."""
        if identifier not in self._plates:
            self._plates[identifier] = plate_hash(self._key, self._text_of(identifier))
        return self._plates[identifier]

    def _text_of(self, identifier: str) -> str:
        if id_time(identifier) is None:
            return ""
        read_id = identifier
        if hit := captured.hit(self._work, capture_day(identifier), identifier):
            read_id = decode(HitMessage, hit).read_id
        body = captured.read(self._work, capture_day(read_id), read_id)
        return decode(ReadMessage, body).text if body else ""

    def _rows(self, query: Any) -> list[Any]:
        return list(self._work.connection.execute(query))


def _spans(work: Work, since: datetime) -> Spans:
    """Return when who was signed in at a car, an hour around it, by person."""
    t = DEVICE_AUDIT.c
    events = (*_BEGINS, AuditEvent.SIGN_OUT)
    query = select(t.at, t.person, t.event).where(
        t.at > since - SESSION_LASTS, t.event.in_(events)
    )
    spans: Spans = {}
    for row in work.connection.execute(query.order_by(t.at)):
        theirs = spans.setdefault(row.person, [])
        if row.event in _BEGINS:
            theirs.append((row.at - _AROUND_SHIFT, row.at + SESSION_LASTS + _AROUND_SHIFT))
        elif theirs and row.at < theirs[-1][1]:
            theirs[-1] = theirs[-1][0], row.at + _AROUND_SHIFT
    return spans


def _on_duty(spans: Iterable[tuple[datetime, datetime]], at: datetime) -> bool | None:
    """Return whether a person worked then; None where no car knows the person's shifts."""
    before = [span for span in spans if span[0] <= at]
    if any(at <= ends for _, ends in before):
        return True
    is_known = any(at - begins <= SHIFT_KNOWN_FOR for begins, _ in before)
    return False if is_known else None


def _units(work: Work) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return everybody with an account by team; whoever is in none is with the others of none."""
    placed = teams.placements(work.connection)
    units: dict[str, list[str]] = {}
    for account in people.accounts(work.connection):
        if account.disabled_at is None:
            place = placed.get(account.person_id)
            units.setdefault(place.team if place else "", []).append(account.person_id)
    return tuple((team, tuple(names)) for team, names in sorted(units.items()))
