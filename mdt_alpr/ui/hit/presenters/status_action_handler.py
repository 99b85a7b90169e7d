"""What presses around a hit's status do to the case, and what they ask of the car."""

from collections.abc import Callable
from datetime import datetime

from mdt_alpr.domain.errors import DomainError
from mdt_alpr.domain.hit.confirmation import AgencyReply, Urgency
from mdt_alpr.domain.hit.hit import HitState
from mdt_alpr.domain.hit.recorded_stop import MINUTES_AGO, StopReason
from mdt_alpr.patrol.desk import OfficerCommands
from mdt_alpr.ui.hit.presenters.confirmation_form import (
    PROMISED_IN_MINUTES,
    Sheet,
    draft_of,
    record_asked,
)
from mdt_alpr.ui.hit.presenters.confirmation_view import AGAIN, REQUESTED
from mdt_alpr.ui.hit.presenters.hit_case import HitCase
from mdt_alpr.ui.hit.presenters.hit_status_form import OpenQuestion
from mdt_alpr.ui.hit.presenters.recorded_stop_form import StopForm


class StatusActionHandler:
    """Takes what concerns the status of one open hit; what cannot be asked now changes nothing."""

    def __init__(self, desk: OfficerCommands, now: Callable[[], datetime]) -> None:
        self._desk = desk
        self._now = now

    def ask_gateway(self, case: HitCase) -> None:
        """Ask headquarters' gateway again."""
        if _stands(case):
            self._desk.ask_status(case.hit.hit_id)

    def ask_confirmation(self, case: HitCase) -> None:
        """Open the sheet of the hit confirmation."""
        hit = case.hit
        done = hit.confirmation is not None and hit.confirmation.substantive is not None
        ready = hit.state is HitState.STOPPED or case.gate(self._now()).may_stop
        if not _stands(case) or done or not hit.records or not (ready or hit.confirmation):
            return
        case.status.confirmation.begin(hit)
        try:
            draft_of(hit, case.status.confirmation, case.record)
        except DomainError as error:
            if hit.confirmation is None:
                case.notice = str(error)
                return
        case.status.ask(OpenQuestion.CONFIRMATION)

    def answer_confirmation(self, case: HitCase, key: str) -> None:
        """Take a tile of that sheet, by its key."""
        if not _stands(case) or case.status.asking is not OpenQuestion.CONFIRMATION:
            return
        form = case.status.confirmation
        {
            Sheet.BASIS: self._basis,
            Sheet.DRAFT: self._requested,
            Sheet.REPLY: self._replied,
            Sheet.WHEN: self._promised,
        }.get(form.sheet, _nothing)(case, key)

    def _basis(self, case: HitCase, key: str) -> None:
        form = case.status.confirmation
        if key in set(Urgency):
            form.urgency, form.sheet = Urgency(key), Sheet.OCA

    def _requested(self, case: HitCase, key: str) -> None:
        form = case.status.confirmation
        if key != REQUESTED or form.urgency is None:
            return
        nic = record_asked(case.hit, case.record).nic
        case.status.ask(OpenQuestion.SOURCES)
        self._desk.request_confirmation(case.hit.hit_id, nic, form.urgency, form.oca)

    def _replied(self, case: HitCase, key: str) -> None:
        form = case.status.confirmation
        asked = case.hit.confirmation
        if key == AGAIN and asked is not None and asked.may_ask_again(self._now()):
            form.repeat(case.hit)
        elif key == AgencyReply.LATER:
            form.sheet = Sheet.WHEN
        elif key in set(AgencyReply):
            case.status.ask(OpenQuestion.SOURCES)
            self._desk.answer_confirmation(case.hit.hit_id, AgencyReply(key))

    def _promised(self, case: HitCase, key: str) -> None:
        if key in {str(minutes) for minutes in PROMISED_IN_MINUTES}:
            case.status.ask(OpenQuestion.SOURCES)
            self._desk.answer_confirmation(case.hit.hit_id, AgencyReply.LATER, int(key))

    def ask_stop_record(self, case: HitCase) -> None:
        """Open the sheet for a stop that was made without the checks."""
        if case.closing is not None and case.hit.stop_at is None:
            case.closing.stop.open()

    def choose_stop_reason(self, case: HitCase, reason: str) -> None:
        """Take why it was made."""
        form = _open_stop(case)
        if form is not None and reason in set(StopReason):
            form.reason = StopReason(reason)

    def choose_minutes_ago(self, case: HitCase, minutes: int) -> None:
        """Take when it was made."""
        form = _open_stop(case)
        if form is not None and minutes in MINUTES_AGO:
            form.minutes_ago = minutes

    def record_stop(self, case: HitCase) -> None:
        """Record it once it is complete."""
        if (form := _open_stop(case)) is None:
            return
        reason, minutes, force = form.reason, form.minutes_ago, form.force_used
        if reason is not None and minutes is not None and force is not None:
            form.is_open = False
            self._desk.record_stop(case.hit.hit_id, reason, minutes, force_used=force)


def case_number_is_done(case: HitCase) -> bool:
    """Go on from the case number to the draft; False where that is not asked."""
    form = case.status.confirmation
    if case.status.asking is not OpenQuestion.CONFIRMATION or form.sheet is not Sheet.OCA:
        return False
    form.sheet = Sheet.DRAFT
    return True


def _stands(case: HitCase) -> bool:
    return case.shows_result and not case.hit.contrary


def _nothing(_case: HitCase, _key: str) -> None:
    """Take no tile: this question is typed."""


def _open_stop(case: HitCase) -> StopForm | None:
    """Return the sheet for a stop without checks, None where it is not open."""
    is_open = case.closing is not None and case.closing.stop.is_open
    return case.closing.stop if case.closing is not None and is_open else None
