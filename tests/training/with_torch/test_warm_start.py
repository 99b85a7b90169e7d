from pathlib import Path

import numpy as np
import onnxruntime
import pytest

torch = pytest.importorskip("torch", reason="networks need the extra 'training'")

from mdt_alpr.domain.errors import OutsideError  # noqa: E402
from mdt_alpr.lab.training.export import Contract, export  # noqa: E402
from mdt_alpr.lab.training.warm_start import blended, folded_weights, warm_start  # noqa: E402


def test_an_inheriting_network_answers_as_the_folded_one() -> None:
    torch.manual_seed(1)
    net = torch.nn.Sequential(
        torch.nn.Sequential(torch.nn.Conv2d(3, 4, 3, bias=False), torch.nn.BatchNorm2d(4)),
        torch.nn.Sequential(torch.nn.Conv2d(4, 2, 1)),
    )
    folded = [(torch.randn(4, 3, 3, 3), torch.randn(4)), (torch.randn(2, 4, 1, 1), torch.randn(2))]
    x = torch.randn(5, 3, 8, 8)
    functional = torch.nn.functional
    wanted = functional.conv2d(functional.conv2d(x, *folded[0]), *folded[1])

    warm_start(net, [net[0][0], net[1][0]], folded, lambda: net(x))

    assert torch.allclose(net.eval()(x), wanted, atol=1e-4)
    assert torch.allclose(net.train()(x), wanted, atol=1e-3)


def test_an_exported_network_takes_half_the_room_and_can_be_trained_on(tmp_path: Path) -> None:
    torch.manual_seed(1)
    net = torch.nn.Sequential(torch.nn.Conv2d(3, 64, 3), torch.nn.Conv2d(64, 64, 3)).eval()
    x = torch.randn(1, 3, 8, 8)
    wanted = net(x).detach().numpy()
    path = tmp_path / "net.onnx"

    export(net, Contract(tuple(x.shape), ("y",), {}), path)

    session = onnxruntime.InferenceSession(str(path))
    assert path.stat().st_size < 2.2 * sum(p.numel() for p in net.parameters())
    assert np.allclose(session.run(["y"], {"x": x.numpy()})[0], wanted, atol=5e-3)
    for conv, (weight, bias) in zip(net, folded_weights(path), strict=True):
        assert torch.allclose(conv.weight, weight, atol=1e-3)
        assert torch.allclose(conv.bias, bias, atol=1e-3)


def test_too_few_weights_are_refused() -> None:
    net = torch.nn.Sequential(torch.nn.Conv2d(3, 4, 3))

    with pytest.raises(OutsideError, match="another network"):
        warm_start(net, [net[0]], [], lambda: None)


def test_blended_weights_lie_half_way_between_the_new_ones_and_the_older() -> None:
    new = [(torch.full((4, 3, 1, 1), 2.0), torch.zeros(4))]
    older = [(torch.full((4, 3, 1, 1), 12.0), torch.ones(4))]

    weight, bias = blended(new, older)[0]

    assert torch.allclose(weight, torch.full((4, 3, 1, 1), 7.0))
    assert torch.allclose(bias, torch.full((4,), 0.5))


def test_weights_of_two_networks_are_not_blended() -> None:
    with pytest.raises(OutsideError, match="another network"):
        blended(
            [(torch.ones(4, 3, 1, 1), torch.ones(4))], [(torch.ones(2, 3, 1, 1), torch.ones(2))]
        )
