from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

torch = pytest.importorskip("torch", reason="the tasks need the extra 'training'")

from mdt_alpr.lab.training.augmentation import Moves, changed, recolored, some_moves  # noqa: E402
from mdt_alpr.lab.training.reader_network import ends, moved_batch  # noqa: E402
from mdt_alpr.lab.training.shards import Shard  # noqa: E402

WIDTH, HEIGHT = 144, 48


def a_bar_at(share: float) -> Any:
    """Return a picture with an upright bar five pixels wide at this share of its width."""
    x = torch.zeros(1, 3, HEIGHT, WIDTH)
    middle = round(share * WIDTH)
    x[..., middle - 2 : middle + 3] = 255
    return x


@given(share=st.floats(0.2, 0.8), wide=st.floats(0.9, 1.1), along=st.floats(-0.02, 0.02))
def test_a_character_is_said_to_stand_where_the_moved_picture_shows_it(
    share: float, wide: float, along: float
) -> None:
    moves = Moves(np.array([[wide, 1]], np.float32), np.array([[along, 0]], np.float32))

    seen = moves.picture(a_bar_at(share))[0, 0, HEIGHT // 2].numpy()

    shown = (seen * (np.arange(WIDTH) + 0.5)).sum() / seen.sum() / WIDTH
    said = moves.middles(np.array([[(round(share * WIDTH) + 0.5) / WIDTH]], np.float32))
    assert shown == pytest.approx(said[0, 0], abs=0.004)


@given(left=st.floats(-0.1, 0.45), right=st.floats(0.55, 1.1), seed=st.integers(0, 2**32 - 1))
def test_no_move_pushes_a_serial_over_an_edge(left: float, right: float, seed: int) -> None:
    both = np.array([[left, right]], np.float32)

    moves = some_moves(both[:, 0], both[:, 1], np.random.default_rng(seed))

    now = moves.middles(both)[0]
    assert now[0] >= min(left, 0) - 1e-5
    assert now[1] <= max(right, 1) + 1e-5


def test_a_serial_begins_and_ends_with_its_characters_and_what_is_none_lies_in_the_middle() -> (
    None
):
    left, right = ends(
        np.array([[3, 4, 0], [0, 0, 0]]),
        np.array([[0.2, 0.7, 0.0], [0, 0, 0]]),
        np.array([[0.1, 0.2, 0.0], [0, 0, 0]]),
    )

    assert left.tolist() == pytest.approx([0.1, 0.5])
    assert right.tolist() == pytest.approx([0.9, 0.5])


def test_a_moved_view_takes_its_serial_and_its_stack_along() -> None:
    picture = np.zeros((1, HEIGHT, WIDTH, 3), np.uint8)
    picture[:, :, 70:75], picture[:, :, 110:115] = 255, 255
    shard: Shard = {
        "pictures": picture,
        "classes": np.array([[3, 0]], np.uint8),
        "centers": np.array([[72.5 / WIDTH, 0]], np.float32),
        "reaches": np.array([[0.02, 0]], np.float32),
        "stack": np.array([[5, 0, 6]], np.uint8),
        "stands": np.array([[112.5 / WIDTH, 0.02]], np.float32),
    }

    x, truth = moved_batch(shard, np.array([0]), np.random.default_rng(4))

    row = x[0, 0, HEIGHT // 2].numpy() * (np.arange(WIDTH) + 0.5) / WIDTH
    weight = x[0, 0, HEIGHT // 2].numpy()
    halves = slice(0, 92), slice(92, WIDTH)
    shown = [row[half].sum() / weight[half].sum() for half in halves]
    assert shown == pytest.approx([truth["centers"][0, 0], truth["stands"][0, 0]], abs=0.004)
    assert truth["classes"].tolist() == [[3, 0]]
    assert abs(truth["centers"][0, 0] - 72.5 / WIDTH) > 0.001


def test_exchanged_colors_are_the_same_three_in_another_order() -> None:
    x = torch.arange(3.0)[None, :, None, None].expand(400, 3, 2, 2)

    colors = recolored(x, np.random.default_rng(1))[:, :, 0, 0]

    assert (colors.sort(1).values == torch.arange(3.0)).all()
    item = (colors == torch.arange(3.0)).all(1).float().mean().item()
    assert 0.6 < item < 0.9


def test_some_pictures_are_made_negative_or_gray_and_most_are_left() -> None:
    x = torch.tensor([200.0, 100.0, 30.0])[None, :, None, None].expand(400, 3, 2, 2)

    seen = changed(x, np.random.default_rng(3))[:, :, 0, 0]

    left = (seen - x[:, :, 0, 0]).abs().amax(1) < 60
    assert 0.6 < left.float().mean().item() < 0.95
