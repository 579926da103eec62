"""InsightFace's detectors and recognisers on onnxruntime, as a FaceEngine."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

import numpy as np

from lfr_eval.core.arrays import FloatArray, Image
from lfr_eval.core.errors import ModelError
from lfr_eval.core.faces import Faces
from lfr_eval.engine.models.files import FoundFile, FoundPack

PROVIDERS = ["CPUExecutionProvider"]
STRIDE_PX = 32
ONLY_ERRORS = 3


class InsightFaceEngine:
    """A pack loaded through `insightface.model_zoo`; see :class:`lfr_eval.core.faces.FaceEngine`."""

    def __init__(self, pack: FoundPack, threads: int = 0) -> None:
        """Load both models.

        Args:
            pack: Verified files.
            threads: Threads per model; 0 = one per core.

        Raises:
            ModelError: If a file does not load as the model it should be.
        """
        self.pack = pack
        self.threads = threads or os.cpu_count() or 1
        self._detector = self._load(pack.detector, "detection")
        self._recogniser = self._load(pack.recogniser, "recognition")
        self._detector.prepare(-1)
        self.crop_px = int(self._recogniser.input_size[0])

    def _load(self, file: FoundFile, task: str) -> Any:
        import onnxruntime
        from insightface.model_zoo import get_model

        options = onnxruntime.SessionOptions()
        options.log_severity_level = ONLY_ERRORS
        options.intra_op_num_threads = self.threads
        try:
            model = get_model(str(file.path), providers=PROVIDERS, sess_options=options)
        except Exception as error:  # neither library has a common base class for load errors
            raise ModelError(f"{file.path}: does not load ({str(error).splitlines()[0][:120]})") from error
        if getattr(model, "taskname", None) != task:
            raise ModelError(
                f"{file.path}: expected a {task} model, found {getattr(model, 'taskname', 'another kind')}"
            )
        return model

    def detect(self, image: Image, *, size_px: int, min_score: float) -> Faces:
        """See FaceEngine. The frame is not padded to a square but to the next multiple of 32."""
        height, width = image.shape[:2]
        scale = size_px / max(height, width)
        if min(height, width) * scale < 1:
            return Faces.empty()
        input_size = (_padded(width * scale), _padded(height * scale))
        boxes, landmarks = self._detector.detect(image, input_size=input_size, det_thresh=min_score)
        if len(boxes) == 0:
            return Faces.empty()
        return Faces(boxes[:, :4].copy(), landmarks.astype(np.float32), boxes[:, 4].copy())

    def embed(self, crops: Sequence[Image]) -> FloatArray:
        """See FaceEngine. One crop at a time: on a CPU a batch is not faster, and results do not depend on it."""
        raw = [self._recogniser.get_feat(crop)[0] for crop in crops]
        if not raw:
            return np.empty((0, int(self._recogniser.output_shape[1])), np.float32)
        templates: FloatArray = np.stack(raw).astype(np.float32)
        unit: FloatArray = templates / np.linalg.norm(templates, axis=1, keepdims=True)
        return unit


def _padded(length: float) -> int:
    return max(STRIDE_PX, -(-int(length) // STRIDE_PX) * STRIDE_PX)


def available_providers() -> list[str]:
    """What onnxruntime could run models on here; this engine uses the CPU."""
    import onnxruntime

    return [str(name) for name in onnxruntime.get_available_providers()]
