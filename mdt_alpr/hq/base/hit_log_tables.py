"""Tables of the supervisor's desk: each hit in one line, and what reviewers said of it."""

from sqlalchemy import (
    Column,
    Date,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)

from mdt_alpr.database.types import EnumText, UtcDateTime
from mdt_alpr.domain.hit.contradiction import VehicleComparison
from mdt_alpr.domain.hit.hit_summary import Attention
from mdt_alpr.domain.review.review import ReviewKind
from mdt_alpr.hq.base.tables import METADATA

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
    Column("read_text", Text, nullable=False),
    Column("read_state", String(2), nullable=False),
    Column("entered_text", Text, nullable=False),
    Column("entered_state", String(2), nullable=False),
    Column("listed_text", Text, nullable=False),
    Column("listed_state", String(2), nullable=False),
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
    Column("confusion", Text, nullable=False),
    Column("rhythm", Text, nullable=False),
    Column("hour", Integer, nullable=False),
    Column("shift_day", Date, nullable=False),
    Column("shift_kind", String(9), nullable=False),
    Column("listed_vehicle", Text, nullable=False, server_default=""),
    Column("seen_vehicle", Text, nullable=False, server_default=""),
    Column("differs", Text, nullable=False, server_default=""),
    Column(
        "vehicle_comparison",
        EnumText(VehicleComparison),
        nullable=False,
        server_default=VehicleComparison.NOT_RECORDED.value,
    ),
    PrimaryKeyConstraint("day", "hit_id"),
    Index("ix_hit_log_raised_at_hit_id", "raised_at", "hit_id"),
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
    Column("words", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("person_id", Text, nullable=False),
    Column("officer_id", Text, nullable=False),
    Column("case_number", Text, nullable=False),
    Column("seen_at", UtcDateTime),
    Index("ix_hit_reviews_day_hit_id", "day", "hit_id"),
    Index("ix_hit_reviews_officer_id", "officer_id"),
)
"""Gone with the hit after 90 days; ``seen_at`` is when the officer was told of a return."""

REVIEW_CASES = Table(
    "review_cases",
    METADATA,
    Column("year", Integer, nullable=False),
    Column("serial", Integer, nullable=False),
    Column("hit_id", String(_ID), nullable=False),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("opened_by", Text, nullable=False),
    PrimaryKeyConstraint("year", "serial"),
)
"""Numbered review cases (SUP-06): kept for the annual report, without anything captured."""
