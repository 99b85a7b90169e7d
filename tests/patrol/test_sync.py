import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mdt_alpr.adapters.store.car_store import CarStore
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import LinkLostError, SignInRefusedError, StoreLockedError
from mdt_alpr.domain.identity import new_id
from mdt_alpr.domain.people.roles import Session
from mdt_alpr.domain.retention.outbox import LONGEST_PAUSE, ItemKind
from mdt_alpr.patrol.events import Health
from mdt_alpr.patrol.outbox import LARGEST_BATCH, LinkBusyError, RequestRefusedError
from mdt_alpr.patrol.outgoing import picture_digest, read_message
from mdt_alpr.patrol.ports import HqLink
from mdt_alpr.patrol.store_port import InStore, Store, UnitOfWork
from mdt_alpr.patrol.sync import BETWEEN_ROUNDS, LIST_ASKED_EVERY, LONGEST_RETRY_AFTER, Sync
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.holds import HoldOrders
from mdt_alpr.wire.messages import AuditMessage
from tests.builders import NOW, SetClock, a_list, a_read, an_entry
from tests.patrol.scripted_link import JPEG, SESSION, ScriptedLink, Trouble, lost, no_trouble
from tests.profiles import examples

T = TypeVar("T")


def in_store(store: Store) -> InStore:
    def do(work: Callable[[UnitOfWork], T]) -> T:
        with store.begin() as transaction:
            return work(transaction)

    return do


def _sync(store: Store, link: HqLink, clock: SetClock, jitter: float = 0.0) -> Sync:
    return Sync(link, in_store(store), clock, lambda: jitter)


def _note(store: CarStore, times: int = 1) -> None:
    with store.begin() as work:
        for number in range(times):
            work.record(AuditEvent.HIT_OPENED, f"h{number}", "kdavis")


def signed_out() -> None:
    message = "The session has ended. Sign in again."
    raise SignInRefusedError(message)


def busy() -> None:
    message = "Headquarters is not ready."
    raise LinkBusyError(message, timedelta(seconds=40))


def refused() -> None:
    message = "Headquarters speaks another version."
    raise RequestRefusedError(message, 108)


def test_a_round_sends_settles_and_says_what_is_left(store: CarStore, clock: SetClock) -> None:
    _note(store, LARGEST_BATCH + 3)
    link = ScriptedLink()
    sync = _sync(store, link, clock)
    first, second, third = (sync.round(SESSION) for _ in range(3))
    assert (first.sent, first.queue.waiting, first.pause) == (LARGEST_BATCH, 3, timedelta(0))
    assert (second.sent, second.queue.waiting, second.pause) == (3, 0, BETWEEN_ROUNDS)
    assert (third.sent, third.health) == (0, Health.OK)
    assert link.batches == [LARGEST_BATCH, 3]
    sequences = [item.sequence for item in link.items]
    assert sequences == sorted(sequences)


def test_a_new_list_is_kept_recorded_and_handed_over_once(
    store: CarStore, clock: SetClock
) -> None:
    link = ScriptedLink()
    link.present = a_list(an_entry(), version=7)
    sync = _sync(store, link, clock)
    assert sync.round(SESSION).hotlist == link.present
    with store.begin() as work:
        assert work.hotlist() == link.present
        (item,) = work.waiting(10)
    entry = decode(AuditMessage, item.body)
    assert (entry.event, entry.subject, entry.person) == (AuditEvent.LIST_LOADED, "7", "kdavis")
    assert sync.round(SESSION).hotlist is None
    sync.round(SESSION)
    assert link.versions_asked == [0, 7]


def test_a_list_known_from_before_is_not_fetched_again(store: CarStore, clock: SetClock) -> None:
    link = ScriptedLink()
    link.present = a_list(an_entry(), version=7)
    sync = Sync(link, in_store(store), clock, lambda: 0.0, known_version=7)
    assert sync.round(SESSION).hotlist is None
    assert link.versions_asked == [7]


def test_the_list_is_asked_for_now_and_then_while_items_flow(
    store: CarStore, clock: SetClock
) -> None:
    link = ScriptedLink()
    sync = _sync(store, link, clock)
    for _ in range(3):
        _note(store)
        sync.round(SESSION)
    assert len(link.versions_asked) == 1
    clock.pass_by(seconds=LIST_ASKED_EVERY.total_seconds())
    _note(store)
    sync.round(SESSION)
    assert len(link.versions_asked) == 2


