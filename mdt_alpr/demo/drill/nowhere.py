"""A headquarters of nobody: signs anybody in for practice, takes everything and keeps nothing."""

from collections.abc import Sequence

from mdt_alpr.clock import Clock
from mdt_alpr.demo.drill.situations import Situation, drill_list
from mdt_alpr.domain.entry.form import PastReadsQuery
from mdt_alpr.domain.hit.status_query import (
    GatewayResult,
    GatewaySource,
    StatusAnswer,
    StatusQuery,
)
from mdt_alpr.domain.hotlist.hotlist import Hotlist
from mdt_alpr.domain.people.roles import Role, Session
from mdt_alpr.domain.plate.plate import folded
from mdt_alpr.domain.retention.outbox import OutboxItem, ReceiptOutcome
from mdt_alpr.patrol.outbox import RequestRefusedError
from mdt_alpr.wire.manual import PastReadsMessage
from mdt_alpr.wire.messages import Receipt
from mdt_alpr.wire.pictures import PictureReceipt
from mdt_alpr.wire.problems import Problem

RESPONDER = "drill"


class DrillLink:
    """See ``patrol.ports.HqLink`` and ``patrol.status_questions.StatusGateway``."""

    def __init__(self, situations: tuple[Situation, ...], clock: Clock) -> None:
        self._situations = situations
        self._clock = clock

    def sign_in(self, person_id: str, password: str) -> Session:
        """Let anybody practise; no account is asked and no password kept."""
        del password
        return Session(person_id, person_id, Role.OFFICER, self._clock.now(), "drill")

    def change_password(self, person_id: str, password: str, new_password: str) -> None:
        """Change nothing: no password is kept in practice."""

    def sign_out(self, session: Session) -> None:
        """End the practice of a person."""

    def send(self, session: Session, items: Sequence[OutboxItem]) -> tuple[Receipt, ...]:
        """Take every item and let it go."""
        del session
        return tuple(Receipt(item.item_id, ReceiptOutcome.ACCEPTED) for item in items)

    def send_pictures(
        self, session: Session, pictures: Sequence[tuple[str, bytes]]
    ) -> tuple[PictureReceipt, ...]:
        """Let pictures go."""
        del session
        return tuple(PictureReceipt(digest) for digest, _ in pictures)

    def held_pictures(self, session: Session, digests: Sequence[str]) -> frozenset[str]:
        """Keep none."""
        del session, digests
        return frozenset()

    def hotlist(self, session: Session, known_version: int) -> Hotlist | None:
        """Return the drill's list."""
        del session
        found = drill_list(self._situations, self._clock.now())
        return None if known_version == found.version else found

    def past_reads(self, session: Session, query: PastReadsQuery) -> PastReadsMessage:
        """Refuse: nothing is kept in practice."""
        del session, query
        message = "This is practice: no reads are kept, and no look is recorded."
        raise RequestRefusedError(message, Problem.NO_SUCH_ADDRESS.number)

    def ask_status(self, session: Session, hit_id: str, query: StatusQuery) -> StatusAnswer:
        """Answer as the situation wants it, marked as simulated."""
        del session, hit_id
        results = [
            s.reply for s in self._situations if folded(s.record.plate.text) == folded(query.text)
        ]
        return StatusAnswer(
            query_id=query.query_id,
            text=query.text,
            state=query.state,
            entry_id=query.entry_id,
            nic=query.nic,
            result=results[0] if results else GatewayResult.NO_RECORD,
            source=GatewaySource.DCIN,
            responder=RESPONDER,
            answered_at=self._clock.now(),
            simulated=True,
        )
