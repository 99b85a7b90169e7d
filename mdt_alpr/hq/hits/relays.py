"""Hits that go from unit to unit, and every "no" to one (VER-05, VER-06, D9).

Notices are made in the transaction that accepts a batch, so that an accepted "no" and its notices
exist together or not at all. What arrives late counts as if it had come in time: a car whose hit,
or relay, a known "no" contradicts is notified at once.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
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
from mdt_alpr.hq.audit.service import NOBODY, record, record_each
from mdt_alpr.hq.base.capture_day import capture_day
from mdt_alpr.hq.base.headquarters import Caller, Headquarters, RefusedError, Work
from mdt_alpr.hq.evidence import pictures
from mdt_alpr.hq.evidence.watermark import marked
from mdt_alpr.hq.hits import notice_store as notices
from mdt_alpr.hq.hits.camera_hits import relays_of
from mdt_alpr.hq.hits.notice_store import Notice
from mdt_alpr.hq.hits.notices import add_rejection
from mdt_alpr.hq.items.checks import ValidItem
from mdt_alpr.hq.people import device_store
from mdt_alpr.hq.people import enrollment_store as enrollments
from mdt_alpr.hq.people.cameras import name_of
from mdt_alpr.hq.reads import captured, sightings
from mdt_alpr.hq.reads.sightings import HitSighting, KnownNo
from mdt_alpr.wire.codec import decode, encode
from mdt_alpr.wire.messages import AnswerMessage, HitMessage
from mdt_alpr.wire.notices import ContraryMessage, NoticeKind, NotPassedMessage, RelayMessage
from mdt_alpr.wire.problems import Problem


def pass_on(
    work: Work, device: str, body: RelayMessage, keys: Collection[RecordKey]
) -> HitSighting | None:
    """Pass a hit on to the car that it is meant for; return it as it is there.

    The sender is notified where nobody is known by that unit. A car that has the sighting already,
    its own or relayed, gets it no second time.
    """
    source = sightings.sighting(work.connection, body.hit_id)
    target = _target(work, body)
    if source is None or source.device != device or target is None or target == device:
        notify_not_passed(work, device, body)
        return None
    if any(hit.device == target for hit in family(work, source)):
        return None
    relayed = as_relayed(source, body, target, notices.unit_of(work.connection, target))
    keep_relayed(work, [(relayed, body)], keys)
    return relayed


def as_relayed(
    source: HitSighting, body: RelayMessage, target: str, unit: str | None
) -> HitSighting:
    """Return a hit as it is in the car that it goes to."""
    return HitSighting(
        day=capture_day(body.relay_id),
        hit_id=body.relay_id,
        captured_at=body.captured_at,
        raised_at=source.raised_at,
        device=target,
        unit=unit or body.to_unit,
        relayed_from=body.hit_id,
        closed=False,
        refuted=False,
    )


def keep_relayed(
    work: Work, relayed: Collection[tuple[HitSighting, RelayMessage]], keys: Collection[RecordKey]
) -> None:
    """Keep relays that one person made, and notify the cars that they go to."""
    sightings.add(work, [hit for hit, _ in relayed], keys)
    _notify(work, NoticeKind.RELAY, [(hit.device, body, body) for hit, body in relayed])
    about = [(hit.hit_id, (("from", body.hit_id), ("to", hit.device))) for hit, body in relayed]
    record_each(
        work, AuditEvent.HQ_HIT_RELAYED, next(body.person_id for _, body in relayed), about
    )


def notify_not_passed(work: Work, device: str, body: RelayMessage) -> None:
    """Notify a car that the hit that it passed on reaches nobody."""
    message = NotPassedMessage(body.hit_id, body.to_unit)
    _notify(work, NoticeKind.NOT_PASSED, [(device, body, message)])


def family(work: Work, hit: HitSighting, *, upwards: bool = True) -> list[HitSighting]:
    """Return a hit and its relays; ``upwards`` also where it came from, with their relays."""
    first = (line(work, hit) or [hit])[-1] if upwards else hit
    relatives = {first.hit_id: first}
    newest = [first.hit_id]
    while newest:
        below = sightings.relays_of(work.connection, newest)
        newest = [sighting.hit_id for sighting in below if sighting.hit_id not in relatives]
        relatives |= {sighting.hit_id: sighting for sighting in below}
    return list(relatives.values())


def line(work: Work, hit: HitSighting) -> list[HitSighting]:
    """Return the hits from which this one came, nearest first."""
    passed: list[HitSighting] = []
    above = hit.relayed_from
    while above and (sighting := sightings.sighting(work.connection, above)) is not None:
        passed.append(sighting)
        above = sighting.relayed_from
    return passed


def notify_contrary(work: Work, hits: Iterable[HitSighting], no: KnownNo) -> int:
    """Notify cars once that their hits are no match; return of how many hits (VER-05)."""
    concerned = [hit for hit in hits if not (hit.closed or hit.refuted)]
    sightings.change(work.connection, [hit.hit_id for hit in concerned], refuted=True)
    notices.add(work, [(hit.device, _contrary(hit, no)) for hit in concerned])
    return len(concerned)


def _contrary(hit: HitSighting, no: KnownNo) -> Notice:
    message = ContraryMessage(hit.hit_id, no.kind.value, no.source, no.at)
    return Notice(NoticeKind.CONTRARY, hit.captured_at, encode(message))


def notify_of_known_nos(
    work: Work, hits: Sequence[HitSighting], keys: Iterable[RecordKey]
) -> None:
    """Notify cars, whose hits arrive only now, of what was known against them before.

    It is one hit, or the new relays of one. What was said of a record long before the hit was
    raised is shown as known before (D13).
    """
    first, new = hits[0], {hit.hit_id for hit in hits}
    nos = sightings.refutations_on(work, keys, holds_from(first.raised_at))
    above = {sighting.hit_id for sighting in line(work, first)}
    relatives = [sighting.hit_id for sighting in family(work, first) if sighting.hit_id not in new]
    nos += [
        no
        for no in sightings.refutations_of(work.connection, relatives)
        if no.hit_id in above or no.reach is not Reach.PASSED_ON
    ]
    if nos:
        notify_contrary(work, hits, nos[0])


def relayed_picture(hq: Headquarters, caller: Caller, relay_id: str, digest: str) -> bytes:
    """Return a picture of a hit, with a watermark, to the car that it was relayed to.

    That it was given is recorded.

    Raises:
        RefusedError: not this car's, or the picture has not arrived yet.
    """
    with hq.reading() as work:
        hit = sightings.sighting(work.connection, relay_id)
        if hit is None or not hit.relayed_from or hit.device != caller.device:
            raise RefusedError(Problem.NO_SUCH_HIT)
        first = (line(work, hit) or [hit])[-1]
        ids = relay_id, *captured.ids_of_hit(work.connection, first.hit_id)
        is_its = digest in ids
        dates = pictures.held_dates(work.connection, digest) if is_its else []
    jpeg = hq.pictures.get(dates, digest)
    if jpeg is None:
        raise RefusedError(Problem.NO_SUCH_PICTURE)
    with hq.writing() as work:
        record(
            work, AuditEvent.HQ_PICTURE_VIEWED, digest, caller.person_id, ("hit", relay_id),
            returned=ids,
        )  # fmt: skip
    return marked(jpeg, caller.name, work.now)


def _target(work: Work, body: RelayMessage) -> str | None:
    if body.to_device and notices.unit_of(work.connection, body.to_device) is not None:
        return body.to_device
    return notices.device_of(work.connection, body.to_unit)


def _notify(
    work: Work, kind: NoticeKind, given: Iterable[tuple[str, RelayMessage, object]]
) -> None:
    """Notify each car of a message, which is about a relay."""
    new_notices = [
        (device, Notice(kind, min(body.captured_at, work.now), encode(message)))
        for device, body, message in given
    ]
    notices.add(work, new_notices)


_STATUS_KINDS = (Contrary.STATUS_CLEARED, Contrary.NOT_THIS_PLATE)


def notify_others(work: Work, device: str, items: Iterable[ValidItem]) -> None:
    """Notify other cars of what concerns them in these new items."""
    concerned = [item for item in items if item.kind in _HANDLERS]
    if not concerned:
        return
    notices.hold_notifying(work)
    for kind, handle in _HANDLERS.items():
        for item in concerned:
            if item.kind is kind:
                handle(work, device, item)


def _hit(work: Work, device: str, item: ValidItem) -> None:
    body: HitMessage = item.body
    if sightings.sighting(work.connection, body.hit_id) is not None:
        return  # a relayed one: headquarters knew it before the car that raised it
    cameras = enrollments.cameras(work.connection)
    is_camera = device in cameras
    bound = None if is_camera else device_store.unit_of(work.connection, device)
    new = HitSighting(
        day=capture_day(body.hit_id),
        hit_id=body.hit_id,
        captured_at=body.captured_at,
        raised_at=body.raised_at,
        device=device,
        unit=bound or name_of(device, cameras.get(device)),  # never as what it calls itself
        relayed_from="",
        closed=is_camera,  # nobody answers it there
        refuted=False,
    )
    keys = [RecordKey(r.entry_id, folded(r.text), r.state) for r in body.records]
    sightings.add(work, [new], keys)
    if is_camera:
        _notify_cars(work, new, body)
    else:
        notify_of_known_nos(work, [new], keys)


def _notify_cars(work: Work, hit: HitSighting, body: HitMessage) -> None:
    """Send a fixed camera's hit to every car on duty, with what is known against it."""
    messages = relays_of(work, hit.device, body)
    if not messages:
        return
    keys = record_keys(messages[0])  # the same for every car
    hits = [as_relayed(hit, message, message.to_device, message.to_unit) for message in messages]
    keep_relayed(work, list(zip(hits, messages, strict=True)), keys)
    notify_of_known_nos(work, hits, keys)


