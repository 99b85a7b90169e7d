"""Letters to dispatch: made in the transaction of the hit, sent until they are received.

A letter is sent at least once: a receiver that gets one twice knows it by its id.
"""

import hashlib
import hmac
import logging
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, func, select, update

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.hit.dispatch import TRIES, may_have_plate, next_try, wants
from mdt_alpr.domain.hotlist.hotlist import CATEGORIES
from mdt_alpr.domain.retention.outbox import ItemKind
from mdt_alpr.domain.review.waiting import Waits
from mdt_alpr.hq.audit.service import NOBODY, record
from mdt_alpr.hq.base import sealed_rows
from mdt_alpr.hq.base.capture_day import capture_day
from mdt_alpr.hq.base.database import insert
from mdt_alpr.hq.base.declared import demand_seen
from mdt_alpr.hq.base.dispatch_tables import LETTERS, SUBSCRIPTIONS
from mdt_alpr.hq.base.headquarters import Caller, Headquarters, RefusedError, Work
from mdt_alpr.hq.base.outside_http import OutsideService
from mdt_alpr.hq.dispatch.subscriptions import Subscription, live
from mdt_alpr.hq.items.checks import ValidItem
from mdt_alpr.hq.reads import captured, sightings
from mdt_alpr.hq.search import store as searches
from mdt_alpr.wire.codec import decode, encode
from mdt_alpr.wire.dispatch import (
    CLOUD_EVENT,
    EVENT_TYPE,
    SIGNATURE,
    CloudEvent,
    HitNews,
    LetterMessage,
    LettersMessage,
    SubscriptionRequest,
)
from mdt_alpr.wire.messages import HitMessage, ReadMessage
from mdt_alpr.wire.problems import Problem

_LOG = logging.getLogger(__name__)
_L = LETTERS.c
EVERY = timedelta(seconds=1)
"""How often it is seen whether letters are due: dispatch knows of a hit within two seconds."""
_AT_ONCE = 50
_SHOWN = 200
_ANSWER_WITHIN_S = 5.0
_KINDS = ItemKind.HIT, ItemKind.ANSWER, ItemKind.DISPOSITION


def tell(work: Work, items: Iterable[ValidItem]) -> None:
    """Make the letters about these new items, in their transaction."""
    given = list(items)
    news = [item for kind in _KINDS for item in given if item.kind is kind and _news(work, item)]
    subscriptions = live(work) if news else []
    if not subscriptions:
        return
    areas = {area.name: area for area in searches.places(work.connection)}
    for item in news:
        hit_id = item.body.hit_id
        body = captured.hit(work, capture_day(hit_id), hit_id)
        if body is None:
            continue
        event = _event(work, item, decode(HitMessage, body))
        for subscription in subscriptions:
            asked, told = subscription.asked, event.data
            area = areas.get(asked.area)
            is_there = not asked.area or (
                area is not None and told.lat is not None and told.lon is not None
                and area.holds(told.lat, told.lon)
            )  # fmt: skip
            if is_there and wants(told.category, told.unit, asked.categories, asked.units):
                _keep(work, subscription, event)


def _news(work: Work, item: ValidItem) -> str:
    """Return what an item is an event of; empty for one that is not told."""
    if item.kind is not ItemKind.ANSWER:
        return "raised" if item.kind is ItemKind.HIT else "ended"
    if dict(item.body.facts).get("outcome") == "matched":
        return "verified"
    hit = item.body.step == AuditEvent.HIT_OPENED and sightings.sighting(
        work.connection, item.body.hit_id
    )
    return "accepted" if hit and hit.relayed_from else ""


