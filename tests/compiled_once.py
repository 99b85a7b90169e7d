"""Statements are compiled once a process, not once for each of a thousand short-lived engines.

SQLAlchemy keeps what it compiled with the engine, under its dialect. Here an engine that was
disposed of leaves both to the next one of its kind: two that are open at once share nothing, for
headquarters keeps the key of its audit by the dialect. The program has one engine as long as it
runs.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine, event

_STATEMENTS = 1000
"""More than the program has."""


class CompiledOnce:
    """Takes the place of ``create_engine`` in ``mdt_alpr.database.engine``."""

    def __init__(self, create_engine: Callable[..., Engine]) -> None:
        self._create_engine = create_engine
        self._left: defaultdict[tuple[str, object], list[Engine]] = defaultdict(list)

    def create_engine(self, *arguments: Any, **options: Any) -> Engine:
        """Return an engine that has the dialect and the statements of a former one."""
        engine = self._create_engine(*arguments, query_cache_size=_STATEMENTS, **options)
        left = self._left[engine.dialect.name, engine.dialect.dbapi]
        if left:
            former = left.pop()
            engine.dialect, engine._compiled_cache = former.dialect, former._compiled_cache

        def leave(ended: Engine) -> None:
            if hasattr(ended.dialect, "default_isolation_level"):  # else it never connected
                left.append(ended)

        event.listen(engine, "engine_disposed", leave, once=True)
        return engine
