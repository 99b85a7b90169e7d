"""One case as one thread: every step in order, what comes next, and all of it on paper."""

from datetime import timedelta

import pytest

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.retention.case_thread import CaseStage
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.holds import store
from mdt_alpr.hq.keeping.purge import purge
from mdt_alpr.hq.people.sample_agency import CUSTODIAN, OFFICER, SUPERVISOR
from mdt_alpr.wire.case_threads import CaseThreadMessage, CaseWanted
from mdt_alpr.wire.codec import decode, encode
from tests.builders import NOW, SetClock
from tests.holds import a_form
from tests.hq.commands import Terminal
from tests.hq.holding import a_warrant_of, confirmed, filed, seen, sworn
from tests.hq.letting import granted
from tests.hq.papers import text_of
from tests.hq.reviewers import at_desk
from tests.hq.test_search import NARROW, asked, recorded

DATABASES = ["sqlite"]
CASE = a_form().case


def thread(server: InProcessHq, case: str = CASE) -> CaseThreadMessage:
    with at_desk(server, CUSTODIAN) as desk:
        answer = desk.http.post("/v1/case-threads", content=encode(CaseWanted(case)))
        assert answer.status_code == 200, answer.text
        return decode(CaseThreadMessage, answer.content)


def test_a_case_nobody_worked_waits_for_what_preserves_its_data(server: InProcessHq) -> None:
    found = thread(server, "26-000001")
    assert (found.steps, found.next.stage) == ((), CaseStage.PRESERVE)
    assert "are erased; nothing can be said of them" in found.notice


def test_a_hold_waits_for_its_oath_then_for_a_request_which_has_what_it_keeps(
    server: InProcessHq, clock: SetClock
) -> None:
    seen(server.hq)
    number = filed(server.hq)
    found = thread(server)
    assert (found.next.stage, found.next.hold) == (CaseStage.SWEAR, number)
    clock.at = NOW + timedelta(hours=1)
    sworn(server.hq, number)
    found = thread(server)
    assert found.next.stage is CaseStage.ASK
    assert found.asked.case == CASE
    assert found.asked.seeks.plate
    assert found.asked.seeks.until is not None
    assert found.asked.seeks.until <= clock.at
    granted(server.hq, case=CASE)
    found = thread(server)
    assert (found.next.stage, found.next.hold) == (CaseStage.RELEASE, number)
    names = [step.thing.partition(" ")[0] for step in found.steps]
    assert {"Hold", "Data"} <= set(names)
    assert [step.at for step in found.steps] == sorted(step.at for step in found.steps)


def test_the_searches_of_a_case_are_in_its_thread_until_they_are_erased(
    server: InProcessHq, clock: SetClock
) -> None:
    with at_desk(server, OFFICER) as desk:
        asked(desk, NARROW)
    (step,) = thread(server, NARROW.case).steps
    assert (step.thing, step.step) == ("Search", "0 reads found")
    clock.at = NOW + timedelta(days=92)
    purge(server.hq, clock.at)
    found = thread(server, NARROW.case)
    assert found.steps == ()
    assert "are erased" in found.notice


def test_the_whole_thread_prints_as_one_file_with_who_saw_it_and_that_is_recorded(
    server: InProcessHq, terminal: Terminal, tmp_path_factory: pytest.TempPathFactory
) -> None:
    seen(server.hq)
    sworn(server.hq, filed(server.hq))
    place = tmp_path_factory.mktemp("case") / "case.pdf"
    assert terminal.run(CUSTODIAN, "case", "print", CASE, "--to", place) == 0
    paper = text_of(place.read_bytes())
    for words in (CASE, "Sworn and notarized", "Record the written request", "Print a case"):
        assert words in paper
    (printed,) = recorded(server.hq, AuditEvent.HQ_CASE_THREAD_PRINTED)
    assert (printed["person"], printed["case"]) == (CUSTODIAN, CASE)
    assert terminal.run(CUSTODIAN, "case", "show", CASE) == 0
    assert "Next: Record the written request" in terminal.out
    assert terminal.run(SUPERVISOR, "case", "show", CASE) == 1


def test_a_warrant_waits_for_another_person_first(server: InProcessHq) -> None:
    seen(server.hq)
    number = a_warrant_of(server.hq)
    with server.hq.reading() as work:
        kept = store.find(work, number)
        assert kept is not None
        assert kept.hold is not None
    found = thread(server, kept.hold.case)
    assert (found.next.stage, found.next.hold) == (CaseStage.CONFIRM_WARRANT, number)
    assert "not who entered it" in found.next.who
    confirmed(server.hq, number)
    assert thread(server, kept.hold.case).next.stage is CaseStage.ASK
