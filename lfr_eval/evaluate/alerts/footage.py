"""The footage of a run, opened again just as the run watched it."""

from __future__ import annotations

from pathlib import Path

from lfr_eval.capture.source import FrameSource, open_source
from lfr_eval.capture.turned import turned
from lfr_eval.core.errors import InputError
from lfr_eval.record.reader import RunRecord


def open_again(run: RunRecord, footage: Path) -> FrameSource:
    """Open the footage that a run watched: the same stream, at the same rate, turned as it was.

    Args:
        run: The run.
        footage: The very file or folder, as its digest says.

    Raises:
        SourceError: It cannot be read.
        InputError: Its frames now have another size than the run measured in, so that no box would be in its place.
    """
    source = run.header["source"]
    asked = footage.is_dir() or source.get("rate") == "asked"
    stream = (source.get("streams") or {}).get("watched")
    display = run.header["settings"].get("display", {})
    opened = open_source(str(footage), fps=source["nominal_fps"] if asked else None, stream=stream)
    frames = turned(opened, display.get("turn_deg", 0))
    if list(frames.size_px) != list(source["size_px"]):
        sizes = [" x ".join(map(str, size)) for size in (source["size_px"], frames.size_px)]
        with frames:
            raise InputError(
                f"{footage}: run {run.run_id} measured {sizes[0]} px, now shown as {sizes[1]}: watch it again"
            )
    return frames
