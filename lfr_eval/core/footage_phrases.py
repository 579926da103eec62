"""How footage was read, in words: what a reader of a run must know of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lfr_eval.core.phrases import count, verb

MOST = 0.5
"""A larger share of the faces than this, turned alike, is a camera that is not mounted upright."""

KINDS = {
    "frames_damaged": ("frame", "{} patched up by the decoder"),
    "frames_deinterlaced": ("frame", "{} of interlaced video, deinterlaced"),
    "frames_of_one_field": ("frame", "{} made of one field each, which is every other line of a picture"),
    "frames_resized": ("frame", "{} of another size than the first"),
    "gaps": ("gap", "{} without a frame, not watched"),
    "images_unreadable": ("image", "{} left out: unreadable"),
    "packets_before_key_frame": ("packet", "{} left out: before the first key frame"),
    "packets_corrupt": ("packet", "{} left out: cut short"),
    "packets_undecodable": ("packet", "{} left out: not to be decoded"),
    "pixel_shape_ignored": ("frame", "{} with pixels of an absurd shape, taken as square"),
    "reconnected": ("time", "the stream dropped, and was taken up again {}"),
    "time_restarts": ("time", "times start anew {}: a gap of unknown length, taken as none"),
    "timestamps_repaired": ("frame", "{} with a time that is missing or cannot be, timed anew"),
}
"""What is counted of footage that is not as it should be, and how it is said."""


def footage_notes(source: Mapping[str, Any], counts: Mapping[str, Any]) -> list[str]:
    """One line each for what is irregular about the footage of a run; of older runs as far as they tell.

    Args:
        source: Of run.json.
        counts: Of run.json.
    """
    told = _of_pictures(source) + _of_gaps(counts.get("gaps") or {}) + _of_turned(counts)
    told += [irregularity(kind, n) for kind, n in counts.get("irregularities", {}).items() if n and kind != "gaps"]
    return told + ([counts["damage"]] if counts.get("damage") else [])


def _of_pictures(source: Mapping[str, Any]) -> list[str]:
    told = _of_streams(source.get("streams") or {"all": ()})
    stored, shown = source.get("stored_px"), source.get("size_px")
    if stored and shown and sorted(stored) != sorted(shown):
        told.append(
            f"pixels are not square: stored as {stored[0]} x {stored[1]}, measured as shown, {shown[0]} x {shown[1]} px"
        )
    rate = source.get("rate")
    if rate == "assumed":
        told.append(f"the source does not state its rate: taken as {source['nominal_fps']:g} a second")
    elif rate == "asked" and source.get("streams"):
        told.append(f"its rate of {source['nominal_fps']:g} frames/s was given by hand")
    return told


def _of_streams(streams: Mapping[str, Any]) -> list[str]:
    """Which of several was watched; of older runs without their sizes."""
    if len(streams["all"]) < 2:
        return []
    sizes = dict(zip(streams["all"], streams.get("sizes_px", ()), strict=False))
    named = {
        number: f"{number} ({sizes[number][0]} x {sizes[number][1]} px)" if sizes else f"{number}"
        for number in streams["all"]
    }
    others = [number for number in streams["all"] if number != streams["watched"]]
    return [
        f"of {len(streams['all'])} video streams in the file, {named[streams['watched']]} was watched, and not "
        f"{', '.join(named[number] for number in others)}: --stream {others[0]} watches that"
    ]


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
        f"{turned[1]:,} of {count(faces, 'face')} {verb(turned[1], 'is', 'are')} turned by {turned[0]} degrees: "
        f"display.turn_deg: {upright} in system.yaml shows them upright"
    ]


def irregularity(kind: str, n: int) -> str:
    """What was left out or repaired, and how often; a kind of another version goes by its name."""
    if kind not in KINDS:
        return f"{kind}: {n:,}"
    noun, said = KINDS[kind]
    return said.format(count(n, noun))
