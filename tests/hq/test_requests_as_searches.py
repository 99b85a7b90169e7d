"""A preservation request shows reads of any plate: it is recorded and watched as a search is."""

from datetime import timedelta

import pytest

from mdt_alpr.acts import holds as holds_acts
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.review.misuse import FlagRule
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.misuse import service as misuse
from mdt_alpr.hq.people.sample_agency import CUSTODIAN, OFFICER
from mdt_alpr.wire import addresses
from mdt_alpr.wire.codec import encode
from mdt_alpr.wire.holds import HoldMessage, HoldRequest
from tests.builders import NOW, SetClock
from tests.holds import a_form, a_scope
from tests.hq.holding import seen
from tests.hq.manual import audited
from tests.hq.reviewers import Desk, at_desk
from tests.hq.senders import an_id
from tests.hq.test_misuse import flags

DATABASES = ["sqlite"]


def filed(desk: Desk, hq: Headquarters, case: str) -> HoldMessage:
    now = hq.clock.now()
    window = {"begins_at": now - timedelta(days=7), "ends_at": now}
    form = a_form(a_scope(**window), case=case)
    answer = desk.http.post(
        holds_acts.SHOW_LOG.address, content=encode(HoldRequest(an_id(now), form))
    )
    assert answer.status_code == 201, answer.text
    path = addresses.filled(holds_acts.SHOW_HOLD.address, number=str(int(case[-1])))
    return desk.get(HoldMessage, path)


@pytest.mark.attack("V1p")
def test_who_follows_a_plate_by_requests_is_flagged(server: InProcessHq, clock: SetClock) -> None:
    read = seen(server.hq, at=NOW - timedelta(minutes=5), unit="214", camera="front")
    for day in range(1, 7):
        with at_desk(server, OFFICER) as desk:
            found = filed(desk, server.hq, f"26-04187{day}")
        assert [one.read_id for one in found.reads] == [read.read_id]
        clock.pass_by(days=1)
    misuse.seek(server.hq, CUSTODIAN)
    rule = FlagRule.ONE_PLATE_MANY_CASES
    flag = next(one for one in flags(server.hq) if one.rule is rule)
    assert (flag.person, flag.accesses) == ("A. Sample", 6)


def test_the_reads_that_a_request_shows_are_in_the_record(server: InProcessHq) -> None:
    event = AuditEvent.HQ_HOLD_VIEWED
    read = seen(server.hq, at=NOW - timedelta(minutes=5), unit="214", camera="front")
    with at_desk(server, OFFICER) as desk:
        filed(desk, server.hq, "26-041871")
    viewed = [dict(one.detail) for one in audited(server, "hold") if one.event is event]
    assert {facts["returned_ids"] for facts in viewed} == {read.read_id}
