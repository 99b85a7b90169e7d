"""The gate before "Initiate stop": computed from what is true now, never stored (D8).

It is computed for one officer. Entry, vehicle and what is stated count only where that officer
gave them in the present session; what a gateway answered about the record is a machine's word and
counts for everybody, and so does all evidence against the hit.

Order of the checks is fixed: plate, state, vehicle, status, DCIN (U19).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mdt_alpr.domain.hit.hit import Hit, HitState
from mdt_alpr.domain.hit.reasons import (
    FIRST_LOOK_WRONG,
    counted_reason,
    fits_records,
    state_is_contradicted,
)
from mdt_alpr.domain.hit.status_query import (
    NotPracticable,
    StatusReply,
    StatusResult,
    StatusSource,
)
from mdt_alpr.domain.hit.vehicle import wants_vehicle
from mdt_alpr.domain.officer import Officer
from mdt_alpr.domain.plate.plate import folded
from mdt_alpr.domain.policy import (
    STATUS_REPLY_GOOD_FOR,
    manual_entry_has_expired,
    status_reply_is_good,
)


class Check(StrEnum):
    """One thing that must be true before a stop."""

    PLATE = "plate"
    STATE = "state"
    VEHICLE = "vehicle"
    STATUS = "status"
    DCIN = "dcin"


class CheckStatus(StrEnum):
    """The status of a check; each has its own shape and word (U9)."""

    TRUE = "true"
    NOT_NEEDED = "not_needed"
    NOT_COMPARED = "not_compared"
    REASON_GIVEN = "reason_given"
    NOT_PRACTICABLE = "not_practicable"
    OPEN = "open"
    EXPIRED = "expired"
    CLOCK_CHANGED = "clock_changed"
    """The reply is of a time that is still to come: the clock was set back (D6)."""
    REPLY_NEEDED = "reply_needed"
    """State or vehicle differs: only a reply that names the plate counts (D4)."""
    NO_RECORD = "no_record"
    CONTRADICTED = "contradicted"
    LOOK_AGAIN = "look_again"
    """The officer says that the first look at the vehicle was wrong, and answers again (D4)."""
    NOT_ON_FILE = "not_on_file"
    """A local or manual entry, of which DCIN correctly has no record (VER-02)."""
    OWNER_NEEDED = "owner_needed"
    """In no national file: whoever entered the record must confirm it, by Communications."""


STATUS_SOURCES = (
    StatusSource.MDT,
    StatusSource.COMMUNICATIONS,
    StatusSource.GATEWAY,
    StatusSource.GATEWAY_DCIN,
)
"""Any of them answers the check of 09.21.5.A.4.b."""
DCIN_SOURCES = (StatusSource.DCIN, StatusSource.GATEWAY_DCIN)
"""Either of them answers the check of 09.21.5.A.4.c."""
GATEWAY_SOURCES = (StatusSource.GATEWAY, StatusSource.GATEWAY_DCIN)
"""One source: its newest answer counts, whichever way it says that it asked."""

PASSES = frozenset(
    {
        CheckStatus.TRUE,
        CheckStatus.NOT_NEEDED,
        CheckStatus.NOT_COMPARED,
        CheckStatus.REASON_GIVEN,
        CheckStatus.NOT_PRACTICABLE,
        CheckStatus.NOT_ON_FILE,
    }
)


class GateForm(StrEnum):
    """The form of the stop button."""

    LOCKED = "locked"
    OPEN = "open"
    OPEN_WITHOUT_STATUS = "open_without_status"
    """Every visual check holds, status was not practicable: visibly different (D6)."""
    GONE = "gone"
    """A contrary fact: no other action may ever appear in the button's place (U18)."""


