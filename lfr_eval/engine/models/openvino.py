"""An ONNX file on OpenVINO, behind the part of onnxruntime's session interface that InsightFace uses."""

from __future__ import annotations

import io
import threading
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from lfr_eval.core.arrays import FloatArray
from lfr_eval.core.cores import usable_cores
from lfr_eval.core.errors import ModelError
from lfr_eval.core.settings import Precision

DEVICE = "CPU"
HINTS: dict[Precision, str] = {"float32": "f32", "bfloat16": "bf16"}
CAPABILITIES: dict[Precision, str] = {"float32": "FP32", "bfloat16": "BF16"}


class Node(NamedTuple):
    """An input or output of a model; an open dimension is "?"."""

    name: str
    shape: list[int | str]
    type: str


class OpenVinoSession:
    """A model compiled for the CPU; may be run from several threads at once, as many as find cores for it."""

    def __init__(
        self, graph: bytes, threads: int, precision: Precision, size_px: tuple[int, int] | None = None
    ) -> None:
        """Compile the model.

        Args:
            graph: What an ONNX file holds.
            threads: Threads of one call, at least 1.
            precision: What it computes in; inputs and outputs are float32 in any case.
            size_px: Width and height of the images, one in each call: faster than a size left open. None = as the
                graph says.

        Raises:
            ModelError: OpenVINO chose another precision.
            RuntimeError: The graph is not a model that OpenVINO can compile.
        """
        streams = max(1, usable_cores() // threads)
        settings = {
            "INFERENCE_PRECISION_HINT": HINTS[precision],
            "NUM_STREAMS": streams,
            "INFERENCE_NUM_THREADS": streams * threads,
        }
        model = core().read_model(io.BytesIO(graph))
        if size_px is not None:
            model.reshape([1, 3, size_px[1], size_px[0]])
        self._compiled = core().compile_model(model, DEVICE, settings)
        chosen = self._compiled.get_property("INFERENCE_PRECISION_HINT").to_string()
        if chosen != HINTS[precision]:
            raise ModelError(f"OpenVINO computes in {chosen} here, not in {precision}")
        self._of_thread = threading.local()

    def get_inputs(self) -> list[Node]:
        """The inputs of the graph."""
        return [_node(port) for port in self._compiled.inputs]

    def get_outputs(self) -> list[Node]:
        """The outputs of the graph, in its order."""
        return [_node(port) for port in self._compiled.outputs]

    def get_providers(self) -> list[str]:
        """What runs the model."""
        return [f"OpenVINO {DEVICE}"]

    def run(self, names: Sequence[str], feeds: Mapping[str, FloatArray]) -> list[FloatArray]:
        """Run the model once and copy the outputs called `names`."""
        request = getattr(self._of_thread, "request", None)
        if request is None:
            request = self._of_thread.request = self._compiled.create_infer_request()
        request.infer(dict(feeds), share_inputs=True)
        return [request.get_tensor(name).data.copy() for name in names]


@cache
def core() -> Any:
    """OpenVINO's entry point, one per process.

    Its table of types is asked for here: threads that are the first to do so, together, wait for each other for ever.
    """
    import openvino

    openvino.Type.f32.to_dtype()
    return openvino.Core()


def computes_in(precision: Precision) -> bool:
    """Whether this processor has instructions for it."""
    return CAPABILITIES[precision] in core().get_property(DEVICE, "OPTIMIZATION_CAPABILITIES")


def _node(port: Any) -> Node:
    shape = [size.get_length() if size.is_static else "?" for size in port.get_partial_shape()]
    return Node(port.get_any_name(), shape, "tensor(float)")
