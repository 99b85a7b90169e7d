"""Names of audit events, and the chain that shows any gap or change (AUD-01 to AUD-04)."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum


class AuditEvent(StrEnum):
    """What is recorded, as source:subject:action."""

    SIGN_IN = "officer:session:begun"
    SIGN_IN_REFUSED = "officer:session:refused"
    SIGN_IN_LOCKED = "officer:session:locked_out"
    SESSION_RESUMED = "car:session:resumed"
    SIGN_OUT = "officer:session:ended"
    LIST_LOADED = "car:hotlist:loaded"
    HIT_RAISED = "car:hit:raised"
    SECOND_READING = "car:hit:second_reading"
    STATE_REVISED = "car:hit:state_revised"
    HIT_SEEN_AGAIN = "car:hit:seen_again"
    HIT_PAINTED = "car:hit:painted"
    HIT_SILENCED = "officer:hit:silenced"
    HIT_OPENED = "officer:hit:opened"
    HIT_HANDED_OVER = "car:hit:handed_over"
    ENTRY_MADE = "officer:hit:entered"
    TILES_CHECKED = "officer:hit:checked_by_tiles"
    CANNOT_SEE = "officer:hit:cannot_see"
    VEHICLE_ANSWERED = "officer:hit:vehicle_answered"
    VEHICLE_REASON_GIVEN = "officer:hit:vehicle_reason_given"
    STATE_REASON_GIVEN = "officer:hit:state_reason_given"
    STATUS_STATED = "officer:hit:status_stated"
    STATUS_NOT_PRACTICABLE = "officer:hit:status_not_practicable"
    STATUS_ASKED = "car:hit:status_asked"
    STATUS_RECEIVED = "car:hit:status_received"
    STATUS_SUPERSEDED = "car:hit:status_superseded"
    RESTRICTED_SHOWN = "car:hit:restricted_record_shown"
    CONTRARY_FACT = "car:hit:contrary_fact"
    STOP_INITIATED = "officer:stop:initiated"
    STOP_RECORDED = "officer:stop:recorded_unverified"
    CONFIRMATION_REQUESTED = "officer:confirmation:requested"
    CONFIRMATION_ANSWERED = "officer:confirmation:answered"
    HIT_CLOSED = "officer:hit:closed"
    HOLD_RELEASED = "officer:stop:hold_released"
    EVIDENCE_SEALED = "car:evidence:sealed"
    HIT_PASSED_ON = "officer:hit:passed_on"
    PLATE_TYPED = "officer:plate:typed"
    READ_CORRECTED = "officer:read:corrected"
    MANUAL_ADDED = "officer:manual_entry:added"
    MANUAL_REMOVED = "officer:manual_entry:removed"
    MANUAL_MORE_TIME_ASKED = "officer:manual_entry:more_time_asked"
    MANUAL_RECHECKED = "officer:manual_entry:rechecked"
    MANUAL_CASE_CLOSED = "officer:manual_entry:case_closed"
    MANUAL_EXPIRED = "car:manual_entry:expired"
    MANUAL_WITHDRAWN = "car:manual_entry:withdrawn"
    MANUAL_REMINDED = "car:manual_entry:reminded"
    STARTED = "car:program:started"
    ENROLLED = "car:device:enrolled"
    SAFEGUARDS = "car:settings:safeguards"
    CAMERA_LOST = "car:camera:lost"
    CAMERA_BACK = "car:camera:back"
    SELF_CHECKED = "car:device:self_checked"
    TRIAL_STATE = "car:trial:state"
    UPDATE_FETCHED = "car:update:fetched"
    UPDATE_REFUSED = "car:update:refused"
    UPDATE_INSTALLED = "car:update:installed"
    UPDATE_PROVED = "car:update:proved"
    UPDATE_ROLLED_BACK = "car:update:rolled_back"
    SETTINGS_TAKEN = "car:settings:taken"
    SETTINGS_REFUSED = "car:settings:refused"
    SETTINGS_PROVED = "car:settings:proved"
    SETTINGS_WENT_BACK = "car:settings:went_back"
    ALERTS_STOPPED = "car:alerts:stopped"
    ALERTS_RESUMED = "car:alerts:resumed"
    GPS_LOST = "car:gps:lost"
    GPS_BACK = "car:gps:back"
    SECOND_OFFICER_CAME = "officer:second_officer:came"
    SECOND_OFFICER_LEFT = "officer:second_officer:left"
    OFFLOADED = "car:outbox:offloaded"
    RECEIPTS_LOADED = "car:outbox:receipts_loaded"
    HOLD_REQUESTED = "officer:hold:requested"
    INCIDENT_REPORTED = "officer:incident:reported"
    DRILL_KEPT = "officer:drill:kept"
    HOLD_RECEIVED = "car:hold:received"
    HOLD_ENDED = "car:hold:ended"
    PURGE_HELD = "car:captured_data:purge_held"
    PURGED = "car:captured_data:purged"
    HQ_SIGN_IN = "hq:session:begun"
    HQ_SIGN_IN_REFUSED = "hq:session:refused"
    HQ_SIGN_OUT = "hq:session:ended"
    HQ_ACCESS_REFUSED = "hq:access:refused"
    HQ_ACCESS_ANSWERED = "hq:access:answered"
    HQ_REQUESTS_REFUSED = "hq:requests:refused"
    HQ_ACCOUNT_MADE = "hq:account:made"
    HQ_ACCOUNT_LOCKED = "hq:account:locked"
    HQ_ACCOUNT_RELEASED = "hq:account:released"
    HQ_ACCOUNT_DISABLED = "hq:account:disabled"
    HQ_ACCOUNT_ENABLED = "hq:account:enabled"
    HQ_ACCOUNT_CONFIRMED = "hq:account:confirmed"
    HQ_ACCOUNT_EXPIRY_SET = "hq:account:expiry_set"
    HQ_ACCOUNT_CHANGED = "hq:account:changed"
    HQ_ACCOUNT_RESCUED = "hq:account:rescued"
    HQ_ACCOUNTS_REVIEWED = "hq:accounts:reviewed"
    HQ_ACCOUNTS_VIEWED = "hq:accounts:viewed"
    HQ_PASSWORD_CHANGED = "hq:password:changed"  # noqa: S105 - an event's name
    HQ_PASSWORD_SET = "hq:password:set"  # noqa: S105 - an event's name
    HQ_DESIGNATED = "hq:designation:made"
    HQ_DESIGNATION_ENDED = "hq:designation:ended"
    HQ_DESIGNATIONS_VIEWED = "hq:designations:viewed"
    HQ_DIRECTORY_LINKED = "hq:directory:linked"
    HQ_DIRECTORY_UNLINKED = "hq:directory:unlinked"
    HQ_DIRECTORY_TOKEN_SET = "hq:directory:token_set"  # noqa: S105 - an event's name
    HQ_DIRECTORY_VIEWED = "hq:directory:viewed"
    HQ_PROVED_AGAIN = "hq:session:proved_again"
    HQ_FACTOR_ENROLLED = "hq:second_factor:enrolled"
    HQ_FACTOR_RESET = "hq:second_factor:reset"
    HQ_FACTOR_DEMAND_SET = "hq:second_factor:demand_set"
    HQ_AGENCY_KEY_REPLACED = "hq:key:replaced"
    HQ_KEY_SITE_MADE = "hq:security_key:site_made"
    HQ_KEYS_VIEWED = "hq:security_keys:viewed"
    HQ_KEY_ADDED = "hq:security_key:added"
    HQ_KEY_NAMED = "hq:security_key:named"
    HQ_KEY_REMOVED = "hq:security_key:removed"
    HQ_KEY_COPIED = "hq:security_key:counter_went_back"
    HQ_RECOVERY_CODE_USED = "hq:second_factor:recovery_code_used"
    HQ_TRAINING_RECORDED = "hq:training:recorded"
    HQ_TRAININGS_VIEWED = "hq:trainings:viewed"
    HQ_TEAM_SET = "hq:account:team_set"
    HQ_POLICY_ADOPTED = "hq:policy:adopted"
    HQ_PROFILE_ADOPTED = "hq:policy:profile_adopted"
    HQ_POLICY_VIEWED = "hq:policy:viewed"
    HQ_TEAMS_VIEWED = "hq:teams:viewed"
    HQ_WAITING_VIEWED = "hq:waiting:viewed"
    HQ_ITEMS_ACCEPTED = "hq:items:accepted"
    HQ_ITEM_SET_ASIDE = "hq:item:set_aside"
    HQ_ASIDE_ACCEPTED = "hq:item:accepted_after_review"
    HQ_ASIDE_REJECTED = "hq:item:rejected_after_review"
    HQ_ASIDE_VIEWED = "hq:set_aside:viewed"
    HQ_DEVICE_TWICE = "hq:device:used_twice"
    HQ_SESSION_REPLACED = "hq:session:replaced"
    HQ_UNIT_BOUND = "hq:unit:bound"
    HQ_UNIT_REFUSED = "hq:unit:refused"
    HQ_UNITS_VIEWED = "hq:units:viewed"
    HQ_NOTICES_GIVEN = "hq:notices:given"
    HQ_LIST_SERVED = "hq:hotlist:served"
    HQ_LIST_IMPORTED = "hq:hotlist:imported"
    HQ_LIST_REFUSED = "hq:hotlist:refused"
    HQ_RETENTION_ALARM = "hq:retention:alarm"
    HQ_SUBSCRIBED = "hq:dispatch:subscribed"
    HQ_SUBSCRIPTION_ENDED = "hq:dispatch:ended"
    HQ_DISPATCH_VIEWED = "hq:dispatch:viewed"
    HQ_DISPATCH_SENT = "hq:dispatch:sent"
    HQ_DISPATCH_AGAIN = "hq:dispatch:sent_again"
    HQ_CALL_TOLD = "hq:dispatch:call_told"
    HQ_LIST_DISMISSED = "hq:hotlist:delivery_dismissed"
    HQ_LIST_ACCEPTED = "hq:hotlist:delivery_accepted"
    HQ_LIST_RETIRED = "hq:hotlist:retired"
    HQ_LIST_SEALED_AGAIN = "hq:hotlist:sealed_again"
    HQ_LIST_RENUMBERED = "hq:hotlist:renumbered_after_failover"
    HQ_LIST_OVERDUE = "hq:hotlist:overdue"
    HQ_LISTS_VIEWED = "hq:hotlist:deliveries_viewed"
    HQ_LOOK_ALIKES_SET = "hq:look_alikes:set"
    HQ_MISREADS_VIEWED = "hq:misreads:viewed"
    HQ_CATEGORIES_VIEWED = "hq:categories:viewed"
    HQ_CATEGORY_DECIDED = "hq:category:decided"
    HQ_CATEGORY_SET = "hq:category:set"
    HQ_CORRECTION_PLACED = "hq:correction:placed"
    HQ_CORRECTION_RENEWED = "hq:correction:renewed"
    HQ_CORRECTION_OWNER_NOTED = "hq:correction:owner_noted"
    HQ_CORRECTION_ENDED = "hq:correction:ended"
    HQ_CORRECTION_EXPIRED = "hq:correction:expired"
    HQ_CORRECTIONS_VIEWED = "hq:corrections:viewed"
    HQ_MANUAL_ADDED = "hq:manual_entry:added"
    HQ_MANUAL_REFUSED = "hq:manual_entry:refused"
    HQ_MANUAL_REMOVED = "hq:manual_entry:removed"
    HQ_MANUAL_EXPIRED = "hq:manual_entry:expired"
    HQ_MANUAL_MORE_TIME_ASKED = "hq:manual_entry:more_time_asked"
    HQ_MANUAL_EXTENDED = "hq:manual_entry:extended"
    HQ_MANUAL_NOT_EXTENDED = "hq:manual_entry:not_extended"
    HQ_MANUAL_RECHECKED = "hq:manual_entry:rechecked"
    HQ_MANUAL_CASE_CLOSED = "hq:manual_entry:case_closed"
    HQ_MANUAL_LISTED = "hq:manual_entry:listed"
    HQ_MANUAL_TESTED = "hq:manual_entry:plate_tested"
    HQ_OVERVIEW_VIEWED = "hq:overview:viewed"
    HQ_NLETS_ANSWERED = "hq:nlets:answered"
    HQ_RESTRICTED_SHOWN = "hq:restricted_record:shown"
    HQ_HIT_VIEWED = "hq:hit:viewed"
    HQ_PICTURE_VIEWED = "hq:picture:viewed"
    HQ_PICTURES_ASKED = "hq:pictures:asked_for"
    HQ_SHIFT_LOG_VIEWED = "hq:shift_log:viewed"
    HQ_HIT_IDS_VIEWED = "hq:hit_ids:viewed"
    HQ_SEARCHED = "hq:search:made"
    HQ_SEARCH_NOT_MADE = "hq:search:not_made"
    HQ_SEARCH_PAGE_VIEWED = "hq:search:page_viewed"
    HQ_SEARCHES_VIEWED = "hq:searches:viewed"
    HQ_PLACE_NAMED = "hq:place:named"
    HQ_PLACE_REMOVED = "hq:place:removed"
    HQ_CASE_FORMATS_SET = "hq:case_formats:set"
    HQ_NEAR_MISSES_VIEWED = "hq:near_misses:viewed"
    HQ_QUALITY_VIEWED = "hq:check_quality:viewed"
    HQ_WALL_VIEWED = "hq:live_wall:viewed"
    HQ_EVIDENCE_CHECKED = "hq:evidence:checked"
    HQ_HIT_REVIEWED = "hq:hit:reviewed"
    HQ_ACCURACY_VIEWED = "hq:read_accuracy:viewed"
    HQ_SAMPLE_SHOWN = "hq:sampled_pass:shown"
    HQ_SAMPLE_JUDGED = "hq:sampled_pass:judged"
    HQ_CASE_OPENED = "hq:review_case:opened"
    HQ_CASE_CLOSED = "hq:review_case:closed"
    HQ_CASES_VIEWED = "hq:review_cases:viewed"
    HQ_WEEKLY_VIEWED = "hq:weekly_review:viewed"
    HQ_WEEKLY_BEGUN = "hq:weekly_review:begun"
    HQ_WEEKLY_JUDGED = "hq:weekly_review:judged"
    HQ_WEEKLY_SIGNED = "hq:weekly_review:signed"
    HQ_WEEKLY_ERASED = "hq:weekly_review:erased"
    HQ_INCIDENT_REPORTED = "hq:incident:reported"
    HQ_INCIDENT_STEP = "hq:incident:step"
    HQ_INCIDENTS_VIEWED = "hq:incidents:viewed"
    HQ_INCIDENT_ERASED = "hq:incident:erased"
    HQ_FLAGS_SOUGHT = "hq:misuse_flags:sought"
    HQ_FLAGS_VIEWED = "hq:misuse_flags:viewed"
    HQ_FLAG_RAISED = "hq:misuse_flag:raised"
    HQ_FLAG_GREW = "hq:misuse_flag:grew"
    HQ_FLAG_JUDGED = "hq:misuse_flag:judged"
    HQ_TIED_PLATE_ENTERED = "hq:tied_plate:entered"
    HQ_TIED_PLATE_REMOVED = "hq:tied_plate:removed"
    HQ_TIED_PLATES_VIEWED = "hq:tied_plates:viewed"
    HQ_OUTSIDE_REQUESTED = "hq:outside_request:made"
    HQ_OUTSIDE_STEP = "hq:outside_request:step"
    HQ_OUTSIDE_VIEWED = "hq:outside_requests:viewed"
    HQ_OUTSIDE_PRINTED = "hq:outside_request:printed"
    HQ_OUTSIDE_ACCESS_LOGGED = "hq:outside_access:logged"
    HQ_OUTSIDE_ACCESS_VIEWED = "hq:outside_access:viewed"
    HQ_ROWS_EXPORTED = "hq:rows:exported"
    HQ_ACCOUNT_FROZEN = "hq:account:frozen"
    HQ_ACCOUNT_GIVEN_BACK = "hq:account:given_back"
    HQ_OFFICER_NOTIFIED = "hq:review:officer_notified"
    HQ_STATUS_ASKED = "hq:status:asked"
    HQ_STATUS_ANSWERED = "hq:status:answered"
    HQ_HIT_RELAYED = "hq:hit:relayed"
    HQ_HIT_REFUTED = "hq:hit:refuted"
    HQ_TWIN_ENDED = "hq:twin_memory:ended"
    HQ_CHAIN_BROKEN = "hq:audit:chain_broken"
    HQ_CHAIN_REPAIRED = "hq:audit:chain_repaired"
    HQ_CHAIN_BREAK_KNOWN = "hq:audit:break_known"
    HQ_CHAIN_STRAY = "hq:audit:stray_entry"
    HQ_DEVICE_CODE_MADE = "hq:device:code_made"
    HQ_DEVICE_ENROLLED = "hq:device:enrolled"
    HQ_ENROLLMENT_REFUSED = "hq:device:enrollment_refused"
    HQ_DEVICE_RENEWED = "hq:device:renewed"
    HQ_DEVICE_REVOKED = "hq:device:revoked"
    HQ_WIPE_ORDERED = "hq:device:wipe_ordered"
    HQ_DEVICE_WIPED = "hq:device:wiped"
    HQ_CAMERA_PLACED = "hq:device:camera_placed"
    HQ_DEVICES_VIEWED = "hq:devices:viewed"
    HQ_FLEET_VIEWED = "hq:fleet:viewed"
    HQ_FLEET_SETTINGS_VIEWED = "hq:fleet_settings:viewed"
    HQ_UPDATES_VIEWED = "hq:updates:viewed"
    HQ_UPDATE_PUBLISHED = "hq:update:published"
    HQ_UPDATE_STAGED = "hq:update:staged"
    HQ_UPDATE_STOPPED = "hq:update:stopped"
    HQ_DEVICE_KEY_REGISTERED = "hq:device_key:registered"
    HQ_DEVICE_KEY_REFUSED = "hq:device_key:refused"
    HQ_DEVICE_KEY_ACCEPTED = "hq:device_key:accepted"
    HQ_EVIDENCE_BROKEN = "hq:evidence:chain_broken"
    HQ_EVIDENCE_REPAIRED = "hq:evidence:chain_repaired"
    HQ_EVIDENCE_EXPORTED = "hq:evidence:exported"
    HQ_EVIDENCE_EXPORT_REFUSED = "hq:evidence:export_refused"
    HQ_DISCLOSURE_RECORDED = "hq:disclosure:recorded"
    HQ_DISCLOSURE_COMPLETED = "hq:disclosure:completed"
    HQ_DISCLOSURE_DECIDED = "hq:disclosure:decided"
    HQ_DISCLOSURE_PAPER_ADDED = "hq:disclosure:paper_added"
    HQ_DISCLOSURE_PAPERS_DESTROYED = "hq:disclosure:papers_destroyed"
    HQ_DISCLOSURE_VIEWED = "hq:disclosure:viewed"
    HQ_DISCLOSURE_PAPER_VIEWED = "hq:disclosure:paper_viewed"
    HQ_DISCLOSURE_LETTER_PRINTED = "hq:disclosure:letter_printed"
    HQ_DISCLOSURE_LOG_EXPORTED = "hq:disclosure:log_exported"
    HQ_PUBLICATIONS_VIEWED = "hq:publications:viewed"
    HQ_PUBLICATION_CHANGED = "hq:publication:changed"
    HQ_RESTRICTED_DISCLOSED = "hq:restricted_record:disclosed"
    HQ_CASE_THREAD_VIEWED = "hq:case_thread:viewed"
    HQ_CASE_THREAD_PRINTED = "hq:case_thread:printed"
    HQ_PACKAGES_VIEWED = "hq:packages:viewed"
    HQ_PACKAGE_NOTICE_PRINTED = "hq:package:notice_printed"
    HQ_PACKAGE_ACKNOWLEDGED = "hq:package:acknowledged"
    HQ_PACKAGE_ENDED = "hq:package:returned_or_destroyed"
    HQ_PORTABLE_MEDIA_VIEWED = "hq:portable_media:viewed"
    HQ_MEDIUM_REGISTERED = "hq:media:registered"
    HQ_MEDIUM_RETIRED = "hq:media:retired"
    HQ_HIT_SHEET_PRINTED = "hq:hit:sheet_printed"
    HQ_PAST_READS_VIEWED = "hq:past_reads:viewed"
    HQ_OFFLOAD_LOADED = "hq:offload:loaded"
    HQ_AUDIT_VIEWED = "hq:audit:viewed"
    HQ_AUDIT_EXPORTED = "hq:audit:exported"
    HQ_AUDIT_SEARCHED = "hq:audit:searched"
    HQ_WHO_SAW_VIEWED = "hq:who_saw:viewed"
    HQ_AUDIT_CHECKED = "hq:audit:checked"
    HQ_EVENTS_REVIEWED = "hq:audit:event_types_reviewed"
    HQ_LOGGING_RESTORED = "hq:audit:written_again"
    HQ_CERTIFICATES_VIEWED = "hq:certificates:viewed"
    HQ_COUNTS_VIEWED = "hq:daily_counts:viewed"
    HQ_REPORT_VIEWED = "hq:annual_report:viewed"
    HQ_REPORT_MADE = "hq:annual_report:made"
    HQ_TRIAL_PLANNED = "hq:trial:planned"
    HQ_TRIAL_VIEWED = "hq:trial:viewed"
    HQ_TRIAL_WEATHER_NOTED = "hq:trial:weather_noted"
    HQ_SCHEDULE_VIEWED = "hq:schedule:viewed"
    HQ_EQUIPMENT_VIEWED = "hq:equipment:viewed"
    HQ_EQUIPMENT_REGISTERED = "hq:equipment:registered"
    HQ_EQUIPMENT_CHANGED = "hq:equipment:changed"
    HQ_EQUIPMENT_RETIRED = "hq:equipment:retired"
    HQ_EQUIPMENT_SCHEDULED = "hq:equipment:scheduled"
    HQ_WORK_ORDERED = "hq:work_order:opened"
    HQ_WORK_CLOSED = "hq:work_order:closed"
    HQ_TEST_PLATE_PRINTED = "hq:test_plate:printed"
    HQ_PURGED = "hq:captured_data:purged"
    HQ_HOLD_REQUESTED = "hq:hold:requested"
    HQ_HOLD_REFUSED_AT_ONCE = "hq:hold:request_not_complete"
    HQ_HOLD_KEPT = "hq:hold:data_kept"
    HQ_HOLD_SWORN = "hq:hold:sworn"
    HQ_HOLD_PAPER_ADDED = "hq:hold:paper_added"
    HQ_HOLD_FILED = "hq:hold:filed"
    HQ_HOLD_RENEWED = "hq:hold:renewed"
    HQ_HOLD_CORRECTED = "hq:hold:corrected"
    HQ_HOLD_REFUSED = "hq:hold:refused"
    HQ_HOLD_CANCELED = "hq:hold:canceled"
    HQ_HOLD_LAPSED = "hq:hold:lapsed"
    HQ_HOLD_EXPIRED = "hq:hold:expired"
    HQ_HOLD_DESTROYED = "hq:hold:destroyed"
    HQ_HOLD_NOTICE = "hq:hold:notice"
    HQ_HOLD_VIEWED = "hq:hold:viewed"
    HQ_HOLD_PRINTED = "hq:hold:form_printed"
    HQ_HOLDS_VIEWED = "hq:holds:viewed"
    HQ_HELD_PICTURE_VIEWED = "hq:hold:picture_viewed"
    HQ_HOLD_PAPER_VIEWED = "hq:hold:paper_viewed"
    HQ_NOTARY_SET = "hq:notary:set"
    HQ_NOTARIES_VIEWED = "hq:notaries:viewed"
    HQ_MEDIUM_DESTROYED = "hq:medium:destroyed"
    HQ_MEDIA_VIEWED = "hq:destroyed_media:viewed"
    HQ_RETENTION_VIEWED = "hq:retention:viewed"
    HQ_RETENTION_PROPOSED = "hq:retention:proposed"
    HQ_RETENTION_SET = "hq:retention:set"
    HQ_REMINDERS_SENT = "hq:reminders:sent"
    HQ_AGENCY_SETTINGS_VIEWED = "hq:agency_settings:viewed"
    HQ_AGENCY_SETTING_SET = "hq:agency_setting:set"
    HQ_PURGE_SEARCHED = "hq:captured_data:searched"
    HQ_SETTINGS_SIGNED = "hq:settings:signed"
    HQ_STARTED = "hq:program:started"
    HQ_PROGRAM_CHANGED = "hq:program:changed"
    HQ_CLOCK_CONFIRMED = "hq:clock:confirmed"
    HQ_BACKED_UP = "hq:backup:made"
    HQ_BACKUPS_VIEWED = "hq:backup:viewed"
    HQ_BACKUP_ASKED = "hq:backup:asked"
    HQ_BACKUP_CHECKED = "hq:backup:checked"
    HQ_BACKUP_FAILED = "hq:backup:failed"
    HQ_RESTORED = "hq:backup:restored"


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One line of a device's audit chain; times to 1/100 s or finer (AUD-03).

    ``subject`` is an id, never a plate (RET-09); ``detail`` are facts that are not captured data.
    """

    sequence: int
    at: datetime
    device: str
    person: str
    event: AuditEvent
    subject: str
    detail: tuple[tuple[str, str], ...]
    previous: str
    digest: str


