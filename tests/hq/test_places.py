"""A read's place is kept with it; a read of an older car, which has none, counts as well."""

import json
from datetime import timedelta

import pytest

from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.capture_day import capture_day
from mdt_alpr.hq.reads import captured
from mdt_alpr.wire.codec import encode
from mdt_alpr.wire.messages import PlaceMessage
from tests.hq.senders import EARLIER, a_car, a_read_message, an_item

DATABASES = ["sqlite"]


def a_place(lat: float = 35.2271, lon: float = -80.8431) -> PlaceMessage:
    seen = EARLIER + timedelta(seconds=0.2)
    return PlaceMessage(lat, lon, EARLIER, seen, 31.0, 45.0, 4.0, simulated=False)


def test_where_a_read_was_taken_is_kept(server: InProcessHq) -> None:
    read = a_read_message(place=a_place())
    with a_car(server.base_url) as car:
        assert car.send(an_item(read)) == ["accepted"]
    with server.hq.reading() as work:
        body = captured.read(work, capture_day(read.read_id), read.read_id)
    assert body is not None
    assert json.loads(body)["place"]["lat"] == 35.2271


def test_what_an_older_car_had_queued_is_accepted(server: InProcessHq) -> None:
    read = a_read_message()
    old = json.loads(encode(read))
    del old["place"]
    with a_car(server.base_url) as car:
        assert car.send(an_item(read, body=json.dumps(old))) == ["accepted"]


@pytest.mark.parametrize("place", [a_place(lat=91), a_place(lon=-181)])
def test_a_place_that_cannot_be_is_refused(server: InProcessHq, place: PlaceMessage) -> None:
    with a_car(server.base_url) as car:
        assert car.send(an_item(a_read_message(place=place))) == ["refused 301"]
