"""Headquarters' tables of equipment: register, schedule and work orders (09.21.3.A.2, 3.A.4).

Nothing in them is captured: a fixed site's place is where the agency put it. They are kept for
good, for the yearly audit.
"""

from sqlalchemy import Column, Date, Integer, PrimaryKeyConstraint, Table, Text

from mdt_alpr.database.types import EnumText, UtcDateTime
from mdt_alpr.domain.equipment.media import DestructionMethod, MediaKind
from mdt_alpr.domain.equipment.register import EquipmentKind
from mdt_alpr.domain.equipment.schedule import WorkKind, WorkResult
from mdt_alpr.domain.review.accuracy import SampledBy
from mdt_alpr.domain.review.truth import Truth
from mdt_alpr.hq.base.tables import METADATA

EQUIPMENT = Table(
    "equipment",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("kind", EnumText(EquipmentKind), nullable=False),
    Column("name", Text, nullable=False),
    Column("serial", Text, nullable=False),
    Column("model", Text, nullable=False),
    Column("custodian", Text, nullable=False),
    Column("installed_on", Date, nullable=False),
    Column("software", Text, nullable=False),
    Column("device", Text, nullable=False, index=True),
    Column("part_of", Integer, nullable=False),
    Column("place", Text, nullable=False),
    Column("registered_at", UtcDateTime, nullable=False),
    Column("registered_by", Text, nullable=False),
    Column("retired_at", UtcDateTime),
    Column("retired_by", Text, nullable=False),
    Column("why_retired", Text, nullable=False),
)
"""Columns up to ``place`` are ``domain.equipment.register.EquipmentFacts``."""

EQUIPMENT_PLANS = Table(
    "equipment_plans",
    METADATA,
    Column("equipment", Integer, nullable=False),
    Column("kind", EnumText(WorkKind), nullable=False),
    Column("every_days", Integer, nullable=False),
    Column("since", Date, nullable=False),
    Column("set_at", UtcDateTime, nullable=False),
    Column("set_by", Text, nullable=False),
    PrimaryKeyConstraint("equipment", "kind"),
)

EQUIPMENT_WORK = Table(
    "equipment_work",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("equipment", Integer, nullable=False, index=True),
    Column("kind", EnumText(WorkKind), nullable=False),
    Column("due_on", Date, nullable=False),
    Column("words", Text, nullable=False),
    Column("ordered_at", UtcDateTime, nullable=False),
    Column("ordered_by", Text, nullable=False),
    Column("done_on", Date),
    Column("done_by", Text, nullable=False),
    Column("result", EnumText(WorkResult), nullable=False),
    Column("note", Text, nullable=False),
    Column("recorded_at", UtcDateTime),
    Column("recorded_by", Text, nullable=False),
)
"""``ordered_by`` is empty where the schedule opened it."""

DESTROYED_MEDIA = Table(
    "destroyed_media",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("kind", EnumText(MediaKind), nullable=False),
    Column("serial", Text, nullable=False),
    Column("held", Text, nullable=False),
    Column("method", EnumText(DestructionMethod), nullable=False),
    Column("passes", Integer, nullable=False),
    Column("destroyed_on", Date, nullable=False),
    Column("destroyed_by", Text, nullable=False),
    Column("witness", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("recorded_at", UtcDateTime, nullable=False),
    Column("recorded_by", Text, nullable=False),
)
"""Never changed (RET-10); up to ``note`` it is ``domain.equipment.media.DestroyedMedium``."""

SELF_CHECKS = Table(
    "self_checks",
    METADATA,
    Column("device", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("failed", Text, nullable=False),
    PrimaryKeyConstraint("device", "at"),
)
"""How each shift's check of a device ended (MNT-03): ``failed`` are its parts, by comma.

The whole result is in the device's audit.
"""

SAMPLE_COUNTS = Table(
    "sample_counts",
    METADATA,
    Column("month", Date, nullable=False),
    Column("by", EnumText(SampledBy), nullable=False),
    Column("name", Text, nullable=False),
    Column("truth", EnumText(Truth), nullable=False),
    Column("number", Integer, nullable=False),
    PrimaryKeyConstraint("month", "by", "name", "truth"),
)
"""How many judged reads of a month were right (MNT-04): numbers without plate and place, kept."""
