"""Questions to headquarters' gateway about a hit's status, and the answers, however late (D6)."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import DomainError, OutsideError
from mdt_alpr.domain.hit import gateway
from mdt_alpr.domain.hit.gateway import is_asked_by_itself
from mdt_alpr.domain.hit.hit import Hit
from mdt_alpr.domain.hit.status_query import QueryStatus, StatusAnswer, StatusQuery
from mdt_alpr.domain.identity import new_id
from mdt_alpr.domain.people.roles import Session
from mdt_alpr.patrol import hit_facts
from mdt_alpr.patrol.hit_recorder import HitRecorder
from mdt_alpr.patrol.open_hits import HitStep, HitSteps, OpenHits
from mdt_alpr.patrol.ports import StatusGateway
from mdt_alpr.patrol.worker import Worker


class StatusQuestions:
    """Takes questions and answers; a hit that ended while it waited for one is remembered."""

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

        The question is dropped, not refused, where the hit has gone on meanwhile.
        """
        asked = status_asked()

        def change(hit: Hit, now: datetime) -> Hit:
            return asked.change(hit, now) if gateway.is_asked_by_itself(hit) else hit

        self._take(hit_id, HitStep(asked.event, change, asked.facts))

    def status_received(self, hit_id: str, answer: StatusAnswer) -> None:
        """Take an answer of the gateway, also on a hit that ended meanwhile."""

        def change(hit: Hit, now: datetime) -> Hit:
            return gateway.apply_answer(hit, answer, now)

        self._take(hit_id, _came(answer.query_id, change))

    def status_not_reached(self, hit_id: str, query_id: str, why: str) -> None:
        """Take note that a question did not get through."""

        def change(hit: Hit, now: datetime) -> Hit:
            return gateway.not_reached(hit, query_id, why, now)

        self._take(hit_id, _came(query_id, change))

    def remember_end(self, ended: Hit) -> None:
        """Remember a hit that ends while a question waits."""
        if any(asked.status is QueryStatus.WAITING for asked in ended.asked):
            self._ended[ended.hit_id] = ended

    def _take(self, hit_id: str, step: HitStep) -> None:
        def work() -> None:
            if hit_id in self._hits:
                self._steps.make(hit_id, step)
            elif (ended := self._ended.get(hit_id)) is not None:
                self._take_late(ended, step)

        self._records.do(work)

    def _take_late(self, hit: Hit, step: HitStep) -> None:
        """Take a step of a hit that has ended."""
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


def _came(query_id: str, change: Callable[[Hit, datetime], Hit]) -> HitStep:
    event = AuditEvent.STATUS_RECEIVED
    return HitStep(event, change, lambda hit: hit_facts.answer(hit, query_id))


NOBODY = "Nobody is signed in at headquarters. Ask by MDT or radio."


class AnswerReceiver(Protocol):
    """Who keeps questions and answers; see ``status_questions.StatusQuestions``."""

    def begin_status(self, hit_id: str) -> None:
        """Put the question for the first time."""
        ...

    def status_received(self, hit_id: str, answer: StatusAnswer) -> None:
        """Take an answer."""
        ...

    def status_not_reached(self, hit_id: str, query_id: str, why: str) -> None:
        """Take note that a question did not get through."""
        ...


@dataclass(frozen=True, slots=True)
class AskingParts:
    """What asking needs; ``session`` gives the one that headquarters will take, or None."""

    link: Worker
    gateway: StatusGateway
    session: Callable[[], Session | None]
    questions: AnswerReceiver


class StatusAsking:
    """Looks at each hit as it changes, on the records thread."""

    def __init__(self, parts: AskingParts) -> None:
        self._parts = parts
        self._sent: set[str] = set()

    def look(self, hit: Hit) -> None:
        """Ask once the entry has matched; send what was asked and not sent yet."""
        if is_asked_by_itself(hit):
            self._parts.questions.begin_status(hit.hit_id)
        for asked in hit.asked:
            if asked.status is QueryStatus.WAITING and asked.query.query_id not in self._sent:
                self._sent.add(asked.query.query_id)
                self._send(hit.hit_id, asked.query)

    def _send(self, hit_id: str, query: StatusQuery) -> None:
        self._parts.link.do(lambda: self._ask(hit_id, query))

    def _ask(self, hit_id: str, query: StatusQuery) -> None:
        session = self._parts.session()
        questions = self._parts.questions
        if session is None:
            questions.status_not_reached(hit_id, query.query_id, NOBODY)
            return
        try:
            answer = self._parts.gateway.ask_status(session, hit_id, query)
        except OutsideError as error:
            questions.status_not_reached(hit_id, query.query_id, str(error))
            return
        questions.status_received(hit_id, answer)
