"""Nothing leaves beyond its grant, by one person alone, or without a file that is written."""

import json
from dataclasses import replace
from typing import Any

import pytest

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.canonical import sha256
from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.domain.policy import GRANT_LASTS
from mdt_alpr.domain.retention.alpr_1 import HeldCamera
from mdt_alpr.domain.retention.disclosure import DisclosureRefusedError, RequestState
from mdt_alpr.domain.retention.media import CopyState, MediumRefusedError
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.disclosures import letters, package_store, registers, request_store, requests
from mdt_alpr.hq.disclosures.release import release_package, written
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN
from mdt_alpr.wire.disclosures import DisclosureAct, DisclosureActRequest
from mdt_alpr.wire.release import Acknowledgment, CopyEnd
from tests.builders import NOW, SetClock
from tests.hq.holding import DAY
from tests.hq.letting import (
    AS_CUSTODIAN,
    AS_GRANTOR,
    GRANT,
    a_medium,
    an_ask,
    given,
    granted,
    opened,
    opening,
    recorded,
)
from tests.hq.papers import text_of
from tests.hq.test_evidence import a_sent_package, audited
from tests.hq.test_letting_out import a_held_read, packages
from tests.requests_for_data import an_asked

DATABASES = ["sqlite"]


@pytest.mark.proved("B2")
@pytest.mark.proved("DIS-06")
@pytest.mark.clause("7.B")
@pytest.mark.parametrize(
    ("other", "says"),
    [
        ({"plate": "SHP1561"}, "the plate"),
        ({"state": "SC"}, "the state"),
        ({"until": NOW - DAY}, "the time"),
        ({"cameras": (HeldCamera("Unit 31"),)}, "the camera"),
        ({"cameras": (HeldCamera("Unit 12", "rear"),)}, "the camera"),
    ],
)
def test_nothing_leaves_that_the_request_does_not_ask_for(
    hq: Headquarters, other: dict[str, Any], says: str
) -> None:
    hit_id = a_sent_package(hq)
    request = granted(hq, seeks=replace(an_asked().seeks, **other))
    with pytest.raises(DisclosureRefusedError, match=f"not what was granted: {says} differs"):
        given(hq, request=request, hits=(hit_id,))
    assert packages(hq) == ()


@pytest.mark.proved("B2")
@pytest.mark.clause("7.B")
def test_nothing_leaves_for_another_purpose_than_was_granted(hq: Headquarters) -> None:
    hit_id, request = a_sent_package(hq), granted(hq)
    with pytest.raises(DisclosureRefusedError, match="purpose criminal investigation, not for"):
        given(hq, request=request, hits=(hit_id,), purpose=Purpose.MISSING)
    given(hq, request=request, hits=(hit_id,))
    with pytest.raises(DisclosureRefusedError, match="not for missing"):
        given(hq, request=request, hits=(hit_id,), purpose=Purpose.MISSING)


@pytest.mark.clause("7.C")
def test_a_grant_is_taken_back_until_a_package_was_made_on_it(hq: Headquarters) -> None:
    hit_id, ends = a_sent_package(hq), DisclosureAct.WITHDRAW
    withdrawal = DisclosureActRequest(ends, "The prosecutor took it back by phone")
    first, second = granted(hq), granted(hq)
    requests.decide(hq, AS_CUSTODIAN, first, withdrawal)
    with pytest.raises(DisclosureRefusedError, match="before the request is granted"):
        given(hq, request=first, hits=(hit_id,))
    a_medium(hq)
    release_package(hq, AS_CUSTODIAN, an_ask(request=second, hits=(hit_id,)))
    with pytest.raises(DisclosureRefusedError, match="A package was made"):
        requests.decide(hq, AS_CUSTODIAN, second, withdrawal)


