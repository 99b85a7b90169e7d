from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from mdt_alpr.domain.entry.life import Reminder, decide_more_time
from mdt_alpr.domain.entry.listing import listed
from mdt_alpr.domain.hit.disposition import Closing, Disposition, Outcome
from mdt_alpr.domain.hit.hit import EntryAttempt
from mdt_alpr.domain.hotlist.manual_entry import Extension
from mdt_alpr.domain.retention.outbox import ReceiptOutcome
from mdt_alpr.wire.manual import EntryStep
from tests.builders import NOW, a_list, an_entry
from tests.manual_entries import a_draft, a_manual_entry, a_person_draft
from tests.patrol.entry_desks import EntryDesk, entry_desk

WHY = "Suspect still at large, warrant issued Nov 24"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[EntryDesk]:
    with entry_desk(tmp_path) as found:
        found.sign_in()
        yield found


# ----------------------------------------------------------------------------- headquarters


def test_an_entry_that_comes_back_in_the_list_is_one_hit(desk: EntryDesk) -> None:
    entry = desk.add(a_draft())
    desk.headquarters_receives()
    desk.use_list(a_list(listed(entry), an_entry("KLM4471"), version=2))
    hit = desk.hit()
    assert hit is not None
    assert [m.entry.category for m in hit.matches] == ["V", "B"]
    assert len(desk.own()) == 1
    assert hit.list_version == 2


def test_a_list_from_before_headquarters_heard_ends_nothing(desk: EntryDesk) -> None:
    desk.add(a_draft())
    desk.use_list(a_list(an_entry()))
    assert desk.hit() is not None
    desk.headquarters_receives(ReceiptOutcome.REFUSED)
    desk.use_list(a_list(an_entry(), version=2))
    assert desk.hit() is not None, "refused there, but made by this car's rules"


def test_what_headquarters_removes_ends_here_too(desk: EntryDesk) -> None:
    desk.add(a_draft())
    desk.headquarters_receives()
    desk.use_list(a_list(an_entry()))
    assert desk.hit() is None
    assert "4471" not in desk.kept_text()
    assert desk.audited()[-1].event == "car:manual_entry:withdrawn"


def test_an_older_list_does_not_bring_an_ended_entry_back(desk: EntryDesk) -> None:
    entry = desk.add(a_draft())
    desk.headquarters_receives()
    desk.entries.remove_entry(entry.entry_id)
    newer = a_list(listed(entry), an_entry())
    desk.in_store(lambda work: work.save_hotlist(newer))
    desk.use_list(newer)
    assert desk.hit() is None
    assert desk.own() == ()
    assert "4471" not in desk.kept_text()


def test_a_list_of_before_a_removal_brings_nothing_back_once_headquarters_knows(
    desk: EntryDesk,
) -> None:
    entry = desk.add(a_draft())
    desk.headquarters_receives()
    came_before = a_list(listed(entry), an_entry())
    desk.entries.remove_entry(entry.entry_id)
    desk.headquarters_receives()
    desk.in_store(lambda work: work.save_hotlist(came_before))
    assert "4471" not in desk.kept_text()
    desk.use_list(came_before)
    assert desk.hit() is None
    assert desk.own() == ()
    assert desk.hit("EXN2894") is not None


def test_a_program_that_ends_before_such_a_list_is_used_shows_nothing_of_it_when_it_restarts(
    desk: EntryDesk,
) -> None:
    entry = desk.add(a_draft())
    desk.headquarters_receives()
    desk.entries.remove_entry(entry.entry_id)
    desk.in_store(lambda work: work.save_hotlist(a_list(listed(entry), an_entry())))
    assert "4471" not in desk.kept_text()
    desk.headquarters_receives()
    kept = desk.in_store(lambda work: work.hotlist())
    desk.do(lambda: desk.listing.restore(kept, desk.entries))
    assert desk.hit() is None
    assert desk.hit("EXN2894") is not None


def test_more_time_is_asked_for_here_and_granted_there(desk: EntryDesk) -> None:
    entry = desk.add(a_draft())
    desk.entries.ask_more_time(entry.entry_id, "please")
    assert len(desk.why_not()) == 1
    desk.entries.ask_more_time(entry.entry_id, WHY)
    assert desk.own()[0].extension is Extension.ASKED
    assert desk.queued()[-1].why == WHY
    unheard = a_list(listed(entry))
    desk.use_list(unheard)
    assert desk.own()[0].extension is Extension.ASKED, "headquarters has not heard of it yet"
    desk.headquarters_receives()
    (asked,) = desk.own()
    longer = decide_more_time(asked, "supervisor-1", "warrant seen", NOW, approved=True)
    desk.use_list(a_list(listed(longer), version=2))
    (known,) = desk.own()
    assert (known.extension, known.decided_by) == (Extension.APPROVED, "supervisor-1")
    desk.tick(days=45)
    assert desk.hit() is not None
    desk.tick(days=15)
    assert desk.hit() is None


def test_the_maker_finds_and_ends_an_entry_in_another_car(desk: EntryDesk) -> None:
    made_elsewhere = a_manual_entry(a_person_draft())
    elsewhere_too = listed(a_manual_entry(a_draft("TRP8823"), person="officer-2"))
    theirs = a_list(listed(made_elsewhere), elsewhere_too)
    desk.in_store(lambda work: work.save_hotlist(theirs))
    desk.use_list(theirs)
    (found,) = desk.own()
    assert found.entry_id == made_elsewhere.entry_id
    desk.clock.pass_by(hours=12)
    desk.entries.recheck_entry(found.entry_id, still_wanted=False)
    assert desk.own() == ()
    assert desk.hit() is None
    assert desk.hit("TRP8823") is not None
    assert desk.queued()[-1].step is EntryStep.REMOVED
    assert dict(desk.audited()[-1].detail)["still_wanted"] == "false"
    assert "4471" not in desk.kept_text()


