"""Who enters, confirms, renews and ends a hold, and by which paper (A4, A4b, A11, PRS-08)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.policy import (
    CANCELED_HOLD_STAYS_FOR,
    capture_date,
    date_begins,
    one_year_after,
)
from mdt_alpr.domain.retention.hold_acts import (
    cancel,
    confirm_warrant,
    note_filed,
    renew,
    review_warrant,
    swear,
    take_back,
)
from mdt_alpr.domain.retention.hold_notices import missing_documents
from mdt_alpr.domain.retention.holds import (
    Hold,
    HoldRefusedError,
    HoldState,
    end_by_time,
    ended_by_time,
)
from tests.builders import NOW
from tests.holds import NOTARY, SCAN, WHY, a_final_hold, a_further, a_hold, a_warrant_hold, an_oath

DAY = timedelta(days=1)
CUSTODIAN = ("custodian-1", Role.CUSTODIAN)


@pytest.mark.proved("A11")
@pytest.mark.clause("8.E")
def test_a_further_request_begins_the_year_anew_on_its_own_day_and_adds_none_to_the_end() -> None:
    asked, ends = NOW + 100 * DAY, one_year_after(NOW)
    hold = renew(a_final_hold(), a_further(asked), *CUSTODIAN, asked + 5 * DAY)
    assert hold.due_at == one_year_after(date_begins(capture_date(asked)))
    for at in (NOW, asked):  # no newer than the request by which it lasts
        with pytest.raises(HoldRefusedError, match="newer"):
            renew(hold, a_further(at), *CUSTODIAN, asked + 6 * DAY)
    with pytest.raises(HoldRefusedError, match="future"):
        renew(hold, a_further(asked + 9 * DAY), *CUSTODIAN, asked + 6 * DAY)
    with pytest.raises(HoldRefusedError, match="before its end"):
        renew(a_final_hold(), a_further(ends - DAY), *CUSTODIAN, ends)


@pytest.mark.proved("A11")
def test_a_requester_renews_nothing_alone_and_nobody_without_the_form_of_the_further_request() -> (
    None
):
    asked = NOW + 100 * DAY
    for by, role in (("officer-1", Role.OFFICER), ("officer-1", Role.CUSTODIAN)):
        with pytest.raises(HoldRefusedError, match="your own request"):
            renew(a_final_hold(), a_further(asked), by, role, asked)
    with pytest.raises(HoldRefusedError, match="custodian"):
        renew(a_final_hold(), a_further(asked), "officer-2", Role.OFFICER, asked)
    with pytest.raises(HoldRefusedError, match="sworn form"):
        renew(a_final_hold(), a_further(asked, paper=""), *CUSTODIAN, asked)
    with pytest.raises(HoldRefusedError, match="no year"):
        renew(a_warrant_hold(), a_further(asked), "custodian-2", Role.CUSTODIAN, asked)


@pytest.mark.proved("A4b")
@pytest.mark.parametrize(("day", "said"), [(-1, "before the day"), (2, "future")])
def test_an_oath_is_no_older_than_its_form_and_not_of_the_future(day: int, said: str) -> None:
    with pytest.raises(HoldRefusedError, match=said):
        swear(a_hold(), an_oath(NOW + day * DAY), [NOTARY], Role.CUSTODIAN, NOW)


@pytest.mark.proved("A4b")
def test_a_notary_notarizes_from_the_day_on_the_list_whatever_first_day_is_entered_later() -> None:
    listed = replace(NOTARY, listed_on=NOW.date() + DAY)
    assert not listed.notarizes_on(NOW.date())
    assert listed.notarizes_on(NOW.date() + DAY)
    with pytest.raises(HoldRefusedError, match="on the list on that day"):
        swear(a_hold(), an_oath(), [listed], Role.CUSTODIAN, NOW + 2 * DAY)


@pytest.mark.proved("A4b")
def test_no_copy_was_emailed_before_its_request() -> None:
    with pytest.raises(HoldRefusedError, match="not emailed before"):
        note_filed(a_hold(), Role.CUSTODIAN, NOW, emailed_at=NOW - 2 * DAY)


@pytest.mark.proved("A4")
@pytest.mark.clause("8.C.1")
def test_a_warrant_holds_past_day_90_and_lets_out_once_another_person_confirmed_its_paper() -> (
    None
):
    hold, later = a_warrant_hold(), NOW + 200 * DAY
    assert hold.keeps(capture_date(NOW), later)
    assert not hold.may_be_released
    assert missing_documents(hold) == ("Warrant attached", "Confirmed by another person")
    assert missing_documents(hold, has_warrant=True) == ("Confirmed by another person",)
    another = ("custodian-2", Role.CUSTODIAN, later)
    with pytest.raises(HoldRefusedError, match="own request"):
        confirm_warrant(hold, SCAN, "custodian-1", Role.CUSTODIAN, later)
    with pytest.raises(HoldRefusedError, match="Attach the warrant"):
        confirm_warrant(hold, "", *another)
    with pytest.raises(HoldRefusedError, match="A custodian"):
        confirm_warrant(hold, SCAN, "officer-1", Role.OFFICER, later)
    confirmed = confirm_warrant(hold, SCAN, *another)
    assert confirmed.may_be_released
    assert missing_documents(confirmed) == ()
    for over in (confirmed, a_final_hold()):
        with pytest.raises(HoldRefusedError, match="not confirmed yet"):
            confirm_warrant(over, SCAN, *another)


@pytest.mark.proved("PRS-08")
@pytest.mark.parametrize("hold", [a_final_hold(), a_warrant_hold()])
def test_anothers_final_hold_and_a_warrant_last_a_day_in_which_their_end_is_taken_back(
    hold: Hold,
) -> None:
    ending, soon = cancel(hold, *CUSTODIAN, WHY, NOW), NOW + CANCELED_HOLD_STAYS_FOR
    assert ending.keeps(capture_date(NOW), soon - timedelta(seconds=1))
    assert ended_by_time(ending, soon) is HoldState.CANCELED
    over = end_by_time(ending, soon)
    assert (over.state, over.ended_by, over.ended_why) == (HoldState.CANCELED, "custodian-1", WHY)
    assert take_back(ending, "custodian-2", Role.CUSTODIAN, WHY, soon - DAY / 99) == hold
    with pytest.raises(HoldRefusedError, match="canceled already"):
        cancel(ending, *CUSTODIAN, WHY, NOW)
    with pytest.raises(HoldRefusedError, match="not canceled"):
        review_warrant(ending, Role.CUSTODIAN, WHY, NOW)
    for one, by, at in (
        (ending, CUSTODIAN, soon),
        (hold, CUSTODIAN, NOW),
        (ending, ("officer-2", Role.OFFICER), NOW),
    ):
        with pytest.raises(HoldRefusedError):
            take_back(one, *by, WHY, at)
