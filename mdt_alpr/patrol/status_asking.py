"""Puts a hit's status question to headquarters by itself, on the link thread (D6, VER-04)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.hit.gateway import is_asked_by_itself
from mdt_alpr.domain.hit.hit import Hit
from mdt_alpr.domain.hit.status_query import QueryStatus, StatusAnswer, StatusQuery
from mdt_alpr.domain.people.roles import Session
from mdt_alpr.patrol.worker import Worker

NOBODY = "Nobody is signed in at headquarters. Ask by MDT or radio."


class StatusGateway(Protocol):
    """Headquarters' way to the agency's message switch; owned by the link thread."""

    def ask_status(self, session: Session, hit_id: str, query: StatusQuery) -> StatusAnswer:
        """Return what the gateway answered.

        Raises:
            OutsideError: the question did not get through; a sentence says why.
        """
        ...


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
