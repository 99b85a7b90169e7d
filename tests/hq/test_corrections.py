"""A record that is known to be wrong alerts in no car, for a while, and on record (HOT-11)."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import DomainError
from mdt_alpr.domain.hotlist.hotlist import CorrectionDraft
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.plate.plate import Plate
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.headquarters import Headquarters, RefusedError
from mdt_alpr.hq.base.tables import OWN_AUDIT
from mdt_alpr.hq.hotlists import corrections
from mdt_alpr.hq.hotlists.service import serve
from mdt_alpr.hq.hotlists.tables import CORRECTIONS
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN, OFFICER
from mdt_alpr.wire.codec import decode, encode
from mdt_alpr.wire.hotlists import (
    CorrectionRequest,
    CorrectionsMessage,
    PlacedMessage,
    RenewalRequest,
)
from mdt_alpr.wire.manual import ReasonMessage
from tests.builders import SetClock
from tests.hq.commands import by_account
from tests.hq.opened import opened_rows
from tests.hq.passing_time import time_passes
from tests.hq.senders import a_car
from tests.hq.test_categories import OFFICER as CALLER
from tests.hq.test_hotlist_packages import a_file, package, take

DRAFT = CorrectionDraft("AB1 was returned to its owner", "hit of Nov 20", "called the ORI today")
WHY = "the owner corrected the record"
AB1 = Plate("AB1", "NC")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "VEHEXTRT.txt"


def placed(hq: Headquarters, plate: Plate = AB1, draft: CorrectionDraft = DRAFT) -> int:
    return by_account(
        hq,
        CUSTODIAN,
        Permission.MANAGE_LISTS,
        lambda work: corrections.place(work, CUSTODIAN, plate, "", draft),
    )


def held(hq: Headquarters) -> CorrectionsMessage:
    return by_account(
        hq, CUSTODIAN, Permission.MANAGE_LISTS, lambda work: corrections.live(work, CUSTODIAN)
    )


def served(hq: Headquarters) -> list[str]:
    with hq.writing() as work:
        message = serve(work, CALLER)
    return sorted(entry.text for entry in message.entries) if message else []


def audited(hq: Headquarters, event: AuditEvent) -> dict[str, str]:
    with hq.reading() as work:
        query = select(OWN_AUDIT).where(OWN_AUDIT.c.event == event)
        entry = work.connection.execute(query).one()
    return {"subject": entry.subject, "person": entry.person, **dict(map(tuple, entry.detail))}


def test_it_reaches_cars_as_a_cancellation_and_its_end_lists_the_record_again(
    server: InProcessHq, path: Path
) -> None:
    take(server, a_file(path, range(3)))
    with a_car(server.base_url) as car:
        number = placed(server.hq, Plate("ab 1", "NC"))
        head, found = package(car, 1)
        assert (head.since, head.version, head.entries) == (1, 2, 2)
        assert (len(found["-"]), found["+"]) == (1, [])
        assert package(car, 0)[1]["+"] == ["AB0", "AB2"]
        assert served(server.hq) == ["AB0", "AB2"]
        by_account(
            server.hq,
            CUSTODIAN,
            Permission.MANAGE_LISTS,
            lambda work: corrections.end(work, CUSTODIAN, number, WHY),
        )
        head, found = package(car, 2)
        assert (head.version, head.entries, found["+"]) == (3, 3, ["AB1"])


def test_a_delivery_that_brings_the_same_wrong_record_again_changes_nothing(
    server: InProcessHq, path: Path
) -> None:
    take(server, a_file(path, range(3)))
    placed(server.hq)
    take(server, a_file(path, range(3), color="RED"))
    assert served(server.hq) == ["AB0", "AB2"]
    take(server, a_file(path, range(2, 4)))
    take(server, a_file(path, range(4)))
    assert served(server.hq) == ["AB0", "AB2", "AB3"]
    with a_car(server.base_url) as car:
        assert "AB1" not in package(car, 1)[1]["+"]


def test_a_record_that_its_owner_corrected_alerts_under_its_new_plate(
    server: InProcessHq, path: Path
) -> None:
    take(server, a_file(path, range(3)))
    placed(server.hq)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("AB1 ", "XY1 "), encoding="utf-8")
    take(server, path)
    assert served(server.hq) == ["AB0", "AB2", "XY1"]
    (left,) = held(server.hq).corrections
    assert not left.is_listed


def test_it_ends_by_itself_also_where_nobody_looks(
    server: InProcessHq, clock: SetClock, path: Path
) -> None:
    take(server, a_file(path, range(3)))
    placed(server.hq, draft=replace(DRAFT, lasts=timedelta(days=2)))
    time_passes(server.hq, clock, clock.at + timedelta(days=2) - timedelta(seconds=1))
    assert corrections.end_corrections(server.hq) == 0
    assert served(server.hq) == ["AB0", "AB2"]
    clock.at += timedelta(seconds=1)
    assert served(server.hq) == ["AB0", "AB1", "AB2"]
    assert corrections.end_corrections(server.hq) == 1
    assert corrections.end_corrections(server.hq) == 0
    assert audited(server.hq, AuditEvent.HQ_CORRECTION_EXPIRED)["still_listed"] == "true"
    with a_car(server.base_url) as car:
        assert package(car, 2)[1]["+"] == ["AB1"]


def test_it_can_be_renewed_from_now_on_but_not_for_longer_than_at_first(
    server: InProcessHq, clock: SetClock, path: Path
) -> None:
    take(server, a_file(path, range(3)))
    number = placed(server.hq)
    clock.at += timedelta(days=29)
    days = timedelta(days=30)

    def renewed(lasts: timedelta) -> None:
        by_account(
            server.hq,
            CUSTODIAN,
            Permission.MANAGE_LISTS,
            lambda work: corrections.renew(work, CUSTODIAN, number, "no answer yet", lasts),
        )

    with pytest.raises(DomainError, match="1 to 30 days"):
        renewed(days + timedelta(days=1))
    renewed(days)
    (kept,) = held(server.hq).corrections
    assert kept.expires_at == clock.at + days
    clock.at += days
    with pytest.raises(RefusedError):
        renewed(days)


def test_everything_is_on_record_without_the_plate(server: InProcessHq, path: Path) -> None:
    take(server, a_file(path, range(3)))
    number = placed(server.hq, draft=replace(DRAFT, owner_asked=""))
    (kept,) = held(server.hq).corrections
    assert (kept.text, kept.owner, kept.owner_asked_at) == ("AB1", "NC0000000", None)
    facts = audited(server.hq, AuditEvent.HQ_CORRECTION_PLACED)
    assert (facts["person"], facts["subject"]) == (CUSTODIAN, kept.entry_id)
    assert facts["reason"] == "(plate erased) was returned to its owner"
    by_account(
        server.hq,
        CUSTODIAN,
        Permission.MANAGE_LISTS,
        lambda work: corrections.note_owner(work, CUSTODIAN, number, "asked by letter"),
    )
    (kept,) = held(server.hq).corrections
    assert kept.owner_asked == "asked by letter"
    assert kept.owner_asked_at is not None
    assert audited(server.hq, AuditEvent.HQ_CORRECTION_OWNER_NOTED)["owner"] == "NC0000000"
    by_account(
        server.hq,
        CUSTODIAN,
        Permission.MANAGE_LISTS,
        lambda work: corrections.end(work, CUSTODIAN, number, WHY),
    )
    (left,) = opened_rows(server.hq, CORRECTIONS)
    assert (left.plate_text, left.state, left.ended_by) == ("", "", CUSTODIAN)
    assert "AB1" not in f"{left.reason}{left.evidence}"
    assert held(server.hq).corrections == ()


@pytest.mark.parametrize(
    ("plate", "draft", "said"),
    [
        (Plate("AB9", "NC"), DRAFT, "No such record"),
        (Plate("AB1", "SC"), DRAFT, "No such record"),
        (AB1, replace(DRAFT, evidence=""), "evidence"),
    ],
)
def test_what_cannot_be_corrected_leaves_the_list_as_it_is(
    server: InProcessHq, path: Path, plate: Plate, draft: CorrectionDraft, said: str
) -> None:
    take(server, a_file(path, range(3)))
    with pytest.raises(DomainError, match=said):
        placed(server.hq, plate, draft)
    assert served(server.hq) == ["AB0", "AB1", "AB2"]


def test_of_several_records_on_a_plate_the_wrong_one_is_named(
    server: InProcessHq, path: Path
) -> None:
    take(server, a_file(path, range(3)))
    text = path.read_text(encoding="utf-8")
    second = next(line for line in text.splitlines() if "AB1 " in line).replace("V0", "P7", 1)
    path.write_text(f"{text}{second}\n", encoding="utf-8")
    take(server, path)
    with pytest.raises(DomainError, match="Several records") as refused:
        placed(server.hq)
    entry_id = str(refused.value).rpartition("one: ")[2].partition(" ")[0]
    by_account(
        server.hq,
        CUSTODIAN,
        Permission.MANAGE_LISTS,
        lambda work: corrections.place(work, CUSTODIAN, AB1, entry_id, DRAFT),
    )
    assert served(server.hq) == ["AB0", "AB1", "AB2"]
    with pytest.raises(DomainError, match="corrected already"):
        by_account(
            server.hq,
            CUSTODIAN,
            Permission.MANAGE_LISTS,
            lambda work: corrections.place(work, CUSTODIAN, AB1, entry_id, DRAFT),
        )


@pytest.mark.parametrize("person", [CUSTODIAN, ADMINISTRATOR])
def test_over_the_network_the_custodian_places_renews_notes_and_ends(
    server: InProcessHq, path: Path, person: str
) -> None:
    take(server, a_file(path, range(3)))
    ask = CorrectionRequest(text="AB1", state="NC", reason=DRAFT.reason, evidence=DRAFT.evidence)
    with a_car(server.base_url, person, device="desk-1") as desk:
        answer = desk.http.post("/v1/corrections", content=encode(ask))
        assert answer.status_code == 201
        under = f"/v1/corrections/{decode(PlacedMessage, answer.content).number}"
        assert desk.http.post("/v1/corrections", content=encode(ask)).status_code == 409
        renewal = encode(RenewalRequest("no answer yet", 9**9))
        assert desk.http.post(f"{under}/renewal", content=renewal).status_code == 409
        renewal = encode(RenewalRequest("no answer yet", 5))
        assert desk.http.post(f"{under}/renewal", content=renewal).status_code == 204
        note = encode(ReasonMessage("asked by letter"))
        assert desk.http.post(f"{under}/owner", content=note).status_code == 204
        shown = decode(CorrectionsMessage, desk.http.get("/v1/corrections").content)
        assert [correction.owner_asked for correction in shown.corrections] == ["asked by letter"]
        why = encode(ReasonMessage(WHY))
        assert desk.http.post(f"{under}/end", content=why).status_code == 204
        assert desk.http.post(f"{under}/end", content=why).status_code == 404


def test_an_officer_corrects_nothing(server: InProcessHq, path: Path) -> None:
    take(server, a_file(path, range(3)))
    ask = CorrectionRequest(text="AB1", state="NC", reason=DRAFT.reason, evidence=DRAFT.evidence)
    with a_car(server.base_url) as car:
        assert car.http.post("/v1/corrections", content=encode(ask)).status_code == 403
        assert car.http.get("/v1/corrections").status_code == 403
    with pytest.raises(RefusedError):
        by_account(
            server.hq,
            OFFICER,
            Permission.MANAGE_LISTS,
            lambda work: corrections.place(work, OFFICER, AB1, "", DRAFT),
        )
    assert served(server.hq) == ["AB0", "AB1", "AB2"]