def _relay(work: Work, device: str, item: ValidItem) -> None:
    body: RelayMessage = item.body
    keys = record_keys(body)
    relayed = pass_on(work, device, body, keys)
    if relayed is not None:
        notify_of_known_nos(work, [relayed], keys)


def record_keys(body: RelayMessage) -> list[RecordKey]:
    """Return the records that a relay may be."""
    entries = [record.entry for record in body.records]
    return [RecordKey(e.entry_id, folded(e.text), e.state) for e in entries]


def _own_sighting(work: Work, device: str, hit_id: str) -> HitSighting | None:
    """Return a hit of this very car: what it says of another one's warns nobody."""
    sighting = sightings.sighting(work.connection, hit_id)
    return sighting if sighting is not None and sighting.device == device else None


def _answer(work: Work, device: str, item: ValidItem) -> None:
    body: AnswerMessage = item.body
    no = refutation_of_step(body.step, body.state, dict(body.facts))
    sighting = _own_sighting(work, device, body.hit_id)
    if no is not None and sighting is not None:
        _refute(work, item, sighting, no)


def _disposition(work: Work, device: str, item: ValidItem) -> None:
    body = item.body
    sighting = _own_sighting(work, device, body.hit_id)
    if sighting is None:
        return
    sightings.change(work.connection, [body.hit_id], closed=True)
    entered = _entered(work, sighting.day, body.hit_id)
    by_status = sighting.refuted and _was_answered(work, sighting)
    add_rejection(work, sighting, body, entered, by_status=by_status)
    refutation = refutation_of_disposition(body.disposition, refuted=sighting.refuted)
    if refutation is not None:
        _refute(work, item, sighting, refutation)


