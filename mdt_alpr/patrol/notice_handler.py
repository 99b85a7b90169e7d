"""What a notice of headquarters changes in this car; on the records thread."""

import logging
from datetime import datetime
from typing import Protocol

from mdt_alpr.domain.hit.disposition import Disposition
from mdt_alpr.domain.hit.hit import Contrary, Hit
from mdt_alpr.domain.hit.known_before import EarlierRejection
from mdt_alpr.patrol.relay_messages import relayed_hit
from mdt_alpr.wire.codec import DecodeError, decode
from mdt_alpr.wire.notices import (
    ContraryMessage,
    NoticeKind,
    NoticeMessage,
    NotPassedMessage,
    RejectionMessage,
    RelayMessage,
)

_log = logging.getLogger(__name__)


class NoticeHandler(Protocol):
    """Whom notices concern; see ``relays.Relays``."""

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


def apply_notice(handler: NoticeHandler, notice: NoticeMessage, now: datetime) -> None:
    """Apply a notice. One that this version does not understand is passed over.

    The same notice may come again after a break of the link: the handler knows what it has
    already.
    """
    try:
        _apply(handler, notice, now)
    except (DecodeError, ValueError) as error:
        _log.warning("notice %d passed over: %s", notice.number, type(error).__name__)


def _apply(handler: NoticeHandler, notice: NoticeMessage, now: datetime) -> None:
    kind = NoticeKind(notice.kind)
    if kind is NoticeKind.RELAY:
        handler.raise_relayed(relayed_hit(decode(RelayMessage, notice.body), now))
    elif kind is NoticeKind.CONTRARY:
        no = decode(ContraryMessage, notice.body)
        handler.contradict(no.hit_id, Contrary(no.kind), no.source, notice.number)
    elif kind is NoticeKind.REJECTION:
        handler.add_rejection(_rejection(decode(RejectionMessage, notice.body)))
    else:
        nobody = decode(NotPassedMessage, notice.body)
        handler.not_passed(nobody.hit_id, nobody.unit)


def _rejection(message: RejectionMessage) -> EarlierRejection:
    return EarlierRejection(
        rejection_id=message.rejection_id,
        entry_id=message.entry_id,
        text=message.text,
        state=message.state,
        cause=Disposition(message.cause),
        by_status=message.by_status,
        at=message.at,
        captured_at=message.captured_at,
        ended=message.ended,
    )
