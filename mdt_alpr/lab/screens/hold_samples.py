"""Made-up preservation requests, for screenshots and tests of the screen."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.retention.alpr_1 import Alpr1, HeldCamera, HoldGround, HoldScope
from mdt_alpr.domain.retention.hold_acts import cancel, request, swear
from mdt_alpr.domain.retention.hold_notices import (
    days_before_loss,
    last_instant,
    missing_documents,
)
from mdt_alpr.domain.retention.holds import (
    Hold,
    HoldChannel,
    HoldKind,
    HoldStep,
    Notary,
    NotaryOffice,
    Oath,
)
from mdt_alpr.lab.screens.desk_sample_hits import NOW, PICTURES
from mdt_alpr.wire.holds import (
    CarOfHold,
    HeldReadMessage,
    HoldLine,
    HoldMessage,
    HoldsMessage,
    HoldStepMessage,
    NotariesMessage,
    NotaryMessage,
    PaperKind,
    PaperMessage,
)

_NOTARY = Notary("Pat Quinn", NotaryOffice.EXECUTIVE_ASSISTANT, NOW.date() - timedelta(days=400))
_CAPTURED = NOW - timedelta(days=53)


def _hold(hold_id: str, text: str, at: timedelta) -> Hold:
    scope = HoldScope(
        text, "NC", (HeldCamera("Unit 214", "front"),), _CAPTURED, _CAPTURED + timedelta(hours=5)
    )
    facts = (
        "Victim saw a silver two-door car with this plate leave the lot at 23:10 after an armed "
        "robbery. Reads near the lot show whether it was there."
    )
    parties = "State v. D. Marsh; victim R. Poole"
    form = Alpr1(scope, HoldGround.CRIMINAL, facts, "26-038204", parties)
    return request(form, "hollis", NOW - at, hold_id)


def _line(number: int, hold: Hold) -> HoldLine:
    ends_at = last_instant(hold)
    return HoldLine(
        number=number,
        hold_id=hold.hold_id,
        kind=HoldKind.ALPR_1,
        state=hold.state,
        way=HoldChannel.DESK,
        requested_at=hold.requested_at,
        requested_by=hold.requested_by,
        name="Det. K. Hollis",
        text=hold.scope.text,
        state_of_issue=hold.scope.state,
        cameras="Unit 214, front",
        case=hold.case,
        ends_at=ends_at if hold.is_live else None,
        days_left=days_before_loss(hold, NOW) if hold.is_live else None,
        reads=4 if hold.is_live else 0,
        pictures=12 if hold.is_live else 0,
        lacks=missing_documents(hold),
    )


def _sample_holds() -> tuple[HoldLine, ...]:
    provisional = _hold("1", "SHP1561", timedelta(minutes=9))
    oath = Oath(_NOTARY.name, NOW.date(), "5" * 64)
    final = swear(_hold("2", "KLM4471", timedelta(days=20)), oath, [_NOTARY], Role.CUSTODIAN, NOW)
    filed = replace(final, powerdms="PDMS-88123", emailed_at=NOW)
    why = "The case was closed by plea"
    over = cancel(filed, "hollis", Role.OFFICER, why, NOW)
    numbered = ((117, provisional), (116, final), (115, filed), (114, over))
    return tuple(_line(number, hold) for number, hold in numbered)


def sample_log(rows: int) -> HoldsMessage:
    """Return a page of the log; none of it without rows."""
    lines = _sample_holds() if rows else ()
    return HoldsMessage(lines, len(lines), 2 if rows else 0)


def sample_request(_rows: int) -> HoldMessage:
    """Return a provisional request with its timeline."""
    hold = _hold("1", "SHP1561", timedelta(minutes=9))
    at = hold.requested_at
    steps = (
        HoldStepMessage(HoldStep.FILED, at, "hollis", ""),
        HoldStepMessage(HoldStep.KEPT, at + timedelta(seconds=1), "", "29 copies at headquarters"),
        HoldStepMessage(HoldStep.PRINTED, at + timedelta(minutes=2), "hollis", ""),
    )
    reads = tuple(
        HeldReadMessage(
            f"r{n}", _CAPTURED + timedelta(minutes=7 * n), "Unit 214", "front", "SHP1561", "NC",
            ("hit-0",) if n else (), tuple(PICTURES.values())[:2],
        )
        for n in range(2)
    )  # fmt: skip
    return HoldMessage(
        line=_line(117, hold),
        hold=hold,
        steps=steps,
        papers=(PaperMessage("5" * 64, PaperKind.OTHER, "mail of Nov 24.pdf", at, "prewitt"),),
        cars=(CarOfHold("car-214", at + timedelta(seconds=9), None),),
        reads=reads,
        destroyed_at=None,
        first_loss_at=hold.first_loss_at,
        notaries=(_NOTARY.name,),
    )


def sample_notaries(rows: int) -> NotariesMessage:
    """Return the list of notaries; none without rows."""
    first = NotaryMessage(1, "Kim Barrow", _NOTARY.office, date(2022, 3, 1), date(2023, 12, 31))
    now = NotaryMessage(2, _NOTARY.name, _NOTARY.office, _NOTARY.first_day, None)
    return NotariesMessage((first, now) if rows else ())


ANSWERS: dict[type, Callable[[int], Any]] = {
    NotariesMessage: sample_notaries,
    HoldsMessage: sample_log,
    HoldMessage: sample_request,
}
