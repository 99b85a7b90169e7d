import pytest

from mdt_alpr.domain import policy
from mdt_alpr.domain.entry.life import Reminder
from mdt_alpr.domain.hotlist.manual_entry import Extension
from mdt_alpr.lab.screens.entry_samples import sample_entries, wanted_person
from mdt_alpr.patrol.entry_events import EntriesChanged, EntryReminder
from mdt_alpr.patrol.events import SignedOut
from tests.ui.entry_officer import Form


@pytest.fixture
def form(qapp: object) -> Form:
    assert qapp
    return Form()


@pytest.mark.clause(policy.MANUAL_ENTRY_LIFE.number)
def test_an_entry_is_removed_by_two_taps(form: Form) -> None:
    form.desk.hold(*sample_entries())
    assert (form.row.plate, form.row.left) == ("KLM4471", "2 days left")
    form.presenter.remove_entry("KLM4471")
    assert form.row.remove_word == "Remove KLM4471?"
    assert form.desk.asked == []
    form.wait(seconds=1)
    form.presenter.remove_entry("KLM4471")
    assert form.desk.asked == ["remove KLM4471"]
    assert form.row.plate == "SJB902"
    assert form.row.remove_word == "Remove"


def test_a_first_tap_alone_times_out(form: Form) -> None:
    form.desk.hold(*sample_entries())
    form.presenter.remove_entry("KLM4471")
    form.wait(seconds=4.1)
    assert form.row.remove_word == "Remove"
    form.presenter.remove_entry("KLM4471")
    assert form.desk.asked == []


@pytest.mark.parametrize("other", ["KLM4471", "SJB902"])
def test_a_double_tap_and_a_tap_on_another_remove_nothing(form: Form, other: str) -> None:
    form.desk.hold(*sample_entries())
    form.presenter.remove_entry("KLM4471")
    form.wait(seconds=0.2 if other == "KLM4471" else 1)
    form.presenter.remove_entry(other)
    assert form.desk.asked == []


def test_more_time_is_asked_for_in_writing_and_once(form: Form) -> None:
    form.desk.hold(*sample_entries())
    chosen = form.view.own.chosen
    assert chosen is not None
    assert (chosen.title, chosen.more_live) == ("2 days left: KLM4471", True)
    form.presenter.ask_more_time("KLM4471")
    assert form.view.pad is not None
    assert not form.view.pad.next_live
    form.presenter.next_field()
    assert form.desk.asked == []
    for c in "Lab results are due Dec 2":
        form.presenter.type_text(c)
    form.presenter.next_field()
    assert form.desk.asked == ["more time KLM4471: Lab results are due Dec 2"]
    assert form.desk.entries["KLM4471"].extension is Extension.ASKED
    chosen = form.view.own.chosen
    assert chosen is not None
    assert not chosen.more_live
    assert chosen.text == "Ends Nov 26, 2026. More time was requested. A supervisor decides."
    assert form.view.pad is None


def test_a_vague_request_is_refused_in_words(form: Form) -> None:
    form.desk.hold(*sample_entries())
    form.presenter.ask_more_time("KLM4471")
    for c in "need it":
        form.presenter.type_text(c)
    form.presenter.next_field()
    assert form.view.form.needed == (
        "Not done. Say in writing why this entry is needed longer."
    )  # fmt: skip


def test_a_wanted_person_is_checked_again_after_twelve_hours(form: Form) -> None:
    form.desk.hold(*sample_entries(), wanted_person())
    assert (form.row.plate, form.row.left) == ("RDC5508", "Check again")
    chosen = form.view.own.chosen
    assert chosen is not None
    assert chosen.asks_recheck
    form.presenter.still_wanted("RDC5508")
    assert form.desk.asked == ["recheck RDC5508 True"]
    assert form.row.plate == "KLM4471"
    form.wait(hours=11)
    assert form.row.plate == "KLM4471"
    form.wait(hours=1)
    assert form.row.plate == "RDC5508"
    form.presenter.not_wanted("RDC5508")
    assert form.desk.asked[1:] == []
    form.wait(seconds=1)
    form.presenter.not_wanted("RDC5508")
    assert form.desk.asked[1:] == ["recheck RDC5508 False"]
    assert len(form.view.own.rows) == 3


def test_more_than_three_entries_are_turned(form: Form) -> None:
    form.desk.hold(*sample_entries(), wanted_person())
    assert form.view.own.pages == 2
    form.presenter.turn_entries(1)
    form.presenter.turn_entries(1)
    assert [row.plate for row in form.view.own.rows] == ["TRP8823"]
    form.presenter.remove_entry("TRP8823")
    form.wait(seconds=1)
    form.presenter.remove_entry("TRP8823")
    assert form.view.own.page == 0


def test_reminders_are_said_without_a_plate(form: Form) -> None:
    entry = sample_entries()[0]
    for why in (*Reminder, *Reminder):
        form.presenter.take(EntryReminder(entry, why))
    assert len({spoken.text for spoken in form.said}) == len(form.said) == len(Reminder)
    assert not any(entry.draft.text in spoken.text for spoken in form.said)


def test_the_end_of_a_shift_reminds_of_live_entries_without_plates(form: Form) -> None:
    form.desk.hold(*sample_entries())
    words = "3 of your entries are active. Unlock and press F9 to remove old entries."
    assert form.reported == [words]
    for entry in sample_entries():
        form.desk.remove_entry(entry.entry_id)
    assert form.reported[-2].startswith("1 of your entries is active.")
    assert form.reported[-1] == ""


def test_after_the_shift_it_is_still_shown_that_entries_are_live(form: Form) -> None:
    form.sign_in("officer-1")
    form.desk.hold(*sample_entries())
    form.presenter.take(SignedOut("officer-1", "", by_officer=True))
    form.presenter.take(EntriesChanged(()))
    assert form.reported[-1].startswith("3 entries stay active until they expire")
    form.sign_in("officer-2")
    form.presenter.take(EntriesChanged(()))
    assert form.reported[-1] == ""


def test_a_wanted_person_is_answered_for_in_a_moving_car_too(form: Form) -> None:
    form.desk.hold(wanted_person())
    form.drive(30)
    form.presenter.still_wanted("RDC5508")
    assert form.desk.asked == ["recheck RDC5508 True"]
