"""The officer's desk on the records thread: every step of a hit, kept before it is shown.

One transaction holds the hit's new state, the answer for headquarters and the audit entry.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import DomainError
from mdt_alpr.domain.hit import read_revision as later_looks
from mdt_alpr.domain.hit import verification
from mdt_alpr.domain.hit.disposition import Closing, Disposition, Outcome, Stopped
from mdt_alpr.domain.hit.gate import gate
from mdt_alpr.domain.hit.handover import hand_over
from mdt_alpr.domain.hit.hit import Contrary, ContraryFact, Hit
from mdt_alpr.domain.hit.tile_answers import TileCheck
from mdt_alpr.domain.hit.trace import Glimpse, Seeing
from mdt_alpr.domain.hit.vehicle import Body, Colour
from mdt_alpr.domain.officer import Officer
from mdt_alpr.domain.reading.reading import PlateText, Read
from mdt_alpr.patrol import steps, trace_steps
from mdt_alpr.patrol.events import (
    HitChanged,
    HitRaised,
    ReadMade,
    RelayFailed,
    SeenOnceMore,
    StepRefused,
)
from mdt_alpr.patrol.keeping import Keeping
from mdt_alpr.patrol.list_taking import ListTaking
from mdt_alpr.patrol.relay_taking import RelayTaking
from mdt_alpr.patrol.repeat_taking import RepeatTaking
from mdt_alpr.patrol.sign_in import Sessions
from mdt_alpr.patrol.status_taking import StatusTaking
from mdt_alpr.patrol.steps import Facts, Taken
from mdt_alpr.patrol.worker import Worker


@dataclass(frozen=True, slots=True)
class DeskParts:
    """What the desk needs: the records thread, what it keeps with, who is signed in."""

    records: Worker
    keeping: Keeping
    sessions: Sessions
    link: Worker
    publish: Callable[
        [HitRaised | HitChanged | SeenOnceMore | StepRefused | ReadMade | RelayFailed], None
    ]


NOBODY_IS_SIGNED_IN = "Nobody is signed in. Sign in first."
HANDED_OVER = "The screen has gone to another officer. Check this hit yourself."


class HitDesk(ListTaking, RelayTaking, RepeatTaking, StatusTaking):
    """Holds every open hit; implements ``patrol.desk.Desk`` and ``patrol.pipeline.Records``."""

    def __init__(self, parts: DeskParts) -> None:
        super().__init__()
        self._parts: DeskParts = parts
        self._hits: dict[str, Hit] = {}
        self._open_hit: str | None = None

    # ------------------------------------------------------------- from the recognition thread

    def keep_read(
        self, read: Read, *, held: bool, latency_ms: float, seeing: Seeing | None = None
    ) -> None:
        """Keep a read and queue it for headquarters, then show it."""

        def work() -> None:
            self._parts.keeping.read(read, self._person)
            self._parts.publish(ReadMade(read, held, latency_ms, seeing))

        self._parts.records.do(work)

    def raise_hit(self, hit: Hit) -> None:
        """Keep a hit, then alert, but where it is a vehicle's known hit once more.

        An alert is shown even where the disk refuses it.
        """
        self._parts.records.do(lambda: self._raise_or_join(hit))

    def second_look(self, hit_id: str, seen: PlateText) -> None:
        """Add what the second reader saw; where it disagrees the officer enters twice.

        A hit that ended meanwhile stays as it ended.
        """
        taken = steps.second_look(seen)

        def work() -> None:
            self._look_at_joined(hit_id, taken)
            self._take_state(hit_id, taken, "second reader")

        self._parts.records.do(work)

    def revise_hit(self, read: Read) -> None:
        """Shut the gate where a later, larger look reads otherwise (D8); take a better state."""

        def work() -> None:
            self._look_at_joined_reads(read.read_id, steps.better_vote(read))
            for hit in [h for h in self._hits.values() if h.read.read_id == read.read_id]:
                kept = self._keep(hit, trace_steps.with_revision(hit, read))
                if later_looks.read_disagrees(kept, read):
                    self._contradict(kept, Contrary.READ_DISAGREES, "camera")
                else:
                    self._take_state(kept.hit_id, steps.better_vote(read), "camera")

        self._parts.records.do(work)

    def keep_glimpse(self, hit_id: str, seen: Glimpse) -> None:
        """Keep a further frame of the pass with a hit that is still open."""

        def work() -> None:
            if (hit := self._hits.get(hit_id)) is not None:
                self._keep(hit, trace_steps.with_glimpse(hit, seen))

        self._parts.records.do(work)

    # ------------------------------------------------------------------ from the records thread

    def restore(self) -> None:
        """Take up the hits that had no disposition when the program ended."""
        for kept in self._parts.keeping.open_hits():
            hit = hand_over(kept, self._officer, self._parts.keeping.now())
            self._hits[hit.hit_id] = known = self._with_memory(hit)
            self._parts.publish(HitRaised(known))
            self._compare_with_list(hit.hit_id)
        self.look_at_clock()

    def handed_over(self) -> None:
        """Have every open hit lie, unverified, before whoever works the screen now."""
        before = self._hits.get(self._open_hit) if self._open_hit else None
        self._hand_over(tuple(self._hits.values()))
        if before is None or before.officer == self._officer:
            return
        if self._person and before.officer.person_id == self._person:
            self._do(before.hit_id, steps.opened(), self._officer)
        else:
            self._open_hit = None

    # ---------------------------------------------------------------------- from the officer

    def sign_in(self, person_id: str, password: str) -> None:
        """Begin a session."""
        self._parts.link.do(lambda: self._parts.sessions.begin(person_id, password))

    def change_password(self, person_id: str, password: str, new_password: str) -> None:
        """Change a person's password at headquarters, and begin a session with it."""
        words = person_id, password, new_password
        self._parts.link.do(lambda: self._parts.sessions.change_password(*words))

    def sign_out(self) -> None:
        """End the session."""
        self._parts.link.do(self._parts.sessions.end)

    def lock(self) -> None:
        """Keep that the screen is locked."""
        self._parts.records.do(self._parts.keeping.locked)

    def painted(self, hit_id: str) -> None:
        """Note that the alert stands on the screen now."""
        self._parts.records.do(lambda: self._do(hit_id, steps.painted()))

    def silence(self, hit_id: str) -> None:
        """Stop the sound of an alert; decides nothing (U15)."""
        self._parts.records.do(lambda: self._do(hit_id, steps.silenced()))

    def open(self, hit_id: str) -> None:
        """Open a hit: it is the one before the officer, every other gate is shut (D8)."""
        officer = self._officer

        def work() -> None:
            self._open_hit = None
            if self._is_at_screen(officer, hit_id):
                self._open_hit = hit_id
                self._do(hit_id, steps.opened(), officer)

        self._parts.records.do(work)

    def leave(self) -> None:
        """Go back to patrol: no hit is before the officer."""

        def work() -> None:
            self._open_hit = None

        self._parts.records.do(work)

    def enter(self, hit_id: str, text: str, state: str, picture_s: float) -> None:
        """Enter characters and state as seen, after looking ``picture_s`` seconds."""
        self._take(hit_id, steps.entered(text, state, picture_s))

    def enter_by_tiles(self, hit_id: str, check: TileCheck, state: str, picture_s: float) -> None:
        """Take a run over the tiles with the look at the whole number, and the state (D2)."""
        self._take(hit_id, steps.checked_by_tiles(check, state, picture_s))

    def cannot_see(self, hit_id: str) -> None:
        """State that the plate cannot be seen well enough."""
        self._take(hit_id, steps.cannot_see())

    def answer_vehicle(self, hit_id: str, body: Body | None, colour: Colour | None) -> None:
        """State body and colour as seen; None is "can't tell"."""
        self._take(hit_id, steps.vehicle(body, colour))

    def give_vehicle_reason(self, hit_id: str, reason: str) -> None:
        """Say why the vehicle differs from the record."""
        self._take(hit_id, steps.vehicle_reason(reason))

    def initiate_stop(self, hit_id: str) -> None:
        """Initiate the stop, if the gate is open at this instant."""
        officer = self._officer
        self._parts.records.do(lambda: self._stop(officer, hit_id))

    def release_hold(self, hit_id: str, held_s: float) -> None:
        """Note that the stop button was let go before its time: nothing was started."""
        self._take(hit_id, trace_steps.hold_released(held_s))

    def close(  # noqa: PLR0913 - one argument a question of the page
        self,
        hit_id: str,
        disposition: Disposition,
        *,
        stopped: Stopped | None = None,
        outcome: Outcome | None = None,
        force_used: bool | None = None,
        event_number: str = "",
    ) -> None:
        """End a hit with its one disposition."""

        def closing(at: datetime) -> Closing:
            return Closing(disposition, at, stopped, outcome, force_used, event_number)

        officer = self._officer
        self._parts.records.do(lambda: self._close(officer, hit_id, closing))

    # ------------------------------------------------------------------------------- inside

    @property
    def _person(self) -> str:
        return self._parts.sessions.person_id

    @property
    def _officer(self) -> Officer:
        return self._parts.sessions.officer

    def _take(self, hit_id: str, taken: Taken) -> None:
        """Take a step of whoever works the screen now, not of who does when its turn comes."""
        officer = self._officer

        def work() -> None:
            if self._is_at_screen(officer, hit_id):
                self._do(hit_id, taken, officer)

        self._parts.records.do(work)

    def _is_at_screen(self, officer: Officer, hit_id: str) -> bool:
        """Refuse a step of nobody, and one of an officer who has left the screen meanwhile."""
        if officer.is_signed_in and officer == self._officer:
            return True
        why = HANDED_OVER if officer.is_signed_in else NOBODY_IS_SIGNED_IN
        self._parts.publish(StepRefused(hit_id, why))
        return False

    def _hand_over(self, hits: tuple[Hit, ...]) -> None:
        """Have hits lie before whoever works the screen: all are shown so before one is kept."""
        officer, now = self._officer, self._parts.keeping.now()
        left = [(hit, hand_over(hit, officer, now)) for hit in hits if hit.officer != officer]
        for _, after in left:
            self._show(after)
        for hit, after in left:
            if after.earlier == hit.earlier:
                self._parts.keeping.carried(after)
                continue
            facts: Facts = (("from", hit.officer.person_id),)
            event = AuditEvent.HIT_HANDED_OVER
            self._parts.keeping.answered(hit, after, officer.person_id, event, facts)

    def _mind_officer(self, hit_id: str) -> None:
        """Have a hit lie before whoever works the screen, should it not yet."""
        if (hit := self._hits.get(hit_id)) is not None:
            self._hand_over((hit,))

    def _take_state(self, hit_id: str, taken: Taken, source: str) -> None:
        """Take a step that may tell the state; end what is of another state only (ALR-04)."""
        if hit_id in self._hits:
            self._do(hit_id, taken)
            if later_looks.is_of_another_state(hit := self._hits[hit_id]):
                self._contradict(hit, Contrary.READ_DISAGREES, source)

    def _take_late(self, hit_id: str, taken: Taken) -> None:
        def work() -> None:
            step = self._do if hit_id in self._hits else self._late
            step(hit_id, taken)

        self._parts.records.do(work)

    def _keep_late(self, hit: Hit, taken: Taken) -> Hit:
        changed = taken.take(hit, self._parts.keeping.now())
        facts = taken.facts(changed)
        self._parts.keeping.answered(hit, changed, self._person, taken.event, facts)
        self._parts.publish(HitChanged(changed))
        return changed

    def _do(self, hit_id: str, taken: Taken, by: Officer | None = None) -> None:
        self.look_at_clock()
        self._mind_officer(hit_id)
        if (hit := self._known(hit_id)) is None:
            return
        now = self._parts.keeping.now()
        try:
            changed = taken.take(hit, now)
        except DomainError as error:
            self._parts.publish(StepRefused(hit_id, str(error)))
            return
        if changed == hit:
            return
        if by is not None:
            changed = trace_steps.with_step(changed, taken.event, now, by)
        self._keep_step(hit, changed, taken.event, taken.facts(changed))
        self._compare_with_list(hit_id)

    def _stop(self, officer: Officer, hit_id: str) -> None:
        self.look_at_clock()
        self._mind_officer(hit_id)
        if (hit := self._known(hit_id)) is None:
            return
        if officer.is_signed_in and not self._is_at_screen(officer, hit_id):
            return
        now = self._parts.keeping.now()
        held = gate(hit, now, officer=officer, open_hit_id=self._open_hit)
        try:
            stopped = verification.initiate_stop(
                hit, now, officer=officer, open_hit_id=self._open_hit
            )
        except DomainError as error:
            self._parts.publish(StepRefused(hit_id, str(error)))
            return
        stopped = trace_steps.with_gate(stopped, held)
        stopped = trace_steps.with_step(stopped, AuditEvent.STOP_INITIATED, now, officer)
        self._parts.keeping.stopped(stopped, held, officer.person_id)
        self._show(stopped)

    def _close(
        self, officer: Officer, hit_id: str, closing: Callable[[datetime], Closing]
    ) -> None:
        self._mind_officer(hit_id)
        if (hit := self._known(hit_id)) is None or not self._is_at_screen(officer, hit_id):
            return
        now = self._parts.keeping.now()
        try:
            closed = verification.close(hit, closing(now))
        except DomainError as error:
            self._parts.publish(StepRefused(hit_id, str(error)))
            return
        closed = trace_steps.with_step(closed, AuditEvent.HIT_CLOSED, now, officer)
        self._parts.keeping.closed(closed, officer.person_id)
        self._show(closed)
        del self._hits[hit_id]
        self._remember(closed)
        self._remember_rejection(closed)
        self._remember_end(closed)

    def _contradict(self, hit: Hit, kind: Contrary, source: str, told: Facts = ()) -> None:
        if any(fact.kind is kind for fact in hit.contrary):
            return
        fact = ContraryFact(kind, source, self._parts.keeping.now())
        changed = verification.contradict(hit, fact)
        facts: Facts = (("kind", kind.value), ("source", source), *told)
        self._keep_step(hit, changed, AuditEvent.CONTRARY_FACT, facts)

    def _keep_step(self, hit: Hit, changed: Hit, event: AuditEvent, facts: Facts) -> None:
        """Keep a step, then show it. What shuts a gate counts even where the disk refuses it."""
        shuts = (hit.contrary, hit.overtaken) != (changed.contrary, changed.overtaken)
        try:
            self._parts.keeping.answered(hit, changed, self._person, event, facts)
        except Exception:
            if shuts:
                self._show(changed)
            raise
        self._show(changed)

    def _keep(self, hit: Hit, changed: Hit) -> Hit:
        """Keep what no officer did and no screen shows."""
        if changed != hit:
            self._hits[hit.hit_id] = changed
            self._parts.keeping.carried(changed)
        return changed

    def _known(self, hit_id: str) -> Hit | None:
        hit = self._hits.get(hit_id)
        if hit is None:
            self._parts.publish(StepRefused(hit_id, "This hit is closed."))
        return hit

    def _show(self, hit: Hit) -> None:
        self._hits[hit.hit_id] = hit
        self._parts.publish(HitChanged(hit))
