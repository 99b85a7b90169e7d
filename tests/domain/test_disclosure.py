"""Who may be given captured data, and on which written request (09.21.7.B to D)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.policy import one_year_after
from mdt_alpr.domain.retention.data_request import MAY_BE_GIVEN, ReceivedBy, Requester, Standing
from mdt_alpr.domain.retention.disclosure import (
    Disclosure,
    DisclosureRefusedError,
    RefusalReason,
    RequestState,
    ask_for_more,
    complete,
    grant,
    grant_needs,
    record_request,
    refuse,
    withdraw,
)
from mdt_alpr.domain.retention.giving import deliver, demand_granted
from mdt_alpr.domain.retention.media import (
    Copy,
    CopyState,
    Medium,
    MediumKind,
    MediumRefusedError,
    days_until_due,
    demand_places,
    demand_usable,
    end_copy,
    is_reminded,
    register,
)
from tests.builders import NOW
from tests.requests_for_data import an_asked

BY, WHY = "custodian-1", "It would show where an undercover car was parked"
DECIDES = Role.CUSTODIAN


def a_request(**changes: object) -> Disclosure:
    return record_request(an_asked(**changes), BY, NOW, "request-1")


@pytest.mark.clause("7.B")
def test_a_written_request_of_another_agency_in_a_criminal_investigation_is_granted() -> None:
    found = grant(a_request(), BY, DECIDES, "", NOW)
    assert (found.state, found.decided_by) == (RequestState.GRANTED, BY)
    demand_granted(found, NOW)
    assert found.due_back_at == one_year_after(NOW)


@pytest.mark.clause("7.B")
@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"paper": ""}, "written request"),
        ({"received_by": ReceivedBy.PHONE}, "written request"),
        ({"received_by": ReceivedBy.SPOKEN}, "written request"),
        ({"requester": Requester("Dana Wells", "Detective", "")}, "agency"),
        ({"requester": Requester("Dana Wells", "", "Salisbury PD")}, "rank or title"),
        ({"verified_by": ""}, "checked who asks"),
        ({"purpose": None}, "lawful purpose"),
        ({"investigation": ""}, "official criminal investigation"),
        ({"investigation": "school residency"}, "no purpose"),
        ({"investigation": "Unpaid citations, registration out of date"}, "no purpose"),
        ({"case": ""}, "case"),
        ({"case": "12345"}, "case"),
    ],
)
def test_a_request_that_lacks_a_part_is_recorded_but_not_granted(
    changes: dict[str, object], says: str
) -> None:
    request = a_request(**changes)
    assert any(says in words for words in grant_needs(request.asked))
    with pytest.raises(DisclosureRefusedError, match=says):
        grant(request, BY, DECIDES, "", NOW)
    with pytest.raises(DisclosureRefusedError, match="before the request is granted"):
        demand_granted(request, NOW)


@pytest.mark.clause("7.D")
@pytest.mark.parametrize("standing", [one for one in Standing if one not in MAY_BE_GIVEN])
def test_anybody_else_is_denied_and_nothing_overrides_that(standing: Standing) -> None:
    request = a_request(standing=standing)
    with pytest.raises(DisclosureRefusedError, match="may be given nothing"):
        grant(request, BY, Role.ADMINISTRATOR, "The mayor asked for it", NOW)
    with pytest.raises(DisclosureRefusedError, match="not eligible"):
        refuse(request, RefusalReason.COMPROMISE, BY, DECIDES, WHY, NOW)
    denied = refuse(request, RefusalReason.NOT_ELIGIBLE, BY, DECIDES, "", NOW)
    assert denied.state is RequestState.DENIED
    for again in (grant, withdraw):
        with pytest.raises(DisclosureRefusedError, match="decided already"):
            again(denied, BY, DECIDES, WHY, NOW)


@pytest.mark.clause("7.C")
def test_a_grant_is_taken_back_until_something_leaves() -> None:
    granted = grant(a_request(), BY, DECIDES, "", NOW)
    assert withdraw(granted, BY, DECIDES, WHY, NOW).state is RequestState.WITHDRAWN
    ended = refuse(granted, RefusalReason.COMPROMISE, BY, DECIDES, WHY, NOW)
    assert ended.granted_until is None
    with pytest.raises(DisclosureRefusedError, match="decided already"):
        withdraw(deliver(granted), BY, DECIDES, WHY, NOW)


@pytest.mark.clause("7.B")
def test_a_prosecutor_is_a_class_of_its_own_and_may_be_given_data() -> None:
    request = a_request(
        standing=Standing.PROSECUTOR, requester=Requester("Dana Wells", "", "Rowan County DA")
    )
    assert request.asked.requester.title == "Prosecutor"
    assert grant(request, BY, DECIDES, "", NOW).state is RequestState.GRANTED


@pytest.mark.clause("7.C")
def test_a_release_that_would_compromise_an_investigation_is_refused_with_a_reason() -> None:
    found = refuse(a_request(), RefusalReason.COMPROMISE, BY, DECIDES, WHY, NOW)
    assert (found.state, found.why) == (RequestState.REFUSED, WHY)
    with pytest.raises(DisclosureRefusedError, match="reason"):
        refuse(a_request(), RefusalReason.COMPROMISE, BY, DECIDES, "no", NOW)
    with pytest.raises(DisclosureRefusedError, match="may be given data"):
        refuse(a_request(), RefusalReason.NOT_ELIGIBLE, BY, DECIDES, WHY, NOW)


@pytest.mark.clause("8.B")
@pytest.mark.parametrize("role", [Role.OFFICER, Role.SUPERVISOR, Role.AUDITOR, Role.TECHNICIAN])
def test_only_custodian_and_administrator_decide(role: Role) -> None:
    with pytest.raises(DisclosureRefusedError, match="custodian or administrator"):
        grant(a_request(), BY, role, "", NOW)


@pytest.mark.clause("8.A")
@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"requester": Requester()}, "who asks"),
        ({"standing": None}, "words of the statute"),
        ({"received_by": None}, "how the request came"),
        ({"received_at": None}, "when the request came"),
        ({"received_at": NOW + timedelta(seconds=1)}, "future"),
        ({"sought": " \n "}, "what data"),
        ({"case": "x" * 401}, "characters"),
    ],
)
def test_a_request_is_on_record_only_with_who_asked_for_what_when_and_how(
    changes: dict[str, object], says: str
) -> None:
    with pytest.raises(DisclosureRefusedError, match=says):
        a_request(**changes)


def test_what_came_later_completes_a_request_and_who_asked_for_what_stays() -> None:
    found = ask_for_more(a_request(case=""), "Give the number of the case", DECIDES)
    assert found.state is RequestState.MORE_NEEDED
    whole = complete(found, replace(found.asked, case="26-004417"), DECIDES, NOW)
    assert grant(whole, BY, DECIDES, "", NOW).state is RequestState.GRANTED
    with pytest.raises(DisclosureRefusedError, match="stays as it was"):
        complete(found, replace(found.asked, sought="All reads of Main Street"), DECIDES, NOW)


# ---------------------------------------------------------------- media

OUT = Copy(1, "KX-0017", "Casey Doyle", "Safe", "By hand", NOW, one_year_after(NOW))


@pytest.mark.clause("8.E")
def test_only_a_registered_medium_of_the_agency_carries_data() -> None:
    medium = register(Medium(" KX-0017 ", MediumKind.USB_DRIVE))
    assert demand_usable(medium).serial == "KX-0017"
    for one in (None, replace(medium, retired_at=NOW)):
        with pytest.raises(MediumRefusedError, match="not in the register"):
            demand_usable(one)
    with pytest.raises(MediumRefusedError, match="agency owns"):
        register(replace(medium, is_agency_owned=False))
    with pytest.raises(MediumRefusedError, match="serial number"):
        register(replace(medium, serial=" "))


@pytest.mark.clause("8.E")
def test_a_copy_is_due_after_a_year_and_is_reminded_of_for_sixty_days_before() -> None:
    assert not is_reminded(OUT, one_year_after(NOW) - timedelta(days=61))
    assert is_reminded(OUT, one_year_after(NOW) - timedelta(days=60))
    assert days_until_due(OUT, one_year_after(NOW) + timedelta(days=3)) == 0
    back = end_copy(OUT, CopyState.RETURNED, "By courier", NOW)
    assert is_reminded(back, one_year_after(NOW)), "a copy that came back is left to destroy"
    gone = end_copy(back, CopyState.DESTROYED, "Shredded", NOW)
    assert not is_reminded(gone, one_year_after(NOW))
    with pytest.raises(MediumRefusedError, match="already"):
        end_copy(gone, CopyState.RETURNED, "By courier", NOW)
    with pytest.raises(MediumRefusedError, match="Say how"):
        end_copy(OUT, CopyState.DESTROYED, " ", NOW)


@pytest.mark.parametrize("lacking", range(3))
def test_holder_place_and_transport_are_on_record(lacking: int) -> None:
    words = ["Casey Doyle", "Evidence safe", "Carried by hand"]
    words[lacking] = " "
    with pytest.raises(MediumRefusedError, match="who holds the medium"):
        demand_places(*words)
