"""Seek misuse every day and on demand; each flag is judged by somebody else (SUP-03, 05, 06)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.roles import Permission, may
from mdt_alpr.domain.policy import CASE_FILE_FRESH_FOR, MISUSE_MONTH, MISUSE_SOUGHT_EVERY
from mdt_alpr.domain.review import misuse_rules_off
from mdt_alpr.domain.review.misuse import (
    Flag,
    FlagVerdict,
    KeptFlag,
    RecordKind,
    compared,
    demand_case_words,
    demand_verdict,
    may_see_flag,
)
from mdt_alpr.domain.review.misuse_rules import QUARTER, find_flags
from mdt_alpr.domain.review.review import ReviewRefusedError, case_number
from mdt_alpr.domain.review.waiting import Waits
from mdt_alpr.domain.search.question import CaseCheck
from mdt_alpr.hq.audit import store as own_audit
from mdt_alpr.hq.audit.clock_guard import doubt_in
from mdt_alpr.hq.audit.service import NOBODY, record
from mdt_alpr.hq.base.case_system import NoCaseSystem
from mdt_alpr.hq.base.database import hold_name, is_number
from mdt_alpr.hq.base.headquarters import Caller, Headquarters, RefusedError, Work
from mdt_alpr.hq.hits import review_cases, review_store
from mdt_alpr.hq.hotlists import manual_store
from mdt_alpr.hq.misuse import gathering, store
from mdt_alpr.hq.people.reviewers import Reviewer
from mdt_alpr.hq.people.two_people import require_two_people
from mdt_alpr.hq.search import store as searches
from mdt_alpr.hq.search.service import ask_for_case
from mdt_alpr.wire.misuse import (
    CaseRequest,
    FlagDetail,
    FlaggedSearch,
    FlagMessage,
    FlagsMessage,
    VerdictRequest,
)
from mdt_alpr.wire.problems import Problem
from mdt_alpr.wire.review import CasesMessage

EVERY = timedelta(hours=1)
"""How often it is checked whether a day has passed since the last run."""
AT_ONCE = 100
SUBJECT = "misuse flags"
_MOST_DIGITS = 18


def seek_daily(hq: Headquarters) -> bool:
    """Seek misuse where the last run was a day ago, by a clock that is believed; tell whether."""
    with hq.reading() as work:
        last = own_audit.newest_at(work.connection, [AuditEvent.HQ_FLAGS_SOUGHT])
        is_due = last is None or not last <= work.now < last + MISUSE_SOUGHT_EVERY
        if not is_due or doubt_in(work):
            return False
    seek(hq, NOBODY)
    return True


def seek(hq: Headquarters, by: str) -> int:
    """Run the rules over the last 90 days; return how many flags are new. The run is recorded."""
    checks = _checked_cases(hq)
    with hq.snapshot() as work:
        period = gathering.period(work, hq.entry_key, checks)
        flags_before = store.open_or_recent(work.connection, work.now - QUARTER)
    flags = find_flags(period, flags_before)
    with hq.writing() as work:
        hold_name(work.connection, SUBJECT)  # two runs at once raise nothing twice
        now_kept = store.open_or_recent(work.connection, work.now - QUARTER)
        if _judged(now_kept) - _judged(
            flags_before
        ):  # meanwhile: what they cover is flagged no more
            flags = find_flags(period, now_kept)
        comparison = compared(now_kept, flags)
        for grown in comparison.grown:
            store.grow(work.connection, grown)
            _record(work, AuditEvent.HQ_FLAG_GREW, grown.number, grown.flag)
        for flag in comparison.new:
            _record(work, AuditEvent.HQ_FLAG_RAISED, store.add(work, flag), flag)
        manual_store.keep_case_checks(work.connection, checks)
        facts = (
            ("accesses", str(len(period.accesses))),
            ("cases_checked", str(len(checks))),
            ("new", str(len(comparison.new))),
            ("grown", str(len(comparison.grown))),
        )
        record(work, AuditEvent.HQ_FLAGS_SOUGHT, SUBJECT, by, *facts)
    return len(comparison.new)


def _checked_cases(hq: Headquarters) -> dict[str, CaseCheck]:
    """Return by entry what the agency's case system knows of its case, as far as it answers.

    It is asked a day after the entry at the earliest: an event of the night may come later. One
    that it does not know is asked about again each day, for as long as the rules count it.
    """
    with hq.reading() as work:
        since, until = work.now - MISUSE_MONTH, work.now - CASE_FILE_FRESH_FOR
        waiting = manual_store.with_unknown_case(work, since, until)
    checks: dict[str, CaseCheck] = {}
    for stored in waiting:
        check = ask_for_case(hq, stored.entry.draft.case).check
        if check not in {CaseCheck.KNOWN, CaseCheck.UNKNOWN}:
            break
        checks[stored.entry.entry_id] = check
    return checks


def flags_for(work: Work, caller: Caller, before: int = 0) -> FlagsMessage:
    """Return the flags that a caller may see, the newest first; the view is recorded."""
    flags = _Flags(work, caller)
    seen: list[tuple[KeptFlag, str]] = []
    for stored, case in store.newest_first(work.connection, before):
        if flags.may_see(stored.flag.person):
            seen.append((stored, case))
        if len(seen) > AT_ONCE:
            break
    shown = seen[:AT_ONCE]
    numbers = [stored.number for stored, _ in shown]
    ids = [str(number) for number in numbers]
    record(work, AuditEvent.HQ_FLAGS_VIEWED, SUBJECT, caller.person_id, returned=ids)
    words = store.words(work, numbers)
    number = len(list(waiting(work, caller)))
    last = own_audit.newest_at(work.connection, [AuditEvent.HQ_FLAGS_SOUGHT])
    messages = tuple(flags.message(stored, case, words) for stored, case in shown)
    return FlagsMessage(messages, len(seen) > AT_ONCE, number, last)


def waiting(work: Work, caller: Caller) -> Iterator[Waits]:
    """Yield the flags that wait for a caller's judgment."""
    flags = _Flags(work, caller)
    for stored in store.open_ones(work.connection):
        if flags.may_review(stored.flag.person):
            name = f"Misuse flag {stored.number}"
            yield Waits(str(stored.number), name, stored.flag.why, stored.raised_at)


