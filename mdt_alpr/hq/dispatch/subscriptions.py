"""Who is told of which hits: made by two people, each with a secret of its own."""

import logging
from dataclasses import dataclass

from sqlalchemy import func, select

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.hotlist.hotlist import CATEGORIES
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.declared import demand_seen
from mdt_alpr.hq.base.dispatch_tables import LETTERS, SUBSCRIPTIONS
from mdt_alpr.hq.base.headquarters import Caller, Headquarters, RefusedError, Work
from mdt_alpr.hq.base.outside_http import checked_address
from mdt_alpr.hq.people import openings
from mdt_alpr.hq.people.ended_memory import remember
from mdt_alpr.hq.search import store as searches
from mdt_alpr.wire.codec import decode, encode
from mdt_alpr.wire.dispatch import SubscriptionMessage, SubscriptionRequest, SubscriptionsMessage
from mdt_alpr.wire.problems import Problem

_LOG = logging.getLogger(__name__)
_S, _L = SUBSCRIPTIONS.c, LETTERS.c
_SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class Subscription:
    """A live subscription with its secret."""

    number: int
    asked: SubscriptionRequest
    secret: bytes

    def __repr__(self) -> str:
        """Return a text without the secret."""
        return f"Subscription({self.number})"


def live(work: Work) -> list[Subscription]:
    """Return the subscriptions in use; what somebody changed in the database alone is none."""
    subscriptions = []
    for row in work.connection.execute(select(SUBSCRIPTIONS).where(_S.ended_at.is_(None))):
        try:
            secret = work.keys.agency.opened(row.secret, _name(row.number, row.asked))
        except OutsideError:
            _LOG.error("receiver %d is not as two people made it: it is told nothing", row.number)
            continue
        asked = decode(SubscriptionRequest, row.asked)
        subscriptions.append(Subscription(row.number, asked, secret))
    return subscriptions


def subscribe(
    hq: Headquarters, caller: Caller, asked: SubscriptionRequest, second: str
) -> SubscriptionsMessage:
    """Have a receiver told of hits; return its secret, which nobody sees again.

    Raises:
        RefusedError: no such category or area, or an address that is not encrypted.
    """
    try:
        checked_address(asked.address)
    except OutsideError as error:
        raise RefusedError(Problem.DISPATCH_REFUSED, str(error)) from None
    if unknown := set(asked.categories) - CATEGORIES.keys():
        codes = ", ".join(sorted(CATEGORIES))
        words = f"Not a category: {len(unknown)} of these. The codes are {codes}."
        raise RefusedError(Problem.DISPATCH_REFUSED, words)
    secret = hq.random_bytes(_SECRET_BYTES)
    with hq.writing() as work:
        areas = {area.name for area in searches.places(work.connection)}
        if asked.area and asked.area not in areas:
            words = "No area has this name. Name it first: mdt-alpr hq name-place."
            raise RefusedError(Problem.DISPATCH_REFUSED, words)
        number = (work.connection.scalar(select(func.max(_S.number))) or 0) + 1
        row = {
            "number": number,
            "asked": encode(asked),
            "secret": work.keys.agency.seal(secret, _name(number, encode(asked))),
            "made_at": work.now,
            "made_by": caller.person_id,
        }
        work.connection.execute(SUBSCRIPTIONS.insert(), row)
        facts = (
            ("name", asked.name),
            ("second", second),
            ("plates", str(asked.with_plates).lower()),
        )
        record(work, AuditEvent.HQ_SUBSCRIBED, str(number), caller.person_id, *facts)
        return listed(work, caller, secret.hex())


def end(hq: Headquarters, caller: Caller, number: int) -> SubscriptionsMessage:
    """Tell a receiver no more; what waits for it goes.

    Raises:
        RefusedError: none in use has this number.
    """
    with hq.writing() as work:
        row = work.connection.execute(select(SUBSCRIPTIONS).where(_S.number == number)).first()
        if row is not None:
            demand_seen((decode(SubscriptionRequest, row.asked), row.ended_at is None))
        if row is None or row.ended_at is not None:
            raise RefusedError(Problem.DISPATCH_REFUSED, "No receiver in use has this number.")
        openings.end_receiver(work, number)
        record(work, AuditEvent.HQ_SUBSCRIPTION_ENDED, str(number), caller.person_id)
        answer = listed(work, caller)
    remember(hq)
    return answer


def listed(work: Work, caller: Caller, secret: str = "") -> SubscriptionsMessage:
    """Return every subscription; the view is recorded."""
    counted = select(_L.subscription, func.count(), func.count(_L.due_at))
    counts = {
        n: (a, due) for n, a, due in work.connection.execute(counted.group_by(_L.subscription))
    }
    lines = []
    for row in work.connection.execute(select(SUBSCRIPTIONS).order_by(_S.number)):
        number, due = counts.get(row.number, (0, 0))
        asked = decode(SubscriptionRequest, row.asked)
        lines.append(
            SubscriptionMessage(
                row.number, asked, row.made_at, row.made_by, row.ended_at, due, number - due
            )
        )
    record(work, AuditEvent.HQ_DISPATCH_VIEWED, "subscriptions", caller.person_id)
    return SubscriptionsMessage(tuple(lines), secret)


def _name(number: int, asked: str) -> str:
    """Bind a secret to what two people agreed on: whom it tells what, and where."""
    return f"{SUBSCRIPTIONS.name}/{number}/{asked}"
