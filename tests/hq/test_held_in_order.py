"""What several people change is held before the audit, for which everybody waits."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import select, text

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.hotlist.hotlist import CategorySetting, Priority
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.policy import capture_date, capture_date_ends
from mdt_alpr.domain.retention.hold_notices import HoldNotice
from mdt_alpr.domain.retention.holds import HoldState
from mdt_alpr.domain.retention.incidents import IncidentStep
from mdt_alpr.domain.retention.outbox import ItemKind
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.audit.service import NOBODY, record
from mdt_alpr.hq.base.headquarters import Caller, Headquarters, RefusedError, Work
from mdt_alpr.hq.base.hit_tables import SET_ASIDE
from mdt_alpr.hq.base.tables import HOTLIST_ENTRIES
from mdt_alpr.hq.entries import review
from mdt_alpr.hq.holds import expiry
from mdt_alpr.hq.holds import store as holds
from mdt_alpr.hq.holds.store import hold_requests
from mdt_alpr.hq.holds.tables import HOLDS
from mdt_alpr.hq.hotlists import categories, corrections, import_store
from mdt_alpr.hq.hotlists.deliveries import dismiss, retire
from mdt_alpr.hq.hotlists.importing import Delivery, ImportReport, import_list
from mdt_alpr.hq.hotlists.service import hold_list
from mdt_alpr.hq.hotlists.tables import CORRECTIONS
from mdt_alpr.hq.incidents import service as incidents
from mdt_alpr.hq.intake import quarantine_review
from mdt_alpr.hq.intake.service import hold_in_order
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN
from mdt_alpr.hq.reads import quarantine_store
from mdt_alpr.wire.incidents import IncidentReportMessage, IncidentStepRequest
from mdt_alpr.wire.manual import DecisionMessage
from tests.builders import NOW, SetClock
from tests.hq.holding import DAY, WHOLE, a_scope, filed, held, seen, state
from tests.hq.manual import WHY, added, an_own_entry
from tests.hq.opened import opened_rows
from tests.hq.senders import DEVICE, a_car, a_disposition, an_id, an_item
from tests.hq.test_app import until
from tests.hq.test_categories import OFFICER
from tests.hq.test_corrections import AB1, DRAFT
from tests.hq.test_hotlist_packages import a_file, take
from tests.hq.test_incidents import FORM, HIT, KEEP
from tests.hq.test_notices_of_many_cars import waits_for_a_lock

ENTRY = an_own_entry()
OFF = categories.Decision("V", is_on=False, purpose=None, reason=WHY)
LOWER = CategorySetting("V", Priority.LOW)
Act = Callable[[Work], object]
ACTS: dict[str, Act] = {
    "removes an entry": lambda work: review.remove(work, OFFICER, ENTRY.entry_id, WHY),
    "closes a case": lambda work: review.close_case(work, OFFICER, ENTRY.entry_id, WHY),
    "corrects": lambda work: corrections.place(work, CUSTODIAN, AB1, "", DRAFT),
    "switches": lambda work: categories.decide(work, OFF, ADMINISTRATOR, Role.ADMINISTRATOR),
    "sets": lambda work: categories.set_category(
        work, LOWER, WHY, ADMINISTRATOR, Role.ADMINISTRATOR
    ),
}


@pytest.fixture
def listing(server: InProcessHq, tmp_path: Path) -> InProcessHq:
    """Return a headquarters on PostgreSQL with a list and a manual entry."""
    if not server.hq.database.is_server:
        pytest.skip("SQLite has one writer")
    take(server, a_file(tmp_path / "VEHEXTRT.txt", range(3)))
    with a_car(server.base_url) as car:
        car.send(added(ENTRY))
    return server


class Beside(threading.Thread):
    """Somebody else at headquarters, who does something in a transaction."""

    def __init__(self, server: InProcessHq, act: Act) -> None:
        super().__init__()
        self._server, self._act = server, act
        self.met: BaseException | None = None

    def run(self) -> None:
        """Do it."""
        try:
            with self._server.hq.writing() as work:
                self._act(work)
        except Exception as error:  # noqa: BLE001 - the test looks at it
            self.met = error


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_who_waits_for_an_import_to_end_keeps_it_from_no_entry_in_the_audit(
    listing: InProcessHq, act: Act
) -> None:
    beside = Beside(listing, act)
    with listing.hq.writing() as work:
        hold_list(work)
        beside.start()
        until(lambda: waits_for_a_lock(listing.hq))
        record(work, AuditEvent.HQ_AUDIT_CHECKED, "import", NOBODY)
    beside.join()
    assert beside.met is None


def test_a_delivery_that_waited_for_another_one_is_compared_with_its_list_anew(
    listing: InProcessHq, tmp_path: Path
) -> None:
    reports: list[ImportReport] = []
    delivery = Delivery(a_file(tmp_path / "VEHEXTRT.txt", range(4)), CUSTODIAN)
    beside = threading.Thread(target=lambda: reports.append(import_list(listing.hq, delivery)))
    with listing.hq.writing() as work:
        names = work.connection.scalars(select(HOTLIST_ENTRIES.c.list_name).distinct())
        retire(work, names.one(), WHY, CUSTODIAN, ADMINISTRATOR)
        beside.start()
        until(lambda: waits_for_a_lock(listing.hq))
    beside.join()
    assert "imported meanwhile" in reports[0].stopped


@pytest.mark.parametrize("brings_it", ["the report", "the hit that it waits for"])
def test_a_report_waits_for_requests_before_it_is_in_the_audit(
    listing: InProcessHq, brings_it: str
) -> None:
    form = replace(FORM, keep=KEEP)
    report = [an_item(IncidentReportMessage(an_id(NOW), form, HIT.hit.person_id, NOW))]
    hit = list(HIT.items())
    before, after = (hit, report) if brings_it == "the report" else (report, hit)
    became: list[str] = []
    with a_car(listing.base_url) as car:
        car.send(*before)
        beside = threading.Thread(target=lambda: became.extend(car.send(*after)))
        with listing.hq.writing() as work:
            hold_requests(work)
            beside.start()
            until(lambda: waits_for_a_lock(listing.hq))
            record(work, AuditEvent.HQ_AUDIT_CHECKED, "a request", NOBODY)
        beside.join()
    assert set(became) == {"accepted"}


@pytest.mark.parametrize("approved", [True, False])
def test_who_decides_on_an_item_that_a_batch_applies_meanwhile_waits_and_finds_it_gone(
    listing: InProcessHq, *, approved: bool
) -> None:
    decision = DecisionMessage(approved, WHY)
    with a_car(listing.base_url) as car:
        car.send(an_item(a_disposition(HIT.hit)))
    with listing.hq.reading() as work:
        (aside,) = quarantine_store.waiting(work, 9)
    beside = Beside(
        listing, lambda work: quarantine_review.decide(work, aside.number, decision, CUSTODIAN)
    )
    with listing.hq.writing() as work:
        hold_in_order(work, {ItemKind.HIT})
        record(work, AuditEvent.HQ_AUDIT_CHECKED, "a batch", NOBODY)
        beside.start()
        until(lambda: waits_for_a_lock(listing.hq))
        quarantine_store.forget(work.connection, [aside.item_id])
    beside.join()
    assert isinstance(beside.met, RefusedError)


def test_a_step_in_an_incident_waits_for_a_car_that_sends_the_report_again(
    listing: InProcessHq,
) -> None:
    form = replace(FORM, keep=KEEP)
    report = IncidentReportMessage(an_id(NOW), form, HIT.hit.person_id, NOW)
    with a_car(listing.base_url) as car:
        car.send(*HIT.items())
        car.send(an_item(report))
    custodian = Caller(CUSTODIAN, "", Role.CUSTODIAN, "", "")
    noted = IncidentStepRequest(IncidentStep.NOTED, WHY)
    beside = Beside(listing, lambda work: incidents.step(work, custodian, 1, noted))
    with listing.hq.writing() as work:
        hold_in_order(work, {ItemKind.INCIDENT_REPORT})
        record(work, AuditEvent.HQ_AUDIT_CHECKED, "a batch", NOBODY)
        beside.start()
        until(lambda: waits_for_a_lock(listing.hq))
        incidents.from_car(work, DEVICE, report)
    beside.join()
    assert beside.met is None


def filed_of_a_day(hq: Headquarters, clock: SetClock) -> int:
    """File a request about what was seen on the day that is over; only where two may write."""
    if not hq.database.is_server:
        pytest.skip("SQLite has one writer")
    seen(hq)
    clock.at = NOW + DAY
    return filed(hq, replace(a_scope(), ends_at=clock.at))


@pytest.mark.parametrize("now", [NOW + 91 * DAY, NOW + 92 * DAY], ids=["a date", "the last date"])
def test_what_somebody_swears_to_while_its_ninetieth_day_ends_is_kept(
    hq: Headquarters, clock: SetClock, now: datetime
) -> None:
    number = filed_of_a_day(hq, clock)
    clock.at = now
    ending = threading.Thread(target=lambda: expiry.end_due(hq))
    with hq.writing() as work:
        hold_requests(work)
        kept = holds.find(work, number)
        assert kept is not None
        assert kept.hold is not None
        holds.change(work, replace(kept.hold, state=HoldState.FINAL, due_at=NOW + 300 * DAY))
        record(work, AuditEvent.HQ_HOLD_SWORN, kept.hold_id, CUSTODIAN)
        ending.start()
        until(lambda: waits_for_a_lock(hq))
    ending.join()
    assert (state(hq, number), held(hq, number)) == (HoldState.FINAL, WHOLE)


def test_the_keys_of_a_hold_that_ended_go_when_whoever_has_the_requests_is_done(
    hq: Headquarters, clock: SetClock
) -> None:
    """Else the two hold rows of the request and of what was set aside crosswise."""
    number = filed_of_a_day(hq, clock)
    with hq.reading() as work:
        kept = holds.find(work, number)
    assert kept is not None
    ending = threading.Thread(target=lambda: expiry.destroy(hq, kept.hold_id))
    with hq.writing() as work:
        hold_requests(work)
        work.connection.execute(select(SET_ASIDE).with_for_update())
        ending.start()
        until(lambda: waits_for_a_lock(hq))
        work.connection.execute(select(HOLDS).with_for_update())
    ending.join()
    assert held(hq, number) == {}


def test_a_notice_of_a_request_is_given_once_where_a_purge_comes_beside_it(
    hq: Headquarters, clock: SetClock
) -> None:
    if not hq.database.is_server:
        pytest.skip("SQLite has one writer")
    filed(hq)
    clock.at = capture_date_ends(capture_date(NOW - DAY / 4)) - DAY / 2
    given: list[HoldNotice] = []
    both = [threading.Thread(target=lambda: given.extend(expiry.notify(hq))) for _ in range(2)]

    def both_wait() -> bool:
        waiting = "SELECT count(*) = 2 FROM pg_locks WHERE NOT granted"
        with hq.database.reading() as connection:
            return bool(connection.scalar(text(waiting)))

    with hq.writing() as work:
        hold_requests(work)
        for one in both:
            one.start()
        until(both_wait)
    for one in both:
        one.join()
    assert [one.days for one in given] == [1]


def test_a_delivery_that_two_people_settle_twice_at_once_is_settled_once(
    listing: InProcessHq, tmp_path: Path
) -> None:
    wrong = tmp_path / "notes.txt"
    wrong.write_text("this is no list\n", "utf-8")
    assert import_list(listing.hq, Delivery(wrong, CUSTODIAN)).stopped
    with listing.hq.reading() as work:
        number = import_store.last_number(work.connection)

    def settle(work: Work) -> object:
        return dismiss(work, number, WHY, CUSTODIAN, ADMINISTRATOR)

    beside = Beside(listing, settle)
    with listing.hq.writing() as work:
        settle(work)
        beside.start()
        until(lambda: waits_for_a_lock(listing.hq))
    beside.join()
    assert "settled already" in str(beside.met)


def test_a_correction_that_somebody_ends_is_not_renewed_at_the_same_time(
    listing: InProcessHq,
) -> None:
    with listing.hq.writing() as work:
        number = corrections.place(work, CUSTODIAN, AB1, "", DRAFT)
    beside = Beside(
        listing, lambda work: corrections.renew(work, ADMINISTRATOR, number, WHY, DRAFT.lasts)
    )
    with listing.hq.writing() as work:
        corrections.end(work, CUSTODIAN, number, WHY)
        beside.start()
        until(lambda: waits_for_a_lock(listing.hq))
    beside.join()
    (left,) = opened_rows(listing.hq, CORRECTIONS)
    assert (left.plate_text, left.ended_by) == ("", CUSTODIAN)
    assert isinstance(beside.met, RefusedError)


def test_a_record_that_two_people_correct_at_once_is_corrected_once(listing: InProcessHq) -> None:
    def place(work: Work) -> object:
        return corrections.place(work, CUSTODIAN, AB1, "", DRAFT)

    beside = Beside(listing, place)
    with listing.hq.writing() as work:
        place(work)
        beside.start()
        until(lambda: waits_for_a_lock(listing.hq))
    beside.join()
    assert "corrected already" in str(beside.met)
