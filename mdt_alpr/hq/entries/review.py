"""What supervisors and custodians may do with manual entries; each view and act is recorded."""

from collections import Counter
from collections.abc import Iterator

from mdt_alpr.acts.entries import as_decided
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.entry import life as entry_life
from mdt_alpr.domain.entry.form import flags
from mdt_alpr.domain.entry.life import RECHECK_DUE, EntryRefusedError, audit_hash
from mdt_alpr.domain.entry.listing import facts_of
from mdt_alpr.domain.errors import PlateTextError
from mdt_alpr.domain.hotlist.manual_entry import Extension
from mdt_alpr.domain.plate.plate import STATES, Plate
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.domain.review.reminders import DueThing
from mdt_alpr.domain.review.waiting import Waits
from mdt_alpr.domain.search.question import CaseCheck
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.agency_keys import key_id
from mdt_alpr.hq.base.declared import demand_seen
from mdt_alpr.hq.base.headquarters import Caller, RefusedError, Work
from mdt_alpr.hq.hotlists import manual_store as manual_entries
from mdt_alpr.hq.hotlists.manual_ending import end_entry, new_version
from mdt_alpr.hq.hotlists.manual_store import KeptEntry
from mdt_alpr.hq.hotlists.service import hold_list
from mdt_alpr.hq.people import store as people
from mdt_alpr.hq.people.two_people import require_two_people
from mdt_alpr.hq.teams.service import own_team
from mdt_alpr.wire.manual import (
    DecisionMessage,
    EndedEntryView,
    ManualEntriesMessage,
    ManualEntryView,
    PlateTestedMessage,
    PlateTestMessage,
)
from mdt_alpr.wire.problems import Problem

_CASE_UNKNOWN = "No such case in the case system."
_MAKER_GONE = "The account of its maker is disabled: remove it, or say who needs it now."


def live_entries(work: Work, caller: Caller, team: str) -> ManualEntriesMessage:
    """Return a team's live entries with their days left, the one that ends first at the top."""
    entries = manual_entries.live(work, team)
    number = ("entries", str(len(entries)))
    event, shown = AuditEvent.HQ_MANUAL_LISTED, [stored.entry.entry_id for stored in entries]
    record(work, event, "manual entries", caller.person_id, number, returned=shown)
    return ManualEntriesMessage(tuple(_view(work, stored) for stored in entries))


def due(work: Work) -> list[DueThing]:
    """Return whose live entries nobody answers for: the account was disabled (MAN-04, 5.A.6)."""
    gone = Counter(
        stored.entry.entered_by
        for stored in manual_entries.live(work)
        if not _has_its_maker(work, stored)
    )
    return [
        DueThing(
            f"Manual entries of {person_id}",
            "account disabled",
            f"{number} go on alerting. A supervisor or custodian decides: the desk's page Manual "
            "entries.",
        )
        for person_id, number in gone.items()
    ]


def waiting(work: Work, caller: Caller) -> Iterator[Waits]:
    """Yield the entries that wait for a caller: more time asked for, or no maker any more."""
    if (team := own_team(work, caller)) is None:
        return
    for stored in manual_entries.live(work, team):
        entry, is_gone = stored.entry, not _has_its_maker(work, stored)
        if is_gone or (
            entry.extension is Extension.ASKED and entry.entered_by != caller.person_id
        ):
            words = _MAKER_GONE if is_gone else "More time is asked for"
            on = capture_date(entry.expires_at)
            name = f"Manual entry of {entry.entered_by}"
            yield Waits(entry.entry_id, name, words, entry.entered_at, on)


def decide(work: Work, caller: Caller, entry_id: str, decision: DecisionMessage) -> None:
    """Approve or refuse a request for more time (MAN-03); never their own (ACC-12).

    Raises:
        RefusedError: no such entry, nothing was asked, your own request by whichever account, or
            no reason.
    """
    stored = _live(work, entry_id)
    try:
        entry = entry_life.decide_more_time(
            stored.entry, caller.person_id, decision.why, work.now, approved=decision.approved
        )
    except EntryRefusedError as error:
        raise RefusedError(Problem.ENTRY_REFUSED, str(error)) from error
    require_two_people(work, caller.person_id, entry.entered_by)
    manual_entries.change(work, entry)
    extended = entry.extension is Extension.APPROVED
    event = AuditEvent.HQ_MANUAL_EXTENDED if extended else AuditEvent.HQ_MANUAL_NOT_EXTENDED
    ends, typed = ("expires_at", entry.expires_at.isoformat()), (("why", entry.decided_why),)
    record(work, event, entry_id, caller.person_id, ends, typed=typed)
    new_version(work, caller.person_id)


