"""A wrongful stop is reported in a car without a link, and reaches headquarters once (OPS-01)."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, timedelta
from pathlib import Path

import pytest

from mdt_alpr.adapters.store.car_store import CarStore
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.identity import new_id
from mdt_alpr.domain.officer import Driving
from mdt_alpr.domain.people.roles import Role, Session
from mdt_alpr.domain.retention.alpr_1 import HoldGround
from mdt_alpr.domain.retention.holds import HoldState
from mdt_alpr.domain.retention.incidents import (
    Evidence,
    IncidentForm,
    IncidentKind,
    IncidentRefusedError,
    IncidentStep,
    Preservation,
)
from mdt_alpr.domain.retention.outbox import Arrival, ItemKind, ReceiptOutcome
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.holds import expiry
from mdt_alpr.hq.holds import store as holds
from mdt_alpr.hq.incidents import service
from mdt_alpr.hq.people.sample_agency import CUSTODIAN, OFFICER, SECOND_OFFICER
from mdt_alpr.patrol import incidents
from mdt_alpr.patrol.events import DrivingChanged, Event, SignedIn
from mdt_alpr.patrol.sign_in import Sessions
from mdt_alpr.patrol.worker import Worker
from mdt_alpr.ui.entries.models.incidents import IncidentView
from mdt_alpr.ui.entries.presenters.incidents import IncidentPresenter
from mdt_alpr.wire.incidents import IncidentMessage, IncidentReportMessage
from mdt_alpr.wire.messages import ItemMessage, Receipt
from mdt_alpr.wire.problems import Problem
from tests.builders import NOW, SetClock
from tests.hq.holding import PLATE, caller, held, state
from tests.hq.reviewers import a_sent_hit
from tests.hq.senders import DEVICE, a_batch, a_car, an_id, an_item
from tests.journeys.test_holds_in_cars import Contact, see
from tests.patrol.kept_verifiers import verifiers
from tests.patrol.scripted_link import ScriptedLink

WORDS = "The wrong vehicle was stopped on this alert."
FORM = IncidentForm(IncidentKind.WRONGFUL_STOP, words=WORDS)


class CarScreen:
    """The report on the screen of a car, with the car's own use case behind it."""

    def __init__(
        self,
        reports: incidents.IncidentReports,
        presenter: IncidentPresenter,
        published: list[Event],
    ) -> None:
        self.reports, self.presenter, self._published = reports, presenter, published
        self.views: list[IncidentView] = []
        presenter.view_changed.connect(self.views.append)
        presenter.begin()
        self.settle()

    def settle(self) -> None:
        """Wait for the records thread, then show what it published."""
        self.reports._parts.records.ask(lambda: None)
        while self._published:
            self.presenter.take(self._published.pop(0))

    @property
    def view(self) -> IncidentView:
        """Return what is shown."""
        return self.views[-1]


@contextmanager
def screen_of(store: CarStore, clock: SetClock, person: str = OFFICER) -> Iterator[CarScreen]:
    """Give the screen of a car in which a person is signed in."""
    records = Worker("records", lambda _: None)
    records.start()
    sessions = Sessions(ScriptedLink(), clock, lambda _: None, verifiers(clock))
    session = Session(person, person, Role.OFFICER, NOW, "token")
    sessions.resume(session)
    published: list[Event] = []
    parts = incidents.IncidentParts(records, store, clock, sessions, os.urandom, published.append)
    reports = incidents.IncidentReports(parts)
    presenter = IncidentPresenter(reports, clock, zone=UTC)
    presenter.take(SignedIn(session))
    try:
        yield CarScreen(reports, presenter, published)
    finally:
        records.stop()


def shown(hq: InProcessHq, number: int = 1) -> IncidentMessage:
    with hq.hq.reading() as work:
        return service.seen_one(work, caller(CUSTODIAN), number)


def count(hq: InProcessHq) -> int:
    with hq.hq.writing() as work:
        return len(service.incidents_for(work, caller(CUSTODIAN)).incidents)


def test_a_report_from_an_offline_car_freezes_its_hit_holds_it_and_opens_a_case_once(
    qapp: object, hq: InProcessHq, store: CarStore, clock: SetClock
) -> None:
    assert qapp
    see(store, clock)
    with screen_of(store, clock) as screen:
        (row,) = screen.view.hits.rows
        assert PLATE not in row.word + row.second
        screen.presenter.choose_hit(row.key)
        screen.presenter.use_phrase("0")
        screen.presenter.choose_ground(HoldGround.CRIMINAL.value)
        for field, text in (("case", "26-041877"), ("parties", "Driver J. Ames")):
            screen.presenter.edit_field(field)
            for character in text:
                screen.presenter.type_text(character)
        screen.presenter.go_back()
        screen.presenter.confirm()
        screen.presenter.confirm()
        screen.settle()
        assert screen.view.form.needed.startswith("Reported.")
    contact = Contact(hq.base_url, store, clock)
    clock.at = NOW + timedelta(hours=3)
    contact.send_all()
    contact.send_all()
    found = shown(hq)
    assert count(hq) == 1
    assert (found.form.words, found.form.hit_id) == (WORDS, row.key)
    assert (found.form.discovered_at, found.reported_at) == (NOW, clock.at)
    assert found.is_late, "the response team heard of it three hours later"
    assert (found.evidence, bool(found.case)) == (Evidence.WHOLE, True)
    assert [step.step for step in found.steps] == [IncidentStep.HELD]
    expiry.sweep(hq.hq)
    assert state(hq.hq, 1) is HoldState.PROVISIONAL
    assert held(hq.hq, 1)["hits"] == 1


