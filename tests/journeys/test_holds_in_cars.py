"""A hold over a car: what it has not delivered outlives day 90 there, and reaches headquarters."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, timedelta
from pathlib import Path

import pytest

from mdt_alpr.adapters.hq_link.http_link import HttpLink, open_client
from mdt_alpr.adapters.store.car_store import CarStore
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.hit import verification
from mdt_alpr.domain.hit.disposition import Closing, Disposition, Stopped
from mdt_alpr.domain.identity import new_id
from mdt_alpr.domain.people.roles import Role, Session
from mdt_alpr.domain.policy import capture_date, capture_date_ends
from mdt_alpr.domain.retention.holds import HoldRefusedError, HoldState
from mdt_alpr.domain.retention.outbox import ItemKind
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.audit.clock_guard import confirm_clock
from mdt_alpr.hq.base.headquarters import Work
from mdt_alpr.hq.holds import expiry, service
from mdt_alpr.hq.people import store as people
from mdt_alpr.hq.people.account_seals import seal
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN, OFFICER, SECOND_OFFICER
from mdt_alpr.patrol import holds, outbox
from mdt_alpr.patrol.events import Event, SignedIn
from mdt_alpr.patrol.hit_recorder import HitRecorder
from mdt_alpr.patrol.sign_in import Sessions
from mdt_alpr.patrol.worker import Worker
from mdt_alpr.ui.entries.models.holds import HoldsView
from mdt_alpr.ui.entries.presenters.hold_form import HoldField
from mdt_alpr.ui.entries.presenters.holds import HoldPresenter
from mdt_alpr.wire.holds import HoldAct, HoldActRequest, HoldOrders
from tests.builders import NOW, SetClock, a_hit, a_read, an_entry
from tests.holds import WHY, a_form
from tests.hq.holding import DAY, OTHER, PLATE, a_scope, caller, filed, held, state, sworn
from tests.hq.senders import DEVICE, JPEG, PASSWORDS
from tests.patrol.kept_verifiers import verifiers
from tests.patrol.scripted_link import ScriptedLink

MACHINE = ("Unit 12", DEVICE)
PAST = capture_date_ends(capture_date(NOW)) + timedelta(hours=1)
KEPT = {"reads": 1, "hits": 1, "hit_steps": 2, "pictures": 2, "jpeg": 2}


def see(store: CarStore, clock: SetClock, text: str = PLATE) -> None:
    """Read a plate, and close its hit as a misread."""
    recorder = HitRecorder(store, clock, "Unit 12", "0")
    read = a_read(text, "NC", crop=JPEG + text.encode(), context=JPEG + b"2" + text.encode())
    hit = a_hit(read, an_entry(text))
    opened = verification.open_hit(hit, NOW)
    recorder.save_read(read, OFFICER)
    recorder.record_raised(hit, OFFICER)
    recorder.record_step(hit, opened, OFFICER, AuditEvent.HIT_OPENED, ())
    end = Closing(Disposition.MISREAD, NOW, Stopped.NO)
    recorder.record_end(verification.close(opened, end), OFFICER)


class Contact:
    """The car's link, signed in anew for each contact."""

    def __init__(self, base_url: str, store: CarStore, clock: SetClock) -> None:
        self._url, self._store, self._clock = base_url, store, clock

    def ask_holds(self) -> HoldOrders:
        link = HttpLink(open_client(self._url), self._clock, DEVICE, unit="Unit 12")
        session = link.sign_in(OFFICER, PASSWORDS[OFFICER])
        with self._store.begin() as work:
            known = holds.known(work)
        orders = link.holds(session, known)
        with self._store.begin() as work:
            holds.apply_orders(work, orders)
        link.close()
        return orders

    def send_all(self) -> None:
        link = HttpLink(open_client(self._url), self._clock, DEVICE, unit="Unit 12")
        session = link.sign_in(OFFICER, PASSWORDS[OFFICER])
        for _ in range(9):
            with self._store.begin() as work:
                batch = outbox.next_batch(work)
            if not batch.items:
                break
            delivered = outbox.deliver(link, session, batch)
            assert delivered.failure is None
            with self._store.begin() as work:
                outbox.settle(work, delivered)
        link.close()


