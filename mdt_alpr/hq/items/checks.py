"""Check one item before anything is stored: valid, or refused with its reason.

A time that cannot be right is no such reason: a refused entry would leave a gap in the car's audit
for good. Such an item says so (``kept_from``), and nothing of it counts by its own time.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import DomainError
from mdt_alpr.domain.hit.disposition import Disposition
from mdt_alpr.domain.hit.gate import GateForm
from mdt_alpr.domain.hit.trial import is_trial_camera
from mdt_alpr.domain.hit.trial_sample import UNREAD
from mdt_alpr.domain.hotlist.hotlist import CATEGORIES
from mdt_alpr.domain.hotlist.matching import MatchClass
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.plate.plate import LONGEST_PLATE, STATES, UNKNOWN_STATE, is_plate_text
from mdt_alpr.domain.policy import MOST_DAYS, ONE_PASS_LASTS, captured_data_expired_until
from mdt_alpr.domain.reading.position import is_on_earth
from mdt_alpr.domain.retention.camera_items import camera_may_send
from mdt_alpr.domain.retention.incidents import IncidentRefusedError, report
from mdt_alpr.domain.retention.kept_for import due_clock
from mdt_alpr.domain.retention.outbox import ItemKind
from mdt_alpr.hq.base.capture_day import id_time
from mdt_alpr.hq.entries.steps import wrong_with
from mdt_alpr.hq.evidence.service import package_problem
from mdt_alpr.hq.people.devices import key_problem, record_problem
from mdt_alpr.wire.codec import DecodeError, decode, fields_of
from mdt_alpr.wire.drills import DrillMessage
from mdt_alpr.wire.evidence import DeviceKeyMessage, EvidenceMessage
from mdt_alpr.wire.holds import HeldItemMessage, HoldRequestMessage
from mdt_alpr.wire.incidents import IncidentReportMessage
from mdt_alpr.wire.manual import ManualEntryMessage
from mdt_alpr.wire.messages import (
    AnswerMessage,
    AuditMessage,
    DispositionMessage,
    HitMessage,
    ItemMessage,
    PictureMessage,
    ReadMessage,
    SignInRecordMessage,
    StopMessage,
)
from mdt_alpr.wire.notices import RelayMessage
from mdt_alpr.wire.problems import Problem

CLOCK_MAY_BE_AHEAD = timedelta(minutes=5)

_SHA256 = re.compile(r"[0-9a-f]{64}", flags=re.ASCII)
_LARGEST = 2**31
_CARS_EVENTS = frozenset(e.value for e in AuditEvent if not e.value.startswith("hq:"))
"""What happens in a car: no machine speaks as headquarters, as both audits are read together."""


class ValidItem(NamedTuple):
    """An item that may be stored; ``day`` is the day of the item's own id, or that of its receipt.

    ``kept_from`` is None where its times may be right. Otherwise days count from then, which is
    never later than the receipt, and what depends on its times is not applied.
    """

    item_id: str
    kind: ItemKind
    day: date
    body: Any
    text: str
    kept_from: datetime | None = None


@dataclass(frozen=True, slots=True)
class ItemContext:
    """From which device an item comes, and when."""

    device: str
    now: datetime
    keys: frozenset[str] = frozenset()
    """Keys of the device that count."""
    is_camera: bool = False
    """It comes from a fixed camera, on which nobody is."""
    kept_days: int = MOST_DAYS
    """For how long captured data is kept (RET-06)."""
    behind: timedelta = timedelta(0)
    """By how much the device's clock is behind ours, where that is more than clocks differ."""
    latest: datetime = field(init=False)
    """What claims a later instant comes from a clock that is wrong."""
    expired_until: datetime = field(init=False)
    """What was captured then or before may be kept no more."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "latest", self.now + CLOCK_MAY_BE_AHEAD)
        object.__setattr__(
            self, "expired_until", captured_data_expired_until(due_clock(self.now, self.kept_days))
        )


def examine(item: ItemMessage, context: ItemContext) -> ValidItem | Problem:
    """Return the item with its body decoded, or why it is refused."""
    kind = _BY_NAME.get(item.kind)
    if kind is None:
        return Problem.KIND
    made = id_time(item.item_id)
    if made is None:
        return Problem.IDENTIFIER
    try:
        body = body_of(kind, item.body)
    except DecodeError:
        return Problem.BODY
    if context.is_camera and not camera_may_send(kind, body):
        return Problem.NOT_A_CAMERAS
    item_kind = _KINDS[kind]
    if problem := item_kind.check(body, context):
        return problem
    is_ahead = max(made, item.made_at, *item_kind.times(body)) > context.latest
    day = context.now.date() if made > context.latest else made.date()
    kept_from = _kept_from(body, context, is_ahead=is_ahead)
    return ValidItem(item.item_id, kind, day, body, item.body, kept_from)


def clock_behind(sent_at: datetime, now: datetime) -> timedelta:
    """Return by how much the clock of who sent a batch just now is behind, if that is much."""
    behind = now - sent_at
    return behind if behind > CLOCK_MAY_BE_AHEAD else timedelta(0)


def _kept_from(body: Any, context: ItemContext, *, is_ahead: bool) -> datetime | None:
    at: datetime | None = getattr(body, "captured_at", None)
    if is_ahead:
        return min(at or context.now, context.now)
    if at is not None and at <= context.expired_until < at + context.behind:
        return min(at + context.behind, context.now)
    return None


def _captured(
    body: Any, context: ItemContext, identifier: str, longest: timedelta | None
) -> Problem | None:
    """Check the time of capture against now, and against the id by which the day is found."""
    made = id_time(identifier)
    if made is None:
        return Problem.IDENTIFIER
    at: datetime = body.captured_at
    if at + context.behind <= context.expired_until:
        return Problem.TOO_OLD
    apart = at - made
    if apart > ONE_PASS_LASTS or (longest is not None and -apart > longest):
        return Problem.IDENTIFIER_TIME
    return None


def _plate(text: str, state: str) -> Problem | None:
    if state not in STATES and state != UNKNOWN_STATE:
        return Problem.STATE_OF_ISSUANCE
    if len(text) > LONGEST_PLATE:
        return Problem.PLATE_TOO_LONG
    return None if is_plate_text(text) else Problem.NOT_A_PLATE


def _read(body: ReadMessage, context: ItemContext) -> Problem | None:
    place = body.place
    if not 0 <= body.revision < _LARGEST or (place and not is_on_earth(place.lat, place.lon)):
        return Problem.BODY
    wrong = _plate(body.text, body.state)
    if (misread := body.corrects) is not None:
        if id_time(misread.read_id) != id_time(body.read_id):
            return Problem.IDENTIFIER_TIME
        wrong = wrong or _plate(misread.text, misread.state)
    return wrong or _captured(body, context, body.read_id, ONE_PASS_LASTS)


def _hit(body: HitMessage, context: ItemContext) -> Problem | None:
    if not body.records or id_time(body.read_id) is None:
        return Problem.BODY
    for record in body.records:
        if record.category not in CATEGORIES or record.match_class not in set(MatchClass):
            return Problem.BODY
        if wrong := _plate(record.text, record.state):
            return wrong
    return _captured(body, context, body.hit_id, None)


def _answer(body: AnswerMessage, context: ItemContext) -> Problem | None:
    return _step(body, context, is_known=bool(body.step))


def _stop(body: StopMessage, context: ItemContext) -> Problem | None:
    return _step(body, context, is_known=body.gate_form in set(GateForm))


def _disposition(body: DispositionMessage, context: ItemContext) -> Problem | None:
    return _step(body, context, is_known=body.disposition in set(Disposition))


def _step(body: Any, context: ItemContext, *, is_known: bool) -> Problem | None:
    return _captured(body, context, body.hit_id, None) if is_known else Problem.BODY


def _picture(body: PictureMessage, context: ItemContext) -> Problem | None:
    if not _SHA256.fullmatch(body.digest) or not 0 < body.size < _LARGEST:
        return Problem.BODY
    if (body.what == UNREAD) != is_trial_camera(body.camera):
        return Problem.BODY
    return _captured(body, context, body.read_id, ONE_PASS_LASTS)


def _audit(body: AuditMessage, context: ItemContext) -> Problem | None:
    if body.device != context.device:
        return Problem.OTHER_DEVICES_ENTRY
    if body.event not in _CARS_EVENTS or body.sequence < 1:
        return Problem.BODY
    return None


def _relay(body: RelayMessage, context: ItemContext) -> Problem | None:
    if not body.records or id_time(body.hit_id) is None or id_time(body.read.read_id) is None:
        return Problem.BODY
    for record in body.records:
        if record.entry.category not in CATEGORIES:
            return Problem.BODY
        if wrong := _plate(record.entry.text, record.entry.state):
            return wrong
    return _captured(body, context, body.relay_id, None)


def _device_key(body: DeviceKeyMessage, context: ItemContext) -> Problem | None:
    return key_problem(body, context.device, context.keys)


def _evidence(body: EvidenceMessage, context: ItemContext) -> Problem | None:
    return package_problem(body, context.device)


def _sign_in(body: SignInRecordMessage, context: ItemContext) -> Problem | None:
    if body.device != context.device:
        return Problem.OTHER_DEVICES_ENTRY
    return record_problem(body)


def _incident_report(body: IncidentReportMessage, context: ItemContext) -> Problem | None:
    if id_time(body.incident_id) is None:
        return Problem.IDENTIFIER
    try:
        report(replace(body.form, discovered_at=None), body.person_id, Role.OFFICER, context.now)
    except IncidentRefusedError:
        return Problem.INCIDENT_REFUSED
    return None


def _drill(body: DrillMessage, _context: ItemContext) -> Problem | None:
    if id_time(body.result.drill_id) is None:
        return Problem.IDENTIFIER
    try:
        body.result.check()
    except DomainError:
        return Problem.BODY
    return None


def _of_hold(body: HoldRequestMessage | HeldItemMessage, _context: ItemContext) -> Problem | None:
    return Problem.IDENTIFIER if id_time(body.hold_id) is None else None


def _manual_entry(body: ManualEntryMessage, _context: ItemContext) -> Problem | None:
    return Problem.IDENTIFIER if id_time(body.entry_id) is None else wrong_with(body)


def _times(*names: str, ids: tuple[str, ...] = ()) -> Callable[[Any], list[datetime]]:
    """Return what gives the times that a body claims, by itself and in ids."""

    def times(body: Any) -> list[datetime]:
        made = (id_time(getattr(body, name)) for name in ids)
        return [*(getattr(body, name) for name in names), *(at for at in made if at)]

    return times


def _manual_times(body: ManualEntryMessage) -> list[datetime]:
    claimed = _times("at", ids=("entry_id",))(body)
    return [*claimed, body.entered.entered_at] if body.entered else claimed


class _Kind(NamedTuple):
    """A kind's message, its check, and the times that it claims."""

    message: type
    check: Callable[[Any, ItemContext], Problem | None]
    times: Callable[[Any], Iterable[datetime]]


