"""An empty store gets its tables from what its migration executed the first time in this process.

Alembic takes a third of a second to work that out, and hundreds of tests begin with an empty
store. Tests of migrations run the real one: they are marked ``migrates``.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from mdt_alpr.database import migrate

Statements = list[tuple[str, Any]]
_NOT_NOTED = ("SELECT", "SHOW", "PRAGMA", "BEGIN")


class ReplayedSchema:
    """Takes the place of ``mdt_alpr.database.migrate.upgrade``'s work on an empty store."""

    def __init__(self, move: Callable[..., None]) -> None:
        self._move = move
        self._known: dict[tuple[str, Path], Statements] = {}

    def move(self, engine: Engine, migrations: Path, revision: str, *, forward: bool) -> None:
        """Execute again what was executed before; else let Alembic do it, and note it."""
        if not forward or revision != "head" or migrate.current(engine) is not None:
            self._move(engine, migrations, revision, forward=forward)
            return
        known = self._known.get((engine.dialect.name, migrations))
        if known is None:
            self._known[engine.dialect.name, migrations] = self._noted(engine, migrations)
            return
        with migrate._schema_transaction(engine) as connection:
            for statement, parameters in known:
                connection.exec_driver_sql(statement, parameters or None)

    def _noted(self, engine: Engine, migrations: Path) -> Statements:
        statements: Statements = []

        def note(*facts: Any) -> None:
            statement, parameters = facts[2], facts[3]
            if not statement.lstrip().upper().startswith(_NOT_NOTED):
                statements.append((statement, parameters))

        event.listen(engine, "before_cursor_execute", note)
        try:
            self._move(engine, migrations, "head", forward=True)
        finally:
            event.remove(engine, "before_cursor_execute", note)
        return statements
