from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from mdt_alpr.domain.entry.life import (
    EntryRefusedError,
    Reminder,
    ask_more_time,
    days_left,
    decide_more_time,
    is_live,
    make_entry,
    recheck,
    recheck_is_due,
    reminders,
    remove,
)
from mdt_alpr.domain.hotlist.manual_entry import EntryDraft, Extension
from mdt_alpr.domain.policy import MANUAL_ENTRY_LASTS, MORE_TIME_AT_MOST
from tests.builders import NOW
from tests.manual_entries import PERSON, a_draft, a_manual_entry, a_person_draft

WHY = "Suspect still at large, warrant issued Nov 24"


def after(**time: float) -> datetime:
    return NOW + timedelta(**time)


def test_an_incomplete_form_makes_no_entry_and_says_what_is_missing() -> None:
    with pytest.raises(EntryRefusedError) as refused:
        make_entry(EntryDraft(text="KLM4471"), "officer-1", NOW, "id")
    assert len(refused.value.why) == 8


@pytest.mark.proved("A2")
def test_no_more_time_is_asked_for_a_traffic_matter() -> None:
    entry = a_manual_entry(a_draft(), "officer-1", NOW)
    with pytest.raises(EntryRefusedError, match="lawful purposes"):
        ask_more_time(entry, "officer-1", "Its registration is still expired", NOW)
    assert ask_more_time(entry, "officer-1", WHY, NOW).extension is Extension.ASKED


def test_an_entry_is_kept_as_confirmed_without_breaks_and_without_answers_not_asked() -> None:
    given = a_draft("klm-4471", reason="Armed robbery,\n 400\0Union  St ", person=PERSON)
    draft = make_entry(given, "officer-1", NOW, "id").draft
    assert (draft.text, draft.reason) == ("KLM4471", "Armed robbery, 400 Union St")
    assert draft.person is None


def test_nobody_makes_an_entry_unnamed() -> None:
    with pytest.raises(EntryRefusedError, match="Sign in"):
        make_entry(a_draft(), "", NOW, "id")


@pytest.mark.concord
def test_an_entry_ends_by_itself_after_thirty_days_to_the_instant() -> None:
    entry = a_manual_entry()
    assert entry.expires_at == after(days=30)
    assert is_live(entry, after(days=30, microseconds=-1))
    assert not is_live(entry, after(days=30))


def test_a_removed_entry_is_over_at_once_and_its_maker_stays_named() -> None:
    ended = remove(a_manual_entry(), "supervisor-1", after(hours=1))
    assert not is_live(ended, after(hours=1))
    assert (ended.entered_by, ended.removed_by) == ("officer-1", "supervisor-1")
    with pytest.raises(EntryRefusedError, match="expired"):
        remove(ended, "officer-1", after(hours=2))


@pytest.mark.concord
def test_only_the_maker_asks_for_more_time_in_writing_and_before_the_end() -> None:
    entry = a_manual_entry()
    with pytest.raises(EntryRefusedError, match="Only the coworker"):
        ask_more_time(entry, "officer-2", WHY, NOW)
    for empty in ("", "needed", "investigation", "pending case"):
        with pytest.raises(EntryRefusedError, match="in writing"):
            ask_more_time(entry, "officer-1", empty, NOW)
    with pytest.raises(EntryRefusedError, match="expired"):
        ask_more_time(entry, "officer-1", WHY, after(days=30))
    asked = ask_more_time(entry, "officer-1", WHY, after(days=29))
    assert (asked.extension, asked.expires_at) == (Extension.ASKED, entry.expires_at)
    with pytest.raises(EntryRefusedError, match="already"):
        ask_more_time(asked, "officer-1", WHY, after(days=29))


@pytest.mark.concord
def test_approval_adds_thirty_days_at_most_and_comes_from_somebody_else() -> None:
    asked = ask_more_time(a_manual_entry(), "officer-1", WHY, after(days=29))
    with pytest.raises(EntryRefusedError, match="your own request"):
        decide_more_time(asked, "officer-1", "fine", after(days=29), approved=True)
    with pytest.raises(EntryRefusedError, match="reason of the decision"):
        decide_more_time(asked, "supervisor-1", " ", after(days=29), approved=True)
    longer = decide_more_time(asked, "supervisor-1", "warrant seen", after(days=29), approved=True)
    assert longer.expires_at == after(days=60)
    assert (longer.extension, longer.decided_by) == (Extension.APPROVED, "supervisor-1")
    with pytest.raises(EntryRefusedError, match="No request for more time"):
        decide_more_time(longer, "supervisor-1", "again", after(days=29), approved=True)
    again = ask_more_time(longer, "officer-1", WHY, after(days=59))
    assert again.decided_by == ""


