"""InsightFace's detectors and recognisers on one of the backends, as a FaceEngine."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import cycle
from typing import Any

import cv2
import numpy as np

from lfr_eval.core.arrays import FloatArray, Image
from lfr_eval.core.cores import usable_cores
from lfr_eval.core.errors import ModelError
from lfr_eval.core.faces import Faces
from lfr_eval.core.settings import Backend, Precision
from lfr_eval.engine.align import align
from lfr_eval.engine.models.backends import load
from lfr_eval.engine.models.files import FoundFile, FoundPack

STRIDE_PX = 32


class InsightFaceEngine:
    """A pack loaded through `insightface.model_zoo`; see :class:`lfr_eval.core.faces.FaceEngine`."""

    def __init__(
        self,
        pack: FoundPack,
        threads: int = 0,
        backend: Backend = "onnxruntime",
        precision: Precision = "float32",
    ) -> None:
        """Load both models.

        Args:
            pack: Verified files.
            threads: Threads per model; 0 = one per core.
            backend: What runs them.
            precision: What they compute in.

        Raises:
            ModelError: If the backend is not installed, or a file does not load as the model it should be.
        """
        self.pack = pack
        self.threads = threads or usable_cores()
        self.backend: Backend = backend
        self.precision: Precision = precision
        self._detector = self._load(pack.detector, "detection")
        self._recogniser = self._load(pack.recogniser, "recognition")
        self._crop_px = int(self._recogniser.input_size[0])

    @property
    def name(self) -> str:
        """Of the pack."""
        return self.pack.name

    @property
    def template_width(self) -> int:
        """See FaceEngine."""
        return int(self._recogniser.output_shape[1])

    def digests(self) -> dict[str, str]:
        """See FaceEngine."""
        return self.pack.digests()

    def crop(self, image: Image, landmarks_px: FloatArray) -> Image:
        """See FaceEngine. Aligned as ArcFace was trained."""
        return align(image, landmarks_px, self._crop_px)

    def to_json(self) -> dict[str, Any]:
        """Provenance for a run record: the files, and what computed with them how."""
        return self.pack.to_json() | {
            "backend": self.backend,
            "precision": f"{self.precision}, or less as Core ML chooses"
            if "coreml" in self.backend
            else self.precision,
            "threads": self.threads,
            "providers": list(self._recogniser.session.get_providers()),
        }

    def _load(self, file: FoundFile, task: str) -> Any:
        try:
            model = load(file.path, self.backend, self.precision, self.threads)
        except (ModelError, ImportError):
            raise
        except Exception as error:  # neither library has a common base class for load errors
            raise ModelError(f"{file.path}: does not load ({str(error).splitlines()[0][:120]})") from error
        if getattr(model, "taskname", None) != task:
            raise ModelError(
                f"{file.path}: expected a {task} model, found {getattr(model, 'taskname', 'another kind')}"
            )
        return model

    def detect(self, image: Image, *, size_px: int, min_score: float) -> Faces:
        """See FaceEngine. The frame is not padded to a square but to the next multiple of 32."""
        size = self._input_px(image, size_px)
        if not all(size):
            return Faces.empty()
        boxes, landmarks = self._detector.detect(image, input_size=size, det_thresh=min_score)
        if len(boxes) == 0:
            return Faces.empty()
        return Faces(boxes[:, :4].copy(), landmarks.astype(np.float32), boxes[:, 4].copy())

    def embed(self, crops: Sequence[Image]) -> FloatArray:
        """See FaceEngine. One crop at a time: on a CPU a batch is not faster, and results do not depend on it."""
        raw = [self._recogniser.get_feat(crop)[0] for crop in crops]
        if not raw:
            return np.empty((0, self.template_width), np.float32)
        templates: FloatArray = np.stack(raw).astype(np.float32)
        unit: FloatArray = templates / np.linalg.norm(templates, axis=1, keepdims=True)
        return unit

    def bare_calls(self, images: Sequence[Image], size_px: int) -> tuple[Callable[[], object], Callable[[], object]]:
        """See FaceEngine."""
        faces = [self.detect(image, size_px=size_px, min_score=0.5) for image in images]
        crops = [
            self.crop(image, landmarks)
            for image, found in zip(images, faces, strict=True)
            for landmarks in found.landmarks_px
        ]
        width, height = self._input_px(images[0], size_px)
        detector, recogniser = self._detector, self._recogniser
        session = detector.resolution_sessions[width, height]
        frame = cycle([_blob(detector, image, (width, height)) for image in images])
        crop = cycle([_blob(recogniser, face, (self._crop_px, self._crop_px)) for face in crops or images])
        return (
            lambda: session.run(detector.output_names, {detector.input_name: next(frame)}),
            lambda: recogniser.session.run(recogniser.output_names, {recogniser.input_name: next(crop)}),
        )

    def _input_px(self, image: Image, size_px: int) -> tuple[int, int]:
        """Width and height at which the detector takes an image: (0, 0) for one of which nothing would be left."""
        height, width = image.shape[:2]
        scale = size_px / max(height, width)
        if min(height, width) * scale < 1:
            return 0, 0
        return _padded(width * scale), _padded(height * scale)


def _blob(model: Any, image: Image, size_px: tuple[int, int]) -> FloatArray:
    """An image as InsightFace feeds it to one of its models."""
    blob = cv2.dnn.blobFromImage(image, 1 / model.input_std, size_px, (model.input_mean,) * 3, swapRB=True)
    return np.asarray(blob, np.float32)


def _padded(length: float) -> int:
    return max(STRIDE_PX, -(-int(length) // STRIDE_PX) * STRIDE_PX)
