"""The bench measures what it says, on a load small enough for a test."""

import sys

import pytest
from sqlalchemy import create_engine, inspect

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.lab.hq import ingest, joined, lanes, purging, second_server, waiting
from tests.hq.directory import OWN_USE_OF_AUTHLIB

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="ends its servers by a signal")


def test_reads_are_accepted_by_headquarters_and_by_the_bare_rig(database_url: str) -> None:
    given = database_url if database_url.startswith("postgresql") else ""
    asked = ingest.IngestLoad(given, reads=40, batch=10, cars=2, packed=True, bare=True)
    figures = ingest.figures(asked)
    assert figures["database"] == database_url.partition(":")[0].partition("+")[0]
    for rig in ("headquarters", "bare"):
        assert figures[rig]["reads_s"] > 0
        assert figures[rig]["p50_ms"] <= figures[rig]["p95_ms"]


def test_the_purge_of_a_day_erases_every_read_and_leaves_no_schema(database_url: str) -> None:
    given = database_url if database_url.startswith("postgresql") else ""
    figures = purging.figures(given, 50, 30, bare=True)
    assert (figures["reads"], figures["pictures"], figures["dead_rows"]) == (50, 30, 0)
    if given:
        assert figures["bare_seconds"] > 0
        engine = create_engine(given)
        schemas = inspect(engine).get_schema_names()
        engine.dispose()
        assert not [name for name in schemas if name.startswith("mdt_alpr_bench")]


def test_batches_in_lanes_are_compared_to_those_behind_one_lock(database_url: str) -> None:
    if not database_url.startswith("postgresql"):
        with pytest.raises(OutsideError, match="one writer"):
            lanes.figures("", 48, 0)
        return
    figures = lanes.figures(database_url, 48, 0)
    assert figures["batches"] == 48
    assert figures["5_ms"]["ratio"] > 0
    assert figures["50_ms"]["lanes_batches_s"] > 0


def test_cars_that_wait_are_counted_at_two_servers(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "_WAITS_S", 1)  # cars wait for ten seconds
    if not database_url.startswith("postgresql"):
        with pytest.raises(OutsideError, match="Name a PostgreSQL"):
            waiting.figures("", 1, 0.1)
        return
    figures = waiting.figures(database_url, 6, 0.5)
    assert figures["cars"] == 6
    assert figures["change_p50_s"] <= figures["change_last_s"]


def test_a_second_server_is_compared_to_the_first(database_url: str) -> None:
    if not database_url.startswith("postgresql"):
        with pytest.raises(OutsideError, match="one server"):
            second_server.figures(ingest.IngestLoad(), 0.4)
        return
    asked = ingest.IngestLoad(database_url, reads=80, batch=10, cars=2)
    try:
        figures = second_server.figures(asked, 1.0)
    except OutsideError as error:
        if "needs root on Linux" not in str(error):
            raise
        pytest.skip("no control groups")
    expected = (1 + figures["second_adds"]) * figures["one_reads_s"]
    assert figures["two_reads_s"] == pytest.approx(expected, rel=0.1, abs=2)  # each is rounded


@OWN_USE_OF_AUTHLIB
def test_a_joined_agency_loses_and_doubles_nothing_and_who_left_is_out_everywhere() -> None:
    figures = joined.figures(2, 0.0)
    assert (figures["events"], figures["lost"], figures["doubled"]) == (16, 0, 0)
    assert figures["accepted"] == figures["verified"] == 4
    assert figures["hit_to_cad_p95_s"] > 0
    assert figures["left_signed_out"] == figures["left_sessions"] == 3
