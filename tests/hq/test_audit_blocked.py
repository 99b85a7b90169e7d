"""Where the audit cannot be written, no data is shown, everybody is alarmed, and alerts go on."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from mdt_alpr.cli import main
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.audit import store as own_audit
from mdt_alpr.hq.audit.service import can_be_written
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.people.sample_agency import SUPERVISOR
from tests.hq.senders import Car, a_car, figures

DATABASES = ["sqlite"]
BLOCK = "CREATE TRIGGER blocked BEFORE INSERT ON own_audit BEGIN SELECT RAISE(ABORT, 'full'); END"


@pytest.fixture
def supervisor(server: InProcessHq) -> Iterator[Car]:
    with a_car(server.base_url, SUPERVISOR, "desk-1") as found:
        yield found


@pytest.fixture
def car(server: InProcessHq, supervisor: Car) -> Iterator[Car]:
    """A car and a desk that were signed in when the audit's disk filled."""
    del supervisor
    with a_car(server.base_url) as found:
        with server.hq.writing() as work:
            work.connection.execute(text(BLOCK))
        yield found


@pytest.mark.proved("V13")
@pytest.mark.attack("V13")
@pytest.mark.logs_warnings
def test_with_the_audit_blocked_headquarters_is_not_ready_and_says_so(
    server: InProcessHq, car: Car, capsys: pytest.CaptureFixture[str]
) -> None:
    assert car.http.get("/readyz").status_code == 503
    assert "mdt_alpr_own_audit_blocked 1.0" in figures(server.base_url)
    settings = server.hq.settings
    words = ["hq", "--data", str(settings.data), "--database", settings.database_url]
    assert main([*words, "doctor"]) == 1
    assert "WRONG audit: It cannot be written" in capsys.readouterr().out


@pytest.mark.proved("V13")
@pytest.mark.attack("V13")
@pytest.mark.logs_warnings
def test_with_the_audit_blocked_data_is_shut_and_alerts_go_on(supervisor: Car, car: Car) -> None:
    assert supervisor.http.get("/v1/overview").status_code >= 500
    assert supervisor.http.get("/v1/desk/wall").status_code >= 500
    assert car.http.get("/v1/notices", params={"after": 0}).status_code == 200


def test_a_try_to_write_leaves_nothing_on_record(hq: Headquarters) -> None:
    with hq.reading() as work:
        before = own_audit.head(work.connection)
    assert can_be_written(hq)
    with hq.reading() as work:
        assert own_audit.head(work.connection) == before
