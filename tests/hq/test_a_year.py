"""One year at headquarters under a moved clock: who should be in is in, and nobody else.

A custodian hands over, an officer is dismissed, one goes on leave, a car is lost, trainings and
passwords are renewed, accounts are reviewed, the policy is adopted anew; captured data goes, the
record stays.
"""

import secrets
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from sqlalchemy import func, select

from mdt_alpr.acts import accounts as accounts_acts
from mdt_alpr.acts import designations as designations_acts
from mdt_alpr.acts import policy as policy_acts
from mdt_alpr.adapters.hq_link.enrolled import certificate_request, private_key
from mdt_alpr.domain.people.account_review import ReviewDecision, ReviewedAccount
from mdt_alpr.domain.people.adoption import PolicySubject
from mdt_alpr.domain.people.designations import Office
from mdt_alpr.domain.people.known_devices import DeviceKind, code_in
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.people.trainings import Course
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.audit.service import check_own_chain
from mdt_alpr.hq.base.headquarters import RefusedError
from mdt_alpr.hq.base.server_certificate import own_certificate
from mdt_alpr.hq.base.tables import OWN_AUDIT
from mdt_alpr.hq.keeping.purge import left_over
from mdt_alpr.hq.people.account_acts import end_accounts
from mdt_alpr.hq.people.account_review_state import overdue
from mdt_alpr.hq.people.account_reviews import sign_review
from mdt_alpr.hq.people.command_sign_in import ending_soon
from mdt_alpr.hq.people.enrolling import Shown, demand_device, enroll, offer_code
from mdt_alpr.hq.people.sample_agency import (
    ADMINISTRATOR,
    CUSTODIAN,
    OFFICER,
    SECOND_OFFICER,
    SUPERVISOR,
)
from mdt_alpr.hq.reads import captured
from mdt_alpr.wire import addresses
from mdt_alpr.wire.accounts import (
    AccountChange,
    DesignationEnd,
    DesignationRequest,
    DesignationsMessage,
    NewAccountRequest,
    PasswordChange,
    TrainingClass,
    TrainingRecord,
    TrainingRegisterMessage,
    TrainingsRequest,
)
from mdt_alpr.wire.adoption import AdoptionRequest, AdoptionsMessage
from mdt_alpr.wire.audit_search import AuditRows, AuditSearch
from mdt_alpr.wire.codec import decode, encode
from mdt_alpr.wire.devices import WIPE_HEADER, CodeRequest, EnrollRequest
from mdt_alpr.wire.manual import ReasonMessage
from mdt_alpr.wire.messages import SessionMessage, SignInMessage
from mdt_alpr.wire.problems import Problem
from tests.builders import NOW, SetClock
from tests.hq.passing_time import time_passes
from tests.hq.senders import PASSWORDS, Car, a_hit_message, a_read_message, an_item, post_plainly

DATABASES = ["sqlite"]
RIVERA = "j.rivera"
WORD = PASSWORDS[OFFICER]
NEW_WORD = "{} and the staple gun on the roof"
STAFF = (OFFICER, SUPERVISOR, CUSTODIAN, ADMINISTRATOR, RIVERA)
"""Who works all year. ``SECOND_OFFICER`` is dismissed, ``ON_LEAVE`` is away for four months."""
ON_LEAVE = "k.boone"
CHIEF = "Chief G. Sample"
HELD = TrainingClass(tuple(Course), "2027-1", "D. Sample", "PowerDMS 412")
PLATE = "QXV7731"


