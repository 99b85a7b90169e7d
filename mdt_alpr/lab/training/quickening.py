"""Makes a network faster: most of its convolutions reckon with whole numbers of eight bits.

The first convolution and the last two stay as they are: fine shades come in at the one, and what
is told comes out of the others. Weights take seven bits, for processors without instructions of
their own for this would overflow with eight.
"""

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import numpy.typing as npt

_LAST = 2
"""So many convolutions on the way to each output stay as they are."""

_CONVOLUTION = "Conv"

ORDER = "convolutions"
"""Under this name the file tells in which order they ran before: they are sorted anew."""


def quicken(path: Path, pictures: Iterable[npt.NDArray[np.float32]]) -> None:
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
    """Return the nodes that are convolutions, in the order in which they stand."""
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
