"""A rewritten graph computes what the original does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper, numpy_helper

from lfr_eval.core.arrays import FloatArray
from lfr_eval.engine.models.files import locate
from lfr_eval.engine.models.rewrite import rewritten


def constant(name: str, values: FloatArray) -> onnx.TensorProto:
    return numpy_helper.from_array(values.astype(np.float32), name)


def graph_of(
    folder: Path, nodes: list[onnx.NodeProto], constants: list[onnx.TensorProto], outputs: list[str], *, opset: int = 11
) -> Path:
    """A graph over an input "x" of 4 channels and 6 x 5 pixels."""
    ports = [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 4, 6, 5])]
    ends = [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in outputs]
    model = helper.make_model(
        helper.make_graph(nodes, "graph", ports, ends, constants),
        opset_imports=[helper.make_opsetid("", opset)],
        ir_version=6,
    )
    path = folder / "graph.onnx"
    onnx.save(model, path)
    return path


def before_and_after(path: Path) -> tuple[list[FloatArray], list[FloatArray], list[str]]:
    """The outputs of the file and of its rewritten graph for the same input, and the operators of the latter."""
    graph = rewritten(path, prelu=True)
    x = np.random.default_rng(3).normal(size=(1, 4, 6, 5)).astype(np.float32)
    before, after = (
        onnxruntime.InferenceSession(source, providers=["CPUExecutionProvider"]).run(None, {"x": x})
        for source in (str(path), graph)
    )
    return before, after, [node.op_type for node in onnx.load_model_from_string(graph).graph.node]


def three_heads(folder: Path, opset: int) -> Path:
    random = np.random.default_rng(1)
    nodes, constants = list[onnx.NodeProto](), list[onnx.TensorProto]()
    for head, channels in (("score", 2), ("box", 4), ("marks", 10)):
        constants += [
            constant(f"{head} w", random.normal(size=(channels, 4, 3, 3))),
            constant(f"{head} b", random.normal(size=channels)),
        ]
        nodes.append(helper.make_node("Conv", ["x", f"{head} w", f"{head} b"], [head], pads=[1, 1, 1, 1]))
    return graph_of(folder, nodes, constants, ["score", "box", "marks"], opset=opset)


# Sizes of a split are an attribute up to version 12 of the operators, and an input from 13 on.
@pytest.mark.parametrize("opset", [11, 13])
def test_heads_on_one_tensor_become_one_convolution(tmp_path: Path, opset: int) -> None:
    before, after, operators = before_and_after(three_heads(tmp_path, opset))
    assert operators == ["Conv", "Split"]
    assert [one.shape for one in after] == [one.shape for one in before]
    for one, other in zip(before, after, strict=True):
        np.testing.assert_allclose(other, one, rtol=1e-5, atol=1e-6)


# Sixteen channels each fill a register by themselves: together they would save nothing.
def test_convolutions_that_fill_registers_stay_apart(tmp_path: Path) -> None:
    constants = [constant(name, np.ones((16, 4, 1, 1))) for name in ("v", "w")]
    nodes = [helper.make_node("Conv", ["x", name], [f"{name} y"]) for name in ("v", "w")]
    assert before_and_after(graph_of(tmp_path, nodes, constants, ["v y", "w y"]))[2] == ["Conv", "Conv"]


# Two convolutions of one tensor with different strides, and one by channel, stay apart.
def test_convolutions_that_differ_stay_apart(tmp_path: Path) -> None:
    weights = np.random.default_rng(2).normal(size=(4, 4, 3, 3))
    nodes = [
        helper.make_node("Conv", ["x", "w"], ["dense"], pads=[1, 1, 1, 1]),
        helper.make_node("Conv", ["x", "w"], ["sparse"], pads=[1, 1, 1, 1], strides=[2, 2]),
        helper.make_node("Conv", ["x", "by channel"], ["own"], pads=[1, 1, 1, 1], group=4),
        helper.make_node("Conv", ["x", "by channel"], ["own too"], pads=[1, 1, 1, 1], group=4),
    ]
    path = graph_of(
        tmp_path,
        nodes,
        [constant("w", weights), constant("by channel", weights[:, :1])],
        ["dense", "sparse", "own", "own too"],
    )
    before, after, operators = before_and_after(path)
    assert operators == ["Conv"] * 4
    for one, other in zip(before, after, strict=True):
        np.testing.assert_array_equal(one, other)


UNFOLDED = ["Conv", "Relu", "Conv", "Add"]


# Slopes on both sides of 0 are unfolded; from a slope of 1 on the identity does not hold, and one slope for all
# channels is no convolution by channel: there the node stays.
@pytest.mark.parametrize(
    ("slope", "operators"),
    [
        (np.array([-0.8, 0.0, 0.25, 0.9]).reshape(4, 1, 1), UNFOLDED),
        (np.array([-0.8, 0.0, 0.25, 1.0]).reshape(4, 1, 1), ["PRelu"]),
        (np.full((1, 1, 1), 0.25), ["PRelu"]),
        (np.array(0.25), ["PRelu"]),
    ],
)
def test_prelu_is_unfolded_where_it_is_by_channel_and_every_slope_below_one(
    tmp_path: Path, slope: FloatArray, operators: list[str]
) -> None:
    nodes = [helper.make_node("PRelu", ["x", "s"], ["y"])]
    before, after, found = before_and_after(graph_of(tmp_path, nodes, [constant("s", slope)], ["y"]))
    assert found == operators
    np.testing.assert_allclose(after[0], before[0], rtol=1e-5, atol=1e-6)


# The default pack itself, on numbers as its models get them: noise reaches every channel.
@pytest.mark.parametrize(("role", "shape"), [("detector", (1, 3, 192, 320)), ("recogniser", (1, 3, 112, 112))])
def test_the_default_pack_answers_as_before(role: str, shape: tuple[int, ...]) -> None:
    path = getattr(locate("vectron"), role).path
    noise = np.random.default_rng(4).normal(size=shape).astype(np.float32)
    before, after = (_run(source, noise) for source in (str(path), rewritten(path, prelu=True)))
    for one, other in zip(before, after, strict=True):
        np.testing.assert_allclose(other, one, rtol=1e-4, atol=1e-5)


def _run(source: Any, x: FloatArray) -> list[FloatArray]:
    session = onnxruntime.InferenceSession(source, providers=["CPUExecutionProvider"])
    found: list[FloatArray] = session.run(None, {session.get_inputs()[0].name: x})
    return found
