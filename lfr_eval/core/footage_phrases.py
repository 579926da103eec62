"""How footage was read, in words: what a reader of a run must know of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lfr_eval.core.phrases import count

MOST = 0.5
"""A larger share of the faces than this, turned alike, is a camera that is not mounted upright."""


def footage_notes(source: Mapping[str, Any], counts: Mapping[str, Any]) -> list[str]:
    """One line each for what is irregular about the footage of a run; of older runs as far as they tell.

    Args:
        source: Of run.json.
        counts: Of run.json.
    """
    told = _of_pictures(source) + _of_gaps(counts.get("gaps") or {}) + _of_turned(counts)
    told += [_of_kind(kind, n) for kind, n in counts.get("irregularities", {}).items() if n and kind != "gaps"]
    return told + ([counts["damage"]] if counts.get("damage") else [])


def _of_pictures(source: Mapping[str, Any]) -> list[str]:
    told = []
    streams = source.get("streams") or {"all": ()}
    if len(streams["all"]) > 1:
        others = ", ".join(str(number) for number in streams["all"] if number != streams["watched"])
        told.append(f"video stream {streams['watched']} was watched, and not {others}; --stream chooses another")
    stored, shown = source.get("stored_px"), source.get("size_px")
    if stored and shown and sorted(stored) != sorted(shown):
        told.append(
            f"pixels are not square: stored as {stored[0]} x {stored[1]}, measured as shown, {shown[0]} x {shown[1]} px"
        )
    rate = source.get("rate")
    if rate == "assumed":
        told.append(f"the source does not state its rate: {source['nominal_fps']:g} frames/s assumed")
    elif rate == "asked" and source.get("streams"):
        told.append(f"its rate of {source['nominal_fps']:g} frames/s was given by hand")
    return told


def _of_gaps(gaps: Mapping[str, Any]) -> list[str]:
    if not gaps.get("n"):
        return []
    longest = f"{gaps['longest_s']:,.1f} s without a frame after {gaps['longest_after_s']:,.2f} s"
    if gaps["n"] == 1:
        return [f"a gap of {longest} is not counted as watched"]
    return [f"{gaps['n']} gaps, the longest of {longest}, {gaps['total_s']:,.1f} s in all, are not counted as watched"]


def _of_turned(counts: Mapping[str, Any]) -> list[str]:
    """Suggests to turn the display where most faces are turned alike."""
    faces = counts.get("faces", 0)
    turned = max(counts.get("faces_turned", {}).items(), key=lambda pair: pair[1], default=("0", 0))
    if turned[1] <= MOST * faces:
        return []
    upright = 360 - int(turned[0])
    return [
        f"{turned[1]:,} of {count(faces, 'face')} are turned by {turned[0]} degrees: "
        f"display.turn_deg: {upright} in system.yaml shows them upright"
    ]


def _of_kind(kind: str, n: int) -> str:
    if kind == "frames_deinterlaced":
        return f"{count(n, 'frame')} of interlaced video, deinterlaced"
    if kind == "pixel_shape_ignored":
        return f"{count(n, 'frame')} with pixels of an absurd shape, taken as square"
    if kind == "time_restarts":
        return f"times start anew {count(n, 'time')}: a gap of unknown length, taken as none"
    return f"{kind}: {n}"
