import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="the tasks need the extra 'training'")

from mdt_alpr.lab.training.assets import Font  # noqa: E402
from mdt_alpr.lab.training.shards import Cache, Recipe  # noqa: E402
from mdt_alpr.lab.training.zero_network import Exported, ZeroNet, ZeroTask  # noqa: E402
from mdt_alpr.lab.training.zero_views import draw_zero_views  # noqa: E402
from tests.training.tasks import Says, drawn, losses  # noqa: E402


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory, bundled_fonts: tuple[Font, ...]) -> Cache:
    recipe = Recipe("zero", 1, 40, bundled_fonts, dies=3)
    return drawn(tmp_path_factory.mktemp("drawn"), recipe, draw_zero_views)


def test_the_network_keeps_its_contract() -> None:
    with torch.no_grad():
        marks = Exported(ZeroNet().eval(), 1.2)(torch.rand(5, 3, 48, 32) * 255)

    assert marks.shape == (5,)
    assert bool(((marks > 0) & (marks < 1)).all())


def test_some_steps_make_the_loss_smaller(cache: Cache) -> None:
    torch.manual_seed(1)
    found = losses(ZeroTask(cache, batch=16), "mark")
    assert min(found[-4:]) < found[0]


def test_only_zeros_whose_mark_is_sure_count_as_answered(cache: Cache) -> None:
    task = ZeroTask(cache, batch=4)
    truth = torch.from_numpy(task.held_out["marked"].astype(np.float32))
    right = 20 * (2 * truth - 1)

    found, mistaken = "marked zeros found", "others mistaken for one"
    assert task.examine(Says(right)) == {found: 1.0, mistaken: 0.0}
    assert task.examine(Says(right / 10))[found] == 0.0
    assert task.examine(Says(-right)) == {found: 0.0, mistaken: 1.0}
