"""A headquarters that does what the test's script says, and takes each item once."""

from collections.abc import Callable, Sequence

from mdt_alpr.domain.entry.form import PastReadsQuery
from mdt_alpr.domain.errors import LinkLostError
from mdt_alpr.domain.hotlist.hotlist import Hotlist
from mdt_alpr.domain.people.roles import Role, Session
from mdt_alpr.domain.people.second_factor import Enrollment
from mdt_alpr.domain.retention.outbox import OutboxItem, ReceiptOutcome
from mdt_alpr.wire.manual import PastReadsMessage
from mdt_alpr.wire.messages import Receipt
from mdt_alpr.wire.pictures import PictureReceipt
from tests.builders import NOW

SESSION = Session("kdavis", "K. Davis", Role.OFFICER, NOW, "token")
Trouble = Callable[[], None]


def no_trouble() -> None:
    """Let the call through."""


def lost() -> None:
    """Cut the connection."""
    message = "Headquarters cannot be reached."
    raise LinkLostError(message)


class ScriptedLink:
    """Each call does the next trouble of the script first; ``after`` comes when HQ has stored.

    ``refuse`` names items to refuse, by id, with the problem's number.
    """

    def __init__(self, *troubles: Trouble) -> None:
        self.troubles = list(troubles)
        self.after: list[Trouble] = []
        self.picture_troubles: list[Trouble] = []
        self.refuse: dict[str, int] = {}
        self.items: list[OutboxItem] = []
        self.refuse_pictures: dict[str, int] = {}
        self.pictures: dict[str, bytes] = {}
        self.sent_pictures: list[str] = []
        self.present: Hotlist | None = None
        self.asked: list[int] = []
        self.batches: list[int] = []
        self.observations: list[PastReadsQuery] = []
        self.past = PastReadsMessage((), 200)

    def sign_in(self, person_id: str, password: str, code: str = "") -> Session:
        raise NotImplementedError

    def change_password(
        self, person_id: str, password: str, new_password: str, code: str = ""
    ) -> None:
        raise NotImplementedError

    def offer_factor(self, person_id: str, password: str) -> Enrollment:
        raise NotImplementedError

    def confirm_factor(self, person_id: str, password: str, code: str) -> Enrollment:
        raise NotImplementedError

    def sign_out(self, session: Session) -> None:
        raise NotImplementedError

    def send(self, session: Session, items: Sequence[OutboxItem]) -> tuple[Receipt, ...]:
        assert session is SESSION
        self._next(self.troubles)
        self.batches.append(len(items))
        receipts = tuple(self._take(item) for item in items)
        self._next(self.after)
        return receipts

    def send_pictures(
        self, session: Session, pictures: Sequence[tuple[str, bytes]]
    ) -> tuple[PictureReceipt, ...]:
        assert session is SESSION
        receipts = []
        for digest, jpeg in pictures:
            self._next(self.picture_troubles)
            self.sent_pictures.append(digest)
            if problem := self.refuse_pictures.get(digest):
                receipts.append(PictureReceipt(digest, problem))
            else:
                self.pictures[digest] = jpeg
                receipts.append(PictureReceipt(digest))
        return tuple(receipts)

    def held_pictures(self, session: Session, digests: Sequence[str]) -> frozenset[str]:
        assert session is SESSION
        return frozenset(digests) & self.pictures.keys()

    def hotlist(self, session: Session, known_version: int) -> Hotlist | None:
        assert session is SESSION
        self.asked.append(known_version)
        self._next(self.troubles)
        if self.present is None or self.present.version == known_version:
            return None
        return self.present

    def past_reads(self, session: Session, query: PastReadsQuery) -> PastReadsMessage:
        assert session is SESSION
        self._next(self.troubles)
        self.observations.append(query)
        return self.past

    def _take(self, item: OutboxItem) -> Receipt:
        if item.item_id in self.refuse:
            problem = self.refuse[item.item_id]
            return Receipt(item.item_id, ReceiptOutcome.REFUSED, problem)
        if any(known.item_id == item.item_id for known in self.items):
            return Receipt(item.item_id, ReceiptOutcome.KNOWN)
        self.items.append(item)
        return Receipt(item.item_id, ReceiptOutcome.ACCEPTED)

    @staticmethod
    def _next(troubles: list[Trouble]) -> None:
        if troubles:
            troubles.pop(0)()
