from collections.abc import Callable

import numpy as np
import pytest

from mdt_alpr.lab.training.optics import Light, blur, expose, record, shade
from mdt_alpr.lab.training.rng import Rng


@pytest.fixture
def light() -> Light:
    stripes = np.zeros((40, 120, 3), np.float32)
    stripes[:, ::8] = 220
    stripes[..., 2] += 20
    return stripes


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize(
    "change",
    [shade, expose, lambda light, rng: blur(light, 90.0, 1.0, rng)],
    ids=["shade", "expose", "blur"],
)
def test_light_keeps_its_size_and_stays_finite(
    change: Callable[[Light, Rng], Light], seed: int, light: Light
) -> None:
    changed = change(light.copy(), Rng(seed))

    assert changed.shape == light.shape
    assert np.isfinite(changed).all()


@pytest.mark.parametrize("seed", range(12))
def test_a_record_is_bytes_of_the_same_size(seed: int, light: Light) -> None:
    picture = record(light, Rng(seed))

    assert picture.dtype == np.uint8
    assert picture.shape == light.shape


def test_blur_takes_contrast_away(light: Light) -> None:
    blurred = [blur(light.copy(), 120.0, 1.0, Rng(seed)).std() for seed in range(30)]

    assert min(blurred) < light.std() * 0.9
    assert max(blurred) <= light.std() * 1.01


def test_some_pictures_are_nearly_black(light: Light) -> None:
    means = [expose(light.copy(), Rng(seed)).mean() for seed in range(300)]

    assert min(means) < 0.15 * light.mean()
