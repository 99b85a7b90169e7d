"""The hit confirmation draft holds what is proper to its type and no more; its clock runs."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.domain.errors import StepNotAllowedError
from mdt_alpr.domain.hit.confirmation import (
    ELEMENTS,
    LONGEST_OCA,
    RECORD_TYPES,
    AgencyReply,
    ClockStatus,
    Confirmation,
    ConfirmationReply,
    ConfirmationRequest,
    RecordType,
    Urgency,
    YqDraft,
    answered,
    asked_again,
    yq_draft,
)
from mdt_alpr.domain.hotlist.hotlist import CATEGORIES, HotlistEntry
from tests.builders import NOW, an_entry

NIC = "V220914871"
EVERY_ELEMENT = ("LIC", "LIS", "LIY", "LIT", "VIN", "VMA", "NAM")
ocas = st.text("ABC123-", max_size=LONGEST_OCA)


def a_record(category: str = "V") -> HotlistEntry:
    return an_entry(category=category, nic=NIC, ori="NC0600100", plate_type="PC", make="DODG")


def a_request(**fields: object) -> ConfirmationRequest:
    given = {"number": 1, "urgency": Urgency.URGENT, "oca": "", "nic": NIC, "at": NOW, **fields}
    return ConfirmationRequest(**given)  # type: ignore[arg-type]


def test_a_stolen_vehicle_is_asked_for_by_its_plate_alone() -> None:
    draft = yq_draft(a_record(), 1, Urgency.URGENT, "26-117")
    assert draft.text == "RTY/SV  RNO/1  PRI/U  OCA/26-117  NIC/V220914871  LIC/EXN2894"


def test_a_stolen_plate_carries_state_and_type_as_ncic_writes_them() -> None:
    record = an_entry("EXN2894", "NE", category="P", nic="P118820031", plate_type="TK")
    draft = yq_draft(record, 2, Urgency.ROUTINE, "")
    assert draft.text == "RTY/SL  RNO/2  PRI/R  NIC/P118820031  LIC/EXN2894  LIS/NB  LIT/TK"


@pytest.mark.proved("VER-07")
@pytest.mark.parametrize(("year", "drafted"), [("2027", "  LIY/2027"), ("NX", "  LIY/NX")])
def test_a_stolen_plate_carries_its_year_and_a_stolen_vehicle_does_not(
    year: str, drafted: str
) -> None:
    plate = an_entry("EXN2894", "NE", category="P", nic="P118820031", plate_year=year)
    asked = "RTY/SL  RNO/1  PRI/R  NIC/P118820031  LIC/EXN2894  LIS/NB"
    assert yq_draft(plate, 1, Urgency.ROUTINE, "").text == asked + drafted
    vehicle = an_entry("EXN2894", "NE", category="V", nic="V118820031", plate_year=year)
    assert "LIY" not in yq_draft(vehicle, 1, Urgency.ROUTINE, "").text


@pytest.mark.proved("VER-07")
@pytest.mark.parametrize("year", ["", "27", "LIFE", "20277"])
def test_a_year_that_is_none_is_left_out_of_the_request(year: str) -> None:
    plate = an_entry(category="P", nic="P118820031", plate_year=year)
    assert "LIY" not in yq_draft(plate, 1, Urgency.ROUTINE, "").text


@given(st.sampled_from(sorted(CATEGORIES)), st.integers(1, 3), st.sampled_from(Urgency), ocas)
def test_every_draft_has_only_the_elements_proper_to_its_type(
    category: str, number: int, urgency: Urgency, oca: str
) -> None:
    if category not in RECORD_TYPES:
        with pytest.raises(StepNotAllowedError):
            yq_draft(a_record(category), number, urgency, oca)
        return
    draft = yq_draft(a_record(category), number, urgency, oca)
    names = [name for name, _ in draft.elements]
    assert set(names) <= set(ELEMENTS[draft.record_type])
    if draft.record_type is not RecordType.STOLEN_PLATE:
        assert not {"LIS", "LIY", "LIT"} & set(names)
    assert len(draft.nic) == 10
    assert len(draft.oca) <= LONGEST_OCA


@given(st.sampled_from(RecordType), st.lists(st.sampled_from(EVERY_ELEMENT), max_size=4))
def test_an_element_that_is_not_proper_is_refused(kind: RecordType, names: list[str]) -> None:
    def made() -> YqDraft:
        elements = tuple((name, "X") for name in names)
        return YqDraft(kind, 1, Urgency.URGENT, "", NIC, "", elements)

    if set(names) <= set(ELEMENTS[kind]) and len(set(names)) == len(names):
        assert made().elements == tuple((name, "X") for name in names)
    else:
        with pytest.raises(StepNotAllowedError):
            made()


@given(
    number=st.integers(-1, 5),
    oca=st.text(max_size=24),
    nic=st.sampled_from([NIC, "", "V12345678", "V1234567890", "v220914871", "1220914871"]),
)
def test_fields_out_of_their_range_are_refused(number: int, oca: str, nic: str) -> None:
    allowed = set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-")
    sound = 1 <= number <= 3 and len(oca) <= LONGEST_OCA and set(oca) <= allowed and nic == NIC
    try:
        YqDraft(RecordType.STOLEN_VEHICLE, number, Urgency.URGENT, oca, nic, "", ())
    except StepNotAllowedError:
        assert not sound
    else:
        assert sound


@pytest.mark.parametrize(("urgency", "minutes"), [(Urgency.URGENT, 10), (Urgency.ROUTINE, 60)])
def test_the_clock_runs_out_and_offers_a_second_and_a_third_request(
    urgency: Urgency, minutes: int
) -> None:
    clock = asked_again(None, a_request(urgency=urgency, number=3), NOW)
    assert clock.last.number == 1
    at = NOW
    for number in (2, 3):
        just_before = at + timedelta(minutes=minutes, seconds=-1)
        assert clock.status(just_before) is ClockStatus.RUNNING
        with pytest.raises(StepNotAllowedError):
            asked_again(clock, a_request(urgency=urgency, at=just_before), just_before)
        at += timedelta(minutes=minutes)
        assert clock.status(at) is ClockStatus.RUN_OUT
        clock = asked_again(clock, a_request(urgency=urgency, at=at), at)
        assert clock.last.number == number
    late = at + timedelta(hours=2)
    assert not clock.may_ask_again(late)
    with pytest.raises(StepNotAllowedError):
        asked_again(clock, a_request(at=late), late)


def test_a_named_time_moves_the_clock_and_a_substantive_reply_ends_it() -> None:
    clock = Confirmation((a_request(),))
    named = NOW + timedelta(minutes=30)
    clock = answered(
        clock, ConfirmationReply(AgencyReply.LATER, NOW + timedelta(minutes=2), named)
    )
    assert clock.due == named
    assert clock.status(NOW + timedelta(minutes=29)) is ClockStatus.RUNNING
    assert clock.may_ask_again(named)
    clock = answered(clock, ConfirmationReply(AgencyReply.CONFIRMED, named))
    assert clock.status(named + timedelta(days=1)) is ClockStatus.DONE
    with pytest.raises(StepNotAllowedError):
        answered(clock, ConfirmationReply(AgencyReply.CONFIRMED, named))


@pytest.mark.parametrize(
    "reply",
    [
        ConfirmationReply(AgencyReply.LATER, NOW),
        ConfirmationReply(AgencyReply.LATER, NOW, NOW),
        ConfirmationReply(AgencyReply.CONFIRMED, NOW, NOW + timedelta(minutes=1)),
    ],
)
def test_later_names_a_time_to_come_and_nothing_else_does(reply: ConfirmationReply) -> None:
    with pytest.raises(StepNotAllowedError):
        answered(Confirmation((a_request(),)), reply)


def test_a_reply_without_a_request_is_refused() -> None:
    with pytest.raises(StepNotAllowedError):
        answered(None, ConfirmationReply(AgencyReply.CONFIRMED, NOW))
