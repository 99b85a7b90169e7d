from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

torch = pytest.importorskip("torch", reason="the tasks need the extra 'training'")

from mdt_alpr.adapters import outline  # noqa: E402
from mdt_alpr.lab.training import outlines, views  # noqa: E402
from mdt_alpr.lab.training.assets import Font  # noqa: E402
from mdt_alpr.lab.training.loop import device  # noqa: E402
from mdt_alpr.lab.training.outline_network import (  # noqa: E402  # noqa: E402
    AROUND,
    CELL,
    COLUMNS,
    HEIGHT,
    ROWS,
    WIDTH,
    OutlineTask,
    Points,
    cuts,
    heat_loss,
    place_loss,
)
from mdt_alpr.lab.training.outlines import POINTS, draw_outlines  # noqa: E402
from mdt_alpr.lab.training.shards import HELD_OUT, Cache, Recipe  # noqa: E402

SEEN = np.array(
    [(24, 12), (102, 15), (103, 51), (23, 47), (34, 24), (92, 26), (93, 43), (33, 41)], np.float32
)
"""Corners in a cut."""

DRAWN = SEEN * 0.8 + (40, 28)
"""Corners in a drawn picture."""


class Says:
    """A network that answers what it was told to, a part for each part that it is asked for."""

    def __init__(self, maps: Any) -> None:
        self._left = maps

    def eval(self) -> None:
        """Be as a network is."""

    def __call__(self, x: Any) -> Any:
        answer, self._left = self._left[: len(x)], self._left[len(x) :]
        return answer


def peaking_at(points: Points) -> Any:
    """Return maps with a hump at each of N x 8 corners."""
    x, y = np.arange(COLUMNS) + 0.5, np.arange(ROWS)[:, None] + 0.5
    at = points[..., None, None] / CELL
    away = (x - at[:, :, 0]) ** 2 + (y - at[:, :, 1]) ** 2
    return torch.from_numpy((-away / (2 * 0.8**2)).astype(np.float32)).to(device())


def held_by(moved: Points, but_for: int = 0) -> npt.NDArray[np.bool_]:
    """Return which corners stand in their cut, but for its rim."""
    high = np.array((WIDTH, HEIGHT)) - but_for
    return np.asarray(((moved > but_for) & (moved < high)).all(-1))


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory, bundled_fonts: tuple[Font, ...]) -> Cache:
    folder: Path = tmp_path_factory.mktemp("drawn")
    cache = Cache(folder, Recipe("outline", 1, 8, bundled_fonts, dies=2), draw_outlines)
    for number in (0, HELD_OUT):
        cache.load(number)
    return cache


def test_the_car_cuts_as_its_networks_were_trained() -> None:
    assert outline._AROUND == AROUND
    assert (outline._WIDTH, outline._HEIGHT) == (WIDTH, HEIGHT)
    assert outline._ASIDE == views.ASIDE
    assert outline._ABOVE == views.ABOVE
    assert outline._LEAST_RATIO == views.LEAST_RATIO


def test_a_cut_moves_the_corners_with_the_picture() -> None:
    y, x = np.mgrid[0 : outlines.HEIGHT, 0 : outlines.WIDTH]
    away = [(x - at[0]) ** 2 + (y - at[1]) ** 2 for at in DRAWN]
    bright = np.array([255 * np.exp(-squares / (2 * 2.0**2)) for squares in away])
    dots = np.repeat(bright[..., None], 3, -1).astype(np.uint8)  # one corner a picture
    points = np.repeat(DRAWN[None], POINTS, 0).astype(np.float32)

    pictures, moved = cuts(dots, points, np.random.default_rng(1))
    whole = held_by(moved, but_for=8)

    assert pictures.shape == (POINTS, HEIGHT, WIDTH, 3)
    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH]
    compared = 0
    for corner, picture in enumerate(pictures[..., 0].astype(float)):
        if whole[corner, corner]:  # a dot that is cut off has its middle elsewhere
            compared += 1
            seen = np.array(((picture * columns).sum(), (picture * rows).sum())) / picture.sum()
            assert np.allclose(seen, moved[corner, corner], atol=0.6)
    assert compared >= POINTS / 2


def test_cuts_of_one_picture_differ_and_hold_nearly_all_corners() -> None:
    pictures = np.zeros((200, outlines.HEIGHT, outlines.WIDTH, 3), np.uint8)
    points = np.repeat(DRAWN[None], 200, 0).astype(np.float32)

    _, moved = cuts(pictures, points, np.random.default_rng(2))

    held = held_by(moved)
    assert held.mean() > 0.9
    assert held[:, 4:].mean() > held[:, :4].mean()  # serials lie further inside
    assert moved[:, 0].std(0).min() > 2


def test_maps_that_peak_at_the_corners_have_the_least_loss() -> None:
    wanted = SEEN[None]
    right, off = peaking_at(wanted), peaking_at(wanted + 2 * CELL)
    nothing = torch.zeros(1, POINTS, ROWS, COLUMNS).to(device())

    assert heat_loss(right, wanted) < heat_loss(nothing, wanted)
    assert heat_loss(right, wanted) < heat_loss(off, wanted)
    assert place_loss(right, wanted).item() == pytest.approx(0, abs=0.01)
    assert place_loss(off, wanted) > 2


def test_a_corner_outside_the_cut_does_not_count() -> None:
    inside, outside = SEEN[None], SEEN[None].copy()
    outside[0, 3] = (-6, 70)
    right = peaking_at(inside)
    other = right.clone()
    other[0, 3, 5, 20] = 30.0

    for loss in (heat_loss, place_loss):
        assert loss(other, outside).item() == pytest.approx(loss(right, outside).item())
        assert loss(other, inside).item() > loss(right, inside).item() + 0.5
        assert loss(right, inside - 500).item() == 0


def test_some_steps_make_the_loss_smaller(cache: Cache) -> None:
    torch.manual_seed(1)
    task = OutlineTask(cache, batch=4)
    optimizer = torch.optim.AdamW(task.net.parameters(), lr=2e-3)
    heats = []
    for step in range(8):
        loss, figures = task.loss(np.random.default_rng(step % 2))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        heats.append(figures["heat"])

    assert sum(heats[-2:]) < sum(heats[:2])  # the same two batches


def test_figures_tell_how_far_corners_are_off_and_how_many_outlines_are_close(
    cache: Cache,
) -> None:
    task = OutlineTask(cache, batch=4)
    _, points = task._held_out

    right = task.examine(Says(peaking_at(points)))
    off = task.examine(Says(peaking_at(points + 2 * CELL)))

    assert right["plate off"] < 0.01
    assert right["serial off"] < 0.01
    assert right["serial close"] > 0.5
    assert off["plate off"] > 0.05
    assert off["plate close"] == off["serial close"] == 0
