"""Every operation, every role, every subject: who may do what to whose (AC-3, ACC-12)."""

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from mdt_alpr.domain.people.known_devices import DeviceKind
from mdt_alpr.domain.people.roles import Permission, Role, may
from mdt_alpr.domain.review.review import ReviewKind
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.headquarters import Caller
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.hq.hits import notice_store as notices
from mdt_alpr.hq.intake import service as items
from mdt_alpr.hq.people.account_acts import disable_account
from mdt_alpr.hq.people.accounts import NewAccount, make_account
from mdt_alpr.hq.people.sample_agency import sample_agency
from mdt_alpr.hq.reads import quarantine_store
from mdt_alpr.hq.serving.routes import EVERY_ADDRESS
from mdt_alpr.wire.accounts import TeamRequest
from mdt_alpr.wire.codec import encode
from mdt_alpr.wire.desk import ReviewRequest, SeenHit, SeenHits, SmallPicturesRequest
from mdt_alpr.wire.manual import DecisionMessage, PastReadsRequest, ReasonMessage
from mdt_alpr.wire.messages import HitMessage
from mdt_alpr.wire.problems import Problem
from tests.builders import NOW, SetClock
from tests.hq.enrolled import known_machines
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
from tests.hq.test_ending_soon import set_ends
from tests.hq.two_cars import PURPOSE, a_question

DATABASES = ["sqlite"]

OPERATIONS = {(each.method, each.address): each for each in EVERY_ADDRESS}
SIGNED_OUT = ("DELETE", "/v1/sessions/current")
LETTERS = dict(zip("OSCAUT", Role, strict=True))
OWN, SAME_TEAM, OTHER_TEAM, OTHER_CAR, DESK = "own", "team", "stranger", "other car", "desk"
SUBJECTS = (OWN, SAME_TEAM, OTHER_TEAM, OTHER_CAR, DESK)
"""Of the caller in this car; of a mate; of another team; of the caller in another car; the own,
asked from a desk."""

HOLDERS = {
    "operate_car": "OS",
    "see_overview": "SCA",
    "search_reads": "OSCA",
    "review_hits": "S",
    "download": "CA",
    "manage_lists": "CA",
    "manage_accounts": "A",
    "release_officers": "SA",
    "record_training": "CA",
    "read_audit": "CAU",
    "request_holds": "OSCA",
    "manage_holds": "CA",
    "run_server": "T",
    "manage_equipment": "CAT",
}
"""Which roles have each permission."""


def every(letters: str) -> dict[str, str]:
    return dict.fromkeys(SUBJECTS, letters)


WHOSE: dict[str, Callable[[str], dict[str, str]]] = {
    "own in its car": lambda roles: {**every(""), OWN: roles},
    "of its team": lambda roles: {**every(roles), OTHER_TEAM: ""},
    "of another in its team": lambda roles: {**every(""), SAME_TEAM: roles},
    "entry of its team": lambda roles: {**every(roles), OTHER_TEAM: roles.replace("S", "")},
    "own or of its team": lambda roles: {**every(roles), SAME_TEAM: "SCA", OTHER_TEAM: "CA"},
}
"""What plays a part beside the permission: whose the thing is. What changes it gets a new one.
A supervisor is bound to a team, custodian and administrator are not."""