_HANDLERS: dict[ItemKind, Callable[[Work, str, ValidItem], None]] = {
    ItemKind.HIT: _hit,
    ItemKind.RELAY: _relay,
    ItemKind.ANSWER: _answer,
    ItemKind.DISPOSITION: _disposition,
}
"""In the order in which the items of one batch are handled."""
NOTIFIED_KINDS = frozenset(_HANDLERS)


def _refute(work: Work, item: ValidItem, sighting: HitSighting, no: Refutation) -> None:
    known = KnownNo(sighting.hit_id, no.reach, no.kind, f"{sighting.unit}, {no.by}", item.body.at)
    records = _spoken_of(work, sighting) if no.reach is Reach.RECORD else ()
    row = {
        "day": item.day,
        "item_id": item.item_id,
        "captured_at": sighting.captured_at,
        **{name: getattr(known, name) for name in KnownNo.__slots__},
    }
    sightings.add_refutation(work, row, records)
    is_passed_on = no.reach is Reach.PASSED_ON
    if not is_passed_on:
        sightings.change(work.connection, [sighting.hit_id], refuted=True)
    relatives = family(work, sighting, upwards=not is_passed_on)
    raised_until = holds_until(known.at)
    others = sightings.open_on(work, records, raised_until) if records else []
    targets = {hit.hit_id: hit for hit in (*relatives, *others)}
    del targets[sighting.hit_id]
    notified = notify_contrary(work, targets.values(), known)
    detail = (("kind", no.kind.value), ("reach", no.reach.value), ("notified", str(notified)))
    record(work, AuditEvent.HQ_HIT_REFUTED, sighting.hit_id, NOBODY, *detail)


def _was_answered(work: Work, sighting: HitSighting) -> bool:
    """Tell whether a status reply, this car's or another's, said that a hit is none."""
    keys = sightings.records_of(work, sighting.hit_id)
    nos = sightings.refutations_of(work.connection, [sighting.hit_id])
    nos += sightings.refutations_on(work, keys, holds_from(sighting.raised_at))
    return any(no.reach is Reach.RECORD and no.kind in _STATUS_KINDS for no in nos)


def _spoken_of(work: Work, sighting: HitSighting) -> tuple[RecordKey, ...]:
    keys = sightings.records_of(work, sighting.hit_id)
    return records_spoken_of(keys, _entered(work, sighting.day, sighting.hit_id))


def _entered(work: Work, day: date, hit_id: str) -> tuple[str, str] | None:
    """Return characters and state of the entry that matched, None before there is one."""
    for kind, body in captured.steps(work, day, hit_id):
        if kind is ItemKind.ANSWER:
            facts = dict(decode(AnswerMessage, body).facts)
            if facts.get("outcome") == "matched" and {"text", "state"} <= set(facts):
                return facts["text"], facts["state"]
    return None
