"""What headquarters does with holds by itself: keeps, notifies, ends, destroys (PRS-02 to 06).

An end has two steps: the line of the log says so, then the keys go. Broken off in between, the
next run goes on. Nothing ends by a clock that is not believed.
"""

from datetime import date, timedelta

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.policy import PAPERS_KEPT_FOR
from mdt_alpr.domain.retention.hold_notices import HoldNotice, notice_due
from mdt_alpr.domain.retention.holds import LIVE, HoldState, HoldStep
from mdt_alpr.hq.audit.alarm_channels import channels_in
from mdt_alpr.hq.audit.certificates import signature_of
from mdt_alpr.hq.audit.clock_guard import doubt_of
from mdt_alpr.hq.audit.logging_watch import is_sent
from mdt_alpr.hq.audit.service import NOBODY, record
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.holds import held_data, store
from mdt_alpr.hq.holds.store import KeptHold

EVERY = timedelta(minutes=1)
IN_EFFECT = "In effect: the day in which it is taken back is over"
RESTORED = "Ended before this backup was brought back"
_BY_TIME = {
    HoldState.LAPSED: (HoldStep.LAPSED, AuditEvent.HQ_HOLD_LAPSED),
    HoldState.EXPIRED: (HoldStep.EXPIRED, AuditEvent.HQ_HOLD_EXPIRED),
    HoldState.CANCELED: (HoldStep.CANCELED, AuditEvent.HQ_HOLD_CANCELED),
}


def sweep(hq: Headquarters) -> frozenset[date]:
    """Keep what live holds cover, end what is over; return the dates that lack pictures still."""
    end_restored(hq)
    if not doubt_of(hq):
        end_due(hq)
        notify(hq)
    return keep_all(hq)


def keep_all(hq: Headquarters) -> frozenset[date]:
    """Copy what every live hold covers; return the dates whose pictures are out of reach."""
    wanting = set[date]()
    with hq.reading() as work:
        lasting = [kept.hold for kept in store.live(work) if kept.hold is not None]
    for hold in lasting:
        if not hq.keys.holds.is_ended(hold.hold_id):
            wanting |= held_data.copy(hq, hold, hq.clock.now()).wanting
    return frozenset(wanting)


def end_due(hq: Headquarters) -> None:
    """End the holds whose time is over, and destroy the keys of all that ended."""
    with hq.reading() as work:
        lasting, over = store.live(work), store.to_destroy(work)
    for kept in lasting:
        if kept.ended_by_time(hq.clock.now()) is not None:
            if _end_by_time(hq, kept.hold_id):
                over.append(kept)
        elif kept.state is HoldState.PROVISIONAL:
            _let_dates_go(hq, kept.hold_id)
    for kept in over:
        destroy(hq, kept.hold_id)
    with hq.writing() as work:
        store.hold_requests(work)
        store.erase_waiting(work.connection)  # a batch may have come while its hold ended
    _let_papers_go(hq)


def _end_by_time(hq: Headquarters, hold_id: str) -> bool:
    """End a hold and return true, unless somebody swore to it, renewed it or took back its end."""
    with hq.writing() as work:
        store.hold_requests(work)
        kept = store.of_id(work, hold_id)
        state = None if kept is None else kept.ended_by_time(work.now)
        if kept is None or state is None:
            return False
        step, event = _BY_TIME[state]
        store.end(work, kept, state, step, IN_EFFECT if state is HoldState.CANCELED else "")
        record(work, event, hold_id, NOBODY)
    return True


def end_restored(hq: Headquarters) -> None:
    """End holds that a restored database takes for live, and whose keys were destroyed."""
    with hq.reading() as work:
        lasting = store.live(work)
    for kept in lasting:
        if not hq.keys.holds.is_ended(kept.hold_id):
            continue
        with hq.writing() as work:
            store.hold_requests(work)
            still = store.of_id(work, kept.hold_id)
            if still is not None and still.state in LIVE:
                store.end(work, still, HoldState.CANCELED, HoldStep.CANCELED, RESTORED)
                record(work, AuditEvent.HQ_HOLD_CANCELED, kept.hold_id, NOBODY)
        destroy(hq, kept.hold_id)


