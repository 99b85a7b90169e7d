"""Records that are known to be wrong: cars do not alert on them for a while (HOT-11).

Placing a correction is a cancellation to the cars, its end lists the record again; both make a
version of the hotlist. The record stays at headquarters as it was delivered.
"""

from datetime import datetime, timedelta
from typing import Any, TypeVar

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.conversion import converted
from mdt_alpr.domain.entry.life import without_plate
from mdt_alpr.domain.errors import DomainError
from mdt_alpr.domain.hotlist.hotlist import CorrectionDraft, check_reason, check_time
from mdt_alpr.domain.plate.plate import Plate, tidy
from mdt_alpr.hq.audit.clock_guard import doubt_in
from mdt_alpr.hq.audit.service import NOBODY, record
from mdt_alpr.hq.base.declared import demand_seen
from mdt_alpr.hq.base.headquarters import Headquarters, RefusedError, Work
from mdt_alpr.hq.hotlists import store as corrections
from mdt_alpr.hq.hotlists.manual_ending import new_version
from mdt_alpr.hq.hotlists.service import hold_list
from mdt_alpr.hq.hotlists.store import KeptCorrection, Listed
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.hotlists import CorrectionMessage, CorrectionsMessage
from mdt_alpr.wire.messages import EntryMessage
from mdt_alpr.wire.problems import Problem

EVERY = timedelta(minutes=1)

T = TypeVar("T")
Facts = tuple[tuple[str, str], ...]


def place(work: Work, by: str, plate: Plate, entry_id: str, draft: CorrectionDraft) -> int:
    """Let no car alert on a record from now on; return the correction's number.

    ``entry_id`` may be empty where one record only is listed on the plate.

    Raises:
        PlateTextError: the text is no plate.
        DomainError: no such record, several, one that is corrected already, or a draft that
            nobody could account for.
    """
    draft.check()
    text = tidy(plate.text)
    hold_list(work)
    listing = _one(work, Plate(text, plate.state), entry_id)
    if any(
        correction.entry_id == listing.entry_id
        for correction in corrections.open_corrections(work)
    ):
        raise DomainError("This record is corrected already. Renew that correction, or end it.")
    asked = draft.owner_asked.strip()
    new = KeptCorrection(
        number=corrections.next_correction(work.connection),
        entry_id=listing.entry_id,
        plate_text=text,
        state=plate.state,
        list_name=listing.list_name,
        owner=decode(EntryMessage, listing.body).ori,
        reason=draft.reason.strip(),
        evidence=draft.evidence.strip(),
        owner_asked=asked,
        owner_asked_at=work.now if asked else None,
        made_at=work.now,
        made_by=by,
        expires_at=work.now + draft.lasts,
    )
    corrections.add_correction(work, new)
    _audit(work, AuditEvent.HQ_CORRECTION_PLACED, new, by, (
        ("list", new.list_name), ("owner", new.owner), ("reason", new.reason),
        ("evidence", new.evidence), ("owner_asked", new.owner_asked),
        ("expires_at", new.expires_at.isoformat()),
    ))  # fmt: skip
    corrections.forget_one(work.connection, new.entry_id, new_version(work, by, "correction"))
    return new.number


def renew(work: Work, by: str, number: int, reason: str, lasts: timedelta) -> None:
    """Let a correction last from now on for so long.

    Raises:
        RefusedError: there is no such correction.
        DomainError: no reason, or a time that may not be.
    """
    check_reason(reason)
    check_time(lasts)
    correction, ends = _live(work, number), work.now + lasts
    corrections.change_correction(work, correction, expires_at=ends)
    facts = ("reason", reason.strip()), ("expires_at", ends.isoformat())
    _audit(work, AuditEvent.HQ_CORRECTION_RENEWED, correction, by, facts)


def note_owner(work: Work, by: str, number: int, asked: str) -> None:
    """Note how the agency that owns the record was asked to correct it, or what it answered.

    Raises:
        RefusedError: there is no such correction.
        DomainError: the note says nothing.
    """
    check_reason(asked)
    correction = _live(work, number)
    corrections.change_correction(
        work, correction, owner_asked=asked.strip(), owner_asked_at=work.now
    )
    facts = ("owner", correction.owner), ("owner_asked", asked.strip())
    _audit(work, AuditEvent.HQ_CORRECTION_OWNER_NOTED, correction, by, facts)


