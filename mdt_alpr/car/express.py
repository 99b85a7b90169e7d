"""Sends a "no" and a relay ahead of everything that waits (VER-05).

The outbox keeps its order and settles what it sends; these few small items only go twice, and
headquarters takes each once. So pictures of a whole shift cannot delay a "no".
"""

from collections.abc import Callable
from dataclasses import dataclass

from mdt_alpr.domain.errors import LinkLostError, SignInRefusedError, StoreLockedError
from mdt_alpr.domain.hit.hit import Hit, HitState
from mdt_alpr.domain.retention.outbox import ItemKind, OutboxItem
from mdt_alpr.patrol.events import Failed
from mdt_alpr.patrol.ports import NoticesLink
from mdt_alpr.patrol.sign_in import Sessions
from mdt_alpr.patrol.store_port import Store
from mdt_alpr.patrol.worker import Worker

URGENT_KINDS = (ItemKind.HIT, ItemKind.RELAY, ItemKind.ANSWER, ItemKind.DISPOSITION)
MOST_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class ExpressParts:
    """What it sends with and from."""

    link: NoticesLink
    records: Worker
    store: Store
    sessions: Sessions


class Express:
    """A thread that sleeps until a hit changes in a way that others must hear of."""

    def __init__(self, parts: ExpressParts, failed: Callable[[Failed], None]) -> None:
        self._parts = parts
        self._worker = Worker("express", failed)
        self._sent: set[str] = set()

    def start(self) -> None:
        """Start the thread."""
        self._worker.start()

    def hit_changed(self, hit: Hit) -> None:
        """Send what others must hear of this hit; called from any thread."""
        if concerns_others(hit):
            self._worker.do(self._send)

    def stop(self) -> None:
        """End the thread; the records thread must still run."""
        self._worker.stop()

    def _send(self) -> None:
        """Send what is new; where that fails, the outbox sends it in its turn."""
        session = self._parts.sessions.usable()
        if session is None:
            return
        try:
            waiting = self._parts.records.ask(self._waiting)
            new = [item for item in waiting if item.item_id not in self._sent]
            if new:
                self._parts.link.send(session, new)
        except (LinkLostError, SignInRefusedError, StoreLockedError):
            return
        self._sent = {item.item_id for item in waiting}

    def _waiting(self) -> tuple[OutboxItem, ...]:
        with self._parts.store.begin() as work:
            return work.waiting_of(URGENT_KINDS, MOST_AT_ONCE)


def concerns_others(hit: Hit) -> bool:
    """Tell whether a hit changed so that another car may have to hear of it now."""
    ended = hit.state in (HitState.UNMATCHED, HitState.CLOSED)
    return ended or bool(hit.contrary or hit.relayed_to)
