"""The car's manual entries among its other parts: list, clock and events."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from mdt_alpr.domain.conversion import converted
from mdt_alpr.domain.hit.hit import HitState
from mdt_alpr.domain.hotlist.hotlist import Hotlist
from mdt_alpr.domain.hotlist.matching import HotlistIndex
from mdt_alpr.machine.clock import Clock
from mdt_alpr.patrol.entries import Entries, EntriesParts
from mdt_alpr.patrol.events import (
    DrivingChanged,
    Event,
    HitChanged,
    OwnHoldsReported,
    SignedIn,
    SignedOut,
)
from mdt_alpr.patrol.holds import HoldParts, HoldRequests
from mdt_alpr.patrol.incidents import IncidentParts, IncidentReports
from mdt_alpr.patrol.list_in_use import ListInUse
from mdt_alpr.patrol.past_reads import PastReads
from mdt_alpr.patrol.ports import PastReadsLink
from mdt_alpr.patrol.sign_in import Sessions
from mdt_alpr.patrol.store_port import Store
from mdt_alpr.patrol.worker import Worker

TICK_S = 15.0
"""An entry alerts to the microsecond of its end; its plate is erased within this time."""


@dataclass(frozen=True, slots=True)
class EntryWatchParts:
    """What the car gives; ``use_index`` and ``withdraw`` are those of ``ListInUse``."""

    records: Worker
    link: Worker
    hq: PastReadsLink
    store: Store
    clock: Clock
    sessions: Sessions
    unit: str
    device: str
    use_index: Callable[[HotlistIndex], None]
    withdraw: Callable[[HotlistIndex], None]
    publish: Callable[[Event], None]


class EntryWatch:
    """Brings the car's events to its manual entries, and ends them in time.

    ``desk`` does what the officer asks (``patrol.desk.EntriesDesk``), ``past_reads``
    finds past reads (``patrol.desk.PastReadsDesk``), ``holds`` takes preservation requests
    (``patrol.desk.HoldsDesk``), ``incidents`` reports (``patrol.desk.IncidentsDesk``),
    ``listing`` another list.
    """

    def __init__(self, parts: EntryWatchParts) -> None:
        self._records = parts.records
        self.listing = ListInUse(parts.clock, parts.use_index, parts.withdraw)
        self.desk = Entries(
            converted(EntriesParts, parts, random_bytes=secrets.token_bytes, listing=self.listing)
        )
        session = parts.sessions.usable
        self.past_reads = PastReads(parts.link, parts.hq, session, parts.publish)
        self.holds = HoldRequests(
            converted(
                HoldParts,
                parts,
                machine=(parts.unit, parts.device),
                random_bytes=secrets.token_bytes,
            )
        )

        self.incidents = IncidentReports(
            converted(IncidentParts, parts, random_bytes=secrets.token_bytes)
        )

    def restore(self, hotlist: Hotlist | None) -> None:
        """Restore what was kept, and begin to check the clock; on the records thread."""
        self.listing.restore(hotlist, self.desk)
        self._records.do(self._tick)

    def on_event(self, event: Event) -> None:
        """Pass on an event of the car, from any thread."""
        if isinstance(event, DrivingChanged):
            self.desk.drive(event.driving)
            self.past_reads.drive(event.driving)
            self.holds.drive(event.driving)
            self.incidents.drive(event.driving)
        elif isinstance(event, SignedIn):
            self._records.do(self.desk.signed_in)
            self._records.do(self.holds.show)
        elif isinstance(event, OwnHoldsReported):
            self._records.do(lambda: self.holds.know(event.person_id, event.holds))
        elif isinstance(event, SignedOut):
            self._records.do(self.holds.show)
            self._records.do(
                lambda: self.desk.signed_out(event.person_id, shift_ended=event.by_officer)
            )
        elif isinstance(event, HitChanged) and event.hit.state is HitState.CLOSED:
            self._records.do(lambda: self.desk.hit_closed(event.hit))

    def _tick(self) -> None:
        self._records.do_in(TICK_S, self._tick)
        self.desk.tick()
