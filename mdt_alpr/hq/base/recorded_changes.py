"""A change and its audit entry are one: headquarters commits no change that nobody recorded.

A command or a route that forgets to record fails at its first use, and changes nothing
(AUD-01). What needs no entry of its own is named here, with its reason.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, CursorResult, Engine, Table, event
from sqlalchemy.sql.dml import UpdateBase

from mdt_alpr.hq.base.audit_tables import AUDIT_LANES
from mdt_alpr.hq.base.dispatch_tables import CALLS, LETTERS
from mdt_alpr.hq.base.fleet_tables import MACHINE_FACTS
from mdt_alpr.hq.base.hit_tables import (
    DAILY_COUNTS,
    HIT_LOG,
    LISTENERS,
    NOTICES,
    READ_COUNTS,
)
from mdt_alpr.hq.base.hold_tables import HOLD_CARS
from mdt_alpr.hq.base.request_tables import DEVICE_RUNS, REQUEST_COUNTS
from mdt_alpr.hq.base.search_tables import PLATE_SHEETS
from mdt_alpr.hq.base.tables import (
    CAR_LISTS,
    DEVICES,
    DIRECTORY_USES,
    KEY_CHALLENGES,
    OWN_AUDIT,
    OWN_AUDIT_HEAD,
    PICTURES,
    SECOND_FACTORS,
    SECURITY_KEYS,
    SESSIONS,
    SIGN_IN_FAILURES,
)

_ANY = ("insert", "update", "delete")
_OF_THEMSELVES = {
    OWN_AUDIT_HEAD: _ANY,  # goes with its entry
    HIT_LOG: _ANY,  # derived from what cars sent
    DAILY_COUNTS: _ANY,  # counted from what cars sent
    READ_COUNTS: _ANY,
    PLATE_SHEETS: _ANY,  # finds what cars sent
    LISTENERS: _ANY,  # what a car was given
    NOTICES: _ANY,  # what a car still waits for
    CALLS: ("delete",),  # a call of dispatch is gone after a day
    LETTERS: _ANY,  # what a receiver still waits for
    HOLD_CARS: ("insert", "update"),  # which hold a car was given
    CAR_LISTS: ("insert",),  # which list a car works with
    MACHINE_FACTS: ("insert", "update"),  # derived from what cars sent
    DEVICES: ("insert", "update"),  # when a car was last heard of
    SESSIONS: ("update",),  # as which unit a session counts, and when it was used
    PICTURES: ("update",),  # that an announced picture has arrived
    DEVICE_RUNS: ("insert", "update"),  # which start of a program asks
    REQUEST_COUNTS: _ANY,  # counts a try before it is answered
    SIGN_IN_FAILURES: _ANY,  # counts a try before its password is checked
    SECOND_FACTORS: ("insert", "update"),  # an offer, and which code was used at a sign-in
    KEY_CHALLENGES: _ANY,  # a question to a security key, and that it was answered
    DIRECTORY_USES: _ANY,  # that an attempt counted, before the directory is asked about it
    SECURITY_KEYS: ("update",),  # a key's counter, which goes with the sign-in
}
"""Bookkeeping, and what was recorded where it came from."""
UNRECORDED = frozenset(
    f"{verb} {table.name}" for table, verbs in _OF_THEMSELVES.items() for verb in verbs
)
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
    unrecorded = changes - UNRECORDED
    if unrecorded and not changes & _RECORDS:
        raise NotRecordedError(f"no audit entry: {', '.join(sorted(unrecorded))}")


def _note(connection: Connection, statement: object, *answered: Any) -> None:
    changes: set[str] | None = connection.get_execution_options().get(_CHANGES)
    if changes is None or not isinstance(statement, UpdateBase):
        return
    result: CursorResult[Any] = answered[-1]
    if isinstance(statement.table, Table) and result.rowcount != 0:
        changes.add(f"{statement.__visit_name__} {statement.table.name}")
