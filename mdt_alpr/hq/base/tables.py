"""Headquarters' tables.

Captured data has the day in every primary key, so that the tables can be split by day and a
day can be dropped as a whole. The day follows from the row's own id (``capture_day``), so one
id cannot live on two days.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    false,
    text,
)

from mdt_alpr.database.types import EnumText, JsonText, UtcDateTime, new_metadata
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.designations import Office
from mdt_alpr.domain.people.known_devices import DeviceKind
from mdt_alpr.domain.people.provenance import Seat
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.people.trainings import Course
from mdt_alpr.domain.retention.outbox import ItemKind
from mdt_alpr.domain.review.review import CaseResult, CaseStep
from mdt_alpr.domain.review.truth import Truth
from mdt_alpr.hq.base.bookkeeping import unrecorded
from mdt_alpr.hq.base.sealed_rows import Audited, Under, sealing

METADATA = new_metadata()
_ID = 36
_SHA256 = 64

# ---------------------------------------------------------------- people and devices

ACCOUNTS = Table(
    "accounts",
    METADATA,
    Column("person_id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("role", EnumText(Role), nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("trained_on", Date),
    Column("disabled_at", UtcDateTime),
    Column("password_set_at", UtcDateTime),
    Column("password_is_temporary", Boolean, nullable=False, server_default=false()),
    Column("expires_at", UtcDateTime),
    Column("live_since", UtcDateTime),
    Column("is_emergency", Boolean, nullable=False, server_default=false()),
    Column("paper_by", Date),
    Column("refresher_by", Date),
    Column("seal", String(_SHA256)),
)
"""``live_since`` is when the account was made or enabled last. Access ends with ``paper_by`` until
a training has its signed paper, with ``refresher_by`` until it is taken anew."""

TRAININGS = Table(
    "trainings",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("person_id", Text, ForeignKey("accounts.person_id"), nullable=False, index=True),
    Column("course", EnumText(Course), nullable=False),
    Column("version", Text, nullable=False),
    Column("presenter", Text, nullable=False),
    Column("trained_on", Date, nullable=False),
    Column("paper", Text, nullable=False),
    Column("scan", String(_SHA256), nullable=False),
    Column("recorded_at", UtcDateTime, nullable=False),
    Column("recorded_by", Text, nullable=False),
    Column("presentation", Text),
)
"""Never erased: 09.21.10.B and AT-4 demand three years. ``scan`` is a digest in
``training_papers``, empty without one; ``accounts.trained_on`` is when both courses count from."""

TRAINING_PAPERS = Table(
    "training_papers",
    METADATA,
    Column("digest", String(_SHA256), primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

DESIGNATIONS = Table(
    "designations",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("person_id", Text, ForeignKey("accounts.person_id"), nullable=False),
    Column("office", EnumText(Office), nullable=False),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date),
    Column("designated_by", Text, nullable=False),
    Column("recorded_at", UtcDateTime, nullable=False),
    Column("recorded_by", Text, nullable=False),
)
"""Never erased (ACC-14); ``designated_by`` may be somebody without an account."""

ACCOUNT_REVIEWS = Table(
    "account_reviews",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("signed_at", UtcDateTime, nullable=False),
    Column("signed_by", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("key", String(_SHA256), nullable=False),
    Column("signature", Text, nullable=False),
)
"""Never erased (ACC-11). ``body`` is what was reviewed and decided, as it was signed."""

SECOND_FACTORS = Table(
    "second_factors",
    METADATA,
    Column("person_id", Text, ForeignKey("accounts.person_id"), primary_key=True),
    Column("secret", LargeBinary),
    Column("offered", LargeBinary),
    Column("offered_at", UtcDateTime),
    Column("last_step", BigInteger, nullable=False, server_default="0"),
    Column("setup_digest", String(64)),
    Column("setup_until", UtcDateTime),
    info=unrecorded("insert", "update"),  # an offer, and which code was used at a sign-in
)
"""Secrets are sealed; ``offered`` waits for its first code, ``last_step`` is the newest used.

