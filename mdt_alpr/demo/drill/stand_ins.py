"""Stand-ins of a practice: its voice, its headquarters and the unit that passes hits on."""

import secrets
import threading
from collections.abc import Sequence
from dataclasses import replace

from mdt_alpr import __version__
from mdt_alpr.demo.drill.situations import Situation, drill_list
from mdt_alpr.domain.entry.form import PastReadsQuery
from mdt_alpr.domain.hit.gate import Check
from mdt_alpr.domain.hit.hit import Hit, RelayedTo
from mdt_alpr.domain.hit.status_query import (
    GatewayResult,
    GatewaySource,
    StatusAnswer,
    StatusQuery,
)
from mdt_alpr.domain.hotlist.hotlist import Hotlist
from mdt_alpr.domain.hotlist.matching import Match
from mdt_alpr.domain.identity import new_id
from mdt_alpr.domain.people.roles import Role, Session
from mdt_alpr.domain.people.second_factor import Enrollment
from mdt_alpr.domain.plate.plate import folded
from mdt_alpr.domain.reading.reading import Box, Character, Read
from mdt_alpr.domain.retention.outbox import OutboxItem, ReceiptOutcome
from mdt_alpr.machine.clock import Clock
from mdt_alpr.patrol.outbox import RequestRefusedError
from mdt_alpr.patrol.outgoing import Sender, picture_digest, relay_message
from mdt_alpr.patrol.ports import NoticesAfter, Voice
from mdt_alpr.wire.codec import encode
from mdt_alpr.wire.holds import HoldOrders
from mdt_alpr.wire.manual import PastReadsMessage
from mdt_alpr.wire.messages import Receipt
from mdt_alpr.wire.notices import NoticeKind, NoticeMessage, NoticesAndListMessage, UnitMessage
from mdt_alpr.wire.pictures import PictureReceipt
from mdt_alpr.wire.problems import Problem


class DrillVoice:
    """See ``patrol.ports.Voice``."""

    def __init__(self, voice: Voice) -> None:
        self._voice = voice

    def say(self, text: str) -> None:
        self._voice.say(f"Drill. {text}")

    def tone(self, name: str) -> None:
        """Play a tone; the sentence that follows says what it is."""
        self._voice.tone(name)

    def set_volume(self, percent: int) -> None:
        self._voice.set_volume(percent)

    def test(self) -> None:
        self._voice.test()

    def silence(self) -> None:
        self._voice.silence()

    def close(self) -> None:
        self._voice.close()


class BorrowedVoice:
    """The voice of the window under the practice, which keeps it afterwards."""

    def __init__(self, voice: Voice) -> None:
        self._voice = voice
        self.say, self.tone, self.silence = voice.say, voice.tone, voice.silence
        self.test, self.set_volume = voice.test, voice.set_volume

    def close(self) -> None:
        """Fall silent, and give it back."""
        self._voice.silence()


RESPONDER = "drill"


