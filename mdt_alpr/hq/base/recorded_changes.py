"""A change and its audit entry are one: headquarters commits no change that nobody recorded.

A command or a route that forgets to record fails at its first use, and changes nothing
(AUD-01). A table says itself what needs no entry of its own (``bookkeeping``).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, CursorResult, Engine, Table, event
from sqlalchemy.sql.dml import UpdateBase

from mdt_alpr.hq.base.audit_tables import AUDIT_LANES
from mdt_alpr.hq.base.bookkeeping import needs_record
from mdt_alpr.hq.base.tables import OWN_AUDIT

_RECORDS = frozenset(
    (f"insert {OWN_AUDIT.name}", f"insert {AUDIT_LANES.name}", f"update {AUDIT_LANES.name}")
)
"""An entry, or what is one when its minute is over."""
_CHANGES = "changes"


class NotRecordedError(RuntimeError):
    """A bug: something changed without an audit entry; nothing of it is kept."""


def note_changes(engine: Engine) -> None:
    """Note what the statements of a transaction of ``demand_record`` change."""
    event.listen(engine, "after_execute", _note)


@contextmanager
def demand_record(connection: Connection) -> Iterator[None]:
    """Demand an audit entry of whatever is changed meanwhile.

    Raises:
        NotRecordedError: there is none.
    """
    changes: set[str] = set()
    connection.execution_options(**{_CHANGES: changes})
    yield
    if changes and not changes & _RECORDS:
        raise NotRecordedError(f"no audit entry: {', '.join(sorted(changes))}")


def _note(connection: Connection, statement: object, *answered: Any) -> None:
    changes: set[str] | None = connection.get_execution_options().get(_CHANGES)
    if changes is None or not isinstance(statement, UpdateBase):
        return
    result: CursorResult[Any] = answered[-1]
    table, verb = statement.table, statement.__visit_name__
    if isinstance(table, Table) and needs_record(table, verb) and result.rowcount != 0:
        changes.add(f"{verb} {table.name}")
