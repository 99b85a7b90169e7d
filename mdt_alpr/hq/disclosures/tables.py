"""Tables of what is let out: requests with their timeline, packages, media (09.21.7.B to D, 8.E).

Lines are never erased. ``hold_id`` names the key of the papers under which a line's words lie:
that of a request has the request's own id, a package's that of its hold or request. It goes three
years after the end; the line stays, with numbers and dates.
"""

from sqlalchemy import Boolean, Column, Integer, LargeBinary, String, Table, Text

from mdt_alpr.database.types import EnumText, UtcDateTime
from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.domain.retention.data_request import ReceivedBy, Standing
from mdt_alpr.domain.retention.disclosure import RefusalReason, RequestState
from mdt_alpr.domain.retention.media import CopyState, MediumKind
from mdt_alpr.hq.base.sealed_rows import Under, sealing
from mdt_alpr.hq.base.tables import METADATA

_ID, _SHA256 = 36, 64

DISCLOSURES = Table(
    "disclosures",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("hold_id", String(_ID), nullable=False, unique=True),
    Column("state", EnumText(RequestState), nullable=False, index=True),
    Column("standing", EnumText(Standing), nullable=False),
    Column("received_by", EnumText(ReceivedBy), nullable=False),
    Column("received_at", UtcDateTime, nullable=False, index=True),
    Column("recorded_at", UtcDateTime, nullable=False),
    Column("recorded_by", Text, nullable=False),
    Column("reason", EnumText(RefusalReason)),
    Column("decided_at", UtcDateTime),
    Column("decided_by", Text, nullable=False),
    Column("papers_gone_at", UtcDateTime),
    Column("seeks", LargeBinary),
    sealing("body", under=Under.HOLD, named_by=("hold_id",)),
)
"""``body`` is the JSON text of ``domain.retention.disclosure.Disclosure``; what its request seeks
lies beside it, sealed under the same key, as programs before 0027 know no such part of a body."""

DISCLOSURE_STEPS = Table(
    "disclosure_steps",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("hold_id", String(_ID), nullable=False, index=True),
    Column("step", String(48), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("person_id", Text, nullable=False),
    sealing("words", under=Under.HOLD, named_by=("hold_id", "at")),
)

PACKAGES = Table(
    "packages",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("hold_id", String(_ID), nullable=False),
    Column("hold_number", Integer, nullable=False, index=True),
    Column("request_number", Integer, nullable=False, index=True),
    Column("purpose", EnumText(Purpose), nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("sha256", String(_SHA256), nullable=False),
    Column("size", Integer, nullable=False),
    Column("reads", Integer, nullable=False),
    Column("hits", Integer, nullable=False),
    Column("pictures", Integer, nullable=False),
    Column("is_restricted", Boolean, nullable=False),
    Column("serial", Text, nullable=False, index=True),
    Column("state", EnumText(CopyState), nullable=False, index=True),
    Column("due_at", UtcDateTime),
    Column("ended_at", UtcDateTime),
    Column("ended_by", Text, nullable=False),
    Column("acknowledged_at", UtcDateTime),
    Column("passphrase", LargeBinary),
    Column("written_at", UtcDateTime),
    sealing("words", under=Under.HOLD, named_by=("hold_id", "sha256")),
)
"""Each package that left; ``hold_number`` or ``request_number`` is 0 where it has none. ``words``
is the JSON text of ``PackageWords`` of ``hq.disclosures.package_store``. ``passphrase`` lies
sealed under the papers' key until the copy ends; one with it and without ``written_at`` was made,
and nobody said that its file is written."""

PORTABLE_MEDIA = Table(
    "portable_media",
    METADATA,
    Column("serial", String(200), primary_key=True),
    Column("kind", EnumText(MediumKind), nullable=False),
    Column("label", Text, nullable=False),
    Column("registered_at", UtcDateTime, nullable=False),
    Column("registered_by", Text, nullable=False),
    Column("retired_at", UtcDateTime),
    Column("retired_by", Text, nullable=False),
    Column("retired_how", Text, nullable=False),
)
"""Media that the agency owns; nothing leaves on another one (CJIS MP-7)."""
