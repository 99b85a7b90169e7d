from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from mdt_alpr.domain import policy
from mdt_alpr.domain.citations import cited
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.plate.plate import Plate
from mdt_alpr.domain.policy import MOST_DAYS, capture_date, capture_date_ends, one_year_after
from mdt_alpr.domain.retention.alpr_1 import (
    Alpr1,
    FormPart,
    HeldCamera,
    HoldGround,
    HoldScope,
    form_needs,
    warrant_needs,
)
from mdt_alpr.domain.retention.hold_acts import (
    cancel,
    enter_warrant,
    note_filed,
    refuse,
    renew,
    request,
    review_warrant,
    swear,
    take_back,
)
from mdt_alpr.domain.retention.hold_notices import missing_documents, notice_due
from mdt_alpr.domain.retention.holds import (
    Hold,
    HoldKind,
    HoldRefusedError,
    HoldState,
    end_by_time,
    ended_by_time,
)
from mdt_alpr.domain.retention.lost_papers import demand_cancellation
from tests.builders import NOW
from tests.holds import (
    NOTARY,
    WHY,
    a_final_hold,
    a_form,
    a_further,
    a_hold,
    a_scope,
    a_warrant,
    a_warrant_hold,
    an_oath,
)

DAY = timedelta(days=1)
_EMPTY = Alpr1()
CUSTODIAN = ("custodian-1", Role.CUSTODIAN)


def parts_missing(form: Alpr1) -> set[FormPart]:
    return {part for part, _ in form_needs(form, NOW)}


def test_a_complete_form_lacks_nothing_and_an_empty_one_every_part() -> None:
    assert form_needs(a_form(), NOW) == ()
    assert parts_missing(_EMPTY) == {
        FormPart.CAMERA_AND_PLATE, FormPart.TIMES, FormPart.FACTS, FormPart.CASE
    }  # fmt: skip


@pytest.mark.clause("8.C.2.a")
@pytest.mark.clause("8.C.2.b")
@pytest.mark.clause("8.C.2.c")
@pytest.mark.clause("8.C.2.d")
@pytest.mark.parametrize(
    ("form", "part"),
    [
        (a_form(a_scope(text="")), FormPart.CAMERA_AND_PLATE),
        (a_form(a_scope(text="SHP*")), FormPart.CAMERA_AND_PLATE),
        (a_form(a_scope(text="all")), FormPart.CAMERA_AND_PLATE),
        (a_form(a_scope(state="")), FormPart.CAMERA_AND_PLATE),
        (a_form(a_scope(cameras=())), FormPart.CAMERA_AND_PLATE),
        (a_form(a_scope(cameras=(HeldCamera("all cameras"),))), FormPart.CAMERA_AND_PLATE),
        (a_form(a_scope(cameras=(HeldCamera("214", "*"),))), FormPart.CAMERA_AND_PLATE),
        (a_form(a_scope(cameras=tuple(HeldCamera(str(n)) for n in range(11)))),
         FormPart.CAMERA_AND_PLATE),
        (a_form(a_scope(begins_at=None)), FormPart.TIMES),
        (a_form(a_scope(ends_at=NOW - 4 * DAY)), FormPart.TIMES),
        (a_form(a_scope(ends_at=NOW + 2 * DAY)), FormPart.TIMES),
        (a_form(a_scope(begins_at=NOW - 99 * DAY, ends_at=NOW - 95 * DAY)), FormPart.TIMES),
        (a_form(ground=None), FormPart.FACTS),
        (a_form(facts=""), FormPart.FACTS),
        (a_form(facts="investigation"), FormPart.FACTS),
        (a_form(case="n/a"), FormPart.CASE),
        (a_form(parties=" "), FormPart.CASE),
    ],
)  # fmt: skip
def test_without_a_part_nothing_is_filed_and_it_is_named(form: Alpr1, part: FormPart) -> None:
    assert parts_missing(form) == {part}
    with pytest.raises(HoldRefusedError):
        request(form, "officer-1", NOW, "id")


