from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs the extra 'training'")
onnx = pytest.importorskip("onnx", reason="training needs the extra 'training'")
ort = pytest.importorskip("onnxruntime", reason="runs what was made faster")

from mdt_alpr.lab.training.export import Contract, export  # noqa: E402
from mdt_alpr.lab.training.reader_network import convolved  # noqa: E402
from mdt_alpr.lab.training.warm_start import folded_weights  # noqa: E402

SIZE = (1, 3, 32, 32)


def pictures(seed: int = 1) -> Iterator[Any]:
    numbers = np.random.default_rng(seed)
    for _ in range(12):
        yield numbers.random(SIZE, np.float32)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return one network of six convolutions, as it is and made faster."""
    folder: Path = tmp_path_factory.mktemp("quick")
    torch.manual_seed(3)
    widths = (3, 16, 32, 32, 32, 16)
    parts = [convolved(a, b) for a, b in pairwise(widths)]
    net = torch.nn.Sequential(*parts, torch.nn.Conv2d(16, 2, 1)).eval()
    for part in parts:  # as trained: no two alike
        torch.nn.init.normal_(part[1].bias)
    free = {name: {0: "n"} for name in ("x", "y")}
    plain, quick = folder / "plain.onnx", folder / "quick.onnx"
    export(net, Contract(SIZE, ("y",), free), plain)
    export(net, Contract(SIZE, ("y",), free, pictures()), quick)
    return plain, quick


def test_it_answers_nearly_as_before(files: tuple[Path, Path]) -> None:
    plain, quick = (ort.InferenceSession(str(path)) for path in files)
    for picture in pictures(seed=2):
        before, after = (net.run(["y"], {"x": picture})[0] for net in (plain, quick))
        assert np.abs(after - before).max() < 0.1 * np.abs(before).max()


def test_all_but_the_first_and_the_last_two_reckon_with_seven_bits(
    files: tuple[Path, Path],
) -> None:
    graph = onnx.load(str(files[1])).graph
    kept = {i.name: onnx.numpy_helper.to_array(i) for i in graph.initializer}
    makers = {output: node for node in graph.node for output in node.output}
    convolutions = [node for node in graph.node if node.op_type == "Conv"]
    coarse = [node.input[1] in makers for node in convolutions]
    assert coarse == [False, True, True, True, False, False]
    for node in convolutions[1:4]:
        weights = kept[makers[node.input[1]].input[0]]
        assert weights.dtype == np.int8
        assert np.abs(weights.astype(int)).max() <= 64


def test_its_weights_can_be_inherited(files: tuple[Path, Path]) -> None:
    plain, quick = (folded_weights(path) for path in files)
    assert len(plain) == len(quick) == 6
    for (weight, bias), (coarse, coarse_bias) in zip(plain, quick, strict=True):
        assert torch.allclose(weight, coarse, atol=0.02 * float(weight.abs().max()))
        assert torch.allclose(bias, coarse_bias, atol=0.02 * float(bias.abs().max()) + 1e-3)


def test_a_network_without_pictures_is_not_made_faster(files: tuple[Path, Path]) -> None:
    nodes = {node.op_type for node in onnx.load(str(files[0])).graph.node}
    assert not nodes & {"QuantizeLinear", "DequantizeLinear"}
