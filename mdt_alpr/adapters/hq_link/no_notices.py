"""A car without a headquarters hears of nobody."""

from collections.abc import Sequence
from typing import NoReturn

from mdt_alpr.domain.errors import LinkLostError
from mdt_alpr.domain.people.roles import Session
from mdt_alpr.domain.retention.outbox import OutboxItem
from mdt_alpr.patrol.ports import NoticesAfter
from mdt_alpr.wire.messages import Receipt
from mdt_alpr.wire.notices import NoticesAndListMessage, UnitMessage


class NoNotices:
    """A ``NoticesLink`` that reaches nobody."""

    def notices(
        self, session: Session, unit: str, after: NoticesAfter, wait_s: float
    ) -> NoticesAndListMessage:
        """Refuse: nobody can be asked."""
        del session, unit, after, wait_s
        _nobody()

    def send(self, session: Session, items: Sequence[OutboxItem]) -> tuple[Receipt, ...]:
        """Refuse: the items stay queued."""
        del session, items
        _nobody()

    def units(self, session: Session) -> tuple[UnitMessage, ...]:
        """Refuse: nobody can be asked."""
        del session
        _nobody()

    def relayed_picture(self, session: Session, relay_id: str, digest: str) -> bytes | None:
        """Refuse: nobody can be asked."""
        del session, relay_id, digest
        _nobody()

    def interrupt(self) -> None:
        """Nothing waits."""

    def close(self) -> None:
        """Nothing is open."""


def _nobody() -> NoReturn:
    message = "No headquarters is set."
    raise LinkLostError(message)
