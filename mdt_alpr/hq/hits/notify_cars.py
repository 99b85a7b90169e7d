"""From what one car sent to what others must hear: relays, and every "no" (VER-05, VER-06, D9).

Runs in the transaction that takes a batch in, so that an accepted "no" and its notices exist
together or not at all. What arrives late counts as if it had come in time: a hit, or a relay,
that a known "no" speaks to is told of it at once.
"""

from collections.abc import Callable, Iterable
from datetime import date

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.hit.hit import Contrary
from mdt_alpr.domain.hit.refutation import (
    Reach,
    RecordKey,
    Refutation,
    holds_from,
    holds_until,
    records_spoken_of,
    refutation_of_disposition,
    refutation_of_step,
)
from mdt_alpr.domain.plate.plate import folded
from mdt_alpr.domain.retention.outbox import ItemKind
from mdt_alpr.hq.audit.service import NOBODY, record
from mdt_alpr.hq.base.capture_day import capture_day
from mdt_alpr.hq.base.database import hold_name
from mdt_alpr.hq.base.headquarters import Work
from mdt_alpr.hq.hits.known_before import add_rejection
from mdt_alpr.hq.hits.relays import family, take_relay, tell_contrary, tell_of_known_nos
from mdt_alpr.hq.items.checks import ValidItem
from mdt_alpr.hq.reads import captured, sightings
from mdt_alpr.hq.reads.sightings import HitSighting, KnownNo
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.messages import AnswerMessage, HitMessage
from mdt_alpr.wire.notices import RelayMessage

_STATUS_KINDS = (Contrary.STATUS_CLEARED, Contrary.NOT_THIS_PLATE)


def spread(work: Work, device: str, items: Iterable[ValidItem]) -> None:
    """Tell others what they must hear of these new items."""
    concerned = [item for item in items if item.kind in _TAKERS]
    if not concerned:
        return
    hold_name(work.connection, "spreading")  # or a hit and a "no" to it pass each other unseen
    for kind, take in _TAKERS.items():
        for item in concerned:
            if item.kind is kind:
                take(work, device, item)


def _hit(work: Work, device: str, item: ValidItem) -> None:
    body: HitMessage = item.body
    if sightings.sighting(work.connection, body.hit_id) is not None:
        return  # a relayed one: headquarters knew it before the car that raised it
    new = HitSighting(
        day=capture_day(body.hit_id),
        hit_id=body.hit_id,
        captured_at=body.captured_at,
        raised_at=body.raised_at,
        device=device,
        unit=body.unit,
        relayed_from="",
        closed=False,
        refuted=False,
    )
    keys = [RecordKey(r.entry_id, folded(r.text), r.state) for r in body.records]
    sightings.add(work.connection, new, keys)
    tell_of_known_nos(work, new, keys)


def _relay(work: Work, device: str, item: ValidItem) -> None:
    body: RelayMessage = item.body
    entries = [record.entry for record in body.records]
    keys = [RecordKey(e.entry_id, folded(e.text), e.state) for e in entries]
    relayed = take_relay(work, device, body, keys)
    if relayed is not None:
        tell_of_known_nos(work, relayed, keys)


def _answer(work: Work, _device: str, item: ValidItem) -> None:
    body: AnswerMessage = item.body
    no = refutation_of_step(body.step, body.state, dict(body.facts))
    sighting = sightings.sighting(work.connection, body.hit_id)
    if no is not None and sighting is not None:
        _refute(work, item, sighting, no)


def _disposition(work: Work, _device: str, item: ValidItem) -> None:
    body = item.body
    sighting = sightings.sighting(work.connection, body.hit_id)
    if sighting is None:
        return
    sightings.change(work.connection, body.hit_id, closed=True)
    entered = _entered(work, sighting.day, body.hit_id)
    by_status = sighting.refuted and _was_answered(work, sighting)
    add_rejection(work, sighting, body, entered, by_status=by_status)
    found = refutation_of_disposition(body.disposition, refuted=sighting.refuted)
    if found is not None:
        _refute(work, item, sighting, found)


_TAKERS: dict[ItemKind, Callable[[Work, str, ValidItem], None]] = {
    ItemKind.HIT: _hit,
    ItemKind.RELAY: _relay,
    ItemKind.ANSWER: _answer,
    ItemKind.DISPOSITION: _disposition,
}
"""In the order in which the items of one batch are taken."""


def _refute(work: Work, item: ValidItem, sighting: HitSighting, no: Refutation) -> None:
    known = KnownNo(sighting.hit_id, no.reach, no.kind, f"{sighting.unit}, {no.by}", item.body.at)
    records = _spoken_of(work, sighting) if no.reach is Reach.RECORD else ()
    row = {
        "day": item.day,
        "item_id": item.item_id,
        "captured_at": sighting.captured_at,
        **{name: getattr(known, name) for name in KnownNo.__slots__},
    }
    sightings.add_refutation(work.connection, row, records)
    is_passed_on = no.reach is Reach.PASSED_ON
    if not is_passed_on:
        sightings.change(work.connection, sighting.hit_id, refuted=True)
    relatives = family(work, sighting, upwards=not is_passed_on)
    raised_until = holds_until(known.at)
    others = sightings.open_on(work.connection, records, raised_until) if records else []
    targets = {hit.hit_id: hit for hit in (*relatives, *others)}
    del targets[sighting.hit_id]
    told = [tell_contrary(work, hit, known) for hit in targets.values()]
    detail = (("kind", no.kind.value), ("reach", no.reach.value), ("told", str(sum(told))))
    record(work, AuditEvent.HQ_HIT_REFUTED, sighting.hit_id, NOBODY, *detail)


def _was_answered(work: Work, sighting: HitSighting) -> bool:
    """Tell whether a status reply, this car's or another's, said that a hit is none."""
    keys = sightings.records_of(work.connection, sighting.hit_id)
    nos = sightings.refutations_of(work.connection, [sighting.hit_id])
    nos += sightings.refutations_on(work.connection, keys, holds_from(sighting.raised_at))
    return any(no.reach is Reach.RECORD and no.kind in _STATUS_KINDS for no in nos)


def _spoken_of(work: Work, sighting: HitSighting) -> tuple[RecordKey, ...]:
    keys = sightings.records_of(work.connection, sighting.hit_id)
    return records_spoken_of(keys, _entered(work, sighting.day, sighting.hit_id))


def _entered(work: Work, day: date, hit_id: str) -> tuple[str, str] | None:
    """Return characters and state of the entry that matched, None before there is one."""
    for kind, body in captured.steps(work.connection, day, hit_id):
        if kind is ItemKind.ANSWER:
            facts = dict(decode(AnswerMessage, body).facts)
            if facts.get("outcome") == "matched" and {"text", "state"} <= set(facts):
                return facts["text"], facts["state"]
    return None
