"""Tables of whose a message is: units and sign-ins of devices, and what was set aside."""

from sqlalchemy import Boolean, Column, Integer, PrimaryKeyConstraint, String, Table, Text

from mdt_alpr.database.types import EnumText, UtcDateTime
from mdt_alpr.domain.people.provenance import AsideReason
from mdt_alpr.hq.base.tables import METADATA

_ID = 36

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
    Column("body", Text, nullable=False),
    Column("decision", Text, nullable=False, server_default=""),
    Column("decided_at", UtcDateTime),
    Column("decided_by", Text, nullable=False, server_default=""),
    Column("why", Text, nullable=False, server_default=""),
)
"""Items that do not fit their session: kept, never applied, until an administrator decides.
``person_id`` is whom the item names, ``brought_by`` whose session brought it, ``subject`` the
hit, read or entry it is about."""
