"""Batches a second where each commit waits: in lanes, and behind one lock of the audit.

Each commit waits, as for a standby in another building or town, by a deferred trigger: it sleeps
at the commit, while every lock is held, as the wait for a synchronous standby does. Another
trigger makes each batch hold the end of the audit's chain, as every entry does: that is one lane.
"""

import os
import tempfile
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, make_url

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.lab.hq import ingest
from mdt_alpr.lab.hq.ingest import SendingCar
from mdt_alpr.machine.clock import SystemClock
from mdt_alpr.wire import addresses

_READS = 3
"""In a batch: a car on patrol sends every few seconds."""
_ROUNDS = 4
"""Of one lane and of lanes by turns, so that other load meets both."""
_CARS = 12
"""That send at once: fewer than headquarters has connections."""
_WAITS_MS = 5, 50
_WAIT = """
CREATE OR REPLACE FUNCTION wait_as_for_a_standby() RETURNS trigger LANGUAGE plpgsql AS
  'BEGIN PERFORM pg_sleep({:.3f}); RETURN NULL; END'
"""
_TRIGGERS = """
CREATE CONSTRAINT TRIGGER standby AFTER INSERT OR UPDATE ON audit_lanes
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION wait_as_for_a_standby();
CREATE FUNCTION hold_the_end() RETURNS trigger LANGUAGE plpgsql AS
  'BEGIN PERFORM 1 FROM own_audit_head FOR UPDATE; RETURN NEW; END';
"""
_ONE_LANE = (
    "CREATE TRIGGER one_lane BEFORE INSERT OR UPDATE ON audit_lanes "
    "FOR EACH ROW EXECUTE FUNCTION hold_the_end()"
)
_LANES = "DROP TRIGGER one_lane ON audit_lanes"


def figures(database: str, number: int, processes: int) -> dict[str, Any]:
    """Return, by the wait, batches a second of ``number`` in one lane and in lanes, and the ratio.

    Raises:
        OutsideError: the database is not PostgreSQL, or the server did not take a batch.
    """
    if not database:
        raise OutsideError("SQLite has one writer and nothing to wait for: give --database.")
    found: dict[str, Any] = {"load_before": round(os.getloadavg()[0], 2), "cars": _CARS}
    with tempfile.TemporaryDirectory() as folder, ingest.database(database, Path(folder)) as url:
        settings = HqSettings(Path(folder) / "hq", url)
        devices = [f"bench-{one}" for one in range(_CARS)]
        sessions = ingest.signed_in(settings, devices)
        each = max(1, number // (_ROUNDS * _CARS))
        found["batches"] = sent = each * _ROUNDS * _CARS
        with ingest.serving(settings, processes) as (port, _):
            engine = create_engine(make_url(url))
            _execute(engine, _WAIT.format(0) + ";" + _TRIGGERS)
            for wait in _WAITS_MS:
                _execute(engine, _WAIT.format(wait / 1000))
                cars = [_car(device, headers, each) for device, headers in sessions.items()]
                took = _driven(engine, port, cars, each)
                rates = {f"{name}_batches_s": round(sent / took[name], 1) for name in took}
                ratio = round(took["one_lane"] / took["lanes"], 2)
                found[f"{wait}_ms"] = {**rates, "ratio": ratio}
            engine.dispose()
    return found


def _execute(engine: Engine, statements: str) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql(statements)


def _car(device: str, headers: dict[str, str], each: int) -> SendingCar:
    """Return a car with its batches of all rounds, a unit of its own."""
    bodies = ingest.batches(
        device, SystemClock().now(), 2 * _ROUNDS * each, _READS, packed=False, unit=device
    )
    return SendingCar({**headers, "Content-Type": "application/json"}, bodies)


def _driven(engine: Engine, port: int, cars: list[SendingCar], each: int) -> dict[str, float]:
    """Return how many seconds each way took in all."""
    took = {"one_lane": 0.0, "lanes": 0.0}
    for turn in range(2 * _ROUNDS):
        name, change = ("lanes", _LANES) if turn % 2 else ("one_lane", _ONE_LANE)
        _execute(engine, change)
        share = slice(turn * each, (turn + 1) * each)
        sending = [SendingCar(car.headers, car.bodies[share]) for car in cars]
        driven = ingest.drive(port, addresses.ITEMS, sending)
        if ingest.accepted(driven) != each * _READS * len(cars):
            raise OutsideError("Not every read was accepted.")
        took[name] += driven.whole_s
    return took