def test_an_entry_of_the_list_ends_by_this_cars_clock_and_leaves_the_store(
    desk: EntryDesk,
) -> None:
    theirs = a_list(listed(a_manual_entry(person="officer-2")), an_entry())
    desk.in_store(lambda work: work.save_hotlist(theirs))
    desk.use_list(theirs)
    assert desk.hit() is not None
    desk.tick(days=30)
    assert desk.hit() is None
    assert "4471" not in desk.kept_text()
    assert desk.hit("EXN2894") is not None


def test_more_time_that_was_granted_while_the_car_was_offline_counts_when_the_link_is_back(
    desk: EntryDesk,
) -> None:
    entry = desk.add(a_draft())
    desk.entries.ask_more_time(entry.entry_id, WHY)
    (asked,) = desk.own()
    desk.headquarters_receives()
    longer = decide_more_time(asked, "supervisor-1", "warrant seen", NOW, approved=True)
    desk.tick(days=31)
    assert desk.hit() is None, "the car knows of thirty days only"
    theirs = a_list(listed(longer))
    desk.in_store(lambda work: work.save_hotlist(theirs))
    desk.use_list(theirs)
    assert desk.hit() is not None
    (found,) = desk.own()
    assert found.expires_at == entry.expires_at + timedelta(days=30)
    desk.entries.ask_more_time(found.entry_id, WHY)
    assert desk.own()[0].extension is Extension.ASKED
    desk.tick(days=29)
    assert desk.hit() is None
    assert "4471" not in desk.kept_text()


# -------------------------------------------------------------------------------- reminders


def test_each_reminder_comes_once_a_shift_to_the_maker_only(desk: EntryDesk) -> None:
    desk.add(a_draft())
    desk.tick(days=22)
    assert desk.reminded() == []
    desk.tick(days=1)
    desk.tick()
    assert desk.reminded() == [Reminder.SEVEN_DAYS]
    desk.tick(days=4)
    assert desk.reminded() == [Reminder.SEVEN_DAYS, Reminder.THREE_DAYS]
    desk.sign_in("officer-2")
    desk.tick()
    assert len(desk.reminded()) == 2
    desk.sign_in()
    assert desk.reminded()[2:] == [Reminder.THREE_DAYS]
    assert [e.event for e in desk.audited()].count("car:manual_entry:reminded") == 3


def test_a_wanted_persons_entry_asks_for_a_recheck_every_twelve_hours(desk: EntryDesk) -> None:
    entry = desk.add(a_person_draft())
    desk.tick(hours=12)
    desk.tick(hours=1)
    assert desk.reminded() == [Reminder.RECHECK]
    desk.entries.recheck_entry(entry.entry_id, still_wanted=True)
    assert desk.own()[0].rechecked_at == NOW + timedelta(hours=13)
    desk.tick(hours=11)
    assert len(desk.reminded()) == 1
    desk.tick(hours=1)
    assert desk.reminded() == [Reminder.RECHECK] * 2


def test_the_end_of_a_shift_reminds_of_what_stays_listed(desk: EntryDesk) -> None:
    desk.add(a_draft())
    desk.do(lambda: desk.entries.signed_out("officer-1", shift_ended=False))
    assert desk.reminded() == []
    desk.do(lambda: desk.entries.signed_out("officer-1", shift_ended=True))
    assert desk.reminded() == [Reminder.SHIFT_ENDS]


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        (Outcome.VEHICLE_RECOVERED, [Reminder.CASE_CLOSED]),
        (Outcome.ARREST, [Reminder.CASE_CLOSED]),
        (Outcome.RELEASED, []),
        (None, []),
    ],
)
def test_a_hit_that_found_what_was_sought_reminds_of_the_entry(
    desk: EntryDesk, outcome: Outcome | None, expected: list[Reminder]
) -> None:
    desk.add(a_draft())
    hit = desk.hit()
    assert hit is not None
    ended = replace(
        hit,
        attempts=(EntryAttempt("KLM4471", "NC", NOW, 2.0, matched=True),),
        closing=Closing(Disposition.VERIFIED_STOPPED, NOW, None, outcome, False, "26-1"),  # noqa: FBT003
    )
    desk.do(lambda: desk.entries.hit_closed(ended))
    desk.do(lambda: desk.entries.hit_closed(ended))
    assert desk.reminded() == expected
    steps = [message.step for message in desk.queued()]
    assert steps.count(EntryStep.CASE_CLOSED) == len(expected)


def test_a_hit_on_an_entry_that_ended_meanwhile_reminds_of_nothing(desk: EntryDesk) -> None:
    entry = desk.add(a_draft())
    hit = desk.hit()
    assert hit is not None
    desk.entries.remove_entry(entry.entry_id)
    ended = replace(
        hit,
        closing=Closing(Disposition.VERIFIED_STOPPED, NOW, None, Outcome.ARREST, False, "26-1"),  # noqa: FBT003
        attempts=(EntryAttempt("KLM4471", "NC", NOW, 2.0, matched=True),),
    )
    desk.do(lambda: desk.entries.hit_closed(ended))
    assert desk.reminded() == []
