"""Rounds with headquarters on the link thread; the store is used on its own thread.

Between them the delivered list is checked for damage, a piece at a time. Opening it reads nearly
nothing of it (``adapters.store.list_files``), so that ten million entries are there at once.
Damage that a look-up finds is reported here, too.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol, TypeVar

from mdt_alpr.car.contact import Contact
from mdt_alpr.domain.hotlist.hotlist import Hotlist
from mdt_alpr.domain.people.roles import Session
from mdt_alpr.machine.clock import Clock
from mdt_alpr.patrol.events import (
    Event,
    Health,
    LinkChanged,
    ListDamaged,
    OwnHoldsReported,
    QueueChanged,
)
from mdt_alpr.patrol.ports import HqLink
from mdt_alpr.patrol.store_port import Lists, Store, UnitOfWork
from mdt_alpr.patrol.sync import BETWEEN_ROUNDS, RoundResult, Sync
from mdt_alpr.patrol.worker import Worker

_PIECE_S, _REST_S = 0.01, 0.1
"""Seconds of a check, and of the rest between two, which recognition has."""
_AGAIN_S = 1.0


@dataclass(frozen=True, slots=True)
class ListCheckParts:
    """What the check needs; ``ask_again`` is called on the link thread."""

    lists: Lists
    link: Worker
    records: Worker
    publish: Callable[[ListDamaged], None]
    ask_again: Callable[[], None]


class ListCheck:
    """Runs on the link thread, in small pieces, until that stops."""

    def __init__(self, parts: ListCheckParts) -> None:
        self._parts = parts
        self._reported = False

    def run(self) -> None:
        """Look through another piece, and come back for the next."""
        lists, rest_s = self._parts.lists, _AGAIN_S
        try:
            if lists.check(_PIECE_S):
                rest_s = _REST_S
            if lists.is_damaged and not self._reported:
                self._parts.records.do(self._report)
                self._parts.ask_again()
            self._reported = lists.is_damaged
        finally:  # else one piece that could not be read would be the last
            self._parts.link.do_in(rest_s, self.run)

    def _report(self) -> None:
        """Say it where lists are said, so that a list which came meanwhile has the last word."""
        if self._parts.lists.is_damaged:
            self._parts.publish(ListDamaged(self._parts.lists.fault))


T = TypeVar("T")

LIST_REQUESTS_WITHIN_S = 2.0
"""Seconds over which the cars of an agency spread their requests for a new list."""
TOO_OLD = "Signed in 12 hours ago. Sign in again; what is new waits here."
OFFLINE = (
    "Signed in without headquarters. Lock the screen and sign in again once there is a link; "
    "what is new waits here."
)
LINK_IS_BACK = (
    "Headquarters can be reached. Lock the screen and sign in with your code; what is new waits "
    "here till then."
)


def why_not_sent(session: Session | None, *, reached: bool) -> str:
    """Return what to do where a session sends nothing; ``reached``: headquarters answers."""
    if session is None:
        return ""
    if session.is_offline:
        return LINK_IS_BACK if reached else OFFLINE
    return TOO_OLD


class WhoSends(Protocol):
    """In whose session the rounds are held: ``patrol.sign_in.Sessions``, or a fixed camera."""

    @property
    def current(self) -> Session | None:
        """Return the session, also while it can no longer be used for sending."""
        ...

    @property
    def fault(self) -> str:
        """Say why this headquarters may be sent nothing, whoever is signed in; "" where it may."""
        ...

    def usable(self) -> Session | None:
        """Return the session if headquarters will still accept it."""
        ...

    def accepted(self) -> None:
        """Note that headquarters accepted it."""
        ...

    def refused(self) -> None:
        """End a session that headquarters no longer accepts."""
        ...


@dataclass(frozen=True, slots=True)
class LinkParts:
    """What the rounds need; ``use_list`` is called on the records thread.

    ``lists`` is where the delivered list lies, looked through for damage between the rounds.
    ``contact`` is the machine's own, where it is enrolled.
    """

    link: HqLink
    worker: Worker
    records: Worker
    store: Store
    sessions: WhoSends
    clock: Clock
    use_list: Callable[[Hotlist], None]
    publish: Callable[[Event], None]
    lists: Lists | None = None
    contact: Contact | None = None


class LinkRounds:
    """One round after the other until stopped; every method but ``stop`` on the link thread."""

    def __init__(self, parts: LinkParts) -> None:
        self._parts = parts
        self._sync: Sync | None = None
        self._newest: Hotlist | None = None
        self._stopped = False
        self._planned = 0
        self._said: tuple[LinkChanged, QueueChanged] | None = None
        self._said_alone: LinkChanged | None = None

    def begin(self, known_version: int) -> None:
        """Begin the rounds; ``known_version`` is the list in use, 0 for none."""
        self._sync = Sync(
            self._parts.link, self._in_store, self._parts.clock, random.random, known_version
        )
        self._plan(0.0)
        if (lists := self._parts.lists) is not None:
            worker, records = self._parts.worker, self._parts.records
            publish = self._parts.publish
            ListCheck(ListCheckParts(lists, worker, records, publish, self.list_changed)).run()

    def hurry(self) -> None:
        """Hold the next round now, for somebody signed in."""
        if self._sync is not None:
            self._plan(0.0)

    def hold(self) -> None:
        """Hold a round, for somebody signed in; come back after it, whoever planned another."""
        self._planned += 1
        number = self._planned
        self._parts.worker.go_through(lambda: self._round(number))

    def list_changed(self) -> None:
        """Ask for the list with the next round, and soon.

        A round that follows at once anyway, and the pause after one that failed, stay.
        """
        if self._sync is None or self._said is None:
            return
        self._sync.ask_for_list_next()
        link, queue = self._said
        if link.health is Health.OK and not queue.waiting:
            self._plan(random.random() * LIST_REQUESTS_WITHIN_S)  # noqa: S311 - no secret

    def stop(self) -> None:
        """Hold no further round; called from any thread."""
        self._stopped = True

    def _plan(self, seconds: float) -> None:
        """Plan the next round; a round that was planned before is then void."""
        self._planned += 1
        number = self._planned
        self._parts.worker.do_in(seconds, lambda: self._round(number))

    def _round(self, number: int) -> None:
        if self._stopped or number != self._planned or self._sync is None:
            return
        pause = BETWEEN_ROUNDS
        try:
            pause = self._held(self._sync)
        finally:  # else one round for which the store was too slow would be the last
            self._plan(pause.total_seconds())

    def _held(self, sync: Sync) -> timedelta:
        """Hold a round; return the pause after it."""
        contact = self._parts.contact
        if contact is not None:
            contact.make()
        session = self._parts.sessions.usable()
        if session is None:
            self._say_alone()
            return BETWEEN_ROUNDS
        self._said_alone = None
        result = sync.round(session)
        if result.hotlist is not None:
            self._use(result.hotlist)
        if result.signed_out:
            self._parts.sessions.refused()
            if contact is not None:  # a revoked car is told so
                contact.make(now=True)
        elif result.health is Health.OK:
            self._parts.sessions.accepted()
        self._say(result)
        self._report_holds(session.person_id, result)
        return result.pause

    def _use(self, hotlist: Hotlist) -> None:
        """Have a list used; where that fails it is tried again, until a newer one has come."""
        self._newest = hotlist
        records = self._parts.records

        def use() -> None:
            if hotlist is self._newest:
                self._parts.use_list(hotlist)

        records.do(lambda: records.go_through(use))

    def _report_holds(self, person: str, result: RoundResult) -> None:
        if result.own_holds is not None:
            self._parts.publish(OwnHoldsReported(person, result.own_holds))

    def _say_alone(self) -> None:
        """Say once how the link is while no session sends, and why nothing is sent.

        What an enrolled machine finds by itself is what doctor finds (MNT-03).
        """
        contact, sessions = self._parts.contact, self._parts.sessions
        reached = contact is not None and contact.reached
        if why := why_not_sent(sessions.current, reached=reached):
            said = LinkChanged(Health.WEAK, why)
        elif sessions.fault:
            said = LinkChanged(Health.LOST, sessions.fault)
        elif contact is not None:
            said = LinkChanged(Health.OK if reached else Health.LOST, contact.why)
        else:
            return
        if said != self._said_alone:
            self._said_alone, self._said = said, None
            self._parts.publish(said)

    def _say(self, result: RoundResult) -> None:
        held = result.queue
        queue = QueueChanged(held.waiting, held.oldest, held.set_aside)
        said = LinkChanged(result.health, result.why), queue
        if said != self._said:
            self._said = said
            for event in said:
                self._parts.publish(event)

    def _in_store(self, work: Callable[[UnitOfWork], T]) -> T:
        def done() -> T:
            with self._parts.store.begin() as unit:
                return work(unit)

        return self._parts.records.ask(done)
