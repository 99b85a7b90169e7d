"""Review what was set aside, and decide on it: apply it after all, or leave it (AC-3)."""

from collections.abc import Iterator

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.conversion import converted
from mdt_alpr.domain.people.provenance import AsideReason
from mdt_alpr.domain.policy import CLOCK_RUNS_ON_WITHIN
from mdt_alpr.domain.retention.outbox import ItemKind
from mdt_alpr.domain.review.waiting import Waits
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.declared import demand_seen
from mdt_alpr.hq.base.headquarters import Caller, RefusedError, Work
from mdt_alpr.hq.base.retention_setting import kept_days
from mdt_alpr.hq.entries.past_reads import PAST_READS
from mdt_alpr.hq.holds.car_sync import waits_for_key
from mdt_alpr.hq.intake import service as items
from mdt_alpr.hq.intake.quarantine import item_of, now_fitting
from mdt_alpr.hq.items.checks import ItemContext, ValidItem, examine
from mdt_alpr.hq.people import device_store
from mdt_alpr.hq.people.two_people import require_two_people
from mdt_alpr.hq.reads import quarantine_store
from mdt_alpr.hq.reads.quarantine_store import Aside
from mdt_alpr.wire.manual import DecisionMessage
from mdt_alpr.wire.messages import ItemMessage
from mdt_alpr.wire.problems import Problem
from mdt_alpr.wire.review import AsideMessage, AsidesMessage

MOST = 500
ACCEPTED, REJECTED = "accepted", "rejected"
SUBJECT = "set aside"


def waiting(work: Work, _caller: Caller) -> Iterator[Waits]:
    """Yield the items and keys that wait for a decision."""
    for aside in quarantine_store.waiting(work, MOST):
        name = f"Set aside {aside.number}: {aside.kind}"
        yield Waits(str(aside.number), name, aside.reason.words, aside.captured_at)
    for key, device in device_store.waiting_keys(work.connection):
        yield Waits(key, f"Key of {device}", "Nobody accepted it yet")


def asides_for(work: Work, by: str) -> AsidesMessage:
    """Return what waits for a decision; the view is recorded."""
    rows = quarantine_store.waiting(work, MOST)
    keys = device_store.waiting_keys(work.connection)
    facts = ("items", str(len(rows)))
    shown = [row.item_id for row in rows]
    record(work, AuditEvent.HQ_ASIDE_VIEWED, SUBJECT, by, facts, returned=shown)
    return AsidesMessage(tuple(map(_message, rows)), tuple((device, key) for key, device in keys))


def decide(work: Work, number: int, decision: DecisionMessage, by: str) -> None:
    """Apply an item after all, or leave it as it is until its 90 days are over.

    Raises:
        RefusedError: nothing of that number waits, it concerns who decides, no reason is given,
            it can no longer be read, or it would replace another device's read.
    """
    # before the row: a batch holds the same when it takes the row; what is applied may bring any
    items.hold_in_order(work, set(ItemKind) if decision.approved else {ItemKind.HELD})
    aside = quarantine_store.find(work, number)
    if aside is None or aside.decision:
        raise RefusedError(Problem.NO_SUCH_ASIDE)
    demand_seen(_message(aside))
    if by in (aside.person_id, aside.brought_by):
        raise RefusedError(Problem.ASIDE_REFUSED, "You can't decide on an item that concerns you.")
    why = decision.why.strip()
    if not why:
        raise RefusedError(Problem.ASIDE_REFUSED, "Give the reason of the decision.")
    require_two_people(work, by, aside.person_id, aside.brought_by)
    if decision.approved:
        _apply(work, aside)
    values = {
        "decision": ACCEPTED if decision.approved else REJECTED,
        "decided_at": work.now,
        "decided_by": by,
    }
    quarantine_store.decide(work.connection, number, **values)
    event = AuditEvent.HQ_ASIDE_ACCEPTED if decision.approved else AuditEvent.HQ_ASIDE_REJECTED
    facts, typed = (("kind", aside.kind), ("reason", aside.reason.value)), (("why", why),)
    record(work, event, aside.item_id, by, *facts, typed=typed)


def _apply(work: Work, aside: Aside) -> None:
    if aside.kind == PAST_READS:
        return  # a flag: it was looked into
    if aside.reason is AsideReason.CLOCK:
        _demand_possible_times(work, aside)
    if aside.kind == ItemKind.READ and aside.reason is AsideReason.OTHER_DEVICE:
        why = "A read of another device is never replaced. Reject it."
        raise RefusedError(Problem.ASIDE_REFUSED, why)
    if aside.reason is AsideReason.HOLD_KEY and waits_for_key(work, item_of(aside).body):
        why = "The key of its hold is missing or damaged. Bring it back first: see hq doctor."
        raise RefusedError(Problem.ASIDE_REFUSED, why)
    items.store(work, aside.device, [item_of(aside)])
    while fitting := now_fitting(work, aside.device):
        items.store(work, aside.device, fitting)


def _demand_possible_times(work: Work, aside: Aside) -> None:
    """Refuse what is too old or too early still: applied, it would be kept for too long or short.

    Where headquarters' own clock was behind, times may be somewhat later than the receipt.
    """
    latest = min(work.now, aside.received_at + CLOCK_RUNS_ON_WITHIN)
    context = ItemContext(aside.device, latest, kept_days=kept_days(work.connection))
    item = item_of(aside)
    message = ItemMessage(item.item_id, 0, aside.kind, aside.received_at, item.text)
    result = examine(message, context)
    if not isinstance(result, ValidItem) or result.kept_from is not None:
        why = "Its times cannot be right, so that it never counts. Leave it unapplied."
        raise RefusedError(Problem.ASIDE_REFUSED, why)


def _message(aside: Aside) -> AsideMessage:
    return converted(
        AsideMessage,
        aside,
        reason=aside.reason.value,
        words=aside.reason.words,
        named=aside.person_id,
    )
