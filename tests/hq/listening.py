"""Cars that send and listen at a headquarters without HTTP: items in, notices out."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from sqlalchemy import event

from mdt_alpr.domain.people.roles import Role
from mdt_alpr.hq.base.headquarters import Caller, Headquarters
from mdt_alpr.hq.hits import notices
from mdt_alpr.hq.intake import service as items
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.messages import EntryMessage, HitMessage, ReadMessage
from mdt_alpr.wire.notices import (
    ContraryMessage,
    NoticeKind,
    NotPassedMessage,
    RejectionMessage,
    RelayedRecordMessage,
    RelayMessage,
)
from tests.hq import senders
from tests.hq.senders import a_batch, an_id, an_item

_BODIES = {
    NoticeKind.RELAY.value: RelayMessage,
    NoticeKind.CONTRARY.value: ContraryMessage,
    NoticeKind.REJECTION.value: RejectionMessage,
    NoticeKind.NOT_PASSED.value: NotPassedMessage,
}


@contextmanager
def counted(hq: Headquarters, about: str = "") -> Iterator[Callable[[], int]]:
    """Count what is asked of the database meanwhile; rows of one statement count once."""
    found: list[str] = []

    def note(*facts: Any) -> None:
        found.append(facts[2])

    event.listen(hq.database.engine, "before_cursor_execute", note)
    yield lambda: sum(about in one for one in found)
    event.remove(hq.database.engine, "before_cursor_execute", note)


def an_entry_message(text: str = "EXN2894", **fields: Any) -> EntryMessage:
    given: dict[str, Any] = {
        "entry_id": "e1", "list_name": "NC", "category": "V", "text": text, "state": "NC",
        "nic": "V123456789", "ori": "NC0130200", "entered_on": None, "plate_type": "PC",
        "vehicle_year": "", "make": "", "model": "", "style": "", "color": "", "note": "",
        "expires_at": None, **fields,
    }  # fmt: skip
    return EntryMessage(**given)


def a_relay(hit: HitMessage, read: ReadMessage, to: str, **fields: Any) -> RelayMessage:
    at = hit.raised_at + timedelta(seconds=3)
    entries = tuple(
        an_entry_message(r.text, entry_id=r.entry_id, state=r.state) for r in hit.records
    )
    given: dict[str, Any] = {
        "relay_id": an_id(at),
        "hit_id": hit.hit_id,
        "captured_at": hit.captured_at,
        "at": at,
        "person_id": hit.person_id,
        "officer": "A. Sample",
        "unit": hit.unit,
        "to_unit": "",
        "to_device": to,
        "checked": ("plate", "state"),
        "read": read,
        "records": tuple(
            RelayedRecordMessage(e, None, state_confirmed=True, o_and_0=False) for e in entries
        ),
        "list_version": 1,
        "list_compiled_at": hit.list_compiled_at,
        "second_text": None,
        **fields,
    }
    return RelayMessage(**given)


class Listener:
    """One car: its device, its unit, the number that it holds."""

    def __init__(self, hq: Headquarters, device: str, unit: str) -> None:
        self.hq, self.device, self.unit = hq, device, unit
        self.number = 0
        self.caller = Caller("officer-1", "A. Sample", Role.OFFICER, device, "hash")
        self.hear()

    def send(self, *messages: Any) -> None:
        """Send messages, each as an item of its own batch, as a car on a good link does."""
        for message in messages:
            batch = a_batch(an_item(message), device=self.device)
            with self.hq.writing() as work:
                answered = items.accept(work, self.caller, batch, 200)
            assert senders.outcomes(answered) == ["accepted"]

    def hear(self, *, acknowledge: bool = True) -> list[Any]:
        """Return what headquarters tells now."""
        with self.hq.writing() as work:
            notices.keep_receipt(work, self.caller, self.unit, self.number)
        with self.hq.reading() as work:
            found = notices.waiting(work, self.device, self.number).notices
        if found and acknowledge:
            self.number = found[-1].number
        return [decode(_BODIES[notice.kind], notice.body) for notice in found]

    def contraries(self) -> list[ContraryMessage]:
        """Return the "no"s among what headquarters tells now."""
        return [reported for reported in self.hear() if isinstance(reported, ContraryMessage)]

    def hit(self, text: str = "EXN2894", **fields: Any) -> tuple[HitMessage, ReadMessage]:
        """Raise an own hit."""
        read = senders.a_read_message(text, unit=self.unit)
        hit = senders.a_hit_message(read, **fields)
        self.send(read, hit)
        return hit, read