@dataclass(frozen=True, slots=True)
class Gate:
    """The gate at one instant.

    ``status_good_until`` is when the first of the status checks that hold now stops holding;
    None where none holds.
    """

    form: GateForm
    checks: tuple[tuple[Check, CheckStatus], ...]
    status_good_until: datetime | None

    @property
    def missing(self) -> tuple[Check, ...]:
        """Return the checks that do not hold now, in their fixed order."""
        return tuple(check for check, status in self.checks if status not in PASSES)

    @property
    def may_stop(self) -> bool:
        """Return whether a stop may be initiated at this instant."""
        return self.form in (GateForm.OPEN, GateForm.OPEN_WITHOUT_STATUS)

    @property
    def differs(self) -> Check | None:
        """Return what contradicts the hit and wants a reason, else what holds by a reason only."""
        wanting = CheckStatus.CONTRADICTED, CheckStatus.REASON_GIVEN
        differing = (check for want in wanting for check, status in self.checks if status is want)
        return next(differing, None)

    def status(self, check: Check) -> CheckStatus:
        """Return the status of a check."""
        return dict(self.checks)[check]


def gate(hit: Hit, now: datetime, *, officer: Officer, open_hit_id: str | None) -> Gate:
    """Return the gate of ``hit`` at ``now`` for ``officer``.

    ``open_hit_id`` is the hit on the officer's screen. Clauses 09.21.5.A.4.a (plate and state,
    without exception), .b (status), .c (DCIN). A statement that a source could not be asked counts
    as long as a reply would, until a reply comes.
    """
    own = officer.is_signed_in and hit.officer == officer
    seen = CheckStatus.TRUE if own and _is_entered_by(hit, officer) else CheckStatus.OPEN
    state = _state(hit) if seen is CheckStatus.TRUE else CheckStatus.OPEN
    vehicle = _vehicle(hit, officer) if seen is CheckStatus.TRUE else CheckStatus.OPEN
    answers = _StatusAnswers(hit, officer, now)
    status, dcin = answers.status(Check.STATUS), answers.status(Check.DCIN)
    overridden = CheckStatus.REASON_GIVEN in (state, vehicle)
    if overridden and CheckStatus.TRUE not in (status, dcin):
        status = CheckStatus.REPLY_NEEDED if status is CheckStatus.NOT_PRACTICABLE else status
    checks = (
        (Check.PLATE, seen),
        (Check.STATE, state),
        (Check.VEHICLE, vehicle),
        (Check.STATUS, status),
        (Check.DCIN, dcin),
    )
    is_open = hit.hit_id == open_hit_id
    return Gate(_form(hit, checks, now, is_open=is_open), checks, answers.good_until)


def gate_at_stop(hit: Hit) -> Gate | None:
    """Return what held when the stop was initiated, locked for good.

    None where no stop was, or its own session still shows the gate as it is now.
    """
    held = hit.trace.stop_gate
    if held is None or hit.entry is None or hit.officer == hit.stop_by:
        return None
    checks = tuple((Check(name), CheckStatus(status)) for name, status in held.checks)
    return Gate(GateForm.GONE if hit.contrary else GateForm.LOCKED, checks, None)


def is_local(hit: Hit) -> bool:
    """Return whether no record of the plate entered is one that NCIC and DCIN know (VER-02).

    A manual entry and an agency's own list have no NIC number.
    """
    return bool(hit.records) and not any(record.nic for record in hit.records)


def latest_reply(hit: Hit, *sources: StatusSource) -> StatusReply | None:
    """Return the reply of the given sources that was stated last, whatever the clock did."""
    return next((reply for reply in reversed(hit.replies) if reply.source in sources), None)


def _form(
    hit: Hit, checks: tuple[tuple[Check, CheckStatus], ...], now: datetime, *, is_open: bool
) -> GateForm:
    if hit.contrary:
        return GateForm.GONE
    held = all(status in PASSES for _, status in checks)
    live = hit.state is HitState.COMPARED and _is_listed(hit, now)
    if not (held and live and is_open):
        return GateForm.LOCKED
    if dict(checks)[Check.STATUS] is CheckStatus.NOT_PRACTICABLE:
        return GateForm.OPEN_WITHOUT_STATUS
    return GateForm.OPEN


def _is_listed(hit: Hit, now: datetime) -> bool:
    """Return whether a record of the plate entered is still on the list and has not expired."""
    left = (r for r in hit.records if r.entry_id not in hit.superseded.records)
    return any(not (r.expires_at and manual_entry_has_expired(r.expires_at, now)) for r in left)


