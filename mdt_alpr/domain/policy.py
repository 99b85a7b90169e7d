"""Every number and fixed sentence of the order, with its clause. The only place that counts days.

A setting may only be stricter. What another state has otherwise is of the policy profile that this
process runs; all else is of General Order 09.21 and of the statutes above it.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from math import ceil

from mdt_alpr.domain.policy_profile import Clause, profile_in_force

PROFILE = profile_in_force()  # of this process; it never changes
_IN, _CLAUSE = PROFILE.numbers, PROFILE.clauses
VISUAL_CHECK = Clause(_CLAUSE["visual_check"], "characters and state are checked by eye")
STATUS_CHECK = Clause(_CLAUSE["status_check"], "status by MDT or Communications, where it can be")
DCIN_CHECK = Clause(_CLAUSE["dcin_check"], "DCIN before enforcement on a hit, if practicable")
NOT_PROBABLE_CAUSE = Clause(_CLAUSE["not_probable_cause"], "a hit alone justifies no arrest")
MANUAL_ENTRY_LIFE = Clause(_CLAUSE["manual_entry"], "a manual entry ends unless justified longer")
READS_LIFE = Clause(_CLAUSE["captured_data"], "captured plate data goes after its days")
LIST_AGE = Clause(_CLAUSE["list_late"], "lists are updated in time when updates are available")
OUTSIDE_REQUESTS = Clause(_CLAUSE["outside_requests"], "a request to others: sworn, canceled")
PRESERVATION = Clause(_CLAUSE["preservation"], "longer only by warrant or sworn form")
ACCESS_RECORDED = Clause(_CLAUSE["access_recorded"], "every access is recorded")

CAPTURED_DATA_KEPT_FOR = timedelta(days=_IN["captured_data"])
MOST_DAYS = CAPTURED_DATA_KEPT_FOR.days  # no setting and no person makes it longer
_THIRD = MOST_DAYS // 3
CAPTURE_ZONE = PROFILE.zone
"""The time zone of capture dates (RET-05)."""
HOLD_FORM, STATE = PROFILE.hold_form, PROFILE.state
_NO_EARLIER_THAN = CAPTURED_DATA_KEPT_FOR - timedelta(days=1)
"""No change of the clocks makes a deadline earlier than this."""
PICTURE_ARRIVES_WITHIN = timedelta(hours=1)
"""Longer than a slow store needs: a picture that has less time left is not accepted."""
PASSES_WITHIN = timedelta(days=1)
"""What is on its way through headquarters is gone by then, or the purge search says so."""
_LATE_PICTURES_FOR = timedelta(days=7)
"""How long a picture store may be out of reach and still have late pictures erased."""
DAY_COUNTED_AFTER = CAPTURED_DATA_KEPT_FOR - timedelta(days=min(10, _THIRD))
"""When a day's numbers are saved for reports: late enough for cars that were away (RPT-06)."""
_COUNTED_BACK_TO = timedelta(days=400)
"""How far back headquarters looks for uncounted days after it was off."""
MANUAL_ENTRY_LASTS = timedelta(days=_IN["manual_entry"])
MORE_TIME_AT_MOST = timedelta(days=_IN["manual_entry_more"])
"""How long a manual entry lasts, and what one approved request adds to it (MAN-03)."""
PERSON_RECHECKED_EVERY = timedelta(hours=12)
"""A manual entry that names a person must be rechecked by then (MAN-08)."""
ENTRY_REMINDERS = (timedelta(days=3), timedelta(days=7))
"""Time left at which the entering coworker is reminded, shortest first (MAN-04)."""
LEAST_CASE_LENGTH = 5
LEAST_REASON_LENGTH = 10
"""The least characters of a case or a reason that can be checked (PUR-04)."""
PROVISIONAL_WARNED_BEFORE: tuple[int, ...] = (1, 3, 7, 14)
HOLD_WARNED_BEFORE: tuple[int, ...] = (7, 30, 60)
"""PRS-03, PRS-06: days before unsworn data goes, or a year is over, on which notices go out."""
CANCELED_HOLD_STAYS_FOR = timedelta(days=1)
"""PRS-08: another's final hold or a court's warrant ends so long after two people canceled it.
What it alone keeps is destroyed for good then; the next shift sees a mistake (proposed)."""
HOLD_WINDOWS_OFFERED = (timedelta(days=1), timedelta(days=7), CAPTURED_DATA_KEPT_FOR)
PAPERS_KEPT_FOR = timedelta(days=3 * 365)
"""8.A, DIS-06: how long after its end a request's words and papers stay; its line stays."""
GRANT_LASTS = timedelta(days=30)
"""7.B, DIS-06: how long data may leave on a granted request, so that none stands (proposed)."""
LARGEST_PAPER = 8 * 1024 * 1024
"""Bytes of an attached paper: a written request, form or scan (09.21.7.B, 8.C, 10.B)."""
LARGEST_SCAN_PIXELS = 80_000_000
"""Of all pages of a picture together: two letter pages at 600 dpi (CJIS SC-5)."""
OUTSIDE_REMINDED_EVERY = timedelta(days=30)
"""OUT-03: how often who made a request to another agency is reminded to cancel it."""
HELD_CAMERAS_AT_MOST = 10
"""A request for the whole fleet names no "particular" camera (09.21.8.C.2.a)."""
SEARCH_NARROW_WINDOW = timedelta(days=7)
SEARCH_NARROW_UNITS = 5
SEARCH_NARROW_MILES = 5.0
SEARCH_NARROW_CHARACTERS = 3
"""A search in stored reads that goes beyond one of these is confirmed, then reviewed (SRC-03)."""
SEARCH_FEWEST_CHARACTERS = 2
SEARCH_SHORT_WINDOW = timedelta(days=1)
"""With fewer characters of a plate no more than one day is searched, at named places or units."""
CASE_FILE_FRESH_FOR = timedelta(days=1)
"""A file of cases that is older no longer says that a case is unknown (SRC-02)."""
REASON_REPEATED_WITHIN = timedelta(days=30)
"""How long one reason counts for one case only (SUP-03)."""
INCIDENT_ACTED_ON_WITHIN = timedelta(hours=24)
"""OPS-01: confirmed or dismissed; then the state is notified (for state agencies GS 143B-1379)."""
MISUSE_SOUGHT_EVERY = timedelta(days=1)
MISUSE_WEEK, MISUSE_MONTH = timedelta(days=7), timedelta(days=30)
"""SUP-03, CJIS AU-6: how often the rules of misuse run, and the windows in which they count."""
SHIFT_KNOWN_FOR = timedelta(days=14)
"""How long after a sign-in to a car the cars know whether a person is on shift."""
CONTENT_CHECKED_EVERY = timedelta(days=91)  # DIS-09: a quarter (CJIS AC-22)
CORRECTION_LASTS_AT_MOST = timedelta(days=30)
"""A do-not-alert correction ends by itself, so that no record is silenced forever (HOT-11)."""
SAMPLES_SHOWN_FROM = timedelta(days=30)
"""The greatest age of a pass that is judged blind: today's cameras and weather (D22)."""
LIST_STALE_AFTER = timedelta(hours=_IN["list_late"])
LIST_VERY_STALE_AFTER = timedelta(hours=_IN["list_very_late"])
LIST_COMPARED_WITH = timedelta(days=7)  # HOT-04: a list that shrinks slowly shrinks, too
CALL_OFFERED_FOR = timedelta(days=1)
"""How long a unit's call of dispatch is known where nobody clears it: two shifts (proposed)."""
CAR_SILENT_AFTER = timedelta(minutes=2)  # out of contact longer it is marked on the live wall
SESSION_LASTS = timedelta(hours=12)
"""CJIS IA-11: sign in again at least every 12 hours."""
DRAFTS_KEPT_FOR = timedelta(days=7)  # ACC-07: what a person typed at a desk, unsent (proposed)
DESK_SESSION_UNUSED_FOR = timedelta(hours=1)
"""CJIS AC-12, SC-10: the session of a desk or a command ends; a car's goes on (ACC-07)."""
PROOF_LASTS = timedelta(minutes=15)
"""CJIS IA-11: a privileged step asks for the password again when it was given longer ago."""
OFFLINE_SIGN_IN_LASTS = timedelta(hours=24)
"""CJIS PS-4: so long after headquarters accepted a person a car signs that person in alone."""
COMMAND_SESSION_LASTS = timedelta(hours=1)
"""ACC-08: shorter for commands, whose token lies in a keyring between them (SC-23)."""
CONFIRMATION_LASTS = timedelta(minutes=5)
"""ACC-12: a second person confirms right after the sign-in, so that both are there."""
MAINTAINED_EVERY = timedelta(days=180)
"""The schedule of a new item until the administrator sets another (09.21.3.A.4; proposed)."""
CALIBRATED_EVERY = timedelta(days=365)  # the same, for cameras (proposed)
AUDITED_EVERY = timedelta(days=335)
"""The whole system, in the eleventh month: no year without audit and report (3.A.4, RPT-01)."""
WORK_DUE_SOON = timedelta(days=14)
"""09.21.3.A.4: how long before its day a work order is opened and shown as due."""
TRAINING_LASTS = timedelta(days=_IN["training"])
"""TRN-03: training before access and every year after."""
TRAINING_WARNED_BEFORE, TRAINING_WARNED_STRONGLY_BEFORE = timedelta(days=30), timedelta(days=7)
"""TRN-03: how long before its end a training is warned about, on the person's own screen."""
TRAINING_MENDED_WITHIN = timedelta(days=30)
"""TRN-01, 09.21.10.B: until a training has its signed paper; TRN-03: is taken after an event."""
ACCOUNT_END_TOLD = timedelta(days=7)
"""ACC-10: so long before and after its end account managers are told of it (proposed)."""
ENDED_KNOWN_WITHIN = timedelta(days=1)  # PS-4: else two people bring a backup back (proposed)
ACCOUNT_UNUSED_AFTER = timedelta(days=90)
"""ACC-10: an account that nobody signed in to for so long is disabled, at the next hour."""
EMERGENCY_ACCOUNT_LASTS = timedelta(hours=72)
"""ACC-10: such an account is never lengthened."""
ACCOUNTS_REVIEWED_EVERY = timedelta(days=365)  # ACC-11: each of them at least once a year
BACKED_UP_WITHIN = timedelta(days=2)  # OPS-03: a timer makes a backup each night (proposed)
RESTORE_DRILLED_EVERY = timedelta(days=365)  # OPS-03: a backup is restored (CJIS CP-9; proposed)
EVENTS_REVIEWED_EVERY = timedelta(days=365)  # AUD-09: which event types are audited (CJIS AU-2)
PASSWORD_LASTS = timedelta(days=365)
"""ACC-03: changed every year, at the next sign-in; it locks nobody out."""
PASSWORD_WARNED_BEFORE = timedelta(days=30)
"""How long before its end a person is warned that the password must be changed."""
ADMINISTRATORS_WARNED_BEFORE = timedelta(days=30)
"""How long before no administrator can sign in `hq doctor` warns of it (ACC-13)."""
ENROLLMENT_CODE_LASTS = timedelta(hours=24)
"""ACC-15: the one-time code by which a machine is enrolled."""
SETUP_CODE_LASTS = timedelta(hours=24)
"""ACC-02: the one-time code by which a person sets up a first second factor, or another."""
DEVICE_COUNTS_FOR = timedelta(days=365)
"""Of a machine's certificate (IA-5)."""
DEVICE_RENEWED_BEFORE = timedelta(days=60)
"""How long before its end a machine in use renews it."""
AUTHORITY_LASTS = timedelta(days=7300)
"""Of headquarters' own authority: after it every machine is enrolled again."""
SERVER_CERTIFICATE_LASTS = timedelta(days=397)
"""Of a server's certificate by that authority."""
SCANNED_WITHIN, CAR_SILENT_FOR = timedelta(days=31), timedelta(days=min(60, 2 * _THIRD))
"""`hq doctor`: until a scan is late (SEC-10, CJIS RA-5); a car that is off keeps keys (RET-04)."""
SERVER_CERTIFICATE_RENEWED_BEFORE = timedelta(days=60)
"""How long before its end a start of headquarters makes another one."""
CERTIFICATE_COUNTS_BEFORE = timedelta(days=1)
"""How long before its creation a certificate is valid: a car's clock may be slow."""
CERTIFICATE_WARNED_BEFORE = timedelta(days=30)  # a server's, before its end
CAR_LOCKS_DATA_AFTER = timedelta(minutes=30)
"""CJIS AC-11 with its exception for the alert display in a police vehicle (ACC-07)."""
STATUS_REPLY_GOOD_FOR = timedelta(minutes=10)
"""NCIC urgent confirmation period; an older reply no longer opens the gate (D6)."""
MAX_CLOCK_SETBACK = timedelta(seconds=1)
"""A clock that goes back by more was set back: the age of an answer is then unknown (D6)."""
CLOCK_RUNS_ON_WITHIN = timedelta(days=1)  # RET-01: a purge runs hourly, so it jumped if beyond
EARLIER_STORE_KEPT_FOR = timedelta(days=7)  # a car's copy of its store, made before a migration
STOP_HOLD, PAGE_GUARD = timedelta(seconds=0.8), timedelta(seconds=0.5)
PICTURE_VIEWED_FOR = timedelta(seconds=1)
PICTURE_LEAST_WIDTH = 120
"""Plate width in pixels below which a picture is too small for a visual check (D7)."""
TYPING_ENDS_ABOVE_MPH = 5.0
"""Above it free text, list editing and video are off, except for a passenger (VER-10)."""
SAME_PLATE_REARMS_AFTER = timedelta(seconds=45)
REJECTED_PLATE_QUIET_FOR = timedelta(minutes=5)
"""How long a plate that was rejected in this car is shown without a sound (ALR-07)."""
REPEAT_JOINS_FOR = timedelta(minutes=15)
"""A vehicle that was out of sight for longer alerts again, though its hit is still open."""
CAMERA_HIT_GOOD_FOR = timedelta(minutes=15)
"""How long after its capture a fixed camera's hit still goes to cars on duty (proposed)."""
TWIN_REMEMBERED_FOR = timedelta(days=30)
"""How long a hit shows that its plate was cleared before; never past its captured data (D13)."""
REEL_LENGTH = 20
"""Reads that an officer may review without a stated purpose (CAR-05)."""
ENTRY_ATTEMPTS = 2
ONE_PASS_LASTS = timedelta(hours=1)
"""A later picture of a pass, or the hit that it raises, is at most so much younger."""
VEHICLE_GONE_AFTER = timedelta(seconds=5)
FAILED_SIGN_INS, FAILED_SIGN_INS_ANYWHERE = 5, 20
FAILED_SIGN_INS_WITHIN = timedelta(minutes=15)
"""CJIS AC-7, ACC-05: five failures lock the account where they came from, twenty everywhere, so
that nobody who reaches the port can lock others out elsewhere."""
FAILED_SIGN_INS_IN_A_ROW = 100
"""NIST 800-63B 5.2.2: so many failures in a row lock the account, however slowly they came."""
POSSIBLE_MATCH = "POSSIBLE MATCH, NOT VERIFIED"
NOT_PROBABLE_CAUSE_WORDS = "A hit is not probable cause to arrest."
NOT_A_MATCH_WORDS = "NOT A MATCH. BASIS FOR STOP IS GONE."
NOT_VERIFIED_BY_YOU_WORDS = "NOT VERIFIED BY YOU"
PERSON_LINKED_WORDS = "Information about a person linked to this vehicle. Driver not identified."
"""HOT-09: for every category that names a person."""
NO_DETENTION_WORDS = "Do not arrest or detain based solely on this information."
"""HOT-09: for a person who is watched over, not wanted."""
DOES_NOT_MATCH_WORDS = "Does not match. Look again."
NO_RECORD_WORDS = "No record is not stolen. Plate not confirmed."
LIST_SEALED_AGAIN_AFTER = timedelta(days=min(30, _THIRD))
"""A list is sealed under another day's key well before the key of its day goes (RET-03)."""


