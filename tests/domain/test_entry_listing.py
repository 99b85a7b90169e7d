from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.domain.entry.form import SIMILAR_VEHICLE
from mdt_alpr.domain.entry.life import ask_more_time, decide_more_time
from mdt_alpr.domain.entry.listing import (
    OverlaidIndex,
    brought_up_to_date,
    entry_from,
    facts_of,
    listed,
    live_entries,
)
from mdt_alpr.domain.hotlist.manual_entry import Basis, EntryDraft, Extension, LeadSighting
from mdt_alpr.domain.hotlist.matching import DictIndex, MatchClass, matches
from mdt_alpr.domain.plate.plate import Plate
from tests.builders import NOW, a_list, an_entry
from tests.domain.test_entry_form import PLATES
from tests.manual_entries import a_draft, a_manual_entry, a_person_draft


@pytest.mark.concord
def test_an_entry_is_listed_in_its_own_category_with_what_officers_must_know() -> None:
    lead = a_draft(basis=Basis.DESCRIPTION, sighting=LeadSighting(1.5, 20))
    record = listed(a_manual_entry(lead))
    assert (record.category, record.kind.name) == ("B", "Manual entry")
    assert record.plate == Plate("KLM4471", "NC")
    assert record.expires_at == NOW + timedelta(days=30)
    assert record.manual is not None
    assert record.manual.instruction == "Check, then stop"
    assert record.manual.labels[0].startswith(SIMILAR_VEHICLE)
    assert record.manual.entered_by == "officer-1"


def test_the_day_of_an_entry_is_that_of_the_agency() -> None:
    late = replace(a_manual_entry(), entered_at=datetime(2026, 11, 25, 4, 30, tzinfo=UTC))
    assert listed(late).entered_on == date(2026, 11, 24)


def test_an_entry_that_names_a_person_says_that_the_driver_is_not_identified() -> None:
    assert listed(a_manual_entry(a_person_draft())).kind.person_linked
    assert not listed(a_manual_entry()).kind.person_linked


def test_what_was_noted_about_a_person_stays_out_of_the_list() -> None:
    record = listed(a_manual_entry(a_person_draft()))
    assert "license" not in repr(record)
    assert record.manual is not None
    assert record.manual.names_person


def test_an_incomplete_draft_is_never_listed() -> None:
    with pytest.raises(ValueError, match="incomplete"):
        facts_of(replace(a_manual_entry(), draft=EntryDraft("KLM4471", "NC")))


def test_a_coworker_finds_an_own_entry_again_in_another_car() -> None:
    entry = a_manual_entry(a_person_draft())
    again = entry_from(listed(entry))
    assert again == replace(entry, draft=replace(entry.draft, person=None))
    assert entry_from(an_entry()) is None


def test_what_headquarters_decided_reaches_the_car() -> None:
    asked = ask_more_time(a_manual_entry(), "officer-1", "Still at large, warrant", NOW)
    longer = decide_more_time(asked, "supervisor-1", "seen", NOW, approved=True)
    known = brought_up_to_date(asked, listed(longer))
    assert known == longer
    assert known.extension is Extension.APPROVED
    assert brought_up_to_date(asked, an_entry()) == asked


@given(PLATES)
def test_an_own_entry_matches_its_plate_at_once_and_to_the_minute(text: str) -> None:
    entry = a_manual_entry(a_draft(text))
    index = OverlaidIndex(DictIndex(a_list()), [listed(entry)], ())
    (match,) = matches(Plate(text, "NC"), index, NOW)
    assert (match.match_class, match.entry.category) == (MatchClass.EXACT, "B")
    last = entry.expires_at - timedelta(microseconds=1)
    assert matches(Plate(text, "NC"), index, last)
    assert not matches(Plate(text, "NC"), index, entry.expires_at)


def test_no_other_spelling_of_the_plate_is_listed() -> None:
    """RS-07: an O that was listed does not list the 0; the match says that they differ."""
    index = OverlaidIndex(DictIndex(a_list()), [listed(a_manual_entry(a_draft("HBO1052")))], ())
    (match,) = matches(Plate("HB01052", "NC"), index, NOW)
    assert match.entry.plate.text == "HBO1052"
    assert match.o_and_0


def test_an_entry_that_comes_back_with_the_list_is_one_record() -> None:
    record = listed(a_manual_entry())
    below = DictIndex(a_list(record, an_entry("KLM4471")))
    index = OverlaidIndex(below, [record], ())
    assert [e.category for e in index.at("KLM4471")] == ["B", "V"]
    assert (index.version, index.compiled_at) == (below.version, below.compiled_at)
    assert not index.look_alikes_allowed


def test_an_entry_that_ended_here_is_hidden_in_an_older_list() -> None:
    record = listed(a_manual_entry())
    index = OverlaidIndex(DictIndex(a_list(record)), [], {record.entry_id})
    assert index.at("KLM4471") == ()


@pytest.mark.concord
@given(st.integers(0, 60))
def test_entries_past_their_end_leave_the_list(days: int) -> None:
    listed_both = (listed(a_manual_entry()), an_entry())
    left = live_entries(listed_both, NOW + timedelta(days=days))
    assert len(left) == (2 if days < 30 else 1)
