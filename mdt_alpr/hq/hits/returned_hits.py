"""Hits that went back to their officer, who saw why: they wait to be looked at again (09.21.6)."""

from collections.abc import Iterator

from mdt_alpr.domain.hotlist.hotlist import CATEGORIES
from mdt_alpr.domain.people.roles import EVERY_TEAM
from mdt_alpr.domain.policy import CAPTURED_DATA_KEPT_FOR, capture_date
from mdt_alpr.domain.printable import day_in_words
from mdt_alpr.domain.review.review import ReviewKind
from mdt_alpr.domain.review.waiting import Waits
from mdt_alpr.hq.base.headquarters import Caller, Work
from mdt_alpr.hq.hits import review_store as reviews
from mdt_alpr.hq.people import team_store as teams
from mdt_alpr.hq.reads import hit_log_store as hit_log
from mdt_alpr.hq.teams.service import own_team


def waiting(work: Work, caller: Caller) -> Iterator[Waits]:
    """Yield what was sent back, was shown to its officer, and was not reviewed since."""
    if (team := own_team(work, caller)) is None:
        return
    shown = reviews.shown_since(work.connection, work.now - CAPTURED_DATA_KEPT_FOR)
    last = reviews.last_kinds(work.connection, [(row.day, row.hit_id) for row in shown])
    placed = teams.teams_of(work.connection, {row.officer_id for row in shown})
    for row in shown:
        is_own = row.officer_id == caller.person_id
        is_seen = team in (EVERY_TEAM, placed.get(row.officer_id, ""))
        if is_own or not is_seen or last[row.hit_id] != ReviewKind.RETURNED:
            continue
        if (line := hit_log.line(work, row.day, row.hit_id)) is not None:
            name = f"Hit of {line.unit}: {CATEGORIES[line.category].name.lower()}"
            words = f"Returned; its officer saw why on {day_in_words(capture_date(row.seen_at))}"
            yield Waits(row.hit_id, name, f"{words}. Review it again", row.seen_at)