``setup_digest`` is of the one-time code by which a person without a factor sets one up.
"""

RECOVERY_CODES = Table(
    "recovery_codes",
    METADATA,
    Column("person_id", Text, ForeignKey("accounts.person_id"), primary_key=True),
    Column("digest", String(_SHA256), primary_key=True),
)
"""Those that were not used yet."""

SECURITY_KEYS = Table(
    "security_keys",
    METADATA,
    Column("key_id", String(16), primary_key=True),
    Column("person_id", Text, ForeignKey("accounts.person_id"), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("credential", LargeBinary, nullable=False),
    Column("counter", BigInteger, nullable=False),
    Column("added_at", UtcDateTime, nullable=False),
    Column("used_at", UtcDateTime),
    info=unrecorded("update"),  # a key's counter, which goes with the sign-in
)
"""``credential`` is id and public key of what the key made for its person, sealed."""

KEY_CHALLENGES = Table(
    "key_challenges",
    METADATA,
    Column("digest", String(_SHA256), primary_key=True),
    Column("person_id", Text, ForeignKey("accounts.person_id"), nullable=False, index=True),
    Column("adds", Boolean, nullable=False),
    Column("until", UtcDateTime, nullable=False),
    info=unrecorded(),  # a question to a security key, and that it was answered
)
"""Questions to a security key that were not answered yet; each is answered once."""

DIRECTORY_LINKS = Table(
    "directory_links",
    METADATA,
    Column("person_id", Text, ForeignKey("accounts.person_id"), primary_key=True),
    Column("subject", Text, nullable=False, unique=True),
    Column("issuer", Text, nullable=False),
    Column("linked_at", UtcDateTime, nullable=False),
    Column("linked_by", Text, nullable=False),
    Column("entry", BigInteger, nullable=False),
    Column("seal", String(_SHA256), nullable=False),
    Column("ended_at", UtcDateTime),
)
"""Who of the agency's directory has which account; ``entry`` is that of the audit that says so,
``ended_at`` when the directory disabled the account last."""

DIRECTORY_USES = Table(
    "directory_uses",
    METADATA,
    Column("digest", String(_SHA256), primary_key=True),
    Column("until", UtcDateTime, nullable=False, index=True),
    info=unrecorded(),  # that an attempt counted, before the directory is asked about it
)
"""Attempts and tickets of the directory that counted; none counts twice, nor after ``until``."""

SIGN_IN_FAILURES = Table(
    "sign_in_failures",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("person_key", String(_SHA256), nullable=False, index=True),
    Column("at", UtcDateTime, nullable=False),
    Column("account_key", String(_SHA256), nullable=False, index=True, server_default=""),
    info=unrecorded(),  # counts a try before its password is checked
)
"""By a hash of what was typed: it may be a password typed into the wrong field. ``person_key``
is of the person at one place, ``account_key`` of the person anywhere."""

SIGN_IN_LOCKS = Table(
    "sign_in_locks",
    METADATA,
    Column("person_key", String(_SHA256), primary_key=True),
    Column("locked_at", UtcDateTime, nullable=False),
    Column("account_key", String(_SHA256), nullable=False, server_default=""),
)
"""Where both keys are the same, or ``account_key`` is empty, the lock holds everywhere."""

SESSIONS = Table(
    "sessions",
    METADATA,
    Column("token_hash", String(_SHA256), primary_key=True),
    Column("person_id", Text, ForeignKey("accounts.person_id"), nullable=False),
    Column("device", Text, nullable=False, index=True),
    Column("signed_in_at", UtcDateTime, nullable=False),
    Column("used_at", UtcDateTime, nullable=False),
    Column("proved_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
    Column("seat", EnumText(Seat), nullable=False, server_default=Seat.CAR.value),
    Column("unit", Text, nullable=False, server_default=""),
    Column("public_key", String(_SHA256), nullable=False, server_default=""),
    Column("bound_to", Text, nullable=False, server_default=""),
    Column("seal", String(_SHA256)),
    info=unrecorded("update"),  # as which unit a session counts, and when it was used
)
"""``unit`` is the one that counts for the device; ``public_key`` the one that it showed;
``proved_at`` when the person last gave the password in it.

