"""A trial before service: its plan is an entry of the audit, its sample is judged blind.

The plan's number and digest choose the passes, so nobody knows them before it is recorded, and
nobody changes plan or sample afterward without an entry that says so.
"""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, select, update

from mdt_alpr.domain.audit.audit import AuditEntry, AuditEvent
from mdt_alpr.domain.hit.trial import ENDED_AS, MARK
from mdt_alpr.domain.policy import SAMPLES_SHOWN_FROM, capture_date, date_begins, date_ends
from mdt_alpr.domain.review.accuracy import INTERVAL_WORDS, Score
from mdt_alpr.domain.review.trial_report import (
    FIGURE_WORDS,
    IS_AT_MOST,
    JudgedPass,
    TrialFigure,
    TrialPlan,
    TrialRefusedError,
    checked_plan,
    interval,
    is_sampled,
    readiness,
    trial_scores,
    verdict,
    wants_second_judge,
)
from mdt_alpr.domain.review.truth import Truth
from mdt_alpr.hq.audit import store as own_audit
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.capture_day import capture_day
from mdt_alpr.hq.base.headquarters import Caller, Work
from mdt_alpr.hq.base.hit_tables import HIT_LOG
from mdt_alpr.hq.base.paper import Paper, Printed, in_words
from mdt_alpr.hq.base.tables import PICTURES, READS, TRUTH_CHECKS
from mdt_alpr.hq.people import store as people
from mdt_alpr.hq.reads import captured
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.messages import ReadMessage
from mdt_alpr.wire.review import TruthPassMessage
from mdt_alpr.wire.trial import TrialLine, TrialMessage

_T = TRUTH_CHECKS.c
_SUBJECT, _CROP = "trial", "crop"
_SHARES = "judged", "right", "state_right", "unflagged_wrong", "false_alerts"
"""As the plan has them, in its order."""
_LOOKED_AT = 2000
"""Passes among which one of the sample is sought at a time."""
NOT_PLANNED = "No trial is planned. Plan it before it begins: hq plan-trial."
_NOT_KNOWN = (
    "Passes without a read are not known here: how many plates were offered is measured on "
    "pictures of your own (models compare). A sample of days says nothing of weather that they "
    "had not. " + INTERVAL_WORDS
)


@dataclass(frozen=True, slots=True)
class PlannedTrial:
    """A trial as it was recorded; ``number`` chooses its sample."""

    plan: TrialPlan
    number: str
    at: datetime
    by: str

    def holds(self, read_id: str) -> bool:
        """Tell whether a pass belongs to the sample."""
        return is_sampled(self.number, read_id, self.plan.judged / 100)


def plan_trial(work: Work, plan: TrialPlan, by: str) -> None:
    """Record a plan; it begins a new trial.

    Raises:
        TrialRefusedError: as of ``checked_plan``.
    """
    facts = asdict(checked_plan(plan, capture_date(work.now)))
    record(
        work, AuditEvent.HQ_TRIAL_PLANNED, _SUBJECT, by,
        *((name, str(value)) for name, value in facts.items()),
    )  # fmt: skip


def planned_trial(work: Work) -> PlannedTrial | None:
    """Return the newest trial, None where none was planned."""
    entry = own_audit.newest_of(work.connection, AuditEvent.HQ_TRIAL_PLANNED)
    return None if entry is None else _planned(entry)


def _planned(entry: AuditEntry) -> PlannedTrial:
    said = dict(entry.detail)
    first, last = (date.fromisoformat(said[name]) for name in ("first", "last"))
    shares = (float(said[name]) for name in _SHARES)
    plan = TrialPlan(first, last, *shares)
    return PlannedTrial(plan, f"{entry.sequence} {entry.digest}", entry.at, entry.person)


# ---------------------------------------------------------------- judged


def passes_to_judge(work: Work, caller: Caller) -> Iterator[TruthPassMessage]:
    """Yield the passes of the trial that wait: its hits and its sample, then the second looks."""
    if (trial := planned_trial(work)) is None:
        return
    for rows in (_unjudged(work, trial), _judged_once(work, trial, caller)):
        yield from (TruthPassMessage(row.read_id, row.digest) for row in rows)


def _unjudged(work: Work, trial: PlannedTrial) -> Iterator[Any]:
    t, hits = PICTURES.c, select(HIT_LOG.c.read_id).where(HIT_LOG.c.disposition == ENDED_AS)
    of_hits = set(work.connection.scalars(hits))
    query = (
        select(t.read_id, t.digest)
        .join(READS, and_(READS.c.day == t.day, READS.c.read_id == t.read_id))
        .where(
            *_of_trial(trial, READS.c.captured_at, READS.c.camera),
            t.captured_at > work.now - SAMPLES_SHOWN_FROM,
            t.what == _CROP, t.held, t.read_id.not_in(select(_T.read_id)),
        )
        .order_by(t.day, t.read_id)
        .limit(_LOOKED_AT)
    )  # fmt: skip
    rows = work.connection.execute(query)
    return (row for row in rows if row.read_id in of_hits or trial.holds(row.read_id))


def _judged_once(work: Work, trial: PlannedTrial, caller: Caller) -> Iterator[Any]:
    t = PICTURES.c
    query = (
        select(t.read_id, t.digest)
        .join(TRUTH_CHECKS, _T.read_id == t.read_id)
        .where(
            *_of_trial(trial, _T.captured_at, _T.camera),
            _T.second.is_(None), _T.person_id != caller.person_id, t.what == _CROP, t.held,
        )
        .order_by(t.read_id)
        .limit(_LOOKED_AT)
    )  # fmt: skip
    rows = work.connection.execute(query)
    return (row for row in rows if _wants_second(trial, row.read_id))


