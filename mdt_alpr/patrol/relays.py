"""Hits and answers of other units.

Relayed hits are raised unverified; a "no" from another unit shuts the gate at once.
"""

import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.conversion import converted
from mdt_alpr.domain.errors import DomainError
from mdt_alpr.domain.hit.disposition import Disposition
from mdt_alpr.domain.hit.handover import add_pictures, pass_on
from mdt_alpr.domain.hit.hit import Contrary, Hit, RelayedTo
from mdt_alpr.domain.hit.known_before import EarlierRejection
from mdt_alpr.domain.hit.refutation import FROM_NOTICE
from mdt_alpr.domain.hit.verification import with_step
from mdt_alpr.domain.identity import new_id
from mdt_alpr.domain.officer import Officer
from mdt_alpr.patrol.alerts import Alerts
from mdt_alpr.patrol.events import CallsChanged, RelayFailed
from mdt_alpr.patrol.hit_recorder import HitRecorder
from mdt_alpr.patrol.open_hits import ListChanges, OpenHits
from mdt_alpr.patrol.outgoing import Sender, relay_message, relayed_hit
from mdt_alpr.wire.codec import DecodeError, decode_answer
from mdt_alpr.wire.notices import (
    CallMessage,
    CallsMessage,
    ContraryMessage,
    NoticeKind,
    NoticeMessage,
    NotPassedMessage,
    RejectionMessage,
    RelayMessage,
)

_log = logging.getLogger(__name__)


class NoticeHandler(Protocol):
    """What notices change; implemented by ``Relays``."""

    def raise_relayed(self, hit: Hit) -> None:
        """Raise a hit that another unit passed on."""
        ...

    def contradict(self, hit_id: str, kind: Contrary, source: str, number: int) -> None:
        """Shut the gate of a hit."""
        ...

    def add_rejection(self, rejection: EarlierRejection) -> None:
        """Remember a rejection of the agency."""
        ...

    def not_passed(self, hit_id: str, unit: str) -> None:
        """Tell the officer that a hit reached nobody."""
        ...

    def show_calls(self, calls: tuple[CallMessage, ...]) -> None:
        """Offer the case numbers of the calls that this unit is on."""
        ...


def apply_notice(handler: NoticeHandler, notice: NoticeMessage, now: datetime) -> None:
    """Apply a notice. One that this version does not understand is skipped.

    The same notice may come again after the link broke: the handler knows what it already has.
    """
    try:
        _apply(handler, notice, now)
    except (DecodeError, ValueError) as error:
        _log.warning("notice %d passed over: %s", notice.number, type(error).__name__)


def _apply(handler: NoticeHandler, notice: NoticeMessage, now: datetime) -> None:
    kind = NoticeKind(notice.kind)
    if kind is NoticeKind.RELAY:
        handler.raise_relayed(relayed_hit(decode_answer(RelayMessage, notice.body), now))
    elif kind is NoticeKind.CONTRARY:
        no = decode_answer(ContraryMessage, notice.body)
        handler.contradict(no.hit_id, Contrary(no.kind), no.source, notice.number)
    elif kind is NoticeKind.REJECTION:
        handler.add_rejection(_rejection(decode_answer(RejectionMessage, notice.body)))
    elif kind is NoticeKind.CALLS:
        handler.show_calls(decode_answer(CallsMessage, notice.body).calls)
    else:
        nobody = decode_answer(NotPassedMessage, notice.body)
        handler.not_passed(nobody.hit_id, nobody.unit)


def _rejection(message: RejectionMessage) -> EarlierRejection:
    return converted(EarlierRejection, message, cause=Disposition(message.cause))


@dataclass(frozen=True, slots=True)
class WantedPicture:
    """A picture of a relayed hit that has not come yet."""

    hit_id: str
    digest: str


class Relays:
    """Passes hits on and applies what other units answer, on the records thread."""

    def __init__(
        self,
        hits: OpenHits,
        recorder: HitRecorder,
        alerts: Alerts,
        lists: ListChanges,
        publish: Callable[[RelayFailed | CallsChanged], None],
    ) -> None:
        self._hits = hits
        self._recorder = recorder
        self._alerts = alerts
        self._lists = lists
        self._publish = publish

    def relay(self, officer: Officer, hit_id: str, unit: str, device: str) -> None:
        """Pass a hit on to another unit, for the officer at the screen."""
        if not self._hits.is_at_screen(officer, hit_id):
            return
        self._hits.hand_over(hit_id)
        if (hit := self._hits.get_or_refuse(hit_id)) is None:
            return
        to = RelayedTo(unit, device, self._hits.now())
        try:
            passed = pass_on(hit, unit, device, to.at)
        except DomainError as error:
            self._hits.refuse(hit_id, str(error))
            return
        if passed == hit:
            return
        passed = with_step(passed, AuditEvent.HIT_PASSED_ON, to.at, officer)
        recorder = self._recorder
        sender = Sender(recorder.unit, officer.person_id, officer.name, recorder.software)
        relay_id = new_id(to.at, secrets.token_bytes(10))
        message = relay_message(passed, sender, to, relay_id)
        recorder.record_relay(passed, message, officer.person_id)
        self._hits.show(passed)

    # ----------------------------------------------------------------- from headquarters

    def raise_relayed(self, hit: Hit) -> None:
        """Raise a hit that another unit passed on, unverified; once."""
        if hit.hit_id in self._hits or self._recorder.knows_hit(hit.hit_id):
            return
        self._alerts.raise_hit(self._lists.with_settings(hit))

    def contradict(self, hit_id: str, kind: Contrary, source: str, number: int) -> None:
        """Shut the gate of a hit: another car, or its gateway, says no (VER-05)."""
        if (hit := self._hits.get(hit_id)) is not None:
            self._hits.contradict(hit, kind, source, ((FROM_NOTICE, str(number)),))

    def add_rejection(self, rejection: EarlierRejection) -> None:
        self._alerts.add_rejection(rejection)

    def not_passed(self, hit_id: str, unit: str) -> None:
        self._publish(RelayFailed(hit_id, unit))

    def show_calls(self, calls: tuple[CallMessage, ...]) -> None:
        """Offer the case numbers of the calls that this unit is on; nothing of them is stored."""
        self._publish(CallsChanged(calls))

    def wanted_pictures(self) -> tuple[WantedPicture, ...]:
        wanted = []
        for hit in self._hits.all():
            if (there := hit.relayed_from) is None:
                continue
            pictures = (there.crop_digest, hit.read.crop), (there.context_digest, hit.read.context)
            wanted += [WantedPicture(hit.hit_id, d) for d, jpeg in pictures if d and not jpeg]
        return tuple(wanted)

    def add_picture(self, wanted: WantedPicture, jpeg: bytes) -> None:
        hit = self._hits.get(wanted.hit_id)
        if hit is None or hit.relayed_from is None:
            return
        is_crop = hit.relayed_from.crop_digest == wanted.digest
        crop, context = (jpeg, b"") if is_crop else (b"", jpeg)
        pictured = add_pictures(hit, crop, context)
        self._recorder.save(pictured)
        self._hits.show(pictured)