def test_a_list_that_headquarters_rang_for_is_asked_for_while_items_flow(
    store: CarStore, clock: SetClock
) -> None:
    link = ScriptedLink()
    link.present = a_list(an_entry(), version=7)
    sync = _sync(store, link, clock)
    _note(store, 3 * LARGEST_BATCH)
    sync.round(SESSION)
    link.present = a_list(version=8)
    assert sync.round(SESSION).hotlist is None
    sync.ask_for_list_next()
    assert sync.round(SESSION).hotlist == link.present


def test_an_idle_round_shows_whether_the_link_is_up(store: CarStore, clock: SetClock) -> None:
    sync = _sync(store, ScriptedLink(no_trouble, lost), clock)
    assert sync.round(SESSION).health is Health.OK
    result = sync.round(SESSION)
    assert (result.health, result.why) == (Health.LOST, "Headquarters cannot be reached.")


def test_failures_in_a_row_lengthen_the_pause_and_success_ends_it(
    store: CarStore, clock: SetClock
) -> None:
    _note(store)
    sync = _sync(store, ScriptedLink(*[lost] * 12), clock)
    pauses = [sync.round(SESSION).pause for _ in range(12)]
    assert pauses[:3] == [timedelta(seconds=s) for s in (1, 2, 4)]
    assert pauses[-1] == LONGEST_PAUSE
    assert sync.round(SESSION).health is Health.OK
    _note(store)
    assert _sync(store, ScriptedLink(lost), clock, jitter=1.0).round(SESSION).pause == timedelta(
        seconds=0.5
    )


def test_an_ended_session_is_no_failure_and_loses_nothing(
    store: CarStore, clock: SetClock
) -> None:
    _note(store)
    sync = _sync(store, ScriptedLink(signed_out, signed_out, lost), clock)
    for _ in range(2):
        result = sync.round(SESSION)
        assert result.signed_out
        assert result.pause == BETWEEN_ROUNDS
        assert result.queue.waiting == 1
    assert sync.round(SESSION).pause == timedelta(seconds=1)  # the first failure that counts


def test_headquarters_may_ask_for_a_pause_within_reason(store: CarStore, clock: SetClock) -> None:
    def too_busy() -> None:
        message = "Headquarters is not ready."
        raise LinkBusyError(message, timedelta(days=30))

    _note(store)
    sync = _sync(store, ScriptedLink(busy, too_busy), clock)
    result = sync.round(SESSION)
    assert (result.pause, result.health) == (timedelta(seconds=40), Health.WEAK)
    assert sync.round(SESSION).pause == LONGEST_RETRY_AFTER


def test_a_batch_refused_as_a_whole_stays_queued(store: CarStore, clock: SetClock) -> None:
    _note(store)
    result = _sync(store, ScriptedLink(refused), clock).round(SESSION)
    assert (result.health, result.queue.waiting, result.refused) == (Health.WEAK, 1, 0)
    assert "another version" in result.why


def test_a_failing_disk_is_reported_and_the_items_are_sent_again(
    store: CarStore, clock: SetClock
) -> None:
    _note(store)
    link = ScriptedLink()
    calls: list[int] = []

    def fails_when_settling(work: Callable[[UnitOfWork], T]) -> T:
        calls.append(1)
        if len(calls) == 2:
            message = "The disk is full: this could not be kept."
            raise StoreLockedError(message)
        return in_store(store)(work)

    sync = Sync(link, fails_when_settling, clock, lambda: 0.0)
    result = sync.round(SESSION)
    assert (result.health, result.pause) == (Health.WEAK, timedelta(seconds=1))
    assert "disk is full" in result.why
    assert sync.round(SESSION).queue.waiting == 0
    assert len(link.items) == 1


@pytest.mark.parametrize("calls_before", range(1, 6))
@pytest.mark.parametrize("fails", [StoreLockedError, TimeoutError])
def test_a_list_that_came_comes_into_use_whatever_fails_behind_it(
    store: CarStore, clock: SetClock, fails: type[Exception], calls_before: int
) -> None:
    """Else the car knows its number, never asks again, and alerts by the one before."""
    link, left = ScriptedLink(), [None] * calls_before
    link.present = a_list(an_entry(), version=2)

    def fails_once(work: Callable[[UnitOfWork], T]) -> T:
        if left:
            left.pop()
            if not left:
                message = "The disk is full: this could not be kept."
                raise fails(message)
        return in_store(store)(work)

    sync = Sync(link, fails_once, clock, lambda: 0.0, known_version=1)
    found = []
    for _ in range(3):
        with suppress(TimeoutError):
            found.append(sync.round(SESSION).hotlist)
    assert [one for one in found if one is not None] == [link.present]