def rules_off(hq: Headquarters, work: Work) -> tuple[str, ...]:
    """Return which rules can flag nothing at this agency and why, a sentence each."""
    checks_cases = not isinstance(hq.case_system, NoCaseSystem)
    return misuse_rules_off.rules_off(
        gathering.people_of(work, hq.entry_key), checks_cases=checks_cases
    )


def flag_detail(work: Work, caller: Caller, number: int) -> FlagDetail:
    """Return a flag with its searches in their context; the view is recorded.

    Raises:
        RefusedError: no such flag that the caller may see.
    """
    flags = _Flags(work, caller)
    stored, case = flags.find(number)
    records = stored.flag.records
    said = searches.questions(work, records)
    rows = [row for row in searches.of_ids(work.connection, records) if row.search_id in said]
    shown = [row.search_id for row in rows]
    who = caller.person_id
    record(work, AuditEvent.HQ_FLAGS_VIEWED, _name(number), who, returned=shown)
    lines = tuple(
        FlaggedSearch(
            record=row.search_id,
            at=row.captured_at,
            purpose=row.purpose,
            case=said[row.search_id].case,
            case_check=row.case_check.value,
            reason=said[row.search_id].reason,
            found=row.found,
            is_others_case=row.is_others_case,
        )
        for row in rows
    )
    others = tuple(name for name in records if name not in said)
    return FlagDetail(flags.message(stored, case, store.words(work, [number])), lines, others)


def judge(work: Work, caller: Caller, number: int, asked: VerdictRequest) -> FlagMessage:
    """Keep a verdict; a suspicion opens a numbered review case (SUP-06).

    Raises:
        RefusedError: no such flag that the caller may judge, it grew since it was shown, or no
            reason.
    """
    hold_name(work.connection, SUBJECT)  # no run adds to the flag meanwhile
    flags = _Flags(work, caller)
    stored, _ = flags.find(number)
    person = stored.flag.person
    if not flags.may_review(person):
        raise RefusedError(Problem.REVIEW_REFUSED, "Somebody else judges this flag.")
    if asked.verdict is not FlagVerdict.CASE:  # a suspicion waits for nobody
        require_two_people(work, caller.person_id, person)
    try:
        words = demand_verdict(stored, asked.verdict, asked.words, asked.accesses)
    except ReviewRefusedError as error:
        raise RefusedError(Problem.REVIEW_REFUSED, str(error)) from error
    case = ""
    if asked.verdict is FlagVerdict.CASE:
        opened = review_store.new_case(work.connection, _name(number), work.now, caller.person_id)
        case = case_number(*opened)
        review_cases.open_case(work, caller, opened, (person, _name(number)), words)
    after = replace(
        stored, verdict=asked.verdict, judged_at=work.now, judged_by=caller.person_id, words=words
    )
    store.judge(work, after, case)
    facts = ("verdict", asked.verdict.value), ("person", person), ("case", case)
    record(work, AuditEvent.HQ_FLAG_JUDGED, _name(number), caller.person_id, *facts)
    return flags.message(after, case, {number: words})


