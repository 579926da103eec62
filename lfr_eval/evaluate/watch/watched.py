"""What a watch counts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from lfr_eval.capture.source import FrameSource
from lfr_eval.engine.pipeline import FrameResult

GAP_S, GAP_FRAMES = 10.0, 10.0
"""A time without a frame is a gap where it is longer than this, and than so many frames at the nominal rate."""


@dataclass(slots=True)
class Gaps:
    """Times without a frame, in which nobody watched."""

    n: int = 0
    total_s: float = 0.0
    longest_s: float = 0.0
    longest_after_s: float | None = None
    """Time of the last frame before the longest."""

    def add(self, after_s: float, lasts_s: float) -> None:
        """Count one that follows the frame at `after_s`."""
        self.n += 1
        self.total_s += lasts_s
        if lasts_s > self.longest_s:
            self.longest_s, self.longest_after_s = lasts_s, after_s

    def stated(self) -> dict[str, Any]:
        """As fields of the record."""
        return {
            "n": self.n,
            "total_s": self.total_s,
            "longest_s": self.longest_s,
            "longest_after_s": self.longest_after_s,
        }


@dataclass(slots=True)
class Counts:
    """Additive counts of a run."""

    nominal_s: float
    """Time from frame to frame, about."""
    frames: int = 0
    faces: int = 0
    embedded: int = 0
    decisions: int = 0
    lost: int = 0
    last_s: float | None = None
    lasts_s: float = 0.0
    gaps: Gaps = field(default_factory=Gaps)
    turned: Counter[int] = field(default_factory=Counter)

    def add(self, result: FrameResult) -> None:
        """Count what came of the next frame."""
        frame = result.frame
        for pts_s in (*frame.lost_s, frame.pts_s):
            self._advance(pts_s)
        self.lasts_s = self.nominal_s if frame.lasts_s is None else frame.lasts_s
        self.frames += 1
        self.faces += len(result.faces)
        self.embedded += len(result.selected.rows)
        self.decisions += len(result.decisions)
        self.lost += len(frame.lost_s)
        self.turned.update(result.turned)

    def stated(self, source: FrameSource) -> dict[str, Any]:
        """Counts, with the time that was watched: to the end of the last frame, without the gaps."""
        end_s = 0.0 if self.last_s is None else self.last_s + self.lasts_s
        gaps = {"gaps": self.gaps.n} if self.gaps.n else {}
        return {
            "frames_read": self.frames,
            "frames_dropped": self.lost or source.frames_dropped,
            "faces": self.faces,
            "faces_embedded": self.embedded,
            "faces_turned": {str(degrees): n for degrees, n in sorted(self.turned.items())},
            "decisions": self.decisions,
            "duration_s": end_s - self.gaps.total_s,
            "end_s": end_s,
            "gaps": self.gaps.stated(),
            "irregularities": dict(source.irregularities) | gaps,
            "damage": source.damage,
        }

    def _advance(self, pts_s: float) -> None:
        if self.last_s is not None:
            lasts_s = min(self.lasts_s or self.nominal_s, self.nominal_s)
            empty_s = pts_s - self.last_s - lasts_s
            if empty_s > max(GAP_S, GAP_FRAMES * self.nominal_s):
                self.gaps.add(self.last_s, empty_s)
        self.last_s = pts_s