def _is_entered_by(hit: Hit, officer: Officer) -> bool:
    """Return whether this officer made every entry of the matching attempt, in this session."""
    made = hit.attempts[-hit.entries_wanted :]
    return hit.entry is not None and all(attempt.by == officer for attempt in made)


def _state(hit: Hit) -> CheckStatus:
    """Return the status of a state that was entered: pictures of another one want a reason."""
    if hit.entry is None or not state_is_contradicted(hit):
        return CheckStatus.TRUE
    return CheckStatus.REASON_GIVEN if hit.entry.state_reason else CheckStatus.CONTRADICTED


def _vehicle(hit: Hit, officer: Officer) -> CheckStatus:
    if not hit.records:
        return CheckStatus.OPEN
    if not any(record.kind.describes_vehicle for record in hit.records):
        return CheckStatus.NOT_NEEDED
    if not wants_vehicle(hit.records):
        return CheckStatus.NOT_COMPARED
    if hit.vehicle is None or hit.vehicle.by != officer:
        return CheckStatus.OPEN
    fits = fits_records(hit, hit.vehicle)
    if fits is False:
        return _differs(hit, officer)
    return CheckStatus.TRUE if fits else CheckStatus.NOT_COMPARED


def _differs(hit: Hit, officer: Officer) -> CheckStatus:
    """Return the status of a vehicle that did not fit in the first answer.

    No reason makes it fit. A second answer, given after the record was shown, can only support the
    reason, and only where that vehicle fits.
    """
    given = counted_reason(hit)
    if given is None or given.by != officer:
        return CheckStatus.CONTRADICTED
    if given.reason != FIRST_LOOK_WRONG:
        return CheckStatus.REASON_GIVEN
    if given.second_answer is None:
        return CheckStatus.LOOK_AGAIN
    fits = fits_records(hit, given.second_answer)
    return CheckStatus.REASON_GIVEN if fits else CheckStatus.CONTRADICTED


def confirming(hit: Hit, check: Check, now: datetime) -> list[StatusReply]:
    """Return the replies by which STATUS or DCIN is true for the hit's officer."""
    return _StatusAnswers(hit, hit.officer, now).confirming(check)


def reply_counts(hit: Hit, reply: StatusReply, now: datetime) -> bool:
    """Return whether a confirming reply counts for the hit's officer.

    It is neither too old nor superseded (D6, D8). A stated reply is that officer's own, in the
    present session. A gateway's reply is about the plate and state that this officer entered; a
    simulated one counts in training only (INT-04).
    """
    current = reply in hit.replies[hit.superseded.replies :] and status_reply_is_good(
        reply.at, now
    )
    if not reply.received:
        return current and reply.by == hit.officer
    is_real = not reply.simulated or hit.officer.training
    return current and is_real and _is_about_entry(hit, reply)


def _is_about_entry(hit: Hit, reply: StatusReply) -> bool:
    if hit.entry is None or reply.about is None:
        return False
    text, state = reply.about
    return folded(text) == folded(hit.entry.text) and state == hit.entry.state


_SOURCES = {Check.STATUS: STATUS_SOURCES, Check.DCIN: DCIN_SOURCES}
_LOCAL_FILES = (StatusSource.MDT, StatusSource.DCIN)
"""What searches the state's and the national files, which have no local entries (VER-02)."""


