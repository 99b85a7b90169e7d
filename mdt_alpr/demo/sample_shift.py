"""What the cars of the demo sent in the month before it: reads, hits and how each ended."""

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from typing import Any

from mdt_alpr.adapters.positions.drive_receiver import START
from mdt_alpr.demo.sample_evidence import SampleCar
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.entry.life import make_entry
from mdt_alpr.domain.entry.listing import MANUAL_LIST
from mdt_alpr.domain.hit.disposition import Disposition, Outcome, Stopped
from mdt_alpr.domain.hit.gate import GateForm
from mdt_alpr.domain.hit.vehicle import Body, Color
from mdt_alpr.domain.hotlist.manual_entry import Basis, EntryDraft, Purpose
from mdt_alpr.domain.identity import new_id
from mdt_alpr.domain.retention.outbox import ItemKind
from mdt_alpr.wire.codec import encode
from mdt_alpr.wire.evidence import DeviceKeyMessage, EvidenceMessage
from mdt_alpr.wire.manual import EnteredMessage, EntryStep, ManualEntryMessage
from mdt_alpr.wire.messages import (
    VERSION,
    AnswerMessage,
    BatchMessage,
    CharacterMessage,
    ComparableMessage,
    DispositionMessage,
    HitMessage,
    ItemMessage,
    PictureMessage,
    PlaceMessage,
    ReadMessage,
    RecordMessage,
    StopMessage,
)

_GLYPHS = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789"
_READS, _MOST_HITS = 24, 3
_STATES = "NC", "NC", "NC", "NC", "NC", "NC", "SC", "VA", "TN", "GA"
_RECORDS = (
    ("NCIC hot file", "V"), ("NCIC hot file", "P"), ("NCIC hot file", "W"),
    ("NC DCI hot file", "V"), ("NC DCI hot file", "P"), (MANUAL_LIST, "M"),
)  # fmt: skip
_METERS_PER_DEGREE = 111_320.0
_REACH_M = 1_100
_PAINT_S = 0.1
_VEHICLES = (
    (Body.CAR, Color.SILVER, "silver 2016 Honda sedan", ComparableMessage("PC", "4D", "SIL")),
    (Body.CAR, Color.RED, "red 2012 Ford coupe", ComparableMessage("PC", "CP", "RED")),
    (Body.SUV, Color.BLACK, "black 2019 Dodge SUV", ComparableMessage("PC", "UT", "BLK")),
    (Body.PICKUP, Color.WHITE, "white 2015 Ford pickup", ComparableMessage("TK", "PK", "WHI")),
)
"""As they are seen, in a record's words, and as they are listed."""
_KINDS: dict[type, ItemKind] = {
    ReadMessage: ItemKind.READ,
    HitMessage: ItemKind.HIT,
    AnswerMessage: ItemKind.ANSWER,
    StopMessage: ItemKind.STOP,
    DispositionMessage: ItemKind.DISPOSITION,
    ManualEntryMessage: ItemKind.MANUAL_ENTRY,
    PictureMessage: ItemKind.PICTURE,
    DeviceKeyMessage: ItemKind.DEVICE_KEY,
    EvidenceMessage: ItemKind.EVIDENCE,
}


@dataclass(frozen=True, slots=True)
class _Ending:
    """How a hit ended; ``gate`` is the form of a stop through the gate, None without one."""

    how: Disposition | None
    gate: GateForm | None = None
    stopped: Stopped | None = Stopped.NO
    outcome: Outcome | None = None
    force: bool | None = None


def _through_gate(
    outcome: Outcome, gate: GateForm = GateForm.OPEN, *, force: bool = False
) -> _Ending:
    return _Ending(Disposition.VERIFIED_STOPPED, gate, None, outcome, force)


_ENDINGS = (
    *(_Ending(Disposition.MISREAD),) * 4,
    *(_Ending(Disposition.WRONG_STATE),) * 2,
    _Ending(Disposition.VEHICLE_MISMATCH),
    _Ending(Disposition.CLEARED_OR_STALE),
    _Ending(Disposition.LOST_SIGHT),
    *(_Ending(Disposition.VERIFIED_NO_STOP),) * 2,
    *(_through_gate(Outcome.VEHICLE_RECOVERED),) * 4,
    *(_through_gate(Outcome.PLATE_RECOVERED),) * 3,
    _through_gate(Outcome.ARREST, force=True),
    _through_gate(Outcome.PERSON_FOUND),
    _through_gate(Outcome.RELEASED, GateForm.OPEN_WITHOUT_STATUS),
    _Ending(Disposition.WRONG_STATE, None, Stopped.BEFORE, Outcome.RELEASED, force=False),
)


