"""Headquarters' addresses, each written once for clients and server.

``filled`` fills in what is named in braces; the routes read it back.
"""

from urllib.parse import quote

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
TWIN_MEMORY = "/v1/twin-memory/{entry_id}"
OVERVIEW = "/v1/overview"
HIT_TRAIL = "/v1/hits/{hit_id}"
OPENAPI = "/v1/openapi.json"

SECOND_FACTOR = "/v1/second-factor"
SECOND_FACTOR_CODE = "/v1/second-factor/code"
SECOND_FACTOR_DEMAND = "/v1/second-factor/demand"

COMMAND_SESSIONS = "/v1/command-line/sessions"

DESK_SESSIONS = "/v1/desk/sessions"
DESK_TEAMS = "/v1/desk/teams"
DESK_HITS = "/v1/desk/hits"
DESK_HIT_COUNTS = "/v1/desk/hits/counts"
DESK_HIT = "/v1/desk/hits/{hit_id}"
DESK_HIT_EVIDENCE = "/v1/desk/hits/{hit_id}/evidence"
DESK_HIT_REVIEWS = "/v1/desk/hits/{hit_id}/reviews"
DESK_HIT_IDS = "/v1/desk/hit-ids"
NEAR_MISSES = "/v1/desk/near-misses"
CHECK_QUALITY = "/v1/desk/check-quality"
WALL = "/v1/desk/wall"
TRUTH = "/v1/desk/truth"
TRUTH_NEXT = "/v1/desk/truth/next"
CASES = "/v1/desk/cases"
CASE_STEPS = "/v1/desk/cases/{number}/steps"
SET_ASIDE = "/v1/desk/set-aside"
SET_ASIDE_DECISION = "/v1/desk/set-aside/{number}/decision"

AUDIT_SEARCH = "/v1/desk/audit"
AUDIT_EXPORT = "/v1/desk/audit/export"
AUDIT = "/v1/audit"
KNOWN_BREAKS = "/v1/audit/known-breaks"
CERTIFICATES = "/v1/certificates"
DAILY_COUNTS = "/v1/daily-counts"
CLOCK = "/v1/clock"

DEVICE_KEY = "/v1/devices/{device}/key"
DEVICE_UNIT = "/v1/devices/{device}/unit"
OFFLOAD_KEYS = "/v1/offload/keys"
OFFLOAD = "/v1/offload"
HIT_PACKAGE = "/v1/hits/{hit_id}/package"

ENTRIES = "/v1/manual-entries"
ENTRY_DECISION = "/v1/manual-entries/{entry_id}/decision"
ENTRY_REMOVAL = "/v1/manual-entries/{entry_id}/removal"
ENTRY_CLOSED_CASE = "/v1/manual-entries/{entry_id}/closed-case"
ENTRY_PAST_READS = "/v1/manual-entries/{entry_id}/past-reads"
PLATE_TEST = "/v1/manual-entries/plate-test"

HOTLISTS = "/v1/hotlists"
DELIVERY_DISMISSAL = "/v1/hotlists/deliveries/{number}/dismissal"
LIST_RETIREMENT = "/v1/hotlists/lists/{name}/retirement"
HOTLIST = "/v1/hotlist"
HOTLIST_CHANGES = "/v1/hotlist/changes"
MISREADS = "/v1/hotlist/misreads/{plate}"
CATEGORIES = "/v1/categories"
CATEGORY_DECISION = "/v1/categories/{code}/decision"
CATEGORY_SETTING = "/v1/categories/{code}/setting"
LOOK_ALIKES = "/v1/look-alikes"
CORRECTIONS = "/v1/corrections"
CORRECTION_RENEWAL = "/v1/corrections/{number}/renewal"
CORRECTION_OWNER = "/v1/corrections/{number}/owner"
CORRECTION_END = "/v1/corrections/{number}/end"

ENROLL = "/v1/enroll"
DEVICE = "/v1/device"
DEVICE_RENEWAL = "/v1/device/renewal"
DEVICE_WIPED = "/v1/device/wiped"
DEVICES = "/v1/devices"
DEVICE_CODES = "/v1/devices/codes"
DEVICE_REVOCATION = "/v1/devices/{device}/revocation"
DEVICE_PLACE = "/v1/devices/{device}/place"

EQUIPMENT = "/v1/equipment"
EQUIPMENT_ITEM = "/v1/equipment/{number}"
EQUIPMENT_RETIREMENT = "/v1/equipment/{number}/retirement"
EQUIPMENT_SCHEDULE = "/v1/equipment/{number}/schedule"
EQUIPMENT_WORK = "/v1/equipment/{number}/work"
WORK_DONE = "/v1/work-orders/{number}/result"

ACCOUNTS = "/v1/accounts"
ACCOUNT = "/v1/accounts/{person_id}"
ACCOUNT_RELEASE = "/v1/accounts/{person_id}/release"
ACCOUNT_DISABLE = "/v1/accounts/{person_id}/disable"
ACCOUNT_ENABLE = "/v1/accounts/{person_id}/enable"
ACCOUNT_EXPIRY = "/v1/accounts/{person_id}/expiry"
ACCOUNT_PASSWORD = "/v1/accounts/{person_id}/password"  # noqa: S105 - an address
ACCOUNT_FACTOR_RESET = "/v1/accounts/{person_id}/second-factor/reset"
ACCOUNT_TEAM = "/v1/accounts/{person_id}/team"
TEAMS = "/v1/teams"
POLICY = "/v1/policy"
DESIGNATIONS = "/v1/designations"
DESIGNATION_END = "/v1/designations/{number}/end"
TRAININGS = "/v1/trainings"
CAR_SETTINGS_SIGNATURE = "/v1/car-settings/signature"
TRAININGS_WITH_SCAN = "/v1/trainings/with-scan"
TRAINING_PAPER = "/v1/training-papers/{digest}"
ACCOUNT_REVIEWS = "/v1/account-reviews"


def entries_of_team(team: str) -> str:
    """Return the address of a team's manual entries."""
    return f"{ENTRIES}?team={quote(team)}"


def filled(address: str, **places: str) -> str:
    """Return an address with its places filled in, whatever characters they have."""
    return address.format(**{name: quote(text, safe="") for name, text in places.items()})
