from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="the tasks need the extra 'training'")

from mdt_alpr.lab.training.assets import Font  # noqa: E402
from mdt_alpr.lab.training.export import Contract, export  # noqa: E402
from mdt_alpr.lab.training.reader_network import as_tensor  # noqa: E402
from mdt_alpr.lab.training.shards import Cache, Recipe  # noqa: E402
from mdt_alpr.lab.training.state_network import Exported, StateNet, StateTask  # noqa: E402
from mdt_alpr.lab.training.state_views import HEIGHT, WIDTH, draw_state_views  # noqa: E402
from mdt_alpr.lab.training.warm_start import folded_weights, warm_start  # noqa: E402
from tests.training.tasks import Says, drawn, losses  # noqa: E402


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory, bundled_fonts: tuple[Font, ...]) -> Cache:
    recipe = Recipe("state", 1, 8, bundled_fonts, dies=3)
    return drawn(tmp_path_factory.mktemp("drawn"), recipe, draw_state_views)


def test_the_network_keeps_its_contract() -> None:
    with torch.no_grad():
        states = Exported(StateNet().eval(), 1.2)(torch.rand(2, 3, HEIGHT, WIDTH) * 255)

    assert states.shape == (2, 52)
    assert torch.allclose(states.sum(-1), torch.ones(2), atol=1e-4)


def test_an_exported_network_goes_on_with_all_that_it_learned(
    cache: Cache, tmp_path: Path
) -> None:
    torch.manual_seed(1)
    old, new = StateNet().eval(), StateNet()
    for weights in old.parameters():
        weights.data += (
            torch.randn_like(weights) * 0.05
        )  # layers that start alike are one in a file
    x = as_tensor(cache.load(0)["pictures"])
    contract = Contract((1, 3, HEIGHT, WIDTH), ("s",), {"x": {0: "n"}})
    export(Exported(old, 1.0), contract, tmp_path / "old.onnx")

    warm_start(new, new.running_order(), folded_weights(tmp_path / "old.onnx"), lambda: new(x))

    with torch.no_grad():
        assert torch.allclose(new.eval()(x), old(x), atol=0.01)


def test_some_steps_make_the_loss_smaller(cache: Cache) -> None:
    torch.manual_seed(1)
    found = losses(StateTask(cache, batch=8), "state")
    assert min(found[-4:]) < found[0]


def test_only_states_that_are_surely_named_count_as_answers(cache: Cache) -> None:
    task = StateTask(cache, batch=4)
    truth = torch.from_numpy(task.held_out["states"].astype(np.int64))
    sure = 20 * torch.eye(52)[truth]

    assert task.examine(Says(sure)) == {
        "states right of known": 1.0,
        "states wrong of answers": 0.0,
    }
    assert task.examine(Says(sure / 20))["states right of known"] == 0.0
    wrong = task.examine(Says(20 * torch.eye(52)[(truth + 1) % 52]))
    assert wrong["states wrong of answers"] > 0.9