def open_case(work: Work, caller: Caller, asked: CaseRequest) -> CasesMessage:
    """Open a review case about who made a record, and return the cases (SUP-06).

    Raises:
        RefusedError: no such record of somebody whom the caller reviews, a case about it is
            there, or no reason.
    """
    hold_name(work.connection, SUBJECT)
    person = _made_by(work, caller, asked)
    if not person or not Reviewer(work, caller).may_review(person):
        raise RefusedError(Problem.NO_SUCH_RECORD)
    is_audit = asked.kind is RecordKind.AUDIT
    subject = f"{asked.kind.value} {asked.record}" if is_audit else asked.record
    if review_store.has_case(work.connection, subject):
        raise RefusedError(
            Problem.REVIEW_REFUSED, "A review case about this record already exists."
        )
    try:
        words = demand_case_words(asked.words)
    except ReviewRefusedError as error:
        raise RefusedError(Problem.REVIEW_REFUSED, str(error)) from error
    opened = review_store.new_case(work.connection, subject, work.now, caller.person_id)
    review_cases.open_case(work, caller, opened, (person, subject), words)
    return review_cases.cases_for(work, caller)


def _made_by(work: Work, caller: Caller, asked: CaseRequest) -> str:
    """Return who made a record; empty where nobody did, or the caller may not read it."""
    if asked.kind is RecordKind.SEARCH:
        rows = searches.of_ids(work.connection, [asked.record])
        return str(rows[0].person_id) if rows else NOBODY
    if asked.kind is RecordKind.ENTRY:
        stored = manual_store.find(work, asked.record)
        return stored.entry.entered_by if stored else NOBODY
    is_short = len(asked.record) <= _MOST_DIGITS
    number = int(asked.record) if is_short and asked.record.isdecimal() else 0
    if not may(caller.role, Permission.READ_AUDIT) or not is_number(number):
        return NOBODY
    entries = own_audit.entries_from(work.connection, number, number, 1)
    return entries[0].person if entries else NOBODY


class _Flags(Reviewer):
    """The flags that a caller may see and judge."""

    def __init__(self, work: Work, caller: Caller) -> None:
        super().__init__(work, caller)
        self._work = work

    def find(self, number: int) -> tuple[KeptFlag, str]:
        """Return a flag that the caller may see.

        Raises:
            RefusedError: there is none.
        """
        stored = store.find(self._work.connection, number)
        if stored is None or not self.may_see(stored[0].flag.person):
            raise RefusedError(Problem.NO_SUCH_FLAG)
        return stored

    def may_see(self, person: str) -> bool:
        """Return whether flags about a person are shown."""
        who, whom = self.caller, self.reviewed(person)
        return may_see_flag(who.person_id, who.role, whom) and self.is_of_team(person)

    def message(self, stored: KeptFlag, case: str, words: Mapping[int, str]) -> FlagMessage:
        """Return a flag as it is shown."""
        flag = stored.flag
        return FlagMessage(
            number=stored.number,
            rule=flag.rule,
            person=self._name(flag.person),
            unit=self.team(flag.person),
            why=flag.why,
            accesses=len(flag.records),
            first_at=flag.first_at,
            last_at=flag.last_at,
            raised_at=stored.raised_at,
            verdict=stored.verdict,
            judged_at=stored.judged_at,
            judged_by=self._name(stored.judged_by),
            words=words.get(stored.number, ""),
            case_number=case,
            may_judge=stored.is_open and self.may_review(flag.person),
        )

    def _name(self, person: str) -> str:
        account = self.accounts.get(person)
        return account.name if account else person


def _judged(flags: Iterable[KeptFlag]) -> set[int]:
    return {flag.number for flag in flags if not flag.is_open}


def _record(work: Work, event: AuditEvent, number: int, flag: Flag) -> None:
    facts = ("rule", flag.rule.value), ("person", flag.person), ("why", flag.why)
    records = ("records", " ".join(flag.records))
    record(work, event, _name(number), NOBODY, *facts, records)


def _name(number: int) -> str:
    return f"flag {number}"
