"""What a reviewer of an alert looks at: the probe cut out of the footage in memory, and the reference of the list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import cast

import cv2
import numpy as np
import pandas as pd

from lfr_eval.capture.digest import source_digest
from lfr_eval.capture.images import read_image
from lfr_eval.core.arrays import BoolArray, Image
from lfr_eval.core.errors import LfrError
from lfr_eval.core.events import Alert
from lfr_eval.core.home import Home
from lfr_eval.core.names import of_file
from lfr_eval.core.places import find
from lfr_eval.core.progress import Progress, silent
from lfr_eval.evaluate.alerts.footage import open_again
from lfr_eval.evaluate.alerts.hiding import corners, hide_others
from lfr_eval.evaluate.score.hits import read_hits
from lfr_eval.record.reader import RunRecord
from lfr_eval.watchlist.store import read_watchlist
from lfr_eval.watchlist.watchlist import Watchlist

SURROUNDINGS = 1.0
"""How far around the box of a face its crop reaches, as a share of the box; beyond its margin all is softened."""
LARGEST_PX = 512


def alerts_of_run(run: RunRecord) -> tuple[Alert, ...]:
    """The alerts that a run raised while it watched, by time."""
    rows = run.alerts().sort_values(["first_hit_s", "person"], kind="stable").to_dict("records")
    return tuple(Alert(**{str(name): value for name, value in row.items()}) for row in rows)


def find_footage(home: Home, run: RunRecord, given: Path | None = None) -> Path | None:
    """The very footage that a run watched, or None where it is not at hand.

    Args:
        home: Files and folders of its data sets that have the name of the source are tried.
        run: Its digest decides; footage of a camera was not kept.
        given: Where else to look: the footage, or a folder that holds it; tried instead of the data sets.
    """
    source = run.header["source"]
    if not source["digest"]:
        return None
    return next((path for path in _places(home, source["id"], given) if _is(path, source["digest"])), None)


def cut_probes(run: RunRecord, footage: Path, alerts: Sequence[Alert], progress: Progress = silent) -> dict[str, Image]:
    """The picture of each alert by its key, in which nobody can be recognised but the face that raised it.

    Reads the footage once, up to the last frame that is needed; nothing is written.

    Args:
        run: The run that raised the alerts.
        footage: What `find_footage` found.
        alerts: Alerts without a recorded face (of a system that was not run here) are left out.
        progress: Told of every frame.

    Returns:
        (h, w, 3) uint8 BGR each, at most `LARGEST_PX` on a side.
    """
    wanted = _tracks_of_best_hits(run, alerts)
    needed = {frame for frame, _ in wanted.values()}
    faces = dict(tuple(run.faces().groupby("frame")))
    crops: dict[str, Image] = {}
    if not needed:
        return crops
    with open_again(run, footage) as frames:
        for frame in frames:
            for key, (index, track) in wanted.items():
                if index == frame.index and (crop := _crop(frame.image, faces.get(index), track)) is not None:
                    crops[key] = crop
            progress(frame.index + 1, max(needed) + 1)
            if frame.index >= max(needed):
                break
    return crops


def open_list(home: Home, run: RunRecord) -> Watchlist | None:
    """The list that a run used; None where it is gone, sealed, damaged or has been changed since."""
    try:
        listed = read_watchlist(home.watchlists / run.header["watchlist"]["name"])
    except LfrError:
        return None
    return listed if listed.header.list_digest == run.header["watchlist"]["digest"] else None


def reference_files(listed: Watchlist | None) -> Mapping[str, Path]:
    """The photograph of each enrolled entry that was kept, by entry."""
    if listed is None:
        return {}
    files = {entry.entry_id: listed.images / entry.image for entry in listed.entries if entry.image}
    return {entry: path for entry, path in files.items() if path.is_file()}


def reference_of(path: Path | None) -> Image | None:
    """A reference photograph, at most `LARGEST_PX` on a side; None where it was not kept or cannot be read."""
    try:
        return None if path is None else _at_most(read_image(path))
    except LfrError:
        return None


def _places(home: Home, name: str, given: Path | None) -> Iterator[Path]:
    if given is None:
        if home.datasets.is_dir():
            yield from sorted(path for path in home.datasets.rglob("*") if of_file(path.name) == name)
        return
    yield given
    yield find(given, name)


def _is(path: Path, digest: str) -> bool:
    try:
        return path.exists() and source_digest(path) == digest
    except (LfrError, OSError):
        return False


def _tracks_of_best_hits(run: RunRecord, alerts: Sequence[Alert]) -> dict[str, tuple[int, int]]:
    """Key of each alert → frame and track of its best hit, which need not be the track of its first."""
    if run.header.get("external"):
        return {}
    hits = read_hits(run)
    best = {
        (int(frame), str(person)): int(track)
        for _, frame, person, track in sorted(zip(hits.score, hits.frame, hits.person, hits.track, strict=True))
    }
    found = {alert.key: (alert.best_frame, best.get((alert.best_frame, alert.person))) for alert in alerts}
    return {key: (frame, track) for key, (frame, track) in found.items() if track is not None}


def _crop(image: Image, faces: pd.DataFrame | None, track: int) -> Image | None:
    if faces is None:
        return None
    shown = cast(BoolArray, (faces["track"] == track).to_numpy())
    if not shown.any():
        return None
    left, top, right, bottom = corners(next(faces[shown].itertuples()), image, SURROUNDINGS)
    return _at_most(hide_others(image, faces, shown)[top:bottom, left:right])


def _at_most(image: Image) -> Image:
    share = LARGEST_PX / max(image.shape[:2])
    if share >= 1:
        return np.ascontiguousarray(image)
    return np.asarray(cv2.resize(image, None, fx=share, fy=share, interpolation=cv2.INTER_AREA), np.uint8)
