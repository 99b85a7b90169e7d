"""Column types that both stores share, and the names of their constraints."""

import json
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import Dialect, MetaData, String, Text
from sqlalchemy.dialects import postgresql
from sqlalchemy.types import TypeDecorator, TypeEngine

E = TypeVar("E", bound=StrEnum)

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
"""Every constraint has a name, so that a later migration can find it."""


def new_metadata() -> MetaData:
    """Return an empty collection of tables with the naming convention."""
    return MetaData(naming_convention=NAMING)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant: ``timestamptz`` on PostgreSQL, else UTC text that sorts by time.

    The text has always 27 characters: ``2026-11-24T13:05:09.123456Z``.
    """

    impl = String(27)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return the column type of the database at hand."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(postgresql.TIMESTAMP(timezone=True))
        return dialect.type_descriptor(String(27))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """Return what is written; a naive time is a bug."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        instant = value.astimezone(UTC)
        if dialect.name == "postgresql":
            return instant
        return instant.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Return the instant, in UTC."""
        if value is None:
            return None
        instant: datetime = (
            value if dialect.name == "postgresql" else datetime.fromisoformat(value)
        )
        return instant.astimezone(UTC)


class EnumText(TypeDecorator[E]):
    """A ``StrEnum`` by its value, as text: a new member needs no migration."""

    impl = String(48)
    cache_ok = True

    def __init__(self, enum: type[E]) -> None:
        super().__init__()
        self.enum = enum

    def process_bind_param(self, value: E | None, _dialect: Dialect) -> str | None:
        """Return the value; text that is no member is a bug."""
        return None if value is None else self.enum(value).value

    def process_result_value(self, value: Any | None, _dialect: Dialect) -> E | None:
        """Return the member."""
        return None if value is None else self.enum(value)


class JsonText(TypeDecorator[Any]):
    """Plain JSON values as text with sorted keys: the same on every database."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any | None, _dialect: Dialect) -> str | None:
        """Return the text."""
        if value is None:
            return None
        return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)

    def process_result_value(self, value: Any | None, _dialect: Dialect) -> Any | None:
        """Return lists, dictionaries, texts and numbers."""
        return None if value is None else json.loads(value)
