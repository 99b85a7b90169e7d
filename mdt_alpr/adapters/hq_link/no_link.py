"""A car without a headquarters: everything waits in the outbox."""

from collections.abc import Sequence
from typing import NoReturn

from mdt_alpr.domain.entry.form import PastReadsQuery
from mdt_alpr.domain.errors import LinkLostError
from mdt_alpr.domain.hit.status_query import StatusAnswer, StatusQuery
from mdt_alpr.domain.hotlist.hotlist import Hotlist
from mdt_alpr.domain.people.roles import Session
from mdt_alpr.domain.people.second_factor import Enrollment
from mdt_alpr.domain.retention.outbox import OutboxItem
from mdt_alpr.patrol.ports import NoticesAfter
from mdt_alpr.wire.holds import HoldOrders
from mdt_alpr.wire.manual import PastReadsMessage
from mdt_alpr.wire.messages import Receipt
from mdt_alpr.wire.notices import NoticesAndListMessage, UnitMessage
from mdt_alpr.wire.pictures import PictureReceipt


class NoLink:
    """An ``HqLink`` that reaches nobody and says what to set."""

    def sign_in(self, person_id: str, password: str, code: str = "") -> Session:
        """Refuse: nobody can be asked."""
        del person_id, password, code
        self._nobody()

    def offer_factor(self, _person_id: str, _password: str, _code: str = "") -> Enrollment:
        """Refuse: nobody can be asked."""
        self._nobody()

    def confirm_factor(self, _person_id: str, _password: str, _code: str) -> Enrollment:
        """Refuse: nobody can be asked."""
        self._nobody()

    def key_question(self, _person_id: str, _password: str) -> str:
        """Refuse: nobody can be asked."""
        self._nobody()

    def change_password(
        self, _person_id: str, _password: str, _new_password: str, _code: str = ""
    ) -> None:
        """Refuse: nobody can be asked."""
        self._nobody()

    def sign_out(self, _session: Session) -> None:
        """Refuse: nobody can be asked."""
        self._nobody()

    def send(self, _session: Session, _items: Sequence[OutboxItem]) -> tuple[Receipt, ...]:
        """Refuse: the items stay queued."""
        self._nobody()

    def send_pictures(
        self, _session: Session, _pictures: Sequence[tuple[str, bytes]]
    ) -> tuple[PictureReceipt, ...]:
        """Refuse: the pictures stay queued."""
        self._nobody()

    def held_pictures(self, _session: Session, _digests: Sequence[str]) -> frozenset[str]:
        """Refuse: nobody can be asked."""
        self._nobody()

    def holds(self, _session: Session, _known: Sequence[str]) -> HoldOrders:
        """Refuse: the holds that are known stay."""
        self._nobody()

    def hotlist(self, _session: Session, _known_version: int) -> Hotlist | None:
        """Refuse: the list in use stays."""
        self._nobody()

    def past_reads(self, _session: Session, _query: PastReadsQuery) -> PastReadsMessage:
        """Refuse: nobody can be asked."""
        self._nobody()

    def ask_status(self, _session: Session, _hit_id: str, _query: StatusQuery) -> StatusAnswer:
        """Refuse: nobody can be asked."""
        self._nobody()

    def close(self) -> None:
        """Nothing is open."""

    def _nobody(self) -> NoReturn:
        message = "No headquarters is set. Give its address: --hq URL, or hq_url in car.toml."
        raise LinkLostError(message)


class NoNotices:
    """A ``NoticesLink`` that reaches nobody."""

    def notices(
        self, session: Session, unit: str, after: NoticesAfter, wait_s: float
    ) -> NoticesAndListMessage:
        """Refuse: nobody can be asked."""
        del session, unit, after, wait_s
        _nobody()

    def send(self, _session: Session, _items: Sequence[OutboxItem]) -> tuple[Receipt, ...]:
        """Refuse: the items stay queued."""
        _nobody()

    def units(self, _session: Session) -> tuple[UnitMessage, ...]:
        """Refuse: nobody can be asked."""
        _nobody()

    def relayed_picture(self, _session: Session, _relay_id: str, _digest: str) -> bytes | None:
        """Refuse: nobody can be asked."""
        _nobody()

    def interrupt(self) -> None:
        """Nothing waits."""

    def close(self) -> None:
        """Nothing is open."""


def _nobody() -> NoReturn:
    raise LinkLostError("No headquarters is set.")