``bound_to`` is the network address from which alone the session counts, empty for any (SC-23).
"""

ENROLLMENT_CODES = Table(
    "enrollment_codes",
    METADATA,
    Column("label", String(8), primary_key=True),
    Column("digest", String(_SHA256), nullable=False),
    Column("device", Text, nullable=False, index=True),
    Column("kind", EnumText(DeviceKind), nullable=False),
    Column("made_by", Text, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("ended_at", UtcDateTime),
)
"""``ended_at`` is when a code was used, or had too many wrong tries."""

ENROLLED_DEVICES = Table(
    "enrolled_devices",
    METADATA,
    Column("device", Text, primary_key=True),
    Column("kind", EnumText(DeviceKind), nullable=False),
    Column("enrolled_at", UtcDateTime, nullable=False),
    Column("enrolled_by", Text, nullable=False),
    Column("revoked_at", UtcDateTime),
    Column("revoked_by", Text),
    Column("reason", Text),
    Column("wipe_ordered_at", UtcDateTime),
    Column("wiped_at", UtcDateTime),
    Column("used_twice_at", UtcDateTime),
    Column("place_name", Text),
    Column("lat", Float),
    Column("lon", Float),
    Column("direction", Text),
)
"""``used_twice_at`` is when two machines used its certificate at the same time; the last four are
where a fixed camera is."""

DEVICE_CERTIFICATES = Table(
    "device_certificates",
    METADATA,
    Column("fingerprint", String(_SHA256), primary_key=True),
    Column("device", Text, nullable=False, index=True),
    Column("serial", String(40), nullable=False),
    Column("issued_at", UtcDateTime, nullable=False),
    Column("ends_at", UtcDateTime, nullable=False),
    Column("counts_until", UtcDateTime, nullable=False),
)
"""``counts_until`` is earlier than ``ends_at`` where another certificate replaced it."""

POLICY_ADOPTIONS = Table(
    "policy_adoptions",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("policy", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("effective_on", Date, nullable=False),
    Column("covered", JsonText, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("person_id", Text, nullable=False),
)
"""The agency's written policy; the newest counts (PUR-05)."""

# ---------------------------------------------------------------- captured data

