"""Draw, judge and sign the weekly review of searches (SUP-01, SUP-02, SUP-04).

A reviewer sees the own team, or everybody, and never what they searched themselves, or what their
superiors did (SUP-05). Who files a preservation request is shown reads, as by a search: requests
are drawn with the searches.
"""

import secrets
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from itertools import chain

from sqlalchemy import func, select

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.hotlist.manual_entry import Extension
from mdt_alpr.domain.people.roles import EVERY_TEAM, Permission, may
from mdt_alpr.domain.people.shift import left_open_if_raised_by
from mdt_alpr.domain.policy import TRAINING_WARNED_BEFORE, capture_date
from mdt_alpr.domain.retention.alpr_1 import GROUND_WORDS
from mdt_alpr.domain.retention.hold_notices import KIND_WORDS
from mdt_alpr.domain.review import weekly as rules
from mdt_alpr.domain.review.waiting import Waits
from mdt_alpr.domain.review.weekly import (
    JudgedSearch,
    SearchVerdict,
    WeeklyRefusedError,
    WeeklyReview,
)
from mdt_alpr.domain.search.question import CaseCheck
from mdt_alpr.hq.audit.clock_guard import doubt_in
from mdt_alpr.hq.audit.service import NOBODY, record
from mdt_alpr.hq.base.headquarters import Caller, Headquarters, RefusedError, Work
from mdt_alpr.hq.base.tables import POLICY_ADOPTIONS, READS
from mdt_alpr.hq.hits import review_cases, review_store
from mdt_alpr.hq.holds import store as holds
from mdt_alpr.hq.hotlists import manual_store
from mdt_alpr.hq.people import store as people
from mdt_alpr.hq.people import team_store as teams
from mdt_alpr.hq.people.reviewers import Reviewer
from mdt_alpr.hq.people.two_people import PeopleBehind
from mdt_alpr.hq.reads import hit_log_store as hit_log
from mdt_alpr.hq.search.service import searches_of
from mdt_alpr.hq.weekly import store
from mdt_alpr.wire.desk import HitLogFilter
from mdt_alpr.wire.problems import Problem
from mdt_alpr.wire.search import MadeSearch
from mdt_alpr.wire.weekly import (
    MissedWeek,
    PastReview,
    SampledSearch,
    SearchJudged,
    WeekCounts,
    WeeklyMessage,
    WeekSigned,
)

SUBJECT = "weekly reviews"
PAST_AT_MOST = 60
_SEED_BYTES = 16


def week_for(work: Work, caller: Caller, week: date | None = None) -> WeeklyMessage:
    """Return the caller's review of a week, without one of the last that is over.

    That its searches are viewed is recorded with their ids.

    Raises:
        RefusedError: the caller has none of this week, and it is none of the last that are over.
    """
    week = week or rules.last_week(work.now)
    stored = store.find(work, week, caller.person_id)
    if stored is None:
        _demand_recent(work, week)
    review = stored[1] if stored else None
    sampled = review.sampled if review else ()
    record(work, AuditEvent.HQ_WEEKLY_VIEWED, week.isoformat(), caller.person_id, returned=sampled)
    made = (*searches_of(work, sampled), *_requests(work, sampled))
    known = {search.search_id: search for search in made}
    accesses, _, left_out = _accesses(work, caller, week)
    sample = []
    for search_id in sampled:
        judged = review.verdict(search_id) if review else None
        verdict, note = (judged.verdict, judged.note) if judged else (None, "")
        sample.append(SampledSearch(search_id, known.get(search_id), verdict, note))
    return WeeklyMessage(
        week=week,
        seed=review.seed if review else "",
        searched=review.searched if review else len(accesses),
        left_out=left_out,
        sample=tuple(sample),
        signed_at=review.signed_at if review else None,
        counts=_counts(work, caller, week),
        missing=_missing(work, caller),
        past=_past(work, caller),
    )


def begin(work: Work, caller: Caller, week: date | None) -> WeeklyMessage:
    """Draw the sample of a week; begun twice it is one.

    Raises:
        RefusedError: the week is not over, or too long ago.
    """
    week = week or rules.last_week(work.now)
    if store.find(work, week, caller.person_id) is None:
        _demand_recent(work, week)
        seed, (searches, whole, _) = secrets.token_hex(_SEED_BYTES), _accesses(work, caller, week)
        review = rules.begin(week, searches, seed, caller.person_id, work.now)
        review = replace(review, people=tuple(sorted(whole)))
        store.add(work, review)
        drawn = ("searched", str(review.searched)), ("sampled", str(len(review.sampled)))
        facts = ("seed", seed), *drawn
        event = AuditEvent.HQ_WEEKLY_BEGUN
        record(work, event, week.isoformat(), caller.person_id, *facts)
    return week_for(work, caller, week)


