"""Knows a vehicle again: one vehicle, one alert (U13)."""

from collections.abc import Callable

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.hit.alerting import is_cleared_or_stopped, is_quiet_after, is_repeat, joins
from mdt_alpr.domain.hit.hit import Hit
from mdt_alpr.domain.hit.known_before import stays_quiet
from mdt_alpr.domain.hit.read_revision import with_repeat
from mdt_alpr.patrol.alerts import Alerts
from mdt_alpr.patrol.events import SeenOnceMore
from mdt_alpr.patrol.hit_facts import Facts
from mdt_alpr.patrol.keeping import Keeping
from mdt_alpr.patrol.open_hits import OpenHits

_MOST_JOINED = 50
"""Passes whose later reads may still show that they are no repeats."""


class Repeats:
    """Lets a vehicle that comes again join its hit, on the records thread."""

    def __init__(
        self,
        hits: OpenHits,
        keeping: Keeping,
        alerts: Alerts,
        publish: Callable[[SeenOnceMore], None],
    ) -> None:
        self._hits = hits
        self._keeping = keeping
        self._alerts = alerts
        self._publish = publish
        self._answered: list[Hit] = []
        self._joined: dict[str, tuple[Hit, Hit]] = {}
        """Hits that were not raised, by id, each with the one of which it is a repeat."""

    def raise_or_join(self, hit: Hit) -> None:
        """Alert, but where the vehicle's hit is open, or was cleared or stopped just now."""
        before = self._vehicle_before(hit)
        if before is None:
            self._alerts.raise_hit(hit)
            return
        self._joined[hit.hit_id] = before, hit
        while len(self._joined) > _MOST_JOINED:
            del self._joined[next(iter(self._joined))]
        facts: Facts = (("read", hit.read.read_id),)
        event = AuditEvent.HIT_SEEN_AGAIN
        if before.hit_id in self._hits:
            self._hits.keep_step(before, with_repeat(before, hit.read), event, facts)
            return
        self._keeping.noted(event, before.hit_id, self._hits.person, *facts)
        self._publish(SeenOnceMore(before, hit.read.read_id, hit.read.captured_at))

    def revise(self, hit_id: str, change: Callable[[Hit], Hit]) -> None:
        """Alert after all where a later read tells more than the hit that was joined."""
        if (pair := self._joined.get(hit_id)) is None:
            return
        before, hit = pair
        before = self._hits.get(before.hit_id) or before
        changed = change(hit)
        if is_repeat(before, changed):
            self._joined[hit_id] = before, changed
            return
        del self._joined[hit_id]
        self._alerts.raise_hit(changed)

    def revise_read(self, read_id: str, change: Callable[[Hit], Hit]) -> None:
        """Take a later read of a pass into every hit that it joined."""
        of_read = [key for key, (_, hit) in self._joined.items() if hit.read.read_id == read_id]
        for hit_id in of_read:
            self.revise(hit_id, change)

    def remember_end(self, closed: Hit) -> None:
        """Remember a hit that ended with an answer about its vehicle."""
        now = self._hits.now()
        self._answered = [
            h for h in self._answered if h.closing and stays_quiet(h.closing.at, now)
        ]
        if is_cleared_or_stopped(closed):
            self._answered.append(closed)

    def _vehicle_before(self, hit: Hit) -> Hit | None:
        open_hits = [known for known in self._hits.all() if joins(known, hit)]
        if open_hits:
            return open_hits[-1]
        now, officer = self._hits.now(), self._hits.officer
        ended = [known for known in self._answered if is_quiet_after(known, hit, officer, now)]
        return ended[-1] if ended else None
