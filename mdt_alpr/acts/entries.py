"""Manual entries: who sees, extends, removes and tests them (MAN-03 to MAN-05)."""

from collections.abc import Mapping
from dataclasses import replace

from mdt_alpr.acts.act import Act, Look, Nothing
from mdt_alpr.acts.fields import ActField
from mdt_alpr.acts.listing import ListCell, ListColumn, Listing, plate
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.entry.life import RECHECK_DUE
from mdt_alpr.domain.hotlist.manual_entry import Extension
from mdt_alpr.domain.people.roles import EVERY_TEAM, Permission
from mdt_alpr.domain.policy import ENTRY_REMINDERS
from mdt_alpr.wire.manual import (
    DecisionMessage,
    EndedEntryView,
    ManualEntriesMessage,
    ManualEntryView,
    PastReadsMessage,
    PastReadsRequest,
    PlateTestedMessage,
    PlateTestMessage,
    ReasonMessage,
)

GROUPS = {"manual-entry": "plates that coworkers entered"}
_REVIEW = Permission.MANAGE_LISTS, Permission.REVIEW_HITS


def _case(entry: ManualEntryView) -> ListCell:
    """Return the case; a closed one leaves its entry to be removed (MAN-04)."""
    if entry.facts.case_closed:
        return ListCell(entry.facts.case, below="closed", mark="weak", warns=True)
    return ListCell(entry.facts.case)


def _label(entry: ManualEntryView) -> ListCell:
    """Return what must be shown with the entry (MAN-09), and what to check in it (RS-15)."""
    flags = (flag for flag in entry.flags if flag != RECHECK_DUE)
    words = " ".join((*flags, *entry.facts.labels))
    return ListCell(words, warns=bool(words))


def _recheck(entry: ManualEntryView) -> ListCell:
    facts = entry.facts
    if not facts.names_person:
        return ListCell("Not needed")
    if RECHECK_DUE in entry.flags:
        return ListCell(RECHECK_DUE, mark="weak", warns=True)
    return ListCell(("Done", facts.rechecked_at or facts.entered_at), mark="tick")


def _more_time(entry: ManualEntryView) -> ListCell:
    if entry.facts.extension is not Extension.ASKED:
        return ListCell("")
    return ListCell(f"Asked: {entry.justification}", mark="weak", warns=True)


def _tested(answer: PlateTestedMessage) -> str:
    number = len(answer.entries)
    words = f"{number} ended {'entry was' if number == 1 else 'entries were'} on this plate."
    if answer.untestable:
        words += f" {answer.untestable} more can be tested with another key only."
    return words


LIVE: Listing[ManualEntriesMessage, ManualEntryView] = Listing(
    lambda answer: answer.entries,
    lambda entry: entry.entry_id,
    (
        ListColumn("Entry", 0, lambda entry: entry.entry_id),
        ListColumn("Plate", 110, lambda entry: plate(entry.text, entry.state)),
        ListColumn("Days left", 80, lambda entry: ListCell(
            entry.days_left, warns=entry.days_left <= ENTRY_REMINDERS[0].days), right=True),
        ListColumn("By", 90, lambda entry: ListCell(entry.facts.entered_by, below=entry.unit)),
        ListColumn("Case", 120, _case),
        ListColumn("Reason", 150, lambda entry: entry.facts.reason),
        ListColumn("Label", 330, _label),
        ListColumn("Re-check", 120, _recheck),
        ListColumn("More time", 150, _more_time),
    ),
    "No active entries. Entries made in cars are listed here until they expire.",
)  # fmt: skip
ENDED: Listing[PlateTestedMessage, EndedEntryView] = Listing(
    lambda answer: answer.entries,
    lambda entry: entry.entry_id,
    (
        ListColumn("Ended", 140, lambda entry: ListCell(entry.ended_at, is_strong=True)),
        ListColumn("Entered", 140, lambda entry: ListCell(entry.entered_at, to_minute=True)),
        ListColumn("By", 120, lambda entry: entry.entered_by),
        ListColumn("Case", 150, lambda entry: entry.case),
        ListColumn("Reason", 300, lambda entry: entry.reason),
        ListColumn("How it ended", 300, lambda entry: ListCell(
            entry.ended_why, below=f"by {entry.ended_by}" if entry.ended_by else "")),
    ),
    "No ended entry was on this plate.",
    _tested,
)  # fmt: skip


def _entry(answer: ManualEntriesMessage, places: Mapping[str, str]) -> ManualEntryView:
    return as_decided({entry.entry_id: entry for entry in answer.entries}[places["entry_id"]])


def as_decided(entry: ManualEntryView) -> ManualEntryView:
    """Return what a person decides on: without what changes by the hour alone."""
    return replace(entry, days_left=0, flags=())


SHOW_ENTRIES = Look(
    "GET /v1/manual-entries", "See the live manual entries", _REVIEW, ManualEntriesMessage,
    shows_captured=True, records=(AuditEvent.HQ_MANUAL_LISTED,), command="manual-entry list",
    listing=LIVE, query=(ActField(name="team", label="Of this team only", default=EVERY_TEAM),),
)  # fmt: skip
TEST_PLATE = Look(
    "POST /v1/manual-entries/plate-test", "Test which ended entries were on a plate",
    (Permission.READ_AUDIT,), PlateTestedMessage, body=PlateTestMessage, shows_captured=False,
    records=(AuditEvent.HQ_MANUAL_TESTED,), command="manual-entry test {text} {state}",
    listing=ENDED, button="Test this plate",
)  # fmt: skip
SHOW_PAST_READS = Look(
    "POST /v1/manual-entries/{entry_id}/past-reads", "See where its plate was read before", (),
    PastReadsMessage, body=PastReadsRequest, shows_captured=True,
    records=(AuditEvent.HQ_PAST_READS_VIEWED, AuditEvent.HQ_SEARCHED),
    off_desk="an officer asks in the car, beside an own entry; the desk has Search",
)  # fmt: skip
DECIDE = Act(
    "POST /v1/manual-entries/{entry_id}/decision", "Decide on more time", _REVIEW, Nothing,
    body=DecisionMessage, is_privileged=True, records=(AuditEvent.HQ_MANUAL_EXTENDED,
    AuditEvent.HQ_MANUAL_NOT_EXTENDED), changes=_entry,
)  # fmt: skip
APPROVE = replace(
    DECIDE, says={"approved": True}, asks=("why",), command="manual-entry approve",
    summary="Approve more time for an entry", button="Approve more time",
)  # fmt: skip
REFUSE = replace(
    DECIDE, says={"approved": False}, asks=("why",), command="manual-entry refuse",
    summary="Refuse more time for an entry", button="Refuse",
)  # fmt: skip
REMOVE = Act(
    "POST /v1/manual-entries/{entry_id}/removal", "End an entry in every car", _REVIEW, Nothing,
    body=ReasonMessage, records=(AuditEvent.HQ_MANUAL_EXPIRED, AuditEvent.HQ_MANUAL_REMOVED),
    changes=_entry, command="manual-entry remove", button="Remove entry",
)  # fmt: skip
CLOSE_CASE = Act(
    "POST /v1/manual-entries/{entry_id}/closed-case",
    "Note that its case closed: its maker is reminded", _REVIEW, Nothing, body=ReasonMessage,
    records=(AuditEvent.HQ_MANUAL_CASE_CLOSED,), changes=_entry, command="manual-entry close-case",
    button="Case closed",
)  # fmt: skip
