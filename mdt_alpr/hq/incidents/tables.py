"""Headquarters' table of incidents."""

from sqlalchemy import Boolean, Column, Integer, String, Table, Text

from mdt_alpr.database.types import EnumText, UtcDateTime
from mdt_alpr.domain.retention.incidents import IncidentKind
from mdt_alpr.hq.base.sealed_rows import Under, sealing
from mdt_alpr.hq.base.tables import METADATA

INCIDENTS = Table(
    "incidents",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("incident_id", String(36), nullable=False, unique=True),
    Column("kind", EnumText(IncidentKind), nullable=False),
    Column("reported_at", UtcDateTime, nullable=False),
    Column("reported_by", Text, nullable=False, index=True),
    Column("concerns", Text, nullable=False),
    Column("is_live", Boolean, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
    Column("notified_at", UtcDateTime),
    sealing("body", under=Under.LIFE),
)
"""``body`` is the JSON text of ``domain.retention.incidents.Incident``, without a plate; its key
goes with ``expires_at``. ``incident_id`` is made where it is reported: twice sent, once filed."""