ITEMS = Table(
    "items",
    METADATA,
    Column("day", Date, nullable=False),
    Column("item_id", String(_ID), nullable=False),
    Column("kind", EnumText(ItemKind), nullable=False),
    Column("device", Text, nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    PrimaryKeyConstraint("day", "item_id"),
)
"""Every item that was ever accepted, without its body: what makes a repeat harmless."""

READS = Table(
    "reads",
    METADATA,
    Column("day", Date, nullable=False),
    Column("read_id", String(_ID), nullable=False),
    Column("revision", BigInteger, nullable=False),
    Column("captured_at", UtcDateTime, nullable=False),
    Column("device", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("camera", Text, nullable=False),
    Column("plate", LargeBinary, nullable=False, index=True),
    Column("sealed", LargeBinary, nullable=False),
    PrimaryKeyConstraint("day", "read_id"),
)
"""``plate`` and the whole message lie under the key of the date, see ``sealed_reads`` (RET-03)."""

HITS = Table(
    "hits",
    METADATA,
    Column("day", Date, nullable=False),
    Column("hit_id", String(_ID), nullable=False),
    Column("captured_at", UtcDateTime, nullable=False, index=True),
    Column("read_id", String(_ID), nullable=False),
    Column("device", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("category", String(1), nullable=False),
    Column("match_class", Text, nullable=False),
    sealing("body"),
    PrimaryKeyConstraint("day", "hit_id"),
)

HIT_STEPS = Table(
    "hit_steps",
    METADATA,
    Column("day", Date, nullable=False),
    Column("item_id", String(_ID), nullable=False),
    Column("hit_id", String(_ID), nullable=False),
    Column("captured_at", UtcDateTime, nullable=False, index=True),
    Column("kind", EnumText(ItemKind), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("word", Text, nullable=False),
    sealing("body"),
    PrimaryKeyConstraint("day", "item_id"),
    Index("ix_hit_steps_day_hit_id", "day", "hit_id"),
)
"""Answers, stops and dispositions; ``word`` is the step, the gate's form, the disposition."""

PICTURES = Table(
    "pictures",
    METADATA,
    Column("day", Date, nullable=False),
    Column("read_id", String(_ID), nullable=False),
    Column("digest", String(_SHA256), nullable=False, index=True),
    Column("captured_at", UtcDateTime, nullable=False),
    Column("what", Text, nullable=False),
    Column("held", Boolean, nullable=False),
    Column("body", Text, nullable=False),
    PrimaryKeyConstraint("day", "read_id", "digest"),
    info=unrecorded("update"),  # that an announced picture has arrived
)
"""Announcements; ``held`` once the picture itself lies in the folder."""

# ---------------------------------------------------------------- audit

DEVICES = Table(
    "devices",
    METADATA,
    Column("device", Text, primary_key=True),
    Column("last_seen_at", UtcDateTime, nullable=False),
    Column("verified", BigInteger, nullable=False),
    Column("chain_state", String(8), nullable=False),
    Column("broken_at", BigInteger),
    info=unrecorded("insert", "update"),  # when a car was last heard of
)
"""A row is locked while its device's batch is accepted."""

DEVICE_AUDIT = Table(
    "device_audit",
    METADATA,
    Column("device", Text, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("fingerprint", String(_SHA256), nullable=False),
    Column("at", UtcDateTime, nullable=False, index=True),
    Column("received_at", UtcDateTime, nullable=False),
    Column("person", Text, nullable=False),
    Column("event", EnumText(AuditEvent), nullable=False),
    Column("subject", Text, nullable=False, index=True),
    Column("body", Audited, nullable=False),
    PrimaryKeyConstraint("device", "sequence", "fingerprint"),
)
"""Every entry that arrived; two that claim one place are both kept, as evidence. ``at`` is when
the car says that it was made, never later than it came: a clock that is ahead forges no time."""

OWN_AUDIT = Table(
    "own_audit",
    METADATA,
    Column("sequence", BigInteger, primary_key=True, autoincrement=False),
    Column("at", UtcDateTime, nullable=False, index=True),
    Column("person", Text, nullable=False),
    Column("event", EnumText(AuditEvent), nullable=False),
    Column("subject", Text, nullable=False),
    Column("detail", Audited, nullable=False),
    Column("name", Text, nullable=False, server_default=""),
    Column("role", Text, nullable=False, server_default=""),
    Column("unit", Text, nullable=False, server_default=""),
    Column("device", Text, nullable=False, server_default=""),
    Column("address", Text, nullable=False, server_default=""),
    Column("session", Text, nullable=False, server_default=""),
    Column("previous", String(_SHA256), nullable=False),
    Column("digest", String(_SHA256), nullable=False),
)
"""From ``name`` to ``session``: who asked, from where; the digest has them with the facts."""
OF_ACCOUNTS = text(
    r"event IN ('hq\:account\:made', 'hq\:password\:set', 'hq\:second_factor\:reset', "
    r"'hq\:account\:confirmed')"
)
"""Which entries say who may be behind an account (ACC-12): found without reading all others."""
Index(
    "ix_own_audit_of_accounts",
    OWN_AUDIT.c.subject,
    sqlite_where=OF_ACCOUNTS,
    postgresql_where=OF_ACCOUNTS,
)

OWN_AUDIT_HEAD = Table(
    "own_audit_head",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("sequence", BigInteger, nullable=False),
    Column("digest", String(_SHA256), nullable=False),
    CheckConstraint("number = 1", name="one"),
    info=unrecorded(),  # goes with its entry
)
"""One row, locked while an entry is appended; shows when the end was cut off."""

# ---------------------------------------------------------------- hotlist

HOTLIST_VERSIONS = Table(
    "hotlist_versions",
    METADATA,
    Column("version", BigInteger, primary_key=True, autoincrement=False),
    Column("compiled_at", UtcDateTime, nullable=False),
    Column("look_alikes_allowed", Boolean, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("entries", Integer, nullable=False),
    Column("dropped", Integer, nullable=False),
)
"""What was compared with since when (HOT-12); the newest is what cars get."""

HOTLIST_ENTRIES = Table(
    "hotlist_entries",
    METADATA,
    Column("entry_id", String(_SHA256), primary_key=True),
    Column("list_name", Text, nullable=False, index=True),
    Column("category", String(1), nullable=False),
    Column("plate", LargeBinary, nullable=False),
    Column("expires_at", UtcDateTime),
    Column("version", BigInteger, nullable=False, index=True),
    Column("listed_with", BigInteger, nullable=False, server_default="0"),
    Column("line", Integer, nullable=False),
    Column("sealed_on", Date, nullable=False),
    sealing("raw", "body", under=Under.LISTED),
    Column("fingerprint", BigInteger, nullable=False, server_default="0"),
)
"""The entries listed now; ``raw`` is the line as it was delivered (HOT-06, -07), ``version`` the
one with which cars get it, ``listed_with`` that of its delivery, ``fingerprint`` shows whether its
body changed. By the form ``plate`` of the date ``sealed_on`` a record is found; that is at most
some weeks ago."""

CATEGORY_DECISIONS = Table(
    "category_decisions",
    METADATA,
    Column("code", String(1), primary_key=True),
    Column("is_on", Boolean, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("decided_at", UtcDateTime, nullable=False),
    Column("decided_by", Text, nullable=False),
)
"""What the administrator decided of a category; one that is not here is as it is by default."""

CASE_STEPS = Table(
    "case_steps",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("year", Integer, nullable=False),
    Column("serial", Integer, nullable=False),
    Column("step", EnumText(CaseStep), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("person_id", Text, nullable=False),
    Column("officer_id", Text, nullable=False),
    Column("result", EnumText(CaseResult), nullable=False),
    Column("audit_last", BigInteger, nullable=False),
    Column("audit_entries", Integer, nullable=False),
    Column("audit_digest", String(_SHA256), nullable=False),
    Index("ix_case_steps_year_serial", "year", "serial"),
)
"""Kept for the annual report; the audit columns are of the step "opened", 0 and empty else.

What was written to a step may hold a plate all the same: it lies in ``typed_texts`` and goes.
"""

TYPED_TEXTS = Table(
    "typed_texts",
    METADATA,
    Column("place", Text, primary_key=True),
    Column("captured_at", UtcDateTime, nullable=False, index=True),
    sealing("key", "words"),
)
"""``place`` names row and field that the text belongs to; ``captured_at`` counts its 90 days."""

MARKS = Table(
    "marks",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

TRUTH_CHECKS = Table(
    "truth_checks",
    METADATA,
    Column("read_id", String(_ID), primary_key=True),
    Column("captured_at", UtcDateTime, nullable=False, index=True),
    Column("camera", Text, nullable=False),
    Column("hour", Integer, nullable=False),
    Column("truth", EnumText(Truth), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("person_id", Text, nullable=False),
    Column("second", EnumText(Truth)),
    Column("second_by", Text),
    Column("seen", LargeBinary),
)
"""Gone with the read after 90 days (RET-01). In a trial ``second`` is what another person saw, and
``seen`` what ``trial.fingerprint`` leaves of the plate that was typed."""

CAR_LISTS = Table(
    "car_lists",
    METADATA,
    Column("device", Text, primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("since", UtcDateTime, nullable=False),
    info=unrecorded("insert"),  # which list a car works with
)
"""``version`` 0 is a car without a list; ``since`` is when it first said so."""

TEAM_MEMBERS = Table(
    "team_members",
    METADATA,
    Column("person_id", Text, ForeignKey("accounts.person_id"), primary_key=True),
    Column("team", Text, nullable=False, index=True),
    Column("sees_all", Boolean, nullable=False),
)
"""An account without a row is in no team."""