@dataclass(frozen=True, slots=True)
class DrivenShift:
    """Who drove which car, from when, and for how long."""

    person_id: str
    unit: str
    device: str
    begins_at: datetime
    lasts: timedelta

    @property
    def ends_at(self) -> datetime:
        """Return when it was over."""
        return self.begins_at + self.lasts


def shift_batch(
    shift: DrivenShift, dice: random.Random, car: SampleCar | None = None, hits: int = 0
) -> tuple[BatchMessage, list[ReadMessage]]:
    """Return everything that a car sends of a shift, and its reads; 0 hits stand for a few.

    Pictures and packages are of ``car``, which keeps the pictures to be sent.
    """
    reads = [_read(shift, dice, place) for place in range(_READS)]
    listed = dice.sample(reads[:-1], hits or dice.randint(1, _MOST_HITS))
    steps = {read.read_id: list(_hit(read, dice)) for read in listed}
    if car:
        reads = [
            car.photographed(read, steps[read.read_id]) if read.read_id in steps else read
            for read in reads
        ]
    bodies: list[tuple[datetime, Any]] = [(read.captured_at, read) for read in reads]
    bodies += [*chain.from_iterable(steps.values()), *(car.taken_items() if car else ())]
    if dice.random() < 0.3:  # noqa: PLR2004 - about twice a week
        bodies.append(_entry(shift, dice))
    items = tuple(
        ItemMessage(_id(at, dice), place, _KINDS[type(body)], at, encode(body))
        for place, (at, body) in enumerate(sorted(bodies, key=lambda item: item[0]), 1)
    )
    return BatchMessage(VERSION, shift.device, shift.ends_at, items), reads


def _read(shift: DrivenShift, dice: random.Random, place: int) -> ReadMessage:
    at = shift.begins_at + shift.lasts * ((place + dice.random()) / (_READS + 1))
    text = "".join(dice.choices(_GLYPHS[:24], k=3)) + "".join(dice.choices(_GLYPHS[-10:], k=4))
    return ReadMessage(
        read_id=_id(at, dice), revision=0, unit=shift.unit, camera="front",
        person_id=shift.person_id, captured_at=at, text=text, state=dice.choice(_STATES),
        state_confidence=round(dice.uniform(0.8, 1), 4),
        characters=tuple(CharacterMessage(c, round(dice.uniform(0.85, 1), 4), ()) for c in text),
        disputed=(), frames=dice.randint(4, 12), box=(412.0, 300.0, 572.0, 380.0), crop_digest="",
        context_digest="", engine="own", software="demo", place=_place(at, dice),
    )  # fmt: skip