class Year:
    """The days of an agency; each request is over HTTP, by a session of that day."""

    def __init__(self, server: InProcessHq, clock: SetClock) -> None:
        self.server, self.hq, self.clock = server, server.hq, clock
        self.words = dict.fromkeys((*PASSWORDS, RIVERA, ON_LEAVE), WORD)

    def on(self, day: int) -> date:
        """Let the days pass until this one, with all that headquarters does by itself."""
        until = NOW + timedelta(days=day)
        while self.clock.at < until:
            time_passes(self.hq, self.clock, self.clock.at + timedelta(days=1))
            end_accounts(self.hq)
        return self.clock.at.date()

    def sign_in(
        self, person: str, at: str = addresses.DESK_SESSIONS, device: str = "desk-1"
    ) -> Any:
        message = SignInMessage(person, self.words[person], device)
        return post_plainly(self.server.base_url + at, encode(message))

    def problem(self, person: str) -> int:
        answer = self.sign_in(person)
        return 0 if answer.is_success else int(answer.json()["number"])

    def session(
        self, person: str, at: str = addresses.DESK_SESSIONS, device: str = "desk-1"
    ) -> Car:
        answer = self.sign_in(person, at, device)
        assert answer.status_code == 201, (person, self.clock.at, answer.text)
        return Car(self.server.base_url, decode(SessionMessage, answer.content).token)

    def post(self, person: str, path: str, body: object, kind: type[Any] | None = None) -> Any:
        with self.session(person) as desk:
            answer = desk.http.post(path, content=encode(body))
        assert answer.is_success, (path, answer.text)
        return None if kind is None else decode(kind, answer.content)

    def get(self, person: str, path: str, kind: type[Any]) -> Any:
        with self.session(person) as desk:
            answer = desk.http.get(path)
        assert answer.is_success, (path, answer.text)
        return decode(kind, answer.content)

    def change_password(self, person: str, new: str) -> None:
        change = PasswordChange(person, self.words[person], new, "desk-1")
        answer = post_plainly(self.server.base_url + addresses.PASSWORD, encode(change))
        assert answer.status_code == 204, answer.text
        self.words[person] = new

    def warned(self, person: str) -> list[str]:
        with self.hq.reading() as work:
            return ending_soon(work, person)

    def reads(self) -> int:
        with self.hq.reading() as work:
            return captured.counts(work.connection)["reads"]


@pytest.fixture
def year(server: InProcessHq, clock: SetClock) -> Year:
    found = Year(server, clock)
    for person in (RIVERA, ON_LEAVE):
        new = NewAccountRequest(person, person, Role.OFFICER, "for the first day", NOW.date())
        found.post(ADMINISTRATOR, addresses.ACCOUNTS, new)
        found.words[person] = "for the first day"
        found.change_password(person, WORD)
        held = TrainingsRequest((TrainingRecord(person, NOW.date()),), HELD)
        found.post(CUSTODIAN, addresses.TRAININGS, held)
    return found


def all_in(year: Year, *people: str) -> None:
    """Let everybody who works sign in, as they do each day."""
    assert {person: year.problem(person) for person in people} == dict.fromkeys(people, 0)


def test_a_year_is_lived_through_and_nobody_is_locked_out_who_should_be_in(year: Year) -> None:
    _first_weeks(year)
    _an_officer_is_dismissed(year)
    _reads_of_the_first_day_go(year)
    _one_comes_back_from_leave(year)
    _the_custodian_hands_over(year)
    _a_car_is_lost(year)
    _what_ends_is_warned_about_and_renewed(year)
    _the_year_ends(year)


def _first_weeks(year: Year) -> None:
    for person, office in ((CUSTODIAN, Office.CUSTODIAN), (ADMINISTRATOR, Office.ADMINISTRATOR)):
        ask = DesignationRequest(person, office, NOW.date(), None, CHIEF)
        year.post(ADMINISTRATOR, designations_acts.SHOW_DESIGNATIONS.address, ask)
    with year.session(OFFICER, addresses.SESSIONS, "car-1") as car:
        read = a_read_message(PLATE)
        assert car.send(an_item(read), an_item(a_hit_message(read))) == ["accepted"] * 2
    assert year.reads() == 1
    year.on(20)
    all_in(year, *STAFF, ON_LEAVE, SECOND_OFFICER)


def _an_officer_is_dismissed(year: Year) -> None:
    year.on(40)
    seats = [
        year.session(SECOND_OFFICER, addresses.SESSIONS, "car-7"),
        year.session(SECOND_OFFICER, addresses.SESSIONS, "car-8"),
        year.session(SECOND_OFFICER, device="desk-4"),
        year.session(SECOND_OFFICER, device="command line"),
    ]
    mate = year.session(OFFICER, addresses.SESSIONS, "car-1")
    path = accounts_acts.DISABLE_ACCOUNT.address.format(person_id=SECOND_OFFICER)
    year.post(ADMINISTRATOR, path, ReasonMessage("dismissed, threatened a coworker"))
    asked = [
        (seats[0], "/v1/hotlist"), (seats[1], "/v1/notices"), (seats[2], "/v1/overview"),
        (seats[3], "/v1/overview"),
    ]  # fmt: skip
    assert [seat.http.get(path).status_code for seat, path in asked] == [401] * 4
    assert mate.http.get("/v1/units").status_code == 200
    assert year.problem(SECOND_OFFICER) == 203
    for each in (*seats, mate):
        each.http.close()


