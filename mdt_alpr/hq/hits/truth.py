"""Show sampled passes blind, and show how accurate the reader was (D22)."""

from collections.abc import Collection, Iterable
from datetime import UTC, date
from typing import Any

from sqlalchemy import Connection, Row, func, select

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import PlateTextError
from mdt_alpr.domain.hit.trial import is_trial_camera
from mdt_alpr.domain.identity import new_id
from mdt_alpr.domain.people.roles import Permission, may, may_see_person
from mdt_alpr.domain.people.shift import hour_of
from mdt_alpr.domain.plate.plate import STATES, tidy
from mdt_alpr.domain.policy import SAMPLES_SHOWN_FROM, capture_date
from mdt_alpr.domain.reading.typed_read import TYPED_BY_OFFICER, was_typed
from mdt_alpr.domain.review.accuracy import (
    SAMPLE_OF_MONTH,
    MonthOfReads,
    SampledBy,
    month_of,
    months,
)
from mdt_alpr.domain.review.truth import Truth, tallied, truth_of
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base import sealed_reads
from mdt_alpr.hq.base.capture_day import capture_day, id_time, next_day
from mdt_alpr.hq.base.database import insert
from mdt_alpr.hq.base.equipment_tables import SAMPLE_COUNTS
from mdt_alpr.hq.base.headquarters import Caller, RefusedError, Work
from mdt_alpr.hq.base.hit_tables import HIT_LOG
from mdt_alpr.hq.base.tables import PICTURES, READS, TRUTH_CHECKS
from mdt_alpr.hq.hits import trial, trial_missed
from mdt_alpr.hq.people import team_store as teams
from mdt_alpr.hq.reads import captured
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.messages import PictureMessage, ReadMessage
from mdt_alpr.wire.problems import Problem
from mdt_alpr.wire.review import MonthsMessage, TruthMessage, TruthPassMessage, TruthReading

_ID = 36
_CROP = "crop"

_T = TRUTH_CHECKS.c


def passes_from(connection: Connection, day: date, read_id: str, limit: int) -> list[Row[Any]]:
    """Return day, read and plate picture of unchecked passes from an id on, in their order."""
    t = PICTURES.c
    checked = select(_T.read_id)
    query = select(t.day, t.read_id, t.digest).where(
        t.day >= day, t.read_id >= read_id, t.what == _CROP, t.held, t.read_id.not_in(checked)
    )
    return list(connection.execute(query.order_by(t.day, t.read_id).limit(limit)))


def put(connection: Connection, row: dict[str, Any]) -> bool:
    """Keep a check; return whether the pass had none."""
    statement = insert(connection, TRUTH_CHECKS).values(row).on_conflict_do_nothing()
    return connection.scalar(statement.returning(_T.read_id)) is not None


def counts(connection: Connection, by: str) -> list[tuple[str, Truth, int]]:
    """Return how many checks there are by "camera" or "hour" and truth."""
    column = _T[by]
    query = select(column, _T.truth, func.count()).group_by(column, _T.truth)
    return [
        (f"{value:02d}" if isinstance(value, int) else value, truth, number)
        for value, truth, number in connection.execute(query)
    ]


_MOST_READ = 50
_LEAST = bytes(10)
NONE = TruthPassMessage("", "")


