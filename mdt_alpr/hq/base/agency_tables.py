"""Headquarters' tables of what the agency publishes and decides (DIS-02, DIS-09).

Nothing in them is captured, and nothing is erased: who checked or decided what is asked about
years later.
"""

from sqlalchemy import Boolean, Column, Date, Integer, LargeBinary, Table, Text

from mdt_alpr.database.types import EnumText, UtcDateTime
from mdt_alpr.domain.agency_settings import AgencySetting
from mdt_alpr.hq.base.tables import METADATA

PUBLICATIONS = Table(
    "publications",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("title", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("added_at", UtcDateTime, nullable=False),
    Column("added_by", Text, nullable=False),
    Column("withdrawn_at", UtcDateTime),
    Column("withdrawn_by", Text, nullable=False),
    Column("why_withdrawn", Text, nullable=False),
)
"""``domain.review.publications.Publication`` without its checks."""

CONTENT_CHECKS = Table(
    "content_checks",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("publication", Integer, nullable=False, index=True),
    Column("at", UtcDateTime, nullable=False),
    Column("by", Text, nullable=False),
    Column("is_clear", Boolean, nullable=False),
    Column("words", Text, nullable=False),
)
"""Each is ``domain.review.publications.ContentCheck``."""

PUBLISHED_COUNTS = Table(
    "published_counts",
    METADATA,
    Column("title", Text, primary_key=True),
    Column("first_day", Date, primary_key=True),
    Column("last_day", Date, primary_key=True),
    Column("body", Text, nullable=False),
)
"""What the public page said of a span when it was made first, as JSON text of
``domain.review.public_page.PublicTable``: a second count of the same days would give small ones
away."""

AGENCY_SETTINGS = Table(
    "agency_settings",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("setting", EnumText(AgencySetting), nullable=False),
    Column("value", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("set_at", UtcDateTime, nullable=False),
    Column("set_by", Text, nullable=False),
)
"""Never changed: each is ``domain.agency_settings.SettingDecision``, and the newest counts."""

KEPT_KEYS = Table(
    "kept_keys",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("content", LargeBinary, nullable=False),
)
"""Keys of servers that share this database, under the cluster key (``database_keys``)."""