@pytest.mark.proved("A3", "PRS-01")
@pytest.mark.parametrize(
    "facts",
    [
        "Speeding and expired registration, unpaid tickets",
        "Registration expired and no insurance at all",
        "The tag on this car needs renewal since May",
        "Repossession order for the lienholder of this car",
    ],
)
def test_facts_about_traffic_hold_nothing_but_for_a_motor_carrier(facts: str) -> None:
    (needed,) = form_needs(a_form(facts=facts), NOW)
    assert (needed[0], cited("hold_grounds", " of ", "") in needed[1]) == (FormPart.FACTS, True)
    carrier = a_form(facts=f"Log book of this carrier: {facts}", ground=HoldGround.MOTOR_CARRIER)
    assert form_needs(carrier, NOW) == ()


def test_a_request_holds_at_once_and_says_whose_it_is() -> None:
    hold = a_hold()
    assert (hold.state, hold.requested_by, hold.due_at) == (
        HoldState.PROVISIONAL, "officer-1", None,
    )  # fmt: skip
    assert hold.keeps(capture_date(NOW), NOW)
    with pytest.raises(HoldRefusedError, match="Sign in"):
        request(a_form(), "", NOW, "id")


@pytest.mark.clause(policy.PRESERVATION.number)
def test_a_hold_covers_its_plate_camera_and_window_and_nothing_beside_it() -> None:
    covers = a_scope().covers
    assert covers(Plate("SHP-1561", "NC"), "214", "car-1", "front", NOW)
    assert covers(Plate("SHP1561", ""), "x", "214", "Front", NOW)
    assert not covers(Plate("SHP1561", "SC"), "214", "car-1", "front", NOW)
    assert not covers(Plate("SHP1562", "NC"), "214", "car-1", "front", NOW)
    assert not covers(Plate("SHP1561", "NC"), "215", "car-2", "front", NOW)
    assert not covers(Plate("SHP1561", "NC"), "214", "car-1", "rear", NOW)
    assert not covers(Plate("SHP1561", "NC"), "214", "car-1", "front", NOW + 2 * DAY)
    every_camera = a_scope(cameras=(HeldCamera("214"),)).covers
    assert every_camera(Plate("SHP1561", "NC"), "214", "car-1", "rear", NOW)


@pytest.mark.clause(policy.PRESERVATION.number)
def test_unsworn_it_carries_nothing_past_day_ninety_and_then_it_has_lapsed() -> None:
    hold, on = a_hold(), capture_date(NOW)
    over = capture_date_ends(on)
    assert hold.keeps(on, over - timedelta(seconds=1))
    assert not hold.keeps(on, over)
    assert ended_by_time(hold, over) is HoldState.LAPSED
    assert end_by_time(hold, over).state is HoldState.LAPSED
    with pytest.raises(HoldRefusedError):
        swear(hold, an_oath(over), [NOTARY], Role.CUSTODIAN, over)


def test_a_hold_whose_papers_are_lost_ends_by_another_custodian_with_a_reason() -> None:
    final, custodian = HoldState.FINAL, Role.CUSTODIAN
    words = demand_cancellation(final, "custodian-1", "custodian-2", custodian, f" {WHY}\n")
    assert words == WHY
    for state, by, role, why, said in (
        (HoldState.EXPIRED, "custodian-2", custodian, WHY, "is over"),
        (final, "custodian-1", custodian, WHY, "Another custodian"),
        (final, "officer-2", Role.OFFICER, WHY, "A custodian"),
        (final, "custodian-2", custodian, "", "reason"),
    ):
        with pytest.raises(HoldRefusedError, match=said):
            demand_cancellation(state, "custodian-1", by, role, why)


@pytest.mark.clause(policy.PRESERVATION.number)
def test_sworn_it_carries_its_data_for_a_year_from_the_request() -> None:
    hold, on = a_final_hold(), capture_date(NOW)
    assert hold.is_final
    assert hold.due_at == one_year_after(NOW)
    assert hold.keeps(on, NOW + 300 * DAY)
    assert not hold.keeps(on, one_year_after(NOW))
    assert end_by_time(hold, one_year_after(NOW)).state is HoldState.EXPIRED


def test_a_form_sworn_late_counts_its_year_from_the_request() -> None:
    hold = swear(a_hold(), an_oath(NOW), [NOTARY], Role.CUSTODIAN, NOW + (MOST_DAYS - 10) * DAY)
    assert hold.due_at == one_year_after(NOW)


