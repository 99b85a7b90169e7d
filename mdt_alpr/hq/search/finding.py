"""Find stored reads that answer a question: by a plate's form of each day, or by a part of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import select

from mdt_alpr.domain.plate.plate import UNKNOWN_STATE
from mdt_alpr.domain.policy import ONE_PASS_LASTS
from mdt_alpr.domain.search.question import ANY_STATE, SearchQuestion
from mdt_alpr.hq.base import sealed_reads
from mdt_alpr.hq.base.capture_day import capture_day
from mdt_alpr.hq.base.database import is_one_of
from mdt_alpr.hq.base.headquarters import Work
from mdt_alpr.hq.base.tables import READS
from mdt_alpr.hq.reads import plate_sheets
from mdt_alpr.hq.reads.plate_sheets import Candidate, Wanted
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.messages import ReadMessage

MOST = 1000
"""Reads of a search that can be seen, the newest; who needs others narrows the search."""
_R = READS.c


@dataclass(frozen=True, slots=True)
class Found:
    """The newest reads, and how many there are."""

    reads: list[ReadMessage]
    number: int


def find(work: Work, question: SearchQuestion) -> Found:
    """Return the reads that answer a question, newest first.

    A state also finds reads whose state was not read: the page says so beside them.
    """
    if question.pattern.is_whole and question.state != ANY_STATE and question.area is None:
        reads = list(_of_plate(work, question))
        return Found(reads[:MOST], len(reads))
    wanted = Wanted(
        question.pattern,
        question.state,
        question.since,
        question.until,
        question.area,
        question.units,
        question.camera,
    )
    candidates = plate_sheets.find(work, wanted, MOST)
    reads = [read for read in _opened(work, candidates.newest) if answers(read, question)]
    reads.sort(key=lambda read: (read.captured_at, read.read_id), reverse=True)
    gone = len(candidates.newest) - len(reads)
    return Found(reads, candidates.number - gone)


def answers(read: ReadMessage, question: SearchQuestion) -> bool:
    """Return whether a read is one that a question asks for."""
    place, area = read.place, question.area
    return (
        question.pattern.fits(read.text)
        and (question.state == ANY_STATE or read.state in (question.state, UNKNOWN_STATE))
        and question.since <= read.captured_at <= question.until
        and (not question.units or read.unit in question.units)
        and question.camera in ("", read.camera)
        and (area is None or (place is not None and area.holds(place.lat, place.lon)))
    )


def one(work: Work, read_id: str) -> ReadMessage | None:
    """Return a read as it is now; None where it or its day's key is gone."""
    return next(_of_ids(work, [read_id]), None)


def _of_plate(work: Work, question: SearchQuestion) -> Iterator[ReadMessage]:
    """Yield the reads of a whole plate. A form that was moved to another read leads to none."""
    states = {question.state, UNKNOWN_STATE}
    last = question.until + ONE_PASS_LASTS
    forms = sealed_reads.forms(work.day_keys, question.plate, states)
    found = (
        select(_R.captured_at, _R.read_id, _R.sealed)
        .where(_R.day.between(question.since.date(), last.date()), _R.plate.in_(forms))
        .where(_R.captured_at.between(question.since, question.until))
        .order_by(_R.captured_at.desc(), _R.read_id)
    )
    for row in work.connection.execute(found):
        body = sealed_reads.opened(work.day_keys, *row)
        if body is not None and answers(read := decode(ReadMessage, body), question):
            yield read


def _opened(work: Work, candidates: Iterable[Candidate]) -> Iterator[ReadMessage]:
    return _of_ids(work, [candidate.read_id for candidate in candidates])


def _of_ids(work: Work, read_ids: Iterable[str]) -> Iterator[ReadMessage]:
    by_day: dict[object, list[str]] = {}
    for read_id in read_ids:
        by_day.setdefault(capture_day(read_id), []).append(read_id)
    for day, ids in by_day.items():
        found = select(_R.captured_at, _R.read_id, _R.sealed).where(
            _R.day == day, is_one_of(work.connection, _R.read_id, ids)
        )
        for row in work.connection.execute(found):
            body = sealed_reads.opened(work.day_keys, *row)
            if body is not None:
                yield decode(ReadMessage, body)
