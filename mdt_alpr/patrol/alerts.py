"""Raises hits with what is known of their records; remembers how hits ended (ALR-07, ALR-08)."""

from collections.abc import Callable
from dataclasses import replace

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.hit.alerting import is_cleared_or_stopped, is_quiet_after, is_repeat, joins
from mdt_alpr.domain.hit.disposition import REJECTIONS
from mdt_alpr.domain.hit.hit import Hit
from mdt_alpr.domain.hit.known_before import EarlierRejection, RejectedPlate, is_about, stays_quiet
from mdt_alpr.domain.hit.read_revision import with_repeat
from mdt_alpr.domain.hit.refutation import OF_RESULT
from mdt_alpr.patrol.events import HitRaised, SeenOnceMore
from mdt_alpr.patrol.hit_facts import Facts
from mdt_alpr.patrol.hit_recorder import HitRecorder
from mdt_alpr.patrol.open_hits import ListChanges, OpenHits


class Alerts:
    """Keeps and shows a new hit, on the records thread."""

    def __init__(
        self,
        hits: OpenHits,
        recorder: HitRecorder,
        lists: ListChanges,
        publish: Callable[[HitRaised], None],
        insist: Callable[[Callable[[], None]], None],
    ) -> None:
        """Begin; ``insist`` does work until the disk takes it."""
        self._hits = hits
        self._recorder = recorder
        self._lists = lists
        self._publish = publish
        self._insist = insist
        self._rejected: list[RejectedPlate] = []

    def raise_hit(self, hit: Hit) -> None:
        """Keep a hit with what is known of it, then alert, even if the disk refuses it for now."""
        known = replace(self._with_rejections(hit), officer=self._hits.officer)
        self._hits.add(known)
        person = self._hits.person
        try:
            self._insist(lambda: self._recorder.record_raised(known, person))
        finally:
            self._publish(HitRaised(known))
            self._lists.compare(hit.hit_id)

    def restore(self, hit: Hit) -> None:
        """Load a hit that is already kept, and alert."""
        known = self._with_rejections(hit)
        self._hits.add(known)
        self._publish(HitRaised(known))
        self._lists.compare(hit.hit_id)

    def add_rejection(self, rejection: EarlierRejection) -> None:
        """Remember a rejection of the agency, also with the hits that are open now."""
        self._recorder.save_rejection(rejection)
        for hit in self._hits.all():
            if any(is_about(rejection, match.entry) for match in hit.matches):
                known = _with(hit.known_before, rejection)
                self._hits.show(replace(hit, known_before=known))

    def remember_end(self, closed: Hit) -> None:
        """Remember a hit that ended as rejected, before headquarters reports it (ALR-07)."""
        closing = closed.closing
        if closing is None or closing.disposition not in REJECTIONS:
            return
        plate = RejectedPlate(closed.read.characters, _records(closed), closing.at)
        quiet = [r for r in self._rejected if stays_quiet(r.at, closing.at)]
        self._rejected = [*quiet, plate]
        said_no = any(fact.kind in set(OF_RESULT.values()) for fact in closed.contrary)
        for entry in closed.records or tuple(match.entry for match in closed.matches):
            self._recorder.save_rejection(
                EarlierRejection(
                    rejection_id=closed.hit_id,
                    entry_id=entry.entry_id,
                    text=entry.plate.text,
                    state=entry.plate.state,
                    cause=closing.disposition,
                    by_status=said_no,
                    at=closing.at,
                    captured_at=closed.read.captured_at,
                )
            )

    def _with_rejections(self, hit: Hit) -> Hit:
        """Add earlier rejections; a plate rejected just before is shown without a sound."""
        now = self._hits.now()
        known = replace(hit, known_before=self._recorder.rejections_of(hit))
        plate = hit.read.characters, _records(hit)
        if any(rejected.is_quiet(*plate, now) for rejected in self._rejected):
            return replace(known, silenced_at=now)
        return known


def _records(hit: Hit) -> frozenset[str]:
    return frozenset(match.entry.entry_id for match in hit.matches)


def _with(
    known: tuple[EarlierRejection, ...], new: EarlierRejection
) -> tuple[EarlierRejection, ...]:
    key = new.rejection_id, new.entry_id
    return (*(r for r in known if (r.rejection_id, r.entry_id) != key), new)


_MOST_JOINED = 50
"""The most passes whose later reads may still show that they are no repeats."""


class Repeats:
    """Joins a vehicle that comes again to its hit, on the records thread (U13)."""

    def __init__(
        self,
        hits: OpenHits,
        recorder: HitRecorder,
        alerts: Alerts,
        publish: Callable[[SeenOnceMore], None],
    ) -> None:
        self._hits = hits
        self._recorder = recorder
        self._alerts = alerts
        self._publish = publish
        self._answered: list[Hit] = []
        self._joined: dict[str, tuple[Hit, Hit]] = {}
        """Hits that were not raised, by id, each with the hit that it repeats."""

    def raise_or_join(self, hit: Hit) -> None:
        """Alert, unless the vehicle's hit is open, or was just cleared or stopped."""
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
        self._recorder.record(event, before.hit_id, self._hits.person, *facts)
        self._publish(SeenOnceMore(before, hit.read.read_id, hit.read.captured_at))

    def revise(self, hit_id: str, change: Callable[[Hit], Hit]) -> None:
        """Alert after all where a later read adds something to the hit that was joined."""
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
        """Apply a later read of a pass to every hit that joined."""
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
