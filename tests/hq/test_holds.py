"""Holds at headquarters: who makes, renews and ends them, and what is under them (09.21.8)."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.policy import capture_date, capture_date_ends, one_year_after
from mdt_alpr.domain.retention.holds import HoldChannel, HoldRefusedError, HoldState
from mdt_alpr.hq.base.headquarters import Headquarters, RefusedError
from mdt_alpr.hq.base.paging import NEWEST
from mdt_alpr.hq.base.tables import OWN_AUDIT, READS
from mdt_alpr.hq.holds import expiry, service, store
from mdt_alpr.hq.holds.tables import HELD
from mdt_alpr.hq.keeping.backup import back_up
from mdt_alpr.hq.keeping.purge import left_over, purge, purge_watched
from mdt_alpr.hq.keeping.restore import Restorer, restore
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN, OFFICER, SECOND_OFFICER
from mdt_alpr.wire.holds import (
    FilingRequest,
    HoldAct,
    HoldActRequest,
    HoldRequest,
    PaperKind,
    PaperRequest,
)
from mdt_alpr.wire.problems import Problem
from tests.builders import NOW, SetClock
from tests.holds import FACTS, WHY, a_form
from tests.hq.holding import (
    DAY,
    OTHER,
    PDF,
    PLATE,
    WHOLE,
    a_scope,
    a_warrant_of,
    caller,
    days_pass,
    filed,
    held,
    renewed,
    seen,
    state,
    sworn,
)
from tests.hq.senders import JPEG

DATABASES = ["sqlite"]


@pytest.mark.clause("8.C.2.a")
def test_another_plate_camera_car_or_time_is_not_held(hq: Headquarters) -> None:
    seen(hq, OTHER)
    seen(hq, PLATE, camera="rear")
    seen(hq, PLATE, unit="Unit 13")
    seen(hq, PLATE, at=NOW - DAY)
    assert held(hq, filed(hq)) == {}


@pytest.mark.clause("8.E")
def test_a_year_after_the_request_its_data_goes_with_a_certificate_unless_renewed(
    hq: Headquarters, clock: SetClock
) -> None:
    seen(hq)
    first, second = filed(hq), filed(hq)
    for number in (first, second):
        sworn(hq, number)
    clock.at = one_year_after(NOW) - 20 * DAY
    renewed(hq, second)
    clock.at = one_year_after(NOW)
    expiry.end_due(hq)
    assert (state(hq, first), held(hq, first)) == (HoldState.EXPIRED, {})
    assert held(hq, second) == WHOLE
    clock.at = one_year_after(NOW + 345 * DAY)
    expiry.end_due(hq)
    assert held(hq, second) == {}
    with hq.reading() as work:
        kept = store.find(work, second)
        assert kept is not None
        assert kept.destroyed_at == clock.at
        assert [row["step"] for row, _ in store.steps(work, kept.hold_id)][-1] == "destroyed"


@pytest.mark.clause("8.C.1")
def test_a_warrant_holds_at_once_and_past_a_year(hq: Headquarters, clock: SetClock) -> None:
    seen(hq)
    number = a_warrant_of(hq)
    clock.at = NOW + 500 * DAY
    expiry.end_due(hq)
    assert (state(hq, number), held(hq, number)) == (HoldState.FINAL, WHOLE)
    with pytest.raises(HoldRefusedError, match="custodian"):
        a_warrant_of(hq, by=OFFICER)


def test_two_holds_over_one_read_each_keep_it_to_their_own_end(
    hq: Headquarters, clock: SetClock
) -> None:
    seen(hq)
    first, second = filed(hq), filed(hq, by=SECOND_OFFICER)
    for number in (first, second):
        sworn(hq, number)
    days_pass(hq, clock, NOW + 91 * DAY)
    service.act(hq, caller(OFFICER), first, HoldActRequest(HoldAct.CANCEL, WHY))
    assert (held(hq, first), held(hq, second)) == ({}, WHOLE)


def test_a_canceled_hold_lets_old_data_go_at_once_and_young_data_to_its_own_day(
    hq: Headquarters,
) -> None:
    seen(hq)
    number = filed(hq)
    sworn(hq, number)
    service.act(hq, caller(OFFICER), number, HoldActRequest(HoldAct.CANCEL, WHY))
    assert (state(hq, number), held(hq, number)) == (HoldState.CANCELED, {})
    with hq.reading() as work:
        assert len(work.connection.execute(READS.select()).all()) == 1
    again = filed(hq)
    assert held(hq, again) == WHOLE


def test_what_an_offline_car_brings_later_is_held_too(hq: Headquarters, clock: SetClock) -> None:
    number = filed(hq)
    clock.pass_by(days=60)
    seen(hq, at=NOW)
    assert held(hq, number) == {}
    expiry.sweep(hq)
    assert held(hq, number) == WHOLE


def test_a_hold_that_was_sent_twice_is_one_line(hq: Headquarters) -> None:
    ask = HoldRequest(service.new_hold_id(NOW), a_form(a_scope()))
    first = service.file_request(hq, caller(OFFICER), ask)
    assert service.file_request(hq, caller(OFFICER), ask) == first
    with hq.reading() as work:
        assert store.page(work, list(HoldState), NEWEST, 9)[1] == 1


def test_keeping_that_broke_off_goes_on_where_it_was(
    hq: Headquarters, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen(hq)

    def out_of_reach(*_: object) -> bytes:
        raise OutsideError("The bucket is out of reach.")

    with monkeypatch.context() as patched:
        patched.setattr(hq.pictures, "get", out_of_reach)
        number = filed(hq)
        assert "jpeg" not in held(hq, number)
    expiry.sweep(hq)
    assert held(hq, number) == WHOLE


@pytest.mark.clause("8.C")
def test_a_purge_with_a_store_out_of_reach_keeps_the_key_that_a_hold_needs_and_says_so(
    hq: Headquarters, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen(hq)

    def out_of_reach(*_: object) -> bytes:
        raise OutsideError("The bucket is out of reach.")

    with monkeypatch.context() as patched:
        patched.setattr(hq.pictures, "get", out_of_reach)
        number = filed(hq)
        sworn(hq, number)
        days_pass(hq, clock, NOW + 92 * DAY)
        assert left_over(hq, clock.at) == ("day_keys",)
    days_pass(hq, clock, NOW + 94 * DAY)
    assert held(hq, number) == WHOLE
    assert left_over(hq, clock.at) == ()
    assert not [path for path in hq.settings.pictures.rglob("*") if path.is_file()]


def test_by_a_clock_that_is_not_believed_nothing_ends(hq: Headquarters, clock: SetClock) -> None:
    seen(hq)
    purge(hq, NOW)
    number = filed(hq)
    clock.at = NOW + 400 * DAY
    purge_watched(hq)
    expiry.sweep(hq)
    assert (state(hq, number), held(hq, number)) == (HoldState.PROVISIONAL, WHOLE)


def opened_again(hq: Headquarters, clock: SetClock, backup: Path, name: str) -> Headquarters:
    settings = replace(
        hq.settings,
        data=hq.settings.data.with_name(name),
        database_url=f"sqlite:///{hq.settings.data.with_name(name)}.db",
        keys=hq.settings.day_keys,
    )
    back = Headquarters(settings, clock, os.urandom)
    restore(back, backup, Restorer(ADMINISTRATOR, lambda *_: None, clock.at.date()), purge_watched)
    return back


def test_a_backup_brings_back_what_is_held_and_not_what_ended_meanwhile(
    hq: Headquarters, clock: SetClock, tmp_path: Path
) -> None:
    seen(hq)
    first, second = filed(hq), filed(hq, by=SECOND_OFFICER)
    for number in (first, second):
        sworn(hq, number)
    backup = tmp_path / "hq.backup"
    back_up(hq, backup, ADMINISTRATOR)
    days_pass(hq, clock, NOW + 92 * DAY)
    service.act(hq, caller(OFFICER), first, HoldActRequest(HoldAct.CANCEL, WHY))
    back = opened_again(hq, clock, backup, "back")
    try:
        expiry.sweep(back)
        assert (held(back, first), state(back, first)) == ({}, HoldState.CANCELED)
        assert (held(back, second), state(back, second)) == (WHOLE, HoldState.FINAL)
        with back.reading() as work:
            assert work.connection.execute(READS.select()).all() == []
    finally:
        back.close()


@pytest.mark.clause("8.D")
def test_nothing_leaves_without_a_final_hold_that_covers_it(hq: Headquarters) -> None:
    read, other = seen(hq), seen(hq, OTHER)
    number = filed(hq)
    with hq.reading() as work:
        with pytest.raises(RefusedError) as refused:
            service.require_hold(work, number)
        assert refused.value.problem is Problem.NOT_HELD
    sworn(hq, number)
    with hq.reading() as work:
        assert service.is_held(work, number, read_id=read.read_id)
        assert not service.is_held(work, number, read_id=other.read_id)
        with pytest.raises(RefusedError):
            service.require_hold(work, number + 1)


@pytest.mark.clause("2.D")
@pytest.mark.clause("8.A")
def test_the_log_keeps_every_line_and_a_correction_is_another_one(hq: Headquarters) -> None:
    numbers = [filed(hq), filed(hq, by=SECOND_OFFICER)]
    refuse = HoldActRequest(HoldAct.REFUSE, WHY)
    service.act(hq, caller(CUSTODIAN), numbers[0], refuse)
    service.act(
        hq, caller(CUSTODIAN), numbers[0], HoldActRequest(HoldAct.CORRECT, WHY + ", twice")
    )
    assert numbers == [1, 2]
    assert state(hq, numbers[0]) is HoldState.REFUSED
    with hq.reading() as work:
        kept = store.find(work, numbers[0])
        assert kept is not None
        words = [said for _, said in store.steps(work, kept.hold_id)]
    assert WHY in words
    assert words[-1] == WHY + ", twice"


def test_papers_are_attached_named_and_sealed(hq: Headquarters) -> None:
    number = filed(hq)
    paper = PaperRequest(PaperKind.OTHER, f"mail about {PLATE}.pdf")
    digest = service.add_paper(hq, caller(CUSTODIAN), number, paper, PDF)
    with hq.reading() as work:
        kept = store.find(work, number)
        assert kept is not None
        assert store.paper(work, kept.hold_id, digest) == PDF
        assert [name for _, name in store.papers(work, kept.hold_id)] == [paper.name]
    service.note_filing(hq, caller(CUSTODIAN), number, FilingRequest("PDMS-88123", NOW))


def test_each_notice_is_given_once_on_its_day(hq: Headquarters, clock: SetClock) -> None:
    filed(hq)
    over = capture_date_ends(capture_date(NOW - DAY / 4))
    given = list[int]()
    while clock.at < over:
        given += [one.days for one in expiry.notify(hq)]
        clock.pass_by(hours=10)
    assert given == [14, 7, 3, 1]


def test_an_officer_sees_and_ends_only_the_own_request(hq: Headquarters) -> None:
    number = filed(hq)
    with hq.reading() as work, pytest.raises(RefusedError) as refused:
        service.visible(work, caller(SECOND_OFFICER), number)
    assert refused.value.problem is Problem.NO_SUCH_HOLD
    ask = HoldRequest(
        service.new_hold_id(NOW), a_form(a_scope()), HoldChannel.DESK, SECOND_OFFICER
    )
    with pytest.raises(HoldRefusedError, match="File your own"):
        service.file_request(hq, caller(OFFICER), ask)


@pytest.mark.attack("V1m")
def test_nobody_makes_the_own_request_final(hq: Headquarters) -> None:
    seen(hq)
    number = filed(hq, by=CUSTODIAN)
    with pytest.raises(HoldRefusedError, match="own request"):
        sworn(hq, number)
    assert state(hq, number) is HoldState.PROVISIONAL


def test_papers_go_years_later_and_the_line_stays(hq: Headquarters, clock: SetClock) -> None:
    seen(hq)
    number = filed(hq)
    service.act(hq, caller(OFFICER), number, HoldActRequest(HoldAct.CANCEL, WHY))
    clock.at = NOW + 3 * 366 * DAY
    expiry.end_due(hq)
    with hq.reading() as work:
        kept = store.find(work, number)
        assert kept is not None
        assert (kept.state, kept.hold) == (HoldState.CANCELED, None)
        assert store.steps(work, kept.hold_id) == []


def test_every_step_is_on_record_and_no_plate_in_the_audit(hq: Headquarters) -> None:
    seen(hq)
    number = filed(hq)
    sworn(hq, number)
    with hq.reading() as work:
        rows = work.connection.execute(OWN_AUDIT.select()).all()
        assert work.connection.execute(HELD.select()).first() is not None
    events = {row.event for row in rows}
    assert {
        AuditEvent.HQ_HOLD_REQUESTED, AuditEvent.HQ_HOLD_KEPT, AuditEvent.HQ_HOLD_SWORN,
        AuditEvent.HQ_HOLD_PAPER_ADDED, AuditEvent.HQ_NOTARY_SET,
    } <= events  # fmt: skip
    assert not [row for row in rows if PLATE in str(row)]


@pytest.mark.attack("V12")
def test_neither_plate_nor_facts_nor_a_held_picture_is_in_any_byte_on_disk(
    hq: Headquarters, tmp_path: Path
) -> None:
    seen(hq)
    sworn(hq, filed(hq))
    assert held(hq, 1) == WHOLE
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert any(path.name.startswith("hq.db") for path in files)
    bytes_of_all = b"".join(path.read_bytes() for path in files)
    for secret in (PLATE, FACTS, "Marsh", "alpr-1.pdf"):
        assert secret.encode() not in bytes_of_all
    assert JPEG not in bytes_of_all
    assert PDF not in bytes_of_all