class DrillLink:
    """See ``patrol.ports.HqLink`` and ``patrol.ports.StatusGateway``."""

    def __init__(self, situations: tuple[Situation, ...], clock: Clock) -> None:
        self._situations = situations
        self._clock = clock

    def sign_in(self, person_id: str, password: str, code: str = "") -> Session:
        """Let anybody practice; no account is asked and no password kept."""
        del password, code
        return Session(person_id, person_id, Role.OFFICER, self._clock.now(), "drill")

    def offer_factor(self, _person_id: str, _password: str, _code: str = "") -> Enrollment:
        """Offer nothing: a practice never asks for a factor."""
        return Enrollment()

    def confirm_factor(self, _person_id: str, _password: str, _code: str) -> Enrollment:
        return Enrollment()

    def key_question(self, _person_id: str, _password: str) -> str:
        """Ask nothing: a practice never asks for a factor."""
        return ""

    def change_password(
        self, person_id: str, password: str, new_password: str, code: str = ""
    ) -> None:
        """Change nothing: no password is kept in practice."""

    def sign_out(self, session: Session) -> None:
        """End the practice of a person."""

    def send(self, _session: Session, items: Sequence[OutboxItem]) -> tuple[Receipt, ...]:
        return tuple(Receipt(item.item_id, ReceiptOutcome.ACCEPTED) for item in items)

    def send_pictures(
        self, _session: Session, pictures: Sequence[tuple[str, bytes]]
    ) -> tuple[PictureReceipt, ...]:
        return tuple(PictureReceipt(digest) for digest, _ in pictures)

    def held_pictures(self, _session: Session, _digests: Sequence[str]) -> frozenset[str]:
        return frozenset()

    def holds(self, _session: Session, _known: Sequence[str]) -> HoldOrders:
        """Hold nothing: nothing of a drill is real."""
        return HoldOrders((), ())

    def hotlist(self, _session: Session, known_version: int) -> Hotlist | None:
        hotlist = drill_list(self._situations, self._clock.now())
        return None if known_version == hotlist.version else hotlist

    def past_reads(self, _session: Session, _query: PastReadsQuery) -> PastReadsMessage:
        """Refuse: nothing is kept in practice."""
        message = "This is practice: no reads are kept, and no search is recorded."
        raise RequestRefusedError(message, Problem.NO_SUCH_ADDRESS.number)

    def ask_status(self, _session: Session, _hit_id: str, query: StatusQuery) -> StatusAnswer:
        """Answer as the situation wants it, marked as simulated."""
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


UNIT, OFFICER = "DRILL 7", "Another officer"
_CONFIDENCE = 0.97
_FRAMES = 6


class DrillNotices:
    """See ``patrol.ports.NoticesLink``; ``pass_on`` comes from the screen's thread."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._arrived = threading.Condition()
        self._notices: list[NoticeMessage] = []
        self._pictures: dict[str, bytes] = {}
        self._is_over = False

    def pass_on(self, situation: Situation, box: Box, crop: bytes, context: bytes) -> None:
        """Pass a situation's hit on, as another unit that ticked plate and state would."""
        hit = self._hit(situation, box, crop, context)
        now = self._clock.now()
        sender = Sender(UNIT, OFFICER, OFFICER, __version__)
        message = relay_message(hit, sender, RelayedTo("", "", now), new_id(now, _random()))
        body = encode(replace(message, checked=(Check.PLATE.value, Check.STATE.value)))
        with self._arrived:
            number = len(self._notices) + 1
            self._pictures |= {picture_digest(jpeg): jpeg for jpeg in (crop, context)}
            self._notices.append(NoticeMessage(number, NoticeKind.RELAY.value, body))
            self._arrived.notify_all()

    def notices(
        self, session: Session, unit: str, after: NoticesAfter, wait_s: float
    ) -> NoticesAndListMessage:
        """Return what follows, waiting for it; the list of a practice never changes."""
        del session, unit
        with self._arrived:
            self._arrived.wait_for(
                lambda: self._is_over or len(self._notices) > after.number, wait_s
            )
            return NoticesAndListMessage(tuple(self._notices[after.number :]))

    def send(self, _session: Session, items: Sequence[OutboxItem]) -> tuple[Receipt, ...]:
        return tuple(Receipt(item.item_id, ReceiptOutcome.ACCEPTED) for item in items)

    def units(self, _session: Session) -> tuple[UnitMessage, ...]:
        """Return nobody: in a practice nothing is passed on."""
        return ()

    def relayed_picture(self, _session: Session, _relay_id: str, digest: str) -> bytes | None:
        return self._pictures.get(digest)

    def interrupt(self) -> None:
        with self._arrived:
            self._is_over = True
            self._arrived.notify_all()

    def close(self) -> None:
        """Close nothing."""

    def _hit(self, situation: Situation, box: Box, crop: bytes, context: bytes) -> Hit:
        now = self._clock.now()
        read = Read(
            read_id=new_id(now, _random()),
            revision=0,
            camera=UNIT,
            captured_at=now,
            characters=tuple(Character(c, _CONFIDENCE) for c in situation.read),
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
