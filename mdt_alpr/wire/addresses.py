"""Headquarters' addresses that cars, sign-ins and pages name; an act says its own (``acts``).

``filled`` fills in what is named in braces; the routes read it back.
"""

from urllib.parse import quote, urlencode

SECOND_PERSON = "Mdt-Alpr-Second-Person"
"""The header with the token of who confirms an act that needs two people."""

SESSIONS = "/v1/sessions"
SESSION_IN_USE = "/v1/sessions/current"
SESSION_PROOF = "/v1/sessions/current/proof"
PASSWORD = "/v1/password"  # noqa: S105 - an address
PICTURE = "/v1/pictures/{digest}"
PICTURES = "/v1/pictures"
PICTURES_HELD = "/v1/pictures/held"
ITEMS = "/v1/items"
STATUS = "/v1/status"
NOTICES = "/v1/notices"
UNITS = "/v1/units"
RELAY_PICTURE = "/v1/relays/{hit_id}/pictures/{digest}"
OVERVIEW = "/v1/overview"
OPENAPI = "/v1/openapi.json"

SECOND_FACTOR = "/v1/second-factor"
SECOND_FACTOR_CODE = "/v1/second-factor/code"
SECOND_FACTOR_CHALLENGE = "/v1/second-factor/challenge"

CAD_EVENTS = "/v1/dispatch/subscriptions/{number}/events"

DIRECTORY = "/v1/directory"
DIRECTORY_ATTEMPTS = "/v1/directory/attempts"
SCIM_ABOUT = "/scim/v2/ServiceProviderConfig"
SCIM_USERS = "/scim/v2/Users"
SCIM_USER = "/scim/v2/Users/{person_id}"
DIRECTORY_TICKETS = "/v1/directory/tickets"

COMMAND_SESSIONS = "/v1/command-line/sessions"

DESK_SESSIONS = "/v1/desk/sessions"
DESK_TEAMS = "/v1/desk/teams"
DESK_HITS = "/v1/desk/hits"
DESK_HIT_COUNTS = "/v1/desk/hits/counts"
DESK_HIT = "/v1/desk/hits/{hit_id}"
DESK_HIT_EVIDENCE = "/v1/desk/hits/{hit_id}/evidence"
DESK_HIT_REVIEWS = "/v1/desk/hits/{hit_id}/reviews"
NEAR_MISSES = "/v1/desk/near-misses"
CHECK_QUALITY = "/v1/desk/check-quality"
WALL = "/v1/desk/wall"
TRUTH = "/v1/desk/truth"
TRUTH_MONTHS = "/v1/desk/truth/months"
TRUTH_NEXT = "/v1/desk/truth/next"
CASE_STEPS = "/v1/desk/cases/{number}/steps"

OUTSIDE_REQUESTS = "/v1/outside-requests"
OUTSIDE_ACCESSES = "/v1/outside-accesses"
OUTSIDE_ACCESS_SEARCH = "/v1/outside-accesses/search"

AUDIT_SEARCH = "/v1/desk/audit"
SAVED_ROWS = "/v1/saved-rows"
AUDIT_EXPORT = "/v1/desk/audit/export"
AUDIT = "/v1/audit"
CLOCK = "/v1/clock"

OFFLOAD_KEYS = "/v1/offload/keys"
OFFLOAD = "/v1/offload"

REQUEST_STATUS = "/request-status"
"""For who asked for data, in a browser; nobody signs in (DIS-08)."""

SEARCHES = "/v1/searches"
SEARCH_PAGE = "/v1/searches/{search_id}/page"


ENTRY_PAST_READS = "/v1/manual-entries/{entry_id}/past-reads"

HOTLIST = "/v1/hotlist"
HOTLIST_CHANGES = "/v1/hotlist/changes"


ENROLL = "/v1/enroll"
DEVICE = "/v1/device"
DEVICE_RENEWAL = "/v1/device/renewal"
DEVICE_WIPED = "/v1/device/wiped"
DEVICE_UPDATE = "/v1/device/update"
DEVICE_PROGRAM = "/v1/device/program"
DEVICE_SETTINGS = "/v1/device/settings"
DEVICE_UPDATE_PART = "/v1/device/update/{number}/{at}"
DEVICE_CODES = "/v1/devices/codes"
DEVICE_REVOCATION = "/v1/devices/{device}/revocation"


ACCOUNTS = "/v1/accounts"
TRAININGS = "/v1/trainings"
CAR_SETTINGS_SIGNATURE = "/v1/car-settings/signature"
TRAININGS_WITH_SCAN = "/v1/trainings/with-scan"
ACCOUNT_REVIEWS = "/v1/account-reviews"

CAR_HOLDS = "/v1/car-holds"


def asking(address: str, **named: object) -> str:
    """Return an address with what is asked for in its query; empty texts are left out."""
    return f"{address}?{urlencode({name: value for name, value in named.items() if value != ''})}"


def filled(address: str, **places: str) -> str:
    """Return an address with its places filled in, whatever characters they have."""
    return address.format(**{name: quote(text, safe="") for name, text in places.items()})
