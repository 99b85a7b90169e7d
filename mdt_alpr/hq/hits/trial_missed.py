"""Plates that a car in trial mode did not read: their pictures, judged like any other pass.

Headquarters has no read of such a pass: where and by whom it was taken stands with the picture.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, select

from mdt_alpr.domain.hit.trial_sample import UNREAD
from mdt_alpr.domain.plate.plate import folded
from mdt_alpr.domain.policy import SAMPLES_SHOWN_FROM
from mdt_alpr.domain.reading.voting import edits
from mdt_alpr.domain.review.truth import Truth
from mdt_alpr.hq.audit.trial_plan import PlannedTrial
from mdt_alpr.hq.base.capture_day import capture_day
from mdt_alpr.hq.base.headquarters import Work
from mdt_alpr.hq.base.tables import PICTURES, READS, TRUTH_CHECKS
from mdt_alpr.hq.reads import captured
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.messages import PictureMessage, ReadMessage

SAME_PASS = timedelta(seconds=30)
"""A plate that the same unit read so shortly before or after was not missed."""
_SAME_TEXT = 1
"""Characters by which its read may differ: a misread is no missed plate."""
_P, _R = PICTURES.c, READS.c


def picture_of(work: Work, pass_id: str) -> PictureMessage | None:
    """Return the announcement of a missed plate's picture, None where there is none."""
    query = select(_P.body).where(
        _P.day == capture_day(pass_id), _P.read_id == pass_id, _P.what == UNREAD
    )
    body = work.connection.scalar(query)
    return None if body is None else decode(PictureMessage, body)


def waiting(work: Work, trial: PlannedTrial) -> Select[Any]:
    """Return what asks for the missed plates of a trial's days that wait for a judge."""
    return select(_P.day, _P.read_id, _P.digest).where(
        *_of_days(trial), _P.captured_at > work.now - SAMPLES_SHOWN_FROM,
        _P.read_id.not_in(select(TRUTH_CHECKS.c.read_id)),
    )  # fmt: skip


def arrived(connection: Connection, trial: PlannedTrial) -> int:
    """Return how many pictures of missed plates of a trial's days are here."""
    number = select(func.count()).select_from(PICTURES).where(*_of_days(trial))
    return connection.scalar(number) or 0


def _of_days(trial: PlannedTrial) -> tuple[ColumnElement[bool], ...]:
    begins, ends = trial.span
    return _P.captured_at >= begins, _P.captured_at < ends, _P.what == UNREAD, _P.held


def truth_of_missed(work: Work, picture: PictureMessage, seen: tuple[str, str] | None) -> Truth:
    """Judge a pass without a read: missed where a person read a plate that the unit did not.

    A plate that was read a moment before or after is no missed one: that read speaks for it.
    """
    if seen is None or any(_reads_beside(work, picture, seen[0])):
        return Truth.UNREADABLE
    return Truth.MISSED


def _reads_beside(work: Work, picture: PictureMessage, text: str) -> Iterator[bool]:
    """Yield of each read of the unit around a picture whether it is of this plate."""
    at = picture.captured_at
    days = {at.date(), (at - SAME_PASS).date(), (at + SAME_PASS).date()}
    query = select(_R.day, _R.read_id).where(
        _R.day.in_(days), _R.unit == picture.unit,
        _R.captured_at.between(at - SAME_PASS, at + SAME_PASS),
    )  # fmt: skip
    for row in work.connection.execute(query):
        if body := captured.read(work, row.day, row.read_id):
            read = decode(ReadMessage, body)
            yield edits(folded(read.text), folded(text)) <= _SAME_TEXT
