"""Tables of hits: log, reviews, notices between cars, evidence, provenance, daily counts.

``captured_at`` is in every row that comes from captured data, the relayed and derived ones
included, so that it goes on its ninetieth day with the rest (RET-01). Seals of evidence and daily
counts stay: they hold no plate and no place (RPT-06).
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    false,
)

from mdt_alpr.database.types import EnumText, UtcDateTime
from mdt_alpr.domain.hit.contradiction import VehicleComparison
from mdt_alpr.domain.hit.disposition import Disposition
from mdt_alpr.domain.hit.hit import Contrary
from mdt_alpr.domain.hit.hit_summary import Attention
from mdt_alpr.domain.hit.refutation import Reach
from mdt_alpr.domain.people.provenance import AsideReason
from mdt_alpr.domain.review.daily_counts import Counted
from mdt_alpr.domain.review.review import ReviewKind
from mdt_alpr.hq.base.bookkeeping import unrecorded
from mdt_alpr.hq.base.sealed_rows import sealing
from mdt_alpr.hq.base.tables import METADATA
from mdt_alpr.wire.notices import NoticeKind

_ID = 36

HIT_LOG = Table(
    "hit_log",
    METADATA,
    Column("day", Date, nullable=False),
    Column("hit_id", String(_ID), nullable=False),
    Column("captured_at", UtcDateTime, nullable=False, index=True),
    Column("raised_at", UtcDateTime, nullable=False),
    Column("read_id", String(_ID), nullable=False, index=True),
    Column("device", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("person_id", Text, nullable=False),
    Column("camera", Text, nullable=False),
    Column("category", String(1), nullable=False),
    Column("list_name", Text, nullable=False),
    Column("match_class", Text, nullable=False),
    Column("method", Text, nullable=False),
    Column("alert_ms", Integer),
    Column("open_ms", Integer),
    Column("check_ms", Integer),
    Column("decision_ms", Integer),
    Column("status_by", Text, nullable=False),
    Column("gate_form", Text, nullable=False),
    Column("attention", EnumText(Attention), nullable=False),
    Column("disposition", Text, nullable=False),
    Column("stopped", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("force", Boolean, nullable=False, server_default=false()),
    Column("confusion", Text, nullable=False),
    Column("rhythm", Text, nullable=False),
    Column("hour", Integer, nullable=False),
    Column("shift_day", Date, nullable=False),
    Column("shift_kind", String(9), nullable=False),
    Column("differs", Text, nullable=False, server_default=""),
    Column(
        "vehicle_comparison",
        EnumText(VehicleComparison),
        nullable=False,
        server_default=VehicleComparison.NOT_RECORDED.value,
    ),
    sealing(
        *("read_text", "read_state", "entered_text", "entered_state"),
        *("listed_text", "listed_state", "listed_vehicle", "seen_vehicle"),
    ),
    PrimaryKeyConstraint("day", "hit_id"),
    Index("ix_hit_log_raised_at_hit_id", "raised_at", "hit_id"),
    info=unrecorded(),  # derived from what cars sent
)
"""Derived from ``hits``, ``hit_steps`` and ``reads`` whenever one of them changes, so that a
page of any order and filter is one statement. Empty texts are what did not come to be."""

HIT_REVIEWS = Table(
    "hit_reviews",
    METADATA,
    Column("review_id", String(_ID), primary_key=True),
    Column("day", Date, nullable=False),
    Column("hit_id", String(_ID), nullable=False),
    Column("captured_at", UtcDateTime, nullable=False, index=True),
    Column("kind", EnumText(ReviewKind), nullable=False),
    sealing("words"),
    Column("at", UtcDateTime, nullable=False),
    Column("person_id", Text, nullable=False),
    Column("officer_id", Text, nullable=False),
    Column("case_number", Text, nullable=False),
    Column("seen_at", UtcDateTime),
    Index("ix_hit_reviews_day_hit_id", "day", "hit_id"),
    Index("ix_hit_reviews_officer_id", "officer_id"),
)
"""Gone with the hit after 90 days; ``seen_at`` is when the officer was shown a return."""

REVIEW_CASES = Table(
    "review_cases",
    METADATA,
    Column("year", Integer, nullable=False),
    Column("serial", Integer, nullable=False),
    Column("subject", String(_ID), nullable=False),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("opened_by", Text, nullable=False),
    PrimaryKeyConstraint("year", "serial"),
)
"""Numbered review cases (SUP-06): kept for the annual report, without anything captured.

