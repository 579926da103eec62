"""The runtimes on which a model file can run: which are installed here, and a model loaded on one of them."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any, get_args

from lfr_eval.core.errors import ModelError
from lfr_eval.core.settings import Backend, Precision

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


def load(path: Path, backend: Backend, precision: Precision, threads: int) -> Any:
    """Load a model file as the InsightFace object (SCRFD or ArcFaceONNX) for what it is.

    Args:
        path: An ONNX file.
        backend: The runtime. There is no falling back to another one.
        precision: What it computes in.
        threads: Threads of one call on a CPU, at least 1.

    Raises:
        ModelError: The backend is not installed or does not come up.
        Exception: Whatever the runtime raises where the file is not a model that it can run.
    """
    reason = missing(backend, precision)
    if reason is not None:
        raise ModelError(reason)
    if backend == "openvino":
        return _on_openvino(path, precision, threads)
    return _on_onnxruntime(path, PROVIDERS[backend], threads)


def available_providers() -> list[str]:
    """What onnxruntime could run models on here."""
    import onnxruntime

    return [str(name) for name in onnxruntime.get_available_providers()]


def _on_openvino(path: Path, precision: Precision, threads: int) -> Any:
    from insightface.model_zoo.arcface_onnx import ArcFaceONNX
    from insightface.model_zoo.scrfd import SCRFD

    from lfr_eval.engine.models.openvino import OpenVinoSession

    def of_size(path: str, size_px: tuple[int, int], like: OpenVinoSession) -> OpenVinoSession:
        return OpenVinoSession(Path(path), threads, precision, size_px)

    session = OpenVinoSession(path, threads, precision)
    if len(session.get_outputs()) >= DETECTOR_LEAST_OUTPUTS:
        return SCRFD(model_file=str(path), session=session, resolution_session_factory=of_size)
    return ArcFaceONNX(model_file=str(path), session=session)


def _on_onnxruntime(path: Path, provider: str, threads: int) -> Any:
    import onnxruntime
    from insightface.model_zoo import get_model

    options = onnxruntime.SessionOptions()
    options.log_severity_level = ONLY_ERRORS
    options.intra_op_num_threads = threads
    wanted = dict.fromkeys([provider, "CPUExecutionProvider"])  # the CPU takes what an accelerator cannot
    providers = [(name, FULL_PRECISION[name]) if name in FULL_PRECISION else name for name in wanted]
    model = get_model(str(path), providers=providers, sess_options=options)
    session = getattr(model, "session", None)
    if session is not None and session.get_providers()[0] != provider:
        raise ModelError(f"{provider} does not come up here, and no other is used in its place")
    return model
