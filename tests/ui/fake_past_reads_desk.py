"""Headquarters as the screen asks it for past reads; answers when the test lets it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from mdt_alpr.domain.entry.form import PastReadsQuery
from mdt_alpr.patrol.events import Event, PastReadsAnswered
from mdt_alpr.wire.manual import PastReadsMessage
from mdt_alpr.wire.messages import CharacterMessage, ReadMessage
from tests.builders import NOW

MOST = 200


class FakePastReadsDesk:
    """Keeps what was asked; ``show`` and ``refuse`` answer the last look."""

    def __init__(self) -> None:
        self.asked: list[PastReadsQuery] = []
        self.publish: Callable[[Event], None] = lambda _: None

    def ask_past_reads(self, query: PastReadsQuery) -> None:
        self.asked.append(query)

    def show(self, *reads: ReadMessage, kept_days: int = 90) -> None:
        """Answer with these reads."""
        found = PastReadsMessage(reads, MOST, kept_days)
        self.publish(PastReadsAnswered(self.asked[-1], found))

    def refuse(self, why: str) -> None:
        """Answer that there are none to show."""
        self.publish(PastReadsAnswered(self.asked[-1], why=why))


def a_past_read(text: str = "KLM4471", state: str = "NC", **fields: Any) -> ReadMessage:
    given: dict[str, Any] = {
        "unit": "Unit 7", "camera": "front", "captured_at": days_ago(3), "place": None,
        "disputed": (), **fields,
    }  # fmt: skip
    return ReadMessage(
        read_id=text, revision=0, person_id="officer-2", text=text, state=state,
        state_confidence=0.9, characters=tuple(CharacterMessage(c, 0.95, ()) for c in text),
        frames=9, box=(0, 0, 1, 1), crop_digest="", context_digest="", engine="own",
        software="0.1", **given,
    )  # fmt: skip


def days_ago(days: float) -> datetime:
    return NOW - timedelta(days=days)