def remove(work: Work, caller: Caller, entry_id: str, why: str) -> None:
    """End any entry, with a reason (MAN-04).

    Raises:
        RefusedError: no such entry, or no reason.
    """
    stored = _live(work, entry_id)
    end_entry(work, stored, caller.person_id, _reason(why))
    new_version(work, caller.person_id)


def close_case(work: Work, caller: Caller, entry_id: str, why: str) -> None:
    """Note that the case of an entry closed: its maker is reminded in the car (MAN-04).

    Raises:
        RefusedError: no such entry, or no reason.
    """
    stored = _live(work, entry_id)
    typed = (("why", _reason(why)),)
    manual_entries.change(work, entry_life.close_case(stored.entry, work.now))
    record(work, AuditEvent.HQ_MANUAL_CASE_CLOSED, entry_id, caller.person_id, typed=typed)
    new_version(work, caller.person_id)


def test_plate(work: Work, caller: Caller, asked: PlateTestMessage) -> PlateTestedMessage:
    """Return the ended entries that were on the plate an auditor has (MAN-05).

    That somebody tested, and how many fitted, is recorded; the plate is not.

    Raises:
        RefusedError: it is no plate with a state of issuance.
    """
    if asked.state not in STATES:
        raise RefusedError(Problem.STATE_OF_ISSUANCE)
    try:
        hashed = audit_hash(work.entry_key, Plate(asked.text, asked.state))
    except PlateTextError:
        raise RefusedError(Problem.NOT_A_PLATE) from None
    key = key_id(work.entry_key)
    entries = manual_entries.with_hash(work, hashed, key)
    untestable = manual_entries.of_other_keys(work.connection, key)
    fitted = ("fitted", str(len(entries)))
    record(work, AuditEvent.HQ_MANUAL_TESTED, "ended entries", caller.person_id, fitted)
    return PlateTestedMessage(tuple(_ended_view(stored) for stored in entries), untestable)


def _has_its_maker(work: Work, entry: KeptEntry) -> bool:
    account = people.account(work.connection, entry.entry.entered_by)
    return account is None or account.is_live(work.now)


def _live(work: Work, entry_id: str) -> KeptEntry:
    hold_list(work)
    stored = manual_entries.find(work, entry_id)
    if stored is None or stored.ended_at or not entry_life.is_live(stored.entry, work.now):
        raise RefusedError(Problem.NO_SUCH_ENTRY)
    demand_seen(as_decided(_view(work, stored)))
    return stored


def _reason(why: str) -> str:
    if not why.strip():
        raise RefusedError(Problem.ENTRY_REFUSED, "Give the reason.")
    return why.strip()


def _view(work: Work, stored: KeptEntry) -> ManualEntryView:
    entry = stored.entry
    unknown = (_CASE_UNKNOWN,) if stored.case_check is CaseCheck.UNKNOWN else ()
    if not _has_its_maker(work, stored):
        unknown = (_MAKER_GONE, *unknown)
    if entry_life.recheck_is_due(entry, work.now):
        unknown = (RECHECK_DUE, *unknown)
    return ManualEntryView(
        entry_id=entry.entry_id,
        text=entry.draft.text,
        state=entry.draft.state,
        unit=stored.unit,
        facts=facts_of(entry),
        expires_at=entry.expires_at,
        days_left=entry_life.days_left(entry, work.now),
        justification=entry.justification,
        identified_by=entry.draft.person.identified_by if entry.draft.person else "",
        flags=(*flags(entry.draft), *unknown),
    )


def _ended_view(stored: KeptEntry) -> EndedEntryView:
    entry = stored.entry
    return EndedEntryView(
        entry_id=entry.entry_id,
        entered_by=entry.entered_by,
        case=entry.draft.case,
        reason=entry.draft.reason,
        entered_at=entry.entered_at,
        ended_at=stored.ended_at or entry.expires_at,
        ended_by=stored.ended_by,
        ended_why=stored.ended_why,
    )
