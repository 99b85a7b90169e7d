"""Several hits are reviewed at once only where each was opened as it is now and has no flag."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from mdt_alpr.domain.hit.contradiction import CONTRADICTED
from mdt_alpr.domain.hit.hit_summary import Attention, is_unremarkable
from mdt_alpr.hq.base.headquarters import Headquarters, RefusedError
from mdt_alpr.hq.base.hit_tables import HIT_LOG, HIT_REVIEWS
from mdt_alpr.hq.hits import hit_file, review, shift_log
from mdt_alpr.hq.people.sample_agency import SUPERVISOR
from mdt_alpr.lab.hq.sample_jobs import caller_at_desk, served_agency
from mdt_alpr.wire.desk import SeenHit, SeenHits

CALLER = caller_at_desk(SUPERVISOR)


@pytest.fixture
def hq(tmp_path: Path) -> Iterator[Headquarters]:
    with served_agency(tmp_path) as (headquarters, _clock, _reads):
        yield headquarters.hq


def opened(hq: Headquarters, hit_id: str) -> SeenHit:
    """Open a hit as its reviewer does."""
    with hq.writing() as work:
        review.note_hit(work, CALLER, hit_id)
        trail = review.hit_trail(work, hit_id)
    return SeenHit(hit_id, len(trail.answers) + len(trail.stops) + len(trail.dispositions))


def hits(hq: Headquarters, *, flagged: bool) -> list[str]:
    with hq.reading() as work:
        rows = list(work.connection.execute(select(HIT_LOG)))
    return [row.hit_id for row in rows if shift_log.is_unremarkable(row) is not flagged]


def send(hq: Headquarters, *seen: SeenHit) -> None:
    with hq.writing() as work:
        hit_file.review_seen(hq, work, CALLER, SeenHits(seen))


def refusal(hq: Headquarters, *seen: SeenHit) -> str:
    with pytest.raises(RefusedError) as refused:
        send(hq, *seen)
    return refused.value.detail


def reviewed(hq: Headquarters) -> int:
    with hq.reading() as work:
        return work.connection.scalar(select(func.count()).select_from(HIT_REVIEWS)) or 0


def test_what_was_opened_and_has_no_flag_is_reviewed_together(hq: Headquarters) -> None:
    first, second, *_ = hits(hq, flagged=False)
    send(hq, opened(hq, first), opened(hq, second))
    assert reviewed(hq) == 2


def test_one_that_nobody_opened_lets_none_be_reviewed(hq: Headquarters) -> None:
    first, second, *_ = hits(hq, flagged=False)
    assert "was not opened by you" in refusal(hq, opened(hq, first), SeenHit(second, 0))
    assert reviewed(hq) == 0


def test_one_with_a_flag_is_reviewed_by_itself(hq: Headquarters) -> None:
    plain, flagged = hits(hq, flagged=False)[0], hits(hq, flagged=True)[0]
    assert "has a flag" in refusal(hq, opened(hq, plain), opened(hq, flagged))
    assert reviewed(hq) == 0


def test_a_page_that_is_an_hour_old_reviews_nothing(hq: Headquarters) -> None:
    first, second, *_ = hits(hq, flagged=False)
    stale, fresh = opened(hq, first), opened(hq, second)
    assert "changed since you opened it" in refusal(hq, fresh, SeenHit(first, stale.steps - 1))
    send(hq, stale)
    assert "was reviewed meanwhile" in refusal(hq, fresh, stale)
    assert reviewed(hq) == 1


def test_every_flag_of_the_log_and_an_open_end_make_a_hit_remarkable() -> None:
    plain = Attention.NONE, "none", 9000, "verified"
    assert is_unremarkable(*plain)
    assert not is_unremarkable(Attention.NOT_PRACTICABLE, *plain[1:])
    assert not any(is_unremarkable(plain[0], one, *plain[2:]) for one in CONTRADICTED)
    assert not is_unremarkable(*plain[:2], 100, plain[3])
    assert not is_unremarkable(*plain[:3], "")
