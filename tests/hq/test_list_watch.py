"""Headquarters tells of lists that are overdue or were stopped, and records it (HOT-02)."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.hotlist.delivery import NOTHING_CAME
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.headquarters import Headquarters, RefusedError
from mdt_alpr.hq.base.tables import OWN_AUDIT
from mdt_alpr.hq.hotlists import import_store as hotlist_imports
from mdt_alpr.hq.hotlists.deliveries import OverdueWatch, known_until, trouble_messages, troubles
from mdt_alpr.hq.hotlists.importing import Delivery, import_list
from mdt_alpr.hq.people.sample_agency import CUSTODIAN, OFFICER
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.desk import WallMessage
from mdt_alpr.wire.review import OverviewMessage
from tests.builders import SetClock
from tests.hq.commands import by_account
from tests.hq.senders import a_car, figures
from tests.hq.test_hotlist_packages import a_file, take

DATABASES = ["sqlite"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "VEHEXTRT.txt"


def reported(hq: Headquarters) -> list[tuple[str, str]]:
    with hq.reading() as work:
        return [(trouble.kind.value, trouble.name) for trouble in troubles(work)]


@pytest.mark.parametrize("format_name", ["", "ncic", "no such format"])
def test_a_file_that_cannot_be_read_is_on_record_and_reported(
    hq: Headquarters, path: Path, format_name: str
) -> None:
    path.write_bytes(b"EXTRACT\n\xff\xfe\xfd\n" if format_name == "ncic" else b"")
    if not format_name:
        path.unlink()
    with pytest.raises(OutsideError):
        import_list(hq, Delivery(path, CUSTODIAN, format_name, name="sent.txt"))
    with hq.reading() as work:
        (kept,) = hotlist_imports.page(work.connection, 9)
        event = OWN_AUDIT.c.event == AuditEvent.HQ_LIST_REFUSED
        audited = work.connection.execute(select(OWN_AUDIT).where(event)).one()
    assert (kept.source, kept.by, kept.version, kept.lists) == ("sent.txt", CUSTODIAN, 0, {})
    assert kept.stopped
    assert str(path) not in kept.stopped
    assert (audited.subject, audited.person) == ("sent.txt", CUSTODIAN)
    assert reported(hq) == [("stopped", "sent.txt")]


def test_the_overview_and_the_wall_tell_it_and_prometheus_counts_it(
    server: InProcessHq, clock: SetClock, path: Path
) -> None:
    take(server, a_file(path, range(100)))
    clock.at += timedelta(hours=25)
    assert import_list(server.hq, Delivery(a_file(path, range(50)), CUSTODIAN)).stopped
    with a_car(server.base_url, CUSTODIAN, device="desk-1") as desk:
        overview = decode(OverviewMessage, desk.http.get("/v1/overview").content)
        wall = decode(WallMessage, desk.http.get("/v1/desk/wall").content)
        shown = figures(server.base_url)
    assert wall.lists == overview.lists
    overdue, stopped = overview.lists
    assert (overdue.kind, overdue.since) == ("overdue", clock.at - timedelta(hours=25))
    assert (stopped.kind, stopped.name) == ("stopped", path.name)
    assert "lost 50%" in stopped.why
    assert "mdt_alpr_lists_overdue 1.0" in shown
    assert "mdt_alpr_list_deliveries_stopped 1.0" in shown


def test_a_list_that_becomes_overdue_is_recorded_once_each_time(
    server: InProcessHq, clock: SetClock, path: Path
) -> None:
    hq, watch = server.hq, OverdueWatch(server.hq)
    take(server, a_file(path, range(3)))
    assert watch.check() == 0
    clock.at += timedelta(hours=25)
    assert (watch.check(), watch.check()) == (1, 0)
    take(server, a_file(path, range(3)))
    assert watch.check() == 0
    clock.at += timedelta(hours=25)
    assert watch.check() == 1
    with hq.reading() as work:
        event = OWN_AUDIT.c.event == AuditEvent.HQ_LIST_OVERDUE
        seen = select(OWN_AUDIT).where(event).order_by(OWN_AUDIT.c.sequence)
        rows = work.connection.execute(seen).all()
    assert len(rows) == 2
    assert dict(map(tuple, rows[0].detail))["why"] == NOTHING_CAME


def test_a_custodian_asks_by_a_command_and_nobody_else_does(hq: Headquarters) -> None:
    def asked(by: str) -> object:
        return by_account(
            hq,
            by,
            Permission.MANAGE_LISTS,
            lambda work: (trouble_messages(work), known_until(work, by, work.now).deliveries),
        )

    assert asked(CUSTODIAN) == ((), ())
    with pytest.raises(RefusedError):
        asked(OFFICER)
