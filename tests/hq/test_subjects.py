"""Every operation, every role, every subject: who may do what to whose (AC-3, ACC-12)."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import httpx
import pytest

from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.review.review import ReviewKind
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.headquarters import Caller
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.hq.hits import notice_store as notices
from mdt_alpr.hq.intake import service as items
from mdt_alpr.hq.people.accounts import NewAccount, make_account
from mdt_alpr.hq.people.sample_agency import sample_agency
from mdt_alpr.hq.reads import set_aside_store as set_aside
from mdt_alpr.hq.serving.routes import EVERY_ADDRESS
from mdt_alpr.wire.accounts import TeamRequest
from mdt_alpr.wire.codec import encode
from mdt_alpr.wire.desk import ReviewRequest
from mdt_alpr.wire.manual import DecisionMessage, PastReadsRequest, ReasonMessage
from mdt_alpr.wire.messages import HitMessage
from tests.builders import NOW, SetClock
from tests.hq.listening import a_relay
from tests.hq.manual import added, an_own_entry
from tests.hq.reviewers import at_desk, set_team
from tests.hq.senders import (
    PASSWORD,
    PASSWORDS,
    Car,
    a_batch,
    a_car,
    a_disposition,
    a_hit_message,
    a_picture_message,
    a_read_message,
    an_id,
    an_item,
)
from tests.hq.two_cars import PURPOSE, a_question

DATABASES = ["sqlite"]

OPERATIONS = {(each.method, each.address): each for each in EVERY_ADDRESS}
LETTERS = dict(zip("OSCAT", Role, strict=True))
OWN, SAME_TEAM, OTHER_TEAM, OTHER_CAR, DESK = "own", "team", "stranger", "other car", "desk"
SUBJECTS = (OWN, SAME_TEAM, OTHER_TEAM, OTHER_CAR, DESK)
"""Of the caller in this car; of a mate; of another team; of the caller in another car; the own,
asked from a desk."""

ANYBODY = "OSCAT"
RULES: dict[str, dict[str, str]] = {
    "open": dict.fromkeys(SUBJECTS, ANYBODY),
    "session": dict.fromkeys(SUBJECTS, ANYBODY),
    "car": {**dict.fromkeys(SUBJECTS, "OS"), DESK: ""},
    "own hit in its car": {**dict.fromkeys(SUBJECTS, ""), OWN: "OS"},
    "hit": {**dict.fromkeys(SUBJECTS, "S"), OTHER_TEAM: ""},
    "hit of another": {**dict.fromkeys(SUBJECTS, ""), SAME_TEAM: "S"},
    "entry": {**dict.fromkeys(SUBJECTS, "SCA"), OTHER_TEAM: "CA"},
    "entry or own": {OWN: "OSCAT", SAME_TEAM: "SCA", OTHER_TEAM: "CA", OTHER_CAR: "OSCAT",
                     DESK: "OSCAT"},
    **{letters: dict.fromkeys(SUBJECTS, letters) for letters in
       ("S", "CA", "SCA", "A", "SA")},
}  # fmt: skip
"""Which roles may, by subject; where a rule is letters, whose it is plays no part."""

TABLE: dict[tuple[str, str], str] = {
    ("POST", "/v1/sessions"): "open",
    ("POST", "/v1/desk/sessions"): "open",
    ("POST", "/v1/password"): "open",
    ("GET", "/v1/openapi.json"): "open",
    ("GET", "/healthz"): "open",
    ("GET", "/metrics"): "open",
    ("GET", "/readyz"): "open",
    ("DELETE", "/v1/sessions/current"): "session",
    ("POST", "/v1/items"): "own hit in its car",
    ("PUT", "/v1/pictures/{digest}"): "car",
    ("POST", "/v1/pictures"): "car",
    ("POST", "/v1/pictures/held"): "car",
    ("GET", "/v1/hotlist"): "car",
    ("GET", "/v1/hotlist/changes"): "car",
    ("POST", "/v1/status"): "own hit in its car",
    ("GET", "/v1/notices"): "car",
    ("GET", "/v1/units"): "car",
    ("GET", "/v1/relays/{hit_id}/pictures/{digest}"): "own hit in its car",
    ("GET", "/v1/pictures/{digest}"): "hit",
    ("GET", "/v1/hits/{hit_id}"): "hit",
    ("GET", "/v1/desk/hits/{hit_id}"): "hit",
    ("GET", "/v1/desk/hits/{hit_id}/evidence"): "hit",
    ("POST", "/v1/desk/hits/{hit_id}/reviews"): "hit of another",
    ("POST", "/v1/manual-entries/{entry_id}/decision"): "entry",
    ("POST", "/v1/manual-entries/{entry_id}/removal"): "entry",
    ("POST", "/v1/manual-entries/{entry_id}/closed-case"): "entry",
    ("POST", "/v1/manual-entries/{entry_id}/past-reads"): "entry or own",
    ("GET", "/v1/manual-entries"): "SCA",
    ("POST", "/v1/manual-entries/plate-test"): "CA",
    ("GET", "/v1/hotlist/misreads/{plate}"): "CA",
    ("POST", "/v1/hotlists"): "CA",
    ("GET", "/v1/hotlists"): "CA",
    ("GET", "/v1/categories"): "CA",
    ("PUT", "/v1/categories/{code}/setting"): "A",
    ("GET", "/v1/look-alikes"): "CA",
    ("PUT", "/v1/look-alikes"): "A",
    ("GET", "/v1/corrections"): "CA",
    ("POST", "/v1/corrections"): "CA",
    ("POST", "/v1/corrections/{number}/renewal"): "CA",
    ("POST", "/v1/corrections/{number}/owner"): "CA",
    ("POST", "/v1/corrections/{number}/end"): "CA",
    ("GET", "/v1/overview"): "SCA",
    ("GET", "/v1/desk/wall"): "SCA",
    ("GET", "/v1/accounts"): "SCA",
    ("POST", "/v1/accounts"): "A",
    ("POST", "/v1/accounts/{person_id}"): "A",
    ("POST", "/v1/accounts/{person_id}/release"): "SA",
    ("POST", "/v1/accounts/{person_id}/disable"): "A",
    ("POST", "/v1/accounts/{person_id}/enable"): "A",
    ("POST", "/v1/accounts/{person_id}/expiry"): "A",
    ("POST", "/v1/accounts/{person_id}/password"): "A",
    ("PUT", "/v1/accounts/{person_id}/team"): "A",
    ("GET", "/v1/designations"): "CA",
    ("POST", "/v1/designations"): "A",
    ("POST", "/v1/designations/{number}/end"): "A",
    ("GET", "/v1/trainings"): "CA",
    ("POST", "/v1/trainings"): "CA",
    ("DELETE", "/v1/twin-memory/{entry_id}"): "S",
    ("POST", "/v1/desk/hits"): "S",
    ("POST", "/v1/desk/hits/counts"): "S",
    ("POST", "/v1/desk/near-misses"): "S",
    ("POST", "/v1/desk/check-quality"): "S",
    ("GET", "/v1/desk/truth"): "S",
    ("GET", "/v1/desk/truth/next"): "S",
    ("POST", "/v1/desk/truth"): "S",
    ("GET", "/v1/desk/cases"): "SA",
    ("POST", "/v1/desk/cases/{number}/steps"): "SA",
    ("POST", "/v1/desk/hit-ids"): "CA",
    ("POST", "/v1/desk/audit"): "CA",
    ("POST", "/v1/desk/audit/export"): "CA",
    ("GET", "/v1/desk/set-aside"): "CA",
    ("POST", "/v1/desk/set-aside/{number}/decision"): "A",
    ("GET", "/v1/desk/teams"): "S",
    ("GET", "/v1/teams"): "A",
    ("GET", "/v1/policy"): "A",
    ("POST", "/v1/policy"): "A",
    ("POST", "/v1/car-settings/signature"): "A",
}
WHOSE = {"own hit in its car", "hit", "hit of another", "entry", "entry or own"}
"""Rules by which it plays a part whose the thing is: each such operation gets a new one."""
REFUSED = {201, 202, 209, 210, 501, 533, 541}
"""Numbers of the problems that mean that it is not for this caller."""


@dataclass(frozen=True, slots=True)
class Thing:
    """What is asked about: a hit with its picture, an entry, a hit that was relayed."""

    hit: HitMessage
    digest: str
    entry_id: str
    relay_id: str


class Agency:
    """A served headquarters with one caller a role, a mate and a stranger."""

    def __init__(self, server: InProcessHq) -> None:
        self.server = server
        self.person = {role: f"{role.value}-1" for role in Role}
        for person, role in (("technician-1", Role.TECHNICIAN), ("mate", Role.OFFICER),
                             ("stranger", Role.OFFICER)):  # fmt: skip
            new = NewAccount(person, person, role, PASSWORD, NOW.date())
            make_account(server.hq, new, "test")
        for person in (*self.person.values(), "mate"):
            set_team(server.hq, person, TeamRequest("A", sees_all=False), "test")
        set_team(server.hq, "stranger", TeamRequest("B", sees_all=False), "test")

    def device(self, role: Role) -> str:
        return f"car of {role.value}"

    def session(self, role: Role, subject: str) -> Car:
        if subject == DESK:
            return at_desk(self.server, self.person[role])
        return a_car(self.server.base_url, self.person[role], self.device(role))

    def thing(self, role: Role, subject: str) -> Thing:
        """Make what belongs to the subject."""
        owner = {SAME_TEAM: "mate", OTHER_TEAM: "stranger"}.get(subject, self.person[role])
        device = {SAME_TEAM: "car of mate", OTHER_TEAM: "car of stranger",
                  OTHER_CAR: f"spare of {role.value}"}.get(subject, self.device(role))  # fmt: skip
        digest = os.urandom(32).hex()
        read = a_read_message(person_id=owner, crop_digest=digest)
        hit = a_hit_message(read)
        entry = replace(an_own_entry(by=owner), entry_id=an_id())
        relayed = a_hit_message()
        relay = a_relay(relayed, read, device)
        with self.server.hq.writing() as work:
            self._accept(work, device, owner, read, hit, a_picture_message(read, digest))
            self._accept(work, device, owner, added(entry))
        self._listen(device)
        with self.server.hq.writing() as work:
            self._accept(work, "car-12", "officer-2", replace(relayed, person_id="officer-2"))
            self._accept(work, "car-12", "officer-2", replace(relay, person_id="officer-2"))
        return Thing(hit, digest, entry.entry_id, relay.relay_id)

    def _listen(self, device: str) -> None:
        with self.server.hq.writing() as work:
            notices.note_listener(work.connection, device, f"unit of {device}", work.now)

    def _accept(self, work: Any, device: str, person: str, *messages: Any) -> None:
        caller = Caller(person, person, Role.OFFICER, device, "", is_vouched=True)
        sent = [m if hasattr(m, "item_id") else an_item(m) for m in messages]
        items.accept(work, caller, a_batch(*sent, device=device), 100)


Ask = Callable[[Car, Thing, str], httpx.Response]


def _posted(body: Callable[[Thing], Any]) -> Ask:
    def ask(car: Car, thing: Thing, path: str) -> httpx.Response:
        return car.http.post(path, content=encode(body(thing)))

    return ask


ASKED: dict[tuple[str, str], Ask] = {
    ("POST", "/v1/status"): _posted(lambda thing: a_question(thing.hit.hit_id)),
    ("POST", "/v1/desk/hits/{hit_id}/reviews"): _posted(
        lambda _: ReviewRequest(ReviewKind.NOTE, "seen")
    ),
    ("POST", "/v1/manual-entries/{entry_id}/decision"): _posted(
        lambda _: DecisionMessage(approved=True, why="needed")
    ),
    ("POST", "/v1/manual-entries/{entry_id}/removal"): _posted(lambda _: ReasonMessage("over")),
    ("POST", "/v1/manual-entries/{entry_id}/closed-case"): _posted(
        lambda _: ReasonMessage("over")
    ),
    ("POST", "/v1/manual-entries/{entry_id}/past-reads"): _posted(
        lambda _: PastReadsRequest(PURPOSE, "26-118204")
    ),
}


def is_allowed(
    agency: Agency, car: Car, operation: tuple[str, str], thing: Thing, device: str
) -> bool:
    """Ask, and tell whether the caller got past the question whose it is."""
    method, template = operation
    relay = "/relays/" in template
    path = template.format(
        hit_id=thing.relay_id if relay else thing.hit.hit_id, digest=thing.digest,
        entry_id=thing.entry_id, person_id="nobody", number="1", code="Z", plate="EXN2894",
    )  # fmt: skip
    if operation == ("POST", "/v1/items"):
        ending = replace(a_disposition(thing.hit), person_id="")
        answer = car.post(a_batch(an_item(ending), device=device))
        with agency.server.hq.reading() as work:
            waits = [a.subject for a in set_aside.waiting(work, 1000)]
        return answer.status_code == 200 and thing.hit.hit_id not in waits
    ask = ASKED.get(operation)
    answer = ask(car, thing, path) if ask else car.http.request(method, path)
    if answer.status_code in (401, 403) and not answer.headers["Content-Type"].startswith("image"):
        return OPERATIONS[operation].is_open
    is_problem = answer.status_code >= 400
    return not (is_problem and answer.json().get("number") in REFUSED)


def test_every_operation_has_its_row() -> None:
    assert set(TABLE) == set(OPERATIONS)


@pytest.fixture
def agency(settings: HqSettings, clock: SetClock) -> Iterator[Agency]:
    many = replace(settings.limits, sign_ins_at_once=10_000, requests_at_once=10_000)
    with InProcessHq(replace(settings, limits=many), clock, os.urandom) as server:
        sample_agency(server.hq, PASSWORDS, NOW.date())
        yield Agency(server)


@pytest.mark.proved("V1")
@pytest.mark.parametrize("letter", LETTERS)
def test_each_role_may_do_to_each_subject_what_the_table_says(agency: Agency, letter: str) -> None:
    role = LETTERS[letter]
    wrong = []
    sign_out = ("DELETE", "/v1/sessions/current")
    in_order = [*(each for each in TABLE if each != sign_out), sign_out]
    for subject in SUBJECTS:
        with agency.session(role, subject) as car:
            thing = agency.thing(role, subject)
            for operation in in_order:
                if TABLE[operation] in WHOSE:
                    thing = agency.thing(role, subject)
                found = is_allowed(agency, car, operation, thing, agency.device(role))
                if found != (letter in RULES[TABLE[operation]][subject]):
                    wrong.append((*operation, subject, found))
    assert wrong == []
