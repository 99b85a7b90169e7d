from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.domain.entry.form import (
    INSTRUCTIONS,
    PERSON_WEAK,
    SIMILAR_VEHICLE,
    flags,
    labels,
    plate_of,
    spelled_out,
    still_needed,
    with_text,
)
from mdt_alpr.domain.hotlist.manual_entry import (
    Basis,
    EntryDraft,
    LeadSighting,
    PersonBasis,
    Purpose,
)
from mdt_alpr.domain.plate.plate import LOOK_ALIKES
from mdt_alpr.domain.reason_words import speaks_of_arrest
from tests.manual_entries import PERSON, a_draft, a_person_draft

PLATES = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=1, max_size=10)


def test_an_empty_form_says_what_it_needs_in_reading_order() -> None:
    assert still_needed(EntryDraft()) == (
        "Enter the plate.",
        "Choose the state of issuance.",
        "Enter the case or event number.",
        "Say how the plate was identified.",
        "Choose one lawful purpose.",
        "Give the reason.",
        "Say whether a person is named.",
        "Choose what officers should do.",
    )


def test_a_complete_form_needs_nothing() -> None:
    assert still_needed(a_draft()) == ()
    assert still_needed(a_person_draft()) == ()


@pytest.mark.parametrize(
    "missing",
    [
        {"text": ""},
        {"text": "?"},
        {"state": ""},
        {"state": "ZZ"},
        {"case": " "},
        {"basis": None},
        {"purpose": None},
        {"reason": "\t"},
        {"names_person": None},
        {"instruction": ""},
    ],
)
def test_each_question_must_be_answered(missing: dict[str, Any]) -> None:
    assert len(still_needed(a_draft(**missing))) == 1


@given(PLATES)
def test_doubtful_characters_are_confirmed_before_anything_is_entered(text: str) -> None:
    doubtful = spelled_out(text)
    assert [c for c, _ in doubtful] == [c for c in text if c in "0O1I8B5S2Z"]
    assert all(word == ("digit" if c.isdigit() else "letter") for c, word in doubtful)
    needed = still_needed(a_draft(text, spelled=False))
    assert bool(needed) == bool(doubtful)
    assert still_needed(a_draft(text, spelled=True)) == ()


def test_the_confirmation_names_each_doubtful_character_once() -> None:
    needed = still_needed(a_draft("HBO1052", spelled=False))
    assert needed == ("Confirm letter B, letter O, digit 1, digit 0, digit 5, digit 2.",)


@given(PLATES, PLATES)
def test_another_plate_has_not_been_confirmed(text: str, other: str) -> None:
    changed = with_text(a_draft(text), other)
    assert changed.spelled == (text == other)
    assert changed.text == other


@given(PLATES)
def test_a_plate_is_entered_as_confirmed_and_never_in_a_second_spelling(text: str) -> None:
    assert plate_of(a_draft(text)).text == text


@pytest.mark.parametrize(
    "case",
    ["inv", "26-1", "n/a", "N/A N/A", "investigation", "Criminal Investigation", "case number",
     "-----", "00000", "pending", "unknown case", "xxxxx", "Operation Hornet", "larceny 2026",
     "plate KRT4478", "KRT4478", "krt 4478", "KRT-4478", "K R T 4 4 7 8", "26-041877 KRT4478",
     "license plate 4478", "1AB234", "tag ABC1234", "robbery 26-1234", "26-KRT4478"],
)  # fmt: skip
@pytest.mark.proved("A9", "PUR-04")
def test_a_case_that_names_no_case_is_refused(case: str) -> None:
    assert len(still_needed(a_draft(case=case))) == 1


@pytest.mark.parametrize(
    "case",
    ["26-041877", "26041877", "CR 26-3312", "26 CRS 1107", "26CRS1107", "26-CR-1107", "INC-12345",
     "INC12345", "CASE 26-1234", "event 12345678", "C26-12345", "IA 26-0417", "26 SW 112",
     "Court file 26 CVS 123", "2026-0007"],
)  # fmt: skip
@pytest.mark.proved("A9", "PUR-04")
def test_a_case_is_a_number_with_the_codes_that_courts_and_agencies_write(case: str) -> None:
    assert still_needed(a_draft(case=case)) == ()


@pytest.mark.parametrize(
    "reason",
    ["investigation", "n/a", "BOLO", "suspicious vehicle", "police business", "see case file",
     "check", "aaaaaaaaaaaaaa", "follow up on the vehicle"],
)  # fmt: skip
def test_a_reason_that_says_nothing_is_refused(reason: str) -> None:
    assert len(still_needed(a_draft(reason=reason))) == 1


@pytest.mark.parametrize(
    "reason",
    ["school residency", "School residency check", "job background check", "noise complaint",
     "protest", "traffic", "parking", "expired tags", "my neighbor"],
)  # fmt: skip
def test_a_reason_without_a_lawful_purpose_is_refused(reason: str) -> None:
    """RS-15: what a review of other agencies' searches found."""
    (why,) = still_needed(a_draft(reason=reason))
    assert "none of the four lawful purposes" in why


def test_a_reason_that_touches_such_a_subject_is_flagged_for_review() -> None:
    draft = a_draft(reason="Armed robbery of a student outside the high school, Nov 23")
    assert still_needed(draft) == ()
    assert flags(draft) == ("The reason mentions: school residency.",)
    assert flags(a_draft()) == ()


