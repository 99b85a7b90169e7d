"""Small pictures of hits: each is a look of who reads the log, and goes with its read."""

import hashlib
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest
from PIL import Image

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.keeping.purge import purge
from mdt_alpr.hq.people.sample_agency import CUSTODIAN, OFFICER, SUPERVISOR
from mdt_alpr.wire import addresses
from mdt_alpr.wire.desk import MOST_SMALL, SMALL_PICTURE, SmallPicturesRequest
from tests.builders import NOW
from tests.hq.reviewers import Desk, a_sent_hit, at_desk
from tests.hq.senders import PASSWORDS, a_car, a_picture_message, a_record, an_item
from tests.hq.test_who_saw import who_saw

LOOK = AuditEvent.HQ_PICTURE_VIEWED.value, SUPERVISOR


def drawn(color: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (190, 90), color).save(out, "JPEG")
    return out.getvalue()


WHITE, RED = drawn("white"), drawn("red")
PLAIN = a_sent_hit("EXN2894")
RESTRICTED = a_sent_hit("HLM3306", after_s=60, record=a_record("HLM3306", category="T"))
WITHOUT = a_sent_hit("KDR1180", after_s=120)


@pytest.fixture
def desk(server: InProcessHq) -> Iterator[Desk]:
    with a_car(server.base_url) as car:
        for reported, jpeg in ((PLAIN, WHITE), (RESTRICTED, RED), (WITHOUT, b"")):
            digest = hashlib.sha256(jpeg).hexdigest()
            read = replace(reported.read, crop_digest=digest if jpeg else "")
            car.send(*(an_item(part) for part in (read, reported.hit)))
            if jpeg:
                car.send(an_item(a_picture_message(read, digest)))
                kept = addresses.filled(addresses.PICTURE, digest=digest)
                car.http.put(kept, content=jpeg, headers={"Content-Type": "image/jpeg"})
    with at_desk(server, SUPERVISOR) as found:
        yield found


def asked(desk: Desk, *hit_ids: str) -> httpx.Response:
    return desk.raw("hits/pictures", SmallPicturesRequest(hit_ids))


def brightest(answer: httpx.Response) -> list[tuple[int, int, int]]:
    """Return the color in the middle of the plate of each small picture."""
    assert answer.status_code == 200, answer.text
    sheet, (width, height) = Image.open(io.BytesIO(answer.content)).convert("RGB"), SMALL_PICTURE
    assert sheet.width == width
    places = range(sheet.height // height)
    return [sheet.getpixel((width // 2, place * height + 6)) for place in places]  # type: ignore[misc]


def test_the_plates_come_small_in_the_order_asked(desk: Desk) -> None:
    hits = [one.hit.hit_id for one in (WITHOUT, PLAIN)]
    without, plain = brightest(asked(desk, *hits))
    assert max(without) < 40
    assert min(plain) > 200


def test_the_plate_of_a_restricted_file_is_not_among_them(desk: Desk) -> None:
    (shown,) = brightest(asked(desk, RESTRICTED.hit.hit_id))
    assert max(shown) < 40


def test_each_that_was_shown_is_found_as_a_look_and_no_other(
    server: InProcessHq, desk: Desk
) -> None:
    asked(desk, PLAIN.hit.hit_id, RESTRICTED.hit.hit_id, WITHOUT.hit.hit_id)
    for thing in (PLAIN.hit.hit_id, PLAIN.read.read_id, hashlib.sha256(WHITE).hexdigest()):
        assert LOOK in [(look.event, look.person) for look in who_saw(server, thing).looks]
    for thing in (RESTRICTED.read.read_id, WITHOUT.read.read_id):
        assert LOOK not in [(look.event, look.person) for look in who_saw(server, thing).looks]


@pytest.mark.parametrize("person", [OFFICER, CUSTODIAN])
def test_who_reads_no_hits_is_refused(server: InProcessHq, person: str) -> None:
    with at_desk(server, person, PASSWORDS[person]) as other:
        assert asked(other, PLAIN.hit.hit_id).status_code == 403


def test_no_more_are_given_than_a_screen_shows(desk: Desk) -> None:
    assert asked(desk, *[PLAIN.hit.hit_id] * (MOST_SMALL + 1)).status_code == 413
    assert asked(desk).status_code == 413
    (shown,) = brightest(asked(desk, "no hit"))
    assert max(shown) < 40


def test_a_small_picture_goes_with_its_read(server: InProcessHq, desk: Desk) -> None:
    purge(server.hq, NOW + timedelta(days=91))
    (shown,) = brightest(asked(desk, PLAIN.hit.hit_id))
    assert max(shown) < 40