def _reads_of_the_first_day_go(year: Year) -> None:
    year.on(70)
    all_in(year, *STAFF)
    year.on(89)
    assert year.reads() == 1
    year.on(91)
    assert year.reads() == 0
    assert year.hq.purged_at is not None
    assert left_over(year.hq, year.hq.purged_at) == ()
    files = [path for path in year.hq.settings.data.parent.rglob("*") if path.is_file()]
    assert [path for path in files if PLATE.encode() in path.read_bytes()] == []


def _one_comes_back_from_leave(year: Year) -> None:
    year.on(110)
    assert year.problem(ON_LEAVE) == 203
    all_in(year, *STAFF)
    path = accounts_acts.ENABLE_ACCOUNT.address.format(person_id=ON_LEAVE)
    year.post(ADMINISTRATOR, path, ReasonMessage("back from parental leave"))
    all_in(year, ON_LEAVE)


def _the_custodian_hands_over(year: Year) -> None:
    last = year.on(180)
    all_in(year, *STAFF, ON_LEAVE)
    listed = year.get(
        ADMINISTRATOR, designations_acts.SHOW_DESIGNATIONS.address, DesignationsMessage
    )
    (held,) = (
        designation for designation in listed.designations if designation.person_id == CUSTODIAN
    )
    ends = designations_acts.END_DESIGNATION.address.format(number=held.number)
    year.post(ADMINISTRATOR, ends, DesignationEnd(last))
    today = year.on(181)
    path = accounts_acts.CHANGE_ACCOUNT.address.format(person_id=RIVERA)
    year.post(ADMINISTRATOR, path, AccountChange("J. Rivera", Role.CUSTODIAN))
    path = accounts_acts.CHANGE_ACCOUNT.address.format(person_id=CUSTODIAN)
    year.post(ADMINISTRATOR, path, AccountChange("D. Sample", Role.OFFICER))
    ask = DesignationRequest(RIVERA, Office.CUSTODIAN, today, None, CHIEF)
    listed = year.post(
        ADMINISTRATOR, designations_acts.SHOW_DESIGNATIONS.address, ask, DesignationsMessage
    )
    assert listed.missing == ()
    days = {
        designation.person_id: (designation.first_day, designation.last_day)
        for designation in listed.designations
        if designation.office is Office.CUSTODIAN
    }
    assert days == {CUSTODIAN: (NOW.date(), last), RIVERA: (today, None)}
    with year.session(CUSTODIAN) as desk:
        assert desk.http.get(addresses.TRAININGS).status_code == 403


def _a_car_is_lost(year: Year) -> None:
    year.on(200)
    lost, kept = (_enrolled(year, device) for device in ("car-9", "car-1"))
    with (
        year.session(OFFICER, addresses.SESSIONS, "car-9") as car,
        year.session(OFFICER, addresses.SESSIONS, "car-1") as other,
    ):
        path = addresses.DEVICE_REVOCATION.format(device="car-9")
        year.post(ADMINISTRATOR, path, ReasonMessage("stolen from the lot"))
        assert car.http.get("/v1/units").status_code == 401
        assert other.http.get("/v1/units").status_code == 200
    with pytest.raises(RefusedError) as refused:
        demand_device(year.hq, lost)
    assert refused.value.problem is Problem.REVOKED
    assert refused.value.headers[WIPE_HEADER]
    assert demand_device(year.hq, kept).device == "car-1"
    refreshed = TrainingsRequest((TrainingRecord(OFFICER, year.on(210)),), HELD)
    year.post(RIVERA, addresses.TRAININGS, refreshed)  # within 30 days of the loss (TRN-03)


