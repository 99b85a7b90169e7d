"""Writes what a training leaves: the ONNX file, quantized, its SHA-256 and a model card."""

import hashlib
import json
import math
import warnings
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import numpy.typing as npt

from mdt_alpr.lab.training.assets import Font

_LAST = 2
"""So many convolutions on the way to each output stay as they are."""

_CONVOLUTION = "Conv"

ORDER = "convolutions"
"""The file's property that keeps their original order, which quantizing changes."""


def quantize(path: Path, pictures: Iterable[npt.NDArray[np.float32]]) -> None:
    """Rewrite the network at ``path``; ``pictures`` show which values it meets.

    Each is what the network takes, 1 x 3 x height x width; its input is named ``x``.
    """
    import onnx
    from onnxruntime import quantization
    from onnxruntime.quantization.shape_inference import quant_pre_process

    class Shown(quantization.CalibrationDataReader):  # type: ignore[misc]
        """Hands out the pictures one by one."""

        def __init__(self) -> None:
            self._left = iter(pictures)

        def get_next(self) -> dict[str, npt.NDArray[np.float32]] | None:
            picture = next(self._left, None)
            return None if picture is None else {"x": picture}

    order = convolutions_of(onnx.load(str(path)).graph)
    with TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        quant_pre_process(str(path), str(plain), skip_symbolic_shape=True)
        quantization.quantize_static(
            str(plain),
            str(path),
            Shown(),
            quant_format=quantization.QuantFormat.QDQ,
            per_channel=True,
            reduce_range=True,
            activation_type=quantization.QuantType.QUInt8,
            weight_type=quantization.QuantType.QInt8,
            nodes_to_exclude=kept_whole(onnx.load(str(plain)).graph),
            calibrate_method=quantization.CalibrationMethod.MinMax,
        )
    quick = onnx.load(str(path))
    onnx.helper.set_model_props(quick, {ORDER: " ".join(node.name for node in order)})
    onnx.save(quick, str(path))


def convolutions_of(graph: Any) -> list[Any]:
    """Return the nodes that are convolutions, in the order of the graph."""
    return [node for node in graph.node if node.op_type == _CONVOLUTION]


def kept_whole(graph: Any) -> list[str]:
    """Return the names of the nodes that stay as they are."""
    first = convolutions_of(graph)[0].name
    makers = {output: node for node in graph.node for output in node.output}
    names, ways = {first}, [(output.name, 0) for output in graph.output]
    while ways:
        value, passed = ways.pop()
        node = makers.get(value)
        if node is None or passed == _LAST:
            continue
        names.add(node.name)
        ways += [(before, passed + (node.op_type == _CONVOLUTION)) for before in node.input]
    return sorted(names)


_OPSET = 17
_LARGE = 1024
"""Weights in one tensor from which it is worth keeping them as halves."""


@dataclass(frozen=True, slots=True)
class Contract:
    """Names and example of a network's input and outputs, and which axes may vary.

    ``shown`` are inputs by which the network is quantized to eight bits; without any its
    weights are kept as halves.
    """

    example: tuple[int, ...]
    outputs: tuple[str, ...]
    free: Mapping[str, Mapping[int, str]]
    shown: Iterable[npt.NDArray[np.float32]] | None = None


@dataclass(frozen=True, slots=True)
class ModelCard:
    """What a model card says that the files do not show."""

    kind: str
    contract: str
    command: str
    minutes: float
    steps: int
    samples: int
    started_from: str
    figures: Mapping[str, float]
    temperatures: Mapping[str, float]
    fonts: Sequence[Font]
    limits: Sequence[str]


def export(net: Any, contract: Contract, path: Path) -> str:
    """Write a network as ONNX, whole or not at all, and return the file's SHA-256."""
    import torch

    unfinished = path.with_suffix(".unfinished")
    with warnings.catch_warnings():
        # the newer exporter would need onnxscript and writes the same network
        warnings.simplefilter("ignore", DeprecationWarning)
        torch.onnx.export(
            net.float().eval().to("cpu", memory_format=torch.contiguous_format),
            (torch.zeros(contract.example),),
            str(unfinished),
            input_names=["x"],
            output_names=list(contract.outputs),
            dynamic_axes={name: dict(axes) for name, axes in contract.free.items()},
            opset_version=_OPSET,
            dynamo=False,
        )
    if contract.shown is None:
        _keep_halves(unfinished)
    else:
        quantize(unfinished, contract.shown)
    unfinished.replace(path)
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _keep_halves(path: Path) -> None:
    """Keep a network's large weights as halves, made whole again when it is opened.

    It computes as before; the file is half as large.
    """
    import onnx

    model = onnx.load(path)
    graph = model.graph
    large = [
        weights
        for weights in graph.initializer
        if weights.data_type == onnx.TensorProto.FLOAT and math.prod(weights.dims) >= _LARGE
    ]
    for weights in large:
        whole, kept = weights.name, f"{weights.name}_kept"
        halves = onnx.numpy_helper.to_array(weights).astype(np.float16)
        weights.CopyFrom(onnx.numpy_helper.from_array(halves, kept))
        graph.node.insert(
            0, onnx.helper.make_node("Cast", [kept], [whole], to=onnx.TensorProto.FLOAT)
        )
    onnx.checker.check_model(model)
    onnx.save(model, path)


def write_card(path: Path, model: Path, digest: str, card: ModelCard) -> None:
    """Write the model card of ``model``."""
    temperatures = json.dumps(dict(card.temperatures))
    size = model.stat().st_size / 1e6
    lines = [
        f"# {model.name}",
        "",
        f"Kind: {card.kind}. {card.contract}",
        f"Size: {size:.2f} MB. SHA-256: `{digest}`. License: Apache-2.0.",
        "",
        "## Recipe",
        f"Command: `{card.command}`.",
        *_start_lines(card.started_from),
        f"Time: {card.minutes:.1f} minutes. Steps: {card.steps}.",
        f"Drawn pictures in the cache: {card.samples}.",
        "Data: pictures that mdt_alpr.lab.training drew; no photograph, no real plate.",
        f"Temperatures, fitted on drawn held-out pictures: {temperatures}.",
        "",
        "## Figures on drawn pictures that no batch held",
        *(f"- {name}: {value:.4f}" for name, value in card.figures.items()),
        "",
        "Real pictures only measure: `mdt-alpr evaluate` measures on them.",
        "",
        "## Fonts whose shapes were drawn, beside our own dies",
        *_font_lines(card.fonts),
        "",
        "## Limits",
        *(f"- {limit}" for limit in card.limits),
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _start_lines(started_from: str) -> list[str]:
    if not started_from:
        return ["Started from chance."]
    return [
        f"Started from the weights of {started_from}:",
        "what those were trained on, and its licenses, belong to this network too.",
    ]


def _font_lines(fonts: Sequence[Font]) -> list[str]:
    groups: dict[tuple[str, str], list[str]] = {}
    for font in fonts:
        groups.setdefault((font.source, font.license), []).append(font.path.name)
    return [
        f"- {source} ({terms}): {', '.join(sorted(names))}"
        for (source, terms), names in groups.items()
    ]
