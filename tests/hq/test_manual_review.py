from datetime import timedelta

import pytest

from mdt_alpr.domain.hotlist.manual_entry import Extension, Purpose
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.entries.review import due
from mdt_alpr.hq.people.account_acts import disable_account
from mdt_alpr.hq.people.sample_agency import CUSTODIAN, OFFICER, SUPERVISOR
from mdt_alpr.wire.manual import DecisionMessage, EntryStep, PlateTestMessage, ReasonMessage
from tests.builders import NOW, SetClock
from tests.hq.commands import Terminal
from tests.hq.manual import (
    WHY,
    a_step,
    added,
    an_own_entry,
    audited,
    everything,
    live,
    manual,
    post,
    without_hashes,
)
from tests.hq.senders import a_car
from tests.manual_entries import PERSON

# --------------------------------------------------------------------------------- more time


def test_a_supervisor_grants_more_time_and_the_cars_get_it(
    server: InProcessHq, clock: SetClock
) -> None:
    entry = an_own_entry()
    asked = a_step(entry, EntryStep.MORE_TIME_ASKED, why=WHY)
    with a_car(server.base_url) as car, a_car(server.base_url, "supervisor-1", "desk") as desk:
        car.send(added(entry), asked)
        (view,) = live(desk).entries
        assert (view.days_left, view.justification) == (30, WHY)
        assert view.facts.extension is Extension.ASKED
        path = f"{entry.entry_id}/decision"
        assert post(desk, path, DecisionMessage(approved=True, why=" ")) == (409, 532)
        yes = DecisionMessage(approved=True, why="warrant seen")
        assert post(desk, path, yes) == (204, None)
        assert post(desk, path, yes) == (409, 532)
        (listed,) = manual(car)
        assert listed.expires_at == entry.expires_at + timedelta(days=30)
        assert listed.manual is not None
        assert listed.manual.decided_by == "supervisor-1"
    clock.pass_by(days=45)
    with a_car(server.base_url) as car:
        assert len(manual(car)) == 1


def test_nobody_decides_on_an_own_request(server: InProcessHq) -> None:
    """ACC-12: a supervisor who drives is an officer like any other."""
    entry = an_own_entry(by="supervisor-1")
    with a_car(server.base_url, "supervisor-1") as car:
        car.send(added(entry), a_step(entry, EntryStep.MORE_TIME_ASKED, why=WHY))
        path = f"{entry.entry_id}/decision"
        no = DecisionMessage(approved=False, why="not needed")
        assert post(car, path, DecisionMessage(approved=True, why="fine")) == (409, 532)
        with a_car(server.base_url, "custodian-1", "desk") as desk:
            assert post(desk, path, no) == (204, None)
        (listed,) = manual(car)
    assert listed.expires_at == entry.expires_at
    assert [row.person for row in audited(server, "not_extended")] == ["custodian-1"]


# ----------------------------------------------------------------------------------- review


def test_officers_do_not_review_and_their_try_is_recorded(server: InProcessHq) -> None:
    entry = an_own_entry()
    with a_car(server.base_url) as car:
        car.send(added(entry))
        assert car.http.get("/v1/manual-entries").status_code == 403
        for path in ("decision", "removal", "closed-case"):
            body = ReasonMessage("x")
            assert post(car, f"{entry.entry_id}/{path}", body) == (403, 202)
        assert post(car, "plate-test", PlateTestMessage("KLM4471", "NC")) == (403, 202)
        assert len(manual(car)) == 1
    assert len(audited(server, "access:refused")) == 5


def test_supervisor_and_custodian_see_flags_and_remove_with_a_reason(server: InProcessHq) -> None:
    flagged = an_own_entry(reason="Armed robbery of a student at the high school, Nov 23")
    person = an_own_entry("SJX902", purpose=Purpose.MISSING, names_person=True, person=PERSON)
    with a_car(server.base_url) as car, a_car(server.base_url, "custodian-1", "desk") as desk:
        car.send(added(flagged), added(person))
        views = {view.text: view for view in live(desk).entries}
        assert views["KLM4471"].flags == ("The reason mentions: school residency.",)
        assert views["SJX902"].identified_by == "Det. C. Sample"
        path = f"{flagged.entry_id}/removal"
        assert post(desk, path, ReasonMessage("")) == (409, 532)
        assert post(desk, path, ReasonMessage("KLM-4471 is not wanted")) == (422, 111)
        assert post(desk, path, ReasonMessage("It is not wanted")) == (204, None)
        assert post(desk, path, ReasonMessage("again")) == (404, 531)
        assert post(desk, "nothing/removal", ReasonMessage("x")) == (404, 531)
        assert [entry.text for entry in manual(car)] == ["SJX902"]
    with a_car(server.base_url, "supervisor-1", "desk") as desk:
        assert len(live(desk).entries) == 1
    assert "4471" not in everything(server)
    assert [row.person for row in audited(server, ":listed")] == ["custodian-1", "supervisor-1"]