def list_sealed_again_after(kept_days: int) -> timedelta:
    """Return how old a list's sealing gets: well before the key of its day goes (RET-06)."""
    return max(timedelta(0), min(LIST_SEALED_AGAIN_AFTER, timedelta(days=kept_days // 3)))


def captured_data_has_expired(captured_at: datetime, now: datetime) -> bool:
    """Return whether data captured then must be gone now, hits included (RET-01, -02, -05).

    It goes after its days of 24 h, and never later than the end of the last of them after the date
    of its capture; the second is earlier late on evenings before the clocks go forward.
    """
    age = now - captured_at
    if age < _NO_EARLIER_THAN:
        return False
    return age >= CAPTURED_DATA_KEPT_FOR or now >= capture_date_ends(capture_date(captured_at))


def captured_data_expired_until(now: datetime) -> datetime:
    """Return the last instant of capture whose data must be gone at ``now``."""
    first_kept = capture_date(now) - CAPTURED_DATA_KEPT_FOR
    before = _midnight(first_kept) - timedelta(microseconds=1)
    return max(now - CAPTURED_DATA_KEPT_FOR, before)


def capture_date(captured_at: datetime) -> date:
    """Return the date under which captured data is filed and its key is kept (RET-03, -05)."""
    return captured_at.astimezone(CAPTURE_ZONE).date()


def capture_date_ends(captured_on: date) -> datetime:
    """Return when everything captured on this date must be unreadable, its key destroyed."""
    return _midnight(captured_on + CAPTURED_DATA_KEPT_FOR + timedelta(days=1))


def capture_date_over_with(ends_at: datetime) -> date:
    """Return the date of capture whose key goes when the day of an instant is over (MAN-05).

    In a backup the plate of an entry that ends then is encrypted under that key.
    """
    return capture_date(ends_at) - CAPTURED_DATA_KEPT_FOR


def capture_dates_just_ended(now: datetime) -> list[date]:
    """Return the dates whose captured data became unreadable a short while ago (RET-05).

    Data that comes in late for one of them is erased again.
    """
    first_kept = capture_date(now) - CAPTURED_DATA_KEPT_FOR
    number = _LATE_PICTURES_FOR.days
    return [first_kept - timedelta(days=n) for n in range(number, 0, -1)]


def pictures_taken_after(now: datetime) -> datetime:
    """Return the instant of capture after which a picture is still accepted (RET-01, -05).

    One that is almost due might reach its store after the purge.
    """
    return captured_data_expired_until(now + PICTURE_ARRIVES_WITHIN)


def capture_dates(now: datetime, ahead: int) -> list[date]:
    """Return every capture date that may be kept now, and ``ahead`` further days."""
    first = capture_date(now) - CAPTURED_DATA_KEPT_FOR
    return [first + timedelta(days=n) for n in range(CAPTURED_DATA_KEPT_FOR.days + ahead + 1)]


def days_to_count(now: datetime, due: datetime) -> list[date]:
    """Return the agency's days, all over, whose numbers must be kept by now (RPT-06, RET-06)."""
    last = min(capture_date(due - DAY_COUNTED_AFTER), days_after(capture_date(now), -1))
    number = (_COUNTED_BACK_TO - DAY_COUNTED_AFTER).days
    return [last - timedelta(days=n) for n in range(number, -1, -1)]


def date_begins(on: date) -> datetime:
    """Return the instant at which a date of the agency's calendar begins, in UTC."""
    return _midnight(on)


def date_ends(on: date) -> datetime:
    """Return the instant at which a date of the agency's calendar is over, in UTC."""
    return _midnight(on + timedelta(days=1))


def one_year_after(instant: datetime) -> datetime:
    """Return the same day and time of the next year, never later (09.21.8.E)."""
    there = instant.astimezone(CAPTURE_ZONE)
    is_leap_day = (there.month, there.day) == (2, 29)
    later = there.replace(year=there.year + 1, day=28 if is_leap_day else there.day)
    return later.astimezone(UTC)


def _midnight(day: date) -> datetime:
    """Return the instant at which a date begins, in UTC: times of one zone subtract wrongly."""
    return datetime.combine(day, time(), CAPTURE_ZONE).astimezone(UTC)


def manual_entry_has_expired(expires_at: datetime, now: datetime) -> bool:
    """Return whether a manual entry must no longer alert (MAN-02)."""
    return now >= expires_at


def manual_entry_ends(entered_at: datetime) -> datetime:
    """Return when an entry made then stops alerting by itself (MAN-02)."""
    return entered_at + MANUAL_ENTRY_LASTS


def manual_entry_ends_after_more_time(expires_at: datetime) -> datetime:
    """Return when an entry ends after one approved request for more time (MAN-03)."""
    return expires_at + MORE_TIME_AT_MOST


def correction_time(days: int) -> timedelta:
    """Return a time of so many days; a forbidden number stays out of range (HOT-11)."""
    return timedelta(days=max(0, min(days, CORRECTION_LASTS_AT_MOST.days + 1)))


def days_left(expires_at: datetime, now: datetime) -> int:
    """Return how many days an entry has left, a partial day counting as one; 0 when it is over."""
    return max(0, ceil((expires_at - now) / timedelta(days=1)))


def warning_due(ends_at: datetime, now: datetime, before: Sequence[int]) -> int | None:
    """Return the fewest of these days before an end that are reached, None where none is."""
    due = [days for days in before if ends_at - now <= timedelta(days=days)]
    return min(due) if due else None


def person_recheck_is_due(checked_at: datetime, now: datetime) -> bool:
    """Return whether an entry that names a person must be checked again (MAN-08).

    A check in the future (the clock was set back) does not count.
    """
    return not timedelta(0) <= now - checked_at < PERSON_RECHECKED_EVERY


def list_is_stale(compiled_at: datetime, now: datetime) -> bool:
    """Return whether the officer must be warned of the list's age (HOT-02)."""
    return now - compiled_at > LIST_STALE_AFTER


def car_is_silent(last_seen_at: datetime, now: datetime) -> bool:
    """Return whether a car's last contact was too long ago."""
    return now - last_seen_at > CAR_SILENT_AFTER


def list_is_very_stale(compiled_at: datetime, now: datetime) -> bool:
    """Return whether the list is so old that the warning takes its strongest form (D5)."""
    return now - compiled_at > LIST_VERY_STALE_AFTER


def status_reply_is_good(replied_at: datetime, now: datetime) -> bool:
    """Return whether a status reply still counts (D6); one from the future does not."""
    return timedelta(0) <= now - replied_at < STATUS_REPLY_GOOD_FOR


def session_has_expired(
    signed_in_at: datetime, now: datetime, lasts: timedelta = SESSION_LASTS
) -> bool:
    """Return whether the person must sign in again (ACC-08)."""
    return now - signed_in_at >= lasts


def proof_is_recent(proved_at: datetime, now: datetime) -> bool:
    """Return whether the person proved who it is lately enough for a privileged step (ACC-08)."""
    return timedelta(0) <= now - proved_at < PROOF_LASTS


def training_ends(trained_on: date) -> date:
    """Return the last day on which a training counts (TRN-03)."""
    return trained_on + TRAINING_LASTS


def days_earlier(kept_days: int) -> timedelta:
    """Return by how much a deadline comes earlier where captured data is kept for fewer days."""
    return CAPTURED_DATA_KEPT_FOR - timedelta(days=kept_days)


def days_after(on: date, days: int) -> date:
    """Return the day so many days later."""
    return on + timedelta(days=days)


def day_words(on: date, today: date) -> str:
    """Return when a coming day is, in plain words."""
    days = (on - today).days
    return {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")