@pytest.mark.proved("B2")
def test_what_lies_under_a_hold_is_compared_with_the_request_that_it_is_given_on(
    hq: Headquarters,
) -> None:
    number = a_held_read(hq)
    other = granted(hq)
    with pytest.raises(DisclosureRefusedError, match="the plate differs"):
        given(hq, hold=number, request=other)
    mine = granted(hq, seeks=replace(an_asked().seeks, plate="SHP15?1"))
    assert given(hq, hold=number, request=mine)[0].reads == 1


@pytest.mark.proved("B2")
@pytest.mark.clause("8.D")
@pytest.mark.parametrize("who", [{"agency": "Sampleton Police Department"}, {"name": "A. Sample"}])
def test_the_agencys_own_request_takes_nothing_without_a_hold_of_its_case(
    hq: Headquarters, who: dict[str, str]
) -> None:
    hq.settings = replace(hq.settings, agency=("City of Sampleton PD", "1 Main Street"))
    hit_id, number = a_sent_package(hq), a_held_read(hq)
    asked = an_asked()
    own = {
        "requester": replace(asked.requester, **who),
        "seeks": replace(asked.seeks, plate="SHP1561"),
    }
    with pytest.raises(DisclosureRefusedError, match=r"agency's own.*09\.21\.8\.D"):
        given(hq, request=granted(hq, **own), hits=(hit_id,))
    with pytest.raises(DisclosureRefusedError, match="another case"):
        given(hq, request=granted(hq, **own), hold=number)
    right = granted(hq, **own, case="26-038204")
    assert given(hq, request=right, hold=number)[0].reads == 1


@pytest.mark.proved("B2")
@pytest.mark.clause("7.B")
def test_nobody_records_a_request_and_grants_it_nor_grants_one_in_the_own_name(
    hq: Headquarters,
) -> None:
    number = recorded(hq)
    with hq.writing() as work:
        assert "you put it on record" in requests.request_of(work, number, CUSTODIAN).lacks[-1]
        assert requests.request_of(work, number, ADMINISTRATOR).lacks == ()
    with pytest.raises(DisclosureRefusedError, match="you put it on record"):
        requests.decide(hq, AS_CUSTODIAN, number, GRANT)
    own = recorded(hq, requester=replace(an_asked().requester, name="E. SAMPLE"))
    with pytest.raises(DisclosureRefusedError, match="in your own name"):
        requests.decide(hq, AS_GRANTOR, own, GRANT)
    requests.decide(hq, AS_GRANTOR, number, GRANT)


@pytest.mark.proved("B2")
def test_a_request_that_one_person_granted_to_himself_before_is_given_by_another(
    hq: Headquarters,
) -> None:
    hit_id, number = a_sent_package(hq), granted(hq)
    with hq.writing() as work:
        found = requests.request_of(work, number, CUSTODIAN).found
        assert found is not None
        request_store.change(work, replace(found, decided_by=CUSTODIAN))
    a_medium(hq)
    ask = an_ask(request=number, hits=(hit_id,))
    with pytest.raises(DisclosureRefusedError, match="One person recorded and granted"):
        release_package(hq, AS_CUSTODIAN, ask)
    assert release_package(hq, AS_GRANTOR, ask)[0].reads == 1


@pytest.mark.proved("B3")
@pytest.mark.proved("DIS-06")
@pytest.mark.clause("7.B")
def test_nothing_leaves_after_a_grant_is_over(hq: Headquarters, clock: SetClock) -> None:
    hit_id, request = a_sent_package(hq), granted(hq)
    letter = text_of(letters.letter_of(hq, AS_CUSTODIAN, request))
    assert "The grant ends on Dec 25, 2026." in " ".join(letter.split())
    clock.at = NOW + GRANT_LASTS
    with pytest.raises(DisclosureRefusedError, match="The grant ended on Dec 25, 2026"):
        given(hq, request=request, hits=(hit_id,))
    clock.at -= DAY / 24
    assert given(hq, request=request, hits=(hit_id,))[0].reads == 1


