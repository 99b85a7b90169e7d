from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mdt_alpr.domain import policy
from mdt_alpr.domain.entry.form import still_needed
from mdt_alpr.domain.hotlist.manual_entry import Basis, EntryDraft, LeadSighting, Purpose
from mdt_alpr.lab.screens.entry_samples import NOW, sample_entries
from mdt_alpr.patrol.events import SignedOut
from mdt_alpr.ui.entries.models import entry_actions as w
from mdt_alpr.ui.hit.models.hit_actions import ChooseState
from mdt_alpr.ui.hit.models.hit_view import Spoken
from tests.profiles import examples
from tests.ui.entry_officer import Form

F = w.EditField


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
    assert shown.needed.endswith("And 6 more.")


@pytest.mark.clause(policy.MANUAL_ENTRY_LIFE.number)
def test_the_end_is_a_sentence_with_its_date(form: Form) -> None:
    ends = "Ends Dec 24, 2026, in 30 days. Ask for more time before then."
    assert form.view.form.ends == ends


def test_what_is_needed_grows_less_until_it_may_be_saved(form: Form) -> None:
    form.fill()
    assert form.view.form.needed == ""
    assert form.view.form.may_save
    form.ask(w.AddEntry())
    assert form.desk.asked == ["add HB1052 NC"]
    assert form.view.form.plate.text == ""
    assert form.view.form.needed.startswith("Entry added.")
    assert form.row.plate == "HB1052"
    form.ask(w.ChooseBasis("witness"))
    assert form.view.form.needed.startswith("Still needed")


def test_a_reason_with_a_space_at_its_end_is_added_all_the_same(form: Form) -> None:
    form.fill()
    form.type("reason", " ")
    form.ask(w.AddEntry())
    assert form.view.form.needed.startswith("Entry added.")


def test_an_entry_on_its_way_is_not_sent_twice_and_not_changed(form: Form) -> None:
    form.desk.slow = True
    form.fill()
    form.ask(w.AddEntry(), w.AddEntry(), w.ChooseBasis("witness"))
    assert form.desk.asked == ["add HB1052 NC"]
    assert form.view.form.needed == "Adding the entry."
    assert not form.view.form.may_save
    assert [b.key for b in form.view.form.bases if b.chosen] == ["video"]


def test_a_refusal_keeps_what_was_typed_and_says_why(form: Form) -> None:
    form.fill()
    form.desk.entries.clear()
    form.presenter._form.draft = EntryDraft(text="HB1052")
    form.presenter.ask(w.AddEntry())  # the rules of the desk say no, whatever the view said
    assert form.view.form.plate.text == "HB1052"
    assert form.view.form.needed.startswith("Not added. ")


def test_nothing_is_sent_while_something_is_needed(form: Form) -> None:
    form.type("plate", "HB1052")
    form.ask(w.AddEntry())
    assert form.desk.asked == []


def test_the_plate_is_spelled_with_letters_and_digits_and_confirmed_once(form: Form) -> None:
    form.type("plate", "hbo1052")
    shown = form.view.form
    assert shown.plate.kinds == ("", "letter", "letter", "digit", "digit", "digit", "digit")
    assert shown.spelling.words == "Letters B O, digits 1 0 5 2?"
    assert shown.spelling.aloud == "Henry Boy Ocean one zero five two"
    assert shown.spelling.asks
    form.ask(w.ConfirmSpelling())
    assert form.view.form.spelling.confirmed
    assert not form.view.form.spelling.asks
    form.type("plate", "7")
    assert form.view.form.spelling.asks


def test_no_second_variant_is_made_of_a_plate(form: Form) -> None:
    form.fill()
    form.type("plate", "0")
    form.ask(w.ConfirmSpelling(), w.AddEntry())
    assert [entry.draft.text for entry in form.desk.entries.values()] == ["HB10520"]


def test_a_plate_without_doubtful_characters_asks_nothing(form: Form) -> None:
    form.type("plate", "KLM447")
    assert not form.view.form.spelling.asks
    assert form.view.form.spelling.words == ""


def test_the_officers_own_plate_is_said_aloud_once_it_is_entered(form: Form) -> None:
    form.ask(F("plate"), *(w.TypeText(c) for c in "HBO1"))
    assert form.said == []
    form.ask(w.NextField())
    assert form.said == [Spoken("You entered Henry Boy Ocean one.")]
    form.ask(ChooseState("NC"), w.NextField())
    assert form.said[-1].text == "You entered Henry Boy Ocean one, North Carolina."
    form.ask(F("plate"), w.CloseField())
    assert len(form.said) == 2