def next_pass(work: Work, caller: Caller, noise: bytes) -> TruthPassMessage:
    """Return a pass of the last days for this person to judge; that it was shown is recorded.

    It is the first after an instant that ``noise`` chooses, so that quiet hours come as often as
    busy ones, of a camera whose monthly sample is not complete where there is one. Own passes and
    those of other teams are left out.
    """
    for of_trial in trial.passes_to_judge(work, caller):
        passed = pass_of(work, of_trial.read_id)
        if passed is not None and is_open_to(work, caller, passed.person_id):
            return _shown(work, caller, of_trial)
    since, full = work.now - SAMPLES_SHOWN_FROM, _complete(work)
    others: list[TruthPassMessage] = []
    part = int.from_bytes(noise, "big") / 256 ** len(noise)
    for begin in (since + SAMPLES_SHOWN_FROM * part, since):
        day, first = begin.astimezone(UTC).date(), new_id(begin, _LEAST)
        for row in passes_from(work.connection, day, first, _MOST_READ):
            body = captured.read(work, row.day, row.read_id)
            read = decode(ReadMessage, body) if body else None
            if read is None or not is_open_to(work, caller, read.person_id):
                continue
            others.append(TruthPassMessage(row.read_id, row.digest))
            if camera_name(read.unit, read.camera) not in full:
                return _shown(work, caller, others[-1])
    return _shown(work, caller, others[0]) if others else NONE


def _shown(work: Work, caller: Caller, shown: TruthPassMessage) -> TruthPassMessage:
    ids = shown.read_id, shown.digest
    record(work, AuditEvent.HQ_SAMPLE_SHOWN, shown.read_id, caller.person_id, returned=ids)
    return shown


def _complete(work: Work) -> set[str]:
    """Return the cameras whose sample of this month is judged: others come first."""
    t = SAMPLE_COUNTS.c
    this = t.month == month_of(capture_date(work.now)), t.by == SampledBy.CAMERA
    judged = func.sum(t.number) >= SAMPLE_OF_MONTH
    readable = t.truth != Truth.UNREADABLE
    names = select(t.name).where(*this, readable).group_by(t.name).having(judged)
    return set(work.connection.scalars(names))


def keep_truth(work: Work, caller: Caller, ask: TruthReading) -> None:
    """Keep how a read stood to what the person saw; the plate that was typed is not kept.

    Of a trial's pass its fingerprint is, so that another reader can be compared.

    Raises:
        RefusedError: no such pass is open to the caller, it was judged already, or what was
            typed is no plate with a state.
    """
    if id_time(ask.read_id) is None:
        raise RefusedError(Problem.NO_SUCH_PASS)
    read = pass_of(work, ask.read_id)
    if read is None or not is_open_to(work, caller, read.person_id):
        raise RefusedError(Problem.NO_SUCH_PASS)
    seen = None if not ask.text and not ask.state else _plate(ask)
    if isinstance(read, PictureMessage):
        judged = trial_missed.truth_of_missed(work, read, seen)
    else:
        judged = truth_of((read.text, read.state), seen)
    row = {
        "read_id": read.read_id,
        "captured_at": read.captured_at,
        "camera": camera_name(read.unit, read.camera),
        "hour": hour_of(read.captured_at),
        "truth": judged,
        "at": work.now,
        "person_id": caller.person_id,
    }
    if seen and judged is not Truth.UNREADABLE and is_trial_camera(read.camera):
        row["seen"] = trial.fingerprint(work, read.captured_at, seen[0])
    if trial.keep_second(work, caller, read.read_id, judged):
        record(work, AuditEvent.HQ_SAMPLE_JUDGED, read.read_id, caller.person_id)
        return
    if not put(work.connection, row):
        raise RefusedError(Problem.REVIEW_REFUSED, "Somebody has judged this pass already.")
    if isinstance(read, ReadMessage):
        count_judged(work, read, judged)
    record(work, AuditEvent.HQ_SAMPLE_JUDGED, read.read_id, caller.person_id)


def pass_of(work: Work, pass_id: str) -> ReadMessage | PictureMessage | None:
    """Return the read of a pass, or the picture of a plate that a car in trial mode missed."""
    body = captured.read(work, capture_day(pass_id), pass_id)
    return decode(ReadMessage, body) if body else trial_missed.picture_of(work, pass_id)


def count_judged(work: Work, read: ReadMessage, truth: Truth) -> None:
    """Count a judged read for its month, which outlives the read (MNT-04)."""
    lists = select(HIT_LOG.c.list_name).where(HIT_LOG.c.read_id == read.read_id).distinct()
    names = [(SampledBy.CAMERA, camera_name(read.unit, read.camera))]
    names += [(SampledBy.LIST, name) for name in work.connection.scalars(lists)]
    for by, name in names:
        _count(work, by, name, truth)


