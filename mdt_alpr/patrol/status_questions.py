"""Questions to headquarters' gateway about a hit's status, and the answers, however late (D6)."""

import secrets
from collections.abc import Callable
from datetime import datetime
from functools import partial

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import DomainError, OutsideError
from mdt_alpr.domain.hit import gateway
from mdt_alpr.domain.hit.hit import Hit
from mdt_alpr.domain.hit.status_query import QueryStatus, StatusAnswer, StatusQuery
from mdt_alpr.domain.identity import new_id
from mdt_alpr.domain.people.roles import Session
from mdt_alpr.patrol import hit_facts
from mdt_alpr.patrol.hit_recorder import HitRecorder
from mdt_alpr.patrol.open_hits import HitStep, HitSteps, OpenHits
from mdt_alpr.patrol.ports import StatusGateway
from mdt_alpr.patrol.worker import Worker

NOBODY = "Nobody is signed in at headquarters. Ask by MDT or radio."


class StatusQuestions:
    """Keeps questions and answers, also for hits that end while a question waits."""

    def __init__(
        self, records: Worker, hits: OpenHits, steps: HitSteps, recorder: HitRecorder
    ) -> None:
        self._records = records
        self._hits = hits
        self._steps = steps
        self._recorder = recorder
        self._ended: dict[str, Hit] = {}

    def begin_status(self, hit_id: str) -> None:
        """Ask for the first time, by the program itself.

        The question is dropped, not refused, where the hit has changed meanwhile.
        """
        asked = status_asked()

        def change(hit: Hit, now: datetime) -> Hit:
            return asked.change(hit, now) if gateway.is_asked_by_itself(hit) else hit

        self._record(hit_id, HitStep(asked.event, change, asked.facts))

    def status_received(self, hit_id: str, answer: StatusAnswer) -> None:
        """Record an answer of the gateway, also on a hit that ended meanwhile."""

        def change(hit: Hit, now: datetime) -> Hit:
            return gateway.apply_answer(hit, answer, now)

        self._record(hit_id, _answered(answer.query_id, change))

    def status_not_reached(self, hit_id: str, query_id: str, why: str) -> None:
        """Record that a question did not get through."""

        def change(hit: Hit, now: datetime) -> Hit:
            return gateway.not_reached(hit, query_id, why, now)

        self._record(hit_id, _answered(query_id, change))

    def remember_end(self, ended: Hit) -> None:
        """Remember a hit that ends while a question waits."""
        if any(asked.status is QueryStatus.WAITING for asked in ended.asked):
            self._ended[ended.hit_id] = ended

    def _record(self, hit_id: str, step: HitStep) -> None:
        def work() -> None:
            if hit_id in self._hits:
                self._steps.make(hit_id, step)
            elif (ended := self._ended.get(hit_id)) is not None:
                self._record_late(ended, step)

        self._records.do(work)

    def _record_late(self, hit: Hit, step: HitStep) -> None:
        """Record a step of a hit that has ended."""
        try:
            changed = step.change(hit, self._hits.now())
        except DomainError:
            return  # another answer to the same question was first
        if changed == hit:
            return
        person = self._hits.person
        self._recorder.record_step(hit, changed, person, step.event, step.facts(changed))
        self._hits.show_ended(changed)
        del self._ended[hit.hit_id]
        self.remember_end(changed)


def status_asked() -> HitStep:
    """Return the step with which the question goes to headquarters' gateway."""
    randomness = secrets.token_bytes(10)

    def change(hit: Hit, now: datetime) -> Hit:
        return gateway.ask(hit, new_id(now, randomness), now)

    return HitStep(AuditEvent.STATUS_ASKED, change, hit_facts.question)


def _answered(query_id: str, change: Callable[[Hit, datetime], Hit]) -> HitStep:
    event = AuditEvent.STATUS_RECEIVED
    return HitStep(event, change, lambda hit: hit_facts.answer(hit, query_id))


class StatusAsking:
    """Sends the questions of hits to headquarters' gateway, on the link thread (VER-04)."""

    def __init__(
        self,
        link: Worker,
        gateway: StatusGateway,
        session: Callable[[], Session | None],
        questions: StatusQuestions,
    ) -> None:
        """Begin; ``session`` returns the one that headquarters will accept, or None."""
        self._link = link
        self._gateway = gateway
        self._session = session
        self._questions = questions
        self._sent: set[str] = set()

    def hit_changed(self, hit: Hit) -> None:
        """Ask once the entry has matched, and send new questions; on the records thread."""
        if gateway.is_asked_by_itself(hit):
            self._questions.begin_status(hit.hit_id)
        for asked in hit.asked:
            if asked.status is QueryStatus.WAITING and asked.query.query_id not in self._sent:
                self._sent.add(asked.query.query_id)
                self._link.do(partial(self._ask, hit.hit_id, asked.query))

    def _ask(self, hit_id: str, query: StatusQuery) -> None:
        session, questions = self._session(), self._questions
        if session is None:
            questions.status_not_reached(hit_id, query.query_id, NOBODY)
            return
        try:
            answer = self._gateway.ask_status(session, hit_id, query)
        except OutsideError as error:
            questions.status_not_reached(hit_id, query.query_id, str(error))
            return
        questions.status_received(hit_id, answer)
