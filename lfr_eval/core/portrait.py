"""What the engine makes of one photograph of one person: a template, or the reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from lfr_eval.core.arrays import FloatArray, require_shape

REASONS = (
    "no face",
    "several faces",
    "too small",
    "unreadable",
    "too large",
    "needs pillow-heif",
    "upside down",
    "on its side",
    "format or pixel type not read",
)
"""Every reason for which a photograph gives no template."""


@dataclass(frozen=True, slots=True)
class Portrait:
    """The outcome of one photograph: exactly one of `template` and `reason` is given."""

    template: FloatArray | None
    """(d,) float32 of length 1."""
    reason: str | None
    """One of `REASONS`."""
    eye_px: float | None
    """Distance between the eyes of the main face in source pixels; None where no face was found."""
    quality: float | None
    """Quality of the main face in [0, 1]; None where there is no template."""
    padded: bool
    """No face was found until a border was added, as around a tight crop."""
    other_faces: int
    """Faces beside the main one."""
    turned_deg: int = 0
    """How far it was turned back before the face was upright: 0, 90, 180 or 270."""

    @classmethod
    def failed(cls, reason: str) -> Self:
        """Of a photograph in which no face was measured."""
        return cls(template=None, reason=reason, eye_px=None, quality=None, padded=False, other_faces=0)

    def __post_init__(self) -> None:
        if (self.template is None) == (self.reason is None):
            raise ValueError("portrait: expected exactly one of template and reason")
        if self.reason is not None and self.reason not in REASONS:
            raise ValueError(f"portrait: expected a reason out of {', '.join(REASONS)}, got {self.reason!r}")
        if self.template is not None:
            require_shape("template", self.template, (None,))