``subject`` is the id of a hit, search or entry, or the name of a flag or of an audit entry."""


LISTENERS = Table(
    "listeners",
    METADATA,
    Column("device", Text, primary_key=True),
    Column("unit", Text, nullable=False),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("last_number", BigInteger, nullable=False),
    Column("given_to", String(64), nullable=False, server_default=""),
    Column("given", BigInteger, nullable=False, server_default="0"),
    Column("whole_after", BigInteger, nullable=True),
    info=unrecorded(),  # what a car was given
)
"""Every car that ever asked for notices; ``last_number`` is given to no second notice.
``given`` is the last that the session ``given_to`` (a token's hash) was sent: it alone may say
that it has it. The notices above ``whole_after`` hold every rejection that is kept as long as the
first of them waits."""

NOTICES = Table(
    "notices",
    METADATA,
    Column("device", Text, nullable=False),
    Column("number", BigInteger, nullable=False),
    Column("kind", EnumText(NoticeKind), nullable=False),
    Column("captured_at", UtcDateTime, nullable=False, index=True),
    sealing("body"),
    PrimaryKeyConstraint("device", "number"),
    info=unrecorded(),  # what a car still waits for
)
"""What a car has not acknowledged yet."""

SIGHTINGS = Table(
    "sightings",
    METADATA,
    Column("day", Date, nullable=False),
    Column("hit_id", String(_ID), nullable=False),
    Column("captured_at", UtcDateTime, nullable=False, index=True),
    Column("raised_at", UtcDateTime, nullable=False),
    Column("device", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("relayed_from", String(_ID), nullable=False),
    Column("closed", Boolean, nullable=False),
    Column("refuted", Boolean, nullable=False),
    PrimaryKeyConstraint("day", "hit_id"),
    Index("ix_sightings_relayed_from", "relayed_from"),
)
"""The status of each hit, and from which it was relayed (empty for a car's own)."""

SIGHTING_RECORDS = Table(
    "sighting_records",
    METADATA,
    Column("day", Date, nullable=False),
    Column("hit_id", String(_ID), nullable=False),
    Column("record", LargeBinary, nullable=False, index=True),
    Column("entry", LargeBinary, nullable=False, index=True),
    Column("captured_at", UtcDateTime, nullable=False, index=True),
    sealing("entry_id", "plate_text", "state"),
    PrimaryKeyConstraint("day", "hit_id", "record"),
)
"""The records that each hit may be; ``plate_text`` has the letter O as the digit 0. By the forms
``record`` and ``entry`` a record and its entry are found, see ``sealed_rows``."""

REFUTATIONS = Table(
    "refutations",
    METADATA,
    Column("day", Date, nullable=False),
    Column("item_id", String(_ID), nullable=False),
    Column("hit_id", String(_ID), nullable=False, index=True),
    Column("captured_at", UtcDateTime, nullable=False, index=True),
    Column("at", UtcDateTime, nullable=False),
    Column("reach", EnumText(Reach), nullable=False),
    Column("kind", EnumText(Contrary), nullable=False),
    Column("source", Text, nullable=False),
    PrimaryKeyConstraint("day", "item_id"),
)
"""Every "no", for hits and relays of it that arrive at headquarters later."""

REFUTED_RECORDS = Table(
    "refuted_records",
    METADATA,
    Column("day", Date, nullable=False),
    Column("item_id", String(_ID), nullable=False),
    Column("record", LargeBinary, nullable=False, index=True),
    Column("captured_at", UtcDateTime, nullable=False, index=True),
    PrimaryKeyConstraint("day", "item_id", "record"),
)
"""The records that a "no" of reach RECORD speaks of, by their form of the day."""

REJECTIONS = Table(
    "rejections",
    METADATA,
    Column("day", Date, nullable=False),
    Column("hit_id", String(_ID), nullable=False),
    Column("record", LargeBinary, nullable=False),
    Column("entry", LargeBinary, nullable=False, index=True),
    Column("captured_at", UtcDateTime, nullable=False, index=True),
    Column("at", UtcDateTime, nullable=False),
    Column("cause", EnumText(Disposition), nullable=False),
    Column("by_status", Boolean, nullable=False),
    Column("ended", Boolean, nullable=False),
    sealing("entry_id", "plate_text", "state"),
    PrimaryKeyConstraint("day", "hit_id", "record"),
)
"""Rejected hits by record; ``plate_text`` has the letter O as the digit 0 (ALR-08, D13)."""

CAPTURED = (SIGHTINGS, SIGHTING_RECORDS, REFUTATIONS, REFUTED_RECORDS, REJECTIONS, NOTICES)
"""What the purge empties."""


_SHA256 = 64

DEVICE_KEYS = Table(
    "device_keys",
    METADATA,
    Column("device", Text, nullable=False),
    Column("public_key", String(_SHA256), nullable=False),
    Column("shown_at", UtcDateTime, nullable=False),
    Column("accepted_at", UtcDateTime),
    Column("accepted_by", Text),
    PrimaryKeyConstraint("device", "public_key"),
)
"""The first key of a device is accepted as it comes, another one by an administrator."""

EVIDENCE = Table(
    "evidence",
    METADATA,
    Column("device", Text, nullable=False),
    Column("public_key", String(_SHA256), nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("fingerprint", String(_SHA256), nullable=False),
    Column("hit_id", String(36), nullable=False, index=True),
    Column("sealed_at", UtcDateTime, nullable=False),
    Column("content", String(_SHA256), nullable=False),
    Column("previous", String(_SHA256), nullable=False),
    Column("signature", String(128), nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    PrimaryKeyConstraint("device", "public_key", "sequence", "fingerprint"),
)
"""Every seal that arrived; two that claim one place are both kept, as evidence."""

EVIDENCE_CONTENT = Table(
    "evidence_content",
    METADATA,
    Column("day", Date, nullable=False),
    Column("fingerprint", String(_SHA256), nullable=False),
    Column("captured_at", UtcDateTime, nullable=False, index=True),
    sealing("body"),
    PrimaryKeyConstraint("day", "fingerprint"),
)
"""Captured data: the parts of a package, gone after 90 days."""

EVIDENCE_CHAINS = Table(
    "evidence_chains",
    METADATA,
    Column("device", Text, nullable=False),
    Column("public_key", String(_SHA256), nullable=False),
    Column("verified", BigInteger, nullable=False),
    Column("state", String(16), nullable=False),
    Column("broken_at", BigInteger),
    PrimaryKeyConstraint("device", "public_key"),
)


DEVICE_UNITS = Table(
    "device_units",
    METADATA,
    Column("device", Text, primary_key=True),
    Column("unit", Text, nullable=False),
    Column("unit_key", Text, nullable=False, unique=True),
    Column("bound_at", UtcDateTime, nullable=False),
    Column("bound_by", Text, nullable=False),
)
"""Which unit a device is; ``unit_key`` is its name in lower case. ``bound_by`` is empty where the
first to come got it."""

DEVICE_SIGN_INS = Table(
    "device_sign_ins",
    METADATA,
    Column("device", Text, nullable=False),
    Column("person_id", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("signed_in", Boolean, nullable=False),
    PrimaryKeyConstraint("device", "at", "person_id", "signed_in"),
)
"""What cars noted and signed: who signed in, or out, on which device."""

SET_ASIDE = Table(
    "set_aside",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("item_id", String(_ID), nullable=False, unique=True),
    Column("device", Text, nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("reason", EnumText(AsideReason), nullable=False),
    Column("person_id", Text, nullable=False),
    Column("brought_by", Text, nullable=False),
    Column("subject", Text, nullable=False, index=True),
    Column("captured_at", UtcDateTime, nullable=False, index=True),
    Column("received_at", UtcDateTime, nullable=False),
    sealing("body", named_by=("item_id",)),
    Column("decision", Text, nullable=False, server_default=""),
    Column("decided_at", UtcDateTime),
    Column("decided_by", Text, nullable=False, server_default=""),
)
"""Items that do not fit their session: kept, never applied, until an administrator decides.
``person_id`` is whom the item names, ``brought_by`` whose session brought it, ``subject`` the
hit, read or entry it is about. Why somebody decided so is in the audit (RET-09)."""


DAILY_COUNTS = Table(
    "daily_counts",
    METADATA,
    Column("day", Date, nullable=False),
    Column("unit", Text, nullable=False),
    Column("what", EnumText(Counted), nullable=False),
    Column("list_name", Text, nullable=False, server_default=""),
    Column("word", Text, nullable=False),
    Column("number", BigInteger, nullable=False),
    PrimaryKeyConstraint("day", "unit", "what", "list_name", "word"),
    info=unrecorded(),  # counted from what cars sent
)
"""``word`` is what ``domain.review.daily_counts.Counted`` says."""

READ_COUNTS = Table(
    "read_counts",
    METADATA,
    Column("day", Date, nullable=False),
    Column("unit", Text, nullable=False),
    Column("number", BigInteger, nullable=False),
    PrimaryKeyConstraint("day", "unit"),
    info=unrecorded(),  # counted from what cars sent
)
"""How many reads of each unit the partition of a day holds. A day counts from its partition's
making on, when it gets the unit "" with 0; a day without that row is counted read by read."""