def _let_dates_go(hq: Headquarters, hold_id: str) -> None:
    """Destroy what an unsworn hold has of dates whose ninetieth day is over (PRS-03)."""
    with hq.writing() as work:
        store.hold_requests(work)  # nobody swears meanwhile
        kept = store.of_id(work, hold_id)
        if kept is None or kept.state is not HoldState.PROVISIONAL:
            return
        gone = work.keys.holds.destroy_expired(hold_id, work.now)
        if gone:
            number = store.erase_held(work.connection, hold_id, gone)
            dates = " ".join(on.isoformat() for on in gone)
            facts = ("dates", dates), ("erased", str(number))
            record(work, AuditEvent.HQ_HOLD_DESTROYED, hold_id, NOBODY, *facts)


def destroy(hq: Headquarters, hold_id: str) -> None:
    """Destroy the keys of an ended hold's data and what lies under them, with a certificate.

    What is younger than 90 days stays in the tables of captured data, to its own deadline.
    """
    gone = hq.keys.holds.end(hold_id)
    with hq.writing() as work:
        store.hold_requests(work)
        kept = store.of_id(work, hold_id)
        if kept is None or kept.destroyed_at is not None:
            return
        number = store.erase_held(work.connection, hold_id)
        facts = (
            ("number", str(kept.number)),
            ("state", kept.state.value),
            ("keys", str(len(gone))),
            ("erased", str(number)),
        )
        signed = signature_of(hq, work.now, facts)
        store.note_destroyed(work, hold_id)
        store.erase_waiting(work.connection)
        if kept.hold is not None:  # else its papers' key is lost, and none is made for a line
            words = f"{number} copies and {len(gone)} keys destroyed"
            store.add_step(work, hold_id, HoldStep.DESTROYED, NOBODY, words)
        record(work, AuditEvent.HQ_HOLD_DESTROYED, hold_id, NOBODY, *facts, *signed)
    hq.database.leave_nothing_erased()


def _let_papers_go(hq: Headquarters) -> None:
    """Destroy the keys of papers whose line ended years ago; the line stays."""
    with hq.writing() as work:
        for hold_id in store.with_old_papers(work, work.now - PAPERS_KEPT_FOR):
            work.keys.holds.destroy_papers(hold_id)
            store.erase_papers(work.connection, hold_id)
            record(work, AuditEvent.HQ_HOLD_DESTROYED, hold_id, NOBODY, ("what", "papers"))


def notify(hq: Headquarters) -> list[HoldNotice]:
    """Give each notice once, on its day: in the timeline and at the desk, by mail and webhook."""
    sent = list[HoldNotice]()
    with hq.reading() as work:
        lasting = [(kept, store.marks(work, kept.hold_id)) for kept in store.live(work)]
    for kept, known in lasting:
        due = None if kept.hold is None else notice_due(kept.hold, hq.clock.now())
        if due is not None and due.name not in known and _note(hq, due):
            _send(hq, kept, due)
            sent.append(due)
    return sent


def _send(hq: Headquarters, hold: KeptHold, due: HoldNotice) -> None:
    """Send a notice to the people of the settings; it names the line, and no plate."""
    if hq.settings.notices is None:
        return
    name = store.name_of(hold)
    words = (
        f"Preservation request {name} of {hold.requested_by}. {notice_words(due)}. See the "
        "desk's page Preservation.\n"
    )
    for channel in channels_in(hq.settings.notices):
        is_sent(channel, f"MDT ALPR: preservation request {name}", words)


def _note(hq: Headquarters, due: HoldNotice) -> bool:
    """Note a notice and return true, unless a purge beside it gave it meanwhile."""
    with hq.writing() as work:
        store.hold_requests(work)
        if due.name in store.marks(work, due.hold_id):
            return False
        words = notice_words(due)
        store.add_step(work, due.hold_id, HoldStep.NOTIFIED, NOBODY, words, due.name)
        facts = ("days", str(due.days)), ("to", due.to.value)
        record(work, AuditEvent.HQ_HOLD_NOTICE, due.hold_id, NOBODY, *facts)
    return True


def notice_words(due: HoldNotice) -> str:
    """Return a notice in words."""
    left = "1 day" if due.days == 1 else f"{due.days} days"
    if due.to is HoldState.LAPSED:
        return f"Not sworn yet: its data goes in {left} or less"
    return f"Its year is over in {left} or less: renew or cancel it"
