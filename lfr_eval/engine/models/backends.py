"""The runtimes on which a model file can run: which are installed here, and a model loaded on one of them."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any, get_args

from lfr_eval.core.errors import ModelError
from lfr_eval.core.settings import Backend, Precision
from lfr_eval.engine.models.rewrite import rewritten

PROVIDERS: dict[Backend, str] = {
    "onnxruntime": "CPUExecutionProvider",
    "onnxruntime-cuda": "CUDAExecutionProvider",
    "onnxruntime-coreml": "CoreMLExecutionProvider",
}
REMEDIES: dict[Backend, str] = {
    "onnxruntime": "pip install --force-reinstall onnxruntime",
    "onnxruntime-cuda": "on a machine with an NVIDIA card, pip uninstall onnxruntime and pip install onnxruntime-gpu",
    "onnxruntime-coreml": "it exists on macOS only",
    "openvino": "pip install 'lfr-eval[openvino]'",
}
FULL_PRECISION = {"CUDAExecutionProvider": {"use_tf32": "0"}}
"""Provider options without which float32 would be computed in fewer bits."""
DETECTOR_LEAST_OUTPUTS = 5
"""InsightFace's own rule: a graph with so many outputs is a detector."""
ONLY_ERRORS = 3


def missing(backend: Backend, precision: Precision = "float32") -> str | None:
    """Why models cannot run on `backend` in `precision` here, and what to do; None if they can."""
    if backend == "openvino":
        if find_spec("openvino") is None:
            return f"backend openvino is not installed; {REMEDIES[backend]}"
        from lfr_eval.engine.models.openvino import computes_in

        return None if computes_in(precision) else f"this processor does not compute in {precision}; use float32"
    if PROVIDERS[backend] not in available_providers():
        return f"backend {backend} is not installed; {REMEDIES[backend]}"
    if precision != "float32":
        return f"backend {backend} computes in float32, not in {precision}; use float32, or backend openvino"
    return None


def backends() -> dict[Backend, str | None]:
    """Every backend with the reason why it cannot be used here; None where it can."""
    return {backend: missing(backend) for backend in get_args(Backend)}


def load(path: Path, backend: Backend, precision: Precision, threads: int, *, rewrite: bool = True) -> Any:
    """Load a model file as the InsightFace object (SCRFD or ArcFaceONNX) for what it is.

    Args:
        path: An ONNX file.
        backend: The runtime. There is no falling back to another one.
        precision: What it computes in.
        threads: Threads of one call on a CPU, at least 1.
        rewrite: Write the graph in faster steps (see `rewrite`) where that is known to help, on CPUs.

    Raises:
        ModelError: The backend is not installed or does not come up.
        Exception: Whatever the runtime raises where the file is not a model that it can run.
    """
    reason = missing(backend, precision)
    if reason is not None:
        raise ModelError(reason)
    if backend == "openvino":
        return _on_openvino(path, precision, threads, rewrite)
    if backend == "onnxruntime" and rewrite:
        return _on_onnxruntime_rewritten(path, threads)
    return _on_onnxruntime(path, PROVIDERS[backend], threads)


def available_providers() -> list[str]:
    """What onnxruntime could run models on here."""
    import onnxruntime

    return [str(name) for name in onnxruntime.get_available_providers()]


def _on_openvino(path: Path, precision: Precision, threads: int, rewrite: bool) -> Any:
    from lfr_eval.engine.models.openvino import OpenVinoSession

    graph = rewritten(path, prelu=False) if rewrite else path.read_bytes()

    def of_size(_path: str, size_px: tuple[int, int], _like: OpenVinoSession) -> OpenVinoSession:
        return OpenVinoSession(graph, threads, precision, size_px)

    return _in_session(path, OpenVinoSession(graph, threads, precision), resolution_session_factory=of_size)


def _on_onnxruntime_rewritten(path: Path, threads: int) -> Any:
    import onnxruntime

    session = onnxruntime.InferenceSession(
        rewritten(path, prelu=True), _options(threads), providers=[PROVIDERS["onnxruntime"]]
    )
    return _in_session(path, session, static_shape_sessions=False)


def _in_session(path: Path, session: Any, **sizes: Any) -> Any:
    """InsightFace's object for a model that is loaded already; `sizes` say how a detector takes frames of a size."""
    from insightface.model_zoo.arcface_onnx import ArcFaceONNX
    from insightface.model_zoo.scrfd import SCRFD

    if len(session.get_outputs()) >= DETECTOR_LEAST_OUTPUTS:
        return SCRFD(model_file=str(path), session=session, **sizes)
    return ArcFaceONNX(model_file=str(path), session=session)


def _on_onnxruntime(path: Path, provider: str, threads: int) -> Any:
    from insightface.model_zoo import get_model

    wanted = dict.fromkeys([provider, "CPUExecutionProvider"])  # the CPU takes what an accelerator cannot
    providers = [(name, FULL_PRECISION[name]) if name in FULL_PRECISION else name for name in wanted]
    model = get_model(str(path), providers=providers, sess_options=_options(threads))
    session = getattr(model, "session", None)
    if session is not None and session.get_providers()[0] != provider:
        raise ModelError(f"{provider} does not come up here, and no other is used in its place")
    return model


def _options(threads: int) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = ONLY_ERRORS
    options.intra_op_num_threads = threads
    return options
