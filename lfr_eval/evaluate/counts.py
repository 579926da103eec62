"""What a run counted, also where it never came to its end."""

from __future__ import annotations

from typing import Any

from lfr_eval.record.reader import RunRecord


def counts_of(run: RunRecord) -> dict[str, Any]:
    """Counts of a run as it stated them; of one that did not end, as far as its tables go.

    Returns:
        frames_read, frames_dropped, faces, faces_embedded, duration_s (the time covered by its frames),
        irregularities (kind → number) and damage (one line, or None).
    """
    if "counts" in run.header:
        return dict(run.header["counts"])
    frames, faces = run.frames(), run.faces()
    fps = run.header["source"]["nominal_fps"]
    return {
        "frames_read": int((~frames["dropped"]).sum()),
        "frames_dropped": int(frames["dropped"].sum()),
        "faces": int(frames["faces"].sum()),
        "faces_embedded": int(faces["embedded"].sum()),
        "duration_s": float(frames["pts_s"].max()) + 1 / fps if len(frames) else 0.0,
        "irregularities": {},
        "damage": None,
    }
