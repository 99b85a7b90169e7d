"""A whole site on this machine loses its PostgreSQL three times, and what cars were told stays."""

import pytest

from mdt_alpr.lab.cluster import bench
from mdt_alpr.lab.cluster.campaign import WRONG

_FAILOVERS, _CARS = 3, 8


def test_a_site_loses_doubles_and_breaks_nothing_in_three_failovers() -> None:
    """Beside PostgreSQL a server in the middle of its batches and each pgbouncer are killed."""
    if why_not := bench.why_not():
        pytest.skip(why_not)
    figures = bench.figures(_FAILOVERS, _CARS, short=True)
    assert {name: figures[name] for name in WRONG} == dict.fromkeys(WRONG, 0), figures
    assert figures["failovers"] == _FAILOVERS
    assert figures["acknowledged"]["read"] > 0
    assert figures["acknowledged"]["PICTURE"] > 0