def end(work: Work, by: str, number: int, reason: str) -> None:
    """Let cars alert on the record again, where it is still listed.

    Raises:
        RefusedError: there is no such correction.
        DomainError: no reason.
    """
    check_reason(reason)
    _end(work, _live(work, number), by, AuditEvent.HQ_CORRECTION_ENDED, reason.strip())


def end_corrections(hq: Headquarters) -> int:
    """End every correction whose time is over by a clock that is believed; return how many."""
    with hq.reading() as work:
        if doubt_in(work) or not any(
            _is_over(work, correction) for correction in corrections.open_corrections(work)
        ):
            return 0
    with hq.writing() as work:
        hold_list(work)
        over = [k for k in corrections.open_corrections(work) if _is_over(work, k)]
        for correction in over:
            _end(work, correction, NOBODY, AuditEvent.HQ_CORRECTION_EXPIRED, "its time is over")
    return len(over)


def live(work: Work, by: str) -> CorrectionsMessage:
    """Return the corrections that hold; that they were seen is recorded."""
    live_corrections = [k for k in corrections.open_corrections(work) if not _is_over(work, k)]
    number = ("corrections", str(len(live_corrections)))
    shown = [str(correction.number) for correction in live_corrections]
    record(work, AuditEvent.HQ_CORRECTIONS_VIEWED, "corrections", by, number, returned=shown)
    return CorrectionsMessage(tuple(_message(work, correction) for correction in live_corrections))


def what_is_left(correction: KeptCorrection, at: datetime, by: str) -> dict[str, Any]:
    """Return the columns that the end of a correction changes: its plate goes."""
    plate = correction.plate_text
    return {
        "plate_text": "",
        "state": "",
        "reason": without_plate(correction.reason, plate),
        "evidence": without_plate(correction.evidence, plate),
        "owner_asked": without_plate(correction.owner_asked, plate),
        "ended_at": at,
        "ended_by": by,
    }


# ---------------------------------------------------------------- inside


def _one(work: Work, plate: Plate, entry_id: str) -> Listed:
    listings = corrections.listed(work, plate.text, plate.state)
    wanted = [listing for listing in listings if entry_id in ("", listing.entry_id)]
    if not wanted:
        raise DomainError("No such record is listed on this plate and state.")
    if len(wanted) > 1:
        ids = ", ".join(f"{listing.entry_id} ({listing.list_name})" for listing in wanted)
        raise DomainError(f"Several records are listed on this plate. Name the wrong one: {ids}.")
    return wanted[0]


def _live(work: Work, number: int) -> KeptCorrection:
    hold_list(work)  # nobody ends it meanwhile
    matches = (k for k in corrections.open_corrections(work) if k.number == number)
    correction = next(matches, None)
    if correction is None or _is_over(work, correction):
        raise RefusedError(Problem.NO_SUCH_CORRECTION)
    demand_seen(_message(work, correction))
    return correction


def _is_over(work: Work, correction: KeptCorrection) -> bool:
    return correction.expires_at <= work.now


def _end(work: Work, correction: KeptCorrection, by: str, event: AuditEvent, reason: str) -> None:
    """End it; the plate goes from it, the listed record has its own."""
    is_listed = corrections.is_listed(work, correction)
    _audit(
        work, event, correction, by, (("reason", reason), ("still_listed", str(is_listed).lower()))
    )
    corrections.change_correction(work, correction, **what_is_left(correction, work.now, by))
    if is_listed:
        corrections.send_one_again(
            work.connection, correction.entry_id, new_version(work, by, "correction")
        )


def _audit(
    work: Work, event: AuditEvent, correction: KeptCorrection, by: str, facts: Facts
) -> None:
    """Record it without the plate, which may be in what somebody typed."""
    clean = ((name, without_plate(text, correction.plate_text)) for name, text in facts)
    record(work, event, correction.entry_id, by, ("number", str(correction.number)), *clean)


def _message(work: Work, correction: KeptCorrection) -> CorrectionMessage:
    return converted(
        CorrectionMessage,
        correction,
        text=correction.plate_text,
        is_listed=corrections.is_listed(work, correction),
    )