def test_a_refused_request_changes_no_date() -> None:
    asked = ask_more_time(a_manual_entry(), "officer-1", WHY, NOW)
    time = decide_more_time(asked, "custodian-1", "not needed", NOW, approved=False)
    assert (time.expires_at, time.extension) == (asked.expires_at, Extension.REFUSED)
    with pytest.raises(EntryRefusedError, match="expired"):
        decide_more_time(asked, "custodian-1", "late", after(days=31), approved=True)


def test_an_entry_on_a_person_is_rechecked_every_twelve_hours() -> None:
    entry = a_manual_entry(a_person_draft())
    assert not recheck_is_due(entry, after(hours=12, microseconds=-1))
    assert recheck_is_due(entry, after(hours=12))
    checked = recheck(entry, "officer-1", after(hours=13), still_wanted=True)
    assert not recheck_is_due(checked, after(hours=24))
    assert recheck_is_due(checked, after(hours=25))
    assert recheck_is_due(checked, after(hours=1)), "a check in the future does not count"
    assert not recheck_is_due(a_manual_entry(), after(days=3))


def test_a_person_who_is_wanted_no_longer_ends_the_entry() -> None:
    over = recheck(a_manual_entry(a_person_draft()), "officer-1", NOW, still_wanted=False)
    assert not is_live(over, NOW)
    with pytest.raises(EntryRefusedError, match="expired"):
        recheck(over, "officer-1", NOW, still_wanted=True)


@pytest.mark.concord
@pytest.mark.parametrize(
    ("passed", "left", "expected"),
    [
        ({"days": 0}, 30, ()),
        ({"days": 22, "hours": 23}, 8, ()),
        ({"days": 23}, 7, (Reminder.SEVEN_DAYS,)),
        ({"days": 26, "hours": 23}, 4, (Reminder.SEVEN_DAYS,)),
        ({"days": 27}, 3, (Reminder.THREE_DAYS,)),
        ({"days": 29, "hours": 23}, 1, (Reminder.THREE_DAYS,)),
        ({"days": 30}, 0, ()),
        ({"days": 40}, 0, ()),
    ],
)
def test_reminders_come_at_seven_and_three_days(
    passed: dict[str, float], left: int, expected: tuple[Reminder, ...]
) -> None:
    entry = a_manual_entry()
    assert days_left(entry, after(**passed)) == left
    assert reminders(entry, after(**passed)) == expected


@pytest.mark.concord
def test_a_person_to_recheck_and_a_closed_case_are_reminded_of_besides() -> None:
    entry = replace(a_manual_entry(a_person_draft()), case_closed=True)
    assert reminders(entry, after(days=28)) == (
        Reminder.THREE_DAYS,
        Reminder.CASE_CLOSED,
        Reminder.RECHECK,
    )


@given(st.timedeltas(timedelta(0), timedelta(days=90)))
def test_an_entry_is_live_exactly_while_it_has_days_left(passed: timedelta) -> None:
    entry = a_manual_entry()
    assert is_live(entry, NOW + passed) == (days_left(entry, NOW + passed) > 0)


class Entries(RuleBasedStateMachine):
    """However often time passes, is asked for, granted: no entry outlives what was approved."""

    def __init__(self) -> None:
        super().__init__()
        self.now = NOW
        self.entry = a_manual_entry(a_person_draft())
        self.approved = 0
        self.removed = False

    @rule(hours=st.integers(1, 300))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule(by=st.sampled_from(["officer-1", "officer-2", "supervisor-1"]))
    def more_time_is_asked(self, by: str) -> None:
        before = self.entry
        try:
            self.entry = ask_more_time(before, by, WHY, self.now)
        except EntryRefusedError:
            assert self.entry == before
        else:
            assert by == before.entered_by

    @rule(by=st.sampled_from(["officer-1", "supervisor-1"]), yes=st.booleans())
    def somebody_decides(self, by: str, *, yes: bool) -> None:
        try:
            self.entry = decide_more_time(self.entry, by, "seen", self.now, approved=yes)
        except EntryRefusedError:
            return
        assert by != self.entry.entered_by
        self.approved += yes

    @precondition(lambda self: not self.removed)
    @rule(wanted=st.booleans())
    def it_is_rechecked(self, *, wanted: bool) -> None:
        try:
            self.entry = recheck(self.entry, "officer-1", self.now, still_wanted=wanted)
        except EntryRefusedError:
            return
        self.removed = not wanted

    @invariant()
    def the_end_is_what_was_approved(self) -> None:
        most = NOW + MANUAL_ENTRY_LASTS + self.approved * MORE_TIME_AT_MOST
        assert self.entry.expires_at == most
        assert is_live(self.entry, self.now) == (not self.removed and self.now < most)
        assert self.entry.entered_by == "officer-1"


TestEntries = Entries.TestCase