def _place(at: datetime, dice: random.Random) -> PlaceMessage:
    """Return a place on a street of the demo's map."""
    along, turn = dice.uniform(-_REACH_M, _REACH_M), math.radians(45)
    across = 120 * dice.randint(-_REACH_M // 120, _REACH_M // 120)
    north = along * math.cos(turn) - across * math.sin(turn)
    east = along * math.sin(turn) + across * math.cos(turn)
    lat, lon = START
    return PlaceMessage(
        lat + north / _METERS_PER_DEGREE,
        lon + east / (_METERS_PER_DEGREE * math.cos(math.radians(lat))),
        at, at, dice.uniform(5, 40), dice.choice((45.0, 225.0)), 4.0, simulated=True,
    )  # fmt: skip


def _hit(read: ReadMessage, dice: random.Random) -> Iterator[tuple[datetime, Any]]:
    """Yield a hit of a read with the officer's steps."""
    raised_at = read.captured_at + timedelta(seconds=dice.uniform(0.2, 0.5))
    ending = dice.choice(_ENDINGS)
    differs = ending.how is Disposition.VEHICLE_MISMATCH
    records = [on_list for on_list in _RECORDS if on_list[1] == "V" or not differs]
    name, category = dice.choice(records)  # a stolen plate may be on any vehicle
    listed, other = dice.sample(_VEHICLES, 2)
    seen = other if differs else listed
    record = RecordMessage(
        f"demo-{read.read_id}", name, category, read.text, read.state, "V701314281", "NC0130000",
        "exact", None, *listed[2:],
    )  # fmt: skip
    hit = HitMessage(
        _id(raised_at, dice), read.read_id, read.unit, read.person_id, read.captured_at,
        raised_at, 1, read.captured_at - timedelta(hours=5), None, (record,),
    )  # fmt: skip
    yield raised_at, hit
    text, state = read.text, read.state
    if ending.how is Disposition.WRONG_STATE:
        state = "SC" if state != "SC" else "NC"
    if ending.how is Disposition.MISREAD:
        text = ("B" if text[0] != "B" else "R") + text[1:]
    matched = (text, state) == (read.text, read.state)
    opened_s, entered_s = dice.uniform(2, 9), dice.uniform(12, 25)
    waited_s = (raised_at - read.captured_at).total_seconds() + _PAINT_S
    for event, after, facts in (
        (AuditEvent.HIT_PAINTED, _PAINT_S, (("capture_to_alert_s", f"{waited_s:.3f}"),)),
        (AuditEvent.HIT_OPENED, opened_s, ()),
        (AuditEvent.ENTRY_MADE, entered_s,
         (("text", text), ("state", state), ("picture_s", f"{entered_s - opened_s:.1f}"),
          ("outcome", "matched" if matched else "differed"), ("method", "typed"))),
        (AuditEvent.VEHICLE_ANSWERED, dice.uniform(26, 32),
         (("body", seen[0]), ("color", seen[1]), ("when", "before the record"))),
        (AuditEvent.STATUS_STATED, dice.uniform(35, 60),
         (("source", "mdt"), ("result", "active"), ("how", "stated"))),
    ):  # fmt: skip
        if event is AuditEvent.STATUS_STATED and (
            not matched or ending.gate is GateForm.OPEN_WITHOUT_STATUS
        ):
            continue
        at = raised_at + timedelta(seconds=after)
        yield (
            at,
            AnswerMessage(
                hit.hit_id, hit.captured_at, event, at, hit.person_id, "compared", facts
            ),
        )
    yield from _end(hit, ending, raised_at + timedelta(seconds=dice.uniform(70, 110)))


def _end(hit: HitMessage, ending: _Ending, at: datetime) -> Iterator[tuple[datetime, Any]]:
    if ending.gate is not None:
        checks = ("plate", "true"), ("state", "true"), ("vehicle", "true")
        yield (
            at,
            StopMessage(hit.hit_id, hit.captured_at, at, hit.person_id, ending.gate, checks),
        )
    if ending.how is not None:
        later = at + timedelta(minutes=11)
        yield (
            later,
            DispositionMessage(
                hit.hit_id, hit.captured_at, later, hit.person_id, ending.how, ending.stopped,
                ending.outcome, ending.force, f"26-{hit.captured_at:%j%H%M}",
            ),
        )  # fmt: skip


def _entry(shift: DrivenShift, dice: random.Random) -> tuple[datetime, ManualEntryMessage]:
    """Return an entry that the officer made for a case."""
    at = shift.begins_at + shift.lasts * dice.random()
    text = "".join(dice.choices(_GLYPHS[:24], k=3)) + "".join(dice.choices(_GLYPHS[-10:], k=4))
    draft = EntryDraft(
        text=text, state="NC", reason="Larceny from a parked car, vehicle seen leaving the lot",
        purpose=Purpose.CRIMINAL, case=f"26-{at:%j%H%M}", instruction="Check, then stop",
        basis=Basis.VIDEO, names_person=False, spelled=True,
    )  # fmt: skip
    made = make_entry(draft, shift.person_id, at, _id(at, dice))
    entered = EnteredMessage(draft, made.entered_at, made.expires_at)
    return at, ManualEntryMessage(
        made.entry_id, EntryStep.ADDED, at, shift.person_id, shift.unit, entered
    )


def _id(at: datetime, dice: random.Random) -> str:
    return new_id(at, dice.randbytes(10))
