"""A page of before changes no hold, no request for data, no package and no medium (K11)."""

from collections.abc import Callable
from typing import Any

import pytest

from mdt_alpr.acts import disclosures, holds
from mdt_alpr.acts.act import Act
from mdt_alpr.domain.retention.media import CopyState, MediumKind
from mdt_alpr.hq.base.declared import promised
from mdt_alpr.hq.base.headquarters import Headquarters, RefusedError
from mdt_alpr.hq.disclosures import registers, requests
from mdt_alpr.hq.holds import service, views
from mdt_alpr.hq.people.sample_agency import CUSTODIAN
from mdt_alpr.wire.disclosures import DisclosureAct, DisclosureActRequest, DisclosureRecord
from mdt_alpr.wire.holds import FilingRequest, HoldAct, HoldActRequest, OathRequest
from mdt_alpr.wire.release import Acknowledgment, CopyEnd, MediumRequest, MediumRetirement
from tests.builders import NOW
from tests.hq.holding import caller, filed, sworn
from tests.hq.holding import seen as seen_by_car
from tests.hq.letting import AS_CUSTODIAN, AS_GRANTOR, GRANT, SERIAL, a_medium, given
from tests.hq.letting import recorded as on_record
from tests.requests_for_data import an_asked

DATABASES = ["sqlite"]
WHY = "The case was closed by the court"
Does = Callable[[Headquarters, int], None]


def refused(seen: str, does: Callable[[], None]) -> None:
    assert seen
    with promised(seen), pytest.raises(RefusedError, match="changed since you loaded"):
        does()


def correct(hq: Headquarters, number: int) -> None:
    service.act(hq, caller(CUSTODIAN), number, HoldActRequest(HoldAct.CORRECT, WHY))


def cancel(hq: Headquarters, number: int) -> None:
    service.act(hq, caller(CUSTODIAN), number, HoldActRequest(HoldAct.CANCEL, WHY))


def swear(hq: Headquarters, number: int) -> None:
    service.swear(hq, caller(CUSTODIAN), number, OathRequest("Pat Quinn", NOW.date(), ""))


def note_filing(hq: Headquarters, number: int) -> None:
    service.note_filing(hq, caller(CUSTODIAN), number, FilingRequest("PDMS-2"))


@pytest.mark.proved("K11")
@pytest.mark.parametrize(
    ("act", "does"),
    [
        (holds.CORRECT, correct),
        (holds.CANCEL, cancel),
        (holds.SWEAR, swear),
        (holds.NOTE_FILING, note_filing),
    ],
    ids=["correct", "cancel", "swear", "filing"],
)
def test_a_hold_is_changed_only_as_it_was_shown(
    hq: Headquarters, act: Act[Any], does: Does
) -> None:
    number = filed(hq)
    with hq.writing() as work:
        before = views.hold_file(work, caller(CUSTODIAN), number)
    service.note_filing(hq, caller(CUSTODIAN), number, FilingRequest("PDMS-1"))
    with hq.writing() as work:
        meanwhile = views.hold_file(work, caller(CUSTODIAN), number)
    refused(act.seen_in(before, number=number), lambda: does(hq, number))
    with hq.writing() as work:
        assert views.hold_file(work, caller(CUSTODIAN), number).hold == meanwhile.hold
    with promised(holds.NOTE_FILING.seen_in(meanwhile, number=number)) as promise:
        note_filing(hq, number)
    assert promise.was_compared


def grant(hq: Headquarters, number: int) -> None:
    requests.decide(hq, AS_GRANTOR, number, GRANT)


def complete(hq: Headquarters, number: int) -> None:
    record = DisclosureRecord("", an_asked(case="26-099002"))
    requests.complete(hq, AS_CUSTODIAN, number, record)


@pytest.mark.proved("K11")
@pytest.mark.parametrize(
    ("act", "does"),
    [(disclosures.DECIDE, grant), (disclosures.COMPLETE_REQUEST, complete)],
    ids=["grant", "complete"],
)
def test_a_request_for_data_is_decided_only_as_it_was_shown(
    hq: Headquarters, act: Act[Any], does: Does
) -> None:
    number = on_record(hq)
    with hq.writing() as work:
        before = requests.request_of(work, number, CUSTODIAN)
    more = DisclosureActRequest(DisclosureAct.MORE, "Who is the prosecutor of the case?")
    requests.decide(hq, AS_CUSTODIAN, number, more)
    refused(act.seen_in(before, number=number), lambda: does(hq, number))
    with hq.writing() as work:
        meanwhile = requests.request_of(work, number, CUSTODIAN)
    assert (meanwhile.line.decided_by, meanwhile.line.case) == ("", an_asked().case)
    with promised(act.seen_in(meanwhile, number=number)) as promise:
        does(hq, number)
    assert promise.was_compared


@pytest.mark.proved("K11")
def test_a_copy_ends_and_its_receipt_is_signed_only_as_its_line_was_shown(
    hq: Headquarters,
) -> None:
    seen_by_car(hq)
    hold = filed(hq)
    sworn(hq, hold)
    number = given(hq, hold=hold)[0].number
    with hq.writing() as work:
        shown = registers.packages_of(work, CUSTODIAN)
    again, end = Acknowledgment("Lee Park", hq.clock.now()), CopyEnd(CopyState.RETURNED, WHY)
    with hq.writing() as work:
        registers.acknowledge(work, number, Acknowledgment("D. Lee", work.now), CUSTODIAN)
    with hq.writing() as work:
        seen = disclosures.ACKNOWLEDGE.seen_in(shown, number=number)
        refused(seen, lambda: registers.acknowledge(work, number, again, CUSTODIAN))
        seen = disclosures.END_COPY.seen_in(shown, number=number)
        refused(seen, lambda: registers.end_copy(work, number, end, CUSTODIAN))
    with hq.writing() as work:
        (line,) = registers.packages_of(work, CUSTODIAN).packages
        assert (line.acknowledged_by, line.state) == ("D. Lee", CopyState.OUT)
        now = registers.packages_of(work, CUSTODIAN)
        with promised(disclosures.END_COPY.seen_in(now, number=number)):
            registers.end_copy(work, number, end, CUSTODIAN)


@pytest.mark.proved("K11")
def test_a_medium_is_retired_only_as_it_was_shown(hq: Headquarters) -> None:
    a_medium(hq)
    with hq.writing() as work:
        before = registers.media_of(work, CUSTODIAN)
        registers.register_medium(work, MediumRequest("KX-2", MediumKind.USB_DRIVE), CUSTODIAN)
        seen = disclosures.RETIRE_MEDIUM.seen_in(before)
        erased = MediumRetirement(SERIAL, "Shredded by the property room")
        refused(seen, lambda: registers.retire_medium(work, erased, CUSTODIAN))
        shown = registers.media_of(work, CUSTODIAN)
        assert [medium.retired_at for medium in shown.media] == [None, None]
        with promised(disclosures.RETIRE_MEDIUM.seen_in(shown)):
            registers.retire_medium(work, erased, CUSTODIAN)
