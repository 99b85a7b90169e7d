"""What a training leaves: the ONNX file, its SHA-256 and a model card."""

import hashlib
import json
import math
import warnings
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from mdt_alpr.lab.training.fonts import Font
from mdt_alpr.lab.training.quickening import quicken

_OPSET = 17
_LARGE = 1024
"""Weights in one tensor from which it is worth keeping them as halves."""


@dataclass(frozen=True, slots=True)
class Contract:
    """Names and example of a network's input and outputs, and which axes may vary.

    ``shown`` are inputs by which the network is made to reckon with eight bits; without any its
    weights are kept as halves.
    """

    example: tuple[int, ...]
    outputs: tuple[str, ...]
    free: Mapping[str, Mapping[int, str]]
    shown: Iterable[npt.NDArray[np.float32]] | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """What a model card tells beside what the files show."""

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
        quicken(unfinished, contract.shown)
    unfinished.replace(path)
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _keep_halves(path: Path) -> None:
    """Keep a network's large weights as halves, made whole again when it is opened.

    It reckons as before; the file takes half the room.
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


def write_card(path: Path, model: Path, digest: str, story: Story) -> None:
    """Write the model card of ``model``."""
    temperatures = json.dumps(dict(story.temperatures))
    size = model.stat().st_size / 1e6
    lines = [
        f"# {model.name}",
        "",
        f"Kind: {story.kind}. {story.contract}",
        f"Size: {size:.2f} MB. SHA-256: `{digest}`. Licence: Apache-2.0.",
        "",
        "## Recipe",
        f"Command: `{story.command}`.",
        *_heritage(story.started_from),
        f"Time: {story.minutes:.1f} minutes. Steps: {story.steps}.",
        f"Drawn pictures in the cache: {story.samples}.",
        "Data: pictures that mdt_alpr.lab.training drew; no photograph, no real plate.",
        f"Temperatures, fitted on drawn held-out pictures: {temperatures}.",
        "",
        "## Figures on drawn pictures that no batch held",
        *(f"- {name}: {value:.4f}" for name, value in story.figures.items()),
        "",
        "Real pictures only measure: `mdt-alpr evaluate` takes their figures.",
        "",
        "## Fonts whose shapes were drawn, beside our own dies",
        *_font_lines(story.fonts),
        "",
        "## Limits",
        *(f"- {limit}" for limit in story.limits),
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _heritage(started_from: str) -> list[str]:
    if not started_from:
        return ["Started from chance."]
    return [
        f"Started from the weights of {started_from}:",
        "what those were trained on, and its licences, belong to this network too.",
    ]


def _font_lines(fonts: Sequence[Font]) -> list[str]:
    groups: dict[tuple[str, str], list[str]] = {}
    for font in fonts:
        groups.setdefault((font.source, font.licence), []).append(font.path.name)
    return [
        f"- {source} ({licence}): {', '.join(sorted(names))}"
        for (source, licence), names in groups.items()
    ]
