"""One year of two servers on one database: the lead changes hands, one is away for months.

Cars send to both; captured data goes on its day at both, the record stays whole.
"""

from collections import Counter
from datetime import timedelta

import pytest
from starlette.concurrency import run_in_threadpool

from mdt_alpr.domain.audit.audit import AuditEntry, AuditEvent
from mdt_alpr.domain.policy import CAPTURED_DATA_KEPT_FOR, capture_date
from mdt_alpr.hq import app
from mdt_alpr.hq.audit import audit_buffer
from mdt_alpr.hq.audit import store as own_audit
from mdt_alpr.hq.audit.chain_watch import OwnChainWatch
from mdt_alpr.hq.audit.logging_watch import LoggingWatch
from mdt_alpr.hq.audit.refused_requests import RefusedRequests
from mdt_alpr.hq.audit.service import check_own_chain
from mdt_alpr.hq.audit.witness import Witnessing
from mdt_alpr.hq.base.headquarters import Caller, Headquarters
from mdt_alpr.hq.dispatch.letters import LetterRounds
from mdt_alpr.hq.intake import batches
from mdt_alpr.hq.intake.batches import Packed
from mdt_alpr.hq.keeping.backup_jobs import BackupJobs
from mdt_alpr.hq.keeping.purge import SUBJECT, left_over
from mdt_alpr.hq.people.sample_agency import sample_agency
from mdt_alpr.hq.reads import captured
from mdt_alpr.wire.codec import encode
from tests.builders import NOW, SetClock
from tests.hq.conftest import _REGULAR, Opened
from tests.hq.senders import PASSWORDS, a_batch, a_read_message, an_item
from tests.hq.test_audit_lanes import CAR, OTHER
from tests.hq.test_several_servers import comes_true

DATABASES = ["postgresql"]
KEPT_DAYS = CAPTURED_DATA_KEPT_FOR.days


class Served:
    """A server and what it does by itself; ``is_up`` while somebody runs it."""

    def __init__(self, hq: Headquarters) -> None:
        self.hq, self.is_up = hq, True
        refused = RefusedRequests(hq, run_in_threadpool)
        watches = app._Watches(
            OwnChainWatch(hq),
            Witnessing(hq),
            LoggingWatch(hq),
            refused,
            BackupJobs(hq),
            LetterRounds(hq),
        )
        self._regular = _REGULAR(hq, watches)

    def go_on(self, number: int) -> None:
        """Do all of the regular work each month, and what days depend on each day."""
        for each in self._regular:
            if number % 30 == 0 or "purge" in each.trouble or "keys" in each.trouble:
                each.do_once()


def send(hq: Headquarters, caller: Caller) -> None:
    now = hq.clock.now()
    item = an_item(a_read_message(unit=caller.unit, captured_at=now), made_at=now)
    batch = a_batch(item, device=caller.device, sent_at=now)
    batches.accept(hq, Packed(caller, now, "", encode(batch).encode()))


def entries(hq: Headquarters, event: AuditEvent) -> list[AuditEntry]:
    with hq.reading() as work:
        last = own_audit.last_sequence(work.connection)
        return own_audit.found(work.connection, own_audit.Which(event=event), (0, last), 10_000)


def reads(hq: Headquarters) -> int:
    with hq.reading() as work:
        return captured.counts(work.connection)["reads"]


@pytest.mark.logs_warnings
def test_two_servers_keep_what_counts_and_nothing_else_for_a_year(
    at: Opened, clock: SetClock
) -> None:
    one, two = Served(at("one")), Served(at("two"))
    sample_agency(one.hq, PASSWORDS, NOW.date())
    sent_by = Counter[str]()
    for number in range(367):
        clock.at = NOW + timedelta(days=number)
        two.is_up = not 150 <= number < 280
        if number % 30 == 0:  # who leads ends, and the other one goes on
            (one if one.hq.leader.leads() else two).hq.leader.close()
            other = two if two.is_up else one
            comes_true(other.hq.leader.leads)
        for server, caller in ((one, CAR), (two, OTHER)):
            if server.is_up:
                server.go_on(number)
                send(server.hq, caller)
                sent_by[caller.device] += 1
        if number % 15 == 0:
            kept = [1 + (not 150 <= day < 280) for day in range(number + 1)]
            assert reads(one.hq) == sum(kept[-KEPT_DAYS:]), number
    for server in (one, two):
        server.go_on(0)
        assert server.hq.purged_at == clock.at
        assert left_over(server.hq, clock.at) == ()
        oldest = capture_date(clock.at - CAPTURED_DATA_KEPT_FOR)
        assert min(server.hq.day_keys.dates()) >= oldest
        assert server.hq.day_keys.opened(capture_date(NOW), b"0" * 40, "x") is None
        assert check_own_chain(server.hq) is None
    audit_buffer.flush(one.hq, also_this_minute=True)
    recorded = Counter[str]()
    for entry in entries(one.hq, AuditEvent.HQ_ITEMS_ACCEPTED):
        recorded[entry.subject] += int(dict(entry.detail)["read"])
    assert recorded == sent_by
    purges = [e for e in entries(one.hq, AuditEvent.HQ_PURGED) if e.subject == SUBJECT]
    assert [e.at for e in purges] == [NOW + timedelta(days=number) for number in range(367)]
