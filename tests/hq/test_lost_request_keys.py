"""A request for data whose papers are lost stops no other, and ends when they are given up."""

import pytest

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.canonical import sha256
from mdt_alpr.domain.retention.disclosure import DisclosureRefusedError, RequestState
from mdt_alpr.domain.retention.media import CopyState
from mdt_alpr.hq.base.headquarters import Headquarters, RefusedError
from mdt_alpr.hq.disclosures import package_store, registers, requests, status_page
from mdt_alpr.hq.people.sample_agency import CUSTODIAN
from mdt_alpr.wire.disclosures import (
    DisclosureAct,
    DisclosureActRequest,
    DisclosureFilter,
    DisclosureLine,
)
from mdt_alpr.wire.release import CopyEnd
from tests.builders import SetClock
from tests.hq.holding import DAY, days_pass
from tests.hq.letting import AS_CUSTODIAN, AS_GRANTOR, GRANT, PDF, given, granted, recorded
from tests.hq.test_damaged_keys import Damage, changed, damaged_files, gone, wrong
from tests.hq.test_evidence import a_sent_package, audited

DATABASES = ["sqlite"]
PAPERS = "holds/*/papers/*.key"
WHY = "The disk and its mirror were lost in the fire."
GIVE_UP = DisclosureActRequest(DisclosureAct.GIVE_UP_PAPERS, WHY)
LOST = pytest.mark.parametrize("damage", [changed, gone])
pytestmark = pytest.mark.logs_warnings


def lines(hq: Headquarters) -> dict[int, DisclosureLine]:
    with hq.writing() as work:
        log = requests.log_of(work, DisclosureFilter(), CUSTODIAN)
    return {line.number: line for line in log.lines}


@LOST
def test_an_open_request_whose_papers_are_lost_ends_when_they_are_given_up(
    hq: Headquarters, damage: Damage
) -> None:
    lost = recorded(hq)
    with pytest.raises(DisclosureRefusedError, match="not lost"):
        requests.decide(hq, AS_CUSTODIAN, lost, GIVE_UP)
    with damaged_files(hq, PAPERS, damage):
        other = recorded(hq)
        assert f"hq decide-data-request {lost} give_up_papers" in wrong(hq)["hold keys"]
        requests.decide(hq, AS_GRANTOR, other, GRANT)
        with pytest.raises(DisclosureRefusedError, match="papers"):
            requests.decide(hq, AS_CUSTODIAN, lost, GRANT)
        with hq.reading() as work, pytest.raises(RefusedError):
            status_page._kept(work, str(lost), "AAAA-AAAA-AAAA-AAAA")
        with hq.writing() as work, pytest.raises(RefusedError):
            requests.paper_of(work, lost, sha256(PDF), CUSTODIAN)
        requests.decide(hq, AS_CUSTODIAN, lost, GIVE_UP)
        assert not wrong(hq)
        found = lines(hq)
    assert found[other].state is RequestState.GRANTED
    assert (found[lost].state, found[lost].decided_by) == (RequestState.WITHDRAWN, CUSTODIAN)
    assert audited(hq, AuditEvent.HQ_DISCLOSURE_DECIDED)[-1]["given_up"] == "papers"
    with pytest.raises(DisclosureRefusedError, match="not lost"):
        requests.decide(hq, AS_CUSTODIAN, lost, GIVE_UP)


@LOST
def test_a_package_whose_papers_are_lost_comes_back_and_no_key_is_made_for_it(
    hq: Headquarters, clock: SetClock, damage: Damage
) -> None:
    request = granted(hq)
    number = given(hq, request=request, hits=(a_sent_package(hq),))[0].number
    with damaged_files(hq, PAPERS, damage):
        with hq.writing() as work:
            end = CopyEnd(CopyState.DESTROYED, "Shredded by the custodian")
            registers.end_copy(work, number, end, CUSTODIAN)
        assert f"hq decide-data-request {request}" in wrong(hq)["hold keys"]
        days_pass(hq, clock, clock.at + DAY)
        requests.decide(hq, AS_CUSTODIAN, request, GIVE_UP)
        assert not wrong(hq)
        assert lines(hq)[request].state is RequestState.DELIVERED
    with hq.reading() as work:
        kept = package_store.find(work, number)
    assert kept is not None
    assert kept.row["state"] is CopyState.DESTROYED
