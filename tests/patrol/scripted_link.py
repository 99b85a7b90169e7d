"""A headquarters that does what the test's script says, and takes each item once.

``tests/contracts/test_links.py`` holds it and the real one to the same behavior.
"""

import hashlib
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace

from mdt_alpr.domain.entry.form import PastReadsQuery
from mdt_alpr.domain.errors import LinkLostError, SignInRefusedError
from mdt_alpr.domain.hit.status_query import (
    GatewayResult,
    GatewaySource,
    StatusAnswer,
    StatusQuery,
)
from mdt_alpr.domain.hotlist.hotlist import Hotlist
from mdt_alpr.domain.people.roles import Role, Session
from mdt_alpr.domain.people.second_factor import Enrollment
from mdt_alpr.domain.retention.outbox import ItemKind, OutboxItem, ReceiptOutcome
from mdt_alpr.patrol.outbox import RequestRefusedError
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.holds import HoldOrders
from mdt_alpr.wire.manual import PastReadsMessage
from mdt_alpr.wire.messages import PictureMessage, Receipt
from mdt_alpr.wire.pictures import PictureReceipt
from mdt_alpr.wire.problems import Problem
from tests.builders import NOW

TOKEN = "token"  # noqa: S105 - of the tests
OFFICER = Session("officer-1", "A. Sample", Role.OFFICER, NOW, TOKEN)
SESSION = Session("kdavis", "K. Davis", Role.OFFICER, NOW, TOKEN)
OFFERED = Enrollment("otpauth://totp/x", "KEY")
IN_USE = Enrollment(recovery=("AAAAA-AAAAA",))
JPEG = b"\xff\xd8\xff"
"""What headquarters keeps begins so."""
Trouble = Callable[[], None]


def no_trouble() -> None:
    """Let the call through."""


def lost() -> None:
    """Cut the connection."""
    message = "Headquarters cannot be reached."
    raise LinkLostError(message)


