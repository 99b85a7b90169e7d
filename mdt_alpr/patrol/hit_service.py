"""What the officer does with hits, each step kept before it is shown.

Every public method returns at once: its work is done on the records thread.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import DomainError
from mdt_alpr.domain.hit import alerting, verification
from mdt_alpr.domain.hit.confirmation import (
    AgencyReply,
    ConfirmationReply,
    ConfirmationRequest,
    Urgency,
)
from mdt_alpr.domain.hit.disposition import (
    Closing,
    Disposition,
    Outcome,
    RecordedStop,
    Stopped,
    StopReason,
)
from mdt_alpr.domain.hit.handover import hand_over
from mdt_alpr.domain.hit.hit import Hit, TileCheck, VehicleAnswer
from mdt_alpr.domain.hit.status_query import (
    NotPracticable,
    StatusReply,
    StatusResult,
    StatusSource,
    WhyNot,
)
from mdt_alpr.domain.hit.vehicle import Body, Color
from mdt_alpr.domain.officer import Officer
from mdt_alpr.patrol import hit_facts
from mdt_alpr.patrol.alerts import Alerts, Repeats
from mdt_alpr.patrol.desk import KeyUse
from mdt_alpr.patrol.events import (
    CallsChanged,
    HitChanged,
    HitRaised,
    ReadMade,
    RelayFailed,
    SeenOnceMore,
    SignInFailed,
    StepRefused,
)
from mdt_alpr.patrol.hit_recorder import HitRecorder
from mdt_alpr.patrol.key_touch import KeyTouch
from mdt_alpr.patrol.open_hits import HitStep, HitSteps, ListChanges, OpenHits
from mdt_alpr.patrol.relays import Relays
from mdt_alpr.patrol.sightings import Sightings, SightingsParts
from mdt_alpr.patrol.sign_in import Sessions
from mdt_alpr.patrol.status_questions import StatusQuestions, status_asked
from mdt_alpr.patrol.worker import Worker

Published = (
    HitRaised
    | HitChanged
    | SeenOnceMore
    | StepRefused
    | ReadMade
    | CallsChanged
    | RelayFailed
    | SignInFailed
)


class HitService:
    """Every step of a hit that the officer makes; implements ``patrol.desk.OfficerCommands``.

    ``sightings`` handles what the cameras saw, ``relays`` and ``questions`` what headquarters
    sends, ``lists`` another list.
    """

    def __init__(
        self,
        records: Worker,
        recorder: HitRecorder,
        sessions: Sessions,
        link: Worker,
        publish: Callable[[Published], None],
    ) -> None:
        self._records, self._link = records, link
        self._recorder, self._sessions = recorder, sessions
        self._touch = KeyTouch(sessions, link, publish)
        self._hits = hits = OpenHits(recorder, sessions, publish)
        self.lists = lists = ListChanges(hits)
        self._steps = steps = HitSteps(hits, lists)
        self._alerts = alerts = Alerts(hits, recorder, lists, publish, records.insist)
        self._repeats = repeats = Repeats(hits, recorder, alerts, publish)
        self.sightings = Sightings(
            SightingsParts(records, recorder, hits, steps, repeats, publish)
        )
        self.relays = Relays(hits, recorder, alerts, lists, publish)
        self.questions = StatusQuestions(records, hits, steps, recorder)
        self._open_hit: str | None = None

    # ------------------------------------------------------------------ on the records thread

    def restore(self) -> None:
        """Load the hits that had no disposition when the program ended."""
        for hit in self._recorder.open_hits():
            self._alerts.restore(hand_over(hit, self._hits.officer, self._hits.now()))
        self.lists.check_clock()

    def handed_over(self) -> None:
        """Give every open hit, unverified, to whoever works the screen now."""
        before = self._hits.get(self._open_hit) if self._open_hit else None
        self._hits.hand_over_all()
        officer, person = self._hits.officer, self._hits.person
        if before is None or before.officer == officer:
            return
        if person and before.officer.person_id == person:
            self._steps.make(before.hit_id, _OPENED, officer)
        else:
            self._open_hit = None

    # -------------------------------------------------------------------------- the session

    def sign_in(self, person_id: str, password: str, code: str = "") -> None:
        self._link.do(lambda: self._sessions.begin(person_id, password, code))

    def change_password(
        self, person_id: str, password: str, new_password: str, code: str = ""
    ) -> None:
        words = person_id, password, new_password, code
        self._link.do(lambda: self._sessions.change_password(*words))

    def offer_factor(self, person_id: str, password: str, code: str = "") -> None:
        self._link.do(lambda: self._sessions.offer_factor(person_id, password, code))

    def confirm_factor(self, person_id: str, password: str, code: str) -> None:
        self._link.do(lambda: self._sessions.confirm_factor(person_id, password, code))

    def use_key(self, use: KeyUse, then: Callable[[str], None]) -> None:
        self._touch.use(use, then)

    def cancel_key(self) -> None:
        self._touch.cancel()

    def sign_out(self) -> None:
        self._link.do(self._sessions.end)

    def lock(self) -> None:
        self._records.do(self._recorder.lock_screen)

    # ----------------------------------------------------------------------------- the alert

    def painted(self, hit_id: str) -> None:
        self._records.do(lambda: self._steps.make(hit_id, _PAINTED))

    def silence(self, hit_id: str) -> None:
        self._records.do(lambda: self._steps.make(hit_id, _SILENCED))

    def open(self, hit_id: str) -> None:
        officer = self._hits.officer

        def work() -> None:
            self._open_hit = None
            if self._hits.is_at_screen(officer, hit_id):
                self._open_hit = hit_id
                self._steps.make(hit_id, _OPENED, officer)

        self._records.do(work)

    def leave(self) -> None:

        def work() -> None:
            self._open_hit = None

        self._records.do(work)

    def relay(self, hit_id: str, unit: str, device: str = "") -> None:
        officer = self._hits.officer
        self._records.do(lambda: self.relays.relay(officer, hit_id, unit, device))

    # ------------------------------------------------------------------------ the blind check

    def enter(self, hit_id: str, text: str, state: str, picture_s: float) -> None:

        def change(hit: Hit, now: datetime) -> Hit:
            return verification.enter(hit, text, state, now, picture_s=picture_s)

        self._make(hit_id, HitStep(AuditEvent.ENTRY_MADE, change, hit_facts.entry))

    def enter_by_tiles(self, hit_id: str, check: TileCheck, state: str, picture_s: float) -> None:

        def change(hit: Hit, now: datetime) -> Hit:
            return verification.enter_by_tiles(hit, check, state, now, picture_s=picture_s)

        event = AuditEvent.TILES_CHECKED
        self._make(hit_id, HitStep(event, change, lambda hit: hit_facts.tiles(hit, check)))

    def cannot_see(self, hit_id: str) -> None:
        event = AuditEvent.CANNOT_SEE
        self._make(hit_id, HitStep(event, lambda hit, _: verification.cannot_see(hit)))

    def answer_vehicle(self, hit_id: str, body: Body | None, color: Color | None) -> None:

        def change(hit: Hit, now: datetime) -> Hit:
            return verification.answer_vehicle(hit, VehicleAnswer(body, color, now))

        def facts(hit: Hit) -> hit_facts.Facts:
            return hit_facts.vehicle(hit, body, color)

        self._make(hit_id, HitStep(AuditEvent.VEHICLE_ANSWERED, change, facts))

    def give_vehicle_reason(self, hit_id: str, reason: str) -> None:

        def change(hit: Hit, now: datetime) -> Hit:
            return verification.give_vehicle_reason(hit, reason, now)

        event = AuditEvent.VEHICLE_REASON_GIVEN
        self._make(hit_id, HitStep(event, change, hit_facts.vehicle_reason))

    def give_state_reason(self, hit_id: str, reason: str) -> None:

        def change(hit: Hit, _: datetime) -> Hit:
            return verification.give_state_reason(hit, reason)

        event = AuditEvent.STATE_REASON_GIVEN
        self._make(hit_id, HitStep(event, change, hit_facts.state_reason))

    # ------------------------------------------------------------------------------ the status

    def ask_status(self, hit_id: str) -> None:
        self._make(hit_id, status_asked())

    def state_status(
        self,
        hit_id: str,
        source: StatusSource,
        result: StatusResult,
        dispatcher: str = "",
        *,
        asked_at: datetime | None = None,
    ) -> None:
        """State what MDT, Communications or DCIN answered; a tap stamped ``asked_at``."""
        facts = (
            ("source", source.value),
            ("result", result.value),
            ("dispatcher", dispatcher),
            ("how", "stated"),
            ("asked_at", asked_at.isoformat() if asked_at else ""),
        )

        def change(hit: Hit, now: datetime) -> Hit:
            reply = StatusReply(source, result, now, dispatcher, asked_at)
            return verification.state_status(hit, reply)

        self._make(hit_id, HitStep(AuditEvent.STATUS_STATED, change, lambda _: facts))

    def state_not_practicable(self, hit_id: str, source: StatusSource, reason: WhyNot) -> None:
        facts = ("source", source.value), ("reason", reason.value)

        def change(hit: Hit, now: datetime) -> Hit:
            return verification.state_not_practicable(hit, NotPracticable(source, reason, now))

        self._make(hit_id, HitStep(AuditEvent.STATUS_NOT_PRACTICABLE, change, lambda _: facts))

    def request_confirmation(self, hit_id: str, nic: str, urgency: Urgency, oca: str) -> None:

        def change(hit: Hit, now: datetime) -> Hit:
            request = ConfirmationRequest(1, urgency, oca, nic, now)
            return verification.request_confirmation(hit, request)

        event = AuditEvent.CONFIRMATION_REQUESTED
        self._make(hit_id, HitStep(event, change, hit_facts.confirmation_request))

    def answer_confirmation(
        self, hit_id: str, reply: AgencyReply, promised_in_minutes: int = 0
    ) -> None:
        facts = ("reply", reply.value), ("promised_in_minutes", str(promised_in_minutes))

        def change(hit: Hit, now: datetime) -> Hit:
            later = now + timedelta(minutes=promised_in_minutes) if promised_in_minutes else None
            return verification.answer_confirmation(hit, ConfirmationReply(reply, now, later))

        self._make(hit_id, HitStep(AuditEvent.CONFIRMATION_ANSWERED, change, lambda _: facts))

    # -------------------------------------------------------------------- the stop and the end

    def initiate_stop(self, hit_id: str) -> None:
        officer = self._hits.officer
        self._records.do(lambda: self._stop(officer, hit_id))

    def release_hold(self, hit_id: str, held_s: float) -> None:
        facts = (("held_s", f"{held_s:.1f}"),)

        def change(hit: Hit, now: datetime) -> Hit:
            return verification.with_hold_released(hit, now, held_s)

        self._make(hit_id, HitStep(AuditEvent.HOLD_RELEASED, change, lambda _: facts))

    def record_stop(
        self, hit_id: str, reason: StopReason, minutes_ago: int, *, force_used: bool
    ) -> None:

        def change(hit: Hit, now: datetime) -> Hit:
            at = now - timedelta(minutes=minutes_ago)
            return verification.record_stop(hit, RecordedStop(reason, at, now, force_used))

        self._make(hit_id, HitStep(AuditEvent.STOP_RECORDED, change, hit_facts.recorded_stop))

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

        def closing(at: datetime) -> Closing:
            return Closing(disposition, at, stopped, outcome, force_used, event_number)

        officer = self._hits.officer
        self._records.do(lambda: self._close(officer, hit_id, closing))

    # ------------------------------------------------------------------------------- inside

    def _make(self, hit_id: str, step: HitStep) -> None:
        """Make a step for whoever works the screen now, not when the step's turn comes."""
        officer = self._hits.officer

        def work() -> None:
            if self._hits.is_at_screen(officer, hit_id):
                self._steps.make(hit_id, step, officer)

        self._records.do(work)

    def _stop(self, officer: Officer, hit_id: str) -> None:
        if (hit := self._steps.up_to_date(hit_id)) is None:
            return
        if officer.is_signed_in and not self._hits.is_at_screen(officer, hit_id):
            return
        now = self._hits.now()
        try:
            stopped = verification.initiate_stop(
                hit, now, officer=officer, open_hit_id=self._open_hit
            )
        except DomainError as error:
            self._hits.refuse(hit_id, str(error))
            return
        stopped = verification.with_step(stopped, AuditEvent.STOP_INITIATED, now, officer)
        self._recorder.record_stop(stopped, officer.person_id)
        self._hits.show(stopped)

    def _close(
        self, officer: Officer, hit_id: str, closing: Callable[[datetime], Closing]
    ) -> None:
        self._hits.hand_over(hit_id)
        hit = self._hits.get_or_refuse(hit_id)
        if hit is None or not self._hits.is_at_screen(officer, hit_id):
            return
        now = self._hits.now()
        try:
            closed = verification.close(hit, closing(now))
        except DomainError as error:
            self._hits.refuse(hit_id, str(error))
            return
        closed = verification.with_step(closed, AuditEvent.HIT_CLOSED, now, officer)
        self._recorder.record_end(closed, officer.person_id)
        self._hits.show(closed)
        self._hits.remove(hit_id)
        self.questions.remember_end(closed)
        self._alerts.remember_end(closed)
        self._repeats.remember_end(closed)


_PAINTED = HitStep(AuditEvent.HIT_PAINTED, alerting.note_painted, hit_facts.painted)
_SILENCED = HitStep(AuditEvent.HIT_SILENCED, alerting.silence)
_OPENED = HitStep(AuditEvent.HIT_OPENED, verification.open_hit)
