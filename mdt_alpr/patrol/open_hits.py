"""The hits that have no disposition yet; every change is kept before it is shown.

Used on the records thread only. One transaction holds the hit's new state, the answer for
headquarters and the audit entry.
"""

from collections.abc import Callable
from datetime import datetime

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.hit import verification
from mdt_alpr.domain.hit.handover import hand_over
from mdt_alpr.domain.hit.hit import Contrary, ContraryFact, Hit
from mdt_alpr.domain.officer import Officer
from mdt_alpr.patrol.events import HitChanged, StepRefused
from mdt_alpr.patrol.hit_facts import Facts
from mdt_alpr.patrol.keeping import Keeping
from mdt_alpr.patrol.sign_in import Sessions

NOBODY_IS_SIGNED_IN = "Nobody is signed in. Sign in first."
HANDED_OVER = "The screen has gone to another officer. Check this hit yourself."
CLOSED = "This hit is closed."


class OpenHits:
    """Every open hit by its id."""

    def __init__(
        self,
        keeping: Keeping,
        sessions: Sessions,
        publish: Callable[[HitChanged | StepRefused], None],
    ) -> None:
        self._keeping = keeping
        self._sessions = sessions
        self._publish = publish
        self._hits: dict[str, Hit] = {}

    @property
    def officer(self) -> Officer:
        """Return who works the screen."""
        return self._sessions.officer

    @property
    def person(self) -> str:
        """Return the id of who is signed in, or an empty string."""
        return self._sessions.person_id

    def now(self) -> datetime:
        """Return the present instant."""
        return self._keeping.now()

    def __contains__(self, hit_id: str) -> bool:
        return hit_id in self._hits

    def all(self) -> tuple[Hit, ...]:
        """Return every open hit, oldest first."""
        return tuple(self._hits.values())

    def get(self, hit_id: str) -> Hit | None:
        """Return a hit, None where it is not open."""
        return self._hits.get(hit_id)

    def get_or_refuse(self, hit_id: str) -> Hit | None:
        """Return a hit; where it is not open, tell the officer."""
        hit = self._hits.get(hit_id)
        if hit is None:
            self.refuse(hit_id, CLOSED)
        return hit

    def add(self, hit: Hit) -> None:
        """Hold a hit that is raised."""
        self._hits[hit.hit_id] = hit

    def remove(self, hit_id: str) -> None:
        """Hold a hit that has ended no longer."""
        del self._hits[hit_id]

    def show(self, hit: Hit) -> None:
        """Hold a hit as it is now, and show it."""
        self._hits[hit.hit_id] = hit
        self._publish(HitChanged(hit))

    def show_ended(self, hit: Hit) -> None:
        """Show a hit that is open no more."""
        self._publish(HitChanged(hit))

    def refuse(self, hit_id: str, why: str) -> None:
        """Tell the officer why a step was not made."""
        self._publish(StepRefused(hit_id, why))

    def is_at_screen(self, officer: Officer, hit_id: str) -> bool:
        """Refuse a step of nobody, and one of an officer who has left the screen meanwhile."""
        if officer.is_signed_in and officer == self.officer:
            return True
        self.refuse(hit_id, HANDED_OVER if officer.is_signed_in else NOBODY_IS_SIGNED_IN)
        return False

    # --------------------------------------------------------------------------- keeping

    def keep_step(self, hit: Hit, changed: Hit, event: AuditEvent, facts: Facts) -> None:
        """Keep a step, then show it. What shuts a gate counts even where the disk refuses it."""
        shuts = (hit.contrary, hit.overtaken) != (changed.contrary, changed.overtaken)
        try:
            self._keeping.answered(hit, changed, self.person, event, facts)
        except Exception:
            if shuts:
                self.show(changed)
            raise
        self.show(changed)

    def keep_note(self, hit: Hit, changed: Hit) -> Hit:
        """Keep what no officer did and no screen shows."""
        if changed != hit:
            self._hits[hit.hit_id] = changed
            self._keeping.carried(changed)
        return changed

    def contradict(self, hit: Hit, kind: Contrary, source: str, more: Facts = ()) -> None:
        """Shut the gate of a hit; once for each kind of contrary fact."""
        if any(fact.kind is kind for fact in hit.contrary):
            return
        changed = verification.contradict(hit, ContraryFact(kind, source, self.now()))
        facts: Facts = (("kind", kind.value), ("source", source), *more)
        self.keep_step(hit, changed, AuditEvent.CONTRARY_FACT, facts)

    # ------------------------------------------------------------------ change of officer

    def hand_over_all(self) -> None:
        """Have every hit lie, unverified, before whoever works the screen now."""
        self._hand_over(self.all())

    def hand_over(self, hit_id: str) -> None:
        """Have a hit lie before whoever works the screen, should it not yet."""
        if (hit := self._hits.get(hit_id)) is not None:
            self._hand_over((hit,))

    def _hand_over(self, hits: tuple[Hit, ...]) -> None:
        """Have hits lie before whoever works the screen: all are shown so before one is kept."""
        officer, now = self.officer, self.now()
        left = [(hit, hand_over(hit, officer, now)) for hit in hits if hit.officer != officer]
        for _, after in left:
            self.show(after)
        for hit, after in left:
            if after.earlier == hit.earlier:
                self._keeping.carried(after)
                continue
            facts: Facts = (("from", hit.officer.person_id),)
            event = AuditEvent.HIT_HANDED_OVER
            self._keeping.answered(hit, after, officer.person_id, event, facts)
