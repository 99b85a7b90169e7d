"""A trial before service: its plan is an entry of the audit, its sample is judged blind.

The plan's number and digest choose the passes, so nobody knows them before it is recorded, and
nobody changes plan or sample afterward without an entry that says so.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from heapq import merge
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, select, tuple_, update

from mdt_alpr.acts.hits import KEEP_TRUTH
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.hit.trial import ENDED_AS, MARK
from mdt_alpr.domain.hit.trial_sample import UNREAD
from mdt_alpr.domain.people.roles import may
from mdt_alpr.domain.policy import SAMPLES_SHOWN_FROM, capture_date
from mdt_alpr.domain.review.trial_parts import WeatherNote, WeatherRefusedError, checked_note
from mdt_alpr.domain.review.trial_report import TrialPlan, checked_plan
from mdt_alpr.domain.review.truth import Truth
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.audit.trial_plan import PlannedTrial, planned_trial
from mdt_alpr.hq.base import sealed_reads
from mdt_alpr.hq.base.headquarters import Caller, Work
from mdt_alpr.hq.base.hit_tables import HIT_LOG
from mdt_alpr.hq.base.tables import PICTURES, READS, TRUTH_CHECKS
from mdt_alpr.hq.hits import trial_missed
from mdt_alpr.hq.people import store as people
from mdt_alpr.hq.people.two_people import PeopleBehind
from mdt_alpr.wire.review import TruthPassMessage

_P, _T = PICTURES.c, TRUTH_CHECKS.c
SUBJECT, CROP = "trial", "crop"
_AT_ONCE = 2000
"""Passes among which those of the sample are sought at a time."""


def plan_trial(work: Work, plan: TrialPlan, by: str) -> None:
    """Record a plan; it begins a new trial.

    Raises:
        TrialRefusedError: as of ``checked_plan``.
    """
    facts = asdict(checked_plan(plan, capture_date(work.now)))
    record(
        work, AuditEvent.HQ_TRIAL_PLANNED, SUBJECT, by,
        *((name, str(value)) for name, value in facts.items()),
    )  # fmt: skip


def note_weather(work: Work, note: WeatherNote, by: str) -> None:
    """Record which weather there was; what a later note says of the same hours counts.

    Raises:
        WeatherRefusedError: as of ``checked_note``, or no trial is planned.
    """
    facts = asdict(checked_note(note, work.now))
    if (trial := planned_trial(work)) is None:
        raise WeatherRefusedError("Weather is noted of a trial. Plan one before it begins.")
    record(
        work, AuditEvent.HQ_TRIAL_WEATHER_NOTED, SUBJECT, by, trial.sample.fact,
        *((name, str(value)) for name, value in facts.items()),
    )  # fmt: skip


# ---------------------------------------------------------------- judged


def passes_to_judge(work: Work, caller: Caller) -> Iterator[TruthPassMessage]:
    """Yield the passes of the trial that wait: its hits and its sample, then the second looks.

    Missed plates come among the reads, in the order of their time: nothing tells them apart.
    """
    if (trial := planned_trial(work)) is None:
        return
    missed = every_row(work, trial_missed.waiting(work, trial))
    of_sample = (row for row in missed if trial.sample.holds(row.read_id))
    new = merge(_unjudged(work, trial), of_sample, key=lambda row: str(row.read_id))
    for rows in (new, _judged_once(work, trial, caller)):
        yield from (TruthPassMessage(row.read_id, row.digest) for row in rows)


def _unjudged(work: Work, trial: PlannedTrial) -> Iterator[Any]:
    hits = select(HIT_LOG.c.read_id).where(HIT_LOG.c.disposition == ENDED_AS)
    of_hits = set(work.connection.scalars(hits))
    query = (
        select(_P.day, _P.read_id, _P.digest)
        .join(READS, and_(READS.c.day == _P.day, READS.c.read_id == _P.read_id))
        .where(
            *of_trial(trial, READS.c.captured_at, READS.c.camera),
            _P.captured_at > work.now - SAMPLES_SHOWN_FROM,
            _P.what == CROP, _P.held, _P.read_id.not_in(select(_T.read_id)),
        )
    )  # fmt: skip
    rows = every_row(work, query)
    return (row for row in rows if row.read_id in of_hits or trial.sample.holds(row.read_id))


def _judged_once(work: Work, trial: PlannedTrial, caller: Caller) -> Iterator[Any]:
    query = (
        select(_P.day, _P.read_id, _P.digest)
        .join(TRUTH_CHECKS, _T.read_id == _P.read_id)
        .where(
            *of_trial(trial, _T.captured_at, _T.camera), _T.second.is_(None),
            _T.person_id.in_(_others(work, caller)), _P.what.in_((CROP, UNREAD)), _P.held,
        )
    )  # fmt: skip
    rows = every_row(work, query)
    return (row for row in rows if trial.sample.wants_second(row.read_id))


def every_row(work: Work, query: Select[Any]) -> Iterator[Any]:
    """Yield what a query of pictures finds, in the order of their ids, some at a time."""
    place, last = tuple_(_P.day, _P.read_id), None
    while True:
        later = query if last is None else query.where(place > tuple_(last.day, last.read_id))
        some = later.order_by(_P.day, _P.read_id).limit(_AT_ONCE)
        rows = work.connection.execute(some).all()
        yield from rows
        if len(rows) < _AT_ONCE:
            return
        last = rows[-1]


def _others(work: Work, caller: Caller) -> list[str]:
    """Return who judged and cannot be the caller under another account."""
    judges = set(work.connection.scalars(select(_T.person_id).distinct())) - {caller.person_id}
    behind = PeopleBehind(work, caller.person_id, *judges)
    return [judge for judge in judges if not behind.why_one(caller.person_id, judge)]


def why_no_second(work: Work, trial: PlannedTrial) -> str:
    """Return why nobody counts as a second judge of a trial; empty where somebody does."""
    of_judges = select(_T.person_id).where(*of_trial(trial, _T.captured_at, _T.camera))
    judges = set(work.connection.scalars(of_judges.distinct()))
    others = {
        account.person_id
        for account in people.accounts(work.connection)
        if account.disabled_at is None and any(may(account.role, line) for line in KEEP_TRUTH.may)
    }
    behind = PeopleBehind(work, *judges, *others)
    words = [behind.why_one(judge, other) for judge in judges for other in others - {judge}]
    return words[0] if words and all(words) else ""


def keep_second(work: Work, caller: Caller, read_id: str, truth: Truth) -> bool:
    """Keep what a second person saw of a pass of the sample; return whether one is wanted."""
    trial = planned_trial(work)
    if trial is None or not trial.sample.wants_second(read_id):
        return False
    once = _T.read_id == read_id, _T.second.is_(None), _T.person_id.in_(_others(work, caller))
    second = {"second": truth, "second_by": caller.person_id}
    return bool(work.connection.execute(update(TRUTH_CHECKS).where(*once).values(second)).rowcount)


def fingerprint(work: Work, captured_at: datetime, text: str) -> bytes:
    """Return what is kept of a typed plate: it tells whether a text is the same, and no text.

    It rests on the key of the day of capture, without which nobody can try texts.
    """
    form = sealed_reads.form(work.day_keys, capture_date(captured_at), text, "")
    return hashlib.sha256(form).digest()


def of_trial(
    trial: PlannedTrial, at: ColumnElement[datetime], camera: ColumnElement[str]
) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of what cars in trial mode captured on the days of a trial."""
    begins, ends = trial.span
    return at >= begins, at < ends, camera.like(f"%{MARK}")
