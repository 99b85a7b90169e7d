import cv2
import numpy as np
import numpy.typing as npt
import pytest

from mdt_alpr.adapters.pictures import JpegPictures
from mdt_alpr.domain.reading.reading import VEHICLE_ABOVE, VEHICLE_BESIDE, Box
from tests.drawn_plates import box_at, frame_of, plate, scene

PICTURES = JpegPictures()
AT = (300, 200, 130)


def decoded(jpeg: bytes) -> npt.NDArray[np.uint8]:
    assert jpeg[:3] == b"\xff\xd8\xff"
    return np.asarray(cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR), np.uint8)


def test_crop_shows_the_plate_with_a_margin() -> None:
    crop = decoded(PICTURES.crop(frame_of(scene([(plate("7KLM562"), *AT)])), box_at(*AT)))
    height, width = crop.shape[:2]
    assert 130 < width <= 180
    assert 65 < height <= 110


def test_context_shows_the_vehicle_and_stays_small() -> None:
    large = scene([(plate("7KLM562"), 900, 600, 260)], (1920, 1080))
    context = decoded(PICTURES.context(frame_of(large), box_at(900, 600, 260)))
    assert context.shape[1] == 640


@pytest.mark.parametrize(
    "box",
    [Box(-50, -50, 10, 10), Box(630, 350, 900, 700), Box(700, 400, 800, 450), Box(5, 5, 5, 5)],
)
def test_a_box_at_the_edge_still_gives_pictures(box: Box) -> None:
    frame = frame_of(scene([(plate("7KLM562"), *AT)]))
    assert decoded(PICTURES.crop(frame, box)).size
    assert decoded(PICTURES.context(frame, box)).size
    assert PICTURES.sharpness(frame, box) >= 0


@pytest.mark.parametrize("width", [80, 130, 220])
def test_a_blurred_plate_is_less_sharp(width: int) -> None:
    street = scene([(plate("7KLM562"), 250, 160, width)])
    box = box_at(250, 160, width)
    blurs = [street, *(np.asarray(cv2.GaussianBlur(street, (0, 0), s), np.uint8) for s in (2, 5))]
    sharp, soft, softer = (PICTURES.sharpness(frame_of(blurred), box) for blurred in blurs)
    assert sharp > soft > softer


@pytest.mark.proved("S16")
def test_the_vehicles_picture_reaches_from_the_wheels_to_the_roof() -> None:
    street = np.full((1080, 1920, 3), 90, np.uint8)
    roof, wheels = (0, 0, 255), (0, 255, 0)
    cv2.rectangle(street, (760, 320), (1160, 350), roof, -1)  # 3.5 plate widths above the plate
    cv2.rectangle(street, (700, 860), (760, 920), wheels, -1)
    context = decoded(PICTURES.context(frame_of(street), Box(900, 700, 1000, 750))).astype(int)
    blue, green, red = context[..., 0], context[..., 1], context[..., 2]
    assert (red - blue > 60).sum() > 1000
    assert (green - red > 60).sum() > 200


def test_what_may_be_seen_through_glass_is_too_coarse_to_know_a_face() -> None:
    chance = np.random.default_rng(7)
    street = np.full((720, 1280, 3), 128, np.uint8)
    eyes = chance.integers(0, 2, (40, 200, 1), np.uint8).repeat(3, 2) * 255  # each 4 pixels wide
    street[100:260, 240:1040] = cv2.resize(eyes, (800, 160), interpolation=cv2.INTER_NEAREST)
    box = Box(590, 420, 690, 470)
    context = decoded(PICTURES.context(frame_of(street), box))
    above = context[: context.shape[0] // 4]
    assert above.std() < 25


@pytest.mark.proved("PRS-07")
def test_the_plate_of_another_vehicle_is_painted_over_and_the_own_one_is_not() -> None:
    own, other = (900, 600, 260), (1250, 620, 240)
    street = scene([(plate("7KLM562"), *own), (plate("EXN2894"), *other)], (1920, 1080))
    frame, boxes = frame_of(street), (box_at(*own), box_at(*other))
    before = frame.pixels.copy()
    shown = decoded(PICTURES.context(frame, boxes[0])).astype(int)
    painted = decoded(PICTURES.context(frame, boxes[0], boxes)).astype(int)
    changed = np.abs(shown - painted).max(axis=2) > 40
    scale = shown.shape[1] / (2 * VEHICLE_BESIDE * 260 + 260)
    beside = int((boxes[1].left - (boxes[0].left - VEHICLE_BESIDE * 260)) * scale)
    assert changed.any()
    assert not changed[:, : beside - int(0.2 * 240 * scale)].any(), "the own plate is as it was"
    area = painted[:, beside + 2 : beside + int(240 * scale) - 2]
    rows = changed[:, beside + 2 : beside + int(240 * scale) - 2].any(axis=1)
    assert area[rows].std() < 6, "nothing of the characters is left"
    assert np.array_equal(frame.pixels, before), "the frame itself stays for the readers"
    overlapping = Box(boxes[0].left + 20, boxes[0].top, boxes[0].right + 20, boxes[0].bottom)
    twice = decoded(PICTURES.context(frame, boxes[0], [overlapping])).astype(int)
    assert np.array_equal(twice, shown), "a second box of the own plate hides nothing"


@pytest.mark.parametrize("beside", [10, -8], ids=["apart", "touching"])
def test_a_near_vehicles_wide_plate_hides_no_character_of_the_own_one(beside: int) -> None:
    own = Box(900, 600, 980, 620)
    near = Box(own.right + beside, 580, own.right + beside + 300, 660)
    striped = np.zeros((1080, 1920, 3), np.uint8)
    striped[:, (np.arange(1920) // 12) % 2 == 0] = 255
    frame = frame_of(striped)
    shown, painted = (
        decoded(PICTURES.context(frame, own, others)).astype(int) for others in ((), (own, near))
    )
    scale = shown.shape[1] / (2 * VEHICLE_BESIDE * own.width + own.width)
    left = int(VEHICLE_BESIDE * own.width * scale)
    inside = slice(left + 2, left + int(own.width * scale) - 8)
    middle = int(VEHICLE_ABOVE * own.width * scale) + int(10 * scale)
    assert np.abs(shown - painted)[middle, inside].max() < 60, "the own plate is as it was"
    far = left + int((own.width + beside + 150) * scale)
    assert painted[middle, far - 20 : far + 20].std() < 6, "the other one is gone"
