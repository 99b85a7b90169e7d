"""People are notified where the program's files change while headquarters serves (SEC-09)."""

from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from sqlalchemy import select, text

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.hq.audit.program_watch import ProgramWatch
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.tables import OWN_AUDIT
from mdt_alpr.hq.keeping.start_record import record_start
from mdt_alpr.machine.program_files import ProgramChangedError
from tests.hq.outside import a_webhook
from tests.hq.test_audit_blocked import BLOCK

DATABASES = ["sqlite"]
pytestmark = pytest.mark.logs_warnings


def recorded(hq: Headquarters, event: AuditEvent = AuditEvent.HQ_PROGRAM_CHANGED) -> int:
    with hq.reading() as work:
        query = select(OWN_AUDIT.c.sequence).where(OWN_AUDIT.c.event == event)
        return len(work.connection.execute(query).all())


@dataclass
class Files:
    """The program's files; ``wrong`` is the one that was changed."""

    wrong: str = ""

    def check(self) -> None:
        if self.wrong:
            raise ProgramChangedError(f"{self.wrong} was changed")


@pytest.mark.attack("SI-7")
def test_people_are_notified_of_a_change_once_and_of_another_again(
    hq: Headquarters, tmp_path: Path
) -> None:
    files = Files()
    with a_webhook() as (port, hook):
        place = tmp_path / "notices.toml"
        place.write_text(
            f'[webhook]\nurl = "http://127.0.0.1:{port}/"\ntoken = "a word"\n', "utf-8"
        )
        place.chmod(0o600)
        hq.settings = replace(hq.settings, notices=place)
        watch = ProgramWatch(hq, files.check)
        for wrong in ("", "gate.py", "gate.py", "", "gate.py", "roles.py"):
            files.wrong = wrong
            watch.check()
    changed = ["gate.py", "gate.py", "roles.py"]
    assert [wrong in notice for wrong, notice in zip(changed, hook.notices, strict=True)] == [
        True
    ] * 3
    assert recorded(hq) == 3


def test_a_development_copy_is_no_change(hq: Headquarters) -> None:
    ProgramWatch(hq).check()
    assert recorded(hq) == 0


def test_headquarters_starts_where_its_audit_cannot_be_written(hq: Headquarters) -> None:
    record_start(hq)
    with hq.writing() as work:
        work.connection.execute(text(BLOCK))
    record_start(hq)
    assert recorded(hq, AuditEvent.HQ_STARTED) == 1