_STEP_TIMES = _times("at", "captured_at", ids=("hit_id",))
_KINDS: dict[ItemKind, _Kind] = {
    ItemKind.READ: _Kind(ReadMessage, _read, _times("captured_at", ids=("read_id",))),
    ItemKind.HIT: _Kind(HitMessage, _hit, _times("captured_at", "raised_at", ids=("hit_id",))),
    ItemKind.TRIAL_HIT: _Kind(
        HitMessage, _hit, _times("captured_at", "raised_at", ids=("hit_id",))
    ),
    ItemKind.ANSWER: _Kind(AnswerMessage, _answer, _STEP_TIMES),
    ItemKind.STOP: _Kind(StopMessage, _stop, _STEP_TIMES),
    ItemKind.DISPOSITION: _Kind(DispositionMessage, _disposition, _STEP_TIMES),
    ItemKind.AUDIT: _Kind(AuditMessage, _audit, _times("at")),
    ItemKind.PICTURE: _Kind(PictureMessage, _picture, _times("captured_at", ids=("read_id",))),
    ItemKind.MANUAL_ENTRY: _Kind(ManualEntryMessage, _manual_entry, _manual_times),
    ItemKind.DEVICE_KEY: _Kind(DeviceKeyMessage, _device_key, _times()),
    ItemKind.EVIDENCE: _Kind(EvidenceMessage, _evidence, _times("sealed_at")),
    ItemKind.RELAY: _Kind(RelayMessage, _relay, _times("at", "captured_at", ids=("relay_id",))),
    ItemKind.SIGN_IN: _Kind(SignInRecordMessage, _sign_in, _times("at")),
    ItemKind.HOLD_REQUEST: _Kind(HoldRequestMessage, _of_hold, _times("at", ids=("hold_id",))),
    ItemKind.INCIDENT_REPORT: _Kind(
        IncidentReportMessage, _incident_report, _times("at", ids=("incident_id",))
    ),
    ItemKind.DRILL: _Kind(DrillMessage, _drill, lambda body: (body.at, body.result.at)),
    ItemKind.HELD: _Kind(HeldItemMessage, _of_hold, _times()),
}
_BY_NAME = {kind.value: kind for kind in ItemKind}


def body_class(kind: ItemKind) -> type:
    """Return the message class of an item's body."""
    return _KINDS[kind].message


def body_of(kind: ItemKind, text: str) -> Any:
    """Return an item's body; of a read, which most items are, the fields alone.

    Raises:
        DecodeError: it is not what the kind demands.
    """
    return (fields_of if kind is ItemKind.READ else decode)(body_class(kind), text)
