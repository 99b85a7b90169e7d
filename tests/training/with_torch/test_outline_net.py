from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="networks need the extra 'training'")

from mdt_alpr.lab.training.export import Contract, export  # noqa: E402
from mdt_alpr.lab.training.outline_network import (  # noqa: E402
    CELL,
    COLUMNS,
    HEIGHT,
    ROWS,
    WIDTH,
    Exported,
    OutlineNet,
    places,
)
from mdt_alpr.lab.training.outlines import POINTS  # noqa: E402

PEAK = 40.0


def test_the_network_keeps_its_contract() -> None:
    with torch.no_grad():
        corners, unsure = Exported(OutlineNet().eval())(torch.rand(2, 3, HEIGHT, WIDTH) * 255)

    assert corners.shape == (2, POINTS, 2)
    assert unsure.shape == (2, POINTS)
    assert (corners > 0).all()
    assert (corners < torch.tensor([WIDTH, HEIGHT])).all()
    assert (unsure >= 0).all()


def test_a_sharp_peak_is_the_corners_place_and_sure() -> None:
    maps = torch.zeros(1, POINTS, ROWS, COLUMNS)
    peaks = [(1 + corner, 3 * corner) for corner in range(POINTS)]
    for corner, (row, column) in enumerate(peaks):
        maps[0, corner, row, column] = PEAK

    found, spread = places(maps)

    wanted = [((column + 0.5) * CELL, (row + 0.5) * CELL) for row, column in peaks]
    assert torch.allclose(found[0], torch.tensor(wanted), atol=0.01)
    assert (spread < 0.3).all()


def test_a_corner_that_may_be_at_two_places_is_between_them_and_unsure() -> None:
    maps = torch.zeros(1, POINTS, ROWS, COLUMNS)
    maps[:, :, 8, 10] = maps[:, :, 8, 20] = PEAK

    found, spread = places(maps)

    assert torch.allclose(found, torch.tensor([15.5 * CELL, 8.5 * CELL]), atol=0.01)
    assert torch.allclose(spread, torch.tensor(5.0 * CELL), atol=0.01)


def test_a_map_that_says_nothing_spreads_over_the_cut() -> None:
    found, spread = places(torch.zeros(1, POINTS, ROWS, COLUMNS))

    assert torch.allclose(found, torch.tensor([WIDTH / 2, HEIGHT / 2]), atol=0.01)
    assert (spread > WIDTH / 4).all()


def test_every_convolution_is_listed_in_the_order_in_which_it_runs() -> None:
    net = OutlineNet().eval()
    ran: list[object] = []
    for module in net.modules():
        if isinstance(module, torch.nn.Conv2d):
            module.register_forward_hook(lambda of, _given, _answer: ran.append(of))
    with torch.no_grad():
        net(torch.rand(1, 3, HEIGHT, WIDTH))

    assert [id(conv) for conv in net.running_order()] == [id(conv) for conv in ran]


def test_what_is_shipped_answers_as_what_was_trained(tmp_path: Path) -> None:
    pytest.importorskip("onnx", reason="training needs the extra 'training'")
    ort = pytest.importorskip("onnxruntime", reason="runs what was exported")
    torch.manual_seed(3)
    net = Exported(OutlineNet().eval())
    for conv in net.net.running_order():
        conv.weight.data *= 2  # a network of chance marks nothing anywhere
    free = {name: {0: "n"} for name in ("x", "c", "u")}
    path = tmp_path / "outline.onnx"
    export(net, Contract((1, 3, HEIGHT, WIDTH), ("c", "u"), free), path)

    x = np.random.default_rng(3).random((3, 3, HEIGHT, WIDTH), np.float32) * 255
    session = ort.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    corners, unsure = session.run(["c", "u"], {"x": x})
    with torch.no_grad():
        wanted, spread = net(torch.from_numpy(x))

    assert np.allclose(corners, wanted.numpy(), atol=0.05)
    assert np.allclose(unsure, spread.numpy(), atol=0.05)
