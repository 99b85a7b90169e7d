from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mdt_alpr.domain import policy
from mdt_alpr.domain.entry.form import still_needed
from mdt_alpr.domain.hotlist.manual_entry import Basis, EntryDraft, LeadSighting, Purpose
from mdt_alpr.lab.screens.entry_samples import NOW, sample_entries
from mdt_alpr.patrol.events import SignedOut
from mdt_alpr.ui.hit.models.hit_view import Spoken
from tests.profiles import examples
from tests.ui.acts import Act, acts
from tests.ui.entry_officer import Form


@pytest.fixture
def form(qapp: object) -> Form:
    assert qapp
    return Form()


# ------------------------------------------------------------------------------------ form


def test_nothing_is_chosen_at_the_start_and_all_of_it_is_needed(form: Form) -> None:
    shown = form.view.form
    choices = (*shown.bases, *shown.purposes, *shown.person, *shown.instructions)
    assert not any(choice.chosen for choice in choices)
    assert [choice.word for choice in shown.instructions[:3]] == [
        "Watch and report", "Call me first", "Check, then stop",
    ]  # fmt: skip
    assert len(shown.purposes) == len(Purpose)
    assert not shown.may_save
    assert shown.needed.startswith("Still needed: enter the plate. ")
    assert shown.needed.endswith(" Then 6 more.")


@pytest.mark.clause(policy.MANUAL_ENTRY_LIFE.number)
def test_the_end_is_a_sentence_with_its_date(form: Form) -> None:
    ends = "Ends Dec 24, 2026, in 30 days. Ask for more time before then."
    assert form.view.form.ends == ends


def test_what_is_needed_grows_less_until_it_may_be_saved(form: Form) -> None:
    form.fill()
    assert form.view.form.needed == ""
    assert form.view.form.may_save
    form.presenter.add_entry()
    assert form.desk.asked == ["add HB1052 NC"]
    assert form.view.form.plate.text == ""
    assert form.view.form.needed.startswith("Entry added.")
    assert form.row.plate == "HB1052"
    form.presenter.choose_basis("witness")
    assert form.view.form.needed.startswith("Still needed")


def test_a_reason_with_a_space_at_its_end_is_added_all_the_same(form: Form) -> None:
    form.fill()
    form.type("reason", " ")
    form.presenter.add_entry()
    assert form.view.form.needed.startswith("Entry added.")


def test_an_entry_on_its_way_is_not_sent_twice_and_not_changed(form: Form) -> None:
    form.desk.slow = True
    form.fill()
    form.presenter.add_entry()
    form.presenter.add_entry()
    form.presenter.choose_basis("witness")
    assert form.desk.asked == ["add HB1052 NC"]
    assert form.view.form.needed == "Adding the entry."
    assert not form.view.form.may_save
    assert [b.key for b in form.view.form.bases if b.chosen] == ["video"]


def test_a_refusal_keeps_what_was_typed_and_says_why(form: Form) -> None:
    form.fill()
    form.desk.entries.clear()
    form.presenter._form.draft = EntryDraft(text="HB1052")
    form.presenter.add_entry()
    assert form.view.form.plate.text == "HB1052"
    assert form.view.form.needed.startswith("Not added. ")


def test_nothing_is_sent_while_something_is_needed(form: Form) -> None:
    form.type("plate", "HB1052")
    form.presenter.add_entry()
    assert form.desk.asked == []


def test_the_plate_is_spelled_with_letters_and_digits_and_confirmed_once(form: Form) -> None:
    form.type("plate", "hbo1052")
    shown = form.view.form
    assert shown.plate.kinds == ("", "letter", "letter", "digit", "digit", "digit", "digit")
    assert shown.spelling.words == "Letters B O, digits 1 0 5 2?"
    assert shown.spelling.aloud == "Henry Boy Ocean one zero five two"
    assert shown.spelling.asks
    form.presenter.confirm_spelling()
    assert form.view.form.spelling.confirmed
    assert not form.view.form.spelling.asks
    form.type("plate", "7")
    assert form.view.form.spelling.asks


def test_no_second_variant_is_made_of_a_plate(form: Form) -> None:
    form.fill()
    form.type("plate", "0")
    form.presenter.confirm_spelling()
    form.presenter.add_entry()
    assert [entry.draft.text for entry in form.desk.entries.values()] == ["HB10520"]


def test_a_plate_without_doubtful_characters_asks_nothing(form: Form) -> None:
    form.type("plate", "KLM447")
    assert not form.view.form.spelling.asks
    assert form.view.form.spelling.words == ""


def test_the_officers_own_plate_is_said_aloud_once_it_is_entered(form: Form) -> None:
    form.presenter.edit_field("plate")
    for character in "HBO1":
        form.presenter.type_text(character)
    assert form.said == []
    form.presenter.next_field()
    assert form.said == [Spoken("You entered Henry Boy Ocean one.")]
    form.presenter.choose_state("NC")
    form.presenter.next_field()
    assert form.said[-1].text == "You entered Henry Boy Ocean one, North Carolina."
    form.presenter.edit_field("plate")
    form.presenter.close_field()
    assert len(form.said) == 2


def test_a_person_asks_for_three_answers_more(form: Form) -> None:
    form.fill()
    form.presenter.name_person(named=True)
    pad = form.view.pad
    assert pad is not None
    assert pad.title == "How was the person identified?"
    for c in "Known in person":
        form.presenter.type_text(c)
    form.presenter.next_field()
    for c in "Det. Ruiz":
        form.presenter.type_text(c)
    form.presenter.close_field()
    assert form.view.form.person[1].second == "2 of 3"
    assert form.view.form.needed == "Still needed: say how the vehicle is tied to the person."
    form.type("tied_to_vehicle_how", "Registered to him")
    assert form.view.form.may_save
    form.presenter.name_person(named=False)
    assert form.view.form.person[1].second == ""


