"""What headquarters needs may be out of reach: cars come again, and nobody sees a fault.

Each was found by bench cluster.
"""

import logging
import os
import socket
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import urlsplit

import pytest

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.picture_stores import PictureFolder
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.wire.pictures import frames
from tests.builders import SetClock
from tests.hq.moved_in import MovedIn
from tests.hq.senders import JPEG, a_car, a_picture_message, a_read_message, an_item
from tests.hq.test_purge import DIGEST
from tests.hq.test_several_servers import comes_true

DATABASES = ["sqlite"]
pytestmark = pytest.mark.logs_warnings


class Unreachable(PictureFolder):
    """A store of pictures that is away."""

    def put(self, _given: Sequence[tuple[str, bytes]]) -> None:
        raise OutsideError("It is away.")

    def names(self, _under: str) -> Iterator[str]:
        raise OutsideError("It is away.")

    def erase(self, _names: Iterable[str]) -> None:
        raise OutsideError("It is away.")

    def erase_under(self, under: str) -> None:
        self.erase([under])


@pytest.fixture
def beginning(settings: HqSettings, clock: SetClock, moved_in: MovedIn) -> InProcessHq:
    """Give a server whose store of pictures is away when it begins."""
    moved_in.bring_keys(settings.data)
    found = InProcessHq(settings, clock, os.urandom)
    moved_in.bring_people(found.hq)
    found.hq.pictures.store = Unreachable(settings.pictures)
    return found


def test_a_store_of_pictures_that_is_away_hinders_no_start_and_no_read(
    beginning: InProcessHq, settings: HqSettings
) -> None:
    read = a_read_message(crop_digest=DIGEST)
    announced = an_item(a_picture_message(read, DIGEST))
    body = frames([(DIGEST, JPEG)])
    with beginning as server, a_car(server.base_url) as car:
        assert server.hq.retention.failure == "OutsideError"
        assert car.send(an_item(read), announced) == ["accepted", "accepted"]
        answer = car.http.post("/v1/pictures", content=body)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
        server.hq.pictures.store = PictureFolder(settings.pictures)
        assert car.http.post("/v1/pictures", content=body).status_code == 200


def test_a_car_whose_line_is_cut_in_its_request_is_no_fault(
    server: InProcessHq, caplog: pytest.LogCaptureFixture
) -> None:
    place = urlsplit(server.base_url)
    with a_car(server.base_url) as car, caplog.at_level(logging.INFO):
        head = (
            f"POST /v1/items HTTP/1.1\r\nHost: {place.netloc}\r\nContent-Length: 900\r\n"
            f"Authorization: {car.http.headers['Authorization']}\r\n\r\n"
        )
        with socket.create_connection((place.hostname or "", place.port or 0)) as line:
            line.sendall(head.encode() + b'{"version"')
        comes_true(lambda: "went away" in caplog.text)
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]
