"""Whom headquarters accepted in this car, and who then gave wrong passwords without a link."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, ScalarSelect, delete, func, insert, select, update

from mdt_alpr.adapters.store.tables import AUDIT, VERIFIERS
from mdt_alpr.domain.audit.audit import WITHOUT_LINK, AuditEvent
from mdt_alpr.domain.people.offline_sign_in import Verifier
from mdt_alpr.domain.policy import OFFLINE_SIGN_IN_LASTS

_V = VERIFIERS.c
_KEPT = (
    "person_id", "name", "role", "accepted_at", "trained_until", "training", "salt", "digest",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class VerifierTable:
    """See ``patrol.store_port.VerifierRows``."""

    _connection: Connection

    def find(self, person_id: str) -> Verifier | None:
        query = select(VERIFIERS).where(_V.person_id == person_id)
        row = self._connection.execute(query).one_or_none()
        if row is None:
            return None
        later = select(func.max(AUDIT.c.at)).where(AUDIT.c.sequence > row.after_entry)
        seen_at = self._connection.scalar(later) or row.accepted_at
        return Verifier(**{name: getattr(row, name) for name in _KEPT}, seen_at=seen_at)

    def save(self, verifier: Verifier) -> None:
        ended = _V.accepted_at <= verifier.accepted_at - OFFLINE_SIGN_IN_LASTS
        self._connection.execute(delete(VERIFIERS).where(ended))
        self.forget(verifier.person_id)
        row: dict[str, Any] = {name: getattr(verifier, name) for name in _KEPT}
        statement = insert(VERIFIERS).values(row | {"after_entry": _newest_entry()})
        self._connection.execute(statement)

    def accept(self, person_id: str, at: datetime) -> None:
        again = update(VERIFIERS).where(_V.person_id == person_id)
        self._connection.execute(again.values(accepted_at=at, after_entry=_newest_entry()))

    def forget(self, person_id: str) -> None:
        self._connection.execute(delete(VERIFIERS).where(_V.person_id == person_id))

    def failures(self, person_id: str) -> tuple[datetime, ...]:
        a = AUDIT.c
        signed_in = select(func.coalesce(func.max(a.sequence), 0))
        last = signed_in.where(a.event == AuditEvent.SIGN_IN, a.person == person_id)
        refused = select(a.at, a.detail).where(
            a.event == AuditEvent.SIGN_IN_REFUSED,
            a.person == person_id,
            a.sequence > last.scalar_subquery(),
        )
        rows = self._connection.execute(refused.order_by(a.sequence))
        return tuple(row.at for row in rows if list(WITHOUT_LINK) in map(list, row.detail))


def _newest_entry() -> ScalarSelect[int]:
    return select(func.coalesce(func.max(AUDIT.c.sequence), 0)).scalar_subquery()
