"""Steps of manual entries as cars tell them."""

import re
from typing import Any

from sqlalchemy import select

from mdt_alpr.domain.hotlist.manual_entry import ManualEntry
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.audit import audit_buffer
from mdt_alpr.hq.base.tables import OWN_AUDIT
from mdt_alpr.wire.codec import decode, encode
from mdt_alpr.wire.manual import (
    EnteredMessage,
    EntryStep,
    ManualEntriesMessage,
    ManualEntryMessage,
    PlateTestedMessage,
    PlateTestMessage,
)
from mdt_alpr.wire.messages import EntryMessage, HotlistMessage, ItemMessage
from tests.hq.disk import copied, said_by
from tests.hq.senders import EARLIER, Car, a_car, an_item
from tests.manual_entries import a_draft, a_manual_entry

WHY = "Suspect still at large, warrant issued Nov 24"


def an_own_entry(text: str = "KLM4471", by: str = "officer-1", **draft: Any) -> ManualEntry:
    """Return an entry that was made ten minutes ago."""
    return a_manual_entry(a_draft(text, **draft), by, EARLIER)


def added(entry: ManualEntry, **entered: Any) -> ItemMessage:
    """Return the item by which headquarters hears of an entry."""
    given = {
        "draft": entry.draft,
        "entered_at": entry.entered_at,
        "expires_at": entry.expires_at,
        **entered,
    }
    return a_step(entry, EntryStep.ADDED, entered=EnteredMessage(**given))


def a_step(entry: ManualEntry, step: EntryStep, **fields: Any) -> ItemMessage:
    """Return the item by which headquarters hears of a step."""
    given: dict[str, Any] = {
        "at": entry.entered_at,
        "person_id": entry.entered_by,
        "unit": "Unit 12",
        **fields,
    }
    return an_item(ManualEntryMessage(entry.entry_id, step, **given))


def the_list(car: Car) -> HotlistMessage:
    """Return the list that a car gets now."""
    answer = car.http.get("/v1/hotlist")
    assert answer.status_code == 200, answer.text
    return decode(HotlistMessage, answer.content)


def manual(car: Car) -> list[EntryMessage]:
    """Return the manual entries of the list that a car gets now."""
    return [entry for entry in the_list(car).entries if entry.manual is not None]


def post(car: Car, path: str, message: object) -> tuple[int, int | None]:
    """Return status and number of the problem."""
    answer = car.http.post(f"/v1/manual-entries/{path}", content=encode(message))
    number = answer.json()["number"] if answer.status_code >= 400 else None
    return answer.status_code, number


def live(car: Car) -> ManualEntriesMessage:
    """Return the live entries as a reviewer sees them."""
    answer = car.http.get("/v1/manual-entries")
    assert answer.status_code == 200, answer.text
    return decode(ManualEntriesMessage, answer.content)


def fits(server: InProcessHq, text: str, state: str = "NC") -> PlateTestedMessage:
    """Return what an auditor learns who has a plate."""
    with a_car(server.base_url, "custodian-1", "desk-1") as desk:
        asked = encode(PlateTestMessage(text, state))
        answer = desk.http.post("/v1/manual-entries/plate-test", content=asked)
    assert answer.status_code == 200, answer.text
    return decode(PlateTestedMessage, answer.content)


def audited(server: InProcessHq, word: str = "manual_entry") -> list[Any]:
    """Return headquarters' own audit entries whose name holds a word."""
    audit_buffer.flush(server.hq, also_this_minute=True)
    with server.hq.reading() as work:
        rows = work.connection.execute(select(OWN_AUDIT).order_by(OWN_AUDIT.c.sequence)).all()
    return [row for row in rows if word in row.event.value]


def everything(server: InProcessHq) -> str:
    """Return all that the tables say to headquarters, as text, without hashes and ids."""
    return without_hashes(said_by(server.hq, copied(server.hq)).decode())


def without_hashes(text: str) -> str:
    """Return a text without hashes and ids, in which any four digits may stand by chance."""
    return re.sub(r"[0-9a-f-]{16,}|\$argon2\S+", "", text)