@dataclass(frozen=True, slots=True)
class Origin:
    """Who made a request, from which network address, in which session (AU-3, 09.21.5.A.3)."""

    name: str = ""
    role: str = ""
    unit: str = ""
    device: str = ""
    address: str = ""
    session: str = ""

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """Return what is known of it, as the last facts of an entry's detail."""
        known = ((field.name, str(getattr(self, field.name))) for field in fields(self))
        return tuple((ORIGIN_PREFIX + name, value) for name, value in known if value)


ORIGIN_PREFIX = "by_"
UNKNOWN_ORIGIN = Origin()
ORIGIN_FIELDS = tuple(field.name for field in fields(Origin))
SESSION_DIGITS = 16  # of the hash of a session's token, which name the session in the audit
WITHOUT_LINK = ("how", "without_link")  # a sign-in whose password the car compared or refused
CHAIN_START = "0" * 64
Place = tuple[int, str]
"""An entry of a chain by its sequence and digest: all that the next one needs of it."""
BEGINNING: Place = (0, CHAIN_START)


def audit_entry(  # noqa: PLR0913 - one argument a field of the record
    previous: AuditEntry | Place | None,
    *,
    at: datetime,
    device: str,
    person: str,
    event: AuditEvent,
    subject: str,
    detail: Iterable[tuple[str, str]] = (),
) -> AuditEntry:
    """Return the entry that follows ``previous`` in the device's chain."""
    if isinstance(previous, AuditEntry):
        previous = previous.sequence, previous.digest
    (last, before), facts = previous or BEGINNING, tuple(detail)
    digest = _digest(last + 1, at, device, person, event, subject, facts, before)
    return AuditEntry(last + 1, at, device, person, event, subject, facts, before, digest)


def first_break(entries: Iterable[AuditEntry], after: Place = BEGINNING) -> int | None:
    """Return the sequence number of the first entry that is missing or changed, else None.

    ``entries`` are one device's, in order, from the one after ``after``, where it is intact.
    """
    expected, before = after[0] + 1, after[1]
    for e in entries:
        digest = _digest(
            e.sequence, e.at, e.device, e.person, e.event, e.subject, e.detail, e.previous
        )
        if e.sequence != expected or e.previous != before or e.digest != digest:
            return expected
        before, expected = e.digest, expected + 1
    return None


def _digest(*fields: object) -> str:
    plain = [f.isoformat() if isinstance(f, datetime) else f for f in fields]
    text = json.dumps(plain, ensure_ascii=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()
