import numpy as np

from mdt_alpr.lab.training.assets import Assets
from mdt_alpr.lab.training.cars import draw_car
from mdt_alpr.lab.training.rng import Rng


def test_a_vehicle_covers_its_plate_and_now_and_then_has_none(assets: Assets) -> None:
    rng = Rng(6)
    cars = [draw_car(assets, rng, 200) for _ in range(60)]

    assert any(car.plate is None for car in cars)
    for car in cars:
        assert car.picture.shape[:2] == car.cover.shape
        assert 0.3 < (car.cover > 127).mean() < 0.98
        if car.plate is not None:
            middle = (car.plate.top + car.plate.bottom) / 2, (car.plate.left + car.plate.right) / 2
            assert car.cover[round(middle[0]), round(middle[1])] > 127


def test_no_two_vehicles_look_the_same(assets: Assets) -> None:
    rng = Rng(6)

    assert not np.array_equal(draw_car(assets, rng, 120).picture[:80, :80],
                              draw_car(assets, rng, 120).picture[:80, :80])  # fmt: skip