class CarScreen:
    """Form ALPR-1 on the screen of a car, with the car's own requests behind it."""

    def __init__(
        self, requests: holds.HoldRequests, presenter: HoldPresenter, published: list[Event]
    ) -> None:
        self.requests, self.presenter, self._published = requests, presenter, published
        self.views: list[HoldsView] = []
        presenter.view_changed.connect(self.views.append)
        presenter.begin()

    def fill_in(self) -> None:
        """Enter every part as a person would."""
        form = a_form(a_scope())
        self.presenter.choose_window("1")
        self.presenter.choose_ground("criminal_investigation")
        for field, text in (
            (HoldField.PLATE, PLATE),
            (HoldField.STATE, "NC"),
            (HoldField.CASE, form.case),
            (HoldField.PARTIES, form.parties),
            (HoldField.FACTS, form.facts),
        ):
            self.presenter.edit_field(field.value)
            for character in text:
                self.presenter.type_text(character)
        self.presenter.go_back()

    def file(self) -> None:
        """Answer the question with yes."""
        self.presenter.ask_confirm()
        self.presenter.confirm()
        self._do(lambda: None)

    def know(self, orders: HoldOrders) -> None:
        """Use what headquarters answered a round."""
        self._do(lambda: self.requests.know(OFFICER, orders.own))

    def _do(self, work: Callable[[], None]) -> None:
        """Do work on the records thread, then show what it published, on this one."""
        self.requests._parts.records.ask(work)
        while self._published:
            self.presenter.take(self._published.pop(0))

    @property
    def rows(self) -> list[tuple[str, str]]:
        """Return plate and state of each own request."""
        return [(row.plate, row.status) for row in self.views[-1].own.rows]


@contextmanager
def screen_of(store: CarStore, clock: SetClock) -> Iterator[CarScreen]:
    """Give the screen of a car in which the officer is signed in."""
    records = Worker("records", lambda _: None)
    records.start()
    said: list[Event] = []
    sessions = Sessions(ScriptedLink(), clock, said.append, verifiers(clock))
    session = Session(OFFICER, OFFICER, Role.OFFICER, NOW, "token")
    sessions.resume(session)
    published: list[Event] = []
    parts = holds.HoldParts(records, store, clock, sessions, MACHINE, os.urandom, published.append)
    requests = holds.HoldRequests(parts)
    presenter = HoldPresenter(requests, clock, MACHINE[0], zone=UTC)
    presenter.take(SignedIn(session))
    try:
        yield CarScreen(requests, presenter, published)
    finally:
        records.stop()


@pytest.fixture
def contact(hq: InProcessHq, store: CarStore, clock: SetClock) -> Contact:
    return Contact(hq.base_url, store, clock)


def purge(store: CarStore, clock: SetClock) -> dict[ItemKind, int]:
    """Purge, and return what waits afterwards without the audit."""
    with store.begin() as work:
        work.purge(clock.at)
    with store.begin() as work:
        items = [item for item in work.waiting(999) if item.kind is not ItemKind.AUDIT]
    return {
        kind: sum(item.kind is kind for item in items) for kind in {item.kind for item in items}
    }


def pass_day_ninety(hq: InProcessHq, clock: SetClock) -> None:
    """Let ninety days go by; headquarters disables no account that nobody used meanwhile."""
    with hq.hq.database.writing() as connection:
        people.change_account(connection, OFFICER, live_since=PAST)
        seal(Work(connection, PAST, hq.hq.keys), OFFICER)
    clock.at = PAST


def believed(hq: InProcessHq, clock: SetClock) -> None:
    confirm_clock(hq.hq, capture_date(clock.at), CUSTODIAN, ADMINISTRATOR)


@pytest.mark.clause("8.C")
def test_what_an_offline_car_holds_outlives_day_ninety_and_reaches_headquarters(
    hq: InProcessHq, store: CarStore, contact: Contact, clock: SetClock
) -> None:
    see(store, clock)
    see(store, clock, OTHER)
    number = filed(hq.hq, a_scope())
    sworn(hq.hq, number)
    contact.ask_holds()
    pass_day_ninety(hq, clock)
    assert purge(store, clock) == {ItemKind.HELD: 8}
    believed(hq, clock)
    contact.send_all()
    assert held(hq.hq, number) == KEPT
    assert purge(store, clock) == {}


@pytest.mark.clause("8.C")
def test_a_hold_that_is_not_sworn_keeps_nothing_past_day_ninety_in_a_car(
    hq: InProcessHq, store: CarStore, contact: Contact, clock: SetClock
) -> None:
    see(store, clock)
    filed(hq.hq, a_scope())
    contact.ask_holds()
    clock.at = PAST
    assert purge(store, clock) == {}
    with store.begin() as work:
        assert work.holds.live() == ()


def test_a_hold_that_reaches_a_car_after_day_ninety_finds_nothing_there(
    hq: InProcessHq, store: CarStore, contact: Contact, clock: SetClock
) -> None:
    see(store, clock)
    number = filed(hq.hq, a_scope())
    sworn(hq.hq, number)
    pass_day_ninety(hq, clock)
    assert purge(store, clock) == {}
    believed(hq, clock)
    contact.ask_holds()
    contact.send_all()
    assert held(hq.hq, number) == {}


