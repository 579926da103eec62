"""What a run counted, also where it never came to its end."""

from __future__ import annotations

from typing import Any

from lfr_eval.record.reader import RunRecord


def counts_of(run: RunRecord) -> dict[str, Any]:
    """Counts of a run as it stated them; of one that did not end, as far as its tables go.

    Returns:
        frames_read, frames_dropped, faces, faces_embedded, end_s (the time at which its footage ends), duration_s (how
        much of it was watched), irregularities (kind → number) and damage (one line, or None).
    """
    if "counts" in run.header:
        counts = dict(run.header["counts"])
        return {"end_s": counts["duration_s"]} | counts
    frames, faces = run.frames(), run.faces()
    fps = run.header["source"]["nominal_fps"]
    end_s = float(frames["pts_s"].max()) + 1 / fps if len(frames) else 0.0
    return {
        "frames_read": int((~frames["dropped"]).sum()),
        "frames_dropped": int(frames["dropped"].sum()),
        "faces": int(frames["faces"].sum()),
        "faces_embedded": int(faces["embedded"].sum()),
        "end_s": end_s,
        "duration_s": end_s,
        "irregularities": {},
        "damage": None,
    }
