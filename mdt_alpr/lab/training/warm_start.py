"""Starts a network with the weights of an exported one instead of random ones.

An exported network has its normalizations folded into its convolutions. They are unfolded on
pictures: each normalization is given the statistics that it meets, so that the network answers
as before and can be trained on. Fully connected layers, as the state network has two, have none.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from torch import nn

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.lab.training.export import ORDER, convolutions_of

_OLDER = 0.5
"""Share of the older weights: of 3747 drawn views of plates the halves of two trainings together
answered more right than either (0.788; the older 0.770, the newer 0.780)."""

_CONNECTED = "Gemm"
"""How ONNX calls a fully connected layer."""


def folded_weights(path: Path) -> list[tuple[Any, Any]]:
    """Return weights and biases of an ONNX file: of convolutions as they run, then of the rest.

    Raises:
        OutsideError: the file is missing or no ONNX network.
    """
    import onnx
    from onnx import numpy_helper

    try:
        return _layers(onnx.load(str(path)), numpy_helper.to_array)
    except Exception as error:  # its parser raises whatever the bytes lead to
        message = f"{path} cannot be read as an ONNX network of ours. Name another one."
        raise OutsideError(message) from error


def _layers(model: Any, to_array: Callable[[Any], Any]) -> list[tuple[Any, Any]]:
    graph = model.graph
    values = {i.name: torch.from_numpy(to_array(i).copy()) for i in graph.initializer}
    for node in graph.node:
        if node.op_type == "Cast" and node.input[0] in values:  # kept as halves
            values[node.output[0]] = values[node.input[0]].float()
        if node.op_type == "DequantizeLinear" and node.input[0] in values:  # kept as eight bits
            values[node.output[0]] = _whole(*(values[name] for name in node.input))
    properties = {prop.key: prop.value.split() for prop in model.metadata_props}
    ran = {name: place for place, name in enumerate(properties.get(ORDER, ()))}
    nodes = sorted(convolutions_of(graph), key=lambda node: ran[node.name] if ran else 0)
    nodes += [node for node in graph.node if node.op_type == _CONNECTED]
    return [(values[node.input[1]], values[node.input[2]]) for node in nodes]


def _whole(kept: Any, scale: Any, zero: Any) -> Any:
    """Return weights that are kept as whole numbers, each filter with a scale of its own."""
    shape = (-1, *[1] * (kept.ndim - 1))
    return (kept.float() - zero.float().reshape(shape)) * scale.reshape(shape)


def blended(weights: list[tuple[Any, Any]], older: list[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    """Return weights half-way to those that their network once began with.

    What it forgot while it learned something new comes back, what it learned stays (Wortsman and
    others 2022, "Robust fine-tuning of zero-shot models").

    Raises:
        OutsideError: the weights are of two different networks.
    """
    if [w.shape for w, _ in weights] != [w.shape for w, _ in older]:
        raise OutsideError("The weights to blend with are of another network. Name another file.")
    pairs = zip(weights, older, strict=True)
    return [(w.lerp(x, _OLDER), b.lerp(y, _OLDER)) for (w, b), (x, y) in pairs]


def warm_start(
    net: Any, layers: list[Any], folded: list[tuple[Any, Any]], show: Callable[[], None]
) -> None:
    """Give ``layers`` the folded weights; ``show`` runs the net on pictures once.

    Raises:
        OutsideError: the weights are of another network.
    """
    fits = len(folded) == len(layers) and all(
        layer.weight.shape == weight.shape
        for layer, (weight, _) in zip(layers, folded, strict=True)
    )
    if not fits:
        raise OutsideError("The weights to start from are of another network. Name another file.")
    biases = {}
    with torch.no_grad():
        for layer, (weight, bias) in zip(layers, folded, strict=True):
            layer.weight.copy_(weight)
            if layer.bias is not None:
                layer.bias.copy_(bias)
            else:
                biases[_normalization(net, layer)] = bias
        hooks = [norm.register_forward_pre_hook(_unfolding(bias)) for norm, bias in biases.items()]
        net.eval()
        show()
        for hook in hooks:
            hook.remove()


def _normalization(net: Any, conv: Any) -> Any:
    """Return the normalization that follows a convolution in its sequence."""
    for part in net.modules():
        if isinstance(part, nn.Sequential) and conv in list(part):
            return part[list(part).index(conv) + 1]
    raise AssertionError  # every convolution without bias stands in a sequence


def _unfolding(bias: Any) -> Callable[[Any, Any], None]:
    def take(norm: Any, arrived: Any) -> None:
        values = arrived[0]
        mean, spread = values.mean((0, 2, 3)), values.var((0, 2, 3), unbiased=False)
        norm.running_mean.copy_(mean)
        norm.running_var.copy_(spread)
        norm.weight.copy_((spread + norm.eps).sqrt())
        norm.bias.copy_(mean + bias)

    return take
