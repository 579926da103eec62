"""An annotated copy of the footage of a run, in which nobody can be recognised but those who raised an alert."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import cv2
import numpy as np
import pandas as pd

from lfr_eval.capture.clip import ClipWriter
from lfr_eval.capture.digest import source_digest
from lfr_eval.core.arrays import Image
from lfr_eval.core.errors import InputError
from lfr_eval.core.progress import Progress, silent
from lfr_eval.evaluate.alerts.footage import open_again
from lfr_eval.evaluate.alerts.hiding import corners, hide_others, write_label
from lfr_eval.evaluate.score.hits import read_hits
from lfr_eval.evaluate.score.observed import keeps_faces
from lfr_eval.record.reader import RunRecord

SMALLEST_PX = 2
"""Least side of a picture that a clip can hold."""


def annotate(run: RunRecord, source: Path, out: Path, progress: Progress = silent) -> None:
    """Write a clip with boxes and names on alerted faces, and everything else made unrecognisable.

    The whole picture is softened, every other detected face is reduced to a few cells, and only a face whose track
    has had a hit is shown sharp, from that hit on. All pictures are scaled to the size of the first.

    Frames in which nobody looked for faces (after the end of the watch, lost on the way, or passed over by
    `detector.every`) are left out: none could be hidden in them.

    Args:
        run: A finished run.
        source: The footage that it watched.
        out: The .mp4 to write; appears only when it is complete.
        progress: Told of every frame.

    Raises:
        InputError: If `source` is not the footage that the run watched or too small to be shown, `out` is it, or the
            run did not keep where faces stood.
    """
    if source_digest(source) != run.header["source"]["digest"]:
        raise InputError(f"{source}: is not the footage of run {run.run_id}; give the file that was watched")
    if not keeps_faces(run):
        raise InputError(f"run {run.run_id}: where faces stood was not kept, so that they could not be hidden")
    if out.exists() and out.samefile(source):
        raise InputError(f"{out}: is the footage itself; give another name")
    if out.is_dir():
        raise InputError(f"{out}: is a folder; give the name of an .mp4 to write")
    shown_from = _first_hits(run)
    faces = dict(tuple(run.faces().groupby("frame")))
    looked = _looked_at(run)
    with open_again(run, source) as frames:
        if min(frames.size_px) < SMALLEST_PX:
            raise InputError(f"{source}: its pictures are too small to be shown")
        with ClipWriter(out, *frames.size_px, frames.nominal_fps) as clip:
            for frame in islice(frames, max(looked, default=-1) + 1):
                if frame.index not in looked:
                    continue
                picture = _annotated(frame.image, frame.pts_s, faces.get(frame.index), shown_from)
                clip.write(_of_size(picture, frames.size_px), frame.pts_s)
                progress(frame.index + 1, frames.frames_expected)


def _looked_at(run: RunRecord) -> set[int]:
    """The frames in which faces were looked for."""
    frames = run.frames()
    return set(frames["frame"][frames["faces"].notna() & ~frames["dropped"]].tolist())


def _of_size(picture: Image, size_px: tuple[int, int]) -> Image:
    """The picture itself, or scaled where footage changes its size on the way."""
    same = picture.shape[1::-1] == size_px
    return picture if same else np.asarray(cv2.resize(picture, size_px), np.uint8)


def _first_hits(run: RunRecord) -> dict[int, tuple[float, str]]:
    """Track → time of its first hit, and on whom."""
    hits = read_hits(run)
    first: dict[int, tuple[float, str]] = {}
    for row in range(len(hits)):
        first.setdefault(int(hits.track[row]), (float(hits.pts_s[row]), str(hits.person[row])))
    return first


def _annotated(
    image: Image, pts_s: float, faces: pd.DataFrame | None, shown_from: dict[int, tuple[float, str]]
) -> Image:
    if faces is None:
        return hide_others(image, None, np.empty(0, bool))
    alerted = np.array([track in shown_from and pts_s >= shown_from[track][0] for track in faces["track"]], bool)
    picture = hide_others(image, faces, alerted)
    for row in faces[alerted].itertuples():
        write_label(picture, corners(row, image), shown_from[int(str(row.track))][1])
    return picture