@dataclass(frozen=True, slots=True)
class _StatusAnswers:
    """The replies and statements on a hit's status, as they count for one officer now."""

    hit: Hit
    officer: Officer
    now: datetime

    def status(self, check: Check) -> CheckStatus:
        """Return how a status check is answered."""
        newest = self._newest(_SOURCES[check])
        if any(r.result is StatusResult.NO_RECORD and not self._is_normal(r) for r in newest):
            return CheckStatus.NO_RECORD
        if self.confirming(check):
            return CheckStatus.TRUE
        if check is Check.DCIN and self._file_has_none(newest):
            return CheckStatus.NOT_ON_FILE
        stated = self._statement(_SOURCES[check])
        if stated and self._statement_counts(stated):
            return CheckStatus.NOT_PRACTICABLE
        if check is Check.STATUS and self._is_unlisted:
            return CheckStatus.OWNER_NEEDED
        own = [r for r in newest if r.by == self.officer or r.received]
        return self._over([*own, stated] if stated else own)

    def _over(self, answers: Iterable[StatusReply | NotPracticable]) -> CheckStatus:
        """Return why none of the answers counts any more, or that there is none."""
        times = [answer.at for answer in answers]
        if any(at > self.now for at in times):
            return CheckStatus.CLOCK_CHANGED
        return CheckStatus.EXPIRED if times else CheckStatus.OPEN

    @property
    def good_until(self) -> datetime | None:
        """Return when the first of the status checks that hold now stops holding."""
        ends = (self._ends(check) for check in _SOURCES)
        return min((end for end in ends if end), default=None)

    def _ends(self, check: Check) -> datetime | None:
        status, newest = self.status(check), self._newest(_SOURCES[check])
        if status is CheckStatus.NOT_PRACTICABLE:
            since = [stated.at] if (stated := self._statement(_SOURCES[check])) else []
        elif status is CheckStatus.TRUE:
            since = [reply.at for reply in self.confirming(check)]
        elif status is CheckStatus.NOT_ON_FILE:
            since = [reply.at for reply in newest if self._counts(reply)]
        else:
            return None
        return max(at + STATUS_REPLY_GOOD_FOR for at in since)

    def _newest(self, sources: tuple[StatusSource, ...]) -> list[StatusReply]:
        """Return the newest reply of each of the sources; a gateway's are one source.

        A gateway's reply about another plate, as an earlier officer entered it, does not count.
        """
        hit = self.hit
        answers = [r for r in hit.replies if not r.received or _is_about_entry(hit, r)]
        own = [(source,) for source in sources if source not in GATEWAY_SOURCES]
        gateway = tuple(source for source in sources if source in GATEWAY_SOURCES)
        last = (
            next((r for r in reversed(answers) if r.source in voice), None)
            for voice in (*own, gateway)
        )
        return [reply for reply in last if reply is not None]

    def confirming(self, check: Check) -> list[StatusReply]:
        """Return the replies that make a check true: only the owner's for an unlisted record."""
        newest = self._newest(_SOURCES[check])
        active = [r for r in newest if r.result is StatusResult.ACTIVE and self._counts(r)]
        if check is Check.STATUS and self._is_unlisted:
            return [r for r in active if r.source is StatusSource.COMMUNICATIONS]
        return active

    @property
    def _is_unlisted(self) -> bool:
        """Return whether this officer asked the files for a local entry, and they have none."""
        return self._file_has_none(self._newest(_LOCAL_FILES))

    def _file_has_none(self, newest: list[StatusReply]) -> bool:
        return any(self._is_normal(reply) and self._counts(reply) for reply in newest)

    def _is_normal(self, reply: StatusReply) -> bool:
        """Return whether a reply is the expected "no record" on a local entry."""
        absent = reply.result is StatusResult.NO_RECORD and reply.source in _LOCAL_FILES
        return absent and is_local(self.hit)

    def _counts(self, reply: StatusReply) -> bool:
        is_own = self.hit.officer == self.officer and self.officer.is_signed_in
        return is_own and reply_counts(self.hit, reply, self.now)

    def _statement_counts(self, stated: NotPracticable) -> bool:
        counted = self.hit.not_practicable[self.hit.superseded.statements :]
        return stated in counted and status_reply_is_good(stated.at, self.now)

    def _statement(self, sources: tuple[StatusSource, ...]) -> NotPracticable | None:
        """Return the officer's last statement that these could not be asked, unless one did.

        A reply that was superseded before does not answer it, whatever time a wrong clock gave it.
        Neither does a file without a record of a local entry: the owner is still to be asked.
        """
        hit = self.hit
        own = [n for n in hit.not_practicable if n.source in sources and n.by == self.officer]
        stated = own[-1] if own else None
        counted = stated in hit.not_practicable[hit.superseded.statements :]
        replies = hit.replies[hit.superseded.replies if counted else 0 :]
        answers = [r for r in replies if r.source in sources and not self._is_normal(r)]
        answered = stated and any(reply.at >= stated.at for reply in answers)
        return None if answered else stated
