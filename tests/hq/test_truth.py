"""Sampled passes are judged blind at headquarters, and only how the read stood is kept."""

import hashlib
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.review.accuracy import SampledBy
from mdt_alpr.domain.review.truth import Truth, TruthTally
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.equipment_tables import SAMPLE_COUNTS
from mdt_alpr.hq.base.tables import OWN_AUDIT, TRUTH_CHECKS
from mdt_alpr.hq.keeping.purge import purge
from mdt_alpr.hq.people.sample_agency import (
    ADMINISTRATOR,
    CUSTODIAN,
    OFFICER,
    SECOND_OFFICER,
    SUPERVISOR,
)
from mdt_alpr.wire.accounts import TeamRequest
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.review import MonthsMessage, TruthMessage, TruthPassMessage, TruthReading
from tests.builders import NOW
from tests.hq.reviewers import Desk, at_desk, set_team
from tests.hq.senders import (
    EARLIER,
    JPEG,
    a_car,
    a_picture_message,
    a_read_message,
    an_id,
    an_item,
)

PLATES = {"AAA1111": "NC", "BBB2222": "SC", "CCC3333": ""}
READS = {
    text: a_read_message(
        text, state=state, read_id=an_id(EARLIER + timedelta(seconds=n)),
        captured_at=EARLIER + timedelta(seconds=n), camera="left" if state else "front",
    )
    for n, (text, state) in enumerate(PLATES.items())
}  # fmt: skip
BY_ID = {read.read_id: text for text, read in READS.items()}


def picture(text: str) -> bytes:
    return JPEG + text.encode()


@pytest.fixture
def desk(server: InProcessHq) -> Iterator[Desk]:
    with a_car(server.base_url) as car:
        for text, read in READS.items():
            digest = hashlib.sha256(picture(text)).hexdigest()
            car.send(an_item(read), an_item(a_picture_message(read, digest)))
            assert car.http.put(f"/v1/pictures/{digest}", content=picture(text)).is_success
    with at_desk(server, SUPERVISOR) as found:
        yield found


@pytest.mark.proved("K5")
def test_each_pass_is_shown_until_it_is_judged_and_no_answer_holds_a_read(desk: Desk) -> None:
    raw = desk.raw("truth/next")
    judged: set[str] = set()
    for _ in PLATES:
        assert not any(text in raw.text for text in PLATES)
        shown = decode(TruthPassMessage, raw.content)
        text = BY_ID[shown.read_id]
        assert shown.digest == hashlib.sha256(picture(text)).hexdigest()
        assert desk.http.get(f"/v1/pictures/{shown.digest}").is_success
        judged.add(text)
        seen = {"AAA1111": ("aaa 1111", "NC"), "BBB2222": ("BBB2222", "NC"), "CCC3333": ("", "")}
        raw = desk.raw("truth", TruthReading(shown.read_id, *seen[text]))
    assert judged == set(PLATES)
    assert decode(TruthPassMessage, raw.content) == TruthPassMessage("", "")
    found = desk.ask(TruthMessage, "truth")
    assert found.cameras == (
        TruthTally("Unit 12, front", unreadable=1),
        TruthTally("Unit 12, left", right=1, other_state=1),
    )  # fmt: skip
    assert [(one.name, one.judged) for one in found.hours] == [("09", 2)]  # 14:20 UTC, in winter


def test_a_pass_is_judged_once_and_by_a_plate_with_its_state(desk: Desk) -> None:
    read_id = READS["AAA1111"].read_id
    for text, state, status in (("AAA1111", "", 422), ("!", "NC", 422), ("AAA1111", "XX", 422)):
        assert desk.raw("truth", TruthReading(read_id, text, state)).status_code == status
    assert desk.raw("truth", TruthReading(read_id, "AAA1111", "NC")).status_code == 200
    assert desk.raw("truth", TruthReading(read_id, "AAA1112", "NC")).status_code == 409
    for nothing in ("no id", an_id()):
        assert desk.raw("truth", TruthReading(nothing, "A", "NC")).json()["number"] == 543


