"""Keeps open hits in step with the list in use and with the clock (D8)."""

from dataclasses import replace
from datetime import UTC, datetime

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.entry.listing import (
    compare_with_list,
    overtake_answers,
    overtake_answers_to_come,
    withdrawn,
)
from mdt_alpr.domain.hit.hit import Hit
from mdt_alpr.domain.hotlist.matching import HotlistIndex
from mdt_alpr.domain.policy import MAX_CLOCK_SETBACK
from mdt_alpr.patrol.hit_facts import Facts
from mdt_alpr.patrol.open_hits import OpenHits

CLOCK_CHECKED_EVERY_S = 5.0
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


class ListChanges:
    """Compares hits with the list in use, on the records thread."""

    def __init__(self, hits: OpenHits) -> None:
        self._hits = hits
        self._index: HotlistIndex | None = None
        self._latest = _LONG_AGO

    def use_list(self, index: HotlistIndex) -> None:
        """Withdraw open hits whose records the list in use does not hold (HOT-03, D8)."""
        self._index = index
        for hit in self._hits.all():
            self.compare(hit.hit_id)

    def check_clock(self) -> None:
        """Have the status asked anew where the clock was set back: no age is known any more."""
        now = self._hits.now()
        was_set_back = self._latest - now > MAX_CLOCK_SETBACK
        self._latest = now if was_set_back else max(now, self._latest)
        for hit in self._hits.all():
            left = overtake_answers(hit) if was_set_back else overtake_answers_to_come(hit, now)
            self._overtake(hit, left, "clock")

    def compare(self, hit_id: str) -> None:
        """Check whether the records of a hit that is open are listed, whatever came first."""
        hit, index = self._hits.get(hit_id), self._index
        if hit is None or index is None:
            return
        source = f"list {index.version}"
        left = compare_with_list(hit, index)
        self._overtake(hit, left, source)
        if (kind := withdrawn(left, self._hits.now())) is not None:
            self._hits.contradict(left, kind, source)

    def with_settings(self, hit: Hit) -> Hit:
        """Return another unit's hit with what the administrator set, as this car knows it."""
        if self._index is None:
            return hit
        codes = [match.entry.category for match in hit.matches]
        return replace(hit, settings=self._index.settings.spelled_out(codes))

    def _overtake(self, hit: Hit, left: Hit, source: str) -> None:
        if left != hit:
            facts: Facts = (("source", source),)
            self._hits.keep_step(hit, left, AuditEvent.STATUS_OVERTAKEN, facts)