def _event(work: Work, item: ValidItem, hit: HitMessage) -> CloudEvent:
    """Return an event with all that may be told of the hit."""
    seen = captured.read(work, capture_day(hit.read_id), hit.read_id)
    place = decode(ReadMessage, seen).place if seen else None
    facts = dict(item.body.facts) if item.kind is ItemKind.ANSWER else {}
    record_ = hit.records[0]
    return CloudEvent(
        id=item.item_id,
        type=EVENT_TYPE + _news(work, item),
        subject=hit.hit_id,
        time=work.now,
        data=HitNews(
            hit.hit_id, hit.unit, record_.category, CATEGORIES[record_.category].name,
            record_.match_class, hit.captured_at, hit.raised_at,
            lat=place.lat if place else None,
            lon=place.lon if place else None,
            text=facts.get("text", ""),
            state=facts.get("state", ""),
            disposition=item.body.disposition if item.kind is ItemKind.DISPOSITION else "",
        ),
    )  # fmt: skip


def _keep(work: Work, subscription: Subscription, event: CloudEvent) -> None:
    data = event.data
    if not may_have_plate(data.category, with_plates=subscription.asked.with_plates):
        data = replace(data, text="", state="")
    row = {
        "subscription": subscription.number,
        "event_id": event.id,
        "captured_at": data.captured_at,
        "made_at": work.now,
        "hit_id": data.hit_id,
        "event": event.type,
        "has_plate": bool(data.text),
        "due_at": work.now,
        "tries": 0,
        "failure": "",
        "body": encode(replace(event, data=data)),
    }
    sealed = sealed_rows.sealed(work.keys, LETTERS, row)
    work.connection.execute(
        insert(work.connection, LETTERS).values(sealed).on_conflict_do_nothing()
    )


# ---------------------------------------------------------------- sending


@dataclass(frozen=True, slots=True)
class _Letter:
    row: Any
    subscription: Subscription
    body: str


class LetterRounds:
    """Sends the letters that are due: each receiver has a thread, so that none waits for another.

    A receiver that fails is asked no more in this round; its other letters go in the next.
    """

    def __init__(self, hq: Headquarters) -> None:
        self._hq = hq
        self._ending = threading.Event()
        self._threads: dict[int, threading.Thread] = {}

    def go_on(self) -> None:
        """Begin a round for each receiver with letters that are due and no round under way."""
        self._threads = {of: thread for of, thread in self._threads.items() if thread.is_alive()}
        with self._hq.reading() as work:
            due = select(_L.subscription).where(_L.due_at <= work.now).distinct()
            receivers = set(work.connection.scalars(due)) - self._threads.keys()
        for number in sorted(receivers):
            thread = threading.Thread(target=self._send, args=(number,), name=f"receiver {number}")
            self._threads[number] = thread
            thread.start()

    def end(self) -> None:
        """Break off every round after the letter under way: headquarters ends."""
        self._ending.set()
        for thread in self._threads.values():
            thread.join()

    def _send(self, number: int) -> None:
        try:
            is_received = True
            while is_received and not self._ending.is_set():
                with self._hq.reading() as work:  # anew for each: two people may end it meanwhile
                    letter = next(_due(work, number), None)
                is_received = letter is not None and self._is_received(letter)
        except Exception as error:  # noqa: BLE001 - the thread's edge
            _LOG.error("receiver %d was not told: %s", number, type(error).__name__)

    def _is_received(self, letter: _Letter) -> bool:
        failure = _sent(self._hq, letter)
        with self._hq.writing() as work:
            if failure:
                _note_failure(work, letter.row, failure)
            else:
                _note_receipt(work, letter)
        return not failure


def _due(work: Work, number: int) -> Iterator[_Letter]:
    """Yield the letters that are due to a live receiver, those that failed least first."""
    query = select(LETTERS).where(_L.due_at <= work.now, _L.subscription == number)
    rows = work.connection.execute(query.order_by(_L.tries, _L.number).limit(_AT_ONCE)).all()
    receivers = [subscription for subscription in live(work) if subscription.number == number]
    for receiver in receivers:
        for row in rows:
            body = sealed_rows.text(work.keys, LETTERS, row._mapping)  # noqa: SLF001 - public name
            if body is not None:
                yield _Letter(row, receiver, body)


