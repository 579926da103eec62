"""Tell from an ONNX graph whether it is a face detector or a face recogniser."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from lfr_eval.core.errors import ModelError
from lfr_eval.core.given import require_file

DETECTOR_OUTPUTS = (9, 15)
"""SCRFD and RetinaFace with landmarks: score, box and landmark maps at 3 or 5 strides."""
RECOGNISER_SIDE_PX = 112


def role_of(path: Path) -> Literal["detector", "recogniser"] | None:
    """Role of a model file, or None if it is something else (landmarks, age, …).

    Raises:
        ModelError: If the file is not a readable ONNX graph.
    """
    import onnxruntime

    try:
        require_file(path)
        session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    except OSError as error:
        raise ModelError(f"{path}: cannot be read ({error.strerror})") from None
    except Exception as error:  # onnxruntime has no common base class for load errors
        raise ModelError(f"{path}: expected an ONNX model, found {str(error).splitlines()[0][:120]}") from None
    outputs = session.get_outputs()
    if len(outputs) in DETECTOR_OUTPUTS:
        return "detector"
    embeds = len(outputs) == 1 and len(outputs[0].shape) == 2 and isinstance(outputs[0].shape[1], int)
    crops = session.get_inputs()[0].shape[2:4] == [RECOGNISER_SIDE_PX, RECOGNISER_SIDE_PX]
    return "recogniser" if embeds and crops and outputs[0].shape[1] >= 128 else None