def test_a_list_from_before_something_was_delivered_is_asked_for_again(
    store: CarStore, clock: SetClock
) -> None:
    """Else it withdraws an entry that an officer here added meanwhile."""
    link, left = ScriptedLink(), ["the next batch", "what became of it", "the list"]
    link.present = a_list(an_entry(), version=2)

    def fails_to_keep_the_list(work: Callable[[UnitOfWork], T]) -> T:
        if left and left.pop(0) == "the list":
            message = "The disk is full: this could not be kept."
            raise StoreLockedError(message)
        return in_store(store)(work)

    sync = Sync(link, fails_to_keep_the_list, clock, lambda: 0.0, known_version=1)
    assert sync.round(SESSION).hotlist is None
    _note(store)
    link.present = a_list(an_entry(), an_entry("KDA4412"), version=3)
    assert sync.round(SESSION).hotlist == link.present


@pytest.mark.parametrize("trouble", [lost, signed_out, busy])
def test_a_list_comes_into_use_where_the_next_question_of_the_round_fails(
    store: CarStore, clock: SetClock, trouble: Trouble
) -> None:
    class HoldsFail(ScriptedLink):
        def holds(self, session: Session, known: Sequence[str]) -> HoldOrders:
            trouble()
            return super().holds(session, known)

    link = HoldsFail()
    link.present = a_list(an_entry(), version=2)
    sync = Sync(link, in_store(store), clock, lambda: 0.0, known_version=1)
    assert sync.round(SESSION).hotlist == link.present
    assert sync.round(SESSION).hotlist is None


TROUBLES: dict[str, Trouble] = {
    "none": no_trouble,
    "lost": lost,
    "signed out": signed_out,
    "busy": busy,
    "refused": refused,
}
ANY = st.lists(st.sampled_from(sorted(TROUBLES)).map(TROUBLES.__getitem__), max_size=12)
TRANSIENT = st.lists(st.sampled_from([no_trouble, lost, signed_out, busy]), max_size=12)


@settings(max_examples=examples(25), deadline=None)
@given(before=ANY, after=ANY, in_pictures=TRANSIENT)
def test_whatever_the_link_does_everything_arrives_once_and_in_order(
    before: list[Trouble], after: list[Trouble], in_pictures: list[Trouble]
) -> None:
    clock, link = SetClock(), ScriptedLink(*before)
    link.after, link.picture_troubles = after, in_pictures
    jpegs = [JPEG + b" %d" % number for number in range(6)]
    with TemporaryDirectory() as folder:
        store = CarStore(Path(folder) / "s.db", bytes(32), clock, os.urandom, "car-4312")
        sync = _sync(store, link, clock)
        for jpeg in jpegs:
            read = a_read(read_id=new_id(NOW, os.urandom(10)), crop=jpeg, context=b"")
            with store.begin() as work:
                work.save_read(read)
                work.queue(ItemKind.READ, read_message(read, "4312", "kdavis", "1.0"))
                work.record(AuditEvent.HIT_RAISED, read.read_id, "kdavis")
            sync.round(SESSION)
        *_, last = (sync.round(SESSION) for _ in range(40))
        store.close()
    assert last.queue.waiting == 0
    kinds = [item.kind for item in link.items]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == dict.fromkeys(
        (ItemKind.READ, ItemKind.PICTURE, ItemKind.AUDIT), len(jpegs)
    )
    sequences = [i.sequence for i in link.items if i.kind is not ItemKind.PICTURE]
    assert sequences == sorted(set(sequences))
    assert link.pictures == {picture_digest(jpeg): jpeg for jpeg in jpegs}


@pytest.mark.parametrize("error", [LinkBusyError("x", timedelta(1)), RequestRefusedError("x", 1)])
def test_every_failure_of_the_link_counts_as_a_lost_link_for_other_callers(
    error: Exception,
) -> None:
    assert isinstance(error, LinkLostError)
