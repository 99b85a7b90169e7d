"""Hits that another unit passes on in a practice, as a car hears of them (VER-06)."""

import secrets
import threading
from collections.abc import Sequence
from dataclasses import replace

from mdt_alpr import __version__
from mdt_alpr.clock import Clock
from mdt_alpr.demo.drill.situations import Situation
from mdt_alpr.domain.hit.gate import Check
from mdt_alpr.domain.hit.hit import Hit, RelayedTo
from mdt_alpr.domain.hotlist.matching import Match
from mdt_alpr.domain.identity import new_id
from mdt_alpr.domain.people.roles import Session
from mdt_alpr.domain.reading.reading import Box, Character, Read
from mdt_alpr.domain.retention.outbox import OutboxItem, ReceiptOutcome
from mdt_alpr.patrol.outgoing import Sender, picture_digest, relay_message
from mdt_alpr.patrol.ports import NoticesAfter
from mdt_alpr.wire.codec import encode
from mdt_alpr.wire.messages import Receipt
from mdt_alpr.wire.notices import NoticeKind, NoticeMessage, NoticesAndListMessage, UnitMessage

UNIT, OFFICER = "DRILL 7", "Another officer"
_SURE = 0.97
_FRAMES = 6


class DrillNotices:
    """See ``patrol.ports.NoticesLink``; ``pass_on`` comes from the screen's thread."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._came = threading.Condition()
        self._notices: list[NoticeMessage] = []
        self._pictures: dict[str, bytes] = {}
        self._is_over = False

    def pass_on(self, situation: Situation, box: Box, crop: bytes, context: bytes) -> None:
        """Pass a situation's hit on, as another unit that ticked plate and state would."""
        hit = self._hit(situation, box, crop, context)
        now = self._clock.now()
        sender = Sender(UNIT, OFFICER, OFFICER, __version__)
        told = relay_message(hit, sender, RelayedTo("", "", now), new_id(now, _random()))
        body = encode(replace(told, checked=(Check.PLATE.value, Check.STATE.value)))
        with self._came:
            number = len(self._notices) + 1
            self._pictures |= {picture_digest(jpeg): jpeg for jpeg in (crop, context)}
            self._notices.append(NoticeMessage(number, NoticeKind.RELAY.value, body))
            self._came.notify_all()

    def notices(
        self, session: Session, unit: str, after: NoticesAfter, wait_s: float
    ) -> NoticesAndListMessage:
        """Return what follows, waiting for it; the list of a practice never changes."""
        del session, unit
        with self._came:
            self._came.wait_for(lambda: self._is_over or len(self._notices) > after.number, wait_s)
            return NoticesAndListMessage(tuple(self._notices[after.number :]))

    def send(self, session: Session, items: Sequence[OutboxItem]) -> tuple[Receipt, ...]:
        """Take every item and let it go."""
        del session
        return tuple(Receipt(item.item_id, ReceiptOutcome.ACCEPTED) for item in items)

    def units(self, session: Session) -> tuple[UnitMessage, ...]:
        """Return nobody: in a practice nothing is passed on."""
        del session
        return ()

    def relayed_picture(self, session: Session, relay_id: str, digest: str) -> bytes | None:
        """Return a picture of a hit that was passed on."""
        del session, relay_id
        return self._pictures.get(digest)

    def interrupt(self) -> None:
        """End what is waiting."""
        with self._came:
            self._is_over = True
            self._came.notify_all()

    def close(self) -> None:
        """Close nothing."""

    def _hit(self, situation: Situation, box: Box, crop: bytes, context: bytes) -> Hit:
        now = self._clock.now()
        read = Read(
            read_id=new_id(now, _random()),
            revision=0,
            camera=UNIT,
            captured_at=now,
            characters=tuple(Character(c, _SURE) for c in situation.read),
            state="",
            state_confidence=0.0,
            box=box,
            frames=_FRAMES,
            disputed=(),
            crop=crop,
            context=context,
            engine="drill",
        )
        return Hit(
            hit_id=new_id(now, _random()),
            read=read,
            matches=(Match(situation.record, None, state_confirmed=False, o_and_0=False),),
            list_version=1,
            list_compiled_at=now,
            raised_at=now,
            second_text=None,
        )


def _random() -> bytes:
    return secrets.token_bytes(10)