def count_missed(work: Work, reads: Iterable[ReadMessage]) -> None:
    """Count the plates among new reads that an officer typed, as no camera read them rightly.

    One that a unit's officer types again on the same date was missed once. A misread counts once,
    too; both stand beside the samples of the month, which are chosen by chance.
    """
    typed = {read.read_id: read for read in reads if was_typed(read.engine) and not read.revision}
    for read in list(typed.values()):
        if (misread := read.corrects) is None:
            continue
        del typed[read.read_id]
        if captured.typed_beside(work.connection, [read.read_id])[0] == read.read_id:
            truth = truth_of((misread.text, misread.state), (read.text, read.state))
            _count(work, SampledBy.UNIT, read.unit, truth)
    while typed:
        waiting = set(typed)
        read = typed.pop(min(typed))
        if not _typed_before(work, read, waiting):
            _count(work, SampledBy.UNIT, read.unit, Truth.MISSED)


def _typed_before(work: Work, read: ReadMessage, waiting: Collection[str]) -> bool:
    t, on = READS.c, capture_date(read.captured_at)
    same = t.plate == sealed_reads.form(work.day_keys, on, read.text, read.state)
    typed = t.unit == read.unit, t.camera == TYPED_BY_OFFICER, t.read_id.not_in(waiting)
    query = select(t.read_id).where(t.day.in_((on, next_day(on))), same, *typed).limit(1)
    return work.connection.scalar(query) is not None


def _count(work: Work, by: SampledBy, name: str, truth: Truth) -> None:
    key = {"month": month_of(capture_date(work.now)), "by": by, "name": name, "truth": truth}
    added = insert(work.connection, SAMPLE_COUNTS).values(number=1, **key)
    more = {"number": SAMPLE_COUNTS.c.number + 1}
    keys = SAMPLE_COUNTS.primary_key.columns.keys()
    work.connection.execute(added.on_conflict_do_update(index_elements=keys, set_=more))


def monthly(work: Work, caller: Caller) -> MonthsMessage:
    """Return the samples of every month, the newest first; the view is recorded (AUD-01)."""
    record(work, AuditEvent.HQ_ACCURACY_VIEWED, "monthly samples", caller.person_id)
    return MonthsMessage(all_months(work))


def all_months(work: Work) -> tuple[MonthOfReads, ...]:
    """Return the samples of every month, the newest first."""
    return months(tuple(row) for row in work.connection.execute(select(SAMPLE_COUNTS)))


def camera_name(unit: str, camera: str) -> str:
    """Return how a camera is called beside those of other units."""
    return f"{unit}, {camera or 'camera'}" if unit else camera or "not given"


def accuracy(work: Work, caller: Caller) -> TruthMessage:
    """Return how accurate the reader was, by camera and by hour; the view is recorded (AUD-01)."""
    record(work, AuditEvent.HQ_ACCURACY_VIEWED, "read accuracy", caller.person_id)
    return TruthMessage(
        tallied(counts(work.connection, "camera")), tallied(counts(work.connection, "hour"))
    )


def _plate(ask: TruthReading) -> tuple[str, str]:
    if ask.state not in STATES:
        raise RefusedError(Problem.STATE_OF_ISSUANCE)
    try:
        return tidy(ask.text), ask.state
    except PlateTextError:
        raise RefusedError(Problem.NOT_A_PLATE) from None


def is_open_to(work: Work, caller: Caller, officer: str) -> bool:
    """Tell whether a person may judge what an officer's car read: no own pass, no other team's."""
    if officer == caller.person_id:
        return False
    if may(caller.role, Permission.DOWNLOAD):
        return True
    placed = teams.placement(work.connection, caller.person_id)
    team = teams.placement(work.connection, officer).team
    return may_see_person(placed, team, in_use=teams.is_in_use(work.connection))
