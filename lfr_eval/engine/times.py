"""How long a frame took, stage by stage, and since it was captured."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic, perf_counter

from lfr_eval.core.faces import Frame


@dataclass(slots=True)
class StageTimes:
    """Wall milliseconds that one frame spent in each stage."""

    ms: dict[str, float] = field(default_factory=dict)
    captured_s: float = field(default_factory=monotonic)
    """Monotonic clock when the frame was there."""

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Add the time of the block to stage `name`."""
        start = perf_counter()
        try:
            yield
        finally:
            self.ms[name] = self.ms.get(name, 0.0) + (perf_counter() - start) * 1e3

    def begin(self, frame: Frame) -> None:
        """The frame has come: of a live source when it was captured, else now."""
        self.captured_s = monotonic() if frame.captured_s is None else frame.captured_s

    def since_captured_s(self) -> float:
        """Seconds since the frame was there."""
        return monotonic() - self.captured_s
