"""Nothing that headquarters keeps changes without an audit entry in the same transaction.

A new table, route or command is held to it by itself: what needs no entry stands, with its
reason, at its table (``mdt_alpr/hq/base/bookkeeping.py``).
"""

import argparse
import os
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Float,
    Integer,
    LargeBinary,
    String,
    Table,
    func,
    select,
    update,
)
from sqlalchemy.types import TypeEngine

from mdt_alpr.cli import hq as command
from mdt_alpr.database.types import EnumText, JsonText, UtcDateTime
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.hq.app import open_headquarters
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.audit_tables import AUDIT_LANES
from mdt_alpr.hq.base.bookkeeping import needs_record
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.recorded_changes import NotRecordedError
from mdt_alpr.hq.base.sealed_rows import Audited
from mdt_alpr.hq.base.settings import HqSettings, PasswordCost
from mdt_alpr.hq.base.tables import ACCOUNTS, METADATA, OWN_AUDIT
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, OFFICER, sample_agency
from tests.builders import NOW, SetClock
from tests.hq.senders import PASSWORDS

CHEAP = PasswordCost(time=1, memory=8, lanes=1)
TABLES = [
    table
    for table in METADATA.sorted_tables
    if needs_record(table, "insert") and table not in (OWN_AUDIT, AUDIT_LANES)
]
VALUES: dict[type[TypeEngine[Any]], object] = {
    UtcDateTime: NOW,
    Date: NOW.date(),
    Boolean: True,
    Integer: 70_007,
    Float: 0.5,
    LargeBinary: b"x",
    String: "x",
    JsonText: [],
    Audited: [],
}


@pytest.fixture(scope="module")
def hq(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Headquarters]:
    settings = HqSettings(tmp_path_factory.mktemp("hq"), password_cost=CHEAP)
    found = open_headquarters(settings, SetClock(), os.urandom)
    sample_agency(found, PASSWORDS, NOW.date())
    yield found
    found.close()


def a_value(column: Column[Any]) -> object:
    if isinstance(column.type, EnumText):
        words: type[StrEnum] = column.type.enum
        return next(iter(words))
    return next(value for kind, value in VALUES.items() if isinstance(column.type, kind))


def a_row(table: Table) -> dict[str, object]:
    return {column.name: a_value(column) for column in table.c}


def rows_of(hq: Headquarters, table: Table) -> int:
    with hq.reading() as work:
        return work.connection.scalar(select(func.count()).select_from(table)) or 0


@pytest.mark.parametrize("table", TABLES, ids=[table.name for table in TABLES])
def test_a_row_without_an_audit_entry_is_refused_and_not_kept(
    hq: Headquarters, table: Table
) -> None:
    before = rows_of(hq, table)
    refused = pytest.raises(NotRecordedError, match=f"insert {table.name}")
    with refused, hq.writing() as work:
        work.connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")  # never comes that far
        work.connection.execute(table.insert(), a_row(table))
    assert rows_of(hq, table) == before


def test_a_change_is_kept_with_its_entry_and_a_change_of_nothing_needs_none(
    hq: Headquarters,
) -> None:
    renamed = update(ACCOUNTS).where(ACCOUNTS.c.person_id == OFFICER)
    with hq.writing() as work:
        work.connection.execute(renamed.values(name="A. Other"))
        record(work, AuditEvent.HQ_ACCOUNT_CHANGED, OFFICER, ADMINISTRATOR)
    with hq.writing() as work:
        work.connection.execute(
            update(ACCOUNTS).where(ACCOUNTS.c.person_id == "nobody").values(name="x")
        )
    with hq.reading() as work:
        names = work.connection.scalars(select(ACCOUNTS.c.name)).all()
    assert "A. Other" in names


@pytest.mark.usefixtures("typed_password")
def test_a_command_that_forgets_its_audit_entry_fails_and_changes_nothing(tmp_path: Path) -> None:
    @command.hq_local("rename-everybody", "Rename everybody", command.by("who renames"))
    def rename(hq: Headquarters, _args: argparse.Namespace) -> int:
        with hq.writing() as work:
            return work.connection.execute(update(ACCOUNTS).values(name="x")).rowcount

    settings = HqSettings(tmp_path, password_cost=CHEAP)
    hq = open_headquarters(settings, SetClock(), os.urandom)
    sample_agency(hq, PASSWORDS, NOW.date())
    places = {"data": tmp_path, "database": None, "pictures": None, "keys": None}
    with pytest.raises(NotRecordedError, match="update accounts"):
        rename.run(argparse.Namespace(by=ADMINISTRATOR, **places))  # type: ignore[misc]
    with hq.reading() as work:
        names = work.connection.scalars(select(ACCOUNTS.c.name)).all()
    hq.close()
    assert "x" not in names