def judge(work: Work, caller: Caller, asked: SearchJudged) -> WeeklyMessage:
    """Keep a verdict on a search of the caller's sample.

    Raises:
        RefusedError: there is no such review, or it is refused; says why.
    """
    week = asked.week or rules.last_week(work.now)
    number, review = _own(work, caller, week)
    made = JudgedSearch(asked.search_id, asked.verdict, work.now, asked.note)
    try:
        changed = rules.judge(review, made, asked.instead_of)
    except WeeklyRefusedError as error:
        raise RefusedError(Problem.WEEKLY_REFUSED, str(error)) from error
    store.change(work, number, changed)
    facts = ("week", week.isoformat()), ("verdict", asked.verdict.value)
    event = AuditEvent.HQ_WEEKLY_JUDGED
    typed = (("note", asked.note),) if asked.note else ()
    record(work, event, asked.search_id, caller.person_id, *facts, typed=typed)
    return week_for(work, caller, week)


def sign(work: Work, caller: Caller, asked: WeekSigned) -> WeeklyMessage:
    """Sign the caller's review with what was found; what is not justified becomes a case (SUP-06).

    Raises:
        RefusedError: there is none, or something of it is missing; says what.
    """
    week = asked.week or rules.last_week(work.now)
    number, review = _own(work, caller, week)
    try:
        signed = rules.sign(review, asked.findings, caller.person_id, work.now)
    except WeeklyRefusedError as error:
        raise RefusedError(Problem.WEEKLY_REFUSED, str(error)) from error
    store.change(work, number, signed)
    facts = tuple((verdict.value, str(_number(signed, verdict))) for verdict in SearchVerdict)
    record(
        work, AuditEvent.HQ_WEEKLY_SIGNED, week.isoformat(), caller.person_id, *facts,
        typed=(("findings", signed.findings),),
    )  # fmt: skip
    _open_cases(work, caller, signed)
    return week_for(work, caller, week)


def waiting(work: Work, caller: Caller) -> Iterator[Waits]:
    """Yield what of the last week a caller has to judge, and the weeks still to sign."""
    week = rules.last_week(work.now)
    stored = store.find(work, week, caller.person_id)
    if stored is not None and stored[1].signed_at is None:
        review, on = stored[1], rules.sign_by(week)
        for search_id in review.sampled:
            if review.verdict(search_id) is None:
                name = f"Search of the week of {week}"
                yield Waits(search_id, name, "Not judged", review.begun_at, on)
    for missed in _missing(work, caller):
        if missed.is_mine:
            words, on = "Not signed", rules.sign_by(missed.week)
            yield Waits(
                missed.week.isoformat(), f"Weekly review of {missed.week}", words, None, on
            )


def next_to_sign(work: Work) -> date:
    """Return the first week that waits for a signature (RPT-02)."""
    return rules.next_to_sign(_complete(_unsigned(work)), work.now, _adopted_at(work))


def erase_expired(hq: Headquarters) -> int:
    """Erase the reviews whose time is over; return how many. Not by a clock that is doubted."""
    with hq.reading() as work:
        if not store.expired(work) or doubt_in(work):
            return 0
    with hq.writing() as work:
        over = store.expired(work)
        store.erase(work, over)
        record(work, AuditEvent.HQ_WEEKLY_ERASED, SUBJECT, NOBODY, ("erased", str(len(over))))
    hq.database.leave_nothing_erased()
    return len(over)


# ------------------------------------------------------------------------ inside


def _unsigned(work: Work) -> dict[date, set[str] | None]:
    """Return by week whose searches no signature covers; None where nobody signed at all."""
    weeks = [rules.last_week(work.now, ago) for ago in range(rules.WEEKS_AGO)]
    signed = store.signed_since(work, weeks[-1])
    unsigned: dict[date, set[str] | None] = {}
    for week in weeks:
        made = store.accesses_between(work, *rules.span_of(week))
        reviews = [review for review in signed if review.week == week]
        people_of = {person for person, _ in made.values()}
        unsigned[week] = rules.unsigned_people(people_of, reviews) if made or reviews else None
    return unsigned


def _complete(unsigned: Mapping[date, set[str] | None]) -> set[date]:
    return {week for week, people_of in unsigned.items() if people_of == set()}


def _missing(work: Work, caller: Caller) -> tuple[MissedWeek, ...]:
    """Return the weeks not reviewed since the agency adopted its policy (SUP-01)."""
    unsigned, reviewer = _unsigned(work), Reviewer(work, caller)
    missing = rules.weeks_missing(_complete(unsigned), work.now, _adopted_at(work))
    missed = []
    for week in missing:
        whom = unsigned[week] or set()
        whose = {reviewer.team(person) or reviewer.reviewed(person).role.value for person in whom}
        own = store.find(work, week, caller.person_id)
        is_mine = not (own and own[1].signed_at) and (
            not whom or any(map(reviewer.may_review, whom))
        )
        missed.append(MissedWeek(week, tuple(sorted(whose)), is_mine))
    return tuple(missed)


def _open_cases(work: Work, caller: Caller, signed: WeeklyReview) -> None:
    """Open a review case for each search that is not justified and has none."""
    made = store.accesses_between(work, *signed.span)
    for judgment in signed.judged:
        about = judgment.search_id
        if (
            judgment.verdict is SearchVerdict.NOT_JUSTIFIED
            and about in made
            and not review_store.has_case(work.connection, about)
        ):
            opened = review_store.new_case(work.connection, about, work.now, caller.person_id)
            review_cases.open_case(work, caller, opened, (made[about][0], about), judgment.note)