TABLE: dict[tuple[str, str], str] = {
    ("POST", "/v1/sessions"): "open",
    ("POST", "/v1/desk/sessions"): "open",
    ("POST", "/v1/command-line/sessions"): "open",
    ("POST", "/v1/password"): "open",
    ("POST", "/v1/sessions/current/proof"): "session",
    ("PUT", "/v1/second-factor/demand"): "manage_accounts",
    ("POST", "/v1/second-factor"): "open",
    ("POST", "/v1/second-factor/code"): "open",
    ("POST", "/v1/second-factor/challenge"): "open",
    ("GET", "/v1/security-keys"): "session",
    ("POST", "/v1/security-keys/{key_id}/name"): "session",
    ("POST", "/v1/security-keys/{key_id}/remove"): "session",
    ("GET", "/v1/directory"): "open",
    ("POST", "/v1/directory/attempts"): "open",
    ("POST", "/v1/directory/tickets"): "open",
    ("POST", "/v1/dispatch/subscriptions/{number}/events"): "open",
    ("POST", "/v1/directory/token"): "manage_accounts",
    ("GET", "/scim/v2/ServiceProviderConfig"): "open",
    ("GET", "/scim/v2/Users"): "open",
    ("POST", "/scim/v2/Users"): "open",
    ("GET", "/scim/v2/Users/{person_id}"): "open",
    ("PUT", "/scim/v2/Users/{person_id}"): "open",
    ("PATCH", "/scim/v2/Users/{person_id}"): "open",
    ("DELETE", "/scim/v2/Users/{person_id}"): "open",
    ("GET", "/v1/directory/links"): "manage_accounts read_audit",
    ("POST", "/v1/accounts/{person_id}/directory"): "manage_accounts",
    ("POST", "/v1/accounts/{person_id}/directory/end"): "manage_accounts",
    ("GET", "/v1/openapi.json"): "open",
    ("GET", "/healthz"): "open",
    ("GET", "/metrics"): "open",
    ("GET", "/readyz"): "open",
    ("DELETE", "/v1/sessions/current"): "session",
    ("POST", "/v1/items"): "operate_car: own in its car",
    ("PUT", "/v1/pictures/{digest}"): "operate_car",
    ("POST", "/v1/pictures"): "operate_car",
    ("POST", "/v1/pictures/held"): "operate_car",
    ("GET", "/v1/hotlist"): "operate_car",
    ("GET", "/v1/hotlist/changes"): "operate_car",
    ("POST", "/v1/status"): "operate_car: own in its car",
    ("GET", "/v1/notices"): "operate_car",
    ("GET", "/v1/units"): "operate_car",
    ("GET", "/v1/relays/{hit_id}/pictures/{digest}"): "operate_car: own in its car",
    ("GET", "/v1/pictures/{digest}"): "review_hits download: entry of its team",
    ("GET", "/v1/hits/{hit_id}"): "review_hits: of its team",
    ("GET", "/v1/desk/hits/{hit_id}"): "review_hits: of its team",
    ("GET", "/v1/desk/hits/{hit_id}/evidence"): "review_hits: of its team",
    ("POST", "/v1/desk/hits/{hit_id}/reviews"): "review_hits: of another in its team",
    ("POST", "/v1/desk/seen-hits"): "review_hits: of another in its team",
    (
        "POST",
        "/v1/manual-entries/{entry_id}/decision",
    ): "manage_lists review_hits: entry of its team",
    (
        "POST",
        "/v1/manual-entries/{entry_id}/removal",
    ): "manage_lists review_hits: entry of its team",
    (
        "POST",
        "/v1/manual-entries/{entry_id}/closed-case",
    ): "manage_lists review_hits: entry of its team",
    ("POST", "/v1/manual-entries/{entry_id}/past-reads"): "session: own or of its team",
    ("GET", "/v1/search-form"): "search_reads",
    ("POST", "/v1/searches"): "search_reads",
    ("POST", "/v1/searches/{search_id}/page"): "search_reads",
    ("GET", "/v1/searches/{search_id}/reads/{read_id}/picture"): "search_reads",
    ("GET", "/v1/searches"): "manage_lists review_hits",
    ("POST", "/v1/places"): "manage_lists",
    ("POST", "/v1/places/{name}/removal"): "manage_lists",
    ("POST", "/v1/case-formats"): "manage_accounts",
    ("GET", "/v1/manual-entries"): "manage_lists review_hits",
    ("POST", "/v1/manual-entries/plate-test"): "read_audit",
    ("POST", "/v1/hotlists"): "manage_lists",
    ("GET", "/v1/hotlists"): "manage_lists",
    ("GET", "/v1/hotlists/feeds"): "manage_lists",
    ("POST", "/v1/nlets"): "download",
    ("POST", "/v1/nlets/paper"): "download",
    ("POST", "/v1/nlets/detail"): "download",
    ("GET", "/v1/restricted-log"): "manage_lists read_audit",
    ("POST", "/v1/restricted-log"): "manage_lists",
    ("POST", "/v1/hotlists/past-day"): "manage_lists read_audit",
    ("GET", "/v1/hotlists/deliveries"): "manage_lists",
    ("GET", "/v1/hotlists/deliveries/{number}/dropped"): "manage_lists",
    ("POST", "/v1/hotlists/deliveries/{number}/acceptance"): "manage_lists",
    ("POST", "/v1/hotlists/deliveries/{number}/dismissal"): "manage_lists",
    ("POST", "/v1/hotlists/lists/{name}/retirement"): "manage_accounts",
    ("GET", "/v1/categories"): "manage_lists",
    ("POST", "/v1/categories/{code}/decision"): "manage_accounts",
    ("POST", "/v1/categories/{code}/setting"): "manage_accounts",
    ("POST", "/v1/look-alikes/misreads"): "manage_lists",
    ("POST", "/v1/look-alikes"): "manage_accounts",
    ("GET", "/v1/corrections"): "manage_lists",
    ("POST", "/v1/corrections"): "manage_lists",
    ("POST", "/v1/corrections/{number}/renewal"): "manage_lists",
    ("POST", "/v1/corrections/{number}/owner"): "manage_lists",
    ("POST", "/v1/corrections/{number}/end"): "manage_lists",
    ("GET", "/v1/overview"): "see_overview",
    ("GET", "/v1/waiting"): "see_overview request_holds read_audit run_server",
    ("GET", "/v1/desk/wall"): "see_overview",
    ("GET", "/v1/accounts"): "record_training release_officers",
    ("POST", "/v1/accounts"): "manage_accounts",
    ("POST", "/v1/accounts/{person_id}"): "manage_accounts",
    ("POST", "/v1/accounts/{person_id}/release"): "release_officers",
    ("POST", "/v1/accounts/{person_id}/disable"): "manage_accounts",
    ("POST", "/v1/accounts/{person_id}/enable"): "manage_accounts",
    ("POST", "/v1/accounts/{person_id}/confirm"): "record_training",
    ("POST", "/v1/accounts/{person_id}/expiry"): "manage_accounts",
    ("POST", "/v1/accounts/{person_id}/password"): "manage_accounts",
    ("POST", "/v1/accounts/{person_id}/second-factor/reset"): "manage_accounts",
    ("GET", "/v1/accounts/{person_id}/security-keys"): "manage_accounts",
    ("POST", "/v1/accounts/{person_id}/security-keys/{key_id}/remove"): "manage_accounts",
    ("PUT", "/v1/accounts/{person_id}/team"): "manage_accounts",
    ("GET", "/v1/designations"): "manage_accounts read_audit",
    ("POST", "/v1/designations"): "manage_accounts",
    ("POST", "/v1/designations/{number}/end"): "manage_accounts",
    ("GET", "/v1/trainings"): "record_training",
    ("GET", "/v1/drills"): "request_holds",
    ("POST", "/v1/trainings"): "record_training",
    ("POST", "/v1/trainings/with-scan"): "record_training",
    ("GET", "/v1/training-papers/{digest}"): "record_training",
    ("GET", "/v1/account-reviews"): "record_training",
    ("POST", "/v1/account-reviews"): "record_training",
    ("POST", "/v1/twin-memory/{entry_id}/end"): "review_hits",
    ("POST", "/v1/desk/hits"): "review_hits",
    ("POST", "/v1/desk/hits/counts"): "review_hits",
    ("POST", "/v1/desk/hits/places"): "review_hits",
    ("POST", "/v1/desk/hits/pictures"): "review_hits: of its team",
    ("POST", "/v1/desk/hits/report"): "review_hits",
    ("POST", "/v1/desk/near-misses"): "review_hits manage_lists",
    ("POST", "/v1/desk/check-quality"): "review_hits",
    ("GET", "/v1/desk/truth"): "review_hits download",
    ("GET", "/v1/desk/truth/months"): "review_hits download",
    ("GET", "/v1/desk/truth/next"): "review_hits download",
    ("POST", "/v1/desk/truth"): "review_hits download",
    ("GET", "/v1/desk/cases"): "review_hits manage_lists",
    ("POST", "/v1/desk/cases"): "review_hits manage_lists",
    ("POST", "/v1/desk/cases/{number}/steps"): "review_hits manage_lists",
    ("GET", "/v1/misuse-flags"): "review_hits manage_lists read_audit",
    ("POST", "/v1/misuse-flags/run"): "review_hits manage_lists read_audit",
    ("GET", "/v1/misuse-flags/{number}"): "review_hits manage_lists read_audit",
    ("POST", "/v1/misuse-flags/{number}/verdict"): "review_hits manage_lists",
    ("GET", "/v1/tied-plates"): "manage_accounts",
    ("POST", "/v1/tied-plates"): "manage_accounts",
    ("POST", "/v1/tied-plates/{number}/removal"): "manage_accounts",
    ("POST", "/v1/desk/hit-ids"): "download",
    ("GET", "/v1/weekly-reviews"): "review_hits manage_lists",
    ("POST", "/v1/weekly-reviews"): "review_hits manage_lists",
    ("POST", "/v1/weekly-reviews/verdicts"): "review_hits manage_lists",
    ("POST", "/v1/weekly-reviews/signature"): "review_hits manage_lists",
    ("GET", "/v1/incidents"): "request_holds read_audit run_server",
    ("POST", "/v1/incidents"): "request_holds read_audit run_server",
    ("GET", "/v1/incidents/{number}"): "request_holds read_audit run_server",
    ("POST", "/v1/incidents/{number}/steps"): "review_hits manage_holds",
    ("GET", "/v1/outside-requests"): "request_holds",
    ("POST", "/v1/outside-requests"): "request_holds",
    ("POST", "/v1/outside-requests/{number}/steps"): "request_holds",
    ("GET", "/v1/outside-requests/{number}/statement"): "request_holds",
    ("POST", "/v1/outside-accesses"): "request_holds",
    ("POST", "/v1/outside-accesses/search"): "request_holds read_audit",
    ("POST", "/v1/outside-accesses/export"): "read_audit",
    ("POST", "/v1/desk/audit"): "read_audit review_hits",
    ("POST", "/v1/who-saw"): "read_audit review_hits",
    ("POST", "/v1/case-threads"): "download",
    ("POST", "/v1/case-threads/paper"): "download",
    ("POST", "/v1/desk/audit/export"): "read_audit review_hits",
    ("POST", "/v1/saved-rows"): "download read_audit manage_equipment",
    ("GET", "/v1/audit"): "read_audit",
    ("GET", "/v1/audit/known-breaks"): "read_audit",
    ("POST", "/v1/audit/known-breaks"): "manage_accounts",
    ("POST", "/v1/clock"): "read_audit",
    ("GET", "/v1/certificates"): "read_audit",
    ("GET", "/v1/daily-counts"): "see_overview",
    ("POST", "/v1/devices/{device}/key"): "manage_accounts",
    ("PUT", "/v1/devices/{device}/unit"): "manage_accounts",
    ("GET", "/v1/offload/keys"): "manage_accounts run_server",
    ("POST", "/v1/offload"): "manage_accounts",
    ("POST", "/v1/disclosures/search"): "download",
    ("POST", "/v1/disclosures/log"): "download",
    ("POST", "/v1/disclosures"): "download",
    ("GET", "/v1/disclosures/{number}"): "download",
    ("POST", "/v1/disclosures/{number}/completion"): "download",
    ("POST", "/v1/disclosures/{number}/acts"): "download",
    ("POST", "/v1/disclosures/{number}/papers"): "download",
    ("GET", "/v1/disclosures/{number}/papers/{digest}"): "download",
    ("GET", "/v1/disclosures/{number}/letter"): "download",
    ("GET", "/request-status"): "open",
    ("POST", "/request-status"): "open",
    ("GET", "/v1/publications"): "download",
    ("POST", "/v1/publications"): "download",
    ("POST", "/v1/publications/{number}/checks"): "download",
    ("POST", "/v1/publications/{number}/end"): "download",
    ("GET", "/v1/packages"): "download",
    ("POST", "/v1/packages"): "download",
    ("GET", "/v1/packages/{number}/notice"): "download",
    ("POST", "/v1/packages/{number}/written"): "download",
    ("GET", "/v1/packages/{number}/passphrase"): "download",
    ("POST", "/v1/packages/{number}/receipt"): "download",
    ("POST", "/v1/packages/{number}/end"): "download",
    ("GET", "/v1/portable-media"): "download",
    ("POST", "/v1/portable-media"): "download",
    ("POST", "/v1/portable-media/retirement"): "download",
    ("GET", "/v1/holds/{number}/hits/{hit_id}/sheet"): "download",
    ("GET", "/v1/holds"): "request_holds read_audit",
    ("POST", "/v1/holds"): "request_holds",
    ("POST", "/v1/holds/warrants"): "manage_holds",
    ("GET", "/v1/holds/{number}"): "request_holds read_audit",
    ("POST", "/v1/holds/{number}/oath"): "manage_holds",
    ("POST", "/v1/holds/{number}/filing"): "manage_holds",
    ("POST", "/v1/holds/{number}/acts"): "request_holds",
    ("POST", "/v1/holds/{number}/papers"): "manage_holds",
    ("GET", "/v1/holds/{number}/papers/{digest}"): "request_holds read_audit",
    ("GET", "/v1/holds/{number}/form"): "request_holds read_audit",
    ("GET", "/v1/holds/{number}/pictures/{digest}"): "request_holds",
    ("GET", "/v1/dispatch/subscriptions"): "manage_accounts read_audit",
    ("POST", "/v1/dispatch/subscriptions"): "manage_accounts",
    ("POST", "/v1/dispatch/subscriptions/{number}/end"): "manage_accounts",
    ("GET", "/v1/dispatch/hits"): "see_overview",
    ("POST", "/v1/dispatch/hits/{hit_id}/assign"): "see_overview",
    ("GET", "/v1/dispatch/letters"): "see_overview",
    ("POST", "/v1/dispatch/letters/{number}/again"): "see_overview",
    ("GET", "/v1/notaries"): "manage_holds",
    ("POST", "/v1/notaries"): "manage_holds",
    ("POST", "/v1/notaries/{number}/end"): "manage_holds",
    ("POST", "/v1/car-holds"): "operate_car",
    ("GET", "/v1/desk/set-aside"): "read_audit",
    ("POST", "/v1/desk/set-aside/{number}/decision"): "manage_accounts",
    ("GET", "/v1/desk/teams"): "review_hits",
    ("GET", "/v1/backups"): "run_server manage_accounts",
    ("POST", "/v1/backups"): "run_server manage_accounts",
    ("POST", "/v1/backups/{number}/check"): "run_server manage_accounts",
    ("GET", "/v1/teams"): "manage_accounts read_audit review_hits",
    ("POST", "/v1/enroll"): "open",
    ("GET", "/v1/device"): "open",
    ("POST", "/v1/device/program"): "open",
    ("GET", "/v1/device/settings"): "open",
    ("GET", "/v1/device/update"): "open",
    ("GET", "/v1/device/update/{number}/{at}"): "open",
    ("POST", "/v1/device/renewal"): "open",
    ("POST", "/v1/device/wiped"): "open",
    ("GET", "/v1/devices"): "manage_accounts run_server",
    ("GET", "/v1/fleet"): "manage_accounts run_server",
    ("GET", "/v1/fleet/packages"): "manage_accounts run_server",
    ("GET", "/v1/fleet/settings"): "manage_accounts run_server",
    ("POST", "/v1/fleet/settings"): "manage_accounts",
    ("POST", "/v1/fleet/machines/{device}/group"): "manage_accounts",
    ("POST", "/v1/fleet/packages"): "manage_accounts",
    ("POST", "/v1/fleet/packages/{number}/begin"): "manage_accounts",
    ("POST", "/v1/fleet/packages/{number}/advance"): "manage_accounts",
    ("POST", "/v1/fleet/packages/{number}/stop"): "manage_accounts run_server",
    ("POST", "/v1/devices/codes"): "manage_accounts run_server",
    ("POST", "/v1/devices/{device}/revocation"): "manage_accounts run_server",
    ("PUT", "/v1/devices/{device}/place"): "manage_accounts",
    ("GET", "/v1/policy"): "manage_accounts",
    ("POST", "/v1/policy"): "manage_accounts",
    ("POST", "/v1/car-settings/signature"): "manage_accounts",
    ("GET", "/v1/destroyed-media"): "manage_equipment",
    ("POST", "/v1/destroyed-media"): "manage_equipment",
    ("GET", "/v1/destroyed-media/{number}/paper"): "manage_equipment",
    ("GET", "/v1/agency-settings"): "read_audit",
    ("POST", "/v1/agency-settings"): "manage_accounts",
    ("GET", "/v1/retention"): "read_audit",
    ("POST", "/v1/retention"): "manage_accounts",
    ("POST", "/v1/retention/{number}/confirmation"): "download",
    ("GET", "/v1/annual-report"): "read_audit",
    ("GET", "/v1/schedule"): "read_audit",
    ("GET", "/v1/trial"): "read_audit",
    ("GET", "/v1/trial/paper"): "read_audit",
    ("GET", "/v1/trial/pictures"): "review_hits download",
    ("POST", "/v1/trial/readers"): "review_hits download",
    ("POST", "/v1/trial"): "manage_accounts",
    ("POST", "/v1/trial/weather"): "review_hits manage_equipment",
    ("GET", "/v1/audited-events"): "read_audit",
    ("POST", "/v1/audited-events"): "manage_accounts",
    ("GET", "/v1/annual-report/paper"): "read_audit",
    ("GET", "/v1/legislative-report/paper"): "read_audit",
    ("GET", "/v1/public-page"): "manage_accounts",
    ("GET", "/v1/purge-search"): "read_audit",
    ("GET", "/v1/purge-search/paper"): "read_audit",
    ("GET", "/v1/equipment"): "manage_equipment",
    ("POST", "/v1/equipment"): "manage_equipment",
    ("GET", "/v1/equipment/{number}"): "manage_equipment",
    ("POST", "/v1/equipment/{number}"): "manage_equipment",
    ("POST", "/v1/equipment/{number}/retirement"): "manage_equipment",
    ("POST", "/v1/equipment/{number}/schedule"): "manage_equipment",
    ("POST", "/v1/equipment/{number}/work"): "manage_equipment",
    ("POST", "/v1/work-orders/{number}/result"): "manage_equipment",
    ("GET", "/v1/test-plate"): "manage_equipment",
}
"""Every operation with the permissions of which one is needed: those of ``HOLDERS``, "session" for
anybody signed in, "open" for everybody; after a colon whose the thing must be."""