@pytest.mark.proved("B3")
def test_a_request_asks_for_nothing_that_is_captured_after_it_came(hq: Headquarters) -> None:
    ahead = replace(an_asked().seeks, until=NOW + DAY)
    with pytest.raises(DisclosureRefusedError, match="captured before it"):
        granted(hq, seeks=ahead)


# ---------------------------------------------------------------- written, signed, opened


@pytest.mark.proved("K12")
def test_a_package_is_out_once_its_file_is_written_and_not_before(hq: Headquarters) -> None:
    hit_id, request = a_sent_package(hq), granted(hq)
    a_medium(hq)
    message, data = release_package(hq, AS_CUSTODIAN, an_ask(request=request, hits=(hit_id,)))
    (line,) = packages(hq)
    assert not line.is_written
    with hq.writing() as work:
        found = requests.request_of(work, request, CUSTODIAN)
        assert found.line.state is RequestState.GRANTED, "nothing was delivered yet"
        with pytest.raises(MediumRefusedError, match="never written"):
            registers.acknowledge(work, 1, Acknowledgment("Pat Quinn", NOW), CUSTODIAN)
    with pytest.raises(MediumRefusedError, match="not as it was made"):
        written(hq, AS_CUSTODIAN, message.number, sha256(data[:-1]))
    for _ in range(2):  # said again after a lost answer
        written(hq, AS_CUSTODIAN, message.number, sha256(data))
    assert packages(hq)[0].is_written
    with hq.writing() as work:
        steps = requests.request_of(work, request, CUSTODIAN).steps
    assert [step.step for step in steps].count("let_out") == 1


@pytest.mark.proved("K12")
def test_a_package_that_was_never_written_is_replaced_and_can_never_be_opened(
    hq: Headquarters,
) -> None:
    hit_id, request = a_sent_package(hq), granted(hq)
    a_medium(hq)
    ask = an_ask(request=request, hits=(hit_id,))
    lost, lost_data = release_package(hq, AS_CUSTODIAN, ask)
    again, data = release_package(hq, AS_CUSTODIAN, ask)
    written(hq, AS_CUSTODIAN, again.number, sha256(data))
    newest, first = packages(hq)
    assert (newest.state, first.state) == (CopyState.OUT, CopyState.DESTROYED)
    assert "never written" in first.ended_how
    with pytest.raises(MediumRefusedError, match="erase this file"):
        written(hq, AS_CUSTODIAN, lost.number, sha256(lost_data))
    with hq.reading() as work:
        kept = package_store.find(work, lost.number)
        assert kept is not None
        assert package_store.passphrase(work, kept) == ""


@pytest.mark.proved("K12")
@pytest.mark.proved("DIS-07")
def test_the_passphrase_is_shown_once_the_receipt_is_signed_and_until_the_copy_ends(
    hq: Headquarters,
) -> None:
    a_medium(hq)
    message, data = release_package(hq, AS_CUSTODIAN, an_ask(hold=a_held_read(hq)))
    assert message.passphrase == ""
    written(hq, AS_CUSTODIAN, 1, sha256(data))
    with hq.writing() as work, pytest.raises(MediumRefusedError, match="signed the receipt"):
        registers.passphrase_of(work, 1, CUSTODIAN)
    shown = opening(hq, 1)
    assert opened(data, shown)
    with hq.writing() as work:
        assert registers.passphrase_of(work, 1, ADMINISTRATOR) == shown
    assert shown not in json.dumps(audited(hq, AuditEvent.HQ_PACKAGE_ACKNOWLEDGED))
    with hq.writing() as work:
        registers.end_copy(work, 1, CopyEnd(CopyState.DESTROYED, "Shredded"), CUSTODIAN)
        with pytest.raises(MediumRefusedError, match="no passphrase"):
            registers.passphrase_of(work, 1, CUSTODIAN)
