"""What the status card says of the question to headquarters' gateway."""

from datetime import datetime, tzinfo

from mdt_alpr.domain.hit.gateway import waits
from mdt_alpr.domain.hit.hit import Hit, HitState
from mdt_alpr.domain.hit.status_query import AskedStatus, QueryStatus
from mdt_alpr.ui.hit.models.hit_blind import ChoiceView
from mdt_alpr.ui.hit.presenters.hit_words import clock_words

Words = tuple[str, str, str]
"""A shape, what is said, and what is added to it."""


def asked_words(hit: Hit, now: datetime, zone: tzinfo | None) -> Words | None:
    """Return what became of the last question; None where there is something newer to say."""
    own = [asked for asked in hit.asked if asked.by == hit.officer]
    if not own:
        return None
    last = own[-1]
    newer = [reply.at for reply in hit.replies] + [stated.at for stated in hit.not_practicable]
    if last.status is QueryStatus.ANSWERED or any(at >= last.query.asked_at for at in newer):
        return None
    return _words(last, now, zone)


def gateway_tile(hit: Hit, now: datetime, zone: tzinfo | None) -> ChoiceView:
    """Return the tile that asks again; it is off while a question waits."""
    known = any(record.nic for record in hit.records)
    live = known and not waits(hit, now)
    compared = hit.state in (HitState.COMPARED, HitState.STOPPED)
    second = "No NIC"
    if known:
        at = clock_words(hit.asked[-1].query.asked_at, zone) if hit.asked else ""
        second = f"Asked {at[:5]}" if hit.asked else "Its gateway"
    return ChoiceView("gateway", "Ask HQ", live=live and compared, second=second)


def _words(asked: AskedStatus, now: datetime, zone: tzinfo | None) -> Words:
    at = clock_words(asked.query.asked_at, zone)
    headquarters = f"Asked headquarters {at}"
    why = asked.why.partition(". ")[0].rstrip(".")
    if asked.status is QueryStatus.WAITING:
        waiting = "no answer yet" if asked.has_timed_out(now) else "waiting for its gateway"
        return "ring", headquarters, waiting
    if asked.status is QueryStatus.SIMULATED:
        return "cross", headquarters, "its answer is SIMULATED and does not count"
    if asked.status is QueryStatus.OTHER_QUESTION:
        return "cross", headquarters, "its answer is about another plate or record"
    return "cross", f"Asked HQ {at}", why