def test_a_closed_case_reaches_the_car_for_a_reminder(server: InProcessHq) -> None:
    entry = an_own_entry()
    with a_car(server.base_url) as car, a_car(server.base_url, "supervisor-1", "desk") as desk:
        car.send(added(entry))
        path = f"{entry.entry_id}/closed-case"
        assert post(desk, path, ReasonMessage("cleared by arrest")) == (204, None)
        (listed,) = manual(car)
    assert listed.manual is not None
    assert listed.manual.case_closed


def test_a_car_tells_of_rechecks_and_closed_cases(server: InProcessHq) -> None:
    entry = an_own_entry(purpose=Purpose.FELONY_WARRANT, names_person=True, person=PERSON)
    closed = a_step(entry, EntryStep.CASE_CLOSED, at=NOW)
    with a_car(server.base_url) as car, a_car(server.base_url, "supervisor-1", "desk") as desk:
        car.send(added(entry), a_step(entry, EntryStep.RECHECKED, at=NOW), closed)
        (view,) = live(desk).entries
    assert view.facts.rechecked_at == NOW
    assert view.facts.case_closed
    events = [row.event.value.rsplit(":", 1)[-1] for row in audited(server)]
    assert events == ["added", "rechecked", "case_closed", "listed"]


def test_a_plate_test_wants_a_plate_with_its_state_and_is_recorded_without(
    server: InProcessHq,
) -> None:
    with a_car(server.base_url, "custodian-1", "desk") as desk:
        assert post(desk, "plate-test", PlateTestMessage("KLM4471", "")) == (422, 303)
        assert post(desk, "plate-test", PlateTestMessage("?", "NC")) == (422, 305)
        assert post(desk, "plate-test", PlateTestMessage("KLM4471", "NC")) == (200, None)
    (row,) = audited(server, "plate_tested")
    assert "4471" not in without_hashes(repr(row))
    assert "4471" not in repr(PlateTestMessage("KLM4471", "NC"))


def test_no_audit_line_holds_a_plate(server: InProcessHq) -> None:
    entry = an_own_entry(case="26-041877")
    with a_car(server.base_url) as car, a_car(server.base_url, "supervisor-1", "desk") as desk:
        car.send(added(entry), a_step(entry, EntryStep.MORE_TIME_ASKED, why=WHY))
        live(desk)
        post(desk, f"{entry.entry_id}/removal", ReasonMessage("KLM4471 is not wanted"))
    assert "4471" not in without_hashes(repr(audited(server, "")))


@pytest.mark.proved("MAN-04")
@pytest.mark.proved("MAN-05")
def test_commands_close_a_case_remove_an_entry_and_test_its_plate(
    server: InProcessHq, terminal: Terminal
) -> None:
    entry = an_own_entry()
    with a_car(server.base_url) as car:
        assert car.send(added(entry)) == ["accepted"]
    why = "--reason", "the vehicle was found"
    assert terminal.run(SUPERVISOR, "manual-entry", "close-case", entry.entry_id, *why) == 0
    assert terminal.run(SUPERVISOR, "manual-entry", "list") == 0
    assert entry.entry_id in terminal.out
    assert f"{entry.draft.case}, closed" in terminal.out
    plate = entry.draft.text, entry.draft.state
    assert terminal.run(SUPERVISOR, "manual-entry", "test", *plate) == 1
    assert terminal.run(CUSTODIAN, "manual-entry", "remove", entry.entry_id, *why) == 0
    assert terminal.run(CUSTODIAN, "manual-entry", "test", *plate) == 0
    assert "the vehicle was found" in terminal.out
    assert terminal.run(CUSTODIAN, "manual-entry", "test", "zzz9999", "nc") == 0
    assert "No ended entry" in terminal.out
    assert terminal.run(OFFICER, "manual-entry", "close-case", entry.entry_id, *why) == 1


@pytest.mark.proved("A8")
def test_entries_of_a_disabled_person_are_flagged_and_somebody_is_told(
    server: InProcessHq,
) -> None:
    with a_car(server.base_url) as car, a_car(server.base_url, "supervisor-1", "desk") as desk:
        car.send(added(an_own_entry()))
        assert live(desk).entries[0].flags == ()
        disable_account(server.hq, OFFICER, "left the agency", "administrator-1")
        (view,) = live(desk).entries
        assert view.flags == (
            "The account of its maker is disabled: remove it, or say who needs it now.",
        )
    with server.hq.reading() as work:
        (told,) = due(work)
    assert told.name == f"Manual entries of {OFFICER}"