def _enrolled(year: Year, device: str) -> Shown:
    """Enroll a car's computer by a code; return what it shows from then on."""
    hq = year.hq
    own_certificate(hq.settings.data, ["hq.example.gov"], year.clock.at)
    with hq.writing() as work:
        asked = CodeRequest(device, DeviceKind.CAR)
        code = code_in(offer_code(hq, work, asked, ADMINISTRATOR).code)
    request = certificate_request(private_key(secrets.token_bytes(32), "00" * 16))
    given = enroll(hq, EnrollRequest(code.spoken, request, DeviceKind.CAR))
    made = x509.load_pem_x509_certificate(given.certificate.encode())
    return Shown(made.fingerprint(hashes.SHA256()).hex(), "")


def _what_ends_is_warned_about_and_renewed(year: Year) -> None:
    for day in (260, 334):
        year.on(day)
        all_in(year, *STAFF, ON_LEAVE)
    assert year.warned(OFFICER) == []
    year.on(335)
    assert len(year.warned(OFFICER)) == 1
    assert not any(words.startswith("WARNING") for words in year.warned(OFFICER))
    today = year.on(340)
    others = [*(p for p in STAFF if p != RIVERA), ON_LEAVE]
    taught = TrainingsRequest(tuple(TrainingRecord(p, today) for p in others), HELD)
    year.post(RIVERA, addresses.TRAININGS, taught)
    year.post(
        ADMINISTRATOR,
        addresses.TRAININGS,
        TrainingsRequest((TrainingRecord(RIVERA, today),), HELD),
    )
    register = year.get(RIVERA, addresses.TRAININGS, TrainingRegisterMessage)
    until = {one.person_id: one.trained_until for one in register.people if one.is_live}
    assert until == dict.fromkeys((*STAFF, ON_LEAVE), today + timedelta(days=365))
    year.on(358)
    (warning,) = year.warned(OFFICER)
    assert warning.startswith("WARNING: Your password ends")
    for person in (SUPERVISOR, CUSTODIAN, ADMINISTRATOR, RIVERA, ON_LEAVE):
        year.change_password(person, NEW_WORD.format(person.partition("-")[0][::-1]))
    all_in(year, *STAFF, ON_LEAVE)


def _the_year_ends(year: Year) -> None:
    today = year.on(366)
    assert year.problem(OFFICER) == 208
    year.change_password(OFFICER, NEW_WORD.format("Monday"))
    all_in(year, *STAFF, ON_LEAVE)
    with year.hq.reading() as work:
        assert set(overdue(work)) >= {OFFICER, SUPERVISOR, ADMINISTRATOR}
    keep = ReviewDecision.KEEP
    for by, seen in (
        (RIVERA, {*STAFF, ON_LEAVE} - {RIVERA}),
        (ADMINISTRATOR, {*STAFF, ON_LEAVE} - {ADMINISTRATOR}),
    ):
        sign_review(year.hq, [ReviewedAccount(person, keep) for person in sorted(seen)], by)
    with year.hq.reading() as work:
        assert list(overdue(work)) == []
    again = AdoptionRequest("GO 09.21", "2", today, tuple(PolicySubject))
    adopted = year.post(ADMINISTRATOR, policy_acts.SHOW_POLICY.address, again, AdoptionsMessage)
    assert [adoption.policy for adoption in adopted.adoptions] == [again.policy, "Sample policy"]
    with year.session(OFFICER, addresses.SESSIONS, "car-1") as car:
        assert car.http.get("/v1/units").status_code == 200
    assert year.problem(SECOND_OFFICER) == 203
    _the_record_is_whole(year)


def _the_record_is_whole(year: Year) -> None:
    assert check_own_chain(year.hq) is None
    search = AuditSearch(NOW, NOW + timedelta(days=1), person=OFFICER, event="session:begun")
    found = year.post(RIVERA, addresses.AUDIT_SEARCH, search, AuditRows)
    assert found.rows
    assert {row.person for row in found.rows} == {OFFICER}
    with year.hq.reading() as work:
        first, last = work.connection.execute(
            select(func.min(OWN_AUDIT.c.at), func.max(OWN_AUDIT.c.at))
        ).one()
    assert last - first >= timedelta(days=366)
    assert isinstance(first, datetime)