@pytest.mark.parametrize(
    ("oath", "lacks"),
    [
        (replace(an_oath(), notary="Somebody Else"), "notary"),
        (replace(an_oath(), sworn_on=NOW.date() + 2 * DAY), "future"),
        (an_oath(scan=""), "scan"),
    ],
)
def test_an_oath_needs_a_listed_notary_a_day_and_its_scan(oath: object, lacks: str) -> None:
    with pytest.raises(HoldRefusedError, match=lacks):
        swear(a_hold(), oath, [NOTARY], Role.CUSTODIAN, NOW)  # type: ignore[arg-type]


def test_a_notary_who_left_office_notarizes_no_more() -> None:
    gone = replace(NOTARY, last_day=NOW.date() - DAY)
    with pytest.raises(HoldRefusedError, match="office"):
        swear(a_hold(), an_oath(), [gone], Role.CUSTODIAN, NOW)


def test_a_warrant_needs_court_number_day_and_scope_and_a_custodian() -> None:
    assert warrant_needs(a_warrant(), NOW) == ()
    empty = a_warrant(court="", number=" ", issued_on=None, described="")
    assert len(warrant_needs(empty, NOW)) == 4
    with pytest.raises(HoldRefusedError, match="custodian"):
        enter_warrant(a_warrant(), "officer-1", Role.OFFICER, NOW, "id")
    federal = enter_warrant(a_warrant(is_federal=True), "c-1", Role.CUSTODIAN, NOW, "id")
    assert federal.kind is HoldKind.FEDERAL_WARRANT
    with pytest.raises(HoldRefusedError, match="court"):
        enter_warrant(empty, "c-1", Role.CUSTODIAN, NOW, "id")


@pytest.mark.clause(policy.PRESERVATION.number)
def test_a_warrant_holds_until_somebody_ends_it_and_is_reviewed_every_year() -> None:
    hold, later = a_warrant_hold(), NOW + 800 * DAY
    assert hold.is_final
    assert hold.keeps(capture_date(NOW), later)
    notice = notice_due(hold, later)
    assert notice is not None
    assert notice.days == 7
    assert review_warrant(hold, Role.CUSTODIAN, WHY, later).due_at == one_year_after(later)
    with pytest.raises(HoldRefusedError, match="reason"):
        review_warrant(hold, Role.CUSTODIAN, "done", later)


def test_only_requester_and_custodian_end_a_hold_and_say_why() -> None:
    with pytest.raises(HoldRefusedError, match="custodian"):
        cancel(a_hold(), "officer-2", Role.OFFICER, WHY, NOW)
    with pytest.raises(HoldRefusedError, match="reason"):
        cancel(a_hold(), "officer-1", Role.OFFICER, "done", NOW)
    over = cancel(a_final_hold(), "officer-1", Role.OFFICER, WHY, NOW)
    assert (over.state, over.ended_by, over.ended_why) == (HoldState.CANCELED, "officer-1", WHY)
    assert not over.keeps(capture_date(NOW), NOW)
    with pytest.raises(HoldRefusedError, match="over"):
        cancel(over, "officer-1", Role.OFFICER, WHY, NOW)


def test_a_custodian_refuses_a_request_but_not_the_own_one_and_no_sworn_one() -> None:
    refused = refuse(a_hold(), "custodian-1", Role.CUSTODIAN, WHY, NOW)
    assert refused.state is HoldState.REFUSED
    for hold, by, role in (
        (a_hold(by="custodian-1"), "custodian-1", Role.CUSTODIAN),
        (a_final_hold(), "custodian-1", Role.CUSTODIAN),
        (a_hold(), "officer-2", Role.OFFICER),
    ):
        with pytest.raises(HoldRefusedError):
            refuse(hold, by, role, WHY, NOW)


def test_what_becomes_of_the_papers_is_tracked_to_the_end() -> None:
    hold = a_hold()
    assert len(missing_documents(hold)) == 3
    hold = swear(hold, an_oath(), [NOTARY], Role.CUSTODIAN, NOW)
    hold = note_filed(hold, Role.CUSTODIAN, NOW, powerdms="PDMS-88123")
    assert missing_documents(hold) == ("Copy emailed to custodian",)
    hold = note_filed(hold, Role.CUSTODIAN, NOW, emailed_at=NOW)
    assert (hold.powerdms, missing_documents(hold)) == ("PDMS-88123", ())
    with pytest.raises(HoldRefusedError):
        note_filed(hold, Role.CUSTODIAN, NOW)


