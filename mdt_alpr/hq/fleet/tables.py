"""What machines say of themselves, and packages of the program for them."""

from sqlalchemy import BigInteger, Boolean, Column, Integer, PrimaryKeyConstraint, Table, Text

from mdt_alpr.database.types import EnumText, UtcDateTime
from mdt_alpr.domain.equipment.program_update import CarUpdateState, UpdateStage
from mdt_alpr.hq.base.bookkeeping import unrecorded
from mdt_alpr.hq.base.tables import METADATA

MACHINE_FACTS = Table(
    "machine_facts",
    METADATA,
    Column("device", Text, nullable=False),
    Column("fact", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    PrimaryKeyConstraint("device", "fact"),
    info=unrecorded("insert", "update"),  # derived from what cars sent
)
"""The newest of each, by its place in the machine's audit; "camera NAME" is "lost" or "back"."""

PROGRAM_PACKAGES = Table(
    "program_packages",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("signed", Text, nullable=False),
    Column("published_at", UtcDateTime, nullable=False),
    Column("published_by", Text, nullable=False),
    Column("confirmed_by", Text, nullable=False),
    Column("stage", EnumText(UpdateStage), nullable=False),
    Column("first", Text, nullable=False),
    Column("by_itself", Boolean, nullable=False),
)
"""``signed`` is the ``SignedPackage``; its content is a file of ``fleet.packages``."""

CAR_UPDATES = Table(
    "car_updates",
    METADATA,
    Column("number", Integer, nullable=False),
    Column("device", Text, nullable=False),
    Column("state", EnumText(CarUpdateState), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("why", Text, nullable=False),
    PrimaryKeyConstraint("number", "device"),
    info=unrecorded("insert", "update"),  # derived from what cars sent
)
"""What each car said last of a package, by its place in the car's audit."""

GROUP_SETTINGS = Table(
    "group_settings",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("group_name", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("set_at", UtcDateTime, nullable=False),
    Column("set_by", Text, nullable=False),
    Column("confirmed_by", Text, nullable=False),
)
"""Every decision on the settings of a group; the newest counts."""

MACHINE_SETTINGS = Table(
    "machine_settings",
    METADATA,
    Column("device", Text, primary_key=True),
    Column("group_name", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("signature", BigInteger, nullable=False),
    Column("signed", Text, nullable=False),
)
"""The group of each machine, and what it is given: ``signed`` is the ``SignedSettings``, of which
``number`` is the decision's and ``signature`` the number of the signature."""
