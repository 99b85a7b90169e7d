"""The part of the officer's desk that knows a vehicle again: one vehicle, one alert (U13)."""

from typing import Any

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.hit.alerting import is_cleared_or_stopped, is_quiet_after, is_repeat, joins
from mdt_alpr.domain.hit.hit import Hit
from mdt_alpr.domain.hit.known_before import stays_quiet
from mdt_alpr.patrol import trace_steps
from mdt_alpr.patrol.events import SeenOnceMore
from mdt_alpr.patrol.steps import Facts, Taken

_MOST_JOINED = 50
"""Passes whose later looks may still tell that they are no repeats."""


class RepeatTaking:
    """Lets a vehicle that comes again join its hit, on the records thread.

    What inherits it gives ``_parts``, ``_hits``, ``_take_hit`` and ``_keep_step``.
    """

    _parts: Any
    _hits: dict[str, Hit]

    def __init__(self) -> None:
        super().__init__()
        self._answered: list[Hit] = []
        self._joined: dict[str, tuple[Hit, Hit]] = {}
        """Hits that were not raised, by id, each with the one of which it is a repeat."""

    # ---------------------------------------------------------------------------- inside

    def _raise_or_join(self, hit: Hit) -> None:
        """Alert, but where the vehicle's hit is open, or was cleared or stopped just now."""
        before = self._vehicle_before(hit)
        if before is None:
            self._take_hit(hit)
            return
        self._joined[hit.hit_id] = before, hit
        while len(self._joined) > _MOST_JOINED:
            del self._joined[next(iter(self._joined))]
        facts: Facts = (("read", hit.read.read_id),)
        event = AuditEvent.HIT_SEEN_AGAIN
        if before.hit_id in self._hits:
            self._keep_step(before, trace_steps.with_repeat(before, hit.read), event, facts)
            return
        person = self._parts.sessions.person_id
        self._parts.keeping.noted(event, before.hit_id, person, *facts)
        at = hit.read.captured_at
        self._parts.publish(SeenOnceMore(before, hit.read.read_id, at))

    def _vehicle_before(self, hit: Hit) -> Hit | None:
        open_hits = [known for known in self._hits.values() if joins(known, hit)]
        if open_hits:
            return open_hits[-1]
        now, officer = self._parts.keeping.now(), self._parts.sessions.officer
        ended = [known for known in self._answered if is_quiet_after(known, hit, officer, now)]
        return ended[-1] if ended else None

    def _look_at_joined(self, hit_id: str, taken: Taken) -> None:
        """Alert after all where a later look tells more than the hit that was joined."""
        if (pair := self._joined.get(hit_id)) is None:
            return
        before, hit = pair
        before = self._hits.get(before.hit_id, before)
        changed = taken.take(hit, self._parts.keeping.now())
        if is_repeat(before, changed):
            self._joined[hit_id] = before, changed
            return
        del self._joined[hit_id]
        self._take_hit(changed)

    def _look_at_joined_reads(self, read_id: str, taken: Taken) -> None:
        of_read = [key for key, (_, hit) in self._joined.items() if hit.read.read_id == read_id]
        for hit_id in of_read:
            self._look_at_joined(hit_id, taken)

    def _remember_end(self, closed: Hit) -> None:
        """Remember a hit that ended with an answer about its vehicle."""
        now = self._parts.keeping.now()
        self._answered = [
            h for h in self._answered if h.closing and stays_quiet(h.closing.at, now)
        ]
        if is_cleared_or_stopped(closed):
            self._answered.append(closed)

    def _take_hit(self, hit: Hit) -> None:
        raise NotImplementedError

    def _keep_step(self, hit: Hit, changed: Hit, event: AuditEvent, facts: Facts) -> None:
        raise NotImplementedError
