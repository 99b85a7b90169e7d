"""Give up keys of a hold that are lost for good, with what lies under them (PRS-02, PRS-09).

Until somebody does, nothing is sealed under another key in their place: the loss would not show,
and what a copy of the key still opens would go. What its tables still have is held again then.
"""

from mdt_alpr.acts.holds import decided_on
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.retention.hold_acts import demand_correction
from mdt_alpr.domain.retention.holds import HoldRefusedError, HoldStep
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.declared import demand_seen
from mdt_alpr.hq.base.headquarters import Caller, Headquarters
from mdt_alpr.hq.holds import expiry, held_data, store
from mdt_alpr.hq.holds.service import visible


def give_up(hq: Headquarters, caller: Caller, number: int, why: str) -> None:
    """Erase what lies under a hold's lost keys; the audit has how much, by whom and why.

    Raises:
        HoldRefusedError: by no custodian, without a reason, or no key is lost.
        RefusedError: no such hold.
    """
    with hq.writing() as work:
        store.hold_requests(work)
        kept, by = visible(work, caller, number), caller.person_id
        demand_seen(decided_on(kept.hold))
        words = demand_correction(caller.role, why)
        keys, hold_id = work.keys.holds, kept.hold_id
        dates, has_lost_papers = held_data.lost_keys(work, hold_id)
        if not dates and not has_lost_papers:
            raise HoldRefusedError("No key of this request is lost.")
        erased = store.erase_held(work.connection, hold_id, dates)
        keys.destroy(hold_id, dates)
        if has_lost_papers:
            keys.destroy_papers(hold_id)
            store.erase_papers(work.connection, hold_id)
        elif kept.hold is not None:
            said = f"{erased} copies that no key opens are given up: {words}"
            store.add_step(work, hold_id, HoldStep.CORRECTED, by, said)
        given_up = " ".join([on.isoformat() for on in dates] + ["papers"] * has_lost_papers)
        facts = ("given_up", given_up), ("erased", str(erased))
        event, typed = AuditEvent.HQ_HOLD_CORRECTED, (("why", words),)
        record(work, event, hold_id, by, *facts, typed=typed)
    hq.database.leave_nothing_erased()
    expiry.keep_all(hq)
