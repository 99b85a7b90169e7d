"""Statements are compiled once a process, not once for each of a thousand short-lived engines.

SQLAlchemy keeps what it compiled with the engine, under its dialect: the engines of one kind of
database share both here. The program has one engine for as long as it runs.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine

_STATEMENTS = 1000
"""More than the program has."""


class CompiledOnce:
    """Takes the place of ``create_engine`` in ``mdt_alpr.database.engine``."""

    def __init__(self, create_engine: Callable[..., Engine]) -> None:
        self._create_engine = create_engine
        self._first: dict[tuple[str, object], Engine] = {}

    def create_engine(self, *arguments: Any, **options: Any) -> Engine:
        """Return an engine that has the dialect and the statements of the first of its kind."""
        engine = self._create_engine(*arguments, query_cache_size=_STATEMENTS, **options)
        first = self._first.setdefault((engine.dialect.name, engine.dialect.dbapi), engine)
        engine.dialect = first.dialect
        engine._compiled_cache = first._compiled_cache
        return engine
