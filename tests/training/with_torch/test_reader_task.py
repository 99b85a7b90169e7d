from pathlib import Path
from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="the tasks need the extra 'training'")

from mdt_alpr.lab.training.assets import Assets, Font  # noqa: E402
from mdt_alpr.lab.training.reader_network import (  # noqa: E402
    CLASSES,
    COLUMNS,
    Exported,
    ReaderNet,
    ReaderTask,
    column_labels,
    ctc_loss,
    greedy,
    stack_labels,
    stack_loss,
    stack_of,
)
from mdt_alpr.lab.training.rng import Rng  # noqa: E402
from mdt_alpr.lab.training.shards import HELD_OUT, Cache, Recipe, Shard  # noqa: E402
from mdt_alpr.lab.training.views import HEIGHT, WIDTH, draw_views  # noqa: E402


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory, bundled_fonts: tuple[Font, ...]) -> Cache:
    folder: Path = tmp_path_factory.mktemp("drawn")
    cache = Cache(folder, Recipe("reader", 1, 8, bundled_fonts, dies=3), draw_views)
    for number in (0, 1, HELD_OUT):
        cache.load(number)
    return cache


def test_the_network_keeps_its_contract() -> None:
    net = Exported(ReaderNet().eval(), 1.3, 1.1)
    with torch.no_grad():
        columns, stacks = net(torch.rand(2, 3, HEIGHT, WIDTH) * 255)

    assert columns.shape == (2, COLUMNS, CLASSES)
    assert stacks.shape == (2, COLUMNS, 3, CLASSES)
    assert torch.allclose(columns.sum(-1), torch.ones(2, COLUMNS), atol=1e-4)
    assert torch.allclose(stacks.sum(-1), torch.ones(2, COLUMNS, 3), atol=1e-4)


def test_columns_at_a_character_are_its_and_columns_far_off_are_blank() -> None:
    labels = column_labels(
        np.array([[5, 0]]), np.array([[0.5, 0.0]]), np.array([[0.1, 0.0]], np.float32)
    )[0]

    assert labels[17] == labels[18] == 5
    assert labels[0] == labels[35] == 0
    assert -1 in labels


def test_a_narrow_character_still_labels_its_column() -> None:
    labels = column_labels(np.array([[7]]), np.array([[0.51]]), np.array([[0.001]]))[0]

    assert labels[18] == 7


def test_greedy_spelling_reads_a_repeat_only_across_a_blank() -> None:
    assert greedy(np.array([0, 3, 3, 0, 3, 4, 4, 0])) == [3, 3, 4]


def test_ctc_is_least_for_the_columns_that_spell_the_serial() -> None:
    classes = np.array([[2, 3, 0]])
    spelt = torch.zeros(1, COLUMNS, CLASSES)
    for column, value in enumerate([0, 2, 2, 0, 3] + [0] * (COLUMNS - 5)):
        spelt[0, column, value] = 8.0

    assert ctc_loss(spelt, classes).item() < ctc_loss(spelt.flip(1), classes).item()


def test_columns_at_a_stack_are_its_and_all_others_hold_none() -> None:
    stack = np.array([[11, 0, 12], [0, 0, 0]], np.uint8)
    stands = np.array([[0.9, 0.04], [0, 0]], np.float32)

    stacked, plain = stack_labels(stack, stands)

    assert stacked[32].tolist() == [11, 0, 12]
    assert not stacked[:29].any()
    assert (stacked == -1).any()
    assert not plain.any()


def test_a_stack_is_spelt_by_the_column_that_is_surest_of_it() -> None:
    stack = np.array([[11, 0, 12], [1, 2, 3], [0, 0, 0]], np.uint8)
    labels = stack_labels(stack, np.array([[0.9, 0.04], [0.1, 0.03], [0, 0]], np.float32))
    sure = np.eye(CLASSES)[np.maximum(labels, 0)]

    assert np.array_equal(stack_of(sure), stack)


def test_half_a_stack_is_none() -> None:
    half = np.zeros((1, COLUMNS, 3, CLASSES))
    half[..., 0] = 1
    half[0, 3, 0] = np.eye(CLASSES)[7]

    assert not stack_of(half).any()


def test_the_stack_costs_least_where_it_is_spelt() -> None:
    labels = stack_labels(np.array([[11, 0, 12]], np.uint8), np.array([[0.9, 0.04]], np.float32))
    spelt = 8 * torch.eye(CLASSES)[torch.from_numpy(np.maximum(labels, 0))]

    assert stack_loss(spelt, labels).item() < stack_loss(spelt.flip(1), labels).item()


def test_some_steps_make_the_loss_smaller(cache: Cache) -> None:
    torch.manual_seed(1)
    task = ReaderTask(cache, batch=8)
    optimizer = torch.optim.AdamW(task.net.parameters(), lr=2e-3)
    losses = []
    for step in range(12):
        loss, figures = task.loss(np.random.default_rng(step))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(figures["frames"])

    assert min(losses[-4:]) < losses[0] * 0.9


class Spells:
    """A network that gives every column the same class, and no stack."""

    def __init__(self, spelt: int) -> None:
        self._spelt = spelt

    def eval(self) -> None:
        """Be ready."""

    def __call__(self, x: Any) -> tuple[Any, Any]:
        columns = torch.zeros(len(x), COLUMNS, CLASSES)
        columns[..., self._spelt] = 9.0
        return columns, torch.zeros(len(x), COLUMNS, 3, CLASSES)


def half_of_it_no_plate(assets: Assets, rng: Rng, count: int) -> Shard:
    shard = draw_views(assets, rng, count)
    shard["classes"][::2] = 0
    return shard


def test_what_is_no_plate_is_read_where_a_column_says_more_than_blank(
    tmp_path: Path, bundled_fonts: tuple[Font, ...]
) -> None:
    recipe = Recipe("reader", 1, 8, bundled_fonts, dies=3)
    task = ReaderTask(Cache(tmp_path, recipe, half_of_it_no_plate), batch=4)

    silent, talking = (task.examine(Spells(spelt)) for spelt in (0, 5))

    assert silent["read where no plate is"] == 0.0
    assert silent["read right"] == 0.0, "only plates count there"
    assert talking["read where no plate is"] == 1.0


def no_plates(assets: Assets, rng: Rng, count: int) -> Shard:
    shard = draw_views(assets, rng, count)
    shard["classes"][:] = 0
    return shard


def test_serials_as_a_whole_count_from_the_first_batch_for_a_network_that_spells(
    tmp_path: Path, bundled_fonts: tuple[Font, ...]
) -> None:
    cache = Cache(tmp_path, Recipe("reader", 1, 8, bundled_fonts, dies=3), no_plates)
    task = ReaderTask(cache, batch=4)
    assert "ctc" not in task.loss(np.random.default_rng(1))[1]

    task.net = Spells(0)
    assert "ctc" in task.loss(np.random.default_rng(1))[1]


def test_figures_are_shares(cache: Cache) -> None:
    task = ReaderTask(cache, batch=4)

    assert all(0 <= value <= 1 for value in task.examine(task.net).values())
