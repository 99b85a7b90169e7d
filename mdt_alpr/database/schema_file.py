"""The tables of a squashed revision, from the statements that once made them.

The files of ``resources/schema`` were noted while the revisions of before were executed; later
ones are Python. Whether all of them make the program's tables is a test.
"""

import re

from sqlalchemy import Connection

from mdt_alpr.files.paths import resource

_TABLE = re.compile(r"CREATE TABLE (\w+) \(")


def make_tables(connection: Connection, name: str) -> None:
    """Execute the statements of a file in ``resources/schema``."""
    for statement in _text(connection, name).split(";\n"):
        if statement.strip():
            connection.exec_driver_sql(statement)


def drop_tables(connection: Connection, name: str) -> None:
    """Drop the tables that a file makes, those that refer to others first."""
    for table in reversed(_TABLE.findall(_text(connection, name))):
        connection.exec_driver_sql(f"DROP TABLE {table}")


def _text(connection: Connection, name: str) -> str:
    file = resource(f"schema/{name}.{connection.dialect.name}.sql")
    return file.read_text(encoding="utf-8")
