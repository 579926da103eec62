"""Frames and the faces found in them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from typing import Any, Protocol, Self

import numpy as np

from lfr_eval.core.arrays import BoolArray, FloatArray, Image, IntArray, require_shape


@dataclass(frozen=True, slots=True)
class Frame:
    """One presented frame of a source."""

    image: Image
    """(H, W, 3) uint8 BGR in square pixels, rotated as it is presented; may be shared: never written to."""
    pts_s: float
    """Seconds since the first presented frame."""
    index: int
    """0-based position among the presented frames."""
    lasts_s: float | None = None
    """For how long it is shown, where the source says so."""
    captured_s: float | None = None
    """Monotonic clock of this machine when it was captured; None where that means nothing."""
    lost_s: tuple[float, ...] = ()
    """`pts_s` of the frames just before it that were not taken in time."""


@dataclass(frozen=True, slots=True)
class Faces:
    """The faces found in one frame, as parallel arrays of length n."""

    boxes_px: FloatArray
    """(n, 4) left, top, right, bottom in source pixels; may reach beyond the frame."""
    landmarks_px: FloatArray
    """(n, 5, 2) eye, eye, nose, mouth corner, mouth corner, from the viewer's left, in source pixels."""
    det_scores: FloatArray
    """(n,) detector scores in [0, 1]."""

    def __post_init__(self) -> None:
        n = len(self.det_scores)
        require_shape("boxes_px", self.boxes_px, (n, 4))
        require_shape("landmarks_px", self.landmarks_px, (n, 5, 2))
        require_shape("det_scores", self.det_scores, (n,))

    def __len__(self) -> int:
        return len(self.det_scores)

    def __getitem__(self, key: BoolArray | IntArray | slice) -> Self:
        return type(self)(*(getattr(self, field.name)[key] for field in fields(self)))

    @classmethod
    def empty(cls) -> Self:
        """No faces."""
        return cls(np.empty((0, 4), np.float32), np.empty((0, 5, 2), np.float32), np.empty(0, np.float32))

    @property
    def eye_px(self) -> FloatArray:
        """(n,) distance between the eyes in source pixels."""
        apart = self.landmarks_px[:, 1] - self.landmarks_px[:, 0]
        distance: FloatArray = np.hypot(apart[:, 0], apart[:, 1])
        return distance


class FaceEngine(Protocol):
    """A detector and a recogniser, and what they are. Adapters live in ``engine/models``; tests bring their own.

    A watch calls `detect`, `crop` and `embed` from several threads at once.
    """

    @property
    def name(self) -> str:
        """Of the pack, for example ``vectron``."""
        ...

    @property
    def backend(self) -> str:
        """What computes, for example ``onnxruntime``."""
        ...

    @property
    def precision(self) -> str:
        """What it computes in, for example ``float32``."""
        ...

    @property
    def template_width(self) -> int:
        """d, the numbers of a template."""
        ...

    def digests(self) -> dict[str, str]:
        """sha256 of the ``detector`` and the ``recogniser``: templates of other ones are never compared."""
        ...

    def to_json(self) -> dict[str, Any]:
        """Provenance for a run record: the files, their licence, and what computed with them how."""
        ...

    def detect(self, image: Image, *, size_px: int, min_score: float) -> Faces:
        """Find the faces of an image whose longer side is scaled to `size_px`, best score first."""
        ...

    def crop(self, image: Image, landmarks_px: FloatArray) -> Image:
        """Cut out a face as the recogniser takes it.

        Args:
            image: (H, W, 3) uint8 BGR.
            landmarks_px: (5, 2) as in `Faces`.

        Returns:
            (side, side, 3) uint8 BGR, the same side for every face; black where the image has no pixels.
        """
        ...

    def embed(self, crops: Sequence[Image]) -> FloatArray:
        """Turn m crops into (m, d) float32 rows of length 1."""
        ...

    def bare_calls(self, images: Sequence[Image], size_px: int) -> tuple[Callable[[], object], Callable[[], object]]:
        """One run of the detector and one of the recogniser with nothing before or after: the limit of any speed.

        They run on what the models see in pictures, one after the other: zeros, or a picture that is in the cache
        already, would be faster than the work.

        Args:
            images: At least one, each (H, W, 3) uint8 BGR, all of the size of the frames.
            size_px: As for `detect`.
        """
        ...
