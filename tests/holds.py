"""Holds for tests."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.domain.retention.alpr_1 import Alpr1, HeldCamera, HoldGround, HoldScope, Warrant
from mdt_alpr.domain.retention.hold_acts import enter_warrant, request, swear
from mdt_alpr.domain.retention.holds import Hold, Notary, NotaryOffice, Oath, Renewal
from tests.builders import NOW

NOTARY = Notary("Pat Quinn", NotaryOffice.EXECUTIVE_ASSISTANT, date(2024, 1, 1))
SCAN = "5" * 64
FACTS = "Victim saw this car leave the lot at 23:10 after an armed robbery."
WHY = "The case was closed by plea"


def a_scope(**changes: Any) -> HoldScope:
    scope = HoldScope(
        text="SHP1561",
        state="NC",
        cameras=(HeldCamera("214", "front"),),
        begins_at=NOW - timedelta(hours=3),
        ends_at=NOW + timedelta(hours=1),
    )
    return replace(scope, **changes)


def a_form(scope: HoldScope | None = None, **changes: Any) -> Alpr1:
    form = Alpr1(
        scope=scope or a_scope(),
        ground=HoldGround.CRIMINAL,
        facts=FACTS,
        case="26-038204",
        parties="State v. D. Marsh; victim R. Poole",
    )
    return replace(form, **changes)


def a_warrant(**changes: Any) -> Warrant:
    warrant = Warrant(
        scope=a_scope(),
        court="Superior Court, Cabarrus County",
        number="26 CRS 1107",
        issued_on=NOW.date() - timedelta(days=1),
        described="Reads of the plate on the night of the robbery",
        case="26-038204",
    )
    return replace(warrant, **changes)


def a_hold(at: datetime = NOW, by: str = "officer-1", **changes: Any) -> Hold:
    return request(a_form(**changes), by, at, "hold-1")


def an_oath(on: datetime = NOW, scan: str = SCAN) -> Oath:
    return Oath("pat quinn", on.date(), scan)


def a_final_hold(at: datetime = NOW) -> Hold:
    return swear(a_hold(at), an_oath(at), [NOTARY], Role.CUSTODIAN, at)


def a_further(on: datetime, paper: str = "7" * 64) -> Renewal:
    return Renewal(capture_date(on), paper)


def a_warrant_hold(at: datetime = NOW) -> Hold:
    return enter_warrant(a_warrant(), "custodian-1", Role.CUSTODIAN, at, "hold-w")