@pytest.mark.parametrize(
    ("days_before", "said"), [(20, None), (14, 14), (8, 14), (7, 7), (3, 3), (2, 3), (1, 1)]
)
def test_unsworn_requests_are_notified_of_before_their_data_goes(
    days_before: int, said: int | None
) -> None:
    hold = a_hold()
    notice = notice_due(hold, hold.first_loss_at - days_before * DAY)
    assert (notice.days if notice else None) == said


@pytest.mark.parametrize(("days_before", "said"), [(61, None), (60, 60), (30, 30), (7, 7)])
def test_final_holds_are_notified_of_before_their_year_is_over(
    days_before: int, said: int | None
) -> None:
    notice = notice_due(a_final_hold(), one_year_after(NOW) - days_before * DAY)
    assert (notice.days if notice else None) == said


@given(st.datetimes(datetime(2024, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_a_year_is_the_same_day_of_the_next_and_never_longer(at: datetime) -> None:
    assert 364 * DAY <= one_year_after(at) - at <= 366 * DAY + timedelta(hours=1)


_WITHIN = st.integers(0, MOST_DAYS - 1)


@given(st.integers(0, 700), _WITHIN, _WITHIN, st.sampled_from([True, False]))
def test_whatever_the_window_unsworn_data_never_outlives_its_last_day(
    after: int,
    first: int,
    length: int,
    is_sworn: bool,  # noqa: FBT001
) -> None:
    begins = NOW - first * DAY
    scope = HoldScope(
        "SHP1561", "NC", (HeldCamera("214"),), begins, min(begins + length * DAY, NOW) + DAY / 99
    )
    hold = a_hold(scope=scope)
    if is_sworn:
        hold = swear(hold, an_oath(), [NOTARY], Role.CUSTODIAN, NOW)
    now, on = NOW + after * DAY, capture_date(begins)
    past_last = now >= capture_date_ends(on)
    assert hold.keeps(on, now) == (now < one_year_after(NOW) if is_sworn else not past_last)


class AnyLife(RuleBasedStateMachine):
    """People act in any order, at any time: what is over stays over."""

    def __init__(self) -> None:
        super().__init__()
        self.now, self.hold = NOW, a_hold()

    @rule(days=st.integers(0, 200))
    def time_passes(self, days: int) -> None:
        self.now += days * DAY
        before = self.hold
        self.hold = end_by_time(self.hold, self.now)
        assert before.is_live or self.hold == before

    @rule(what=st.sampled_from(["swear", "renew", "cancel", "take back", "refuse"]))
    def somebody_acts(self, what: str) -> None:
        was_live, who = self.hold.is_live, ("custodian-1", Role.CUSTODIAN)
        try:
            self.hold = {
                "swear": lambda: swear(
                    self.hold, an_oath(self.now), [NOTARY], Role.CUSTODIAN, self.now
                ),
                "renew": lambda: renew(self.hold, a_further(self.now), *who, self.now),
                "take back": lambda: take_back(self.hold, *who, WHY, self.now),
                "cancel": lambda: cancel(self.hold, *who, WHY, self.now),
                "refuse": lambda: refuse(self.hold, *who, WHY, self.now),
            }[what]()
        except HoldRefusedError:
            return
        assert was_live

    @invariant()
    def only_a_sworn_hold_keeps_anything_past_day_90(self) -> None:
        late = max(self.now, capture_date_ends(capture_date(NOW)))
        if self.hold.keeps(capture_date(NOW), late):
            assert self.hold.oath is not None
            assert self.hold.due_at is not None
            assert self.hold.due_at <= one_year_after(one_year_after(self.now))


TestAnyLife = AnyLife.TestCase


def test_a_hold_of_a_warrant_and_one_of_a_form_name_their_case_and_plate() -> None:
    holds: tuple[Hold, ...] = (a_hold(), a_warrant_hold())
    assert {(one.case, one.scope.plate) for one in holds} == {
        ("26-038204", Plate("SHP1561", "NC"))
    }
