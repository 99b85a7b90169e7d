"""The part of the officer's desk that keeps open hits in step with the list and the clock (D8)."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.entry.withdrawal import (
    compare_with_list,
    overtake_answers,
    overtake_answers_to_come,
    withdrawn,
)
from mdt_alpr.domain.hit.hit import Contrary, Hit
from mdt_alpr.domain.hotlist.matching import HotlistIndex
from mdt_alpr.domain.policy import CLOCK_KEPT_RIGHT_WITHIN
from mdt_alpr.patrol.steps import Facts

CLOCK_LOOKED_AT_EVERY_S = 5.0
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


class ListTaking:
    """Compares hits with the list in use, on the records thread.

    What inherits it gives ``_parts``, ``_hits``, ``_keep_step`` and ``_contradict``.
    """

    _parts: Any
    _hits: dict[str, Hit]

    def __init__(self) -> None:
        super().__init__()
        self._index: HotlistIndex | None = None
        self._latest = _LONG_AGO

    def use_list(self, index: HotlistIndex) -> None:
        """Withdraw open hits whose records the list in use does not hold (HOT-03, D8)."""
        self._index = index
        for hit_id in tuple(self._hits):
            self._compare_with_list(hit_id)

    def look_at_clock(self) -> None:
        """Have the status asked anew where the clock was set back: no age is known any more."""
        now = self._parts.keeping.now()
        was_set_back = self._latest - now > CLOCK_KEPT_RIGHT_WITHIN
        self._latest = now if was_set_back else max(now, self._latest)
        for hit in tuple(self._hits.values()):
            left = overtake_answers(hit) if was_set_back else overtake_answers_to_come(hit, now)
            self._overtake(hit, left, "clock")

    # ---------------------------------------------------------------------------- inside

    def _compare_with_list(self, hit_id: str) -> None:
        """Look whether the records of a hit that is open are listed, whatever came first."""
        hit, index = self._hits.get(hit_id), self._index
        if hit is None or index is None:
            return
        source = f"list {index.version}"
        left = compare_with_list(hit, index)
        self._overtake(hit, left, source)
        if (kind := withdrawn(left, self._parts.keeping.now())) is not None:
            self._contradict(left, kind, source)

    def _settled(self, hit: Hit) -> Hit:
        """Return another unit's hit with what the administrator set, as this car knows it."""
        if self._index is None:
            return hit
        codes = [match.entry.category for match in hit.matches]
        return replace(hit, settings=self._index.settings.spelled_out(codes))

    def _overtake(self, hit: Hit, left: Hit, source: str) -> None:
        if left != hit:
            facts: Facts = (("source", source),)
            self._keep_step(hit, left, AuditEvent.STATUS_OVERTAKEN, facts)

    def _keep_step(self, hit: Hit, changed: Hit, event: AuditEvent, facts: Facts) -> None:
        raise NotImplementedError

    def _contradict(self, hit: Hit, kind: Contrary, source: str, told: Facts = ()) -> None:
        raise NotImplementedError