def _wants_second(trial: PlannedTrial, read_id: str) -> bool:
    return trial.holds(read_id) and wants_second_judge(trial.number, read_id)


def keep_second(work: Work, caller: Caller, read_id: str, truth: Truth) -> bool:
    """Keep what a second person saw of a pass of the sample; return whether one is wanted."""
    trial = planned_trial(work)
    if trial is None or not _wants_second(trial, read_id):
        return False
    once = _T.read_id == read_id, _T.second.is_(None), _T.person_id != caller.person_id
    second = {"second": truth, "second_by": caller.person_id}
    return bool(work.connection.execute(update(TRUTH_CHECKS).where(*once).values(second)).rowcount)


def _of_trial(
    trial: PlannedTrial, at: ColumnElement[datetime], camera: ColumnElement[str]
) -> tuple[ColumnElement[bool], ...]:
    begins, ends = date_begins(trial.plan.first), date_ends(trial.plan.last)
    return at >= begins, at < ends, camera.like(f"%{MARK}")


# ---------------------------------------------------------------- reported


def report(work: Work, by: str) -> TrialMessage:
    """Return what the newest trial says; that it was viewed is recorded."""
    record(work, AuditEvent.HQ_TRIAL_VIEWED, _SUBJECT, by)
    trial = planned_trial(work)
    if trial is None:
        return TrialMessage(NOT_PLANNED, ready=False)
    query = select(TRUTH_CHECKS).where(*_of_trial(trial, _T.captured_at, _T.camera))
    judged = [row for row in work.connection.execute(query) if row.truth is not Truth.UNREADABLE]
    sample = [row for row in judged if trial.holds(row.read_id)]
    scores = trial_scores(_passes(work, sample), *_false_alerts(work, judged))
    answer = verdict(scores, trial.plan.limits)
    names = people.names(work.connection)
    return TrialMessage(
        answer.words, answer.ready, (*_lines(trial, scores), *_parts(sample)),
        trial.plan, trial.at, names.get(trial.by, trial.by),
    )  # fmt: skip


def _passes(work: Work, sample: Iterable[Any]) -> Iterator[JudgedPass]:
    for row in sample:
        body = captured.read(work, capture_day(row.read_id), row.read_id)
        read = decode(ReadMessage, body) if body else None
        yield JudgedPass(
            was_read=True,
            right=row.truth is not Truth.WRONG,
            state_right=row.truth is Truth.RIGHT,
            flagged=read is not None and bool(read.disputed),
            same_answer=None if row.second is None else row.second is row.truth,
        )


def _false_alerts(work: Work, judged: Iterable[Any]) -> tuple[int, int]:
    """Return how many of the trial's hits that were judged are of another plate, and of how many.

    Every hit of a trial is offered to be judged, so these are no sample.
    """
    query = select(HIT_LOG.c.read_id).where(HIT_LOG.c.disposition == ENDED_AS)
    hits = set(work.connection.scalars(query))
    truths = [row.truth for row in judged if row.read_id in hits]
    return sum(truth in (Truth.WRONG, Truth.OTHER_STATE) for truth in truths), len(truths)


def _lines(trial: PlannedTrial, scores: dict[TrialFigure, Score]) -> Iterator[TrialLine]:
    limits = dict(trial.plan.limits)
    for figure, score in scores.items():
        if figure is TrialFigure.READ:
            continue
        between, limit = interval(figure, scores), limits.get(figure)
        way = "at most" if figure in IS_AT_MOST else "at least"
        yield _line(
            FIGURE_WORDS[figure], score, between,
            "" if limit is None else f"{way} {limit:.1%}",
            "" if limit is None else readiness(figure, between, limit).value,
        )  # fmt: skip


_DAY = range(6, 18)


def _parts(sample: list[Any]) -> Iterator[TrialLine]:
    """Yield how many reads had every character right, by day and night and by camera."""
    parts: dict[str, list[bool]] = {}
    for row in sample:
        for name in ("By day, 6 to 18" if row.hour in _DAY else "By night", row.camera):
            parts.setdefault(name, []).append(row.truth is not Truth.WRONG)
    for name, right in sorted(parts.items()):
        score = Score(sum(right), len(right))
        yield _line(f"Every character right: {name}", score, score.interval)


def _line(
    name: str, score: Score, between: tuple[float, float], limit: str = "", state: str = ""
) -> TrialLine:
    low, high = (round(100 * bound, 1) for bound in between)
    return TrialLine(name, score.right, score.of, low, high, limit, state)


def paper(printed: Printed, trial: TrialMessage) -> bytes:
    """Return the report of a trial as PDF.

    Raises:
        TrialRefusedError: none was planned.
    """
    if trial.plan is None or trial.planned_at is None:
        raise TrialRefusedError(NOT_PLANNED)
    made = Paper("License plate readers: a trial before service", printed)
    made.fields(
        (
            ("Days", f"{trial.plan.first} to {trial.plan.last}"),
            ("Limits were set on", f"{in_words(trial.planned_at)}, by {trial.planned_by}"),
        )
    )
    made.section("Ready for service?")
    made.paragraph(trial.words, bold=True)
    made.section("Figures", _NOT_KNOWN)
    rows = [
        (
            line.name, f"{line.right:,} of {line.of:,}", f"{line.low:.1f} to {line.high:.1f}%",
            line.limit, line.state,
        )
        for line in trial.lines
    ]  # fmt: skip
    made.table(("Figure", "Judged", "Between", "Limit", "State"), rows, (5, 2, 2, 2, 1))
    made.signature("ALPR system administrator")
    return made.pdf()
