"""Requests at a headquarters, and what is held there."""

import hashlib
from dataclasses import replace
from datetime import datetime, timedelta

from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.domain.retention.alpr_1 import HeldCamera, HoldScope
from mdt_alpr.domain.retention.holds import HoldState, NotaryOffice
from mdt_alpr.hq.audit.clock_guard import confirm_clock
from mdt_alpr.hq.base.headquarters import Caller, Headquarters
from mdt_alpr.hq.evidence.pictures import keep_picture
from mdt_alpr.hq.holds import held_data, service, store
from mdt_alpr.hq.intake.service import accept
from mdt_alpr.hq.keeping.purge import purge_watched
from mdt_alpr.hq.people.sample_agency import (
    ADMINISTRATOR,
    CUSTODIAN,
    OFFICER,
    SECOND_OFFICER,
    SUPERVISOR,
)
from mdt_alpr.wire.holds import (
    HoldAct,
    HoldActRequest,
    HoldRequest,
    NotaryRequest,
    OathRequest,
    PaperKind,
    PaperRequest,
    WarrantRequest,
)
from mdt_alpr.wire.messages import ReadMessage, RecordMessage
from tests.builders import NOW, SetClock
from tests.holds import a_form, a_warrant
from tests.hq.senders import (
    DEVICE,
    JPEG,
    a_batch,
    a_disposition,
    a_hit_message,
    a_picture_message,
    a_read_message,
    a_record,
    an_answer,
    an_item,
    outcomes,
)
from tests.scans import a_pdf

DIGEST = hashlib.sha256(JPEG).hexdigest()
PLATE, OTHER = "SHP1561", "KLM4471"
DAY = timedelta(days=1)
PDF = a_pdf("sworn")
PEOPLE = {
    OFFICER: Role.OFFICER,
    SECOND_OFFICER: Role.OFFICER,
    SUPERVISOR: Role.SUPERVISOR,
    CUSTODIAN: Role.CUSTODIAN,
    ADMINISTRATOR: Role.ADMINISTRATOR,
}


def caller(person: str) -> Caller:
    return Caller(person, person, PEOPLE[person], DEVICE, "")


def seen(
    hq: Headquarters,
    text: str = PLATE,
    at: datetime = NOW,
    records: tuple[RecordMessage, ...] = (),
    **fields: object,
) -> ReadMessage:
    """Let a car send a read with its hit, of these records or of one, steps and picture."""
    read = a_read_message(text, captured_at=at, **fields)
    hit = a_hit_message(read, records=records or (a_record(text),))
    bodies = [read, hit, an_answer(hit), a_disposition(hit), a_picture_message(read, DIGEST)]
    items = [an_item(body, made_at=at) for body in bodies]
    with hq.writing() as work:
        receipts = accept(work, replace(caller(OFFICER)), a_batch(*items), 500)
        assert outcomes(receipts) == ["accepted"] * len(items)
    keep_picture(hq, DIGEST, JPEG)
    return read


def a_scope(at: datetime = NOW, text: str = PLATE, unit: str = "Unit 12") -> HoldScope:
    return HoldScope(text, "NC", (HeldCamera(unit, "front"),), at - DAY / 4, at + DAY / 99)


def filed(hq: Headquarters, scope: HoldScope | None = None, by: str = OFFICER) -> int:
    ask = HoldRequest(service.new_hold_id(hq.clock.now()), a_form(scope or a_scope()))
    return service.file_request(hq, caller(by), ask)


def sworn(hq: Headquarters, number: int) -> None:
    if not notaries(hq):
        notary = NotaryRequest("Pat Quinn", NotaryOffice.EXECUTIVE_ASSISTANT, NOW.date() - DAY)
        service.add_notary(hq, caller(ADMINISTRATOR), notary)
    paper = PaperRequest(PaperKind.SWORN_FORM, "alpr-1.pdf")
    digest = service.add_paper(hq, caller(CUSTODIAN), number, paper, PDF)
    oath = OathRequest("Pat Quinn", capture_date(hq.clock.now()), digest)
    service.swear(hq, caller(CUSTODIAN), number, oath)


def attached(hq: Headquarters, number: int, kind: PaperKind, words: str) -> str:
    """Attach a paper that says something; return its digest."""
    paper = PaperRequest(kind, f"{kind.value}.pdf")
    return service.add_paper(hq, caller(CUSTODIAN), number, paper, a_pdf(words))


def renewed(hq: Headquarters, number: int, by: str = CUSTODIAN) -> None:
    """Renew a hold by the sworn form of a further request, made today."""
    today = capture_date(hq.clock.now())
    digest = attached(hq, number, PaperKind.SWORN_FORM, f"again on {today}")
    service.act(hq, caller(by), number, HoldActRequest(HoldAct.RENEW, "", digest, today))


def a_warrant_of(hq: Headquarters, by: str = CUSTODIAN) -> int:
    """Enter a warrant for what ``seen`` sent; return its number."""
    ask = WarrantRequest(service.new_hold_id(hq.clock.now()), a_warrant(scope=a_scope()))
    return service.file_warrant(hq, caller(by), ask)


def confirmed(hq: Headquarters, number: int, by: str = ADMINISTRATOR) -> None:
    """Attach a warrant, and let another person confirm it."""
    digest = attached(hq, number, PaperKind.WARRANT, "26 CRS 1107")
    service.act(hq, caller(by), number, HoldActRequest(HoldAct.CONFIRM, "", digest))


def notaries(hq: Headquarters) -> int:
    with hq.reading() as work:
        return len(store.notaries(work.connection))


def state(hq: Headquarters, number: int) -> HoldState:
    with hq.reading() as work:
        kept = store.find(work, number)
    assert kept is not None
    return kept.state


def held(hq: Headquarters, number: int) -> dict[str, int]:
    """Return what can be read under a hold, by its place."""
    with hq.reading() as work:
        kept = store.find(work, number)
        assert kept is not None
        places = [one.place for one in held_data.held(work, kept.hold_id)]
        jpegs = held_data.jpeg_names(work, kept.hold_id)
        shown = [jpeg for jpeg in jpegs if held_data.picture(work, kept.hold_id, jpeg)]
    found = {place: places.count(place) for place in places}
    return {**found, "jpeg": len(shown)} if shown else found


def days_pass(hq: Headquarters, clock: SetClock, to: datetime) -> None:
    """Go on to an instant, which two people confirm, and purge."""
    clock.at = to
    confirm_clock(hq, capture_date(to), CUSTODIAN, ADMINISTRATOR)
    purge_watched(hq)


WHOLE = {"reads": 1, "pictures": 1, "hits": 1, "hit_steps": 2, "hit_log": 1, "jpeg": 1}