def test_a_report_outlasts_a_restart_and_is_in_the_cars_audit(
    tmp_path: Path, store: CarStore, clock: SetClock
) -> None:
    incident_id = new_id(NOW, os.urandom(10))
    with store.begin() as work:
        incidents.report_incident(work, FORM, OFFICER, incident_id)
    store.close()
    again = CarStore(tmp_path / "car.db", b"k" * 32, clock, os.urandom, DEVICE)
    with again.begin() as work:
        (item,) = work.waiting_of((ItemKind.INCIDENT_REPORT,), 9)
        entry = work.last_recorded(AuditEvent.INCIDENT_REPORTED)
    again.close()
    assert incident_id in item.body
    assert entry is not None
    assert (entry.subject, entry.person) == (incident_id, OFFICER)


@pytest.mark.parametrize(
    ("form", "person", "why"),
    [
        (replace(FORM, words="short"), OFFICER, "at least 10"),
        (replace(FORM, words="They stopped KLM4471 again"), OFFICER, "Leave the plate out"),
        (FORM, "", "Sign in first"),
    ],
)
def test_what_is_incomplete_is_never_queued(
    store: CarStore, form: IncidentForm, person: str, why: str
) -> None:
    with store.begin() as work, pytest.raises(IncidentRefusedError, match=why):
        incidents.report_incident(work, form, person, new_id(NOW, os.urandom(10)))
    with store.begin() as work:
        assert work.waiting_count() == 0


def test_only_own_hits_are_offered_and_nothing_is_reported_in_a_moving_car(
    qapp: object, store: CarStore, clock: SetClock
) -> None:
    assert qapp
    see(store, clock)
    with screen_of(store, clock, SECOND_OFFICER) as screen:
        assert screen.view.hits.rows == ()
        screen.presenter.use_phrase("0")
        screen.presenter.take(DrivingChanged(Driving(31.0)))
        assert "The car is moving" in screen.view.shut
        screen.presenter.confirm()
        screen.reports.drive(Driving(31.0))
        screen.reports.report_incident(FORM)
        screen.settle()
    with store.begin() as work:
        assert work.waiting_of((ItemKind.INCIDENT_REPORT,), 9) == ()


SENT = a_sent_hit("AAA3111", ending="lost_sight", stopped="before")


def a_report(form: IncidentForm = FORM) -> ItemMessage:
    return an_item(IncidentReportMessage(an_id(NOW), form, SENT.hit.person_id, NOW))


def test_a_report_waits_for_its_hit_and_one_of_another_cars_hit_is_set_aside(
    hq: InProcessHq,
) -> None:
    report = a_report(replace(FORM, hit_id=SENT.hit.hit_id))
    with a_car(hq.base_url) as car:
        car.send(report)
        assert count(hq) == 0
        car.send(*SENT.items())
    assert shown(hq).evidence is Evidence.WHOLE
    with a_car(hq.base_url, device="other-car") as other:
        foreign = a_report(replace(FORM, hit_id=SENT.hit.hit_id))
        other.post(a_batch(foreign, device="other-car"))
    assert count(hq) == 1


def test_a_lying_car_names_nobody_and_holds_nothing_by_an_incomplete_form(hq: InProcessHq) -> None:
    keep = Preservation(HoldGround.CRIMINAL, "n/a", "")
    lies = replace(FORM, hit_id=SENT.hit.hit_id, about="nobody-here", keep=keep)
    late = replace(FORM, discovered_at=NOW - timedelta(days=400))
    with a_car(hq.base_url) as car:
        car.send(*SENT.items(), a_report(lies))
        car.send(a_report(late))
        plate = a_report(replace(FORM, words="They stopped KLM4471 again"))
        assert car.send(plate) == [f"refused {Problem.INCIDENT_REFUSED.number}"]
    first, second = shown(hq, 1), shown(hq, 2)
    assert (first.officer, first.steps, first.form.about) == ("A. Sample", (), "")
    assert second.form.discovered_at == NOW
    with hq.hq.reading() as work:
        assert holds.live(work) == []


def test_a_report_of_a_car_whose_clock_is_a_year_ahead_counts_from_when_it_came(
    hq: InProcessHq,
) -> None:
    ahead = NOW + timedelta(days=366)
    message = IncidentReportMessage(an_id(ahead), FORM, SENT.hit.person_id, ahead)
    with a_car(hq.base_url) as car:
        assert car.send(an_item(message, made_at=ahead)) == ["accepted"]
    found = shown(hq)
    assert (found.reported_at, found.form.discovered_at) == (NOW, NOW)
    assert not found.is_late


def test_the_car_knows_from_its_own_store_whether_headquarters_has_a_report(
    store: CarStore,
) -> None:
    since = NOW - timedelta(hours=1)
    with store.begin() as work:
        incidents.report_incident(work, FORM, OFFICER, new_id(NOW, os.urandom(10)))
    with store.begin() as work:
        (report,) = work.own_reports(OFFICER, since)
        assert work.own_reports("officer-2", since) == ()
        assert work.own_reports(OFFICER, NOW + timedelta(hours=1)) == ()
        (item,) = work.waiting_of((ItemKind.INCIDENT_REPORT,), 9)
    assert (report.kind, report.arrival) == ("wrongful_stop", Arrival.WAITS)
    with store.begin() as work:
        work.settle([Receipt(item.item_id, ReceiptOutcome.REFUSED, 17)])
        assert work.own_reports(OFFICER, since)[0].arrival is Arrival.REFUSED
        work.settle([Receipt(item.item_id, ReceiptOutcome.ACCEPTED)])
        assert work.own_reports(OFFICER, since)[0].arrival is Arrival.ARRIVED
