"""The sample agency's people in headquarters of tests: made once a process, then copied."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import event

from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.people.sample_agency import sample_agency
from tests.builders import NOW
from tests.hq.senders import PASSWORDS

_READ_ONLY = ("SELECT", "SHOW", "PRAGMA", "BEGIN")


@dataclass(slots=True)
class MovedIn:
    """What was written when the people were made: files of keys, rows by dialect and instant."""

    files: dict[str, bytes] = field(default_factory=dict)
    rows: dict[tuple[str, datetime], list[tuple[str, Any]]] = field(default_factory=dict)

    def bring_keys(self, data: Path) -> None:
        """Put the keys that opened the rows before into ``data``, before it is opened."""
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name, content in self.files.items():
            place = data / name
            place.touch(mode=0o600)
            place.write_bytes(content)

    def bring_people(self, hq: Headquarters) -> None:
        """Write the rows of the people into headquarters that nobody has used yet."""
        known = self.rows.get((hq.database.engine.dialect.name, hq.clock.now()))
        if known is None:
            self._make(hq)
            return
        with hq.database.writing() as connection:
            for statement, parameters in known:
                connection.exec_driver_sql(statement, parameters or None)

    def _make(self, hq: Headquarters) -> None:
        written: list[tuple[str, Any]] = []

        def note(*facts: Any) -> None:
            if not facts[2].lstrip().upper().startswith(_READ_ONLY):
                written.append((facts[2], facts[3]))

        engine = hq.database.engine
        event.listen(engine, "before_cursor_execute", note)
        try:
            sample_agency(hq, PASSWORDS, NOW.date())
        finally:
            event.remove(engine, "before_cursor_execute", note)
        self.rows[engine.dialect.name, hq.clock.now()] = written
        places = (path for path in hq.settings.data.iterdir() if path.is_file())
        self.files = self.files or {path.name: path.read_bytes() for path in places}