def test_a_canceled_hold_ends_in_the_car_with_all_that_it_kept(
    hq: InProcessHq, store: CarStore, contact: Contact, clock: SetClock, tmp_path: Path
) -> None:
    see(store, clock)
    number = filed(hq.hq, a_scope())
    sworn(hq.hq, number)
    contact.ask_holds()
    pass_day_ninety(hq, clock)
    purge(store, clock)
    cancel = HoldActRequest(HoldAct.CANCEL, WHY)
    service.act(hq.hq, caller(OFFICER), number, cancel)
    contact.ask_holds()
    assert purge(store, clock) == {}
    assert not list((tmp_path / "day_keys" / "holds").rglob("data/*.key"))
    contact.ask_holds()
    with store.begin() as work:
        assert work.holds.live() == ()


def test_an_offline_car_ends_a_hold_by_its_own_clock(
    hq: InProcessHq, store: CarStore, contact: Contact, clock: SetClock
) -> None:
    see(store, clock)
    number = filed(hq.hq, a_scope())
    sworn(hq.hq, number)
    contact.ask_holds()
    clock.at = PAST
    assert purge(store, clock) == {ItemKind.HELD: 8}
    clock.at = NOW + 366 * DAY
    assert purge(store, clock) == {}


@pytest.mark.clause("8.C.2")
def test_a_request_made_in_a_car_without_a_link_holds_there_and_then_at_headquarters(
    hq: InProcessHq, store: CarStore, contact: Contact, clock: SetClock
) -> None:
    see(store, clock)
    hold_id = new_id(clock.at, os.urandom(10))
    with store.begin() as work:
        holds.request_hold(work, a_form(a_scope()), OFFICER, hold_id, MACHINE)
        assert [order.hold_id for order in work.holds.live()] == [hold_id]
    contact.send_all()
    expiry.sweep(hq.hq)
    assert state(hq.hq, 1) is HoldState.PROVISIONAL
    assert held(hq.hq, 1)["reads"] == 1
    contact.ask_holds()
    with store.begin() as work:
        assert [order.hold_id for order in work.holds.live()] == [hold_id]


@pytest.mark.clause("8.C.2")
@pytest.mark.clause("4.A.2")
def test_a_request_from_the_cars_screen_is_held_there_and_comes_back_with_its_state(
    qapp: object, hq: InProcessHq, store: CarStore, contact: Contact, clock: SetClock
) -> None:
    assert qapp
    see(store, clock)
    with screen_of(store, clock) as screen:
        screen.fill_in()
        screen.file()
        with store.begin() as work:
            (order,) = work.holds.live()
        assert order.scope.text == PLATE
        assert screen.rows == [(PLATE, "Provisional: not sworn yet. Not sent yet.")]
        contact.send_all()
        expiry.sweep(hq.hq)
        assert state(hq.hq, 1) is HoldState.PROVISIONAL
        assert held(hq.hq, 1)["reads"] == 1
        screen.know(contact.ask_holds())
        assert screen.rows == [(PLATE, "Provisional: not sworn yet")]
        sworn(hq.hq, 1)
        screen.know(contact.ask_holds())
        assert screen.rows == [(PLATE, "Held")]
        cancel = HoldActRequest(HoldAct.CANCEL, WHY)
        service.act(hq.hq, caller(OFFICER), 1, cancel)
        screen.know(contact.ask_holds())
        assert screen.rows == [("", "Canceled")]


def test_requests_of_another_person_never_reach_the_screen(
    qapp: object, hq: InProcessHq, store: CarStore, contact: Contact, clock: SetClock
) -> None:
    assert qapp
    filed(hq.hq, a_scope(), by=SECOND_OFFICER)
    with screen_of(store, clock) as screen:
        screen.know(contact.ask_holds())
        assert screen.rows == []
        screen.requests.know("somebody-else", contact.ask_holds().own)
        assert screen.rows == []


def test_a_request_over_another_car_is_sent_and_holds_nothing_here(store: CarStore) -> None:
    form = a_form(a_scope(unit="Unit 99"))
    with store.begin() as work:
        holds.request_hold(work, form, OFFICER, new_id(NOW, os.urandom(10)), MACHINE)
        assert work.holds.live() == ()
    incomplete = a_form(a_scope(), case="n/a")
    with store.begin() as work, pytest.raises(HoldRefusedError, match="case"):
        holds.request_hold(work, incomplete, OFFICER, new_id(NOW, os.urandom(10)), MACHINE)


def test_a_car_brings_nothing_past_day_ninety_that_no_hold_covers(
    hq: InProcessHq, store: CarStore, contact: Contact, clock: SetClock
) -> None:
    see(store, clock)
    number = filed(hq.hq, a_scope(text=OTHER))
    sworn(hq.hq, number)
    contact.ask_holds()
    clock.at = PAST
    assert purge(store, clock) == {}