def _sent(hq: Headquarters, letter: _Letter) -> str:
    """Return why a letter was not received; empty where it was."""
    at = int(hq.clock.now().timestamp())
    headers = {
        "Content-Type": CLOUD_EVENT,
        SIGNATURE: f"t={at},v1={signature(letter.subscription.secret, at, letter.body)}",
    }
    asked = letter.subscription.asked
    service = OutsideService("The receiver", asked.address, "", _ANSWER_WITHIN_S)
    try:
        service.post(letter.body, headers)
    except OutsideError as error:
        return str(error)
    return ""


def signature(secret: bytes, at: int, body: str) -> str:
    """Return the signature of a letter that is sent at a second since 1970."""
    return hmac.new(secret, f"{at}.{body}".encode(), hashlib.sha256).hexdigest()


def _note_failure(work: Work, row: Any, failure: str) -> None:
    tries = row.tries + 1
    due_at = None if tries >= TRIES else next_try(tries, work.now)
    of_it = update(LETTERS).where(_L.number == row.number)
    work.connection.execute(of_it.values(tries=tries, failure=failure, due_at=due_at))


def _note_receipt(work: Work, letter: _Letter) -> None:
    row = letter.row
    work.connection.execute(delete(LETTERS).where(_L.number == row.number))
    others = update(LETTERS).where(_L.subscription == row.subscription, _L.due_at > work.now)
    work.connection.execute(others.values(due_at=work.now))  # it listens again
    facts = (
        ("receiver", letter.subscription.asked.name),
        ("event", row.event),
        ("plate", str(row.has_plate).lower()),
    )
    record(work, AuditEvent.HQ_DISPATCH_SENT, row.hit_id, NOBODY, *facts)


# ---------------------------------------------------------------- at the desk


def letters(work: Work, caller: Caller) -> LettersMessage:
    """Return the letters that were tried in vain; the view is recorded."""
    tried = select(LETTERS, SUBSCRIPTIONS.c.asked).join(
        SUBSCRIPTIONS, SUBSCRIPTIONS.c.number == _L.subscription
    )
    rows = work.connection.execute(tried.where(_L.tries > 0).order_by(_L.number).limit(_SHOWN))
    lines = tuple(
        LetterMessage(
            row.number, decode(SubscriptionRequest, row.asked).name, row.hit_id, row.event,
            row.made_at, row.tries, row.failure, row.due_at,
        )
        for row in rows
    )  # fmt: skip
    number = work.connection.scalar(select(func.count()).select_from(LETTERS)) or 0
    record(work, AuditEvent.HQ_DISPATCH_VIEWED, "letters", caller.person_id)
    return LettersMessage(lines, number)


def waiting(work: Work, _caller: Caller) -> Iterator[Waits]:
    """Yield the receivers that letters were given up for."""
    receiver = SUBSCRIPTIONS.c
    given_up = (
        select(receiver.asked, func.min(_L.number), func.count(), func.min(_L.made_at))
        .join(LETTERS, receiver.number == _L.subscription)
        .where(_L.due_at.is_(None))
        .group_by(receiver.number, receiver.asked)
    )
    for asked, first, number, since in work.connection.execute(given_up):
        words = f"Letters tried {TRIES} times in vain: {number:,}. See why, then send them again"
        yield Waits(
            str(first), f"Receiver {decode(SubscriptionRequest, asked).name}", words, since
        )


def send_again(hq: Headquarters, caller: Caller, number: int) -> LettersMessage:
    """Have a letter sent again now.

    Raises:
        RefusedError: no letter that waits has this number.
    """
    with hq.writing() as work:
        row = work.connection.execute(select(LETTERS).where(_L.number == number)).first()
        if row is None:
            raise RefusedError(Problem.DISPATCH_REFUSED, "This letter was received, or is gone.")
        demand_seen(row.tries)
        again = update(LETTERS).where(_L.number == number)
        work.connection.execute(again.values(due_at=work.now, tries=min(row.tries, TRIES - 1)))
        record(work, AuditEvent.HQ_DISPATCH_AGAIN, row.hit_id, caller.person_id)
        return letters(work, caller)
