"""A hit from the car's store to a reviewer's screen: no log line of either end tells its plate."""

import logging
from collections.abc import Iterator

import pytest

from mdt_alpr.adapters.store.car_store import CarStore
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.keeping.purge import purge
from mdt_alpr.machine.json_logs import JsonLines
from tests.builders import NOW
from tests.journeys.test_outbox_to_headquarters import drive, headquarters, held, send_all, store

__all__ = ["headquarters", "store"]
SECRETS = ("EXN2894", "exn2894")


@pytest.fixture
def everything(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """Log as much as any library does, statements of the databases included."""
    chatty = ("sqlalchemy.engine", "sqlalchemy.pool", "httpx", "httpcore", "alembic", "mdt_alpr")
    before = {name: logging.getLogger(name).level for name in chatty}
    for name in chatty:
        # below INFO SQLAlchemy logs rows, which ``log_as_json`` rules out
        logging.getLogger(name).setLevel(logging.INFO if "sql" in name else logging.DEBUG)
    caplog.set_level(logging.DEBUG)
    yield caplog
    for name, level in before.items():
        logging.getLogger(name).setLevel(level)


@pytest.mark.logs_warnings
def test_no_line_of_a_whole_journey_tells_the_plate(
    everything: pytest.LogCaptureFixture, headquarters: InProcessHq, store: CarStore
) -> None:
    drive(store)
    send_all(store, headquarters.base_url, settle=True)
    assert held(headquarters).hits == 1
    with store.begin() as work:
        work.purge(NOW)
    purge(headquarters.hq, NOW)
    assert {r.name.partition(".")[0] for r in everything.records} >= {"sqlalchemy", "mdt_alpr"}
    lines = [JsonLines().format(record) for record in everything.records]
    assert not [line for line in lines if any(secret in line for secret in SECRETS)]
