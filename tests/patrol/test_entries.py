from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from mdt_alpr.domain.hotlist.manual_entry import EntryDraft
from mdt_alpr.domain.plate.plate import Plate
from mdt_alpr.patrol.entries import CAR_MOVES
from mdt_alpr.wire.manual import EntryStep
from tests.builders import NOW, SetClock
from tests.manual_entries import a_draft, a_person_draft
from tests.patrol.entry_desks import EntryDesk, entry_desk

WHY = "Suspect still at large, warrant issued Nov 24"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[EntryDesk]:
    with entry_desk(tmp_path) as found:
        found.sign_in()
        yield found


# ------------------------------------------------------------------------------------ adding


def test_an_entry_alerts_in_this_car_at_once_and_without_headquarters(desk: EntryDesk) -> None:
    assert desk.hit() is None
    entry = desk.add(a_draft())
    hit = desk.hit()
    assert hit is not None
    (match,) = hit.matches
    assert (match.entry.entry_id, match.entry.category) == (entry.entry_id, "B")
    assert hit.category.name == "Manual entry"
    assert match.entry.manual is not None
    assert match.entry.manual.reason == entry.draft.reason


def test_entry_message_and_audit_are_one_step_and_the_audit_holds_no_plate(
    desk: EntryDesk,
) -> None:
    entry = desk.add(a_draft(case="26-041877"))
    (message,) = desk.queued()
    assert (message.step, message.person_id, message.unit) == (
        EntryStep.ADDED, "officer-1", "Unit 12",
    )  # fmt: skip
    assert message.entered is not None
    assert message.entered.draft == entry.draft
    (audit,) = desk.audited()
    assert (audit.event, audit.subject) == ("officer:manual_entry:added", entry.entry_id)
    assert "4471" not in repr(audit.detail)


def test_an_incomplete_form_changes_nothing_and_is_answered_in_words(desk: EntryDesk) -> None:
    desk.entries.add_entry(EntryDraft(text="KLM4471", spelled=True))
    (why,) = desk.why_not()
    assert why[0] == "Choose the state of issuance."
    assert desk.hit() is None
    assert desk.queued() == []


def test_nobody_edits_the_list_in_a_moving_car(desk: EntryDesk) -> None:
    entry = desk.add(a_person_draft())
    desk.drive(30.0)
    desk.entries.add_entry(a_draft("TRP8823"))
    desk.entries.remove_entry(entry.entry_id)
    desk.entries.ask_more_time(entry.entry_id, WHY)
    assert desk.why_not() == [(CAR_MOVES,)] * 3
    desk.clock.pass_by(hours=13)
    desk.entries.recheck_entry(entry.entry_id, still_wanted=True)
    assert len(desk.why_not()) == 3
    assert desk.own()[0].rechecked_at == NOW + timedelta(hours=13)


def test_nobody_makes_an_entry_who_is_not_signed_in(tmp_path: Path) -> None:
    with entry_desk(tmp_path) as desk:
        desk.entries.add_entry(a_draft())
        assert desk.why_not() == [("Sign in first: an entry carries the name of who made it.",)]


def test_a_plate_is_entered_once_and_the_other_spelling_only_by_a_person(desk: EntryDesk) -> None:
    """RS-07: no second variant comes of itself."""
    desk.add(a_draft("HBO1052"))
    desk.entries.add_entry(a_draft("HBO1052"))
    assert len(desk.why_not()) == 1
    hit = desk.hit("HB01052")
    assert hit is not None
    assert [m.entry.plate.text for m in hit.matches] == ["HBO1052"]
    assert hit.matches[0].o_and_0


# ------------------------------------------------------------------------------------ ending


def test_a_removed_entry_stops_alerting_at_once_and_its_plate_is_gone(desk: EntryDesk) -> None:
    entry = desk.add(a_draft(reason="KLM-4471 seen at the bank robbery, Nov 23"))
    desk.entries.remove_entry(entry.entry_id)
    assert desk.hit() is None
    assert desk.own() == ()
    kept = desk.kept_text()
    assert "4471" not in kept
    assert "26-041877" in kept
    assert [m.step for m in desk.queued()] == [EntryStep.ADDED, EntryStep.REMOVED]
    assert desk.listed[-1].at(entry.draft.text) == ()


def test_on_day_thirty_one_an_offline_car_alerts_no_more_and_only_the_hash_is_left(
    desk: EntryDesk,
) -> None:
    """RS-20."""
    entry = desk.add(a_person_draft())
    desk.tick(days=29, hours=23, minutes=59)
    assert desk.hit() is not None
    desk.clock.pass_by(minutes=1)
    assert desk.hit() is None, "to the minute, before anything was erased"
    desk.tick(days=1)
    assert "4471" not in desk.kept_text()
    assert "license" not in desk.kept_text()

    def test(plate: Plate) -> list[str]:
        return [e.entry_id for e in desk.in_store(lambda work: work.entries.tested(plate))]

    assert test(Plate("KLM 4471", "NC")) == [entry.entry_id]
    assert test(Plate("KLM4471", "SC")) == []
    assert test(Plate("KLM4472", "NC")) == []
    facts = dict(desk.audited()[-1].detail)
    assert desk.audited()[-1].event == "car:manual_entry:expired"
    assert facts["plate_hash"] == desk.in_store(lambda w: w.entries.hash_of(entry.entry_id))
    assert facts["case"] == "26-041877"
    assert facts["reason"] == entry.draft.reason
    assert facts["entered_at"] == NOW.isoformat()
    (added,) = desk.queued()
    assert added.entered is not None
    assert (added.entered.draft.text, added.entered.plate_hash) == ("", facts["plate_hash"])


def test_a_clock_that_is_set_back_brings_no_entry_back(desk: EntryDesk) -> None:
    desk.add(a_draft())
    desk.tick(days=31)
    desk.clock.at = NOW
    desk.tick()
    assert desk.hit() is None
    assert desk.own() == ()


def test_another_officers_entry_alerts_but_cannot_be_ended(desk: EntryDesk) -> None:
    entry = desk.add(a_draft())
    desk.sign_in("officer-2")
    assert desk.own() == ()
    assert desk.hit() is not None
    desk.entries.remove_entry(entry.entry_id)
    desk.entries.ask_more_time(entry.entry_id, WHY)
    desk.entries.remove_entry("no such entry")
    assert [why[0][:7] for why in desk.why_not()] == ["Another", "Another", "This en"]
    assert desk.hit() is not None


def test_a_restart_keeps_entries_and_ends_what_ended_meanwhile(tmp_path: Path) -> None:
    with entry_desk(tmp_path) as desk:
        desk.sign_in()
        first = desk.add(a_draft())
        desk.clock.pass_by(days=20)
        second = desk.add(a_draft("TRP8823"))
        desk.entries.remove_entry(desk.add(a_draft("SJX902")).entry_id)
    with entry_desk(tmp_path, SetClock(NOW + timedelta(days=29))) as desk:
        desk.sign_in()
        assert [e.entry_id for e in desk.own()] == [first.entry_id, second.entry_id]
        assert desk.hit() is not None
    with entry_desk(tmp_path, SetClock(NOW + timedelta(days=31))) as desk:
        desk.sign_in()
        desk.tick()
        assert [e.entry_id for e in desk.own()] == [second.entry_id]
        assert desk.hit() is None
        assert "4471" not in desk.kept_text()
