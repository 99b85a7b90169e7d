"""What is tapped is of who tapped it, however long the disk lets the records thread wait."""

import os
import threading
from datetime import timedelta
from pathlib import Path

from mdt_alpr.domain.people.roles import Role, Session
from mdt_alpr.domain.retention.incidents import IncidentForm, IncidentKind
from mdt_alpr.domain.retention.outbox import ItemKind
from mdt_alpr.patrol.holds import HoldParts, HoldRequests
from mdt_alpr.patrol.incidents import IncidentParts, IncidentReports
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.holds import HoldRequestMessage
from mdt_alpr.wire.incidents import IncidentReportMessage
from tests.builders import NOW
from tests.holds import a_form
from tests.manual_entries import a_draft
from tests.patrol.entry_desks import EntryDesk, entry_desk

BREACH = IncidentForm(
    IncidentKind.BREACH, NOW - timedelta(minutes=20), "The terminal was left unlocked."
)


def _wait(event: threading.Event) -> None:
    event.wait(timeout=30)


def tapped_before_another_signed_in(desk: EntryDesk) -> None:
    """Let officer-1 do all while the records thread waits, and officer-2 sign in meanwhile."""
    parts = desk.records, desk.store, desk.clock, desk.sessions
    incidents = IncidentReports(IncidentParts(*parts, os.urandom, desk.said.append))
    holds = HoldRequests(HoldParts(*parts, ("214", "car-1"), os.urandom, desk.said.append))
    waits = threading.Event()
    desk.sign_in()
    desk.records.do(lambda: _wait(waits))
    incidents.report_incident(BREACH)
    holds.request_hold(a_form())
    desk.entries.add_entry(a_draft())
    desk.sessions.resume(Session("officer-2", "officer-2", Role.OFFICER, NOW, "token"))
    waits.set()


def test_a_report_and_a_form_are_of_the_officer_who_sent_them(tmp_path: Path) -> None:
    with entry_desk(tmp_path) as desk:
        tapped_before_another_signed_in(desk)
        items = desk.in_store(lambda work: work.waiting(1000))
        (report,) = [i.body for i in items if i.kind is ItemKind.INCIDENT_REPORT]
        (form,) = [i.body for i in items if i.kind is ItemKind.HOLD_REQUEST]
        assert decode(IncidentReportMessage, report).person_id == "officer-1"
        assert decode(HoldRequestMessage, form).person_id == "officer-1"


def test_an_entry_is_not_made_as_another_officers(tmp_path: Path) -> None:
    with entry_desk(tmp_path) as desk:
        tapped_before_another_signed_in(desk)
        assert desk.queued() == []
        ((why,),) = desk.why_not()
        assert why.startswith("Another officer signed in")
