"""Dispatch sends a possible match to a unit, whose officer verifies it anew (VER-05, VER-06)."""

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.hotlist.hotlist import CATEGORIES
from mdt_alpr.domain.policy import SESSION_LASTS
from mdt_alpr.domain.retention.outbox import ItemKind
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.capture_day import capture_day
from mdt_alpr.hq.base.declared import demand_seen
from mdt_alpr.hq.base.headquarters import Caller, RefusedError, Work
from mdt_alpr.hq.hits import notice_store as notices
from mdt_alpr.hq.hits import relays
from mdt_alpr.hq.hits.camera_hits import RelayedBy, relay_messages
from mdt_alpr.hq.people import enrollment_store as enrollments
from mdt_alpr.hq.reads import captured, sightings
from mdt_alpr.hq.reads.sightings import HitSighting
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.dispatch import DISPATCH, HitProgress, OpenHit, OpenHitsMessage, SentTo
from mdt_alpr.wire.messages import AnswerMessage, HitMessage
from mdt_alpr.wire.problems import Problem

_SHOWN = 100
_RESTRICTED = "Restricted file"


def open_hits(work: Work, caller: Caller) -> OpenHitsMessage:
    """Return this shift's possible matches that nobody ended, without plates; it is recorded."""
    record(work, AuditEvent.HQ_DISPATCH_VIEWED, "open hits", caller.person_id)
    since = work.now - SESSION_LASTS
    lines = (_line(work, hit) for hit in sightings.raised_after(work.connection, since, _SHOWN))
    units = {car.unit for car in notices.on_shift(work.connection, since)}
    return OpenHitsMessage(tuple(filter(None, lines)), tuple(sorted(units)))


def assign(work: Work, caller: Caller, hit_id: str, unit: str) -> OpenHitsMessage:
    """Send a possible match to a unit on shift, as a relay that is unverified there.

    Raises:
        RefusedError: it ended, is not listed any more, or the unit is not on shift or has it.
    """
    notices.hold_notifying(work)
    source = sightings.sighting(work.connection, hit_id)
    body = captured.hit(work, source.day, hit_id) if source is not None else None
    if source is None or body is None:
        raise RefusedError(Problem.NO_SUCH_HIT)
    demand_seen(_progress(work, source))
    if source.refuted or _has_ended(work, source):
        raise _refused("This possible match has ended. Press F5 to see what is open.")
    since = work.now - SESSION_LASTS
    asked = unit.strip().lower()
    cars = [c for c in notices.on_shift(work.connection, since) if c.unit.lower() == asked]
    if not cars:
        raise _refused("No one is signed in as this unit. Choose one that is on shift.")
    if any(hit.device == cars[0].device for hit in relays.family(work, source)):
        raise _refused(f"{cars[0].unit} has this possible match already.")
    by = RelayedBy(DISPATCH, caller.person_id, caller.name)
    messages = relay_messages(work, decode(HitMessage, body), cars[:1], by)
    if not messages:
        raise _refused("Its record is not listed any more: there is nothing to send.")
    keys = relays.record_keys(messages[0])
    relayed = relays.as_relayed(source, messages[0], cars[0].device, cars[0].unit)
    relays.keep_relayed(work, [(relayed, messages[0])], keys)
    relays.notify_of_known_nos(work, [relayed], keys)
    return open_hits(work, caller)


def _refused(words: str) -> RefusedError:
    return RefusedError(Problem.DISPATCH_REFUSED, words)


def _has_ended(work: Work, hit: HitSighting) -> bool:
    """Tell whether its officer ended it; nobody does at a fixed camera."""
    return hit.closed and hit.device not in enrollments.cameras(work.connection)


def _line(work: Work, hit: HitSighting) -> OpenHit | None:
    body = captured.hit(work, hit.day, hit.hit_id)
    if body is None or _has_ended(work, hit):
        return None
    first = decode(HitMessage, body).records[0]
    category = CATEGORIES[first.category]
    progress, sent_to = _progress(work, hit)
    return OpenHit(
        hit.hit_id, hit.raised_at, hit.unit,
        _RESTRICTED if category.restricted else category.name,
        first.match_class, progress, sent_to,
    )  # fmt: skip


def _progress(work: Work, hit: HitSighting) -> tuple[HitProgress, tuple[SentTo, ...]]:
    below = relays.family(work, hit, upwards=False)[1:]
    return _of(work, hit), tuple(SentTo(relay.unit, _of(work, relay)) for relay in below)


def _of(work: Work, hit: HitSighting) -> HitProgress:
    if hit.refuted:
        return HitProgress.NO_MATCH
    if _has_ended(work, hit):
        return HitProgress.ENDED
    steps = captured.steps(work, capture_day(hit.hit_id), hit.hit_id)
    answers = [decode(AnswerMessage, body) for kind, body in steps if kind is ItemKind.ANSWER]
    if any(dict(answer.facts).get("outcome") == "matched" for answer in answers):
        return HitProgress.VERIFIED
    if any(answer.step == AuditEvent.HIT_OPENED for answer in answers):
        return HitProgress.ACCEPTED
    is_there = captured.hit(work, capture_day(hit.hit_id), hit.hit_id) is not None
    return HitProgress.ALERTED if is_there else HitProgress.SENT
