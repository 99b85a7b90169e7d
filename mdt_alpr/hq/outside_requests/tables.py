"""Headquarters' tables of own requests to other agencies, and of access to their readers."""

from sqlalchemy import Column, Integer, Table, Text

from mdt_alpr.database.types import EnumText, UtcDateTime
from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.hq.base.sealed_rows import Under, sealing
from mdt_alpr.hq.base.tables import METADATA

OUTSIDE_REQUESTS = Table(
    "outside_requests",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("requested_by", Text, nullable=False, index=True),
    Column("requested_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
    sealing("body", under=Under.LIFE),
)
"""``body`` is the JSON text of ``domain.retention.outside_requests.OutsideRequest``; once
``ended_at`` is set it holds no plate, camera, fact or party (09.21.7.E)."""

OUTSIDE_ACCESSES = Table(
    "outside_accesses",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", UtcDateTime, nullable=False, index=True),
    Column("logged_at", UtcDateTime, nullable=False),
    Column("person_id", Text, nullable=False, index=True),
    Column("agency", Text, nullable=False),
    Column("system", Text, nullable=False),
    Column("purpose", EnumText(Purpose), nullable=False),
    Column("found", Integer, nullable=False),
    Column("request", Integer, nullable=False),
)
"""Who searched others' readers when (OUT-04). Case, reason and what was sought were typed: they
lie in ``typed_texts`` and go after 90 days (RET-09)."""
