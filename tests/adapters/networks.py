"""Tiny ONNX networks that answer the same whatever they see, in the shapes that exports have."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

NOTHING = np.zeros((0, 7), np.float32)
"""What a detector answers that finds no plate."""


def constant_network(
    path: Path,
    answer: npt.NDArray[np.float32],
    shape: tuple[int | str, ...] = (1, 3, 640, 640),
    kind: int = TensorProto.FLOAT,
    **metadata: str,
) -> Path:
    """Write a network that takes a picture of ``shape`` and gives ``answer``."""
    constant = helper.make_node(
        "Constant", [], ["answer"], value=numpy_helper.from_array(answer, "value")
    )
    graph = helper.make_graph(
        [constant],
        "constant",
        [helper.make_tensor_value_info("images", kind, shape)],
        [helper.make_tensor_value_info("answer", TensorProto.FLOAT, answer.shape)],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    helper.set_model_props(model, metadata)
    onnx.save(model, str(path))
    return path
