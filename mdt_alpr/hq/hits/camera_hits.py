"""A fixed camera's hit goes to every car on duty, and is unverified there (VER-05, VER-06, D9).

Headquarters makes the message itself: the read as it keeps it, the records as they are listed now,
the camera by its own name. What a camera says of records counts for nothing.
"""

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mdt_alpr.domain.hit.camera_hits import is_for_cars
from mdt_alpr.domain.hotlist.matching import MatchClass
from mdt_alpr.domain.identity import new_id
from mdt_alpr.domain.plate.plate import UNKNOWN_STATE, differs_only_in_o_and_0
from mdt_alpr.domain.policy import SESSION_LASTS
from mdt_alpr.hq.base.capture_day import capture_day
from mdt_alpr.hq.base.headquarters import Work
from mdt_alpr.hq.hits import notice_store as notices
from mdt_alpr.hq.hits.notice_store import UnitOnShift
from mdt_alpr.hq.hotlists import category_store as categories
from mdt_alpr.hq.hotlists import store as hotlists
from mdt_alpr.hq.hotlists.manual_store import manual_messages
from mdt_alpr.hq.people import enrollment_store as enrollments
from mdt_alpr.hq.people.cameras import name_of
from mdt_alpr.hq.reads import captured
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.messages import EntryMessage, HitMessage, ReadMessage, RecordMessage
from mdt_alpr.wire.notices import RelayedRecordMessage, RelayMessage


def relays_of(work: Work, device: str, hit: HitMessage) -> list[RelayMessage]:
    """Return a camera's hit for each car on duty; none where it comes late."""
    if not is_for_cars(hit.captured_at, work.now):
        return []
    name = name_of(device, enrollments.cameras(work.connection).get(device))
    cars = notices.on_shift(work.connection, work.now - SESSION_LASTS)
    return relay_messages(work, hit, cars, RelayedBy(name))


@dataclass(frozen=True, slots=True)
class RelayedBy:
    """Who passes a hit on: a camera, which has no officer, or a person at headquarters."""

    unit: str
    person_id: str = ""
    officer: str = ""


def relay_messages(
    work: Work, hit: HitMessage, cars: Iterable[UnitOnShift], by: RelayedBy
) -> list[RelayMessage]:
    """Return a hit for each of these cars, with its records as they are listed now.

    None where its read is not kept, or none of its records is listed any more.
    """
    stored = captured.read(work, capture_day(hit.read_id), hit.read_id)
    if stored is None:
        return []
    read = decode(ReadMessage, stored)
    records = tuple(_records(work, read, hit.records))
    if not records:
        return []
    return [
        RelayMessage(
            relay_id=new_id(work.now, secrets.token_bytes(10)),
            hit_id=hit.hit_id,
            captured_at=hit.captured_at,
            at=work.now,
            person_id=by.person_id,
            officer=by.officer,
            unit=by.unit,
            to_unit=car.unit,
            to_device=car.device,
            checked=(),
            read=read,
            records=records,
            list_version=hit.list_version,
            list_compiled_at=hit.list_compiled_at,
            second_text=hit.second_text,
        )
        for car in cars
    ]


def _records(
    work: Work, read: ReadMessage, said: tuple[RecordMessage, ...]
) -> Iterator[RelayedRecordMessage]:
    wanted = categories.switched_on(work.connection)
    manual = {entry.entry_id: entry for entry in manual_messages(work)}
    for match in said:
        body = hotlists.live_body(work, match.entry_id)
        entry = manual.get(match.entry_id) if body is None else decode(EntryMessage, body)
        if entry is None or entry.category not in wanted:
            continue
        if (entry.text, entry.state) != (match.text, match.state):
            continue
        yield RelayedRecordMessage(
            entry=entry,
            position=match.position if match.match_class == MatchClass.LOOK_ALIKE else None,
            state_confirmed=read.state not in (UNKNOWN_STATE, "") and read.state == entry.state,
            o_and_0=differs_only_in_o_and_0(read.text, entry.text),
        )