def _adopted_at(work: Work) -> datetime:
    adopted: datetime | None = work.connection.scalar(select(func.min(POLICY_ADOPTIONS.c.at)))
    return adopted or work.now


def _own(work: Work, caller: Caller, week: date) -> tuple[int, WeeklyReview]:
    stored = store.find(work, week, caller.person_id)
    if stored is None:
        raise RefusedError(Problem.WEEKLY_REFUSED, "Begin the review of this week first.")
    return stored


def _demand_recent(work: Work, week: date) -> None:
    try:
        rules.demand_recent(week, work.now)
    except WeeklyRefusedError as error:
        raise RefusedError(Problem.WEEKLY_REFUSED, str(error)) from error


def _accesses(work: Work, caller: Caller, week: date) -> tuple[dict[str, str], set[str], int]:
    """Return what others searched whom the caller reviews, of whom it is all, and how much more.

    That is left out of which the caller may have made some by another account.
    """
    made, reviewer = store.accesses_between(work, *rules.span_of(week)), Reviewer(work, caller)
    open_to = {person: reviewer.may_review(person) for person, _ in set(made.values())}
    of_others = {
        access: people_of
        for access, people_of in made.items()
        if open_to[people_of[0]] and caller.person_id not in people_of
    }
    named = set(chain.from_iterable(of_others.values())) - {NOBODY}
    behind = PeopleBehind(work, caller.person_id, *named)
    theirs = {name: not behind.why_one(caller.person_id, name) for name in named} | {NOBODY: True}
    people_found = {
        access: person
        for access, (person, entered_by) in of_others.items()
        if theirs[person] and theirs[entered_by]
    }
    whole = {*people_found.values()} - {
        person for access, (person, _) in made.items() if access not in people_found
    }
    return people_found, whole, len(of_others) - len(people_found)


def _requests(work: Work, ids: Collection[str]) -> Iterator[MadeSearch]:
    """Yield the preservation requests of these ids, as searches."""
    names = people.names(work.connection)
    numbers = holds.counts(work.connection, ids)
    for hold in holds.of_ids(work, ids):
        form = hold.hold.form if hold.hold else None
        kind = KIND_WORDS[hold.row["kind"]]
        ground = GROUND_WORDS[form.ground] if form and form.ground else kind
        yield MadeSearch(
            search_id=hold.hold_id,
            at=hold.requested_at,
            person_id=hold.requested_by,
            name=names.get(hold.requested_by, hold.requested_by),
            purpose=f"Preservation request {hold.number}. {ground}",
            case=hold.hold.case if hold.hold else "",
            reason=form.facts if form else "",
            case_check=CaseCheck.NOT_CHECKED,
            confirmed=(),
            found=numbers.get(hold.hold_id, {}).get(READS.name, 0),
        )


def _team(work: Work, caller: Caller) -> str:
    if may(caller.role, Permission.MANAGE_LISTS):
        return EVERY_TEAM
    placed = teams.placement(work.connection, caller.person_id)
    sees_all = placed.sees_all or not teams.is_in_use(work.connection)
    return EVERY_TEAM if sees_all else placed.team


def _counts(work: Work, caller: Caller, week: date) -> WeekCounts:
    since, until = rules.span_of(week)
    criteria = HitLogFilter(since, until, team=_team(work, caller))
    counts = hit_log.counts(work.connection, criteria, left_open_if_raised_by(until, work.now))
    reviewer, today = Reviewer(work, caller), capture_date(work.now)
    return WeekCounts(
        counts.hits,
        counts.stops,
        counts.unverified_stops,
        counts.not_practicable,
        counts.left_open,
        trainings_ending=sum(
            account.trained_until is not None
            and account.trained_until - today <= TRAINING_WARNED_BEFORE
            for account in reviewer.accounts.values()
            if account.is_live(work.now) and reviewer.is_of_team(account.person_id)
        ),
        extensions_asked=sum(
            entry.extension is Extension.ASKED and entry.entered_by != caller.person_id
            for entry in (stored.entry for stored in manual_store.live(work, criteria.team))
        ),
    )  # fmt: skip


def _past(work: Work, caller: Caller) -> tuple[PastReview, ...]:
    everybody = may(caller.role, Permission.READ_AUDIT)
    names = people.names(work.connection)
    reviews = store.newest(work, None if everybody else caller.person_id, PAST_AT_MOST)
    return tuple(
        PastReview(
            week=review.week,
            by=names.get(review.by, review.by),
            searched=review.searched,
            sampled=len(review.sampled),
            not_justified=_number(review, SearchVerdict.NOT_JUSTIFIED),
            unclear=_number(review, SearchVerdict.UNCLEAR),
            signed_at=review.signed_at,
            findings="" if caller.person_id in review.people else review.findings,
        )
        for review in reviews
    )


def _number(review: WeeklyReview, verdict: SearchVerdict) -> int:
    return sum(judgment.verdict is verdict for judgment in review.judged)
