"""Made-up requests to other agencies, for screenshots and tests of the screen."""

from dataclasses import replace
from datetime import timedelta

from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.domain.retention.alpr_1 import Alpr1, HeldCamera, HoldGround, HoldScope
from mdt_alpr.domain.retention.outside_requests import (
    Answer,
    AskedFor,
    OutsideForm,
    OutsideState,
    OutsideStep,
)
from mdt_alpr.lab.screens.desk_sample_hits import NOW
from mdt_alpr.wire.outside import (
    AccessFile,
    AccessRow,
    AccessRows,
    OutsideRequestMessage,
    OutsideRequestsMessage,
    OutsideStepMessage,
)

_DAY = timedelta(days=1)
_AGENCY, _SYSTEM = "Kannapolis Police Department", "Flock Safety"


def _form() -> OutsideForm:
    cameras = (
        HeldCamera("I-85 at Exit 58, northbound"),
        HeldCamera("Dale Earnhardt Blvd at Main St"),
    )
    begins, ends = NOW - 3 * _DAY, NOW - 3 * _DAY + timedelta(hours=4)
    facts = "Victim saw this car leave the lot at 23:10 after an armed robbery."
    scope = HoldScope("SHP1561", "NC", cameras, begins, ends)
    stated = Alpr1(scope, HoldGround.CRIMINAL, facts, "26-038204", "State v. D. Marsh; R. Poole")
    return OutsideForm(AskedFor.BOTH, _AGENCY, _SYSTEM, "records@kannapolis.example", stated)


def sample_request() -> OutsideRequestMessage:
    """Return a request that was sent a month ago and is to be canceled."""
    at, sworn = NOW - 33 * _DAY, (NOW - 32 * _DAY).date()
    supervisor, officer = "Sgt. M. Whitfield", "Ofc. K. Davis"
    steps = (
        (OutsideStep.APPROVED, supervisor, "", "", None, Answer.NONE),
        (OutsideStep.SWORN, officer, "", "Pat Quinn, Executive Assistant", sworn, Answer.NONE),
        (OutsideStep.SENT, officer, "Case folder, tab 4", "records@kannapolis.example, by email",
         None, Answer.NONE),
        (OutsideStep.ANSWERED, officer, "Their number 26-1177", "", None, Answer.PRESERVED),
    )  # fmt: skip
    made = tuple(
        OutsideStepMessage(step, at + n * timedelta(hours=7), by, words, contact, on, answer)
        for n, (step, by, words, contact, on, answer) in enumerate(steps, 1)
    )
    open_ones = (
        OutsideStep.ANSWERED, OutsideStep.STILL_NEEDED, OutsideStep.CASE_CLOSED,
        OutsideStep.CANCELED,
    )  # fmt: skip
    return OutsideRequestMessage(
        12, _form(), at, officer, OutsideState.SENT, at + 365 * _DAY, made, open_ones,
        waits=True, cancel_is_due=True,
    )  # fmt: skip


def requests(rows: int) -> OutsideRequestsMessage:
    """Return requests in several states."""
    sent = sample_request()
    waiting = replace(
        sent, number=13, requested_at=NOW - 2 * _DAY, requested_by="Ofc. T. Jones",
        state=OutsideState.WAITING, steps=(), steps_open=(), cancel_is_due=False,
    )  # fmt: skip
    stated = replace(_form().statement, scope=HoldScope(), facts="", parties="")
    ended = replace(
        sent, number=11, form=replace(_form(), agency="Cabarrus County Sheriff", statement=stated),
        state=OutsideState.CANCELED, steps_open=(), waits=False, cancel_is_due=False,
    )  # fmt: skip
    found = (waiting, sent, ended) if rows else ()
    return OutsideRequestsMessage(found, has_more=False, waiting=2 if rows else 0)


def accesses(rows: int) -> AccessRows:
    """Return accesses; what was typed of the older one is erased."""
    reason = "Robbery at the lot on Union Street, car fled north"
    at = NOW - timedelta(hours=3)
    new = AccessRow(
        2, at, at, "kdavis", "Ofc. K. Davis", _AGENCY, _SYSTEM, Purpose.CRIMINAL, 3, 12,
        "26-038204", reason, "SHP1561 NC",
    )  # fmt: skip
    old = replace(
        new, number=1, at=NOW - 95 * _DAY, case=None, reason=None, sought=None, request=0
    )
    return AccessRows((new, old) if rows else (), has_more=False)


ANSWERS = {
    OutsideRequestsMessage: requests,
    OutsideRequestMessage: lambda _rows: sample_request(),
    AccessRows: accesses,
    AccessFile: lambda _rows: AccessFile("number\r\n", "5" * 64, 2),
}