class ScriptedLink:
    """Each call does the next trouble of the script first; ``after`` comes when HQ has stored.

    ``session`` is what the next sign-in gets, or why it fails; a person's first password is the
    one that counts. ``asked`` names the calls about people, ``is_lost`` cuts every call.
    ``refuse`` names items to refuse, by id, with the problem's number. ``result`` is what the
    gateway answers, once ``may_answer`` is set.
    """

    def __init__(self, *troubles: Trouble) -> None:
        self.troubles = list(troubles)
        self.after: list[Trouble] = []
        self.picture_troubles: list[Trouble] = []
        self.is_lost = False
        self.session: Session | Exception = OFFICER
        self.passwords: dict[str, str] = {}
        self.factor_trouble: Exception | None = None
        self.asked: list[str] = []
        self.refuse: dict[str, int] = {}
        self.items: list[OutboxItem] = []
        self.refuse_pictures: dict[str, int] = {}
        self.pictures: dict[str, bytes] = {}
        self.sent_pictures: list[str] = []
        self.present: Hotlist | None = None
        self.versions_asked: list[int] = []
        self.batches: list[int] = []
        self.observations: list[PastReadsQuery] = []
        self.past = PastReadsMessage((), 200, 90)
        self.ended_entries: set[str] = set()
        self.questions: list[tuple[str, StatusQuery]] = []
        self.result: GatewayResult | LinkLostError = GatewayResult.ACTIVE
        self.may_answer = threading.Event()
        self.may_answer.set()
        self.orders, self.holds_known = HoldOrders((), ()), tuple[str, ...]()
        self._ended = False
        self._announced: set[str] = set()
        self._awaited: set[str] = set()

    # -------------------------------------------------------------------------------- people

    def sign_in(self, person_id: str, password: str, code: str = "") -> Session:
        self.asked.append(f"sign in {person_id} {len(password)} {code}".rstrip())
        self._demand_link()
        if isinstance(self.session, Exception):
            raise self.session
        self._demand_password(person_id, password)
        self._ended = False
        return replace(self.session, person_id=person_id)

    def change_password(
        self, person_id: str, password: str, new_password: str, code: str = ""
    ) -> None:
        words = f"change {person_id} {len(password)} {len(new_password)} {code}"
        self.asked.append(words.rstrip())
        self._demand_link()
        self._demand_password(person_id, password)
        self.passwords[person_id] = new_password
        self._ended = True

    def offer_factor(self, person_id: str, password: str, code: str = "") -> Enrollment:
        self.asked.append(f"offer {person_id} {len(password)} {code}".rstrip())
        return self._factor(person_id, password, OFFERED)

    def confirm_factor(self, person_id: str, password: str, code: str) -> Enrollment:
        self.asked.append(f"confirm {person_id} {len(password)} {code}")
        return self._factor(person_id, password, IN_USE)

    def key_question(self, person_id: str, password: str) -> str:
        self.asked.append(f"key {person_id} {len(password)}")
        return self._factor(person_id, password, OFFERED).key

    def _factor(self, person_id: str, password: str, enrollment: Enrollment) -> Enrollment:
        self._demand_link()
        if self.factor_trouble is not None:
            raise self.factor_trouble
        self._demand_password(person_id, password)
        return enrollment

    def sign_out(self, session: Session) -> None:
        self.asked.append(f"sign out {session.person_id}")
        self._demand(session)
        self._ended = True

    # -------------------------------------------------------------------------------- outbox

    def send(self, session: Session, items: Sequence[OutboxItem]) -> tuple[Receipt, ...]:
        self._demand(session)
        self._next(self.troubles)
        self.batches.append(len(items))
        receipts = tuple(self._take(item) for item in items)
        self._next(self.after)
        return receipts

    def send_pictures(
        self, session: Session, pictures: Sequence[tuple[str, bytes]]
    ) -> tuple[PictureReceipt, ...]:
        """Keep one after the other: a trouble cuts the answer after some were kept."""
        self._demand(session)
        receipts = []
        for digest, jpeg in pictures:
            self._next(self.picture_troubles)
            self.sent_pictures.append(digest)
            problem = self._problem_of(digest, jpeg)
            if problem is None:
                self.pictures[digest] = jpeg
                self._awaited.discard(digest)
            receipts.append(PictureReceipt(digest, problem))
        return tuple(receipts)

    def held_pictures(self, session: Session, digests: Sequence[str]) -> frozenset[str]:
        self._demand(session)
        return frozenset(digests) & self.pictures.keys() - self._awaited

    def holds(self, session: Session, known: Sequence[str]) -> HoldOrders:
        self._demand(session)
        self.holds_known = tuple(known)
        return self.orders

    # ------------------------------------------------------------------------------- answers

    def hotlist(self, session: Session, known_version: int) -> Hotlist | None:
        self._demand(session)
        self.versions_asked.append(known_version)
        self._next(self.troubles)
        if self.present is None or self.present.version == known_version:
            return None
        return self.present

    def past_reads(self, session: Session, query: PastReadsQuery) -> PastReadsMessage:
        self._demand(session)
        self._next(self.troubles)
        if query.entry_id in self.ended_entries:
            problem = Problem.NO_SUCH_ENTRY
            raise RequestRefusedError(problem.sentence, problem.number)
        self.observations.append(query)
        return self.past

    def ask_status(self, session: Session, hit_id: str, query: StatusQuery) -> StatusAnswer:
        self._demand(session)
        self.questions.append((hit_id, query))
        assert self.may_answer.wait(20)
        if isinstance(self.result, LinkLostError):
            raise self.result
        return StatusAnswer(
            query.query_id, query.text, query.state, query.entry_id, query.nic,
            self.result, GatewaySource.MDT, "SWITCH1", NOW, simulated=False,
        )  # fmt: skip

    # -------------------------------------------------------------------------------- inside

    def _demand(self, session: Session) -> None:
        self._demand_link()
        if self._ended or session.token != TOKEN:
            message = "The session has ended. Sign in again."
            raise SignInRefusedError(message)

    def _demand_link(self) -> None:
        if self.is_lost:
            lost()

    def _demand_password(self, person_id: str, password: str) -> None:
        if self.passwords.setdefault(person_id, password) != password:
            message = "User name or password is wrong."
            raise SignInRefusedError(message)

    def _take(self, item: OutboxItem) -> Receipt:
        if item.item_id in self.refuse:
            problem = self.refuse[item.item_id]
            return Receipt(item.item_id, ReceiptOutcome.REFUSED, problem)
        if any(known.item_id == item.item_id for known in self.items):
            return Receipt(item.item_id, ReceiptOutcome.KNOWN)
        self.items.append(item)
        if item.kind is ItemKind.PICTURE:
            digest = decode(PictureMessage, item.body).digest
            self._announced.add(digest)
            self._awaited.add(digest)
        return Receipt(item.item_id, ReceiptOutcome.ACCEPTED)

    def _problem_of(self, digest: str, jpeg: bytes) -> int | None:
        if problem := self.refuse_pictures.get(digest):
            return problem
        if hashlib.sha256(jpeg).hexdigest() != digest:
            return Problem.PICTURE_DIFFERS.number
        if not jpeg.startswith(JPEG):
            return Problem.NOT_A_JPEG.number
        return None if digest in self._announced else Problem.NOT_ANNOUNCED.number

    @staticmethod
    def _next(troubles: list[Trouble]) -> None:
        if troubles:
            troubles.pop(0)()
