"""Every picture that headquarters gives says who views it, and that it is not for release."""

import hashlib
import io

import pytest
from PIL import Image, ImageChops

from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.evidence.watermark import marked
from mdt_alpr.hq.people.sample_agency import SUPERVISOR
from tests.builders import NOW
from tests.hq.senders import a_car, a_picture_message, a_read_message, an_item

DATABASES = ["sqlite"]
SCENE, CROP = (640, 360), (217, 110)


def a_jpeg(size: tuple[int, int]) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (120, 130, 140)).save(out, "JPEG")
    return out.getvalue()


def opened(jpeg: bytes) -> Image.Image:
    return Image.open(io.BytesIO(jpeg)).convert("RGB")


def shares_that_differ(one: Image.Image, other: Image.Image) -> float:
    differing = ImageChops.difference(one, other).convert("L").point(lambda v: 255 * (v > 12))
    return differing.histogram()[255] / (one.width * one.height)


def test_a_scene_is_marked_across_and_at_its_edge() -> None:
    done = opened(marked(a_jpeg(SCENE), "Sgt. M. Whitfield", NOW))
    assert done.size == SCENE
    upper = (0, 0, SCENE[0], SCENE[1] // 2)
    assert shares_that_differ(done.crop(upper), opened(a_jpeg(SCENE)).crop(upper)) > 0.01


def test_no_mark_crosses_a_character_of_a_plate() -> None:
    done = opened(marked(a_jpeg(CROP), "Sgt. M. Whitfield", NOW))
    assert done.width == CROP[0]
    assert done.height > CROP[1]
    plate = (0, 0, *CROP)
    assert shares_that_differ(done.crop(plate), opened(a_jpeg(CROP))) == 0


@pytest.mark.parametrize("size", [SCENE, CROP])
def test_the_mark_names_the_person(size: tuple[int, int]) -> None:
    one, other = (opened(marked(a_jpeg(size), who, NOW)) for who in ("A. Sample", "B. Other"))
    assert shares_that_differ(one, other) > 0


def test_a_picture_that_cannot_be_decoded_is_not_given_unmarked() -> None:
    raw = b"\xff\xd8\xff and no picture"
    assert raw not in marked(raw, "A. Sample", NOW)


@pytest.mark.attack("V7")
def test_a_small_file_of_a_huge_picture_is_not_unpacked() -> None:
    out = io.BytesIO()
    Image.new("L", (10_000, 10_000)).save(out, "JPEG", quality=1)
    assert len(out.getvalue()) < 2 * 1024 * 1024
    assert opened(marked(out.getvalue(), "A. Sample", NOW)).width < SCENE[0]


def test_the_route_gives_the_marked_picture_and_keeps_the_bytes_of_the_camera(
    server: InProcessHq,
) -> None:
    jpeg = a_jpeg(SCENE)
    digest = hashlib.sha256(jpeg).hexdigest()
    path = f"/v1/pictures/{digest}"
    with a_car(server.base_url) as car, a_car(server.base_url, SUPERVISOR) as supervisor:
        read = a_read_message()
        assert car.send(an_item(read), an_item(a_picture_message(read, digest)))
        assert car.http.put(path, content=jpeg).is_success
        given = supervisor.http.get(path).content
    assert hashlib.sha256(given).hexdigest() != digest
    assert shares_that_differ(opened(given), opened(jpeg)) > 0.01
