"""Raises hits with what is known of their records; remembers how hits ended (ALR-07, ALR-08)."""

from collections.abc import Callable
from dataclasses import replace

from mdt_alpr.domain.hit.disposition import REJECTIONS
from mdt_alpr.domain.hit.hit import Hit
from mdt_alpr.domain.hit.known_before import EarlierRejection, RejectedPlate, is_about, stays_quiet
from mdt_alpr.domain.hit.refutation import OF_RESULT
from mdt_alpr.patrol.events import HitRaised
from mdt_alpr.patrol.keeping import Keeping
from mdt_alpr.patrol.list_changes import ListChanges
from mdt_alpr.patrol.open_hits import OpenHits


class Alerts:
    """Keeps and shows a new hit, on the records thread."""

    def __init__(
        self,
        hits: OpenHits,
        keeping: Keeping,
        lists: ListChanges,
        publish: Callable[[HitRaised], None],
    ) -> None:
        self._hits = hits
        self._keeping = keeping
        self._lists = lists
        self._publish = publish
        self._rejected: list[RejectedPlate] = []

    def raise_hit(self, hit: Hit) -> None:
        """Keep a hit with what is known of it, then alert, even where the disk refuses it."""
        known = replace(self._with_rejections(hit), officer=self._hits.officer)
        self._hits.add(known)
        try:
            self._keeping.raised(known, self._hits.person)
        finally:
            self._publish(HitRaised(known))
            self._lists.compare(hit.hit_id)

    def restore(self, hit: Hit) -> None:
        """Take up a hit that is kept already, and alert."""
        known = self._with_rejections(hit)
        self._hits.add(known)
        self._publish(HitRaised(known))
        self._lists.compare(hit.hit_id)

    def add_rejection(self, rejection: EarlierRejection) -> None:
        """Remember a rejection of the agency, also with the hits that are open now."""
        self._keeping.rejected(rejection)
        for hit in self._hits.all():
            if any(is_about(rejection, match.entry) for match in hit.matches):
                known = _with(hit.known_before, rejection)
                self._hits.show(replace(hit, known_before=known))

    def remember_end(self, closed: Hit) -> None:
        """Remember a hit that ended as rejected, before headquarters tells of it (ALR-07)."""
        closing = closed.closing
        if closing is None or closing.disposition not in REJECTIONS:
            return
        plate = RejectedPlate(closed.read.characters, _records(closed), closing.at)
        quiet = [r for r in self._rejected if stays_quiet(r.at, closing.at)]
        self._rejected = [*quiet, plate]
        said_no = any(fact.kind in set(OF_RESULT.values()) for fact in closed.contrary)
        for entry in closed.records or tuple(match.entry for match in closed.matches):
            self._keeping.rejected(
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
        known = replace(hit, known_before=self._keeping.rejections_of(hit))
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