@pytest.mark.parametrize("part", ["identified_how", "identified_by", "tied_to_vehicle_how"])
def test_an_entry_that_names_a_person_needs_all_three_answers(part: str) -> None:
    """MAN-06: any one missing is a refusal."""
    person = replace(PERSON, **{part: " "})
    assert len(still_needed(a_person_draft(person=person))) == 1
    assert len(still_needed(a_person_draft(person=None))) == 3


@pytest.mark.parametrize("how", ["by name", "same name", "Name matched", "name only", "n/a"])
def test_a_name_alone_identifies_nobody(how: str) -> None:
    """RS-09: a woman with a similar name was held at gunpoint."""
    (why,) = still_needed(a_person_draft(person=replace(PERSON, identified_how=how)))
    assert why == "A name alone identifies no one: add what else does."


def test_a_weak_identification_is_labeled() -> None:
    weak = a_person_draft(person=replace(PERSON, identified_how="anonymous caller named him"))
    assert still_needed(weak) == ()
    assert labels(weak) == (PERSON_WEAK,)
    assert labels(a_person_draft()) == ()
    assert labels(a_draft()) == ()


def test_a_felony_warrant_names_a_person() -> None:
    draft = a_draft(purpose=Purpose.FELONY_WARRANT, names_person=False)
    assert still_needed(draft) == ("A felony warrant names a person: answer yes.",)


@pytest.mark.parametrize(
    "sighting",
    [None, LeadSighting(-0.1, 5), LeadSighting(1.0, -1), LeadSighting(float("nan"), 5),
     LeadSighting(float("inf"), 5)],
)  # fmt: skip
def test_a_lead_by_description_needs_distance_and_minutes(sighting: LeadSighting | None) -> None:
    draft = a_draft(basis=Basis.DESCRIPTION, sighting=sighting)
    assert still_needed(draft) == ("Give miles and minutes between the crime and the sighting.",)


def test_a_lead_by_description_carries_its_label_with_distance_and_minutes() -> None:
    """RS-10, RS-11: similar cars, read more than a mile away."""
    draft = a_draft(basis=Basis.DESCRIPTION, sighting=LeadSighting(1.2, 14))
    assert still_needed(draft) == ()
    (label,) = labels(draft)
    assert label == f"{SIMILAR_VEHICLE}. Seen 1.2 miles and 14 minutes from the crime"


@pytest.mark.parametrize(
    "words", ["Arrest on sight", "detain driver", "Stop and hold", "felony stop", "hold vehicle"]
)
def test_a_lead_by_description_never_speaks_of_arrest(words: str) -> None:
    lead = a_draft(basis=Basis.DESCRIPTION, sighting=LeadSighting(1.2, 14), instruction=words)
    assert len(still_needed(lead)) == 1
    assert (
        len(still_needed(replace(lead, instruction="Call me first", reason=f"x {words} x"))) == 1
    )
    assert still_needed(replace(lead, basis=Basis.SEEN)) == ()


def test_no_offered_instruction_and_no_label_speaks_of_arrest() -> None:
    assert not any(speaks_of_arrest(words) for words in (*INSTRUCTIONS, SIMILAR_VEHICLE))


def test_every_pair_to_confirm_is_a_known_look_alike() -> None:
    for letter, digit in ("O0", "I1", "B8", "S5", "Z2"):
        assert any({letter, digit} <= group for group in LOOK_ALIKES)
        assert spelled_out(letter + digit) == ((letter, "letter"), (digit, "digit"))


DRAFTS = st.builds(
    EntryDraft,
    text=PLATES,
    state=st.sampled_from(["", "NC", "SC", "ZZ"]),
    reason=st.sampled_from(["", "n/a", "protest", "Armed robbery, 400 Union St S"]),
    purpose=st.none() | st.sampled_from(Purpose),
    case=st.sampled_from(["", "n/a", "26-041877"]),
    instruction=st.sampled_from(["", "Arrest driver", *INSTRUCTIONS]),
    basis=st.none() | st.sampled_from(Basis),
    names_person=st.none() | st.booleans(),
    person=st.none() | st.builds(PersonBasis, *[st.sampled_from(["", "dna, photo"])] * 3),
    sighting=st.none() | st.builds(LeadSighting, st.floats(-1, 5), st.integers(-1, 60)),
    spelled=st.booleans(),
)


@given(DRAFTS)
def test_whatever_passes_the_form_holds_all_that_the_order_asks(draft: EntryDraft) -> None:
    if still_needed(draft):
        return
    assert draft.text
    assert draft.state in ("NC", "SC")
    assert draft.purpose is not None
    assert draft.basis is not None
    assert draft.names_person is not None
    assert draft.reason == "Armed robbery, 400 Union St S"
    assert draft.case == "26-041877"
    assert draft.spelled or not spelled_out(draft.text)
    if draft.names_person:
        assert draft.person == PersonBasis(*["dna, photo"] * 3)
    if draft.basis is Basis.DESCRIPTION:
        assert draft.sighting is not None
        assert not speaks_of_arrest(draft.instruction)
        assert labels(draft)[0].startswith(SIMILAR_VEHICLE)