def test_a_person_asks_for_three_answers_more(form: Form) -> None:
    form.fill()
    form.ask(w.NamePerson(named=True))
    pad = form.view.pad
    assert pad is not None
    assert pad.title == "How was the person identified?"
    form.ask(*(w.TypeText(c) for c in "Known in person"), w.NextField())
    form.ask(*(w.TypeText(c) for c in "Det. Ruiz"), w.CloseField())
    assert form.view.form.person[1].second == "2 of 3 told"
    assert form.view.form.needed == "Still needed: say how the vehicle is tied to the person."
    form.type("tied_to_vehicle_how", "Registered to him")
    assert form.view.form.may_save
    form.ask(w.NamePerson(named=False))
    assert form.view.form.person[1].second == ""


def test_a_description_asks_for_distance_and_minutes_and_is_labelled(form: Form) -> None:
    form.fill()
    form.ask(w.ChooseBasis("description_only"), *(w.TypeText(c) for c in "1.2.x"), w.NextField())
    form.ask(*(w.TypeText(c) for c in "3a5"), w.NextField())
    shown = form.view.form
    assert form.presenter._form.draft.sighting == LeadSighting(1.2, 35)
    assert shown.bases[-1].second == "1.2 mi, 35 min"
    assert shown.told == (
        "Similar vehicle, not identified: stop-and-inspect lead only. "
        "Seen 1.2 miles and 35 minutes from the crime."
    )
    form.ask(w.ChooseBasis("witness"))
    assert form.presenter._form.draft.sighting is None


def test_keys_on_the_form_go_to_the_first_empty_field(form: Form) -> None:
    form.ask(*(w.TypeText(c) for c in "ab12"), w.NextField(), w.TypeText("n"), w.TypeText("c"))
    form.ask(w.NextField(), *(w.TypeText(c) for c in "26-1"), w.NextField())
    shown = form.view.form
    assert (shown.plate.text, shown.state.value, shown.case.value) == (
        "AB12", "North Carolina", "26-1",
    )  # fmt: skip
    assert form.view.pad is None


def test_clearing_the_form_wants_a_second_tap(form: Form) -> None:
    form.fill()
    form.ask(w.ClearForm())
    assert form.view.form.clear_word == "Clear all?"
    form.wait(seconds=5)
    assert form.view.form.clear_word == "Clear"
    form.ask(w.ClearForm())
    form.wait(seconds=1)
    form.ask(w.ClearForm())
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
def test_above_five_miles_an_hour_nothing_is_taken_and_nothing_is_lost(
    form: Form, *, pad: bool
) -> None:
    form.desk.hold(*sample_entries())
    form.type("plate", "HB10")
    form.ask(*([F("plate")] if pad else []))
    form.drive(6)
    assert form.lock_title == "Typing is off above 5 mph"
    assert not form.view.own.live
    form.ask(w.TypeText("5"), w.RemoveEntry("KLM4471"), w.ChooseBasis("video"))
    form.wait(seconds=1)
    form.ask(w.RemoveEntry("KLM4471"))
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


def actions() -> Iterator[st.SearchStrategy[w.EntryAction]]:
    fields = ["plate", "state", "case", "reason", "identified_how", "miles", "justification"]
    yield st.builds(w.EditField, st.sampled_from(fields))
    yield st.builds(w.TypeText, st.sampled_from("aBO01z5 .-?"))
    yield st.builds(w.ChooseBasis, st.sampled_from([b.value for b in Basis]))
    yield st.builds(w.ChoosePurpose, st.sampled_from([p.value for p in Purpose]))
    yield st.builds(w.NamePerson, st.booleans())
    yield st.builds(w.ChooseInstruction, st.sampled_from(["", "Call me first", "Shoot"]))
    yield st.builds(w.RemoveEntry, st.sampled_from(["KLM4471", "gone"]))
    yield st.builds(w.AskMoreTime, st.just("KLM4471"))
    yield st.builds(ChooseState, st.sampled_from(["NC", "", "ZZ"]))
    yield st.sampled_from([w.NextField(), w.CloseField(), w.DeleteText(), w.ClearText()])
    yield st.sampled_from([w.AddEntry(), w.ConfirmSpelling(), w.ClearForm(), w.TurnEntries(1)])


@settings(max_examples=examples(150), deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(order=st.lists(st.one_of(*actions()), max_size=40))
def test_no_order_of_actions_adds_what_is_not_whole_or_removes_by_one_tap(
    qapp: object, order: list[w.EntryAction]
) -> None:
    assert qapp
    form = Form()
    form.desk.hold(*sample_entries())
    for action in order:
        form.ask(action)  # the clock stands: no second tap can count
        assert form.view.form.may_save == (not still_needed(form.presenter._form.draft))
    assert not any(asked.startswith(("remove", "recheck")) for asked in form.desk.asked)
    assert form.clock.now() == NOW