def test_own_passes_and_those_of_other_teams_are_not_shown(
    server: InProcessHq, desk: Desk
) -> None:
    set_team(server.hq, OFFICER, TeamRequest("B"), ADMINISTRATOR)
    set_team(server.hq, SUPERVISOR, TeamRequest("A"), ADMINISTRATOR)
    assert desk.ask(TruthPassMessage, "truth/next").read_id == ""
    assert desk.raw("truth", TruthReading(READS["AAA1111"].read_id, "", "")).status_code == 404
    set_team(server.hq, SUPERVISOR, TeamRequest("B"), ADMINISTRATOR)
    assert desk.ask(TruthPassMessage, "truth/next").read_id in BY_ID


def test_who_does_not_review_judges_nothing(server: InProcessHq, desk: Desk) -> None:
    ask = TruthReading(READS["AAA1111"].read_id, "AAA1111", "NC")
    for person in (OFFICER, SECOND_OFFICER):
        with at_desk(server, person) as other:
            answers = other.raw("truth"), other.raw("truth/next"), other.raw("truth", ask)
            assert [answer.status_code for answer in answers] == [403] * 3
    assert desk.ask(TruthMessage, "truth").cameras == ()


def test_every_view_is_recorded_by_name_and_without_the_plate(
    server: InProcessHq, desk: Desk
) -> None:
    read_id = READS["AAA1111"].read_id
    desk.ask(TruthPassMessage, "truth", TruthReading(read_id, "AAA1111", "NC"))
    desk.ask(TruthMessage, "truth")
    with server.hq.reading() as work:
        found = work.connection.execute(select(OWN_AUDIT).order_by(OWN_AUDIT.c.sequence.desc()))
        looked, shown, judged = found.fetchmany(3)
    assert (looked.event, looked.person) == (AuditEvent.HQ_ACCURACY_VIEWED, SUPERVISOR)
    assert (shown.event, shown.subject in BY_ID) == (AuditEvent.HQ_SAMPLE_SHOWN, True)
    assert (judged.event, judged.subject) == (AuditEvent.HQ_SAMPLE_JUDGED, read_id)
    assert not any(text in str(row.detail) for row in (looked, shown, judged) for text in PLATES)


def test_no_plate_is_kept_and_all_of_it_goes_with_the_read(
    server: InProcessHq, desk: Desk
) -> None:
    desk.ask(TruthPassMessage, "truth", TruthReading(READS["AAA1111"].read_id, "AAA1112", "NC"))
    with server.hq.reading() as work:
        (row,) = work.connection.execute(select(TRUTH_CHECKS)).all()
    assert not any("AAA111" in str(value) for value in row)
    purge(server.hq, NOW + timedelta(days=91))
    assert desk.ask(TruthMessage, "truth").cameras == ()


@pytest.mark.clause("3.A.4")
@pytest.mark.usefixtures("desk")
def test_the_custodian_judges_too_and_the_months_counts_outlive_the_reads(
    server: InProcessHq,
) -> None:
    with at_desk(server, CUSTODIAN) as custodian:
        for text, read in READS.items():
            custodian.raw("truth", TruthReading(read.read_id, text, "NC"))
        months = custodian.ask(MonthsMessage, "truth/months").months
        names = [(month.name, month.tally.right, month.characters.right) for month in months]
        assert names == [("Unit 12, front", 0, 1), ("Unit 12, left", 1, 2)]
    purge(server.hq, NOW + timedelta(days=92))
    with server.hq.writing() as work:
        assert work.connection.execute(select(TRUTH_CHECKS)).all() == []
        rows = work.connection.execute(select(SAMPLE_COUNTS)).all()
    assert sum(row.number for row in rows) == len(READS)


def test_a_camera_whose_sample_is_complete_comes_after_the_others(
    server: InProcessHq, desk: Desk
) -> None:
    row = {
        "month": NOW.date().replace(day=1), "by": SampledBy.CAMERA, "name": "Unit 12, left",
        "truth": Truth.RIGHT, "number": 100,
    }  # fmt: skip
    with server.hq.database.writing() as connection:
        connection.execute(SAMPLE_COUNTS.insert(), row)
    for _ in range(5):
        assert BY_ID[desk.ask(TruthPassMessage, "truth/next").read_id] == "CCC3333"
    desk.raw("truth", TruthReading(READS["CCC3333"].read_id, "", ""))
    assert desk.ask(TruthPassMessage, "truth/next").read_id
