"""The hits that have no disposition yet; every change is kept before it is shown.

Used on the records thread only. One transaction holds the hit's new state, the answer for
headquarters and the audit entry.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.entry.listing import (
    compare_with_list,
    supersede_answers,
    supersede_future_answers,
    withdrawn,
)
from mdt_alpr.domain.errors import DomainError
from mdt_alpr.domain.hit import verification
from mdt_alpr.domain.hit.handover import hand_over
from mdt_alpr.domain.hit.hit import Contrary, ContraryFact, Hit
from mdt_alpr.domain.hit.verification import with_step
from mdt_alpr.domain.hotlist.matching import HotlistIndex
from mdt_alpr.domain.officer import Officer
from mdt_alpr.domain.policy import MAX_CLOCK_SETBACK
from mdt_alpr.patrol.events import HitChanged, StepRefused
from mdt_alpr.patrol.hit_facts import Facts, no_facts
from mdt_alpr.patrol.hit_recorder import HitRecorder
from mdt_alpr.patrol.sign_in import Sessions

NOBODY_IS_SIGNED_IN = "Nobody is signed in. Sign in first."
HANDED_OVER = "The screen has gone to another officer. Check this hit yourself."
CLOSED = "This hit is closed."


class OpenHits:
    """Every open hit by its id."""

    def __init__(
        self,
        recorder: HitRecorder,
        sessions: Sessions,
        publish: Callable[[HitChanged | StepRefused], None],
    ) -> None:
        self._recorder = recorder
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
        return self._recorder.now()

    def __contains__(self, hit_id: str) -> bool:
        return hit_id in self._hits

    def all(self) -> tuple[Hit, ...]:
        """Return every open hit, oldest first."""
        return tuple(self._hits.values())

    def get(self, hit_id: str) -> Hit | None:
        """Return a hit, None where it is not open."""
        return self._hits.get(hit_id)

    def get_or_refuse(self, hit_id: str) -> Hit | None:
        """Return a hit; refuse where it is not open."""
        hit = self._hits.get(hit_id)
        if hit is None:
            self.refuse(hit_id, CLOSED)
        return hit

    def add(self, hit: Hit) -> None:
        """Add a raised hit."""
        self._hits[hit.hit_id] = hit

    def remove(self, hit_id: str) -> None:
        """Remove a hit that has ended."""
        del self._hits[hit_id]

    def show(self, hit: Hit) -> None:
        """Update a hit, and show it."""
        self._hits[hit.hit_id] = hit
        self._publish(HitChanged(hit))

    def show_ended(self, hit: Hit) -> None:
        """Show a hit that is no longer open."""
        self._publish(HitChanged(hit))

    def refuse(self, hit_id: str, why: str) -> None:
        """Tell the officer why a step was not made."""
        self._publish(StepRefused(hit_id, why))

    def is_at_screen(self, officer: Officer, hit_id: str) -> bool:
        """Return whether the officer is at the screen; refuse the step otherwise."""
        if officer.is_signed_in and officer == self.officer:
            return True
        self.refuse(hit_id, HANDED_OVER if officer.is_signed_in else NOBODY_IS_SIGNED_IN)
        return False

    # --------------------------------------------------------------------------- keeping

    def keep_step(self, hit: Hit, changed: Hit, event: AuditEvent, facts: Facts) -> None:
        """Keep a step, then show it. What shuts a gate counts even if the disk refuses it."""
        shuts = (hit.contrary, hit.superseded) != (changed.contrary, changed.superseded)
        try:
            self._recorder.record_step(hit, changed, self.person, event, facts)
        except Exception:
            if shuts:
                self.show(changed)
            raise
        self.show(changed)

    def keep_note(self, hit: Hit, changed: Hit) -> Hit:
        """Keep a change that no officer made and no screen shows."""
        if changed != hit:
            self._hits[hit.hit_id] = changed
            self._recorder.save(changed)
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
        """Give every hit, unverified, to whoever works the screen now."""
        self._hand_over(self.all())

    def hand_over(self, hit_id: str) -> None:
        """Give a hit to whoever works the screen."""
        if (hit := self._hits.get(hit_id)) is not None:
            self._hand_over((hit,))

    def _hand_over(self, hits: tuple[Hit, ...]) -> None:
        """Give hits to whoever works the screen: all are shown before any is kept."""
        officer, now = self.officer, self.now()
        left = [(hit, hand_over(hit, officer, now)) for hit in hits if hit.officer != officer]
        for _, after in left:
            self.show(after)
        for hit, after in left:
            if after.earlier == hit.earlier:
                self._recorder.save(after)
                continue
            facts: Facts = (("from", hit.officer.person_id),)
            event = AuditEvent.HIT_HANDED_OVER
            self._recorder.record_step(hit, after, officer.person_id, event, facts)


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
        """Require a new status where the clock was set back: ages are then unknown."""
        now = self._hits.now()
        was_set_back = self._latest - now > MAX_CLOCK_SETBACK
        self._latest = now if was_set_back else max(now, self._latest)
        for hit in self._hits.all():
            left = supersede_answers(hit) if was_set_back else supersede_future_answers(hit, now)
            self._supersede(hit, left, "clock")

    def compare(self, hit_id: str) -> None:
        """Check whether the records of an open hit are still listed."""
        hit, index = self._hits.get(hit_id), self._index
        if hit is None or index is None:
            return
        source = f"list {index.version}"
        left = compare_with_list(hit, index)
        self._supersede(hit, left, source)
        if (kind := withdrawn(left, self._hits.now())) is not None:
            self._hits.contradict(left, kind, source)

    def with_settings(self, hit: Hit) -> Hit:
        """Return another unit's hit with the category settings of this car's list."""
        if self._index is None:
            return hit
        codes = [match.entry.category for match in hit.matches]
        return replace(hit, settings=self._index.settings.spelled_out(codes))

    def _supersede(self, hit: Hit, left: Hit, source: str) -> None:
        if left != hit:
            facts: Facts = (("source", source),)
            self._hits.keep_step(hit, left, AuditEvent.STATUS_SUPERSEDED, facts)


@dataclass(frozen=True, slots=True)
class HitStep:
    """A change by the rules, its audit event, and the facts recorded with it.

    ``facts`` gets the hit after the step, so that the outcome is included.
    """

    event: AuditEvent
    change: Callable[[Hit, datetime], Hit]
    facts: Callable[[Hit], Facts] = no_facts


class HitSteps:
    """Makes the steps of open hits."""

    def __init__(self, hits: OpenHits, lists: ListChanges) -> None:
        self._hits = hits
        self._lists = lists

    def make(self, hit_id: str, step: HitStep, by: Officer | None = None) -> None:
        """Make a step, ``by`` an officer if one made it; refuse it where the rules do."""
        if (hit := self.up_to_date(hit_id)) is None:
            return
        now = self._hits.now()
        try:
            changed = step.change(hit, now)
        except DomainError as error:
            self._hits.refuse(hit_id, str(error))
            return
        if changed == hit:
            return
        if by is not None:
            changed = with_step(changed, step.event, now, by)
        self._hits.keep_step(hit, changed, step.event, step.facts(changed))
        self._lists.compare(hit_id)

    def up_to_date(self, hit_id: str) -> Hit | None:
        """Return a hit checked against clock and officer; refuse where it is not open."""
        self._lists.check_clock()
        self._hits.hand_over(hit_id)
        return self._hits.get_or_refuse(hit_id)
