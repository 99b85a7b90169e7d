"""A supervisor at the desk, over real HTTP, and a shift of hits for the desk to show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

import httpx

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.trainings import Course
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.people.sample_agency import SUPERVISOR
from mdt_alpr.hq.people.trainings import record_trainings
from mdt_alpr.hq.teams import service as teams
from mdt_alpr.wire.accounts import TeamRequest, TrainingClass, TrainingRecord, TrainingsRequest
from mdt_alpr.wire.codec import decode, encode
from mdt_alpr.wire.desk import HitLogFilter, HitLogPage, HitLogRequest, HitLogRow
from mdt_alpr.wire.messages import (
    AnswerMessage,
    DispositionMessage,
    HitMessage,
    ReadMessage,
    SessionMessage,
    SignInMessage,
    StopMessage,
)
from tests.builders import NOW
from tests.hq.senders import (
    EARLIER,
    PASSWORDS,
    Car,
    a_hit_message,
    a_read_message,
    a_record,
    a_stop,
    an_id,
    an_item,
    post_plainly,
)

M = TypeVar("M")
LONG_WORD = PASSWORDS[SUPERVISOR]
SPAN = HitLogFilter(NOW - timedelta(hours=6), NOW + timedelta(hours=6))


class Desk(Car):
    """Asks what a desk asks."""

    def ask(self, kind: type[M], path: str, body: Any = None) -> M:
        answer = self.raw(path, body)
        assert answer.status_code == 200, answer.text
        return decode(kind, answer.content)

    def raw(self, path: str, body: Any = None) -> httpx.Response:
        address = f"/v1/desk/{path}"
        return (
            self.http.get(address)
            if body is None
            else self.http.post(address, content=encode(body))
        )

    def get(self, kind: type[M], address: str) -> M:
        answer = self.http.get(address)
        assert answer.status_code == 200, answer.text
        return decode(kind, answer.content)

    def rows(self, ask: HitLogRequest) -> list[HitLogRow]:
        """Fetch every page."""
        rows: list[HitLogRow] = []
        mark = ""
        while True:
            log = HitLogRequest(ask.which, ask.order, ask.descending, mark, ask.most)
            page = self.ask(HitLogPage, "hits", log)
            rows += page.rows
            mark = page.mark
            if not mark:
                return rows


def at_desk(server: InProcessHq, person: str, password: str = LONG_WORD) -> Desk:
    message = SignInMessage(person, password, f"desk of {person}")
    address = f"{server.base_url}/v1/desk/sessions"
    answer = post_plainly(address, encode(message))
    return Desk(server.base_url, decode(SessionMessage, answer.content).token)


@dataclass(frozen=True, slots=True)
class Reported:
    """Everything that a car tells of one hit."""

    read: ReadMessage
    hit: HitMessage
    answers: tuple[AnswerMessage, ...]
    stop: StopMessage | None
    ending: DispositionMessage | None

    def items(self) -> list[Any]:
        parts = (self.read, self.hit, *self.answers, self.stop, self.ending)
        return [an_item(part) for part in parts if part is not None]


def a_sent_hit(  # noqa: PLR0913 - what a test varies
    text: str = "EXN2894",
    *,
    after_s: float = 0,
    entered: tuple[str, str] | None = None,
    check_s: float = 12,
    ending: str = "",
    stopped: str | None = None,
    gate_form: str = "",
    steps: tuple[AuditEvent, ...] = (),
    **hit_fields: Any,
) -> Reported:
    at = EARLIER + timedelta(seconds=after_s)
    whose = {"person_id": hit_fields["person_id"]} if "person_id" in hit_fields else {}
    read = a_read_message(text, captured_at=at, read_id=an_id(at), **whose)
    record = hit_fields.pop("record", None) or a_record(text)
    hit = a_hit_message(read, records=(record,), **hit_fields)
    opened = hit.raised_at + timedelta(seconds=6)
    done = opened + timedelta(seconds=check_s)

    def answer(step: AuditEvent, when: Any, *facts: tuple[str, str]) -> AnswerMessage:
        return AnswerMessage(
            hit.hit_id, hit.captured_at, step.value, when, hit.person_id, "blind", facts
        )

    answers = [
        answer(AuditEvent.HIT_PAINTED, at + timedelta(milliseconds=1100)),
        answer(AuditEvent.HIT_OPENED, opened),
    ]
    if entered is not None:
        facts = ("text", entered[0]), ("state", entered[1]), ("outcome", "matched")
        answers.append(answer(AuditEvent.ENTRY_MADE, done, *facts, ("method", "typed")))
    answers += [answer(step, done + timedelta(seconds=2)) for step in steps]
    end = None
    if ending:
        when = done + timedelta(seconds=20)
        end = DispositionMessage(
            hit.hit_id, hit.captured_at, when, hit.person_id, ending, stopped, None, None, ""
        )
    stop = a_stop(hit, gate_form) if gate_form else None
    return Reported(read, hit, tuple(answers), stop, end)


def set_team(hq: Headquarters, person_id: str, ask: TeamRequest, by: str) -> None:
    with hq.writing() as work:
        teams.set_team(work, person_id, ask, by)


CLASS = TrainingClass(tuple(Course), "2026-1", "D. Sample", "PowerDMS 118")


def train(
    hq: Headquarters,
    trainings: Sequence[TrainingRecord],
    by: str,
    held: TrainingClass = CLASS,
    scan: bytes = b"",
) -> None:
    record_trainings(hq, TrainingsRequest(tuple(trainings), held), by, scan)