FIXED_CAMERA = {
    ("POST", "/v1/items"),
    ("POST", "/v1/pictures"),
    ("POST", "/v1/pictures/held"),
    ("GET", "/v1/hotlist/changes"),
    ("POST", "/v1/car-holds"),
    ("GET", "/v1/device"),
    ("GET", "/v1/device/settings"),
    ("GET", "/v1/device/update"),
    ("GET", "/v1/device/update/{number}/{at}"),
    ("POST", "/v1/device/renewal"),
    ("POST", "/v1/device/wiped"),
}
"""What a machine may ask for on which nobody is signed in, by its certificate alone."""
OF_NO_MACHINE = {"/healthz", "/readyz", "/metrics", "/v1/enroll", "/request-status"}


def permissions_of(operation: tuple[str, str]) -> list[str]:
    return TABLE[operation].partition(":")[0].split()


def whose(operation: tuple[str, str]) -> str:
    return TABLE[operation].partition(":")[2].strip()


def allowed(operation: tuple[str, str]) -> dict[str, str]:
    """Return which roles may, by subject."""
    named = permissions_of(operation)
    anybody = named in (["open"], ["session"])
    held = set(LETTERS) if anybody else set().union(*(HOLDERS[name] for name in named))
    roles = "".join(sorted(held))
    rule = whose(operation)
    found = WHOSE[rule](roles) if rule else every(roles)
    return {**found, DESK: ""} if named == ["operate_car"] else found


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
        for person, role in (("technician-1", Role.TECHNICIAN), ("auditor-1", Role.AUDITOR),
                             ("mate", Role.OFFICER),
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
    ("POST", "/v1/desk/hits/pictures"): _posted(
        lambda thing: SmallPicturesRequest((thing.hit.hit_id,))
    ),
    ("POST", "/v1/desk/seen-hits"): _posted(
        lambda thing: SeenHits((SeenHit(thing.hit.hit_id, 0),))
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
        name="Local list", device="car-99", key_id="0" * 16, search_id=an_id(),
        read_id=an_id(), at="0",
    )  # fmt: skip
    if operation == ("POST", "/v1/items"):
        ending = replace(a_disposition(thing.hit), person_id="")
        answer = car.post(a_batch(an_item(ending), device=device))
        with agency.server.hq.reading() as work:
            waits = [a.subject for a in quarantine_store.waiting(work, 1000)]
        return answer.status_code == 200 and thing.hit.hit_id not in waits
    ask = ASKED.get(operation)
    answer = ask(car, thing, path) if ask else car.http.request(method, path)
    if answer.status_code in (401, 403) and not answer.headers["Content-Type"].startswith("image"):
        return OPERATIONS[operation].is_open
    is_problem = "problem" in answer.headers.get("Content-Type", "")
    return not (is_problem and answer.json().get("number") in REFUSED)


def test_every_operation_has_its_row_and_asks_for_its_permissions() -> None:
    declared = {
        operation: "open" if each.is_open else " ".join(each.permissions) or "session"
        for operation, each in OPERATIONS.items()
    }
    assert {operation: " ".join(permissions_of(operation)) for operation in TABLE} == declared


def test_every_permission_has_its_holders() -> None:
    held = {
        permission: "".join(letter for letter, role in LETTERS.items() if may(role, permission))
        for permission in Permission
    }
    assert held == HOLDERS


@pytest.fixture
def agency(settings: HqSettings, clock: SetClock) -> Iterator[Agency]:
    many = replace(settings.limits, sign_ins_at_once=10_000, requests_at_once=10_000)
    with InProcessHq(replace(settings, limits=many), clock, os.urandom) as server:
        sample_agency(server.hq, PASSWORDS, NOW.date())
        yield Agency(server)


@pytest.mark.proved("V1")
@pytest.mark.attack("V14")
@pytest.mark.parametrize("letter", LETTERS)
def test_each_role_may_do_to_each_subject_what_the_table_says(agency: Agency, letter: str) -> None:
    role = LETTERS[letter]
    wrong = []
    in_order = [*(each for each in TABLE if each != SIGNED_OUT), SIGNED_OUT]
    for subject in SUBJECTS:
        with agency.session(role, subject) as car:
            thing = agency.thing(role, subject)
            for operation in in_order:
                if not whose(operation) and subject not in (OWN, DESK):
                    continue
                if whose(operation) and operation[0] != "GET":  # a view changes nothing
                    thing = agency.thing(role, subject)
                found = is_allowed(agency, car, operation, thing, agency.device(role))
                if found != (letter in allowed(operation)[subject]):
                    wrong.append((*operation, subject, found))
    assert wrong == []


# ---------------------------------------------------------------- nobody whom headquarters knows

OUTSIDE = {
    "without a session": 201,
    "with a made-up session": 201,
    "signed out": 201,
    "disabled": 201,
    "an hour unused at a desk": 201,
    "twelve hours in a car": 201,
    "training over": 206,
}
"""Who is answered at open addresses only, and with which problem everywhere else."""


def outsiders(agency: Agency, clock: SetClock) -> Iterator[tuple[str, Car]]:
    """Give each of them in turn, while it lasts."""
    url, hq = agency.server.base_url, agency.server.hq
    for name, token in (("without a session", ""), ("with a made-up session", "ab" * 32)):
        with Car(url, token) as car:
            yield name, car
    with a_car(url, "mate", "car of mate") as car:
        car.http.delete(SIGNED_OUT[1])
        yield "signed out", car
    with a_car(url, "stranger", "car of stranger") as car:
        disable_account(hq, "stranger", "left for another agency", "administrator-1")
        yield "disabled", car
    with at_desk(agency.server, "administrator-1") as desk:
        clock.pass_by(hours=1, seconds=1)
        yield "an hour unused at a desk", desk
    with a_car(url, "supervisor-1", "car of supervisor") as car:
        clock.pass_by(hours=12)
        yield "twelve hours in a car", car
    set_ends(hq, "officer-1", NOW, trained=364, password=365)
    clock.at = NOW + timedelta(days=364, hours=10)
    with a_car(url, "officer-1", "car of officer") as car:
        clock.pass_by(hours=5)
        yield "training over", car


def test_nobody_without_a_session_that_counts_gets_past_any_operation_that_is_not_open(
    agency: Agency, clock: SetClock
) -> None:
    wrong = []
    seen = set()
    for who, car in outsiders(agency, clock):
        seen.add(who)
        for (method, template), operation in OPERATIONS.items():
            answer = car.http.request(method, re.sub(r"{\w+}", "1", template))
            is_open = operation.is_open
            number = 0 if is_open or answer.is_success else answer.json().get("number")
            if number != (0 if is_open else OUTSIDE[who]):
                wrong.append((who, method, template, answer.status_code, number))
    assert wrong == []
    assert seen == OUTSIDE.keys()


# ---------------------------------------------------------------- a machine without a person


@pytest.mark.attack("V1h")
@pytest.mark.attack("V14")
def test_a_fixed_camera_gets_past_its_own_operations_only_whoever_s_token_it_shows(
    tmp_path: Path,
) -> None:
    wrong = []
    with known_machines(tmp_path) as machines:
        stolen = {"Authorization": f"Bearer {machines.car('car-robbed').token}"}
        client = machines.client(machines.machine("camera-1", DeviceKind.CAMERA))
        for method, template in OPERATIONS:
            if template in OF_NO_MACHINE:
                continue
            answer = client.request(method, re.sub(r"{\w+}", "1", template), headers=stolen)
            kind = answer.headers.get("Content-Type", "")
            number = answer.json()["number"] if "problem" in kind else 0
            is_open = number not in {*REFUSED, Problem.OTHER_KIND.number}
            if is_open != ((method, template) in FIXED_CAMERA):
                wrong.append((method, template, number))
    assert wrong == []
