"""Everything between this car and the other units, on two threads.

The notices thread asks headquarters and applies the answers on the records thread. The express
thread sends a "no" and a relay ahead of everything that waits (VER-05): the outbox keeps its order
and sends these few small items once more, headquarters applies each once. So the pictures of a
whole shift cannot delay a "no".
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol, TypeVar

from mdt_alpr.domain.errors import LinkLostError, SignInRefusedError, StoreLockedError
from mdt_alpr.domain.hit.hit import Hit, HitState
from mdt_alpr.domain.people.roles import Session
from mdt_alpr.domain.retention.outbox import ItemKind, OutboxItem
from mdt_alpr.machine.clock import Clock
from mdt_alpr.patrol.events import Failed, UnitsChanged
from mdt_alpr.patrol.outbox import LinkBusyError
from mdt_alpr.patrol.ports import NoticesAfter, NoticesLink
from mdt_alpr.patrol.relays import NoticeHandler, WantedPicture, apply_notice
from mdt_alpr.patrol.sign_in import Sessions
from mdt_alpr.patrol.store_port import Store, UnitOfWork
from mdt_alpr.patrol.worker import Worker
from mdt_alpr.wire.notices import NoticeMessage, UnitMessage

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
    """A thread that sleeps until a hit changes in a way that concerns other units."""

    def __init__(self, parts: ExpressParts, failed: Callable[[Failed], None]) -> None:
        self._parts = parts
        self._worker = Worker("express", failed)
        self._sent: set[str] = set()

    def start(self) -> None:
        """Start the thread."""
        self._worker.start()

    def hit_changed(self, hit: Hit) -> None:
        """Send what other units need of this hit; called from any thread."""
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
    """Return whether a hit changed in a way that another car may need now."""
    ended = hit.state in (HitState.UNMATCHED, HitState.CLOSED)
    return ended or bool(hit.contrary or hit.relayed_to)


WAITS_S = 10.0
"""Also how old the list of units on shift may be."""
WAITS_WITH_PICTURES_MISSING_S = 2.0
TRIES_FOR_PICTURES = 60
"""Two minutes; afterwards a missing picture is asked for between long waits."""
NOBODY_PAUSE_S = 2.0
LOST_PAUSE_S = 2.0
"""Not doubled: within five seconds of contact a "no" must be here (VER-05)."""
BUSY_PAUSE_AT_MOST = timedelta(seconds=30)

T = TypeVar("T")


class RelayHandler(NoticeHandler, Protocol):
    """Whom notices concern, and which pictures it still wants."""

    def wanted_pictures(self) -> tuple[WantedPicture, ...]:
        """Return the pictures of relayed hits that have not come yet."""
        ...

    def add_picture(self, wanted: WantedPicture, jpeg: bytes) -> None:
        """Put a picture of a relayed hit in its place."""
        ...


@dataclass(frozen=True, slots=True)
class NoticeParts:
    """What the rounds need; ``unit`` is what this car calls itself.

    ``list_changed`` is called for another list: once for each version, from this thread.
    """

    link: NoticesLink
    records: Worker
    store: Store
    sessions: Sessions
    clock: Clock
    relays: RelayHandler
    unit: str
    list_changed: Callable[[], None]


class NoticeRounds:
    """One long question after the other, on a thread of its own, from ``start`` to ``stop``."""

    def __init__(
        self, parts: NoticeParts, publish: Callable[[UnitsChanged | Failed], None]
    ) -> None:
        self._parts = parts
        self._publish = publish
        self._worker = Worker("notices", publish)
        self._stopped = False
        self._planned = 0
        self._number = 0
        self._list_version = 0
        """The version that was announced last, whether the car has it by now or not."""
        self._units: tuple[UnitMessage, ...] = ()
        self._tries = 0

    def start(self) -> None:
        """Begin where the last run of the program ended."""
        self._worker.start()
        self._worker.do(lambda: self._worker.go_through(self._begin))

    def hurry(self) -> None:
        """Ask now, for somebody signed in."""
        self._worker.do(lambda: self._plan(0.0))

    def stop(self) -> None:
        """Ask no further; the records thread must still run."""
        self._stopped = True
        self._parts.link.interrupt()
        self._worker.stop()

    def _begin(self) -> None:
        self._number = self._in_store(lambda work: work.notices.number())
        self._plan(0.0)

    def _plan(self, seconds: float) -> None:
        self._planned += 1
        number = self._planned
        self._worker.do_in(seconds, lambda: self._round(number))

    def _round(self, number: int) -> None:
        if self._stopped or number != self._planned:
            return
        session = self._parts.sessions.usable()
        if session is None:
            self._publish_units(())
            self._plan(NOBODY_PAUSE_S)
            return
        pause = LOST_PAUSE_S
        try:
            self._ask(session)
            pause = 0.0
        except LinkBusyError as error:
            pause = max(pause, min(error.retry_after, BUSY_PAUSE_AT_MOST).seconds)
        except (LinkLostError, SignInRefusedError, StoreLockedError):
            pass  # the link thread reports the state of the link
        finally:  # else one answer of the store that came too late would end it
            self._plan(pause)

    def _ask(self, session: Session) -> None:
        parts = self._parts
        wanted = parts.records.ask(parts.relays.wanted_pictures)
        missing = self._fetch(session, wanted)
        self._tries = self._tries + 1 if missing else 0
        short = 0 < self._tries <= TRIES_FOR_PICTURES
        wait_s = WAITS_WITH_PICTURES_MISSING_S if short else WAITS_S
        self._publish_units(parts.link.units(session))
        after = NoticesAfter(self._number, self._list_version)
        notices = parts.link.notices(session, parts.unit, after, wait_s)
        if notices.list_version not in (0, self._list_version):
            self._list_version = notices.list_version
            parts.list_changed()
        if notices.notices:
            self._apply(notices.notices)

    def _apply(self, notices: tuple[NoticeMessage, ...]) -> None:
        """Apply them, then remember: twice does no harm, never would."""
        now = self._parts.clock.now()

        def apply() -> None:
            for notice in notices:
                apply_notice(self._parts.relays, notice, now)

        self._parts.records.ask(apply)
        last = notices[-1].number
        self._in_store(lambda work: work.notices.save_number(last))
        self._number = last

    def _fetch(self, session: Session, wanted: tuple[WantedPicture, ...]) -> int:
        """Fetch missing pictures; return how many have not arrived at headquarters yet."""
        missing = 0
        for relayed in wanted:
            jpeg = self._parts.link.relayed_picture(session, relayed.hit_id, relayed.digest)
            if jpeg is None:
                missing += 1
            else:
                self._put(relayed, jpeg)
        return missing

    def _put(self, wanted: WantedPicture, jpeg: bytes) -> None:
        self._parts.records.do(lambda: self._parts.relays.add_picture(wanted, jpeg))

    def _publish_units(self, units: tuple[UnitMessage, ...]) -> None:
        names = [(unit.unit, unit.device, unit.name) for unit in units]
        if names != [(unit.unit, unit.device, unit.name) for unit in self._units]:
            self._units = units
            self._publish(UnitsChanged(units))

    def _in_store(self, work: Callable[[UnitOfWork], T]) -> T:
        def done() -> T:
            with self._parts.store.begin() as unit:
                return work(unit)

        return self._parts.records.ask(done)


class OtherUnits:
    """Two threads on one connection beside the outbox's."""

    def __init__(
        self, parts: NoticeParts, publish: Callable[[UnitsChanged | Failed], None]
    ) -> None:
        self._rounds = NoticeRounds(parts, publish)
        sending = ExpressParts(parts.link, parts.records, parts.store, parts.sessions)
        self._express = Express(sending, publish)

    def start(self) -> None:
        """Start listening."""
        self._rounds.start()
        self._express.start()

    def hurry(self) -> None:
        """Listen now, for somebody signed in."""
        self._rounds.hurry()

    def hit_changed(self, hit: Hit) -> None:
        """Send what other units need of a hit that changed; called from any thread."""
        self._express.hit_changed(hit)

    def stop(self) -> None:
        """Stop both; the records thread must still run."""
        self._express.stop()
        self._rounds.stop()
