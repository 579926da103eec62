"""A model's graph written in steps that runtimes take faster; what it computes stays the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np

from lfr_eval.core.arrays import FloatArray

Constants = Mapping[str, FloatArray]
CONSTANTS_BY_THEMSELVES = 4
"""From this version of the format on, a constant need not be an input of the graph too."""
REGISTER = 16
"""float32 numbers in the widest vector register of today's processors."""


def rewritten(path: Path, *, prelu: bool) -> bytes:
    """The graph of a file, rewritten.

    Args:
        path: An ONNX file. One older than version 4 of the format is left as it is.
        prelu: Whether to unfold PReLU too.

    Raises:
        Exception: Whatever onnx raises where the file is not a model.
    """
    import onnx

    model = onnx.load_model(str(path))
    if model.ir_version >= CONSTANTS_BY_THEMSELVES:
        join_convolutions(model)
        if prelu:
            unfold_prelu(model)
    graph: bytes = model.SerializeToString()
    return graph


def join_convolutions(model: Any) -> None:
    """Make convolutions that read the same tensor in the same way one, and split its output, where that saves work.

    Each output channel of a convolution is computed by itself, so nothing changes; but runtimes fill up channels to the
    width of a vector register, and a detector's heads for score, box and landmarks have few of their own.

    Args:
        model: An `onnx.ModelProto`, changed in place.
    """
    constants, nodes = _constants(model), list(model.graph.node)
    for alike in _alike([node for node in nodes if _can_be_joined(node, constants)]):
        channels = [len(constants[node.input[1]]) for node in alike]
        if _registers(sum(channels)) < sum(map(_registers, channels)):
            _replace(model, alike, _join(model, alike, channels, constants))


def unfold_prelu(model: Any) -> None:
    """Write PReLU by channel as Relu((1 - s) x) + s x, where every slope s is below 1: equal but for rounding.

    onnxruntime takes a branch for every number that goes through a PReLU and rearranges whole tensors for it; these
    steps need neither.

    Args:
        model: An `onnx.ModelProto`, changed in place.
    """
    constants = _constants(model)
    for node in list(model.graph.node):
        slope = constants.get(node.input[1]) if node.op_type == "PRelu" else None
        if slope is not None and _by_channel(slope) and (slope < 1).all():
            _replace(model, [node], _unfold(model, node, slope))


def _constants(model: Any) -> dict[str, FloatArray]:
    from onnx.numpy_helper import to_array

    return {tensor.name: to_array(tensor) for tensor in model.graph.initializer}


def _can_be_joined(node: Any, constants: Constants) -> bool:
    grouped = any(each.name == "group" and each.i != 1 for each in node.attribute)
    return node.op_type == "Conv" and not grouped and all(name in constants for name in node.input[1:])


def _alike(convolutions: Sequence[Any]) -> list[list[Any]]:
    """Those with the same input, attributes and number of inputs, where they are several."""

    def way(node: Any) -> tuple[str, int, list[bytes]]:
        attributes = sorted(each.SerializeToString(deterministic=True) for each in node.attribute)
        return node.input[0], len(node.input), attributes

    groups = [list(group) for _, group in groupby(sorted(convolutions, key=way), key=way)]
    return [group for group in groups if len(group) > 1]


def _registers(channels: int) -> int:
    return -(-channels // REGISTER)


def _join(model: Any, alike: Sequence[Any], channels: Sequence[int], constants: Constants) -> list[Any]:
    from onnx.helper import make_node

    name = f"joined {alike[0].output[0]}"
    joined = [
        _constant(model, f"{name} {place}", np.concatenate([constants[node.input[place]] for node in alike]))
        for place in range(1, len(alike[0].input))
    ]
    convolution = make_node("Conv", [alike[0].input[0], *joined], [name])
    convolution.attribute.extend(alike[0].attribute)
    return [convolution, _split(model, name, [node.output[0] for node in alike], channels)]


def _split(model: Any, name: str, outputs: Sequence[str], channels: Sequence[int]) -> Any:
    """Split along channels; from version 13 of the operators on, sizes are an input and no longer an attribute."""
    from onnx.helper import make_node

    version = max(each.version for each in model.opset_import if each.domain in ("", "ai.onnx"))
    if version < 13:
        return make_node("Split", [name], outputs, axis=1, split=channels)
    return make_node("Split", [name, _constant(model, f"{name} sizes", np.array(channels))], outputs, axis=1)


def _by_channel(slope: FloatArray) -> bool:
    """Whether every channel of an image has a slope of its own; a single one is shared by all."""
    return slope.ndim == 3 and len(slope) > 1 and slope.shape[1:] == (1, 1)


def _unfold(model: Any, node: Any, slope: FloatArray) -> list[Any]:
    """Both factors as a convolution by channel, a step that stays in the runtime's own arrangement of tensors."""
    from onnx.helper import make_node

    (inward, _), (outward,) = node.input, node.output
    scale = slope.reshape(-1, 1, 1, 1)
    above = _constant(model, f"{outward} above", 1 - scale)
    everywhere = _constant(model, f"{outward} everywhere", scale)
    names = [f"{outward} {step}" for step in ("scaled", "positive", "sloped")]
    by_channel: dict[str, Any] = {"group": len(slope), "kernel_shape": [1, 1]}
    return [
        make_node("Conv", [inward, above], [names[0]], **by_channel),
        make_node("Relu", [names[0]], [names[1]]),
        make_node("Conv", [inward, everywhere], [names[2]], **by_channel),
        make_node("Add", names[1:], [outward]),
    ]


def _constant(model: Any, name: str, values: Any) -> str:
    from onnx.numpy_helper import from_array

    model.graph.initializer.append(from_array(values, name))
    return name


def _replace(model: Any, old: Sequence[Any], new: Sequence[Any]) -> None:
    """Put nodes in the place of the first of others, so that all stay in an order in which they can be computed."""
    gone = {name for node in old for name in node.output}
    nodes = list(model.graph.node)
    at = next(place for place, node in enumerate(nodes) if node.output[0] in gone)
    kept = [node for node in nodes if node.output[0] not in gone]
    kept[at:at] = new
    del model.graph.node[:]
    model.graph.node.extend(kept)
