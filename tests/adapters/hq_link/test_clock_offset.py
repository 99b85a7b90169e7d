"""The date on an answer says how far our clock is off, to a second."""

from datetime import UTC, datetime, timedelta

import pytest

from mdt_alpr.adapters.hq_link.answers import ahead_s
from mdt_alpr.adapters.hq_link.http_link import HttpLink, open_client
from tests.adapters.hq_link.local_server import Server
from tests.builders import NOW, SetClock
from tests.patrol.scripted_link import OFFICER

DATE = "Wed, 25 Nov 2026 14:30:00 GMT"


@pytest.mark.parametrize("off_s", [0, 90, -3600])
def test_our_clock_is_compared_with_the_middle_of_the_way(off_s: float) -> None:
    off = timedelta(seconds=off_s)
    sent, came = NOW + off, NOW + off + timedelta(seconds=1)
    assert ahead_s(DATE, sent, came) == off_s


@pytest.mark.parametrize("date", [None, "", "soon", "Wed, 99 Nov 2026 14:30:00 GMT"])
def test_an_answer_without_a_date_says_nothing(date: str | None) -> None:
    assert ahead_s(date, NOW, NOW) is None


def test_a_date_without_its_zone_is_read_as_utc() -> None:
    assert ahead_s("Wed, 25 Nov 2026 14:30:00 -0000", NOW, NOW) == -0.5


def test_each_answer_of_headquarters_compares_the_clock(server: Server) -> None:
    compared: list[tuple[float, datetime]] = []
    client = open_client(server.address)
    link = HttpLink(client, SetClock(), "car-1", lambda off_s, at: compared.append((off_s, at)))
    link.sign_out(OFFICER)
    link.close()
    (off_s, at), now = compared[0], datetime.now(UTC)  # noqa: TID251 - the server's own clock
    assert at == NOW
    assert abs((NOW - now).total_seconds() - off_s) < 10