def test_a_description_asks_for_distance_and_minutes_and_is_labeled(form: Form) -> None:
    form.fill()
    form.presenter.choose_basis("description_only")
    for c in "1.2.x":
        form.presenter.type_text(c)
    form.presenter.next_field()
    for c in "3a5":
        form.presenter.type_text(c)
    form.presenter.next_field()
    shown = form.view.form
    assert form.presenter._form.draft.sighting == LeadSighting(1.2, 35)
    assert shown.bases[-1].second == "1.2 mi, 35 min"
    assert shown.condition == (
        "Similar vehicle, not identified: stop-and-inspect lead only. "
        "Seen 1.2 miles and 35 minutes from the crime."
    )
    form.presenter.choose_basis("witness")
    assert form.presenter._form.draft.sighting is None


def test_keys_on_the_form_go_to_the_first_empty_field(form: Form) -> None:
    for c in "ab12":
        form.presenter.type_text(c)
    form.presenter.next_field()
    form.presenter.type_text("n")
    form.presenter.type_text("c")
    form.presenter.next_field()
    for c in "26-1":
        form.presenter.type_text(c)
    form.presenter.next_field()
    shown = form.view.form
    assert (shown.plate.text, shown.state.value, shown.case.value) == (
        "AB12", "North Carolina", "26-1",
    )  # fmt: skip
    assert form.view.pad is None


def test_clearing_the_form_wants_a_second_tap(form: Form) -> None:
    form.fill()
    form.presenter.clear_form()
    assert form.view.form.clear_word == "Clear all?"
    form.wait(seconds=5)
    assert form.view.form.clear_word == "Clear"
    form.presenter.clear_form()
    form.wait(seconds=1)
    form.presenter.clear_form()
    assert form.view.form.plate.text == ""


def test_a_draft_ends_with_the_shift_but_not_with_a_lock(form: Form) -> None:
    form.sign_in("officer-1")
    form.type("plate", "HB1052")
    form.sign_in("officer-1")
    form.presenter.take(SignedOut("officer-1", "The session ended."))
    form.sign_in("officer-1")
    assert form.view.form.plate.text == "HB1052"
    form.sign_in("officer-2")
    assert form.view.form.plate.text == ""
    form.type("plate", "HB1052")
    form.presenter.take(SignedOut("officer-2", "", by_officer=True))
    assert form.view.form.plate.text == ""


# --------------------------------------------------------------------------------- driving


@pytest.mark.parametrize("pad", [True, False])
def test_above_five_miles_an_hour_nothing_is_accepted_and_nothing_is_lost(
    form: Form, *, pad: bool
) -> None:
    form.desk.hold(*sample_entries())
    form.type("plate", "HB10")
    if pad:
        form.presenter.edit_field("plate")
    form.drive(6)
    assert form.lock_title == "Typing is off above 5 mph"
    assert not form.view.own.live
    form.presenter.type_text("5")
    form.presenter.remove_entry("KLM4471")
    form.presenter.choose_basis("video")
    form.wait(seconds=1)
    form.presenter.remove_entry("KLM4471")
    assert form.desk.asked == []
    form.drive(5)
    assert form.lock_title == ""
    assert form.view.form.plate.text == "HB10"
    assert (form.view.pad is not None) is pad


def test_a_second_officer_may_type_at_any_speed(form: Form) -> None:
    form.drive(60, passenger=True)
    form.type("plate", "HB10")
    assert form.view.form.plate.text == "HB10"


# ------------------------------------------------------------------------------- any order


def actions() -> Iterator[st.SearchStrategy[Act]]:
    fields = ["plate", "state", "case", "reason", "identified_how", "miles", "justification"]
    yield acts("edit_field", st.sampled_from(fields))
    yield acts("type_text", st.sampled_from("aBO01z5 .-?"))
    yield acts("choose_basis", st.sampled_from([b.value for b in Basis]))
    yield acts("choose_purpose", st.sampled_from([p.value for p in Purpose]))
    yield acts("name_person", st.booleans())
    yield acts("choose_instruction", st.sampled_from(["", "Call me first", "Shoot"]))
    yield acts("remove_entry", st.sampled_from(["KLM4471", "gone"]))
    yield acts("ask_more_time", st.just("KLM4471"))
    yield acts("choose_state", st.sampled_from(["NC", "", "ZZ"]))
    yield st.sampled_from(["next_field", "close_field", "delete_text", "clear_text"]).map(Act)
    yield st.sampled_from(["add_entry", "confirm_spelling", "clear_form"]).map(Act)
    yield st.just(Act("turn_entries", (1,)))


@settings(
    max_examples=examples(150),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(order=st.lists(st.one_of(*actions()), max_size=40))
def test_no_order_of_actions_adds_what_is_not_whole_or_removes_by_one_tap(
    qapp: object, order: list[Act]
) -> None:
    assert qapp
    form = Form()
    form.desk.hold(*sample_entries())
    for action in order:
        action(form.presenter)  # the clock stands: no second tap can count
        assert form.view.form.may_save == (not still_needed(form.presenter._form.draft))
    assert not any(asked.startswith(("remove", "recheck")) for asked in form.desk.asked)
    assert form.clock.now() == NOW
