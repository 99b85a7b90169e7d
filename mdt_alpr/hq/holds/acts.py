"""What each act does to a hold, with the line of its timeline; ``service.act`` keeps both."""

from collections.abc import Callable
from dataclasses import dataclass

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.domain.printable import day_in_words
from mdt_alpr.domain.reason_words import single_line
from mdt_alpr.domain.retention import hold_acts
from mdt_alpr.domain.retention.holds import Hold, HoldStep, Renewal
from mdt_alpr.hq.base.headquarters import Caller, RefusedError, Work
from mdt_alpr.hq.base.paper import in_words
from mdt_alpr.hq.holds import store
from mdt_alpr.hq.people.two_people import require_two_people
from mdt_alpr.wire.holds import HoldAct, HoldActRequest, PaperKind
from mdt_alpr.wire.problems import Problem

_TWO_CANCEL = (
    "This ends a court's warrant or another person's final hold. Another custodian or "
    "administrator signs in for it too; it takes effect a day later."
)


def demand_second(second: str) -> None:
    """Refuse what takes two people where nobody else signed in for it.

    Raises:
        RefusedError: says who may.
    """
    if not second:
        raise RefusedError(Problem.SECOND_PERSON, _TWO_CANCEL)


def attached(work: Work, hold_id: str, digest: str, kind: PaperKind | None = None) -> str:
    """Return the digest of a paper of the request's file; empty where it is not there."""
    papers = (row for row, _ in store.papers(work, hold_id))
    of_kind = {row["digest"] for row in papers if kind in (None, row["kind"])}
    return digest if digest in of_kind else ""


@dataclass(frozen=True, slots=True)
class Done:
    """A hold after an act, and the line of its timeline; ``mark`` as of ``store.add_step``."""

    hold: Hold
    step: HoldStep
    words: str
    mark: str = ""
    facts: tuple[tuple[str, str], ...] = ()


def _renew(work: Work, caller: Caller, hold: Hold, ask: HoldActRequest, _: str) -> Done:
    if hold.is_warrant:
        reviewed = hold_acts.review_warrant(hold, caller.role, ask.why, work.now)
        return Done(reviewed, HoldStep.RENEWED, single_line(ask.why))
    paper = attached(work, hold.hold_id, ask.paper, PaperKind.SWORN_FORM)
    counted = store.marks(work, hold.hold_id) | ({hold.oath.scan} if hold.oath else set())
    on = ask.on or capture_date(work.now)
    further = Renewal(on, "" if paper in counted else paper)
    renewed = hold_acts.renew(hold, further, caller.person_id, caller.role, work.now)
    require_two_people(work, hold.requested_by, caller.person_id)
    words = f"By the form of {day_in_words(on)}. {single_line(ask.why)}".strip()
    facts = ("asked_on", on.isoformat()), ("scan", paper)
    return Done(renewed, HoldStep.RENEWED, words, paper, facts)


def _confirm(work: Work, caller: Caller, hold: Hold, ask: HoldActRequest, _: str) -> Done:
    paper = attached(work, hold.hold_id, ask.paper, PaperKind.WARRANT)
    by = caller.person_id
    confirmed = hold_acts.confirm_warrant(hold, paper, by, caller.role, work.now)
    require_two_people(work, hold.requested_by, by)
    words = "Its paper was compared with what was entered"
    return Done(confirmed, HoldStep.SWORN, words, facts=(("scan", paper),))


def _cancel(work: Work, caller: Caller, hold: Hold, ask: HoldActRequest, second: str) -> Done:
    canceled = hold_acts.cancel(hold, caller.person_id, caller.role, ask.why, work.now)
    if not canceled.is_canceled_soon or canceled.ended_at is None:
        return Done(canceled, HoldStep.CANCELED, single_line(ask.why))
    demand_second(second)
    words = f"With {second}, takes effect {in_words(canceled.ended_at)}: {single_line(ask.why)}"
    facts = ("second", second), ("takes_effect", canceled.ended_at.isoformat())
    return Done(canceled, HoldStep.CANCELED, words, facts=facts)


def _take_back(work: Work, caller: Caller, hold: Hold, ask: HoldActRequest, _: str) -> Done:
    back = hold_acts.take_back(hold, caller.person_id, caller.role, ask.why, work.now)
    words = f"Cancellation taken back: {single_line(ask.why)}"
    return Done(back, HoldStep.CORRECTED, words, facts=(("what", "cancellation taken back"),))


def _refuse(work: Work, caller: Caller, hold: Hold, ask: HoldActRequest, _: str) -> Done:
    refused = hold_acts.refuse(hold, caller.person_id, caller.role, ask.why, work.now)
    return Done(refused, HoldStep.REFUSED, single_line(ask.why))


def _correct(_work: Work, caller: Caller, hold: Hold, ask: HoldActRequest, _: str) -> Done:
    return Done(hold, HoldStep.CORRECTED, hold_acts.demand_correction(caller.role, ask.why))


ACTS: dict[HoldAct, Callable[[Work, Caller, Hold, HoldActRequest, str], Done]] = {
    HoldAct.RENEW: _renew,
    HoldAct.CONFIRM: _confirm,
    HoldAct.CANCEL: _cancel,
    HoldAct.TAKE_BACK: _take_back,
    HoldAct.REFUSE: _refuse,
    HoldAct.CORRECT: _correct,
}
EVENTS = {
    HoldStep.RENEWED: AuditEvent.HQ_HOLD_RENEWED,
    HoldStep.SWORN: AuditEvent.HQ_HOLD_SWORN,
    HoldStep.CANCELED: AuditEvent.HQ_HOLD_CANCELED,
    HoldStep.REFUSED: AuditEvent.HQ_HOLD_REFUSED,
    HoldStep.CORRECTED: AuditEvent.HQ_HOLD_CORRECTED,
}
