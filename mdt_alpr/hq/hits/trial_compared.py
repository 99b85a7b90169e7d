"""Two readers on the same pictures: those of the trial's passes that people have judged.

Whoever may judge has a program of the own computer read them; what it says is counted against the
fingerprints of what people typed. The counts are an entry of the audit, as the plan is.
"""

import io
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from PIL import Image
from sqlalchemy import or_, select

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import PlateTextError
from mdt_alpr.domain.hit.trial_sample import UNREAD
from mdt_alpr.domain.plate.plate import tidy
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.domain.review.trial_compared import ComparedReaders
from mdt_alpr.domain.review.trial_report import TrialRefusedError
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.audit.trial_plan import PlannedTrial, planned_trial
from mdt_alpr.hq.base.headquarters import Caller, Headquarters, Work
from mdt_alpr.hq.base.tables import PICTURES, TRUTH_CHECKS
from mdt_alpr.hq.evidence.watermark import SHORTEST_SCENE
from mdt_alpr.hq.hits import trial, truth
from mdt_alpr.wire.trial import ReadersRequest, TrialPicture, TrialPictures

_P, _T = PICTURES.c, TRUTH_CHECKS.c
_COUNTS = "both", "only_first", "only_second", "neither"
_NO_PICTURES = (
    "None of the pictures is of a pass of this trial that you may see and people judged."
)


def judged_pictures(hq: Headquarters, caller: Caller) -> TrialPictures:
    """Return the pictures of judged passes that are open to a person; that is recorded."""
    with hq.writing() as work:
        rows = list(_judged(work, caller, planned_trial(work)))
        record(
            work, AuditEvent.HQ_TRIAL_VIEWED, trial.SUBJECT, caller.person_id,
            ("pictures", str(len(rows))),
        )  # fmt: skip
    pictures = ((row, _plate_height(hq, row)) for row in rows)
    return TrialPictures(
        tuple(TrialPicture(row.read_id, row.digest, height) for row, height in pictures if height)
    )


def compare(work: Work, caller: Caller, asked: ReadersRequest) -> ComparedReaders:
    """Count and record what two readers made of judged passes.

    Raises:
        TrialRefusedError: there is no pass among them that is judged and open to the caller.
    """
    planned = planned_trial(work)
    passes = {row.read_id: row for row in _judged(work, caller, planned)}
    counts = dict.fromkeys(_COUNTS, 0)
    for reading in asked.readings:
        row = passes.pop(reading.read_id, None)
        if row is not None:
            first, second = (
                _is_right(work, row, text) for text in (reading.first, reading.second)
            )
            only = "only_first" if first else "only_second" if second else "neither"
            counts["both" if first and second else only] += 1
    compared = ComparedReaders(asked.first, asked.second, **counts)
    if planned is None or not compared.of:
        raise TrialRefusedError(_NO_PICTURES)
    record(
        work, AuditEvent.HQ_TRIAL_COMPARED, trial.SUBJECT, caller.person_id, planned.sample.fact,
        *((name, str(value)) for name, value in asdict(compared).items()),
    )  # fmt: skip
    return compared


def compared_readers(work: Work, planned: PlannedTrial) -> Iterator[ComparedReaders]:
    """Yield what was compared of this trial: of each two readers the newest."""
    newest: dict[tuple[str, str], ComparedReaders] = {}
    for said in planned.entries(work, AuditEvent.HQ_TRIAL_COMPARED):
        readers = said["first"], said["second"]
        counts = (int(said[name]) for name in _COUNTS)
        newest[readers] = ComparedReaders(readers[0], readers[1], *counts)
    yield from newest.values()


def _judged(work: Work, caller: Caller, planned: PlannedTrial | None) -> Iterator[Any]:
    """Yield the passes of the sample on which all agree who judged them."""
    if planned is None:
        return
    query = (
        select(_P.day, _P.read_id, _P.digest, _P.what, _T.captured_at, _T.seen)
        .join(TRUTH_CHECKS, _T.read_id == _P.read_id)
        .where(
            *trial.of_trial(planned, _T.captured_at, _T.camera), _T.seen.is_not(None),
            or_(_T.second.is_(None), _T.second == _T.truth),
            _P.what.in_((trial.CROP, UNREAD)), _P.held,
        )
    )  # fmt: skip
    for row in trial.every_row(work, query):
        if not planned.sample.holds(row.read_id):
            continue
        passed = truth.pass_of(work, row.read_id)
        if passed is not None and truth.is_open_to(work, caller, passed.person_id):
            yield row


def _is_right(work: Work, row: Any, text: str) -> bool:
    try:
        return bool(row.seen == trial.fingerprint(work, row.captured_at, tidy(text)))
    except PlateTextError:
        return False


def _plate_height(hq: Headquarters, row: Any) -> int:
    """Return the rows of a picture above the strip that says who views it; 0 for none to read.

    What is as wide as a scene is marked across: no reader is judged by that.
    """
    jpeg = hq.pictures.get([capture_date(row.captured_at)], row.digest)
    try:
        width, height = (0, 0) if jpeg is None else Image.open(io.BytesIO(jpeg)).size
    except (OSError, SyntaxError, ValueError):
        return 0
    return height if width < SHORTEST_SCENE else 0
